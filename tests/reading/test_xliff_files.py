from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import pytest
from fuzzing import SAID, WORDS, articles, attempt, fuzz, mutated, rewritten, samples
from hypothesis import given
from hypothesis import strategies as st

from mtcheck.errors import InputError
from mtcheck.reading import files, formats, xliff
from mtcheck.reading.pairing import Job
from mtcheck.rewriting import Edit, applied, in_file
from mtcheck.span import Span

if TYPE_CHECKING:
    from mtcheck.article import Article

HERE = Path(__file__).parent / "samples"
SAMPLES = samples(HERE, ".xlf", ".sdlxliff", ".mxliff")
ONE = '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"{}>{}</xliff>'
FILE = '<file original="{}" source-language="de" target-language="en" datatype="x">{}</file>'
TWO = (
    '<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="de" trgLang="en">'
    '<file id="f">{}</file></xliff>'
)


def one(body: str, root: str = "", original: str = "a") -> Article:
    content = ONE.format(root, FILE.format(original, f"<body>{body}</body>"))
    return articles("a.xlf", content)[0]


def two(body: str) -> Article:
    return articles("a.xlf", TWO.format(body))[0]


def unit(target: str, source: str = "Quelle", attributes: str = 'id="1"', more: str = "") -> str:
    return (
        f"<trans-unit {attributes}><source>{source}</source>"
        f"<target>{target}</target>{more}</trans-unit>"
    )


def texts(article: Article) -> list[str]:
    return [article.mt.at(unit.span) for unit in article.mt.units]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.name)
def test_samples_come_out_as_they_went_in(path: Path) -> None:
    raw = path.read_bytes()
    found = attempt(str(path), raw)
    assert found
    content = formats.decode(raw, str(path))
    for article in found:
        assert article.aligned
        assert article.source is not None
        assert len(article.source.blocks) == len(article.mt.blocks)
        assert article.mt.file == content
        for block in article.mt.blocks:
            # An edit that changes nothing is no change.
            edit = in_file(article.mt, Edit(block.span, article.mt.at(block.span)))
            locked = article.mt.unit_at(block.span.start)
            assert edit is not None or (locked is not None and locked.locked)
            assert edit is None or applied(content, [edit]) == content


@pytest.mark.parametrize("name", ["angular.de.xlf", "toolkit.de.xlf"])
def test_the_toolkit_reads_the_same_translations(name: str) -> None:
    from translate.storage import xliff as judge  # noqa: PLC0415 - GPL, in tests alone

    store = judge.xlifffile.parsefile(str(HERE / name))
    theirs = {u.target for u in store.units if u.target and not u.isheader()}
    (article,) = articles(name, (HERE / name).read_text(encoding="utf-8"))
    assert theirs
    assert set(map(_bare, theirs)) == set(map(_bare, texts(article)))


def _bare(text: str) -> str:
    """The words alone: the toolkit leaves codes out of its strings."""
    return " ".join(re.sub(r"</?x[^>]*>", "", text).split())


def test_units_have_their_ids_and_paths() -> None:
    inner = unit("One", attributes='id="7" resname="open"')
    body = f'<group id="g" resname="menu">{inner}</group>'
    found = one(body + unit("Two", attributes='id="8"'), original="app.html").mt.units
    assert [(u.id, u.path) for u in found] == [("7", "app.html/menu/open"), ("8", "app.html/8")]
    article = two(
        '<group id="g"><unit id="u" name="n"><segment id="s"><source>a</source><target>A</target>'
        "</segment><ignorable><source> </source></ignorable><segment><source>b</source>"
        '<target>B</target></segment></unit></group><unit id="v"><segment><source>c</source>'
        "<target>C</target></segment></unit>"
    )
    assert [(u.id, u.path) for u in article.mt.units] == [
        ("u#s", "f/g/n#s"), ("u#2", "f/g/n#2"), ("v", "f/v"),
    ]  # fmt: skip


