from __future__ import annotations

import html
import time
from pathlib import Path
from typing import TYPE_CHECKING

import lxml.html
import pytest
from fuzzing import WORDS, articles, attempt, fuzz, mutated, rewritten, samples
from hypothesis import given, settings
from hypothesis import strategies as st

from mtcheck.article import BlockKind
from mtcheck.reading import files, html_pieces, html_text
from mtcheck.reading.html_pieces import Kind
from mtcheck.reading.pairing import Job
from mtcheck.rewriting import Edit, applied, in_file
from mtcheck.span import Span

if TYPE_CHECKING:
    from mtcheck.article import Text
    from mtcheck.reading.units import Entry

HERE = Path(__file__).parent / "samples"
SAMPLES = samples(HERE, ".html")


def units(page: str) -> list[Entry]:
    return [e for e in html_text.read(page, "")[0].entries if not e.skipped]


def texts(page: str) -> list[str]:
    return [e.target.text for e in units(page)]


def mt(page: str) -> Text:
    return articles("a.html", page)[0].mt


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.name)
def test_samples_come_out_as_they_went_in(path: Path) -> None:
    (article,) = attempt(str(path), path.read_bytes())
    content = article.mt.file
    assert content is not None
    assert len(article.mt.units) > 5
    for block in article.mt.blocks:
        edit = in_file(article.mt, Edit(block.span, article.mt.at(block.span)))
        if edit is not None:
            assert applied(content, [edit]) == content


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.name)
def test_no_word_of_a_page_is_lost(path: Path) -> None:
    judge = lxml.html.fromstring(path.read_bytes())
    for unread in judge.xpath("//script|//style|//comment()"):
        unread.drop_tree()
    theirs = "".join(judge.text_content().split())
    entries = html_text.read(path.read_text(encoding="utf-8"), "")[0].entries
    shown = [s.text for e in entries if "@" not in e.id for s in e.target.stretches if not s.markup]
    assert "".join("".join(shown).split()) == theirs


def test_runs_of_words_are_units() -> None:
    page = (
        "<title>T</title><h1 id=top>Head</h1><div>one<p>two</p>three</div><ul><li>a<li>b</ul>"
        "<table><tr><td>c<td>d<tr><td>e</table><figcaption>f</figcaption>tail"
    )
    assert [(e.id, e.target.text, e.kind) for e in units(page)] == [
        ("title", "T", BlockKind.HEADLINE),
        ("top", "Head", BlockKind.HEADLINE),
        ("div[1]", "one", BlockKind.PARAGRAPH),
        ("div[1]/p[1]", "two", BlockKind.PARAGRAPH),
        ("div[1]#2", "three", BlockKind.PARAGRAPH),
        ("ul[1]/li[1]", "a", BlockKind.BULLET),
        ("ul[1]/li[2]", "b", BlockKind.BULLET),
        ("table[1]/tr[1]/td[1]", "c", BlockKind.CELL),
        ("table[1]/tr[1]/td[2]", "d", BlockKind.CELL),
        ("table[1]/tr[2]/td[1]", "e", BlockKind.CELL),
        ("figcaption[1]", "f", BlockKind.CAPTION),
        ("", "tail", BlockKind.PARAGRAPH),
    ]
    assert [e.counted for e in units(page)[:3]] == [True, False, True]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>  a\n  <b> b </b>  c  </p>", ["a <b>b </b>c"]),
        ("<p>a&nbsp;b &amp; &lt;c&gt; &eacute;&#233;&copy 1 &bogus; AT&T</p>",
         ["a\u00a0b & <c> éé© 1 &bogus; AT&T"]),
        ("<p>a<br>b<br><br>c</p>", ["a<br>b", "c"]),
        ("<p>a <!-- no --> b</p>", ["a b"]),
        ("<pre> a\n  b </pre>", [" a\n  b "]),
        ("<script>x</script><style>y</style><p>1 < 2 & 3</p>", ["1 < 2 & 3"]),
        ("<textarea><b>a</textarea>b", ["<b>a", "b"]),
        ("<p><img alt='A &amp; \"b\"' src=x> text", ["<img> text", 'A & "b"']),
        ('<meta name="description" content="D"><input type=submit value="Go"><input value="no">',
         ["D", "Go"]),
        ('<a title="t" TITLE="u" title=\'v\'>x</a>', ["<a>x</a>", "t"]),
        ("<p>a <code>b</code> c", ["a <code>b</code> c"]),
        ("<p translate=no>a<p><b translate=no>c</b> d", ["<b>c</b> d"]),
        ("<div class='x notranslate'>a<p translate=yes>b</div>c", ["b", "c"]),
        ("<html lang=de><p lang=en>Hi<p lang=de-AT>Servus", ["Servus"]),
        ("a<p title=it's>b</p", ["a", "b"]),
    ],
)  # fmt: skip
def test_what_is_read(page: str, expected: list[str]) -> None:
    assert texts(page) == expected


