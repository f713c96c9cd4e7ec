"""What is checked: texts, their blocks, segments and tokens, and how two texts correspond.

All records are frozen. Reading makes an :class:`Article` of texts with blocks; segmenting fills
in the segments; aligning makes the :class:`AlignedArticle` that every check is given.
Offsets are code points of the whole text, everywhere.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from mtcheck.span import Span
from mtcheck.word import TokenKind, Word

if TYPE_CHECKING:
    from mtcheck.languages import Language

__all__ = [
    "AS_IT_IS",
    "AlignedArticle",
    "Anchor",
    "Article",
    "Block",
    "BlockKind",
    "Ignore",
    "Link",
    "LinkKind",
    "Pair",
    "Risk",
    "Risks",
    "Segment",
    "Text",
    "Token",
    "TokenKind",
    "Trust",
    "Unit",
    "Word",
    "WordAlignment",
]


class BlockKind(StrEnum):
    """What a stretch of text is, as far as its layout shows."""

    PARAGRAPH = "paragraph"
    HEADLINE = "headline"
    BULLET = "bullet"
    CAPTION = "caption"
    LINK = "link"  # "See also: …", "Read more"
    CELL = "cell"  # a row of an aligned file


@dataclass(frozen=True, slots=True)
class Block:
    """The unit that segmenting never crosses: a paragraph, headline, list item.

    ``span`` leaves out the marker of a bullet or heading. ``line`` is the line of the file it
    starts on, from 1. In an aligned article block *n* of one text belongs to block *n* of the
    other, so blank lines are blocks with an empty span there. ``known`` is False where nothing
    is known of what the text has there: the other block is then compared with nothing.
    """

    span: Span
    kind: BlockKind = BlockKind.PARAGRAPH
    line: int = 1
    known: bool = True


class Token(msgspec.Struct, frozen=True, gc=False):
    """One token at its place.

    A struct, since an article has hundreds of thousands: it is made in a tenth of the time of a
    frozen dataclass, and the garbage collector does not look at it.
    """

    start: int
    end: int
    word: Word

    @property
    def span(self) -> Span:
        """Its place in the whole text."""
        return Span(self.start, self.end)

    @property
    def form(self) -> str:
        """Its letters as written."""
        return self.word.form

    @property
    def comparable(self) -> str:
        """The form that comparisons use."""
        return self.word.comparable

    @property
    def kind(self) -> TokenKind:
        """Whether it is a word, a number, punctuation, a symbol or markup."""
        return self.word.kind

    @property
    def is_word(self) -> bool:
        """Whether it is a word (numbers and markup are not)."""
        return self.word.kind is TokenKind.WORD


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence, or what stands for one: a headline, a list item, a caption.

    ``block`` is the index of its block. ``fused`` says that it was cut from the segment before
    it where no space stood: "…meatThe United…".
    """

    index: int
    span: Span
    tokens: tuple[Token, ...] = ()
    kind: BlockKind = BlockKind.PARAGRAPH
    block: int = 0
    fused: bool = False


class Anchor(NamedTuple):
    """From ``start`` of a text on, its file goes on as the text does, at ``origin``.

    ``origin`` counts code points of the file as decoded; it is None where the file writes the
    letters in another way (JSON escapes), and only their ``line``, from 1, is known.

    With a ``width`` the text up to the next anchor stands for so many code points of the file as
    one: an entity, an escape, a tag. ``markup``: it is the file's own markup, that no edit may
    change. ``notation`` names how the file writes letters there, see :mod:`mtcheck.rewriting`.
    """

    start: int
    line: int
    origin: int | None = None
    width: int | None = None
    markup: bool = False
    notation: str = ""


@dataclass(frozen=True, slots=True)
class Ignore:
    """A comment of the file that hides findings: all that begin in ``scope``.

    ``codes`` are as in the setting ``ignore``; none means every check. ``line`` is the
    comment's, in the file from 1, and ``why`` the reason that it gives, or empty. One that
    stands in the file for others' sake (``translate="no"``) may be of no use: it is ``quiet``.
    """

    scope: Span
    codes: tuple[str, ...]
    line: int
    why: str = ""
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """What a file of translations holds one by one: a key with its text, an XLIFF segment.

    ``id`` is the file's own name for it, ``path`` where it stands in the structure of the file.
    ``span`` is its stretch of the text. ``locked``: the file says that it is not to be changed.
    ``counted``: the id is its number in the file, which changes with what stands before it.
    """

    id: str
    path: str
    span: Span
    locked: bool = False
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """One text as decoded, line ends and all.

    ``language`` carries the knowledge that segmenting and the checks need. ``path`` is the
    file's name as given, for messages. ``blocks`` come from reading, ``segments`` from
    segmenting; both are in order and never overlap. Where the text is only a part of its file
    (a column of a table), ``file`` is the whole file as decoded, and ``anchors`` say, in order,
    where it has the text. ``units``, in order, are those of a file that has units: its text is
    theirs, each on from where a line feed ends the one before. ``ignores`` are the comments that
    hide findings, ``remarks`` what a reader of the report must know of the file: comments that
    were meant to hide and do not, units that are not translated. ``paged``: the file has no lines
    (DOCX); those of the text count, one a unit.
    """

    content: str
    language: Language
    path: str | None = None
    blocks: tuple[Block, ...] = ()
    segments: tuple[Segment, ...] = ()
    file: str | None = field(default=None, repr=False)
    anchors: tuple[Anchor, ...] = ()
    ignores: tuple[Ignore, ...] = ()
    remarks: tuple[str, ...] = ()
    units: tuple[Unit, ...] = ()
    paged: bool = False
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", tuple(s.span.start for s in self.segments))

    def at(self, span: Span) -> str:
        """The characters of ``span``."""
        return self.content[span.start : span.end]

    def segment_index(self, offset: int) -> int:
        """The index of the last segment that starts at or before ``offset``; 0 before any."""
        return max(bisect_right(self._starts, offset) - 1, 0)

    def unit_at(self, offset: int) -> Unit | None:
        """The unit that ``offset`` stands in or at the end of; None where the file has none."""
        at = bisect_right(self.units, offset, key=lambda unit: unit.span.start) - 1
        return self.units[max(at, 0)] if self.units else None


