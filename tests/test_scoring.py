from __future__ import annotations

import sys
from dataclasses import replace

import pytest
from sacrebleu.metrics.bleu import BLEU  # noqa: TID253 - the yardstick of these tests
from sacrebleu.metrics.chrf import CHRF  # noqa: TID253 - the yardstick of these tests
from sacrebleu.metrics.ter import TER  # noqa: TID253 - the yardstick of these tests

from mtcheck import aligning, languages, reading, scoring, segmenting
from mtcheck.article import AlignedArticle, Pair
from mtcheck.finding import Basis, Finding
from mtcheck.mqm import Category, Severity
from mtcheck.settings import make
from mtcheck.span import Span

MQM2 = make(scoring="mqm2")
GOOGLE = make(scoring="google")


def aligned(mt: str, reference: str | None = None, lang: str = "en") -> AlignedArticle:
    """An article whose lines are its segments; line n beside line n where they are as many."""
    target, origin = languages.load(lang), languages.load("und")
    parallel = len(mt.splitlines()) == len((reference or "").splitlines())
    article = reading.from_strings(mt, reference, None, target, origin, aligned=parallel)
    return aligning.align(segmenting.segment(article))


def finding(
    start: int,
    severity: Severity = Severity.MAJOR,
    category: Category = Category.MISTRANSLATION,
    end: int | None = None,
) -> Finding:
    span = Span(start, start + 1 if end is None else end)
    return Finding(
        "A301", "wrong", category, severity, span, "why", Basis.REFERENCE, 0.9, evidence=("A301",)
    )


MINOR, MAJOR, CRITICAL = Severity.MINOR, Severity.MAJOR, Severity.CRITICAL
# Two segments of ten words each.
TWENTY = "One two three four five six seven eight nine ten.\n" * 2


def test_mqm2_is_a_hundred_times_one_less_the_penalty_for_each_word() -> None:
    # 1 + 5 + 1 points in 20 words: 100 × (1 − 7/20) = 65.
    found = (finding(0, MINOR), finding(4, MAJOR), finding(60, MINOR))
    scores = scoring.score(aligned(TWENTY), found, MQM2)
    assert scores.mqm == pytest.approx(65)
    assert scores.penalty == 7
    assert scores.penalty_per_100_words == pytest.approx(35)
    assert scores.words == 20
    assert scores.segments == (6, 1)
    assert not scores.failed


def test_mqm2_fails_for_one_critical_error() -> None:
    scores = scoring.score(aligned(TWENTY), [finding(0, CRITICAL)], MQM2)
    assert scores.failed
    assert scores.mqm == pytest.approx(100 * (1 - 25 / 20))


def test_a_text_without_findings_has_the_best_score_of_either_profile() -> None:
    assert scoring.score(aligned(TWENTY), (), MQM2).mqm == 100
    assert scoring.score(aligned(TWENTY), (), GOOGLE).mqm == 0


def test_google_is_the_mean_penalty_of_a_segment() -> None:
    # (5 + 0.1) and 1 in two segments: 3.05 on average.
    found = (
        finding(0, MAJOR),
        finding(48, MINOR, Category.PUNCTUATION),
        finding(60, MINOR),
    )
    scores = scoring.score(aligned(TWENTY), found, GOOGLE)
    assert scores.mqm == pytest.approx(3.05)
    assert scores.segments == pytest.approx((5.1, 1))
    assert scores.penalty_per_100_words == pytest.approx(30.5)


def test_google_counts_the_five_worst_errors_of_a_segment() -> None:
    found = [finding(i, MINOR) for i in range(4)] + [finding(5 + i, MAJOR) for i in range(3)]
    assert scoring.score(aligned(TWENTY), found, GOOGLE).segments == (3 * 5 + 2 * 1, 0)


def test_google_weighs_a_major_punctuation_error_in_full() -> None:
    found = [finding(0, MAJOR, Category.PUNCTUATION)]
    assert scoring.score(aligned(TWENTY), found, GOOGLE).segments == (5, 0)


def test_google_has_25_points_for_a_segment_left_untranslated_and_nothing_beside() -> None:
    article = aligned(TWENTY)
    whole = article.mt.segments[0].span
    found = [
        finding(whole.start, MAJOR, Category.UNTRANSLATED, whole.end),
        finding(4, CRITICAL),
        finding(60, MAJOR, Category.UNTRANSLATED),
    ]
    assert scoring.score(article, found, GOOGLE).segments == (25, 5)


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "It's a well-known 3.5% — isn't it?", 6),
        ("fr", "L'homme : « oui » !", 2),
        ("ru", "Он не пришёл.", 3),
        ("zh", "我们在北京开会。", 5),  # 7 characters / 1.5
        ("zh", "我们用iPhone 15开会。", 5),  # 5 characters / 1.5 and two other words
        ("ja", "東京で会議をしました。", 5),  # 10 characters / 2
    ],
)
def test_words_are_counted_as_each_language_writes_them(
    lang: str, text: str, expected: int
) -> None:
    assert scoring.words(aligned(text, lang=lang).mt) == expected


@pytest.mark.parametrize(("count", "noted"), [(0, True), (1, True), (499, True), (500, False)])
def test_a_short_text_carries_a_note(count: int, noted: bool) -> None:  # noqa: FBT001 - a case
    scores = scoring.score(aligned("word " * count), (), MQM2)
    assert bool(scores.notes) is noted


