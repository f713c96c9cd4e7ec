"""What the labels of a token classifier say about errors, by their names.

::

    O, OK, none, no-error, correct      no error
    minor, B-minor, I-MINOR             a minor error
    major, critical                     a major one
    BAD, error, ERR                     an error of unknown severity
    LABEL_0, LABEL_1                    no error, and an error: two labels without names
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mtcheck.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Shares", "shares"]

Shares = tuple[tuple[float, float], ...]
"""For each label, which part of its probability is a minor error's and which a major one's."""

_NONE = frozenset("o ok none correct noerror good".split())
_MINOR = frozenset("minor neutral".split())
_MAJOR = frozenset("major critical".split())
_ERROR = frozenset("bad err error errors wrong incorrect".split())
_FILL = frozenset("error errors err span".split())  # may stand beside a severity
_UNNAMED = {0: "LABEL_0", 1: "LABEL_1"}

# Half, and a hair less: a rounded sum must not make an error major that nothing says is.
_HALF = 0.5 - 1e-9


def shares(labels: Mapping[int, str], where: object) -> Shares:
    """The shares of the labels by number, from 0; ``where`` is the file that names them.

    Raises :class:`ModelError` where a label is none of the above, or none is an error's.
    """
    if sorted(labels) != list(range(len(labels))):
        message = f"{where}: its labels are not numbered from 0"
        raise ModelError(message)
    if dict(labels) == _UNNAMED:
        return (0.0, 0.0), (1 - _HALF, _HALF)
    found = tuple(_share(labels[number]) for number in sorted(labels))
    known = tuple(share for share in found if share is not None)
    if len(known) < len(found) or (0.0, 0.0) not in known or len(set(known)) == 1:
        named = ", ".join(repr(str(labels[number])[:20]) for number in sorted(labels)[:6])
        message = (
            f"{where}: its labels ({named}{', …' if len(labels) > len(_UNNAMED) * 3 else ''}) do"
            " not say what is an error: it needs O or OK, and minor, major, critical, BAD or error"
        )
        raise ModelError(message)
    return known


def _share(label: str) -> tuple[float, float] | None:
    name = re.sub(r"^[bieslu][-_]", "", str(label).strip().lower())
    words = re.split(r"[\W_]+", name)
    if "".join(words) in _NONE:
        return 0.0, 0.0
    said = set(words) - {""}
    if said & _MINOR and said <= _MINOR | _FILL:
        return 1.0, 0.0
    if said & _MAJOR and said <= _MAJOR | _FILL:
        return 0.0, 1.0
    if said & _ERROR and said <= _ERROR | _FILL:
        return 1 - _HALF, _HALF
    return None
