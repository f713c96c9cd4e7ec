"""What is taken into a desk, whatever it comes from: an article with its sentences and findings."""

from __future__ import annotations

import json
from dataclasses import dataclass

__all__ = ["IncomingArticle", "IncomingFile", "IncomingFinding", "IncomingSegment", "key_of"]

_HEADLINE = 120  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingSegment:
    """A sentence; segments of one ``row`` share reference and source. Offsets are the article's.

    ``unit`` is the file's own name for what it stands in, ``locked`` whether the file says that
    it is not to be changed.
    """

    row: int
    start: int
    end: int
    mt: str
    reference: str | None = None
    source: str | None = None
    unit: str = ""
    locked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingFinding:
    """A finding; ``segment`` is the number of the one that it counts for.

    ``verdict`` is what its ``author`` holds of it, for marks of people.
    """

    segment: int
    code: str
    name: str
    category: str
    severity: str
    confidence: float
    start: int
    end: int
    text: str
    message: str
    fingerprint: str
    suggestion: str | None = None
    safe: bool = False
    reference_text: str | None = None
    source_text: str | None = None
    evidence: tuple[str, ...] = ()
    basis: str = ""
    origin: str = "check"
    author: str | None = None


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file as it was read: its path, and its bytes."""

    path: str
    raw: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingArticle:
    """An article. ``layout`` says how its text lies in ``file``; without one it is the file.

    ``settings`` are those of the check as JSON, by which its sentences are checked again.
    """

    key: str
    document: str
    path: str | None
    system: str
    source_lang: str | None
    target_lang: str
    words: int
    mt: str
    segments: tuple[IncomingSegment, ...]
    findings: tuple[IncomingFinding, ...]
    aligned: bool = False
    file: IncomingFile | None = None
    layout: bytes | None = None
    settings: str | None = None
    notes: tuple[str, ...] = ()

    @property
    def headline(self) -> str:
        """Its first words."""
        first = next((s.mt for s in self.segments if s.mt.strip()), self.mt)
        words = " ".join(first.split())
        return words if len(words) <= _HEADLINE else words[: _HEADLINE - 1] + "…"


def key_of(document: str, system: str, target_lang: str) -> str:
    """By what an article is known again when it is taken in once more."""
    return json.dumps([document, system, target_lang], ensure_ascii=False)
