from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import pytest
from fuzzing import WORDS, articles, attempt, fuzz, mutated, rewritten
from hypothesis import given, settings
from hypothesis import strategies as st

from mtcheck.errors import InputError
from mtcheck.reading import android, files, formats
from mtcheck.reading.pairing import Job, plan
from mtcheck.rewriting import Edit, applied, in_file
from mtcheck.span import Span

if TYPE_CHECKING:
    from mtcheck.article import Article

HERE = Path(__file__).parent / "samples"
SAMPLES = [HERE / "values" / "strings.xml", HERE / "values-de" / "strings.xml"]
ROOT = '<resources xmlns:xliff="urn:oasis:names:tc:xliff:document:1.2">{}</resources>'


def read(body: str) -> Article:
    (article,) = articles("strings.xml", ROOT.format(body))
    return article


def said(body: str) -> str:
    return read(f'<string name="a">{body}</string>').mt.content


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.parent.name)
def test_samples_come_out_as_they_went_in(path: Path) -> None:
    (article,) = attempt(str(path), path.read_bytes())
    content = article.mt.file
    assert content is not None
    for block in article.mt.blocks:
        edit = in_file(article.mt, Edit(block.span, article.mt.at(block.span)))
        if edit is not None:
            assert applied(content, [edit]) == content


def test_the_toolkit_reads_the_same_strings() -> None:
    from translate.storage import aresource  # noqa: PLC0415 - GPL, in tests alone

    theirs = {}
    for unit in aresource.AndroidResourceFile.parsefile(str(SAMPLES[1])).units:
        strings = getattr(unit.target, "strings", None)
        if strings:
            theirs |= {f"{unit.getid()}[{n}]": str(s) for n, s in enumerate(strings)}
        elif unit.istranslatable() and not str(unit.target).startswith("@"):
            theirs[unit.getid()] = unit.target
    mt = attempt(str(SAMPLES[1]), SAMPLES[1].read_bytes())[0].mt
    ours = {u.id: mt.at(u.span) for u in mt.units if not u.id.startswith("days")}
    ours["files[0]"], ours["files[1]"] = ours.pop("files[one]"), ours.pop("files[other]")
    assert {k: _bare(v) for k, v in ours.items()} == {k: _bare(v) for k, v in theirs.items()}


def _bare(text: str) -> str:
    """Without tags, which the toolkit gives as they stand; and its entities, outside of CDATA."""
    return re.sub(r"</?\w[^<>]*>", "", text).replace("&amp;", "&")


def test_units_and_their_paths() -> None:
    article = attempt(str(SAMPLES[0]), SAMPLES[0].read_bytes())[0]
    assert [(u.id, u.path) for u in article.mt.units] == [
        ("title", "string/title"),
        ("hello", "string/hello"),
        ("days[0]", "string-array/days/0"),
        ("days[1]", "string-array/days/1"),
        ("files[one]", "plurals/files/one"),
        ("files[other]", "plurals/files/other"),
        ("terms", "string/terms"),
    ]
    assert article.mt.at(article.mt.units[1].span) == (
        'Hello <g id="user">%1$s</g>, you\'re number %2$d of the <i>queue  </i> & will be called'
        "\nsoon"
    )
    assert article.mt.remarks == (
        "not checked are 1 of 9 units: they refer to another resource",
        'not checked are 1 of 9 units: translatable="false"',
    )


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("  a \n\t b  ", "a b"),
        ('" a  b "', " a  b "),
        (r"a\nb\tc", "a\nb\tc"),
        (r"it\'s \"so\" \\ \@ \?", 'it\'s "so" \\ @ ?'),
        (r"caf\u00e9\u00E9s", "caféés"),
        (r"\ud83d\ude00!", "😀!"),
        (r"\ud83d x \ude00", r"\ud83d x \ude00"),
        (r"\u12 \u", r"\u12 \u"),
        ("a\\", "a\\"),
        ("&lt;b&gt; &amp;amp; &#160;&quot; x  y&quot;", "<b> &amp; \u00a0 x  y"),
        (r"\&apos;", "'"),
        ('<![CDATA[<b>\\"x\\"</b> &amp;  y]]>', '<b>"x"</b> &amp; y'),
        ("a <b> b</b> c", "a <b>b</b> c"),
        (r"a\u0020\u0020b", "a  b"),
        ("x<!-- no -->y", "xy"),
        ('<a href="x &lt; y">z</a><br/>', "<a>z</a><br/>"),
    ],
)
def test_how_android_reads(written: str, read: str) -> None:
    assert said(written) == read


@pytest.mark.parametrize(
    ("new", "written"),
    [
        ("it's", r"it\'s"),
        ('"so" & <so>', r"\"so\" &amp; &lt;so&gt;"),
        ("a\nb\\", r"a\nb\\"),
        ("@x @y", r"\@x @y"),
        ("a  b", r"a \u0020b"),
    ],
)
def test_how_letters_are_written(new: str, written: str) -> None:
    assert android.NOTATIONS["android"](new) == written
    assert said(written) == new


def test_products_are_units_of_their_own() -> None:
    mt = read('<string name="a">Phone</string><string name="a" product="tablet">Tablet</string>').mt
    assert [(u.id, u.path) for u in mt.units] == [
        ("a", "string/a"),
        ("a@tablet", "string/a@tablet"),
    ]
    assert mt.remarks == ()


def test_what_is_not_to_be_translated_is_hidden() -> None:
    mt = read('<string name="a">Tap <xliff:g id="x">Blingen <b>Go</b></xliff:g> now</string>').mt
    assert [mt.at(i.scope) for i in mt.ignores] == ["Blingen", "Go"]
    assert all(i.quiet for i in mt.ignores)


