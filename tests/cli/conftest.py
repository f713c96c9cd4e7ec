"""The command line as tests run it: in this process, or as a program of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import pytest

from mtcheck.cli import main

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str


class Run(Protocol):
    def __call__(self, *arguments: str) -> Result: ...


class Program(Protocol):
    def __call__(self, *arguments: str, stdin: bytes = b"", **env: str) -> Result: ...


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the current one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return tmp_path


@pytest.fixture
def run(here: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line in this process."""
    del here

    def call(*arguments: str) -> Result:
        with pytest.raises(SystemExit) as left:
            main(arguments)
        caught = capsys.readouterr()
        assert isinstance(left.value.code, int)
        return Result(left.value.code, caught.out, caught.err)

    return call


@pytest.fixture
def program(here: Path) -> Program:
    """Run the command line as a program; what it prints must be UTF-8 and no traceback."""

    def call(*arguments: str, stdin: bytes = b"", **env: str) -> Result:
        done = subprocess.run(  # noqa: S603 - this project's own command
            [sys.executable, "-m", "mtcheck", *arguments],
            cwd=here,
            input=stdin,
            capture_output=True,
            env={**os.environ, **env},
            timeout=60,
            check=False,
        )
        err = done.stderr.decode("utf-8")
        assert "Traceback" not in err
        return Result(done.returncode, done.stdout.decode("utf-8"), err)

    return call
