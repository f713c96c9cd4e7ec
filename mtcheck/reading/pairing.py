"""Which files belong together: an MT file, its reference, its source.

The partner of a file has the same name but for role and language (see
:mod:`mtcheck.reading.naming`), in the same place below its folder. The closest name wins: the
same stem, then the same key and language, then, for a source, the same key. A file that was named
itself has no folder: its partner lies in a place that its path ends in, the deepest there is.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from mtcheck.errors import InputError, MtcheckError
from mtcheck.reading import locales
from mtcheck.reading.formats import FORMATS
from mtcheck.reading.naming import Name, Role, natural, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["SUFFIXES", "Job", "Plan", "beside", "plan"]

SUFFIXES = frozenset({".txt", ".text", ".md", ".markdown", ".tsv", ".jsonl", ".ndjson", *FORMATS})
"""The files that are articles where a folder is given; a file that is named may end in any."""

# Settings, packages, glossaries and reports are in these, too: where a folder is given, those count
# whose name or folder says a language or a role.
_MANY_USES = frozenset({".json", ".yml", ".yaml", ".csv"})

ROWS = frozenset({".csv", ".tsv", ".jsonl", ".ndjson"})
"""Tables that carry their reference and source in them."""

SOURCED = ROWS | {suffix for suffix, form in FORMATS.items() if form.bilingual}
"""Files that carry their source in them; they may hold several articles."""


@dataclass(frozen=True, slots=True)
class Job:
    """The files of one article, or of many where ``mt`` is a table."""

    mt: str
    reference: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What to read, in the order given and naturally within a folder.

    ``problems``: translations that cannot be checked, and why. ``unused``: references and
    sources whose translation is not there.
    """

    jobs: tuple[Job, ...]
    problems: tuple[MtcheckError, ...]
    unused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _File:
    path: str
    place: str  # its folder, relative to the folder that was given
    name: Name
    named: bool = False  # by the user, not found in a folder

    def places(self) -> Iterator[str]:
        """Where its partner may lie in a folder; for a file that was named, the deepest first.

        ``de/values/strings.xml`` goes with ``values/strings.xml`` of the folder ``en``.
        """
        parts = Path(self.path).parent.parts if self.named else ()
        yield from (os.path.join(*parts[at:]) for at in range(len(parts)))  # noqa: PTH118 - as os.walk has them
        yield self.place


_Folder = dict[tuple[str, str], list[_File]]  # by place and key


def plan(mt: Sequence[str], reference: str | None = None, source: str | None = None) -> Plan:
    """Pair every MT file with its reference and source, given as a file or a folder.

    Raises :class:`InputError` where the arguments do not fit together; what concerns single
    files is in the plan's problems, and those files are left out.
    """
    _twice(mt)
    if [*mt, reference, source].count("-") > 1:
        msg = "standard input (-) can be read once only"
        raise InputError(msg)
    for given, option in ((reference, "--reference"), (source, "--source")):
        if given is not None and given != "-" and not os.path.lexists(given):
            msg = "there is no such file or folder"
            raise InputError(msg, path=f"{option} {given}")
    problems: list[MtcheckError] = []
    jobs: list[Job] = []
    for path in mt:
        try:
            files, beside = _files(path)
            if len(files) > 1:
                _one_for_many(path, len(files), reference, "--reference")
                _one_for_many(path, len(files), source, "--source")
        except InputError as error:
            problems.append(error)
            continue
        for job in _pair(files, beside, reference, source):
            if isinstance(job, Job):
                jobs.append(job)
            else:
                problems.append(job)
    _twice([job.mt for job in jobs])
    used = {path for job in jobs for path in (job.reference, job.source) if path is not None}
    unused = (*_unused(reference, Role.REFERENCE, used), *_unused(source, Role.SOURCE, used))
    # Who names single files has not asked for the others of the partners' folder.
    return Plan(tuple(jobs), tuple(problems), unused if any(map(_is_folder, mt)) else ())


def beside(path: str) -> Job | None:
    """One file with the reference and the source that lie in its own folder.

    None for a file that is itself a reference or a source, or of no kind that is read. The folder
    alone is looked at, not what is below it.
    """
    name = parse(path)
    if name.role in {Role.REFERENCE, Role.SOURCE} or not _is_article(path):
        return None
    folder = Path(path).parent
    try:
        others = sorted(str(p) for p in folder.iterdir() if p.is_file() and _is_article(str(p)))
    except OSError:
        others = []
    found = [_File(other, ".", parse(other)) for other in others]
    partners = _by_key([f for f in found if f.name.role in {Role.REFERENCE, Role.SOURCE}])
    own = _File(path, ".", name)
    sourced = Path(path).suffix.lower()
    return Job(
        path,
        None if sourced in ROWS else _nearest(own, partners, Role.REFERENCE),
        None if sourced in SOURCED else _nearest(own, partners, Role.SOURCE),
    )


def _one_for_many(folder: str, count: int, other: str | None, option: str) -> None:
    if other is not None and not _is_folder(other):
        msg = f"is one file for the {count} of {folder}: give a folder"
        raise InputError(msg, path=f"{option} {other}")


