"""Inputs: what a corpus may be, one kind a module, and which kind an input is.

Every kind streams: what is in memory at a time is a document, or the names of a folder's files.
To add a kind: its module with a :class:`~mtcheck.batch.inputs.asking.Corpus`, its name in
:data:`~mtcheck.batch.inputs.asking.Kind`, its line in :func:`opened`.
"""

from __future__ import annotations

import os
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from mtcheck.batch.inputs import records, wmt
from mtcheck.batch.inputs.asking import Asked, Corpus
from mtcheck.batch.inputs.folder import Folder
from mtcheck.batch.inputs.manifest import Manifest
from mtcheck.batch.inputs.pair import Pair
from mtcheck.batch.inputs.testsets import PREFIX, TestSet
from mtcheck.errors import InputError

if TYPE_CHECKING:
    from mtcheck.batch.inputs.asking import Kind
    from mtcheck.governing import Governing

__all__ = ["Asked", "Corpus", "opened"]


def opened(asked: Asked, governing: Governing) -> Corpus:
    """The corpus of an input; raises :class:`mtcheck.errors.MtcheckError` where it is none."""
    kind = asked.kind or _kind(asked.input)
    _only(asked, kind)
    if kind == "sacrebleu":
        return TestSet(asked)
    if not os.path.lexists(asked.input):
        message = "there is no such file or folder"
        raise InputError(message, path=asked.input)
    if kind in {"folder", "wmt"} and not Path(asked.input).is_dir():
        message = f"is no folder, as an input of kind {kind} is"
        raise InputError(message, path=asked.input)
    if kind == "folder":
        return Folder(asked, governing)
    if kind == "wmt":
        return wmt.Wmt(asked)
    said = governing.languages(asked.input, asked.target_lang, asked.source_lang)
    return Manifest(asked, said) if kind == "manifest" else Pair(asked, said)


def _kind(path: str) -> Kind:
    if path.startswith(PREFIX):
        return "sacrebleu"
    if Path(path).is_dir():
        return "wmt" if Path(path, wmt.OUTPUTS).is_dir() else "folder"
    suffix = PurePath(path.removesuffix(".gz")).suffix.lower()
    return "manifest" if suffix in records.SUFFIXES else "pair"


def _only(asked: Asked, kind: Kind) -> None:
    """Raise for an option that means nothing for the kind."""
    options = (
        ("--column", bool(asked.columns), ("manifest",)),
        ("--documents", asked.documents is not None, ("pair",)),
        ("--by-system", asked.by_system, ("folder",)),
        ("--aligned", asked.aligned, ("folder", "manifest", "pair")),
        ("--source", asked.source is not None, ("folder", "pair", "manifest")),
    )
    for option, given, kinds in options:
        if given and kind not in kinds:
            message = f"means nothing for an input of kind {kind}"
            raise InputError(message, path=option)
    if asked.by_system and asked.system is not None:
        message = "and --by-system both say which system it is"
        raise InputError(message, path="--system")
