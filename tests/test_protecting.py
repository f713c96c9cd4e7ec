"""No finding cuts a placeholder or a tag."""

from __future__ import annotations

import pytest

import mtcheck


@pytest.mark.parametrize(
    "text",
    [
        "You have {count,plural} left.",
        "It is {day, date, long} today.",
        'Hello %(user name)s and <i class="a,b">you</i>.',
        "Now %{count} of {{count,number}} files.",
    ],
)
def test_markup_is_left_alone(text: str) -> None:
    report = mtcheck.check(text, model="none")
    pieces = [t for s in report.article.mt.segments for t in s.tokens if t.kind.name == "MARKUP"]
    assert pieces
    for finding in report.findings:
        for piece in pieces:
            assert not (piece.start < finding.span.end and finding.span.start < piece.end)


def test_what_is_wrong_beside_it_is_told() -> None:
    report = mtcheck.check("Hello {name}, nice to see see {name}.", model="none")
    assert [f.code for f in report.findings] == ["F501"]