def _pair(
    files: list[_File], beside: _Folder, reference: str | None, source: str | None
) -> Iterator[Job | InputError]:
    """A job for every file, or why there is none."""
    folders = {
        given: _by_key(_folder(given))
        for given in (reference, source)
        if given is not None and _is_folder(given)
    }
    for file in files:
        try:
            yield Job(
                file.path,
                _partner(file, reference, Role.REFERENCE, beside, folders),
                _partner(file, source, Role.SOURCE, beside, folders),
            )
        except InputError as error:
            yield error


def _partner(
    file: _File, given: str | None, role: Role, beside: _Folder, folders: dict[str, _Folder]
) -> str | None:
    """The file that ``given`` (a file, a folder, nothing) holds for ``file``."""
    if given is None:
        return _nearest(file, beside, role)
    if given not in folders:
        return given
    if Path(file.path).suffix.lower() in (ROWS if role is Role.REFERENCE else SOURCED):
        return None
    nearest = (
        _nearest(replace(file, place=place), folders[given], role) for place in file.places()
    )
    partner = next(filter(None, nearest), None)
    if partner is None and file.path != "-" and not os.path.lexists(file.path):
        return None  # reading it says so, and what may have been meant
    if partner is None:
        name = "standard input" if file.path == "-" else file.path
        msg = f"has no partner in --{role.value} {given}"
        raise InputError(msg, path=name)
    return partner


def _nearest(file: _File, others: _Folder, role: Role) -> str | None:
    """The path of the file whose name is closest to that of ``file``; None where none is it."""
    own = file.name
    ranked = []
    for order, other in enumerate(others.get((file.place, own.key), ())):
        name = other.name
        same_language = name.language == own.language
        may_differ = role is Role.SOURCE or name.language is None or own.language is None
        if name.role in {None, role} and other.path != file.path and (same_language or may_differ):
            ranked.append((name.stem != own.stem, not same_language, order, other.path))
    return min(ranked)[-1] if ranked else None


def _is_folder(path: str) -> bool:
    return path != "-" and Path(path).is_dir()


def _by_key(files: list[_File]) -> _Folder:
    found: _Folder = {}
    for file in files:
        found.setdefault((file.place, file.name.key), []).append(file)
    return found


def _files(path: str) -> tuple[list[_File], _Folder]:
    """The MT files of a folder, and the references and sources that lie among them.

    Where some are named as translations (``.mt.``) only those are; a file is itself.
    """
    if not _is_folder(path):
        return [_File(path, ".", parse(path), named=True)], {}
    found = _folder(path)
    role = Role.MT if any(f.name.role is Role.MT for f in found) else None
    chosen = [f for f in found if f.name.role is role]
    if not chosen:
        endings = " ".join(sorted(SUFFIXES))
        msg = f"has no articles: no file to check that ends in {endings}"
        raise InputError(msg, path=path)
    return chosen, _by_key([f for f in found if f.name.role not in {None, role}])


def _folder(folder: str) -> list[_File]:
    """The articles below a folder, in natural order; hidden files and folders left out."""
    found = []
    for place, folders, names in os.walk(folder, onerror=_unreadable):
        folders[:] = [f for f in folders if not f.startswith(".")]
        below = os.path.relpath(place, folder)
        for name in names:
            # Joined as strings: "./a" stays as the user gave it.
            path = os.path.join(place, name)  # noqa: PTH118
            if not name.startswith(".") and _is_article(path):
                found.append(_File(path, below, parse(path)))
    return sorted(found, key=lambda f: natural(f.path))


def _is_article(path: str) -> bool:
    """Whether a file of a folder is meant, though nobody has named it."""
    suffix = Path(path).suffix.lower()
    whole = os.path.abspath(path)  # noqa: PTH100 - a link counts where it lies
    if suffix == ".xml":  # Android's strings; other XML is seldom text
        return Path(whole).parent.name.partition("-")[0] == "values"
    if suffix in _MANY_USES:
        return parse(path).role is not None or locales.of_path(whole) is not None
    return suffix in SUFFIXES


def _unreadable(error: OSError) -> None:
    msg = f"cannot be read: {error.strerror}"
    raise InputError(msg, path=str(error.filename)) from None


def _unused(folder: str | None, role: Role, used: set[str]) -> list[str]:
    """Files of a folder of partners that no MT file asked for."""
    if folder is None or not _is_folder(folder):
        return []
    found = [f.path for f in _folder(folder) if f.name.role in {None, role}]
    if not found:
        message = f"has no articles: no file that ends in {' '.join(sorted(SUFFIXES))}"
        raise InputError(message, path=f"--{role.value} {folder}")
    return [path for path in found if path not in used]


def _twice(paths: Iterable[str]) -> None:
    seen: dict[str, str] = {}
    for path in paths:
        real = os.path.realpath(path) if path != "-" else path
        if real in seen:
            also = "" if seen[real] == path else f" (also as {seen[real]})"
            message = f"given twice{also}: name it once"
            raise InputError(message, path=path)
        seen[real] = path
