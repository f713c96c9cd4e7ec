"""Files of units: what a reader finds, and the texts and articles that are made of it.

A reader of such a format gives a :class:`Document`: its units in the order of the file, each with
the stretches that its text is written in. Here they become texts: those of the units one below
the other, block *n* of every text from unit *n*, with anchors back into the file.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from mtcheck.article import Anchor, Block, BlockKind, Text, Unit
from mtcheck.reading import directives
from mtcheck.reading.decoding import check_length, check_text
from mtcheck.reading.directives import Comment
from mtcheck.reading.lines import lines
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mtcheck.article import Ignore
    from mtcheck.languages import Language

__all__ = ["Document", "Entry", "File", "Note", "Side", "Stretch", "remarks", "text_of"]

_TOLD = 5  # units named in a remark before it counts the rest


class Stretch(NamedTuple):
    """A part of a unit's ``text``, and where the file has it, in code points.

    Without ``width`` the file has it letter for letter from ``origin`` on. With one the file's
    ``width`` code points stand for it as one: an entity, an escape, a tag. ``markup`` and
    ``notation`` are an anchor's. A stretch that is ``kept`` is not to be translated.
    """

    text: str
    origin: int
    width: int | None = None
    markup: bool = False
    notation: str = ""
    kept: bool = False


class Side(NamedTuple):
    """One text of a unit; ``origin`` is where the file has it, or would have it."""

    stretches: tuple[Stretch, ...]
    origin: int

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(stretch.text for stretch in self.stretches)


class File(NamedTuple):
    """A file by its path, and what it says as decoded. ``paged`` is a Text's."""

    path: str
    content: str
    paged: bool = False


