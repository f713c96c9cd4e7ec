"""Lines for the user on stderr: one a message, in plain characters."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["mistyped", "near", "plain", "tell"]


def tell(message: str) -> None:
    """Print ``mtcheck: message`` on stderr, in one line and without terminal escapes."""
    try:
        sys.stderr.write(f"mtcheck: {plain(message)}\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        return  # nobody listens


def plain(text: str) -> str:
    r"""``text`` with all that is not printable as escapes: ``\x1b`` cannot act on a terminal.

    Nor can ``##[command]`` on GitHub's runner, which takes commands from a log.
    """
    if not text.isprintable():
        text = "".join(
            c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text
        )
    return text.replace("##[", r"#\x23[")


def near(name: str, names: Iterable[str]) -> str | None:
    """The one of ``names`` that ``name`` most likely stands for."""
    import difflib  # noqa: PLC0415 - only to word an error

    found = difflib.get_close_matches(name.lower(), sorted(names), n=1)
    return found[0] if found else None


def mistyped(error: click.UsageError) -> str:
    """One line for a usage error of click: what, what was meant, where help stands."""
    command = error.ctx.command_path if error.ctx else "mtcheck"
    if isinstance(error, click.NoSuchOption):
        meant = near(error.option_name, _options(error.ctx))
        hint = f"; did you mean {meant}?" if meant else ""
        return f"there is no option {error.option_name}{hint} (see {command} --help)"
    message = error.format_message().rstrip(".")
    return f"{message[:1].lower()}{message[1:]} (see {command} --help)"


def _options(context: click.Context | None) -> list[str]:
    if context is None:
        return []
    return [name for p in context.command.get_params(context) for name in p.opts if name[0] == "-"]