def test_what_is_not_to_be_translated_within_a_run_is_hidden() -> None:
    text = mt('<html lang="en"><p>Press <code>Blingen</code> or <i lang="fr">allez y</i> now')
    assert [text.at(i.scope) for i in text.ignores] == ["Blingen", "allez", " ", "y"]
    assert all(i.quiet for i in text.ignores)


def test_comments_hide_findings() -> None:
    text = mt(
        "<!-- mtcheck: ignore[N101] --><p>One<p>Two <!-- mtcheck: ignore so -->two"
        "<!-- mtcheck: off --><p>Three<!-- mtcheck: on --><p>Four"
    )
    found = [(text.at(i.scope).strip("\n"), i.codes, i.why) for i in text.ignores]
    assert found[:2] == [("One", ("N101",), ""), ("Two two", (), "so")]


def test_a_tag_without_its_end_is_told() -> None:
    text = mt("<p>Read\n\n<p title='never closed>Lost")
    assert text.content == "Read"
    assert text.remarks == ("line 3: a tag without its end: what follows is not read",)


def test_edits_are_written_as_html() -> None:
    text = mt('<p title="a &quot;b&quot;">x &amp; y   z <b>w</b></p>')
    content = text.file
    assert content is not None
    assert text.content == 'x & y z <b>w</b>\na "b"'

    def edited(words: str, new: str) -> str | None:
        start = text.content.index(words)
        found = in_file(text, Edit(Span(start, start + len(words)), new))
        return None if found is None else applied(content, [found])

    assert edited("x", "<&>") == content.replace(">x", ">&lt;&amp;&gt;")
    assert edited("y z", "v z") == content.replace("y   z", "v   z")
    assert edited('"b"', '"c"') == content.replace("&quot;b", "&quot;c")
    assert edited("x", "x ") is None  # two spaces are one
    assert edited("z <b>w", "v") is None


def test_a_page_is_compared_with_any_text(tmp_path: Path) -> None:
    page, other = tmp_path / "a.html", tmp_path / "b.txt"
    page.write_text('<html lang="de"><p>Der Zug kam.<p>Er fuhr ab.', encoding="utf-8")
    other.write_text("The train came.\n\nIt left.\n", encoding="utf-8")
    said = files.Languages(source="en")
    (article,) = files.read(Job(str(page), None, str(other)), said, aligned=False)
    assert (article.mt.language.tag, article.aligned) == ("de", False)
    assert article.source is not None
    assert not article.source.units
    job = Job(str(other), str(page), str(page))
    (article,) = files.read(job, files.Languages(target="en"), aligned=False)
    assert article.source is not None
    assert (article.source.language.tag, len(article.source.units)) == ("de", 2)
    aligned = files.read(Job(str(page), str(page)), files.Languages(), aligned=True)
    assert aligned[0].aligned


HOSTILE = """<!-- |<a |&|<|<p>|<b>|</|<a b="|<![CDATA[|<br>|<!|<?|<a><b>|<a b='"|<title>|<div>
|<div>x|<a b=|&#x|<pre> |<li>x""".split("|")


@pytest.mark.parametrize("piece", HOSTILE)
def test_no_page_takes_long(piece: str) -> None:
    def took(times: int) -> float:
        start = time.process_time()
        html_text.read(piece * times, "")
        return time.process_time() - start

    took(100)
    # In proportion to its length, with room for a machine that has other things to do.
    assert took(16_000) < 20 * max(took(4_000), 0.02)


MARKS = st.sampled_from(
    """<p>|</p>|<b>|</b>|<br>|<div id=x>|</div>|<li>|<pre>|</pre>|<!-- x -->|<code>|</code>
    |<img alt="
    |">|<script>|</script>|&amp;|&nbsp;|&lt|<a title='|'>||<td>|<title>
    |</title>|<i lang=fr>|</i>
    |<|<!|<?x""".split("|")
)


@fuzz
@given(
    st.lists(MARKS | WORDS.map(html.escape) | WORDS, max_size=12).map("".join),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.data(),
)
def test_fuzz_pages(page: str, encoding: str, end: str, data: st.DataObject) -> None:
    head = "" if encoding == "utf-16" else f'<meta charset="{encoding.removesuffix("-sig")}">\n'
    content = (head + page).replace("\n", end)
    codec = "cp1252" if encoding == "iso-8859-1" else encoding
    for article in attempt("a.html", content.encode(codec, "xmlcharrefreplace")):
        rewritten(data, "a.html", article)


@settings(deadline=None)
@given(st.lists(MARKS | WORDS, max_size=12).map("".join))
def test_the_pieces_are_the_page(page: str) -> None:
    found = list(html_pieces.pieces(page))
    assert "".join(page[p.start : p.end] for p in found) == page
    assert all(p.kind is not Kind.UNCLOSED for p in found[:-1])


@fuzz
@given(st.sampled_from(SAMPLES), st.data())
def test_fuzz_damaged(path: Path, data: st.DataObject) -> None:
    attempt(str(path), mutated(data, path.read_bytes()))
