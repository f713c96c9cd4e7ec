"""A word or phrase that means something else than the one in the reference.

False friends, the wrong one of a word's two senses, words made up on the way: *actually* for
*currently*, *gum* the sweet for *gum* the flesh, *pollen sacs* for *anthers*. The sentence reads
well, and is about something else.

The check looks at places where translation and reference differ in one or two words between
words that both share, or around one ("security secession", "indivisibility of security"). That
alone is no error: four times in five the other word is as good. Three kinds of evidence count.

The language's list of confusions has the pair: the word that is there never means what the
reference says. That is a major error.

Or both texts set a term of up to five words in quotation marks, and one content word of it is
another one: wordnets know both words and nothing that they share, or hardly any text knows the
MT's. That is a major error, too; 28 of 39 such places were judged right by hand.

Or a score says so, and no wordnet knows a sense that the two share, or senses that lie near each
other, or that one word of other languages covers; nor does the source have a word for the
translation's alone. The score weighs, with weights fitted to human marks: whether a word of the
source has both senses, so that the translation took the other one; whether the words name things
of different kinds; how rare the translation's word is beside the reference's; how much of the
sentence differs. Most such findings are minor.

It stays quiet for names, numbers, words that are nearly spelt the same, words of the source,
longer rewordings, and for most errors of meaning, since nothing without a model of meaning tells
them from synonyms. What the score shows without such a word of the source was measured on
documents held out: in German and Russian raters had marked half of it, against a fifth of all
such places; in English it told nothing and in other languages there was too little to tell, so
there the word of the source is needed, and with it the source. Judged by hand, three of five
findings of the score were right. It shows about five places in 10,000 words of German or Russian
and hardly any elsewhere.

Source: MQM's accuracy/mistranslation; WordNet 3.0 and the wordnets of `LICENSE-senses.md`;
`benchmarks/substitutions.py`.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from mtcheck.aligning.gaps import places, stretch
from mtcheck.aligning.phrasebook import Phrasebook
from mtcheck.aligning.quotations import other_terms
from mtcheck.aligning.substitution_scores import HOMONYM, model, scored, spoken_for
from mtcheck.check import Check, Example
from mtcheck.finding import Basis
from mtcheck.mqm import Category, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.article import AlignedArticle, WordAlignment
    from mtcheck.finding import Finding
    from mtcheck.languages import Language
    from mtcheck.settings import Settings

__all__ = ["CHECK", "find"]

CHECK = Check(
    code="A301",
    name="mistranslated-phrase",
    since="0.1",
    category=Category.MISTRANSLATION,
    severity=Severity.MAJOR,
    needs=("meaning", "senses"),
    bases=(Basis.REFERENCE,),
    examples=(
        Example(
            reference="The sensitive data were deleted.",
            mt="The [[sensible]] data were deleted.",
            fix="sensitive",
        ),
    ),
)

_SHORTEST = 2  # characters; a lone Han character is part of too many words
_LONGEST_GAP = 4  # words of a place that is compared


def find(article: AlignedArticle, settings: Settings) -> Iterator[Finding]:
    """Words that are known, or seem, to mean something else than the reference's word there."""
    del settings
    wrong, meant = _books(article.mt.language)
    known = set()
    for pair in article.reference_pairs:
        if pair.words is not None:
            for finding in _compare(pair.words, wrong, meant, article):
                known.add(finding.span)
                yield finding
    for finding in _quoted(article):
        if not any(finding.span.overlaps(span) for span in known):
            known.add(finding.span)
            yield finding
    for finding in _scored(article):
        if not any(finding.span.overlaps(span) for span in known):
            yield finding


def _quoted(article: AlignedArticle) -> Iterator[Finding]:
    for found in other_terms(article):
        if spoken_for(article, found.pair, found.word, found.other):
            continue
        assert article.reference is not None  # noqa: S101 - the term is another than its
        fix = article.reference.at(found.other_span)
        yield CHECK.finding(
            found.span,
            f'"{article.mt.at(found.span)}" stands in quotation marks, where the reference has '
            f'"{fix}": "{found.word.form}" and "{found.other.form}" share no known meaning.',
            basis=Basis.REFERENCE,
            language=article.mt.language.code,
            suggestion=fix,
            reference_span=found.other_span,
        )


def _scored(article: AlignedArticle) -> Iterator[Finding]:
    if article.reference is None or article.mt.language.senses is None:
        return
    fitted = model()
    if article.source is None and article.mt.language.code not in fitted.measured:
        return  # only a word of the source could show a slot
    for found in scored(article, fitted):
        if not fitted.shows(found.values, article.mt.language.code):
            continue
        slot = found.slot
        fix = article.reference.at(slot.other_span)
        both = ": a word of the source has either sense" if HOMONYM in found.values else ""
        yield CHECK.finding(
            slot.span,
            f'"{article.mt.at(slot.span)}" stands where the reference has "{fix}", and nothing '
            f"suggests that they mean the same{both}.",
            basis=Basis.REFERENCE,
            language=article.mt.language.code,
            severity=_severity(fitted.score(found.values), fitted.major),
            suggestion=fix,
            reference_span=slot.other_span,
        )


def _severity(score: float, major: float) -> Severity:
    return Severity.MAJOR if score >= major else Severity.MINOR


@cache
def _books(language: Language) -> tuple[Phrasebook, Phrasebook]:
    pairs = language.meaning.confusions if language.meaning else ()
    return (
        Phrasebook({str(n): words.split() for n, (words, _) in enumerate(pairs)}, language),
        Phrasebook({str(n): words.split() for n, (_, words) in enumerate(pairs)}, language),
    )


def _compare(
    words: WordAlignment, wrong: Phrasebook, meant: Phrasebook, article: AlignedArticle
) -> Iterator[Finding]:
    if article.reference is None:
        return
    for a, b, c, d in places(words):
        if not (0 < b - a <= _LONGEST_GAP and 0 < d - c <= _LONGEST_GAP):
            continue
        for mine in wrong.scan(words.mt[a:b]):
            theirs = next((h for h in meant.scan(words.other[c:d]) if h.labels & mine.labels), None)
            if theirs is None:
                continue
            if any(t.comparable == words.mt[a + mine.start].comparable for t in words.other):
                continue  # the reference has the word itself, elsewhere
            span = stretch(words.mt, a + mine.start, a + mine.end)
            if len(span) < _SHORTEST:
                continue
            other = stretch(words.other, c + theirs.start, c + theirs.end)
            fix = article.reference.at(other)
            yield CHECK.finding(
                span,
                f'"{article.mt.at(span)}" does not mean "{fix}", which the reference has here.',
                basis=Basis.REFERENCE,
                language=article.mt.language.code,
                suggestion=fix,
                reference_span=other,
            )
