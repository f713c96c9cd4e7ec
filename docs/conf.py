"""The site: ``sphinx-build -W -b html docs site``. Nothing in it is fetched from elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import mtcheck

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "mtcheck"
author = "The mtcheck authors"
copyright = "The mtcheck authors, Apache-2.0"  # noqa: A001 - Sphinx's name for it
version = release = mtcheck.__version__
language = "en"

extensions = ["myst_parser"]
exclude_patterns: list[str] = []
myst_heading_anchors = 4
nitpicky = True
smartquotes = False  # "--select" is no dash

html_theme = "furo"
html_title = f"mtcheck {release}"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False

NAV = {
    "Who you are": ("for-editors", "for-pipelines", "for-analysts"),
    "Use": (
        "running",
        "settings",
        "suppressing",
        "fixing",
        "terminology",
        "formats",
        "integrations",
        "editor",
        "batch",
        "summary",
        "review",
        "eval",
    ),
    "Reference": ("checks", "cli", "api", "reference", "tables"),
    "Evidence": ("accuracy", "comparison", "model", "training", "performance", "dependencies"),
}
"""The pages by group. What is in no group stands last, so that a new page is never lost."""


def _contents(_: Sphinx, name: str, source: list[str]) -> None:
    """Put the tables of contents in: the pages themselves stay as GitHub shows them best."""
    here = Path(__file__).parent
    if name == "index":
        known = {"index", *(page for pages in NAV.values() for page in pages)}
        more = tuple(sorted(p.stem for p in here.glob("*.md") if p.stem not in known))
        groups = NAV | ({"More": more} if more else {})
    elif name == "checks":
        groups = {"": tuple(sorted(f"checks/{p.stem}" for p in (here / "checks").glob("*.md")))}
    else:
        return
    for caption, pages in groups.items():
        said = f":caption: {caption}\n" * bool(caption)
        source[0] += f"\n```{{toctree}}\n:hidden:\n{said}\n" + "\n".join(pages) + "\n```\n"


def setup(app: Sphinx) -> dict[str, bool]:
    """What Sphinx calls first."""
    app.connect("source-read", _contents)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
