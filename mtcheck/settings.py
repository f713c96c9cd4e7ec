"""Every setting: its type, bounds, default, and one line that says what it does.

The command line and the configuration file fill this record; nothing else decides. Both, the
page ``docs/settings.md``, and what ``mtcheck init`` writes are made from the fields here.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from mtcheck.errors import SettingsError

__all__ = [
    "CheckSettings",
    "FailOn",
    "Field",
    "Files",
    "Profile",
    "Scoring",
    "Settings",
    "Term",
    "fields",
    "make",
    "make_check",
    "make_files",
    "near",
]

Profile = Literal["gate", "review", "recall"]
FailOn = Literal["never", "minor", "major", "critical"]
Scoring = Literal["mqm2", "google"]
Points = Annotated[float, msgspec.Meta(ge=0)]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]

_TYPES = {
    "float": "a number",
    "int": "a whole number",
    "str": "text",
    "bool": "true or false",
    "array": "a list",
    "object": "a table",
}
T = TypeVar("T", bound=msgspec.Struct)
_QUOTED = re.compile(r"`([^`]*)`")


def _says(
    words: str, *, adds: bool = False, path: bool = False, example: object = None
) -> msgspec.Meta:
    return msgspec.Meta(
        description=words, extra={"adds": adds, "is_path": path, "example": example}
    )


class CheckSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What may be set for single checks, under ``checks.<code, name or prefix>``."""

    min_confidence: Annotated[
        Share | None, _says("Instead of the general bound, for this check.", example=0.8)
    ] = None
    severity: Annotated[
        Literal["minor", "major", "critical"] | None,
        _says("The severity that the check's findings are given.", example="minor"),
    ] = None


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A line of a glossary, or a table ``[[terms]]``."""

    source: Annotated[tuple[str, ...], _says("What the source says, in any inflection.")] = ()
    target: Annotated[
        tuple[str, ...], _says("What the translation is to say; the first is preferred.")
    ] = ()
    forbidden: Annotated[tuple[str, ...], _says("What it must not say, in any inflection.")] = ()
    case: Annotated[
        Literal["any", "exact"], _says("exact: the target's capitals are as written.")
    ] = "any"
    lang: Annotated[
        str | None, _says("Only for translations into this language.", example="de")
    ] = None
    source_lang: Annotated[
        str | None, _says("Only for sources in this language.", example="en")
    ] = None


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The settings of a run; each field's description is its documentation."""

    target_lang: Annotated[
        str,
        _says(
            "Language of the translation (BCP 47). At the top of a file it is for translations"
            " whose name says none (article.de.mt.txt); in an override it decides."
        ),
    ] = "en"
    source_lang: Annotated[
        str | None,
        _says(
            "Language of the source (BCP 47); needed only where there is a source.", example="ru"
        ),
    ] = None
    select: Annotated[
        tuple[str, ...],
        _says("Checks to run, by code, name or first letters of a code (N1); empty means all."),
    ] = ()
    ignore: Annotated[
        tuple[str, ...],
        _says("Checks to leave out, in the same forms; wins over select.", adds=True),
    ] = ()
    min_confidence: Annotated[
        Share, _says("Findings with less confidence are counted, not shown.")
    ] = 0.0
    profile: Annotated[
        Profile,
        _says(
            "How much of what the span model suspects is shown: the surest (gate), what an editor"
            " should look at (review), or all that may be wrong (recall)."
        ),
    ] = "review"
    model: Annotated[
        str,
        _says(
            "The span model: spans (the one in the package), none, or another: its folder, or its"
            " ID in the local hub cache (docs/model.md)."
        ),
    ] = "spans"
    allow_download: Annotated[
        bool,
        _says(
            "Fetch a model that is not on this machine from the hub; only the command line and"
            " the API can say true."
        ),
    ] = False
    fail_on: Annotated[FailOn, _says("The lowest severity that makes the exit code 1.")] = "major"
    fail_confidence: Annotated[
        Share, _says("Findings with less confidence never make the exit code 1 by their severity.")
    ] = 0.0
    max_penalty: Annotated[
        Points | None,
        _says(
            "The exit code is 1 where an article has more penalty points per 100 words.",
            example=5.0,
        ),
    ] = None
    max_total_penalty: Annotated[
        Points | None,
        _says(
            "The exit code is 1 where all articles together have more points per 100 words.",
            example=2.0,
        ),
    ] = None
    min_mqm: Annotated[
        float | None,
        _says(
            "The exit code is 1 where an article's MQM score (scoring mqm2, 100 at best) is lower.",
            example=90.0,
        ),
    ] = None
    scoring: Annotated[Scoring, _says("The scoring profile of the MQM score.")] = "mqm2"
    names: Annotated[
        tuple[str, ...],
        _says("Names that are right as they are: no finding about names is shown.", adds=True),
    ] = ()
    do_not_translate: Annotated[
        tuple[str, ...],
        _says(
            "Words that stand in the translation as they stand in the source, letter by letter.",
            adds=True,
        ),
    ] = ()
    terms: Annotated[
        tuple[Term, ...], _says("The glossary, a table [[terms]] each; see T401.", adds=True)
    ] = ()
    checks: Annotated[
        dict[str, CheckSettings],
        _says("Settings of single checks, a table each; the most exact name decides."),
    ] = {}

    def of_check(self, code: str, name: str) -> CheckSettings:
        """What is set for one check: of tables that fit, the longer key says last."""
        fitting = sorted(
            (key.lower() == name, len(key), own)
            for key, own in self.checks.items()
            if key.lower() == name or code.startswith(key.upper())
        )
        values: dict[str, object] = {}
        for _, _, own in fitting:
            values |= {k: v for k, v in msgspec.structs.asdict(own).items() if v is not None}
        return msgspec.convert(values, CheckSettings)


