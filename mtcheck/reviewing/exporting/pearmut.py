"""Judgements as a Pearmut campaign: for every editor a task with what they hold for wrong.

An editor's task has the articles in which they judged something. The items are those of
``mtcheck check --format pearmut``; what the editor accepted and marked is set off in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mtcheck.reporting import pearmut
from mtcheck.reporting.showing import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mtcheck.reviewing.exporting.judged import Reviewed

__all__ = ["campaign"]


def campaign(articles: Iterable[Reviewed]) -> str:
    """The campaign's file."""
    tasks: dict[str, list[list[dict[str, Any]]]] = {}
    for article in articles:
        for editor in article.editors:
            if items := _document(article, editor):
                tasks.setdefault(editor, []).append(items)
    return pearmut.campaign([tasks[editor] for editor in sorted(tasks)])


def _document(article: Reviewed, editor: str) -> list[dict[str, Any]]:
    about = article.row
    name = f"{_code(about.source_lang) or 'und'}-{_code(about.target_lang)}"
    name = f"{name}_#_{visible(about.document)}"
    model = visible(about.system) or "mt"
    return [
        pearmut.item(
            sentence.unit(
                [
                    one
                    for one in sentence.touching
                    if not one.row.withdrawn and one.verdict(editor) == "accepted"
                ]
            ),
            f"{name}_#_{sentence.row.number}",
            model,
        )
        for sentence in article.sentences
    ]


def _code(tag: str | None) -> str:
    return (tag or "").partition("-")[0].lower()
