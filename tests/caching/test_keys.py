"""What has the same key has the same findings: what decides is in it, what does not is not."""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
import pytest

from mtcheck import languages, reading
from mtcheck.article import Article, BlockKind, Ignore
from mtcheck.caching import keys
from mtcheck.caching.store import Store
from mtcheck.report import LATER
from mtcheck.settings import Settings, make
from mtcheck.span import Span

if TYPE_CHECKING:
    from pathlib import Path

MT, REFERENCE, SOURCE = "The tram is late.", "The tram was late.", "Die Bahn war spät."


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(str(tmp_path / "kept"), 10**9)


def article(mt: str = MT, lang: str = "en", *, aligned: bool = False) -> Article:
    target, origin = languages.load(lang), languages.load("de")
    return reading.from_strings(mt, REFERENCE, SOURCE, target, origin, aligned=aligned)


SETTINGS = make(source_lang="de")
OTHER_SETTINGS = (
    ("target_lang", "en-GB"),
    ("source_lang", "nl"),
    ("select", ("N",)),
    ("ignore", ("N",)),
    ("min_confidence", 0.5),
    ("profile", "gate"),
    ("model", "none"),
    ("do_not_translate", ("tram",)),
    ("terms", ({"source": ("a",), "target": ("b",)},)),
    ("checks", {"N101": {"severity": "minor"}}),
    ("names", ("Tram",)),
    ("allow_download", True),
    ("fail_on", "minor"),
    ("fail_confidence", 0.9),
    ("max_penalty", 1.0),
    ("max_total_penalty", 1.0),
    ("min_mqm", 1.0),
    ("scoring", "google"),
)


def test_every_setting_is_asked_about() -> None:
    assert {name for name, _ in OTHER_SETTINGS} == set(Settings.__struct_fields__)
    assert set(Settings.__struct_fields__) > LATER


@pytest.mark.parametrize(("name", "value"), OTHER_SETTINGS, ids=[n for n, _ in OTHER_SETTINGS])
def test_settings_that_decide_are_in_the_key(store: Store, name: str, value: object) -> None:
    other = make(**(msgspec.structs.asdict(SETTINGS) | {name: value}))
    same = keys.key(article(), SETTINGS, store) == keys.key(article(), other, store)
    assert same == (name in LATER)


def test_texts_are_in_the_key(store: Store) -> None:
    one = article()
    assert one.reference is not None
    variants = [
        one,
        article("The tram is late!"),
        article(lang="en-GB"),
        article(aligned=True),
        replace(one, reference=None),
        replace(one, source=None),
        replace(one, reference=replace(one.reference, content="The tram was late!")),
        replace(one, reference=one.source, source=one.reference),
        replace(one, mt=replace(one.mt, blocks=(replace(one.mt.blocks[0], kind=BlockKind.CELL),))),
        replace(one, mt=replace(one.mt, ignores=(Ignore(Span(0, 3), (), 1),))),
    ]
    assert len({keys.key(v, SETTINGS, store) for v in variants}) == len(variants)


def test_the_name_of_a_file_is_not(store: Store) -> None:
    one = article()
    named = replace(one, id="b", mt=replace(one.mt, path="b.txt", file="x" + one.mt.content))
    assert keys.key(one, SETTINGS, store) == keys.key(named, SETTINGS, store)


def test_a_field_of_an_article_is_in_the_key_unless_it_is_named_here() -> None:
    # What another reader adds to a text is encoded with it; a key must not depend on luck.
    left_out = {"path", "file", "id"}
    encoded = msgspec.to_builtins(article(), enc_hook=lambda language: language.tag)
    assert set(encoded) == {f.name for f in dataclasses.fields(Article)}
    fields = {f.name for f in dataclasses.fields(type(article().mt))}
    assert left_out & fields == {"path", "file"}
    assert set(encoded["mt"]) == fields


def test_texts_that_no_file_can_hold_are_not_kept(store: Store) -> None:
    one = article()
    broken = replace(one, mt=replace(one.mt, content="\ud800" + one.mt.content))
    assert keys.key(broken, SETTINGS, store) is None


def test_a_folder_is_known_by_what_its_files_say(tmp_path: Path, store: Store) -> None:
    folder = tmp_path / "model"
    (folder / "a").mkdir(parents=True)
    (folder / "a" / "one").write_text("1")
    (folder / "two").write_text("2")
    skipped = frozenset({folder / "two"})

    def digest() -> str:
        return keys._digest_of(str(folder), skipped, ("ground",), store)  # noqa: SLF001

    before = digest()
    assert digest() == before
    (folder / "two").write_text("two, which somebody vouches for")
    assert digest() == before
    (folder / "a" / "one").write_text("one")
    changed = digest()
    assert changed != before
    (folder / "a" / "one").rename(folder / "a" / "uno")
    assert digest() not in {before, changed}
    other = keys._digest_of(str(folder), skipped, ("other ground",), store)  # noqa: SLF001
    assert other != digest()


def test_a_folder_elsewhere_with_the_same_files_is_the_same(tmp_path: Path, store: Store) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text("the same")
    found = {keys._digest_of(str(tmp_path / n), frozenset(), (), store) for n in ("one", "two")}  # noqa: SLF001
    assert len(found) == 1


def test_another_model_is_known_by_its_files_and_a_missing_one_not(
    tmp_path: Path, store: Store
) -> None:
    assert keys.key(article(), make(model=str(tmp_path / "none")), store) is None
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "config.json").write_text("{}")
    own = make(model=str(tmp_path / "model"))
    first = keys.key(article(), own, store)
    assert first is not None
    (tmp_path / "model" / "config.json").write_text("{ }")
    assert keys.key(article(), own, Store(str(tmp_path / "kept"), 10**9)) != first
