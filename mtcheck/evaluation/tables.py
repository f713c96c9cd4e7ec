"""An evaluation as tables: titles, headers and cells, for any way of printing them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mtcheck.evaluation.results import Figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mtcheck.evaluation.results import Count, Curve, Evaluation, Set

__all__ = ["Table", "tables"]

_NONE = "–"  # where the data do not define a figure
_MOST_LABELS = 20
_POINTS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5)


class Table(NamedTuple):
    """A table; ``note`` says how to read it. The first ``words`` columns are words."""

    title: str
    note: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: int = 2


def tables(evaluation: Evaluation) -> list[Table]:
    """All tables that have rows, in the order of reading."""
    several = len(evaluation.sets) > 1
    shown = [*evaluation.sets, *([evaluation.pooled] if several else [])]
    made = [
        _data(shown),
        _spans(shown, evaluation if several else None),
        _precision(shown),
        _scores(evaluation.sets, evaluation if several else None),
        _comparisons(shown),
        _curve(evaluation.pooled.curves),
        _counts("What is found of the gold, by severity", evaluation.gold_severities, "found"),
        _counts("What is found of the gold, by category", evaluation.gold_categories, "found"),
        _counts("How often ours are right, by severity", evaluation.severities, "right"),
        _counts("How often ours are right, by category", evaluation.categories, "right"),
        _counts("How often ours are right, by check", evaluation.codes, "right"),
    ]
    return [_without_empty_columns(table) for table in made if table.rows]


def _without_empty_columns(table: Table) -> Table:
    """``table`` without the columns in which no row has a figure."""
    columns = range(len(table.header))
    kept = [at for at in columns if any(row[at] != _NONE for row in table.rows)]
    rows = tuple(tuple(row[at] for at in kept) for row in table.rows)
    return table._replace(header=tuple(table.header[at] for at in kept), rows=rows)


def _number(value: float | None) -> str:
    return _NONE if value is None else f"{value:.3f}"


def _figure(figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return _number(figure.value)
    return f"{_number(figure.value)} [{figure.low:.3f}, {figure.high:.3f}]"


def _share(value: float) -> str:
    return f"{100 * value:.1f}%"


def _data(sets: Iterable[Set]) -> Table:
    header = (
        "set", "inputs", "rows", "translations", "documents", "systems", "raters", "marked",
    )  # fmt: skip
    rows = []
    for one in sets:
        data = one.data
        counts = (data.rows, data.translations, data.documents, data.systems, data.raters)
        rows.append((one.name, data.inputs, *map(str, counts), _share(data.marked)))
    note = (
        "A row is what one rater marked in one translation; inputs are what the detector saw; "
        "marked is the share of characters."
    )
    return Table("Data", note, header, tuple(rows))


def _spans(sets: Iterable[Set], macro: Evaluation | None) -> Table:
    header = (
        "set", "tool", "precision", "recall", "span F1", "any severity", "exact F1", "overlap F1",
    )  # fmt: skip
    rows: list[tuple[str, ...]] = [
        (
            one.name,
            spans.tool,
            _number(spans.precision.value),
            _number(spans.recall.value),
            _figure(spans.f1),
            _number(spans.f1_blind),
            _number(spans.exact_f1),
            _number(spans.overlap_f1),
        )
        for one in sets
        for spans in one.spans
    ]
    keys = ("precision", "recall", "f1", "f1_blind", "exact_f1", "overlap_f1")
    rows += _means(macro, keys, "f1")
    note = (
        "Span F1 as WMT scored it in 2023: by character, all rows at once, half credit where only "
        "the severity differs; in brackets the 95% interval over documents."
    )
    return Table("Spans", note, header, tuple(rows))


def _means(macro: Evaluation | None, keys: Sequence[str], needed: str) -> list[tuple[str, ...]]:
    if macro is None:
        return []
    return [
        ("mean of sets", tool, *(_number(means.get(key)) for key in keys))
        for tool, means in macro.macro.items()
        if needed in means
    ]


def _precision(sets: Iterable[Set]) -> Table:
    header = ("set", "tool", "words", "precision", "of any rater", "flagged", "spans right")
    rows = [
        (
            one.name,
            spans.tool,
            _share(spans.surest_share),
            _figure(spans.surest),
            _number(spans.surest_any),
            _share(spans.flagged),
            _number(spans.overlap_precision),
        )
        for one in sets
        for spans in one.spans
    ]
    note = (
        "Among the 2% of words of highest confidence, or all that are flagged where they are "
        "fewer: how many the rater marked, and any of several raters. Then the share of all "
        "characters that is flagged, and of spans that touch a marked one."
    )
    return Table("Precision at 2% of words", note, header, tuple(rows))


def _scores(sets: Iterable[Set], macro: Evaluation | None) -> Table:
    header = (
        "set", "score", "Kendall", "acc-t", "Kendall by segment", "acc-t by segment", "Pearson",
        "SPA",
    )  # fmt: skip
    rows: list[tuple[str, ...]] = [
        (
            one.name,
            scores.tool,
            _figure(scores.kendall),
            _number(scores.accuracy),
            _number(scores.kendall_by_segment),
            _number(scores.accuracy_by_segment),
            _number(scores.pearson),
            _number(scores.spa),
        )
        for one in sets
        for scores in one.scores
    ]
    keys = ("kendall", "accuracy", "kendall_by_segment", "accuracy_by_segment", "pearson", "spa")
    rows += _means(macro, keys, "kendall")
    note = (
        "Segment scores against people's: Kendall's tau-b and Pearson's r over all rows, pairwise "
        "accuracy with calibrated ties (acc-t), both also over the systems of one segment, and "
        "soft pairwise accuracy of systems (SPA)."
    )
    return Table("Scores", note, header, tuple(rows))


def _comparisons(sets: Iterable[Set]) -> Table:
    header = ("set", "against", "figure", "difference", "better in")
    rows = [
        (
            one.name,
            comparison.other,
            difference.figure,
            _figure(Figure(difference.value, difference.low, difference.high)),
            _NONE if difference.better is None else _share(difference.better),
        )
        for one in sets
        for comparison in one.comparisons
        for difference in comparison.differences
    ]
    note = (
        "mtcheck minus the other tool on the same rows, with the 95% interval of a paired "
        "bootstrap over documents, and in how many of its draws mtcheck is better."
    )
    return Table("Differences", note, header, tuple(rows), 3)


def _curve(curves: Iterable[Curve]) -> Table:
    rows = []
    for curve in curves:
        for recall in _POINTS:
            at = next((i for i, r in enumerate(curve.recalls) if r >= recall), None)
            if at is not None:
                values = (curve.confidences[at], curve.precisions[at], curve.recalls[at])
                rows.append((curve.tool, *map(_number, values)))
    note = "By character, severity aside, where findings of less confidence are left out."
    header = ("tool", "confidence", "precision", "recall")
    return Table("Precision and recall", note, header, tuple(dict.fromkeys(rows)), 1)


def _counts(title: str, counts: Sequence[Count], verb: str) -> Table:
    rows = [
        (count.label, str(count.marks), _number(count.characters), _number(count.touched))
        for count in counts[:_MOST_LABELS]
    ]
    left = len(counts) - len(rows)
    note = f"The {_MOST_LABELS} most frequent; {left} more in --format json." if left else ""
    header = ("label", "marks", f"characters {verb}", f"marks {verb}")
    return Table(title, note, header, tuple(rows), 1)
