from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mtcheck import aligning, languages, reading, segmenting
from mtcheck.aligning import gaps, synonyms
from mtcheck.article import LinkKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    from mtcheck.article import AlignedArticle


def article(mt: str, reference: str | None, code: str = "en") -> AlignedArticle:
    language = languages.load(code)
    read = reading.from_strings(mt, reference, None, language, None, aligned=True, identity="a")
    return aligning.align(segmenting.segment(read))


class Listed:
    """Cosines of the pairs that are listed; all others are 0. Keeps what it was asked."""

    def __init__(self, **pairs: float) -> None:
        self.pairs = pairs
        self.asked: set[tuple[str, str]] = set()

    def __call__(self, left: Sequence[str], right: Sequence[str]) -> npt.NDArray[np.float32]:
        import numpy as np

        self.asked |= {(a, b) for a in left for b in right}
        rows = [[self.pairs.get(f"{a}_{b}", 0.0) for b in right] for a in left]
        return np.array(rows, np.float32)


def found(one: AlignedArticle) -> list[tuple[str, str]]:
    """The words that are linked by their vectors."""
    return [
        (words.mt[link.mt].form, words.other[link.other].form)
        for pair in one.reference_pairs
        if (words := pair.words) is not None
        for link in words.links
        if link.kind is LinkKind.ALIKE
    ]


MT = "Ministers accepted the very wide agreement on Monday in Paris."
REFERENCE = "Ministers approved the broad and lasting agreement on Monday in Paris."


def test_what_is_left_over_in_a_gap_is_linked() -> None:
    plain = article(MT, REFERENCE)
    assert found(plain) == []
    linked = synonyms.link(plain, Listed(wide_broad=0.6))
    assert found(linked) == [("wide", "broad")]
    (words,) = [pair.words for pair in linked.reference_pairs]
    assert words is not None
    assert [link.mt for link in words.links] == sorted(link.mt for link in words.links)
    for link in words.links:
        assert (words.to_other[link.mt], words.to_mt[link.other]) == (link.other, link.mt)


def test_links_that_were_there_stay() -> None:
    plain = article(MT, REFERENCE)
    linked = synonyms.link(plain, Listed(wide_broad=0.6, accepted_lasting=0.9))
    before, after = (one.reference_pairs[0].words for one in (plain, linked))
    assert before is not None
    assert after is not None
    assert set(before.links) < set(after.links)


@pytest.mark.parametrize(
    ("pairs", "why"),
    [
        ({"wide_broad": 0.39}, "too little alike"),
        ({"wide_agreement": 0.9}, "agreement has its partner"),
        ({"very_broad": 0.3, "wide_monday": 0.9}, "another gap"),
    ],
)
def test_what_is_not_linked(pairs: dict[str, float], why: str) -> None:
    assert found(synonyms.link(article(MT, REFERENCE), Listed(**pairs))) == [], why


def test_each_must_be_nearest_to_the_other() -> None:
    likeness = Listed(wide_broad=0.5, wide_lasting=0.6)
    assert found(synonyms.link(article(MT, REFERENCE), likeness)) == [("wide", "lasting")]


@pytest.mark.parametrize(
    ("mt", "reference", "one", "other"),
    [
        ("They met in lovely London on Monday.", "They met in Paris itself on Monday.",
         "london", "paris"),
        ("They met qwzrt again on Monday.", "They met secretly in town on Monday.",
         "qwzrt", "secretly"),
        ("They met so once more on Monday.", "They met thus on Monday.", "so", "thus"),
    ],
    ids=["names", "words that no list has", "function words"],
)  # fmt: skip
def test_what_vectors_say_nothing_of(mt: str, reference: str, one: str, other: str) -> None:
    likeness = Listed(**{f"{one}_{other}": 0.9})
    assert found(synonyms.link(article(mt, reference), likeness)) == []
    assert (one, other) not in likeness.asked


def test_german_nouns_are_no_names() -> None:
    one = article(
        "Er sprach dort über die Bewegung gestern.",
        "Er sprach dort über die Dynamik dieser großen Sache gestern.",
        "de",
    )
    likeness = Listed(bewegung_dynamik=0.7)
    assert found(synonyms.link(one, likeness)) == [("Bewegung", "Dynamik")]


def test_checks_go_on_comparing_the_two() -> None:
    one = synonyms.link(article(MT, REFERENCE), Listed(wide_broad=0.6))
    (words,) = [pair.words for pair in one.reference_pairs]
    assert words is not None
    places = [
        (words.mt[p.mt_start].form, words.other[p.other_start].form)
        for p in gaps.places(words)
        if p.mt_end - p.mt_start == p.other_end - p.other_start == 1
    ]
    assert ("wide", "broad") in places


def test_a_long_gap_may_be_two_clauses() -> None:
    filler = " ".join(["entirely other words stand here"] * 3)
    one = article(f"Alpha wide {filler} omega.", "Alpha broad omega.")
    assert found(synonyms.link(one, Listed(wide_broad=0.9))) == []


@pytest.mark.parametrize(
    ("mt", "reference", "code"),
    [(MT, None, "en"), (MT, MT, "en"), ("他说了很多话。", "他讲了许多话。", "zh")],
    ids=["no reference", "nothing left over", "no spaces"],
)
def test_an_article_without_such_words_is_the_same(
    mt: str, reference: str | None, code: str
) -> None:
    plain = article(mt, reference, code)
    assert synonyms.link(plain, Listed()) is plain
