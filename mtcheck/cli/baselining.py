"""One run of ``mtcheck baseline``: check without the old baseline, write the new one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mtcheck import selection
from mtcheck.cli import writing
from mtcheck.cli.running import Run
from mtcheck.cli.telling import tell
from mtcheck.errors import SettingsError
from mtcheck.suppressing import baseline

if TYPE_CHECKING:
    from mtcheck.cli.running import Texts
    from mtcheck.suppressing.baseline import Entry

__all__ = ["run"]

_NAME = "mtcheck-baseline.json"


def run(texts: Texts, path: str | None, what: str) -> int:
    """Make the baseline; ``what`` is ``write``, ``update`` or ``prune``. The exit code."""
    work = Run(replace(texts, given=texts.given | {"baseline": None}))
    path = path or _configured(work)
    folder = str(Path(path).parent)
    inputs = [t for j in work.plan.jobs for t in (j.mt, j.reference, j.source) if t]
    writing.prepare(path, folder=False, inputs=inputs, option=f"--baseline {path}")
    old = baseline.Baseline(() if what == "write" else baseline.read(path), folder)
    work.tell()
    again: list[Entry] = []
    new: list[Entry] = []
    for report in work.reports():
        every = [*zip(report.findings, report.fingerprints, strict=True)]
        hidden = [(s.finding, s.fingerprint) for s in report.suppressed]
        codes = frozenset(m.CHECK.code for m in selection.choose(report.settings))
        known = old.known(report.article, [one for _, one in (*every, *hidden)], codes)
        # What is known and now hidden for another reason is known still.
        every += [(f, one) for f, one in hidden if one in known]
        for finding, one in every:
            entry = baseline.entry(report.article, finding, one, folder)
            (again if one in known else new).append(entry)
    work.finish()
    if work.outcome.errors:
        tell(f"{path} is left as it was: not all could be checked")
        return 2
    kept = [*again, *old.elsewhere(), *(new if what != "prune" else ())]
    writing.to_files({Path(path): baseline.written(kept)}, option="--baseline ")
    gone = len(old.unfound())
    added = 0 if what == "prune" else len(new)
    count = len(set(kept))
    noun = "finding" if count == 1 else "findings"
    tell(f"wrote {path}: {count} {noun} ({added} new, {gone} taken out)")
    return 0


def _configured(work: Run) -> str:
    """The baseline that the configuration of all texts names, or the usual one."""
    named = {config.baseline() for config in work.configs()}
    if len(named) > 1:
        message = "the texts have configurations with different baselines: give --baseline FILE"
        raise SettingsError(message, key="baseline")
    return next(iter(named), None) or _NAME
