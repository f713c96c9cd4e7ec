"""The pages of the checks, made from their own docstrings, records and measurements."""

from __future__ import annotations

import inspect
import json
import textwrap
from typing import TYPE_CHECKING

from mtcheck import languages, measured, selection
from mtcheck.checks import CHECKS
from mtcheck.errors import SettingsError
from mtcheck.safety import SAFE
from mtcheck.spans import loading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcheck.check import Check, CheckModule, Example
    from mtcheck.measured import Measurement

__all__ = ["example", "facts", "fixes", "model", "overview", "page", "precision", "summary"]

Rows = list[tuple[str, ...]]

_HEADER = ("code", "name", "category", "severity", "precision", "languages", "needs")


def overview() -> str:
    """A table of all checks, one a line."""
    lines = [_table(summary())]
    lines += ["", "Precision: right findings of those measured on real system output."]
    lines += ["A check in full: mtcheck rules CODE"]
    return "\n".join(lines) + "\n"


def summary() -> Rows:
    """A row a check, below a row of headings."""
    return [_HEADER, *(_row(module.CHECK) for module in CHECKS)]


def page(name: str) -> str:
    """All about one check, by code or name; raises :class:`SettingsError` for an unknown one."""
    module = _named(name)
    check = module.CHECK
    title = f"{check.code} {check.name}"
    parts = [
        f"{title}\n{'=' * len(title)}",
        inspect.cleandoc(module.__doc__ or "").strip(),
        "\n".join(f"{name + ':':<12} {value}" for name, value in facts(check)),
        _model() if check.reads_risks else _precision(check),
        _fixes(check),
        "Examples\n--------\n" + "\n\n".join(map(_example, check.examples)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _named(name: str) -> CheckModule:
    for module in CHECKS:
        if name.lower() in {module.CHECK.code.lower(), module.CHECK.name}:
            return module
    meant = selection.near(name)
    hint = f"did you mean {meant}?" if meant else "mtcheck rules lists them"
    message = f"there is no check {name!r}; {hint}"
    raise SettingsError(message, key="rules")


def _row(check: Check) -> tuple[str, ...]:
    figures = [_short(check, basis.value) for basis in check.bases]
    return (
        check.code,
        check.name,
        check.category.value,
        check.severity.value,
        "each finding its own"
        if check.reads_risks
        else ", ".join(f for f in figures if f) or "not measured",
        _coverage(check),
        "the span model" if check.reads_risks else " ".join(check.needs) or "nothing",
    )


def _short(check: Check, basis: str) -> str:
    found = [m for m in _measurements(check) if m.basis == basis and m.language == "*"]
    return f"{basis} {found[0].right / found[0].findings:.0%}" if found else ""


def _coverage(check: Check) -> str:
    """For which languages with data the check can run, the shorter way round."""
    able, unable = _able(check)
    if not unable:
        return f"all {len(able)}"
    return " ".join(able) if len(able) <= len(unable) else f"all but {' '.join(unable)}"


def _able(check: Check) -> tuple[list[str], list[str]]:
    able: list[str] = []
    unable: list[str] = []
    for code in languages.covered():
        language = languages.load(code)
        known = not check.reads_risks or code in loading.card().languages
        (able if known and all(map(language.has, check.needs)) else unable).append(code)
    return able, unable


def facts(check: Check) -> Rows:
    """What the record of a check says, by name."""
    able, _ = _able(check)
    anywhere = not check.needs and not check.reads_risks
    return [
        ("Category", check.category.value),
        ("Severity", check.severity.value),
        ("Rests on", ", ".join(basis.value for basis in check.bases)),
        ("Needs data", ", ".join(check.needs) or "none"),
        ("Languages", " ".join(able) + (", and any other" if anywhere else "")),
        ("Since", check.since),
    ]


def precision(check: Check) -> Rows:
    """How often the check was right, below a row of headings; nothing where nobody measured."""
    figures = _measurements(check)
    if not figures:
        return []
    rows: Rows = [("rests on", "language", "right", "of", "precision", "measured on")]
    rows += [
        (
            m.basis,
            "all" if m.language == "*" else m.language,
            str(m.right),
            str(m.findings),
            f"{m.right / m.findings:.0%}",
            m.data,
        )
        for m in figures
    ]
    return rows


def _precision(check: Check) -> str:
    rows = precision(check)
    return "Precision\n---------\n" + (_table(rows) if rows else "Not measured yet.")


def fixes(check: Check) -> tuple[str, Rows]:
    """What `mtcheck fix` does with the check's suggestions, and the figures that decide it."""
    if not check.fixes:
        return "mtcheck fix applies its suggestions, where it has any, with --unsafe only.", []
    figures = [m for m in measured.measurements(measured.FIXES) if m.code == check.code]
    rows: Rows = [("rests on", "right", "of", "mtcheck fix", "measured on")]
    rows += [
        (m.basis, str(m.right), str(m.findings), _applies(m.precision), m.data) for m in figures
    ]
    return "Suggestions that the check is certain of:", rows


def _fixes(check: Check) -> str:
    words, rows = fixes(check)
    return f"Fixes\n-----\n{words}" + (f"\n\n{_table(rows)}" if rows else "")


def _applies(precision: float) -> str:
    return "applies it" if round(precision, 3) >= SAFE else "with --unsafe"


def model() -> list[str]:
    """The model's card, as far as it says what a finding of it is worth: a line each."""
    card = loading.card()
    figures = [
        f"{name}: {', '.join(f'{key} {value:.2f}' for key, value in values.items())}"
        for name, values in card.figures.items()
    ]
    return [
        f"{card.name}: {card.what}",
        f"Made from {card.base}. Not in its training: {' '.join(card.untrained)}.",
        "Measured on held-out annotation, all checks together:",
        *figures,
        "Limits:",
        *card.limits,
    ]


def _model() -> str:
    wrapped = [textwrap.fill(line, 96, subsequent_indent="  ") for line in model()]
    return "Model\n-----\n" + "\n".join(wrapped)


def _measurements(check: Check) -> list[Measurement]:
    found = [m for m in measured.measurements() if m.code == check.code and m.findings]
    return sorted(found, key=lambda m: (m.basis, m.language != "*", m.language))


def _table(rows: Sequence[tuple[str, ...]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def example(one: Example) -> Rows:
    """An example, line by line: what it is, and its words."""
    lines: Rows = [
        (name.replace("_", "-"), json.dumps(value, ensure_ascii=False))
        for name, value in one.given.items()
    ]
    if one.source is not None:
        lines.append(("source", one.source))
    if one.reference is not None:
        lines.append(("reference", one.reference))
    lines.append((f"MT ({one.lang})", one.mt))
    if one.fix is not None:
        lines.append(("fix", one.fix or "(nothing: take it out)"))
    return lines


def _example(one: Example) -> str:
    return "\n".join(f"{name + ':':<12} {text}" for name, text in example(one))
