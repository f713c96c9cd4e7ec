"""A word that does not exist: "atencin" for "atención", "goverment".

Subword models can spell words that nobody ever wrote. A reader guesses, a search does not
find, and a screen reader stumbles.

It looks at words in small letters that the frequency list of the language does not have, and
tells one only where a known word is one or two letters away: the reference's unmatched word
first, else a common word of the language, letters that are often confused before others. It
stays quiet for words that the reference or the source has too, other forms of known words,
compounds and prefixed words of known parts, parts of hyphenated words, words beside digits,
and capitalised words (those are names: N101), but for German nouns and first words where the
source says which word was meant.

Source: MQM 2.0, linguistic conventions/spelling; candidates as in Norvig 2007, "How to Write
a Spelling Corrector"; frequencies from wordfreq (Speer 2022).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from mtcheck.aligning.counterparts import Counterparts, counterparts
from mtcheck.aligning.names import Difference, Kind
from mtcheck.aligning.near_words import (
    Guess,
    guess,
    other_form,
    plausible,
    prefixed,
    slip,
    variant,
)
from mtcheck.aligning.suspects import suspects
from mtcheck.check import Check, Example
from mtcheck.finding import Basis
from mtcheck.mqm import Category, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mtcheck.article import AlignedArticle, Pair, Segment, Token, Word
    from mtcheck.finding import Finding
    from mtcheck.languages import Language
    from mtcheck.settings import Settings

__all__ = ["CHECK", "find"]

CHECK = Check(
    code="F506",
    name="not-a-word",
    since="0.1",
    category=Category.SPELLING,
    severity=Severity.MINOR,
    needs=("lexicon", "typography"),
    bases=(Basis.REFERENCE, Basis.SOURCE, Basis.LEXICON),
    examples=(
        Example(mt="Hay que prestar [[atencin]] a los detalles.", lang="es", fix="atención"),
        Example(
            reference="The infrastructure is old.",
            mt="The [[infrastrcture]] is old.",
            fix="infrastructure",
        ),
    ),
)

_SHORTEST = 5  # letters; shorter unknown words are mostly abbreviations
_LONGEST = 30
_SLIP = 3.0  # Zipf below which a listed word may be a common slip, if the reference says so
_LEAD = 1.5  # Zipf by which the reference's word must be commoner than that slip
_FAR = 8  # letters from which two edits may separate a word from the reference's
_COMMON_NOUN = 3.5  # Zipf of a capitalised word that is no name
_FEW = 30  # unknown words that any article may have
_SHARE = 0.1  # of its tokens that may be unknown beyond those
_OFTEN = 2  # times that a slip may come in one article
_ENDING = 2  # last letters in which two forms of a word differ


def find(article: AlignedArticle, settings: Settings) -> Iterator[Finding]:
    """Unknown words near known ones."""
    del settings
    if not article.mt.language.core.spaced:
        return
    seen: set[int] = set()
    for finding in _rare(article, _unknown(article)):
        seen.add(finding.span.start)
        yield finding
    for found in suspects(article):
        if found.kind is Kind.WORD and found.span.start not in seen:
            yield _meant(article, found)


def _meant(article: AlignedArticle, found: Difference) -> Finding:
    """A word with a capital, near one that the source means."""
    source = article.source
    theirs = source.at(found.other_span) if source is not None and found.other_span else ""
    what = f'for the source\'s "{theirs}"' if theirs else "for what the source says"
    return CHECK.finding(
        found.span,
        f'"{article.mt.at(found.span)}" is not a known word; {what} it would be '
        f'"{found.suggestion}".',
        basis=Basis.SOURCE,
        language=article.mt.language.code,
        suggestion=found.suggestion,
        source_span=found.other_span,
    )


def _unknown(article: AlignedArticle) -> Iterator[Finding]:
    language = article.mt.language
    opposite = counterparts(article)
    strange = count = 0
    for segment in article.mt.segments:
        count += len(segment.tokens)
        for index, token in enumerate(segment.tokens):
            word = token.word
            if word.zipf >= _SLIP or word.kind:  # (a word's kind is 0)
                continue
            if (word.zipf or word.capitalised) and article.reference is None:
                continue
            if word.capitalised and not language.core.nouns_capitalised:
                continue
            if not _candidate(segment, index, language.core.elisions) or _known_opposite(
                word, opposite
            ):
                continue
            strange += 1
            if strange > _FEW + count * _SHARE:
                return  # not the language that it should be: every word is unknown
            finding = _judge(article, token, opposite)
            if finding is not None:
                yield finding


def _rare(article: AlignedArticle, found: Iterable[Finding]) -> Iterator[Finding]:
    """Those that come once or twice; what an article says often is a term of its subject."""
    content, every = article.mt.content, list(found)
    times = Counter(f.span.of(content) for f in every)
    for finding in every:
        if finding.basis is Basis.REFERENCE or times[finding.span.of(content)] <= _OFTEN:
            yield finding


def _candidate(segment: Segment, index: int, elisions: tuple[str, ...]) -> bool:
    """Whether it is a plain word: letters alone, and nothing stuck to it."""
    token = segment.tokens[index]
    form = token.form
    if not _SHORTEST <= len(form) <= _LONGEST or not form.isalpha() or not form[1:].islower():
        return False
    before = segment.tokens[index - 1] if index else None
    after = segment.tokens[index + 1] if index + 1 < len(segment.tokens) else None
    if before is not None and before.end == token.start and not _leans(before, elisions):
        return False
    return after is None or after.start > token.end or after.form in _FREE_AFTER


def _leans(before: Token, elisions: tuple[str, ...]) -> bool:
    """Whether what stands right before a word is an opening mark or an elided word."""
    return before.form in _FREE_BEFORE or before.comparable in elisions


_FREE_BEFORE = frozenset("\"'“”„‘’«»([¿¡")
_FREE_AFTER = frozenset(",.;:!?…\"'“”„‘’»)]") | {"..."}


def _known_opposite(word: Word, opposite: Counterparts) -> bool:
    return word.comparable in opposite.reference_words or word.comparable in opposite.source_words


def _judge(article: AlignedArticle, token: Token, opposite: Counterparts) -> Finding | None:
    language, form = article.mt.language, token.comparable
    pair = opposite.reference_pair(token.start)
    meant = _of_reference(token, pair, language) if pair is not None else None
    if pair is not None and meant is not None:
        inside = all(s.tokens[0].start != meant.start for s in pair.other if s.tokens)
        return CHECK.finding(
            token.span,
            f'"{token.form}" is not a known word; the reference has "{meant.form}" here.',
            basis=Basis.REFERENCE,
            language=language.code,
            suggestion=_as_written(token, meant, language, inside=inside),
            reference_span=meant.span,
        )
    if token.word.zipf or token.word.capitalised:
        return None
    spoilt = slip(form, language)
    near = Guess(spoilt, clear=True) if spoilt else None
    if near is None and not plausible(form, language):
        near = guess(form, language)
    if near is None:
        return None
    return CHECK.finding(
        token.span,
        f'"{token.form}" is not a known word; "{near.form}" is one letter away.',
        basis=Basis.LEXICON,
        language=language.code,
        suggestion=near.form if near.clear else None,
    )


def _as_written(token: Token, meant: Token, language: Language, *, inside: bool) -> str:
    """The reference's word in the form and case that the MT needs.

    ``inside`` says that it does not begin the reference's sentence.
    """
    near = OSA.distance(token.comparable, meant.comparable, score_cutoff=1) <= 1
    other = None if near else guess(token.comparable, language)
    if other is not None and language.stem(other.form) == meant.word.stem:
        form = other.form  # another inflection than the reference's
    elif language.core.nouns_capitalised:
        return meant.form
    else:
        form = meant.form.lower()
    name = meant.word.capitalised and (language.core.nouns_capitalised or inside)
    return form[0].upper() + form[1:] if token.word.capitalised or name else form


def _of_reference(token: Token, pair: Pair, language: Language) -> Token | None:
    """The reference's unmatched word that ``token`` is a misspelling of."""
    if pair.words is None:
        return None
    form = token.comparable
    best: tuple[int, int] | None = None
    matched = {link.mt: link.other for link in pair.words.links}
    own = next((i for i, t in enumerate(pair.words.mt) if t.start == token.start), -1)
    back = {j: i for i, j in matched.items()}
    for j, other in enumerate(pair.words.other):
        if back.get(j, own) != own or abs(len(other.comparable) - len(form)) > _ENDING:
            continue
        known = other.comparable
        limit = 2 if len(form) >= _FAR and not token.word.zipf else 1
        distance = OSA.distance(form, known, score_cutoff=limit)
        if distance > limit or not distance or not other.comparable.isalpha():
            continue
        if not _misspells(form, known, token.word, other.word, language):
            continue
        if best is None or (distance, j) < best:
            best = (distance, j)
    return pair.words.other[best[1]] if best is not None else None


def _misspells(form: str, known: str, mine: Word, theirs: Word, language: Language) -> bool:
    """Whether the difference is a slip, and no other form, variant or derivation."""
    if theirs.zipf < mine.zipf + _LEAD or (mine.capitalised and theirs.zipf < _COMMON_NOUN):
        return False
    if mine.zipf and mine.zipf >= _SLIP:
        return False
    ending = form[:-_ENDING] == known[: len(form) - _ENDING] and form[-1] != known[-1]
    # Two slips leave both ends of a word alone; "cosmesis" is no "cosmetic".
    far = len(form) == len(known) and form[-1] != known[-1]
    if mine.stem == theirs.stem or ending or (far and OSA.distance(form, known) > 1):
        return False
    if variant(form, known, language) or other_form(form, language) or prefixed(form, language):
        return False
    longer, shorter = (form, known) if len(form) > len(known) else (known, form)
    return not longer.endswith(shorter) or len(longer) - len(shorter) == 1
