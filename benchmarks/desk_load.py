"""How the desk bears a team: ``python -m benchmarks.desk_load``.

Simulated editors work beside each other for a while at one desk on this machine, served by a
process of its own, as ``mtcheck review`` serves it: each opens the queue and articles, judges,
edits, types drafts, undoes, and looks for news, with a pause between. Printed are the latencies by
what was asked, without those of the re-check (``benchmarks.desk_recheck``), and whether every
acknowledged edit is in the history: a model says what each sentence said after every version.

Everything stays on loopback and is bounded in time and number. A busy machine has other figures.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import httpx2

from mtcheck.desk.sessions import Sessions, key_of
from mtcheck.reviewing import Desk
from mtcheck.reviewing.incoming import IncomingArticle, IncomingFinding, IncomingSegment
from mtcheck.reviewing.incoming import key_of as article_key

if TYPE_CHECKING:
    from collections.abc import Iterator

SENTENCES = 12
MOST = 200_000  # requests of all editors together


@dataclass
class Tally:
    """Seconds by what was asked; the edits that were acknowledged, as sentence, version, text."""

    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    edits: list[tuple[int, int, str]] = field(default_factory=list)
    conflicts: int = 0
    errors: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def p95(self) -> float:
        """Seconds within which 95% of all requests were answered."""
        every = [one for found in self.taken.values() for one in found]
        return statistics.quantiles(every, n=20)[18]


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
        key=article_key(f"article {number}", "", "en"),
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
    base: str, headers: dict[str, str], seed: str, until: float, pause: float, tally: Tally
) -> None:
    """One editor, until the time is over."""
    chance = random.Random(seed)  # noqa: S311 - who does what when
    with httpx2.Client(base_url=base, headers=headers, timeout=30) as client:
        time.sleep(chance.uniform(0, pause))  # nobody comes at the same moment
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
        text = f"Count {now + 1} of a sentence ({chance.random()}), said President Marcon."
        path = f"{one}/segments/{segment}/{kind}"
        answer = asked(client, tally, kind, path, {"text": text, "version": version})
        if kind == "edit" and answer.status_code == 200:  # noqa: PLR2004
            with tally.lock:
                tally.edits.append((int(segment), int(version), text))


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
            message = "that was enough"
            raise RuntimeError(message)
    return answer


def lost(desk: Desk, tally: Tally) -> list[str]:
    """Where the history is not that of the model.

    Every change of a sentence takes up what the one before left, and brings it one version on; so
    the history gives what each version said. What was acknowledged must be what its version says.
    """
    changes: dict[int, list[tuple[str, str]]] = defaultdict(list)
    before = None
    while page := desk.history(before=before, limit=1_000):
        before = page[-1].id
        for event in page:
            for change in event.payload["changes"]:
                if change["what"] == "text":
                    changes[change["id"]].append((change["before"], change["after"]))
    wrong = []
    said: dict[tuple[int, int], str] = {}
    for segment, found in changes.items():
        found.reverse()
        for version, (old, new) in enumerate(found, start=1):
            if version > 1 and said[segment, version - 1] != old:
                wrong.append(f"sentence {segment}: version {version} overwrote another")
            said[segment, version] = new
    for segment, version, text in tally.edits:
        if said.get((segment, version + 1)) != text:
            wrong.append(f"sentence {segment}: the edit of version {version} is not in the history")
    return wrong


def run(editors: int, seconds: float, articles: int, pause: float) -> tuple[Tally, list[str]]:
    """Serve a desk and let the editors work; what they saw, and where an update was lost."""
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "desk.sqlite"
        with Desk.open(path) as desk:
            desk.take_articles(map(article, range(articles)))
        with serving(path) as address:
            sessions = Sessions(key_of(path.with_name(f"{path.name}.key")))
            port = address.rpartition(":")[2]
            until = time.monotonic() + min(seconds, 600)
            with ThreadPoolExecutor(editors) as pool:
                working = []
                for number in range(editors):
                    session = sessions.begin(f"editor-{number}", lead=False)
                    headers = {
                        "origin": address,
                        "cookie": f"mtcheck-desk-{port}={sessions.cookie(session)}",
                        "x-desk-token": sessions.form_token(session),
                        "hx-request": "true",
                    }
                    base = address + sessions.path
                    working.append(
                        pool.submit(work, base, headers, session.editor, until, pause, tally)
                    )
                for one in working:
                    one.result()
        with Desk.open(path) as desk:
            return tally, lost(desk, tally)


@contextmanager
def serving(desk: Path) -> Iterator[str]:
    """``mtcheck review`` on a desk, on a free port of loopback: its address."""
    command = [sys.executable, "-m", "mtcheck", "review", "--desk", str(desk), "--port", "0"]
    root = Path(__file__).parent.parent
    with subprocess.Popen(
        [*command, "--no-browser", "--isolated", "--model", "none"],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    ) as process:
        assert process.stderr is not None  # noqa: S101 - it is a pipe
        lines = []
        for line in process.stderr:
            lines.append(line)
            if found := re.search(r"the desk is open at (http://[^/]+)", line):
                break
        else:
            raise RuntimeError("".join(lines))
        reading = threading.Thread(target=process.stderr.read)
        reading.start()
        try:
            yield found[1]
        finally:
            process.terminate()
            reading.join(20)


def main() -> None:
    """Let the editors work, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--editors", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--pause", type=float, default=1.0, help="mean seconds between acts")
    asked_for = parser.parse_args()
    tally, wrong = run(asked_for.editors, asked_for.seconds, asked_for.articles, asked_for.pause)
    report(tally, wrong, asked_for.editors, asked_for.seconds)


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
