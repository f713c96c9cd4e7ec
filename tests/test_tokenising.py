from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck import languages
from mtcheck.article import TokenKind
from mtcheck.span import Span
from mtcheck.tokenising import _cut, _pattern, tokenise


def forms(content: str, code: str = "en") -> list[str]:
    return [t.form for t in tokenise(content, Span(0, len(content)), languages.load(code))]


@pytest.mark.parametrize(
    ("code", "content", "expected"),
    [
        ("en", "Don't panic, it's 3.5%!", ["Don't", "panic", ",", "it's", "3.5", "%", "!"]),
        ("fr", "L’homme d'hier, aujourd'hui", ["L’", "homme", "d'", "hier", ",", "aujourd'hui"]),
        ("it", "dell'Unione all’alba", ["dell'", "Unione", "all’", "alba"]),
        ("uk", "п'ять об’єктів", ["п'ять", "об’єктів"]),
        ("zh", "拜登访问3个国家。", ["拜", "登", "访", "问", "3", "个", "国", "家", "。"]),
        ("ja", "アメリカへ行く", ["アメリカ", "へ", "行", "く"]),
        ("de", "US-Präsident", ["US", "-", "Präsident"]),
        ("ru", "«Да», — сказал", ["«", "Да", "»", ",", "—", "сказал"]),
    ],
)
def test_tokens(code: str, content: str, expected: list[str]) -> None:
    assert forms(content, code) == expected


@pytest.mark.parametrize(
    "markup",
    [
        "https://example.org/a?b=1",
        "www.example.org",
        "first.last@example.co.uk",
        "<b>",
        "</p>",
        "&nbsp;",
        "${name}",
        "{{ user }}",
        "{0}",
        "%s",
        "%1$d",
        "%(count)s",
        "`x = 1`",
        "@handle",
    ],
)
def test_markup_is_one_token(markup: str) -> None:
    tokens = tokenise(f"see {markup} .", Span(0, len(markup) + 6), languages.load("en"))
    assert [(t.form, t.kind) for t in tokens[1:2]] == [(markup, TokenKind.MARKUP)]


def test_only_the_span_is_read() -> None:
    content = "one two three"
    tokens = tokenise(content, Span(4, 7), languages.load("en"))
    assert [(t.start, t.end, t.form) for t in tokens] == [(4, 7, "two")]


@given(content=st.text(max_size=80), code=st.sampled_from(languages.covered()))
def test_tokens_are_in_order_and_leave_out_only_space(content: str, code: str) -> None:
    at = 0
    for token in tokenise(content, Span(0, len(content)), languages.load(code)):
        assert at <= token.start < token.end
        assert not content[at : token.start].strip()
        assert content[token.start : token.end] == token.form
        at = token.end
    assert not content[at:].strip()


@pytest.mark.parametrize(
    "piece",
    ["a.", "a-", "漢", "<a", "{", "{{", "%", "%(", "http://", "www.", "a@", "&a", "1.", "`", "l'"],
)
def test_a_hostile_line_takes_linear_time(piece: str) -> None:
    # Quadratic work on 100,000 characters would take minutes, not the second it takes.
    content = piece * (100_000 // len(piece))
    assert "".join(forms(content, "fr")) == content


@given(
    chunk=st.text(
        st.characters(exclude_categories=("Cs", "Zs", "Zl", "Zp", "Cc")), min_size=1, max_size=6
    ),
    mark=st.sampled_from(["", *",.;:!?)"]),
    code=st.sampled_from(["en", "fr", "ru", "zh"]),
)
def test_the_short_way_for_plain_words_cuts_as_the_expression_does(
    chunk: str, mark: str, code: str
) -> None:
    language = languages.load(code)
    matches = _pattern(language.core.elisions).finditer(chunk + mark)
    cut = [(start, end, word.form) for start, end, word in _cut(chunk + mark, language)]
    assert cut == [(*match.span(), match.group()) for match in matches]
    kinds = {word.kind for _, _, word in _cut(chunk + mark, language) if word.form == mark}
    assert kinds <= {TokenKind.PUNCTUATION}
