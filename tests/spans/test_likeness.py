from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mtcheck.errors import ModelError
from mtcheck.spans import loading
from mtcheck.spans.likeness import Vectors
from mtcheck.spans.pieces import Pieces

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    return Pieces(loading.OWN / "pieces.model")


@pytest.fixture(scope="module")
def vectors(pieces: Pieces) -> Vectors:
    return Vectors(loading.OWN / loading.VECTORS, pieces)


@pytest.mark.parametrize(
    ("word", "synonym", "unrelated"),
    [
        ("often", "frequently", "window"),
        ("formally", "officially", "potato"),
        ("zurückzukehren", "heimzukehren", "dagegen"),
        ("значит", "означает", "собака"),
    ],
)
def test_synonyms_are_alike_and_other_words_are_not(
    vectors: Vectors, word: str, synonym: str, unrelated: str
) -> None:
    ((near, far),) = vectors([word], [synonym, unrelated])
    assert near > 0.4
    assert far < 0.2


def test_a_word_is_like_itself_whatever_it_stands_beside(vectors: Vectors) -> None:
    alone = vectors(["treaty"], ["treaty"])
    beside = vectors(["dog", "treaty"], ["cat", "treaty", "sun"])
    assert alone[0, 0] == pytest.approx(1.0, abs=1e-5)
    assert beside[1, 1] == pytest.approx(1.0, abs=1e-5)
    assert beside.shape == (2, 3)


def test_it_says_the_same_again(vectors: Vectors, pieces: Pieces) -> None:
    again = Vectors(loading.OWN / loading.VECTORS, pieces)
    words = ["treaty", "pact", "agreement"]
    turned = again(words[::-1], words[::-1])[::-1, ::-1]
    assert vectors(words, words).tolist() == turned.tolist()


@pytest.mark.parametrize("content", [b"", b"\1" * 384, b"\1" * 385])
def test_a_file_that_holds_no_such_vectors(tmp_path: Path, pieces: Pieces, content: bytes) -> None:
    path = tmp_path / "encoder.onnx.data"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=r"encoder\.onnx\.data"):
        Vectors(path, pieces)


def test_a_file_that_is_not_there(tmp_path: Path, pieces: Pieces) -> None:
    with pytest.raises(ModelError, match="cannot be mapped"):
        Vectors(tmp_path / "none.data", pieces)
