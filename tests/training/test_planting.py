"""Planted errors: of the kind asked for, in the language's own words, the same for a seed."""

from __future__ import annotations

import numpy as np  # noqa: TID253 - a test of numbers
import pytest

from mtcheck import languages
from mtcheck.languages.senses import Relation
from mtcheck.spans import loading
from mtcheck.training.planting import Exchange, Kind, Planter

TEXTS = {
    "en": "The council accepted the proposal and several residents watched the old bridge closing.",
    "de": "Die Regierung hat den Vorschlag angenommen und viele Menschen schauten heute zu.",
    "ru": "Правительство приняло важное решение, и многие люди сегодня смотрели новости.",
}


@pytest.fixture(scope="module")
def planter() -> Planter:
    """With vectors by chance: what is near is then by chance as well."""
    vocabulary = loading.load().vocabulary
    vectors = np.random.default_rng(1).normal(size=(len(vocabulary), 8)).astype(np.float32)
    return Planter(vocabulary, vectors)


def planted(planter: Planter, lang: str, kind: Kind) -> list[tuple[str, Exchange]]:
    found = []
    for seed in range(40):
        for one in planter.exchanges(TEXTS[lang], lang, [kind], str(seed)):
            old = TEXTS[lang][one.span.start : one.span.end]
            assert old.isalpha()
            assert one.new != old
            assert one.new[0].isupper() == old[0].isupper()
            found.append((old, one))
    return found


@pytest.mark.parametrize("lang", TEXTS)
def test_a_wrong_sense_is_far_in_the_wordnet_or_the_opposite(planter: Planter, lang: str) -> None:
    language = languages.load(lang)
    assert language.senses is not None
    found = planted(planter, lang, Kind.SENSE)
    assert found
    for old, one in found:
        relation = language.senses.relation(
            language.stem(old.lower()), language.stem(one.new.lower())
        )
        assert relation is Relation.FAR


@pytest.mark.parametrize("lang", TEXTS)
def test_another_form_has_the_same_stem(planter: Planter, lang: str) -> None:
    language = languages.load(lang)
    found = planted(planter, lang, Kind.FORM)
    assert found
    for old, one in found:
        assert language.stem(old.lower()) == language.stem(one.new.lower())


def test_what_the_other_texts_say_is_never_put_in(planter: Planter) -> None:
    said = {one.new for _, one in planted(planter, "en", Kind.SENSE)}
    others = " ".join(sorted(said))
    for seed in range(40):
        for one in planter.exchanges(TEXTS["en"], "en", [Kind.SENSE], str(seed), others):
            assert one.new not in said


def test_kinds_take_different_words_in_order(planter: Planter) -> None:
    kinds = [Kind.SENSE, Kind.FORM]
    found = planter.exchanges(TEXTS["en"], "en", kinds, "1")
    assert len(found) == 2
    assert found[0].span.end <= found[1].span.start
    assert found == planter.exchanges(TEXTS["en"], "en", kinds, "1")


def test_no_spaces_or_no_data_no_errors(planter: Planter) -> None:
    for lang in ("zh", "ja", "fi"):
        assert planter.exchanges("委员会接受了提案。 Hän tuli.", lang, [Kind.SENSE], "1") == []
