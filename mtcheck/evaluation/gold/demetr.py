"""DEMETR: JSON lists of sentences in which one error was made on purpose.

``[{"id", "src_sent", "eng_sent" (the reference), "mt_sent" (the translation before), "pert_sent"
(and after), "lang_tag", "severity", "pert_name"}]``. The files mark no span: it is what the two
translations differ in, word by word; where only words are gone, the place where they stood.
The sentences stand alone. ``base_id35_reference`` is the reference itself, without an error.

Source: marzenakrp/demetr.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec
from rapidfuzz.distance import Indel

from mtcheck.errors import InputError
from mtcheck.evaluation.gold import opening, pairs
from mtcheck.evaluation.records import GoldRow
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.evaluation.gold.opening import Options

__all__ = ["changed", "read", "suits"]

_LANGUAGES = {
    "chinese_simple": "zh",
    "czech": "cs",
    "french": "fr",
    "german": "de",
    "hindi": "hi",
    "italian": "it",
    "japanese": "ja",
    "polish": "pl",
    "russian": "ru",
    "spanish": "es",
}
_REFERENCE = "base_id35_reference"
_TOKEN = re.compile(r"\w+|[^\w\s]")


class _Sentence(msgspec.Struct, frozen=True):
    id: int
    src_sent: str
    eng_sent: str
    mt_sent: str
    pert_sent: str
    lang_tag: str
    severity: str
    pert_name: str


def suits(path: str, first: str) -> bool:
    """Whether the file is a list of such sentences."""
    del path
    return first.lstrip().startswith("[") and '"pert_sent"' in first


def read(content: str, path: str, options: Options) -> Iterator[GoldRow]:
    """The rows of a file's text."""
    sentences = opening.decoded(content, list[_Sentence], path)
    for sentence, line in zip(sentences, opening.key_lines(content, "pert_sent"), strict=False):
        try:
            yield _row(sentence, path, line, options)
        except InputError as error:
            options.bad(error)


def changed(before: str, after: str) -> tuple[Span, ...]:
    """What of ``after`` is not in ``before``: runs of words, or places where words are gone.

    Where the words are the same, so that only blanks differ, the blanks.
    """
    old = [m.group() for m in _TOKEN.finditer(before)]
    found = list(_TOKEN.finditer(after))
    new = [m.group() for m in found]
    spans: list[Span] = []
    for op in Indel.opcodes(old, new):
        if op.tag in {"insert", "replace"}:
            spans.append(Span(found[op.dest_start].start(), found[op.dest_end - 1].end()))
        elif op.tag == "delete":
            at = found[op.dest_start].start() if op.dest_start < len(found) else len(after)
            spans.append(Span(at, at))
    merged = _merged(sorted(spans), after)
    if merged or before == after:
        return merged
    return tuple(
        Span(op.dest_start, op.dest_end) for op in Indel.opcodes(before, after) if op.tag != "equal"
    )


def _merged(spans: list[Span], text: str) -> tuple[Span, ...]:
    """Neighbours with only blanks between as one; a place beside a run is part of it."""
    out: list[Span] = []
    for span in spans:
        if out and not text[out[-1].end : span.start].strip() and (len(out[-1]) or len(span)):
            kept = [s for s in (out[-1], span) if len(s)]
            out[-1] = Span.cover(kept)
        elif not out or span != out[-1]:
            out.append(span)
    return tuple(out)


def _row(sentence: _Sentence, path: str, line: int, options: Options) -> GoldRow:
    if options.pair is not None:
        pair = options.pair
    elif sentence.lang_tag in _LANGUAGES:
        pair = (_LANGUAGES[sentence.lang_tag], "en")
    else:
        pair = pairs.parse(f"{sentence.lang_tag}-en", path, line)
    mt = sentence.pert_sent
    rank = opening.severity(sentence.severity, path, line)
    spans = () if sentence.pert_name == _REFERENCE else changed(sentence.mt_sent, mt)
    marks = [
        opening.mark(s.start, s.end, rank, sentence.pert_name, mt, path, line)
        for s in spans
        if rank is not None
    ]
    return GoldRow(
        id=f"{sentence.pert_name}/{sentence.lang_tag}/{sentence.id}",
        origin="demetr",
        source_lang=pair[0],
        target_lang=pair[1],
        mt=mt,
        marks=tuple(marks),
        source=opening.text(sentence.src_sent),
        reference=opening.text(sentence.eng_sent),
        system=sentence.pert_name,
        segment=str(sentence.id),
        human=sentence.pert_name == _REFERENCE,
        path=path,
        line=line,
    )