def test_languages_are_the_files_own() -> None:
    content = ONE.format("", FILE.format("a", f"<body>{unit('Hi')}</body>"))
    own = files.read(Job("a.xlf"), files.Languages(), aligned=False, content=content)[0]
    assert (own.mt.language.tag, own.source.language.tag if own.source else "") == ("en", "de")
    said = files.read(Job("a.xlf"), files.Languages(target="fr"), aligned=False, content=content)
    assert said[0].mt.language.tag == "fr"
    bare = content.replace('target-language="en" ', "")
    named = files.read(Job("a.nl.xlf"), files.Languages(), aligned=False, content=bare)
    assert named[0].mt.language.tag == "nl"
    marked = bare.replace("<target>", '<target xml:lang="it">')
    assert (
        files.read(Job("a.xlf"), files.Languages(), aligned=False, content=marked)[
            0
        ].mt.language.tag
        == "it"
    )
    with pytest.raises(Exception, match="Give --target-lang"):
        files.read(Job("a.xlf"), files.Languages(), aligned=False, content=bare)


def test_every_file_element_is_an_article() -> None:
    parts = [FILE.format(name, f"<body>{unit(name)}</body>") for name in ("a", "b")]
    found = articles("x.xlf", ONE.format("", "".join(parts)))
    assert [a.id for a in found] == ["x.xlf#a", "x.xlf#b"]


@pytest.mark.parametrize(
    ("body", "kept", "why"),
    [
        (unit(""), [], "they have no translation"),
        (unit("  <x id='1'/> "), ['  <x id="1"/> '], ""),
        ("<trans-unit id='1'><source>a</source></trans-unit>", [], "they have no translation"),
        (unit("Hi", attributes='id="1" translate="no"'), [], 'translate="no"'),
        (f'<group translate="no">{unit("Hi")}</group>', [], 'translate="no"'),
        (
            '<group translate="no">' + unit("Hi", attributes='translate="yes"') + "</group>",
            ["Hi"],
            "",
        ),
        (unit("Quelle").replace("<target>", '<target state="new">'), [], "they are new"),
        (unit("Hi").replace("<target>", '<target state="new">'), ["Hi"], ""),
        (unit("Quelle"), ["Quelle"], ""),
    ],
)
def test_what_is_not_checked(body: str, kept: list[str], why: str) -> None:
    article = one(body)
    assert texts(article) == kept
    if why:
        assert article.mt.remarks[0].startswith(f"not checked are 1 of 1 unit: {why}")
    else:
        assert article.mt.remarks == ()


def test_what_is_not_checked_in_xliff_2() -> None:
    segment = '<segment state="{}"><source>a</source><target>{}</target></segment>'
    body = "".join(
        f'<unit id="{n}" translate="{t}">{segment.format(state, target)}</unit>'
        for n, (t, state, target) in enumerate(
            [("no", "translated", "b"), ("yes", "initial", "a"), ("yes", "initial", "b"),
             ("yes", "final", "c"), ("yes", "translated", "")]
        )
    )  # fmt: skip
    article = two(body)
    assert [(u.id, u.locked) for u in article.mt.units] == [("2", False), ("3", True)]
    assert len(article.mt.remarks) == 3


def test_segments_of_a_unit() -> None:
    (article,) = articles(
        "t.sdlxliff", formats.decode((HERE / "trados.sdlxliff").read_bytes(), "t.sdlxliff")
    )
    assert [(u.id, u.locked) for u in article.mt.units] == [
        ("5e0d6a0f-1#1", True),
        ("5e0d6a0f-1#2", False),
    ]
    assert texts(article)[1] == 'He spoke with <g id="7">74 people</g> & left.'
    assert article.source is not None
    assert article.source.at(article.source.units[1].span).startswith("Er sprach mit <g id")


def test_text_outside_of_segments_is_not_lost() -> None:
    mark = "<mrk mtype='seg' mid='{}'>{}</mrk>"
    article = one(
        unit(
            f"{mark.format(1, 'One')} and {mark.format(2, 'two')}",
            more=f"<seg-source>{mark.format(1, 'Eins')} und {mark.format(2, 'zwei')}</seg-source>",
        )
    )
    assert texts(article) == ["One", "two", " and "]
    assert article.source is not None
    assert article.source.content == "Eins\nzwei\n und "


