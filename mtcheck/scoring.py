"""Scoring: MQM penalties of the findings; BLEU, chrF and TER of the MT against its reference.

Two published ways to weigh errors, chosen by the setting ``scoring``:

``mqm2``
    MQM 2.0, the raw scoring model (themqm.org, "The MQM Scoring Models", without calibration):
    severity weights 0, 1, 5, 25 for neutral, minor, major, critical; the score is
    100 × (1 − penalty / words), 100 at best and below zero where the errors outweigh the words;
    one critical error fails the text. mtcheck has no neutral findings, which would weigh 0.
``google``
    Freitag et al. 2021, "Experts, Errors, and Context" (TACL 9, table 4): major 5, minor 1,
    minor punctuation 0.1, non-translation 25, of each segment the five worst errors at most;
    the score is the mean penalty of a segment, from 0 (best) to 25. A critical error, a later
    addition to the severities, weighs as a major one there. A segment left untranslated from
    end to end is a non-translation.

Words are those of the MT: there may be no source to count, and ISO 5060 counts the target too.
Chinese and Japanese, which set no spaces, count characters and divide by the language's
``characters_per_word``, so that a penalty per 1,000 words means the same in every language.

Linear scores say little of short texts, which they judge too harshly. Evaluators work with
samples of 500 to 20,000 words (themqm.org), and for the shortest Lommel et al. 2024 ("The
Multi-Range Theory of Translation Quality Measurement", arXiv:2405.16969) advise statistical
quality control in place of a score. So below 500 words the score carries a note.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from mtcheck.article import TokenKind
from mtcheck.mqm import Category, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mtcheck.article import AlignedArticle, Pair, Segment, Text
    from mtcheck.finding import Finding
    from mtcheck.languages import Language
    from mtcheck.settings import Settings
    from mtcheck.span import Span

__all__ = [
    "Comparison",
    "Metric",
    "Scores",
    "compare",
    "home",
    "sacrebleu_metrics",
    "score",
    "short",
    "signatures",
    "weight",
    "words",
]

_MQM2 = {Severity.MINOR: 1.0, Severity.MAJOR: 5.0, Severity.CRITICAL: 25.0}
_GOOGLE = {Severity.MINOR: 1.0, Severity.MAJOR: 5.0, Severity.CRITICAL: 5.0}
_MINOR_PUNCTUATION = 0.1
_NON_TRANSLATION = 25.0
_ERRORS_A_SEGMENT = 5
_ENOUGH_WORDS = 500

_UNSPACED = re.compile(
    r"[々〆\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


@dataclass(frozen=True, slots=True)
class Scores:
    """The MQM figures of one article's shown findings.

    ``mqm`` is the score of the profile (see the module), ``penalty`` the sum of penalty points,
    ``segments`` the points of each MT segment. ``failed`` says that a critical error fails the
    text, whatever its score. ``notes`` are for the reader, as those of the report.
    """

    profile: Literal["mqm2", "google"]
    mqm: float
    penalty: float
    words: int
    failed: bool
    segments: tuple[float, ...]
    notes: tuple[str, ...] = ()

    @property
    def penalty_per_100_words(self) -> float:
        """Penalty points for a hundred words; a text without words counts as one word."""
        return 100 * self.penalty / max(self.words, 1)


def score(article: AlignedArticle, findings: Iterable[Finding], settings: Settings) -> Scores:
    """The scores of one article's shown findings."""
    mt = article.mt
    by_segment: list[list[Finding]] = [[] for _ in mt.segments]
    for finding in findings:
        if by_segment:
            by_segment[home(mt, finding.span)].append(finding)
    count = words(mt)
    if settings.scoring == "google":
        points = tuple(
            _google_points(segment, found)
            for segment, found in zip(mt.segments, by_segment, strict=True)
        )
        mqm, failed = sum(points) / max(len(points), 1), False
    else:
        points = tuple(sum(_MQM2[f.severity] for f in found) for found in by_segment)
        mqm = 100 * (1 - sum(points) / max(count, 1))
        failed = any(f.severity is Severity.CRITICAL for found in by_segment for f in found)
    return Scores(
        profile=settings.scoring,
        mqm=mqm,
        penalty=sum(points),
        words=count,
        failed=failed,
        segments=points,
        notes=_notes(count),
    )


