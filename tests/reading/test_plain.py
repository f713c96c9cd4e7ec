from __future__ import annotations

import re
import textwrap
import time
from typing import TYPE_CHECKING

import pytest
from fuzzing import fuzz
from hypothesis import given
from hypothesis import strategies as st

from mtcheck import languages
from mtcheck.errors import InputError
from mtcheck.reading import from_strings
from mtcheck.reading.plain import line_blocks, paragraph_blocks

if TYPE_CHECKING:
    from mtcheck.article import Block

PIECES = st.sampled_from(
    [
        "\n",
        "\r\n",
        "\r",
        "\n\n",
        " ",
        "  ",
        "\t",
        "\u2028",
        "\x85",
        "\x0b",
        "\xa0",
        "- ",
        "+ ",
        "• ",
        "1. ",
        "2. ",
        "a) ",
        "Photo: ",
        "See also: ",
        "Word",
        "word ",
        "é",
        "é",
        "😀",
        "שלום ",
        "عربي",
        "\u202e",
        "中文。",
        "。",
        ".",
        "!",
        "“",
        "”",
        "図：",
        "Фото: ",
        "\ufeff",
    ]
)
HOSTILE = st.lists(PIECES, max_size=60).map("".join) | st.text()
LANGUAGES = st.sampled_from([*languages.covered(), "tlh", "ar"])

PROSE = {
    "en": "The council said on Tuesday that the bridge over the river would be closed for repairs "
    "until the spring, and that drivers should take the ring road instead. Nobody in the town "
    "was surprised by this, because the bridge has been in a poor state for many years now.",
    "de": "Der Rat teilte am Dienstag mit, dass die Brücke über den Fluss bis zum Frühjahr wegen "
    "Bauarbeiten gesperrt bleibt und dass Autofahrer die Umgehungsstraße nehmen sollen. Niemand "
    "in der Stadt war überrascht, denn die Brücke ist seit vielen Jahren in schlechtem Zustand.",
    "ru": "Совет сообщил во вторник, что мост через реку будет закрыт на ремонт до весны и что "
    "водителям следует ехать по кольцевой дороге. Никто в городе не удивился этому, потому что "
    "мост уже много лет находится в плохом состоянии, и все об этом давно знают.",
}


def shown(text: str, blocks: tuple[Block, ...]) -> list[tuple[str, str]]:
    return [(b.kind.value, b.span.of(text)) for b in blocks]


def read(text: str, lang: str = "en") -> list[tuple[str, str]]:
    return shown(text, paragraph_blocks(text, languages.load(lang)))


@fuzz
@given(HOSTILE, LANGUAGES)
def test_paragraphs_lie_in_order_and_lose_no_letter(text: str, lang: str) -> None:
    blocks = paragraph_blocks(text, languages.load(lang))
    at = 0
    for block in blocks:
        assert at <= block.span.start < block.span.end <= len(text)
        outside = text[at : block.span.start]
        assert not re.search(r"[^\W\d_]{2}", outside)  # markers, labels and space alone
        assert block.span.trimmed(text) == block.span
        at = block.span.end
    assert not text[at:].strip()


@fuzz
@given(HOSTILE, LANGUAGES)
def test_a_block_for_every_line(text: str, lang: str) -> None:
    blocks = line_blocks(text, languages.load(lang))
    ends = re.sub(r"\r\n?", "\n", text)
    assert len(blocks) == ends.count("\n") + (ends[-1:] not in {"", "\n"})
    for block in blocks:
        assert 0 <= block.span.start <= block.span.end <= len(text)
        assert "\n" not in block.span.of(text)
        assert "\r" not in block.span.of(text)


@pytest.mark.parametrize("width", [58, 66, 72, 80, 100])
@pytest.mark.parametrize("lang", sorted(PROSE))
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_hard_wrapped_paragraphs_stay_whole(lang: str, width: int, end: str) -> None:
    wrapped = textwrap.fill(PROSE[lang], width)
    text = f"{wrapped}\n\n{wrapped}\n".replace("\n", end)
    assert [" ".join(body.split()) for _, body in read(text, lang)] == [PROSE[lang]] * 2


