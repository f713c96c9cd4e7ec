"""Names of the reference that the MT has nowhere: another stands in their place, or none.

A name counts as there wherever in the MT it stands, in whatever form: inflected, by another
scheme, as a part ("Biden" for "Joe Biden"), or as the adjective made of it. With a source,
only names that the source has too are missed; translators add names of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from mtcheck.aligning.name_forms import has_capital, known_forms
from mtcheck.aligning.names import differences
from mtcheck.aligning.once import ByIdentity
from mtcheck.aligning.originals import originals, romanised
from mtcheck.aligning.spelling import bare, spelling
from mtcheck.article import LinkKind
from mtcheck.languages.names import NameData, well_known
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtcheck.article import AlignedArticle, Pair, Text, Token, Word, WordAlignment
    from mtcheck.languages import Language

__all__ = ["Absence", "absences"]

_SHORTEST = 4
_AT_HOME = 0.8  # Zipf units more frequent here than abroad: a word, no name
_COMMON = 3.8  # Zipf frequency from which only a listed name is surely one
_LINKED = 0.5  # of the reference's words have a partner: the sentence is there
_SAME = 0.5  # likeness in Latin letters that another form of the name may have
_COPIED = 0.65  # likeness of a name to its own transliteration: Liechtenstein, Likhtenshtein
_TITLE_CASE = 0.6
_MOST = 500  # names that are missing before the text is no translation of the other


@dataclass(frozen=True, slots=True)
class Absence:
    """A name of the reference that the MT lacks.

    ``span`` is what stands there instead, or the empty place where it is missing.
    ``sourced``: the source has the name too.
    """

    span: Span
    other: Span
    replaced: bool
    sourced: bool


def absences(article: AlignedArticle) -> tuple[Absence, ...]:
    """The names that the reference has and the MT has nowhere."""
    return _absences(ByIdentity(article))


@lru_cache(maxsize=2)
def _absences(key: ByIdentity[AlignedArticle]) -> tuple[Absence, ...]:
    language = key.it.mt.language
    if key.it.reference is None or not (language.core.cased and language.core.spaced):
        return ()
    return tuple(_Search(key.it).all())


class _Search:
    """One search through an article."""

    def __init__(self, article: AlignedArticle) -> None:
        self.article = article
        self.mt, self.other = article.mt, article.reference or article.mt
        self.language = article.mt.language
        self.spell = spelling(self.language)
        self.original = originals(article.source)
        self.foreign_names, self.foreign_words = _of_source(article.source)
        self.other_forms = known_forms(article.reference)
        self.source_forms = known_forms(article.source)
        self.found = differences(article)
        self.named: tuple[str, ...] = ()
        self.copied: tuple[str, ...] = ()  # words in Latin letters, of a text in others
        data = self.language.names or NameData()
        self.no_names = frozenset((*data.titles, *data.capitalised))
        mine = known_forms(self.mt).single
        words = self.other_forms.words
        self.sure = frozenset(
            form
            for form in self.other_forms.names
            if words[form].comparable not in mine and self._sure(words[form])
        )

    def all(self) -> Iterator[Absence]:
        """The absences, pair by pair."""
        if not self.sure:
            return
        pending = [(w, r) for p, w in self._pairs() for r in self._wanted(p, w)]
        if not pending:
            return
        mine = known_forms(self.mt)
        self.named = tuple(sorted({w.comparable for w in mine.words.values() if w.capitalised}))
        heard = () if self.spell.latin else map(romanised, self.named)
        # As words, and run together: MutationTaster, Mutation Taster.
        content = self.mt.content.casefold().replace(" ", "").replace("-", "")
        plain = map(bare, sorted(mine.single)) if self.spell.latin else ()
        letters = " ".join((*sorted(mine.single), *plain, *heard, content))
        if not self.spell.latin:
            self.copied = tuple(sorted(f for f in mine.single if f.isascii() and f.isalpha()))
        for alignment, run in pending[:_MOST]:
            tokens = [alignment.other[j] for j in run]
            if any(self._present(t, letters) for t in tokens):
                continue
            absence = self._absence(alignment, run)
            if absence.replaced or not self._other_name(alignment):
                yield absence

    def _pairs(self) -> Iterator[tuple[Pair, WordAlignment]]:
        for pair in self.article.reference_pairs:
            words = pair.words
            if words is None or not words.other:
                continue
            if len(words.links) < _LINKED * len(words.other):
                continue
            if any(t.word.form in self.sure for t in words.other) and not _title_case(words.other):
                yield pair, words

    def _wanted(self, pair: Pair, words: WordAlignment) -> Iterator[list[int]]:
        """Runs of unlinked names of the reference's side."""
        firsts = {s.tokens[0].start for s in pair.other if s.tokens}
        # A link by place alone says that another word stands there.
        linked = {k.other for k in words.links if k.kind is not LinkKind.PLACE}
        run: list[int] = []
        for j, token in enumerate(words.other):
            name = has_capital(token) and token.start not in firsts
            if name and (not run or self._joined(words.other[j - 1], token)):
                run.append(j)
                continue
            if self._counts(run, words, linked):
                yield run
            run = [j] if name else []
        if self._counts(run, words, linked):
            yield run

    def _counts(self, run: Sequence[int], words: WordAlignment, linked: set[int]) -> bool:
        """Whether a run has a sure name, and no part that is linked."""
        sure = any(words.other[j].form in self.sure for j in run)
        return sure and linked.isdisjoint(run) and not self._phrase([words.other[j] for j in run])

    def _phrase(self, tokens: Sequence[Token]) -> bool:
        """Whether a name is of common words of the source: the Big Bang is la gran explosión."""
        source = self.article.source
        if source is None or len(tokens) == 1:
            return False
        return all(
            t.comparable in self.source_forms.single
            and _is_word(t.comparable, source.language)
            and not self.spell.keys(t.comparable)
            for t in tokens
        )

    def _joined(self, before: Token, token: Token) -> bool:
        return not self.other.content[before.end : token.start].strip(" -.")

    def _sure(self, word: Word) -> bool:
        form = word.comparable
        if len(form) < _SHORTEST or word.all_caps or not word.capitalised:
            return False
        if form in self.no_names or form in self.other_forms.lower:
            return False
        if self.language.core.nouns_capitalised and form not in self.original.forms:
            return False
        if form in self.foreign_words or (form.isascii() and not self.spell.latin):
            return False  # a title that one translator left as it was
        return self._travels(word)

    def _roots(self, form: str) -> set[str]:
        roots = {self.spell.folded(stem) for stem in self.spell.stems(form)}
        return roots | self.spell.keys(form) | self.spell.variants(form)

    def _other_name(self, words: WordAlignment) -> bool:
        """Whether the MT has a name there that nothing answers to: it may be the missing one."""
        # What stands at the same place answers to nothing by that alone: Менье for Мьюниэр.
        answered = {k.mt for k in words.links if k.kind is not LinkKind.PLACE}
        return any(
            i not in answered
            and token.word.capitalised
            and token.word.zipf < _COMMON
            and not self.other_forms.has(token.comparable)
            for i, token in enumerate(words.mt)
        )

    def _present(self, token: Token, letters: str) -> bool:
        form = token.comparable
        beginning = form[: max(len(form) - 1, _SHORTEST)]
        if beginning in letters or romanised(form) in letters:
            return True
        if bare(beginning) in letters:
            return True  # the adjective made of it: Kenya, kényane
        if process.extractOne(
            romanised(form),
            self.copied,
            scorer=OSA.normalized_similarity,
            score_cutoff=_COPIED,
        ):
            return True  # Liechtenstein left as the source has it, for Лихтенштейн
        if any(d.other_span and d.other_span.overlaps(token.span) for d in self.found):
            return True
        roots = self._roots(form)
        known = self.spell.keys(form) or self.spell.variants(form)
        alike = process.extract(
            form, self.named, scorer=OSA.normalized_similarity, score_cutoff=_SAME, limit=_MOST
        )
        others = self.named if known else [found[0] for found in alike]
        return any(not roots.isdisjoint(self._roots(other)) for other in others)

    def _absence(self, words: WordAlignment, run: Sequence[int]) -> Absence:
        other = Span(words.other[run[0]].start, words.other[run[-1]].end)
        form = words.other[run[-1]].comparable
        sourced = form in self.original.forms or self.original.says(form)
        sourced = sourced or not self.spell.keys(form).isdisjoint(self.original.keys())
        stand_in = self._stand_in(words, run)
        if stand_in is not None:
            return Absence(stand_in, other, replaced=True, sourced=sourced)
        return Absence(_place(words, run), other, replaced=False, sourced=sourced)

    def _stand_in(self, words: WordAlignment, run: Sequence[int]) -> Span | None:
        """The MT's name between the partners of the words around the missing one."""
        low = words.to_mt[run[0] - 1] if run[0] > 0 else -1
        high = words.to_mt[run[-1] + 1] if run[-1] + 1 < len(words.other) else -1
        if low < 0 or high < 0 or high - low - 1 != len(run):
            return None
        between = words.mt[low + 1 : high]
        if any(words.to_other[i] not in (-1, *run) for i in range(low + 1, high)):
            return None
        if not all(map(self._another, between)):
            return None
        for token, j in zip(between, run, strict=True):
            name = words.other[j].comparable
            if OSA.normalized_similarity(romanised(token.comparable), romanised(name)) > _SAME:
                return None
        return Span(between[0].start, between[-1].end)

    def _another(self, token: Token) -> bool:
        form = token.comparable
        if self.other_forms.has(form) or form in self.source_forms.single:
            return False
        if not token.word.capitalised or form in self.no_names or token.word.all_caps:
            return False
        if self._in_source(form):
            return False  # then the other text is wrong
        return self._travels(token.word)

    def _in_source(self, form: str) -> bool:
        """Whether the source has a well-known name by its own form, set off or not."""
        source, keys = self.article.source, self.spell.keys(form)
        if source is None or not keys:
            return False
        content = source.content.casefold()
        listed = well_known(source.language.code)
        return any(name in content for name, its in listed.items() if not keys.isdisjoint(its))

    def _travels(self, word: Word) -> bool:
        """Whether a word is about as frequent in other languages, as names are."""
        form = word.comparable
        if self.spell.keys(form) or form in self.foreign_names:
            return True
        if not self.spell.latin:
            return word.zipf == 0
        home = word.zipf - self.spell.abroad(form) > _AT_HOME
        return not home and not self.spell.word_somewhere(form)


