"""Write the pages that are made from the code: ``python docs/generate.py``.

``docs/checks.md`` and a page a check from the checks' own docstrings, ``docs/cli.md`` from
``--help``, ``docs/settings.md`` from the settings, ``docs/tables.md`` from the tables of a batch,
``docs/reference.md`` from the docstrings of the Python interface. A test makes them again and
compares.
"""

from __future__ import annotations

import importlib
import inspect
import re
import sys
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

import click

import mtcheck
from mtcheck.cli import pages
from mtcheck.cli.program import program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mtcheck.check import CheckModule
    from mtcheck.settings import Field

HERE = Path(__file__).parent


def checks() -> str:
    """The table of all checks; each has a page of its own."""
    head, *rows = pages.summary()
    linked = [(f"[{code}](checks/{code}.md)", *others) for code, *others in rows]
    return (
        "# Checks\n\nMade by `python docs/generate.py` from the checks themselves;"
        " `mtcheck rules CODE` prints the same.\n\n"
        f"{_table([tuple(head), *linked])}\n\n"
        "Precision is the share of right findings among those measured on real system output, by"
        " what they rest on: the reference, the source, other places of the article, word lists,"
        " the text alone ([how](accuracy.md)). A check is quiet for a language without the data"
        " that it needs.\n"
    )


def check(module: CheckModule) -> str:
    """The page of one check, as ``mtcheck rules CODE`` prints it."""
    one = module.CHECK
    title, _, body = inspect.cleandoc(module.__doc__ or "").partition("\n\n")
    words, figures = pages.fixes(one)
    examples = ["\n".join(f"{n + ':':<12} {t}" for n, t in pages.example(e)) for e in one.examples]
    if one.reads_risks:
        what, *lines = pages.model()
        limits = lines.index("Limits:")
        measured = f"{what}\n\n{lines[0]} {lines[1]}\n\n{_list(lines[2:limits])}\n\n"
        measured = f"## The model\n\n{measured}Limits:\n\n{_list(lines[limits + 1 :])}"
    else:
        rows = pages.precision(one)
        measured = "## Precision\n\n" + (_table(rows) if rows else "Not measured yet.")
    parts = [
        f"# {one.code} {one.name}\n\nMade by `python docs/generate.py` from the check itself.",
        f"**{title}**",
        body.replace("`docs/model.md`", "[docs/model.md](../model.md)"),
        _table([("property", "value"), *pages.facts(one)]),
        measured,
        f"## Fixes\n\n{words}" + (f"\n\n{_table(figures)}" if figures else ""),
        "## Examples\n\nThe finding's words stand in double brackets.",
        *(f"```text\n{example}\n```" for example in examples),
    ]
    return "\n\n".join(parts) + "\n"


