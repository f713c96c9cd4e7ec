"""Findings as the protocol has them: diagnostics, hovers and code actions.

Lines and columns count from 0, columns in the units that client and server have agreed on: UTF-16
unless the client asks for others.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls import uris

from mtcheck.checks import CHECKS
from mtcheck.lsp import ignoring
from mtcheck.mqm import Severity
from mtcheck.positions import Columns, Positions
from mtcheck.reading.decoding import read_text
from mtcheck.reporting import wording
from mtcheck.reporting.rules import rule
from mtcheck.safety import is_safe
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.errors import MtcheckError
    from mtcheck.lsp.opened import Checked
    from mtcheck.positions import Region
    from mtcheck.reporting.located import Located, Other

__all__ = ["Teller"]

_SEVERITIES = {
    Severity.CRITICAL: types.DiagnosticSeverity.Error,
    Severity.MAJOR: types.DiagnosticSeverity.Error,
    Severity.MINOR: types.DiagnosticSeverity.Warning,
}
_COLUMNS = {
    types.PositionEncodingKind.Utf8: Columns.UTF8,
    types.PositionEncodingKind.Utf16: Columns.UTF16,
    types.PositionEncodingKind.Utf32: Columns.CODE_POINTS,
}


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells of one document. ``encoding`` says what columns count."""

    uri: str
    checked: Checked
    encoding: types.PositionEncodingKind

    def diagnostics(self) -> list[types.Diagnostic]:
        """All that was found, in the order of the text, or the error that kept it from being."""
        if self.checked.error is not None:
            return [_of_error(self.checked.error)]
        return [self._diagnostic(one) for one in self.checked.found]

    def hover(self, position: types.Position) -> types.Hover | None:
        """Why the findings at a place are there, with the pages of their checks."""
        at = types.Range(position, position)
        found = [one for one in self.checked.found if _meets(self._range(one), at)]
        if not found:
            return None
        parts = [f"**{wording.title(one.finding)}** {_plain(_said(one))}" for one in found]
        pages = dict.fromkeys(one.finding.code for one in found)
        value = "\n\n".join([*parts, "---", *map(_page, pages)])
        content = types.MarkupContent(types.MarkupKind.Markdown, value)
        return types.Hover(content, self._range(found[0]))

    def actions(self, place: types.Range) -> Iterator[types.CodeAction]:
        """What can be done about the findings in a stretch: fix them, or hide them."""
        for one in self.checked.found:
            if _meets(self._range(one), place):
                yield from self._actions(one)

    def _actions(self, one: Located) -> Iterator[types.CodeAction]:
        quick, diagnostics = types.CodeActionKind.QuickFix, [self._diagnostic(one)]
        if (edit := one.edit) is not None:
            region = one.places.region_of_file(edit.span, self._units)
            change = types.TextEdit(self._of(region), edit.new)
            yield types.CodeAction(
                title=f"mtcheck: {wording.fix(one.finding)}",
                kind=quick,
                diagnostics=diagnostics,
                is_preferred=is_safe(one.finding),
                edit=types.WorkspaceEdit(changes={self.uri: [change]}),
            )
        title = f"mtcheck: ignore {wording.title(one.finding)} here"
        edits: dict[str, list[types.TextEdit]] | None
        if (put := ignoring.comment(self.checked, one)) is not None:
            region = one.places.region_of_file(Span(put.offset, put.offset), self._units)
            edits = {self.uri: [types.TextEdit(self._of(region), put.text)]}
        elif (edits := self._in_ignore_file(one)) is None:
            return
        else:
            title = f"mtcheck: ignore {wording.title(one.finding)} for these words"
        yield types.CodeAction(
            title=title,
            kind=quick,
            diagnostics=diagnostics,
            edit=types.WorkspaceEdit(changes=edits),
        )

    def _in_ignore_file(self, one: Located) -> dict[str, list[types.TextEdit]] | None:
        """The line that hides a finding, at the end of the first ignore file that holds."""
        named = self.checked.files.ignore_files if self.checked.files else ()
        line = ignoring.pair(one)
        if not named or line is None:
            return None
        content = read_text(named[0])
        positions = Positions(content)
        end = positions.position(len(content), self._units)
        at = types.Position(end.line - 1, end.column - 1)
        new = f"{line}\n" if content.endswith("\n") or not content else f"\n{line}\n"
        uri = uris.from_fs_path(str(Path(named[0]).absolute()))
        return {uri: [types.TextEdit(types.Range(at, at), new)]} if uri else None

    def _diagnostic(self, one: Located) -> types.Diagnostic:
        return types.Diagnostic(
            range=self._range(one),
            message=_said(one),
            severity=_SEVERITIES[one.finding.severity],
            code=one.finding.code,
            source="mtcheck",
            related_information=[r for o in one.others if o.exact and (r := self._beside(o))],
            data=one.fingerprint,
        )

    def _beside(self, other: Other) -> types.DiagnosticRelatedInformation | None:
        path = other.text.path
        uri = uris.from_fs_path(str(Path(path).absolute())) if path else None
        if uri is None:
            return None
        place = types.Location(uri, self._of(other.places.region(other.span, self._units)))
        words = f"{other.label}: {_plain(other.text.at(other.span))}"
        return types.DiagnosticRelatedInformation(place, words)

    def _range(self, one: Located) -> types.Range:
        return self._of(one.places.region(one.finding.span, self._units))

    @property
    def _units(self) -> Columns:
        return _COLUMNS[self.encoding]

    @staticmethod
    def _of(region: Region) -> types.Range:
        return types.Range(
            types.Position(region.start.line - 1, region.start.column - 1),
            types.Position(region.end.line - 1, region.end.column - 1),
        )


def _said(one: Located) -> str:
    return f"{wording.sentence(one.finding, one.unit)} ({wording.percent(one.finding)})"


def _page(code: str) -> str:
    return next(rule(module).markdown for module in CHECKS if code == module.CHECK.code)


def _of_error(error: MtcheckError) -> types.Diagnostic:
    line = max((getattr(error, "line", None) or 1) - 1, 0)
    place = types.Position(line, 0)
    return types.Diagnostic(
        types.Range(place, place),
        str(error),
        severity=types.DiagnosticSeverity.Warning,
        source="mtcheck",
    )


def _meets(one: types.Range, other: types.Range) -> bool:
    return one.start <= other.end and other.start <= one.end


def _plain(text: str) -> str:
    """Words of a text within Markdown: no markup of theirs is acted on."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>#|!&" else c for c in text)
