"""How often a suggestion that its check is certain of is right: ``mtcheck/fixes.toml``.

    python -m benchmarks.fixes --data DIR

Two kinds of evidence are added up, each place once a check and basis: findings on the corpora,
where a suggestion is right that leaves the very text that the gold's fix leaves; and findings
on real system output with a verdict (``benchmarks/judged``), where one is right if the finding
was judged so. A suggestion that no error stands behind is wrong. ``--show`` prints the wrong.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import gold, judging
from benchmarks.realdata import rows
from mtcheck.checks import CHECKS

if TYPE_CHECKING:
    from mtcheck.article import Text
    from mtcheck.finding import Finding

__all__ = ["main"]

OUT = Path(__file__).parent.parent / "mtcheck" / "fixes.toml"
MODES = ("rs", "r", "s", "n")
FIXING = frozenset(module.CHECK.code for module in CHECKS if module.CHECK.fixes)

_Counts = Counter[tuple[str, str, bool]]


def on_corpora(*, show: bool) -> _Counts:
    """Right and wrong suggestions on the corpora, with and without reference and source."""
    counts: _Counts = Counter()
    seen: set[tuple[object, ...]] = set()
    for mode in MODES:
        for name, report, errors in gold.articles(mode):
            mt = report.article.mt
            for finding in report.findings:
                place = (name, finding.code, finding.basis, finding.span, finding.suggestion)
                if not _counts(finding) or place in seen:
                    continue
                seen.add(place)
                right = any(_same(mt, finding, error) for error in errors)
                counts[finding.code, finding.basis.value, right] += 1
                if show and not right:
                    print(
                        name, finding.code, finding.basis, mt.at(finding.span), finding.suggestion
                    )
    return counts


def _counts(finding: Finding) -> bool:
    return finding.code in FIXING and finding.suggestion is not None and finding.certain


def _same(mt: Text, finding: Finding, error: gold.Error) -> bool:
    """Whether the finding's suggestion and the gold's fix leave the same text."""
    if error.fix is None:
        return False
    start = min(finding.span.start, error.span.start)
    end = max(finding.span.end, error.span.end)
    ours, theirs = (
        mt.content[start : span.start] + fix + mt.content[span.end : end]
        for span, fix in ((finding.span, finding.suggestion or ""), (error.span, error.fix))
    )
    return ours == theirs


def on_judged(data: Path, *, show: bool) -> _Counts:
    """Right and wrong suggestions among the findings that were judged."""
    counts: _Counts = Counter()
    verdicts = {code: judging.verdicts(code) for code in sorted(FIXING)}
    wanted = {key[0] for known in verdicts.values() for key in known}
    done: set[str] = set()
    for path in sorted(data.glob("*.jsonl.gz")):
        for row in rows(path, origins=judging.REAL):
            if row.id not in wanted or row.id in done:
                continue
            done.add(row.id)
            for code, known in verdicts.items():
                own = {key for key in known if key[0] == row.id}
                for mode in MODES if own else ():
                    if ("r" in mode and not row.reference) or ("s" in mode and not row.source):
                        continue
                    for found in judging.findings(code, row, mode):
                        key = (row.id, found.span.start, found.span.end, found.basis.value)
                        if key in own and _counts(found):
                            own.discard(key)
                            right = known[key] == "right"
                            counts[code, found.basis.value, right] += 1
                            if show and not right:
                                print(
                                    row.id,
                                    code,
                                    found.basis,
                                    found.span.of(row.mt),
                                    found.suggestion,
                                )
    return counts


def main() -> None:
    """Measure and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    ours, theirs = on_corpora(show=args.show), on_judged(args.data, show=args.show)
    lines = ["# Written by `python -m benchmarks.fixes`; see mtcheck/safety.py.\n"]
    for code, basis in sorted({key[:2] for key in (*ours, *theirs)}):
        right = ours[code, basis, True] + theirs[code, basis, True]
        found = right + ours[code, basis, False] + theirs[code, basis, False]
        kinds = [
            n
            for n, c in (("corpora", ours), ("judged", theirs))
            if c[code, basis, True] or c[code, basis, False]
        ]
        lines.append(
            f'\n[[measurement]]\ncode = "{code}"\nbasis = "{basis}"\nlanguage = "*"\n'
            f'right = {right}\nfindings = {found}\ndata = "{", ".join(kinds)}"\n'
        )
        print(f"{code} {basis}: {right} of {found} right")
    OUT.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
