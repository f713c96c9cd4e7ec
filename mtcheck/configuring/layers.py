"""Layers of settings: the tables that hold for a file, laid over each other, with their origin."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mtcheck.configuring.tables import Override, Tables, Values, beside, read
from mtcheck.errors import SettingsError
from mtcheck.settings import Files, Settings, fields, make, make_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["Config", "Layer", "Merged"]

_ADDS = frozenset(field.name for field in (*fields(), *fields(Files)) if field.adds)
_BY_CHOICE = frozenset({"ignore"})  # of the lists that add up, those that a `select` ends
_COMMAND_LINE = "command line"


@dataclass(frozen=True, slots=True)
class Layer:
    """What one place says, and the place: ``mtcheck.toml: overrides[0]``."""

    origin: str
    values: Values


@dataclass(frozen=True, slots=True)
class Merged:
    """Layers laid over each other. ``origins``: by setting, the places that decided it.

    A table's settings have an entry each: ``checks.N101.severity``.
    """

    settings: Settings
    files: Files
    origins: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Config:
    """A configuration file and what it extends, the extended first; empty for none."""

    files: tuple[Tables, ...] = ()

    @staticmethod
    def of(tables: Tables) -> Config:
        """With all that ``tables`` extends; raises :class:`SettingsError` for a circle."""
        return Config(tuple(_extended(tables, ())))

    @property
    def path(self) -> str | None:
        """The file that was found, None for none."""
        return self.files[-1].path if self.files else None

    def target_lang(self, file: str) -> tuple[str | None, str | None]:
        """The target language of a file: what an override says, and what the top says."""
        return self._language(file, "target_lang")

    def source_lang(self, file: str) -> tuple[str | None, str | None]:
        """The source language of a file: what an override says, and what the top says."""
        return self._language(file, "source_lang")

    def merged(self, file: str, language: str, given: Mapping[str, object]) -> Merged:
        """The settings for a file with a translation into ``language`` (a tag).

        ``given`` is what the command line says. The languages themselves are not decided here:
        the name of a file may say them (see :meth:`target_lang`).
        """
        return _merged([*self._layers(file, language), Layer(_COMMAND_LINE, dict(given))])

    def baseline(self) -> str | None:
        """The baseline that the files name at their top."""
        named = [t.top["baseline"] for t in self.files if "baseline" in t.top]
        return str(named[-1]) if named else None

    def overrides(self) -> Iterator[tuple[str, Override]]:
        """Every override with its place."""
        for tables in self.files:
            for number, override in enumerate(tables.overrides):
                yield tables.origin(f"overrides[{number}]"), override

    def overriding(self, file: str) -> Iterator[tuple[str, Override, bool]]:
        """Every override with its place, and whether it holds for ``file``."""
        for tables in self.files:
            for number, override in enumerate(tables.overrides):
                origin = tables.origin(f"overrides[{number}]")
                yield origin, override, _matches(override, tables.folder, file)

    def every(self) -> Iterator[Layer]:
        """All that the files say, whatever it holds for."""
        for tables in self.files:
            yield Layer(tables.origin(), tables.top)
            for tag, values in tables.languages.items():
                yield Layer(tables.origin(f"languages.{tag}"), values)
            for number, override in enumerate(tables.overrides):
                yield Layer(tables.origin(f"overrides[{number}]"), override.values)

    def _layers(self, file: str, language: str) -> Iterator[Layer]:
        for tables in self.files:
            yield Layer(tables.origin(), tables.top)
        tag = language.lower()
        for tables in self.files:
            written = {key.lower(): key for key in tables.languages}
            for wanted in dict.fromkeys((tag.partition("-")[0], tag)):
                if (key := written.get(wanted)) is not None:
                    yield Layer(tables.origin(f"languages.{key}"), tables.languages[key])
        for origin, override, holds in self.overriding(file):
            if holds:
                yield Layer(origin, override.values)

    def _language(self, file: str, name: str) -> tuple[str | None, str | None]:
        own = [
            o.values[name] for _, o, holds in self.overriding(file) if holds and name in o.values
        ]
        top = [tables.top[name] for tables in self.files if name in tables.top]
        return (str(own[-1]) if own else None, str(top[-1]) if top else None)


def _extended(tables: Tables, above: tuple[Path, ...]) -> Iterator[Tables]:
    own = Path(tables.path).resolve()
    for name in tables.extends:
        path = tables.folder / name
        chain = (*above, own)
        if path.resolve() in chain:
            names = " → ".join(p.name for p in (*chain, path.resolve()))
            message = f"extends itself in a circle: {names}"
            raise SettingsError(message, key=f"{tables.path}: extends")
        if not path.is_file():
            message = f"there is no file {name} beside it"
            raise SettingsError(message, key=f"{tables.path}: extends")
        yield from _extended(read(beside(tables.path, name)), chain)
    yield tables


def _matches(override: Override, folder: Path, file: str) -> bool:
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - only where there are overrides

    path = os.path.relpath(os.path.abspath(file), folder)  # noqa: PTH100
    if file == "-" or Path(path).parts[:1] == (os.pardir,):
        return False
    return GitIgnoreSpec.from_lines(override.files).match_file(path)


def _merged(layers: Sequence[Layer]) -> Merged:
    values: Values = {}
    origins: dict[str, tuple[str, ...]] = {}
    for layer in layers:
        if "select" in layer.values:
            for name in _BY_CHOICE:
                values.pop(name, None)
                origins.pop(name, None)
        for name, value in layer.values.items():
            if name == "checks":
                _merge_checks(value, layer.origin, values, origins)
            elif name in _ADDS:
                before = values.get(name, ())
                values[name] = tuple(dict.fromkeys((*before, *value)))  # type: ignore[misc]
                origins[name] = (*origins.get(name, ()), layer.origin)
            else:
                values[name] = value
                origins[name] = (layer.origin,)
    files = {name: values.pop(name) for name in Files.__struct_fields__ if name in values}
    return Merged(make(**values), make_files(files), origins)


def _merge_checks(
    tables: object, origin: str, values: Values, origins: dict[str, tuple[str, ...]]
) -> None:
    assert isinstance(tables, dict)  # noqa: S101 - read() has made it so
    known = values.setdefault("checks", {})
    assert isinstance(known, dict)  # noqa: S101
    for key, own in tables.items():
        known[key] = known.get(key, {}) | own
        origins |= {f"checks.{key}.{name}": (origin,) for name in own}