def test_an_empty_text_has_finite_figures() -> None:
    for settings in (MQM2, GOOGLE):
        scores = scoring.score(aligned(""), (), settings)
        assert (scores.penalty_per_100_words, scores.words, scores.segments) == (0, 0, ())


def test_a_span_that_begins_in_the_space_before_a_segment_counts_for_that_segment() -> None:
    article = aligned("One two.\nThree four.")
    assert scoring.home(article.mt, Span(8, 14)) == 1
    assert scoring.home(article.mt, Span(8, 8)) == 0
    assert scoring.home(article.mt, Span(8, 9)) == 0


MT = "The cat sat on the mat.\nHe did not come today.\nAn addition."
REFERENCE = "The cat sat on a mat.\nHe has not come today.\n\nA sentence that is missing."


def test_figures_are_those_of_sacrebleu_called_directly() -> None:
    ours = ["The cat sat on the mat.", "He did not come today.", "An addition.", ""]
    theirs = ["The cat sat on a mat.", "He has not come today.", "", "A sentence that is missing."]
    mt = "\n".join(ours[:3]) + "\n"
    figures = scoring.compare(_paired(mt, "\n".join(theirs[:2]) + "\n" + theirs[3]))
    assert figures is not None
    for metric, found in ((BLEU(), figures.bleu), (CHRF(), figures.chrf), (TER(), figures.ter)):
        expected = metric.corpus_score(ours, [theirs])
        assert found.score == pytest.approx(expected.score)
        assert found.signature == str(metric.get_signature())
    sentence = BLEU(effective_order=True)
    assert figures.bleu.segments == pytest.approx(
        [sentence.sentence_score(o, [t]).score for o, t in zip(ours, theirs, strict=True)]
    )
    assert figures.ter.segments == pytest.approx(
        [TER().sentence_score(o, [t]).score for o, t in zip(ours, theirs, strict=True)]
    )


def test_the_statistics_of_texts_add_up_to_those_of_all_together() -> None:
    texts = [("The cat sat on a mat.", "The cat sat on the mat."), ("He came.", "He has come.")]
    each = [scoring.compare(aligned(mt, reference)) for mt, reference in texts]
    ours, theirs = (list(side) for side in zip(*texts, strict=True))
    metrics = scoring.sacrebleu_metrics(aligned("a").mt.language)
    for name, metric in metrics.items():
        rows = [getattr(compared, name).statistics for compared in each]
        summed = [sum(column) for column in zip(*rows, strict=True)]
        expected = metric.corpus_score(ours, [theirs])
        found = metric._compute_score_from_stats(summed)  # noqa: SLF001 - the judge's own formula
        assert found.score == pytest.approx(expected.score)
        assert 0 < expected.score < 100


def _paired(mt: str, reference: str) -> AlignedArticle:
    """Two pairs, an addition and an omission, whatever the aligner would say."""
    article = aligned(mt, reference + "\n")
    assert article.reference is not None
    left = [s for s in article.mt.segments if len(s.span)]
    right = [s for s in article.reference.segments if len(s.span)]
    sides = [(left[:1], right[:1]), (left[1:2], right[1:2]), (left[2:], []), ([], right[2:])]
    pairs = tuple(Pair(i, tuple(ours), tuple(theirs)) for i, (ours, theirs) in enumerate(sides))
    return replace(article, reference_pairs=pairs)


@pytest.mark.parametrize(
    ("lang", "mt", "reference", "tokenizer"),
    [
        ("zh", "我们在北京开会。", "我们在上海开会。", "tok:zh"),
        ("ja", "東京で会議をした。", "大阪で会議をした。", "tok:char"),
    ],
)
def test_languages_without_spaces_are_cut_into_characters(
    lang: str, mt: str, reference: str, tokenizer: str
) -> None:
    figures = scoring.compare(aligned(mt, reference, lang))
    assert figures is not None
    assert tokenizer in figures.bleu.signature
    assert "asian:yes" in figures.ter.signature
    ter = TER(normalized=True, asian_support=True)
    assert figures.ter.score == pytest.approx(ter.corpus_score([mt], [[reference]]).score)
    assert 0 < figures.ter.score < 100


def test_the_segments_of_a_pair_are_one_unit() -> None:
    article = aligned("One two,\nand three.", "One two, and three.")
    assert article.reference is not None
    pair = Pair(0, article.mt.segments, article.reference.segments)
    assert [len(pair.mt), len(pair.other)] == [2, 1]
    figures = scoring.compare(replace(article, reference_pairs=(pair,)))
    assert figures is not None
    assert (figures.bleu.score, figures.ter.score) == (pytest.approx(100), 0)
    assert figures.pairs == (0,)


def test_there_is_nothing_to_compare_without_a_reference() -> None:
    assert scoring.compare(aligned(MT)) is None
    assert scoring.compare(aligned("", "")) is None


def test_the_mqm_score_does_not_wait_for_sacrebleu(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in [m for m in sys.modules if m.partition(".")[0] == "sacrebleu"]:
        monkeypatch.delitem(sys.modules, module)
    scoring.score(aligned(MT, REFERENCE), (), MQM2)
    assert not any(m.partition(".")[0] == "sacrebleu" for m in sys.modules)
