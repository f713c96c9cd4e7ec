"""The language server as an editor meets it: over stdio, as a process of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from editor import Editor, edited

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MT = "A cat 🐈 slept.\n\n🐈 President Emanuel Marcon spoke in Lyon about the new bridge.\n"
_REF = "A cat slept.\n\nPresident Emmanuel Macron spoke in Lyon about the new bridge.\n"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "mtcheck.toml").write_text('model = "none"\nselect = ["N101"]\n', "utf-8")
    for suffix in ("md", "txt"):
        (tmp_path / f"news.en.mt.{suffix}").write_text(_MT, "utf-8")
        (tmp_path / f"news.en.ref.{suffix}").write_text(_REF, "utf-8")
    return tmp_path


@pytest.fixture
def editor(files: Path) -> Iterator[Editor]:
    opened = Editor(files)
    yield opened
    opened.kill()


def _fixes(actions: list[dict[str, Any]], word: str) -> list[dict[str, Any]]:
    return [a for a in actions if word in a["title"]]


def test_a_session(files: Path, editor: Editor) -> None:
    path = files / "news.en.mt.md"
    found = editor.open(path)
    assert [d["code"] for d in found] == ["N101"]
    one = found[0]
    # The cat is one character and two UTF-16 units.
    start = _MT.split("\n")[2].index("Emanuel") + 1
    assert one["range"]["start"] == {"line": 2, "character": start}
    assert one["severity"] == 1
    assert one["source"] == "mtcheck"
    related = one["relatedInformation"][0]
    assert related["location"]["uri"] == (files / "news.en.ref.md").as_uri()

    document = {"uri": path.as_uri()}
    hover = editor.ask("textDocument/hover", textDocument=document, position=one["range"]["start"])
    assert "**N101 garbled-name**" in hover["contents"]["value"]
    assert "Examples:" in hover["contents"]["value"]
    nowhere = {"line": 0, "character": 0}
    assert editor.ask("textDocument/hover", textDocument=document, position=nowhere) is None

    actions = editor.actions(path, one["range"])
    (fix,) = _fixes(actions, "replace with")
    fixed = edited(_MT, fix["edit"]["changes"][path.as_uri()][0])
    assert fixed == _MT.replace("Emanuel Marcon", "Emmanuel Macron")
    editor.change(path, 2, fixed)
    assert editor.diagnostics(path, 2) == []

    (ignore,) = _fixes(actions, "ignore")
    ignored = edited(_MT, ignore["edit"]["changes"][path.as_uri()][0])
    assert "bridge. <!-- mtcheck: ignore[N101] -->\n" in ignored
    editor.change(path, 3, ignored)
    assert editor.diagnostics(path, 3) == []

    editor.tell("textDocument/didClose", textDocument=document)
    assert editor.diagnostics(path, None) == []
    assert editor.close() == 0


def test_columns_are_what_the_client_asks_for(files: Path) -> None:
    editor = Editor(files, encodings=("utf-8",))
    try:
        assert editor.abilities["positionEncoding"] == "utf-8"
        (one,) = editor.open(files / "news.en.mt.txt")
        before = _MT.split("\n")[2].partition("Emanuel")[0]
        assert one["range"]["start"] == {"line": 2, "character": len(before.encode())}
    finally:
        editor.kill()


def test_a_format_without_comments_takes_the_ignore_file(files: Path, editor: Editor) -> None:
    path = files / "news.en.mt.txt"
    (one,) = editor.open(path)
    assert _fixes(editor.actions(path, one["range"]), "ignore") == []
    listed = files / "right.tsv"
    listed.write_text("# ours", "utf-8")
    config = files / "mtcheck.toml"
    config.write_text(config.read_text("utf-8") + 'ignore-files = ["right.tsv"]\n', "utf-8")
    editor.tell("textDocument/didSave", textDocument={"uri": path.as_uri()})
    (one,) = editor.diagnostics(path, 1)
    (ignore,) = _fixes(editor.actions(path, one["range"]), "ignore")
    edit = ignore["edit"]["changes"][listed.as_uri()][0]
    listed.write_text(edited("# ours", edit), "utf-8")
    assert listed.read_text("utf-8").startswith("# ours\nEmanuel Marcon\tEmmanuel Macron\tN101\n")
    editor.tell("textDocument/didSave", textDocument={"uri": path.as_uri()})
    assert editor.diagnostics(path, 1) == []


def test_a_unit_is_ignored_by_a_comment_before_it(files: Path, editor: Editor) -> None:
    text = (
        '<xliff version="1.2"><file source-language="en" target-language="de" original="a"'
        ' datatype="plaintext"><body>\n  <trans-unit id="u1">\n'
        "    <source>The bridge has 15 arches and is old.</source>\n"
        "    <target>Die Brücke hat 51 Bögen und ist alt.</target>\n"
        "  </trans-unit>\n</body></file></xliff>\n"
    )
    (files / "mtcheck.toml").write_text('model = "none"\nselect = ["Q201"]\n', "utf-8")
    path = files / "app.de.xlf"
    path.write_text(text, "utf-8")
    (one,) = editor.open(path)
    assert one["range"]["start"]["line"] == 3
    assert "Unit: u1" in one["message"]
    (ignore,) = _fixes(editor.actions(path, one["range"]), "ignore")
    after = edited(text, ignore["edit"]["changes"][path.as_uri()][0])
    assert "    <!-- mtcheck: ignore[Q201] -->\n    <target>" in after
    editor.change(path, 2, after)
    assert editor.diagnostics(path, 2) == []


def test_what_is_wrong_is_told_and_the_server_lives(files: Path, editor: Editor) -> None:
    path = files / "news.en.mt.md"
    config = files / "mtcheck.toml"
    right = config.read_text("utf-8")
    config.write_text('selekt = ["N101"]\n', "utf-8")
    (one,) = editor.open(path)
    assert "selekt" in one["message"]
    assert one["severity"] == 2
    config.write_text(right, "utf-8")
    editor.tell("textDocument/didSave", textDocument={"uri": path.as_uri()})
    assert [d["code"] for d in editor.diagnostics(path, 1)] == ["N101"]


def test_references_are_not_checked(files: Path, editor: Editor) -> None:
    assert editor.open(files / "news.en.ref.md", _MT) == []


def test_partners_in_a_folder_that_is_named(files: Path) -> None:
    (files / "references").mkdir()
    for suffix in ("md", "txt"):
        (files / f"news.en.ref.{suffix}").rename(files / "references" / f"news.en.ref.{suffix}")
    editor = Editor(files, "--reference", "references")
    try:
        (one,) = editor.open(files / "news.en.mt.md")
        assert one["relatedInformation"]
    finally:
        editor.kill()
