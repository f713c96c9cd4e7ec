"""Write the pages that are made from the code: ``python docs/generate.py``.

``docs/checks.md`` from the checks' own docstrings, ``docs/cli.md`` from ``--help``,
``docs/settings.md`` from the settings, ``docs/tables.md`` from the tables of a batch. A test makes
them again and compares.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mtcheck.cli import pages
from mtcheck.cli.program import program

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtcheck.settings import Field

HERE = Path(__file__).parent


def checks() -> str:
    """Every check's page, as ``mtcheck rules CODE`` prints it."""
    from mtcheck.checks import CHECKS

    parts = ["# Checks\n\nMade by `python docs/generate.py` from the checks themselves.\n"]
    parts += [
        f"## {m.CHECK.code} {m.CHECK.name}\n\n```text\n{_body(m.CHECK.code)}\n```\n" for m in CHECKS
    ]
    return "\n".join(parts)


def _body(code: str) -> str:
    # The page begins with a title and its rule, which the heading above repeats.
    return pages.page(code).split("\n", 2)[2].strip()


def cli() -> str:
    """The help of the program and of each command."""
    parts = ["# Command line\n\nMade by `python docs/generate.py` from `--help`.\n"]
    names = program.context_settings["help_option_names"]
    context = click.Context(
        program, info_name="mtcheck", terminal_width=100, help_option_names=names
    )
    parts.append(f"```text\n{program.get_help(context)}\n```\n")
    for name in program.list_commands(context):
        parts += _helps(program, name, context)
    return "\n".join(parts)


def _helps(group: click.Group, name: str, context: click.Context) -> Iterator[str]:
    """The help of a command, and of the commands below it."""
    command = group.get_command(context, name)
    assert command is not None
    inner = click.Context(command, info_name=name, parent=context, terminal_width=100)
    yield f"## {inner.command_path}\n\n```text\n{command.get_help(inner)}\n```\n"
    if isinstance(command, click.Group):
        for below in command.list_commands(inner):
            yield from _helps(command, below, inner)


def settings() -> str:
    """Every setting: type, bounds, default, and a line of words."""
    from mtcheck.configuring import __doc__ as layers
    from mtcheck.configuring.template import FILE_KEYS
    from mtcheck.settings import CheckSettings, Files, Term, fields

    return (
        "# Settings\n\nMade by `python docs/generate.py` from `mtcheck/settings.py`.\n\n"
        f"{_markdown(layers or '')}\n\n"
        "`mtcheck init` writes a file with all of them as comments; `mtcheck config show FILE` says"
        " which value holds for a file, and where it is from. A key that does not exist, a value"
        " out of bounds, and files that extend each other in a circle end the run with exit code"
        " 2.\n\n## Settings of a run\n\n"
        f"{_rows(fields())}\n\n## Files beside the texts\n\nPaths start"
        " from the folder of the configuration.\n\n"
        f"{_rows(fields(Files))}\n\n## In configuration files alone\n\n{_rows(FILE_KEYS)}\n\n"
        "`[languages.<tag>]` takes every setting but `target-lang`; `[[overrides]]` takes every"
        " setting, and `files`: globs as in a .gitignore, from the folder of the file. Those that"
        " match no file at all are told of by `mtcheck check` and `mtcheck config show`.\n\n"
        f"## Of single checks, in `[checks.<code>]`\n\n{_rows(fields(CheckSettings))}\n\n"
        "## Of a term, in `[[terms]]`\n\nOne word may stand alone, several in a list; see"
        f" [terminology](terminology.md).\n\n{_rows(fields(Term))}\n"
    )


def _markdown(docstring: str) -> str:
    text = docstring.partition("\n\n")[2].strip().replace("``", "`")
    return text.replace(":mod:`mtcheck.settings`", "the settings")


def _rows(fields: Sequence[Field]) -> str:
    rows = ["| key | type | default | what it does |", "|---|---|---|---|"]
    rows += [
        f"| `{f.key}` | {f.kind} | {_default(f)} | {f.words}{' Adds up.' if f.adds else ''} |"
        for f in fields
    ]
    return "\n".join(rows)


def _default(field: Field) -> str:
    from mtcheck.configuring.template import toml

    return "not set" if field.default is None else f"`{toml(field.default)}`"


def tables() -> str:
    """Every table of a run, with its columns."""
    from mtcheck.batch.tables import TABLES, VERSION
    from mtcheck.batch.tables import __doc__ as words

    _, _, body = words.partition("\n\n")
    body = body.replace("``", "`").replace("::\n\n", ":\n\n")
    made = f"Made by `python docs/generate.py` from `mtcheck/batch/tables.py`; version {VERSION}."
    parts = [f"# The tables of a run\n\n{made}\n\n{body}"]
    for table in TABLES:
        rows = "\n".join(
            f"| `{c.name}` | {c.kind} | {'yes' if c.null else ''} | {c.words} |"
            for c in table.columns
        )
        head = "| column | type | may be null | what it says |\n|---|---|---|---|"
        parts.append(f"## {table.name}\n\n{table.words}\n\n{head}\n{rows}\n")
    return "\n".join(parts)


PAGES = {"checks.md": checks, "cli.md": cli, "settings.md": settings, "tables.md": tables}

if __name__ == "__main__":
    for name, make in PAGES.items():
        (HERE / name).write_text(make(), encoding="utf-8")
        sys.stdout.write(f"docs/{name}\n")
