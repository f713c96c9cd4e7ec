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
    from collections.abc import Iterable

__all__ = ["Comment", "ignores"]

_FORM = re.compile(r"\s*(?P<verb>[\w-]*)\s*(?:\[(?P<codes>[^\[\]]*)\])?(?P<why>.*)", re.DOTALL)
_VERBS = ("ignore", "off", "on")
_PREFIX = re.compile(r"\s*mtcheck\s*:", re.IGNORECASE)


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


@dataclass(frozen=True, slots=True)
class _Directive:
    verb: str
    codes: tuple[str, ...]
    why: str
    comment: Comment


def ignores(comments: Iterable[Comment], end: int) -> tuple[tuple[Ignore, ...], tuple[str, ...]]:
    """What the comments of a text of ``end`` characters hide, and what is wrong with some."""
    found: list[Ignore] = []
    remarks: list[str] = []
    directives: list[_Directive] = []
    for comment in comments:
        if comment.is_ours:
            _read(comment, directives, remarks)
    for index, directive in enumerate(directives):
        if directive.verb == "ignore":
            found.append(_ignore(directive, directive.comment.scope))
        elif directive.verb == "off":
            found.append(_ignore(directive, _until_on(directive, directives[index + 1 :], end)))
        elif not any(_opens(d, directive) for d in directives[:index]):
            remarks.append(f"{_where(directive.comment)}: mtcheck: on, but it was not off")
    return tuple(found), tuple(remarks)


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


def _until_on(off: _Directive, later: Iterable[_Directive], end: int) -> Span:
    start = off.comment.at.end
    stops = (d.comment.at.start for d in later if d.verb == "on" and _opens(off, d))
    return Span(start, next(stops, max(end, start)))


def _opens(off: _Directive, on: _Directive) -> bool:
    """Whether ``on`` ends what ``off`` began: the same codes, or an ``on`` for all."""
    return off.verb == "off" and (not on.codes or _upper(on) == _upper(off))


def _upper(directive: _Directive) -> set[str]:
    return set(map(str.upper, directive.codes))


def _where(comment: Comment) -> str:
    return f"line {comment.line}"
