from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck import languages, segmenting
from mtcheck.article import Article, Block, BlockKind, Text
from mtcheck.span import Span

# Language, tab, text: ‖ is the end of a sentence, ‖~ one after which the space is missing.
CASES = [
    line.split("\t")
    for line in Path(__file__).with_name("segmenting.tsv").read_text("utf-8").splitlines()
]

ALPHABET = "abcА. \n\t\r!?…。！\"'“”«»()[]1AТЗ漢かカ𝒳👍\u0301\u200fאب\u00a0\u2028-ﬁ"


def segmented(content: str, code: str, *blocks: Block) -> Text:
    whole = Block(Span(0, len(content)).trimmed(content))
    text = Text(content, languages.load(code), blocks=blocks or (whole,))
    return segmenting.segment(Article("-", text)).mt


@pytest.mark.parametrize(("code", "marked"), CASES)
def test_sentences_end_where_a_reader_says(code: str, marked: str) -> None:
    content = marked.replace("‖~", "").replace("‖", "")
    expected = [part.removeprefix("~").strip() for part in marked.split("‖")]
    text = segmented(content, code)
    assert [text.at(s.span) for s in text.segments] == expected
    fused = [n for n, part in enumerate(marked.split("‖")) if part.startswith("~")]
    assert [s.index for s in text.segments if s.fused] == fused


@pytest.mark.parametrize("code", languages.covered())
def test_titles_do_not_end_a_sentence_in_any_language(code: str) -> None:
    core = languages.load(code).core
    titles = [a for a in core.abbreviations if a not in core.sentence_final and len(a) > 2]
    assert titles
    for title in titles:
        content = f"Xxxx xx {title} Qwzx xx."
        assert len(segmented(content, code).segments) == 1, title


@pytest.mark.parametrize("code", languages.covered())
def test_abbreviations_that_may_be_final_are_abbreviations(code: str) -> None:
    core = languages.load(code).core
    assert set(core.sentence_final) <= set(core.abbreviations)
    assert all(a.endswith(".") for a in core.abbreviations)


@pytest.mark.parametrize("code", languages.covered())
def test_every_language_tells_its_function_words(code: str) -> None:
    language = languages.load(code)
    assert 80 <= len(language.core.function_words) <= 150
    assert len(language.function_words) > 75


def test_a_link_is_one_segment() -> None:
    content = "See also: Who won? Macron did."
    block = Block(Span(0, len(content)), BlockKind.LINK)
    assert len(segmented(content, "en", block).segments) == 1


def test_an_empty_block_has_no_segment() -> None:
    text = segmented("a\n\nb", "en", *(Block(Span(a, b)) for a, b in ((0, 1), (2, 2), (3, 4))))
    assert [s.block for s in text.segments] == [0, 2]


def test_nothing_but_punctuation_is_one_segment() -> None:
    assert [s.span for s in segmented("... !! ?", "en").segments] == [Span(0, 8)]


@given(
    lines=st.lists(
        st.one_of(st.text(alphabet=ALPHABET, max_size=60), st.text(max_size=30)), max_size=4
    ),
    code=st.sampled_from([*languages.covered(), "eu"]),
)
def test_every_character_of_a_block_is_in_one_segment(lines: list[str], code: str) -> None:
    content, blocks, at = "", [], 0
    for line in lines:
        content += line + "\n"
        blocks.append(Block(Span(at, at + len(line))))
        at = len(content)
    text = segmented(content, code, *blocks) if blocks else segmented("", code)
    covered = []
    end = 0
    for index, one in enumerate(text.segments):
        assert one.index == index
        assert one.span.start >= end
        end = one.span.end
        assert text.blocks[one.block].span.contains(one.span)
        covered.extend(range(one.span.start, one.span.end))
        assert one.span == one.span.trimmed(content)
    for block in blocks:
        for place in range(block.span.start, block.span.end):
            if not content[place].isspace():
                assert place in covered


@given(content=st.text(alphabet=ALPHABET, max_size=80))
def test_tokens_lie_in_their_segment_and_leave_out_only_space(content: str) -> None:
    text = segmented(content, "en")
    for one in text.segments:
        at = one.span.start
        for token in one.tokens:
            assert at <= token.start < token.end <= one.span.end
            assert not content[at : token.start].strip()
            assert content[token.start : token.end] == token.form
            at = token.end
        assert not content[at : one.span.end].strip()


@pytest.mark.parametrize(
    "piece", ["a.", "A. ", ". ", "aaBb", "end.The ", ".[1]", "!) ", "u. B. ", "。", "漢", '."']
)
def test_a_hostile_line_is_cut_in_linear_time(piece: str) -> None:
    # Quadratic work on 100,000 characters would take minutes, not the second it takes.
    content = piece * (100_000 // len(piece))
    text = segmented(content, "en")
    assert sum(len(s.span) for s in text.segments) <= len(content)
