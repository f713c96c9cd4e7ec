from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mtcheck.reading.lines import lines

HOSTILE = st.text(
    st.sampled_from("ab \t\r\n\x0b\x0c\x1c\x85\u2028\u2029\u0301é😀שׁ中")
    | st.characters(exclude_categories=["Cs"])
)


@given(HOSTILE)
def test_lines_and_their_ends_are_the_whole_text(text: str) -> None:
    found = lines(text)
    at = 0
    for line in found:
        assert set(text[at : line.start]) <= set("\r\n")
        assert not set(line.of(text)) & set("\r\n")
        at = line.end
    assert set(text[at:]) <= set("\r\n")
    assert [line.number for line in found] == list(range(1, len(found) + 1))


@given(
    st.lists(st.text("ab\x0b\x0c\x85\u2028é"), min_size=1), st.sampled_from(["\r\n", "\r", "\n"])
)
def test_as_many_lines_as_line_ends(parts: list[str], end: str) -> None:
    text = "".join(part + end for part in parts)
    assert [line.of(text) for line in lines(text)] == parts


def test_only_three_line_ends() -> None:
    text = "a\x0bb\x0cc\x1cd\x85e\u2028f\u2029g\r\nh\ri\n\nj"
    assert [line.of(text) for line in lines(text)] == [
        "a\x0bb\x0cc\x1cd\x85e\u2028f\u2029g",
        "h",
        "i",
        "",
        "j",
    ]


def test_no_line_after_the_last_line_end() -> None:
    assert [line.of("a\n") for line in lines("a\n")] == ["a"]
    assert lines("") == []
