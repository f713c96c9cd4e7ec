"""Territories and cities for ``names.tsv``: ``python -m mtcheck.training.names``.

The names come from the Unicode Common Locale Data Repository (CLDR) through the package
``babel`` (Unicode licence v3; see ``data/LICENSE-names.md``); needs the extra ``[train]``.
Rows whose key begins with ``name/`` are written by hand and stay as they are.
"""

from __future__ import annotations

import sys
from pathlib import Path

from mtcheck import languages

__all__ = ["from_cldr"]

_LOCALES = {"zh": "zh_Hans"}


def from_cldr(code: str) -> dict[str, str]:
    """Key → name in language ``code``: territories by ISO code, cities by their English name."""
    import babel  # noqa: PLC0415 - the extra's one door

    locale = babel.Locale.parse(_LOCALES.get(code, code))
    found = {
        f"territory/{key}": name
        for key, name in locale.territories.items()
        if len(key) == 2 and key.isupper()  # noqa: PLR2004 - ISO 3166-1 alpha-2
    }
    zones = set(babel.Locale.parse("ru").time_zones) | set(locale.time_zones)
    for zone in sorted(zones):
        city = zone.rpartition("/")[2].replace("_", " ")
        name = dict(locale.time_zones.get(zone, {})).get("city", city)
        if city and not zone.startswith("Etc/") and (locale.script or name):
            found[f"city/{city}"] = name
    return {key: name for key, name in found.items() if "(" not in name and "\t" not in name}


def main() -> None:
    """Rewrite the files of all covered languages in place."""
    data = Path(languages.__file__).parent / "data"
    for code in languages.covered():
        path = data / code / "names.tsv"
        lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        rows = dict(line.split("\t", 1) for line in lines if line)
        own = {name for forms in rows.values() for name in forms.split("|")}
        for key, name in from_cldr(code).items():
            if key in rows or name not in own:
                rows[key] = name
        body = "".join(f"{key}\t{rows[key]}\n" for key in sorted(rows))
        path.write_text(body, encoding="utf-8")
        sys.stdout.write(f"{code}\t{len(rows)} names\n")


if __name__ == "__main__":
    main()
