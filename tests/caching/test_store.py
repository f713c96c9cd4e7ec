"""The folder of kept results: whole or not there, however it is damaged, whoever uses it."""

from __future__ import annotations

import os
import threading
import time
import zlib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from mtcheck.caching import store as module
from mtcheck.caching.store import Store

KEY = "ab" * 20
OTHER = "ac" * 20

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest


def at(folder: Path, limit: int = 10**9) -> Store:
    return Store(str(folder), limit)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    store = at(tmp_path)
    assert store.read(KEY) is None
    store.write(KEY, b"found")
    assert store.read(KEY) == b"found"
    assert at(tmp_path).read(KEY) == b"found"
    store.write(KEY, b"")
    assert store.read(KEY) == b""
    assert (store.damaged, store.problem) == (0, None)


@given(where=st.integers(0, 200), what=st.binary(max_size=8), cut=st.integers(0, 8))
@settings(max_examples=300, deadline=None)
def test_damage_is_found_out_and_taken_out(where: int, what: bytes, cut: int) -> None:
    with TemporaryDirectory() as folder:
        store = at(Path(folder))
        store.write(KEY, b"a result " * 9)
        path = Path(folder, KEY[:2], KEY)
        raw = path.read_bytes()
        where = min(where, len(raw))
        changed = raw[:where] + what + raw[where + cut :]
        path.write_bytes(changed)
        assert store.read(KEY) == (b"a result " * 9 if changed == raw else None)
        assert store.damaged == (changed != raw)
        assert path.exists() == (changed == raw)
        store.write(KEY, b"again")
        assert store.read(KEY) == b"again"


def test_a_result_in_the_place_of_another_is_none(tmp_path: Path) -> None:
    store = at(tmp_path)
    store.write(KEY, b"one")
    Path(tmp_path, "ac").mkdir()
    (tmp_path / "ab" / KEY).rename(tmp_path / "ac" / OTHER)
    assert store.read(OTHER) is None
    assert store.damaged == 1


def test_what_unpacks_to_too_much_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST", 1000)
    store = at(tmp_path)
    store.write(KEY, bytes(1001))
    assert len(zlib.compress(bytes(1001))) < 1000
    assert store.read(KEY) is None
    assert store.damaged == 1


def aged(folder: Path, key: str, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(folder / key[:2] / key, (then, then))


def keys(number: int) -> Iterator[str]:
    return (f"{n:040x}" for n in range(number))


def test_the_oldest_go_where_there_are_too_many(tmp_path: Path) -> None:
    store = at(tmp_path, 2000)
    for number, key in enumerate(keys(20)):
        store.write(key, os.urandom(150))
        aged(tmp_path, key, 10**6 - number)
    read_again = next(keys(1))
    assert store.read(read_again) is not None
    store.trim()
    left = [key for key in keys(20) if store.read(key) is not None]
    assert store.content().bytes <= 2000
    assert left == [read_again, *list(keys(20))[-(len(left) - 1) :]]
    assert len(left) >= 8


def test_nothing_is_trimmed_below_the_bound_or_without_writing(tmp_path: Path) -> None:
    store = at(tmp_path)
    store.write(KEY, b"x" * 100)
    store.trim()
    assert store.read(KEY) is not None
    reader = at(tmp_path, 0)
    reader.trim()
    assert reader.read(KEY) is not None


def test_clearing_takes_results_alone(tmp_path: Path) -> None:
    store = at(tmp_path)
    for key in keys(5):
        store.write(key, b"x")
    foreign = [tmp_path / "notes.txt", tmp_path / "00" / "mine", tmp_path / "zz" / KEY]
    for path in foreign:
        path.parent.mkdir(exist_ok=True)
        path.write_text("mine")
    (tmp_path / "00" / "left.tmp").write_text("x")
    assert store.content().results == 5
    assert store.clear().results == 5
    assert store.content() == (0, 0)
    assert all(path.read_text() == "mine" for path in foreign)
    assert not (tmp_path / "00" / "left.tmp").exists()
    assert (tmp_path / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f")
    assert (tmp_path / ".gitignore").read_text() == "*\n"
    assert at(tmp_path / "not there").clear() == (0, 0)


def test_what_others_left_half_written_goes_after_a_while(tmp_path: Path) -> None:
    store = at(tmp_path, 1)
    store.write(KEY, b"x")
    new, old = tmp_path / "ab" / "new.tmp", tmp_path / "ab" / "old.tmp"
    for path in (new, old):
        path.write_text("x")
    os.utime(old, (0, 0))
    store.trim()
    assert (new.exists(), old.exists()) == (True, False)


def test_a_folder_that_cannot_be_used_is_said_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = at(tmp_path / "file")
    store.write(KEY, b"x")
    assert store.read(KEY) is None
    assert store.problem is not None
    assert "cannot be used (" in store.problem
    assert at(tmp_path / "file" / "below").read(KEY) is None


def test_many_at_once(tmp_path: Path) -> None:
    wrong: list[object] = []

    def use(seed: int) -> None:
        store = at(tmp_path, 5000)
        for number in range(60):
            key = f"{(number * 7 + seed) % 12:040x}"
            store.write(key, key.encode() * 20)
            found = store.read(key)
            if found not in {None, key.encode() * 20}:
                wrong.append(found)
            if number % 20 == 0:
                store.trim()
            if number % 30 == 29:
                store.clear()
        wrong.extend([store.damaged] if store.damaged else [])

    threads = [threading.Thread(target=use, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
