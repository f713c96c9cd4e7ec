"""YAML of translations: a unit is a string, its id the keys above it, its path a JSON Pointer.

Where the keys at the top are languages (``de:``, as in Rails) each is a document, and no part of
the ids. A comment counts for the key in its line, or for what follows it.

libyaml, which Ruby reads YAML with, reads the file; nothing is made of it but its nodes, so that
no tag constructs anything, and a tag of somebody's own is refused. An anchor's text is a unit
where it stands and not where it is referred to; a file whose references unfold to more than
:data:`_MOST` nodes is refused.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from mtcheck.errors import InputError
from mtcheck.reading import locales, plurals, yaml_scalars
from mtcheck.reading.units import Document, Entry, Note, Side
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yaml import MappingNode, Node

__all__ = ["read"]

_MOST = 500_000
_DEEPEST = 100
_TEXT = "tag:yaml.org,2002:str"
_CORE = {f"tag:yaml.org,2002:{name}" for name in ("bool", "float", "int", "map", "merge", "null")}
_CORE |= {_TEXT} | {f"tag:yaml.org,2002:{name}" for name in ("seq", "timestamp", "value")}
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)+")  # an anchor and a tag before a value
_COMMENT = re.compile(r"(?:(?<=[\s])|^)#([^\r\n]*)", re.MULTILINE)


class _Text(NamedTuple):
    """A string that is a value, by its keys."""

    keys: tuple[str, ...]
    node: Node
    in_flow: bool


@dataclass(slots=True)
class _Walk:
    """A walk over the nodes of a file. ``scalars`` are the places of all scalars, keys too."""

    path: str
    texts: list[_Text] = field(default_factory=list)
    scalars: list[Span] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)


def read(file: str, path: str) -> tuple[Document, ...]:
    """The documents of a YAML file; raises :class:`InputError` that names the line."""
    root = _composed(file, path)
    from yaml import MappingNode

    if not isinstance(root, MappingNode):
        message = "is no mapping of translations: it needs keys with texts"
        raise InputError(message, path=path, line=1)
    _demand_small(root, path)
    walk = _Walk(path)
    _visit(walk, root, ())
    named = _languages(root)
    entries, closing = _entries(file, walk, by_language=bool(named))
    if not named:
        return (Document(tuple(e for _, e in entries), closing=closing),)
    return tuple(
        Document(
            tuple(entry for top, entry in entries if top == name),
            name=name if len(named) > 1 else None,
            target_lang=tag,
            closing=closing if name == list(named)[-1] else (),
        )
        for name, tag in named.items()
    )


def _languages(root: MappingNode) -> dict[str, str]:
    """The keys at the top with their tags, where every one is a language."""
    from yaml import MappingNode

    named: dict[str, str] = {}
    for key, value in root.value:
        tag = locales.tag(str(key.value))
        if tag is None or not isinstance(value, MappingNode):
            return {}
        named[key.value] = tag
    return named


def _composed(file: str, path: str) -> Node | None:
    """The nodes of a file. A message of libyaml's says what is wrong, and where."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        root: Node | None = yaml.compose(file, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = f"not YAML: {error.problem or error.context or 'it cannot be read'}"
        line = mark.line + 1 if mark else None
        raise InputError(message, path=path, line=line) from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        what = "nested too deeply" if isinstance(error, RecursionError) else "it cannot be read"
        words = str(error).split("\n")[0]
        message = f"not YAML: {what if isinstance(error, RecursionError) else words}"
        raise InputError(message, path=path) from None
    return root


def _demand_small(root: Node, path: str) -> None:
    """Raise where references unfold to more than a file can mean, or lead back to themselves."""
    sizes: dict[int, int] = {}
    open_: set[int] = set()

    def size(node: Node, depth: int) -> int:
        if id(node) in open_:
            raise _wrong(node, path, "an anchor that is in itself (*alias in its own text)")
        if depth > _DEEPEST:
            raise _wrong(node, path, "nested too deeply")
        if id(node) not in sizes:
            open_.add(id(node))
            sizes[id(node)] = 1 + sum(size(child, depth + 1) for child in _children(node))
            open_.discard(id(node))
        return sizes[id(node)]

    if size(root, 0) > _MOST:
        message = f"its references (*alias) unfold to more than {_MOST:,} values: write them out"
        raise InputError(message, path=path)


