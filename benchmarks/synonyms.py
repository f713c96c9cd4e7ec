"""Words linked by their vectors (:mod:`mtcheck.aligning.synonyms`) against links read by hand.

    python -m benchmarks.synonyms --data DIR      # train.jsonl.gz and dev.jsonl.gz

``judged/synonyms.tsv`` has gaps between linked neighbours, drawn at random from news in English,
German and Russian: which of their words stand for each other, sure (``~``) or possibly (``?``:
one of several words that together say what one does). Precision: the share of links that are
sure or possible; recall: the share of the sure ones that are found (Och and Ney 2003).
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from unittest import mock

from benchmarks.realdata import lines
from mtcheck import aligning, languages, reading, segmenting
from mtcheck.aligning import synonyms
from mtcheck.article import LinkKind
from mtcheck.spans import loading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mtcheck.aligning.synonyms import Likeness
    from mtcheck.article import AlignedArticle

JUDGED = Path(__file__).parent / "judged" / "synonyms.tsv"
_BOUNDS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.6)


class Gap(NamedTuple):
    """Where it is in the MT of a row, and which words (their starts) stand for each other."""

    start: int
    end: int
    sure: frozenset[tuple[int, int]]
    possible: frozenset[tuple[int, int]]


class Count(NamedTuple):
    """Links that were made, those of them that are right; sure ones, those that were found."""

    made: int = 0
    right: int = 0
    sure: int = 0
    found: int = 0

    def __add__(self, other: tuple[int, ...]) -> Count:  # type: ignore[override] - of counts alone
        return Count(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


def judged(path: Path = JUDGED) -> dict[str, list[Gap]]:
    """The gaps that were read, by row."""
    found: defaultdict[str, list[Gap]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        row, place, links = line.split("\t")
        start, end = map(int, place.split("-"))
        found[row].append(Gap(start, end, _pairs(links, "~"), _pairs(links, "?")))
    return found


def _pairs(links: str, mark: str) -> frozenset[tuple[int, int]]:
    parts = (link.split(mark) for link in links.split() if mark in link)
    return frozenset((int(mine), int(theirs)) for mine, theirs in parts)


def count(article: AlignedArticle, gaps: Iterable[Gap], likeness: Likeness) -> Count:
    """How the links in the gaps of an article compare with those that were read."""
    made = {
        (words.mt[link.mt].start, words.other[link.other].start)
        for pair in synonyms.link(article, likeness).reference_pairs
        if (words := pair.words) is not None
        for link in words.links
        if link.kind is LinkKind.ALIKE
    }
    total = Count()
    for gap in gaps:
        inside = {one for one in made if gap.start <= one[0] < gap.end}
        right = inside & (gap.sure | gap.possible)
        total += Count(len(inside), len(right), len(gap.sure), len(inside & gap.sure))
    return total


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    args = parser.parse_args()
    gaps = judged()
    articles: dict[str, tuple[str, AlignedArticle]] = {}
    for path in sorted(args.data.glob("*.jsonl.gz")):
        for raw in lines(path):
            if (row := raw["id"]) in gaps and row not in articles:
                target = raw["lp"].partition("-")[2]
                texts = [raw[side].replace("\n", " ") for side in ("mt", "ref")]
                whole = reading.from_strings(
                    *texts, None, languages.load(target), None, aligned=True, identity=row
                )
                articles[row] = target, aligning.align(segmenting.segment(whole))
    likeness = loading.load().likeness
    print("| bound | " + " | ".join(f"{code} P / R (links)" for code in ("de", "en", "ru", "all")))
    print("|---|---|---|---|---|")
    for bound in _BOUNDS:
        totals: defaultdict[str, Count] = defaultdict(Count)
        with mock.patch.object(synonyms, "_ALIKE", bound):
            for row, (target, article) in articles.items():
                own = count(article, gaps[row], likeness)
                for key in (target, "all"):
                    totals[key] += own
        cells = (
            f"{c.right / max(c.made, 1):.2f} / {c.found / max(c.sure, 1):.2f} ({c.made})"
            for c in (totals[code] for code in ("de", "en", "ru", "all"))
        )
        print(f"| {bound} | {' | '.join(cells)} |")
    print(f"\n{sum(map(len, gaps.values()))} gaps of {len(articles)} rows")


if __name__ == "__main__":
    main()
