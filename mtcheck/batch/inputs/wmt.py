"""WMT's layout of a test set: source, references and the outputs of all systems, line by line.

Two layouts are known. That of mt-metrics-eval::

    sources/en-de.txt  references/en-de.refA.txt  documents/en-de.docs
    system-outputs/en-de/SYSTEM.txt

and that of the submissions that WMT publishes::

    sources/newstest2019-ende-src.en[.sgm]  references/newstest2019-ende-ref.de
    system-outputs/newstest2019/en-de/newstest2019.SYSTEM.en-de

of which plain text is read. A human translation that stands among the outputs is a system.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mtcheck import languages
from mtcheck.batch.inputs import grouping, pair
from mtcheck.errors import InputError, LanguageError
from mtcheck.reading.naming import natural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.batch.documents import Document
    from mtcheck.batch.inputs.asking import Asked, Kind

__all__ = ["OUTPUTS", "Output", "Outputs", "Wmt"]

OUTPUTS = "system-outputs"
_PAIR = re.compile(r"([a-z]{2,3}(?:_[A-Za-z]{2,4})?)-([a-z]{2,3}(?:_[A-Za-z]{2,4})?)")


@dataclass(frozen=True, slots=True)
class Output:
    """The files of one system's output for one language pair."""

    system: str
    target_lang: str
    source_lang: str
    mt: str
    reference: str | None
    source: str | None
    documents: str | None


class Outputs:
    """Outputs of systems for the same test set, one after the other."""

    kind: Kind
    warnings: tuple[str, ...] = ()

    def __init__(self, kind: Kind, outputs: list[Output], rows_each: int) -> None:
        """Take the outputs in their order."""
        self.kind = kind
        self.outputs = outputs
        self._rows_each = rows_each

    def documents(self) -> Iterator[Document]:
        """The documents; see :class:`mtcheck.batch.inputs.asking.Corpus`."""
        for output in self.outputs:
            texts = {
                "reference": output.reference,
                "source": output.source,
                "document": output.documents,
            }
            cells = (
                row._replace(
                    system=output.system,
                    target_lang=output.target_lang,
                    source_lang=output.source_lang,
                )
                for row in pair.rows(output.mt, texts)
            )
            yield from grouping.documents(cells, output.mt, self._rows_each)


class Wmt(Outputs):
    """A folder in one of the two layouts."""

    def __init__(self, asked: Asked) -> None:
        """Find the outputs; raises :class:`InputError` where there are none."""
        root = Path(asked.input)
        found: list[Output] = []
        for folder in sorted((root / OUTPUTS).rglob("*"), key=lambda p: natural(str(p))):
            match = _PAIR.fullmatch(folder.name)
            if folder.is_dir() and match:
                found += _of_pair(root, folder, match[1], match[2], asked)
        if not found:
            message = f"has no outputs like {OUTPUTS}/en-de/SYSTEM.txt"
            raise InputError(message, path=asked.input)
        super().__init__("wmt", found, asked.rows_each)


def _of_pair(root: Path, folder: Path, source: str, target: str, asked: Asked) -> Iterator[Output]:
    if asked.target_lang not in {None, target} or asked.source_lang not in {None, source}:
        return
    try:
        tags = [languages.load(code.replace("_", "-")).tag for code in (target, source)]
    except LanguageError as error:
        raise InputError(str(error), path=str(folder)) from None
    sources = _side(root / "sources", source, target, "src", source)
    references = _side(root / "references", source, target, "ref", target)
    documents = _side(root / "documents", source, target, "docs", "docs")
    reference = _chosen(references, asked.reference, root / "references")
    outputs = [p for p in folder.iterdir() if p.is_file() and p.name[0] not in "._"]
    for path in sorted(outputs, key=lambda p: natural(p.name)):
        system = path.name.removesuffix(".txt")
        # newstest2019.SYSTEM.en-de: the test set before, the pair behind
        if system.endswith(f".{folder.name}"):
            system = system.removesuffix(f".{folder.name}").partition(".")[2]
        if asked.system in {None, system}:
            yield Output(
                system=system,
                target_lang=tags[0],
                source_lang=tags[1],
                mt=str(path),
                reference=reference,
                source=str(sources[0]) if sources else None,
                documents=str(documents[0]) if documents else None,
            )


def _side(folder: Path, source: str, target: str, role: str, ending: str) -> list[Path]:
    """The files of a side for a language pair, in either layout."""
    if not folder.is_dir():
        return []
    submitted = f"-{source}{target}-{role}.{ending}"
    return sorted(
        path
        for path in folder.iterdir()
        if path.name.startswith(f"{source}-{target}.") or path.name.endswith(submitted)
    )


def _chosen(references: list[Path], asked: str | None, folder: Path) -> str | None:
    """The reference that was asked for by a part of its name, else the first."""
    if asked is None:
        return str(references[0]) if references else None
    fitting = [path for path in references if asked in path.name.split(".")]
    if not fitting:
        names = ", ".join(path.name for path in references) or "none"
        message = f"none of the references in {folder} ({names})"
        raise InputError(message, path=f"--reference {asked}")
    return str(fitting[0])
