from __future__ import annotations

from itertools import pairwise

import pytest

from mtcheck.errors import InputError
from mtcheck.reading import yaml_scalars, yaml_units

STYLES = """\
de:
  double: "Gr\\u00fc\\u00dfe \\
    an %{name}"   # mtcheck: ignore[N101] so
  single: 'it''s
    folded

    twice'
  plain: Präsident Macron kam
    gestern, nein
  # mtcheck: ignore
  literal: |  # words
    Zeile eins
      mehr

    Zeile zwei
  folded: >-
    eins
    zwei

    drei
      tief
    vier
  kept: |+2
      drin

  anchor: &a !!str geh
  again: *a
  flow: {x: b c, y: ["d", e f]}
  none: ~
  number: 12
  on: "ja"
"""


def test_every_style_letter_by_letter() -> None:
    (document,) = yaml_units.read(STYLES, "a.yml")
    assert document.target_lang == "de"
    texts = {e.id: e.target.text for e in document.entries}
    assert texts == {
        "double": "Grüße an %{name}",
        "single": "it's folded\ntwice",
        "plain": "Präsident Macron kam gestern, nein",
        "literal": "Zeile eins\n  mehr\n\nZeile zwei\n",
        "folded": "eins zwei\ndrei\n  tief\nvier",
        "kept": "  drin\n\n",
        "anchor": "geh",
        "flow.x": "b c",
        "flow.y.0": "d",
        "flow.y.1": "e f",
        "on": "ja",
    }
    for entry in document.entries:
        for stretch in entry.target.stretches:
            assert stretch.notation in yaml_scalars.NOTATIONS  # nothing fell back
            if stretch.width is None:
                assert STYLES.startswith(stretch.text, stretch.origin)


def test_comments() -> None:
    (document,) = yaml_units.read(STYLES, "a.yml")
    notes = {e.id: [n.words for n in e.notes] for e in document.entries if e.notes}
    assert notes == {
        "double": [" mtcheck: ignore[N101] so"],
        "literal": [" mtcheck: ignore", " words"],
    }


def test_several_languages_are_several_documents() -> None:
    found = yaml_units.read("en:\n  a: b\nde:\n  a: c\n", "a.yml")
    assert [(d.name, d.target_lang, [e.id for e in d.entries]) for d in found] == [
        ("en", "en", ["a"]),
        ("de", "de", ["a"]),
    ]


def test_without_a_language_at_the_top() -> None:
    (document,) = yaml_units.read("menu:\n  open: Öffnen\nde: kein\n", "messages.de.yaml")
    assert document.target_lang is None
    assert [(e.id, e.path) for e in document.entries] == [
        ("menu.open", "/menu/open"),
        ("de", "/de"),
    ]


def test_plurals_of_rails_fall_back_on_other() -> None:
    (document,) = yaml_units.read("de:\n  files:\n    few: x\n    one: y\n", "a.yml")
    assert [e.otherwise for e in document.entries] == [(("files", "other"),), ()]


@pytest.mark.parametrize(
    ("whole", "text", "says"),
    [
        ("a b", "a b", True),
        ("a: b", "a: b", False),
        ("no", "no", False),
        ("12", "12", False),
        ("a #b", "a #b", False),
        ("%{x}", "%{x}", False),
        ("a %{x}, b", "a %{x}, b", True),
    ],
)
def test_a_plain_scalar_must_read_back(whole: str, text: str, says: bool) -> None:  # noqa: FBT001
    assert yaml_scalars.PROOFS["yaml-plain"](whole, text) is says


def bomb() -> str:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    for before, name in pairwise("abcdefg"):
        lines.append(f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]")
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("de:\n  a: b\n  a: c\n", "a.yml:3: the key 'a' is there twice (first in line 2)"),
        ("{a: b, a: c}", "a.yml:1: the key 'a' is there twice (first in line 1)"),
        ("de:\n  a: !ruby/object:File x\n", "a.yml:2: the tag !ruby/object:File is not read"),
        ("a: !!python/object/apply:os.system [x]\n", "is not read: take it out"),
        ("a: &x [*x]\n", "an anchor that is in itself"),
        (bomb(), "unfold to more than"),
        ("a: [", "a.yml:"),
        ('a: "b', "a.yml:"),
        ("a: b\n---\nc: d\n", "a.yml:2: not YAML"),
        ("- a\n", "a.yml:1: is no mapping of translations"),
        ("a", "is no mapping of translations"),
        ("", "is no mapping of translations"),
        ("? [a]\n: b\n", "a.yml:1: a key that is no text"),
        ("a: " + "[" * 5000, "a.yml"),
        ("a: " + "[" * 200 + "]" * 200, "nested too deeply"),
        ("a: b\x07", "not YAML"),
    ],
)
def test_one_clear_line(file: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        yaml_units.read(file, "a.yml")
    assert message in str(error.value)
    assert "\n" not in str(error.value)
