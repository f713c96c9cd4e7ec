"""The server: takes in what an editor opens and changes, and answers what it asks.

A document is checked a moment after its last change, one at a time, outside of the loop that
answers. What has changed since is told of no more. Documents come whole with every change
(``Full``): other libraries count lines otherwise than the protocol does.
"""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls import uris
from pygls.lsp.server import LanguageServer

from mtcheck import __version__
from mtcheck.lsp import opened
from mtcheck.lsp.telling import Teller

if TYPE_CHECKING:
    from mtcheck.lsp.opened import Asked

__all__ = ["Server", "made", "serve"]

_PAUSE = 0.3  # seconds without a change before a document is checked


class Server(LanguageServer):
    """One editor's server, with what it has open and was last found in it."""

    def __init__(self, asked: Asked) -> None:
        super().__init__("mtcheck", __version__, types.TextDocumentSyncKind.Full)
        self._asked = asked
        self._known: dict[str, tuple[int | None, Teller]] = {}
        self._turn = asyncio.Lock()

    def current(self, uri: str) -> Teller | None:
        """What was found in a document, if it has not changed since."""
        version, teller = self._known.get(uri, (None, None))
        document = self.workspace.text_documents.get(uri)
        return teller if document is not None and document.version == version else None

    async def look(self, uri: str, pause: float = 0.0) -> None:
        """Check a document as it is after ``pause`` seconds, if nothing has changed it by then."""
        document = self.workspace.text_documents.get(uri)
        path = uris.to_fs_path(uri)
        if document is None or path is None:
            return
        version = document.version
        await asyncio.sleep(pause)
        async with self._turn:
            if self._version(uri) != version:
                return
            content = self.workspace.text_documents[uri].source
            checked = await asyncio.to_thread(opened.check, path, content, self._asked)
        if self._version(uri) != version:
            return
        encoding = types.PositionEncodingKind(self.workspace.position_encoding or "utf-16")
        teller = Teller(uri, checked, encoding)
        self._known[uri] = (version, teller)
        self._publish(uri, version, teller.diagnostics())

    async def look_again(self) -> None:
        """Check all that is open: a file that they are compared with may have changed."""
        for uri in list(self.workspace.text_documents):
            await self.look(uri)

    def forget(self, uri: str) -> None:
        """A document was closed: nothing is told of it any more."""
        self._known.pop(uri, None)
        self._publish(uri, None, [])

    def _version(self, uri: str) -> int | None:
        document = self.workspace.text_documents.get(uri)
        return document.version if document is not None else -1

    def _publish(self, uri: str, version: int | None, found: list[types.Diagnostic]) -> None:
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, found, version))


def serve(asked: Asked) -> None:
    """Answer on standard input and output until the editor says that it is over."""
    # The server closes what it is given; who started the program goes on to flush its own.
    with os.fdopen(os.dup(0), "rb") as heard, os.fdopen(os.dup(1), "wb") as said:
        made(asked).start_io(heard, said)


def made(asked: Asked) -> Server:
    """A server with all that it can do."""
    server = Server(asked)

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    async def did_open(ls: Server, params: types.DidOpenTextDocumentParams) -> None:
        await ls.look(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def did_change(ls: Server, params: types.DidChangeTextDocumentParams) -> None:
        await ls.look(params.text_document.uri, _PAUSE)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    async def did_save(ls: Server, params: types.DidSaveTextDocumentParams) -> None:
        del params
        await ls.look_again()

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(ls: Server, params: types.DidCloseTextDocumentParams) -> None:
        ls.forget(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hover(ls: Server, params: types.HoverParams) -> types.Hover | None:
        teller = ls.current(params.text_document.uri)
        return teller.hover(params.position) if teller else None

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions([types.CodeActionKind.QuickFix]),
    )
    def actions(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
        teller = ls.current(params.text_document.uri)
        return list(teller.actions(params.range)) if teller else []

    del did_open, did_change, did_save, did_close, hover, actions
    return server
