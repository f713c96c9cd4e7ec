"""Make ``words.marisa`` of every language from wordfreq: ``python -m mtcheck.training.lexicon``.

Needs the extra ``[train]``. The lists are wordfreq's largest ("best"), keyed by mtcheck's own
comparable form, so that a look-up needs no further folding.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

import marisa_trie

from mtcheck import languages
from mtcheck.languages.comparing import comparable
from mtcheck.languages.lexicon import STEPS

__all__ = ["build"]


def build(code: str, target: Path) -> int:
    """Write the word list of language ``code`` to ``target``; returns the number of words."""
    import wordfreq

    zipf: dict[str, int] = {}
    for form, share in wordfreq.get_frequency_dict(code, "best").items():
        key = comparable(form)
        steps = min(255, max(1, round(STEPS * (math.log10(share) + 9))))
        zipf[key] = max(steps, zipf.get(key, 0))
    trie = marisa_trie.RecordTrie("<B", [(key, (steps,)) for key, steps in sorted(zipf.items())])
    trie.save(str(target))
    return len(zipf)


def main() -> None:
    """Write every covered language's list into the package's own data folder."""
    data = Path(languages.__file__).parent / "data"
    for code in languages.covered():
        count = build(code, data / code / "words.marisa")
        sys.stdout.write(f"{code}\t{count} words\n")


if __name__ == "__main__":
    main()