def test_codes_are_one_token_each_and_annotations_none() -> None:
    body = (
        'a <g id="1">b</g> <x id="2" equiv-text="&lt;br/&gt;"/><ph id="3">&lt;b&gt; words</ph>'
        '<bpt id="4">[<sub>alt</sub>]</bpt><mrk mtype="x-term">c</mrk><!-- no -->d'
        '<ut\n id="5" z="">e</ut>'
    )
    assert texts(one(unit(body))) == [
        'a <g id="1">b</g> <x id="2"/><ph id="3"/><bpt id="4">alt</bpt>cd<ut id="5">e</ut>'
    ]
    body = (
        'a<pc id="1">b<ph id="2"/></pc><sc id="3"/><mrk id="m" translate="no">c</mrk><sm id="m"/>'
    )
    body += '<cp hex="0001"/><ec startRef="3"/>'
    found = two(f'<unit id="1"><segment><source/><target>{body}</target></segment></unit>')
    assert texts(found) == ['a<pc id="1">b<ph id="2"/></pc><sc id="3"/>c␦<ec id="3"/>']
    (hidden,) = found.mt.ignores
    assert hidden.quiet
    assert found.mt.at(hidden.scope) == "c"


def test_entities_and_cdata() -> None:
    article = one(unit("a &amp; &lt;b&gt; &#233;&#x1F600;<![CDATA[<i> & ]]>z"))
    assert texts(article) == ["a & <b> é😀<i> & z"]


def test_edits_are_written_as_the_file_writes() -> None:
    article = one(unit("a &amp; <g id='1'>b</g> c<![CDATA[d & e]]>"))
    mt = article.mt
    assert mt.content == 'a & <g id="1">b</g> c' + "d & e"

    def edited(words: str, new: str, before: str = "") -> str | None:
        start = mt.content.index(before + words) + len(before)
        found = in_file(mt, Edit(Span(start, start + len(words)), new))
        return (
            None if found is None else f"{mt.file[found.span.start : found.span.end]} → {found.new}"
        )  # type: ignore[index]

    assert edited("a", "<&>") == "a → &lt;&amp;&gt;"
    assert edited("&", "and") == "&amp; → and"
    assert edited("b", "B") == "b → B"
    assert edited('& <g id="1">b', '+ <g id="1">B') == "&amp; <g id='1'>b → + <g id='1'>B"
    assert edited('& <g id="1">b', "+ B") is None  # the tag would go
    assert edited('<g id="1">', '<g id="2">') is None
    assert edited('g id="1"', "x") is None
    assert edited("d &", "D & <") == "d & → D & <"
    assert edited("d &", "]]>") is None
    assert edited("cd", "x") is None  # over the edge of the section
    assert edited("a", "\x07") is None
    assert edited("a", "<b>") is None  # would show as text


def test_comments_and_notes_hide_findings() -> None:
    off, on = "<!-- mtcheck: off -->", "<!-- mtcheck: on -->"
    article = one(
        unit("One", attributes='id="1"', more="<note>mtcheck: ignore[N101] he is so</note>")
        + "<!-- mtcheck: ignore -->" + unit("Two", attributes='id="2"')
        + unit("Three", attributes='id="3"') + off + unit("", attributes='id="4"')
        + unit("Five", attributes='id="5"') + on + unit("Six", attributes='id="6"')
        + unit("", attributes='id="7"', more="<note>mtcheck: ignore</note>")
        + unit("Eight", attributes='id="8"')
    )  # fmt: skip
    scopes = [(article.mt.at(i.scope).strip("\n"), i.codes, i.why) for i in article.mt.ignores]
    assert scopes == [("One", ("N101",), "he is so"), ("Two", (), ""), ("Five", (), "")]


def test_a_note_is_for_all_segments_of_its_unit() -> None:
    segment = "<segment><source>a</source><target>{}</target></segment>"
    article = two(
        '<unit id="1"><notes><note>mtcheck: ignore</note></notes>'
        f"{segment.format('A')}{segment.format('B')}</unit>"
        f'<unit id="2">{segment.format("C")}</unit>'
    )
    assert [article.mt.at(i.scope) for i in article.mt.ignores] == ["A\nB"]


def test_ids_that_are_there_twice_are_told() -> None:
    article = one(unit("One") + "\n" + unit("Two"))
    assert texts(article) == ["One", "Two"]
    assert article.mt.remarks == ("line 2: the unit '1' was there before, in line 1",)


