from __future__ import annotations

import pytest

from mtcheck.errors import InputError
from mtcheck.reading import apple_strings


def test_comments_keys_and_escapes() -> None:
    file = (
        '/* mtcheck: ignore[N101] */\n"a\\"b" = "c\\n\\U00e9\\u201e\\101\\q";\n'
        '// two\nc.d = e;\n"f";\n/* end */'
    )
    (document,) = apple_strings.read(file, "a.strings")
    assert [(e.id, e.target.text) for e in document.entries] == [
        ('a"b', "c\né„Aq"),
        ("c.d", "e"),
        ("f", "f"),
    ]
    assert [[n.words for n in e.notes] for e in document.entries] == [
        ["mtcheck: ignore[N101]"],
        ["two"],
        [],
    ]
    assert [n.words for n in document.closing] == ["end"]


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ('"a" = "b";\n"a" = "c";', "a.strings:2: the key 'a' is there twice (first in line 1)"),
        ('"a" = "b', "a.strings:1: a quotation mark is not closed: is the file cut short?"),
        ('"a" = "b"\n"c" = "d";', "a.strings:2: a ; should stand here"),
        ('"a" = ;', "a.strings:1: a value should stand here"),
        ("= b;", "a.strings:1: a key should stand here"),
        ('"a" = "b";\n/* c', "a.strings:2: a comment is not closed"),
    ],
)
def test_one_clear_line(file: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        apple_strings.read(file, "a.strings")
    assert message in str(error.value)
