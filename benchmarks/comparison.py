"""mtcheck and other checkers of translations on the same files.

    python -m benchmarks.comparison --data DIR/train.jsonl.gz --l10n-lint l10n-lint \
        --pofilter pofilter --weblate-python VENV/bin/python > table.md
    python -m benchmarks.comparison … --sample pofilter          # messages to judge

Every tool reads the same PO files, in which source and human translation stand beside each other;
in each kind's files one error of that kind is planted wherever a unit has a place for it. Found is
an error where the tool says anything of the unit that it did not say of the right one. On the
translations as they are, in which professionals marked no error, messages are counted per 1,000
words, and a sample of forty of each tool is judged by hand: ``right`` where an editor would change
the translation there, ``wrong`` where not. The verdicts are in ``judged/comparison.tsv``, by row,
rule and number.

Tools that are not given are left out. docs/comparison.md has the tables, and what they mean.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks import comparison_tools as tools
from benchmarks.comparison_errors import KINDS, drawn, planted, translations, unit
from benchmarks.planted_names import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from benchmarks.comparison_errors import Kind, Unit
    from benchmarks.comparison_tools import Message, Tool
    from benchmarks.realdata import Row

Pairs = dict[str, list["Row"]]
Said = dict[str, list[list["Message"]]]
VERDICTS = Path(__file__).parent / "judged" / "comparison.tsv"
SEED = 1
SAMPLE = 40  # messages of each tool that are judged


class Key(NamedTuple):
    """A message on a translation as it is: the row, the rule, and which of that rule's it is."""

    tool: str
    row: str
    rule: str
    number: int


def files(folder: Path, units: Mapping[str, Sequence[Unit]]) -> None:
    """Write the units of every pair, and their reference beside."""
    for pair, every in units.items():
        tools.written(folder / "mt", pair, every)
        tools.written(folder / "ref", pair, every, reference=True)


def recall(
    every: Sequence[Tool], kind: Kind, pairs: Pairs, plain: Sequence[Said], folder: Path
) -> tuple[int, list[int]]:
    """How many errors of a kind are planted, and how many of them each tool finds."""
    right: dict[str, list[Unit]] = {}
    wrong: dict[str, list[Unit | None]] = {}
    for pair, rows in pairs.items():
        right[pair], wrong[pair] = planted(kind, rows, SEED)
    name = kind.name.replace(" ", "-").replace("'", "")
    own = kind.before is not None or name.startswith("glossary")
    if own:
        files(folder / name / "right", right)
        (folder / name / "right").rename(folder / f"{name}-right")
    files(
        folder / name,
        {p: [w or r for r, w in zip(right[p], wrong[p], strict=True)] for p in right},
    )
    hits = []
    for number, tool in enumerate(every):
        before = tool.messages(folder / f"{name}-right") if own else plain[number]
        after = tool.messages(folder / name)
        hits.append(
            sum(
                bool(one and tools.new(said, was))
                for p in pairs
                for one, said, was in zip(
                    wrong[p], after[f"{p}.po"], before[f"{p}.po"], strict=True
                )
            )
        )
    return sum(one is not None for p in pairs for one in wrong[p]), hits


def messages(tool: Tool, said: Said, pairs: Pairs) -> Iterator[tuple[Key, Row, Message]]:
    """All messages of a tool on the translations as they are."""
    for pair, rows in pairs.items():
        for row, found in zip(rows, said[f"{pair}.po"], strict=True):
            count: Counter[str] = Counter()
            for message in found:
                count[message.rule] += 1
                yield Key(tool.name, row.id, message.rule, count[message.rule]), row, message


def sampled(tool: Tool, said: Said, pairs: Pairs) -> list[tuple[Key, Row, Message]]:
    """Forty of them, drawn with a fixed seed."""
    found = sorted(messages(tool, said, pairs), key=lambda m: m[0])
    random.Random(SEED).shuffle(found)  # noqa: S311 - a sample, no secret
    return found[:SAMPLE]


def verdicts() -> dict[Key, str]:
    """Those on record."""
    lines = VERDICTS.read_text(encoding="utf-8").splitlines() if VERDICTS.is_file() else []
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {Key(r[0], r[1], r[2], int(r[3])): r[4] for r in rows}


