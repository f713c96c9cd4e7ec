"""The example in an editor: what stops the gate shows while it is written, at the same place."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from examples.test_example_gate import FILES, RIGHT, WRONG, garble
from lsp.editor import Editor, edited
from shell import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WRITTEN = [name for name in FILES if not name.endswith(".docx")]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "examples", tmp_path / "library")
    return tmp_path / "library"


@pytest.fixture
def editor(library: Path) -> Iterator[Editor]:
    opened = Editor(library, "--source", "en")
    yield opened
    opened.kill()


def test_every_file_shows_the_garbled_name_and_takes_the_fix(library: Path, editor: Editor) -> None:
    for name in WRITTEN:
        path = library / name
        right = path.read_text("utf-8")
        line = garble(path)
        (one,) = editor.open(path)
        assert (one["code"], one["range"]["start"]["line"] + 1) == ("N101", line), name
        wrong = path.read_text("utf-8")
        actions = editor.actions(path, one["range"])
        (fix,) = (a for a in actions if "replace with" in a["title"])
        fixed = edited(wrong, fix["edit"]["changes"][path.as_uri()][0])
        assert fixed == right, name
        editor.change(path, 2, fixed)
        assert editor.diagnostics(path, 2) == []


def test_the_reference_beside_counts_with_the_source_of_the_folder(
    library: Path, editor: Editor
) -> None:
    path = library / "de" / "news.md"
    text = path.read_text("utf-8").replace(RIGHT, WRONG)
    (one,) = editor.open(path, text)
    assert 'the reference has "Richardson" here' in one["message"]
    beside = {r["location"]["uri"] for r in one["relatedInformation"]}
    assert (library / "de" / "news.ref.md").as_uri() in beside


def test_originals_and_references_are_not_checked(library: Path, editor: Editor) -> None:
    for name in ("en/news.md", "en/values/strings.xml", "de/news.ref.md"):
        assert editor.open(library / name) == []