def home(text: Text, span: Span) -> int:
    """The index of the segment that a finding counts for: that of its first visible character.

    A span may begin in the white space between two segments, as that of an added sentence does
    which is to go with the space before it. White space alone belongs to what stands before.
    """
    visible = span.trimmed(text.content)
    return text.segment_index(visible.start if len(visible) else span.start)


def words(text: Text) -> int:
    """How many words the segments of a text have: what spaces set off and has a letter or digit.

    Where the language sets no spaces, characters are divided by its ``characters_per_word``,
    and what is left of other scripts is counted by spaces. Tags and placeholders are no words.
    """
    core = text.language.core
    contents = [_without_tags(text, segment) for segment in text.segments]
    if core.spaced:
        return sum(map(_spaced_words, contents))
    characters, others = 0, 0
    for content in contents:
        rest, found = _UNSPACED.subn(" ", content)
        characters += found
        others += _spaced_words(rest)
    return round(characters / core.characters_per_word) + others


def _without_tags(text: Text, segment: Segment) -> str:
    """A segment without its tags and placeholders, which are no words."""
    span = segment.span
    pieces, at = [], span.start
    for token in segment.tokens:
        if token.kind is TokenKind.MARKUP and token.form[0] in "<{$%":
            pieces.append(text.content[at : token.start])
            at = token.end
    return "".join([*pieces, text.content[at : span.end]])


def _spaced_words(text: str) -> int:
    return sum(1 for word in text.split() if word.isalnum() or any(map(str.isalnum, word)))


def _google_points(segment: Segment, findings: list[Finding]) -> float:
    if any(_is_non_translation(f, segment) for f in findings):
        return _NON_TRANSLATION
    worst = sorted(map(weight, findings), reverse=True)
    return sum(worst[:_ERRORS_A_SEGMENT])


def weight(finding: Finding) -> float:
    """The penalty points of one error in Google's profile, whatever else its segment has."""
    if finding.severity is Severity.MINOR and finding.category is Category.PUNCTUATION:
        return _MINOR_PUNCTUATION
    return _GOOGLE[finding.severity]


def _is_non_translation(finding: Finding, segment: Segment) -> bool:
    return finding.category is Category.UNTRANSLATED and finding.span.contains(segment.span)


def _notes(count: int) -> tuple[str, ...]:
    if count >= _ENOUGH_WORDS:
        return ()
    text = f"the text has {count} word{'' if count == 1 else 's'}"
    return (f"{text}: an MQM score of fewer than {_ENOUGH_WORDS} says little",)


def short(texts: int) -> str:
    """The note on short texts, said once of ``texts`` of them."""
    return (
        f"{texts} texts have fewer than {_ENOUGH_WORDS} words: an MQM score of so few says little"
    )


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure of sacrebleu; ``signature`` makes it citable. ``segments`` are those of pairs.

    ``statistics`` are the counts that the score is made of, as sacrebleu keeps them: those of
    several texts, added up, give the score of all together.
    """

    score: float
    signature: str
    segments: tuple[float, ...]
    statistics: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The MT measured against its reference, 0..100; of TER, less is better and 100 no bound.

    A unit is an aligned pair, with its segments joined; a pair with one side has an empty other
    side, so that omissions and additions count. ``pairs`` are the indexes of the pairs
    measured, in the order of each metric's ``segments``.
    """

    bleu: Metric
    chrf: Metric
    ter: Metric
    pairs: tuple[int, ...]


