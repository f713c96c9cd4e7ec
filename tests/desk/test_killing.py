"""kill -9 while editors work: whatever was acknowledged is there when the desk is opened again."""

from __future__ import annotations

import random
import threading
import time
from typing import TYPE_CHECKING

import httpx2
import pytest
from desk.serving import Server
from reporting.reported import demo

from mtcheck.desk.sessions import Sessions, key_of
from mtcheck.reviewing import Desk

if TYPE_CHECKING:
    from pathlib import Path


class Editor(threading.Thread):
    """Edits one sentence again and again, counting, and judges a finding in turn."""

    def __init__(self, server: Server, name: str, segment: int, finding: int) -> None:
        super().__init__(daemon=True)
        self.server, self.name, self.segment, self.finding = server, name, segment, finding
        self.acknowledged: list[str] = []
        self.judged: list[int] = []
        self.ended = threading.Event()

    def run(self) -> None:
        key = key_of(self.server.desk.with_name(f"{self.server.desk.name}.key"))
        sessions = Sessions(key)
        session = sessions.begin(self.name, lead=False)
        version, vote = 0, 0
        while not self.ended.is_set():
            headers = {
                "origin": f"http://127.0.0.1:{self.server.port}",
                "cookie": f"mtcheck-desk-{self.server.port}={sessions.cookie(session)}",
                "x-desk-token": sessions.form_token(session),
                "hx-request": "true",
            }
            base = f"http://127.0.0.1:{self.server.port}{sessions.path}/articles/1"
            try:
                with httpx2.Client(headers=headers, timeout=10) as client:
                    while not self.ended.is_set():
                        text = f"{self.name} counts {version + 1}."
                        answer = client.post(
                            f"{base}/segments/{self.segment}/edit",
                            data={"text": text, "version": str(version)},
                        )
                        if answer.status_code == 200:
                            self.acknowledged.append(text)
                        # Else the last one was done, though nobody came to say so.
                        assert answer.status_code in {200, 409}, answer.text
                        version += 1
                        verdict = ("accepted", "rejected")[vote % 2]
                        answer = client.post(
                            f"{base}/findings/{self.finding}/decision",
                            data={"verdict": verdict, "version": str(vote)},
                        )
                        assert answer.status_code in {200, 409}, answer.text
                        if answer.status_code == 200:
                            self.judged.append(vote + 1)
                        vote += 1
            except httpx2.HTTPError:
                time.sleep(0.05)
                version, vote = self.found()

    def found(self) -> tuple[int, int]:
        """The versions that stand in the desk after a crash, as a page loaded anew shows them."""
        with Desk.open(self.server.desk) as desk:
            view = desk.article(1, self.name)
            segment = next(s for s in view.segments if s.id == self.segment)
            finding = next(f for s in view.segments for f in s.findings if f.id == self.finding)
            mine = finding.decision(self.name)
            return segment.version, mine.version if mine else 0


def killed(folder: Path, kills: int, seed: int) -> None:
    path = folder / "desk.sqlite"
    with Desk.open(path) as desk:
        desk.take([demo()])
        view = desk.article(1, "ann")
        places = [(s.id, next(iter(s.findings)).id) for s in view.segments if s.findings]
    chance = random.Random(seed)  # noqa: S311 - when to kill
    with Server(path) as server:
        editors = [Editor(server, f"editor-{n}", *place) for n, place in enumerate(places[:2])]
        for editor in editors:
            editor.start()
        for _ in range(kills):
            time.sleep(chance.uniform(0.2, 0.9))
            server.kill()
            server.start()
        time.sleep(0.5)
        for editor in editors:
            editor.ended.set()
        for editor in editors:
            editor.join(20)
            assert not editor.is_alive()
    with Desk.open(path) as desk:
        events = desk.history(limit=1_000_000)
        texts = [c["after"] for e in events for c in e.payload["changes"] if c["what"] == "text"]
        votes = {
            editor.name: sum(e.editor == editor.name and e.kind == "decide" for e in events)
            for editor in editors
        }
        assert all(len(editor.acknowledged) > kills for editor in editors)
        for editor in editors:
            assert set(editor.acknowledged) <= set(texts)
            assert votes[editor.name] >= len(editor.judged)
        assert len(texts) == len(set(texts))


def test_what_was_acknowledged_outlives_three_kills(tmp_path: Path) -> None:
    killed(tmp_path, 3, seed=3)


@pytest.mark.soak
def test_what_was_acknowledged_outlives_thirty_kills(tmp_path: Path) -> None:
    killed(tmp_path, 30, seed=30)
