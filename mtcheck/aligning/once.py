"""What several checks ask of one article is worked out once."""

from __future__ import annotations

from typing import Generic, TypeVar

T = TypeVar("T")

__all__ = ["ByIdentity"]


class ByIdentity(Generic[T]):
    """An article or text as a cache key: by identity, since comparing two whole ones is dear."""

    __slots__ = ("it",)

    def __init__(self, it: T) -> None:
        self.it = it

    def __hash__(self) -> int:
        return id(self.it)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ByIdentity) and other.it is self.it