class Files(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The files that a run reads beside the texts, and how it reads tables of texts.

    Paths start from the configuration's folder.
    """

    baseline: Annotated[
        str | None,
        _says(
            "Findings that are known and not shown again; mtcheck baseline write makes it.",
            path=True,
            example="mtcheck-baseline.json",
        ),
    ] = None
    ignore_files: Annotated[
        tuple[str, ...],
        _says(
            "Pairs of terms that are right: a line is the translation's term, a tab, and what the"
            " reference or source has (empty: anything), and maybe a tab and codes.",
            path=True,
            adds=True,
        ),
    ] = ()
    glossaries: Annotated[
        tuple[str, ...],
        _says("Glossaries of more terms: CSV (.csv, .tsv) or TBX (.tbx).", path=True, adds=True),
    ] = ()
    do_not_translate_lists: Annotated[
        tuple[str, ...],
        _says("Files of more words that are not translated, one a line.", path=True, adds=True),
    ] = ()
    name_lists: Annotated[
        tuple[str, ...],
        _says("Files of more names, one a line.", path=True, adds=True),
    ] = ()
    table_columns: Annotated[
        tuple[str, ...],
        _says(
            "Columns of CSV and TSV, as role=NAME: target, source, reference, id, document, note.",
            example=["target=German", "source=English"],
        ),
    ] = ()
    cache_dir: Annotated[
        str | None,
        _says(
            "The folder in which results are kept; not set: the user's cache folder.",
            path=True,
            example=".mtcheck-cache",
        ),
    ] = None
    cache_size: Annotated[
        int,
        msgspec.Meta(ge=0),
        _says("The most megabytes that kept results may take; 0 keeps none."),
    ] = 512


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """A setting as documentation shows it.

    ``is_path``: it names files. ``adds``: what a later layer says (an override, the command
    line) is added to what an earlier one said; all other settings are replaced. ``example`` is a
    value where the default is to have none.
    """

    name: str
    kind: str
    default: object
    words: str
    adds: bool
    is_path: bool = False
    example: object = None

    @property
    def key(self) -> str:
        """Its name in a configuration file, and on the command line after two dashes."""
        return self.name.replace("_", "-")


def fields(record: type[msgspec.Struct] = Settings) -> tuple[Field, ...]:
    """The settings of a record, in its order."""
    hints = get_type_hints(record, include_extras=True)
    found = []
    for field in msgspec.structs.fields(record):
        hint = hints[field.name]
        default = field.default
        if default is msgspec.NODEFAULT:
            default = field.default_factory()  # every setting has one or the other
        found.append(
            Field(
                name=field.name,
                kind=_kind(hint),
                default=default,
                words=get_args(hint)[-1].description,
                **get_args(hint)[-1].extra,
            )
        )
    return tuple(found)


def make(**values: object) -> Settings:
    """Settings from plain values; raises :class:`SettingsError` that names the wrong one."""
    for name in values:
        if name not in Settings.__struct_fields__:
            message = "there is no such setting"
            raise SettingsError(message, key=name)
    made = _converted(values, Settings)
    if made.min_mqm is not None and made.scoring == "google":
        message = "goes with scoring mqm2 only: Google's score is 0 at best; set max_penalty"
        raise SettingsError(message, key="min_mqm")
    return made


def make_files(values: dict[str, object]) -> Files:
    """The files of a run from plain values; raises :class:`SettingsError`."""
    return _converted(values, Files)


def make_check(values: dict[str, object]) -> CheckSettings:
    """The settings of one check from plain values; raises :class:`SettingsError`."""
    return _converted(values, CheckSettings)


def near(name: str, known: tuple[str, ...]) -> str:
    """``; did you mean …?`` where one of ``known`` is near, else nothing."""
    import difflib  # noqa: PLC0415 - only to word an error

    found = difflib.get_close_matches(name.lower(), known, n=1)
    return f"; did you mean {found[0]}?" if found else ""


def _converted(values: dict[str, object], record: type[T]) -> T:
    try:
        return msgspec.convert(values, record)
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at `$.")
        key = path.rstrip("`") or "settings"
        message = _QUOTED.sub(_worded, message)
        if message.startswith("Invalid enum value"):
            message = _choices(message, key)
        raise SettingsError(message[:1].lower() + message[1:], key=key) from None


def _worded(match: re.Match[str]) -> str:
    return " or ".join(_TYPES.get(n, n) for n in match[1].split(" | ") if n != "null")


def _choices(message: str, key: str) -> str:
    records = (Settings, CheckSettings, Term)
    kinds = {f.name: f.kind for record in reversed(records) for f in fields(record)}
    value = message.removeprefix("Invalid enum value ")
    return f"{value} is none of {kinds[key.rpartition('.')[2]]}"


def _kind(hint: Any) -> str:  # noqa: ANN401 - any annotation
    if get_origin(hint) is Annotated:
        inner, *metas = get_args(hint)
        return _kind(inner) + "".join(map(_bounds, metas))
    if get_origin(hint) is Literal:
        return ", ".join(map(str, get_args(hint)))
    if get_origin(hint) is tuple:
        return "list of text" if get_args(hint)[0] is str else "list of tables"
    if get_origin(hint) is dict:
        return "table of tables"
    options = [k for k in get_args(hint) if k is not type(None)]
    if options:
        return _kind(options[0])
    return {str: "text", float: "number", int: "whole number", bool: "true or false"}[hint]


def _bounds(meta: msgspec.Meta) -> str:
    if meta.ge is not None and meta.le is not None:
        return f" from {meta.ge:g} to {meta.le:g}"
    return f" of {meta.ge:g} or more" if meta.ge is not None else ""
