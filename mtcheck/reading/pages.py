"""Documents of running text in units (HTML, DOCX): their sentences are aligned, not their units.

They are compared with any other text, whatever format that is in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtcheck.reading import decoding, formats, locales, units
from mtcheck.reading.units import File

if TYPE_CHECKING:
    from mtcheck.article import Text
    from mtcheck.languages import Language
    from mtcheck.reading.units import Document

__all__ = ["Page", "opened"]


@dataclass(frozen=True, slots=True)
class Page:
    """Such a document, as read."""

    file: File
    document: Document

    @property
    def language(self) -> str | None:
        """The language that it says it is in, if that is one, or that its name or folder says."""
        return locales.tag(self.document.target_lang or "") or locales.of_path(self.file.path)

    def text(self, language: Language) -> Text:
        """Its text; raises :class:`mtcheck.errors.InputError` where that is too long."""
        entries = self.document.entries
        return units.text_of(
            [(entry, entry.target) for entry in entries],
            language,
            self.file,
            self.document.closing,
            (*self.document.remarks, *units.remarks(entries, self.file.content)),
        )


def opened(path: str, content: str | None = None) -> Page | None:
    """The document at ``path``; None where it is in no such format.

    ``content`` is what the file is to say in place of what it says on disk.
    """
    form = formats.of(path)
    if form is None or form.paired:
        return None
    if content is None:
        content = form.decode(decoding.read_bytes(path), path, ())
    file = File(path, content, paged=form.shown is not None)
    return Page(file, form.read(content, path)[0])
