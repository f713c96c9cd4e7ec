"""Word tags of the WMT quality estimation tasks: a file of OK and BAD tags, a segment a line.

Beside ``x.tags`` (or ``x.en-de.tags``) stand ``x.mt``, a segment a line, and maybe ``x.mt_tok``
with the same cut into tokens (else blanks cut it), ``x.src``, and ``x.ref`` or ``x.pe`` (a
post-edit is taken as the reference). A line has as many tags as its segment has tokens; one
more where the last stands for the end, ``<EOS>`` (BAD: something is missing there); or, until
2020, one for every gap too, gaps and tokens by turns. A run of BAD tokens is one span, a BAD gap
a place where text is missing. Tags have no severity: it is major.

Source: the WMT 2020 (task 2) and 2022 (task 1) descriptions, and the files of
WMT-QE-Task/wmt-qe-2022-data.
"""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import TYPE_CHECKING

from mtcheck.errors import InputError
from mtcheck.evaluation.gold import opening, pairs
from mtcheck.evaluation.records import GoldRow, Mark
from mtcheck.mqm import Severity
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.evaluation.gold.opening import Options

__all__ = ["read", "suits"]

_TAG = re.compile(r"(?:OK|BAD)(?:\s+(?:OK|BAD))*\s*")
_TOKEN = re.compile(r"\S+")
_END = "<EOS>"


def suits(path: str, first: str) -> bool:
    """Whether the first line is nothing but tags."""
    del path
    return _TAG.fullmatch(first) is not None


def read(content: str, path: str, options: Options) -> Iterator[GoldRow]:
    """The rows of a file of tags and the texts beside it."""
    tags = _segments(content)
    texts = {role: _beside(path, role) for role in ("mt", "mt_tok", "src", "ref", "pe")}
    if texts["mt"] is None:
        message = f"there is no {_name(path, 'mt')} beside it with the translations"
        raise InputError(message, path=path)
    for role, segments in texts.items():
        if segments is not None and len(segments) != len(tags):
            message = f"{len(tags)} lines, but {_name(path, role)} has {len(segments)}"
            raise InputError(message, path=path)
    pair = pairs.from_name(path, options)
    references = texts["ref"] or texts["pe"]
    for number, line in enumerate(tags):
        mt = texts["mt"][number]
        try:
            cut = texts["mt_tok"][number] if texts["mt_tok"] else mt
            tokens = _tokens(cut, mt, path, number + 1)
            marks = _marks(line.split(), tokens, path, number + 1)
        except InputError as error:
            options.bad(error)
            continue
        yield GoldRow(
            id=f"{Path(path).name}:{number + 1}",
            origin="wmt-qe",
            source_lang=pair[0],
            target_lang=pair[1],
            mt=mt,
            marks=marks,
            source=opening.text(texts["src"][number]) if texts["src"] else None,
            reference=opening.text(references[number]) if references else None,
            segment=str(number + 1),
            path=path,
            line=number + 1,
        )


def _segments(content: str) -> list[str]:
    return [line.removesuffix("\r") for line in content.removesuffix("\n").split("\n")]


def _name(path: str, role: str) -> str:
    """The file of that role: ``x.mt`` beside ``x.tags``, else beside ``x.en-de.tags``."""
    same = Path(path).with_suffix(f".{role}")
    if not same.is_file() and pairs.found(Path(path).stem.rpartition(".")[2]) is not None:
        shorter = Path(path).with_suffix("").with_suffix(f".{role}")
        return str(shorter if shorter.is_file() else same)
    return str(same)


def _beside(path: str, role: str) -> list[str] | None:
    name = _name(path, role)
    return _segments(opening.read(name)) if Path(name).is_file() else None


def _tokens(cut: str, mt: str, path: str, line: int) -> list[Span]:
    """Where the tokens of ``cut`` stand in ``mt``."""
    spans: list[Span] = []
    at = 0
    for token in _TOKEN.findall(cut.removesuffix(_END)):
        found = mt.find(token, at)
        if found < 0:  # the cutter that the tasks used writes &quot; and the like
            token = html.unescape(token)  # noqa: PLW2901
            found = mt.find(token, at)
        if found < 0:
            message = f"the token {token!r} does not stand in the translation"
            raise InputError(message, path=path, line=line)
        at = found + len(token)
        spans.append(Span(found, at))
    return spans


def _marks(tags: list[str], tokens: list[Span], path: str, line: int) -> tuple[Mark, ...]:
    if {*tags} - {"OK", "BAD"}:
        message = f"{min({*tags} - {'OK', 'BAD'})!r} is neither OK nor BAD"
        raise InputError(message, path=path, line=line)
    count = len(tokens)
    if len(tags) == 2 * count + 1:
        gaps, words = tags[::2], tags[1::2]
    elif len(tags) == count + 1:
        gaps, words = ["OK"] * count + tags[-1:], tags[:-1]
    elif len(tags) == count:
        gaps, words = ["OK"] * (count + 1), tags
    else:
        message = f"{len(tags)} tags for {count} tokens (as many, one more, or one a gap too)"
        raise InputError(message, path=path, line=line)
    places = [*(t.start for t in tokens), tokens[-1].end if tokens else 0]
    spans = [Span(at, at) for at, tag in zip(places, gaps, strict=True) if tag == "BAD"]
    spans += _runs(tokens, words)
    return tuple(Mark(span, Severity.MAJOR) for span in sorted(spans))


def _runs(tokens: list[Span], words: list[str]) -> list[Span]:
    runs: list[Span] = []
    before = "OK"
    for token, tag in zip(tokens, words, strict=True):
        if tag == "BAD" == before:
            runs[-1] = Span(runs[-1].start, token.end)
        elif tag == "BAD":
            runs.append(token)
        before = tag
    return runs
