"""How likely a substitution is an error: its features, and what they weigh.

The features say how a slot looks, how rare its words are, what wordnets know of them and what the
source says; what they weigh was fitted to the marks of human raters
(``benchmarks/substitutions.py``) and stands in ``data/substitutions.toml``.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from rapidfuzz.distance import Levenshtein

from mtcheck import languages
from mtcheck.aligning.gaps import content, unmatched
from mtcheck.aligning.substitutions import RARE, RUN, Slot, Substitution, stem, substitutions
from mtcheck.languages.senses import Relation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtcheck.article import AlignedArticle, Pair, WordAlignment
    from mtcheck.languages import Language
    from mtcheck.word import Word

__all__ = ["HOMONYM", "Model", "Scored", "model", "scored", "spoken_for"]

HOMONYM = "source has both senses"
_MUCH = 1.5  # Zipf units
_COMMON = 4.8  # Zipf frequency
_LONE = 0.15  # share of words that differ, in a pair that is else the same
_ENDING = 3  # letters
_BEGINNING = 4
_COGNATE = 0.6  # likeness from which a word looks like one of the source
#: Features that need the whole pair, dear to make: left out where they cannot matter.
_OF_PAIR = frozenset(
    {
        "mismatch",
        "lone",
        "mt word in reference",
        "reference word in mt",
        "mt like source",
        "reference like source",
        "source backs reference",
        HOMONYM,
        HOMONYM + ", apart",
    }
)


_OF_SOURCE = frozenset(
    {
        "mt like source",
        "reference like source",
        "source backs reference",
        HOMONYM,
        HOMONYM + ", apart",
    }
)
_OF_SENSES = frozenset(
    {
        "senses far",
        "senses unknown",
        "fields apart",
        "mt tangible",
        "mt tangible, apart",
        "reference tangible",
    }
)
_ROUNDING = 1e-6  # log-odds that sums in another order may differ by


class Model(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """A logistic regression: log-odds are ``bias`` and the sum of weight × feature.

    ``shown`` is the log-odds from which a slot is a finding, ``homonym`` the same where a word
    of the source has both senses, ``major`` that from which it is a major one. ``measured`` are
    the languages in which the score was found to tell errors from synonyms on documents held
    out; in any other it only shows slots where a word of the source has both senses.
    """

    bias: float
    shown: float
    homonym: float
    major: float
    measured: tuple[str, ...]
    weights: dict[str, float]

    def score(self, values: dict[str, float]) -> float:
        """The log-odds that raters mark the slot."""
        return self.bias + sum(self.weights.get(k, 0.0) * v for k, v in values.items())

    def shows(self, values: dict[str, float], code: str) -> bool:
        """Whether a slot with these features is a finding in the language of ``code``."""
        if values.get(HOMONYM):
            return self.score(values) >= self.homonym
        return code in self.measured and self.score(values) >= self.shown

    def least(self, relation: Relation, code: str) -> float:
        """What the features of a slot itself must come to, if those of its pair help most."""
        alone, homonym = self._gains
        shown = self.shown - alone if code in self.measured else math.inf
        # Only of known words can a source's word have both senses.
        return shown if relation is Relation.UNKNOWN else min(shown, self.homonym - homonym)

    def possible(self, values: dict[str, float], code: str, *, sourced: bool) -> bool:
        """Whether a slot with these features of its letters can be a finding at all.

        ``sourced``: there is a source, whose word may have both senses.
        """
        if not sourced and code not in self.measured:
            return False
        least = self.homonym if sourced else self.shown
        return self.score(values) + self._most[sourced] >= min(least, self.shown) - _ROUNDING

    @cached_property
    def _most(self) -> tuple[float, float]:
        """What all other features can add, without and with a source."""
        gain = {
            name: max(self.weights.get(name, 0.0), 0.0) for name in sorted(_OF_PAIR | _OF_SENSES)
        }
        pair = sum(g for name, g in gain.items() if name not in _OF_SOURCE)
        return pair, sum(gain.values())

    @cached_property
    def _gains(self) -> tuple[float, float]:
        """What the features of a pair can add, without and with a homonym."""
        gain = {name: max(self.weights.get(name, 0.0), 0.0) for name in sorted(_OF_PAIR)}
        alone = sum(g for name, g in gain.items() if not name.startswith(HOMONYM))
        return alone, sum(gain.values())


@cache
def model() -> Model:
    """The model that ships."""
    path = Path(languages.__file__).parent / "data" / "substitutions.toml"
    return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Model)


@dataclass(frozen=True, slots=True)
class Scored:
    """A slot with its features by name, those that are nought left out."""

    slot: Substitution
    values: dict[str, float]


def scored(article: AlignedArticle, fitted: Model | None = None) -> Iterator[Scored]:
    """The slots of an article; with a model those alone that it may show.

    Slots with a word of the source on either side are left out, and those where the source has
    a word for the MT's alone: there the reference is the free one.
    """
    language = article.mt.language
    partners: dict[int, int] | None = None

    def likely(slot: Slot) -> bool:
        return fitted is None or fitted.possible(
            _of_letters(slot), language.code, sourced=article.source is not None
        )

    for pair in article.reference_pairs:
        if pair.words is None:
            continue
        around = None
        for slot in substitutions(pair.words, language, likely):
            values = _of_letters(slot) | _of_senses(slot, language)
            if fitted and fitted.score(values) < fitted.least(slot.relation, language.code):
                continue
            if around is None:
                if partners is None:
                    partners = _partners(article)
                source = _source(article, pair, partners)
                around = _context(pair.words, article, source)
            backing = _backing(slot.word, slot.other, around.concepts, language)
            if not _copied(slot.word, slot.other, around.source) and not _meant(backing):
                values |= _of_pair(slot, around, backing)
                if values.get(HOMONYM) and values.get("fields apart"):
                    values[HOMONYM + ", apart"] = 1.0
                yield Scored(slot, {name: value for name, value in values.items() if value})


def spoken_for(article: AlignedArticle, pair: Pair, word: Word, other: Word) -> bool:
    """Whether the source speaks for an MT ``word`` and against the reference's ``other``.

    It has a word for the MT's alone, or one of the two is simply its own.
    """
    if article.source is None:
        return False
    source = _source(article, pair, _partners(article))
    concepts = _concepts(article, source)
    return _copied(word, other, source) or _meant(
        _backing(word, other, concepts, article.mt.language)
    )


def _partners(article: AlignedArticle) -> dict[int, int]:
    return {s.index: p.index for p in article.source_pairs for s in p.mt}


@dataclass(frozen=True, slots=True)
class _Context:
    """What is the same for all slots of a pair.

    ``mismatch`` is the share of content words of either side that the other does not have,
    ``mt_stems`` and ``reference_stems`` are the stems of them all. ``source`` holds the content
    words of the source at the pair, ``concepts`` what each can mean; empty where there is none.
    """

    mismatch: float
    mt_stems: frozenset[str]
    reference_stems: frozenset[str]
    source: tuple[Word, ...] = ()
    concepts: tuple[frozenset[int], ...] = ()


def _source(article: AlignedArticle, pair: Pair, partners: dict[int, int]) -> tuple[Word, ...]:
    """The content words of the source that belong to a pair with the reference."""
    if article.source is None:
        return ()
    functions = article.source.language.function_words
    found = sorted({partners[s.index] for s in pair.mt if s.index in partners})
    tokens = (t for k in found for s in article.source_pairs[k].other for t in s.tokens)
    return tuple(t.word for t in tokens if t.is_word and content(t, functions))


def _context(words: WordAlignment, article: AlignedArticle, source: tuple[Word, ...]) -> _Context:
    functions = article.mt.language.function_words
    stems: list[frozenset[str]] = []
    missing = total = 0
    for tokens, flags in zip((words.mt, words.other), unmatched(words), strict=True):
        held = [
            (t.word, flag) for t, flag in zip(tokens, flags, strict=True) if content(t, functions)
        ]
        total += len(held)
        missing += sum(flag for _, flag in held)
        stems.append(frozenset(stem(word) for word, _ in held))
    mismatch = missing / max(total, 1)
    return _Context(mismatch, stems[0], stems[1], source, _concepts(article, source))


def _concepts(article: AlignedArticle, source: Sequence[Word]) -> tuple[frozenset[int], ...]:
    """What each of the source's words can mean, of those that are known."""
    senses = article.source.language.senses if article.source is not None else None
    concepts = (senses.of(stem(w)) for w in source) if senses is not None else ()
    return tuple(c for c in concepts if c)


