"""One run of ``mtcheck fix``: check, apply, check again until nothing is left to apply, write."""

from __future__ import annotations

import difflib
import os
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mtcheck import fixing, rewriting
from mtcheck.cli import writing
from mtcheck.cli.asking import Asker
from mtcheck.cli.running import Run
from mtcheck.cli.telling import plain, tell
from mtcheck.errors import InputError, MtcheckError
from mtcheck.reading.decoding import read_bytes
from mtcheck.reading.formats import decode, encode, shown
from mtcheck.rewriting import Edit
from mtcheck.safety import is_safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.cli.running import Texts
    from mtcheck.finding import Finding
    from mtcheck.reading.pairing import Job
    from mtcheck.report import Report

__all__ = ["Asked", "demand_inside", "fixed", "run"]

_MOST_ROUNDS = 10  # one is the rule; a fix may uncover what another check then sees


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line says of the fixes."""

    unsafe: bool
    diff: bool
    interactive: bool


@dataclass(slots=True)
class _Mender:
    """A run, what was asked of it, and what has come of it so far."""

    work: Run
    asked: Asked
    asker: Asker | None
    applied: Counter[str] = field(default_factory=Counter)
    files: int = 0
    unsafe: int = 0


def run(texts: Texts, asked: Asked) -> int:
    """Fix what was asked; the exit code."""
    work = Run(texts)
    work.tell()
    asker = Asker() if asked.interactive else None
    if asker and "-" in (job.mt for job in work.plan.jobs):
        message = "answers come from there: give a file"
        raise InputError(message, path="standard input (-)")
    mender = _Mender(work, asked, asker)
    for job in work.plan.jobs:
        try:
            _mend(mender, job)
        except MtcheckError as error:
            work.outcome.error(error)
        if asker and asker.over:
            break
    tell(_summary(mender))
    if work.outcome.errors:
        return 2
    return int(asked.diff and mender.files > 0)


def _mend(mender: _Mender, job: Job) -> None:
    if job.mt != "-":
        demand_inside(job.mt, mender.work.texts.mt)
    raw = read_bytes(job.mt)
    before = decode(raw, job.mt)
    after, applied = fixed(mender, job, before)
    if job.mt == "-" and not mender.asked.diff:
        _to_stdout(encode(after, raw, job.mt))
    if after == before:
        return
    mender.applied.update(applied)
    mender.files += 1
    if mender.asked.diff:
        writing.to_stdout(_difference(job.mt, shown(before, job.mt), shown(after, job.mt)))
    elif job.mt != "-":
        if read_bytes(job.mt) != raw:
            message = "has changed while it was checked: nothing is written, run it again"
            raise InputError(message, path=job.mt)
        writing.to_files({Path(job.mt): encode(after, raw, job.mt)}, option="")


def fixed(mender: _Mender, job: Job, before: str) -> tuple[str, Counter[str]]:
    """The file's text with all fixes, to which there are none to add, and their codes."""
    content, applied = before, Counter[str]()
    seen = {before}
    for number in range(_MOST_ROUNDS):
        edits = list(_round(mender, job, content, first=not number))
        if not edits:
            return content, applied
        applied.update(code for _, code in edits)
        content = rewriting.applied(content, (edit for edit, _ in edits))
        if content in seen:
            break
        seen.add(content)
    message = "its fixes undo each other: it is left as it was; --interactive chooses"
    raise InputError(message, path=job.mt)


def _round(mender: _Mender, job: Job, content: str, *, first: bool) -> Iterator[tuple[Edit, str]]:
    """The fixes of a file that says ``content``."""
    work, asker = mender.work, mender.asker
    work.anew()
    articles = work.articles(job, content)
    if not articles and not first:
        message = "its fixes would break it: it is left as it was; --interactive chooses"
        raise InputError(message, path=job.mt)
    for article in articles:
        report = work.report(article, job)
        mended = [f for f in report.findings if f.suggestion is not None]
        if first:
            mender.unsafe += sum(not is_safe(f) for f in mended)
        chosen = [f for f in mended if mender.asked.unsafe or is_safe(f)]
        yield from _edits(report, [f for f in chosen if asker is None or asker.wants(report, f)])


def _edits(report: Report, chosen: list[Finding]) -> Iterator[tuple[Edit, str]]:
    """The fixes of a report as edits of its file, with the codes of their findings."""
    mt = report.article.mt
    for finding in fixing.apply(mt.content, chosen).applied:
        edit = rewriting.in_file(mt, Edit(finding.span, finding.suggestion or ""))
        if edit is not None:
            yield edit, finding.code


def demand_inside(path: str, given: tuple[str, ...]) -> None:
    """Raise for a file that a link leads to outside of the folder that was given, or its own."""
    folders = [g for g in given if g != "-" and Path(g).is_dir()]
    above = [g for g in folders if Path(os.path.abspath(path)).is_relative_to(os.path.abspath(g))]  # noqa: PTH100 - links count as they lie
    root = Path(os.path.realpath(above[0] if above else Path(path).parent))
    if not Path(os.path.realpath(path)).is_relative_to(root):
        message = f"is a link that leads out of {root}: it is not written to; name the file itself"
        raise InputError(message, path=path)


def _difference(path: str, before: str, after: str) -> str:
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), f"a/{path}", f"b/{path}"
    )
    bare = (plain(line.rstrip("\r\n")) for line in lines)
    return "".join(f"{line}\n" for line in bare)


def _to_stdout(raw: bytes) -> None:
    sys.stdout.flush()
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        writing.to_stdout(raw.decode("utf-8", "replace"))
    else:
        buffer.write(raw)
        buffer.flush()


def _summary(mender: _Mender) -> str:
    count = mender.applied.total()
    fixes = f"{count} fix{'es' * (count != 1)}"
    files = f"{mender.files} file{'s' * (mender.files != 1)}"
    codes = ", ".join(f"{code} {n}" for code, n in sorted(mender.applied.items()))
    done = "would apply" if mender.asked.diff else "applied"
    line = f"{done} {fixes} in {files}" + (f" ({codes})" if codes else "")
    if mender.unsafe and not mender.asked.unsafe:
        line += f"; {mender.unsafe} more with --unsafe"
    return line
