"""PO files of gettext: a unit is a ``msgstr``, its source the ``msgid`` above it.

A message with plural forms is as many units. Fuzzy, untranslated and obsolete messages are
left out, as ``msgfmt`` leaves them out of what the program shows. Where the msgids are names
(``menu.open``) and no sentences they are no source.

Read as ``msgfmt`` reads: a file that it refuses (a duplicate message, a missing ``msgstr``, an
unknown escape) is refused here. polib gives no places within a line, and takes what gettext
does not; it and ``msgfmt`` judge in the tests.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mtcheck.errors import InputError
from mtcheck.reading import escapes, icu, locales
from mtcheck.reading.lines import lines
from mtcheck.reading.units import Document, Entry, Note, Side, Stretch
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mtcheck.reading.lines import Line

__all__ = ["read", "written"]

_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr|domain)\b(?:\s*\[\s*(\d{1,3})\s*\])?\s*")
_STRINGS = re.compile(r'(?:"(?:[^"\\]|\\.)*"\s*)+')
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3})|(.))")
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "a": "\a"}
_THEMSELVES = frozenset('\\"')
_WRITTEN = {"\\": "\\\\", '"': '\\"'} | {c: f"\\{e}" for e, c in _LETTERS.items()}
_TO_WRITE = str.maketrans(_WRITTEN)
_ASCII = 0x80
_FLAG = re.compile(r"mtcheck\s*[:-]\s*(?=ignore|off|on)(\w+(?:\s*\[[^\]]*\])?)", re.IGNORECASE)
_HEADER_LINE = re.compile(r"\s*([A-Za-z][\w-]*)\s*:\s*(.*)")
_PLURALS = re.compile(r"nplurals\s*=\s*(\d+)")
_NAME = re.compile(r"[A-Za-z0-9]+(?:[._:/-]+\w+)+")
_NAMES = 0.8  # of the msgids of a file must be names for all of them to be taken for names
_PLACEHOLDER = re.compile(r"%(?:\(\w+\)|\d+\$)?[-+0#]*\d*(?:\.\d+)?[a-zA-Z]|\{\w*\}")


@dataclass(slots=True)
class _Message:
    """A message as it is being read. The strings are by their keyword, those of msgstr by number.

    ``number`` counts the messages of the file from 1; that which is the header counts, too.
    """

    number: int
    obsolete: bool = False
    domain: str = ""
    fuzzy: bool = False
    notes: list[Note] = field(default_factory=list)
    strings: dict[str, _String] = field(default_factory=dict)
    targets: dict[int, _String] = field(default_factory=dict)

    def text(self, keyword: str) -> str | None:
        """What the string of a keyword says; None where it is not there."""
        found = self.strings.get(keyword)
        return None if found is None else escapes.joined(found.stretches)


@dataclass(slots=True)
class _String:
    """``line`` is its keyword's; ``origin`` is where its text begins, or would begin."""

    line: int
    origin: int
    stretches: list[Stretch] = field(default_factory=list)


def read(file: str, path: str) -> tuple[Document, ...]:
    """The one document of a PO file; raises :class:`InputError` that names the line."""
    messages, closing = _Reader(file, path).read()
    messages = _unique(messages, path)
    head, plurals = _header(messages)
    entries = [e for m in messages if not _is_header(m) for e in _entries(m, plurals)]
    if _are_names(messages):
        entries = [replace(entry, source=None) for entry in entries]
    made = Document(
        tuple(one for entry in entries for one in icu.opened(entry)),
        target_lang=locales.tag(head.get("language", "")),
        source_lang=locales.tag(head.get("x-source-language", "")),
        closing=tuple(closing),
    )
    return (made,)


def written(new: str) -> str:
    """``new`` as it stands between the quotation marks of a PO file."""
    return new.replace("\r\n", "\n").translate(_TO_WRITE)


