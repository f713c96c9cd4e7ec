"""mtcheck: a linter for machine translation.

``mtcheck.check("…", reference="…")`` checks a text; see :func:`mtcheck.api.check`.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mtcheck.api import check  # noqa: TC004 - at run time it is the property below

__all__ = ["__version__", "check"]

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


sys.modules[__name__].__class__ = _Package
