"""Caching: analyses that were made once are kept, and known again by all that decides on them.

:mod:`~mtcheck.caching.keys` names an analysis, :mod:`~mtcheck.caching.records` writes it down,
:mod:`~mtcheck.caching.store` keeps it on disk. What is kept is what the checks found, not what was
shown of it: with a new baseline, comment or bound nothing is worked out again.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mtcheck.caching import keys, records
from mtcheck.caching.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mtcheck.article import Article
    from mtcheck.report import Analysis
    from mtcheck.scoring import Comparison
    from mtcheck.settings import Files, Settings

__all__ = ["Cache", "Caches", "folder_of"]

_MEGABYTE = 1024 * 1024


def folder_of(files: Files) -> str | None:
    """The folder that the settings name, or the one that is usual on this platform.

    None where there is none: a user without a home, as containers have them.
    """
    if files.cache_dir is not None:
        return files.cache_dir
    import platformdirs  # noqa: PLC0415 - only where nobody has said

    folder = platformdirs.user_cache_dir("mtcheck", appauthor=False)
    return None if folder.startswith("~") else folder


class Cache:
    """The analyses of one folder. ``worked`` counts those that had to be made."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.worked = 0

    def analysis(self, article: Article, settings: Settings) -> Analysis:
        """The analysis of an article, kept or made; raises what making it does."""
        key = keys.key(article, settings, self.store)
        if key is not None and (raw := self.store.read(key)) is not None:
            try:
                kept = records.analysis(raw, article)
            except ValueError:
                self.store.spoilt(key)
            else:
                return replace(kept, against=self._figures(key, kept.against))
        # Loaded here: where all is kept the checks and their data are not needed.
        from mtcheck.analysing import analyse  # noqa: PLC0415

        self.worked += 1
        made = analyse(article, settings)
        if key is None or made.failures:  # a check that crashed may not do so again
            return made
        self.store.write(key, records.written(made))
        return replace(made, against=self._figures(key, made.against))

    def _figures(
        self, key: str, work_out: Callable[[], Comparison | None]
    ) -> Callable[[], Comparison | None]:
        """What works out the figures against the reference, once: they take long, too."""
        own = keys.beside(key, "figures")

        def against() -> Comparison | None:
            if (raw := self.store.read(own)) is not None:
                try:
                    return records.figures(raw)
                except ValueError:
                    self.store.spoilt(own)
            found = work_out()
            self.store.write(own, records.written_figures(found))
            return found

        return against


@dataclass(slots=True)
class Caches:
    """The caches of a run, by their folders: two configurations may name two."""

    _known: dict[str, Cache] = field(default_factory=dict)

    def of(self, files: Files) -> Cache | None:
        """The cache that the settings name; None where they want none."""
        named = folder_of(files) if files.cache_size else None
        if named is None:
            return None
        folder = os.path.realpath(named)
        if folder not in self._known:
            self._known[folder] = Cache(Store(folder, files.cache_size * _MEGABYTE))
        return self._known[folder]

    def finish(self) -> Iterator[str]:
        """Keep the folders within their bounds; lines for the user of what was not as it should."""
        for folder, cache in self._known.items():
            cache.store.trim()
            if count := cache.store.damaged:
                what = "a kept result was" if count == 1 else f"{count} kept results were"
                yield f"warning: {folder}: {what} damaged, and worked out again"
            if cache.store.problem is not None:
                yield (
                    f"warning: {folder}: {cache.store.problem}: no results are kept there; name"
                    " another folder with --cache-dir, or say --no-cache"
                )
