"""String catalogs and stringsdict: units, partners by form, what is left out, what is refused."""

from __future__ import annotations

import json
import plistlib
from typing import TYPE_CHECKING

import pytest

import mtcheck
from mtcheck.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

DOCTYPE = (
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" '
    '"http://www.apple.com/DTDs/PropertyList-1.0.dtd">'
)


def unit(value: str, state: str = "translated") -> dict[str, object]:
    return {"stringUnit": {"state": state, "value": value}}


def plural(**forms: str) -> dict[str, object]:
    return {"variations": {"plural": {form: unit(value) for form, value in forms.items()}}}


def catalog(folder: Path, strings: dict[str, object]) -> Path:
    path = folder / "Localizable.xcstrings"
    made = {"sourceLanguage": "en", "strings": strings, "version": "1.0"}
    path.write_text(json.dumps(made, ensure_ascii=False, indent=2), encoding="utf-8")
    return path


def variants(folder: Path, lang: str, one: str, other: str, comment: str = "") -> Path:
    n = {
        "NSStringFormatSpecTypeKey": "NSStringPluralRuleType",
        "NSStringFormatValueTypeKey": "d",
        "one": one,
        "other": other,
    }
    raw = plistlib.dumps({"files": {"NSStringLocalizedFormatKey": "%#@n@", "n": n}}).decode()
    assert DOCTYPE in raw
    path = folder / f"{lang}.lproj" / "Localizable.stringsdict"
    path.parent.mkdir()
    path.write_text(raw.replace("\t<key>files", f"\t{comment}<key>files"), encoding="utf-8")
    return path


def found(path: Path, **given: object) -> list[tuple[str, str, str | None]]:
    reports = mtcheck.check_file(str(path), model="none", **given)  # type: ignore[arg-type]
    return [
        (f.code, one.article.mt.unit_at(f.span.start).id, f.suggestion)
        for one in reports
        for f in one.findings
    ]


def test_each_form_is_compared_with_the_source_s(tmp_path: Path) -> None:
    forms = {"en": plural(one="%lld file", other="%lld files")}
    forms["de"] = plural(one="%lld Datei", other="%d Dateien")
    path = catalog(tmp_path, {"%lld files": {"localizations": forms}})
    assert found(path) == [("M701", "%lld files[other]", "%lld")]


def test_where_the_source_has_no_text_the_key_is_it(tmp_path: Path) -> None:
    german = {"de": unit("Präsident Marcon sprach in Lyon.")}
    path = catalog(tmp_path, {"President Macron spoke in Lyon.": {"localizations": german}})
    assert found(path) == [("N101", "President Macron spoke in Lyon.", "Macron")]


def test_what_is_not_to_be_translated_or_still_new_is_left_out(tmp_path: Path) -> None:
    wrong = {"de": unit("Das ist ist so so.")}
    strings = {
        "A": {"localizations": wrong},
        "B": {"shouldTranslate": False, "localizations": wrong},
        "C": {"comment": "mtcheck: ignore[F501]", "localizations": wrong},
        "Text": {"localizations": {"de": unit("Text", "new")}},
    }
    assert {of for _, of, _ in found(catalog(tmp_path, strings))} == {"A"}


def test_languages_are_articles_of_their_own(tmp_path: Path) -> None:
    both = {"de": unit("Es sind 25 Dateien."), "fr": unit("Il y a 52 fichiers.")}
    path = catalog(tmp_path, {"There are 52 files.": {"localizations": both}})
    assert found(path) == [("Q201", "There are 52 files.", "52")]
    assert found(path, target_lang="fr") == []


def test_forms_of_a_stringsdict(tmp_path: Path) -> None:
    source = variants(tmp_path, "en", "%d file on %@", "%d files on %@")
    path = variants(tmp_path, "de", "%d Datei auf %@", "%d Dateien auf")
    codes = found(path, source=str(source))
    assert [(code, of) for code, of, _ in codes] == [("M701", "files[n][other]")]


def test_a_comment_is_for_the_key_that_follows_it(tmp_path: Path) -> None:
    source = variants(tmp_path, "en", "%d file", "%d files")
    ignore = "<!-- mtcheck: ignore[M701] -->"
    path = variants(tmp_path, "de", "%d Datei", "Dateien", ignore)
    assert found(path, source=str(source)) == []


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (plistlib.dumps({"a": {"b": "c"}}, fmt=plistlib.FMT_BINARY), "Localizable.stringsdict"),
        (b"<plist><array/></plist>", "needs a <plist> with a <dict>"),
        (b"<plist><dict><string>x</string></dict></plist>", "a key should stand here"),
        (b"<plist><dict><key>x</key></dict></plist>", "a key has no value"),
        (b'<!DOCTYPE plist SYSTEM "http://example.org/x.dtd"><plist><dict/></plist>', "document"),
    ],
)
def test_what_is_no_stringsdict_is_told_in_a_line(tmp_path: Path, raw: bytes, message: str) -> None:
    path = tmp_path / "Localizable.stringsdict"
    path.write_bytes(raw)
    with pytest.raises(InputError) as caught:
        found(path)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
