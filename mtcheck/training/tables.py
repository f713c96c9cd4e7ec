"""What the trees and the calibration are fitted on: every token, what is known of it, its marks.

Whole documents are aligned, checked by the rules and read by the encoder as in use, in several
modes. Written in shards, each whole or not there, so that a run that was broken off goes on.
"""

from __future__ import annotations

import multiprocessing
from bisect import bisect_right
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from mtcheck import aligning, segmenting, selection
from mtcheck.evaluation import detecting
from mtcheck.mqm import Severity
from mtcheck.settings import make
from mtcheck.spans.detector import mode_of, see
from mtcheck.spans.encoder import Encoder
from mtcheck.spans.pieces import Pieces
from mtcheck.spans.weighing import stands
from mtcheck.training.collecting import folds, lot
from mtcheck.training.writing import replacing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from mtcheck.article import AlignedArticle
    from mtcheck.evaluation.detecting import Mode
    from mtcheck.evaluation.records import Translation
    from mtcheck.finding import Finding
    from mtcheck.spans.detector import Seen

__all__ = ["MODES", "Fired", "Marked", "Row", "able", "findings", "read", "write"]

MODES: dict[Mode, float] = {"given": 1.0, "ref": 0.3, "src": 0.2, "none": 0.1}
"""The share of the articles that are read in each mode."""

_SHARD = 40  # articles a file
_GROWN = {Severity.MINOR: 1, Severity.MAJOR: 2, Severity.CRITICAL: 2}


class Marked(msgspec.Struct, frozen=True, array_like=True):
    """A rater's mark: code points of the translation, 1 minor or 2 major, the rater's category."""

    start: int
    end: int
    grade: int
    category: str


class Fired(msgspec.Struct, frozen=True, array_like=True):
    """A rule's finding, its span in code points of the translation."""

    code: str
    start: int
    end: int
    confidence: float
    certain: bool


class Row(msgspec.Struct, frozen=True, array_like=True):
    """A translation as one mode sees it.

    ``spans``: int32 ``(tokens, 2)``; ``table``: float32 ``(tokens, columns)``; ``read``: float32
    ``(tokens, 2)``, the encoder's chances of minor and major: all as bytes.
    """

    origin: str
    pair: str
    mode: str
    fold: int
    length: int
    spans: bytes
    table: bytes
    read: bytes
    raters: tuple[tuple[Marked, ...], ...]
    fired: tuple[Fired, ...]


class _Job(NamedTuple):
    """An article to read: its name, its translations, how."""

    name: str
    members: tuple[Translation, ...]
    folds: tuple[int, ...]
    mode: Mode


class _Part(NamedTuple):
    """What an article has of one translation, which begins at ``start`` in it.

    ``tokens`` are numbers of the tokens that were seen.
    """

    translation: Translation
    fold: int
    start: int
    tokens: list[int]
    findings: list[Finding]


class _Shard(NamedTuple):
    path: Path
    model: Path
    jobs: tuple[_Job, ...]


def write(  # noqa: PLR0913, PLR0917 - what to read, with what, into what
    translations: Sequence[Translation],
    model: Path,
    folder: Path,
    per_set: int,
    workers: int,
    step: Callable[[int, int], None],
) -> None:
    """Write the tables of ``translations`` to ``folder``; shards that are there are kept.

    ``model`` is a folder with ``encoder.onnx`` and ``pieces.model``. ``per_set``: how many
    translations of an origin and language pair are read. ``step`` is told how many shards of
    how many are done.
    """
    folder.mkdir(parents=True, exist_ok=True)
    jobs = _jobs(translations, per_set)
    shards = [
        _Shard(folder / f"{start // _SHARD:05}.msgpack", model, tuple(jobs[start : start + _SHARD]))
        for start in range(0, len(jobs), _SHARD)
    ]
    left = [shard for shard in shards if not shard.path.is_file()]
    done = len(shards) - len(left)
    step(done, len(shards))
    if workers == 1:
        for number, shard in enumerate(left, done + 1):
            _fill(shard)
            step(number, len(shards))
        return
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        for number, _ in enumerate(pool.imap_unordered(_fill, left), done + 1):
            step(number, len(shards))


