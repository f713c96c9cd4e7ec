"""Error spans of the WMT quality estimation tasks (2023 and later): TSV, a segment a line.

Two layouts, with or without a header: the gold labels and submissions, ``lp method segment
target start_indices end_indices error_types`` (submissions begin with three lines about the
model), and the training data, ``mt_system doc_id seg_id annotator_id source target start_ids
end_ids errors``. Each of the last three cells is a list separated by blanks; ``-1 -1
no-error`` is an empty one. The end is exclusive, and start = end marks a place. Cells are
quoted as in CSV, and the offsets count the text without those quotation marks.

Source: ``wmt23/task2_evaluate.py`` in WMT-QE-Task/qe-eval-scripts, and the files of
WMT-QE-Task/wmt-qe-2023-data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtcheck.errors import InputError
from mtcheck.evaluation.gold import opening, pairs
from mtcheck.evaluation.records import GoldRow, Mark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.evaluation.gold.opening import Options

__all__ = ["read", "suits"]

_LABELS = ("lp", "system", "segment", "target", "starts", "ends", "errors")
_TRAINING = (
    "system", "document", "segment", "rater", "source", "target", "starts", "ends", "errors",
)  # fmt: skip
_LAYOUTS = {len(_LABELS): _LABELS, len(_TRAINING): _TRAINING}
_ABOUT_THE_MODEL = 3  # lines: parameters, size on disk, models in the ensemble


def suits(path: str, first: str) -> bool:
    """Whether the first line is a header or a line of either layout."""
    del path
    cells = first.rstrip("\t").split("\t")
    if len(cells) not in _LAYOUTS:
        return False
    starts, ends, errors = cells[-3:]
    return starts.startswith("start") or (_is_numbers(f"{starts} {ends}") and errors != "")


def read(content: str, path: str, options: Options) -> Iterator[GoldRow]:
    """The rows of a file's text."""
    for line, raw in opening.lines(content):
        cells = raw.rstrip("\t").split("\t")
        if len(cells) == 1 and line <= _ABOUT_THE_MODEL:
            continue
        try:
            named = _named(cells, path, line)
            if named["starts"].startswith("start"):
                continue  # a header
            yield _row(named, path, line, options)
        except InputError as error:
            options.bad(error)


def _named(cells: list[str], path: str, line: int) -> dict[str, str]:
    if len(cells) not in _LAYOUTS:
        message = f"{len(cells)} cells; a line has {len(_LABELS)} or {len(_TRAINING)}"
        raise InputError(message, path=path, line=line)
    return dict(zip(_LAYOUTS[len(cells)], map(_unquoted, cells), strict=True))


def _is_numbers(cell: str) -> bool:
    return bool(cell.split()) and all(n.removeprefix("-").isdecimal() for n in cell.split())


def _unquoted(cell: str) -> str:
    quoted = len(cell) > 1 and cell[0] == cell[-1] == '"'
    return cell[1:-1].replace('""', '"') if quoted else cell


def _row(named: dict[str, str], path: str, line: int, options: Options) -> GoldRow:
    if "lp" in named and options.pair is None:
        pair = pairs.parse(named["lp"], path, line)
    else:
        pair = pairs.from_name(path, options)
    system, document = named["system"], named.get("document")
    segment, rater = named["segment"], named.get("rater", "")
    return GoldRow(
        id="/".join((system, document or "-".join(pair), segment, rater)).rstrip("/"),
        origin="wmt-qe",
        source_lang=pair[0],
        target_lang=pair[1],
        mt=named["target"],
        marks=_marks(named, path, line),
        source=opening.text(named.get("source")),
        system=system,
        document=document,
        segment=segment,
        rater=rater,
        path=path,
        line=line,
    )


def _marks(named: dict[str, str], path: str, line: int) -> tuple[Mark, ...]:
    lists = [named[name].split() for name in ("starts", "ends", "errors")]
    if len({*map(len, lists)}) != 1:
        counts = ", ".join(str(len(cells)) for cells in lists)
        message = f"as many starts, ends and error types are needed; there are {counts}"
        raise InputError(message, path=path, line=line)
    marks = []
    for start, end, label in zip(*lists, strict=True):
        if not _is_numbers(f"{start} {end}"):
            message = f"{start} and {end} are no offsets"
            raise InputError(message, path=path, line=line)
        rank = opening.severity(label, path, line)
        if rank is not None and int(start) != -1:
            where = (int(start), int(end), rank, "", named["target"], path, line)
            marks.append(opening.mark(*where))
    return tuple(marks)
