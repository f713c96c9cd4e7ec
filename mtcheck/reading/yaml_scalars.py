"""The scalars of YAML letter by letter: where the file has what libyaml reads there.

What is cut here is compared with what libyaml made of it. Where the two differ (which no test
has seen) the scalar is one stretch: its place is right, and nothing is written into it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mtcheck.reading import escapes
from mtcheck.reading.lines import lines
from mtcheck.reading.units import Stretch
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["NOTATIONS", "PROOFS", "stretches"]

_END = r"(?:\r\n|\r|\n|\x85|\u2028|\u2029)"
_FOLD = rf"(?P<fold>[ \t]*{_END}(?:[ \t]*{_END})*[ \t]*)"
_ESCAPE = re.compile(
    rf"\\(?:(?P<goes_on>{_END}[ \t]*)|x(?P<byte>[0-9a-fA-F]{{2}})|u(?P<short>[0-9a-fA-F]{{4}})"
    rf"|U(?P<long>[0-9a-fA-F]{{8}})|(?P<letter>.))|{_FOLD}"
)
_DOUBLED = re.compile(rf"(?P<doubled>'')|{_FOLD}")
_PLAIN = re.compile(_FOLD)
_HEAD = re.compile(r"[|>](?:[+-]?([1-9])?|([1-9])[+-])[ \t]*(?:#[^\r\n]*)?")
_ENDS = re.compile(_END)
_LETTERS = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f",
    "r": "\r", "e": "\x1b", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
_WRITTEN = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")


def stretches(
    file: str, place: Span, style: str, value: str, *, in_flow: bool
) -> tuple[Stretch, ...]:
    """What a scalar of the file says, which is ``value``; ``style`` is as libyaml names it."""
    if style in {"|", ">"}:
        found = _block(file, place, folded=style == ">")
    elif style in {"'", '"'}:
        inside = Span(place.start + 1, max(place.end - 1, place.start + 1))
        pattern = _ESCAPE if style == '"' else _DOUBLED
        notation = "yaml-double" if style == '"' else "yaml-single"
        found = escapes.stretches(file, inside, pattern, _meaning, notation)
    else:
        notation = "yaml-flow" if in_flow else "yaml-plain"
        found = escapes.stretches(file, place, _PLAIN, _meaning, notation)
    # The line ends after a block are no part of it, but for those that its head asks for.
    made = escapes.part(tuple(found), Span(0, len(value)))
    if escapes.joined(made) != value:
        return (Stretch(value, place.start, len(place)),) if value else ()
    return made


def _meaning(match: re.Match[str]) -> str:
    groups = match.groupdict()
    if groups["fold"] is not None:
        count = len(_ENDS.findall(groups["fold"]))
        return "\n" * (count - 1) or " "
    if groups.get("doubled"):
        return "'"
    if groups["goes_on"] is not None:
        return ""
    code = groups["byte"] or groups["short"] or groups["long"]
    if code:
        return chr(int(code, 16)) if int(code, 16) <= 0x10FFFF else match.group()  # noqa: PLR2004 - the last character there is
    return _LETTERS.get(groups["letter"], groups["letter"])


def _block(file: str, place: Span, *, folded: bool) -> Iterator[Stretch]:
    """The lines of a block scalar without their indent; a line end takes the indent after it."""
    head = _HEAD.match(file, place.start)
    if head is None:
        return
    # The line of the head is the first; their places count from there.
    every = [
        line._replace(start=line.start + place.start, end=line.end + place.start)
        for line in lines(place.of(file))[1:]
    ]
    filled = [line for line in every if line.of(file).strip(" ")]
    if not filled:
        return
    number = head[1] or head[2]
    raw = filled[0].of(file)
    indent = len(raw) - len(raw.lstrip(" "))
    if number:
        indent = min(indent, _indent_of_parent(file, place.start) + int(number))
    notation = "yaml-folded" if folded else "yaml-literal"
    at: int | None = None
    empty = 0
    deeper = False
    for line in every:
        text = line.of(file)[indent:]
        if not text:
            empty += 1
            continue
        start = line.start + indent
        more = text[0] in " \t"
        if at is not None:
            ends = empty + 1
            joint = "\n" * (ends - 1) or " " if folded and not (more or deeper) else "\n" * ends
            yield Stretch(joint, at, start - at, notation=notation)
        elif empty:
            first = every[0].start
            yield Stretch("\n" * empty, first, start - first, notation=notation)
        yield Stretch(text, start, notation=notation)
        at, empty, deeper = line.end, 0, more
    if at is not None:
        yield Stretch("\n" * (len(file) - at + 1), at, 0, notation=notation)


def _indent_of_parent(file: str, offset: int) -> int:
    start = file.rfind("\n", 0, offset) + 1
    return len(file[start:offset]) - len(file[start:offset].lstrip(" "))


def _double(new: str) -> str:
    kept = "".join(_WRITTEN.get(c, c) for c in new.replace("\r\n", "\n"))
    return _CONTROL.sub(lambda m: f"\\u{ord(m.group()):04X}", kept)


def _single(new: str) -> str | None:
    return None if _not_in_a_line(new) else new.replace("'", "''")


def _as_it_is(new: str) -> str | None:
    return None if _not_in_a_line(new) else new


def _not_in_a_line(new: str) -> bool:
    return bool(_ENDS.search(new) or _CONTROL.search(new) or "\t" in new)


def _is_plain(whole: str, text: str) -> bool:
    return _says(f"- {whole}\n", text)


def _is_in_flow(whole: str, text: str) -> bool:
    return _says(f"[{whole}]\n", text)


def _says(yaml_text: str, text: str) -> bool:
    """Whether a list of one scalar says ``text``, as a text."""
    import yaml

    try:
        node = yaml.compose(yaml_text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return False
    items = getattr(node, "value", [])
    if len(items) != 1 or items[0].id != "scalar":
        return False
    return bool(items[0].value == text and items[0].tag == "tag:yaml.org,2002:str")


NOTATIONS = {
    "yaml-double": _double,
    "yaml-single": _single,
    "yaml-plain": _as_it_is,
    "yaml-flow": _as_it_is,
    "yaml-literal": _as_it_is,
    "yaml-folded": _as_it_is,
}
"""How scalars are written, by their notation."""

PROOFS = {"yaml-plain": _is_plain, "yaml-flow": _is_in_flow}
"""Whether a scalar that an edit has changed says what it should, by its notation."""
