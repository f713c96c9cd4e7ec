"""Write the pages that are made from the code: ``python docs/generate.py``.

``docs/checks.md`` from the checks' own docstrings, ``docs/cli.md`` from ``--help``. A test
makes them again and compares.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mtcheck.cli import pages
from mtcheck.cli.program import program

HERE = Path(__file__).parent
COMMANDS = ("check", "eval", "rules")


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
    for name in COMMANDS:
        command = program.get_command(context, name)
        assert command is not None
        inner = click.Context(command, info_name=name, parent=context, terminal_width=100)
        parts.append(f"## mtcheck {name}\n\n```text\n{command.get_help(inner)}\n```\n")
    return "\n".join(parts)


PAGES = {"checks.md": checks, "cli.md": cli}

if __name__ == "__main__":
    for name, make in PAGES.items():
        (HERE / name).write_text(make(), encoding="utf-8")
        sys.stdout.write(f"docs/{name}\n")
