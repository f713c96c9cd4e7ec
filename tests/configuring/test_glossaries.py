"""Glossaries in files: read, and refused in one clear line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtcheck.configuring.glossaries import Glossary, read
from mtcheck.errors import InputError
from mtcheck.settings import Term

if TYPE_CHECKING:
    from pathlib import Path

V2 = """<?xml version="1.0" encoding="UTF-8"?>
<martif type="TBX-Basic" xml:lang="en"><text><body>
<termEntry id="c1"><descrip type="subjectField">war</descrip>
 <langSet xml:lang="en"><tig><term>cease<hi>fire</hi></term></tig>
  <tig><term>truce</term></tig></langSet>
 <langSet xml:lang="de-AT"><tig><term>Waffenruhe</term>
   <termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></tig>
  <ntig><termGrp><term>Waffen-
   stillstand</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote>
   </termGrp></ntig></langSet>
</termEntry></body></text></martif>"""
V3 = """<tbx style="dct" type="TBX-Min" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
 xmlns:min="http://www.tbxinfo.net/ns/min"><text><body><conceptEntry>
 <langSec xml:lang="EN"><termSec><term>ceasefire</term></termSec></langSec>
 <langSec xml:lang="de"><termSec><term>Waffenruhe</term></termSec>
 <termSec><term>Waffenstillstand</term>
 <min:administrativeStatus>superseded</min:administrativeStatus></termSec></langSec>
</conceptEntry></body></text></tbx>"""


def glossary(folder: Path, text: str | bytes, name: str = "a.csv") -> Glossary:
    raw = text if isinstance(text, bytes) else text.encode()
    (folder / name).write_bytes(raw)
    return read(str(folder / name))


def test_csv(tmp_path: Path) -> None:
    text = (
        'source,target,forbidden,case,lang,source-lang,note\r\n"cease, fire|truce",Waffenruhe,'
        "Waffenstillstand | Feuer  pause,exact,de,en,x\r\n\r\n,GitHub,,,,,\r\n"
    )
    expected = (
        Term(
            source=("cease, fire", "truce"),
            target=("Waffenruhe",),
            forbidden=("Waffenstillstand", "Feuer pause"),
            case="exact",
            lang="de",
            source_lang="en",
        ),
        Term(target=("GitHub",)),
    )
    assert glossary(tmp_path, text).terms == expected
    assert glossary(tmp_path, "\ufeff" + text).of("de", None) == expected


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters(tmp_path: Path, delimiter: str) -> None:
    text = f"source{delimiter}target\nceasefire{delimiter}Waffenruhe\n"
    assert glossary(tmp_path, text).terms == (Term(source=("ceasefire",), target=("Waffenruhe",)),)


@pytest.mark.parametrize("text", [V2, V3])
def test_tbx(tmp_path: Path, text: str) -> None:
    found = glossary(tmp_path, text, "a.tbx")
    (term,) = found.of("de", "en")
    assert term.source[0] == "ceasefire"
    assert term.target == ("Waffenruhe",)
    assert term.forbidden in {("Waffenstillstand",), ("Waffen- stillstand",)}
    (back,) = found.of("en", "de")
    assert (back.source, back.target[0]) == (("Waffenruhe",), "ceasefire")
    (alone,) = found.of("de", None)
    assert (alone.source, alone.target) == ((), ("Waffenruhe",))
    assert found.of("fr", "en") == ()
    (other,) = found.of("de", "fr")
    assert other.source == ()


def test_tbx_in_another_encoding(tmp_path: Path) -> None:
    text = V3.replace("<tbx", '<?xml version="1.0" encoding="UTF-16"?><tbx')
    assert len(glossary(tmp_path, text.encode("utf-16"), "a.tbx").of("de", "en")) == 1


_BOMB = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;">]><tbx><term>&b;</term></tbx>'
_OUTSIDE = '<!DOCTYPE t [<!ENTITY x SYSTEM "file:///etc/passwd">]><tbx><term>&x;</term></tbx>'
_FETCHED = '<!DOCTYPE martif SYSTEM "http://example.org/TBXcoreStructV02.dtd"><martif/>'


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.csv", "", "is empty"),
        ("a.csv", "a,b\n1,2\n", ":1: the first row must name the columns"),
        ("a.csv", "soruce,target\n1,2\n", ":1: there is no column 'soruce'; did you mean source?"),
        ("a.csv", "target,target\n1,2\n", ":1: the first row must name the columns, each once"),
        ("a.csv", "source,target\na,b,c\n", ":2: 3 cells, but the first row has 2"),
        ("a.csv", "source,target\na,\n", ":2: neither a word to use (target) nor one not to"),
        ("a.csv", "target,case\na,loud\n", ":2: case: 'loud' is none of any, exact"),
        ("a.csv", 'source,target\n"a,b\n' + "x" * 200_000, ": "),
        ("a.csv", f"target\n{'x' * 501}\n", ":2: a term of more than 500 characters"),
        ("a.csv", "target\na\0b\n", "looks binary"),
        ("a.tbx", "<tbx>", ":1: not XML: no element found"),
        ("a.tbx", "<tbx/>", "has no terms: is it TBX"),
        ("a.tbx", "<tbx>\n&nbsp;</tbx>", ":2: not XML: undefined entity"),
        ("a.tbx", _BOMB, "has a document type (DTD), which is not read"),
        ("a.tbx", _OUTSIDE, "has a document type (DTD), which is not read"),
        ("a.tbx", _FETCHED, "has a document type (DTD), which is not read"),
        ("a.tbx", b"\xff\xfe\x00", "not XML"),
        ("a.docx", "x", ".docx is no glossary: give .csv, .tsv or .tbx"),
        ("a", "x", "a file without an ending is no glossary"),
    ],
)
def test_a_bad_glossary_is_named(
    tmp_path: Path, name: str, text: str | bytes, message: str
) -> None:
    with pytest.raises(InputError) as caught:
        glossary(tmp_path, text, name)
    assert message in str(caught.value)
    assert str(caught.value).startswith(str(tmp_path / name))
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for name in ("gone.csv", "gone.tbx"):
        with pytest.raises(InputError, match="there is no such file"):
            read(str(tmp_path / name))


_PIECES = st.sampled_from(
    "source|target|forbidden|case|,|;|\t|\n|\r|\"|'|a|é|<tbx>|<term>|</term>|<tig>|</tig>"
    "|<langSet xml:lang='de'>|</langSet>|<termEntry>|</termEntry>|&amp;|<!--|-->|<![CDATA[|]]>"
    "|<?x ?>|\ufeff".split("|")
)


@pytest.mark.parametrize("name", ["a.csv", "a.tbx"])
@settings(
    max_examples=2_000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.lists(_PIECES, max_size=20).map("".join))
def test_anything_is_read_or_refused(tmp_path: Path, text: str, name: str) -> None:
    try:
        glossary(tmp_path, text, name).of("de", "en")
    except InputError as error:
        assert "\n" not in str(error)  # noqa: PT017 - both ways are right
