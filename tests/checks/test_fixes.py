"""What a check suggests, it accepts: the text with the suggestion no longer has the finding."""

from __future__ import annotations

import msgspec
import pytest
from marked import unmark
from test_cases import CASES, Item, _items, run

from mtcheck import fixing
from mtcheck.span import Span

#: Checks whose suggestion leaves a finding at the place, and why that cannot be otherwise.
KNOWN: dict[str, str] = {}

_NEAR = 1  # characters on either side of the mended place


def _mended(item: Item) -> tuple[str, list[tuple[str, Span]], str] | None:
    """The text with all suggestions, each mended place in it, and the text before."""
    mt, _ = unmark(item.case.mt)
    fixed = fixing.apply(mt, run(item.code, item.case, mt))
    if not fixed.applied:
        return None
    places, shift = [], 0
    for finding in fixed.applied:
        written = finding.suggestion or ""
        start = finding.span.start + shift
        places.append((finding.message, Span(start, start + len(written))))
        shift += len(written) - len(finding.span)
    return fixed.text, places, mt


@pytest.mark.parametrize("item", _items("flags"))
def test_applying_the_suggestions_removes_the_findings(item: Item) -> None:
    mended = _mended(item)
    if mended is None:
        return  # nothing is suggested
    text, places, before = mended
    again = run(item.code, msgspec.structs.replace(item.case, mt=text), text)
    left = [
        (finding.span.of(text), finding.message)
        for finding in again
        for _, place in places
        if Span(max(place.start - _NEAR, 0), place.end + _NEAR).overlaps(finding.span)
    ]
    if item.code in KNOWN:
        assert left, f"{item.code} is no longer known to fail"
    else:
        assert not left, (before, text)


def test_most_cases_suggest_something() -> None:
    items = [p.values[0] for p in _items("flags")]  # type: ignore[attr-defined]
    assert sum(_mended(i) is not None for i in items) > len(items) / 2


def test_the_table_names_checks_with_cases() -> None:
    assert set(KNOWN) <= {path.stem for path in CASES.glob("*.toml")}
