"""The checks as other programs list them: each with the help that its own docstring gives."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtcheck import measured

if TYPE_CHECKING:
    from mtcheck.check import Check, CheckModule

__all__ = ["Rule", "rule"]

_SURE = ((0.9, "very-high"), (0.75, "high"), (0.5, "medium"))
_MARK = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Rule:
    """A check: its ``title`` is a sentence, ``text`` the whole page, ``markdown`` the same.

    ``precision`` is CodeQL's word for the share of its findings that were right when measured.
    """

    check: Check
    title: str
    about: str
    text: str
    markdown: str
    precision: str


def rule(module: CheckModule) -> Rule:
    """The rule that a check's module describes."""
    check = module.CHECK
    title, _, about = inspect.cleandoc(module.__doc__ or "").strip().partition("\n\n")
    paragraphs = [" ".join(part.split()) for part in about.split("\n\n")]
    return Rule(
        check=check,
        title=" ".join(title.split()),
        about=paragraphs[0],
        text="\n\n".join((title, about, _examples(check, marked=False))).replace("``", ""),
        markdown="\n\n".join((title, about, _examples(check, marked=True))),
        precision=_precision(check),
    )


def _examples(check: Check, *, marked: bool) -> str:
    """The check's examples, a line each; the wrong words in bold where Markdown can show it."""
    lines = []
    for example in check.examples:
        mt = example.mt.replace("[[]]", "⟦⟧")  # the place of an omission
        mt = _MARK.sub(r"**\1**" if marked else r"\1", mt)
        fix = f" Fix: “{example.fix}”." if example.fix else ""
        beside = example.reference or example.source
        lines.append(f"- “{mt}”" + (f", beside “{beside}”." if beside else "") + fix)
    return "\n".join(("Examples:", "", *lines))


def _precision(check: Check) -> str:
    figures = [
        m.right / m.findings
        for m in measured.measurements()
        if m.code == check.code and m.language == "*" and m.findings
    ]
    least = min(figures, default=0.0)
    return next((word for share, word in _SURE if least >= share), "low")
