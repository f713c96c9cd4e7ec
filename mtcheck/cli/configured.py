"""The settings of one file as text, each with the place that decided it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from mtcheck import languages
from mtcheck.cli.telling import plain
from mtcheck.configuring import Finder, matches_nothing
from mtcheck.configuring.template import toml
from mtcheck.governing import verify
from mtcheck.reading.naming import parse
from mtcheck.settings import Files, fields

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.configuring import Config, Merged

__all__ = ["shown"]

_DEFAULT, _NAME, _OPTION = "default", "the file's name", "command line"


def shown(file: str, only: str | None, target_lang: str | None) -> str:
    """The settings for ``file`` as TOML; raises :class:`mtcheck.errors.MtcheckError`."""
    config = Finder(only).of(file)
    for layer in config.every():
        verify(layer.values, layer.origin)
    target, origin = _target(config, file, target_lang)
    merged = config.merged(file, languages.load(target).tag, {})
    listed = [*(f for f in fields() if f.name != "checks"), *fields(Files)]
    values = msgspec.structs.asdict(merged.settings) | msgspec.structs.asdict(merged.files)
    origins = {f.name: ", ".join(merged.origins.get(f.name, (_DEFAULT,))) for f in listed}
    values["target_lang"], origins["target_lang"] = target, origin
    if (origin_of := parse(file).origin) and origins["source_lang"] == _DEFAULT:
        values["source_lang"], origins["source_lang"] = origin_of, _NAME
    lines = [
        (f"{f.key} = {toml(values[f.name])}", origins[f.name])
        for f in listed
        if values[f.name] is not None
    ]
    lines += _checks(merged)
    unset = [f"# {f.key} is not set" for f in listed if values[f.name] is None]
    width = min(max(len(line) for line, _ in lines), 60)
    body = [f"{plain(line):<{width}}  # {plain(where)}" for line, where in lines]
    return "\n".join([*_head(config, file), *body, *unset]) + "\n"


def _head(config: Config, file: str) -> Iterator[str]:
    files = " extends ".join(tables.path for tables in reversed(config.files))
    yield plain(f"# {file}: {files or 'no configuration'}")
    for origin, override, holds in config.overriding(file):
        unused = "" if holds or not matches_nothing(config, override) else "; they match no file"
        yield plain(
            f"# {origin} {'holds' if holds else 'does not hold'}: {toml(override.files)}{unused}"
        )


def _target(config: Config, file: str, given: str | None) -> tuple[str, str]:
    """The language of the translation and what says so, in the order in which ``check`` asks."""
    own, top = config.target_lang(file)
    named = parse(file).language
    found = [
        (given, _OPTION),
        (own, "an override"),
        (named, _NAME),
        (top, config.path or ""),
        ("en", _DEFAULT),
    ]
    return next((tag, origin) for tag, origin in found if tag is not None)


def _checks(merged: Merged) -> list[tuple[str, str]]:
    lines = []
    for key, origins in merged.origins.items():
        if key.startswith("checks."):
            _, check, name = key.split(".")
            value = getattr(merged.settings.checks[check], name)
            lines.append(
                (f"checks.{toml(check)}.{name.replace('_', '-')} = {toml(value)}", origins[-1])
            )
    return lines
