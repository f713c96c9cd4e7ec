"""What comments say to mtcheck, whatever a format's comments look like.

::

    mtcheck: ignore               hide the findings of the block that the comment belongs to
    mtcheck: ignore[N101, F5]     only those of these checks
    mtcheck: off   mtcheck: off[L601]   hide what follows, until
    mtcheck: on    mtcheck: on[L601]

Words after that are the reason. What a comment belongs to is for the format to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtcheck.article import Ignore
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Comment", "ignores", "untranslated"]

_FORM = re.compile(r"\s*(?P<verb>[\w-]*)\s*(?:\[(?P<codes>[^\[\]]*)\])?(?P<why>.*)", re.DOTALL)
_VERBS = ("ignore", "off", "on")
_PREFIX = re.compile(r"\s*mtcheck\s*:", re.IGNORECASE)
_IGNORE = re.compile(r"\s*mtcheck\s*:\s*ignore\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment of a file: its ``words``, without what marks it as one.

    ``at`` is its own place, ``scope`` what an ``ignore`` in it is for; both in the text.
    """

    words: str
    line: int
    at: Span
    scope: Span

    @property
    def is_ours(self) -> bool:
        """Whether it speaks to mtcheck at all."""
        return _PREFIX.match(self.words) is not None

    @property
    def is_ignore(self) -> bool:
        """Whether it is meant for its scope alone."""
        return _IGNORE.match(self.words) is not None


@dataclass(frozen=True, slots=True)
class _Directive:
    verb: str
    codes: tuple[str, ...]
    why: str
    comment: Comment

    @property
    def checks(self) -> frozenset[str]:
        """Its codes, in whatever case and order they are written."""
        return frozenset(map(str.upper, self.codes))


def ignores(comments: Iterable[Comment], end: int) -> tuple[tuple[Ignore, ...], tuple[str, ...]]:
    """What the comments of a text of ``end`` characters hide, and what is wrong with some."""
    found: list[Ignore] = []
    remarks: list[str] = []
    directives: list[_Directive] = []
    for comment in comments:
        if comment.is_ours:
            _read(comment, directives, remarks)
    stops = _stops(directives, end)
    begun: set[frozenset[str]] = set()
    for directive, stop in zip(directives, stops, strict=True):
        if directive.verb == "ignore":
            found.append(_ignore(directive, directive.comment.scope))
        elif directive.verb == "off":
            start = directive.comment.at.end
            found.append(_ignore(directive, Span(start, max(stop, start))))
            begun.add(directive.checks)
        elif directive.checks not in begun if directive.codes else not begun:
            remarks.append(f"{_where(directive.comment)}: mtcheck: on, but it was not off")
    return tuple(found), tuple(remarks)


def untranslated(scope: Span, line: int) -> Ignore:
    """What ``translate="no"`` in a file hides."""
    return Ignore(scope, (), line, "not to be translated", quiet=True)


def _stops(directives: Sequence[_Directive], end: int) -> list[int]:
    """For each directive, where the next ``on`` for its codes or for all stands."""
    stops: list[int] = []
    of_all, own = end, dict[frozenset[str], int]()
    for directive in reversed(directives):
        stops.append(min(own.get(directive.checks, end), of_all))
        if directive.verb == "on":
            start = directive.comment.at.start
            own[directive.checks] = start
            if not directive.codes:
                of_all = start
    return stops[::-1]


def _read(comment: Comment, directives: list[_Directive], remarks: list[str]) -> None:
    match = _FORM.fullmatch(_PREFIX.sub("", comment.words, count=1))
    verb = match["verb"].lower() if match else ""
    if match is None or verb not in _VERBS:
        remarks.append(
            f"{_where(comment)}: mtcheck: {verb or 'nothing'} is not understood: "
            "write ignore, ignore[CODES], off or on"
        )
        return
    codes = tuple(filter(None, re.split(r"[\s,]+", match["codes"] or "")))
    if (match["codes"] is not None and not codes) or match["why"].lstrip()[:1] in {"[", "]"}:
        remarks.append(f"{_where(comment)}: mtcheck: {verb}[…] needs codes between the brackets")
        return
    directives.append(_Directive(verb, codes, " ".join(match["why"].split()), comment))


def _ignore(directive: _Directive, scope: Span) -> Ignore:
    return Ignore(scope, directive.codes, directive.comment.line, directive.why)


def _where(comment: Comment) -> str:
    return f"line {comment.line}"
