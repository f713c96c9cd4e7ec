"""The floor: what costs nothing, on the same rows.

Spans: every character flagged; and the token difference, all words of the translation that a
monotone match with the reference leaves over. Scores: sentence BLEU, chrF, chrF++ and TER
through sacrebleu, with their signatures. All but the first need a reference; they are given it
whatever the detector may see.

TER's search for shifts takes time with the fourth power of the length: where either side has
more than 400 words, as an output that loops has, the edits are counted without shifts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import LCSseq, Levenshtein

from mtcheck import languages
from mtcheck.article import TokenKind
from mtcheck.evaluation.records import Mark, Prediction
from mtcheck.mqm import Severity
from mtcheck.span import Span
from mtcheck.tokenising import tokenise

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mtcheck.evaluation.records import GoldRow

__all__ = ["Metric", "flag_all", "metrics", "token_difference"]

_LONG = 400  # words; sacrebleu's TER takes minutes for an output of 2,000
_SEVERITY = Severity.MAJOR  # what most annotations that count are; one choice for all data


class Metric(NamedTuple):
    """A metric's scores, higher for better, and sacrebleu's signature."""

    name: str
    signature: str
    scores: tuple[float, ...]


def flag_all(row: GoldRow) -> Prediction:
    """One span over everything."""
    return Prediction((Mark(Span(0, len(row.mt)), _SEVERITY),), None)


def token_difference(row: GoldRow) -> Prediction:
    """The words that the reference lacks, each a span; the score is minus their share."""
    language = languages.load(row.target_lang)
    reference = row.reference or ""
    tokens = [
        token
        for token in tokenise(row.mt, Span(0, len(row.mt)), language)
        if token.kind is not TokenKind.PUNCTUATION
    ]
    others = tokenise(reference, Span(0, len(reference)), language)
    ours = [t.comparable for t in tokens]
    theirs = [t.comparable for t in others if t.kind is not TokenKind.PUNCTUATION]
    shared = {
        index
        for op in LCSseq.opcodes(ours, theirs)
        if op.tag == "equal"
        for index in range(op.src_start, op.src_end)
    }
    marks = [Mark(t.span, _SEVERITY) for index, t in enumerate(tokens) if index not in shared]
    missing = 1 - len(shared) / max(len(tokens), len(theirs), 1)
    return Prediction(tuple(marks), -missing)


def metrics(rows: Sequence[GoldRow], step: Callable[[str], None]) -> tuple[Metric, ...]:
    """The sentence scores of rows of one language pair that all have a reference."""
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF
    from sacrebleu.metrics.ter import TER

    core = languages.load(rows[0].target_lang).core
    asian = not core.spaced
    made = (
        ("BLEU", BLEU(tokenize=core.bleu_tokenizer, effective_order=True, force=True), 1),
        ("chrF", CHRF(), 1),
        ("chrF++", CHRF(word_order=2), 1),
        ("TER", TER(normalized=asian, asian_support=asian), -1),
    )
    found = []
    for name, metric, sign in made:
        step(f"{name} {rows[0].pair}")
        metric.sentence_score("a", ["a"])  # sacrebleu has no signature before its first score
        known: dict[tuple[str, str], float] = {}
        for row in rows:
            pair = (row.mt, row.reference or "")
            if pair not in known:
                long = name == "TER" and max(len(_words(t, core.spaced)) for t in pair) > _LONG
                score = _unshifted(*pair, spaced=core.spaced) if long else None
                if score is None:
                    score = metric.sentence_score(pair[0], [pair[1]]).score
                known[pair] = sign * score
        scores = tuple(known[row.mt, row.reference or ""] for row in rows)
        found.append(Metric(name, str(metric.get_signature()), scores))
    return tuple(found)


def _words(text: str, spaced: bool) -> list[str]:  # noqa: FBT001 - the language's own flag
    return text.lower().split() if spaced else [c for c in text if not c.isspace()]


def _unshifted(mt: str, reference: str, *, spaced: bool) -> float:
    """Word edits for a hundred words of the reference: TER where no words are moved."""
    ours, theirs = _words(mt, spaced), _words(reference, spaced)
    return 100 * Levenshtein.distance(ours, theirs) / max(len(theirs), 1)
