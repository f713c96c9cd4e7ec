"""The page on integrations: what it tells people to copy is what their servers take."""

from __future__ import annotations

import json
import re
import sys
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from ruamel.yaml import YAML
from shell import ROOT, environment, run

import mtcheck

if TYPE_CHECKING:
    from pathlib import Path

PAGE = (ROOT / "docs" / "integrations.md").read_text("utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
ACTION = YAML(typ="safe").load((ROOT / "action.yml").read_text("utf-8"))


def blocks(key: str) -> list[str]:
    return [block for block in BLOCKS if f"\n{key}:" in f"\n{block}"]


def rows(heading: str) -> set[str]:
    """The names in the first column of a table."""
    table = PAGE.partition(f"| {heading} | ")[2].partition("\n\n")[0]
    cells = [line.split("|")[1] for line in table.splitlines()[2:]]
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


def test_every_block_is_looked_at() -> None:
    known = [*blocks("repos"), *blocks("on"), *blocks("include")]
    assert sorted(known) == sorted(BLOCKS)
    assert len(blocks("repos")) == len(blocks("on")) == 2


@pytest.mark.parametrize("block", blocks("repos"))
def test_pre_commit_takes_the_configuration(tmp_path: Path, block: str) -> None:
    config = tmp_path / ".pre-commit-config.yaml"
    config.write_text(block, "utf-8")
    env = environment(tmp_path)
    done = run(
        sys.executable, "-m", "pre_commit", "validate-config", str(config), cwd=tmp_path, env=env
    )
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize(
    ("schema", "block"),
    [
        *(("vendor.github-workflows", block) for block in blocks("on")),
        *(("vendor.gitlab-ci", block) for block in blocks("include")),
    ],
)
def test_the_servers_know_the_form(tmp_path: Path, schema: str, block: str) -> None:
    file = tmp_path / "file.yml"
    file.write_text(block, "utf-8")
    command = (sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(file))
    done = run(*command, cwd=tmp_path, env={})
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("block", blocks("on"))
def test_a_workflow_gives_inputs_that_there_are(block: str) -> None:
    (job,) = YAML(typ="safe").load(StringIO(block))["jobs"].values()
    (ours,) = (step for step in job["steps"] if step["uses"].startswith("OWNER/mtcheck@"))
    assert set(ours["with"]) <= set(ACTION["inputs"])


def test_the_tables_name_every_input_output_and_variable() -> None:
    job = YAML(typ="safe").load((ROOT / "ci" / "mtcheck.gitlab-ci.yml").read_text("utf-8"))
    assert rows("input") == set(ACTION["inputs"])
    assert rows("output") == set(ACTION["outputs"])
    variables = {name for name in job[".mtcheck"]["variables"] if name.startswith("MTCHECK_")}
    assert rows("variable") == variables


def test_the_release_and_the_editor_settings() -> None:
    assert set(re.findall(r"@v(\d+\.\d+\.\d+)|v(\d+\.\d+\.\d+)$", PAGE, re.MULTILINE)) == {
        (mtcheck.__version__, ""),
        ("", mtcheck.__version__),
    }
    (settings,) = re.findall(r"^```json\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert json.loads(settings)["glspc.server.commandArguments"] == ["lsp"]
