"""Which places of a file a change touches, as git tells it.

What counts is the difference between the files as they are on disk and the commit where this
branch left ``REV`` (their merge base): what others have changed since on ``REV`` is not ours.
A segment is touched where one of its lines was added or changed, or where lines beside it were
taken out. A file that git does not know is touched everywhere.
"""

from __future__ import annotations

import os
import re
import subprocess
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mtcheck.errors import InputError
from mtcheck.positions import Places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.article import AlignedArticle, Text
    from mtcheck.span import Span

__all__ = ["Changes"]

_HUNK = re.compile(rb"^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
_ENDS = re.compile(r"\r\n|\r|\n")
_PATIENCE = 120.0  # seconds for one question to git
# Nothing that a repository configures may run a program or change the answer.
_ALWAYS = (
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.quotePath=false",
    "--no-pager",
    "--literal-pathspecs",
)
_DIFF = ("diff", "--no-ext-diff", "--no-textconv", "--no-color", "--ignore-submodules", "-M")


@dataclass(frozen=True, slots=True)
class _Repository:
    """A working tree, the commit to compare with, and by path the old path of what changed."""

    top: str
    base: str
    changed: dict[str, str | None]
    tracked: frozenset[str]


@dataclass(slots=True)
class Changes:
    """What changed since ``revision``; asks git once a repository and once a changed file."""

    revision: str
    _repositories: dict[str, _Repository] = field(default_factory=dict)
    _folders: dict[str, _Repository] = field(default_factory=dict)
    _lines: dict[str, frozenset[int] | None] = field(default_factory=dict)
    _last: tuple[Text, Places] | None = None

    def look(self, path: str) -> None:
        """Ask git about a file now; raises :class:`InputError` where it cannot say."""
        if path != "-" and path not in self._lines and Path(path).is_file():
            self._lines[path] = self._touched_lines(path)

    def touches(self, article: AlignedArticle, span: Span) -> bool:
        """Whether the change touches the segment in which ``span`` begins."""
        mt = article.mt
        if mt.path is None or mt.path == "-":
            return True
        self.look(mt.path)
        lines = self._lines.get(mt.path)
        if lines is None:
            return True
        if self._last is None or self._last[0] is not mt:
            self._last = (mt, Places(mt))
        place = mt.segments[mt.segment_index(span.start)].span if mt.segments else span
        start, end = self._last[1].region(place)
        return not lines.isdisjoint(range(start.line, end.line + 1))

    def _touched_lines(self, path: str) -> frozenset[int] | None:
        """The touched lines of a file as mtcheck counts them; None for all."""
        real = Path(os.path.realpath(path))
        repository = self._repository(real.parent)
        name = os.path.relpath(real, repository.top).replace(os.sep, "/")
        if name not in repository.changed:
            return frozenset() if name in repository.tracked else None
        old = repository.changed[name]
        paths = [name] if old is None else [old, name]
        found = _git(repository.top, *_DIFF, "-U0", repository.base, "--", *paths)
        hunks = [(int(m[1]), int(m[2] or b"1")) for m in _HUNK.finditer(found)]
        # Without hunks git takes the file for binary, or only its rights or name have changed.
        if not hunks:
            return frozenset() if b"\nBinary files " not in found else None
        return _as_we_count(real, frozenset(_lines(hunks)))

    def _repository(self, folder: Path) -> _Repository:
        if str(folder) not in self._folders:
            top = os.fsdecode(_git(str(folder), "rev-parse", "--show-toplevel").rstrip(b"\n"))
            if top not in self._repositories:
                self._repositories[top] = _read(top, self.revision)
            self._folders[str(folder)] = self._repositories[top]
        return self._folders[str(folder)]


def _read(top: str, revision: str) -> _Repository:
    commit = f"{revision}^{{commit}}"
    try:
        asked = _git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", commit)
    except InputError:
        message = f"git knows no such commit in {top}{_shallow(top)}"
        raise InputError(message, path=f"--changed-since {revision}") from None
    base = asked.decode("ascii", "replace").strip()
    with suppress(InputError):  # no commit in common: the whole difference counts
        base = _git(top, "merge-base", base, "HEAD").decode("ascii", "replace").split("\n")[0]
    parts = iter(_git(top, *_DIFF, "--name-status", "-z", base).split(b"\0"))
    changed: dict[str, str | None] = {}
    for status in parts:
        if status[:1] in {b"R", b"C"}:
            old = os.fsdecode(next(parts))
            changed[os.fsdecode(next(parts))] = old
        elif status:
            changed[os.fsdecode(next(parts))] = None
    listed = _git(top, "ls-files", "-z").split(b"\0")
    return _Repository(top, base, changed, frozenset(map(os.fsdecode, listed)))


def _shallow(top: str) -> str:
    """What to do about a clone that has only the last commits, as CI servers make them."""
    if _git(top, "rev-parse", "--is-shallow-repository").strip() != b"true":
        return ""
    return ": it has a part of the history alone, fetch all of it (fetch-depth: 0, GIT_DEPTH: 0)"


def _lines(hunks: list[tuple[int, int]]) -> Iterator[int]:
    for start, count in hunks:
        # Where lines were only taken out, those on either side are touched.
        yield from range(start, start + count) if count else (start, start + 1)


def _as_we_count(path: Path, lines: frozenset[int]) -> frozenset[int]:
    """Lines as git counts them, which end in LF alone, as lines that end in a CR, too."""
    raw = path.read_bytes()
    if raw.count(b"\r") == raw.count(b"\r\n"):
        return lines
    text = raw.decode("utf-8", "replace")
    number = 1
    counted: set[int] = set()
    for at, line in enumerate(text.split("\n"), 1):
        inner = len(_ENDS.findall(line.removesuffix("\r")))
        if at in lines:
            counted.update(range(number, number + inner + 1))
        number += inner + 1
    return frozenset(counted)


def _git(folder: str, *arguments: str) -> bytes:
    """What git prints; raises :class:`InputError` with its first words where it fails."""
    try:
        done = subprocess.run(  # noqa: S603 - no shell; the revision stands after --end-of-options
            ["git", *_ALWAYS, *arguments],  # noqa: S607 - the git that the user has
            cwd=folder,
            env={**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
        )
    except FileNotFoundError:
        message = "needs git, which is not installed"
        raise InputError(message, path="--changed-since") from None
    except (OSError, subprocess.SubprocessError) as error:
        message = f"git could not be asked: {type(error).__name__}"
        raise InputError(message, path="--changed-since") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().split("\n")[0]
        message = f"git says: {said.removeprefix('fatal: ') or 'no'}"
        raise InputError(message, path="--changed-since")
    return done.stdout