def read(folder: Path) -> Iterator[Row]:
    """All rows of the tables in ``folder``, in the order of their articles."""
    decoder = msgspec.msgpack.Decoder(list[Row])
    for path in sorted(folder.glob("*.msgpack")):
        yield from decoder.decode(path.read_bytes())


def _jobs(translations: Sequence[Translation], per_set: int) -> list[_Job]:
    fold = folds(translations)
    found: list[_Job] = []
    taken: defaultdict[tuple[str, str], int] = defaultdict(int)
    articles = detecting.articles(translations, "given")
    # Spread over documents and systems: by name they would be of few.
    articles.sort(key=lambda article: (lot(article[0]), article[0]))
    for name, members in articles:
        those = tuple(translations[index] for index in members)
        row = those[0].row
        key = (row.origin, row.pair)
        if taken[key] >= per_set:
            continue
        taken[key] += len(those)
        numbers = tuple(fold(one.row) for one in those)
        for mode, share in MODES.items():
            if lot(f"{mode} {name} {row.id}") < share * 2**32 and able(those, mode):
                found.append(_Job(name, those, numbers, mode))
    return found


def able(members: Sequence[Translation], mode: Mode) -> bool:
    """Whether they have what a mode reads; what has one text alone is read as it is."""
    reference = all(one.row.reference is not None for one in members)
    source = all(one.row.source is not None for one in members)
    return mode == "given" or (reference and source)


@cache
def _loaded(model: Path) -> tuple[Pieces, Encoder]:
    return Pieces(model / "pieces.model"), Encoder(model / "encoder.onnx")


def _fill(shard: _Shard) -> None:
    found = [row for job in shard.jobs for row in _rows(job, *_loaded(shard.model))]
    with replacing(shard.path) as new:
        new.write_bytes(msgspec.msgpack.encode(found))


def _rows(job: _Job, vocabulary: Pieces, encoder: Encoder) -> list[Row]:
    rows = [one.row for one in job.members]
    article = aligning.align(segmenting.segment(detecting.article_of(job.name, rows, job.mode)))
    fired = findings(article, rows[0].target_lang, rows[0].source_lang)
    seen = see(article, fired, vocabulary, encoder)
    parts = [
        _Part(one, fold, start, [], [])
        for one, fold, start in zip(job.members, job.folds, detecting.starts(rows), strict=True)
    ]
    starts = [part.start for part in parts]
    for number, token in enumerate(seen.tokens):
        parts[bisect_right(starts, token.start) - 1].tokens.append(number)
    for finding in fired:
        parts[bisect_right(starts, finding.span.start) - 1].findings.append(finding)
    return [_row(part, mode_of(article), seen) for part in parts]


def findings(article: AlignedArticle, target: str, origin: str) -> list[Finding]:
    """What the rules find, those that need no model."""
    source_lang = origin if article.source is not None else None
    settings = make(target_lang=target, source_lang=source_lang)
    found: list[Finding] = []
    for module in selection.choose(settings):
        if not module.CHECK.reads_risks and all(map(article.mt.language.has, module.CHECK.needs)):
            found.extend(module.find(article, settings))
    return found


def _row(part: _Part, mode: str, seen: Seen) -> Row:
    import numpy as np

    row, start, inside = part.translation.row, part.start, part.tokens
    return Row(
        origin=row.origin,
        pair=row.pair,
        mode=mode,
        fold=part.fold,
        length=len(row.mt),
        spans=np.array(
            [(seen.tokens[k].start - start, seen.tokens[k].end - start) for k in inside], np.int32
        ).tobytes(),
        table=seen.table[inside].astype(np.float32).tobytes(),
        read=seen.read[inside].astype(np.float32).tobytes(),
        raters=tuple(
            tuple(
                Marked(m.span.start, m.span.end, _GROWN[m.severity], m.category)
                for m in rater.marks
            )
            for rater in part.translation.rows
        ),
        fired=tuple(
            Fired(f.code, f.span.start - start, f.span.end - start, f.confidence, stands(f))
            for f in part.findings
        ),
    )
