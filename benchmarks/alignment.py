"""How well sentences are cut and aligned: ``python -m benchmarks.alignment --data DIR``.

DIR holds ``train.jsonl.gz`` and ``dev.jsonl.gz`` with rows ``{origin, lp, system, doc, seg, src,
mt, ref}``. Real documents are taken apart: some of their sentences are dropped, merged, split or
moved and boilerplate is added, on one side at a time, so that the true links are known. Nothing
is random but the seed.

Tables: links found (precision, recall, F1) beside Gale and Church's alignment by length;
boundaries found when sentences are joined, beside sentencex; time by length.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.gale_church import align_by_length
from mtcheck import languages
from mtcheck.aligning import sentences
from mtcheck.article import Article, Block, Segment, Text
from mtcheck.segmenting import segment
from mtcheck.span import Span
from mtcheck.tokenising import tokenise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mtcheck.languages import Language

ORIGINS = ("wmt21news", "wmt21ted", "sxs23", "bio_v2")
SHORTEST = 6  # rows of a document
WHOLE = 2  # a row is two halves
RATES = (0.0, 0.1, 0.2, 0.3, 0.4)
BOILERPLATE = {
    "en": ("Read more", "Subscribe to our newsletter", "We use cookies on this website.", "Share"),
    "de": ("Mehr lesen", "Newsletter abonnieren", "Wir verwenden Cookies.", "Teilen"),
    "ru": ("Читать далее", "Подпишитесь на рассылку", "Мы используем файлы cookie.", "Поделиться"),
    "fr": ("Lire la suite", "Abonnez-vous", "Nous utilisons des cookies.", "Partager"),
    "es": ("Leer más", "Suscríbase al boletín", "Usamos cookies en este sitio.", "Compartir"),
    "zh": ("阅读更多", "订阅我们的通讯", "本网站使用cookie。", "分享"),
    "it": ("Leggi di più", "Iscriviti", "Questo sito usa i cookie.", "Condividi"),
    "pt": ("Leia mais", "Assine a newsletter", "Usamos cookies neste site.", "Partilhar"),
}


@dataclass
class Document:
    """One translation of one document: rows of (MT, reference, source)."""

    pair: str
    rows: list[tuple[str, str, str]] = field(default_factory=list)


def documents(data: Path, half: str) -> dict[str, list[Document]]:
    """Documents of at least six rows by language pair; ``half`` is "tune" or "test"."""
    seen: set[tuple[str, ...]] = set()
    found: dict[tuple[str, ...], list[tuple[int, tuple[str, str, str]]]] = defaultdict(list)
    for name in ("train", "dev"):
        with gzip.open(data / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                key = (row["origin"], row["lp"], row["doc"], row["system"])
                if row["origin"] not in ORIGINS or not row["ref"] or (*key, row["seg"]) in seen:
                    continue
                seen.add((*key, row["seg"]))
                texts = (row["mt"].strip(), row["ref"].strip(), row["src"].strip())
                if all(texts) and row["seg"].isdigit():
                    found[key].append((int(row["seg"]), texts))
    by_pair: dict[str, list[Document]] = defaultdict(list)
    one_system: set[tuple[str, ...]] = set()
    for key in sorted(found, key=hash_of):
        rows = [texts for _, texts in sorted(found[key])]
        if len(rows) < SHORTEST or key[:3] in one_system:
            continue
        one_system.add(key[:3])  # one system a document, whichever comes first
        if (hash_of(key[:3]) % 2 == 0) == (half == "tune"):
            by_pair[key[1]].append(Document(key[1], rows))
    return by_pair


def hash_of(key: Sequence[str]) -> int:
    """The same number in every run."""
    return random.Random("|".join(key)).getrandbits(32)  # noqa: S311 - to be repeatable


@dataclass
class Side:
    """Lines of one text; each tells which halves of which original rows it holds."""

    lines: list[tuple[str, frozenset[float]]]

    @staticmethod
    def of(rows: Iterable[str]) -> Side:
        """As it was written: one line a row."""
        return Side([(row, frozenset((k, k + 0.5))) for k, row in enumerate(rows)])

    def disturb(self, rate: float, language: Language, dice: random.Random) -> None:
        """Drop, merge, split and move ``rate`` of the lines, and add boilerplate."""
        count = round(rate * len(self.lines))
        for _ in range(count):
            if len(self.lines) > WHOLE:
                dice.choice((self._drop, self._merge, self._split, self._move))(language, dice)
        for _ in range(round(rate * len(self.lines) / 2)):
            words = dice.choice(BOILERPLATE.get(language.code, BOILERPLATE["en"]))
            self.lines.insert(dice.randrange(len(self.lines) + 1), (words, frozenset()))

    def _drop(self, _language: Language, dice: random.Random) -> None:
        at = dice.randrange(len(self.lines))
        del self.lines[at : at + dice.choice((1, 1, 2))]

    def _merge(self, language: Language, dice: random.Random) -> None:
        at = dice.randrange(len(self.lines) - 1)
        glue = " " if language.core.spaced else ""
        (a, x), (b, y) = self.lines[at : at + 2]
        self.lines[at : at + 2] = [(a + glue + b, x | y)]

    def _split(self, language: Language, dice: random.Random) -> None:
        at = dice.randrange(len(self.lines))
        text, rows = self.lines[at]
        cut = text.find(" ", len(text) // 2) if language.core.spaced else len(text) // 2
        if len(rows) == WHOLE and cut > 20 / (1 if language.core.spaced else 3):
            first, second = sorted(rows)
            halves = (text[:cut], frozenset((first,))), (text[cut:].strip(), frozenset((second,)))
            self.lines[at : at + 1] = halves

    def _move(self, _language: Language, dice: random.Random) -> None:
        at = dice.randrange(len(self.lines))
        taken = self.lines[at : at + dice.choice((1, 2, 3))]
        del self.lines[at : at + len(taken)]
        to = dice.randrange(len(self.lines) + 1)
        self.lines[to:to] = taken

    def text(self, language: Language) -> Text:
        """The lines as a text; each line is one segment."""
        content, segments, at = [], [], 0
        for line, _ in self.lines:
            content.append(line + "\n")
            segments.append(Span(at, at + len(line)))
            at += len(line) + 1
        whole = "".join(content)
        made = tuple(
            Segment(i, span, tokenise(whole, span, language), block=i)
            for i, span in enumerate(segments)
        )
        return Text(whole, language, blocks=tuple(Block(s) for s in segments), segments=made)


def links(groups: Iterable[sentences.Group]) -> set[tuple[int, int]]:
    """Every (left, right) that one group holds."""
    return {(i, j) for g in groups for i in g.left for j in g.right}


def truth(left: Side, right: Side) -> set[tuple[int, int]]:
    """Lines that share half a row."""
    owners: dict[float, list[int]] = defaultdict(list)
    for j, (_, rows) in enumerate(right.lines):
        for row in rows:
            owners[row].append(j)
    return {(i, j) for i, (_, rows) in enumerate(left.lines) for r in rows for j in owners[r]}


@dataclass
class Count:
    """Links right, found and true."""

    right: int = 0
    found: int = 0
    true: int = 0

    def add(self, found: set[tuple[int, int]], true: set[tuple[int, int]]) -> None:
        """One document more."""
        self.right += len(found & true)
        self.found += len(found)
        self.true += len(true)

    @property
    def scores(self) -> tuple[float, float, float]:
        """Precision, recall, F1."""
        p, r = self.right / max(self.found, 1), self.right / max(self.true, 1)
        return p, r, 2 * p * r / (p + r) if p + r else 0.0


def measure_links(docs: dict[str, list[Document]], most: int, seed: int) -> None:
    """The tables of links."""
    for column, name in ((1, "MT–reference"), (2, "MT–source")):
        print(f"\n### {name}\n")
        print("| pair | docs | rate | P | R | F1 | Gale–Church F1 |\n|---|---|---|---|---|---|---|")
        sums = {rate: (Count(), Count()) for rate in RATES}
        for pair in sorted(docs):
            for rate in RATES:
                ours, theirs = measure_pair(docs[pair][:most], column, rate, seed)
                row(f"{pair} | {len(docs[pair][:most])}", rate, ours, theirs)
                for total, part in zip(sums[rate], (ours, theirs), strict=True):
                    total.right += part.right
                    total.found += part.found
                    total.true += part.true
        for rate in RATES:
            row("**all** |", rate, *sums[rate])


def row(label: str, rate: float, ours: Count, theirs: Count) -> None:
    """One line of a table."""
    p, r, f = ours.scores
    print(f"| {label} | {rate:.0%} | {p:.3f} | {r:.3f} | {f:.3f} | {theirs.scores[2]:.3f} |")


def measure_pair(docs: list[Document], column: int, rate: float, seed: int) -> tuple[Count, Count]:
    """Our counts and Gale and Church's for the documents of a language pair."""
    ours, theirs = Count(), Count()
    for number, document in enumerate(docs):
        origin, target = document.pair.split("-")
        other = languages.load(target if column == 1 else origin)
        language = languages.load(target)
        dice = random.Random(f"{seed} {document.pair} {number} {rate}")  # noqa: S311
        left = Side.of(r[0] for r in document.rows)
        right = Side.of(r[column] for r in document.rows)
        left.disturb(rate / 2, language, dice)
        right.disturb(rate / 2, other, dice)
        mt, text = left.text(language), right.text(other)
        true = truth(left, right)
        if column == 1:
            groups = sentences.in_one_language(mt.segments, text.segments, language)
        else:
            contents = (mt.content, text.content)
            groups = sentences.across_languages(mt.segments, text.segments, contents)
        ours.add(links(groups), true)
        sizes = [len(s) for s, _ in left.lines], [len(s) for s, _ in right.lines]
        theirs.add(align_by_length(*sizes), true)
    return ours, theirs


