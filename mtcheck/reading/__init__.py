"""Reading: files and strings into articles whose texts point into the file as decoded.

One input format a module: :mod:`plain <mtcheck.reading.plain>` text,
:mod:`markdown <mtcheck.reading.markdown>`, and :mod:`rows <mtcheck.reading.rows>` of TSV and
JSONL. :mod:`pairing <mtcheck.reading.pairing>` finds the partner of a file by its name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtcheck.article import Article, Text
from mtcheck.errors import InputError
from mtcheck.reading.decoding import check_length, check_surrogates
from mtcheck.reading.plain import line_blocks, paragraph_blocks

if TYPE_CHECKING:
    from mtcheck.languages import Language

__all__ = ["from_strings"]


def from_strings(  # noqa: PLR0913 - the three texts of an article and their languages
    mt: str,
    reference: str | None,
    source: str | None,
    target: Language,
    origin: Language,
    *,
    aligned: bool = False,
    identity: str = "-",
) -> Article:
    """An article of plain texts.

    ``aligned``: line *n* of every text belongs together. Raises
    :class:`mtcheck.errors.InputError` where they then differ in number, and for a text that is
    none (lone surrogates, a line over the limit). An empty text is an article without blocks.
    """
    return article(
        text(mt, target, None, aligned=aligned),
        None if reference is None else text(reference, target, None, aligned=aligned),
        None if source is None else text(source, origin, None, aligned=aligned),
        identity,
        aligned=aligned,
    )


def text(content: str, language: Language, path: str | None, *, aligned: bool) -> Text:
    """A plain text in blocks: of lines where ``aligned``, else of paragraphs."""
    check_surrogates(content, path)
    check_length(content, path)
    blocks = (line_blocks if aligned else paragraph_blocks)(content, language)
    return Text(content, language, path, blocks)


def article(
    mt: Text, reference: Text | None, source: Text | None, identity: str, *, aligned: bool
) -> Article:
    """The article of three texts; raises :class:`InputError` for unequal numbers of lines."""
    for other, name in ((reference, "reference"), (source, "source")):
        if aligned and other is not None and len(other.blocks) != len(mt.blocks):
            where = f" ({other.path})" if other.path else ""
            count = "1 line" if len(mt.blocks) == 1 else f"{len(mt.blocks):,} lines"
            message = (
                f"{count}, but the {name}{where} has {len(other.blocks):,}: "
                "line n must belong to line n; without --aligned the sentences are aligned"
            )
            raise InputError(message, path=mt.path)
    return Article(identity, mt, reference, source, aligned)
