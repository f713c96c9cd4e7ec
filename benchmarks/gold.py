"""Findings on ``corpora/`` against their gold: ``python -m benchmarks.gold [--show]``.

An error counts as found where a shown finding overlaps it (an omission: where one lies within
ten characters of the place, or points at the missing reference text), as named where that
finding, or one fused into it, carries one of the error's codes, and as mended where its
suggestion is the gold's fix. A finding that overlaps no error is false.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mtcheck import languages, pipeline, reading
from mtcheck.settings import Settings
from mtcheck.span import Span

if TYPE_CHECKING:
    from mtcheck.finding import Finding
    from mtcheck.report import Report

__all__ = ["Error", "articles", "main"]

CORPORA = Path(__file__).parent.parent / "corpora"
NEAR = 10  # characters: how far from its place an omission may be reported


@dataclass(frozen=True, slots=True)
class Error:
    """One error of the gold."""

    span: Span
    codes: tuple[str, ...]
    fix: str | None
    severity: str

    def found_by(self, finding: Finding) -> bool:
        """Whether ``finding`` is at this error's place."""
        if len(self.span) == 0 or len(finding.span) == 0:
            near = Span(max(0, self.span.start - NEAR), self.span.end + NEAR)
            return near.overlaps(finding.span)
        return self.span.overlaps(finding.span)


def articles(mode: str = "rs") -> list[tuple[str, Report, list[Error]]]:
    """Every article of the corpora with its report and its gold errors.

    ``mode`` says what the checks may see: the reference (r), the source (s), neither (n).
    """
    out = []
    for folder in sorted(p.parent for p in CORPORA.glob("*/gold.json")):
        gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
        texts = {
            role: (folder / gold[role]).read_bytes().decode() if gold[role] else None
            for role in ("mt", "reference", "source")
        }
        article = reading.from_strings(
            texts["mt"] or "",
            texts["reference"] if "r" in mode else None,
            texts["source"] if "s" in mode else None,
            languages.load(gold["target_lang"]),
            languages.load(gold["source_lang"] or "und"),
            aligned=gold["aligned"],
            identity=folder.name,
        )
        settings = Settings(target_lang=gold["target_lang"], source_lang=gold["source_lang"])
        errors = [
            Error(Span(e["start"], e["end"]), tuple(e["codes"]), e["fix"], e["severity"])
            for e in gold["errors"]
        ]
        out.append((folder.name, pipeline.check(article, settings), errors))
    return out


def main() -> None:
    """Print the table; with ``--show`` also what is missed and what is false."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    total: Counter[str] = Counter()
    by_code: dict[str, Counter[str]] = {}
    print("| article | errors | found | named | mended | findings | false |")
    print("|---|---|---|---|---|---|---|")
    for name, report, errors in articles():
        row = Counter(errors=len(errors), findings=len(report.findings))
        mt = report.article.mt
        for error in errors:
            here = [f for f in report.findings if error.found_by(f)]
            named = any(set(f.evidence) & set(error.codes) for f in here)
            row["found"] += bool(here)
            row["named"] += named
            row["mended"] += any(f.suggestion == error.fix for f in here)
            counter = by_code.setdefault(error.codes[0], Counter())
            counter["errors"] += 1
            counter["found"] += bool(here)
            counter["named"] += named
            if args.show and not here:
                print(f"    missed {error.codes} [{mt.at(error.span)}] → {error.fix}")
        for finding in report.findings:
            false = not any(e.found_by(finding) for e in errors)
            row["false"] += false
            by_code.setdefault(finding.code, Counter())["false" if false else "true"] += 1
            if args.show and false:
                print(
                    f"    false {finding.code} [{mt.at(finding.span)}] "
                    f"{finding.message} → {finding.suggestion}"
                )
        total += row
        print(_line(name, row))
    print(_line("**all**", total))
    print("\n| code | errors | found | named | true findings | false findings |")
    print("|---|---|---|---|---|---|")
    for code, c in sorted(by_code.items()):
        cells = (c["errors"], c["found"], c["named"], c["true"], c["false"])
        print(f"| {code} | " + " | ".join(map(str, cells)) + " |")


def _line(name: str, c: Counter[str]) -> str:
    keys = ("errors", "found", "named", "mended", "findings", "false")
    return f"| {name} | " + " | ".join(str(c[k]) for k in keys) + " |"


if __name__ == "__main__":
    main()