def _list(lines: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _table(rows: Sequence[tuple[str, ...]]) -> str:
    head, *others = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    lines = [head, ["---"] * len(head), *others]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


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


PUBLIC = {
    "mtcheck.api": ("check", "check_file", "render", "Options"),
    "mtcheck.report": ("Report", "Failure"),
    "mtcheck.finding": ("Finding", "Basis", "Suppressed", "Reason"),
    "mtcheck.mqm": ("Severity", "Category"),
    "mtcheck.span": ("Span",),
    "mtcheck.article": ("AlignedArticle", "Article", "Text", "Segment", "Unit"),
    "mtcheck.scoring": ("Scores", "Comparison", "Metric"),
    "mtcheck.positions": ("Places", "Region", "Position", "Columns"),
    "mtcheck.fixing": ("fix", "apply", "Fixed"),
    "mtcheck.safety": ("is_safe",),
    "mtcheck.gate": ("severe", "breaches"),
    "mtcheck.errors": (
        "MtcheckError",
        "InputError",
        "SettingsError",
        "LanguageError",
        "ModelError",
        "MissingExtra",
    ),
}
"""The Python interface, module by module: what is not here may change with any release."""

_LONGEST = 88  # characters of a signature in one line
_ROLE = re.compile(r":[a-z]+:`~?(?:[\w ]+<)?([\w.]+)>?`")
_TERM = re.compile(r"^(`\w+`)\n    (?=\S)", re.MULTILINE)
_MEMBER = re.compile(r"<(\w+\.\w+): [^>]*>")


def api() -> str:
    """Every name of the Python interface, from its own docstring and annotations."""
    head = (
        "# Python reference\n\nMade by `python docs/generate.py` from the docstrings. What stands"
        " here is public: what changes in it is in the changelog. All else may change with any"
        " release. [Python](api.md) shows how it is used."
    )
    parts = [head]
    for module, names in PUBLIC.items():
        held = importlib.import_module(module)
        parts.append(f"## {module}\n\n{_prose(held.__doc__ or '')}")
        parts += [_named(module, name, getattr(held, name)) for name in names]
    return "\n\n".join(parts) + "\n"


def _named(module: str, name: str, held: object) -> str:
    """A function or class with its signature, and what is public of a class."""
    at_the_top = module == "mtcheck.api" and name in mtcheck.__all__
    parts = [f"### {'mtcheck.' * at_the_top}{name}"]
    if inspect.isfunction(held):
        parts.append(f"```python\n{_signature(name, held)}\n```")
    parts.append(_prose(inspect.getdoc(held) or ""))
    if isinstance(held, type):
        parts.append(_members(held))
    return "\n\n".join(filter(None, parts))


def _signature(name: str, function: Callable[..., object]) -> str:
    """As it is written in the code, a parameter a line where it is long."""
    signature = inspect.signature(function)
    shown: list[str] = []
    for one in signature.parameters.values():
        if one.kind is one.KEYWORD_ONLY and "*" not in shown:
            shown.append("*")
        text = {one.VAR_POSITIONAL: "*", one.VAR_KEYWORD: "**"}.get(one.kind, "") + one.name
        if one.annotation is not one.empty:
            text += f": {one.annotation}"
        if one.default is not one.empty:
            default = {} if isinstance(one.default, Mapping) else one.default
            text += " = " + _MEMBER.sub(r"\1", repr(default))
        if text != "self":
            shown.append(text)
    line = f"{name}({', '.join(shown)}) -> {signature.return_annotation}"
    if len(line) <= _LONGEST:
        return line
    lines = "".join(f"    {text},\n" if text != "*" else "    *,\n" for text in shown)
    return f"{name}(\n{lines}) -> {signature.return_annotation}"


def _members(held: type) -> str:
    """The fields or values of a class, then its public methods."""
    if issubclass(held, Enum):
        return _list([f"`{one.name}`" + f": `{one}`" * isinstance(one, str) for one in held])
    rows = [
        f"`{name}: {getattr(kind, '__forward_arg__', kind)}`"
        for name, kind in inspect.get_annotations(held).items()
        if not name.startswith("_")
    ]
    for name, one in vars(held).items():
        function = one.__func__ if isinstance(one, staticmethod) else one
        if name.startswith("_"):
            continue
        if inspect.isfunction(function):
            rows.append(f"`{_signature(name, function)}`: {_line(function)}")
        elif isinstance(function, property):
            kind = inspect.signature(function.fget or len).return_annotation
            rows.append(f"`{name}: {kind}`: {_line(function)}")
    return _list(rows)


def _line(held: object) -> str:
    return " ".join(_prose(inspect.getdoc(held) or "").split())


def _prose(docstring: str) -> str:
    """A docstring in Markdown: code, and the examples in fences."""
    text = _ROLE.sub(r"`\1`", inspect.cleandoc(docstring)).replace("``", "`")
    parts = []
    for part in _TERM.sub(r"- \1: ", text).split("\n\n"):
        if part.startswith(">>>"):
            parts.append(f"```pycon\n{part}\n```")
        elif part.startswith("    "):
            parts.append(f"```text\n{inspect.cleandoc(part)}\n```")
        elif part != "::":
            parts.append(part)
    return "\n\n".join(parts)


def made() -> dict[str, str]:
    """Every page that is made, by its path below ``docs/``."""
    from mtcheck.checks import CHECKS

    each = {f"checks/{module.CHECK.code}.md": check(module) for module in CHECKS}
    return {name: make() for name, make in PAGES.items()} | each


PAGES = {
    "checks.md": checks,
    "cli.md": cli,
    "reference.md": api,
    "settings.md": settings,
    "tables.md": tables,
}

if __name__ == "__main__":
    for name, text in made().items():
        (HERE / name).parent.mkdir(exist_ok=True)
        (HERE / name).write_text(text, encoding="utf-8")
        sys.stdout.write(f"docs/{name}\n")
