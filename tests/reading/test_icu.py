from __future__ import annotations

import pytest

from mtcheck.reading import icu, plurals
from mtcheck.reading.units import Entry, Side, Stretch


def entry(text: str, source: str | None = None) -> Entry:
    def side(said: str) -> Side:
        return Side((Stretch(said, 0),), 0)

    return Entry("a", "/a", side(text), side(source) if source else None, key=("a",))


def opened(text: str, source: str | None = None, *, quoting: bool = True) -> list[tuple[str, str]]:
    return [(e.id, e.target.text) for e in icu.opened(entry(text, source), quoting=quoting)]


def test_a_plural_in_a_sentence() -> None:
    text = "You have {n, plural, offset:1 =0 {none} one {# file} other {# files}} left, {name}."
    assert opened(text) == [
        ("a", "You have {n,plural} left, {name}."),
        ("a[n=0]", "none"),
        ("a[n=one]", "# file"),
        ("a[n=other]", "{#} files"),
    ]


def test_a_select_with_a_plural_in_it() -> None:
    text = "{who, select, her {{n, plural, one {her # cat} other {her # cats}}} other {x}}"
    assert opened(text) == [
        ("a", "{who,select}"),
        ("a[who=her]", "{n,plural}"),
        ("a[who=her][n=one]", "her # cat"),
        ("a[who=her][n=other]", "her {#} cats"),
        ("a[who=other]", "x"),
    ]


def test_each_branch_stands_at_its_place() -> None:
    text = "A {n, plural, other {# it''s '{'}} b"
    made = list(icu.opened(entry(text)))
    for one in made:
        for stretch in one.target.stretches:
            width = len(stretch.text) if stretch.width is None else stretch.width
            there = text[stretch.origin : stretch.origin + width]
            shown = {"{n,plural}": text[2:-2], "{#}": "#", "'": "''"}.get(
                stretch.text, stretch.text
            )
            assert there == shown


def test_what_is_compared_with_what() -> None:
    text = "{n, plural, one {один} few {пара} other {много}}"
    source = "{n, plural, one {a} other {b}}"
    made = list(icu.opened(entry(text, source)))
    assert [e.source and e.source.text for e in made] == ["{n,plural}", "a", "b", "b"]
    assert [e.key for e in made] == [("a",), ("a", "n=one"), ("a", "n=few"), ("a", "n=other")]
    assert made[2].otherwise == (("a", "n=other"),)
    alone = list(icu.opened(entry(text, "{n, plural, other {b}}")))
    assert alone[1].source is None  # one may do without its number: it is compared with nothing


def test_a_form_for_one_may_leave_its_number_out() -> None:
    made = list(icu.opened(entry("{n, plural, =1 {one} one {a} few {b} other {c}}")))
    assert [e.singular for e in made] == [False, True, True, False, False]


@pytest.mark.parametrize(
    ("target", "source", "compared"),
    [
        ("eine Datei", "%d file", " file"),
        ("%d Datei", "%d file", "%d file"),
        ("eine Datei von %s", "%d file of %s", " file of %s"),
        ("eine Datei", "%d file of %s", "%d file of %s"),
        ("eine Datei {x}", "{{count}} file", "{{count}} file"),
        ("eine Datei", "a file", "a file"),
    ],
)
def test_what_a_form_for_one_is_compared_with(target: str, source: str, compared: str) -> None:
    sides = [Side((Stretch(text, 0),), 0) for text in (target, source)]
    assert plurals.without_number(*sides).text == compared


@pytest.mark.parametrize(
    "text",
    [
        "no braces",
        "{name}",
        "{n, plural, one {x} other {y}",
        "{n, plural, one {x}} other {y}}",
        "{n, plural, }",
        "{n, plural, one {x} one {y}}",
        "{n, number} {",
        "{n, plural, one x}",
    ],
)
def test_what_is_no_message_stays_whole(text: str) -> None:
    assert opened(text) == [("a", text)]


def test_an_apostrophe_quotes_or_does_not() -> None:
    text = "'{n, plural, other {x}}'"
    assert opened(text) == [("a", text)]
    assert opened(text, quoting=False)[1] == ("a[n=other]", "x")
    assert opened("{n, plural, other {it's '{'x}}")[1] == ("a[n=other]", "it's '{'x")


def test_deep_nesting_ends() -> None:
    text = "{n, select, other {" * 60 + "x" + "}}" * 60
    assert opened(text) == [("a", text)]
