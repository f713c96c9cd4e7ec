"""The configuration that ``mtcheck init`` writes: every setting as a comment with its words."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import msgspec

from mtcheck.configuring.tables import NAME, PYPROJECT, has_table
from mtcheck.errors import InputError
from mtcheck.settings import CheckSettings, Field, Files, fields

__all__ = ["FILE_KEYS", "text", "toml", "write"]

FILE_KEYS: tuple[Field, ...] = (
    Field(
        name="extends",
        kind="list of text",
        default=(),
        words="Configurations that this one goes on from; paths from its own folder.",
        adds=False,
    ),
)
"""Keys of a configuration file that are no settings of a run."""

_HEAD = f"""\
# Settings of mtcheck for the files of this folder and below.
# The same may stand in {PYPROJECT}, under [tool.mtcheck]. Each line below is the default or an
# example; take its "# " away to change it. `mtcheck config show FILE` says what holds for a file.
"""
_TAIL = """\

# What holds for translations into one language.
# [languages.de]
# ignore = ["L601"]

# What holds for single checks: by code, name, or the first letters of codes.
# [checks.N101]
{checks}

# A term of the glossary: what the source says, what the translation is to say and not to say.
# [[terms]]
# source = "ceasefire"
# target = "Waffenruhe"
# forbidden = ["Waffenstillstand"]
# case = "exact"
# lang = "de"

# What holds for some files, named as in a .gitignore, from this folder.
# [[overrides]]
# files = ["legal/**", "*.draft.md"]
# fail-on = "never"
"""


def text() -> str:
    """The whole file."""
    plain = [f for f in (*FILE_KEYS, *fields(), *fields(Files)) if "tables" not in f.kind]
    parts = [f"\n# {f.words} ({f.kind}{_unset(f)})\n# {_line(f)}\n" for f in plain]
    checks = "\n".join(f"# {_line(f)}" for f in fields(CheckSettings))
    return "".join([_HEAD, *parts, _TAIL.format(checks=checks)])


def write(folder: str) -> str:
    """Write the file into ``folder`` and give its path.

    Raises :class:`InputError` where there is a configuration, or nothing can be written.
    """
    path, pyproject = Path(folder) / NAME, Path(folder) / PYPROJECT
    if pyproject.is_file() and has_table(str(pyproject)):
        message = "has [tool.mtcheck]: that is the configuration, and mtcheck.toml would hide it"
        raise InputError(message, path=str(pyproject))
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            try:
                file.write(text())
            except OSError:
                with suppress(OSError):
                    path.unlink()
                raise
    except FileExistsError:
        message = "is there already: it is not overwritten"
        raise InputError(message, path=str(path)) from None
    except OSError as error:
        message = f"cannot be written: {error.strerror or error}"
        raise InputError(message, path=str(path)) from None
    return str(path)


def toml(value: object) -> str:
    """A plain value or a term as TOML writes it."""
    if isinstance(value, msgspec.Struct):
        own = {k: v for k, v in msgspec.structs.asdict(value).items() if v not in (None, ())}
        pairs = (f"{key.replace('_', '-')} = {toml(one)}" for key, one in own.items())
        return f"{{ {', '.join(pairs)} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml, value))}]"
    # A JSON string is a TOML string, but for DEL, which TOML wants escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _unset(field: Field) -> str:
    return "; not set by default" if field.default is None else ""


def _line(field: Field) -> str:
    return f"{field.key} = {toml(field.example if field.default is None else field.default)}"
