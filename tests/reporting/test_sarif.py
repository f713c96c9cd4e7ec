from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from drawn import as_in, reports
from hypothesis import given
from reported import (
    HOSTILE,
    MT,
    REFERENCE,
    SOURCE,
    at,
    demo,
    demo_findings,
    finding,
    hostile,
    report,
)
from sarif_kit.validate import validation_errors

from mtcheck import languages, pipeline
from mtcheck.checks import CHECKS
from mtcheck.finding import Reason, Suppressed
from mtcheck.reading import rows
from mtcheck.reporting import sarif
from mtcheck.reporting.sarif import render
from mtcheck.safety import is_safe
from mtcheck.settings import make
from mtcheck.span import Span

if TYPE_CHECKING:
    from mtcheck.report import Report


def parsed(text: str) -> dict[str, Any]:
    """The one run of a log that is valid by SARIF's own schema."""
    document = json.loads(text)
    assert validation_errors(document) == []
    assert document["version"] == "2.1.0"
    (run,) = document["runs"]
    assert isinstance(run, dict)
    return run


def region(words: str, text: str, line: int) -> dict[str, int]:
    start = text.split("\n")[line - 1].index(words) + 1
    return {
        "startLine": line,
        "startColumn": start,
        "endLine": line,
        "endColumn": start + len(words),
    }


def test_a_result_field_by_field() -> None:
    run = parsed(render([demo()]))
    assert run["columnKind"] == "utf16CodeUnits"
    found = next(r for r in run["results"] if r["ruleId"] == "N101")
    rules = run["tool"]["driver"]["rules"]
    assert rules[found["ruleIndex"]]["id"] == "N101"
    place = region("Anthony Blingen", MT, 3)
    artifact = {"uri": "talks.mt.txt", "uriBaseId": "%SRCROOT%"}
    fingerprint = found["partialFingerprints"].pop("mtcheck/v1")
    print_hash, _, number = fingerprint.rpartition("-")
    assert found == {
        "ruleId": "N101",
        "ruleIndex": found["ruleIndex"],
        "level": "error",
        "message": {
            "text": '"Blingen" is not a known word; the reference has "Blinken" here. '
            'Fix: replace with "Antony Blinken".'
        },
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": artifact,
                    "region": {**place, "snippet": {"text": "Anthony Blingen"}},
                },
                "logicalLocations": [
                    {
                        "name": "segment 1",
                        "fullyQualifiedName": "-#segments/1",
                        "kind": "segment",
                    }
                ],
            }
        ],
        "partialFingerprints": {
            "primaryLocationLineHash": f"{print_hash.replace('-', '')}:{number}"
        },
        "rank": 93.3,
        "properties": {
            "severity": "major",
            "category": "accuracy/mistranslation",
            "confidence": 0.933,
            "basis": "reference",
            "evidence": ["N101", "F506"],
        },
        "relatedLocations": [
            {"id": 1, "message": {"text": "The reference: Antony Blinken"}},
            {
                "id": 2,
                "message": {
                    "text": "The source beside it: Госсекретарь Энтони Блинкен заявил, что не "
                    "ожидает прорыва."
                },
            },
        ],
        "fixes": [
            {
                "description": {"text": 'Replace with "Antony Blinken".'},
                "artifactChanges": [
                    {
                        "artifactLocation": artifact,
                        "replacements": [
                            {
                                "deletedRegion": place,
                                "insertedContent": {"text": "Antony Blinken"},
                            }
                        ],
                    }
                ],
                "properties": {
                    "applicability": "safe" if is_safe(demo_findings()[0]) else "unsafe"
                },
            }
        ],
    }


def _named(made: Report) -> Report:
    """The same report, its other texts in files."""
    article = made.article.article
    reference = replace(article.reference, path="ref/talks ü.txt") if article.reference else None
    source = replace(article.source, path="/abs/talks.txt") if article.source else None
    aligned = replace(made.article, article=replace(article, reference=reference, source=source))
    return replace(made, article=aligned)


def test_reference_and_source_are_linked_where_they_are_files() -> None:
    run = parsed(render([_named(demo())]))
    found = next(r for r in run["results"] if r["ruleId"] == "N101")
    assert found["message"]["text"].endswith(" See the [reference](1) and the [source](2).")
    places = [r["physicalLocation"] for r in found["relatedLocations"]]
    assert places[0]["artifactLocation"] == {
        "uri": "ref/talks%20%C3%BC.txt",
        "uriBaseId": "%SRCROOT%",
    }
    assert places[0]["region"] == region("Antony Blinken", REFERENCE, 3)
    assert places[1]["artifactLocation"] == {"uri": "file:///abs/talks.txt"}
    assert places[1]["region"] == region(SOURCE.split("\n")[2], SOURCE, 3)


