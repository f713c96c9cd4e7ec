"""Fingerprints: how a finding is known again when its text has changed around it.

A fingerprint is made of the check's code, the quoted text, what stands on either side of it in
its sentence, and the unit (a key, an XLIFF unit's id) where the file has units. Offsets, line
numbers, the file's name and the segments are no part of it. So it survives moved lines, renamed
files, wrapped or unwrapped lines, another segmentation, and edits that do not touch the twenty
letters before and after the quoted text. An omission, which quotes nothing, is known by what
the reference or the source has there.

Written out it is four parts, ``9f86d081884c7d65-1a2b3c4d-5e6f7a8b-1``: a hash of code, unit and
quote, one of each side (zeros where a side is empty), and the number of the occurrence among
equals, which makes it unique. :func:`matches` can therefore still know a finding where one side
was edited, as happens when the error next to it is fixed.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_right
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mtcheck.article import AlignedArticle, Text
    from mtcheck.finding import Finding

__all__ = ["fingerprints", "matches"]

_LETTERS = 20  # letters and digits of context on either side
_WINDOW = 200  # characters that are searched for them
_NOTHING = "0" * 8
# Where a sentence ends whatever segments it: full stops before a space, or those of scripts
# that set none. "Mr." ends one too; it does so every time, so that nothing depends on it.
_STOP = re.compile(r"[.!?…؟]+[\"'”’»)\]]*(?=\s|$)|[。！？｡।॥։።]+[」』”’）]*")
_SKIPPED = re.compile(r"[\W_]+")


def fingerprints(
    article: AlignedArticle,
    findings: Sequence[Finding],
    *,
    unit: Callable[[Finding], str] | None = None,
    seen: Counter[str] | None = None,
) -> tuple[str, ...]:
    """The fingerprint of each of ``findings``, in their order.

    Give all findings of an article at once, shown and suppressed: equals are numbered in the
    order of the text. ``unit`` names the unit that a finding stands in, ``""`` for none; without
    it the text's own units count.
    ``seen`` carries the numbering on from one article of a run to the next, so that copies of a
    sentence in two files stay apart.
    """
    counted = Counter[str]() if seen is None else seen
    made = [""] * len(findings)
    for index in sorted(range(len(findings)), key=lambda i: _in_text(findings[i])):
        finding = findings[index]
        key = _key(article, finding, unit(finding) if unit else _unit(article.mt, finding))
        counted[key] += 1
        made[index] = f"{key}-{counted[key]}"
    return tuple(made)


def matches(known: Iterable[str], found: Iterable[str]) -> dict[str, str]:
    """Which of ``found`` are which of ``known``; each is used once.

    Equal fingerprints first, then those with the same quote and the same words before it, then
    those with the same words after it. An empty side says nothing and matches nothing. A string
    that is no fingerprint matches its equal alone.
    """
    left = dict.fromkeys(known)
    new: list[str] = []
    pairs: dict[str, str] = {}
    for one in found:
        if one in left:
            del left[one]
            pairs[one] = one
        else:
            new.append(one)
    for side in (1, 2):
        waiting: dict[tuple[str, str], list[str]] = defaultdict(list)
        for old in reversed(left):
            if half := _half(old, side):
                waiting[half].append(old)
        for one in [one for one in new if one not in pairs]:
            half = _half(one, side)
            if half and waiting.get(half):
                pairs[one] = waiting[half].pop()
                del left[pairs[one]]
    return pairs


def _half(fingerprint: str, side: int) -> tuple[str, str] | None:
    parts = fingerprint.split("-")
    if len(parts) != len(("place", "before", "after", "number")) or parts[side] == _NOTHING:
        return None
    return parts[0], parts[side]


def _in_text(finding: Finding) -> tuple[object, ...]:
    return (finding.span, finding.code, finding.reference_span or finding.span, finding.message)


def _key(article: AlignedArticle, finding: Finding, unit: str) -> str:
    mt, span = article.mt, finding.span
    quote = mt.at(span) if len(span) else _missing(article, finding)
    place = _digest("\0".join((finding.code, unit, " ".join(quote.split()))), 16)
    return "-".join((place, *map(_side, _sides(mt, span))))


def _unit(mt: Text, finding: Finding) -> str:
    unit = mt.unit_at(finding.span.start)
    return unit.id if unit and not unit.counted else ""


def _missing(article: AlignedArticle, finding: Finding) -> str:
    """What should stand at an empty span, by the other text."""
    for text, place in (
        (article.reference, finding.reference_span),
        (article.source, finding.source_span),
    ):
        if text is not None and place is not None:
            return text.at(place)
    return finding.suggestion or ""


def _sides(mt: Text, span: Span) -> tuple[str, str]:
    """The last letters of the sentence before ``span``, and the first ones after it.

    What is missing after a sentence belongs to that one, whatever follows.
    """
    start = max(_block(mt, span.start).start, span.start - _WINDOW)
    end = min(_block(mt, span.end).end, span.end + _WINDOW)
    before = mt.content[min(start, span.start) : span.start]
    after = mt.content[span.end : max(end, span.end)]
    stops = list(_STOP.finditer(before))
    if not len(span) and stops and not before[stops[-1].end() :].strip():
        before, after = before[: stops.pop().start()], ""
    stop = _STOP.search(after)
    return (
        _letters(before[stops[-1].end() if stops else 0 :])[-_LETTERS:],
        _letters(after[: stop.start() if stop else len(after)])[:_LETTERS],
    )


def _block(mt: Text, offset: int) -> Span:
    """The paragraph or list item that ``offset`` stands in or at the edge of."""
    at = bisect_right(mt.blocks, offset, key=lambda block: block.span.start) - 1
    if at >= 0 and offset <= mt.blocks[at].span.end:
        return mt.blocks[at].span
    return Span(offset, offset) if mt.blocks else Span(0, len(mt.content))


def _letters(text: str) -> str:
    return _SKIPPED.sub("", unicodedata.normalize("NFC", text))


def _side(context: str) -> str:
    return _digest(context, 8) if context else _NOTHING


def _digest(text: str, length: int) -> str:
    raw = unicodedata.normalize("NFC", text).encode("utf-8", "surrogatepass")
    return hashlib.sha256(raw).hexdigest()[:length]
