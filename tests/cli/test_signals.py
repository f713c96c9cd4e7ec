"""Interrupts and closed pipes end cleanly."""

from __future__ import annotations

import errno
import os
import signal
import struct
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

if not hasattr(os, "mkfifo"):
    pytest.skip("needs named pipes", allow_module_level=True)

import fcntl
import termios


def _waiting(fifo: Path) -> int:
    """The writing end of ``fifo``, once somebody reads it."""
    for _ in range(3000):
        try:
            return os.open(fifo, os.O_WRONLY | os.O_NONBLOCK)
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
            time.sleep(0.01)
    pytest.fail("nobody opened the pipe")


def _reads_on(writer: int) -> None:
    """Write a little and wait until it was read: the reader now waits for more.

    A signal between its opening the pipe and its first read would only be seen after that read.
    """
    os.write(writer, b"The town is quiet.\n")
    for _ in range(3000):
        time.sleep(0.01)
        if struct.unpack("i", fcntl.ioctl(writer, termios.FIONREAD, bytes(4)))[0] == 0:
            time.sleep(0.1)
            return
    pytest.fail("nobody read the pipe")


@pytest.mark.parametrize(
    ("number", "code", "message"),
    [(signal.SIGINT, 130, "mtcheck: interrupted\n"), (signal.SIGTERM, 143, "")],
)
def test_signals_leave_nothing_behind(
    tmp_path: Path, number: signal.Signals, code: int, message: str
) -> None:
    os.mkfifo(tmp_path / "slow.txt")
    process = subprocess.Popen(
        [sys.executable, "-m", "mtcheck", "check", "slow.txt", "--output", "report.txt"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    writer = _waiting(tmp_path / "slow.txt")
    try:
        _reads_on(writer)
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
    finally:
        os.close(writer)
    assert (process.returncode, out.decode(), err.decode()) == (code, "", message)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["slow.txt"]


@pytest.mark.parametrize(
    ("number", "code", "message"),
    [(signal.SIGINT, 130, "mtcheck: interrupted\n"), (signal.SIGTERM, 143, "")],
)
def test_a_signal_while_an_object_is_deleted_is_not_lost(
    number: signal.Signals, code: int, message: str
) -> None:
    program = f"""
import signal, sys, time
from mtcheck import cli

class Deleted:
    def __del__(self):
        signal.raise_signal({number.value})
        time.sleep(0)

def run(arguments):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    Deleted()
    time.sleep(30)
    return 0

cli._run = run
cli.main([])
"""
    done = subprocess.run(  # noqa: S603 - this project's own code
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (code, "", message)


@pytest.mark.parametrize(
    "arguments", [["check", "a.txt", "-f", "json", "--fail-on", "never"], ["rules"], ["--help"]]
)
def test_a_closed_pipe_is_no_error(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "a.txt").write_text("The town is quiet. " * 5000, encoding="utf-8")
    reading, writing = os.pipe()
    os.close(reading)
    process = subprocess.run(  # noqa: S603 - this project's own command
        [sys.executable, "-m", "mtcheck", *arguments],
        cwd=tmp_path,
        stdout=writing,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    os.close(writing)
    assert process.stderr == b""
    assert process.returncode == 0


def test_closed_standard_error_is_no_error(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    process = subprocess.run(
        [sys.executable, "-m", "mtcheck", "check", "gone.txt"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=writing,
        timeout=60,
        check=False,
    )
    os.close(writing)
    assert (process.returncode, process.stdout) == (2, b"")


@pytest.mark.parametrize("stream", ["stdout", "stderr", "stdin"])
def test_streams_that_were_never_open(tmp_path: Path, stream: str) -> None:
    (tmp_path / "a.txt").write_text("The town is quiet.\n", encoding="utf-8")
    sign = {"stdout": ">&-", "stderr": "2>&-", "stdin": "<&-"}[stream]
    process = subprocess.run(  # noqa: S603 - this project's own command
        ["/bin/sh", "-c", f'"$0" -m mtcheck check a.txt --fail-on never {sign}', sys.executable],
        cwd=tmp_path,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert process.returncode == 0
    assert b"Traceback" not in process.stderr
