from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck.errors import InputError
from mtcheck.reading.decoding import MAX_BYTES, MAX_LINE, MAX_TEXT, decode, read_bytes

if TYPE_CHECKING:
    from pathlib import Path

# A byte order mark inside a text is a character like any other; at its start it is the mark.
TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\r\n\t\x85"), min_size=1
).filter(lambda t: t.strip() and not t.startswith("\ufeff"))
MARKED = {
    "utf-8": b"",
    "utf-8-sig": b"",
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
}


@given(TEXTS, st.sampled_from(sorted(MARKED)))
def test_text_comes_out_as_it_went_in(text: str, encoding: str) -> None:
    assert decode(MARKED[encoding] + text.encode(encoding), "x.txt") == text


@given(st.binary())
def test_any_bytes_are_text_or_one_clear_line(raw: bytes) -> None:
    text = message = None
    try:
        text = decode(raw, "x.txt", ("windows-1252",))
    except InputError as error:
        message = str(error)
    if text is None:
        assert message is not None
        assert message.startswith("x.txt:")
        assert "\n" not in message
    else:
        assert raw.endswith(text.encode("utf-8")) or raw[:2] in MARKED.values()


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "is empty"),
        (b" \r\n\t", "nothing but white space"),
        (b"caf\xe9 is\nnice", r"x\.txt:1: byte 0xe9 at offset 3 is not UTF-8.*windows-1252"),
        (b"\xef\xbb\xbfok\r\nno\rcaf\xe9!", r"x\.txt:3: byte 0xe9 at offset 13"),
        ("teuer: 5 €".encode()[:-1], "cut short within a character"),
        (b"text\0text", "NUL byte at offset 4"),
        (b"PK\x03\x04\x14\x06\x08\x01", "looks binary"),
        (b"\x89PNG\r\n\x1a\n\x01\x02\x03\x04\xff", "looks binary"),
        ("Hello there".encode("utf-16-le"), "utf-16-le without a byte order mark"),
        ("Привет, мир и люди".encode("utf-16-be"), "utf-16-be without a byte order mark"),
        (codecs.BOM_UTF16_LE + b"a\0b", r"0x62 at offset 4 is no character of UTF-16"),
        (codecs.BOM_UTF16_BE + b"\0a\0\n\xd8\0\0a", r"x\.txt:2: 0xd8 0x00 at offset 6"),
        (codecs.BOM_UTF32_LE + b"a\0\0\0", "is UTF-32"),
        (b"ok\n" + b"a" * (MAX_LINE + 1), r"x\.txt:2: a line of 1,000,001 characters"),
        (b"a\n" * (MAX_TEXT // 2 + 1), r"8,000,002 characters in one text"),
    ],
)
def test_what_is_refused(raw: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        decode(raw, "x.txt", ("windows-1252",))


def test_the_languages_encodings_are_suggested() -> None:
    raw = "Привет".encode("koi8-r")
    with pytest.raises(InputError, match="iconv -f koi8-r"):
        decode(raw, "x.txt", ("utf-7", "koi8-r"))


def test_limits_are_inclusive(tmp_path: Path) -> None:
    assert len(decode(b"a" * MAX_LINE, "x.txt")) == MAX_LINE
    file = tmp_path / "big.txt"
    file.write_bytes(b"a" * (MAX_BYTES + 1))
    with pytest.raises(InputError, match="larger than 32 MB"):
        read_bytes(str(file))
