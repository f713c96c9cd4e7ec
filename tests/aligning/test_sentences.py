from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck import aligning, languages, segmenting
from mtcheck.article import AlignedArticle, Article, Block, Pair, Text
from mtcheck.span import Span

WORDS = (
    "harbour minister bridge winter verdict engine violin senate glacier orchard pilot border "
    "vaccine archive tunnel festival drought ferry museum turbine lantern treaty copper meadow "
    "satellite bakery cathedral referendum volcano library"
).split()


def text(lines: list[str], code: str = "en") -> Text:
    content, blocks, at = "", [], 0
    for line in lines:
        blocks.append(Block(Span(at, at + len(line))))
        content += line + "\n"
        at = len(content)
    return Text(content, languages.load(code), blocks=tuple(blocks))


def aligned(
    mt: list[str], reference: list[str] | None = None, source: list[str] | None = None, **more: bool
) -> AlignedArticle:
    article = Article(
        "-",
        text(mt),
        text(reference, "en") if reference is not None else None,
        text(source, "de") if source is not None else None,
        **more,
    )
    return aligning.align(segmenting.segment(article))


def shown(pairs: tuple[Pair, ...]) -> list[tuple[list[int], list[int]]]:
    return [([s.index for s in p.mt], [s.index for s in p.other]) for p in pairs]


def sentence(k: int) -> str:
    dice = random.Random(k)  # noqa: S311 - made-up sentences
    return f"The {' '.join(dice.sample(WORDS, 7))} of case {k}."


def free(k: int) -> str:
    """The same sentence in other words: two of seven replaced, the order changed."""
    dice = random.Random(k)  # noqa: S311 - made-up sentences
    words = dice.sample(WORDS, 7)
    dice.shuffle(words)
    return f"A {' '.join(words[:5])} thing in other {k} terms."


def test_one_to_one() -> None:
    got = aligned([free(k) for k in range(6)], [sentence(k) for k in range(6)])
    assert shown(got.reference_pairs) == [([k], [k]) for k in range(6)]


def test_an_omission_stands_where_the_text_is_missing() -> None:
    got = aligned([free(k) for k in (0, 1, 3, 4)], [sentence(k) for k in range(5)])
    assert shown(got.reference_pairs) == [
        ([0], [0]), ([1], [1]), ([], [2]), ([2], [3]), ([3], [4]),
    ]  # fmt: skip


def test_an_addition_has_no_partner() -> None:
    got = aligned([free(k) for k in range(4)], [sentence(k) for k in (0, 1, 3)])
    assert shown(got.reference_pairs) == [([0], [0]), ([1], [1]), ([2], []), ([3], [2])]


def test_two_sentences_for_one() -> None:
    mt = [free(0), free(1), free(2)]
    got = aligned(mt, [sentence(0), sentence(1)[:-1] + " and " + sentence(2)])
    assert shown(got.reference_pairs) == [([0], [0]), ([1, 2], [1])]


def test_moved_paragraph_is_found_out_of_order() -> None:
    order = [0, 1, 6, 7, 2, 3, 4, 5]
    got = aligned([free(k) for k in order], [sentence(k) for k in range(8)])
    assert shown(got.reference_pairs) == [([n], [k]) for n, k in enumerate(order)]


def test_boilerplate_of_one_side_has_no_partner() -> None:
    mt = ["Read more", free(0), "We use cookies on this website.", free(1), free(2), "Share"]
    got = aligned(mt, [sentence(0), sentence(1), sentence(2)])
    assert shown(got.reference_pairs) == [
        ([0], []), ([1], [0]), ([2], []), ([3], [1]), ([4], [2]), ([5], []),
    ]  # fmt: skip


def test_strangers_between_two_pairs_are_not_joined() -> None:
    mt = [free(0), "Subscribe now!", free(1)]
    got = aligned(mt, [sentence(0), sentence(5), sentence(1)])
    assert shown(got.reference_pairs) == [([0], [0]), ([], [1]), ([1], []), ([2], [2])]


def test_a_free_translation_between_two_pairs_is_a_pair() -> None:
    mt = [free(0), "Nobody knew the answer to that question.", free(1)]
    other = [sentence(0), "To this, none of them could reply then.", sentence(1)]
    assert shown(aligned(mt, other).reference_pairs) == [([0], [0]), ([1], [1]), ([2], [2])]


