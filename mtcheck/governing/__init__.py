"""Governing: which settings, lists and rules hold for an article of a file.

What was given (on the command line) lies over the configuration that is found for the file, and
the words of the files beside it are added. Every door that checks files asks here, so that an
article has the same findings whoever checks it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from mtcheck import selection
from mtcheck.configuring import Finder
from mtcheck.errors import SettingsError
from mtcheck.governing.beside import Beside
from mtcheck.reading.files import Languages
from mtcheck.settings import Settings, make

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mtcheck.article import Article
    from mtcheck.configuring import Config
    from mtcheck.settings import Files

__all__ = ["Beside", "Governing", "verify"]


@dataclass(slots=True)
class Governing:
    """``given`` are settings and files by name; ``config`` and ``isolated`` as in :class:`Finder`.

    Every method raises :class:`mtcheck.errors.MtcheckError` for a configuration, list or glossary
    that cannot be read.
    """

    given: Mapping[str, object] = field(default_factory=dict)
    config: str | None = None
    isolated: bool = False
    beside: Beside = field(init=False, default_factory=Beside)
    _finder: Finder = field(init=False)
    _verified: set[int] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        self._finder = Finder(self.config, self.isolated)

    def of(self, path: str) -> Config:
        """The configuration for the file at ``path``."""
        return self._finder.of(path)

    def prepare(self, path: str) -> Config:
        """Find and verify the configuration for a file, and read what it names beside.

        So what is wrong with them is told before any text is checked.
        """
        config = self.of(path)
        if id(config) not in self._verified:
            self._verified.add(id(config))
            for layer in config.every():
                verify(layer.values, layer.origin)
        named = self.files(path)
        self.beside.rules(named)
        self.with_words(Settings(), named, None)
        return config

    def languages(self, path: str, target: str | None, source: str | None) -> Languages:
        """The languages of a file: as given, by an override, or else at the top."""
        config = self.of(path)
        own_target, else_target = config.target_lang(path)
        own_source, else_source = config.source_lang(path)
        return Languages(
            target=target or own_target,
            source=source or own_source,
            else_target=else_target,
            else_source=else_source,
            columns=self.files(path).table_columns,
        )

    def files(self, path: str) -> Files:
        """The files beside that hold for a file, whatever its language."""
        return self.of(path).merged(path, "und", self.given).files

    def settings(self, article: Article, path: str) -> tuple[Settings, Files]:
        """The settings for an article of a file, with its languages and words, and the files."""
        target = article.mt.language.tag
        source = article.source.language.tag if article.source else None
        merged = self.of(path).merged(path, target, self.given)
        settings = msgspec.structs.replace(merged.settings, target_lang=target, source_lang=source)
        return self.with_words(settings, merged.files, article), merged.files

    def with_words(self, settings: Settings, files: Files, article: Article | None) -> Settings:
        """The settings with the words of the files beside."""
        target = article.mt.language.code if article else "und"
        source = article.source.language.code if article and article.source else None
        return msgspec.structs.replace(
            settings,
            names=(*settings.names, *self.beside.names(files)),
            do_not_translate=(*settings.do_not_translate, *self.beside.kept_words(files)),
            terms=(*settings.terms, *self.beside.terms(files, target, source)),
        )


def verify(values: Mapping[str, object], origin: str) -> None:
    """Raise for a name of a check that there is not; the message says where it stands."""
    named = {name: values[name] for name in ("select", "ignore", "checks") if name in values}
    try:
        selection.choose(make(**named))
    except SettingsError as error:
        if not origin:
            raise
        joint = "." if ": " in origin else ": "
        message = str(error).removeprefix(f"{error.key}: ")
        raise SettingsError(message, key=f"{origin}{joint}{error.key}") from None