def compare(article: AlignedArticle) -> Comparison | None:
    """BLEU, chrF and TER through sacrebleu; None without a reference or without words.

    Takes some 2 ms a segment, nearly all of it TER's search for shifts, and is therefore called
    by those report formats that print the figures, not by every check.

    BLEU is cut into tokens as the language's data says (13a, for Chinese zh, for Japanese
    characters), TER with sacrebleu's support for Asian scripts where no spaces are set.
    Sentence BLEU takes the effective order, as sacrebleu's own does.
    """
    units = [(p.index, *_sides(article, p)) for p in article.reference_pairs]
    units = [unit for unit in units if unit[1] or unit[2]]
    if article.reference is None or not units:
        return None
    pairs, ours, theirs = zip(*units, strict=True)
    metrics = sacrebleu_metrics(article.mt.language)
    return Comparison(
        bleu=_bleu(ours, theirs, metrics["bleu"], article.mt.language),
        chrf=_chrf(ours, theirs, metrics["chrf"]),
        ter=_ter(ours, theirs, metrics["ter"]),
        pairs=pairs,
    )


def signatures(language: Language) -> tuple[str, str, str]:
    """The signatures of BLEU, chrF and TER, as :func:`compare` computes them for a language."""
    metrics = sacrebleu_metrics(language)
    for metric in metrics.values():
        metric.corpus_score([""], [[""]])  # the number of references is a part of it
    bleu, chrf, ter = (str(metric.get_signature()) for metric in metrics.values())
    return bleu, chrf, ter


def sacrebleu_metrics(language: Language) -> dict[str, Any]:
    """The ``bleu``, ``chrf`` and ``ter`` of sacrebleu itself, as they are set for a language."""
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF
    from sacrebleu.metrics.ter import TER

    asian = not language.core.spaced
    return {
        # `force` only silences a warning about texts that look tokenised.
        "bleu": BLEU(tokenize=language.core.bleu_tokenizer, force=True),
        "chrf": CHRF(),
        "ter": TER(normalized=asian, asian_support=asian),
    }


def _sides(article: AlignedArticle, pair: Pair) -> tuple[str, str]:
    assert article.reference is not None  # noqa: S101 - it has pairs, so it has a reference
    joint = " " if article.mt.language.core.spaced else ""
    return (
        joint.join(" ".join(_without_tags(article.mt, s).split()) for s in pair.mt),
        joint.join(" ".join(_without_tags(article.reference, s).split()) for s in pair.other),
    )


def _bleu(
    ours: tuple[str, ...],
    theirs: tuple[str, ...],
    corpus: Any,  # noqa: ANN401 - untyped
    language: Language,
) -> Metric:
    from sacrebleu.metrics.bleu import BLEU

    tokenizer = language.core.bleu_tokenizer
    sentence = BLEU(tokenize=tokenizer, force=True, effective_order=True)
    total = corpus.corpus_score(ours, [theirs])
    each = tuple(
        sentence.sentence_score(our, [their]).score for our, their in zip(ours, theirs, strict=True)
    )
    counts = (total.sys_len, total.ref_len, *total.counts, *total.totals)
    return Metric(total.score, str(corpus.get_signature()), each, tuple(map(float, counts)))


def _chrf(ours: tuple[str, ...], theirs: tuple[str, ...], metric: Any) -> Metric:  # noqa: ANN401 - untyped
    # Its score does not show its counts, unlike those of the others: they are asked for by the
    # method that sacrebleu's own test of significance asks with.
    counts = metric._extract_corpus_statistics(ours, [theirs])  # noqa: SLF001 - as said
    total = metric._aggregate_and_compute(counts)  # noqa: SLF001 - likewise; corpus_score is both
    each = tuple(
        metric.sentence_score(our, [their]).score for our, their in zip(ours, theirs, strict=True)
    )
    summed = tuple(float(sum(column)) for column in zip(*counts, strict=True))
    return Metric(total.score, str(metric.get_signature()), each, summed)


def _ter(ours: tuple[str, ...], theirs: tuple[str, ...], metric: Any) -> Metric:  # noqa: ANN401 - untyped
    each = [metric.sentence_score(our, [their]) for our, their in zip(ours, theirs, strict=True)]
    # TER of a corpus is its edits over its reference words: summing saves a second search.
    edits = sum(s.num_edits for s in each)
    length = sum(s.ref_length for s in each)
    total = 100 * edits / length if length else 100.0 * bool(edits)
    counts = (float(edits), float(length))
    return Metric(total, str(metric.get_signature()), tuple(s.score for s in each), counts)
