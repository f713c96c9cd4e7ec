"""How much more the source says around a place than the translation does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtcheck.aligning import lengths

if TYPE_CHECKING:
    from mtcheck.article import AlignedArticle, Segment, Text

__all__ = ["SourceSurplus"]

_NEAR = 1  # pairs before and after the place where sentences are counted …
_WIDE = 2  # … and where letters are, since across languages a pair is easily one off


class SourceSurplus:
    """Where the source has more than the MT; made once an article, and lazy."""

    __slots__ = ("_article", "_pair_of", "_ratio")

    def __init__(self, article: AlignedArticle) -> None:
        self._article = article
        self._pair_of: dict[int, int] | None = None
        self._ratio = 1.0

    def _ready(self) -> dict[int, int]:
        if self._pair_of is None:
            article = self._article
            self._pair_of = {s.index: n for n, p in enumerate(article.source_pairs) for s in p.mt}
            if article.source is not None:
                # What the reference alone has may be its own: it counts for nothing here.
                shared = [p.other for p in article.reference_pairs if p.mt]
                text = article.reference
                ours = (
                    sum(_length(text, o) for o in shared)
                    if text
                    else _length(article.mt, article.mt.segments)
                )
                self._ratio = ours / max(_length(article.source, article.source.segments), 1.0)
        return self._pair_of

    def sentences(self, mt_index: int) -> bool:
        """Whether around MT segment ``mt_index`` the source has more sentences than the MT."""
        at = self._ready().get(mt_index)
        pairs = self._article.source_pairs
        if at is None:
            return False
        near = range(max(at - _NEAR, 0), min(at + _NEAR + 1, len(pairs)))
        return any(len(pairs[n].other) > len(pairs[n].mt) for n in near)

    def letters(self, mt_index: int, least_ratio: float = 0.0) -> float:
        """Letters that the source has more there, as many as they would take in the MT.

        ``least_ratio``: letters of the MT for one of the source, if the texts show fewer, as
        they do where the reference is short of a sentence too.
        """
        at = self._ready().get(mt_index)
        article = self._article
        if at is None or article.source is None:
            return 0.0
        near = article.source_pairs[max(at - _WIDE, 0) : at + _WIDE + 1]
        theirs = sum(_length(article.source, p.other) for p in near)
        return theirs * max(self._ratio, least_ratio) - sum(_length(article.mt, p.mt) for p in near)

    def room(self, mt_index: int) -> float:
        """Letters of the MT that :meth:`letters` looks at there."""
        at = self._ready().get(mt_index)
        if at is None:
            return 0.0
        near = self._article.source_pairs[max(at - _WIDE, 0) : at + _WIDE + 1]
        return sum(_length(self._article.mt, p.mt) for p in near)


def _length(text: Text, segments: tuple[Segment, ...]) -> float:
    return sum(lengths.length(text.content, s) for s in segments)
