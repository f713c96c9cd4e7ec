"""One configuration file as it stands: TOML into typed tables, every mistake by file and key."""

from __future__ import annotations

import os
import stat
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mtcheck import languages
from mtcheck.errors import InputError, LanguageError, SettingsError
from mtcheck.settings import (
    CheckSettings,
    Files,
    Settings,
    Term,
    fields,
    make,
    make_check,
    make_files,
    near,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["NAME", "PYPROJECT", "Override", "Tables", "Values", "beside", "has_table", "read"]

NAME = "mtcheck.toml"
PYPROJECT = "pyproject.toml"
MAX_BYTES = 1024 * 1024  # a configuration is written by hand

Values = dict[str, object]
"""Settings by their name in :class:`Settings`, as far as a table says them."""

_SETTINGS = (*Settings.__struct_fields__, *Files.__struct_fields__)
_PATHS = frozenset(field.name for field in fields(Files) if field.is_path)
_OF_LANGUAGE = tuple(name for name in _SETTINGS if name != "target_lang")
_TOP = (*_SETTINGS, "extends", "languages", "overrides")


@dataclass(frozen=True, slots=True)
class Override:
    """What holds for the files that ``files`` match, as lines of a .gitignore match them."""

    files: tuple[str, ...]
    values: Values


@dataclass(frozen=True, slots=True)
class Tables:
    """A configuration file. ``path`` is as messages show it, ``extends`` as the file says it."""

    path: str
    top: Values
    extends: tuple[str, ...]
    languages: dict[str, Values]
    overrides: tuple[Override, ...]

    @property
    def folder(self) -> Path:
        """The folder that its globs and paths start from."""
        return Path(self.path).absolute().parent

    def origin(self, table: str = "") -> str:
        """The file and one of its tables as messages name them."""
        top = "tool.mtcheck" if Path(self.path).name == PYPROJECT else ""
        keys = ".".join(key for key in (top, table) if key)
        return f"{self.path}: {keys}" if keys else self.path


def read(path: str) -> Tables:
    """The tables of a file; raises :class:`InputError` and :class:`SettingsError`."""
    raw = _toml(path)
    prefix = ""
    if Path(path).name == PYPROJECT:
        prefix = "tool.mtcheck."
        raw = _sub(_sub(raw, "tool", path, ""), "mtcheck", path, "tool.")
    elif set(raw) == {"tool"} and has_table(path):
        message = f"in {Path(path).name} settings stand at the top, without [tool.mtcheck]"
        raise SettingsError(message, key=f"{path}: tool.mtcheck")
    at = _At(path, prefix)
    names = _known(raw, _TOP, at)
    top = {name: value for name, value in names.items() if name in _SETTINGS}
    return Tables(
        path,
        _values(top, at),
        _strings(names.get("extends", []), "extends", at),
        _languages(names.get("languages", {}), at),
        _overrides(names.get("overrides", []), at),
    )


def has_table(path: str) -> bool:
    """Whether a ``pyproject.toml`` has ``[tool.mtcheck]``."""
    tool = _toml(path).get("tool", {})
    return isinstance(tool, dict) and "mtcheck" in tool


@dataclass(frozen=True, slots=True)
class _At:
    """Where a table stands: messages name its file and the way to its keys."""

    path: str
    prefix: str

    def into(self, key: str) -> _At:
        return _At(self.path, f"{self.prefix}{key}.")

    def error(self, *, key: str, says: str) -> SettingsError:
        return SettingsError(says, key=f"{self.path}: {self.prefix}{key}")


def _toml(path: str) -> dict[str, object]:
    try:
        mode = Path(path).stat().st_mode
        if not stat.S_ISREG(mode):  # a pipe would keep us waiting
            message = "is a folder: give a file" if stat.S_ISDIR(mode) else "is no ordinary file"
            raise InputError(message, path=path)
        raw = Path(path).read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        message = f"cannot be read: {reason[:1].lower()}{reason[1:]}"
        raise InputError(message, path=path) from None
    if len(raw) > MAX_BYTES:
        message = f"larger than {MAX_BYTES >> 20} MB: that is no configuration"
        raise InputError(message, path=path)
    try:
        return tomllib.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        message = f"byte 0x{raw[error.start]:02x} is not UTF-8: save it as UTF-8"
        raise InputError(message, path=path, line=line) from None
    except tomllib.TOMLDecodeError as error:
        message = f"not TOML: {str(error)[:1].lower()}{str(error)[1:]}"
        raise InputError(message, path=path) from None
    except RecursionError:
        message = "not TOML that can be read: nested too deeply"
        raise InputError(message, path=path) from None


def _sub(table: dict[str, object], key: str, path: str, prefix: str) -> dict[str, object]:
    found = table.get(key)
    if found is None:
        message = "there is no such table: begin the settings with [tool.mtcheck]"
        raise SettingsError(message, key=f"{path}: tool.mtcheck")
    return _table(found, key, _At(path, prefix))


def _table(value: object, key: str, at: _At) -> dict[str, object]:
    if not isinstance(value, dict):
        raise at.error(key=key, says=f"must be a table, not {_kind(value)}")
    return value


def _known(table: dict[str, object], names: Iterable[str], at: _At) -> dict[str, object]:
    """The table with its keys as fields are named; raises for a key that there is not."""
    keys = {name.replace("_", "-"): name for name in names}
    for key in table:
        if key not in keys:
            hint = near(key.replace("_", "-"), tuple(keys)) or f"; there are {', '.join(keys)}"
            raise at.error(key=key, says=f"there is no such setting{hint}")
    return {keys[key]: value for key, value in table.items()}


def _values(names: dict[str, object], at: _At) -> Values:
    """The settings of one table, checked; as plain values, so that layers can be merged."""
    checks = {
        key: _check(_table(own, key, at.into("checks")), at.into("checks").into(key))
        for key, own in _table(names.get("checks", {}), "checks", at).items()
    }
    plain = {name: value for name, value in names.items() if name != "checks"}
    if "terms" in plain:
        plain["terms"] = _terms(plain["terms"], at)
    beside = {name: plain.pop(name) for name in Files.__struct_fields__ if name in plain}
    try:
        made, files = make(**plain), make_files(beside)
    except SettingsError as error:
        key = error.key.replace("_", "-")
        raise at.error(key=key, says=str(error).removeprefix(f"{error.key}: ")) from None
    if made.allow_download:
        says = "a configuration cannot allow it, for it may come with what is checked: give "
        raise at.error(key="allow-download", says=says + "--allow-download on the command line")
    for name in ("target_lang", "source_lang"):
        if name in plain:
            _language(str(plain[name]), name.replace("_", "-"), at)
    values: Values = {name: getattr(made, name) for name in plain}
    values |= {name: _placed(name, getattr(files, name), at.path) for name in beside}
    return values | ({"checks": checks} if checks else {})


def _terms(value: object, at: _At) -> list[dict[str, object]]:
    """Tables of terms with their keys as fields are named; one word counts as a list of one."""
    if not isinstance(value, list):
        raise at.error(key="terms", says="must be tables: write [[terms]]")
    found = []
    for number, own in enumerate(value):
        key = f"terms[{number}]"
        names = _known(_table(own, key, at), Term.__struct_fields__, at.into(key))
        for name in ("source", "target", "forbidden"):
            if isinstance(names.get(name), str):
                names[name] = [names[name]]
        found.append(names)
    return found


def _placed(name: str, value: str | tuple[str, ...], path: str) -> object:
    """A path as seen from where the configuration is seen from."""
    if name not in _PATHS:
        return value
    if isinstance(value, tuple):
        return tuple(beside(path, one) for one in value)
    return beside(path, value)


def beside(path: str, name: str) -> str:
    """The path of the file that a configuration at ``path`` calls ``name``."""
    return os.path.normpath(os.path.join(os.path.dirname(path), name))  # noqa: PTH118, PTH120 - stays relative


def _check(table: dict[str, object], at: _At) -> Values:
    names = _known(table, CheckSettings.__struct_fields__, at)
    try:
        make_check(names)
    except SettingsError as error:
        key = error.key.replace("_", "-")
        raise at.error(key=key, says=str(error).removeprefix(f"{error.key}: ")) from None
    return names


def _languages(value: object, at: _At) -> dict[str, Values]:
    found = {}
    for tag, own in _table(value, "languages", at).items():
        _language(tag, tag, at.into("languages"))
        inner = at.into("languages").into(tag)
        table = _table(own, tag, at.into("languages"))
        found[tag] = _values(_known(table, _OF_LANGUAGE, inner), inner)
    return found


def _language(tag: str, key: str, at: _At) -> None:
    try:
        languages.load(tag)
    except LanguageError as error:
        raise at.error(key=key, says=str(error)) from None


def _overrides(value: object, at: _At) -> tuple[Override, ...]:
    if not isinstance(value, list):
        raise at.error(key="overrides", says="must be tables: write [[overrides]]")
    found = []
    for number, own in enumerate(value):
        key = f"overrides[{number}]"
        inner = at.into(key)
        names = _known(_table(own, key, at), (*_SETTINGS, "files"), inner)
        files = _strings(names.pop("files", []), "files", inner)
        if not files:
            raise inner.error(
                key="files", says='is missing: say for which files, as in ["legal/*.md"]'
            )
        _globs(files, inner)
        found.append(Override(files, _values(names, inner)))
    return tuple(found)


def _globs(files: Iterable[str], at: _At) -> None:
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - most configurations need none

    for glob in files:
        try:
            GitIgnoreSpec.from_lines([glob])
        except ValueError:
            raise at.error(key="files", says=f"{glob!r} is no pattern") from None


def _strings(value: object, key: str, at: _At) -> tuple[str, ...]:
    given = [value] if isinstance(value, str) else value
    if not isinstance(given, list) or not all(isinstance(v, str) and v for v in given):
        raise at.error(key=key, says="must be text or a list of texts")
    return tuple(given)


def _kind(value: object) -> str:
    kinds = {bool: "true or false", list: "a list", str: "text", dict: "a table"}
    return kinds.get(type(value), "a number" if isinstance(value, int | float) else "a date")