def test_source_by_length_numbers_and_names() -> None:
    mt = [
        "President Macron met Chancellor Merkel in Berlin on 3 May.",
        "Yes.",
        "About 4,500 people took part in the demonstration against the plans of the government.",
        "Subscribe to our newsletter for 20 euros!",
        "The next meeting will be held in Warsaw.",
    ]
    source = [
        "Präsident Macron traf Bundeskanzlerin Merkel am 3. Mai in Berlin.",
        "Ja.",
        "Rund 4500 Menschen nahmen an der Demonstration gegen die Pläne der Regierung teil.",
        "Das nächste Treffen findet in Warschau statt.",
    ]
    got = aligned(mt, None, source)
    assert shown(got.source_pairs) == [
        ([0], [0]), ([1], [1]), ([2], [2]), ([3], []), ([4], [3]),
    ]  # fmt: skip


def test_aligned_rows_belong_together_whatever_they_say() -> None:
    got = aligned(
        [sentence(0), "", sentence(2), "Yes. No."],
        [sentence(9), sentence(1), "", "Perhaps."],
        aligned=True,
    )
    assert shown(got.reference_pairs) == [([0], [0]), ([], [1]), ([1], []), ([2, 3], [2])]


def test_sentences_of_a_row_are_told_apart_where_sure() -> None:
    row, other = f"{free(0)} {free(1)}", f"{sentence(0)} {sentence(1)}"
    got = aligned([row], [other], aligned=True)
    assert shown(got.reference_pairs) == [([0], [0]), ([1], [1])]
    strangers = aligned([row], [f"{sentence(7)} {sentence(8)}"], aligned=True)
    assert shown(strangers.reference_pairs) == [([0, 1], [0, 1])]


def test_similarity_tells_sure_from_unsure() -> None:
    pairs = aligned([sentence(0), free(1)], [sentence(0), sentence(1)]).reference_pairs
    assert pairs[0].similarity == pytest.approx(1.0)
    assert 0.2 < pairs[1].similarity < 1.0


LINES = st.lists(
    st.one_of(
        st.text(max_size=40),
        st.integers(0, 12).map(sentence),
        st.integers(0, 12).map(free),
        st.sampled_from(["Yes. No? 漢字。仮名！", "...", "e\u0301 𝒳 \u200f אב", "A\rB"]),
    ),
    max_size=8,
)


@given(mt=LINES, reference=LINES, source=LINES)
def test_pairs_cover_every_segment_once(
    mt: list[str], reference: list[str], source: list[str]
) -> None:
    got = aligned(mt, reference, source)
    check_cover(got, got.reference_pairs, got.article.reference)
    check_cover(got, got.source_pairs, got.article.source)


@given(rows=st.lists(st.tuples(st.text(max_size=20), st.text(max_size=20)), max_size=5))
def test_pairs_of_aligned_rows_cover_every_segment_once(rows: list[tuple[str, str]]) -> None:
    got = aligned([a for a, _ in rows], [b for _, b in rows], [a for a, _ in rows], aligned=True)
    check_cover(got, got.reference_pairs, got.article.reference)
    check_cover(got, got.source_pairs, got.article.source)
    for pair in got.reference_pairs:
        assert len({s.block for s in (*pair.mt, *pair.other)}) == 1


def check_cover(got: AlignedArticle, pairs: tuple[Pair, ...], other: Text | None) -> None:
    assert other is not None
    assert [s for p in pairs for s in p.mt] == list(got.mt.segments)
    theirs = sorted((s for p in pairs for s in p.other), key=lambda s: s.index)
    assert theirs == list(other.segments)
    for number, pair in enumerate(pairs):
        assert pair.index == number
        assert pair.mt or pair.other
        assert 0.0 <= pair.similarity <= 1.0
        indexes = [s.index for s in pair.other]
        assert indexes == list(range(indexes[0], indexes[0] + len(indexes))) if indexes else True


def test_the_same_text_twice_is_paired_straight() -> None:
    lines = [sentence(k % 5) for k in range(60)]
    got = aligned(lines, lines, lines)
    straight = [([k], [k]) for k in range(60)]
    assert shown(got.reference_pairs) == straight
    assert shown(got.source_pairs) == straight


def test_work_stays_bounded_where_nothing_matches() -> None:
    # 3,000 × 3,000 cells would take minutes.
    mt = [f"alpha beta {k} x." for k in range(3_000)]
    got = aligned(mt, ["Gamma delta epsilon zeta."] * 3_000)
    assert len(got.reference_pairs) >= 3_000
