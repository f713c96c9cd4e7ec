"""The program and its commands; a command's module is imported when the command is."""

from __future__ import annotations

import importlib
import os

import click

from mtcheck import __version__

__all__ = ["program"]

_COMMANDS = (
    "baseline",
    "batch",
    "cache",
    "check",
    "config",
    "eval",
    "fix",
    "init",
    "lsp",
    "query",
    "review",
    "rules",
    "summary",
    "train",
)


class _Commands(click.Group):
    """A group that imports ``mtcheck.cli.<command>`` on demand and knows what was meant."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"mtcheck.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name.startswith("-") or name in _COMMANDS:
            return super().resolve_command(ctx, args)
        from mtcheck.cli.telling import near  # noqa: PLC0415

        hint = f"did you mean {near(name, _COMMANDS)}?" if near(name, _COMMANDS) else ""
        if not hint and os.path.exists(name):  # noqa: PTH110 - importing pathlib takes 5 ms
            hint = f"did you mean: mtcheck check {name}"
        msg = f"there is no command {name!r}; {hint or _listed()}"
        raise click.UsageError(msg, ctx)


def _listed() -> str:
    return f"the commands are {', '.join(_COMMANDS)}"


@click.command(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, "-V", "--version", message="mtcheck %(version)s")
def program() -> None:
    """Check machine translations: which spans are wrong, how badly, why, and what they should be.

    \b
    mtcheck check article.en.mt.txt --reference article.en.ref.txt
    mtcheck rules N101
    """  # noqa: D301 - \b keeps click from re-wrapping the examples
