"""The pre-commit hooks, with pre-commit itself: installed from a repository, run on a commit.

pre-commit clones the hooks' repository and installs it into an environment of its own, which is
what happens here, too; only the libraries that mtcheck needs come from the tests' environment,
so that nothing is fetched.
"""

from __future__ import annotations

import re
import shutil
import sys
import sysconfig
from typing import TYPE_CHECKING

import pytest
from integrations.runner import OFFLINE
from ruamel.yaml import YAML
from shell import ROOT, environment, run

from mtcheck.reading.pairing import SUFFIXES

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="makes repositories")

HOOKS = YAML(typ="safe").load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
CONFIG = """\
repos:
  - repo: {hooks}
    rev: {rev}
    hooks:
      - id: mtcheck-fix
        args: [de, --source, en]
      - id: mtcheck
        args: [de, --source, en, --changed-since, HEAD]
"""


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        *((f"de/a{suffix}", True) for suffix in sorted(SUFFIXES - {".xml"})),
        ("de/A.TXT", True),
        ("res/values-de/strings.xml", True),
        ("values/strings.xml", True),
        ("pom.xml", False),
        ("values.xml", False),
        ("terms.tbx", True),
        ("mtcheck.toml", True),
        ("sub/pyproject.toml", True),
        ("uv.toml", False),
        ("a.py", False),
        ("a.txt.py", False),
    ],
)
def test_what_sets_a_hook_off(hook: dict[str, str], path: str, *, wanted: bool) -> None:
    assert (re.search(hook["files"], path) is not None) is wanted


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The example as a repository whose hooks come from a repository of this checkout."""
    folder = tmp_path_factory.mktemp("pre-commit")
    env = environment(
        folder / "home",
        HOME=str(folder / "home"),
        PRE_COMMIT_HOME=str(folder / "kept"),
        MTCHECK_CACHE_DIR=str(folder / "cache"),
        # The libraries, not mtcheck: that is what is being installed.
        PYTHONPATH=sysconfig.get_path("purelib"),
        **OFFLINE,
        VIRTUALENV_NO_PERIODIC_UPDATE="1",
    )
    hooks = folder / "mtcheck"
    shutil.copytree(
        ROOT / "mtcheck", hooks / "mtcheck", ignore=shutil.ignore_patterns("__pycache__")
    )
    for name in (".pre-commit-hooks.yaml", "LICENSE", "README.md", "pyproject.toml"):
        shutil.copy(ROOT / name, hooks / name)
    git(hooks, env, "init", "-q")
    git(hooks, env, "config", "core.compression", "0")
    rev = commit(hooks, env)
    library = folder / "library"
    shutil.copytree(ROOT / "examples", library)
    (library / ".pre-commit-config.yaml").write_text(CONFIG.format(hooks=hooks.as_uri(), rev=rev))
    git(library, env, "init", "-q", "-b", "main")
    commit(library, env)
    assert run(sys.executable, "-m", "pre_commit", "install", cwd=library, env=env).returncode == 0
    return library, env


def git(folder: Path, env: dict[str, str], *arguments: str) -> str:
    done = run("git", *arguments, cwd=folder, env=env)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def commit(folder: Path, env: dict[str, str]) -> str:
    git(folder, env, "add", "-A")
    git(folder, env, "commit", "-q", "-m", "As it is")
    return git(folder, env, "rev-parse", "HEAD")


def test_the_hooks_stop_a_commit_until_it_is_right(
    project: tuple[Path, dict[str, str]],
) -> None:
    library, env = project
    done = run(sys.executable, "-m", "pre_commit", "run", "--all-files", cwd=library, env=env)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.findall(r"^(mtcheck.*?)\.+Passed$", done.stdout, re.MULTILINE) == [
        "mtcheck fix",
        "mtcheck",
    ]

    app = library / "de" / "app.json"
    right = app.read_text("utf-8")
    app.write_text(right.replace("Richardson", "Richarson"), "utf-8")
    stopped = run("git", "commit", "-a", "-m", "x", cwd=library, env=env)
    assert stopped.returncode == 1
    assert re.search(r"^mtcheck fix\.+Passed$", stopped.stderr, re.MULTILINE)
    assert re.search(r"^mtcheck\.+Failed$", stopped.stderr, re.MULTILINE)
    assert "de/app.json:4:48  major  N101 garbled-name" in stopped.stderr

    app.write_text(right, "utf-8")
    news = library / "de" / "news.md"
    right = news.read_text("utf-8")
    news.write_text(right.replace("Richardson", "Richarson"), "utf-8")
    mended = run("git", "commit", "-a", "-m", "x", cwd=library, env=env)
    assert mended.returncode == 1
    assert "- files were modified by this hook" in mended.stderr
    assert "mtcheck: applied 1 fix in 1 file (N101 1)" in mended.stderr
    assert news.read_text("utf-8") == right

    (library / "main.py").write_text("print()\n")
    git(library, env, "add", "main.py")
    skipped = run("git", "commit", "-m", "x", cwd=library, env=env)
    assert skipped.returncode == 0
    assert skipped.stderr.count("(no files to check)Skipped") == 2


def test_what_is_installed_is_mtcheck_itself(project: tuple[Path, dict[str, str]]) -> None:
    library, env = project
    config = library / "no-arguments.yaml"
    config.write_text(
        (library / ".pre-commit-config.yaml").read_text().replace("[de, --source, en]", "[]")
    )
    done = run(
        sys.executable, "-m", "pre_commit", "run", "mtcheck-fix", "-c", str(config), "--all-files",
        cwd=library, env=env,
    )  # fmt: skip
    assert done.returncode == 1
    assert "mtcheck: error: missing argument 'MT...' (see mtcheck fix --help)" in done.stdout
    assert list((library.parent / "kept").glob("repo*/py_env-*/bin/mtcheck"))


def test_files_that_have_their_source_in_them_may_be_passed_by_name(
    project: tuple[Path, dict[str, str]],
) -> None:
    library, env = project
    config = library / "by-name.yaml"
    text = (library / ".pre-commit-config.yaml").read_text()
    head, _, rest = text.partition("      - id: mtcheck-fix")
    hook = rest.partition("      - id: mtcheck\n")[2].partition("        args")[0]
    more = "        files: \\.(po|xlf)$\n        pass_filenames: true\n"
    config.write_text(f"{head}      - id: mtcheck\n{hook}{more}")
    command = (sys.executable, "-m", "pre_commit", "run", "mtcheck", "-v", "-c", str(config))
    done = run(*command, "--all-files", cwd=library, env=env)
    assert done.returncode == 0, done.stdout
    assert "2 articles: no findings" in done.stdout
