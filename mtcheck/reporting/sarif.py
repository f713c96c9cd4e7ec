"""SARIF 2.1.0, for GitHub code scanning and every other program that reads it.

Columns count UTF-16 units from 1, the end exclusive, as the viewers in editors and browsers
count. A result has its fingerprint twice: under our own name, and as
``primaryLocationLineHash``, the only one that GitHub looks at; the hash that its upload would
compute is of a whole line, which in prose is a paragraph, and two findings of one check in a
paragraph would be taken for one.

GitHub refuses a file of more than 25,000 results or 10 MB. What is over that is left out, the
least severe and least sure first, and a notification says how many.

What somebody has judged stays in, with its ``suppressions``: alerts that come and go would be
closed and opened again. A comment in the text is ``inSource``; accepted names, ignore files and
the baseline are ``external``. Where there is a baseline, ``baselineState`` says what is new.
Findings below ``--min-confidence`` and in lines that a change does not touch are left out: nobody
has judged them. Their number stands among the run's properties.

Sources: SARIF 2.1.0 with errata 01 (OASIS), GitHub's "SARIF support for code scanning".
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import quote

from mtcheck import selection
from mtcheck.finding import Reason
from mtcheck.mqm import Severity
from mtcheck.positions import Columns
from mtcheck.reporting import signing, wording
from mtcheck.reporting.escaping import json_text
from mtcheck.reporting.located import located, path_of, worst_first
from mtcheck.reporting.rules import rule
from mtcheck.reporting.showing import visible
from mtcheck.safety import is_safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtcheck.article import Text
    from mtcheck.check import CheckModule
    from mtcheck.positions import Places, Region
    from mtcheck.report import Report
    from mtcheck.reporting.located import Located, Other
    from mtcheck.span import Span

__all__ = ["render"]

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_MOST_RESULTS = 25_000
_MOST_BYTES = 10_000_000
_LEVELS = {Severity.CRITICAL: "error", Severity.MAJOR: "error", Severity.MINOR: "warning"}
_ROOT = "%SRCROOT%"
_JUDGED = {
    Reason.NAME: ("external", "The settings accept the name."),
    Reason.INLINE: ("inSource", "A comment in the text."),
    Reason.PAIR: ("external", "An ignore file."),
    Reason.BASELINE: ("external", "In the baseline."),
}

_Object: TypeAlias = dict[str, Any]


def render(reports: Sequence[Report], *, colour: bool = False, width: int = 0) -> str:
    """One run for all articles, a result a line. ``colour`` and ``width`` mean nothing here."""
    del colour, width
    modules = selection.choose(reports[0].settings) if reports else ()
    indexes = {module.CHECK.code: index for index, module in enumerate(modules)}
    findings = worst_first(located(reports, _JUDGED))
    results = [json_text(_result(f, indexes)) for f in findings[:_MOST_RESULTS]]
    # What stands around the results, and a note of what was cut, take some of the room.
    around = _document(reports, modules, cut=len(findings))
    room = _MOST_BYTES - len(around.encode())
    kept = 0
    for result in results:
        room -= len(result.encode()) + len(",\n")
        if room < 0:
            break
        kept += 1
    head, tail = _document(reports, modules, cut=len(findings) - kept).split('"results":[]')
    listed = ",\n".join(results[:kept])
    return f'{head}"results":[\n{listed}\n]{tail}\n'


def _document(reports: Sequence[Report], modules: Sequence[CheckModule], *, cut: int) -> str:
    run: _Object = {
        "tool": {
            "driver": {
                "name": "mtcheck",
                "version": signing.VERSION,
                "semanticVersion": signing.VERSION,
                "language": "en",
                "rules": list(map(_rule, modules)),
            }
        },
        "invocations": [_invocation(reports, cut)],
        "columnKind": "utf16CodeUnits",
        "results": [],
        "properties": {
            "signature": signing.signature(reports[0]) if reports else "",
            "articles": list(map(_article, reports)),
        },
    }
    return json_text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(module: CheckModule) -> _Object:
    made = rule(module)
    check = made.check
    level = _LEVELS[check.severity]
    return {
        "id": check.code,
        "name": "".join(part.capitalize() for part in check.name.split("-")),
        "shortDescription": {"text": made.title},
        "fullDescription": {"text": made.about},
        "help": {"text": made.text, "markdown": made.markdown},
        "defaultConfiguration": {"level": level},
        "properties": {
            "tags": ["translation", *check.category.value.split("/")],
            "precision": made.precision,
            "problem.severity": level,
        },
    }


def _invocation(reports: Sequence[Report], cut: int) -> _Object:
    failures = [(report, failure) for report in reports for failure in report.failures]
    notes = [
        _notification("error", f"{wording.name(r)}: check {f.code} failed: {f.message}")
        for r, f in failures
    ]
    notes += [
        _notification("note", f"{wording.name(report)}: {note}")
        for report in reports
        for note in (*report.notes, *report.scores.notes)
    ]
    if cut:
        notes.append(
            _notification(
                "warning",
                f"{cut} findings are left out, the least severe and least sure, to stay below "
                f"the {_MOST_RESULTS:,} results and 10 MB that GitHub takes.",
            )
        )
    return {"executionSuccessful": not failures, "toolExecutionNotifications": notes}


def _notification(level: str, message: str) -> _Object:
    return {"level": level, "message": {"text": _plain(message)}}


def _article(report: Report) -> _Object:
    scores = report.scores
    counts = Counter(finding.severity.value for finding in report.findings)
    return {
        "id": visible(report.article.article.id),
        "path": visible(path_of(report.article.mt) or ""),
        "findings": {severity.value: counts[severity.value] for severity in Severity},
        "hidden": {
            reason.value: sum(s.reason is reason for s in report.suppressed) for reason in Reason
        },
        "mqm": round(scores.mqm, 2) + 0.0,
        "penaltyPer100Words": round(scores.penalty_per_100_words, 2) + 0.0,
        "words": scores.words,
        "profile": scores.profile,
    }


def _result(found: Located, indexes: dict[str, int]) -> _Object:
    finding = found.finding
    hash_, _, number = found.fingerprint.rpartition("-")
    result: _Object = {
        "ruleId": finding.code,
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(found)},
        "locations": [_location(found)],
        "partialFingerprints": {
            "mtcheck/v1": found.fingerprint,
            "primaryLocationLineHash": f"{hash_.replace('-', '')}:{number}",
        },
        "rank": round(100 * finding.confidence, 1),
        "properties": {
            "severity": finding.severity.value,
            "category": finding.category.value,
            "confidence": round(finding.confidence, 3),
            "basis": finding.basis.value,
            "evidence": list(finding.evidence),
        },
    }
    if (index := indexes.get(finding.code)) is not None:
        result["ruleIndex"] = index
    related = [_related(number, other) for number, other in enumerate(found.others, 1)]
    if related:
        result["relatedLocations"] = related
    fix = _fix(found)
    if fix is not None:
        result["fixes"] = [fix]
    return result | _judged(found)


def _judged(found: Located) -> _Object:
    """What somebody said of the finding, and whether it was there before."""
    hidden = found.suppressed
    if hidden is None:
        return {"baselineState": "new"} if found.report.baselined else {}
    kind, why = _JUDGED[hidden.reason]
    note = f"{why} {_plain(hidden.note)}".strip()
    said: _Object = {"suppressions": [{"kind": kind, "justification": note}]}
    if hidden.reason is Reason.BASELINE:
        said["baselineState"] = "unchanged"
    return said


def _message(found: Located) -> str:
    """Why and what to do, and links to what stands beside, which GitHub shows only if linked."""
    text = _plain(wording.sentence(found.finding, found.unit))
    links = [
        f"[{other.label}]({number})"
        for number, other in enumerate(found.others, 1)
        if other.text.path is not None
    ]
    return f"{text} See the {' and the '.join(links)}." if links else text


def _plain(text: str) -> str:
    """``text`` without what SARIF's plain messages take for a link, ``[words](target)``."""
    return visible(text).replace("](", "] (")


