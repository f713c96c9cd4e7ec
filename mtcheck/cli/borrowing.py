"""Arguments and options that a command has as ``mtcheck check`` has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["as_in_check"]

F = TypeVar("F", bound="Callable[..., None]")


def as_in_check(*names: str) -> Callable[[F], F]:
    """Give a command the parameters of ``check`` that have these names, in their order there.

    They come before the command's own. Raises ``KeyError`` for a name that check has not.
    """
    from mtcheck.cli.check import command as check  # noqa: PLC0415 - loaded with the borrower

    known = {parameter.name: parameter for parameter in check.params}
    borrowed = [known[name] for name in sorted(names, key=list(known).index)]

    def give(function: F) -> F:
        own = getattr(function, "__click_params__", [])
        # click keeps the parameters of a function last first.
        function.__click_params__ = [*own, *reversed(borrowed)]  # type: ignore[attr-defined]
        return function

    return give
