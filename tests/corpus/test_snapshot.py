"""What a change does to the findings on whole articles, to be read with the change.

``findings.tsv`` holds every finding on the corpora, each article with reference and source,
with one of them and with neither. After a change that moves findings on purpose:
``python -m pytest tests/corpus --update-snapshot``, then read the diff line by line.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from mtcheck import languages, pipeline, reading
from mtcheck.settings import Settings

if TYPE_CHECKING:
    import pytest

HERE = Path(__file__).parent
CORPORA = HERE.parent.parent / "corpora"
SNAPSHOT = HERE / "findings.tsv"
MODES = {"both": "rs", "reference": "r", "source": "s", "neither": ""}


def _lines(folder: Path, mode: str, seen: str) -> list[str]:
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))

    def text(role: str) -> str | None:
        if not gold[role] or (role != "mt" and role[0] not in seen):
            return None
        return (folder / gold[role]).read_bytes().decode("utf-8")

    target, origin = gold["target_lang"], gold["source_lang"] or "und"
    article = reading.from_strings(
        text("mt") or "",
        text("reference"),
        text("source"),
        languages.load(target),
        languages.load(origin),
        aligned=gold["aligned"],
    )
    report = pipeline.check(article, Settings(target_lang=target, source_lang=origin))
    assert not report.failures
    mt = report.article.mt
    return [
        "\t".join(
            (
                folder.name,
                mode,
                f.code,
                f.severity.value,
                f"{f.span.start}-{f.span.end}",
                json.dumps(mt.at(f.span), ensure_ascii=False),
                json.dumps(f.suggestion, ensure_ascii=False),
                ",".join(f.evidence),
            )
        )
        for f in report.findings
    ]


def test_findings_on_the_corpora_are_as_last_read(request: pytest.FixtureRequest) -> None:
    folders = sorted(p.parent for p in CORPORA.glob("*/gold.json"))
    assert len(folders) >= 12
    lines = [line for folder in folders for m, s in MODES.items() for line in _lines(folder, m, s)]
    made = "\n".join(lines) + "\n"
    if request.config.getoption("--update-snapshot"):
        SNAPSHOT.write_text(made, encoding="utf-8")
    assert SNAPSHOT.read_text(encoding="utf-8").splitlines() == made.splitlines()
