"""A shell as a user has one, in which ``mtcheck`` is the program of this checkout."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

__all__ = ["ROOT", "environment", "run"]

ROOT = Path(__file__).resolve().parent.parent

_KEPT = ("HOME", "LANG", "MTCHECK_CACHE_DIR", "OMP_NUM_THREADS", "PATH", "TMPDIR", "VIRTUAL_ENV")


def environment(folder: Path, **more: str) -> dict[str, str]:
    """What a program is started with: ``folder`` gets a ``bin`` with ``mtcheck`` in it.

    Nothing of the machine's git configuration or of a repository around is in it.
    """
    programs = folder / "bin"
    programs.mkdir(parents=True, exist_ok=True)
    ours = programs / "mtcheck"
    if not ours.exists():
        ours.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m mtcheck "$@"\n')
        ours.chmod(0o755)
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    who = {"NAME": "A. Editor", "EMAIL": "editor@example.org"}
    return {
        **kept,
        "PATH": f"{programs}{os.pathsep}{kept.get('PATH', os.defpath)}",
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "100",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_{role}_{key}": who[key] for role in ("AUTHOR", "COMMITTER") for key in who},
        **more,
    }


def run(
    *arguments: str, cwd: Path, env: dict[str, str], stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end; what it prints comes back as text."""
    return subprocess.run(  # noqa: S603 - the tests' own commands
        arguments,
        cwd=cwd,
        env=env,
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
