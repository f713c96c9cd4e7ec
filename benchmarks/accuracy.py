"""How often each check is right: ``python -m benchmarks.accuracy --data DIR``.

Runs every check over the rows that have verdicts (``benchmarks/judged/``), keeps the verdicts
of findings that the check still makes, and writes

- ``mtcheck/measured.toml``: the confidence that findings state, per check, basis, language;
- ``docs/accuracy.md``: the same as a table, with the planted-error tables of the other
  benchmarks, whose commands it runs and quotes.

Where a check and basis has fewer than ten verdicts, because real output hardly ever has the
error, planted errors stand in: findings at the planted place against findings elsewhere on
the same rows (``benchmarks/planted/CODE.tsv``, written by the ``planted_*`` benchmarks). Where
there is neither, findings on ``corpora/`` count, or few verdicts, or those on the check's other
bases; the table says so.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

from benchmarks import gold
from benchmarks.judging import findings, verdicts
from benchmarks.realdata import Row, rows
from mtcheck.checks import CHECKS, by_code

ROOT = Path(__file__).parent.parent
TOML = ROOT / "mtcheck" / "measured.toml"
PAGE = ROOT / "docs" / "accuracy.md"
PLANTED = Path(__file__).parent / "planted"
ENOUGH = 10  # verdicts on real output, below which planted errors stand in
SOME = 3  # verdicts that outweigh planted errors where they are worse
FEW = 8  # findings of one language, below which the figure of all languages is used
MODES = ("rs", "r", "s", "n")

Key = tuple[str, str, str]  # code, basis, language ("*" for all)


def judged(code: str, table: dict[str, Row]) -> Counter[tuple[str, str, str]]:
    """(basis, language, verdict) → count, over findings that are still made."""
    known = verdicts(code)
    counts: Counter[tuple[str, str, str]] = Counter()
    for row_id in sorted({key[0] for key in known}):
        row = table[row_id]
        modes = [m for m in MODES if row.reference or "r" not in m]
        made = {
            (row_id, f.span.start, f.span.end, f.basis.value)
            for mode in modes
            for f in findings(code, row, mode)
        }
        for key in sorted(made & set(known)):
            counts[key[3], row.target_lang, known[key]] += 1
    return counts


def planted(code: str) -> Counter[tuple[str, str, str]]:
    """The same from planted errors: lines of basis, language, right, wrong."""
    counts: Counter[tuple[str, str, str]] = Counter()
    path = PLANTED / f"{code}.tsv"
    if path.is_file():
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                basis, language, right, wrong = line.split("\t")
                counts[basis, language, "right"] += int(right)
                counts[basis, language, "wrong"] += int(wrong)
    return counts


def measure(data: Path) -> dict[Key, tuple[int, int, str]]:
    """(code, basis, language) → right, findings, kind of data."""
    table = {row.id: row for name in ("train", "dev") for row in rows(data / f"{name}.jsonl.gz")}
    out: dict[Key, tuple[int, int, str]] = {}
    on_corpora = corpora()
    for module in CHECKS:
        code = module.CHECK.code
        if module.CHECK.reads_risks:
            continue  # the model states how sure it is of each finding
        sources = (judged(code, table), planted(code), on_corpora[code])
        for basis in module.CHECK.bases:
            kind, counts = _chosen(basis.value, *sources)
            right: Counter[str] = Counter()
            every: Counter[str] = Counter()
            for (_, language, verdict), count in counts.items():
                for key in (language, "*"):
                    every[key] += count
                    right[key] += count * (verdict == "right")
            for language in sorted(every):
                if language == "*" or every[language] >= FEW:
                    out[code, basis.value, language] = (right[language], every[language], kind)
    return out


Counts = Counter[tuple[str, str, str]]


def corpora() -> defaultdict[str, Counts]:
    """Findings on the corpora by code: at an error of the gold, or not."""
    out: defaultdict[str, Counts] = defaultdict(Counter)
    for _, report, errors in gold.articles():
        language = report.article.mt.language.code
        for finding in (*report.findings, *(s.finding for s in report.suppressed)):
            right = any(error.found_by(finding) for error in errors)
            out[finding.code][finding.basis.value, language, "right" if right else "wrong"] += 1
    return out


def _chosen(basis: str, *sources: Counts) -> tuple[str, Counts]:
    """Enough verdicts on this basis, else planted errors, the corpora, few verdicts, others."""
    on_real, on_planted, on_corpora = (
        Counter({k: n for k, n in counts.items() if k[0] == basis}) for counts in sources
    )
    if on_real.total() >= ENOUGH:
        return "judged", on_real
    few = ("judged, few", on_real)
    if on_planted:
        # A few wrong ones on real output weigh more than many right ones that were planted.
        cautious = on_real.total() >= SOME and _share(on_real) < _share(on_planted)
        return few if cautious else ("planted", on_planted)
    if on_corpora.total() > on_real.total():
        return "corpora", on_corpora
    if on_real:
        return few
    return "judged on its other bases", sources[0]


def _share(counts: Counts) -> float:
    return sum(n for (_, _, verdict), n in counts.items() if verdict == "right") / counts.total()


def toml(figures: dict[Key, tuple[int, int, str]]) -> str:
    """The data file that ships."""
    lines = ["# Written by `python -m benchmarks.accuracy`; see mtcheck/measured.py.", ""]
    for (code, basis, language), (right, count, kind) in sorted(figures.items()):
        lines += [
            "[[measurement]]",
            f'code = "{code}"',
            f'basis = "{basis}"',
            f'language = "{language}"',
            f"right = {right}",
            f"findings = {count}",
            f'data = "{kind}"',
            "",
        ]
    return "\n".join(lines)


def precision_table(figures: dict[Key, tuple[int, int, str]]) -> str:
    """A line a check and basis, with the languages behind it."""
    grouped: dict[tuple[str, str], dict[str, tuple[int, int, str]]] = defaultdict(dict)
    for (code, basis, language), value in figures.items():
        grouped[code, basis][language] = value
    lines = [
        "| check | rests on | data | findings | right | precision | by language (right/findings) |",
        "|---|---|---|---|---|---|---|",
    ]
    for (code, basis), by_language in sorted(grouped.items()):
        right, count, kind = by_language["*"]
        parts = [f"{k} {v[0]}/{v[1]}" for k, v in sorted(by_language.items()) if k != "*"]
        name = by_code()[code].CHECK.name
        lines.append(
            f"| {code} {name} | {basis} | {kind} | {count} | {right} | {right / count:.2f} "
            f"| {', '.join(parts)} |"
        )
    return "\n".join(lines)


INTRO = """# Accuracy

