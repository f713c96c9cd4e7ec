"""How a finding is hidden: by a comment where the format has one, else by the ignore file.

Nothing here knows a format. A comment is offered where the file, read again with it, says that it
is for the finding's place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtcheck.lsp.opened import reread
from mtcheck.reading import formats
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.article import Article
    from mtcheck.lsp.opened import Checked
    from mtcheck.reporting.located import Located

__all__ = ["Insertion", "comment", "pair"]


@dataclass(frozen=True, slots=True)
class Insertion:
    """``text`` to be put into the document at ``offset``, in code points of the file."""

    offset: int
    text: str


def comment(checked: Checked, one: Located) -> Insertion | None:
    """The comment that hides a finding; None where the file can have none for it."""
    for insertion in _candidates(checked, one):
        content = checked.content
        after = content[: insertion.offset] + insertion.text + content[insertion.offset :]
        if any(_hides(article, one, insertion) for article in reread(checked, after)):
            return insertion
    return None


def pair(one: Located) -> str | None:
    """A line of an ignore file that is for a finding; None where no line could be."""
    own, other = one.quote, ""
    for beside in one.others:
        if beside.exact:
            other = beside.text.at(beside.span)
            break
    cells = [" ".join(cell.split()) for cell in (own, other, one.finding.code)]
    if not cells[0] and not cells[1]:
        return None
    if cells[0].startswith("#"):
        return None
    return "\t".join((cells[0], cells[1] or "*", cells[2]))


def _candidates(checked: Checked, one: Located) -> Iterator[Insertion]:
    words = f"<!-- mtcheck: ignore[{one.finding.code}] -->"
    mt, content = one.report.article.mt, checked.content
    if formats.of(checked.path) is None:
        if mt.file is not None:
            return
        at = one.finding.span.start
        for block in mt.blocks:
            if block.span.start <= at <= block.span.end:
                yield Insertion(block.span.trimmed(content).end, f" {words}")
        return
    # Before the line where the unit begins, as far in as that line is.
    unit = one.unit
    begin = unit.span if unit is not None else one.finding.span
    line = one.places.position(Span(begin.start, begin.start)).line
    start = one.places.line_start(line)
    indent = content[start : len(content) - len(content[start:].lstrip(" \t"))]
    end = "\r\n" if "\r\n" in content else "\n"
    yield Insertion(start, f"{indent}{words}{end}")


def _hides(article: Article, one: Located, insertion: Insertion) -> bool:
    """Whether a comment of the article, read again, is for the finding."""
    before, after = one.report.article.mt, article.mt
    shift = len(insertion.text) if before.file is None else 0
    if before.file is not None and after.content != before.content:
        return False
    start = one.finding.span.start
    moved = start if start <= insertion.offset or not shift else start + shift
    return any(
        ignore.scope.start <= moved <= ignore.scope.end and one.finding.code in ignore.codes
        for ignore in after.ignores
    )
