"""Reporting: reports for people, for CI systems, for annotation tools. One format a module.

:data:`FORMATS` is the explicit table; a format that is not in it does not exist. To add one,
write its module, add its line, and test it against the format's own tool or schema.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

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


def _of(module: str, function: str = "render") -> Render:
    """The function of a module that is loaded when something is rendered."""

    def render(reports: Sequence[Report], *, colour: bool, width: int) -> str:
        known: Render = getattr(import_module(f"{__name__}.{module}"), function)
        return known(reports, colour=colour, width=width)

    return render


FORMATS: dict[str, Format] = {
    f.name: f
    for f in (
        Format("text", ".txt", _of("text")),
        Format("json", ".json", _of("json")),
        Format("jsonl", ".jsonl", _of("json", "render_lines"), by_article=True),
        Format("html", ".html", _of("html"), by_article=True, one_article=True),
        Format("markdown", ".md", _of("markdown")),
        Format("csv", ".csv", _of("csv")),
        Format("sarif", ".sarif", _of("sarif")),
        Format("github", ".txt", _of("github")),
        Format("gitlab", ".json", _of("gitlab")),
        Format("junit", ".xml", _of("junit")),
        Format("rdjson", ".rdjson", _of("rdjson")),
        Format("checkstyle", ".xml", _of("checkstyle")),
        Format("xliff", ".xlf", _of("xliff", "render_2"), by_article=True, one_article=True),
        Format("xliff12", ".xlf", _of("xliff", "render_1")),
        Format("marot", ".tsv", _of("marot")),
        Format("standalone", ".jsonl", _of("standalone")),
        Format("pearmut", ".json", _of("pearmut")),
    )
}
