"""The files that a run reads beside its texts: baselines, ignore files, lists, glossaries."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mtcheck.configuring import glossaries
from mtcheck.reading.decoding import read_text
from mtcheck.reading.lines import lines
from mtcheck.suppressing import Rules, baseline, pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.settings import Files, Term

__all__ = ["Beside"]


class Beside:
    """Reads each file once, and knows at the end which of them held what was of no use."""

    def __init__(self) -> None:
        self._rules: dict[tuple[str | None, tuple[str, ...]], Rules] = {}
        self._baselines: dict[str, baseline.Baseline] = {}
        self._pairs: dict[str, pairs.Pairs] = {}
        self._lists: dict[str, tuple[str, ...]] = {}
        self._glossaries: dict[str, glossaries.Glossary] = {}
        self._terms: dict[tuple[tuple[str, ...], str, str | None], tuple[Term, ...]] = {}

    def rules(self, files: Files) -> Rules:
        """What the files suppress; raises :class:`mtcheck.errors.InputError`."""
        key = (files.baseline, files.ignore_files)
        if key not in self._rules:
            for path in files.ignore_files:
                if path not in self._pairs:
                    self._pairs[path] = pairs.Pairs(pairs.read(path))
            if files.baseline is not None and files.baseline not in self._baselines:
                self._baselines[files.baseline] = baseline.Baseline(
                    baseline.read(files.baseline), str(Path(files.baseline).parent)
                )
            self._rules[key] = Rules(
                pairs=tuple(self._pairs[path] for path in files.ignore_files),
                baseline=self._baselines[files.baseline] if files.baseline else None,
            )
        return self._rules[key]

    def names(self, files: Files) -> tuple[str, ...]:
        """The names of the lists, one a line; ``#`` begins a comment."""
        return self._of_lists(files.name_lists)

    def kept_words(self, files: Files) -> tuple[str, ...]:
        """The words that are not translated, likewise."""
        return self._of_lists(files.do_not_translate_lists)

    def terms(self, files: Files, target: str, source: str | None) -> tuple[Term, ...]:
        """The terms of the glossaries for a pair of language codes."""
        key = (files.glossaries, target, source)
        if key not in self._terms:
            for path in files.glossaries:
                if path not in self._glossaries:
                    self._glossaries[path] = glossaries.read(path)
            found = [self._glossaries[path].of(target, source) for path in files.glossaries]
            self._terms[key] = tuple(term for own in found for term in own)
        return self._terms[key]

    def _of_lists(self, paths: tuple[str, ...]) -> tuple[str, ...]:
        for path in paths:
            if path not in self._lists:
                content = read_text(path)
                texts = (line.of(content).strip() for line in lines(content))
                self._lists[path] = tuple(t for t in texts if t and not t.startswith("#"))
        return tuple(word for path in paths for word in self._lists[path])

    def forget(self) -> None:
        """Forget what has been suppressed so far, not what has been read."""
        self._rules.clear()
        self._baselines.clear()
        self._pairs.clear()

    def warnings(self) -> Iterator[str]:
        """Lines that tell of pairs that suppressed nothing, and of known findings that are gone."""
        for path, known in self._pairs.items():
            unused = [str(pair.line) for pair in known.unused()]
            if unused:
                where = f"line{'s' * (len(unused) > 1)} {', '.join(unused)}"
                yield (f"warning: {path}: {where} suppressed nothing in this run")
        for path, one in self._baselines.items():
            if gone := len(one.unfound()):
                what = "1 finding is" if gone == 1 else f"{gone} findings are"
                yield (f"warning: {path}: {what} not there any more: mtcheck baseline prune")
