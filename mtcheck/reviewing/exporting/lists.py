"""What judgements teach the next check: what to keep quiet about, and which words are right.

Only what all who judged a finding agree on counts. Rejected findings become lines of an ignore
file (:mod:`mtcheck.suppressing.pairs`) or entries of a baseline; accepted ones with a suggestion
become lists of names, and a glossary of terms.
"""

from __future__ import annotations

import csv
import io
import os
from typing import TYPE_CHECKING

from mtcheck.suppressing import baseline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mtcheck.reviewing.exporting.judged import Judged, Reviewed

__all__ = ["baselined", "ignored", "names", "terms"]

_NAMES, _TERMS = "N", ("T401", "A301")
_LONGEST = 500  # characters of a term, as glossaries have it
_QUOTE = 80


def ignored(articles: Iterable[Reviewed]) -> tuple[str, tuple[str, ...]]:
    """An ignore file of the rejected findings, and lines that tell what could not be one."""
    pairs: set[tuple[str, str, str]] = set()
    left = 0
    for _, judged in _agreed(articles, "rejected"):
        row = judged.row
        mt = _words(row.text)
        other = _words(row.reference_text or row.source_text or row.suggestion or "")
        # A line that begins with # is a comment, and * stands for anything.
        if not (mt or other) or mt.startswith("#") or other == "*" or row.origin != "check":
            left += 1
        else:
            pairs.add((mt, other or "*", row.code))
    lines = ["# translation\treference or source\tchecks\n"]
    lines += ["\t".join(pair) + "\n" for pair in sorted(pairs)]
    notes = (f"{_findings(left)} cannot be told by its words: left out",) if left else ()
    return "".join(lines), notes


def baselined(articles: Iterable[Reviewed], folder: str) -> str:
    """A baseline of the rejected findings, for a file in ``folder``."""
    entries = [
        baseline.Entry(
            path=_placed(article, folder),
            code=judged.row.code,
            fingerprint=judged.row.fingerprint,
            text=_words(judged.row.text)[:_QUOTE],
        )
        for article, judged in _agreed(articles, "rejected")
        if judged.row.origin == "check"
    ]
    return baseline.written(entries)


def names(articles: Iterable[Reviewed]) -> str:
    """The right names of accepted findings about names, one a line."""
    found = {
        name
        for _, judged in _agreed(articles, "accepted")
        if judged.row.code.startswith(_NAMES)
        and (name := _words(judged.row.suggestion or ""))
        and not name.startswith("#")
    }
    return "".join(f"{name}\n" for name in sorted(found))


def terms(articles: Iterable[Reviewed]) -> str:
    """A glossary, as CSV, of accepted findings about words: the right word, and the wrong one."""
    found: set[tuple[str, ...]] = set()
    for article, judged in _agreed(articles, "accepted"):
        row = judged.row
        right, wrong = _words(row.suggestion or ""), _words(row.text)
        origin = _words(row.source_text or "")
        cells = (origin, right, wrong, article.row.target_lang, article.row.source_lang or "")
        if row.code in _TERMS and right and wrong and right != wrong and _fits(*cells):
            found.add(cells if origin else (*cells[:4], ""))
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow(("source", "target", "forbidden", "lang", "source-lang"))
    writer.writerows(sorted(found))
    return sheet.getvalue()


def _fits(*cells: str) -> bool:
    # A | parts the words of a cell.
    return all("|" not in cell and len(cell) <= _LONGEST for cell in cells)


def _agreed(articles: Iterable[Reviewed], state: str) -> Iterator[tuple[Reviewed, Judged]]:
    for article in articles:
        for sentence in article.sentences:
            for judged in sentence.own:
                if judged.row.state == state and not judged.row.withdrawn:
                    yield article, judged


def _words(text: str) -> str:
    return " ".join(text.split())


def _placed(article: Reviewed, folder: str) -> str:
    path = article.row.path
    if path is None or path == "-":
        return str(article.row.document)
    return os.path.relpath(path, folder or ".").replace(os.sep, "/")


def _findings(count: int) -> str:
    return "1 rejected finding" if count == 1 else f"{count:,} rejected findings"
