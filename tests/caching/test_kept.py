"""A kept analysis shows what a new one does, in every format; a wrong one is made again."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from mtcheck import analysing, languages, pipeline, reading
from mtcheck.article import Pair
from mtcheck.caching import Cache, Caches, records
from mtcheck.caching.store import Store
from mtcheck.reporting import FORMATS
from mtcheck.settings import Files, Settings, make
from mtcheck.suppressing import Rules
from mtcheck.suppressing.pairs import Pair as Listed
from mtcheck.suppressing.pairs import Pairs

if TYPE_CHECKING:
    from mtcheck.article import Article
    from mtcheck.report import Analysis, Report

CORPORA = Path(__file__).parents[2] / "corpora"
TALKS = CORPORA / "security-talks"
FERRIES = CORPORA / "typhoon-ferries"


def read(folder: Path = TALKS) -> Article:
    names = {p.suffixes[1]: p for p in sorted(folder.glob("article.*.txt"))}
    texts = {key: path.read_text(encoding="utf-8") for key, path in names.items()}
    target = languages.load(names[".mt"].suffixes[0][1:])
    origin = languages.load(names[".src"].suffixes[0][1:])
    return reading.from_strings(
        texts[".mt"], texts.get(".ref"), texts[".src"], target, origin, identity="a.txt"
    )


def settings_for(article: Article, **given: object) -> Settings:
    source = article.source.language.tag if article.source else None
    return make(target_lang=article.mt.language.tag, source_lang=source, **given)


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(Store(str(tmp_path / "kept"), 10**9))


def rendered(report: Report) -> dict[str, str]:
    return {n: f.render([report], colour=True, width=100) for n, f in FORMATS.items()}


@pytest.mark.parametrize("folder", [TALKS, FERRIES], ids=["talks", "ferries"])
def test_every_report_has_the_same_bytes(folder: Path, cache: Cache) -> None:
    article = read(folder)
    settings = settings_for(article)
    plain = rendered(pipeline.check(article, settings))
    assert rendered(pipeline.check(article, settings, None, cache.analysis)) == plain
    assert cache.worked == 1
    assert rendered(pipeline.check(article, settings, None, cache.analysis)) == plain
    assert cache.worked == 1
    assert "N101" in plain["text"] or "A3" in plain["text"]


def test_what_is_shown_is_decided_anew(cache: Cache) -> None:
    article = read()
    first = pipeline.check(article, settings_for(article), None, cache.analysis)
    name = next(f for f in first.findings if f.code == "N101")
    quoted = article.mt.content[name.span.start : name.span.end]
    listed = settings_for(article, names=(quoted,), scoring="google", fail_on="minor")
    rules = Rules(pairs=(Pairs([Listed("kicked", "", None, "ignore.tsv", 1)]),))
    kept = pipeline.check(article, listed, rules, cache.analysis)
    assert cache.worked == 1
    rules = Rules(pairs=(Pairs([Listed("kicked", "", None, "ignore.tsv", 1)]),))
    assert rendered(kept) == rendered(pipeline.check(article, listed, rules))
    assert {s.reason.value for s in kept.suppressed} >= {"name"}


def test_a_record_that_does_not_fit_its_text_is_made_again(cache: Cache) -> None:
    article = read()
    settings = settings_for(article, model="none")
    cache.analysis(article, settings)
    (path,) = (p for p in cache.store.folder.rglob("*") if len(p.name) == 40 and _is_kept(p))
    made = analysing.analyse(article, settings)
    span = msgspec.structs.replace(made.findings[0].span, end=10**7)
    wrong = dataclasses.replace(made.findings[0], span=span)
    for raw in (
        b"",
        b"\xc1",
        msgspec.msgpack.encode({"a": 1}),
        records.written(dataclasses.replace(made, findings=(wrong,))),
        records.written(dataclasses.replace(made, qualities=(0.5,))),
        records.written(_without_reference(made)),
    ):
        cache.store.write(path.name, raw)
        before = cache.worked
        assert cache.analysis(article, settings).findings == made.findings
        assert cache.worked == before + 1
    assert cache.store.damaged == 6


def _is_kept(path: Path) -> bool:
    store = Store(str(path.parents[1]), 0)
    return len(store.read(path.name) or b"") > 1000


def _without_reference(made: Analysis) -> Analysis:
    article = dataclasses.replace(made.article.article, reference=None)
    return dataclasses.replace(made, article=dataclasses.replace(made.article, article=article))


def test_an_analysis_with_a_crash_is_not_kept(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = read()
    settings = settings_for(article, model="none")
    from mtcheck.checks import garbled_name  # noqa: PLC0415

    def broken(*_: object) -> None:
        raise KeyError

    with monkeypatch.context() as patch:
        patch.setattr(garbled_name, "find", broken)
        assert cache.analysis(article, settings).failures
    assert not cache.analysis(article, settings).failures
    assert cache.worked == 2


def test_figures_against_the_reference_are_worked_out_once(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = read()
    settings = settings_for(article, model="none")
    first = cache.analysis(article, settings).against()
    assert first is not None
    monkeypatch.setattr("mtcheck.scoring._ter", None)
    assert cache.analysis(article, settings).against() == first


def test_a_pair_has_no_field_that_is_not_kept() -> None:
    assert {f.name for f in dataclasses.fields(Pair)} == {
        *("index", "mt", "other", "similarity"),  # kept
        "words",  # of use to checks alone
    }


def test_a_folder_has_one_cache_and_size_0_none(tmp_path: Path) -> None:
    caches = Caches()
    one = Files(cache_dir=str(tmp_path / "a"))
    assert caches.of(one) is caches.of(Files(cache_dir=str(tmp_path / "b" / ".." / "a")))
    assert caches.of(Files(cache_dir=str(tmp_path / "c"))) is not caches.of(one)
    assert caches.of(Files(cache_dir=str(tmp_path / "a"), cache_size=0)) is None


def test_a_user_without_a_home_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platformdirs.user_cache_dir", lambda *_, **__: "~/.cache/mtcheck")
    assert Caches().of(Files()) is None
