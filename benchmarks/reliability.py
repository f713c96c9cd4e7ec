"""Whether findings are as often right as they say: confidence against annotators' marks.

    python -m benchmarks.reliability GOLD... --svg docs/reliability.svg

Checks annotated translations with ``--profile recall``, and for bands of confidence counts how
many findings touch a mark of the row's rater; once for the span model's own findings (S9xx) and
once for the rules' on names and meaning, in which it has a say. The languages of which the
rater marked little or much differ more than the bands do: read each by itself.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

from mtcheck.evaluation import detecting, gold, records

BANDS = (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
SIDE, MARGIN = 300, 45
COLOURS = ("#2456a6", "#b3541e")
GROUPS = {"span model alone": "S", "rules on names and meaning": "NA"}

Counts = dict[tuple[str, str, int], list[float]]


def count(paths: list[str], origins: list[str]) -> Counts:
    """By group, language pair and band: findings, the sum of their confidence, those marked."""
    rows = [r for r in gold.read(paths, gold.Options()) if not r.human]
    rows = [r for r in rows if not origins or r.origin in origins]
    translations = records.translations(rows)
    found, _ = detecting.detect(translations, "given", {"profile": "recall"}, lambda _: None)
    counts: Counts = defaultdict(lambda: [0.0, 0.0, 0.0])
    for translation, prediction in zip(translations, found, strict=True):
        for mark in prediction.marks:
            group = next((g for g, codes in GROUPS.items() if mark.code[0] in codes), None)
            if group is None or not len(mark.span):
                continue
            band = max(i for i, low in enumerate(BANDS) if mark.confidence >= low)
            right = sum(any(m.span.overlaps(mark.span) for m in r.marks) for r in translation.rows)
            for pair in (translation.row.pair, "all"):
                cell = counts[group, pair, band]
                cell[0] += 1
                cell[1] += mark.confidence
                cell[2] += right / len(translation.rows)
    return counts


def table(counts: Counts) -> str:
    """All cells, as Markdown."""
    lines = [
        "| findings | pair | confidence | findings | said | marked |",
        "|---|---|---|---|---|---|",
    ]
    for group, pair, band in sorted(counts):
        number, said, marked = counts[group, pair, band]
        lines.append(
            f"| {group} | {pair} | {BANDS[band]:.1f}–{min(BANDS[band + 1], 1):.1f} | {number:.0f} "
            f"| {said / number:.2f} | {marked / number:.2f} |"
        )
    return "\n".join(lines)


def svg(counts: Counts) -> str:
    """The diagram of all pairs together: a dot a band, its area the number of findings."""
    size = SIDE + 2 * MARGIN

    def at(x: float, y: float) -> tuple[float, float]:
        return MARGIN + SIDE * x, MARGIN + SIDE * (1 - y)

    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size + 40}" '
            'font-family="sans-serif" font-size="11" role="img">'
        ),
        "<title>Share of findings that annotators marked, by the confidence stated</title>",
        f'<rect width="{size}" height="{size + 40}" fill="#fff"/>',
        (
            f'<rect x="{MARGIN}" y="{MARGIN}" width="{SIDE}" height="{SIDE}" fill="none" '
            'stroke="#888"/>'
        ),
        (
            f'<line x1="{MARGIN}" y1="{MARGIN + SIDE}" x2="{MARGIN + SIDE}" y2="{MARGIN}" '
            'stroke="#888" stroke-dasharray="4"/>'
        ),
    ]
    for tick in (0, 0.2, 0.4, 0.6, 0.8, 1):
        x, y = at(tick, tick)
        parts.append(
            f'<text x="{x:.0f}" y="{MARGIN + SIDE + 15}" text-anchor="middle">{tick:g}</text>'
            f'<text x="{MARGIN - 6}" y="{y + 4:.0f}" text-anchor="end">{tick:g}</text>'
        )
    middle = MARGIN + SIDE / 2
    parts.append(
        f'<text x="{middle}" y="{size - 12}" text-anchor="middle">confidence stated</text>'
        f'<text transform="translate(14 {middle}) rotate(-90)" text-anchor="middle">'
        "share marked</text>"
    )
    for colour, group in zip(COLOURS, GROUPS, strict=True):
        y = size + 8 + 15 * list(GROUPS).index(group)
        parts.append(
            f'<circle cx="{MARGIN}" cy="{y - 4}" r="4" fill="{colour}"/>'
            f'<text x="{MARGIN + 10}" y="{y}">{group}</text>'
        )
        for (name, pair, _), (number, said, marked) in sorted(counts.items()):
            if name == group and pair == "all":
                x, y = at(said / number, marked / number)
                parts.append(
                    f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{2 + number**0.5 / 4:.1f}" '
                    f'fill="{colour}" fill-opacity="0.6"><title>{group}: {number:.0f} findings, '
                    f"said {said / number:.2f}, marked {marked / number:.2f}</title></circle>"
                )
    return "\n".join([*parts, "</svg>"]) + "\n"


def main() -> None:
    """Print the table; write the diagram."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+")
    parser.add_argument("--origin", action="append", default=[])
    parser.add_argument("--svg", type=Path)
    args = parser.parse_args()
    counts = count(args.gold, args.origin)
    print(table(counts))
    if args.svg:
        args.svg.write_text(svg(counts), encoding="utf-8")


if __name__ == "__main__":
    main()
