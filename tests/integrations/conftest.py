"""What the tests of the CI definitions share: one installation, made by the action's own step."""

from __future__ import annotations

import shlex
import sys
import sysconfig
from typing import TYPE_CHECKING

import pytest
from integrations.runner import Runner
from shell import ROOT, environment

if TYPE_CHECKING:
    from pathlib import Path

    from integrations.runner import Done

OFFLINE = {"PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0"}


@pytest.fixture(scope="package")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Done:
    """The step that installs, run once: a new environment with what lies beside ``action.yml``.

    The libraries that mtcheck needs come from the tests' environment: nothing is fetched.
    """
    temp = tmp_path_factory.mktemp("runner")
    python = temp / "python"
    libraries = shlex.quote(sysconfig.get_path("purelib"))
    python.write_text(
        f'#!/bin/sh\n{shlex.quote(sys.executable)} "$@" || exit\n[ "$3" = venv ] || exit 0\n'
        f'for place in "$4"/lib/python*/site-packages; do echo {libraries} > "$place/_.pth"; done\n'
    )
    python.chmod(0o755)
    workspace = hostile(temp / "workspace")
    env = environment(temp / "home", PYTHONPATH=str(workspace), **OFFLINE)
    runner = Runner(ROOT, workspace, temp, env)
    return runner.run("install", python=str(python))


def hostile(workspace: Path) -> Path:
    """A checked-out tree whose modules must never be imported."""
    workspace.mkdir()
    for name in ("json", "pip", "secrets", "venv", "sacrebleu", "mtcheck", "sitecustomize"):
        (workspace / f"{name}.py").write_text("raise SystemExit('imported from the repository')\n")
    return workspace