def clean(every: Sequence[Tool], plain: Sequence[Said], pairs: Pairs) -> None:
    """Print how often each tool speaks where nothing is wrong, and how often it is right then."""
    words = sum(words_of(row) for rows in pairs.values() for row in rows)
    units = sum(map(len, pairs.values()))
    print(f"\n{units} units of untouched translation, {words:,.0f} words\n")
    print("| tool | messages per 1,000 words | units with any | read | right | wrong per 1,000 |")
    print("|---|---|---|---|---|---|")
    known = verdicts()
    for tool, said in zip(every, plain, strict=True):
        total = sum(1 for _ in messages(tool, said, pairs))
        touched = sum(bool(found) for p in pairs for found in said[f"{p}.po"])
        read = [known[key] for key, _, _ in sampled(tool, said, pairs) if key in known]
        right = read.count("right")
        rate = 1000 * total / words
        wrong = f"{rate * (1 - right / len(read)):.1f}" if read else ""
        print(
            f"| {tool.name} {tool.version()} | {rate:.1f} | {touched / units:.0%} | "
            f"{len(read)} | {right} | {wrong} |"
        )


def rules(every: Sequence[Tool], plain: Sequence[Said], pairs: Pairs) -> None:
    """Print which rules spoke, so that a reader can turn off what they have no use for."""
    print("\n| tool | its messages on untouched translations, by rule |\n|---|---|")
    for tool, said in zip(every, plain, strict=True):
        count = Counter(key.rule for key, _, _ in messages(tool, said, pairs))
        told = ", ".join(f"{rule} {n}" for rule, n in sorted(count.items(), key=lambda c: -c[1]))
        print(f"| {tool.name} | {told} |")


def show(tool: Tool, said: Said, pairs: Pairs) -> None:
    """Print the sample of a tool that has no verdict yet."""
    known = verdicts()
    for key, row, message in sampled(tool, said, pairs):
        if key not in known:
            print("\t".join(map(str, key)))
            print(f"  {message.words}\n  SRC {row.source}\n  TGT {row.mt}\n  REF {row.reference}\n")


def given(args: argparse.Namespace) -> list[Tool]:
    """The tools that the arguments name."""
    every: list[Tool] = []
    if args.l10n_lint:
        every.append(tools.L10nLint(args.l10n_lint))
    if args.pofilter:
        every.append(tools.Pofilter(args.pofilter))
    if args.weblate_python:
        script = Path(__file__).with_name("weblate_checks.py")
        every.append(tools.Weblate(args.weblate_python, script))
    every += [tools.Mtcheck(reference=False), tools.Mtcheck(reference=True)]
    return [t for t in every if not args.sample or t.name == args.sample]


def main() -> None:
    """Print the tables, or a sample."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--l10n-lint", help="its command")
    parser.add_argument("--pofilter", help="its command")
    parser.add_argument("--weblate-python", help="an interpreter that has Weblate")
    parser.add_argument("--rows", type=int, default=40, help="rows a pair that errors are put in")
    parser.add_argument("--clean-rows", type=int, default=150, help="untouched rows a pair")
    parser.add_argument("--sample", metavar="TOOL", help="print messages of this one to judge")
    args = parser.parse_args()
    every = given(args)
    found = {"-".join(pair): rows for pair, rows in translations(args.data).items()}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole = {p: drawn(rows, args.clean_rows, SEED) for p, rows in found.items()}
        files(folder / "clean", {p: list(map(unit, rows)) for p, rows in whole.items()})
        said = [tool.messages(folder / "clean") for tool in every]
        if args.sample:
            for tool, its in zip(every, said, strict=True):
                show(tool, its, whole)
            return
        pairs = {p: rows[: args.rows] for p, rows in whole.items()}
        files(folder / "plain", {p: list(map(unit, rows)) for p, rows in pairs.items()})
        plain = [tool.messages(folder / "plain") for tool in every]
        print("| planted | how many |" + "".join(f" {t.name} |" for t in every))
        print("|---|---|" + "---|" * len(every))
        for kind in KINDS:
            count, hits = recall(every, kind, pairs, plain, folder)
            shares = (f" {hit / count:.0%} |" if count else "  |" for hit in hits)
            print(f"| {kind.name} | {count} |" + "".join(shares), flush=True)
        clean(every, said, whole)
        rules(every, said, whole)


if __name__ == "__main__":
    main()
