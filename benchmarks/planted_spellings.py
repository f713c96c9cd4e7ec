"""One mention of a name respelt in whole documents of real output: does N103 find it?

    python -m benchmarks.planted_spellings --data DIR/train.jsonl.gz

A document is what one system made of all segments of one source document. A name that stands
there three times or more gets one mention in another scheme's letters. Right: the finding is at
that place and suggests the name. Wrong: any finding elsewhere in the same document.
``--write`` puts the counts into ``benchmarks/planted/N103.tsv``.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.judging import REAL
from benchmarks.realdata import Row, rows
from mtcheck import aligning, languages, reading, segmenting
from mtcheck.checks import inconsistent_name
from mtcheck.settings import Settings

if TYPE_CHECKING:
    from mtcheck.article import Article

OUT = Path(__file__).parent / "planted" / "N103.tsv"
_OFTEN = 3  # mentions of a name of which one is respelt
_SHORTEST = 5
_SCHEMES = {
    "Latin": (("i", "y"), ("y", "i"), ("ck", "k"), ("ph", "f"), ("w", "v"), ("kh", "h"),
              ("sch", "sh"), ("ou", "u"), ("ll", "l"), ("tz", "ts"), ("ie", "i")),
    "Cyrillic": (("э", "е"), ("ь", ""), ("й", "и"), ("ы", "и"), ("лл", "л"), ("тс", "ц"),
                 ("дж", "ж")),
}  # fmt: skip


def documents(data: Path, lang: str) -> list[list[Row]]:
    """The segments of each document and system, in order."""
    found: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in rows(data, origins=REAL):
        if row.target_lang == lang:
            found[row.origin, row.system, row.doc].append(row)
    return [found[key] for key in sorted(found)]


def as_text(segments: list[str], lang: str) -> Article:
    """An article of one segment a line."""
    own = languages.load(lang)
    return reading.from_strings("\n".join(segments), None, None, own, own)


def respelt(article: Article, rng: random.Random) -> tuple[str, int, str] | None:
    """The text with one mention respelt, where it is, and the name."""
    mentions: dict[str, list[int]] = defaultdict(list)
    for segment in segmenting.segment(article).mt.segments:
        for token in segment.tokens[1:]:
            if token.word.capitalised and len(token.form) >= _SHORTEST:
                mentions[token.form].append(token.start)
    script = article.mt.language.core.scripts[0]
    options = [
        (name, start, name.replace(old, new, 1))
        for name, starts in sorted(mentions.items())
        if len(starts) >= _OFTEN
        for old, new in _SCHEMES.get(script, ())
        if old in name[1:] and name.replace(old, new, 1) not in mentions
        for start in starts[-1:]
    ]
    if not options:
        return None
    name, start, wrong = rng.choice(options)
    content = article.mt.content
    return content[:start] + wrong + content[start + len(name) :], start, name


def main() -> None:
    """Print a line a language."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--lang", default="en,de,es,fr,ru")
    parser.add_argument("--count", type=int, default=60, help="documents a language")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    rng = random.Random(1)  # noqa: S311 - a sample, no secret
    lines = ["# basis, language, right, wrong"]
    for lang in args.lang.split(","):
        every = documents(args.data, lang)
        rng.shuffle(every)
        counts: Counter[str] = Counter()
        for document in every[: args.count]:
            planted = respelt(as_text([r.mt.replace("\n", " ") for r in document], lang), rng)
            if planted is None:
                continue
            text, start, name = planted
            counts["planted"] += 1
            article = aligning.align(segmenting.segment(as_text(text.split("\n"), lang)))
            for finding in inconsistent_name.find(article, Settings(target_lang=lang)):
                there = finding.span.start == start and finding.suggestion == name
                counts["right" if there else "wrong"] += 1
        print(f"{lang}\t{counts['planted']}\t{counts['right']}\t{counts['wrong']}")
        if counts["right"] + counts["wrong"]:
            lines.append(f"article\t{lang}\t{counts['right']}\t{counts['wrong']}")
    if args.write:
        OUT.parent.mkdir(exist_ok=True)
        OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
