"""Corrected files: what was edited, put into the files that were taken in, each in its format.

Only the letters that an edit changes are changed (:mod:`mtcheck.rewriting`). A file is then read
again, and written only if it says what the editors wanted it to. What its format cannot hold, and
what would change its markup, is told, sentence by sentence, and stays in the desk.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from rapidfuzz.distance import Levenshtein
from sqlalchemy import select

from mtcheck import languages, rewriting
from mtcheck.article import Segment, Text
from mtcheck.errors import MtcheckError
from mtcheck.reading import files, formats
from mtcheck.reading.files import Languages
from mtcheck.reading.pairing import Job
from mtcheck.reviewing import tables
from mtcheck.reviewing.reports import Layout, unpacked
from mtcheck.rewriting import Edit
from mtcheck.span import Span
from mtcheck.tokenising import tokenise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection, Row

__all__ = ["corrected"]


@dataclass(frozen=True, slots=True)
class _Article:
    """An article with the sentences that were changed, in its order."""

    row: Row[Any]
    text: Text
    changed: tuple[Row[Any], ...]
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Fitting:
    """A sentence that its file can hold: how the file changes, and how the text does."""

    article: _Article
    segment: Row[Any]
    in_file: tuple[Edit, ...]
    in_text: Edit


def corrected(connection: Connection, notes: list[str]) -> Iterator[tuple[str, bytes]]:
    """The path of each file that changes, and what it is to be; ``notes`` are added to.

    An article without a file becomes a text file of its name.
    """
    table, articles = tables.files, tables.articles
    edited = select(articles).where(articles.c.edited > 0).order_by(articles.c.position)
    for row in connection.execute(edited.where(articles.c.file.is_(None))).all():
        article = _article(connection, row, None)
        words = rewriting.applied(article.text.content, [_wanted(one) for one in article.changed])
        name = row.document if PurePath(row.document).suffix else f"{row.document}.txt"
        notes.append(f"{row.document}: no file of it is kept: its text alone is written")
        yield name, words.encode()
    numbers = select(articles.c.file).where(articles.c.edited > 0, articles.c.file.is_not(None))
    kept = select(table).where(table.c.id.in_(numbers)).order_by(table.c.path, table.c.id)
    for file in connection.execute(kept).all():
        rows = connection.execute(edited.where(articles.c.file == file.id)).all()
        raw = _file(connection, file, rows, notes)
        if raw is not None and raw != file.raw:
            yield file.path, raw


def _file(
    connection: Connection, file: Row[Any], rows: Sequence[Row[Any]], notes: list[str]
) -> bytes | None:
    decoded = formats.decode(file.raw, file.path)
    articles = [_article(connection, row, decoded) for row in rows]
    fitting: list[_Fitting] = []
    for article in articles:
        for segment in article.changed:
            made = _fit(article, segment)
            if made is None:
                notes.append(_told(article, segment, "the file cannot hold it"))
            else:
                fitting.append(_Fitting(article, segment, made, _wanted(segment)))
    proof = _Proof(file, decoded, articles)
    try:
        if proof.says(fitting):
            return formats.encode(_applied(decoded, fitting), file.raw, file.path)
        # Some sentence breaks the file: those go in that it still says what it should with.
        good: list[_Fitting] = []
        for one in fitting:
            if proof.says([*good, one]):
                good.append(one)
            else:
                notes.append(_told(one.article, one.segment, "the file would read differently"))
        return formats.encode(_applied(decoded, good), file.raw, file.path)
    except MtcheckError as error:
        notes.append(f"{error}: not written")
        return None


def _article(connection: Connection, row: Row[Any], decoded: str | None) -> _Article:
    seg, texts = tables.segments, tables.texts
    stored = connection.execute(select(texts).where(texts.c.article == row.id)).one()
    layout = Layout(whole=True) if stored.layout is None else unpacked(stored.layout)
    segments = connection.execute(
        select(seg).where(seg.c.article == row.id, seg.c.gone == 0).order_by(seg.c.number)
    ).all()
    language = languages.load(row.target_lang)
    text = Text(
        stored.mt,
        language,
        row.path,
        segments=tuple(
            Segment(s.number, span, tokenise(stored.mt, span, language))
            for s in segments
            for span in (Span(s.start, s.end),)
        ),
        file=None if layout.whole else decoded,
        anchors=layout.anchors,
        units=layout.units,
    )
    changed = tuple(s for s in segments if s.text != s.mt)
    return _Article(row, text, changed, layout.columns)


def _wanted(segment: Row[Any]) -> Edit:
    return Edit(Span(segment.start, segment.end), segment.text)


def _fit(article: _Article, segment: Row[Any]) -> tuple[Edit, ...] | None:
    """A changed sentence as edits of its file: the whole of it, or else word by word."""
    whole = rewriting.in_file(article.text, _wanted(segment))
    if whole is not None:
        return (whole,)
    made: list[Edit] = []
    for edit in _pieces(segment):
        one = rewriting.in_file(article.text, edit)
        if one is None:
            return None
        made.append(one)
    return tuple(made) if len(made) > 1 else None


def _pieces(segment: Row[Any]) -> Iterator[Edit]:
    """What changed in a sentence, stretch by stretch."""
    for start, end, new in _differences(segment.mt, segment.text):
        yield Edit(Span(start, end).shifted(segment.start), new)


def _differences(old: str, new: str) -> Iterator[tuple[int, int, str]]:
    """The stretches of ``old`` that changed, and what stands there in ``new``."""
    for op in Levenshtein.opcodes(old, new):
        if op.tag != "equal":
            yield op.src_start, op.src_end, new[op.dest_start : op.dest_end]


def _applied(decoded: str, fitting: Sequence[_Fitting]) -> str:
    return rewriting.applied(decoded, [edit for one in fitting for edit in one.in_file])


def _told(article: _Article, segment: Row[Any], why: str) -> str:
    return f"{article.row.document}: sentence {segment.number + 1} is not written: {why}"


@dataclass(frozen=True, slots=True)
class _Proof:
    """Whether a file, read again, says what the editors wanted."""

    file: Row[Any]
    decoded: str
    articles: Sequence[_Article]

    def says(self, fitting: Sequence[_Fitting]) -> bool:
        """Whether it does with these sentences changed, and with no other."""
        first = self.articles[0]
        said = Languages(
            target=first.row.target_lang, source=first.row.source_lang, columns=first.columns
        )
        try:
            read = files.read(
                Job(self.file.path),
                said,
                aligned=bool(first.row.aligned),
                content=_applied(self.decoded, fitting),
            )
        except MtcheckError:
            return False
        found = {_lined(article.mt.content) for article in read}
        return all(_lined(self._wanted(one, fitting)) in found for one in self.articles)

    def _wanted(self, article: _Article, fitting: Sequence[_Fitting]) -> str:
        edits = [one.in_text for one in fitting if one.article is article]
        return rewriting.applied(article.text.content, edits)


def _lined(text: str) -> str:
    """With one kind of line end: a file keeps its own."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
