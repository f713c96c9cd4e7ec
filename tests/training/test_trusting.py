"""How far stretches are trusted is fitted on articles as they are read in use."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from mtcheck.article import AlignedArticle, LinkKind, Risks
from mtcheck.finding import Finding
from mtcheck.spans.fusion import Profile
from mtcheck.training import collecting, trusting

if TYPE_CHECKING:
    from mtcheck.spans.detector import Detector

MT = "Ministers accepted the very wide agreement on Monday in Pariss."
REFERENCE = "Ministers approved the broad and lasting agreement on Monday in Paris."


class Watched:
    """Stands for a detector; keeps what it is given to read, and suspects nothing."""

    languages = frozenset({"en"})

    def __init__(self) -> None:
        self.told: list[tuple[AlignedArticle, list[Finding]]] = []

    def likeness(self, left: list[str], right: list[str]) -> object:
        import numpy as np

        return np.ones((len(left), len(right)), np.float32)

    def risks(
        self, article: AlignedArticle, findings: Iterable[Finding], profile: Profile
    ) -> Risks:
        del profile
        self.told.append((article, list(findings)))
        return Risks(
            tokens=tuple(() for _ in article.mt.segments),
            scores=tuple(1.0 for _ in article.mt.segments),
            categories=(),
            limit=0.4,
            contrast=0.25,
        )


def test_the_model_is_told_what_the_rules_found_and_words_are_linked(tmp_path: Path) -> None:
    path = tmp_path / "held.jsonl"
    row = {
        "id": "a", "origin": "other", "lp": "de-en", "system": "s", "doc": "d", "seg": "0",
        "rater": "r", "src": None, "mt": MT, "ref": REFERENCE, "errors": [],
        "n_source_errors": 0, "flags": [],
    }  # fmt: skip
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    held = collecting.collect([str(path)], ())
    watched = Watched()
    said: list[str] = []
    assert trusting.fit(held, held, cast("Detector", watched), said.append) == {}
    assert said == ["reference: 0 of 0 stretches marked: too little, as they are"]
    (told,) = watched.told
    article, findings = told
    assert "N101" in {finding.code for finding in findings}
    words = article.reference_pairs[0].words
    assert words is not None
    assert LinkKind.ALIKE in {link.kind for link in words.links}
