"""GitHub's runner, as far as a composite action of shell steps needs it.

Sources: "Metadata syntax for GitHub Actions", "Workflow commands for GitHub Actions", and, for what
is a command in a log, ActionCommand.cs and ActionCommandManager.cs of actions/runner.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from shell import run

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["OFFLINE", "Done", "Runner", "commands", "hostile"]

OFFLINE = {"PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0"}
"""How pip installs this checkout without fetching; of the last, it reads the "no" as a value."""

_EXPRESSION = re.compile(r"\$\{\{ (inputs|steps)\.([\w.-]+) \}\}")
_BASH = ("bash", "--noprofile", "--norc", "-eo", "pipefail")
_KNOWN = (
    "add-mask add-matcher add-path debug echo endgroup error group notice remove-matcher "
    "save-state set-env set-output stop-commands warning"
).split()


@dataclass(frozen=True)
class Done:
    """A step that has run: its exit code and what it left."""

    code: int
    log: str
    outputs: dict[str, str]
    summary: str


@dataclass
class Runner:
    """Runs the steps of the action in ``folder``, with ``workspace`` as the checked-out tree."""

    folder: Path
    workspace: Path
    temp: Path
    env: dict[str, str]
    steps: dict[str, Done] = field(default_factory=dict)

    @property
    def action(self) -> dict[str, Any]:
        """What ``action.yml`` says."""
        text = (self.folder / "action.yml").read_text("utf-8")
        return dict(YAML(typ="safe").load(text))

    def run(self, step: str, **given: str) -> Done:
        """Run one step with inputs whose hyphens are written as underscores."""
        inputs = {name: str(i.get("default", "")) for name, i in self.action["inputs"].items()}
        inputs |= {name.replace("_", "-"): value for name, value in given.items()}
        (todo,) = (s for s in self.action["runs"]["steps"] if s["id"] == step)
        assert todo["shell"] == "bash"
        own = {name: self._worth(value, inputs) for name, value in todo["env"].items()}
        number = len(list(self.temp.glob("step-*")))
        files = self.temp / f"step-{number}"
        files.mkdir(parents=True)
        for name in ("output", "summary"):
            (files / name).touch()
        script = files / "script.sh"
        script.write_text(todo["run"], "utf-8")
        env = {
            **self.env,
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(self.folder),
            "GITHUB_WORKSPACE": str(self.workspace),
            "GITHUB_OUTPUT": str(files / "output"),
            "GITHUB_STEP_SUMMARY": str(files / "summary"),
            "RUNNER_TEMP": str(self.temp),
            **own,
        }
        ended = run(*_BASH, str(script), cwd=self.workspace, env=env)
        said = (files / "output").read_text("utf-8").splitlines()
        outputs = dict(line.split("=", 1) for line in said)
        summary = (files / "summary").read_text("utf-8")
        done = Done(ended.returncode, ended.stdout + ended.stderr, outputs, summary)
        self.steps[step] = done
        return done

    def _worth(self, value: str, inputs: dict[str, str]) -> str:
        def worth(match: re.Match[str]) -> str:
            if match[1] == "inputs":
                return inputs[match[2]]
            step, outputs, name = match[2].split(".")
            assert outputs == "outputs"
            return self.steps[step].outputs[name]

        return _EXPRESSION.sub(worth, value)


def commands(log: str) -> list[str]:
    """The names of the commands that the runner would carry out, reading a log line by line."""
    found: list[str] = []
    token: str | None = None
    for line in log.split("\n"):
        if token is not None:
            if line.strip() == f"::{token}::":
                token = None
            continue
        new = re.match(r"\s*::([\w-]+)(?: [^:]*?|.*?)?::(.*)", line)
        old = re.search(r"##\[([\w-]+)[^]]*\]", line)
        name = next((m[1] for m in (new, old) if m and m[1] in _KNOWN), None)
        if name == "stop-commands":
            assert new is not None
            token = new[2]
        elif name is not None:
            found.append(name)
    assert token is None, "the runner would take no commands any more"
    return found


def hostile(workspace: Path) -> Path:
    """A checked-out tree whose modules must never be imported."""
    workspace.mkdir()
    for name in ("json", "pip", "secrets", "venv", "sacrebleu", "mtcheck", "sitecustomize"):
        (workspace / f"{name}.py").write_text("raise SystemExit('imported from the repository')\n")
    return workspace
