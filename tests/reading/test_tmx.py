from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import pytest
from fuzzing import WORDS, articles, attempt, fuzz, mutated, rewritten, samples
from hypothesis import given
from hypothesis import strategies as st

from mtcheck.errors import InputError
from mtcheck.reading import files
from mtcheck.reading.pairing import Job
from mtcheck.rewriting import Edit, applied, in_file

if TYPE_CHECKING:
    from mtcheck.article import Article, Text

HERE = Path(__file__).parent / "samples"
SAMPLES = samples(HERE, ".tmx")
TMX = '<tmx version="1.4"><header srclang="{}"/><body>{}</body></tmx>'


def unit(attributes: str = "", **texts: str) -> str:
    variants = (
        f'<tuv xml:lang="{tag.replace("_", "-")}"><seg>{text}</seg></tuv>'
        for tag, text in texts.items()
    )
    return f"<tu {attributes}>{''.join(variants)}</tu>"


def read(body: str, srclang: str = "en", **said: str) -> tuple[Article, ...]:
    languages = files.Languages(**said)  # type: ignore[arg-type]
    return files.read(Job("a.tmx"), languages, aligned=False, content=TMX.format(srclang, body))


def texts(text: Text | None) -> list[str]:
    return [] if text is None else [text.at(unit.span) for unit in text.units]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.name)
def test_samples_come_out_as_they_went_in(path: Path) -> None:
    raw = path.read_bytes()
    (article,) = files.read(Job(str(path)), files.Languages(), aligned=False)
    assert (article.mt.language.tag, article.source and article.source.language.tag) == ("de", "en")
    content = article.mt.file
    assert content == raw.decode()
    for block in article.mt.blocks:
        edit = in_file(article.mt, Edit(block.span, article.mt.at(block.span)))
        assert edit is not None
        assert applied(content, [edit]) == content


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.name)
def test_the_toolkit_reads_the_same_translations(path: Path) -> None:
    from translate.storage import tmx as judge  # noqa: PLC0415 - GPL, in tests alone

    store = judge.tmxfile(None, "en", "de")
    store.parse(path.read_bytes())
    theirs = [(_bare(u.source), _bare(u.target)) for u in store.units]
    (article,) = files.read(Job(str(path)), files.Languages(), aligned=False)
    ours = zip(map(_bare, texts(article.source)), map(_bare, texts(article.mt)), strict=True)
    assert theirs
    assert list(ours) == theirs


def _bare(text: str) -> str:
    """The words alone: the toolkit gives what stands in codes, and no tags."""
    return re.sub(r"</?[a-z]+\d?(?: id=\"\d\")?/?>", "", text)


def test_every_language_is_an_article_unless_one_is_named() -> None:
    body = unit('tuid="x"', en_US="One", de="Eins", fr="Un") + unit(en_US="Two", de="Zwei")
    found = read(body, "EN-us")
    assert [(a.id, a.mt.language.tag) for a in found] == [("a.tmx#de", "de"), ("a.tmx#fr", "fr")]
    assert [texts(a.mt) for a in found] == [["Eins", "Zwei"], ["Un"]]
    assert found[1].mt.remarks == ("not checked are 1 of 2 units: they have no translation",)
    assert [(u.id, u.path) for u in found[0].mt.units] == [("x", "tu[1]/de"), ("2", "tu[2]/de")]
    (article,) = read(body, "en-US", target="fr")
    assert (article.id, texts(article.mt)) == ("a.tmx", ["Un"])
    (article,) = read(body, "en-US", target="en", source="de")
    assert (texts(article.mt), texts(article.source)) == (["One", "Two"], ["Eins", "Zwei"])
    with pytest.raises(InputError, match="has nothing in it: its languages are en-US, de, fr"):
        read(body, target="it")


def test_languages_of_one_kind() -> None:
    body = unit(en="One", pt_PT="Um", pt_BR="Um só")
    assert [a.id for a in read(body, target="pt")] == ["a.tmx#pt-PT", "a.tmx#pt-BR"]
    assert [texts(a.mt) for a in read(body, target="pt_br")] == [["Um só"]]


def test_a_memory_for_all_languages_is_read_from_its_first() -> None:
    (article,) = read(unit(de="Eins", en="One"), "*all*")
    assert (texts(article.source), texts(article.mt)) == (["Eins"], ["One"])
    with pytest.raises(InputError, match="has no translations: all of it is de"):
        read(unit(de="Eins"), "*all*")