def _copied(word: Word, other: Word, source: Sequence[Word]) -> bool:
    """Whether a word of either side is simply the source's."""
    return any(w.comparable in (word.comparable, other.comparable) for w in source)


def _backing(
    word: Word, other: Word, concepts: Sequence[frozenset[int]], language: Language
) -> list[tuple[bool, bool]]:
    """For each word of the source: whether it can mean the MT's word, and the reference's."""
    senses = language.senses
    if senses is None or not concepts:
        return []
    mine, theirs = senses.of(stem(word)), senses.of(stem(other))
    return [(not c.isdisjoint(mine), not c.isdisjoint(theirs)) for c in concepts]


def _meant(backing: Sequence[tuple[bool, bool]]) -> bool:
    """Whether the source has a word for the MT's alone."""
    return any(mine for mine, _ in backing) and (True, True) not in backing


def _of_letters(slot: Slot | Substitution) -> dict[str, float]:
    """The features that need no wordnet."""
    word, other = slot.word, slot.other
    return {
        "mt zipf": word.zipf,
        "reference zipf": other.zipf,
        "mt rarer": max(other.zipf - word.zipf, 0.0),
        "mt unattested": float(not word.attested),
        "mt rare": float(0 < word.zipf < RARE),
        "mt much rarer": float(0 < word.zipf < other.zipf - _MUCH),
        "reference rare": float(other.zipf < RARE),
        "mt common": float(word.zipf > _COMMON),
        "reference common": float(other.zipf > _COMMON),
        "mt letters": len(word.comparable) / 10,
        "same ending": float(word.comparable[-_ENDING:] == other.comparable[-_ENDING:]),
        "same beginning": float(word.comparable[:_BEGINNING] == other.comparable[:_BEGINNING]),
        "shared around": (slot.before + slot.after) / (2 * RUN),
        "crossed": float(slot.crossed),
    }


