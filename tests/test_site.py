"""The site builds strictly, has all that is promised, and takes nothing from elsewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from mtcheck.checks import CHECKS
from mtcheck.reporting import FORMATS
from mtcheck.settings import Files, fields

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
_LOADED = re.compile(
    r"<(?:script|img|iframe|source)[^>]*\ssrc=[\"']?(?:https?:)?//"
    r"|<link[^>]*rel=[\"']?(?:stylesheet|preload|preconnect)[^>]*href=[\"']?(?:https?:)?//"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("furo", reason="the site needs mtcheck[docs]")
    out = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html"]
    done = subprocess.run(  # noqa: S603 - this interpreter, our own pages
        [*command, "-d", str(out / "doctrees"), str(DOCS), str(out / "html")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return out / "html"


def test_every_page_is_there(site: Path) -> None:
    for page in DOCS.rglob("*.md"):
        assert (site / page.relative_to(DOCS)).with_suffix(".html").is_file(), page
    home = (site / "index.html").read_text(encoding="utf-8")
    for module in CHECKS:
        assert (site / "checks" / f"{module.CHECK.code}.html").is_file()
    for page in DOCS.glob("*.md"):
        assert f'href="{page.stem}.html"' in home or page.stem == "index", "in no contents"


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        assert not _LOADED.search(page.read_text(encoding="utf-8")), page
    for sheet in site.rglob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        assert not re.search(r"(?:url\([\"']?|@import [\"'])(?:https?:)?//", text), sheet


def test_every_format_and_setting_is_on_its_page() -> None:
    formats = (DOCS / "formats.md").read_text(encoding="utf-8")
    assert [name for name in FORMATS if f"`{name}`" not in formats] == []
    settings = (DOCS / "settings.md").read_text(encoding="utf-8")
    assert [f.key for f in (*fields(), *fields(Files)) if f"| `{f.key}` |" not in settings] == []


def test_every_variable_of_the_environment_is_on_its_page() -> None:
    page = (DOCS / "running.md").read_text(encoding="utf-8")
    said = re.compile(r"environ\.get\(\"(\w+)\"|\"(\w+)\" in os\.environ|envvar=\"(\w+)\"")
    found = {
        "".join(groups)
        for path in (ROOT / "mtcheck").rglob("*.py")
        for groups in said.findall(path.read_text(encoding="utf-8"))
    }
    assert len(found) > 4
    assert [name for name in sorted(found) if f"`{name}" not in page] == []


def test_every_command_has_its_exit_codes_on_the_page() -> None:
    from mtcheck.cli.program import program  # noqa: PLC0415 - click is loaded for this alone

    page = (DOCS / "running.md").read_text(encoding="utf-8")
    table = page[page.index("| command |") : page.index("After a signal")]
    names = program.list_commands(program.make_context("mtcheck", ["rules"]))
    assert [name for name in names if f"`{name}" not in table] == []
