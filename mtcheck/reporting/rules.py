"""The checks as other programs list them: each with the help that its own docstring gives."""

from __future__ import annotations

import inspect
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtcheck import measured

if TYPE_CHECKING:
    from mtcheck.check import Check, CheckModule
    from mtcheck.measured import Measurement

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
    plain, marked = (_page(module, title, about, marked=marked) for marked in (False, True))
    return Rule(
        check=check,
        title=" ".join(title.split()),
        about=paragraphs[0],
        text=plain.replace("``", ""),
        markdown=marked,
        precision=_precision(check),
    )


def _page(module: CheckModule, title: str, about: str, *, marked: bool) -> str:
    check = module.CHECK
    parts = (title, about, _examples(check, marked=marked), _measured(check))
    return "\n\n".join((*parts, _accepting(check, marked=marked)))


def _examples(check: Check, *, marked: bool) -> str:
    """The check's examples, a line each; the wrong words in bold where Markdown can show it."""
    lines = []
    for example in check.examples:
        mt = example.mt.replace("[[]]", "⟦⟧")  # the place of an omission
        mt = _MARK.sub(r"**\1**" if marked else r"\1", mt)
        beside = example.reference or example.source
        line = f"- “{mt}”" + (f", beside “{beside}”." if beside else "")
        if example.fix is not None:
            line += f" Fix: “{example.fix}”." if example.fix else " Fix: take it out."
        if example.given:
            given = json.dumps(dict(example.given), ensure_ascii=False)
            line += f" Settings: `{given}`." if marked else f" Settings: {given}."
        lines.append(line)
    return "\n".join(("Examples:", "", *lines))


def _measured(check: Check) -> str:
    """How often the check's findings were right, a line for what they rest on."""
    if check.reads_risks:
        return "How sure: each finding's confidence is the span model's own, calibrated."
    lines = [
        f"- from the {m.basis}: {m.right} of {m.findings} findings ({m.right / m.findings:.0%})"
        for m in _overall(check)
    ]
    return "\n".join(("Right when measured:", "", *lines)) if lines else "Not measured yet."


def _accepting(check: Check, *, marked: bool) -> str:
    """What to do about a finding that is none, and where more is said."""
    comment, command = f"mtcheck: ignore[{check.code}]", f"mtcheck rules {check.code}"
    if marked:
        comment, command = f"`{comment}`", f"`{command}`"
    return (
        f"Right after all? A comment in the text, {comment} and the reason, hides a finding; "
        f"so do an ignore file of term pairs and the baseline. {command} says more of the check."
    )


def _overall(check: Check) -> list[Measurement]:
    return [
        m
        for m in measured.measurements()
        if m.code == check.code and m.language == "*" and m.findings
    ]


def _precision(check: Check) -> str:
    least = min((m.right / m.findings for m in _overall(check)), default=0.0)
    return next((word for share, word in _SURE if least >= share), "low")
