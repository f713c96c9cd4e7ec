"""What can happen to the file: killed writers, other programs, full disks, other versions."""

from __future__ import annotations

import gzip
import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from reviewing.desks import clock, found, fresh, state
from sqlalchemy import Engine, event  # noqa: TID253 - only these tests load it

from mtcheck.errors import Conflict, DeskError, InputError
from mtcheck.reviewing import Desk, Filters
from mtcheck.reviewing.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent.parent
KEPT = sorted((Path(__file__).parent / "versions").glob("*.sqlite.gz"))

_EDITOR = """
import sys
from mtcheck.reviewing import Desk
desk = Desk.open(sys.argv[1])
version = next((d.version for s in desk.article(1, "ann").segments for f in s.findings
                if f.id == 1 for d in f.decisions if d.editor == "ann"), 0)
print("ready", flush=True)
while True:
    desk.decide("ann", 1, ("accepted", "rejected")[version % 2], version=version)
    version += 1
    print(version, flush=True)
"""


def test_every_acknowledged_decision_survives_a_killed_writer(tmp_path: Path) -> None:
    fresh(tmp_path).close()
    path = tmp_path / "desk.sqlite"
    acknowledged = 0
    for number in range(30):
        editor = subprocess.Popen(  # noqa: S603 - this interpreter, our own script
            [sys.executable, "-c", _EDITOR, str(path)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert editor.stdout is not None
        assert editor.stdout.readline() == "ready\n"
        # At another moment each time: after one decision or some, in the midst of the next.
        for _ in range(1 + number % 4):
            acknowledged = int(editor.stdout.readline())
        editor.send_signal(signal.SIGKILL)
        # What was written to the pipe before the end was acknowledged, too.
        rest = re.findall(r"(\d+)\n", editor.stdout.read())
        acknowledged = int(rest[-1]) if rest else acknowledged
        editor.wait()
        editor.stdout.close()
        with Desk.open(path) as desk:
            held = found(desk, "N101").decision("ann")
            assert held is not None
            # One more may have been kept whose acknowledgement nobody could read.
            assert held.version in {acknowledged, acknowledged + 1}
            assert held.verdict == ("accepted", "rejected")[(held.version - 1) % 2]
            assert len(desk.history(limit=100_000)) == held.version
            acknowledged = held.version
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == []


def test_no_update_of_many_threads_is_lost(tmp_path: Path) -> None:
    with fresh(tmp_path) as desk:
        segment = desk.article(1, "ann").segments[1]
        wins: list[str] = []

        def work(name: str) -> None:
            for number in range(15):
                while True:
                    now = desk.article(1, name).segments[1]
                    try:
                        words = f"{now.text} {name}{number}"
                        desk.edit(name, segment.id, words, version=now.version)
                    except Conflict:
                        continue
                    wins.append(f"{name}{number}")
                    break

        threads = [threading.Thread(target=work, args=(f"e{n}_",)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        last = desk.article(1, "ann").segments[1]
        assert last.version == 60
        assert sorted(last.text.removeprefix(segment.text).split()) == sorted(wins)


_ADDER = """
import sys
from mtcheck.errors import Conflict
from mtcheck.reviewing import Desk
desk, name = Desk.open(sys.argv[1]), sys.argv[2]
done = 0
while done < 12:
    now = desk.article(1, name).segments[1]
    try:
        desk.edit(name, now.id, f"{now.text} {name}{done}", version=now.version)
    except Conflict:
        continue
    done += 1
"""


def test_no_update_of_many_processes_is_lost(tmp_path: Path) -> None:
    fresh(tmp_path).close()
    path = tmp_path / "desk.sqlite"
    editors = [
        subprocess.Popen(  # noqa: S603 - this interpreter, our own script
            [sys.executable, "-c", _ADDER, str(path), f"p{number}_"],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        for number in range(3)
    ]
    assert [editor.wait() for editor in editors] == [0, 0, 0]
    with Desk.open(path) as desk:
        last = desk.article(1, "ann").segments[1]
        assert last.version == 36
        added = last.text.removeprefix(last.mt).split()
        assert sorted(added) == sorted(f"p{n}_{i}" for n in range(3) for i in range(12))


def test_a_desk_that_is_busy_says_so_and_changes_nothing(tmp_path: Path) -> None:
    fresh(tmp_path).close()
    path = tmp_path / "desk.sqlite"
    desk = Desk(Store(path, wait=0.1), clock())
    before = state(desk)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DeskError, match=r"desk\.sqlite: is busy: .* nothing was stored"):
            desk.decide("ann", 1, "accepted", version=0)
        assert state(desk) == before  # reading goes on
        other.execute("ROLLBACK")
    desk.decide("ann", 1, "accepted", version=0)
    desk.close()


@contextmanager
def _with(pragma: str) -> Iterator[None]:
    """Every connection that is opened inside has a pragma more."""

    def connected(connection: sqlite3.Connection, _: object) -> None:
        connection.execute(f"PRAGMA {pragma}")

    event.listen(Engine, "connect", connected)
    try:
        yield
    finally:
        event.remove(Engine, "connect", connected)


def test_a_full_disk_is_told_and_loses_nothing(tmp_path: Path) -> None:
    fresh(tmp_path).close()
    path = tmp_path / "desk.sqlite"
    with closing(sqlite3.connect(path)) as raw:
        (pages,) = raw.execute("PRAGMA page_count").fetchone()
    with _with(f"max_page_count={pages + 2}"), Desk.open(path) as desk:
        before = state(desk)
        with pytest.raises(DeskError, match="the disk is full: nothing was stored"):
            desk.comment("ann", "x" * 50_000, article=1)
        assert state(desk) == before
    with Desk.open(path) as desk:
        desk.comment("ann", "x" * 50_000, article=1)


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    fresh(tmp_path).close()
    with _with("query_only=ON"), pytest.raises(DeskError, match="cannot be written to"):
        Desk.open(tmp_path / "desk.sqlite")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"not a database, but long enough to be taken for one" * 50, "is no desk: give another"),
        (b"# short", "is no desk: give another"),
    ],
)
def test_what_is_no_desk_is_left_alone(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        Desk.open(path)
    assert path.read_bytes() == content


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE articles (id)")
    before = path.read_bytes()
    with pytest.raises(InputError, match="is a database, but no desk"):
        Desk.open(path)
    assert path.read_bytes() == before


def test_a_desk_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    fresh(tmp_path).close()
    path = tmp_path / "desk.sqlite"
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '99'")
        raw.commit()
    with pytest.raises(InputError, match=r"of a newer mtcheck \(version 99; .*update mtcheck"):
        Desk.open(path)


def test_places_where_no_desk_can_be_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        Desk.open(tmp_path)
    with pytest.raises(InputError, match="there is no folder"):
        Desk.open(tmp_path / "none" / "desk.sqlite")


@pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.name)
def test_a_desk_of_every_version_opens_with_all_that_was_in_it(kept: Path, tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite"
    path.write_bytes(gzip.decompress(kept.read_bytes()))
    with Desk.open(path) as desk:
        view = desk.article(1, "ann")
        assert view.segments[1].text.startswith("Secretary of State Antony Blinken said")
        assert found(desk, "F503").state == "disputed"
        assert [c.text for c in found(desk, "F503").comments] == ["Look again."]
        assert found(desk, "EDITOR").author == "bob"
        assert [d.text for d in desk.drafts("ann")] == ["The parties expelled ten dipl"]
        assert len(desk.history()) == 7
        assert view.seconds == 12.5
        row, figures = desk.queue().rows[0], desk.progress()
        assert (figures.articles, figures.done) == (1, 0)
        assert (figures.findings, figures.edited) == (row.findings, row.edited)
        assert figures.decided == row.accepted + row.rejected + row.disputed > 0
        assert desk.queue(Filters(text="BLINKEN")).total == 1
        assert desk.undo("ann")  # what was done then can be undone now
        assert desk.redo("bob")
        assert "expelled" in desk.article(1, "ann").segments[2].text


def test_events_cannot_be_changed_or_taken_out(tmp_path: Path) -> None:
    with fresh(tmp_path) as desk:
        desk.decide("ann", 1, "accepted", version=0)
    with closing(sqlite3.connect(tmp_path / "desk.sqlite")) as raw:
        for statement in ("UPDATE events SET editor = 'bob'", "DELETE FROM events"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                raw.execute(statement)


def test_a_backup_is_made_while_others_write(tmp_path: Path) -> None:
    with fresh(tmp_path) as desk:
        over = threading.Event()

        def work() -> None:
            version = 0
            while not over.is_set():
                desk.decide("ann", 1, "accepted", version=version)
                version += 1

        writer = threading.Thread(target=work)
        writer.start()
        try:
            for number in range(5):
                desk.backup(tmp_path / f"backup-{number}.sqlite")
        finally:
            over.set()
            writer.join()
        with pytest.raises(InputError, match="is there already"):
            desk.backup(tmp_path / "backup-0.sqlite")
    for number in range(5):
        with Desk.open(tmp_path / f"backup-{number}.sqlite") as kept:
            held = found(kept, "N101").decision("ann")
            assert len(kept.history(limit=100_000)) == (held.version if held else 0)