@dataclass(frozen=True, slots=True)
class Article:
    """A machine translation and what it is compared with; ``id`` is stable across runs.

    ``aligned``: block *n* of every text belongs together.
    """

    id: str
    mt: Text
    reference: Text | None = None
    source: Text | None = None
    aligned: bool = False


class LinkKind(IntEnum):
    """How an MT word matches a word of the reference, in the order in which it is tried."""

    EXACT = 0  # equal comparable forms
    INFLECTED = 1  # equal stems or lemmas
    SIMILAR = 2  # nearly the same letters
    PLACE = 3  # no likeness: stands at the same place between anchors
    ALIKE = 4  # the vectors of the words are alike: a synonym, or an opposite


class Link(msgspec.Struct, frozen=True, gc=False):
    """MT token ``mt`` (an index into the alignment's tokens) corresponds to ``other``."""

    mt: int
    other: int
    kind: LinkKind


@dataclass(frozen=True, slots=True)
class WordAlignment:
    """The words of a pair in one language, monotone or not.

    ``mt`` and ``other`` are the pair's tokens without punctuation, in order. ``to_other[i]``
    is the index of the partner of ``mt[i]``, or -1; ``to_mt`` the way back.
    """

    mt: tuple[Token, ...]
    other: tuple[Token, ...]
    links: tuple[Link, ...]
    to_other: tuple[int, ...]
    to_mt: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """MT segments and the segments of the other text that say the same (n:m).

    Either side may be empty: an addition has no ``other``, an omission no ``mt``. Segments of
    one side are neighbours and in order. ``words`` is there for MT–reference pairs with both
    sides. ``similarity`` (0..1) says how sure the aligner is.
    """

    index: int
    mt: tuple[Segment, ...]
    other: tuple[Segment, ...]
    similarity: float = 0.0
    words: WordAlignment | None = None


class Risk(NamedTuple):
    """How likely it is that an annotator would mark a token of the translation.

    ``chance`` (0..1) is calibrated. ``major`` is the share of it that is a major error's.
    ``weights`` are the likelihoods of the categories of :attr:`Risks.categories`, adding up
    to 1.
    """

    token: Token
    chance: float
    major: float
    weights: tuple[float, ...] = ()


class Trust(NamedTuple):
    """How far the chances of words are to be trusted of a stretch of them, as log-odds.

    ``chance`` weighs the log-odds of its words' mean chance. ``placed`` is added where the
    reference has words at its place, ``name`` where it is nothing but names, ``words`` for each
    doubling of its words. As it stands here, the chance is left as it is.
    """

    intercept: float = 0.0
    chance: float = 1.0
    placed: float = 0.0
    name: float = 0.0
    words: float = 0.0


AS_IT_IS = Trust()
"""Of a stretch no more is known than of its words."""


@dataclass(frozen=True, slots=True)
class Risks:
    """What the span model says of the tokens of a translation, segment by segment.

    ``tokens[n]`` are those of MT segment *n* in order, ``scores[n]`` its score: 1 for a
    perfect segment, 0 for one of MQM penalty 25 and more. A word belongs to a stretch from the
    chance ``limit`` on, and from the share ``contrast`` of the highest chance in its segment; a
    stretch is a finding if ``trust`` makes its confidence ``least`` or more.
    ``notes`` say what a reader must know of the model, and of what it could not read.
    """

    tokens: tuple[tuple[Risk, ...], ...]
    scores: tuple[float, ...]
    categories: tuple[str, ...]
    limit: float
    contrast: float
    least: float = 0.0
    trust: Trust = AS_IT_IS
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AlignedArticle:
    """What a check is given: the article, and its MT paired with each text that is there.

    ``reference_pairs`` and ``source_pairs`` cover every segment of both sides once, but for those
    whose partner block is not known, in the order of the MT (pairs without MT where they would
    stand). Empty where the text is absent.
    ``risks`` is None where no span model has read it.
    """

    article: Article
    reference_pairs: tuple[Pair, ...] = ()
    source_pairs: tuple[Pair, ...] = ()
    risks: Risks | None = None

    @property
    def mt(self) -> Text:
        """The machine translation."""
        return self.article.mt

    @property
    def reference(self) -> Text | None:
        """The human translation, where there is one."""
        return self.article.reference

    @property
    def source(self) -> Text | None:
        """The original, where there is one."""
        return self.article.source
