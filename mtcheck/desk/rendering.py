"""Templates: every value is escaped, and what a browser would not show is made visible first."""

from __future__ import annotations

import unicodedata
from collections import Counter
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from mtcheck.desk.differing import changes
from mtcheck.desk.marking import pieces, runs
from mtcheck.reporting import wording
from mtcheck.reporting.showing import exact, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jinja2 import Template

__all__ = ["direction", "link", "prepare", "template"]

_SAMPLE = 5_000  # characters that decide which way a text runs
_BRIEF = 120  # characters of a quote
_MINUTE, _HOUR = 60, 3_600


def link(base: str, path: str, **query: object) -> str:
    """An address below ``base``; values that say nothing are left out of it."""
    found: list[tuple[str, str]] = []
    for name, value in query.items():
        values: Iterable[object] = value if isinstance(value, tuple | list) else (value,)
        found += [(name, str(v)) for v in values if v not in (None, "", False)]
    address = base + quote(path, safe="/")
    return f"{address}?{urlencode(found)}" if found else address


def direction(texts: Iterable[str]) -> str:
    """Which way most letters run: ``rtl`` or ``ltr``."""
    sample = "".join(texts)[:_SAMPLE]
    kinds = Counter(map(unicodedata.bidirectional, sample))
    return "rtl" if kinds["R"] + kinds["AL"] > kinds["L"] else "ltr"


def prepare() -> None:
    """Compile every template: else all who come first do it, each for themselves."""
    environment = _environment()
    for name in environment.list_templates():
        environment.get_template(name)


def template(name: str) -> Template:
    """A template of the desk by its name."""
    return _environment().get_template(f"{name}.html.jinja")


def _shown(text: str) -> str:
    """``text`` with unsafe characters made visible, its line ends kept."""
    return "\n".join(visible(line) for line in text.replace("\r\n", "\n").split("\n"))


def _exact_lines(text: str) -> str:
    """As a fix is shown, whose every character counts; line ends are kept as well as named."""
    return exact(text).replace("⏎", "⏎\n")


def _brief(text: str) -> str:
    shown = visible(text)
    return shown if len(shown) <= _BRIEF else f"{shown[:_BRIEF]}…"


def _tag(language: str | None) -> str:
    """A language tag as HTML has it; empty where it is not known, which is HTML's word for that."""
    tag = (language or "").replace("_", "-")
    return tag if all(part.isalnum() for part in tag.split("-")) else ""


def _time(at: str) -> Markup:
    """A time of the desk, in UTC; the browser puts it into its reader's own."""
    when = datetime.fromisoformat(at)
    return Markup('<time datetime="{}">{}</time>').format(at, f"{when:%Y-%m-%d %H:%M} UTC")


def _duration(seconds: float) -> str:
    if seconds < _MINUTE:
        return f"{seconds:.0f} s"
    if seconds < _HOUR:
        return f"{seconds / _MINUTE:.0f} min"
    return f"{seconds // _HOUR:.0f} h {seconds % _HOUR // _MINUTE:02.0f} min"


def _category(value: str) -> str:
    return value.replace("/", ": ").replace("-", " ")


def _plus(number: int, more: int) -> int:
    return number + more


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("mtcheck.desk"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    filters: Mapping[str, object] = {
        "brief": _brief,
        "category": _category,
        "duration": _duration,
        "exact": exact,
        "exact_lines": _exact_lines,
        "pieces": pieces,
        "plus": _plus,
        "runs": runs,
        "shown": _shown,
        "tag": _tag,
        "time": _time,
        "visible": visible,
    }
    environment.filters.update(filters)
    environment.globals.update(also=wording.also, changes=changes, percent=wording.percent)
    return environment
