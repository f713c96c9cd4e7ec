"""The GitHub action: its steps run as a runner would run them, but for the server."""

from __future__ import annotations

import json
import re
import shutil
import sys
from typing import TYPE_CHECKING

import pytest
from integrations.runner import Runner, commands, hostile
from shell import ROOT, environment, run

if TYPE_CHECKING:
    from pathlib import Path

    from integrations.runner import Done

GARBLED = "Charlotte Richarson"


@pytest.fixture
def runner(installed: Done, tmp_path: Path) -> Runner:
    """A runner in a repository of the example, with mtcheck installed."""
    workspace = hostile(tmp_path / "workspace")
    shutil.copytree(ROOT / "examples", workspace, dirs_exist_ok=True)
    env = environment(tmp_path / "home", PYTHONPATH=str(workspace))
    (tmp_path / "temp").mkdir()
    return Runner(ROOT, workspace, tmp_path / "temp", env, {"install": installed})


def garble(workspace: Path, name: str = "news.md") -> None:
    file = workspace / "de" / name
    file.write_text(file.read_text("utf-8").replace("Charlotte Richardson", GARBLED), "utf-8")


def test_it_installs_what_lies_beside_it(installed: Done, tmp_path: Path) -> None:
    assert installed.code == 0, installed.log
    assert installed.outputs.keys() == {"python"}
    python = installed.outputs["python"]
    script = "import mtcheck; print(mtcheck.__file__)"
    where = run(python, "-I", "-c", script, cwd=tmp_path, env=environment(tmp_path))
    assert where.stdout.startswith(python.removesuffix("/bin/python"))


