"""The encodings that files declare, true and false."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtcheck.errors import InputError
from mtcheck.reading import declared

HEAD = '<?xml version="1.0" encoding="{}"?>\n<a>{}</a>'


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("UTF-8", "utf-8"),
        ("utf-8", "utf-8-sig"),
        ("UTF-16", "utf-16"),
        ("UTF-16LE", "utf-16"),
        ("ISO-8859-1", "iso-8859-1"),
        ("windows-1251", "cp1251"),
        ("Shift_JIS", "shift_jis"),
        ("GB18030", "gb18030"),
        ("koi8-r", "koi8-r"),
        ("US-ASCII", "ascii"),
    ],
)
def test_a_true_declaration(name: str, codec: str) -> None:
    words = "na dann" if codec in {"iso-8859-1", "ascii"} else "日本" if "j" in codec else "да"
    content = HEAD.format(name, words)
    raw = content.encode(codec)
    assert declared.decode(raw, "a.xlf") == content
    assert declared.encode(content, raw, "a.xlf") == raw


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (HEAD.format("utf-16", "é").encode(), r"a.xlf:1: says that it is utf-16, but has no byte"),
        (HEAD.format("ISO-8859-1", "é").encode(), "ISO-8859-1, but has bytes that are UTF-8"),
        (HEAD.format("utf-8", "é").encode("latin-1"), "a.xlf:2: byte 0xe9 at offset .* not UTF-8"),
        (HEAD.format("US-ASCII", "\n\né").encode("latin-1"), "a.xlf:4: byte 0xe9 .* not US-ASCII"),
        (
            HEAD.format("cp1252", "é").encode("utf-8-sig"),
            "cp1252, but has a byte order mark of UTF-8",
        ),
        (
            HEAD.format("cp1252", "é").encode("utf-16"),
            "cp1252, but has a byte order mark of UTF-16",
        ),
        (HEAD.format("utf-8", "é").encode("utf-16"), "utf-8, but has a byte order mark of UTF-16"),
        (HEAD.format("utf-7", "+AGE-").encode(), "utf-7, which is not an encoding that is read"),
        (HEAD.format("unicode_escape", r"\x41").encode(), "not an encoding that is read"),
        (HEAD.format("rot13", "a").encode(), "not an encoding that is read"),
        (b"", "is empty"),
        (HEAD.format("utf-8", "a\0b").encode(), "NUL"),
    ],
)
def test_what_is_refused(raw: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        declared.decode(raw, "a.xlf")


def test_letters_that_an_encoding_has_not_are_written_as_references() -> None:
    raw = HEAD.format("ISO-8859-1", "naïve").encode("latin-1")
    content = declared.decode(raw, "a.xlf")
    assert declared.encode(content.replace("ï", "“"), raw, "a.xlf") == (
        HEAD.format("ISO-8859-1", "na&#8220;ve").encode()
    )
    raw = HEAD.format("ISO-8859-1", "<![CDATA[naïve]]>").encode("latin-1")
    content = declared.decode(raw, "a.xlf")
    with pytest.raises(InputError, match="which ISO-8859-1 cannot write there"):
        declared.encode(content.replace("ï", "“"), raw, "a.xlf")


def test_a_long_line_is_no_reason_to_refuse_a_file() -> None:
    raw = HEAD.format("utf-8", "a " * 600_000).encode()
    assert len(declared.decode(raw, "a.xlf")) == len(raw)


@settings(deadline=None)
@given(
    st.binary(max_size=60), st.sampled_from(["utf-8", "utf-16", "latin1", "big5", "hex", "utf_7"])
)
def test_any_bytes_are_read_or_refused(tail: bytes, name: str) -> None:
    for raw in (tail, HEAD.format(name, "").encode() + tail, b"\xff\xfe" + tail):
        try:
            content = declared.decode(raw, "a.xlf")
        except InputError as error:
            told = str(error)
        else:
            told = ""
            assert declared.encode(content, raw, "a.xlf") == raw
        assert "\n" not in told
