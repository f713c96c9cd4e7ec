from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import pytest
from fuzzing import WORDS, articles, attempt, fuzz, mutated, rewritten
from hypothesis import given
from hypothesis import strategies as st

from mtcheck.article import BlockKind
from mtcheck.errors import InputError
from mtcheck.positions import Places
from mtcheck.reading import docx, docx_zip, files
from mtcheck.reading.pairing import Job
from mtcheck.rewriting import Edit, applied, in_file
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mtcheck.article import Text

SAMPLE = Path(__file__).parent / "samples" / "word.de.docx"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BODY = (
    f'<?xml version="1.0" encoding="UTF-8"?>\n<w:document xmlns:w="{W}" xmlns:w14="http://schemas.'
    'microsoft.com/office/word/2010/wordml"><w:body>{}</w:body></w:document>'
)
RELATION = '<Relationship Id="{}" Type="http://x/{}" Target="{}"{}/>'
RELATIONS = '<Relationships xmlns="http://x">{}</Relationships>'


def package(body: str, parts: Mapping[str, str | bytes] | None = None, more: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        main = RELATION.format("r1", "officeDocument", "word/document.xml", "")
        made.writestr("_rels/.rels", RELATIONS.format(main))
        made.writestr("word/_rels/document.xml.rels", RELATIONS.format(more))
        made.writestr("word/document.xml", BODY.format(body))
        for name, content in (parts or {}).items():
            made.writestr(name, content)
    return out.getvalue()


def run(text: str, keep: str = ' xml:space="preserve"') -> str:
    return f"<w:r><w:rPr><w:b/></w:rPr><w:t{keep}>{text}</w:t></w:r>"


def mt(body: str) -> Text:
    return articles("a.docx", BODY.format(body))[0].mt


def edited(text: Text, words: str, new: str) -> str | None:
    start = text.content.index(words)
    found = in_file(text, Edit(Span(start, start + len(words)), new))
    assert text.file is not None
    return None if found is None else articles("a.docx", applied(text.file, [found]))[0].mt.content


def test_word_would_see_the_same_paragraphs() -> None:
    import docx as judge  # noqa: PLC0415 - slow to import

    document = judge.Document(str(SAMPLE))
    theirs = [p.text.replace("\n", "\v") for p in document.paragraphs]
    theirs += [c.text for row in document.tables[0].rows for c in row.cells]
    theirs += [
        p.text for s in document.sections for p in (*s.header.paragraphs, *s.footer.paragraphs)
    ]
    (article,) = attempt(str(SAMPLE), SAMPLE.read_bytes())
    assert sorted(article.mt.content.split("\n")) == sorted(theirs)


def test_only_the_words_of_a_fix_change() -> None:
    import docx as judge  # noqa: PLC0415 - slow to import

    raw = SAMPLE.read_bytes()
    content = docx_zip.decode(raw, "a.docx")
    assert docx_zip.encode(content, raw, "a.docx") == raw
    out = docx_zip.encode(content.replace("Vertraulich", "Öffentlich"), raw, "a.docx")
    before, after = zipfile.ZipFile(io.BytesIO(raw)), zipfile.ZipFile(io.BytesIO(out))
    assert after.testzip() is None
    assert before.namelist() == after.namelist()
    changed = [n for n in before.namelist() if before.read(n) != after.read(n)]
    assert changed == ["word/header1.xml"]
    # What did not change is there as it was packed, to the byte.
    for one, other in zip(before.infolist(), after.infolist(), strict=True):
        if one.filename not in changed:
            assert (one.date_time, one.external_attr) == (other.date_time, other.external_attr)
            packed = raw[one.header_offset :][: one.compress_size + 30]
            assert out[other.header_offset :][: one.compress_size + 30] == packed
    header = judge.Document(io.BytesIO(out)).sections[0].header
    assert header.paragraphs[0].text == "Öffentlich"


def test_paragraphs_are_units_and_lines() -> None:
    text = mt(
        '<w:p w14:paraId="1A2B"><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>'
        + run("Head") + "</w:p>"
        "<w:p/><w:tbl><w:tr><w:tc><w:p>" + run("Cell") + "</w:p></w:tc></w:tr></w:tbl>"
        "<w:p><w:pPr><w:numPr/></w:pPr>" + run("One") + run(" 😀 item") + "</w:p>"
    )  # fmt: skip
    assert [(u.id, u.path, u.counted) for u in text.units] == [
        ("1A2B", "body/p[1]", False),
        ("body/tbl[1]/tr[1]/tc[1]/p[1]", "body/tbl[1]/tr[1]/tc[1]/p[1]", True),
        ("body/p[3]", "body/p[3]", True),
    ]
    kinds = [BlockKind.HEADLINE, BlockKind.CELL, BlockKind.BULLET]
    assert [(b.kind, b.line) for b in text.blocks] == list(zip(kinds, (1, 2, 3), strict=True))
    at = text.content.index("item")
    assert Places(text).position(Span(at, at + 4)) == (3, 7)


def test_what_is_text_and_what_is_not() -> None:
    text = mt(
        "<w:p><w:hyperlink>" + run("a") + "</w:hyperlink><w:ins>" + run("b") + "</w:ins>"
        "<w:del><w:r><w:delText>no</w:delText></w:r></w:del><w:r><w:instrText>PAGE</w:instrText><w:tab/>"
        "<w:t>c</w:t><w:br/><w:noBreakHyphen/></w:r><w:sdt><w:sdtContent>" + run("d &amp; &#233;")
        + "</w:sdtContent></w:sdt></w:p>"
        "<w:p>" + run("  e  ", keep="") + run("f", keep="") + "</w:p>"
        "<w:p><w:r><w:pict><w:txbxContent><w:p>" + run("box") + "</w:p></w:txbxContent></w:pict>"
        "</w:r>" + run("g") + "</w:p>"
    )  # fmt: skip
    assert text.content == "ab\tc\v\u2011d & é\nef\nbox\ng"
    assert text.units[2].path == "body/p[3]/box[1]/p[1]"


def test_edits_go_over_the_edges_of_runs() -> None:
    text = mt("<w:p>" + run("Anthony Bli") + "<w:proofErr/>" + run("ngen met &amp; ") + "</w:p>")
    assert edited(text, "Blingen", "Blinken") == "Anthony Blinken met & "
    assert edited(text, "Anthony Blingen", "Antony Blinken") == "Antony Blinken met & "
    found = in_file(text, Edit(Span(0, 15), "X"))
    assert found is not None
    assert found.new.startswith("X</w:t></w:r><w:proofErr/>")
    text = mt("<w:p>" + run("one two", keep="") + run("three", keep="") + "</w:p>")
    assert edited(text, "two", "2") == "one 2three"
    assert edited(text, "two", "") is None  # the space before it would not count
    assert edited(text, "twot", "x") == "one xhree"
    text = mt("<w:p>" + run("a") + "<w:r><w:tab/></w:r>" + run("b") + "</w:p>")
    assert edited(text, "a\tb", "c") is None
    assert edited(text, "a", "c\n") is None


def test_a_comment_of_word_hides_findings() -> None:
    comments = f'<w:comments xmlns:w="{W}"><w:comment w:id="7"><w:p>{run("mtcheck: ignore")}'
    comments += f"{run('[N101] so')}</w:p></w:comment></w:comments>"
    body = f'<w:p>{run("One")}</w:p><w:p><w:commentRangeStart w:id="7"/>{run("Two")}</w:p>'
    more = RELATION.format("r2", "comments", "comments.xml", "")
    (article,) = attempt("a.docx", package(body, {"word/comments.xml": comments}, more))
    (hidden,) = article.mt.ignores
    assert (article.mt.at(hidden.scope), hidden.codes, hidden.why, hidden.line) == (
        "Two", ("N101",), "so", 2,
    )  # fmt: skip


def zipped(*names: str, **parts: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in {**dict.fromkeys(names, "x"), **parts}.items():
            made.writestr(name, content)
    return out.getvalue()


DTD = '<!DOCTYPE w:document [<!ENTITY a "b">]>'


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"PK\x03\x04 and no more", "is no zip, or a damaged one"),
        (b"plain", "is no zip"),
        (zipped("a.txt"), "it names no document"),
        (
            zipped("_rels/.rels", "../../etc/passwd"),
            r"a part outside of it, '\.\./\.\./etc/passwd'",
        ),
        (zipped("/etc/passwd"), "a part outside of it"),
        (zipped("word\\..\\x"), "a part outside of it"),
        (zipped("C:/x"), "a part outside of it"),
        (package("", more=RELATION.format("r2", "header", "../../x.xml", "")), "not in it"),
        (package("", more=RELATION.format("r2", "header", "file:///etc/passwd", "")), "not in it"),
        (package(DTD), "not well-formed"),
        (package("<w:p>" * 300 + "</w:p>" * 300), "in more than 200 others"),
        (package("").replace(b"word/document.xml", b"word/Document.xml"), "is not in it|damaged"),
    ],
)
def test_what_is_refused(raw: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        articles("a.docx", docx_zip.decode(raw, "a.docx"))
    assert "\n" not in str(caught.value)


def test_bombs_and_document_types(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_zip, "_MOST_BYTES", 100_000)
    bomb = package(f"<w:p>{run('0' * 1_000_000)}</w:p>")
    assert len(bomb) < 5_000
    with pytest.raises(InputError, match="unpacks to more than"):
        docx_zip.decode(bomb, "a.docx")
    bare = package("")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(bare)) as old, zipfile.ZipFile(out, "w") as made:
        for name in old.namelist():
            data = old.read(name).replace(b"<w:document", DTD.encode() + b"<w:document")
            made.writestr(name, data)
    with pytest.raises(InputError, match="has a document type"):
        articles("a.docx", docx_zip.decode(out.getvalue(), "a.docx"))


