"""The annotations of the Python interface reach those who use it (`py.typed`)."""

from __future__ import annotations

from pathlib import Path

import pytest

import mtcheck

CONSUMER = Path(__file__).parent / "consumer.py"


def test_a_program_that_uses_the_interface_is_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mypy = pytest.importorskip("mypy.api", reason="mypy comes with mtcheck[lint]")
    package = Path(mtcheck.__file__).parent
    assert (package / "py.typed").is_file()
    monkeypatch.chdir(tmp_path)  # away from this project's own settings of mypy
    monkeypatch.setenv("MYPYPATH", str(package.parent))
    # What is wrong in mtcheck itself is for its own run of mypy; here it is a library.
    options = ["--strict", "--follow-imports=silent", "--ignore-missing-imports"]
    told, errors, code = mypy.run([*options, "--cache-dir", str(tmp_path), str(CONSUMER)])
    assert (told, errors, code) == ("Success: no issues found in 1 source file\n", "", 0)