def test_every_rule_has_its_help() -> None:
    rules = parsed(render([demo()]))["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [module.CHECK.code for module in CHECKS]
    for rule, module in zip(rules, CHECKS, strict=True):
        title = (module.__doc__ or "").strip().partition("\n\n")[0]
        assert rule["shortDescription"]["text"] == " ".join(title.split())
        assert rule["help"]["text"].startswith(title)
        assert "Examples:" in rule["help"]["markdown"]
        assert len(rule["properties"]["tags"]) <= 10
        assert rule["properties"]["precision"] in {"very-high", "high", "medium", "low"}
        assert "[[" not in rule["help"]["markdown"]
        for said in rule["help"].values():
            assert ("Right when measured:" in said) is not module.CHECK.reads_risks
            assert f"mtcheck: ignore[{rule['id']}]" in said
            assert said.count("Fix: ") == sum(e.fix is not None for e in module.CHECK.examples)
            assert said.count("Settings: ") == sum(bool(e.given) for e in module.CHECK.examples)
            assert "``" not in said or said is rule["help"]["markdown"]


def test_worst_first() -> None:
    levels = [r["properties"]["severity"] for r in parsed(render([demo()]))["results"]]
    assert levels == ["critical", "major", "major", "minor"]


def test_hidden_findings_are_counted_and_left_out() -> None:
    run = parsed(render([demo()]))
    assert len(run["results"]) == 4
    assert run["properties"]["articles"][0]["hidden"]["confidence"] == 1


def test_what_somebody_judged_stays_with_what_he_said() -> None:
    mt, reference = f"{MT}\nDr Ryabov spoke.\n", f"{REFERENCE}\nDr Ryabkov spoke.\n"
    words = ["Anthony Blingen", "Ryabov", "ten", "francs", "parties", "State"]
    found = [finding(at(w, mt), w, confidence=0.9 - n / 10) for n, w in enumerate(words)]
    made = report(mt, reference, None, found[:1])
    hidden = zip(found[1:], [r for r in Reason if r is not Reason.UNCHANGED], strict=True)
    made = replace(
        made, suppressed=tuple(Suppressed(f, r, "on [line](1)") for f, r in hidden), baselined=True
    )
    first, *others = parsed(render([made]))["results"]
    assert first["baselineState"] == "new"
    assert "suppressions" not in first
    said = [
        (r["message"]["text"].split(".")[0], r["suppressions"][0], r.get("baselineState"))
        for r in others
    ]
    assert said == [
        ("ten", {"kind": "external", "justification": _why("The settings accept the name.")}, None),
        ("francs", {"kind": "inSource", "justification": _why("A comment in the text.")}, None),
        ("parties", {"kind": "external", "justification": _why("An ignore file.")}, None),
        ("State", {"kind": "external", "justification": _why("In the baseline.")}, "unchanged"),
    ]


def _why(words: str) -> str:
    return f"{words} on [line] (1)"


def test_hiding_a_finding_changes_no_fingerprint() -> None:
    def prints(made: Report) -> set[str]:
        results = parsed(render([made]))["results"]
        return {r["partialFingerprints"]["mtcheck/v1"] for r in results}

    mt = "He met Blingen there.\n\nHe met Blingen there.\n"
    one, two = (finding(at("Blingen", mt).shifted(by)) for by in (0, 23))
    both = report(mt, findings=[one, two])
    hidden = replace(both, findings=(two,), suppressed=(Suppressed(one, Reason.INLINE),))
    assert prints(both) == prints(hidden)
    assert len(prints(both)) == 2


def test_failures_and_notes_are_notifications() -> None:
    (invocation,) = parsed(render([demo()]))["invocations"]
    assert invocation["executionSuccessful"] is False
    levels = [n["level"] for n in invocation["toolExecutionNotifications"]]
    assert levels == ["error", "note", "note"]
    (invocation,) = parsed(render([report()]))["invocations"]
    assert invocation["executionSuccessful"] is True


def test_no_articles_are_a_valid_log() -> None:
    assert parsed(render([]))["results"] == []


def test_below_the_limit_of_results(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "_MOST_RESULTS", 3)
    run = parsed(render([demo(), demo()]))
    severities = [r["properties"]["severity"] for r in run["results"]]
    assert severities == ["critical", "critical", "major"]
    last = run["invocations"][0]["toolExecutionNotifications"][-1]
    assert last["level"] == "warning"
    assert last["message"]["text"].startswith("5 findings are left out")


def test_below_the_limit_of_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = render([demo()] * 20)
    limit = len(whole.encode()) - 20_000
    monkeypatch.setattr(sarif, "_MOST_BYTES", limit)
    text = render([demo()] * 20)
    assert limit - 3_000 < len(text.encode()) <= limit
    run = parsed(text)
    (note,) = [
        n["message"]["text"]
        for n in run["invocations"][0]["toolExecutionNotifications"]
        if n["level"] == "warning"
    ]
    assert note.startswith(f"{80 - len(run['results'])} findings are left out")


def test_twenty_five_thousand_results_are_quick_and_fit() -> None:
    found = [*demo_findings()] * 7_500
    text = render([report(MT, REFERENCE, None, found)])
    assert len(text.encode()) <= 10_000_000
    assert 5_000 < len(parsed_lightly(text)["results"]) <= 25_000


def parsed_lightly(text: str) -> dict[str, Any]:
    run = json.loads(text)["runs"][0]
    assert isinstance(run, dict)
    return run


def test_fingerprints_are_unique_in_a_file_and_blind_to_others() -> None:
    def prints(run: dict[str, Any]) -> set[str]:
        return {r["partialFingerprints"]["mtcheck/v1"] for r in run["results"]}

    one = prints(parsed(render([demo()])))
    assert len(prints(parsed(render([demo(), demo()])))) == 8
    other = report(MT, REFERENCE, SOURCE, demo_findings(), path="b.txt")
    assert prints(parsed(render([demo(), other]))) == one


@pytest.mark.parametrize("payload", HOSTILE)
def test_hostile_texts(payload: str) -> None:
    text = render([hostile(payload)])
    assert not set(text) & set("\x00\x07\x1b\x7f\x9b\u202e\u2028\u2029")
    run = parsed(text)
    for result in run["results"]:
        # No words of ours or of the text make a link that we did not mean.
        assert "](" not in result["message"]["text"].replace("](1)", "").replace("](2)", "")


def test_words_that_look_like_a_link_are_none() -> None:
    made = report(findings=[demo_findings()[0]])
    (found,) = made.findings
    evil = replace(made, findings=(replace(found, message="see [this](http://x.example)"),))
    (result,) = parsed(render([evil]))["results"]
    assert "[this] (http" in result["message"]["text"]


def test_a_file_name_comes_back_from_its_uri() -> None:
    for name in ("a b#c?d%20.txt", "ü/日本.txt", "c:d.txt", "x\udcff.txt"):
        made = report(findings=[demo_findings()[0]], path=name)
        (result,) = parsed(render([made]))["results"]
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert unquote(uri, errors="surrogateescape") == name
        assert uri.isascii()


@given(reports())
def test_regions_read_back_are_the_spans(made: Report) -> None:
    run = parsed(render([made]))
    mt = made.article.mt.content
    wanted = sorted(
        (f.span, f.severity.value, as_in(mt, f.suggestion or "")) for f in made.findings
    )
    found = []
    for result in run["results"]:
        where = result["locations"][0]["physicalLocation"]["region"]
        fixes = result.get("fixes", [])
        replacements = [r for f in fixes for c in f["artifactChanges"] for r in c["replacements"]]
        for replacement in replacements:
            assert read(mt, replacement["deletedRegion"]) == read(mt, where)
        fix = replacements[0]["insertedContent"]["text"] if replacements else ""
        found.append((read(mt, where), result["properties"]["severity"], fix))
        assert where.get("snippet", {}).get("text", "") == read(mt, where).of(mt)
    assert sorted(found) == wanted


def read(text: str, where: dict[str, int]) -> Span:
    """A region of UTF-16 columns as a span, counted anew from the specification."""
    lines: list[tuple[int, str]] = []
    start = 0
    for piece in text.replace("\r\n", "\ufdd0\ufdd0").replace("\r", "\n").split("\n"):
        for inner in piece.split("\ufdd0\ufdd0"):
            lines.append((start, inner))
            start += len(inner) + 2
        start -= 1
    offsets = []
    for line, column in (
        (where["startLine"], where["startColumn"]),
        (where["endLine"], where["endColumn"]),
    ):
        begin = lines[line - 1][0]
        units = column - 1
        at = begin
        while units > 0:
            units -= 2 if ord(text[at]) > 0xFFFF else 1
            at += 1
        assert units == 0
        offsets.append(at)
    return Span(*offsets)


def _of_lines(lines: str) -> dict[str, Any]:
    """The one result for a JSON-lines file."""
    english = languages.load("en")
    (article,) = rows.articles(rows.jsonl(lines, "x"), english, english, "x.jsonl", lines)
    made = pipeline.check(article, make(target_lang="en", select=("F507",)))
    (result,) = parsed(render([made]))["results"]
    assert isinstance(result, dict)
    return result


def test_a_fix_is_one_of_the_file_with_the_escapes_that_it_has() -> None:
    lines = '{"ref": "caf\\u00e9", "mt": "a caf\\u00c3\\u00a9"}\n'
    result = _of_lines(lines)
    where = result["locations"][0]["physicalLocation"]["region"]
    assert (where["startLine"], where["startColumn"]) == (1, 1)  # no more is known of it
    (fix,) = result["fixes"]
    (replacement,) = fix["artifactChanges"][0]["replacements"]
    place = read(lines, replacement["deletedRegion"])
    mended = lines[: place.start] + replacement["insertedContent"]["text"] + lines[place.end :]
    assert json.loads(mended) == {"ref": "café", "mt": "a café"}


def test_safe_and_unsafe_fixes_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "is_safe", lambda f: f.code == "F503")
    said = {
        r["ruleId"]: r["fixes"][0]["properties"]["applicability"]
        for r in parsed(render([demo()]))["results"]
        if "fixes" in r
    }
    assert said == {"N101": "unsafe", "A302": "unsafe", "F503": "safe"}