def test_codes_and_what_stands_in_them() -> None:
    seg = (
        'a<bpt i="1" x="3">&lt;b&gt;</bpt>b<ept i="1"/><hi type="term">c</hi>'
        '<ph x="4">{<sub>alt</sub>}</ph><it pos="begin" x="5"/>'
    )
    assert texts(read(unit(en="x", de=seg))[0].mt) == [
        'a<bpt id="3"/>b<ept id="1"/>c<ph id="4">alt</ph><it id="5"/>'
    ]


def test_comments_and_notes_hide_findings() -> None:
    body = (
        '<tu><note>mtcheck: ignore[N101]</note><tuv xml:lang="en"><seg>a</seg></tuv>'
        '<tuv xml:lang="de"><seg>A</seg></tuv></tu>' + unit(en="b", de="B")
        + "<!-- mtcheck: ignore -->" + unit(en="c", de="C")
    )  # fmt: skip
    mt = read(body)[0].mt
    assert [(mt.at(i.scope), i.codes) for i in mt.ignores] == [("A", ("N101",)), ("C", ())]


def test_ids_that_are_there_twice_are_told_and_texts_are_not() -> None:
    body = unit('tuid="a"', en="x", de="A") + unit('tuid="a"', en="y", de="B")
    assert "the unit 'a' was there before" in read(body)[0].mt.remarks[0]
    assert read(unit(en="x", de="A") * 2)[0].mt.remarks == ()


def test_a_reference_is_paired_by_id_or_source(tmp_path: Path) -> None:
    mt, ref = tmp_path / "mt.tmx", tmp_path / "ref.tmx"
    mt.write_text(TMX.format("en", unit('tuid="a"', en="x", de="A") + unit(en="y", de_DE="B")))
    ref.write_text(TMX.format("en", unit(en="y", de="b") + unit('tuid="a"', en="z", de="a")))
    found = files.read(Job(str(mt), str(ref)), files.Languages(target="de"), aligned=False)
    assert [(texts(a.mt), texts(a.reference)) for a in found] == [(["A"], ["a"])]
    found = files.read(Job(str(mt), str(ref)), files.Languages(), aligned=False)
    assert [(texts(a.mt), texts(a.reference)) for a in found] == [
        (["A"], ["a"]), (["B"], ["b"]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<xliff/>", "is no TMX: its root is <xliff>"),
        ("<tmx/>", "has no <body>"),
        ("<tmx><body/></tmx>", ""),
        ('<!DOCTYPE tmx SYSTEM "http://x/tmx14.dtd"><tmx><body/></tmx>', ""),
        ('<!DOCTYPE tmx SYSTEM "file:///etc/passwd"><tmx><body/></tmx>', "has a document type"),
        ('<!DOCTYPE tmx SYSTEM "tmx14.dtd" [<!ENTITY a "b">]><tmx/>', "has a document type"),
        ('<!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx><body>&x;</body></tmx>', "entity &x; that nothing"),
    ],
)
def test_what_is_refused(content: str, message: str) -> None:
    if not message:
        said = files.Languages(target="de")
        assert files.read(Job("a.tmx"), said, aligned=False, content=content)[0].mt.content == ""
        return
    with pytest.raises(InputError, match=message):
        articles("a.tmx", content)


PIECES = st.one_of(
    WORDS.map(escape),
    WORDS.filter(lambda w: "]]>" not in w).map(lambda w: f"<![CDATA[{w}]]>"),
    WORDS.map(lambda w: f'<bpt i="1">{escape(w)}</bpt>'),
    WORDS.map(lambda w: f'<ph x="1">{{<sub>{escape(w)}</sub>}}</ph>'),
    st.sampled_from(["<!-- c -->", "<hi>x</hi>", '<ut x="1"/>', "&quot;&apos;&#955;"]),
)
CONTENTS = st.lists(PIECES, max_size=5).map("".join)


@fuzz
@given(
    st.lists(st.tuples(CONTENTS, CONTENTS), min_size=1, max_size=4),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.data(),
)
def test_fuzz_well_formed(
    units: list[tuple[str, str]], encoding: str, end: str, data: st.DataObject
) -> None:
    head = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>\n'
    body = "\n".join(unit(de=s, en=t) for s, t in units)
    content = (head + TMX.format("de", body)).replace("\n", end)
    for article in attempt("a.tmx", content.encode(encoding, "xmlcharrefreplace")):
        rewritten(data, "a.tmx", article)


@fuzz
@given(st.sampled_from(SAMPLES), st.data())
def test_fuzz_damaged(path: Path, data: st.DataObject) -> None:
    attempt(str(path), mutated(data, path.read_bytes()))