def measure_boundaries(docs: dict[str, list[Document]], most: int) -> None:
    """Sentence ends found when the sentences of a document are joined into one line."""
    import sentencex

    print("\n### Boundaries of joined sentences\n")
    print("| language | sentences | P | R | sentencex P | sentencex R |\n|---|---|---|---|---|---|")
    joined: dict[str, list[list[str]]] = defaultdict(list)
    for pair in sorted(docs):
        origin, target = pair.split("-")
        for document in docs[pair][:most]:
            for code, column in ((target, 1), (origin, 2)):
                joined[code].append([r[column] for r in document.rows])
    for code in sorted(joined):
        language, ours, theirs = languages.load(code), Count(), Count()
        for lines in joined[code]:
            glue = " " if language.core.spaced else ""
            content = glue.join(lines)
            ends, at = set(), 0
            for line in lines[:-1]:
                at += len(line)
                ends.add((at, at))
                at += len(glue)
            whole = Text(content, language, blocks=(Block(Span(0, len(content))),))
            made = segment(Article("-", whole)).mt.segments
            ours.add({(s.span.end, s.span.end) for s in made[:-1]}, ends)
            theirs.add(ends_by(sentencex.segment(code, content), len(content)), ends)
        p, r, _ = ours.scores
        q, s, _ = theirs.scores
        print(f"| {code} | {ours.true} | {p:.3f} | {r:.3f} | {q:.3f} | {s:.3f} |")


