"""Findings with their places: what every format for other programs says of one.

A path stands as the user gave it, with forward slashes and without ``./``, since CI systems
compare it with those of the repository.
"""

from __future__ import annotations

import posixpath
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from mtcheck import scoring
from mtcheck.fingerprint import fingerprints
from mtcheck.positions import Places
from mtcheck.rewriting import Edit, in_file
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from mtcheck.article import Pair, Text, Unit
    from mtcheck.finding import Finding, Reason, Suppressed
    from mtcheck.report import Report

__all__ = ["Located", "Other", "located", "path_of", "worst_first"]


@dataclass(frozen=True, slots=True)
class Other:
    """A place in the reference or the source that belongs to a finding.

    ``exact``: the finding names it; else it is the segment that stands beside the finding's.
    """

    label: str
    text: Text
    span: Span
    places: Places
    exact: bool


@dataclass(frozen=True, slots=True)
class Located:
    """A finding, the article it is of, and where it stands in the file.

    ``article`` is the article's number in the run, from 0. ``path`` is that of the MT's file;
    ``segment`` the index of the segment it counts for, None where the MT has none.
    ``suppressed`` says why it is not shown; it is None for what is.
    """

    report: Report
    article: int
    finding: Finding
    path: str
    places: Places
    segment: int | None
    fingerprint: str
    others: tuple[Other, ...]
    suppressed: Suppressed | None = None

    @property
    def quote(self) -> str:
        """The words that are marked."""
        return self.report.article.mt.at(self.finding.span)

    @property
    def unit(self) -> Unit | None:
        """The unit that it begins in; None where the file has no units."""
        return self.report.article.mt.unit_at(self.finding.span.start)

    @property
    def edit(self) -> Edit | None:
        """The suggestion as an edit of the file; None where it cannot be one."""
        if self.finding.suggestion is None or self.report.article.mt.paged:
            return None
        return in_file(self.report.article.mt, Edit(self.finding.span, self.finding.suggestion))


def located(reports: Iterable[Report], reasons: Collection[Reason] = ()) -> list[Located]:
    """The shown findings of a run, article by article, in the order of the text.

    Those that are suppressed for one of ``reasons`` come after an article's shown ones.
    Fingerprints are numbered through all articles of one file, as a baseline's are.
    """
    seen: dict[str | None, Counter[str]] = defaultdict(Counter)
    found: list[Located] = []
    for number, report in enumerate(reports):
        article = report.article
        places = Places(article.mt)
        sides = [
            _Side(label, text, _beside(pairs), Places(text))
            for label, text, pairs in (
                ("reference", article.reference, article.reference_pairs),
                ("source", article.source, article.source_pairs),
            )
            if text is not None
        ]
        # All of them are numbered together, so that what is hidden renumbers none.
        every = [
            *((f, None) for f in report.findings),
            *((s.finding, s) for s in report.suppressed),
        ]
        prints = fingerprints(article, [f for f, _ in every], seen=seen[article.mt.path])
        for (finding, hidden), fingerprint in zip(every, prints, strict=True):
            if hidden is not None and hidden.reason not in reasons:
                continue
            segment = scoring.home(article.mt, finding.span) if article.mt.segments else None
            found.append(
                Located(
                    report=report,
                    article=number,
                    finding=finding,
                    path=path_of(article.mt) or article.article.id,
                    places=places,
                    segment=segment,
                    fingerprint=fingerprint,
                    others=tuple(_others(finding, segment, sides)),
                    suppressed=hidden,
                )
            )
    return found


def worst_first(findings: Iterable[Located]) -> list[Located]:
    """The most severe first, of those the surest, else as given; the suppressed ones last."""
    return sorted(
        findings,
        key=lambda f: (
            f.suppressed is not None,
            -f.finding.severity.rank,
            -f.finding.confidence,
        ),
    )


def path_of(text: Text) -> str | None:
    """The path of a text's file as other programs compare it; None where it is no file."""
    if text.path is None:
        return None
    return posixpath.normpath(PurePath(text.path).as_posix())


@dataclass(frozen=True, slots=True)
class _Side:
    label: str
    text: Text
    beside: dict[int, Span]
    places: Places


def _beside(pairs: Sequence[Pair]) -> dict[int, Span]:
    """What the other text says, by the index of the MT segment."""
    return {
        segment.index: Span.cover(s.span for s in pair.other)
        for pair in pairs
        if pair.other
        for segment in pair.mt
    }


def _others(finding: Finding, segment: int | None, sides: Iterable[_Side]) -> Iterable[Other]:
    for side in sides:
        own = finding.reference_span if side.label == "reference" else finding.source_span
        place = own
        if place is None and segment is not None:
            place = side.beside.get(segment)
        if place is not None:
            yield Other(side.label, side.text, place, side.places, exact=own is not None)
