"""Forms of the MT that are no known name, and what they are nearly: without a reference.

The evidence is the source's names (in any script), other mentions in the article, and names
so well known that the word lists of many languages have them. Where none of these contradicts
a form, it is left alone: most unknown names are right.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from mtcheck.aligning.name_forms import cased_as, known_forms
from mtcheck.aligning.names import Difference, Kind, differences
from mtcheck.aligning.once import ByIdentity
from mtcheck.aligning.originals import Originals, originals, romanised
from mtcheck.aligning.spelling import Relation, spelling
from mtcheck.finding import Basis

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.article import AlignedArticle, Pair, Token

__all__ = ["suspects"]

_SHORTEST = 5  # shorter unknown forms are near too many names
_MOST = 300  # names among which one that is nearly the same is looked for
_SLIP = 1.5  # edits that one slip of hand or ear makes, or two light ones
_ONE_SLIP = 1.0
_LONG = 10  # letters of a name in which two slips leave enough to know it by
_EDITS = 3  # edits that the price of a slip may stand for, each at half the price
_CLEAR = 0.7  # the price of a mistake in a name that is listed as well known
_LIGHT = 0.5  # … in one that many word lists have
_ALIKE = 0.75
_COMMON = 5.0  # Zipf frequency of a common word of the source
_COGNATE = 0.6  # likeness of one name in two languages
_TRAVELS = 3.5  # median Zipf frequency abroad of a name that everyone has heard
_AT_HOME = 1.2  # Zipf units more frequent here than abroad: a word, no name


def suspects(article: AlignedArticle) -> tuple[Difference, ...]:
    """Garbled names by the evidence of the source, the article and the word lists."""
    return _suspects(ByIdentity(article))


@lru_cache(maxsize=2)
def _suspects(key: ByIdentity[AlignedArticle]) -> tuple[Difference, ...]:
    article = key.it
    language = article.mt.language
    if not (language.core.spaced and language.core.cased):
        return ()
    return tuple(_Search(article).all())


class _Search:
    """One search through an article."""

    def __init__(self, article: AlignedArticle) -> None:
        self.article = article
        self.mt = article.mt
        self.spell = spelling(article.mt.language)
        self.original = originals(article.source)
        self.taken = {d.span.start for d in differences(article)}
        other, source = known_forms(article.reference), known_forms(article.source)
        known = self.spell.known
        mine = known_forms(self.mt)
        self.open = {
            written: first
            for written, first in mine.names.items()
            if (word := mine.words[written]).zipf == 0
            and word.capitalised
            and len(form := word.comparable) >= _SHORTEST
            and written[1:].islower()
            and form not in other.single
            and form not in source.single
            and not known(form)
        }
        self.counts: Counter[str] = Counter()
        self.initials: dict[str, list[str]] = defaultdict(list)
        self.here: tuple[Pair, set[str]] | None = None

    def all(self) -> Iterator[Difference]:
        """What the evidence contradicts, in the order of the text."""
        allowed, taken = self.open, self.taken
        if not allowed:
            return
        places = [
            (token, segment.index, number == 0)
            for segment in self.mt.segments
            for number, token in enumerate(segment.tokens)
            if token.word.form in allowed
        ]
        places = [
            (t, i, first)
            for t, i, first in places
            if t.start not in taken and (not first or allowed[t.form])
        ]
        if not places:
            return
        self._count()
        sources = {s.index: p for p in self.article.source_pairs for s in p.mt}
        for token, index, _ in places:
            found = (
                self._by_source(token, sources.get(index))
                or self._by_article(token)
                or self._by_lexicon(token)
            )
            if found is not None:
                yield found

    def _count(self) -> None:
        """How often each name stands in the article."""
        self.counts.update(
            t.word.comparable for s in self.mt.segments for t in s.tokens[1:] if t.word.capitalised
        )
        for form, _ in self.counts.most_common():
            near = self.initials[form[:1]]
            if len(near) < _MOST:
                near.append(form)

    def _words_here(self, pair: Pair) -> set[str]:
        if self.here is None or self.here[0] is not pair:
            self.here = pair, {t.comparable for s in pair.mt for t in s.tokens}
        return self.here[1]

    def _by_source(self, token: Token, pair: Pair | None) -> Difference | None:
        if pair is None:
            return None
        form = token.comparable
        own = self.mt.language
        here = self._words_here(pair)
        if own.core.scripts[0] in self._scripts():
            best: tuple[float, Token] | None = None
            every = (t for s in pair.other for t in s.tokens if t.word.capitalised)
            for other in islice(every, _MOST):
                name = other.comparable
                if name in here or len(name) < _SHORTEST - 1 or self._translated(name, here):
                    continue
                if not OSA.normalized_similarity(form, name, score_cutoff=_ALIKE / 2):
                    continue
                if self.spell.relation(form, name) not in (Relation.UNLIKE, Relation.DOUBLED):
                    continue
                likeness = self.spell.likeness(form, name)
                if likeness >= _ALIKE and (best is None or likeness > best[0]):
                    best = (likeness, other)
            if best is not None and self._travels(best[1]):
                right = self._at_home_or(best[1], form)
                return self._difference(token, right, Basis.SOURCE, best[1])
            return None
        return self._by_sound(token, pair)

    def _translated(self, name: str, here: set[str]) -> bool:
        """Whether the MT has the language's own name for a well-known name of the source."""
        keys = self._keys(name)
        return bool(keys) and any(not keys.isdisjoint(self.spell.keys(h)) for h in sorted(here))

    def _keys(self, name: str) -> frozenset[str]:
        """Under which keys a name of the source is listed as well known."""
        return spelling((self.article.source or self.mt).language).keys(name)

    def _at_home_or(self, other: Token, form: str) -> str:
        """The language's own form of the source's name, where it is nearer to what is there.

        A name that the language writes as the source does has no other form of its own, whatever
        word is nearer to the garble (Klubb to Klobb, for Klopp); but for one that is listed.
        """
        name = other.comparable
        apart = self.spell.distance(form, name)
        near = [c for price, c in self.spell.candidates_of(form) if price <= apart]
        keys = self._keys(name)
        for candidate in near:
            if not keys.isdisjoint(self.spell.keys(candidate)):
                return candidate
        lexicon = self.mt.language.lexicon
        if lexicon is not None and name in lexicon:
            return other.form
        for candidate in near:
            if self.spell.likeness(candidate, name) >= _COGNATE:
                return candidate
        return other.form

    def _scripts(self) -> tuple[str, ...]:
        return (self.article.source or self.mt).language.core.scripts

    def _travels(self, other: Token) -> bool:
        """Whether a word of the source keeps its form in the translation, as names do."""
        word = other.word
        own = self.mt.language.lexicon
        return word.zipf == 0 or (
            own is not None and other.comparable in own and word.zipf < _COMMON
        )

    def _by_sound(self, token: Token, pair: Pair) -> Difference | None:
        near = originals_of(pair, self.original)
        form = token.comparable
        for price, candidate in self.spell.candidates_of(form):
            if price > _SLIP:
                break
            if self.spell.relation(form, candidate) is Relation.INFLECTED:
                return None
            if near.prefers(candidate, form) and near.says(candidate):
                said = self._said(candidate, pair)
                return self._difference(token, candidate, Basis.SOURCE, said)
        return None

    def _said(self, name: str, pair: Pair) -> Token | None:
        """The word of the source that sounds like ``name``, where names are set off there."""
        every = (t for s in pair.other for t in s.tokens if t.word.capitalised)
        heard = romanised(name)
        best = max(
            ((_heard(t, heard), -t.start, t) for t in islice(every, _MOST)),
            key=lambda found: found[:2],
            default=None,
        )
        return best[2] if best is not None and best[0] >= _COGNATE else None

    def _by_article(self, token: Token) -> Difference | None:
        form = token.comparable
        best: tuple[float, str] | None = None
        for other in self.initials[form[:1]]:
            if other == form or abs(len(other) - len(form)) > 2:  # noqa: PLR2004
                continue
            if OSA.distance(form, other, score_cutoff=_EDITS) > _EDITS:
                continue
            word = self.mt.language.word(other, token.kind)
            often = self.counts[other] > self.counts[form] > 0
            if word.zipf == 0 and not often:
                continue
            price = self.spell.distance(form, other)
            if price > (_SLIP if word.zipf and len(form) >= _LONG else _ONE_SLIP):
                continue
            if self.spell.relation(form, other) not in (Relation.UNLIKE, Relation.DOUBLED):
                return None
            if best is None or (price, other) < best:
                best = (price, other)
        if best is None:
            return None
        return self._difference(token, best[1], Basis.ARTICLE, None)

    def _by_lexicon(self, token: Token) -> Difference | None:
        if self.article.reference is not None:
            return None
        if self.original.spells(token.comparable) or self.original.says(token.comparable):
            return None
        found = self.spell.candidates_of(token.comparable)
        if not found or found[0][0] > _CLEAR:
            return None
        best = found[0][1]
        if not self.spell.keys(best) and (found[0][0] > _LIGHT or not self._famous(best)):
            return None
        relation = self.spell.relation(token.comparable, best)
        if relation not in (Relation.UNLIKE, Relation.DOUBLED):
            return None
        return self._difference(token, best, Basis.LEXICON, None)

    def _famous(self, form: str) -> bool:
        """Whether the word lists of many languages have a form about as often as this one."""
        lexicon = self.mt.language.lexicon
        if lexicon is None:
            return False
        abroad = self.spell.abroad(form if self.spell.latin else romanised(form))
        home = lexicon.zipf(form)
        return abroad >= _TRAVELS and (not self.spell.latin or home - abroad <= _AT_HOME)

    def _difference(
        self, token: Token, right: str, basis: Basis, other: Token | None
    ) -> Difference:
        written = cased_as(token.form, right[:1].upper() + right[1:])
        place = other.span if other is not None else None
        return Difference(
            Kind.GARBLED, token.span, place, written, known=False, certain=True, basis=basis
        )


def _heard(token: Token, latin: str) -> float:
    return OSA.normalized_similarity(romanised(token.comparable), latin)


def originals_of(pair: Pair, every: Originals) -> Originals:
    """The names of one pair's source."""
    words = [t.comparable for s in pair.other for t in s.tokens if t.is_word]
    if every.run:
        return Originals(frozenset(words), frozenset(), "".join(map(romanised, words)))
    forms = frozenset(w for w in words if w in every.forms)
    return Originals(forms, frozenset(map(romanised, forms)), "")
