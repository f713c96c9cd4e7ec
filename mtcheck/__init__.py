"""mtcheck: a linter for machine translation.

``mtcheck.check("…", reference="…")`` checks a text, ``mtcheck.check_file("…")`` a file in any
format that is read, and ``mtcheck.render(report, "sarif")`` writes a report; see
:mod:`mtcheck.api`.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    # At run time `check` is the property below, the others come through `__getattr__`.
    from mtcheck.api import check, check_file, render

__all__ = ["__version__", "check", "check_file", "render"]

__version__ = "0.1.0"


class _Package(ModuleType):
    """The package. ``import mtcheck`` stays cheap: the pipeline is loaded when it is called for.

    The function ``check`` and the module ``mtcheck.check`` share a name. Importing a module
    sets it on its package; here the function must stay, whatever is imported when.
    """

    @property
    def check(self) -> Any:  # noqa: ANN401 - the type checker sees the import above
        """The function; the module is reached by ``from mtcheck.check import …`` as ever."""
        from mtcheck.api import check  # noqa: PLC0415

        return check

    @check.setter
    def check(self, module: object) -> None:
        """Leave the function where it is."""


def __getattr__(name: str) -> object:
    """The other functions of the interface, loaded when they are called for."""
    if name not in {"check_file", "render"}:
        message = f"module 'mtcheck' has no attribute {name!r}"
        raise AttributeError(message)
    from mtcheck import api  # noqa: PLC0415

    return getattr(api, name)


sys.modules[__name__].__class__ = _Package
