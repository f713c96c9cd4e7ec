"""The container file, as far as it goes without a registry of images to build on.

Its RUN lines are run in folders that stand for those of the image, and its entry point as it is
configured there; what is copied must be let through by ``.dockerignore``.
"""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from integrations.runner import OFFLINE
from pathspec import GitIgnoreSpec
from shell import ROOT, environment, run

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT = (ROOT / "Containerfile").read_text("utf-8")
# A .dockerignore is a .gitignore whose patterns all begin at the root.
IGNORED = GitIgnoreSpec.from_lines(
    re.sub(r"^(!?)(?=[^#*!]|\*(?!\*))", r"\1/", line)
    for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines()
)


@dataclass(frozen=True)
class Instruction:
    name: str
    rest: str


def instructions() -> list[Instruction]:
    joined = re.sub(r"\\\n\s*", "", TEXT)
    lines = [line for line in joined.splitlines() if line and not line.startswith("#")]
    return [Instruction(*line.split(" ", 1)) for line in lines]


def of(name: str) -> list[str]:
    return [i.rest for i in instructions() if i.name == name]


def copied() -> Iterator[tuple[str, str]]:
    """The files that are copied from the repository, and where to."""
    for rest in of("COPY"):
        if not rest.startswith("--from="):
            *sources, target = rest.split()
            yield from ((source, target) for source in sources)


def test_what_is_copied_is_there_and_let_through() -> None:
    assert dict(copied()).keys() == {"LICENSE", "README.md", "pyproject.toml", "mtcheck"}
    for source, _ in copied():
        assert (ROOT / source).exists()
        assert not IGNORED.match_file(f"{source}/__init__.py" if source == "mtcheck" else source)
    for other in (
        ".git/config",
        "tests/shell.py",
        "mtcheck/__pycache__/a.pyc",
        ".env",
        "corpora/x",
    ):
        assert IGNORED.match_file(other), other


def test_it_runs_as_nobody_in_particular_and_fetches_nothing() -> None:
    last = instructions()[[i.name for i in instructions()].index("FROM", 2) :]
    assert [i.name for i in last] == ["FROM", "COPY", "ENV", "USER", "WORKDIR", "ENTRYPOINT", "CMD"]
    (user,) = of("USER")
    assert all(int(number) > 0 for number in user.split(":"))
    assert "HF_HUB_OFFLINE=1" in of("ENV")[0].split()
    assert of("ADD") == []


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory, python: Path) -> tuple[Path, dict[str, str]]:
    """Folders that stand for the image's, after its RUN lines, and its environment."""
    root = tmp_path_factory.mktemp("image")
    for source, target in copied():
        place = root / target.strip("/")
        place = place if target == "/src/mtcheck" else place / source
        place.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, place, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / source, place)
    env = environment(root / "home", **OFFLINE)
    del env["PYTHONPATH"]
    (root / "home" / "bin" / "mtcheck").unlink()
    env["PATH"] = f"{python.parent}:{env['PATH']}"
    for line in of("RUN"):
        done = run("sh", "-c", inside(root, line), cwd=root, env=env)
        assert done.returncode == 0, done.stderr
    for setting in of("ENV")[0].split():
        name, value = setting.split("=", 1)
        env[name] = inside(root, value).replace("${PATH}", env["PATH"])
    return root, env


def inside(root: Path, text: str) -> str:
    """``text`` with the image's folders as they are here."""
    return re.sub(r"/(?=(?:opt|src|tmp)(?:/|$|\s))", f"{root}/", text)


def test_its_entry_point_checks_what_is_mounted(image: tuple[Path, dict[str, str]]) -> None:
    root, env = image
    entry, help_ = json.loads(of("ENTRYPOINT")[0]), json.loads(of("CMD")[0])
    assert of("WORKDIR") == ["/work"]
    work = root / "work"
    shutil.copytree(ROOT / "examples", work)
    assert Path(shutil.which(entry[0], path=env["PATH"]) or "") == root / "opt/mtcheck/bin/mtcheck"
    shown = run(*entry, *help_, cwd=work, env=env)
    assert (shown.returncode, shown.stdout.startswith("Usage: mtcheck")) == (0, True)
    done = run(*entry, "check", "de", "--source", "en", cwd=work, env=env)
    assert (done.returncode, done.stderr) == (0, "")
    assert "13 articles: no findings" in done.stdout
    assert (root / "tmp" / "mtcheck").is_dir(), "results are kept where anybody may write"
