"""The table of the run itself: one row, the same whenever it is written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mtcheck import languages, scoring
from mtcheck.batch import tables
from mtcheck.batch.facts import METRICS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.batch.ledger import Ledger
    from mtcheck.batch.planning import Plan

__all__ = ["write"]


def write(ledger: Ledger, plan: Plan) -> None:
    """Write the table where it is not there as it should be; may raise ``OSError``."""
    begun = ledger.run()
    decided = begun.identity
    models = decided["models"]
    row = {
        "schema_version": tables.VERSION,
        "run": begun.run,
        "version": decided["version"],
        "versions": [f"{name} {version}" for name, version in decided["versions"].items()],
        "settings": json.dumps(decided["settings"], ensure_ascii=False, sort_keys=True),
        "input_kind": decided["input"]["kind"],
        "input": decided["input"]["path"],
        "input_sha256": plan.sha256,
        "articles": plan.articles,
        "rows": plan.rows,
        "shards": len(plan.shards),
        "systems": list(plan.systems),
        "language_pairs": list(plan.language_pairs),
        "model": ", ".join(model["name"] for model in models.values()) or None,
        "model_sha256": ", ".join(model["sha256"] for model in models.values()) or None,
        "sacrebleu": list(_signatures(plan)) if decided["scores"] else [],
    }
    raw = tables.encode(tables.RUN, [row])
    path = tables.part(ledger.folder, tables.RUN, 0)
    if not path.exists() or path.read_bytes() != raw:
        ledger.write(tables.RUN, 0, raw, 1)


def _signatures(plan: Plan) -> Iterator[str]:
    for tag in plan.target_langs:
        signatures = scoring.signatures(languages.load(tag))
        for metric, signature in zip(METRICS, signatures, strict=True):
            yield f"{tag} {metric} {signature}"
