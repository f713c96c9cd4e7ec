"""Weblate's checks over units, without its server: a script for an interpreter that has Weblate.

:mod:`benchmarks.comparison` runs it; nothing else imports it. It reads one JSON object a line,
``{"source", "target", "flags", "lang", "source_lang"}``, and writes a list of the names of the
checks that fail, one a line.

A check is asked as Weblate asks it, with the stand-in for a unit that Weblate's own tests use.
Left out are those that compare with other units of a project's database (consistency, reused,
translated before, glossary) or draw the text (max-size).
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from typing import TYPE_CHECKING, Any
from unittest.mock import MagicMock

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__: list[str] = []

_WITH_DATABASE = frozenset({"inconsistent", "reused", "translated"})


def _checks() -> Iterator[Any]:
    """Weblate's own list, without what needs libraries for drawing or a glossary's units."""
    from weblate.checks.models import WeblateChecksConf  # noqa: PLC0415 - after Django's set-up
    from weblate.utils.classloader import load_class  # noqa: PLC0415

    for path in WeblateChecksConf.CHECK_LIST:
        if path.startswith(("weblate.checks.render.", "weblate.checks.glossary.")):
            continue
        check = load_class(path, "CHECK_LIST")()
        if check.target and check.check_id not in _WITH_DATABASE:
            yield check


def main() -> None:
    """Answer every line of standard input."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weblate.settings_test")
        os.environ.setdefault("CI_DATABASE", "postgresql")  # named, never opened
        os.environ.setdefault("CI_BASE_DIR", folder)
        # Weblate draws fonts with these, which need headers of the system to install.
        for name in ("cairo", "gi", "gi.repository", "tesserocr"):
            sys.modules.setdefault(name, MagicMock())
        import django  # noqa: PLC0415 - only this interpreter has it

        django.setup()
        from weblate.checks.tests.test_checks import MockUnit  # noqa: PLC0415

        checks = list(_checks())
        for line in sys.stdin:
            unit = json.loads(line)
            made = MockUnit(
                flags=unit["flags"],
                code=unit["lang"],
                source=unit["source"],
                target=unit["target"],
            )
            made.translation.component.source_language.code = unit["source_lang"]
            failed = [
                check.check_id
                for check in checks
                if unit["target"] and check.check_target([unit["source"]], [unit["target"]], made)
            ]
            print(json.dumps(failed), flush=True)


if __name__ == "__main__":
    main()
