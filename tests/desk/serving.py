"""``mtcheck review`` as a process of its own, that can be killed and started again."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Self

ROOT = Path(__file__).parent.parent.parent
_ADDRESS = re.compile(r"the desk is open at (\S+)")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class Server:
    """A desk served on loopback; a context manager that ends what it started."""

    desk: Path
    inputs: tuple[str, ...] = ()
    editor: str = "ann"
    options: tuple[str, ...] = ()
    port: int = field(default_factory=free_port)
    url: str = ""
    lines: list[str] = field(default_factory=list)
    named: bool = True
    process: subprocess.Popen[str] | None = None

    def start(self) -> Self:
        """Serve; the address is there once this comes back."""
        command = [sys.executable, "-m", "mtcheck", "review", *self.inputs]
        command += ["--desk", str(self.desk)] if self.named else []
        command += ["--port", str(self.port), "--no-browser"]
        command += ["--as", self.editor, "--isolated", "--no-cache", "--model", "none"]
        self.process = subprocess.Popen(  # noqa: S603 - this project's own command
            [*command, *self.options],
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.lines.append(line.rstrip())
            if found := _ADDRESS.search(line):
                self.url = found[1]
                break
        else:
            self.process.wait(20)
            raise AssertionError(self.lines)
        threading.Thread(target=self._drain, args=(self.process.stderr,), daemon=True).start()
        self.inputs = ()
        return self

    def _drain(self, stream: IO[str]) -> None:
        self.lines.extend(line.rstrip() for line in stream)
        stream.close()

    def kill(self) -> None:
        """As kill -9: nothing is put in order first."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(20)

    def stop(self) -> int:
        """As Ctrl-C; the exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(20)

    @property
    def base(self) -> str:
        """The desk's address without the key."""
        return self.url.partition("/enter")[0].rstrip("/")

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)
