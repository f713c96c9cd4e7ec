from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mtcheck.errors import InputError
from mtcheck.reading.naming import Name, Role, natural, parse
from mtcheck.reading.pairing import Job, plan

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a/article.txt", Name("article", "article")),
        ("article.mt.txt", Name("article.mt", "article", Role.MT)),
        ("article.en.mt.txt", Name("article.en.mt", "article", Role.MT, "en")),
        ("article.mt.en.txt", Name("article.mt.en", "article", Role.MT, "en")),
        ("article.pt-BR.ref.md", Name("article.pt-BR.ref", "article", Role.REFERENCE, "pt-BR")),
        ("article.zh_Hans.txt", Name("article.zh_Hans", "article", None, "zh_Hans")),
        ("pairs.ru-en.tsv", Name("pairs.ru-en", "pairs", None, "en", "ru")),
        ("news_mt.txt", Name("news_mt", "news", Role.MT)),
        ("news-ref.txt", Name("news-ref", "news", Role.REFERENCE)),
        ("v1.2.txt", Name("v1.2", "v1.2")),
        ("en.txt", Name("en", "en")),
        ("mt.txt", Name("mt", "mt")),
        ("what.next.txt", Name("what.next", "what.next")),
        ("talk.doc.txt", Name("talk.doc", "talk.doc")),
    ],
)
def test_what_a_name_says(path: str, expected: Name) -> None:
    assert parse(path) == expected


def test_natural_order() -> None:
    names = ["a10.txt", "a2.txt", "A1.txt", "a02.txt", "b.txt", "a" + "9" * 5000]
    assert sorted(names, key=natural)[:4] == ["A1.txt", "a02.txt", "a2.txt", "a10.txt"]


def tree(root: Path, *names: str) -> None:
    for name in names:
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("Text.\n", encoding="utf-8")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_single_file_has_not_asked_for_the_others_of_a_folder(here: Path) -> None:
    tree(here, "mt/a.txt", "mt/b.txt", "ref/a.txt", "ref/b.txt")
    assert plan(["mt/a.txt"], "ref").unused == ()
    assert plan(["mt/a.txt"], "ref").jobs == (Job("mt/a.txt", "ref/a.txt"),)
    # What is not there is told of when it is read, not for want of a partner.
    assert plan(["mt/*.txt"], "ref").problems == ()
    assert plan(["mt/*.txt"], "ref").jobs == (Job("mt/*.txt"),)


def test_the_place_of_a_named_file_is_what_its_path_ends_in(here: Path) -> None:
    tree(here, "de/a/b/x.txt", "de/x.txt", "de/y.txt", "src/y.txt")
    tree(here, "src/x.txt", "src/b/x.txt", "src/a/b/x.txt", "src/c/x.txt", "src/de/x.txt")
    for given, found in (
        ("de/a/b/x.txt", "src/a/b/x.txt"),
        ("./de/a/../a/b/x.txt", "src/a/b/x.txt"),
        (str(here / "de" / "a" / "b" / "x.txt"), "src/a/b/x.txt"),
        ("de/x.txt", "src/de/x.txt"),
        ("de/y.txt", "src/y.txt"),
    ):
        assert plan([given], None, "src").jobs == (Job(given, None, found),)
    # One that was found in a folder has its place there, and no other.
    jobs = {job.mt: job.source for job in plan(["de"], None, "src").jobs}
    assert jobs["de/x.txt"] == "src/x.txt"


def test_folders_are_paired_by_name_in_natural_order(here: Path) -> None:
    tree(here, "mt/a10.en.mt.txt", "mt/a2.en.mt.txt", "mt/deep/x.md", "mt/.hidden.txt")
    tree(here, "ref/a2.en.ref.txt", "ref/a10.en.ref.txt", "ref/deep/x.md", "ref/notes.rst")
    tree(here, "src/a2.ru.src.txt", "src/a10.ru.src.txt", "src/deep/x.txt")
    found = plan(["mt"], "ref", "src")
    assert found.jobs == (
        Job("mt/a2.en.mt.txt", "ref/a2.en.ref.txt", "src/a2.ru.src.txt"),
        Job("mt/a10.en.mt.txt", "ref/a10.en.ref.txt", "src/a10.ru.src.txt"),
    )
    # Where some are named as translations, only those are.
    assert found.unused == ("ref/deep/x.md", "src/deep/x.txt")
    assert found.problems == ()