Made by `python -m benchmarks.accuracy --data DIR`, where DIR holds the human-annotated system
output (`train.jsonl.gz`, `dev.jsonl.gz`) that is not part of the project.

## Precision per check

*Judged*: findings on untouched output of real systems (WMT 2021 news and TED, WMT 2023,
biomedical abstracts), each read with its reference and source and judged right (an editor
would want it flagged) or wrong. The verdicts are in `benchmarks/judged/`, by row and span. They
are one reader's, made while the checks were being built on this data: expect a little less on
your own. *Planted*: the error hardly ever occurs in that output, so the figure is from errors
planted in it: findings at the planted place, against findings anywhere else on the same rows.
*Corpora*: neither, so the findings on this repository's own articles are counted; they were at
hand while the checks were built.

A finding's `confidence` is the figure of its check, basis and language (of all languages where
there are fewer than eight), shrunk towards one half by two findings.

"""


def main() -> None:
    """Write both files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--only-measured", action="store_true", help="leave the page alone")
    args = parser.parse_args()
    figures = measure(args.data)
    TOML.write_text(toml(figures), encoding="utf-8")
    if args.only_measured:
        print(precision_table(figures))
        return
    parts = [INTRO, precision_table(figures), "\n"]
    for title, command in sections(args.data):
        print(f"running {command}", file=sys.stderr)
        done = subprocess.run(
            [sys.executable, *command.split()[1:]], capture_output=True, text=True, check=True
        )
        shown = command.replace(str(args.data), "DIR")
        lines = done.stdout.strip().replace("\n## ", "\n### ")
        body = lines if "\n|" in f"\n{lines}" else f"```text\n{lines}\n```"
        parts.append(f"\n## {title}\n\n`{shown}`\n\n{body}\n")
        if "--plot" in command:
            parts.append("\n![Precision over recall of marked characters](curve.svg)\n")
    PAGE.write_text("".join(parts), encoding="utf-8")


def sections(data: Path) -> list[tuple[str, str]]:
    """The other benchmarks whose tables the page quotes."""
    train = data / "train.jsonl.gz"
    planted = "python -m benchmarks.planted_"
    names = f"{planted}names --data {train} --count 120 --seed 5"
    held = f"{data / 'dev.jsonl.gz'} --origin wmt22qe_test"
    return [
        (
            "The span model on held-out annotation",
            f"python -m mtcheck eval {held} --profile recall -f markdown --plot docs/curve.svg",
        ),
        ("Ten right, ten wrong", f"python -m benchmarks.examples {held}"),
        ("The corpora of this repository", "python -m benchmarks.gold"),
        ("Planted names, with reference and source", f"{names} --mode rs"),
        ("Planted names, with the reference", f"{names} --mode r"),
        ("Planted names, with the source", f"{names} --mode s"),
        ("Planted names, with neither", f"{names} --mode n"),
        (
            "Planted names, another way of garbling",
            f"{names} --mode rs --garbler pieces",
        ),
        (
            "Planted quantities",
            f"{planted}quantities --data {train} --langs en de ru zh fr es --planted 100 --seed 5",
        ),
        ("Planted errors of meaning", f"{planted}meaning --data {train} --rows 60"),
        ("Planted terms", f"{planted}terms"),
        ("Planted errors of form", f"{planted}fluency --data {train} --count 40 --seed 5"),
        (
            "Segments and alignment",
            f"python -m benchmarks.alignment --data {data} --documents 6 --only links",
        ),
        ("Words linked by their vectors", f"python -m benchmarks.synonyms --data {data}"),
    ]


if __name__ == "__main__":
    main()
