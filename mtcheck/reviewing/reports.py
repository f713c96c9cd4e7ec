"""Reports of ``mtcheck check`` as what a desk takes in."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import msgspec

from mtcheck import scoring
from mtcheck.article import Anchor, Unit  # noqa: TC001 - msgspec reads the annotations below
from mtcheck.errors import MtcheckError
from mtcheck.reading.decoding import read_bytes
from mtcheck.reading.formats import decode
from mtcheck.reporting.rows import joined
from mtcheck.reporting.units import units
from mtcheck.reviewing.incoming import (
    IncomingArticle,
    IncomingFile,
    IncomingFinding,
    IncomingSegment,
    key_of,
)
from mtcheck.safety import is_safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.article import Text
    from mtcheck.finding import Finding
    from mtcheck.report import Report
    from mtcheck.reporting.units import Unit as Stretch
    from mtcheck.span import Span

__all__ = ["Layout", "article", "packed", "unpacked"]


class Layout(msgspec.Struct, frozen=True, array_like=True):
    """How a text lies in its file: what :mod:`mtcheck.rewriting` needs to know of it.

    ``whole``: the text is the file as decoded.
    """

    whole: bool
    anchors: tuple[Anchor, ...] = ()
    units: tuple[Unit, ...] = ()
    columns: tuple[str, ...] = ()


def article(report: Report, columns: tuple[str, ...] = ()) -> IncomingArticle:
    """A report as it is taken in.

    ``columns`` is the setting ``table-columns`` that its file was read with. Raises
    :class:`InputError` where it cannot be stored.
    """
    aligned = report.article
    mt, source = aligned.mt, aligned.source
    stretches = units(report)
    file, notes = _file(mt)
    home = scoring.home if mt.segments else _nowhere
    return IncomingArticle(
        key=key_of(aligned.article.id, "", mt.language.tag),
        document=aligned.article.id,
        path=mt.path,
        system="",
        source_lang=source.language.tag if source else None,
        target_lang=mt.language.tag,
        words=report.scores.words,
        mt=mt.content,
        segments=tuple(_segments(report, stretches)),
        findings=tuple(
            _finding(report, finding, one, home(mt, finding.span))
            for finding, one in zip(report.findings, _prints(report), strict=True)
        ),
        aligned=aligned.article.aligned,
        file=file,
        layout=packed(Layout(mt.file is None, mt.anchors, mt.units, columns)) if file else None,
        settings=msgspec.json.encode(report.settings).decode(),
        notes=notes,
    )


def packed(layout: Layout) -> bytes:
    """A layout as it is stored."""
    return zlib.compress(msgspec.msgpack.encode(layout))


def unpacked(raw: bytes) -> Layout:
    """A layout that was stored."""
    return msgspec.msgpack.decode(zlib.decompress(raw), type=Layout)


def _segments(report: Report, stretches: list[Stretch]) -> Iterator[IncomingSegment]:
    mt = report.article.mt
    pairs = (*report.article.reference_pairs, *report.article.source_pairs)
    rows = joined(len(stretches), pairs)
    for stretch, row in zip(stretches, rows, strict=True):
        unit = mt.unit_at(stretch.span.start)
        yield IncomingSegment(
            row=row,
            start=stretch.span.start,
            end=stretch.span.end,
            mt=stretch.text,
            reference=stretch.reference,
            source=stretch.source,
            unit=unit.id if unit and not unit.counted else "",
            locked=bool(unit and unit.locked),
        )


def _finding(report: Report, finding: Finding, fingerprint: str, segment: int) -> IncomingFinding:
    aligned = report.article
    return IncomingFinding(
        segment=segment,
        code=finding.code,
        name=finding.name,
        category=finding.category.value,
        severity=finding.severity.value,
        confidence=finding.confidence,
        start=finding.span.start,
        end=finding.span.end,
        text=aligned.mt.at(finding.span),
        message=finding.message,
        fingerprint=fingerprint,
        suggestion=finding.suggestion,
        safe=is_safe(finding),
        reference_text=_at(aligned.reference, finding.reference_span),
        source_text=_at(aligned.source, finding.source_span),
        evidence=finding.evidence,
        basis=finding.basis.value,
    )


def _prints(report: Report) -> tuple[str, ...]:
    if len(report.fingerprints) == len(report.findings):
        return report.fingerprints
    from mtcheck import fingerprint  # noqa: PLC0415 - the pipeline has them ready

    return fingerprint.fingerprints(report.article, report.findings)


def _at(text: Text | None, span: Span | None) -> str | None:
    return None if text is None or span is None else text.at(span)


def _nowhere(text: Text, span: Span) -> int:
    del text, span
    return 0


def _file(mt: Text) -> tuple[IncomingFile | None, tuple[str, ...]]:
    """The file of a text, where it still says what was checked; else a line that says why not."""
    if mt.path is None or mt.path == "-":
        return None, ()
    try:
        raw = read_bytes(mt.path)
        says = decode(raw, mt.path)
    except MtcheckError as error:
        return None, (f"{error}: no corrected file can be made of it",)
    if says != (mt.content if mt.file is None else mt.file):
        line = f"{mt.path}: has changed since it was checked: no corrected file can be made of it"
        return None, (line,)
    return IncomingFile(mt.path, raw), ()
