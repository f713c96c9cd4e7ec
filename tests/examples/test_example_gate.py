"""A garbled name in each of the example's formats: the gate stops it, and every report shows it.

Where the name stands in the file is found here without mtcheck.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from typing import TYPE_CHECKING

import pytest
from examples.places import LINES, WORDS
from shell import ROOT, environment, run

from mtcheck.reporting import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

RIGHT, WRONG = "Charlotte Richardson", "Charlotte Richarson"
MARKED = "Richarson"
FILES = (
    "de/app.json de/desktop.xlf de/handbook.md de/letter.docx de/mail.properties de/news.md "
    "de/phone.strings de/rails.yml de/server.po de/talk.srt de/values/strings.xml de/visit.html"
).split()
_PART = "word/document.xml"


def garble(file: Path) -> int:
    """Misspell the name in the translation; the line in which it then stands."""
    if file.suffix == ".docx":
        return garble_docx(file)
    lines = file.read_text("utf-8").split("\n")
    # Source and translation stand in one file: the translation comes last.
    number = max(n for n, line in enumerate(lines) if RIGHT in line)
    lines[number] = lines[number].replace(RIGHT, WRONG)
    file.write_text("\n".join(lines), "utf-8")
    return number + 1


def garble_docx(file: Path) -> int:
    """As :func:`garble`: a line of a DOCX is a paragraph."""
    paragraphs = re.findall(r"<w:p[ >].*?</w:p>", edit(file, RIGHT, WRONG), re.DOTALL)
    texts = ["".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", one)) for one in paragraphs]
    return [text for text in texts if text].index(WRONG) + 1


def edit(docx: Path, old: str, new: str) -> str:
    """Change words of a DOCX that stand in one run; its document's XML."""
    with zipfile.ZipFile(docx) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old.encode() in parts[_PART]
    parts[_PART] = parts[_PART].replace(old.encode(), new.encode())
    with zipfile.ZipFile(docx, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return parts[_PART].decode()


@pytest.fixture(scope="module")
def garbled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    """The example with the name misspelled everywhere, all reports of it, and the lines."""
    folder = tmp_path_factory.mktemp("garbled")
    shutil.copytree(ROOT / "examples", folder / "library")
    lines = {name: garble(folder / "library" / name) for name in FILES}
    reports = folder / "reports"
    reports.mkdir()
    formats = [f"--format={name}={reports / name}" for name in FORMATS]
    env = environment(folder, MTCHECK_CACHE_DIR=str(folder / "cache"))
    arguments = ("check", "de", "--source", "en", *formats)
    done = run("mtcheck", *arguments, cwd=folder / "library", env=env)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
    return reports, lines


def test_every_format_has_a_reader_here() -> None:
    assert LINES.keys() | WORDS.keys() == set(FORMATS)


@pytest.mark.parametrize("name", LINES)
def test_the_report_has_the_right_line_of_every_file(
    garbled: tuple[Path, dict[str, int]], name: str
) -> None:
    reports, lines = garbled
    assert sorted(LINES[name](reports / name)) == sorted(lines.items())


@pytest.mark.parametrize("name", WORDS)
def test_the_report_marks_the_words_in_their_sentence(
    garbled: tuple[Path, dict[str, int]], name: str
) -> None:
    reports, lines = garbled
    found = list(WORDS[name](reports / name))
    assert sorted((path, marked) for path, _, marked in found) == [
        (path, MARKED) for path in sorted(lines)
    ]
    assert all(before.endswith("Charlotte ") for _, before, _ in found)


def test_fix_puts_every_file_right(tmp_path: Path) -> None:
    library = tmp_path / "library"
    shutil.copytree(ROOT / "examples", library)
    before = {name: (library / name).read_bytes() for name in FILES}
    for name in FILES:
        garble(library / name)
    env = environment(tmp_path)
    done = run("mtcheck", "fix", "de", "--source", "en", cwd=library, env=env)
    # A name that a reference has is certain; what only the source has, somebody decides.
    said = "mtcheck: applied 1 fix in 1 file (N101 1); 11 more with --unsafe\n"
    assert (done.returncode, done.stderr) == (0, said)
    done = run("mtcheck", "fix", "de", "--source", "en", "--unsafe", cwd=library, env=env)
    assert (done.returncode, done.stderr) == (
        0,
        "mtcheck: applied 11 fixes in 11 files (N101 11)\n",
    )
    after = {name: (library / name).read_bytes() for name in FILES}
    del before["de/letter.docx"], after["de/letter.docx"]  # its zip was packed anew here
    assert after == before
    done = run("mtcheck", "check", "de", "--source", "en", cwd=library, env=env)
    assert done.returncode == 0


def test_the_letter_is_held_to_more_than_the_rest(tmp_path: Path) -> None:
    """As ``mtcheck.toml`` has it: a slip that is let by elsewhere stops a letter."""
    env = environment(tmp_path)
    library = tmp_path / "library"
    shutil.copytree(ROOT / "examples", library)
    page = library / "de" / "history.md"
    page.write_text(page.read_text("utf-8").replace("Mill Lane wurde", "Mill Lane wurde wurde"))
    done = run("mtcheck", "check", "de", "--source", "en", "-f", "github", cwd=library, env=env)
    assert done.returncode == 0
    assert done.stdout.startswith("::warning file=de/history.md,line=7,")
    letter = library / "de" / "letter.docx"
    edit(letter, "Der neue liegt", "Der neue neue liegt")
    done = run("mtcheck", "check", "de", "--source", "en", "-f", "github", cwd=library, env=env)
    assert done.returncode == 1
    assert "::warning file=de/letter.docx,line=4," in done.stdout
