"""The way through: rows of gold → predictions → figures, set by set.

A set is one origin and language pair whose rows give the detector the same inputs; all its
tools (mtcheck, others, floor and ceiling) are scored on the same rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mtcheck import __version__
from mtcheck.errors import InputError
from mtcheck.evaluation import breakdowns, detecting, others, records
from mtcheck.evaluation.results import Evaluation, Set
from mtcheck.evaluation.sets import Bootstrap, Tool, laid_out, parts, pooled, scored_set
from mtcheck.evaluation.views import View

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from mtcheck.evaluation.detecting import Mode
    from mtcheck.evaluation.records import GoldRow, Prediction, Translation

__all__ = ["NAME", "Outcome", "Request", "evaluate", "steps"]

NAME = "mtcheck"
"""What our own spans are called in the tables."""

_VERSION = 1
_METRICS = 4  # that the floor has


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to evaluate and how.

    ``settings`` are those of the checks but for the languages; ``compare`` names files of other
    tools' spans; ``resamples`` is how many samples the bootstrap draws, 0 for no intervals.
    """

    mode: Mode = "given"
    settings: Mapping[str, object] = field(default_factory=dict)
    compare: tuple[str, ...] = ()
    human: bool = False
    seed: int = 1
    resamples: int = 1000


class Outcome(NamedTuple):
    """The evaluation, what it was made from, and the checks that crashed."""

    evaluation: Evaluation
    translations: tuple[Translation, ...]
    predictions: list[Prediction]
    failures: list[str]


def evaluate(
    rows: Iterable[GoldRow], request: Request, step: Callable[[str], None] = lambda _: None
) -> Outcome:
    """Evaluate mtcheck, and the tools to compare, on gold rows.

    Raises :class:`InputError` where nothing is left to evaluate, a row lacks what the mode
    needs, or a file to compare does not fit; :class:`mtcheck.errors.SettingsError` for settings.
    """
    kept, notes = _kept(list(rows), human=request.human)
    detecting.check_inputs(kept, request.mode)
    translations = records.translations(kept)
    compared = [(_label(path), others.read(path, translations)) for path in request.compare]
    predictions, failures = detecting.detect(translations, request.mode, request.settings, step)
    tools = [
        Tool(NAME, "tool", predictions),
        *(Tool(name, "other", found) for name, found in compared),
    ]
    bootstrap = Bootstrap(request.resamples, request.seed)
    sets = []
    for part in parts(translations, request.mode):
        step(f"scoring {part.origin} {part.pair}")
        sets.append(scored_set(part, translations, tools, bootstrap, step))
    gold, ours = laid_out(translations, predictions)
    view = View.of([row for one in translations for row in one.rows], gold)
    evaluation = Evaluation(
        version=_VERSION,
        tool=f"mtcheck {__version__}",
        mode=request.mode,
        seed=request.seed,
        resamples=request.resamples,
        sets=sets,
        pooled=pooled(translations, tools, sets, bootstrap),
        macro=_macro(sets),
        gold_severities=breakdowns.counts(view, gold, ours, breakdowns.by_severity),
        severities=breakdowns.counts(view, ours, gold, breakdowns.by_severity),
        gold_categories=breakdowns.counts(view, gold, ours, breakdowns.by_category),
        categories=breakdowns.counts(view, ours, gold, breakdowns.by_category),
        codes=breakdowns.counts(view, ours, gold, breakdowns.by_code),
        notes=notes,
    )
    return Outcome(evaluation, translations, predictions, failures)


def steps(rows: Iterable[GoldRow], request: Request) -> int:
    """How many steps :func:`evaluate` will tell of, about: articles, sets, sentence metrics."""
    kept, _ = _kept(list(rows), human=request.human)
    translations = records.translations(kept)
    found = parts(translations, request.mode)
    metrics = _METRICS * sum(part.reference for part in found)
    return len(detecting.articles(translations, request.mode)) + len(found) + metrics


def _kept(rows: list[GoldRow], *, human: bool) -> tuple[list[GoldRow], list[str]]:
    kept = rows if human else [row for row in rows if not row.human]
    notes = []
    if len(kept) < len(rows):
        left = len(rows) - len(kept)
        notes.append(f"{left} rows of translations by people left out (--human takes them in)")
    if not kept:
        message = "no rows are left to evaluate" + (f": {notes[0]}" if notes else "")
        raise InputError(message)
    return kept, notes


def _label(path: str) -> str:
    return Path(path).name.removesuffix(".gz").removesuffix(".jsonl")


def _macro(sets: Sequence[Set]) -> dict[str, dict[str, float]]:
    """The mean over the sets of the figures that a tool has in all of them."""
    table: dict[str, dict[str, list[float]]] = {}
    for one in sets:
        for spans in one.spans:
            values = {
                "precision": spans.precision.value,
                "recall": spans.recall.value,
                "f1": spans.f1.value,
                "f1_blind": spans.f1_blind,
                "exact_f1": spans.exact_f1,
                "overlap_f1": spans.overlap_f1,
                "surest": spans.surest.value,
            }
            _add(table, spans.tool, values)
        for scores in one.scores:
            found = {
                "kendall": scores.kendall.value,
                "pearson": scores.pearson,
                "accuracy": scores.accuracy,
                "kendall_by_segment": scores.kendall_by_segment,
                "accuracy_by_segment": scores.accuracy_by_segment,
                "spa": scores.spa,
            }
            _add(table, scores.tool, found)
    return {
        tool: means
        for tool, figures in table.items()
        if (means := {k: sum(v) / len(v) for k, v in figures.items() if len(v) == len(sets)})
    }


def _add(
    table: dict[str, dict[str, list[float]]], tool: str, values: Mapping[str, float | None]
) -> None:
    for figure, value in values.items():
        if value is not None:
            table.setdefault(tool, {}).setdefault(figure, []).append(value)
