"""The span model at work: an aligned article, and what the rules found, to risks word by word.

The encoder reads each unit (:mod:`mtcheck.spans.rows`), trees read what the aligner and the
rules know of each token (:mod:`mtcheck.spans.features`); their log-odds are added, each with its
share, and calibrated. Units are read on as many threads as there are cores; as each is computed
alone, the result does not depend on how many.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from mtcheck.article import AS_IT_IS, Risk, Risks
from mtcheck.spans import fusion
from mtcheck.spans.boosted import Forest
from mtcheck.spans.features import COLUMNS, Known
from mtcheck.spans.rows import rows
from mtcheck.spans.weighing import weigh

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import numpy as np
    import numpy.typing as npt

    from mtcheck.aligning.synonyms import Likeness
    from mtcheck.article import AlignedArticle, Token, Trust
    from mtcheck.finding import Finding
    from mtcheck.spans.encoder import Encoder, Reading
    from mtcheck.spans.fusion import Fusion, Mode, Profile
    from mtcheck.spans.pieces import Pieces
    from mtcheck.spans.rows import Row
    from mtcheck.spans.units import Unit

    Floats = npt.NDArray[np.float64]

__all__ = ["Detector", "Painted", "Seen", "mode_of", "see"]


class Seen(NamedTuple):
    """What is known of an article's tokens before it is weighed.

    ``table``: ``(tokens, columns)``, in the order of :data:`mtcheck.spans.features.COLUMNS`.
    ``read``: the encoder's chances of minor and major, ``(tokens, 2)``. ``scores``: the
    encoder's score of each segment.
    """

    tokens: list[Token]
    table: Floats
    read: Floats
    scores: tuple[float, ...]


def see(
    article: AlignedArticle, findings: Iterable[Finding], vocabulary: Pieces, encoder: Encoder
) -> Seen:
    """Let the encoder read an article, and put together what else is known of its tokens."""
    import numpy as np

    made = list(rows(article, vocabulary))
    painted = Painted(len(article.mt.content), len(article.mt.segments))
    for row, reading in zip(made, _read(made, encoder), strict=True):
        painted.add(row, reading)
    known = Known(article, findings)
    tokens: list[Token] = []
    lines: list[list[float]] = []
    for unit in _units(made):
        found, columns = known.table(unit)
        tokens += found
        lines += columns
    table = np.array(lines, dtype=np.float64).reshape(-1, len(COLUMNS))
    return Seen(tokens, table, painted.at(tokens), painted.scores())


@dataclass(frozen=True)
class Detector:
    """An encoder, its vocabulary and the fitted numbers, loaded once.

    ``languages`` are the codes of the target languages that it knows, ``sources`` those of the
    source languages. ``trust`` says for each mode how far stretches of words are trusted,
    ``likeness`` how alike two words are; None where nothing is known of single words.
    """

    vocabulary: Pieces
    encoder: Encoder
    fusion: Fusion
    languages: frozenset[str]
    sources: frozenset[str]
    trust: Mapping[Mode, Trust] = field(default_factory=dict)
    likeness: Likeness | None = None

    def risks(
        self, article: AlignedArticle, findings: Iterable[Finding], profile: Profile
    ) -> Risks:
        """The risk of every token of the article's translation; ``findings`` are the rules'."""
        import numpy as np

        seen = see(article, findings, self.vocabulary, self.encoder)
        both, table = seen.read, seen.table
        mode = mode_of(article)
        chances = self._fused(both.sum(axis=1), table, mode)
        majors = both[:, 1] / np.maximum(both.sum(axis=1), 1e-9)
        kinds = self._categories(table)
        risks = [
            Risk(token, float(chance), float(major), tuple(map(float, weights)))
            for token, chance, major, weights in zip(
                seen.tokens, chances, majors, kinds, strict=True
            )
        ]
        limits = self.fusion.profiles[profile]
        limit = limits.get(article.mt.language.code, limits["*"])
        return Risks(
            tokens=_by_segment(risks, article),
            scores=seen.scores,
            categories=tuple(self.fusion.categories),
            limit=min(limit, fusion.FORMING),
            contrast=self.fusion.contrast,
            least=limit if limit > fusion.FORMING else 0.0,
            trust=self.trust.get(mode, AS_IT_IS),
            notes=tuple(self._notes(article)),
        )

    def _notes(self, article: AlignedArticle) -> Iterator[str]:
        """How far it could help."""
        if article.reference is None:
            seen = "no source either" if article.source is None else "the source alone"
            yield f"the span model is weaker without a reference ({seen})"
        if article.source is not None and article.source.language.code not in self.sources:
            yield f"the span model does not know {article.source.language.core.name}, the source"

    def weighed(self, findings: Iterable[Finding], risks: Risks) -> list[Finding]:
        """The rules' findings, their confidence weighed with the risks of their words."""
        return weigh(findings, risks, self.fusion.rules)

    def _fused(self, read: Floats, table: Floats, mode: Mode) -> Floats:
        numbers = self.fusion
        share, line = numbers.share[mode], numbers.calibration[mode]
        odds = share * fusion.log_odds(read) + (1 - share) * self._trees.log_odds(table)
        return fusion.chances(line.intercept + line.slope * odds)

    def _categories(self, table: Floats) -> Floats:
        import numpy as np

        if not self._kinds:
            return np.zeros((len(table), 0))
        odds = np.stack([forest.log_odds(table) for forest in self._kinds], axis=1)
        raised = np.exp(odds - odds.max(axis=1, keepdims=True))
        shares: Floats = raised / raised.sum(axis=1, keepdims=True)
        return shares

    @cached_property
    def _trees(self) -> Forest:
        return Forest(self.fusion.trees)

    @cached_property
    def _kinds(self) -> list[Forest]:
        return [Forest(trees) for trees in self.fusion.categories.values()]