def test_a_wrapped_file_keeps_its_headline_and_bullets_apart() -> None:
    body = textwrap.fill(PROSE["en"], 70)
    bullets = textwrap.fill(PROSE["en"], 70, initial_indent="+ ", subsequent_indent="  ")
    text = f"Bridge closed until spring\n\n{body}\n\n{bullets}\n+ Short one\n"
    kinds = [kind for kind, _ in read(text)]
    assert kinds == ["headline", "paragraph", "bullet", "bullet"]


@pytest.mark.parametrize("lang", ["zh", "ja"])
def test_text_without_spaces_wraps_anywhere(lang: str) -> None:
    sentence = {
        "zh": "市议会周二表示跨河大桥将因维修关闭至春季司机应改走环路全城无人感到意外",
        "ja": "市議会は火曜日に川の橋を春まで閉鎖すると発表し運転者に環状道路の利用を呼びかけた",
    }[lang] * 3
    wrapped = "\n".join(sentence[i : i + 30] for i in range(0, len(sentence), 30))
    text = f"{wrapped}。\n\n{wrapped}。\n"
    assert len(read(text, lang)) == 2


@pytest.mark.parametrize("lang", sorted(PROSE))
def test_lines_that_are_paragraphs_stay_apart(lang: str) -> None:
    first, second = re.split(r"(?<=\.) ", PROSE[lang])
    text = f"{first}\n{second}\n{second}\n{first}\n"
    assert [body for _, body in read(text, lang)] == [first, second, second, first]


def test_titles_one_a_line_stay_apart() -> None:
    titles = [
        "Council Closes the Bridge over the River until Spring",
        "Drivers Asked to Take the Ring Road around the Town",
        "Repairs Will Cost Two Million More than was Planned",
        "Mayor Says that Nobody in the Town was Surprised",
    ]
    assert [body for _, body in read("\n".join(titles))] == titles


def test_an_indented_line_begins_a_paragraph() -> None:
    first = textwrap.fill(PROSE["en"], 66, initial_indent="    ")
    assert len(read(f"{first}\n{first}\n{first}\n")) == 3


@pytest.mark.parametrize(
    ("line", "body"),
    [
        ("+ Item", "Item"),
        ("- Item", "Item"),
        ("* Item", "Item"),
        ("• Item", "Item"),
        ("•Item", "Item"),
        ("– Пункт", "Пункт"),
        ("  • Item", "Item"),
        ("・項目", "項目"),
        ("1) Item", "Item"),
        ("(2) Item", "Item"),
        ("a) Item", "Item"),
        ("① 項目", "項目"),
        ("1、项目", "项目"),
    ],
)
def test_bullets(line: str, body: str) -> None:
    assert ("bullet", body) in read(f"Some text stands here.\n{line}\n")


@pytest.mark.parametrize(
    "line",
    ["-5 degrees were measured.", "1. Mai ist Feiertag.", "*not* a bullet.", "A. Smith ran."],
)
def test_no_bullets(line: str) -> None:
    assert ("paragraph", line) in read(f"Some text stands here.\n{line}\n", "de")


def test_numbers_with_a_stop_need_a_neighbour() -> None:
    assert read("Steps:\n1. Open it.\n2. Close it.\n") == [
        ("paragraph", "Steps:"),
        ("bullet", "Open it."),
        ("bullet", "Close it."),
    ]