def test_an_old_python_is_told_of(tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    runner = Runner(ROOT, tmp_path, tmp_path, environment(tmp_path))
    for python in (str(old), "no-such-python"):
        done = runner.run("install", python=python)
        assert (done.code, commands(done.log)) == (2, ["error"])
        assert "::needs Python 3.11 or newer: run actions/setup-python before" in done.log


def test_a_clean_tree_passes(runner: Runner) -> None:
    done = runner.run("check", paths="de", source="en")
    assert done.code == 0, done.log
    assert commands(done.log) == []
    assert done.outputs == {
        "exit-code": "0", "findings": "0", "critical": "0", "major": "0", "minor": "0"
    }  # fmt: skip
    assert done.summary.startswith("## mtcheck: no findings\n")
    assert "13 articles: no findings" in done.log


def test_a_garbled_name_stops_it_and_is_annotated(runner: Runner) -> None:
    garble(runner.workspace)
    done = runner.run(
        "check",
        paths="de",
        source="en",
        sarif="mtcheck.sarif",
        reports="junit=a.xml\r\ncsv=b.csv\n",
    )
    assert (done.code, commands(done.log)) == (1, ["error"])
    assert "\n::error file=de/news.md,line=6,endLine=6,col=76,endColumn=85,title=N101 " in done.log
    assert done.outputs["exit-code"] == done.outputs["major"] == done.outputs["findings"] == "1"
    assert "### de/news.md" in done.summary
    results = json.loads((runner.workspace / "mtcheck.sarif").read_bytes())["runs"][0]["results"]
    assert [r["ruleId"] for r in results if "suppressions" not in r] == ["N101"]
    assert (runner.workspace / "a.xml").is_file()
    assert (runner.workspace / "b.csv").is_file()


def test_every_input_reaches_mtcheck(runner: Runner) -> None:
    garble(runner.workspace)
    workspace = runner.workspace
    (workspace / "strict.toml").write_text('select = ["F502"]\n')
    (workspace / "a b").mkdir()
    (workspace / "a b" / "c d.txt").write_text(f"{GARBLED} kommt.\n")
    (workspace / "a b" / "ref.txt").write_text("Charlotte Richardson kommt.\n")
    (workspace / "a b" / "src.txt").write_text("Charlotte Richardson is coming.\n")
    one = {"paths": "a b/c d.txt", "target_lang": "de"}
    assert runner.run("check", **one, reference="a b/ref.txt").code == 1
    assert runner.run("check", **one, source="a b/src.txt", source_lang="en").code == 1
    assert runner.run("check", **one, reference="a b/ref.txt", fail_on="never").code == 0
    assert runner.run("check", **one, reference="a b/ref.txt", config="strict.toml").code == 0
    more = runner.run(
        "check", **one, reference="a b/ref.txt", arguments="--ignore=N1,S9\n--statistics"
    )
    assert more.code == 0
    assert "1 article, 3 words" in more.log
    two = runner.run("check", paths="de/app.json\nde/news.md", arguments="--exit-zero")
    assert "2 articles: " in two.log
    (workspace / "none.json").write_text('{"version": 1, "findings": []}\n')
    assert runner.run("check", paths="de", source="en", fail_on="never").outputs["findings"] == "1"
    known = runner.run("check", paths="de", source="en", baseline="none.json", fail_on="never")
    assert known.outputs["findings"] == "2"
    quiet = runner.run("check", paths="de", source="en", annotations="false", summary="false")
    assert (quiet.code, commands(quiet.log), quiet.summary) == (1, [], "")


@pytest.mark.skipif(shutil.which("git") is None, reason="makes a repository")
def test_changed_since(runner: Runner) -> None:
    def git(*arguments: str) -> None:
        assert run("git", *arguments, cwd=runner.workspace, env=runner.env).returncode == 0

    garble(runner.workspace)
    git("init", "-q", "-b", "main")
    git("add", "-A")
    git("commit", "-q", "-m", "a")
    git("switch", "-q", "-c", "branch")
    asked = {"paths": "de", "source": "en", "changed_since": "main"}
    assert runner.run("check", **asked).code == 0
    garble(runner.workspace, "app.json")
    done = runner.run("check", **asked)
    assert (done.code, done.outputs["findings"]) == (1, "1")
    assert "::error file=de/app.json,line=4," in done.log
    lost = runner.run("check", paths="de", source="en", changed_since="origin/main")
    assert lost.code == 2
    assert "mtcheck: error: --changed-since origin/main: git knows no such commit" in lost.log


def test_an_error_is_annotated_and_what_could_be_checked_is_reported(runner: Runner) -> None:
    garble(runner.workspace)
    (runner.workspace / "de" / "bad.po").write_text('msgid "a\n')
    done = runner.run("check", paths="de", source="en")
    assert (done.code, commands(done.log)) == (2, ["error", "error"])
    assert "mtcheck: error: de/bad.po:1: " in done.log
    assert (done.outputs["exit-code"], done.outputs["findings"]) == ("2", "1")
    nothing = runner.run("check", paths="")
    assert (nothing.code, nothing.outputs) == (2, {"exit-code": "2"})
    assert "mtcheck: error: missing argument 'MT...'" in nothing.log
    wrong = runner.run("check", paths="de", summary="yes")
    assert (wrong.code, wrong.outputs) == (2, {})
    assert "::error title=mtcheck::the input summary is neither true nor false" in wrong.log


HOSTILE = [
    "$(touch pwned)",
    "`touch pwned`",
    '"; touch pwned; "',
    "'; touch pwned; '",
    "de\n::set-output name=exit-code::0",
    "##[add-mask]de",
    "${{ github.token }}",
    "--output=pwned",
    "-f json=pwned",
    "a\x1b[31m\u202eb",
    "*",
    "COUNT",
]


TAKEN_AS_TEXT = (
    "paths reference source target_lang source_lang config baseline fail_on changed_since sarif "
    "reports arguments"
).split()


def demand_only_an_error(runner: Runner, **given: str) -> None:
    """The run ends with mtcheck's own error, and nothing else has happened."""
    before = sorted(p.name for p in runner.workspace.iterdir())
    done = runner.run("check", **given)
    assert (done.code, done.outputs["exit-code"]) == (2, "2")
    assert done.outputs.keys() <= runner.action["outputs"].keys()
    assert set(commands(done.log)) == {"error"}
    assert "mtcheck: error: " in done.log
    assert sorted(p.name for p in runner.workspace.iterdir()) == before


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_inputs_are_data(runner: Runner, text: str) -> None:
    demand_only_an_error(runner, **dict.fromkeys(TAKEN_AS_TEXT, text))
    demand_only_an_error(runner, paths=text)


@pytest.mark.parametrize("name", TAKEN_AS_TEXT)
def test_no_input_is_run_by_the_shell(runner: Runner, name: str) -> None:
    given = {"paths": "de/app.json", "source": "en/app.json", name: "no/$(touch pwned)"}
    if name == "arguments":
        given[name] = "--select=$(touch pwned)"
    demand_only_an_error(runner, **given)


def test_hostile_texts_and_names_give_no_commands(runner: Runner) -> None:
    workspace = runner.workspace
    name = "##[set-output name=exit-code;]0.txt"
    (workspace / "mt").mkdir()
    (workspace / "mt" / name).write_text(f"::add-mask::a\n\n{GARBLED} ##[add-path]x sagt , nein.\n")
    (workspace / "mt" / "x.txt").write_bytes(b"\xff\xff")
    (workspace / "mt" / "##[add-mask]y.txt").write_bytes(b"\xff\xff")
    done = runner.run("check", paths="mt", arguments="--select=F502")
    assert (done.code, done.outputs["exit-code"]) == (2, "2")
    assert set(commands(done.log)) == {"warning", "error"}
    assert re.search(r"^::stop-commands::[0-9a-f]{32}$", done.log, re.MULTILINE)


def test_no_expression_stands_in_a_script() -> None:
    steps = Runner(ROOT, ROOT, ROOT, {}).action["runs"]["steps"]
    assert [s["id"] for s in steps] == ["install", "check"]
    for step in steps:
        assert "${{" not in step["run"]
        assert not re.search(r"(?<!-I) -[cm] ", step["run"].replace('"$PYTHON" -I -', ""))


def test_every_input_is_used_and_every_output_is_set(runner: Runner) -> None:
    action = runner.action
    used = {
        match
        for step in action["runs"]["steps"]
        for value in step["env"].values()
        for match in re.findall(r"inputs\.([\w-]+)", value)
    }
    assert used == set(action["inputs"])
    ours = {"annotations", "summary", "python"}
    assert {name.replace("_", "-") for name in TAKEN_AS_TEXT} | ours == used
    done = runner.run("check", paths="de", source="en")
    assert set(done.outputs) == set(action["outputs"])


def test_github_knows_the_form_of_action_yml() -> None:
    checked = run(
        sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-actions",
        "action.yml", cwd=ROOT, env={},
    )  # fmt: skip
    assert checked.returncode == 0, checked.stdout
