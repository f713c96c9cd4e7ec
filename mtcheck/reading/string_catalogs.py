"""String catalogs of Xcode (``.xcstrings``): JSON with a text and all its translations.

A unit is a value of a language: a key's own, or one of its variations by plural, by device, or of
a number in it (``substitutions``). Each language but the source's is an article; where the source's
has no text of its own, the key is what the program shows, and the source.

What says ``"shouldTranslate" : false`` is not checked, nor what is still ``new`` and as the source
has it. A ``comment`` that begins with ``mtcheck:`` counts for its key. States are read, and never
changed: whether a corrected text is reviewed, a person says.

Apple describes the catalogs by what their editor shows, not their JSON: the form is that of files
which Xcode 15 and 16 wrote.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from mtcheck.errors import InputError
from mtcheck.reading import json_values, locales
from mtcheck.reading.icu import NUMBERED
from mtcheck.reading.units import Document, Entry, Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mtcheck.reading.json_values import String
    from mtcheck.reading.units import Note
    from mtcheck.span import Span

__all__ = ["among", "read"]

_ONE = frozenset({"zero", "one", "two"})  # forms that may leave their number out
_FORMS = _ONE | NUMBERED


class _Way(NamedTuple):
    """The choices that lead to a text: a device, a number of the text, a form of it.

    ``()`` is the key's own text. ``of_number`` says that it is no whole text, but what is put in
    for a number.
    """

    steps: tuple[str, ...]
    of_number: bool = False

    @property
    def form(self) -> str:
        """The plural form that it is, if it is one."""
        last = self.steps[-1] if self.steps else ""
        return last if last in _FORMS else ""

    def others(self) -> Iterator[tuple[str, ...]]:
        """Where another language has what this is compared with, the nearest first."""
        yield self.steps
        head = self.steps[:-1] if self.form else self.steps
        if self.form or not self.steps:
            yield (*head, "other")
        if not self.of_number:
            yield from (way for way in (head, ("other",), ()) if way != self.steps)


class _Text(NamedTuple):
    """A text of a language."""

    side: Side
    path: str
    way: _Way
    state: str


@dataclass(slots=True)
class _Key:
    """What the catalog has of a key. ``name`` is where its letters stand."""

    name: Span
    texts: defaultdict[str, dict[tuple[str, ...], _Text]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    notes: list[Note] = field(default_factory=list)


def read(file: str, path: str) -> list[Document]:
    """The documents of a catalog, one for each language that its source is translated into."""
    return among(file, path, None, None)


def among(file: str, path: str, source: str | None, target: str | None) -> list[Document]:
    """The documents from ``source`` into ``target``; of one that is None, what the file says.

    Raises :class:`InputError` for what is no string catalog, and where a language is not in it.
    """
    value = json_values.parsed(file, path)
    said = value.get("sourceLanguage") if isinstance(value, dict) else None
    if not isinstance(said, str) or not isinstance(value.get("strings"), dict):
        message = "is no string catalog: it needs a sourceLanguage and strings"
        raise InputError(message, path=path, line=1)
    keys = _keys(file, path, value["strings"])
    tags = list(dict.fromkeys(tag for key in keys.values() for tag in key.texts))
    origin = locales.chosen(source, [said, *tags], path)[0] if source else said
    others = [tag for tag in tags if tag != origin]
    wanted = [t for t in locales.chosen(target, tags, path) if t != origin] if target else others
    if not wanted and not target:
        return [Document((), source_lang=origin)]  # nothing is translated yet
    if not wanted:
        message = f"has no translations into {target}: that is the language of its source"
        raise InputError(message, path=path)
    return [
        Document(
            tuple(_entries(file, keys, value["strings"], (origin, tag), own=origin == said)),
            tag if len(wanted) > 1 else None,
            target_lang=tag,
            source_lang=origin,
        )
        for tag in wanted
    ]


def _keys(file: str, path: str, said: Mapping[str, Any]) -> dict[str, _Key]:
    """What stands in a catalog, by its keys; those without any text have none here."""
    found: dict[str, _Key] = {}
    for string in json_values.strings(file, path):
        if len(string.keys) < len(("strings", "key", "comment")) or string.keys[0] != "strings":
            continue
        name = string.named[1]
        if name is None:
            continue
        key = found.setdefault(str(string.keys[1]), _Key(name))
        if string.keys[2:] == ("comment",):
            key.notes.append(json_values.note(file, string.span))
        elif string.keys[2] == "localizations" and (way := _way(string.keys[4:])) is not None:
            side = Side(json_values.stretches(file, string.span), string.span.start)
            text = _Text(side, json_values.pointer(string.keys), way, _state(said, string))
            key.texts[str(string.keys[3])][way.steps] = text
    return found


def _way(keys: Sequence[str | int]) -> _Way | None:
    """The choices that lead to a value of a localization; None where it is no text."""
    steps: list[str] = []
    of_number = False
    rest = list(map(str, keys))
    while rest:
        match rest:
            case ["stringUnit", "value"]:
                return _Way(tuple(steps), of_number)
            case ["stringSet", "values", number]:
                return _Way((*steps, number), of_number)
            case ["variations", _, choice, *rest]:
                steps.append(choice)
            case ["substitutions", name, *rest]:
                steps.append(name)
                of_number = True
            case _:
                return None
    return None


def _state(said: Mapping[str, Any], string: String) -> str:
    """What is said of a text beside it, as ``translated``."""
    beside: Any = said
    for key in string.keys[1:-1]:
        beside = beside[key]
    return str(beside.get("state", "")) if isinstance(beside, dict) else ""


def _entries(
    file: str,
    keys: Mapping[str, _Key],
    said: Mapping[str, Any],
    tags: tuple[str, str],
    *,
    own: bool,
) -> Iterator[Entry]:
    """The units of a language; ``own``: the other one is the file's source language."""
    origin, target = tags
    for name, key in keys.items():
        sources = {way: text.side for way, text in key.texts.get(origin, {}).items()}
        if own and not sources:
            sources[()] = Side(json_values.stretches(file, key.name), key.name.start)
        texts = list(key.texts.get(target, {}).values())
        missing = _Text(
            Side((), key.name.end), json_values.pointer(("strings", name)), _Way(()), ""
        )
        notes = tuple(key.notes)
        for text in texts or [missing]:
            way = text.way
            source = next((sources[w] for w in way.others() if w in sources), None)
            skipped = _skipped(said[name], text, source)
            yield Entry(
                id=name + "".join(f"[{step}]" for step in way.steps),
                path=text.path,
                target=text.side,
                source=source,
                key=(locales.code(target), name, *way.steps),
                otherwise=tuple((locales.code(target), name, *w) for w in way.others())[1:],
                singular=way.form in _ONE,
                skipped=skipped,
                notes=notes,
                family=f"{key.name.start}",
            )
            notes = notes if skipped else ()


def _skipped(said: Any, text: _Text, source: Side | None) -> str:  # noqa: ANN401 - whatever JSON holds
    """Why a text is not checked, if it is not."""
    if isinstance(said, dict) and said.get("shouldTranslate") is False:
        return '"shouldTranslate" : false'
    words = text.side.text
    if not words.strip():
        return "untranslated"
    as_source = source is not None and source.text == words
    return "untranslated" if text.state == "new" and as_source else ""
