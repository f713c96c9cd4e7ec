"""Configuration files: found upwards from the checked file, read, and laid over each other.

``mtcheck.toml``, or ``[tool.mtcheck]`` of a ``pyproject.toml``; the nearest folder that has one
decides. For one checked file the layers are, each over the one before it:

1. the defaults of :mod:`mtcheck.settings`;
2. the top of the file that is extended, then of the file itself;
3. its ``[languages.<tag>]``, for translations into that language;
4. its ``[[overrides]]`` whose ``files`` match, in their order;
5. the command line.

A later layer replaces what an earlier one says, table ``checks`` key by key. ``ignore`` and the
lists of words and files add up instead, but a layer that has a ``select`` begins anew.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mtcheck.configuring.layers import Config, Merged
from mtcheck.configuring.tables import NAME, PYPROJECT, Override, has_table, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "NAME",
    "PYPROJECT",
    "Config",
    "Finder",
    "Merged",
    "load",
    "matches_nothing",
    "unmatched",
]


def load(path: str) -> Config:
    """The configuration of one file with what it extends.

    Raises :class:`mtcheck.errors.InputError` for a file that cannot be read or is no TOML, and
    :class:`mtcheck.errors.SettingsError`, which names file and key, for what it says.
    """
    return Config.of(read(path))


_MOST = 50_000  # files that are looked at for one glob


@dataclass(slots=True)
class Finder:
    """Finds the configuration of each checked file, reading every configuration once.

    ``only`` is the one to use for all (``--config``); ``isolated`` means none at all.
    """

    only: str | None = None
    isolated: bool = False
    _known: dict[Path, Config] = field(default_factory=dict)

    def of(self, path: str) -> Config:
        """The configuration for the file at ``path`` (``-``: standard input)."""
        if self.isolated:
            return Config()
        folder = Path.cwd() if path == "-" else Path(os.path.abspath(path)).parent  # noqa: PTH100 - a link counts where it lies
        if self.only is not None:
            folder = Path()
            if folder not in self._known:
                self._known[folder] = load(self.only)
        return self._below(folder)

    def _below(self, folder: Path) -> Config:
        found: Config | None = None
        passed: list[Path] = []
        for place in (folder, *folder.parents):
            if (found := self._known.get(place)) is None:
                passed.append(place)
                found = _in(place)
            if found is not None:
                break
        found = found or Config()
        self._known |= dict.fromkeys(passed, found)
        return found


def matches_nothing(config: Config, override: Override) -> bool:
    """Whether no file below the configuration's folder is one that ``override`` is for.

    Hidden folders are left out. Looks at most :data:`_MOST` files, and gives the override the
    benefit of the doubt beyond.
    """
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - only where there are overrides

    folder = next(t.folder for t in config.files if override in t.overrides)
    spec = GitIgnoreSpec.from_lines(override.files)
    seen = 0
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            seen += 1
            path = os.path.join(os.path.relpath(place, folder), name)  # noqa: PTH118 - joined as strings
            if seen > _MOST or spec.match_file(path):
                return False
    return True


def unmatched(config: Config, paths: Iterable[str]) -> Iterator[tuple[str, Override]]:
    """The overrides, with their places, that are for none of ``paths`` and for no file at all.

    The folder is only looked through for those that none of ``paths`` matches.
    """
    idle = dict(config.overrides())
    for path in paths:
        if not idle:
            return
        for origin, _, holds in config.overriding(path):
            if holds:
                idle.pop(origin, None)
    yield from (
        (at, override) for at, override in idle.items() if matches_nothing(config, override)
    )


def _in(folder: Path) -> Config | None:
    """The configuration that stands in a folder itself."""
    if (folder / NAME).is_file():
        return load(shown(folder / NAME))
    pyproject = folder / PYPROJECT
    if pyproject.is_file() and has_table(shown(pyproject)):
        return load(shown(pyproject))
    return None


def shown(path: Path) -> str:
    """A path as messages show it: from the current folder where it lies below it."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
