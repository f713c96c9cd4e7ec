from __future__ import annotations

import pytest

from mtcheck.errors import InputError
from mtcheck.reading import json_units


def found(file: str, path: str = "a.json") -> list[tuple[str, str, str]]:
    (document,) = json_units.read(file, path)
    return [(e.id, e.path, e.target.text) for e in document.entries]


def test_nested_keys_and_lists() -> None:
    file = '{"a": {"b/c": "x", "d": ["y", 1, null, "z"]}, "e": true, "~": ""}'
    assert found(file) == [
        ("a.b/c", "/a/b~1c", "x"),
        ("a.d.0", "/a/d/0", "y"),
        ("a.d.3", "/a/d/3", "z"),
        ("~", "/~0", ""),
    ]


def test_escapes_are_one_letter_at_their_place() -> None:
    file = '{"a": "x\\u00e9\\ud83d\\ude00\\n\\"y\\/"}'
    (document,) = json_units.read(file, "a.json")
    (entry,) = document.entries
    assert entry.target.text == 'xé😀\n"y/'
    assert [file[s.origin : s.origin + (s.width or 1)] for s in entry.target.stretches] == [
        "x",
        "\\u00e9",
        "\\ud83d\\ude00",
        "\\n",
        '\\"',
        "y",
        "\\/",
    ]


def test_arb() -> None:
    file = (
        '{"@@locale": "pt_BR", "@@last_modified": "x", "a": "b {c}",'
        ' "@a": {"description": "mtcheck: ignore[N101] why", "placeholders": {"c": {"x": "d"}}},'
        ' "@gone": {"description": "e"}}'
    )
    (document,) = json_units.read(file, "app.arb")
    assert document.target_lang == "pt-BR"
    assert [(e.id, e.target.text) for e in document.entries] == [("a", "b {c}")]
    assert [n.words for n in document.entries[0].notes] == ["mtcheck: ignore[N101] why"]


def test_comments_by_their_keys() -> None:
    file = (
        '{"_comment": "mtcheck: ignore", "a": "b", "@a": "mtcheck: ignore[F5]", "@c": "a handle",'
        ' "//d": "words", "__comment": {"x": "y"}, "e": "f", "_comment_2": "mtcheck: on"}'
    )
    (document,) = json_units.read(file, "a.json")
    assert [(e.id, [n.words for n in e.notes]) for e in document.entries] == [
        ("a", ["mtcheck: ignore", "mtcheck: ignore[F5]"]),
        ("@c", []),  # no key that it could be about: a text like any other
        ("e", ["words", "y"]),
    ]
    assert [n.words for n in document.closing] == ["mtcheck: on"]


@pytest.mark.parametrize("key", ["message", "defaultMessage", "string"])
def test_units_that_are_objects(key: str) -> None:
    file = (
        f'{{"a": {{"{key}": "x", "description": "mtcheck: ignore",'
        ' "placeholders": {"p": {"content": "$1"}}},'
        f' "b": {{"{key}": "y"}}}}'
    )
    (document,) = json_units.read(file, "messages.json")
    assert [(e.id, e.path, e.target.text) for e in document.entries] == [
        ("a", f"/a/{key}", "x"),
        ("b", f"/b/{key}", "y"),
    ]
    assert [n.words for n in document.entries[0].notes] == ["mtcheck: ignore"]


def test_plurals_of_i18next_fall_back_on_other() -> None:
    (document,) = json_units.read('{"a_few": "x", "a_one": "y", "few": "z", "_few": "w"}', "a.json")
    assert [e.otherwise for e in document.entries] == [(("a_other",),), (), (("other",),), ()]


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ('{"a": "b",\n "a": "c"}', "a.json:2: the key 'a' is there twice (first in line 1)"),
        ('{"a": "b",\n}', "a.json:2: not JSON"),
        ('{"a": "b', "a.json:1: not JSON"),
        ('"a"', "a.json:1: is no object of translations"),
        ("[" * 300 + "]" * 300, "nested too deeply"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a": ' + "9" * 5000 + "}", "a number too long"),
        ('{"a": "b\x01"}', "not JSON"),
    ],
)
def test_one_clear_line(file: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        json_units.read(file, "a.json")
    assert message in str(error.value)
