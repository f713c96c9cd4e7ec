from __future__ import annotations

import pytest

from mtcheck.reading import locales


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("de.json", "de"),
        ("locales/pt-BR.yml", "pt-BR"),
        ("locales/pt_BR.yml", "pt-BR"),
        ("messages_de.properties", "de"),
        ("messages_pt_BR.properties", "pt-BR"),
        ("messages.properties", None),
        ("app_de.arb", "de"),
        ("locales/de/common.json", "de"),
        ("locale/sr@latin/LC_MESSAGES/app.po", "sr-Latn"),
        ("de.lproj/Localizable.strings", "de"),
        ("zh-Hans.lproj/Localizable.strings", "zh-Hans"),
        ("res/values-de/strings.xml", "de"),
        ("res/values-pt-rBR/strings.xml", "pt-BR"),
        ("res/values/strings.xml", None),
        ("article.de.mt.srt", "de"),
        ("user_id.json", None),
        ("src/common.json", None),
        ("common.json", None),
    ],
)
def test_the_language_of_a_path(path: str, language: str | None) -> None:
    assert locales.of_path(path) == language


@pytest.mark.parametrize(
    ("locale", "tag"),
    [
        ("de", "de"),
        ("de_AT.UTF-8", "de-AT"),
        ("sr_RS@latin", "sr-Latn-RS"),
        ("German", None),
        ("xx", None),
        ("", None),
    ],
)
def test_a_locale_as_a_tag(locale: str, tag: str | None) -> None:
    assert locales.tag(locale) == tag
