from __future__ import annotations

import pytest

from mtcheck.errors import InputError
from mtcheck.reading import formats, properties


def found(file: str) -> list[tuple[str, str]]:
    (document,) = properties.read(file, "a.properties")
    return [(e.id, e.target.text) for e in document.entries]


@pytest.mark.parametrize(
    ("line", "key", "value"),
    [
        ("a=b", "a", "b"),
        ("a = b ", "a", "b "),
        ("a:b=c", "a", "b=c"),
        ("a b", "a", "b"),
        ("a\\ b\\=c d", "a b=c", "d"),
        ("a=b\\\n   c", "a", "bc"),
        ("a=b\\\r\n   c", "a", "bc"),
        ("a \\\n = \\\n b", "a", "b"),
        ("  a=\\ b", "a", " b"),
        ("a=\\u00e9\\ud83d\\ude00\\t\\q", "a", "é😀\tq"),
        ("a=it''s {0}", "a", "it's {0}"),
        ("a=it''s {x}", "a", "it''s {x}"),
        ("a", "a", ""),
        ("a=b\\", "a", "b"),
    ],
)
def test_a_line(line: str, key: str, value: str) -> None:
    assert found(line) == [(key, value)]


def test_comments_belong_to_what_follows() -> None:
    (document,) = properties.read(
        "# mtcheck: ignore[F5]\n! more\n\na=b\nc=d\n# end", "a.properties"
    )
    assert [[n.words for n in e.notes] for e in document.entries] == [
        [" mtcheck: ignore[F5]", " more"],
        [],
    ]
    assert [n.words for n in document.closing] == [" end"]


@pytest.mark.parametrize(
    ("encoding", "file", "new", "written"),
    [
        ("utf-8", "a=é", "łè", "\\u0142è"),  # nobody can tell it from Latin-1 by its letters
        ("latin-1", "a=é", "łè", "\\u0142è"),
        ("utf-8", "a=\\u00e9", "è", "\\u00E8"),
        ("utf-8", "a=ł", "😀", "😀"),
        ("utf-8", "a=b", "😀", "\\uD83D\\uDE00"),
        ("utf-8", "a={0}", "it's", "it''s"),
        ("utf-8", "a=b", "c\\d\n", "c\\\\d\\n"),
    ],
)
def test_what_is_written(encoding: str, file: str, new: str, written: str) -> None:
    raw = file.encode(encoding)
    content = formats.decode(raw, "a.properties")
    (document,) = properties.read(content, "a.properties")
    notation = document.entries[0].target.stretches[0].notation
    made = properties.NOTATIONS[notation](new)
    assert made == written
    after = formats.encode(f"{content} {made}", raw, "a.properties")
    ((_, said),) = found(formats.decode(after, "a.properties"))
    assert said.endswith(f" {new}")


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("a=b\nc=d\na=e", "a.properties:3: the key 'a' is there twice (first in line 1)"),
        ("a=b\nc=\\u12", "a.properties:2: \\u12 is no escape"),
        ("c=\\\\\\u12", "\\u12 is no escape"),
    ],
)
def test_one_clear_line(file: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        properties.read(file, "a.properties")
    assert message in str(error.value)


@pytest.mark.parametrize("raw", [b"a=\0", b"\xff\xfea\0=\0\0\xd8"])
def test_what_is_no_text(raw: bytes) -> None:
    with pytest.raises(InputError):
        formats.decode(raw, "a.properties")
