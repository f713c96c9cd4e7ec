"""Fit and measure the model of A301: ``python -m benchmarks.substitutions --data TRAIN.jsonl.gz``.

Every slot (see :mod:`mtcheck.aligning.substitutions`) of human-annotated output is a row: its
features, and the share of raters who marked it as wrong in meaning or term (marks without a
category count). Documents are halved by a hash of their names. A logistic regression is fitted
to one half, with an intercept for each collection and language pair, since raters differ more in
strictness than slots do in anything; the other half gives the figures. ``--write`` fits the
weights that ship to all documents and keeps the working points.

    python -m benchmarks.substitutions --data DIR/train.jsonl.gz [--write]
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np  # noqa: TID253 - the subject of this program

from benchmarks.realdata import lines
from mtcheck import aligning, languages, reading, segmenting
from mtcheck.aligning.substitution_scores import scored

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from mtcheck.span import Span

HERE = Path(__file__).parent.parent
SHIPPED = HERE / "mtcheck" / "languages" / "data" / "substitutions.toml"
ORIGINS = ("wmt21news", "wmt21ted", "sxs23", "bio_v2")
MEANING = ("Accuracy", "Terminology")
PENALTY = 5.0  # ridge on the weights
STEPS = 15  # of Newton's method
SHOWN, MAJOR = 0.01, 0.002  # shares of slots that are shown, and shown as major
#: Languages in which the table below shows twice the share of all slots, of 20 or more.
MEASURED = ["de", "ru"]
HOMONYM = -0.9  # log-odds; there are too few to fit it, so it was set by reading them


class Slot(NamedTuple):
    """One slot with what raters said of it; ``group`` is its collection and language pair."""

    group: str
    doc: str
    language: str
    texts: tuple[str, str]
    values: dict[str, float]
    marked: bool  # by any rater, for anything
    meaning: float  # share of raters who marked it as wrong in meaning


def read(data: Path, most: int) -> tuple[list[Slot], Counter[tuple[str, str, str]]]:
    """The slots of up to ``most`` segments a group, and the words of each document read."""
    grouped: dict[tuple[str, ...], list[dict]] = {}  # type: ignore[type-arg] - free-form JSON
    for raw in lines(data):
        if raw["origin"] in ORIGINS and raw["ref"] and "human" not in raw["flags"]:
            key = (raw["origin"], raw["lp"], raw["system"], raw["doc"], str(raw["seg"]), raw["mt"])
            grouped.setdefault(key, []).append(raw)
    # A sample that does not depend on the order of the file.
    keys = sorted(grouped, key=lambda key: zlib.crc32("\t".join(key).encode()))
    taken: Counter[str] = Counter()
    words: Counter[tuple[str, str, str]] = Counter()
    found: list[Slot] = []
    for key in keys:
        group = f"{key[0]} {key[1]}"
        source, _, target = key[1].partition("-")
        if taken[group] < most and languages.load(target).covered:
            taken[group] += 1
            words[group, key[3], target] += count_words(key[5], target)
            found.extend(of_segment(grouped[key], group, source, target))
    return found, words


def count_words(text: str, code: str) -> int:
    """Its words, or the characters that make as many."""
    core = languages.load(code).core
    return len(text.split()) if core.spaced else round(len(text) / core.characters_per_word)


def of_segment(
    same: list[dict],  # type: ignore[type-arg] - free-form JSON
    group: str,
    source: str,
    target: str,
) -> Iterator[Slot]:
    """The slots of one translation, ``same`` holding a row for each rater."""
    raw = same[0]
    article = reading.from_strings(
        raw["mt"],
        raw["ref"],
        raw["src"],
        languages.load(target),
        languages.load(source),
        identity=raw["id"],
    )
    aligned = aligning.align(segmenting.segment(article))
    for one in scored(aligned):
        slot = one.slot
        marks = [[e["category"] for e in row["errors"] if touches(slot.span, e)] for row in same]
        meaning = [any(c is None or c.startswith(MEANING) for c in found) for found in marks]
        theirs = aligned.reference.at(slot.other_span) if aligned.reference else ""
        yield Slot(
            group,
            raw["doc"],
            target,
            (theirs, aligned.mt.at(slot.span)),
            one.values,
            any(marks),
            sum(meaning) / len(meaning),
        )


def touches(span: Span, error: dict) -> bool:  # type: ignore[type-arg] - free-form JSON
    """Whether they share a character."""
    return bool(error["start"] < span.end and span.start < error["end"])


def fit(
    table: NDArray[np.float64], target: NDArray[np.float64], groups: Sequence[str]
) -> tuple[NDArray[np.float64], float]:
    """Weights of the columns, and the mean of the groups' intercepts over the rows."""
    names = sorted(set(groups))
    which = np.eye(len(names))[[names.index(g) for g in groups]]
    both = np.hstack([table, which])
    ridge = np.r_[np.full(table.shape[1], PENALTY), np.ones(len(names))]
    beta = np.zeros(both.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-both @ beta))
        hessian = both.T @ (both * (p * (1 - p))[:, None]) + np.diag(ridge)
        beta += np.linalg.solve(hessian, both.T @ (target - p) - ridge * beta)
    columns = table.shape[1]
    return beta[:columns], float(np.mean(which @ beta[columns:]))