def _of_source(source: Text | None) -> tuple[frozenset[str], frozenset[str]]:
    """The source's capitalised forms: surely names, and words of its language."""
    if source is None or source.language.core.nouns_capitalised:
        return frozenset(), frozenset()
    spell = spelling(source.language)
    named = [w for w in known_forms(source).words.values() if w.capitalised]
    at_home = frozenset(w.comparable for w in named if spell.at_home(w))
    return frozenset(w.comparable for w in named) - at_home, at_home


def _is_word(form: str, language: Language) -> bool:
    """Whether a form is a common word that means something."""
    common = language.lexicon is not None and language.lexicon.zipf(form) >= _COMMON
    return common and language.senses is not None and bool(language.senses.of(language.stem(form)))


def _title_case(tokens: Sequence[Token]) -> bool:
    words = [t for t in tokens if t.is_word]
    return sum(t.word.capitalised for t in words) > _TITLE_CASE * len(words)


def _place(words: WordAlignment, run: Sequence[int]) -> Span:
    """The empty place in the MT after the partner of the word before, or before the next's."""
    for j in range(run[0] - 1, -1, -1):
        if words.to_mt[j] >= 0:
            end = words.mt[words.to_mt[j]].end
            return Span(end, end)
    for j in range(run[-1] + 1, len(words.other)):
        if words.to_mt[j] >= 0:
            start = words.mt[words.to_mt[j]].start
            return Span(start, start)
    start = words.mt[0].start if words.mt else 0
    return Span(start, start)