def test_an_encrypted_one_is_refused() -> None:
    raw = bytearray(package(""))
    at = raw.index(b"PK\x01\x02")
    raw[at + 8] |= 1
    with pytest.raises(InputError, match="is encrypted"):
        docx_zip.decode(bytes(raw), "a.docx")


def test_what_is_linked_outside_is_not_looked_at() -> None:
    outside = RELATION.format("r2", "header", "http://127.0.0.1:1/h.xml", ' TargetMode="External"')
    (article,) = attempt("a.docx", package(f"<w:p>{run('One')}</w:p>", more=outside))
    assert article.mt.content == "One"


def test_a_document_is_compared_with_a_text(tmp_path: Path) -> None:
    path, other = tmp_path / "a.docx", tmp_path / "b.txt"
    path.write_bytes(package(f"<w:p>{run('Der Zug kam.')}</w:p>"))
    other.write_text("The train came.\n", encoding="utf-8")
    said = files.Languages(target="de", source="en")
    (article,) = files.read(Job(str(path), None, str(other)), said, aligned=False)
    assert article.source is not None
    assert article.source.content == "The train came.\n"
    assert docx.shown(article.mt.file or "") == "Der Zug kam.\n"


PIECES = st.one_of(
    WORDS.map(escape).map(run),
    WORDS.map(escape).map(lambda text: run(text, keep="")),
    WORDS.filter(lambda w: "]]>" not in w).map(lambda w: run(f"<![CDATA[{w}]]>")),
    st.sampled_from(
        ["<w:r><w:tab/></w:r>", "<w:r><w:br/></w:r>", "<w:proofErr/>", "<!-- c -->", "</w:p><w:p>",
         "<w:r><w:softHyphen/></w:r>", "<w:r><w:t>a<!-- c -->b</w:t></w:r>"]
    ),
)  # fmt: skip