def test_comments_are_for_the_next_string() -> None:
    off, on = "<!-- mtcheck: off[F5] -->", "<!-- mtcheck: on[F5] -->"
    mt = read(
        '<!-- mtcheck: ignore[N1] so --><string name="a">One</string><string name="b">Two</string>'
        '<!-- mtcheck: ignore --><plurals name="p"><item quantity="one">P</item>'
        '<!-- mtcheck: ignore[M701] --><item quantity="other">Q</item></plurals>'
        f'{off}<string name="c">Three</string>{on}<string name="d">Four</string>'
    ).mt
    assert [(mt.at(i.scope).strip("\n"), i.codes) for i in mt.ignores] == [
        ("One", ("N1",)), ("P\nQ", ()), ("Q", ("M701",)), ("Three", ("F5",)),
    ]  # fmt: skip


def test_strings_are_paired_by_name(tmp_path: Path) -> None:
    for folder, body in (
        ("values", '<string name="b">Zwei</string><string name="a">Eins</string>'),
        ("values-en", '<string name="a">One</string><string name="b">Two</string>'),
    ):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "strings.xml").write_text(ROOT.format(body), encoding="utf-8")
        (tmp_path / folder / "other.txt").write_text("x", encoding="utf-8")
    (tmp_path / "pom.xml").write_text("<project/>", encoding="utf-8")
    source, mt = (str(tmp_path / f / "strings.xml") for f in ("values", "values-en"))
    said = files.Languages(target="en", source="de")
    (article,) = files.read(Job(mt, None, source), said, aligned=False)
    assert article.aligned
    assert article.source is not None
    assert (article.mt.content, article.source.content) == ("One\nTwo", "Eins\nZwei")
    locale = tmp_path / "values-b+sr+Latn"
    locale.mkdir()
    few = '<plurals name="p"><item quantity="few">Two</item></plurals>'
    (locale / "strings.xml").write_text(ROOT.format(few), encoding="utf-8")
    one = '<plurals name="p"><item quantity="other">Zwei</item></plurals>'
    Path(source).write_text(ROOT.format(one), encoding="utf-8")
    job = Job(str(locale / "strings.xml"), None, source)
    (article,) = files.read(job, files.Languages(source="de"), aligned=False)
    assert (article.mt.language.tag, article.source and article.source.content) == (
        "sr-Latn", "Zwei",
    )  # fmt: skip
    found = [Path(job.mt).name for job in plan([str(tmp_path)]).jobs]
    assert sorted(found) == ["other.txt", "other.txt", "strings.xml", "strings.xml", "strings.xml"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<project/>", "is no file of Android's strings: its root is <project>"),
        ("<!DOCTYPE resources [<!ENTITY a 'b'>]><resources/>", "has a document type"),
        ("<resources><string name='a'>x</resources>", "mismatched tag"),
    ],
)
def test_what_is_refused(content: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        articles("strings.xml", content)


PIECES = st.one_of(
    WORDS.map(escape),
    WORDS.map(lambda w: f'"{escape(w)}"'),
    WORDS.filter(lambda w: "]]>" not in w).map(lambda w: f"<![CDATA[{w}]]>"),
    WORDS.map(lambda w: f"<b>{escape(w)}</b>"),
    WORDS.map(lambda w: f'<xliff:g id="x">{escape(w)}</xliff:g>'),
    st.sampled_from(
        [r"\n", r"\'", r"\u00e9", r"\ud83d", r"\ude00", "\\", "&#10;", "<!-- x -->", "  ", "<br/>"]
    ),
)


@fuzz
@given(
    st.lists(st.lists(PIECES, max_size=5).map("".join), min_size=1, max_size=4),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.data(),
)
def test_fuzz_well_formed(strings: list[str], encoding: str, end: str, data: st.DataObject) -> None:
    head = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>\n'
    body = "".join(f'<string name="s{n}">{s}</string>\n' for n, s in enumerate(strings))
    raw = (head + ROOT.format(body)).replace("\n", end).encode(encoding, "xmlcharrefreplace")
    for article in attempt("strings.xml", raw):
        rewritten(data, "strings.xml", article)


@settings(deadline=None)
@given(WORDS.filter(lambda w: w == " ".join(w.split()) and w))
def test_what_is_written_reads_back(text: str) -> None:
    for name, around in (("android", "{}"), ("android-cdata", "<![CDATA[{}]]>")):
        written = android.NOTATIONS[name](text)
        if written is not None:
            assert said(around.format(written)) == text


@fuzz
@given(st.sampled_from(SAMPLES), st.data())
def test_fuzz_damaged(path: Path, data: st.DataObject) -> None:
    attempt(str(path), mutated(data, path.read_bytes()))


def test_an_edit_keeps_its_neighbours() -> None:
    mt = read(r'<string name="a">  it\'s   <b>47</b> \u00e9 "x  y" </string>').mt
    assert mt.content == "it's <b>47</b> é x  y"
    content = mt.file
    assert content is not None

    head, tail = ROOT.format('<string name="a">\0</string>').split("\0")

    def edited(words: str, new: str) -> str | None:
        start = mt.content.index(words)
        found = in_file(mt, Edit(Span(start, start + len(words)), new))
        return (
            None
            if found is None
            else applied(content, [found]).removeprefix(head).removesuffix(tail)
        )

    assert formats.of("strings.xml") is not None
    assert edited("47", "48") == r'  it\'s   <b>48</b> \u00e9 "x  y" '
    assert edited("it's", "that's") == r'  that\'s   <b>47</b> \u00e9 "x  y" '
    assert edited("é", "è") == r'  it\'s   <b>47</b> è "x  y" '
    assert edited("é x", "è y") is None  # over a quotation mark that is no letter
