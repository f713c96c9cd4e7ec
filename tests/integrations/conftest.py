"""What the tests of the CI definitions share: one installation, made by the action's own step."""

from __future__ import annotations

import shlex
import sys
import sysconfig
from typing import TYPE_CHECKING

import pytest
from integrations.runner import OFFLINE, Runner, hostile
from shell import ROOT, environment

if TYPE_CHECKING:
    from pathlib import Path

    from integrations.runner import Done


@pytest.fixture(scope="package")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python whose virtual environments find the libraries of the tests' own, not mtcheck.

    So a package can be installed into them with nothing fetched.
    """
    wrapper = tmp_path_factory.mktemp("python") / "python3"
    libraries = shlex.quote(sysconfig.get_path("purelib"))
    wrapper.write_text(
        f'#!/bin/sh\n{shlex.quote(sys.executable)} "$@" || exit\n'
        'case " $* " in *" -m venv "*) ;; *) exit 0 ;; esac\n'
        "for venv; do :; done\n"
        'for place in "$venv"/lib/python*/site-packages; do\n'
        f'    echo {libraries} > "$place/_.pth"\n'
        "done\n"
    )
    wrapper.chmod(0o755)
    return wrapper


@pytest.fixture(scope="package")
def installed(tmp_path_factory: pytest.TempPathFactory, python: Path) -> Done:
    """The step of the action that installs, run once."""
    temp = tmp_path_factory.mktemp("runner")
    workspace = hostile(temp / "workspace")
    env = environment(temp / "home", PYTHONPATH=str(workspace), **OFFLINE)
    return Runner(ROOT, workspace, temp, env).run("install", python=str(python))
