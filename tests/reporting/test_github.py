from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from drawn import reports
from hypothesis import given
from reported import HOSTILE, at, demo, finding, hostile, report

from mtcheck.reporting.github import render

if TYPE_CHECKING:
    from mtcheck.report import Report

_UNESCAPED = {"%3A": ":", "%2C": ",", "%0A": "\n", "%0D": "\r", "%25": "%"}


def commands(log: str) -> list[tuple[str, dict[str, str], str]]:
    """What GitHub's runner reads in a log: as its ActionCommand.TryParseV2 does, line by line."""
    found = []
    for line in log.split("\n"):
        bare = line.lstrip()
        assert "##[" not in bare or bare.startswith("::"), "the older form of a command"
        if not bare.startswith("::"):
            continue
        head, _, data = bare[2:].partition("::")
        name, _, rest = head.partition(" ")
        pairs = [part.split("=", 1) for part in rest.split(",") if part]
        found.append((name, {key: _plain(value) for key, value in pairs}, _plain(data)))
    return found


def _plain(text: str) -> str:
    return re.sub("%(3A|2C|0A|0D|25)", lambda match: _UNESCAPED[match[0]], text)


def test_the_whole_log() -> None:
    assert commands(render([demo()])) == [
        (
            "error",
            {
                "file": "talks.mt.txt",
                "line": "4",
                "endLine": "4",
                "col": "13",
                "endColumn": "35",
                "title": "A301 mistranslated-phrase (critical)",
            },
            "The reference says another thing.",
        ),
        (
            "error",
            {
                "file": "talks.mt.txt",
                "line": "3",
                "endLine": "3",
                "col": "20",
                "endColumn": "35",
                "title": "N101 garbled-name (major)",
            },
            (
                '"Blingen" is not a known word; the reference has "Blinken" here.\n'
                'fix: replace with "Antony Blinken"\n'
                "reference: Antony Blinken"
            ),
        ),
        (
            "error",
            {
                "file": "talks.mt.txt",
                "line": "4",
                "endLine": "4",
                "col": "63",
                "endColumn": "63",
                "title": "A302 omission (major)",
            },
            (
                "A sentence of the reference is missing.\n"
                'fix: insert " No statement was made."\n'
                "reference: No statement was made."
            ),
        ),
        (
            "warning",
            {
                "file": "talks.mt.txt",
                "line": "4",
                "endLine": "4",
                "col": "33",
                "endColumn": "35",
                "title": "F503 spacing (minor)",
            },
            'There is a space before the comma.\nfix: replace with ","',
        ),
        (
            "error",
            {"title": "mtcheck"},
            "talks.mt.txt: check N103 failed: KeyError: 'x'",
        ),
    ]
    assert render([demo()]).splitlines()[-1] == (
        "mtcheck: 4 findings (1 critical, 2 major, 1 minor) in 1 article"
    )


def test_a_finding_over_several_lines_has_no_columns() -> None:
    mt = "One word.\nAnother word.\n"
    ((_, properties, _),) = commands(
        render([report(mt, findings=[finding(at("word.\nAnother", mt))])])
    )
    assert properties["line"] == "1"
    assert properties["endLine"] == "2"
    assert "col" not in properties


def test_nothing_found() -> None:
    assert render([report(), report()]) == "mtcheck: no findings in 2 articles\n"
    assert render([]) == "mtcheck: no findings in 0 articles\n"


INJECTIONS = (
    *HOSTILE,
    "::set-output name=x::y",
    "\n::set-output name=x::y",
    "\r::add-mask::secret",
    "\u2028::stop-commands::x",
    "##[add-path]/tmp/evil",
    "a,line=1::b",
    "%0A::error::x",
    "100 % and %25",
)


@pytest.mark.parametrize("payload", INJECTIONS)
def test_hostile_texts_give_no_command_of_their_own(payload: str) -> None:
    log = render([hostile(payload)])
    found = commands(log)
    assert [name for name, *_ in found] == ["error", "warning", "error"]
    assert all(
        set(p) <= {"file", "line", "endLine", "col", "endColumn", "title"} for _, p, _ in found
    )
    assert len(log.splitlines()) == 4
    assert not set(log) & set("\x00\x07\x1b\x7f\x9b\u202e\u2028\u2029\r")


@given(reports())
def test_there_is_a_command_a_finding_and_a_line_a_command(made: Report) -> None:
    log = render([made])
    found = commands(log)
    assert len(found) == len(made.findings) == log.count("\n") - 1
    assert len(log.splitlines()) == len(found) + 1