def test_a_reference_is_paired_by_id(tmp_path: Path) -> None:
    ids = ["1", "2", "3"]
    mt = "".join(unit(f"mt {i}", attributes=f'id="{i}"') for i in ids)
    ref = "".join(unit(f"ref {i}", attributes=f'id="{i}"') for i in ("3", "1"))
    paths = []
    for name, body in (("mt.xlf", mt), ("ref.xlf", ref)):
        paths.append(tmp_path / name)
        paths[-1].write_text(ONE.format("", FILE.format("a", f"<body>{body}</body>")))
    (article,) = files.read(Job(str(paths[0]), str(paths[1])), SAID, aligned=False)
    assert article.reference is not None
    assert article.reference.content == "ref 1\n\nref 3"
    assert [b.known for b in article.reference.blocks] == [True, False, True]
    assert article.mt.remarks == (f"1 of 3 units have no reference in {paths[1]}",)
    with pytest.raises(InputError, match="has its source in its units"):
        files.read(Job(str(paths[0]), None, str(paths[1])), SAID, aligned=False)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<a/>", r"a.xlf:1: is no XLIFF: its root is <a>"),
        ("<xliff>", r"a.xlf:1: is no well-formed XML: no element found \(column 8\)"),
        ("<xliff version='1.2'><file>&x;</file></xliff>", "undefined entity"),
        ("<xliff version='1.2'/>", "has no units"),
        ("<!DOCTYPE xliff><xliff/>", "has a document type"),
        (
            "\n<!DOCTYPE x SYSTEM 'http://127.0.0.1:1/x.dtd'>\n<xliff>&x;</xliff>",
            "a.xlf:2: has a do",
        ),
        ("<xliff>" + "<a>" * 500 + "</a>" * 500 + "</xliff>", "in more than 200 others"),
        ("<xliff><x:y/></xliff>", "unbound prefix"),
    ],
)
def test_what_is_refused(content: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        articles("a.xlf", content)


def test_an_xml_bomb_is_refused_at_its_first_line() -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE xliff [<!ENTITY l0 "lol">{entities}]><xliff>&l11;</xliff>'
    with pytest.raises(InputError, match="has a document type"):
        xliff.read(bomb, "a.xlf")
    fetch = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><xliff>&f;</xliff>'
    with pytest.raises(InputError, match="has a document type"):
        xliff.read(fetch, "a.xlf")


PIECES = st.one_of(
    WORDS.map(escape),
    WORDS.map(lambda w: escape(w).encode("ascii", "xmlcharrefreplace").decode()),
    WORDS.filter(lambda w: "]]>" not in w).map(lambda w: f"<![CDATA[{w}]]>"),
    st.sampled_from(["<!-- c -->", "<?pi x?>", '<x id="1"/>', "&quot;&apos;"]),
    st.sampled_from(["<mrk mtype='seg' mid='1'>s</mrk>", '<ph id="2">{<sub>s</sub>}</ph>']),
    WORDS.map(lambda w: f'<g id="1">{escape(w)}</g>'),
    WORDS.map(lambda w: f"<mrk mtype='protected'>{escape(w)}</mrk>"),
)
CONTENTS = st.lists(PIECES, max_size=5).map("".join)


@fuzz
@given(
    st.lists(st.tuples(CONTENTS, CONTENTS), min_size=1, max_size=4),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
    st.data(),
)
def test_fuzz_well_formed(
    units: list[tuple[str, str]],
    encoding: str,
    end: str,
    second: bool,  # noqa: FBT001
    data: st.DataObject,
) -> None:
    name = encoding.removesuffix("-sig")
    head = f'<?xml version="1.0" encoding="{name}"?>\n'
    if second:
        body = "".join(
            f'<unit id="{n}"><segment><source>{s}</source>\n<target>{t}</target></segment></unit>'
            for n, (s, t) in enumerate(units)
        )
        content = head + TWO.format(body)
    else:
        body = "".join(
            unit(t, s, f'id="{n}"') + f"<!-- mtcheck: {'on' if n % 2 else 'off'} -->\n"
            for n, (s, t) in enumerate(units)
        )
        content = head + ONE.format("", FILE.format("ä", f"<body>{body}</body>"))
    raw = content.replace("\n", end).encode(encoding, "xmlcharrefreplace")
    for article in attempt("a.xlf", raw):
        rewritten(data, "a.xlf", article)


@fuzz
@given(st.sampled_from(SAMPLES), st.data())
def test_fuzz_damaged(path: Path, data: st.DataObject) -> None:
    attempt(str(path), mutated(data, path.read_bytes()))
