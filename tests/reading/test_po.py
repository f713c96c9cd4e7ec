from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from judges import items

from mtcheck.errors import InputError
from mtcheck.reading import formats, po

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 'msgid ""\nmsgstr "Language: de_AT\\nPlural-Forms: nplurals={}; plural=0;\\n"\n\n'


def entries(file: str) -> tuple[po.Entry, ...]:
    (document,) = po.read(file, "a.po")
    return document.entries


def test_a_unit_is_a_msgstr_and_its_source_the_msgid() -> None:
    file = HEAD.format(2) + (
        '#. mtcheck: ignore[N101]\n#: a.c:1\n#, c-format\nmsgctxt "menu"\n'
        'msgid "Open \\"%s\\"\\n"\n'
        'msgstr ""\n"Öffne "\n"\\"%s\\"\\n"\n'
    )
    (document,) = po.read(file, "a.po")
    (entry,) = document.entries
    assert (document.target_lang, document.source_lang) == ("de-AT", None)
    assert (entry.id, entry.path) == ('menu|Open "%s"\n', "message[2]/msgstr")
    assert entry.target.text == 'Öffne "%s"\n'
    assert entry.source is not None
    assert entry.source.text == 'Open "%s"\n'
    assert [note.words for note in entry.notes] == [" mtcheck: ignore[N101]"]


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        ("c-format, mtcheck-ignore", "mtcheck: ignore"),
        ("mtcheck-ignore[N101, F5], c-format", "mtcheck: ignore[N101, F5]"),
    ],
)
def test_a_flag_is_a_comment(flags: str, words: str) -> None:
    (entry,) = entries(f'#, {flags}\nmsgid "a"\nmsgstr "b"\n')
    assert [note.words for note in entry.notes] == [words]


@pytest.mark.parametrize(
    ("forms", "target", "sources"),
    [
        (2, ["eine Datei", "%d Dateien"], ["one file", "%d files"]),
        (1, ["%d 個"], ["%d files"]),
        # The first form of Russian is also for 21: it has the number, the English singular not.
        (3, ["%d файл", "%d файла", "%d файлов"], ["%d files"] * 3),
        (3, ["файл", "%d файла", "%d файлов"], ["one file", "%d files", "%d files"]),
    ],
)
def test_plural_forms(forms: int, target: list[str], sources: list[str]) -> None:
    said = "".join(f'msgstr[{n}] "{text}"\n' for n, text in enumerate(target))
    file = HEAD.format(forms) + f'msgid "one file"\nmsgid_plural "%d files"\n{said}'
    found = entries(file)
    assert [e.id for e in found] == [f"one file[{n}]" for n in range(len(target))]
    assert [e.source.text for e in found if e.source] == sources
    assert len({e.key for e in found}) == len(found)


def test_what_the_program_does_not_show_is_not_checked() -> None:
    file = (
        '#, fuzzy\n#| msgid "b"\nmsgid "a"\nmsgstr "x"\n\nmsgid "c"\nmsgstr ""\n\n'
        '# mtcheck: ignore\n#~ msgid "d"\n#~ msgstr "y"\n\nmsgid "e"\nmsgstr "z"\n'
    )
    found = entries(file)
    assert [(e.id, e.skipped) for e in found] == [
        ("a", "fuzzy"),
        ("c", "untranslated"),
        ("d", "obsolete"),
        ("e", ""),
    ]
    assert not found[-1].notes  # the comment went with the message that is gone


def test_names_are_no_source() -> None:
    file = (
        'msgid "menu.file.open"\nmsgstr "Öffnen"\n\nmsgid "menu.file.save_as"\nmsgstr "Sichern"\n'
    )
    assert [e.source for e in entries(file)] == [None, None]
    assert entries('msgid "Open the file."\nmsgstr "x"\n')[0].source is not None


@pytest.mark.parametrize(
    ("file", "line", "message"),
    [
        ('msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', 4, "the same message as in line 1"),
        ('msgid "a"\n', 1, "msgid without a msgstr: is the file cut short?"),
        ('msgid "a"\nmsgstr "b', 2, "a quotation mark is not closed: is the file cut short?"),
        ('msgid "a"\nmsgstr "b\\q"\n', 2, "\\q is no escape of PO"),
        ("Hello\n", 1, "is not PO"),
        ('"x"\n', 1, "a string that belongs to no keyword"),
        ('msgstr "b"\n', 1, "msgstr without a msgid"),
        ('msgid "a"\nmsgstr[0] "b"\n', 2, "msgstr[…] without msgid_plural"),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr "c"\n', 3, "msgstr without […]"),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[1] "c"\n', 3, "msgstr[0] should stand here"),
        ('msgid "a"\n#~ msgstr "b"\n', 2, "half of the message is obsolete"),
        ('msgctxt "a"\n', 1, "msgctxt without a msgid"),
    ],
)
def test_one_clear_line(file: str, line: int, message: str) -> None:
    with pytest.raises(InputError, match=f"^a.po:{line}: ") as error:
        po.read(file, "a.po")
    assert message in str(error.value)


def header(charset: str) -> str:
    said = f"Content-Type: text/plain; charset={charset}\\n"
    return f'msgid ""\nmsgstr "{said}"\n\nmsgid "a"\nmsgstr "é"\n'


@pytest.mark.parametrize("charset", ["UTF-8", "ISO-8859-1", "windows-1252", "CHARSET", "ASCII"])
def test_the_header_s_encoding(charset: str) -> None:
    codec = charset if charset[0] in "Iw" else "utf-8"
    raw = header(charset).encode(codec)
    content = formats.decode(raw, "a.po")
    assert items(content, ".po") == [("a", "é")]
    assert formats.encode(content, raw, "a.po") == raw
    fixed = content.replace("é", "è")
    assert formats.encode(fixed, raw, "a.po").decode(codec) == fixed


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (header("ISO-8859-1").encode(), "but it is UTF-8"),
        (header("UTF-8").encode("latin-1"), "is not UTF-8"),
        (header("EUC-JP").encode("latin-1"), "is not EUC-JP, which its header says it is"),
        (header("ISO-8859-1").encode("utf-8-sig"), "but it begins with the mark of Unicode"),
        (header("rot13").encode(), "which is not an encoding that is read"),
        (header("UTF-16").encode(), "which is not an encoding that is read"),
        (header("x-klingon").encode(), "which is not an encoding that is read"),
    ],
)
def test_a_lying_header(raw: bytes, message: str) -> None:
    with pytest.raises(InputError) as error:
        formats.decode(raw, "a.po")
    assert message in str(error.value)


def test_a_letter_that_the_encoding_has_not() -> None:
    raw = header("ISO-8859-1").encode("latin-1")
    with pytest.raises(InputError, match="which ISO-8859-1 cannot write"):
        formats.encode(header("ISO-8859-1").replace("é", "ł"), raw, "a.po")


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="gettext is not installed")
@pytest.mark.parametrize(
    "file",
    [
        'msgid "a"\n',
        'msgid "a"\nmsgstr "b\\q"\n',
        'msgid "a"\nmsgstr "b"\nmsgid "a"\nmsgstr "c"\n',
        'msgid "a"\nmsgstr "b\n',
    ],
)
def test_msgfmt_refuses_what_is_refused(tmp_path: Path, file: str) -> None:
    (tmp_path / "a.po").write_text(file, "utf-8")
    command = [str(shutil.which("msgfmt")), "-o", "/dev/null", "a.po"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)  # noqa: S603 - gettext's own
    assert done.returncode
    with pytest.raises(InputError):
        po.read(file, "a.po")