def ends_by(parts: Iterable[str], total: int) -> set[tuple[int, int]]:
    """Where each part ends, its white space left out."""
    found, at = set(), 0
    for part in parts:
        end = at + len(part.rstrip())
        at += len(part)
        if at < total:
            found.add((end, end))
    return found


def measure_time(docs: dict[str, list[Document]]) -> None:
    """Time of each step for articles of 1,000, 10,000 and 100,000 words."""
    from mtcheck import aligning, reading  # noqa: PLC0415 - only here

    print("\n### Time, µs of one core for an MT segment (segmenting: all three texts)\n")
    print("| words | segments | segmenting | + reference | + source |\n|---|---|---|---|---|")
    rows = [r for document in docs["en-de"] for r in document.rows]
    language, origin = languages.load("de"), languages.load("en")
    for words in (1_000, 10_000, 100_000):
        taken = list(up_to(rows, words))
        mt, reference, source = ("\n".join(r[c] for r in taken) for c in range(3))
        article = reading.from_strings(mt, reference, source, language, origin)
        start = time.process_time()
        made = segment(article)
        middle = time.process_time()
        aligning.align(Article("-", made.mt, made.reference))
        late = time.process_time()
        aligning.align(Article("-", made.mt, None, made.source))
        end = time.process_time()
        count = len(made.mt.segments)
        steps = (middle - start, late - middle, end - late)
        cells = " | ".join(f"{s / count * 1e6:.0f}" for s in steps)
        print(f"| {words} | {count} | {cells} |")


def up_to(rows: list[tuple[str, str, str]], words: int) -> Iterator[tuple[str, str, str]]:
    """Rows, repeated with a number where they run out, of so many words."""
    count, lap = 0, 0
    while count < words:
        for texts in rows:
            count += len(texts[0].split())
            yield texts if not lap else tuple(f"{t} {lap}" for t in texts)  # type: ignore[misc]
            if count >= words:
                return
        lap += 1


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the MQM rows")
    parser.add_argument("--half", choices=("tune", "test"), default="test")
    parser.add_argument("--documents", type=int, default=12, help="most documents a pair")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--only", choices=("links", "boundaries", "time"))
    chosen = parser.parse_args()
    docs = documents(chosen.data, chosen.half)
    if chosen.only in (None, "links"):
        measure_links(docs, chosen.documents, chosen.seed)
    if chosen.only in (None, "boundaries"):
        measure_boundaries(docs, chosen.documents)
    if chosen.only in (None, "time"):
        measure_time(docs)


if __name__ == "__main__":
    main()
