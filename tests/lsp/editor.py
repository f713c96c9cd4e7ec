"""An editor as far as tests need one: it speaks the protocol with a server, over stdio."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from itertools import count
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

_PATIENCE = 30  # seconds


class Editor:
    def __init__(self, folder: Path, *arguments: str, encodings: tuple[str, ...] = ()) -> None:
        self._ids = count(1)
        self._heard: queue.Queue[dict[str, Any]] = queue.Queue()
        self._process = subprocess.Popen(  # noqa: S603 - this project's own command
            [sys.executable, "-m", "mtcheck", "lsp", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        general = {"positionEncodings": list(encodings)} if encodings else {}
        self.abilities = self.ask(
            "initialize",
            processId=os.getpid(),
            rootUri=folder.as_uri(),
            capabilities={"general": general},
        )["capabilities"]
        self.tell("initialized")

    def ask(self, method: str, **params: Any) -> Any:  # noqa: ANN401 - what the server says
        number = next(self._ids)
        self._send({"id": number, "method": method, "params": params})
        while (message := self._next()).get("id") != number:
            pass
        assert "error" not in message, message
        return message["result"]

    def tell(self, method: str, **params: Any) -> None:  # noqa: ANN401 - as above
        self._send({"method": method, "params": params})

    def open(self, path: Path, text: str | None = None) -> list[dict[str, Any]]:
        said = path.read_text("utf-8") if text is None else text
        document = {"uri": path.as_uri(), "languageId": "plaintext", "version": 1, "text": said}
        self.tell("textDocument/didOpen", textDocument=document)
        return self.diagnostics(path, 1)

    def change(self, path: Path, version: int, text: str) -> None:
        document = {"uri": path.as_uri(), "version": version}
        self.tell("textDocument/didChange", textDocument=document, contentChanges=[{"text": text}])

    def diagnostics(self, path: Path, version: int | None) -> list[dict[str, Any]]:
        while True:
            message = self._next()
            if message.get("method") == "textDocument/publishDiagnostics":
                params = message["params"]
                if params["uri"] == path.as_uri() and params.get("version") == version:
                    return params["diagnostics"]

    def actions(self, path: Path, place: dict[str, Any]) -> list[dict[str, Any]]:
        return self.ask(
            "textDocument/codeAction",
            textDocument={"uri": path.as_uri()},
            range=place,
            context={"diagnostics": []},
        )

    def close(self) -> int:
        self.ask("shutdown")
        self.tell("exit")
        code = self._process.wait(_PATIENCE)
        self._thread.join()
        for stream in (self._process.stdin, self._process.stdout):
            stream.close()
        return code

    def kill(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
            self._thread.join()
            for stream in (self._process.stdin, self._process.stdout):
                stream.close()

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _next(self) -> dict[str, Any]:
        return self._heard.get(timeout=_PATIENCE)

    def _listen(self) -> None:
        stream = self._process.stdout
        while line := stream.readline():
            length = 0
            while line.strip():
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
                line = stream.readline()
            self._heard.put(json.loads(stream.read(length)))


def edited(text: str, edit: dict[str, Any], encoding: str = "utf-16-le") -> str:
    """``text`` with an edit of the protocol: lines from 0, columns in UTF-16 units."""
    width = {"utf-16-le": 2, "utf-8": 1}[encoding]
    lines = text.split("\n")

    def offset(place: dict[str, int]) -> int:
        line = lines[place["line"]].encode(encoding)
        units = len(line[: place["character"] * width].decode(encoding))
        return sum(len(above) + 1 for above in lines[: place["line"]]) + units

    start, end = offset(edit["range"]["start"]), offset(edit["range"]["end"])
    return text[:start] + edit["newText"] + text[end:]
