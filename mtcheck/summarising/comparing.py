"""Systems compared two by two on the documents that both have translated.

The unit that is drawn is the document, since sentences and errors of one hang together. The MQM
penalty is resampled here; BLEU, chrF and TER go through sacrebleu's own paired bootstrap
(``sacrebleu.significance.PairedTest``), which is given documents instead of sentences: their counts
stand in the table of articles, so that nothing is scored again.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from mtcheck import languages, scoring
from mtcheck.batch.facts import METRICS
from mtcheck.summarising import resampled
from mtcheck.summarising.grouping import HEADS, NO_SYSTEM, per_100_words
from mtcheck.summarising.tabling import Column, Kind, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy as np
    import numpy.typing as npt
    from duckdb import DuckDBPyConnection

    from mtcheck.summarising.tabling import Row

    Numbers = npt.NDArray[np.float64]
    Pairs = list[tuple[int, int]]

__all__ = ["FEW", "LEVEL", "compared"]

LEVEL = 0.05
"""The chance, over all comparisons by one figure, that any tells two equal systems apart."""

FEW = 10
"""Documents below which an interval says little."""

PENALTY = "penalty per 100 words"
_MOST_SYSTEMS = 40
_MOST_DOCUMENTS = 1000  # that sacrebleu resamples: it holds resamples × documents × counts
_LESS_IS_BETTER = frozenset({PENALTY, "TER"})
_COLUMNS = (
    Column("language_pair", "Languages"),
    Column("figure", "Figure"),
    Column("first", "First"),
    Column("second", "Second"),
    Column("documents", "Documents", Kind.COUNT),
    Column("value_of_first", "of the first", Kind.FIGURE),
    Column("value_of_second", "of the second", Kind.FIGURE),
    Column("difference", "Difference", Kind.CHANGE),
    Column("low", "from", Kind.CHANGE),
    Column("high", "to", Kind.CHANGE),
    Column("p", "p", Kind.P_VALUE),
    Column("p_holm", "p of all", Kind.P_VALUE),
    Column("verdict", "Better"),
)


class _Pair(NamedTuple):
    """A comparison; the ``p`` of several are corrected together later."""

    language_pair: str
    figure: str
    first: str
    second: str
    documents: int
    values: tuple[float, float]
    interval: tuple[float, float]
    p: float


@dataclass(slots=True)
class _Field:
    """The systems of a language pair, best first, and which documents each has.

    ``counts`` is systems × documents × (penalty, words), zeros where a system lacks a document.
    """

    language_pair: str
    target_lang: str
    systems: list[str | None]
    counts: Numbers
    present: npt.NDArray[np.bool_]
    groups: dict[bytes, Pairs] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for first, second in combinations(range(len(self.systems)), 2):
            shared = self.present[first] & self.present[second]
            if shared.sum() > 1:
                self.groups[shared.tobytes()].append((first, second))

    def shared(self, pairs: Pairs) -> npt.NDArray[np.int64]:
        """The documents that a group of pairs has in common."""
        first, second = pairs[0]
        found: npt.NDArray[np.int64] = (self.present[first] & self.present[second]).nonzero()[0]
        return found

    def name(self, index: int) -> str:
        return self.systems[index] or NO_SYSTEM


def compared(connection: DuckDBPyConnection) -> Table | None:
    """Every two systems of a language pair; None where none has two."""
    fields = list(_fields(connection))
    number = sum(len(pairs) for one in fields for pairs in one.groups.values())
    if not number:
        return None
    resamples = resampled.how_many(number)
    found = [pair for one in fields for pair in _of_field(connection, one, resamples)]
    words = (
        "Every two systems on the documents that both translated. “From” and “to” are the 95%"
        f" interval of the difference by {resamples:,} paired bootstrap samples of documents; p is"
        " the chance of such a difference between equals, “p of all” the same corrected (Holm)"
        " for all comparisons by that figure: below"
        f" {LEVEL} a system counts as better."
    )
    if any(pair.figure != PENALTY for pair in found):
        words += (
            " BLEU, chrF and TER: p is that of sacrebleu's paired bootstrap, with documents in"
            f" place of sentences, at most {_MOST_DOCUMENTS:,} of them."
        )
    return Table("comparisons", "Systems compared", words, _COLUMNS, tuple(_judged(found)))


def _fields(connection: DuckDBPyConnection) -> Iterator[_Field]:
    pairs = connection.execute("""
        select language_pair, min(target_lang) from articles where status = 'checked'
        group by language_pair having count(distinct coalesce('s' || system, '')) > 1
        order by language_pair""").fetchall()
    for language_pair, target_lang in pairs:
        yield _field(connection, language_pair, target_lang)


def _field(connection: DuckDBPyConnection, language_pair: str, target_lang: str) -> _Field:
    import numpy as np

    ranked = connection.execute(
        """
        select system from articles where status = 'checked' and language_pair = ?
        group by system
        order by sum(penalty::decimal(18, 3))::double / nullif(sum(words), 0) nulls last, system
        limit ?""",
        [language_pair, _MOST_SYSTEMS],
    ).fetchall()
    systems = [system for (system,) in ranked]
    ((documents,),) = connection.execute(
        "select count(distinct document) from articles where language_pair = ?", [language_pair]
    ).fetchall()
    counts = np.zeros((len(systems), documents, 2))
    present = np.zeros((len(systems), documents), dtype=bool)
    for at, system in enumerate(systems):
        found = connection.execute(
            """
            with numbered as (
                select *, dense_rank() over (order by document) - 1 as number
                from articles where language_pair = ?
            )
            select number, penalty, words::double as words from numbered
            where status = 'checked' and system is not distinct from ? order by number""",
            [language_pair, system],
        ).fetchnumpy()
        counts[at, found["number"], 0] = found["penalty"]
        counts[at, found["number"], 1] = found["words"]
        present[at, found["number"]] = True
    return _Field(language_pair, target_lang, systems, counts, present)


def _of_field(connection: DuckDBPyConnection, one: _Field, resamples: int) -> Iterator[_Pair]:
    for pairs in one.groups.values():
        shared = one.shared(pairs)
        counts = one.counts[:, shared]
        yield from _resampled(
            one, pairs, figure=PENALTY, counts=counts, of=per_100_words, resamples=resamples
        )
        for metric in METRICS:
            yield from _by_sacrebleu(connection, one, metric, pairs, resamples)


def _resampled(  # noqa: PLR0913 - what is compared, and how
    one: _Field,
    pairs: Pairs,
    *,
    figure: str,
    counts: Numbers,
    of: Callable[[Numbers], Numbers],
    resamples: int,
) -> Iterator[_Pair]:
    """Compare pairs of systems by ``of``; ``counts`` is of all systems on the shared documents."""
    used = sorted({system for pair in pairs for system in pair})
    real, drawn = resampled.resampled(counts[used], resamples, of)
    for first, second in pairs:
        a, b = used.index(first), used.index(second)
        difference = float(real[a] - real[b])
        low, high, p = resampled.compared(difference, drawn[:, a] - drawn[:, b])
        yield _Pair(
            one.language_pair,
            figure,
            one.name(first),
            one.name(second),
            counts.shape[1],
            (float(real[a]), float(real[b])),
            (low, high),
            p,
        )


class _Counted:
    """A metric of sacrebleu for texts that are counted already: what it is given are counts."""

    def __init__(self, metric: Any) -> None:  # noqa: ANN401 - untyped
        self._metric = metric
        metric.corpus_score([""], [[""]])  # its signature names the number of references

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the metric has
        return getattr(self._metric, name)

    def _extract_corpus_statistics(self, hypotheses: Any, references: Any) -> Any:  # noqa: ANN401
        del references
        return hypotheses


def _by_sacrebleu(
    connection: DuckDBPyConnection, one: _Field, metric: str, pairs: Pairs, resamples: int
) -> Iterator[_Pair]:
    import numpy as np
    from sacrebleu.significance import PairedTest

    counts = _statistics(connection, one, metric, pairs)
    if counts is None:
        return
    judge = _Counted(scoring.sacrebleu_metrics(languages.load(one.target_lang))[metric])
    width = counts.shape[-1]

    def score(sums: Numbers) -> Numbers:
        rows = [judge._compute_score_from_stats(row).score for row in sums.reshape(-1, width)]  # noqa: SLF001
        return np.array(rows).reshape(sums.shape[:-1])

    p_values: dict[tuple[int, int], float] = {}
    for base in sorted({first for first, _ in pairs}):
        others = [second for first, second in pairs if first == base]
        named = [(str(system), counts[system].tolist()) for system in (base, *others)]
        test = PairedTest(
            named,
            {metric: cast("Any", judge)},
            references=None,
            test_type="bs",
            n_samples=resamples,
        )
        _, scores = test()
        (results,) = (found for name, found in scores.items() if name != "System")
        for other, result in zip(others, results[1:], strict=True):
            p_values[base, other] = float(cast("Any", result).p_value)
    made = _resampled(
        one, pairs, figure=HEADS[metric], counts=counts, of=score, resamples=resamples
    )
    for key, pair in zip(pairs, made, strict=True):
        first, second = pair.values
        # To sacrebleu even no difference at all is not by chance.
        yield pair._replace(p=p_values[key] if first != second else 1.0)


def _statistics(
    connection: DuckDBPyConnection, one: _Field, metric: str, pairs: Pairs
) -> Numbers | None:
    """Systems × documents × counts, of documents where all systems of the pairs have them.

    At most so many documents, drawn with the seed; zeros for systems that are in none of the
    pairs. None where there are fewer than two.
    """
    import numpy as np

    used = sorted({system for pair in pairs for system in pair})
    drawn = one.shared(pairs)
    if len(drawn) > _MOST_DOCUMENTS:
        rng = np.random.default_rng(resampled.SEED)
        drawn = np.sort(rng.choice(drawn, _MOST_DOCUMENTS, replace=False))
    found = connection.execute(
        f"""
        with numbered as (
            select *, dense_rank() over (order by document) - 1 as number
            from articles where language_pair = ?
        )
        select system, number, {metric}_statistics from numbered
        where {metric}_statistics is not null and number in (select unnest(?))
        order by number, system""",
        [one.language_pair, drawn.tolist()],
    ).fetchall()
    by_document: dict[int, dict[str | None, list[float]]] = defaultdict(dict)
    for system, number, values in found:
        by_document[number][system] = values
    kept = [of for of in by_document.values() if all(one.systems[system] in of for system in used)]
    if len(kept) < 2:  # noqa: PLR2004 - one document cannot be resampled
        return None
    width = len(kept[0][one.systems[used[0]]])
    counts = np.zeros((len(one.systems), len(kept), width))
    for at, of in enumerate(kept):
        for system in used:
            counts[system, at] = of[one.systems[system]]
    return counts


def _judged(found: Sequence[_Pair]) -> Iterator[Row]:
    """Rows, by language pair and figure, with p-values corrected for all of a figure."""
    corrected: dict[int, float] = {}
    for figure in {pair.figure for pair in found}:
        own = [at for at, pair in enumerate(found) if pair.figure == figure]
        values = resampled.holm([found[at].p for at in own])
        corrected |= dict(zip(own, values, strict=True))
    order = [PENALTY, *HEADS.values()]
    ranked = sorted(
        range(len(found)), key=lambda at: (found[at].language_pair, order.index(found[at].figure))
    )
    for at in ranked:
        pair = found[at]
        yield (
            *pair[:5],
            *pair.values,
            pair.values[0] - pair.values[1],
            *pair.interval,
            pair.p,
            corrected[at],
            _verdict(pair, corrected[at]),
        )


def _verdict(pair: _Pair, p: float) -> str:
    first, second = pair.values
    if p >= LEVEL or first == second:
        return "not told apart"
    smaller = pair.first if first < second else pair.second
    greater = pair.second if first < second else pair.first
    return smaller if pair.figure in _LESS_IS_BETTER else greater
