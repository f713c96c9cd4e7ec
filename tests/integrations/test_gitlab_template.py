"""The GitLab job: its script run in a POSIX shell, as a runner joins it, but for the server."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from integrations.runner import OFFLINE, hostile
from junitparser import JUnitXml
from ruamel.yaml import YAML
from shell import ROOT, environment, run

import mtcheck

if TYPE_CHECKING:
    from subprocess import CompletedProcess

    from integrations.runner import Done

FILE = ROOT / "ci" / "mtcheck.gitlab-ci.yml"
JOB: dict[str, Any] = YAML(typ="safe").load(FILE.read_text("utf-8"))[".mtcheck"]


class Job:
    """The job in a project of its own."""

    def __init__(self, installed: Done, folder: Path) -> None:
        self.project = hostile(folder / "project")
        shutil.copytree(ROOT / "examples", self.project, dirs_exist_ok=True)
        self._env = environment(folder / "home", PYTHONPATH=str(self.project), **OFFLINE)
        python = folder / "home" / "bin" / "python"
        python.symlink_to(installed.outputs["python"])
        self._env["PATH"] = f"{Path(installed.outputs['python']).parent}:{self._env['PATH']}"

    def run(self, *parts: str, shell: str = "sh", **variables: str) -> CompletedProcess[str]:
        """Run parts of the job in one shell with its variables and those of who extends it."""
        lines = "\n".join(line for part in parts for line in JOB[part])
        env = self._env | JOB["variables"] | variables
        return run(shell, "-e", "-c", lines, cwd=self.project, env=env)


@pytest.fixture
def job(installed: Done, tmp_path: Path) -> Job:
    return Job(installed, tmp_path)


def garble(job: Job) -> None:
    news = job.project / "de" / "news.md"
    news.write_text(news.read_text("utf-8").replace("Richardson", "Richarson"), "utf-8")


def test_it_installs_the_package_that_is_named(job: Job) -> None:
    done = job.run("before_script", MTCHECK_PACKAGE=str(ROOT))
    assert done.returncode == 0, done.stderr
    gone = job.run("before_script", MTCHECK_PACKAGE="no-such/package; touch pwned")
    assert gone.returncode != 0
    assert not (job.project / "pwned").exists()


@pytest.mark.parametrize("shell", [name for name in ("sh", "bash") if shutil.which(name)])
def test_a_garbled_name_stops_the_pipeline(job: Job, shell: str) -> None:
    asked = {"MTCHECK_PATHS": "de", "MTCHECK_ARGUMENTS": "--source=en\n"}
    done = job.run("script", shell=shell, **asked)
    assert done.returncode == 0, done.stderr
    assert "13 articles: no findings" in done.stdout
    garble(job)
    done = job.run("script", shell=shell, **asked)
    assert done.returncode == 1
    assert "de/news.md:6:76  major  N101 garbled-name" in done.stdout
    reports = JOB["artifacts"]["reports"]
    (issue,) = json.loads((job.project / reports["codequality"]).read_bytes())
    assert issue["location"] == {"path": "de/news.md", "lines": {"begin": 6, "end": 6}}
    suite = JUnitXml.fromfile(str(job.project / reports["junit"]))
    assert (suite.tests, suite.failures) == (13, 1)


def test_names_with_spaces_and_no_names_at_all(job: Job) -> None:
    (job.project / "a b").mkdir()
    (job.project / "a b" / "-c d.txt").write_text("Die Tür ist offen.\n", "utf-8")
    done = job.run("script", MTCHECK_PATHS="a b/-c d.txt\n\nde/app.json\n")
    assert done.returncode == 0, done.stderr
    assert "2 articles: " in done.stdout
    done = job.run("script")
    assert done.returncode == 2
    assert "mtcheck: error: missing argument 'MT...'" in done.stderr


@pytest.mark.parametrize(
    "text", ["$(touch pwned)", "`touch pwned`", '"; touch pwned; "', "LINES\ntouch pwned", "--x=$X"]
)
@pytest.mark.parametrize("variable", ["MTCHECK_PATHS", "MTCHECK_ARGUMENTS"])
def test_hostile_variables_are_data(job: Job, text: str, variable: str) -> None:
    before = sorted(p.name for p in job.project.iterdir())
    done = job.run("script", **{"MTCHECK_PATHS": "de/talk.srt", variable: text})
    assert done.returncode == 2
    assert "mtcheck: error: " in done.stderr
    assert sorted(p.name for p in job.project.iterdir()) == sorted([*before, "mtcheck-reports"])


def test_it_names_the_release_that_it_stands_in() -> None:
    assert JOB["variables"]["MTCHECK_PACKAGE"] == f"mtcheck=={mtcheck.__version__}"


def test_gitlab_knows_the_form_of_the_job(tmp_path: Path) -> None:
    """Hidden jobs are not looked into: so under another name, and as its comment extends it."""
    text = FILE.read_text("utf-8")
    example = "".join(re.findall(r"^#   (.*\n)", text, re.MULTILINE))
    assert example.startswith("mtcheck:\n  extends: .mtcheck\n")
    pipeline = tmp_path / "pipeline.yml"
    pipeline.write_text(f"{text}\n{example}\n{text.replace('.mtcheck:', 'shown:')}", "utf-8")
    schema = ("--builtin-schema", "vendor.gitlab-ci")
    checked = run(
        sys.executable, "-m", "check_jsonschema", *schema, str(pipeline), cwd=tmp_path, env={}
    )
    assert checked.returncode == 0, checked.stdout
