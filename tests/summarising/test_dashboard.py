"""The dashboard and its pages in a browser, and the same tables as a workbook and as CSV."""

from __future__ import annotations

import base64
import csv
import errno
import hashlib
import io
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import chromium
import openpyxl
import pytest
from made_runs import Made, finding, made

from mtcheck.cli.summing import summary
from mtcheck.errors import InputError, SettingsError
from mtcheck.summarising import dashboard, folders, pages

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
PAYLOADS = (
    "<script>document.title='taken'</script>",
    '"><img src=x onerror="document.title=\'taken\'">',
    "</style><svg onload=\"document.title='taken'\">",
    "javascript:document.title='taken'",
    "{{ 7 * 7 }}{% raw %}",
    "\x1b[31m\u202eevil\x07",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[chromium.Chromium]:
    if chromium.path() is None:
        if os.environ.get("CI"):
            pytest.fail("CI has no chromium to look at the dashboard with")
        pytest.skip("no chromium")
    with chromium.Chromium() as started:
        yield started


def wrote(run_: Path, *targets: str, old: Path | None = None, articles: int = 5) -> int:
    return summary(
        run=str(run_),
        baseline=None if old is None else str(old),
        formats=targets,
        output=None,
        articles=articles,
        color="never",
    )


def some(folder: Path, text: str = "Marcon", systems: int = 2) -> Path:
    """A run of articles with ``text`` at every place where the input has its say."""
    articles = [
        Made(
            f"{text} {n}",
            system=f"{text} {n % systems}",
            findings=[
                finding(text=f"{text}{k}", suggestion=text, message=text, start=0, end=2)
                for k in range(n % 4 + 1)
            ],
            texts=[(f"ab {text}", text, text)],
        )
        for n in range(12)
    ]
    return made(folder, articles)


def program(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mtcheck", *arguments]
    return subprocess.run(  # noqa: S603 - this program itself
        command, capture_output=True, text=True, check=False
    )


@pytest.mark.browser
def test_the_dashboard_of_the_corpora(browser: chromium.Chromium, tmp_path: Path) -> None:
    corpus, run_, page = ROOT / "corpora", tmp_path / "run", tmp_path / "d.html"
    done = program("batch", str(corpus), "--output", str(run_), "--model", "none")
    assert done.returncode in {0, 1}, done.stderr
    done = program("summary", str(run_), "--format", "html", "--output", str(page))
    assert (done.returncode, done.stderr) == (0, "")
    browser.events.clear()
    browser.resize(360)
    browser.open(page)
    assert not [e for e in browser.events if e.get("method") == "Log.entryAdded"]
    assert browser.value("document.compatMode") == "CSS1Compat"
    assert browser.value("document.documentElement.scrollWidth") <= 360
    assert browser.value("document.querySelectorAll('figure.plot svg').length") >= 5
    listed = len([p for p in corpus.iterdir() if (p / "gold.json").is_file()])
    links = browser.value("document.querySelectorAll('#articles ~ .scroll a').length")
    assert listed - 2 <= links <= listed
    browser.value("document.querySelector('#articles ~ .scroll a').click()")
    browser.open(next((tmp_path / "d-pages").glob("article-*.html")))
    assert browser.value("document.querySelectorAll('mark').length") > 0
    assert browser.value("document.documentElement.scrollWidth") <= 360


@pytest.mark.browser
@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_texts_do_nothing(browser: chromium.Chromium, tmp_path: Path, payload: str) -> None:
    assert wrote(some(tmp_path / "run", payload), f"html={tmp_path / 'd.html'}") == 0
    made_ = sorted((tmp_path / "d-pages").glob("article-*.html"))
    assert len(made_) == 5
    for page in (tmp_path / "d.html", made_[0]):
        browser.events.clear()
        browser.open(page)
        assert browser.value("document.title") != "taken"
        assert browser.value("document.querySelectorAll('script, img, iframe').length") == 0
        assert browser.value("document.querySelectorAll('style').length") == 1
        sent = [e for e in browser.events if e.get("method") == "Network.requestWillBeSent"]
        assert [e["params"]["request"]["url"] for e in sent] == [page.as_uri()]
        assert not [e for e in browser.events if e.get("method") == "Log.entryAdded"]


def test_links_lead_to_pages_that_are_there(tmp_path: Path) -> None:
    wrote(some(tmp_path / "run"), f"html={tmp_path / 'a board.html'}")
    html = (tmp_path / "a board.html").read_text(encoding="utf-8")
    links = [unquote(link) for link in re.findall(r'href="([^"#]+)"', html)]
    assert len(links) == 5
    assert all((tmp_path / link).is_file() for link in links)


def test_a_page_marks_what_its_findings_point_at(tmp_path: Path) -> None:
    article = Made(
        "a",
        findings=[finding(text="Marcon", start=4, end=10), finding(text="", start=11, end=11)],
        texts=[("See Marcon", "See Macron", None), ("now.", "now.", None)],
    )
    wrote(made(tmp_path / "run", [article]), f"html={tmp_path / 'd.html'}")
    page = (tmp_path / "d-pages" / "article-0000000.html").read_text(encoding="utf-8")
    assert '<mark class="major">Marcon<sup>' in page
    assert "See Macron" in page
    assert page.count('<li id="f') == 2


def test_a_long_article_has_several_pages_that_lead_to_each_other(tmp_path: Path) -> None:
    texts: list[tuple[str, str | None, str | None]] = [(f"Line {n}.", None, None) for n in range(9)]
    late = finding(text="Line", segment=8, start=8 * 8, end=8 * 8 + 4)
    article = Made("a", findings=[late], texts=texts)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pages, "SEGMENTS", 4)
        wrote(made(tmp_path / "run", [article]), f"html={tmp_path / 'd.html'}")
    folder = tmp_path / "d-pages"
    names = [f"article-0000000{end}.html" for end in ("", "-2", "-3")]
    assert sorted(p.name for p in folder.glob("*.html")) == sorted(names)
    for name in names:
        html = (folder / name).read_text(encoding="utf-8")
        links = re.findall(r'href="([^"#]+)"', html)
        assert sorted(links) == sorted({*names, "../d.html"} - {name})
    assert '<mark class="major">Line<sup>' in html


def test_a_finding_without_a_segment_is_on_the_page(tmp_path: Path) -> None:
    article = Made(
        "a", findings=[finding(text="", segment=None, start=0, end=0, message="all gone")]
    )
    wrote(made(tmp_path / "run", [article]), f"html={tmp_path / 'd.html'}")
    page = tmp_path / "d-pages" / "article-0000000.html"
    assert "all gone" in page.read_text(encoding="utf-8")


def test_what_is_too_long_for_the_dashboard_is_in_pages(tmp_path: Path) -> None:
    articles = [Made(f"d{n:02}", findings=[finding()]) for n in range(23)]
    run_ = made(tmp_path / "run", articles)
    old = made(tmp_path / "old", [Made(f"d{n:02}") for n in range(23)])
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(dashboard, "MOST_ROWS", 10)
        wrote(run_, f"html={tmp_path / 'd.html'}", old=old, articles=23)
    html = (tmp_path / "d.html").read_text(encoding="utf-8")
    assert "The first 10 of 23." in html
    assert 'href="d-pages/articles-1.html"' in html
    assert html.count(">d22<") == 0
    folder = tmp_path / "d-pages"
    for name in ("articles", "new"):
        parts = [folder / f"{name}-{number}.html" for number in (1, 2, 3)]
        found = [t for p in parts for t in re.findall(r">(d\d\d)<", p.read_text("utf-8"))]
        assert found == [f"d{n:02}" for n in range(23)]
    for page in folder.glob("*.html"):
        links = re.findall(r'href="([^"#]+)"', page.read_text(encoding="utf-8"))
        assert all((folder / unquote(link)).is_file() for link in links)
        assert "../d.html" in links


def test_a_page_takes_its_own_style_sheet_and_no_other(tmp_path: Path) -> None:
    wrote(some(tmp_path / "run"), f"html={tmp_path / 'd.html'}")
    for page in (tmp_path / "d.html", *(tmp_path / "d-pages").glob("*.html")):
        html = page.read_text(encoding="utf-8")
        (sheet,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
        assert f"default-src 'none'; style-src 'sha256-{digest}';" in html
        assert not re.search(r"<[^>]* style=", html)


def test_a_workbook_holds_texts_as_texts(tmp_path: Path) -> None:
    run_ = some(tmp_path / "run", "=1+1")
    wrote(run_, f"html={tmp_path / 'd.html'}", f"xlsx={tmp_path / 'sub.xlsx'}")
    book = openpyxl.load_workbook(tmp_path / "sub.xlsx")
    assert book.sheetnames[0] == "summary"
    for sheet in book:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    inside = [cell.hyperlink.location for cell in book["summary"]["A"] if cell.hyperlink]
    assert [place.split("'")[1] for place in inside] == book.sheetnames[1:]
    articles = book["articles"]
    assert articles.freeze_panes == "A2"
    assert articles.auto_filter.ref is not None
    linked = [cell.hyperlink.target for cell in articles["A"][1:] if cell.hyperlink]
    assert len(linked) == 5
    assert all((tmp_path / unquote(link.replace("\\", "/"))).is_file() for link in linked)


def test_csv_files_hold_the_tables_and_no_formula(tmp_path: Path) -> None:
    wrote(some(tmp_path / "run", "=1+1"), f"csv={tmp_path / 'tables'}")
    for path in sorted((tmp_path / "tables").glob("*.csv")):
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
        assert len(rows) > 1
        assert len({len(row) for row in rows}) == 1
        assert not any(cell.startswith("=") for row in rows for cell in row)
    text = (tmp_path / "tables" / "names.csv").read_text(encoding="utf-8")
    names = list(csv.DictReader(io.StringIO(text)))
    assert names[0]["name"] == "'=1+1"


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    run_ = some(tmp_path / "run")
    made_ = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        wrote(run_, f"html={folder / 'd.html'}", f"xlsx={folder / 't.xlsx'}", f"csv={folder / 'c'}")
        made_.append(
            {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
        )
    assert made_[0] == made_[1]


def test_plots_say_in_words_what_they_show(tmp_path: Path) -> None:
    found = [finding(), finding("Q201", text="9"), finding("Q201", text="8")]
    old = made(
        tmp_path / "old", [Made(f"Marcon {n}", f"Marcon {n}", findings=found[n:]) for n in (0, 1)]
    )
    wrote(some(tmp_path / "run"), f"html={tmp_path / 'd.html'}", old=old)
    html = (tmp_path / "d.html").read_text(encoding="utf-8")
    words = re.findall(r'<figure class="plot" role="img" aria-label="([^"]+)"[^>]*>\s*<svg', html)
    assert any(line.startswith("Bars: MQM scores of the articles") for line in words)
    assert any("Q201 number 0 new, 4 resolved" in line for line in words)
    assert any(line.startswith("Points with intervals: penalty per 100 words") for line in words)


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "d-pages").mkdir()
    (tmp_path / "d-pages" / "mine.txt").write_text("mine")
    with pytest.raises(InputError, match="holds other files"):
        wrote(some(tmp_path / "run"), f"html={tmp_path / 'd.html'}")
    assert not (tmp_path / "d.html").exists()
    assert (tmp_path / "d-pages" / "mine.txt").read_text() == "mine"


@pytest.mark.parametrize("target", ["html={}/run.json", "csv={}/new", "xlsx={}/shards/t.xlsx"])
@pytest.mark.parametrize("which", ["run", "old"])
def test_nothing_is_written_into_a_run(tmp_path: Path, target: str, which: str) -> None:
    run_, old = some(tmp_path / "run"), some(tmp_path / "old")
    before = sorted((p, p.read_bytes()) for p in tmp_path.rglob("*") if p.is_file())
    with pytest.raises(InputError, match="nothing is written there"):
        wrote(run_, target.format(tmp_path / which), old=old)
    assert sorted((p, p.read_bytes()) for p in tmp_path.rglob("*") if p.is_file()) == before


def test_a_disk_that_is_full_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_ = some(tmp_path / "run")
    targets = (
        f"csv={tmp_path / 'c'}",
        f"html={tmp_path / 'd.html'}",
        f"xlsx={tmp_path / 't.xlsx'}",
    )
    wrote(run_, *targets, articles=5)
    before = sorted((p, p.read_bytes()) for p in tmp_path.rglob("*") if p.is_file())
    written = 0

    def write(self: folders.Filled, name: str, text: str) -> None:
        nonlocal written
        written += 1
        if written > 8:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        (self.path / name).write_text(text, encoding="utf-8")

    monkeypatch.setattr(folders.Filled, "write", write)
    with pytest.raises(InputError, match="No space left on device"):
        wrote(run_, *targets, articles=3)
    assert sorted((p, p.read_bytes()) for p in tmp_path.rglob("*") if p.is_file()) == before
    assert not list(tmp_path.glob(".*"))


def test_a_run_in_part_is_summed_up_and_the_exit_code_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    articles = [Made(str(n), findings=[finding()]) for n in range(4)]
    run_ = made(tmp_path / "run", articles, shards=4, done=3)
    assert wrote(run_, f"html={tmp_path / 'd.html'}") == 1
    assert "the run is not complete: 1 of 4 shards are not done" in capsys.readouterr().err
    html = (tmp_path / "d.html").read_text(encoding="utf-8")
    assert "<strong>Warning:</strong>" in html
    assert "1 of 4 shards are not done" in html


def test_pages_of_before_are_replaced(tmp_path: Path) -> None:
    run_ = some(tmp_path / "run")
    wrote(run_, f"html={tmp_path / 'd.html'}", articles=5)
    wrote(run_, f"html={tmp_path / 'd.html'}", articles=2)
    assert len(list((tmp_path / "d-pages").glob("article-*.html"))) == 2


@pytest.mark.parametrize(
    ("target", "message"),
    [("htm", "did you mean html"), ("html=", "names no file"), ("xlsx", "needs a file")],
)
def test_a_wrong_format_says_what_to_do(tmp_path: Path, target: str, message: str) -> None:
    with pytest.raises((InputError, SettingsError), match=message):
        wrote(some(tmp_path / "run"), target)