@dataclass(slots=True)
class _Reader:
    """Reads the lines of a file, one after the other."""

    content: str
    path: str
    messages: list[_Message] = field(default_factory=list)
    current: _Message = field(default_factory=lambda: _Message(1))
    open: _String | None = None
    domain: str = ""

    def read(self) -> tuple[list[_Message], list[Note]]:
        """All messages, and the comments after the last one."""
        for line in lines(self.content):
            raw = line.of(self.content)
            rest = raw.strip()
            start = line.start + len(raw) - len(raw.lstrip())
            if rest.startswith("#~"):
                obsolete = rest[2:].lstrip()
                if not obsolete.startswith(("|", "#")):
                    self._words(line, start + len(rest) - len(obsolete), obsolete=True)
            elif rest.startswith("#"):
                self._comment(rest, start)
            elif rest:
                self._words(line, start, obsolete=False)
        rest_of = [] if self.current.strings else self.current.notes
        self._finish()
        return self.messages, rest_of

    def _comment(self, words: str, start: int) -> None:
        if self.current.strings:
            self._finish()
        kind, said = words[1:2], words[2:] if words[1:2] in {".", ":", "|", ",", "="} else words[1:]
        if kind in {",", "="}:
            self.current.fuzzy |= "fuzzy" in re.split(r"[\s,]+", said)
            for match in _FLAG.finditer(said):
                self.current.notes.append(Note(f"mtcheck: {match[1]}", start))
        elif kind not in {":", "|"}:
            self.current.notes.append(Note(said, start))

    def _words(self, line: Line, start: int, *, obsolete: bool) -> None:
        """A line that is a keyword with its string, or a string that goes on."""
        keyword = _KEYWORD.match(self.content, start, line.end)
        at = keyword.end() if keyword else start
        strings = _STRINGS.match(self.content, at, line.end)
        if strings is None or strings.end() != line.end:
            raise self._error(line, self._what(line.of(self.content)))
        if keyword:
            self._begin(keyword, line, obsolete=obsolete)
        elif self.open is None or obsolete != self.current.obsolete:
            raise self._error(line, "a string that belongs to no keyword")
        if self.open is not None:
            self._add(self.open, line, at)

    def _begin(self, keyword: re.Match[str], line: Line, *, obsolete: bool) -> None:
        name, number = keyword[1], keyword[2]
        had = self.current.strings
        if had and (name in {"domain", "msgctxt"} or (name == "msgid" and "msgid" in had)):
            self._finish()
        if self.current.strings and obsolete != self.current.obsolete:
            raise self._error(line, "half of the message is obsolete (#~), half is not")
        current, string = self.current, _String(line.number, -1)
        current.obsolete, current.domain = obsolete, self.domain
        if obsolete:
            current.notes.clear()  # what is said of it is for nothing that is checked
        self.open = string
        if name == "msgstr":
            self._begin_target(int(number) if number is not None else None, string, line)
            return
        after = "msgid" in current.strings
        if number is not None or name in current.strings or after != (name == "msgid_plural"):
            raise self._error(line, f"{name} does not belong here")
        current.strings[name] = string

    def _begin_target(self, number: int | None, string: _String, line: Line) -> None:
        current = self.current
        if "msgid" not in current.strings:
            raise self._error(line, "msgstr without a msgid")
        if (number is not None) != ("msgid_plural" in current.strings):
            what = "msgstr[…] without msgid_plural" if number is not None else "msgstr without […]"
            raise self._error(line, what)
        if (number or 0) != len(current.targets):
            raise self._error(line, f"msgstr[{len(current.targets)}] should stand here")
        current.strings["msgstr"] = current.targets[number or 0] = string

    def _add(self, string: _String, line: Line, at: int) -> None:
        for match in _STRING.finditer(self.content, at, line.end):
            span = Span(*match.span(1))
            if string.origin < 0 or not string.stretches:
                string.origin = span.start
            for escape in _ESCAPE.finditer(self.content, *match.span(1)):
                if escape[3] and escape[3] not in _LETTERS and escape[3] not in _THEMSELVES:
                    raise self._error(line, f"\\{escape[3]} is no escape of PO")
            string.stretches += escapes.stretches(self.content, span, _ESCAPE, _meaning, "po")

    def _finish(self) -> None:
        done, self.open = self.current, None
        if "msgid" in done.strings and "msgstr" not in done.strings:
            message = "msgid without a msgstr: is the file cut short?"
            raise InputError(message, path=self.path, line=done.strings["msgid"].line)
        if "msgid" in done.strings:
            self.messages.append(done)
        elif "domain" in done.strings:
            self.domain = done.text("domain") or ""
        elif done.strings:
            message = "msgctxt without a msgid: is the file cut short?"
            raise InputError(message, path=self.path, line=done.strings["msgctxt"].line)
        self.current = _Message(len(self.messages) + 1)

    @staticmethod
    def _what(line: str) -> str:
        if line.count('"') - line.count('\\"') == 1:
            return "a quotation mark is not closed: is the file cut short?"
        return "is not PO: a keyword (msgid, msgstr …), a string or a comment should stand here"

    def _error(self, line: Line, message: str) -> InputError:
        return InputError(message, path=self.path, line=line.number)


