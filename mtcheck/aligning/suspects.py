"""Forms of the MT that are no known name, and what they are nearly: without a reference.

The evidence is the source's names (in any script), other mentions in the article, and names
so well known that the word lists of many languages have them. Where none of these contradicts
a form, it is left alone: most unknown names are right.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from mtcheck.aligning.name_forms import cased_as, known_forms
from mtcheck.aligning.names import Difference, Kind, differences
from mtcheck.aligning.once import ByIdentity
from mtcheck.aligning.originals import originals, romanised
from mtcheck.aligning.sourced_characters import misspelt
from mtcheck.aligning.sourced_names import Sourced
from mtcheck.aligning.spelling import Relation, spelling
from mtcheck.article import TokenKind
from mtcheck.finding import Basis

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.article import AlignedArticle, Token, Word

__all__ = ["suspects"]

_SHORTEST = 4  # letters of a form that the source may contradict
_LONG_ENOUGH = 5  # … that anything else may: shorter ones are near too many names
_RARE = 2.5  # Zipf frequency up to which a form may be the garble of a name of the source
_MOST = 300  # names among which one that is nearly the same is looked for
_SLIP = 1.5  # edits that one slip of hand or ear makes, or two light ones
_ONE_SLIP = 1.0
_LONG = 10  # letters of a name in which two slips leave enough to know it by
_EDITS = 3  # edits that the price of a slip may stand for, each at half the price
_CLEAR = 0.7  # the price of a mistake in a name that is listed as well known
_LIGHT = 0.5  # … in one that many word lists have
_TRAVELS = 3.5  # median Zipf frequency abroad of a name that everyone has heard
_AT_HOME = 1.2  # Zipf units more frequent here than abroad: a word, no name


def suspects(article: AlignedArticle) -> tuple[Difference, ...]:
    """Garbled names by the evidence of the source, the article and the word lists."""
    return _suspects(ByIdentity(article))


@lru_cache(maxsize=2)
def _suspects(key: ByIdentity[AlignedArticle]) -> tuple[Difference, ...]:
    article = key.it
    language = article.mt.language
    if not language.core.spaced:
        return tuple(_in_characters(article))
    if not language.core.cased:
        return ()
    return tuple(_Search(article).all())


def _in_characters(article: AlignedArticle) -> Iterator[Difference]:
    """The same where nothing sets names off: those of the source that are listed."""
    taken = [d.span for d in differences(article)]
    for span, right, other in misspelt(article):
        if any(span.overlaps(t) for t in taken):
            continue
        taken.append(span)
        place = other.span if other is not None else None
        yield Difference(
            Kind.GARBLED, span, place, right, known=False, certain=True, basis=Basis.SOURCE
        )


class _Search:
    """One search through an article."""

    def __init__(self, article: AlignedArticle) -> None:
        self.article = article
        self.mt = article.mt
        self.spell = spelling(article.mt.language)
        self.original = originals(article.source)
        self.taken = {d.span.start for d in differences(article)}
        other, source = known_forms(article.reference), known_forms(article.source)
        mine = known_forms(self.mt)
        rarest = _RARE if article.source_pairs else 0.0
        self.open = {
            written: first
            for written, first in mine.names.items()
            if (word := mine.words[written]).zipf <= rarest
            and word.capitalised
            and not word.all_caps
            and len(form := word.comparable) >= _SHORTEST
            and form not in other.single
            and form not in source.single
        }
        self.sourced = Sourced(article)
        self.counts: Counter[str] = Counter()
        self.initials: dict[str, list[str]] = defaultdict(list)

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
        for token, index, first in places:
            pair = sources.get(index)
            said = self.sourced.of(token, pair) if pair is not None else None
            if said is not None and said.right is not None:
                word = said.by_meaning and self._is_word(said.right, first=first)
                kind = Kind.WORD if word else Kind.GARBLED
                yield self._difference(token, said.right, Basis.SOURCE, said.other, kind)
            elif said is None and self._unknown(token.word):
                found = self._by_article(token) or self._by_lexicon(token)
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

    def _unknown(self, word: Word) -> bool:
        """Whether no list has a form that is long enough to be judged without a source."""
        plain = len(word.form) >= _LONG_ENOUGH and word.form[1:].islower()
        return plain and word.zipf == 0 and not self.spell.known(word.comparable)

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

    def _is_word(self, right: str, *, first: bool) -> bool:
        """Whether a word has its capital from where it stands or what it is, and is no name."""
        capital = first or self.mt.language.core.nouns_capitalised
        return capital and self.spell.at_home(self.mt.language.word(right, TokenKind.WORD))

    def _difference(
        self,
        token: Token,
        right: str,
        basis: Basis,
        other: Token | None,
        kind: Kind = Kind.GARBLED,
    ) -> Difference:
        written = cased_as(token.form, right[:1].upper() + right[1:])
        place = other.span if other is not None else None
        return Difference(kind, token.span, place, written, known=False, certain=True, basis=basis)