def half(slot: Slot) -> int:
    """Which half a slot's document belongs to."""
    return zlib.crc32(f"{slot.group} {slot.doc}".encode()) % 2


def report(chosen: list[Slot], words: int, name: str) -> None:
    """One line: precision against raters, by finding and by different pair, and how many."""
    if not chosen:
        return
    marked = sum(s.marked for s in chosen) / len(chosen)
    meaning = sum(s.meaning for s in chosen) / len(chosen)
    pairs: dict[tuple[str, ...], list[bool]] = {}
    for s in chosen:
        pairs.setdefault((s.group, *s.texts), []).append(s.marked)
    by_pair = sum(sum(v) / len(v) for v in pairs.values()) / len(pairs)
    print(
        f"| {name} | {len(chosen)} | {marked:.2f} | {meaning:.2f} | {len(pairs)} | {by_pair:.2f} "
        f"| {1000 * len(chosen) / max(words, 1):.2f} |"
    )


def main() -> None:
    """Print the figures of the held-out half; with ``--write`` fit what ships."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--most", type=int, default=1500, help="segments of a group")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    found, words = read(args.data, args.most)
    names = sorted({name for s in found for name in s.values})
    table = np.array([[s.values.get(name, 0.0) for name in names] for s in found])
    target = np.array([s.meaning for s in found])
    halves = np.array([half(s) for s in found])
    fitted = halves == 0
    groups = [s.group for s in found]
    weights, _ = fit(
        table[fitted], target[fitted], [g for g, f in zip(groups, fitted, strict=True) if f]
    )
    scores = table @ weights
    print(f"{len(found)} slots, {sum(words.values())} words, of all slots marked:")
    print("| slots | findings | any rater | meaning | pairs | any rater | per 1,000 words |")
    print("|---|---|---|---|---|---|---|")
    held = sum(
        n for (group, doc, _), n in words.items() if zlib.crc32(f"{group} {doc}".encode()) % 2
    )
    report([s for s, f in zip(found, fitted, strict=True) if not f], held, "all, held out")
    for share in (0.005, 0.01, 0.015, 0.02, 0.03, 0.05):
        bound = np.quantile(scores[fitted], 1 - share)
        chosen = [s for s, f, x in zip(found, fitted, scores, strict=True) if not f and x >= bound]
        report(chosen, held, f"best {share:.2%}, held out")
    bound = np.quantile(scores[fitted], 1 - SHOWN)
    for code in sorted({s.language for s in found}):
        chosen = [
            s
            for s, f, x in zip(found, fitted, scores, strict=True)
            if not f and x >= bound and s.language == code
        ]
        here = sum(
            n
            for (group, doc, lang), n in words.items()
            if lang == code and zlib.crc32(f"{group} {doc}".encode()) % 2
        )
        report(chosen, here, f"shown, {code}")
    if args.write:
        weights, bias = fit(table, target, groups)
        scores = table @ weights + bias
        bounds = [float(np.quantile(scores, 1 - share)) for share in (SHOWN, MAJOR)]
        write(names, weights, bias, bounds)


def write(names: list[str], weights: NDArray[np.float64], bias: float, bounds: list[float]) -> None:
    """Write the model that ships."""
    text = [
        "# Made by benchmarks/substitutions.py: what the features of a substitution weigh.",
        f"bias = {bias:.4f}",
        f"shown = {bounds[0]:.4f}",
        f"homonym = {HOMONYM}",
        f"major = {bounds[1]:.4f}",
        f"measured = {json.dumps(MEASURED)}",
        "",
        "[weights]",
        *(f'"{name}" = {w:.4f}' for name, w in zip(names, weights, strict=True)),
    ]
    SHIPPED.write_text("\n".join(text) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