def _meaning(escape: re.Match[str]) -> str:
    hexadecimal, octal, letter = escape.groups()
    if letter is not None:
        return _LETTERS.get(letter, letter)
    code = int(hexadecimal, 16) if hexadecimal else int(octal, 8)
    # Beyond ASCII it is a byte of the file's encoding: shown as it is written.
    return chr(code) if code < _ASCII else escape.group()


def _unique(messages: Iterable[_Message], path: str) -> list[_Message]:
    """The messages; raises where one is there twice, as ``msgfmt`` does."""
    every = list(messages)
    seen: dict[tuple[str, str | None, str | None], int] = {}
    for message in every:
        if message.obsolete:
            continue
        line = message.strings["msgid"].line
        key = (message.domain, message.text("msgctxt"), message.text("msgid"))
        if (first := seen.setdefault(key, line)) != line:
            said = f"the same message as in line {first}: merge them (msguniq)"
            raise InputError(said, path=path, line=line)
    return every


def _is_header(message: _Message) -> bool:
    return not message.text("msgid") and message.text("msgctxt") is None


def _header(messages: Iterable[_Message]) -> tuple[dict[str, str], int]:
    """What the header says, by its names in small letters, and how many plural forms there are."""
    said: dict[str, str] = {}
    for message in messages:
        if _is_header(message) and not message.obsolete:
            for line in escapes.joined(message.targets[0].stretches).split("\n"):
                if match := _HEADER_LINE.fullmatch(line):
                    said.setdefault(match[1].lower(), match[2].strip())
    plurals = _PLURALS.search(said.get("plural-forms", ""))
    return said, int(plurals[1][:3]) if plurals else 0


def _entries(message: _Message, plurals: int) -> Iterator[Entry]:
    own, context = message.text("msgid") or "", message.text("msgctxt")
    name = own if context is None else f"{context}|{own}"
    forms = plurals or len(message.targets)
    for number, target in message.targets.items():
        plural = "msgid_plural" in message.strings
        where = f"msgstr[{number}]" if plural else "msgstr"
        yield Entry(
            id=f"{name}[{number}]" if plural else name,
            path=f"message[{message.number}]/{where}",
            target=Side(tuple(target.stretches), target.origin),
            source=_source(message, number, forms),
            key=(message.domain, context or "", "" if context is None else "msgctxt", own, where),
            skipped=_skipped(message, target),
            notes=() if number else tuple(message.notes),
            family=f"message[{message.number}]",
            singular=plural and number == 0 and forms == len(("one", "many")),
        )


def _skipped(message: _Message, target: _String) -> str:
    if message.obsolete:
        return "obsolete"
    if not escapes.joined(target.stretches).strip():
        return "untranslated"
    return "fuzzy" if message.fuzzy else ""


def _source(message: _Message, number: int, forms: int) -> Side:
    """The msgid that a form goes with: the singular is for the first form of several.

    In a language of many forms the first one is also for 21 and 31. It may then have a
    placeholder that the singular does without, and goes with the plural.
    """
    one, many = message.strings["msgid"], message.strings.get("msgid_plural")
    side = Side(tuple(one.stretches), one.origin)
    if many is None or (number == 0 and forms == len(("one", "many"))):
        return side
    plural = Side(tuple(many.stretches), many.origin)
    if number or forms == 1:
        return plural
    wanted = sorted(_PLACEHOLDER.findall(escapes.joined(message.targets[number].stretches)))
    return side if sorted(_PLACEHOLDER.findall(side.text)) == wanted else plural


def _are_names(messages: Sequence[_Message]) -> bool:
    """Whether the msgids are names of what is to be said, not the words themselves."""
    own = [m.text("msgid") or "" for m in messages if not _is_header(m)]
    return bool(own) and sum(map(bool, map(_NAME.fullmatch, own))) >= len(own) * _NAMES
