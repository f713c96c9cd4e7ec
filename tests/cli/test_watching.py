"""``mtcheck check --watch``, as a program of its own."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run


def test_a_change_is_checked_and_an_interrupt_ends_it(here: Path) -> None:
    text = here / "news.en.mt.txt"
    text.write_text("It was was late.\n", "utf-8")
    report = here / "report.jsonl"
    command = ["check", "--watch", "--isolated", "--model", "none", "-f", f"jsonl={report}"]
    process = subprocess.Popen(  # noqa: S603 - this project's own command
        [sys.executable, "-m", "mtcheck", *command, "news.en.mt.txt"],
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    told: queue.Queue[bytes] = queue.Queue()
    stream = process.stderr
    thread = threading.Thread(target=lambda: [told.put(line) for line in stream], daemon=True)
    thread.start()
    try:
        assert b"watching" in told.get(timeout=30)
        assert "F501" in report.read_text("utf-8")
        text.write_text("It was late.\n", "utf-8")
        assert b"watching" in told.get(timeout=30)
        assert "F501" not in report.read_text("utf-8")
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
        assert list(told.queue) == []
    finally:
        process.kill()
        process.wait()
        thread.join()
        stream.close()


def test_standard_input_cannot_be_watched(run: Run) -> None:
    done = run("check", "--watch", "-")
    assert done.code == 2
    assert "standard input (-): cannot be watched" in done.err
