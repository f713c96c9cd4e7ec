"""Annotation made with Pearmut (ESA, MQM): outputs as JSONL, or a campaign as JSON.

An output line is what one user did with one document: ``{"user_id", "item_i", "item": [{"src",
"ref", "tgt": {model: text}, "item_id"}], "annotation": [{model: {"score", "error_spans":
[{"start_i", "end_i", "severity", "category"}]}}]}``. A campaign (``{"info", "campaign_id",
"data"}``) or a single item has its spans in ``error_spans``: {model: [...]}.

Pearmut's indexes count the characters that it shows: UTF-16 units without line breaks. The end
is inclusive. One past the last character stands ``[missing]``, which marks an omission that has
no place. A score is 0 to 100. Tutorial and attention items are left out.

Source: ``web/src/annotate.ts`` and ``utils.ts`` in zouharvi/pearmut.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from mtcheck.errors import InputError
from mtcheck.evaluation.gold import opening, pairs
from mtcheck.evaluation.records import GoldRow, Mark
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mtcheck.evaluation.gold.opening import Options

__all__ = ["read", "suits"]

_LANGUAGES = re.compile(r"([a-z]{2,3})(?:_[A-Z][A-Za-z]+)?-([a-z]{2,3})(?![a-z])")
_NOT_DATA = ("welcome_", "random_", "goodbye_")
_ASTRAL = 0xFFFF


class _Span(msgspec.Struct, frozen=True):
    start_i: int
    end_i: int
    severity: str | None = None
    category: str | None = None


class _Answer(msgspec.Struct, frozen=True):
    error_spans: list[_Span] = []
    score: float | None = None


class _Item(msgspec.Struct, frozen=True):
    tgt: dict[str, str]
    src: str | None = None
    ref: str | None = None
    item_id: str | None = None
    error_spans: dict[str, list[_Span]] | None = None


class _Output(msgspec.Struct, frozen=True):
    item: list[_Item]
    annotation: list[dict[str, _Answer] | None]
    item_i: str | int = ""
    user_id: str = ""


class _Campaign(msgspec.Struct, frozen=True):
    data: list[Any]
    campaign_id: str = ""


def suits(path: str, first: str) -> bool:
    """Whether the file begins with such an object, on one line or over several."""
    del path
    if not first.lstrip().startswith("{"):
        return False
    try:
        found = opening.keys(msgspec.json.decode(first))
    except msgspec.DecodeError:
        return '"campaign_id"' in first
    return {"annotation", "item"} <= found or {"data", "info"} <= found or "tgt" in found


def read(content: str, path: str, options: Options) -> Iterator[GoldRow]:
    """The rows of a file's text."""
    for document, rater, line, answered in _documents(content, path, options):
        for number, (item, answers) in enumerate(answered):
            for model, answer in answers.items():
                try:
                    place = (document, str(number), rater)
                    yield _row(item, model, answer, place, path, line, options)
                except InputError as error:
                    options.bad(error)


_Answered = list[tuple[_Item, dict[str, _Answer]]]


def _documents(
    content: str, path: str, options: Options
) -> Iterator[tuple[str, str, int | None, _Answered]]:
    """Documents with their name, rater and line, and for each item its answers."""
    try:
        whole = msgspec.json.decode(content)
    except msgspec.DecodeError:
        whole = None  # several lines of JSON
    if {"data"} <= opening.keys(whole):
        campaign = opening.decoded(content, _Campaign, path)
        for number, items in enumerate(_of_campaign(campaign.data)):
            found = [opening.decoded(_encoded(item), _Item, path) for item in items]
            yield f"{campaign.campaign_id}#{number}", "", None, _prefilled(found)
        return
    for line, raw in opening.lines(content):
        try:
            document = _of_line(raw, path, line)
        except InputError as error:
            options.bad(error)
            continue
        if document is not None:
            yield document


def _of_line(raw: str, path: str, line: int) -> tuple[str, str, int | None, _Answered] | None:
    if '"annotation"' not in raw:
        return f"line {line}", "", line, _prefilled([opening.decoded(raw, _Item, path, line)])
    output = opening.decoded(raw, _Output, path, line)
    if str(output.item_i).startswith(_NOT_DATA):
        return None
    if len(output.item) != len(output.annotation):
        message = f"{len(output.item)} items, but {len(output.annotation)} annotations"
        raise InputError(message, path=path, line=line)
    both = zip(output.item, output.annotation, strict=True)
    answered = [(item, answers) for item, answers in both if answers is not None]
    return str(output.item_i), output.user_id, line, answered


def _encoded(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _of_campaign(data: list[Any]) -> Iterator[list[Any]]:
    """The documents in a campaign's lists, which nest by users, documents and items."""
    if data and all(isinstance(item, dict) for item in data):
        yield data
        return
    for inner in data:
        if isinstance(inner, list):
            yield from _of_campaign(inner)


def _prefilled(items: Iterable[_Item]) -> _Answered:
    return [
        (item, {model: _Answer(spans) for model, spans in item.error_spans.items()})
        for item in items
        if item.error_spans is not None
    ]


def _row(  # noqa: PLR0913, PLR0917 - an answer, and where it stands
    item: _Item,
    model: str,
    answer: _Answer,
    place: tuple[str, str, str],
    path: str,
    line: int | None,
    options: Options,
) -> GoldRow:
    if model not in item.tgt:
        message = f"{model!r} is annotated, but has no translation there"
        raise InputError(message, path=path, line=line)
    document, number, rater = place
    mt = item.tgt[model]
    offsets = _offsets(mt)
    marks: list[Mark] = []
    unplaced = 0
    for span in answer.error_spans:
        rank = opening.severity(span.severity or "minor", path, line)
        if rank is None:
            continue
        missing = len(offsets) - 1
        if not 0 <= span.start_i <= span.end_i <= missing:
            message = (
                f"an error at {span.start_i}..{span.end_i} (both inclusive), "
                f"but the translation has {missing} characters"
            )
            raise InputError(message, path=path, line=line)
        if span.start_i == missing:
            unplaced += 1
            continue
        last = min(span.end_i, missing - 1)  # a span may run on to "[missing]"
        stretch = Span(offsets[span.start_i], offsets[last] + 1)
        marks.append(Mark(stretch, rank, span.category or ""))
    pair = _pair(item, path, options)
    return GoldRow(
        id="/".join((model, document, item.item_id or number, rater)).rstrip("/"),
        origin="pearmut",
        source_lang=pair[0],
        target_lang=pair[1],
        mt=mt,
        marks=tuple(marks),
        source=opening.text(item.src),
        reference=opening.text(item.ref),
        system=model,
        document=document,
        segment=number,
        rater=rater,
        score=answer.score,
        unplaced=unplaced,
        path=path,
        line=line,
    )


def _offsets(mt: str) -> list[int]:
    """The code point of each UTF-16 unit that is no line break, and at last the text's end."""
    units = [
        at for at, c in enumerate(mt) if c != "\n" for _ in range(2 if ord(c) > _ASTRAL else 1)
    ]
    return [*units, len(mt)]


def _pair(item: _Item, path: str, options: Options) -> tuple[str, str]:
    if options.pair is None and item.item_id:
        match = _LANGUAGES.match(item.item_id)
        if match and pairs.known(match[1]) and pairs.known(match[2]):
            return match[1], match[2]
    return pairs.from_name(path, options)
