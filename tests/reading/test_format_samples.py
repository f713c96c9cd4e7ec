"""Files as the formats' own tools write them: read, edited and written, unit by unit.

After an edit of every unit, the tool reads the edited texts, and between the edits every byte is
as it was.
"""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import javaproperties
import polib
import pytest
import ruamel.yaml
import webvtt
from judges import documents, items, text

from mtcheck.reading import formats
from mtcheck.rewriting import Edit, applied, in_file
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcheck.article import Text

SAMPLES = Path(__file__).parent / "samples"
NAMES = (
    "gettext.de.po",
    "locales/de/translation.json",
    "app_de.arb",
    "messages_de.properties",
    "rails.de.yml",
    "talk.de.srt",
    "talk.de.vtt",
    "de.lproj/Localizable.strings",
    "table.de.csv",
)
by_sample = pytest.mark.parametrize("name", NAMES)


def edited(mt: Text) -> tuple[list[Edit], dict[str, str]]:
    """An edit of the first long word of every unit, and what each then says."""
    edits, said = [], {}
    for unit in mt.units:
        words = mt.at(unit.span).split()
        word = next((w for w in words if w.isalpha() and len(w) > 2), None)
        if word is None:
            continue
        start = mt.content.index(word, unit.span.start)
        edit = in_file(mt, Edit(Span(start, start + len(word)), "Añders"))
        assert edit is not None, unit
        edits.append(edit)
        rest = mt.content[start + len(word) : unit.span.end]
        said[unit.path] = f"{mt.content[unit.span.start : start]}Añders{rest}"
    return edits, said


@by_sample
def test_every_unit_is_written_back(name: str) -> None:
    raw = (SAMPLES / name).read_bytes()
    suffix = Path(name).suffix
    content = formats.decode(raw, name)
    assert formats.encode(content, raw, name) == raw
    mt = text(content, suffix)
    edits, said = edited(mt)
    assert len(edits) >= len(mt.units) / 2
    after = applied(content, edits)
    again = {e.path: e.target.text for d in documents(after, suffix) for e in d.entries}
    before = {e.path: e.target.text for d in documents(content, suffix) for e in d.entries}
    assert again == before | said
    written = formats.encode(after, raw, name)
    assert formats.decode(written, name) == after
    assert _between(after, edits) == _outside(content, edits)


def _outside(content: str, edits: Sequence[Edit]) -> list[str]:
    ends = [0, *(e.span.end for e in edits)]
    return [content[a:b] for a, b in zip(ends, [*(e.span.start for e in edits), None], strict=True)]


def _between(after: str, edits: Sequence[Edit]) -> list[str]:
    found, at, moved = [], 0, 0
    for edit in edits:
        start = edit.span.start + moved
        found.append(after[at:start])
        at = start + len(edit.new)
        moved += len(edit.new) - len(edit.span)
    return [*found, after[at:]]


def fixed(name: str) -> tuple[str, list[str]]:
    """A sample with every unit edited, and what its units then say, in order."""
    content = formats.decode((SAMPLES / name).read_bytes(), name)
    edits, _ = edited(text(content, Path(name).suffix))
    after = applied(content, edits)
    return after, [said for _, said in items(after, Path(name).suffix)]


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="gettext is not installed")
def test_msgfmt_takes_the_edited_file(tmp_path: Path) -> None:
    after, texts = fixed("gettext.de.po")
    (tmp_path / "a.po").write_text(after, encoding="utf-8")
    command = [str(shutil.which("msgfmt")), "-c", "-o", "a.mo", "a.po"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)  # noqa: S603 - gettext's own
    machine = polib.mofile(str(tmp_path / "a.mo"))
    shown = {e.msgstr for e in machine} | {t for e in machine for t in e.msgstr_plural.values()}
    assert shown - {""} <= set(texts)
    assert sum("Añders" in said for said in shown) >= 4


def test_json_takes_the_edited_file() -> None:
    after, texts = fixed("locales/de/translation.json")
    value = json.loads(after)
    assert [value["menu"]["file"]["open"], value["files_one"]] == texts[:2]
    assert json.loads(fixed("app_de.arb")[0])["hello"].startswith("Añders {name}")


def test_java_takes_the_edited_file() -> None:
    after, texts = fixed("messages_de.properties")
    assert "A\\u00F1ders" in after
    assert sorted(javaproperties.loads(after).values()) == sorted(texts)


def test_yaml_takes_the_edited_file() -> None:
    after, texts = fixed("rails.de.yml")
    value = ruamel.yaml.YAML(typ="safe", pure=True).load(after)["de"]
    assert [value["hello"], *value["user"].values(), value["long"]] == texts


def test_webvtt_takes_the_edited_file() -> None:
    after, _ = fixed("talk.de.vtt")
    found = webvtt.from_buffer(io.StringIO(after))
    assert [cue.raw_text for cue in found] == [
        "<v Anna>Präsident Añders &amp; Co.\nbesuchten gestern",
        "Añders Stadt <i>Berlin</i>.",
    ]


@pytest.mark.skipif(shutil.which("msgcat") is None, reason="gettext is not installed")
def test_gettext_takes_the_edited_strings(tmp_path: Path) -> None:
    after, texts = fixed("de.lproj/Localizable.strings")
    head = '"" = "Content-Type: text/plain; charset=UTF-8\\n";\n'
    (tmp_path / "a.strings").write_text(head + after, encoding="utf-8-sig")
    command = [str(shutil.which("msgcat")), "--stringtable-input", "a.strings", "-o", "a.po"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)  # noqa: S603 - gettext's own
    assert [e.msgstr for e in polib.pofile(str(tmp_path / "a.po"))] == texts
