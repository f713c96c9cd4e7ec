"""Reporting: reports for people, for CI systems, for annotation tools. One format a module.

:data:`FORMATS` is the explicit table; a format that is not in it does not exist. To add one,
write its module, add its line, and test it against the format's own tool or schema.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from mtcheck.reporting import (
    checkstyle,
    csv,
    github,
    gitlab,
    html,
    json,
    junit,
    markdown,
    marot,
    pearmut,
    rdjson,
    sarif,
    standalone,
    text,
    xliff,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcheck.report import Report

__all__ = ["FORMATS", "Format", "Render"]


class Render(Protocol):
    """What a format's module offers: reports in, the whole output out."""

    def __call__(self, reports: Sequence[Report], *, colour: bool, width: int) -> str:
        """Render ``reports``; ``colour`` and ``width`` (in columns) matter to terminals only.

        The output ends in a line end and is the same for the same reports, each time.
        """


@dataclass(frozen=True, slots=True)
class Format:
    """A format by its ``name``; ``suffix`` is that of its files, with the dot.

    ``by_article``: the output of several reports is that of each, one after the other.
    ``one_article``: a file holds one article, so ``render`` takes exactly one report and
    raises ``ValueError`` for any other number.
    """

    name: str
    suffix: str
    render: Render
    by_article: bool = False
    one_article: bool = False


FORMATS: dict[str, Format] = {
    f.name: f
    for f in (
        Format("text", ".txt", text.render),
        Format("json", ".json", json.render),
        Format("jsonl", ".jsonl", json.render_lines, by_article=True),
        Format("html", ".html", html.render, by_article=True, one_article=True),
        Format("markdown", ".md", markdown.render),
        Format("csv", ".csv", csv.render),
        Format("sarif", ".sarif", sarif.render),
        Format("github", ".txt", github.render),
        Format("gitlab", ".json", gitlab.render),
        Format("junit", ".xml", junit.render),
        Format("rdjson", ".rdjson", rdjson.render),
        Format("checkstyle", ".xml", checkstyle.render),
        Format("xliff", ".xlf", xliff.render_2, by_article=True, one_article=True),
        Format("xliff12", ".xlf", xliff.render_1),
        Format("marot", ".tsv", marot.render),
        Format("standalone", ".jsonl", standalone.render),
        Format("pearmut", ".json", pearmut.render),
    )
}