class Note(NamedTuple):
    """A comment of the file, without what marks it as one, and where it stands."""

    words: str
    origin: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A unit as read.

    ``key`` is what the units of two files are paired by, or, where the other file has none such,
    the keys ``otherwise``; ``id`` and ``path`` are a :class:`mtcheck.article.Unit`'s.
    ``skipped`` says why its text is not checked, or is empty.
    ``notes`` are the comments before it and in it. They are also for those that follow of the
    same ``family``, where it has one. A key that ``repeats`` may well be there several times.
    A ``singular`` form may leave out the number that its source says.
    ``time`` is when a subtitle is shown, in milliseconds;
    one that ``joins`` goes on in the block of the unit before it. ``reference`` is there where the
    file has one beside. ``counted`` is a Unit's, too.
    """

    id: str
    path: str
    target: Side
    source: Side | None = None
    key: tuple[str, ...] = ()
    kind: BlockKind = BlockKind.CELL
    locked: bool = False
    skipped: str = ""
    notes: tuple[Note, ...] = ()
    family: str = ""
    otherwise: tuple[tuple[str, ...], ...] = ()
    singular: bool = False
    time: Span | None = None
    joins: bool = False
    counted: bool = False
    reference: Side | None = None
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """The units of a file, or of one of the documents in it.

    ``name`` tells the documents of a file apart; it is None where there is one. The languages
    are those that the file itself names. ``closing`` are comments after the last unit,
    ``remarks`` what a reader of the report must know of it.
    """

    entries: tuple[Entry, ...]
    name: str | None = None
    target_lang: str | None = None
    source_lang: str | None = None
    closing: tuple[Note, ...] = ()
    remarks: tuple[str, ...] = ()


def remarks(entries: Iterable[Entry], file: str) -> Iterator[str]:
    """What a reader of the report must know: units that are left out, ids that are there twice."""
    every = list(entries)
    total = "1 unit" if len(every) == 1 else f"{len(every):,} units"
    for why, count in sorted(Counter(e.skipped for e in every if e.skipped).items()):
        yield f"not checked are {count:,} of {total}: {why}"
    seen: dict[tuple[str, ...], int] = {}
    starts = [line.start for line in lines(file)]
    twice = []
    for entry in every:
        line = bisect_right(starts, entry.target.origin)
        key = entry.key or (entry.id,)
        if entry.repeats:
            continue
        if key in seen:
            before = f"was there before, in line {seen[key]}"
            twice.append(f"line {line}: the unit {entry.id!r} {before}")
        else:
            seen[key] = line
    yield from twice[:_TOLD]
    if len(twice) > _TOLD:
        yield f"{len(twice) - _TOLD:,} more units have an id that was there before"


@dataclass(slots=True)
class _Making:
    """A text that is being put together."""

    pieces: list[str] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    comments: list[tuple[Comment, str]] = field(default_factory=list)
    families: dict[str, int] = field(default_factory=dict)
    kept: list[Span] = field(default_factory=list)
    at: int = 0


def text_of(
    sides: Iterable[tuple[Entry, Side | None]],
    language: Language,
    file: File,
    closing: Iterable[Note] = (),
    said: Iterable[str] = (),
) -> Text:
    """The text of units: of each the given side of a file, or nothing where that is not known.

    Entries that are skipped lend their comments alone. ``said`` are remarks on the file.
    Raises :class:`mtcheck.errors.InputError` where the text is too long or binary.
    """
    made = _Making()
    every = list(sides)
    if file.paged:
        starts = [e.target.origin for e, _ in every if not e.skipped] or [0]
    else:
        starts = [line.start for line in lines(file.content)] or [0]
    for entry, side in every:
        if entry.skipped:
            _comment(made, entry.notes, starts, scope=None)
            continue
        made.families[entry.family] = len(made.units)
        _add(made, entry, side, starts, file.path)
    end = max(made.at - 1, 0)
    _comment(made, tuple(closing), starts, scope=Span(made.at, made.at))
    content = "\n".join(made.pieces)
    check_length(content, file.path)
    ignores, wrong = directives.ignores(_scoped(made), end)
    return Text(
        content,
        language,
        file.path,
        tuple(made.blocks),
        file=file.content,
        anchors=tuple(made.anchors) or (Anchor(0, 1, 0),),
        ignores=(*ignores, *_kept(made, starts)),
        remarks=(*wrong, *said),
        units=tuple(made.units),
        paged=file.paged,
    )


def _add(made: _Making, entry: Entry, side: Side | None, starts: list[int], path: str) -> None:
    start = made.at
    line = bisect_right(starts, side.origin) if side else 1
    if side is None:
        _anchor(made, start, Anchor(start, 1, None))
        content = ""
    else:
        content = side.text
        check_text(content, path, line)
        _anchors(made, side, starts)
    span = Span(start, start + len(content))
    _comment(made, entry.notes, starts, scope=span, family=entry.family)
    made.pieces.append(content)
    made.units.append(Unit(entry.id, entry.path, span, entry.locked, entry.counted))
    trimmed = Span(0, len(content)).trimmed(content).shifted(start)
    if side is not None and len(trimmed):
        line = _line_of(made, trimmed.start, starts)
    block = Block(trimmed, entry.kind, line, known=side is not None)
    if entry.joins and made.blocks:
        block = _longer(made.blocks.pop(), block)
    made.blocks.append(block)
    made.at = span.end + 1


def _longer(before: Block, block: Block) -> Block:
    """A block with the one that goes on from it."""
    filled = [one for one in (before, block) if len(one.span)] or [before]
    span = Span.cover(one.span for one in filled)
    return replace(filled[0], span=span, known=before.known or block.known)


def _anchors(made: _Making, side: Side, starts: list[int]) -> None:
    """The anchors of a unit; after what the file writes otherwise always comes one more."""
    at, goes_on = made.at, None
    for stretch in side.stretches:
        plain = stretch.width is None
        if not (plain and goes_on == (stretch.origin, stretch.notation)):
            line = bisect_right(starts, stretch.origin)
            _anchor(made, at, Anchor(at, line, *stretch[1:5]))
        if stretch.kept:
            made.kept.append(Span(at, at + len(stretch.text)))
        at += len(stretch.text)
        after = stretch.origin + (len(stretch.text) if plain else stretch.width or 0)
        goes_on = (after, stretch.notation) if plain else None
    if goes_on is None:
        last = side.stretches[-1] if side.stretches else Stretch("", side.origin)
        origin = last.origin + (last.width or 0)
        line = bisect_right(starts, origin)
        _anchor(made, at, Anchor(at, line, origin, notation=last.notation))


def _anchor(made: _Making, at: int, anchor: Anchor) -> None:
    if made.anchors and made.anchors[-1].start == at:
        made.anchors.pop()
    made.anchors.append(anchor)


def _line_of(made: _Making, offset: int, starts: list[int]) -> int:
    anchor = made.anchors[bisect_right(made.anchors, offset, key=lambda a: a.start) - 1]
    if anchor.origin is None or anchor.width is not None:
        return anchor.line
    return bisect_right(starts, anchor.origin + offset - anchor.start)


def _comment(
    made: _Making,
    notes: Sequence[Note],
    starts: list[int],
    scope: Span | None,
    family: str = "",
) -> None:
    """Comments between the unit before and the one that comes; ``scope`` is what one is for."""
    between = Span(max(made.at - 1, 0), made.at)
    for note in notes:
        comment = Comment(note.words, bisect_right(starts, note.origin), between, scope or between)
        if comment.is_ours and (scope is not None or not comment.is_ignore):
            made.comments.append((comment, family))


def _scoped(made: _Making) -> Iterator[Comment]:
    """The comments of the text, those of a family's first unit for all of it."""
    for comment, family in made.comments:
        if family:
            last = made.units[made.families[family]].span
            yield replace(comment, scope=Span(comment.scope.start, last.end))
        else:
            yield comment


def _kept(made: _Making, starts: list[int]) -> Iterator[Ignore]:
    for span in made.kept:
        yield directives.untranslated(span, _line_of(made, span.start, starts))
