"""One run of ``mtcheck batch``: from options to a request, progress, signals, the exit code."""

from __future__ import annotations

import shlex
import signal
import sys
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self

from mtcheck import languages
from mtcheck.batch import running, verifying
from mtcheck.batch.inputs import Asked
from mtcheck.batch.running import Request, State
from mtcheck.cli import advancing
from mtcheck.cli.telling import tell
from mtcheck.errors import InputError
from mtcheck.governing import verify as verify_names
from mtcheck.settings import Files, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

__all__ = ["run", "verify"]

_BY_SIGNAL = MappingProxyType({signal.SIGTERM: 143, signal.SIGINT: 130})
_MOST_DAMAGES = 20


def run(options: dict[str, Any]) -> int:
    """Begin or resume a run; the exit code."""
    progress, exit_zero = options.pop("progress"), options.pop("exit_zero")
    request = _request(options)
    state = State()
    with _Signals() as signals, advancing.shown(state, progress):
        running.run(request, state, signals.stopping)
    for warning in state.warnings:
        tell(f"warning: {warning}")
    for line in _told(state):
        tell(line)
    if state.stopped:
        tell(f"stopped; to go on: {_resuming(request, state)}")
        return signals.code
    if state.failed or state.broken:
        return 2
    return int(bool(state.fails) and not exit_zero)


def verify(folder: str) -> int:
    """Tell whether a run is whole; the exit code."""
    verdict = verifying.verify(Path(folder))
    for damage in verdict.damages[:_MOST_DAMAGES]:
        tell(f"error: {damage}")
    if (more := len(verdict.damages) - _MOST_DAMAGES) > 0:
        tell(f"error: and {more} more")
    done = verdict.shards - verdict.missing
    failed = f", {verdict.failed} documents failed" if verdict.failed else ""
    words = "whole" if not verdict.damages else f"{len(verdict.damages)} damaged"
    sys.stdout.write(f"{done} of {verdict.shards} shards done, {words}{failed}\n")
    if verdict.damages or verdict.missing:
        tell(f"{folder}: --resume does what is missing or damaged again")
        return 1
    return 0


def _request(options: dict[str, Any]) -> Request:
    if options["isolated"] and options["config"] is not None:
        message = "goes with --isolated only where it is left out"
        raise InputError(message, path=f"--config {options['config']}")
    given = {
        name: value
        for name in (*Settings.__struct_fields__, *Files.__struct_fields__)
        if name not in {"target_lang", "source_lang"}
        and (value := options.pop(name, None)) not in (None, ())
    }
    verify_names(given, "")
    for tag in (options["target_lang"], options["source_lang"]):
        if tag is not None:
            languages.load(tag)
    if options["address"] is not None and options["engine"] != "ray":
        message = "goes with --engine ray"
        raise InputError(message, path=f"--address {options['address']}")
    asked = Asked(**{name: options.pop(name) for name in Asked.__slots__})
    return Request(
        asked=asked,
        run=options.pop("output"),
        given=given,
        allow_download=bool(given.get("allow_download")),
        command=("mtcheck", *sys.argv[1:]),
        **options,
    )


def _told(state: State) -> Iterator[str]:
    words = (
        f"{state.done_articles:,} of {state.articles:,} articles, {state.segments:,} segments, "
        f"{state.findings:,} findings"
    )
    yield words
    if state.failed:
        count = f"{state.failed:,} article{'s' * (state.failed != 1)}"
        yield f"error: {count} failed: their rows in the table of articles say why"
    if state.broken:
        yield f"error: a check crashed on {state.broken:,} of the articles"


def _resuming(request: Request, state: State) -> str:
    """The command that goes on, or begins where the run had not begun."""
    words = [word for word in request.command if word not in {"--resume", "--retry-failed"}]
    return shlex.join([*words, *(["--resume"] if state.begun else [])])


class _Signals:
    """SIGTERM and SIGINT ask the run to stop; a second one ends it at once."""

    def __init__(self) -> None:
        self.code = 0
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Self:
        for number in _BY_SIGNAL:
            self._before[number] = signal.signal(number, self._heard)
        return self

    def __exit__(self, *error: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def stopping(self) -> bool:
        """Whether it is time to stop."""
        return self.code != 0

    def _heard(self, number: int, frame: FrameType | None) -> None:
        del frame
        if self.code:
            raise KeyboardInterrupt
        self.code = _BY_SIGNAL[signal.Signals(number)]
        tell("finishing the shards under way; once more ends at once")
