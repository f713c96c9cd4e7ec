"""How T401 fares on glossaries made from the corpora: ``benchmarks/planted/T401.tsv``.

For every article a glossary is made from words that its reference has: names and rare nouns of
six letters or more. Each time one of them is replaced in a copy of the reference by another
word of the article, which the glossary forbids or does not know, and the copy is checked: with
nothing to compare (lexicon), against the reference, and against the article as if it were the
source in the same language (source), since no glossary in two languages comes with the corpora.
A finding at the planted place, or for the planted word, is right, any other is wrong; so is any
finding on the untouched reference.

    python -m benchmarks.planted_terms
"""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import gold
from mtcheck import aligning, reading, segmenting
from mtcheck.checks import terminology
from mtcheck.settings import Term, make

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.article import Text, Token
    from mtcheck.finding import Finding

__all__ = ["main"]

OUT = Path(__file__).parent / "planted" / "T401.tsv"
TERMS = 12  # an article
LETTERS = 6
RARE = 4.5  # on the Zipf scale: what is more frequent is hardly a term
SEED = 5


def words(text: Text) -> list[Token]:
    """The words of a text that a glossary might have, each once."""
    found: dict[str, Token] = {}
    shortest = LETTERS if text.language.core.spaced else 2
    for segment in text.segments:
        for token in segment.tokens:
            rare = token.word.zipf < RARE
            if token.is_word and rare and len(token.form) >= shortest:
                found.setdefault(token.word.stem, token)
    return list(found.values())


def findings(mt: str, other: str | None, role: str, text: Text, terms: list[Term]) -> list[Finding]:
    """What the check says of ``mt`` where ``other`` is its ``role``."""
    language = text.language
    article = reading.from_strings(
        mt,
        other if role == "reference" else None,
        other if role == "source" else None,
        language,
        language,
    )
    aligned = aligning.align(segmenting.segment(article))
    settings = make(target_lang=language.code, terms=terms)
    return list(terminology.find(aligned, settings))


def trials(text: Text, draw: random.Random) -> Iterator[tuple[str, bool]]:
    """(basis, whether right) of every finding on the planted copies of a reference."""
    known = words(text)
    draw.shuffle(known)
    for token, intruder in zip(known[:TERMS], known[TERMS:], strict=False):
        right, wrong = token.form, intruder.form
        asked = Term(source=(right,), target=(right,))
        banned = Term(target=(right,), forbidden=(wrong + "xo",))
        content = text.content
        planted = content[: token.start] + wrong + "xo" + content[token.end :]
        for role, term in (("lexicon", banned), ("reference", asked), ("source", asked)):
            other = None if role == "lexicon" else content
            clean = findings(content, other, role, text, [term])
            yield from ((finding.basis.value, False) for finding in clean)
            end = token.start + len(wrong) + 2
            for finding in findings(planted, other, role, text, [term]):
                at = finding.span
                spans = [s for s in (finding.reference_span, finding.source_span) if s]
                here = at.start < end and token.start < at.end
                named = any(s.start <= token.start < s.end for s in spans)
                yield finding.basis.value, here or named


def main() -> None:
    """Write the table."""
    draw = random.Random(SEED)  # noqa: S311 - a sample, no secret
    counts: Counter[tuple[str, str, bool]] = Counter()
    for _, report, _ in gold.articles():
        reference = report.article.reference
        if reference is not None:
            for basis, right in trials(reference, draw):
                counts[basis, reference.language.code, right] += 1
    lines = ["# basis, language, right, wrong"]
    for basis, language in sorted({key[:2] for key in counts}):
        right, wrong = counts[basis, language, True], counts[basis, language, False]
        lines.append(f"{basis}\t{language}\t{right}\t{wrong}")
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