@fuzz
@given(st.lists(PIECES, max_size=8).map("".join), st.booleans(), st.data())
def test_fuzz_well_formed(body: str, header: bool, data: st.DataObject) -> None:  # noqa: FBT001
    parts = (
        {"word/h.xml": f'<w:hdr xmlns:w="{W}"><w:p>{run("Head")}</w:p></w:hdr>'} if header else {}
    )
    more = RELATION.format("r2", "header", "h.xml", "") if header else ""
    for article in attempt("a.docx", package(f"<w:p>{body}</w:p>", parts, more)):
        rewritten(data, "a.docx", article)


@fuzz
@given(st.data())
def test_fuzz_damaged(data: st.DataObject) -> None:
    attempt("a.docx", mutated(data, SMALL))


@fuzz
@given(st.data())
def test_fuzz_damaged_inside(data: st.DataObject) -> None:
    body = mutated(data, BODY.format(f"<w:p>{run('One &amp; two')}</w:p>").encode())
    main = RELATION.format("r1", "officeDocument", "d.xml", "")
    attempt("a.docx", zipped(**{"_rels/.rels": RELATIONS.format(main), "d.xml": body}))


SMALL = package(f"<w:p>{run('One &amp; two')}{run('three')}</w:p>")


def test_no_space_is_left_where_word_would_drop_it() -> None:
    body = f"<w:p>{run('One')}{run('two 0', keep='')}</w:p>"
    (article,) = attempt("a.docx", package(body))
    assert article.mt.content == "Onetwo 0"
    assert in_file(article.mt, Edit(Span(0, 6), "")) is None
    assert in_file(article.mt, Edit(Span(0, 7), "")) is not None
