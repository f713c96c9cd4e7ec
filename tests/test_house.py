"""The rules of the house: what must hold for every check, language and page at once."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import mtcheck
from mtcheck import languages, measured
from mtcheck.checks import CHECKS

if TYPE_CHECKING:
    from mtcheck.check import CheckModule

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "mtcheck"
CASES = ROOT / "tests" / "checks" / "cases"
CODES = [m.CHECK.code for m in CHECKS]
ISSUED = (  # codes keep their meaning for ever: this list only grows
    "N101 N102 N103 N104 Q201 Q202 Q203 Q204 A301 A302 A303 A304 A305 A306 A307 A308 "
    "T401 F501 F502 F503 F504 F505 F506 F507 L601 M701 S901 S902"
).split()


def test_no_code_is_lost_or_new_unnoticed() -> None:
    assert CODES == ISSUED


def test_names_are_unique() -> None:
    names = [m.CHECK.name for m in CHECKS]
    assert len(set(names)) == len(names)


def test_every_module_of_checks_is_listed() -> None:
    files = {p.stem for p in (PACKAGE / "checks").glob("*.py")} - {"__init__"}
    assert {m.__name__.rpartition(".")[2] for m in CHECKS} == files


def test_every_case_file_belongs_to_a_check() -> None:
    assert {p.stem for p in CASES.glob("*.toml")} == set(CODES)


@pytest.mark.parametrize("module", CHECKS, ids=CODES)
def test_a_check_has_a_page(module: CheckModule) -> None:
    title, _, page = (module.__doc__ or "").strip().partition("\n\n")
    assert title.endswith("."), "the first line is a sentence"
    assert len(page.split()) > 40, "what, why, when it stays quiet, source"
    assert "quiet" in page.lower()


@pytest.mark.parametrize("module", CHECKS, ids=CODES)
def test_a_check_needs_only_sections_that_exist(module: CheckModule) -> None:
    assert set(module.CHECK.needs) <= set(languages.SECTIONS)


# Quiet on all annotated output at hand and on the corpora: its findings say one half.
UNMEASURED: frozenset[tuple[str, str]] = frozenset()


@pytest.mark.parametrize("module", CHECKS, ids=CODES)
def test_every_basis_of_a_check_is_measured(module: CheckModule) -> None:
    table = {(m.code, m.basis) for m in measured.measurements() if m.language == "*"}
    if module.CHECK.reads_risks:  # its confidence is measured place by place
        return
    bases = {(module.CHECK.code, b.value) for b in module.CHECK.bases}
    assert bases - table == bases & UNMEASURED


def test_measurements_are_of_checks_that_exist() -> None:
    assert {m.code for m in measured.measurements()} <= set(CODES)
    assert all(0 <= m.right <= m.findings for m in measured.measurements())


@pytest.mark.parametrize("code", languages.covered())
def test_a_language_has_every_section(code: str) -> None:
    language = languages.load(code)
    assert [s for s in languages.SECTIONS if not language.has(s)] == []
    assert len(language.function_words) >= 40


def test_the_promised_languages_are_covered() -> None:
    promised = {"en", "de", "fr", "es", "pt", "it", "nl", "pl", "cs", "ru", "uk", "zh", "ja"}
    assert promised <= set(languages.covered())


def test_no_check_knows_a_language_by_code() -> None:
    pattern = re.compile(r"\.code\s*(==|!=|in)\s*[\"'({\[]|lang\w*\s*==\s*[\"']")
    for path in sorted((PACKAGE / "checks").glob("*.py")) + sorted(
        (PACKAGE / "aligning").glob("*.py")
    ):
        assert not pattern.search(path.read_text(encoding="utf-8")), path.name


def test_no_module_has_a_name_that_says_nothing() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "tools"}
    assert not [p for p in PACKAGE.rglob("*.py") if p.stem in vague]


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: str(p.relative_to(PACKAGE))
)
def test_what_a_module_exports_exists(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "every module says what it is for"
    exported: list[str] = []
    defined: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            defined.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            defined |= {(a.asname or a.name).split(".")[0] for a in node.names}
        elif isinstance(node, ast.Assign):
            names = [t.id for t in node.targets if isinstance(t, ast.Name)]
            defined |= set(names)
            if names == ["__all__"]:
                exported = ast.literal_eval(node.value)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            defined.add(node.target.id)
    lazy = {"check", "check_file", "render"} if path == PACKAGE / "__init__.py" else set()
    assert set(exported) - lazy <= defined


HEAVY = (
    "babel duckdb ftfy jinja2 markdown_it numpy onnxruntime rich sacrebleu sentencepiece sentencex "
    "tokenizers torch transformers wordfreq"
).split()


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys\n"
        "from mtcheck.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)\n"
    )
    done = subprocess.run(  # noqa: S603 - this interpreter, our own script
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stderr.strip() == "[]"


def test_the_version_stands_once() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == mtcheck.__version__
    assert f"## {mtcheck.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_readme_begins_with_the_two_lines() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    head = readme[: readme.index("pytest") + 10]
    assert (
        "python -m pip install . && mtcheck check corpora/security-talks/article.en.mt.txt "
        "--reference corpora/security-talks/article.en.ref.txt" in head
    )
    assert "python -m pip install '.[test]' && python -m pytest" in head


@pytest.mark.parametrize("gold", sorted((ROOT / "corpora").glob("*/gold.json")), ids=str)
def test_gold_points_at_its_text(gold: Path) -> None:
    data = json.loads(gold.read_text(encoding="utf-8"))
    mt = (gold.parent / data["mt"]).read_bytes().decode("utf-8")
    for error in data["errors"]:
        assert mt[error["start"] : error["end"]] == error["text"]
        assert set(error["codes"]) <= set(ISSUED)
    for role in ("reference", "source"):
        assert data[role] is None or (gold.parent / data[role]).is_file()
