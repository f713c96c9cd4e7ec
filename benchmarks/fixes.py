"""How often a suggestion that its check is certain of is right: ``mtcheck/fixes.toml``.

    python -m benchmarks.fixes --data DIR

Two kinds of evidence are added up, each place once a check and basis: findings on the corpora,
where a suggestion is right that leaves the very text that the gold's fix leaves; and findings
on real system output with a verdict (``benchmarks/judged``), where one is right if the finding
was judged so. A suggestion that no error stands behind is wrong. Where the two have fewer than
ten, planted slips of form are added (:mod:`benchmarks.planted_fluency`): right is what gives
the text back as it was, wrong is anything else, and any suggestion on the untouched row, though
some of those may be good. A few worse figures of the first two outweigh them. ``--show`` prints
the wrong.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import gold, judging, planted_fluency
from benchmarks.realdata import rows
from mtcheck.checks import CHECKS

if TYPE_CHECKING:
    from mtcheck.article import Text
    from mtcheck.finding import Finding

__all__ = ["main"]

OUT = Path(__file__).parent.parent / "mtcheck" / "fixes.toml"
ENOUGH = 10  # real suggestions, below which planted ones stand beside them
SOME = 3  # real ones that outweigh planted ones where they are worse
SAMPLES = 25  # a language
PER_KIND = 8  # slips of one kind, language and mode
SEED = 5
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


def on_planted(data: Path, codes: frozenset[str]) -> _Counts:
    """Right and wrong suggestions on planted slips of form, and on the rows as they were."""
    counts: _Counts = Counter()
    pool = planted_fluency.samples(data / "train.jsonl.gz", SAMPLES, SEED)
    tried: Counter[tuple[str, str, str]] = Counter()
    seen: set[tuple[object, ...]] = set()
    for code, kind, sample, slip in planted_fluency.trials(pool, SEED):
        for mode in MODES if code in codes else ():
            tried[kind, sample.lang, mode] += 1
            if tried[kind, sample.lang, mode] > PER_KIND:
                continue
            before = planted_fluency.found_in(code, sample, mode)
            for found in filter(_counts, before):
                place = (sample.mt, code, found.basis, found.span)
                counts[code, found.basis.value, False] += place not in seen
                seen.add(place)
            if before:
                continue
            after = planted_fluency.found_in(code, planted_fluency.with_slip(sample, slip), mode)
            for found in filter(_counts, planted_fluency.touching(code, slip, after)):
                right = planted_fluency.applied(slip.text, found) == (slip.original or sample.mt)
                counts[code, found.basis.value, right] += 1
    return counts


def figure(code: str, basis: str, kinds: dict[str, _Counts]) -> tuple[int, int, str] | None:
    """Right suggestions, all of them, and the kinds of data they are of."""
    own = {name: (c[code, basis, True], c[code, basis, False]) for name, c in kinds.items()}
    real = [own["corpora"], own["judged"]]
    right, wrong = sum(r for r, _ in real), sum(w for _, w in real)
    more, worse = own["planted"]
    if right + wrong < ENOUGH and more + worse:
        outweighed = right + wrong >= SOME and right * (more + worse) < more * (right + wrong)
        if not outweighed:
            right, wrong = right + more, wrong + worse
        else:
            own["planted"] = (0, 0)
    else:
        own["planted"] = (0, 0)
    names = [name for name, counts in own.items() if any(counts)]
    return (right, right + wrong, ", ".join(names)) if names else None


def main() -> None:
    """Measure and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    kinds = {
        "corpora": on_corpora(show=args.show),
        "judged": on_judged(args.data, show=args.show),
        "planted": on_planted(args.data, FIXING & frozenset(planted_fluency.CODES)),
    }
    lines = ["# Written by `python -m benchmarks.fixes`; see mtcheck/safety.py.\n"]
    for code, basis in sorted({key[:2] for counts in kinds.values() for key in counts}):
        found = figure(code, basis, kinds)
        if found is None:
            continue
        right, every, names = found
        lines.append(
            f'\n[[measurement]]\ncode = "{code}"\nbasis = "{basis}"\nlanguage = "*"\n'
            f'right = {right}\nfindings = {every}\ndata = "{names}"\n'
        )
        print(f"{code} {basis}: {right} of {every} right ({names})")
    OUT.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
