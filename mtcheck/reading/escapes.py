"""Strings as a file writes them, cut into stretches: letters as they are, and escapes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtcheck.reading.units import Stretch
from mtcheck.span import Span

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable, Iterator, Sequence

__all__ = ["file_span", "joined", "part", "stretches"]


def stretches(
    file: str,
    span: Span,
    escape: re.Pattern[str],
    meaning: Callable[[re.Match[str]], str],
    notation: str,
) -> Iterator[Stretch]:
    """What ``span`` of a file says: every match of ``escape`` is one stretch of its ``meaning``.

    An escape that means nothing (a line that goes on below) is left out.
    """
    at = span.start
    for match in escape.finditer(file, span.start, span.end):
        if match.start() > at:
            yield Stretch(file[at : match.start()], at, notation=notation)
        if meant := meaning(match):
            yield Stretch(meant, match.start(), match.end() - match.start(), notation=notation)
        at = match.end()
    if at < span.end:
        yield Stretch(file[at : span.end], at, notation=notation)


def joined(parts: Iterable[Stretch]) -> str:
    """The text of stretches."""
    return "".join(one.text for one in parts)


def part(parts: Sequence[Stretch], span: Span) -> tuple[Stretch, ...]:
    """The stretches of ``span``, which counts the characters of their text."""
    found, at = [], 0
    for one in parts:
        start, end = max(span.start - at, 0), min(span.end - at, len(one.text))
        if start < end:
            origin = one.origin if one.width is not None else one.origin + start
            found.append(one._replace(text=one.text[start:end], origin=origin))
        at += len(one.text)
    return tuple(found)


def file_span(parts: Sequence[Stretch], span: Span, origin: int) -> Span:
    """Where the file has ``span`` of the text of stretches; ``origin`` is where it has none."""
    found = part(parts, span)
    if not found:
        before = part(parts, Span(0, span.start))
        at = _end(before[-1]) if before else origin
        return Span(at, at)
    return Span(found[0].origin, _end(found[-1]))


def _end(one: Stretch) -> int:
    return one.origin + (len(one.text) if one.width is None else one.width)
