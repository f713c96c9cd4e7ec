"""Model files that are missing, damaged or of another kind: one clear line, exit code 2."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import msgspec
import pytest

from mtcheck.errors import ModelError
from mtcheck.spans import cards, loading

if TYPE_CHECKING:
    from pathlib import Path

FILES = ("encoder.onnx", "encoder.onnx.data", "fusion.json", "pieces.model", "trust.json")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the model that ships; files are links until a test damages one."""
    for name in (*FILES, loading.CARD):
        (tmp_path / name).symlink_to(loading.OWN / name)
    return tmp_path


def replaced(folder: Path, name: str, content: bytes, *, known: bool = False) -> None:
    """Put ``content`` in place of a file; ``known``: the card is told."""
    (folder / name).unlink()
    (folder / name).write_bytes(content)
    if known:
        card = msgspec.json.decode((folder / loading.CARD).read_bytes(), type=cards.Card)
        files = card.files | {name: cards.digest(folder / name)}
        (folder / loading.CARD).unlink()
        (folder / loading.CARD).write_bytes(
            msgspec.json.encode(msgspec.structs.replace(card, files=files))
        )


def test_the_model_that_ships_is_whole_and_small() -> None:
    card = loading.card()
    assert set(card.files) == set(FILES)
    assert sum(f.bytes for f in card.files.values()) <= 70_000_000
    cards.verify(card, loading.OWN)


def test_it_is_loaded_once() -> None:
    assert loading.load() is loading.load()


@pytest.mark.parametrize("name", [*FILES, loading.CARD])
def test_a_missing_file(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ModelError, match=name):
        loading.load(folder)


@pytest.mark.parametrize("name", FILES)
def test_a_truncated_file(folder: Path, name: str) -> None:
    replaced(folder, name, (loading.OWN / name).read_bytes()[:100])
    with pytest.raises(ModelError, match="has 100 bytes instead of"):
        loading.load(folder)


def test_a_damaged_file(folder: Path) -> None:
    raw = bytearray((loading.OWN / "pieces.model").read_bytes())
    raw[5000] ^= 1
    replaced(folder, "pieces.model", bytes(raw))
    with pytest.raises(ModelError, match="is damaged"):
        loading.load(folder)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("encoder.onnx", "not a network that can be run"),
        ("pieces.model", "not a SentencePiece model"),
        ("fusion.json", "not the numbers of a fusion"),
        ("trust.json", "does not say how far stretches are trusted"),
    ],
)
def test_a_file_of_another_kind(folder: Path, name: str, message: str) -> None:
    replaced(folder, name, b"garbage" * 100, known=True)
    with pytest.raises(ModelError, match=message):
        loading.load(folder)


def test_a_model_without_trust_takes_stretches_as_they_are(folder: Path) -> None:
    assert loading.load().trust
    (folder / "trust.json").unlink()
    card = msgspec.json.decode((folder / loading.CARD).read_bytes(), type=cards.Card)
    files = {name: file for name, file in card.files.items() if name != "trust.json"}
    raw = msgspec.json.encode(msgspec.structs.replace(card, files=files))
    replaced(folder, loading.CARD, raw)
    assert loading.load(folder).trust == {}


def test_a_card_that_is_none(folder: Path) -> None:
    replaced(folder, loading.CARD, b"{}")
    with pytest.raises(ModelError, match="not a model's card"):
        loading.load(folder)


@pytest.mark.parametrize(
    ("change", "message"), [({"version": 99}, "version 99"), ({"files": {}}, "no hash of encoder")]
)
def test_a_card_that_does_not_vouch(folder: Path, change: dict[str, object], message: str) -> None:
    card = msgspec.json.decode((folder / loading.CARD).read_bytes())
    replaced(folder, loading.CARD, msgspec.json.encode(card | change))
    with pytest.raises(ModelError, match=message):
        loading.load(folder)


@pytest.mark.parametrize("name", ["pieces.model", loading.CARD])
def test_the_command_line_says_it_in_one_line(folder: Path, name: str) -> None:
    (folder / "a.txt").write_text("The town is quiet.\n", encoding="utf-8")
    replaced(folder, name, b"x")
    done = subprocess.run(
        [sys.executable, "-m", "mtcheck", "check", "a.txt", "--model", ".", "-o", "out.txt"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("mtcheck: error: ")
    assert done.stderr.count("\n") == 1
    assert name in done.stderr
    assert not (folder / "out.txt").exists()
