"""The errors that mtcheck raises on purpose, each with one line that a user can act on.

::

    MtcheckError
    ├── InputError       a file or a text that cannot be checked: what, where, what to do
    │   └── NotFound     something that is asked for by its number, and is not there
    ├── SettingsError    a setting with an unknown name or a value out of bounds
    ├── LanguageError    a language code that does not exist
    ├── ModelError       a model file that is missing, damaged or of the wrong shape
    ├── MissingExtra     a feature whose optional packages are not installed
    └── DeskError        a review desk that cannot be read or written as things are
        └── Conflict     somebody else was faster: what stands there now

Every door (the command line, the API) turns these into one clean line and exit code 2.
Anything else that escapes is a bug.
"""

from __future__ import annotations

__all__ = [
    "Conflict",
    "DeskError",
    "InputError",
    "LanguageError",
    "MissingExtra",
    "ModelError",
    "MtcheckError",
    "NotFound",
    "SettingsError",
]


class MtcheckError(Exception):
    """The root: catch this to catch everything that mtcheck raises on purpose."""


class InputError(MtcheckError):
    """An input that cannot be read or does not fit together.

    ``path`` names the file as the user gave it, ``line`` counts from 1.
    """

    def __init__(self, message: str, *, path: str | None = None, line: int | None = None) -> None:
        where = "" if path is None else f"{path}: " if line is None else f"{path}:{line}: "
        super().__init__(where + message)
        self.path = path
        self.line = line


class NotFound(InputError):  # noqa: N818 - reads as what it is
    """Something that is asked for by its number, and is not there."""


class SettingsError(MtcheckError):
    """A setting that does not exist or is out of bounds; ``key`` names it."""

    def __init__(self, message: str, *, key: str) -> None:
        super().__init__(f"{key}: {message}")
        self.key = key


class LanguageError(MtcheckError):
    """A language code that is not one."""


class ModelError(MtcheckError):
    """A model that cannot be loaded."""


class MissingExtra(MtcheckError):  # noqa: N818 - reads as what it is: an extra is missing
    """A feature that needs an optional extra; ``hint`` is the command that installs it."""

    def __init__(self, feature: str, *, hint: str) -> None:
        super().__init__(f"{feature} needs an extra: {hint}")
        self.hint = hint


class DeskError(MtcheckError):
    """A review desk that is busy, full or read-only; what was to be stored is not."""


class Conflict(DeskError):  # noqa: N818 - reads as what it is
    """What was to be changed has been changed by somebody else since it was shown.

    ``current`` is what stands there now, ``version`` its version, ``editor`` who wrote it.
    """

    def __init__(
        self, message: str, *, current: str | None, version: int, editor: str | None
    ) -> None:
        super().__init__(message)
        self.current = current
        self.version = version
        self.editor = editor