def _location(found: Located) -> _Object:
    finding, article = found.finding, found.report.article
    location: _Object = {
        "physicalLocation": {
            "artifactLocation": _artifact(article.mt, found.path),
            "region": _region(found.places, finding.span, found.quote),
        }
    }
    if logical := list(_logical(found)):
        location["logicalLocations"] = logical
    return location


def _logical(found: Located) -> Iterator[_Object]:
    """The unit that the file knows it by, and the segment."""
    if (unit := found.unit) is not None:
        yield {
            "name": visible(unit.id),
            "fullyQualifiedName": visible(unit.path),
            "kind": "resource",
        }
    if found.segment is not None:
        # As the JSON report counts them, from 0.
        identity = visible(found.report.article.article.id)
        yield {
            "name": f"segment {found.segment}",
            "fullyQualifiedName": f"{identity}#segments/{found.segment}",
            "kind": "segment",
        }


def _related(number: int, other: Other) -> _Object:
    words = other.text.at(other.span)
    label = f"The {other.label}" + ("" if other.exact else " beside it") + f": {words}"
    related: _Object = {"id": number, "message": {"text": _plain(label)}}
    if (path := path_of(other.text)) is not None:
        related["physicalLocation"] = {
            "artifactLocation": _artifact(other.text, path),
            "region": _region(other.places, other.span),
        }
    return related


def _fix(found: Located) -> _Object | None:
    edit = found.edit
    if edit is None:
        return None
    finding, mt = found.finding, found.report.article.mt
    replacement = {
        "deletedRegion": _written(found.places.region_of_file(edit.span, Columns.UTF16)),
        "insertedContent": {"text": edit.new},
    }
    todo = wording.fix(finding)
    return {
        "description": {"text": _plain(f"{todo[:1].upper()}{todo[1:]}.")},
        "artifactChanges": [
            {"artifactLocation": _artifact(mt, found.path), "replacements": [replacement]}
        ],
        # Ruff's words: "safe" is what `mtcheck fix` applies without --unsafe.
        "properties": {"applicability": "safe" if is_safe(finding) else "unsafe"},
    }


def _region(places: Places, span: Span, words: str | None = None) -> _Object:
    region = _written(places.region(span, Columns.UTF16))
    if words:
        region["snippet"] = {"text": words}
    return region


def _written(region: Region) -> _Object:
    start, end = region
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }


def _artifact(text: Text, path: str) -> _Object:
    """A file by its URI: relative to the root of the sources, or absolute as it was given."""
    # The bytes of a name that is no UTF-8 come back as they are on disk.
    uri = quote(path.encode("utf-8", "surrogateescape"))
    if path.startswith("/"):
        return {"uri": f"file://{uri}"}
    # A colon in the first part of a relative reference would be taken for a scheme's.
    location: _Object = {"uri": uri.replace(":", "%3A")}
    if text.path is not None:
        location["uriBaseId"] = _ROOT
    return location