def _read(made: Sequence[Row], encoder: Encoder) -> list[Reading]:
    read = encoder.read
    threads = min(_cores(), len(made))
    if threads < 2:  # noqa: PLR2004 - one thread needs no pool
        return [read(row.pieces, row.types) for row in made]
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - 10 ms

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(lambda row: read(row.pieces, row.types), made))


class Painted:
    """Chances of minor and major on every character of the MT: windows overlap, and weigh in."""

    def __init__(self, length: int, segments: int) -> None:
        import numpy as np

        self._sums = np.zeros((length + 1, 2))
        self._weights = np.zeros(length + 1)
        self._scores = np.zeros(segments)
        self._shares = np.zeros(segments)

    def add(self, row: Row, reading: Reading) -> None:
        """What the encoder says of a row."""
        self.paint(row.places, reading.chances[1 : 1 + len(row.places)], row.weights)
        for segment in row.unit.mt:
            self._scores[segment.index] += reading.score * len(row.places)
            self._shares[segment.index] += len(row.places)

    def paint(
        self,
        places: Iterable[tuple[int, int]],
        chances: npt.NDArray[np.floating[Any]],
        weights: Iterable[float],
    ) -> None:
        """Chances of pieces, ``(pieces, 2)``, on their places in the MT, with their weights."""
        for (start, end), chance, weight in zip(places, chances, weights, strict=True):
            self._sums[start:end] += weight * chance
            self._weights[start:end] += weight

    def at(self, tokens: Sequence[Token]) -> Floats:
        """The mean chances of minor and major over the characters of each token."""
        import numpy as np

        if not tokens:
            return np.zeros((0, 2))
        starts = np.array([t.start for t in tokens])
        ends = np.array([t.end for t in tokens])
        sums = np.concatenate([np.zeros((1, 2)), np.cumsum(self._sums, axis=0)])
        weights = np.concatenate([np.zeros(1), np.cumsum(self._weights)])
        total = weights[ends] - weights[starts]
        found: Floats = (sums[ends] - sums[starts]) / np.maximum(total, 1e-9)[:, None]
        return found

    def characters(self) -> Floats:
        """The chances of minor and major on each character, ``(length, 2)``."""
        import numpy as np

        found: Floats = self._sums[:-1] / np.maximum(self._weights[:-1], 1e-9)[:, None]
        return found

    def scores(self) -> tuple[float, ...]:
        """The mean score of each segment; 0 where no row of it was added."""
        import numpy as np

        return tuple(map(float, self._scores / np.maximum(self._shares, 1e-9)))


def _units(made: Iterable[Row]) -> list[Unit]:
    """The units of the rows, each once: windows of one follow each other."""
    found: list[Unit] = []
    for row in made:
        if not found or found[-1] is not row.unit:
            found.append(row.unit)
    return found


def mode_of(article: AlignedArticle) -> Mode:
    """Which other texts the model reads an article with."""
    if article.reference is None:
        return "neither" if article.source is None else "source"
    return "reference" if article.source is None else "both"


def _by_segment(risks: Sequence[Risk], article: AlignedArticle) -> tuple[tuple[Risk, ...], ...]:
    found: list[list[Risk]] = [[] for _ in article.mt.segments]
    for risk in risks:
        found[article.mt.segment_index(risk.token.start)].append(risk)
    return tuple(map(tuple, found))


def _cores() -> int:
    """The cores that this process may use, but no more than OMP_NUM_THREADS says.

    So a pool of processes sets its workers to one thread, as for every numerical library.
    """
    said = os.environ.get("OMP_NUM_THREADS", "")
    if said.isdigit() and int(said) > 0:
        return min(_available(), int(said))
    return _available()


def _available() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
