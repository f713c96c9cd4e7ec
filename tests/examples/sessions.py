"""Console sessions of a Markdown page: run in a shell, and compared with what the page shows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shell import run

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Command", "matches", "of_page", "printed"]

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ENDED = "\x1f command ended \x1f"
_LEFT_OUT, _REST = "...", "[...]"


@dataclass(frozen=True)
class Command:
    """What is typed, over one line or several, and the lines that the page says it prints."""

    typed: str
    shown: tuple[str, ...]


def of_page(page: str) -> list[Command]:
    """The commands of all ``console`` blocks, in their order."""
    commands: list[Command] = []
    for block in _BLOCK.findall(page):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            lines = part.rstrip("\n").split("\n")
            typed = [lines.pop(0)]
            while lines and lines[0].startswith("> "):
                typed.append(lines.pop(0)[2:])
            commands.append(Command("\n".join(typed), tuple(lines)))
    return commands


def printed(commands: list[Command], cwd: Path, env: dict[str, str]) -> list[str]:
    """What each command prints, on both streams, when one shell runs one after the other."""
    # Between two of them the exit code must stay what it was.
    after = f"\n_code=$?; printf '%s' '{_ENDED}'; (exit $_code)\n"
    script = "exec 2>&1\n" + "".join(command.typed + after for command in commands)
    done = run("bash", "-s", cwd=cwd, env=env, stdin=script)
    return done.stdout.split(_ENDED)[:-1]


def matches(shown: tuple[str, ...], output: str) -> bool:
    """Whether the output is what is shown: ``...`` is any lines, ``[...]`` the rest of one."""
    pattern = "".join(r"(?:.*\n)*" if line == _LEFT_OUT else _line(line) + r"\n" for line in shown)
    return re.fullmatch(pattern, output) is not None


def _line(line: str) -> str:
    return ".*".join(map(re.escape, line.split(_REST)))