def test_what_has_no_partner_is_told(here: Path) -> None:
    tree(here, "mt/a.txt", "mt/b.txt", "ref/b.txt", "ref/c.txt")
    found = plan(["mt"], "ref")
    assert found.jobs == (Job("mt/b.txt", "ref/b.txt"),)
    assert [str(p) for p in found.problems] == ["mt/a.txt: has no partner in --reference ref"]
    assert found.unused == ("ref/c.txt",)


def test_languages_keep_references_apart(here: Path) -> None:
    tree(here, "mt/a.de.mt.txt", "mt/a.fr.mt.txt", "mt/a.nl.mt.txt")
    tree(here, "ref/a.fr.ref.txt", "ref/a.de.ref.txt", "src/a.en.src.txt")
    found = plan(["mt"], "ref", "src")
    assert [(job.mt, job.reference, job.source) for job in found.jobs] == [
        ("mt/a.de.mt.txt", "ref/a.de.ref.txt", "src/a.en.src.txt"),
        ("mt/a.fr.mt.txt", "ref/a.fr.ref.txt", "src/a.en.src.txt"),
    ]
    assert len(found.problems) == 1


def test_the_same_folder_can_hold_all(here: Path) -> None:
    tree(here, "a/article.en.mt.txt", "a/article.en.ref.txt", "a/article.ru.src.txt", "a/README.md")
    job = Job("a/article.en.mt.txt", "a/article.en.ref.txt", "a/article.ru.src.txt")
    assert plan(["a"]).jobs == (job,)
    assert plan(["a"], "a", "a").jobs == (job,)


def test_one_file_with_a_folder_of_references(here: Path) -> None:
    tree(here, "a.mt.txt", "ref/a.ref.txt", "ref/b.ref.txt")
    assert plan(["a.mt.txt"], "ref").jobs == (Job("a.mt.txt", "ref/a.ref.txt"),)


def test_tables_need_no_partner(here: Path) -> None:
    tree(here, "mt/a.txt", "mt/rows.tsv", "ref/a.txt")
    assert plan(["mt"], "ref").jobs == (Job("mt/a.txt", "ref/a.txt"), Job("mt/rows.tsv"))


def test_several_systems_against_one_reference(here: Path) -> None:
    tree(here, "one.txt", "two.txt", "ref.txt")
    assert [j.reference for j in plan(["one.txt", "two.txt"], "ref.txt").jobs] == ["ref.txt"] * 2


@pytest.mark.parametrize(
    ("mt", "reference", "message"),
    [
        (["a.txt", "./a.txt"], None, r"\./a\.txt: given twice \(also as a\.txt\)"),
        (["mt", "mt/a.txt"], None, "given twice"),
        (["-"], "-", "can be read once only"),
        (["-", "-"], None, "given twice"),
        (["a.txt"], "gone", r"--reference gone: there is no such file or folder"),
        (["a.txt"], "empty", r"--reference empty: has no articles"),
    ],
)
def test_arguments_that_do_not_fit(
    here: Path, mt: list[str], reference: str | None, message: str
) -> None:
    tree(here, "a.txt", "mt/a.txt", "mt/b.txt")
    (here / "empty").mkdir()
    with pytest.raises(InputError, match=message):
        plan(mt, reference)


def test_problems_of_one_argument_leave_the_others(here: Path) -> None:
    tree(here, "mt/a.txt", "mt/b.txt", "ref.txt", "empty/notes.rst", "c.txt")
    found = plan(["mt", "empty", "c.txt"], "ref.txt")
    assert found.jobs == (Job("c.txt", "ref.txt"),)
    assert [str(p).partition(":")[0] for p in found.problems] == ["--reference ref.txt", "empty"]


def test_files_of_many_uses_count_by_a_language_in_their_name(here: Path) -> None:
    tree(here, "a/package.json", "a/terms.csv", "a/de.json", "a/de/x.yml", "a/b.en.csv", "a/c.po")
    tree(here, "a/out.mt.json", "a/ci.yml")
    jobs = [job.mt for job in plan(["a"]).jobs]
    assert jobs == ["a/out.mt.json"]
    (here / "a/out.mt.json").unlink()
    assert [job.mt for job in plan(["a"]).jobs] == [
        "a/b.en.csv",
        "a/c.po",
        "a/de.json",
        "a/de/x.yml",
    ]
    assert [job.mt for job in plan(["a/package.json"]).jobs] == ["a/package.json"]
