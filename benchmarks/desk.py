"""How long a page of the queue takes: ``python -m benchmarks.desk``.

A desk of 100,000 articles and a million findings is made, from a seed, and asked for pages of its
queue as the browser asks for them: rows, total and facets, under filters that fit much and little,
from the beginning and far down. Printed are the median and the slowest of some rounds, in
milliseconds, beside what taking in and one decision cost. ``--desk FILE`` keeps the desk, or takes
one that was kept.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from mtcheck.mqm import Category
from mtcheck.reviewing import Desk, Filters
from mtcheck.reviewing.incoming import IncomingArticle, IncomingFinding, IncomingSegment, key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_WORDS = (
    "minister said talks border election vote market price report season court law police city "
    "river bridge school doctor winter harvest parliament agreement president country people"
).split()
_CODES = ("N101", "N102", "Q201", "A301", "A302", "F502", "F503", "L601", "S901", "T401")
_SEVERITIES = ("minor", "minor", "major", "major", "critical")
_LANGUAGES = ("de", "fr", "es", "pl", "ja")
_BUDGET = 300  # milliseconds that a page may take
_SENTENCES, _LENGTH = 4, 12


def _article(number: int, findings: int, seed: random.Random) -> IncomingArticle:
    sentences = [" ".join(seed.choices(_WORDS, k=_LENGTH)) + "." for _ in range(_SENTENCES)]
    if number % 10_000 == 0:
        sentences[1] = f"A zeppelin over the {sentences[1]}"
    mt = " ".join(sentences)
    segments, at = [], 0
    for row, sentence in enumerate(sentences):
        end = at + len(sentence)
        segments.append(
            IncomingSegment(row=row, start=at, end=end, mt=sentence, reference=sentence)
        )
        at = end + 1
    made = []
    for index in range(findings):
        code = "M701" if not number % 5_000 and not index else seed.choice(_CODES)
        home = seed.randrange(_SENTENCES)
        start = segments[home].start
        category = list(Category)[_CODES.index(code)] if code in _CODES else Category.MARKUP
        made.append(
            IncomingFinding(
                segment=home,
                code=code,
                name=code.lower(),
                category=category.value,
                severity=seed.choice(_SEVERITIES),
                confidence=seed.random(),
                start=start,
                end=start + 5,
                text=mt[start : start + 5],
                message="This is likely wrong.",
                fingerprint=f"{index:016x}-00000000-00000000-{index + 1}",
            )
        )
    document, system = f"article-{number}", f"system-{number % 4}"
    language = seed.choice(_LANGUAGES)
    return IncomingArticle(
        key=key_of(document, system, language),
        document=document,
        path=None,
        system=system,
        source_lang="en",
        target_lang=language,
        words=_SENTENCES * _LENGTH,
        mt=mt,
        segments=tuple(segments),
        findings=tuple(made),
    )


def articles(count: int, findings: int) -> Iterator[IncomingArticle]:
    """Articles from a seed: with rare and common words, and a rare check."""
    seed = random.Random(7)  # noqa: S311 - texts to look at
    for number in range(count):
        yield _article(number, findings, seed)


def _asked(desk: Desk) -> dict[str, Callable[[], object]]:
    """What is timed, by name."""
    deep = desk.queue(limit=1).rows[0].cursor
    for _ in range(20):
        deep = desk.queue(after=deep, limit=500).next or deep

    def page(filters: Filters) -> Callable[[], object]:
        return lambda: (desk.queue(filters), desk.facets(filters), desk.progress("ann"))

    return {
        "all": page(Filters()),
        "10,000 rows down": lambda: desk.queue(after=deep),
        "open": page(Filters(state="open")),
        "done": page(Filters(state="done")),
        "one check": page(Filters(codes=("N101",))),
        "one check, open, major": page(
            Filters(codes=("N101",), severities=("major",), state="open")
        ),
        "a rare check": page(Filters(codes=("M701",))),
        "one severity": page(Filters(severities=("minor",))),
        "one category": page(Filters(categories=(Category.MISTRANSLATION.value,))),
        "a language and a system": page(Filters(languages=("en-ja",), systems=("system-1",))),
        "a common word": page(Filters(text="minister said")),
        "a rare word": page(Filters(text="zeppelin")),
        "mine": page(Filters(mine=True, editor="ann")),
        "not judged by me": page(Filters(unjudged=True, editor="ann")),
        "neighbours": lambda: desk.neighbours(Filters(state="open"), deep),
        "an article": lambda: desk.article(deep.article, "ann"),
    }


def main() -> None:
    """Make or open the desk; print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--findings", type=int, default=10, help="of each article")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--desk", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = args.desk or Path(folder) / "desk.sqlite"
        with Desk.open(path) as desk:
            if not desk.queue(limit=1).total:
                begun = time.perf_counter()
                desk.takearticles(articles(args.articles, args.findings))
                print(f"taken in: {time.perf_counter() - begun:.1f} s")
            done = desk.progress()
            size = path.stat().st_size / 1e6
            print(f"{done.articles:,} articles, {done.findings:,} findings, {size:,.0f} MB\n")
            slow = _table(desk, args.rounds)
    sys.exit(f"\nslower than {_BUDGET} ms: {', '.join(slow)}" if slow else 0)


def _table(desk: Desk, rounds: int) -> list[str]:
    slow = []
    print(f"{'page':26}{'median':>8}{'slowest':>9}   ms")
    for name, ask in _asked(desk).items():
        took = []
        for _ in range(rounds):
            begun = time.perf_counter()
            ask()
            took.append(1000 * (time.perf_counter() - begun))
        print(f"{name:26}{statistics.median(took):8.0f}{max(took):9.0f}")
        if statistics.median(took) > _BUDGET:
            slow.append(name)
    first = desk.queue(limit=1).rows[0].article
    one = desk.article(first, "ann").segments[0].findings
    if one:
        held = one[0].decision("ann")
        begun = time.perf_counter()
        desk.decide("ann", one[0].id, "accepted", version=held.version if held else 0)
        print(f"{'a decision':26}{1000 * (time.perf_counter() - begun):8.0f}")
    return slow


if __name__ == "__main__":
    main()
