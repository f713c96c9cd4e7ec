"""How the desk bears a team: ``python -m benchmarks.desk_load``.

Simulated editors work beside each other for a while at one desk on this machine: each opens the
queue and articles, judges, edits, types drafts, undoes, and looks for news, with a pause between.
Printed are the latencies by what was asked, without those of the re-check, which has a budget of
its own, and whether every acknowledged edit is in the history: the sentences are counters, and no
two editors may have counted from the same number.

Everything stays on loopback and is bounded in time and number. It is no test: a busy machine has
other figures.
"""

from __future__ import annotations

import argparse
import random
import re
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx2
import uvicorn  # noqa: TID253 - serves the desk

from mtcheck.desk.application import application
from mtcheck.desk.guarding import Security
from mtcheck.desk.limits import Rate
from mtcheck.desk.sessions import Sessions
from mtcheck.reviewing import Desk
from mtcheck.reviewing.incoming import IncomingArticle, IncomingFinding, IncomingSegment, key_of

SENTENCES = 12
MOST = 200_000  # requests of all editors together


@dataclass
class Tally:
    """Seconds by what was asked, and the edits that were acknowledged."""

    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    edits: list[tuple[int, int, int]] = field(default_factory=list)
    conflicts: int = 0
    errors: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


def article(number: int) -> IncomingArticle:
    """An article of counters, with a finding in each sentence."""
    segments, findings, whole = [], [], ""
    for row in range(SENTENCES):
        mt = f"Count 0 of sentence {row} in article {number}, said President Marcon."
        at = len(whole)
        start = at + mt.index("Marcon")
        segments.append(
            IncomingSegment(row=row, start=at, end=at + len(mt), mt=mt, reference=mt, source=mt)
        )
        findings.append(
            IncomingFinding(
                segment=row,
                code="N101",
                name="garbled-name",
                category="accuracy/mistranslation",
                severity="major",
                confidence=0.5 + number % 50 / 100,
                start=start,
                end=start + 6,
                text="Marcon",
                message="“Marcon” is not a known name",
                fingerprint=f"{number}-{row}",
                suggestion="Macron",
            )
        )
        whole += mt + "\n"
    return IncomingArticle(
        key=key_of(f"article {number}", "", "en"),
        document=f"article {number}",
        path=None,
        system="",
        source_lang="ru",
        target_lang="en",
        words=11 * SENTENCES,
        mt=whole,
        segments=tuple(segments),
        findings=tuple(findings),
    )


def work(  # noqa: PLR0913, PLR0917 - who, where, how long
    base: str, security: Security, name: str, until: float, pause: float, tally: Tally
) -> None:
    """One editor, until the time is over."""
    chance = random.Random(name)  # noqa: S311 - who does what when
    sessions = security.sessions
    session = sessions.begin(name, lead=False)
    headers = {
        "origin": base,
        "cookie": f"{security.cookie}={sessions.cookie(session)}",
        "x-desk-token": sessions.form_token(session),
        "hx-request": "true",
    }
    with httpx2.Client(base_url=base, headers=headers, timeout=30) as client:
        while time.monotonic() < until:
            page = asked(client, tally, "queue", "/")
            articles = re.findall(r"/articles/(\d+)", page.text)
            if not articles:
                continue
            one = f"/articles/{chance.choice(articles)}"
            seen = asked(client, tally, "article", one)
            for _ in range(6):
                if time.monotonic() >= until:
                    return
                time.sleep(chance.expovariate(1 / pause))
                step(client, chance, tally, one, seen.text)
                seen = asked(client, tally, "article", one)


def step(client: httpx2.Client, chance: random.Random, tally: Tally, one: str, html: str) -> None:
    """One thing that an editor does in an article."""
    kind = chance.choices(("decision", "edit", "draft", "undo", "news"), weights=(4, 2, 3, 1, 4))[0]
    if kind == "news":
        asked(client, tally, kind, f"{one}/news?after=0")
    elif kind == "undo":
        asked(client, tally, kind, f"{one}/undo", {"once": "more"})
    elif kind == "decision":
        finding = chance.choice(re.findall(r'id="finding-(\d+)"', html))
        form = re.search(
            rf"findings/{finding}/decision.*?name=\"version\" value=\"(\d+)\"", html, re.DOTALL
        )
        fields = {
            "verdict": chance.choice(("accepted", "rejected")),
            "version": form[1] if form else "0",
        }
        asked(client, tally, kind, f"{one}/findings/{finding}/decision", fields)
    else:
        segment, version = chance.choice(
            re.findall(r'class="words"[^>]*data-segment="(\d+)" data-version="(\d+)"', html)
        )
        shown = re.search(rf'id="text-{segment}".*?data-saved="([^"]*)"', html, re.DOTALL)
        count = re.search(r"Count (\d+)", shown[1] if shown else "")
        now = int(count[1]) if count else 0
        text = f"Count {now + 1} of a sentence, said President Marcon."
        path = f"{one}/segments/{segment}/{kind}"
        answer = asked(client, tally, kind, path, {"text": text, "version": version})
        if kind == "edit" and answer.status_code == 200:  # noqa: PLR2004
            with tally.lock:
                tally.edits.append((int(segment), int(version), now + 1))


