"""The signature that makes a report citable: what decided its findings, in one line."""

from __future__ import annotations

import hashlib
from importlib import metadata
from pathlib import PurePath
from typing import TYPE_CHECKING

import msgspec

from mtcheck import spans
from mtcheck.spans import loading

if TYPE_CHECKING:
    from mtcheck.report import Report

__all__ = ["VERSION", "signature"]

# Not `mtcheck.__version__`: reports stand below the package's own interface.
VERSION = metadata.version("mtcheck")
_DECIDING = ("checks", "names", "do_not_translate", "terms")


def _model(name: str) -> str:
    """The span model as it can be cited: a path says nothing elsewhere, a name does."""
    if name == spans.SHIPPED:
        return loading.card().name
    return PurePath(name).name


def signature(report: Report) -> str:
    """Version, languages, the checks that ran and the scoring profile, as sacrebleu does it.

    ``checks`` is their number and, after a dash, the first digits of a SHA-256 over their
    codes: two reports with equal signatures ran the same checks of the same release. ``own`` is
    there where settings of single checks or lists of words decided, too, and digests those.
    """
    settings = report.settings
    codes = report.ran
    digest = hashlib.sha256(" ".join(codes).encode()).hexdigest()[:8]
    article = report.article
    parts = {
        "lang": f"{article.source.language.tag if article.source else '*'}"
        f"-{article.mt.language.tag}",
        "ref": "yes" if article.reference else "no",
        "checks": f"{len(codes)}-{digest}",
        "conf": f"{settings.min_confidence:g}",
        "model": f"{_model(settings.model)}-{settings.profile}",
        "mqm": settings.scoring,
        "version": VERSION,
    }
    own = {name: value for name in _DECIDING if (value := getattr(settings, name))}
    if own:
        raw = msgspec.json.encode(own, order="sorted")
        parts["own"] = hashlib.sha256(raw).hexdigest()[:8]
    return "|".join(["mtcheck", *(f"{name}:{value}" for name, value in parts.items())])