def _of_senses(slot: Substitution, language: Language) -> dict[str, float]:
    """The features that say what wordnets know of the two words."""
    values = {f"senses {slot.relation.name.lower()}": 1.0}
    senses = language.senses
    if senses is not None and slot.relation is Relation.FAR:
        mine, theirs = stem(slot.word), stem(slot.other)
        apart = senses.fields(mine).isdisjoint(senses.fields(theirs))
        values["fields apart"] = float(apart)
        values["mt tangible"] = float(senses.tangible(mine))
        values["mt tangible, apart"] = float(apart and senses.tangible(mine))
        values["reference tangible"] = float(senses.tangible(theirs))
    return values


def _of_pair(
    slot: Substitution, around: _Context, backing: Sequence[tuple[bool, bool]]
) -> dict[str, float]:
    forms = [w.comparable for w in around.source]
    return {
        "mismatch": around.mismatch,
        "lone": float(around.mismatch < _LONE),
        "mt word in reference": float(stem(slot.word) in around.reference_stems),
        "reference word in mt": float(stem(slot.other) in around.mt_stems),
        "mt like source": float(_looks_like(slot.word, forms)),
        "reference like source": float(_looks_like(slot.other, forms)),
        "source backs reference": float(any(theirs for _, theirs in backing)),
        # One word of the source has both senses: the MT took the other one.
        HOMONYM: float((True, True) in backing),
    }


def _looks_like(word: Word, forms: Sequence[str]) -> bool:
    form = word.comparable
    return len(form) > _BEGINNING and any(
        f[0] == form[0] and Levenshtein.normalized_similarity(form, f, score_cutoff=_COGNATE)
        for f in forms
    )
