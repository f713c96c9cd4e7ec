"""What mtcheck knows of a language, as data: one folder a language under ``data/``.

``load("de-AT")`` gives the :class:`Language`; its sections (names, numbers, meaning,
typography, layout, lexicon, senses) are read when first asked for, and None where the folder
has no such file. A code that is a language but has no folder loads too: checks that need a section
stay quiet, and the report says so.

To add a language, add its folder: the tests run over every folder by themselves.
"""

from __future__ import annotations

import tomllib
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from mtcheck.errors import LanguageError
from mtcheck.languages.comparing import comparable
from mtcheck.languages.layout import LayoutData
from mtcheck.languages.lexicon import Lexicon
from mtcheck.languages.meaning import MeaningData
from mtcheck.languages.names import NameData
from mtcheck.languages.numbers import NumberData
from mtcheck.languages.senses import Senses
from mtcheck.languages.typography import TypographyData
from mtcheck.word import TokenKind, Word

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["SECTIONS", "Language", "LanguageCore", "covered", "load"]

T = TypeVar("T")

SECTIONS = ("names", "numbers", "meaning", "typography", "layout", "lexicon", "senses")

_DATA = Path(str(resources.files(__name__))) / "data"


class LanguageCore(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``language.toml``: what every step needs.

    ``spaced``: words are set off by spaces. ``cased``: the script has capitals, and names begin
    with one. ``scripts``: the Unicode scripts that its letters come from. ``stemmer``: a
    Snowball algorithm, or empty where ``endings`` are stripped instead, longest first.
    ``elisions``: words that end in an apostrophe and lean on the next (French ``l'``).
    ``abbreviations``: words written with a full stop that need not end a sentence (the stop is
    part of the entry: ``Dr.``). ``sentence_final``: those of them that may end one too
    (``etc.``). ``ordinal_stops``: a stop after a number makes it an ordinal ("am 3. Oktober").
    ``function_words``: the words with little meaning of their own, most frequent
    first. ``characters_per_word``: where words are not set off by spaces, how many characters
    count as one word in scores. ``bleu_tokenizer``: sacrebleu's tokenizer for it.
    """

    name: str
    scripts: tuple[str, ...]
    spaced: bool = True
    cased: bool = True
    nouns_capitalised: bool = False
    stemmer: str = ""
    endings: tuple[str, ...] = ()
    elisions: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    sentence_final: tuple[str, ...] = ()
    ordinal_stops: bool = False
    function_words: tuple[str, ...] = ()
    characters_per_word: float = 1.0
    bleu_tokenizer: str = "13a"


class Language:
    """One language; made by :func:`load`, one object a code.

    It is a class because it caches: its sections, and a :class:`Word` for every form seen.
    The caches change nothing but time.
    """

    def __init__(self, tag: str, code: str, core: LanguageCore, directory: Path | None) -> None:
        self.tag = tag
        self.code = code
        self.core = core
        self._directory = directory
        self._words: dict[tuple[str, TokenKind], Word] = {}

    def __repr__(self) -> str:
        return f"Language({self.tag!r})"

    @property
    def covered(self) -> bool:
        """Whether there is any data for it."""
        return self._directory is not None

    def has(self, section: str) -> bool:
        """Whether the named section of :data:`SECTIONS` is there."""
        return getattr(self, section) is not None

    @cached_property
    def names(self) -> NameData | None:
        """Endings, particles, titles, exonyms and variants of names."""
        return self._section("names.toml", NameData)

    @cached_property
    def numbers(self) -> NumberData | None:
        """Numerals, scales, units, currencies, months and clocks."""
        return self._section("numbers.toml", NumberData)

    @cached_property
    def meaning(self) -> MeaningData | None:
        """Negators, modal words, pronouns, opposites."""
        return self._section("meaning.toml", MeaningData)

    @cached_property
    def typography(self) -> TypographyData | None:
        """Quotes, spacing and marks as the language writes them."""
        return self._section("typography.toml", TypographyData)

    @cached_property
    def layout(self) -> LayoutData | None:
        """The words that begin captions and links; the encodings of old files."""
        return self._section("layout.toml", LayoutData)

    @cached_property
    def lexicon(self) -> Lexicon | None:
        """The word list with frequencies."""
        if self._directory is None or not (path := self._directory / "words.marisa").is_file():
            return None
        return Lexicon(path)

    @cached_property
    def senses(self) -> Senses | None:
        """Which of its words can mean the same."""
        if self._directory is None or not (path := self._directory / "senses.marisa").is_file():
            return None
        return Senses(path)

    @cached_property
    def function_words(self) -> frozenset[str]:
        """The comparable forms of its function words."""
        return frozenset(comparable(w) for w in self.core.function_words)

    def word(self, form: str, kind: TokenKind) -> Word:
        """The one :class:`Word` of ``form``; cached, so that each form is looked at once."""
        key = (form, kind)
        if (known := self._words.get(key)) is None:
            if len(self._words) >= _MOST_WORDS:
                self._words.clear()
            known = self._words[key] = self._make_word(form, kind)
        return known

    def stem(self, form: str) -> str:
        """A cheap stem of a comparable form: equal for most inflections of one word."""
        if (stem := self._stemmer) is not None:
            return stem(form)
        for ending in self.core.endings:
            if form.endswith(ending) and len(form) - len(ending) >= _SHORTEST_STEM:
                return form[: -len(ending)]
        return form

    @cached_property
    def _stemmer(self) -> Callable[[str], str] | None:
        if not self.core.stemmer:
            return None
        import Stemmer  # noqa: PLC0415 - loaded only for languages that have one

        stem: Callable[[str], str] = Stemmer.Stemmer(self.core.stemmer, 0).stemWord
        return stem

    def _make_word(self, form: str, kind: TokenKind) -> Word:
        folded = comparable(form)
        if kind is not TokenKind.WORD:
            return Word(form, kind, folded)
        zipf = self.lexicon.zipf(folded) if self.lexicon is not None else 0.0
        first = form[0]
        return Word(
            form,
            kind,
            folded,
            zipf=zipf,
            stem=self.stem(folded),
            capitalised=first.isupper() or first.istitle(),
            all_caps=len(form) > 1 and form.isupper(),
        )

    def _section(self, name: str, kind: type[T]) -> T | None:
        if self._directory is None or not (path := self._directory / name).is_file():
            return None
        return _read(path, kind)


_SHORTEST_STEM = 3
_MOST_WORDS = 200_000  # forms kept a language: memory stays flat over a corpus
_PREFIX = 3  # letters of an English name that say which language was meant: "ger", "german"


def _read(path: Path, kind: type[T]) -> T:
    return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), kind)


@cache
def covered() -> tuple[str, ...]:
    """The codes of the languages that have data, sorted."""
    return tuple(sorted(p.name for p in _DATA.iterdir() if (p / "language.toml").is_file()))


@cache
def _known() -> dict[str, str]:
    # ISO 639-1 and the three-letter codes that translation data uses, with English names.
    lines = (_DATA / "iso639.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines if line and not line.startswith("#"))


@cache
def load(tag: str) -> Language:
    """The language of a BCP 47 tag (``de``, ``pt-BR``, ``zh_Hans``); the region is kept.

    Raises :class:`LanguageError` where the primary subtag is no language's code.
    """
    code = tag.replace("_", "-").split("-")[0].lower()
    if code not in _known():
        import difflib  # noqa: PLC0415 - only to word an error

        named = [c for c in covered() if _known()[c].lower().startswith(code[:_PREFIX])]
        alike = [c for c in covered() if c[0] == code[:1]]
        near = difflib.get_close_matches(code, alike, n=1, cutoff=0.5)
        meant = named if len(code) >= _PREFIX and named else near
        hint = f"; did you mean {meant[0]}?" if meant else ""
        msg = f"unknown language {tag!r}{hint} (with data: {', '.join(covered())})"
        raise LanguageError(msg)
    directory = _DATA / code
    if not (directory / "language.toml").is_file():
        return Language(tag, code, LanguageCore(name=_known()[code], scripts=()), None)
    return Language(tag, code, _read(directory / "language.toml", LanguageCore), directory)
