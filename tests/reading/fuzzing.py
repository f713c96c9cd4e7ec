"""What must hold of every reader of units, whatever it is given.

``EXAMPLES`` is how many examples of each format hypothesis makes, here and in CI.
"""

from __future__ import annotations

import dataclasses
import html
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from mtcheck import languages
from mtcheck.errors import InputError, LanguageError, SettingsError
from mtcheck.reading import files, formats
from mtcheck.reading.pairing import Job
from mtcheck.rewriting import Edit, applied, in_file
from mtcheck.span import Span

if TYPE_CHECKING:
    from pathlib import Path

    from mtcheck.article import Article, Text

EXAMPLES = 2_000
fuzz = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)

EN = languages.load("en")
SAID = files.Languages(target="en", source="de")
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("<>&\"'{}%@?\\\n\t 😀é"),
    max_size=12,
)


def articles(path: str, content: str) -> tuple[Article, ...]:
    """The articles of a file that says ``content``."""
    return files.read(Job(path), SAID, aligned=False, content=content)


def attempt(path: str, raw: bytes) -> tuple[Article, ...]:
    """The articles of a file, or none where it is refused; anything else than that is a crash."""
    try:
        content = formats.decode(raw, path)
        found = articles(path, content)
    except (InputError, LanguageError, SettingsError) as error:
        told = str(error)
    else:
        told = ""
    assert "\n" not in told
    if told:
        return ()
    assert formats.encode(content, raw, path) == raw
    for article in found:
        for text in (article.mt, article.reference, article.source):
            if text is not None:
                holds(text)
    return found


def holds(text: Text) -> None:
    """The anchors of a text say what its file has, and its units are its text."""
    assert text.content == "\n".join(text.at(unit.span) for unit in text.units)
    assert len(text.units) == len(text.blocks)
    if text.file is None:
        return
    ends = [a.start for a in text.anchors[1:]] + [len(text.content) + 1]
    for anchor, end in zip(text.anchors, ends, strict=True):
        if anchor.origin is None:
            continue
        unit = text.unit_at(anchor.start)
        assert unit is not None or not text.content
        stop = min(end, unit.span.end) if unit else 0
        shown = text.content[anchor.start : stop]
        if anchor.width is None:
            assert text.file[anchor.origin : anchor.origin + len(shown)] == shown
        elif not anchor.markup and anchor.notation == "xml":
            raw = text.file[anchor.origin : anchor.origin + anchor.width]
            assert html.unescape(raw) == shown
        if "\r" not in text.file and not text.paged:
            assert anchor.line == text.file.count("\n", 0, anchor.origin) + 1


def rewritten(data: st.DataObject, path: str, article: Article, number: int = 0) -> None:
    """An edit of the text, and the file read again, give the edited text and nothing else."""
    mt = article.mt
    if not mt.units:
        return
    at = data.draw(st.integers(0, len(mt.units) - 1))
    unit = mt.units[at].span
    start = data.draw(st.integers(unit.start, unit.end))
    span = Span(start, data.draw(st.integers(start, unit.end)))
    new = data.draw(WORDS)
    found = in_file(mt, Edit(span, new))
    if found is None:
        return
    assert mt.file is not None
    after = applied(mt.file, [found])
    expected = mt.content[unit.start : span.start] + new + mt.content[span.end : unit.end]
    if not expected.strip():
        return
    again = articles(path, after)[number].mt
    texts = [mt.at(u.span) for u in mt.units]
    texts[at] = expected
    # A new line end is written as the file ends its lines.
    ours = [_unix(again.at(u.span)) for u in again.units]
    assert ours == list(map(_unix, texts))


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def mutated(data: st.DataObject, raw: bytes) -> bytes:
    """A file with some of its bytes changed, taken out, doubled or cut off."""
    out = bytearray(raw)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, max(len(out) - 1, 0)))
        kind = data.draw(st.sampled_from(["byte", "cut", "gone", "double", "put"]))
        length = data.draw(st.integers(1, 40))
        if kind == "byte" and out:
            out[at] = data.draw(st.integers(0, 255))
        elif kind == "cut" and data.draw(st.booleans()):
            del out[at:]
        elif kind == "gone":
            del out[at : at + length]
        elif kind == "double":
            out[at:at] = out[at : at + length]
        else:
            out[at:at] = data.draw(
                st.sampled_from([b"<", b">", b"&", b'"', b"]]>", b"<!--", b"<![CDATA[", b"&#0;"])
            )
    return bytes(out)


def unlocked(text: Text) -> Text:
    """The text with no unit locked, so that edits of all can be tried."""
    units = tuple(dataclasses.replace(unit, locked=False) for unit in text.units)
    return dataclasses.replace(text, units=units)


def samples(folder: Path, *endings: str) -> list[Path]:
    """The samples with these endings."""
    return sorted(path for path in folder.iterdir() if path.name.endswith(endings))
