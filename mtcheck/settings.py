"""Every setting: its type, bounds, default, and one line that says what it does.

The command line, and later the configuration file, fill this record; nothing else decides.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from mtcheck.errors import SettingsError

__all__ = ["Profile", "Settings", "make"]

Profile = Literal["gate", "review", "recall"]
FailOn = Literal["never", "minor", "major", "critical"]

_TYPES = {
    "bool": "true or false",
    "float": "a number",
    "int": "a whole number",
    "str": "text",
    "array": "a list",
}


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The settings of a run; each field's docstring-like comment is its documentation."""

    #: Language of the translation (BCP 47).
    target_lang: str = "en"
    #: Language of the source (BCP 47); needed only where there is a source.
    source_lang: str | None = None
    #: Checks to run, by code, name or prefix of a code (``N1``); empty means all.
    select: tuple[str, ...] = ()
    #: Checks to leave out, in the same forms; wins over ``select``.
    ignore: tuple[str, ...] = ()
    #: Findings with less confidence are counted, not shown.
    min_confidence: Annotated[float, msgspec.Meta(ge=0.0, le=1.0)] = 0.0
    #: The lowest severity that makes the exit code 1.
    fail_on: FailOn = "major"
    #: The scoring profile of the MQM score: ``mqm2`` or ``google``.
    scoring: Literal["mqm2", "google"] = "mqm2"
    #: The span model: ``spans`` (the one in the package), ``none``, or the folder or id of another.
    model: str = "spans"
    #: How much of what the span model suspects is shown: ``gate`` (precision first), ``review``
    #: or ``recall``.
    profile: Profile = "review"
    #: Whether a model given by its id may be fetched; else it must be on this machine.
    allow_download: bool = False


def make(**values: object) -> Settings:
    """Settings from plain values; raises :class:`SettingsError` that names the wrong one."""
    for name in values:
        if name not in Settings.__struct_fields__:
            message = "there is no such setting"
            raise SettingsError(message, key=name)
    try:
        return msgspec.convert(values, Settings)
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at `$.")
        for name, words in _TYPES.items():
            message = message.replace(f"`{name}`", words)
        key = path.rstrip("`") or "settings"
        raise SettingsError(message[:1].lower() + message[1:], key=key) from None
