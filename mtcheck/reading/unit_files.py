"""Files of units into articles: their languages, and what each unit is compared with.

A bilingual file has its source in it; a file of one language is given one. A reference is another
file of the same format. Units are paired by their key, or where that is there more than once by
their order among equals.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from mtcheck import languages
from mtcheck.article import Article
from mtcheck.errors import InputError, SettingsError
from mtcheck.reading import columns, cues, decoding, formats, locales, plurals, units
from mtcheck.reading.columns import Columns
from mtcheck.reading.naming import parse
from mtcheck.reading.units import File

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtcheck.article import Text
    from mtcheck.languages import Language
    from mtcheck.reading.files import Languages
    from mtcheck.reading.formats import Format
    from mtcheck.reading.pairing import Job
    from mtcheck.reading.units import Document, Entry, Side

__all__ = ["read"]


def read(job: Job, form: Format, said: Languages, content: str | None) -> tuple[Article, ...]:
    """The articles of a job whose translation is a file of units; see :func:`files.read`."""
    if form.bilingual and not form.source_beside and job.source is not None:
        message = f"has its source in its units: leave out --source {job.source}"
        raise InputError(message, path=job.mt)
    if form.table and job.reference is not None:
        message = f"has its reference in its rows: leave out --reference {job.reference}"
        raise InputError(message, path=job.mt)
    file = _file(job.mt) if content is None else File(job.mt, content)
    known = Columns(columns.parsed(said.columns), said.target, said.source)
    documents = form.documents(file.content, job.mt, known)
    reading = _Reading(
        file,
        said,
        _Other(job.reference, job.mt) if job.reference else None,
        _Other(job.source, job.mt) if job.source else None,
        form,
    )
    made = [reading.article(d) for d in documents if d.entries or len(documents) == 1]
    if not made:
        message = "has no units: there is nothing to check"
        raise InputError(message, path=job.mt)
    return tuple(made)


def _file(path: str) -> File:
    return File(path, formats.decode(decoding.read_bytes(path), path))


class _Other:
    """A file that another one's units are compared with, unit by unit."""

    def __init__(self, path: str, mt: str) -> None:
        form, own = formats.of(path), formats.of(mt)
        if form is None or own is None or form.read is not own.read:
            message = f"is not in the format of {mt}: their units cannot be paired"
            raise InputError(message, path=path)
        self.file = _file(path)
        self.named = locales.of_path(path)
        self._timed = form.timed
        self._documents = form.read(self.file.content, path)
        self.entries = [entry for document in self._documents for entry in document.entries]
        self._by_key: dict[tuple[str, ...], list[Side]] = defaultdict(list)
        for entry in self.entries:
            if not entry.skipped:
                self._by_key[entry.key or (entry.id,)].append(entry.target)

    @property
    def language(self) -> str | None:
        """The language that the file says it is in."""
        return next((d.target_lang for d in self._documents if d.target_lang), None)

    def beside(self, entries: Sequence[Entry]) -> Iterator[tuple[Entry, Side | None]]:
        """Each unit with what this file has for it."""
        if self._timed:
            yield from zip(entries, cues.beside(entries, self.entries), strict=True)
            return
        used: dict[tuple[str, ...], int] = defaultdict(int)
        for entry in entries:
            own = entry.key or (entry.id,)
            keys = [own, *entry.otherwise]
            key = next((k for k in keys if k in self._by_key), own)
            found = self._by_key.get(key, [])
            if key != own:
                yield entry, found[0]  # what several forms are compared with
                continue
            side = found[used[key]] if used[key] < len(found) else None
            yield entry, _compared(entry, side)
            used[key] += 1


@dataclass(frozen=True, slots=True)
class _Reading:
    """A file of units, and what its units are compared with."""

    file: File
    said: Languages
    reference: _Other | None
    source: _Other | None
    form: Format

    def article(self, document: Document) -> Article:
        """The article of one of its documents."""
        path = self.file.path
        if self.form.timed:
            others = [other.entries for other in (self.reference, self.source) if other]
            document = replace(document, entries=cues.joined(document.entries, others))
        entries = document.entries
        target = _language(self._target(document), "target", path)
        remarks = list(units.remarks(entries, self.file.content))
        reference = None
        if self.reference is not None:
            sides = list(self.reference.beside(entries))
            remarks += _alone(sides, self.reference, "reference")
            reference = units.text_of(sides, target, self.reference.file)
        elif any(entry.reference for entry in entries):
            reference = units.text_of(
                [(e, _compared(e, e.reference)) for e in entries], target, self.file
            )
        source, said = self._source(document)
        ours = [(entry, entry.target) for entry in entries]
        mt = units.text_of(ours, target, self.file, document.closing, (*remarks, *said))
        identity = PurePath(path).as_posix()
        if document.name is not None:
            identity = f"{identity}#{document.name}"
        return Article(identity, mt, reference, source, aligned=True)

    def _target(self, document: Document) -> str | None:
        """The code of the target's language, by what says it most surely."""
        code = self.said.target or document.target_lang or locales.of_path(self.file.path)
        if code is None and self.reference is not None:
            code = self.reference.language or self.reference.named
        return code or self.said.else_target or self.form.target_lang

    def _source(self, document: Document) -> tuple[Text | None, list[str]]:
        """The source, from its own file or this one, and what is to be said of it."""
        entries = document.entries
        named = parse(self.file.path).origin or self.said.else_source
        if self.source is not None:
            path = self.source.file.path
            code = self.said.source or self.source.language or self.source.named or named
            origin = _language(code, "source", path)
            sides = list(self.source.beside(entries))
            text = units.text_of(sides, origin, self.source.file)
            return text, list(_alone(sides, self.source, "source"))
        if not any(entry.source for entry in entries if not entry.skipped):
            return None, []
        code = self.said.source or document.source_lang or named or self.form.source_lang
        origin = _language(code, "source", self.file.path)
        return units.text_of([(e, _compared(e, e.source)) for e in entries], origin, self.file), []


def _compared(entry: Entry, side: Side | None) -> Side | None:
    """What a unit is compared with of another text."""
    return plurals.without_number(entry.target, side) if side and entry.singular else side


def _alone(sides: Sequence[tuple[Entry, Side | None]], other: _Other, role: str) -> Iterator[str]:
    """A remark on the units that the other file does not have."""
    checked = [side for entry, side in sides if not (entry.skipped or entry.joins)]
    lacking = sum(side is None for side in checked)
    if lacking:
        yield f"{lacking:,} of {len(checked):,} units have no {role} in {other.file.path}"


def _language(code: str | None, role: str, path: str) -> Language:
    if code is None:
        message = f"in which language is the {role} of {path}? Give --{role}-lang, for example de"
        raise SettingsError(message, key=f"--{role}-lang")
    return languages.load(code)