def _children(node: Node) -> Iterator[Node]:
    if isinstance(node.value, list):
        for child in node.value:
            yield from child if isinstance(child, tuple) else (child,)


def _wrong(node: Node, path: str, message: str) -> InputError:
    return InputError(message, path=path, line=node.start_mark.line + 1)


def _visit(walk: _Walk, node: Node, keys: tuple[str, ...], *, in_flow: bool = False) -> None:
    from yaml import MappingNode, SequenceNode

    if id(node) in walk.seen:
        return
    walk.seen.add(id(node))
    if node.tag not in _CORE:
        raise _wrong(node, walk.path, f"the tag {node.tag} is not read: take it out")
    if isinstance(node, MappingNode):
        _mapping(walk, node, keys)
    elif isinstance(node, SequenceNode):
        for number, child in enumerate(node.value):
            _visit(walk, child, (*keys, str(number)), in_flow=bool(node.flow_style))
    else:
        walk.scalars.append(Span(node.start_mark.index, node.end_mark.index))
        if node.tag == _TEXT or not node.value:
            walk.texts.append(_Text(keys, node, in_flow))


def _mapping(walk: _Walk, node: MappingNode, keys: tuple[str, ...]) -> None:
    known: dict[str, int] = {}
    for key, value in node.value:
        if not isinstance(key.value, str):
            raise _wrong(key, walk.path, "a key that is no text")
        walk.scalars.append(Span(key.start_mark.index, key.end_mark.index))
        line = key.start_mark.line + 1
        if key.value in known and key.value != "<<":
            first = f"first in line {known[key.value]}"
            message = f"the key {key.value!r} is there twice ({first}): take one out"
            raise _wrong(key, walk.path, message)
        known[key.value] = line
        _visit(walk, value, (*keys, key.value), in_flow=bool(node.flow_style))


def _entries(
    file: str, walk: _Walk, *, by_language: bool
) -> tuple[list[tuple[str, Entry]], tuple[Note, ...]]:
    """The units, each with the key at the top, and the comments after the last one."""
    texts = sorted(walk.texts, key=lambda text: text.node.start_mark.index)
    starts = [text.node.start_mark.index for text in texts]
    notes: list[list[Note]] = [[] for _ in [*texts, None]]
    for note in _comments(file, walk.scalars):
        at = bisect_left(starts, note.origin)
        on_its_line = at and "\n" not in file[_end(file, texts[at - 1]) : note.origin]
        notes[at - 1 if on_its_line else at].append(note)
    made = []
    for text, own in zip(texts, notes, strict=False):
        keys = text.keys[1:] if by_language else text.keys
        start = text.node.start_mark.index
        if anchor := _PROPERTIES.match(file, start):
            start = anchor.end()
        place = Span(start, max(_end(file, text), start))
        parts = yaml_scalars.stretches(
            file,
            place,
            getattr(text.node, "style", None) or "",
            text.node.value,
            in_flow=text.in_flow,
        )
        entry = Entry(
            id=".".join(keys),
            path="".join(f"/{_pointed(key)}" for key in text.keys),
            target=Side(parts, parts[0].origin if parts else place.start),
            key=keys,
            skipped="" if text.node.value.strip() else "untranslated",
            notes=tuple(own),
        )
        made += [(text.keys[0], one) for one in plurals.keyed([entry])]
    return made, tuple(notes[-1])


def _end(file: str, text: _Text) -> int:
    """Where a scalar ends: libyaml takes the white space after some to them."""
    start, end = text.node.start_mark.index, text.node.end_mark.index
    return start + len(file[start:end].rstrip())


def _comments(file: str, scalars: Sequence[Span]) -> Iterator[Note]:
    """All comments: what begins with ``#`` outside of every scalar."""
    places = sorted(scalars)
    for match in _COMMENT.finditer(file):
        at = bisect_right(places, match.start(), key=lambda span: span.start) - 1
        # The head of a block scalar may have a comment: "key: | # words".
        if at < 0 or places[at].end <= match.start() or _in_head(file, places[at], match.start()):
            yield Note(match[1], match.start())


def _in_head(file: str, scalar: Span, offset: int) -> bool:
    return file[scalar.start] in "|>" and "\n" not in file[scalar.start : offset]


def _pointed(key: str) -> str:
    """A key as JSON Pointer (RFC 6901) writes it."""
    return key.replace("~", "~0").replace("/", "~1")
