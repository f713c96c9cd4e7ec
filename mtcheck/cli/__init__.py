"""The command line: one thin module a command, loaded when it is called for.

:func:`main` turns every error that is meant for a user into one line on stderr and exit code 2.
"""

from __future__ import annotations

import gc
import os
import sys

# Not from typing at run time: the program starts in the time that this import takes.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from sys import UnraisableHookArgs
    from typing import NoReturn

__all__ = ["COLLECTED_AFTER", "main"]

#: New objects after which the garbage collector looks for cycles: of what a check makes by the
#: hundred thousand nothing is in one, and with Python's own 700 a tenth of the time goes there.
COLLECTED_AFTER = 20_000

_INTERRUPTED = 130  # 128 + SIGINT, as shells count it
_TERMINATED = 143  # 128 + SIGTERM
_SOON = 0.05  # seconds
_LONGEST = 200  # characters of an unforeseen error's message


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line (``sys.argv`` unless given) and leave with its exit code."""
    gc.set_threshold(COLLECTED_AFTER)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by who started the program: nobody listens
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
    sys.unraisablehook = _once_more
    try:
        code = _run(list(sys.argv[1:] if arguments is None else arguments))
    except KeyboardInterrupt:
        from mtcheck.cli.telling import tell  # noqa: PLC0415

        tell("interrupted")
        code = _INTERRUPTED
    # Buffers that cannot be flushed (a closed pipe) must not raise again at exit.
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    sys.exit(code)


def _once_more(lost: UnraisableHookArgs) -> None:
    """Send a signal that came while an object was being deleted again, when it can be raised."""
    import _thread  # noqa: PLC0415 - threading's start waits, and would be interrupted itself
    import signal  # noqa: PLC0415
    import time  # noqa: PLC0415

    def send() -> None:
        time.sleep(_SOON)
        os.kill(os.getpid(), number)

    swallowed = {KeyboardInterrupt: signal.SIGINT, SystemExit: signal.SIGTERM}
    if lost.exc_type in swallowed:
        number = swallowed[lost.exc_type]
        _thread.start_new_thread(send, ())
    else:
        sys.__unraisablehook__(lost)


def _run(arguments: list[str]) -> int:
    import signal  # noqa: PLC0415

    import click  # noqa: PLC0415 - an interrupt while it loads ends cleanly, too

    from mtcheck.cli.program import program  # noqa: PLC0415
    from mtcheck.cli.telling import mistyped, tell  # noqa: PLC0415
    from mtcheck.errors import MtcheckError  # noqa: PLC0415

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(_TERMINATED))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # UTF-8 even where the locale is C
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if "_MTCHECK_COMPLETE" in os.environ:
        program(prog_name="mtcheck")
    try:
        with program.make_context("mtcheck", arguments or ["--help"]) as context:
            program.invoke(context)
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.UsageError as error:
        tell(f"error: {mistyped(error)}")
        return 2
    except (MtcheckError, click.ClickException) as error:
        tell(f"error: {error}")
        return 2
    except BrokenPipeError:
        return 0  # the reader of a help page has seen enough
    except Exception as error:
        if os.environ.get("MTCHECK_TRACEBACK"):
            raise
        what = f"{type(error).__name__}: {error}"[:_LONGEST]
        tell(f"internal error: {what}; set MTCHECK_TRACEBACK=1 to see where, and report it")
        return 2
    return 0
