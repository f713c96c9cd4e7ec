"""The door to onnxruntime lets nothing out: no identifier on disk, no events to its maker."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import mtcheck

PACKAGE = Path(mtcheck.__file__).parent


def test_a_run_with_the_model_writes_nothing_of_its_own(tmp_path: Path) -> None:
    """The library's telemetry begins with files in the user's cache folder."""
    script = (
        "import mtcheck; mtcheck.check('Der Hund schläft.', 'Der Hund bellt.', target_lang='de')"
    )
    home = tmp_path / "home"
    home.mkdir()
    kept = {k: v for k, v in os.environ.items() if not re.match(r"ORT_|XDG_|DO_NOT_TRACK", k)}
    done = subprocess.run(  # noqa: S603 - this interpreter, our own script
        [sys.executable, "-c", script],
        env=kept | {"HOME": str(home), "PYTHONPATH": str(PACKAGE.parent)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == ("", "")
    assert list(home.rglob("*")) == []


def test_whoever_imports_the_library_turns_it_off_first() -> None:
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if any(name.partition(".")[0] == "onnxruntime" for name in names):
                assert text.splitlines()[node.lineno - 2].strip() == "report_nothing()", path
