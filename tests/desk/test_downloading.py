"""Exports through the browser's door: names that are no paths, and lists of what is not in them."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

import pytest
from desk.desking import Client, found, made, security, view
from desk.hostile import hostile

from mtcheck.desk.downloading import KINDS, packed
from mtcheck.reviewing import Desk, Exported
from mtcheck.reviewing.exporting import KINDS as EXPORTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with made(tmp_path) as opened:
        opened.decide("ann", found(opened, "N101").id, "accepted", version=0)
        opened.edit("ann", view(opened).segments[1].id, "A new sentence.", version=0)
        yield opened


@pytest.fixture
def client(desk: Desk) -> Client:
    return Client(desk, security()).enter()


def test_the_page_offers_all_that_the_desk_can_make() -> None:
    assert tuple(kind.name for kind in KINDS) == EXPORTS


@pytest.mark.parametrize("kind", EXPORTS)
def test_every_export_is_a_download_and_nothing_a_browser_shows(client: Client, kind: str) -> None:
    answer = client.fill(f"/exports/{kind}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith('attachment; filename="')
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "html" not in answer.headers["content-type"]
    assert answer.content


def test_decisions_are_lines_of_json(client: Client) -> None:
    answer = client.fill("/exports/decisions")
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert any(one["decisions"] for one in lines)


@pytest.mark.parametrize(
    "kind", ["../desk.sqlite", "..%2f..%2fetc%2fpasswd", "corrected/../../x", "x", "CORRECTED", "."]
)
def test_there_is_no_other_export(client: Client, kind: str) -> None:
    assert client.fill(f"/exports/{kind}").status_code in {404, 405}


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("a.txt", "a.txt"),
        ("../../a.txt", "a.txt"),
        ('a"; filename="b.html', "a-filename-b.html"),
        ("a\r\nX-Evil: 1.txt", "a-X-Evil-1.txt"),
        ("報告.txt", "txt"),
        ("", "export"),
    ],
)
def test_a_files_name_is_no_path_and_no_header(
    client: Client, desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str, sent: str
) -> None:
    file = Exported(name, "application/octet-stream", b"x")
    monkeypatch.setattr(desk, "export", lambda _: file)
    headers = client.fill("/exports/corrected").headers
    assert f'filename="{sent}"' in headers["content-disposition"]
    assert "x-evil" not in headers


def test_what_could_not_be_written_lies_beside_the_file() -> None:
    file = packed(Exported("a.txt", "text/plain", b"x", ("one is missing",)))
    with zipfile.ZipFile(io.BytesIO(file.raw)) as archive:
        assert archive.namelist() == ["a.txt", "NOT-WRITTEN.txt"]
        assert archive.read("NOT-WRITTEN.txt") == b"one is missing\n"


def test_the_files_of_an_archive_stay_in_its_folder(tmp_path: Path) -> None:
    """Its paths were the files' own: of anywhere, and called anything."""
    with Desk.open(tmp_path / "hostile.sqlite") as desk:
        hostile(desk)
        client = Client(desk, security()).enter()
        answer = client.fill("/exports/corrected")
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            for name in archive.namelist():
                assert not name.startswith("/")
                assert ".." not in name.split("/")
                assert not set(name) & set('<>:"|?*\\')
