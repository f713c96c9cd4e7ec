"""What the user says of an input, and what every kind of input gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol, get_args

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mtcheck.batch.documents import Document

__all__ = ["KINDS", "ROWS_EACH", "Asked", "Corpus", "Kind"]

Kind = Literal["folder", "manifest", "pair", "wmt", "sacrebleu"]
KINDS: tuple[Kind, ...] = get_args(Kind)

ROWS_EACH = 100
"""Rows of a document where the input does not say where documents begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The input as given. ``kind`` is None where it is to be found out.

    ``documents`` is a file with the document of each line; ``columns`` map our names of a
    manifest's columns to its own. ``by_system``: the folders of a folder are systems.
    """

    input: str
    kind: Kind | None = None
    reference: str | None = None
    source: str | None = None
    target_lang: str | None = None
    source_lang: str | None = None
    aligned: bool = False
    system: str | None = None
    by_system: bool = False
    documents: str | None = None
    rows_each: int = ROWS_EACH
    columns: Mapping[str, str] = field(default_factory=dict)


class Corpus(Protocol):
    """An input that was found and looks right. ``documents`` can be asked more than once.

    ``warnings`` are lines for the user, who may have meant something else.
    """

    kind: Kind
    warnings: tuple[str, ...]

    def documents(self) -> Iterator[Document]:
        """The documents in their order, as they are read.

        Raises :class:`mtcheck.errors.InputError`, which names file and row, for what is wrong
        with the input itself. A single file of many that cannot be read is a document with an
        ``error``.
        """
        ...