LAID_OUT = [
    ("en", "Photo: Reuters", "caption"),
    ("en", "(Photo: Reuters)", "caption"),
    ("en", "Photographs of the town were shown.", "paragraph"),
    ("en", "Photo albums are back in fashion", "headline"),
    ("en", "Photo by Ann Lee", "caption"),
    ("en", "Photo by Ann Lee shows the bridge before it was closed.", "paragraph"),
    ("en", "© Ann Lee", "caption"),
    ("en", "See also: The bridge is closed", "link"),
    ("en", "Read more", "link"),
    ("en", "Read more than ten books a year and you will be surprised.", "paragraph"),
    ("de", "Foto: dpa", "caption"),
    ("de", "Lesen Sie auch: Die Brücke ist zu", "link"),
    ("fr", "Crédit photo : AFP", "caption"),
    ("fr", "Lire aussi : Le pont est fermé", "link"),
    ("es", "Foto: EFE", "caption"),
    ("es", "Lea también: El puente está cerrado", "link"),
    ("pt", "Foto: Lusa", "caption"),
    ("pt", "Leia também: A ponte está fechada", "link"),
    ("it", "Foto d’archivio: Ansa", "caption"),
    ("it", "Leggi anche: Il ponte è chiuso", "link"),
    ("nl", "Foto's: ANP", "caption"),
    ("nl", "Lees ook: De brug is dicht", "link"),
    ("pl", "Fot.: PAP", "caption"),
    ("pl", "Fot. archiwum", "caption"),
    ("pl", "Czytaj także: Most zamknięty", "link"),
    ("cs", "Foto: ČTK", "caption"),
    ("cs", "Čtěte také: Most je zavřený", "link"),
    ("ru", "Фото: ТАСС", "caption"),
    ("ru", "Читайте также: Мост закрыт", "link"),
    ("uk", "Світлина: Укрінформ", "caption"),
    ("uk", "Читайте також: Міст закрито", "link"),
    ("zh", "图：新华社", "caption"),
    ("zh", "延伸阅读：大桥关闭", "link"),
    ("ja", "写真：共同通信", "caption"),
    ("ja", "関連記事：橋が閉鎖", "link"),
]


@pytest.mark.parametrize(("lang", "line", "kind"), LAID_OUT)
def test_lines_that_say_what_they_are(lang: str, line: str, kind: str) -> None:
    assert read(f"First. Second.\n\n{line}\n", lang)[1] == (kind, line)


def test_every_language_is_tried() -> None:
    assert {lang for lang, _, _ in LAID_OUT} == set(languages.covered())


def test_headlines_are_short_and_end_in_no_mark() -> None:
    text = "Bridge closed\n\nThe bridge is closed.\n\nWhy?\n\n" + "word " * 40
    kinds = [kind for kind, _ in read(text)]
    assert kinds == ["headline", "paragraph", "paragraph", "paragraph"]


def test_a_line_alone_is_no_headline() -> None:
    assert read("The bridge is closed") == [("paragraph", "The bridge is closed")]


def test_aligned_texts_must_have_as_many_lines() -> None:
    en = languages.load("en")
    with pytest.raises(InputError, match=r"3 lines, but the reference has 2"):
        from_strings("a\nb\nc", "a\nb", None, en, en, aligned=True)
    with pytest.raises(InputError, match=r"2 lines, but the source has 1"):
        from_strings("a\n\x85b", "a\nb", "a\u2028b", en, en, aligned=True)


def test_blank_lines_count_when_aligned() -> None:
    en = languages.load("en")
    article = from_strings("a\r\n\r\nc", "a\n \nc\n", None, en, en, aligned=True)
    assert [len(b.span) for b in article.mt.blocks] == [1, 0, 1]
    assert article.reference is not None
    assert [len(b.span) for b in article.reference.blocks] == [1, 0, 1]


def test_a_lone_surrogate_is_refused() -> None:
    en = languages.load("en")
    with pytest.raises(InputError, match=r"U\+D800 at offset 1"):
        from_strings("a\ud800", None, None, en, en)


@pytest.mark.parametrize(
    "unit",
    [
        "(",
        "1. ",
        "1.\n",
        "- ",
        "\n",
        "\r",
        " \n",
        "Photo ",
        "* * ",
        "[Photo",
        "a\n",
        "\u00a0",
        "）",
    ],
)
def test_hostile_texts_take_linear_time(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    before = time.process_time()
    paragraph_blocks(text, languages.load("en"))
    assert time.process_time() - before < 5