def asked(
    client: httpx2.Client, tally: Tally, what: str, path: str, form: dict[str, str] | None = None
) -> httpx2.Response:
    """A request, timed."""
    begun = time.perf_counter()
    answer = client.get(path) if form is None else client.post(path, data=form)
    taken = time.perf_counter() - begun
    with tally.lock:
        tally.taken[what].append(taken)
        if answer.status_code == 409:  # noqa: PLR2004
            tally.conflicts += 1
        elif answer.status_code >= 400:  # noqa: PLR2004
            tally.errors.append(f"{answer.status_code} {what} {answer.text[:80].strip()}")
        if sum(map(len, tally.taken.values())) > MOST:
            sys.exit("that was enough")
    return answer


def lost(desk: Desk, tally: Tally) -> list[str]:
    """Edits that were acknowledged and are not in the history, or overwrote another."""
    said = set()
    before = None
    while page := desk.history(before=before, limit=500):
        before = page[-1].id
        for event in page:
            for change in event.payload.get("changes", ()):
                if event.kind == "edit" and change["what"] == "text":
                    said.add((change["id"], change["before"], change["after"]))
    wrong = []
    kept = {(segment, after) for segment, _, after in said}
    for segment, _, count in tally.edits:
        if not any(s == segment and f"Count {count} " in after for s, after in kept):
            wrong.append(f"sentence {segment}: the edit to {count} is not in the history")
    versions = [(segment, version) for segment, version, _ in tally.edits]
    wrong += [f"two edits of version {v} of {s}" for s, v in versions if versions.count((s, v)) > 1]
    return wrong


def main() -> None:
    """Serve a desk, let the editors work, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--editors", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--pause", type=float, default=1.0, help="mean seconds between acts")
    asked_for = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Desk.open(Path(folder) / "desk.sqlite") as desk:
        desk.take_articles(map(article, range(asked_for.articles)))
        security = Security(
            hosts=frozenset(), sessions=Sessions(bytes(32)), rate=Rate(burst=1e9, each=1e9)
        )
        server, base, security = serving(desk, security)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        tally = Tally()
        until = time.monotonic() + min(asked_for.seconds, 600)
        with ThreadPoolExecutor(asked_for.editors) as pool:
            for done in [
                pool.submit(work, base, security, f"editor-{n}", until, asked_for.pause, tally)
                for n in range(asked_for.editors)
            ]:
                done.result()
        server.should_exit = True
        thread.join(20)
        report(tally, lost(desk, tally), asked_for.editors, asked_for.seconds)


def serving(desk: Desk, security: Security) -> tuple[uvicorn.Server, str, Security]:
    """A server on a free port of loopback, its address, and who it answers to."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    security = replace(security, hosts=frozenset({f"127.0.0.1:{port}"}))
    config = uvicorn.Config(
        application(desk, security),
        host="127.0.0.1",
        port=port,
        http="h11",
        lifespan="off",
        access_log=False,
        log_config=None,
    )
    return uvicorn.Server(config), f"http://127.0.0.1:{port}", security


def report(tally: Tally, wrong: list[str], editors: int, seconds: float) -> None:
    """The figures, by what was asked and of all together."""
    every = [one for found in tally.taken.values() for one in found]
    print(f"{editors} editors for {seconds:.0f} s: {len(every):,} requests")
    print(f"{'':10}{'number':>8}{'median':>9}{'p95':>9}{'longest':>9}   (milliseconds)")
    for what, found in [*sorted(tally.taken.items()), ("all", every)]:
        cuts = statistics.quantiles(found, n=20) if len(found) > 1 else found * 19
        row = (statistics.median(found), cuts[18], max(found))
        print(f"{what:10}{len(found):>8,}" + "".join(f"{1000 * one:>9.0f}" for one in row))
    print(f"edits acknowledged {len(tally.edits)}, conflicts shown {tally.conflicts}")
    print(f"lost updates: {len(wrong)}", *wrong[:5], sep="\n  ")
    print(f"errors: {len(tally.errors)}", *tally.errors[:5], sep="\n  ")


if __name__ == "__main__":
    main()
