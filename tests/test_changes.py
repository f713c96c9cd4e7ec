"""What a change touches, as a real git tells it."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtcheck.changes import Changes
from mtcheck.errors import InputError
from mtcheck.reading import files
from mtcheck.reading.pairing import Job
from mtcheck.segmenting import segment

if TYPE_CHECKING:
    from pathlib import Path


pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="asks a real git")


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(  # noqa: S603 - git, with our own arguments
        ["git", "-c", "user.name=A", "-c", "user.email=a@b.c", *arguments],  # noqa: S607
        cwd=folder,
        check=True,
        capture_output=True,
    )


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)
    git(tmp_path, "init", "-q", "-b", "main")
    return tmp_path


def commit(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / name.replace("__", ".")).write_bytes(text.encode())
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "x", "--allow-empty")


def touched(path: str, revision: str = "HEAD") -> list[str]:
    changes = Changes(revision)
    (article, *others) = files.read(Job(path), files.Languages(), aligned=False)
    assert not others
    mt = segment(article).mt

    class _Aligned:
        pass

    aligned = _Aligned()
    aligned.mt = mt  # type: ignore[attr-defined]
    return [mt.at(s.span) for s in mt.segments if changes.touches(aligned, s.span)]  # type: ignore[arg-type]


def test_only_segments_that_the_change_touches(repository: Path) -> None:
    commit(repository, a__txt="One is here.\n\nTwo is here.\n\nThree is here.\n")
    assert touched("a.txt") == []
    (repository / "a.txt").write_text("One is here.\n\nTwo was there.\n\nThree is here.\n")
    assert touched("a.txt") == ["Two was there."]


def test_what_stands_beside_lines_that_were_taken_out(repository: Path) -> None:
    commit(repository, a__txt="One.\nTwo.\nThree.\nFour.\nFive.\n")
    (repository / "a.txt").write_text("One.\nTwo.\nFour.\nFive.\n")
    assert touched("a.txt") == ["Two.", "Four."]


def test_a_new_file_a_renamed_one_and_a_chmod(repository: Path) -> None:
    commit(repository, a__txt="One is here.\nTwo is here.\nThree is here.\n", c__txt="So.\n")
    (repository / "new.txt").write_text("New.\n")
    git(repository, "mv", "a.txt", "b.txt")
    (repository / "b.txt").write_text("One is here.\nTwo is here.\nThree was there.\n")
    (repository / "c.txt").chmod(0o755)
    assert touched("new.txt") == ["New."]
    assert touched("b.txt") == ["Three was there."]
    assert touched("c.txt") == []


def test_the_lines_of_a_table_are_those_of_its_file(repository: Path) -> None:
    commit(
        repository,
        a__tsv="mt\tref\nOne.\t1\nTwo.\t2\n",
        b__jsonl='{"mt": "A\\u00e9."}\n{"mt": "B."}\n',
    )
    (repository / "a.tsv").write_text("mt\tref\nOne.\t1\nTwo!\t2\n")
    (repository / "b.jsonl").write_text('{"mt": "A\\u00e8."}\n{"mt": "B."}\n')
    assert touched("a.tsv") == ["Two!"]
    assert touched("b.jsonl") == ["Aè."]


def test_what_others_changed_is_not_ours(repository: Path) -> None:
    commit(repository, a__txt="One.\nTwo.\nThree.\n")
    git(repository, "branch", "mine")
    commit(repository, a__txt="One!\nTwo.\nThree.\n")
    git(repository, "checkout", "-q", "mine")
    commit(repository, a__txt="One.\nTwo.\nThree!\n")
    assert touched("a.txt", "main") == ["Three!"]


def test_line_ends(repository: Path) -> None:
    commit(repository, a__txt="One.\r\nTwo.\r\nThree.\r\n", b__txt="One.\rTwo.\rThree.\nFour.\n")
    (repository / "a.txt").write_bytes(b"One.\r\nTwo!\r\nThree.\r\n")
    (repository / "b.txt").write_bytes(b"One.\rTwo!\rThree.\nFour.\n")
    assert touched("a.txt") == ["Two!"]
    assert touched("b.txt") == ["One.", "Two!", "Three."]  # one line to git


def test_what_git_takes_for_binary_is_touched_everywhere(repository: Path) -> None:
    (repository / "a.txt").write_text("One.\nTwo.\n", encoding="utf-16")
    commit(repository)
    (repository / "a.txt").write_text("One.\nTwo!\n", encoding="utf-16")
    assert touched("a.txt") == ["One.", "Two!"]


def test_odd_names(repository: Path) -> None:
    for name in (':(top)a "b".txt', "é\t.txt", "-rf.txt"):
        (repository / name).write_text("One.\nTwo.\n")
    commit(repository)
    for name in (':(top)a "b".txt', "é\t.txt", "-rf.txt"):
        (repository / name).write_text("One.\nTwo!\n")
        assert touched(f"./{name}") == ["Two!"]


def test_a_repository_cannot_run_a_program(repository: Path) -> None:
    commit(repository, a__txt="One.\n", __gitattributes="*.txt diff=evil\n")
    (repository / "a.txt").write_text("Two.\n")
    for key in ("diff.external", "diff.evil.command", "diff.evil.textconv", "core.fsmonitor"):
        git(repository, "config", key, "touch ran; false")
    assert touched("a.txt") == ["Two."]
    assert not (repository / "ran").exists()


@pytest.mark.parametrize("revision", ["gone", "--output=x", "", "HEAD:a.txt", "a\nb"])
def test_a_wrong_revision(repository: Path, revision: str) -> None:
    commit(repository, a__txt="One.\n")
    with pytest.raises(InputError, match="git knows no such commit"):
        Changes(revision).look("a.txt")
    assert [p.name for p in repository.iterdir() if p.name != ".git"] == ["a.txt"]


def test_a_shallow_clone_is_told_of(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(repository, a__txt="One.\n")
    commit(repository, a__txt="Two.\n")
    folder = tmp_path_factory.mktemp("clone")
    git(folder, "clone", "-q", "--depth=1", repository.as_uri(), "clone")
    monkeypatch.chdir(folder / "clone")
    with pytest.raises(
        InputError, match=r"no such commit in .*: it has a part of the history alone"
    ):
        Changes("HEAD~1").look("a.txt")


def test_without_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    (tmp_path / "a.txt").write_text("One.\n")
    with pytest.raises(InputError, match="git says: not a git repository"):
        Changes("HEAD").look(str(tmp_path / "a.txt"))
    monkeypatch.setenv("PATH", "")
    with pytest.raises(InputError, match="needs git, which is not installed"):
        Changes("HEAD").look(str(tmp_path / "a.txt"))


_LINES = st.lists(st.sampled_from("ABCDEF"), min_size=1, max_size=7)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(_LINES, _LINES)
def test_a_new_line_is_always_touched(repository: Path, old: list[str], new: list[str]) -> None:
    commit(repository, a__txt="".join(f"{line}.\n" for line in old))
    (repository / "a.txt").write_text("".join(f"{line}.\n" for line in new))
    found = {line[0] for line in touched("a.txt")}
    assert set(new) - set(old) <= found
    if old == new:
        assert not found
