"""The summary as a workbook (XLSX): a sheet a table, with filters, frozen heads and links.

Texts are written as texts, whatever they begin with: nothing in a workbook is a formula or a
link but those that are made here. The same summary gives the same bytes.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from mtcheck.errors import MissingExtra
from mtcheck.reporting.showing import visible
from mtcheck.summarising.tabling import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mtcheck.summarising.summing import Summary
    from mtcheck.summarising.tabling import Cell, Column, Table

__all__ = ["workbook"]

_HINT = "pip install 'mtcheck[batch]'"
_LONGEST = 32_000  # characters of a cell; Excel's own bound is 32,767
_SHEET = 31  # characters of a sheet's name
_WIDEST, _NARROWEST = 60, 8  # characters of a column
_WHEN = datetime(2000, 1, 1, tzinfo=UTC)  # a workbook says when it was made: that is not the clock
_FORMATS = {
    Kind.COUNT: "#,##0",
    Kind.ARTICLE: "0",
    Kind.FIGURE: "#,##0.00",
    Kind.CHANGE: "+#,##0.00;-#,##0.00;0.00",
    Kind.SHARE: "0.0%",
    Kind.P_VALUE: "0.000",
}


def workbook(summary: Summary, pages: Mapping[int, str]) -> bytes:
    """The file. ``pages``: for the articles that have a page, where it is from the workbook."""
    try:
        import xlsxwriter
    except ImportError:
        feature = "a workbook"
        raise MissingExtra(feature, hint=_HINT) from None
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        },
    )
    book.set_properties(
        {"title": _text(summary.title)[:200], "created": _WHEN.replace(tzinfo=None)}
    )
    formats = {kind: book.add_format({"num_format": form}) for kind, form in _FORMATS.items()}
    bold = book.add_format({"bold": True, "bottom": 1})
    link = book.add_format({"font_color": "#1f4f82", "underline": 1})
    _first(book, summary, formats, bold, link)
    for table in summary.tables.values():
        _sheet(book, table, formats, bold, link, pages)
    book.close()
    return out.getvalue()


def _first(
    book: Any,  # noqa: ANN401 - xlsxwriter's
    summary: Summary,
    formats: Mapping[Kind, Any],
    bold: Any,  # noqa: ANN401
    link: Any,  # noqa: ANN401
) -> None:
    sheet = book.add_worksheet("summary")
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, _text(summary.title), bold)
    lines: list[tuple[str, Cell, Kind]] = list(summary.figures)
    lines += [("warning", text, Kind.TEXT) for text in summary.warnings]
    lines += [("note", text, Kind.TEXT) for text in summary.notes]
    lines += [(name, value, Kind.TEXT) for name, value in summary.made]
    for row, (head, value, kind) in enumerate(lines, 1):
        sheet.write_string(row, 0, head)
        _write(sheet, row, 1, value, formats.get(kind))
    for row, table in enumerate(summary.tables.values(), len(lines) + 2):
        sheet.write_url(row, 0, f"internal:'{table.name[:_SHEET]}'!A1", link, table.title)
        sheet.write_string(row, 1, f"{table.words} {table.left_out}".strip())


def _sheet(  # noqa: PLR0913, PLR0917 - the book's formats
    book: Any,  # noqa: ANN401 - xlsxwriter's
    table: Table,
    formats: Mapping[Kind, Any],
    bold: Any,  # noqa: ANN401
    link: Any,  # noqa: ANN401
    pages: Mapping[int, str],
) -> None:
    sheet = book.add_worksheet(table.name[:_SHEET])
    for at, column in enumerate(table.columns):
        sheet.write_string(0, at, column.head, bold)
        sheet.set_column(at, at, _width(table, at, column))
    linked = table.article
    for number, row in enumerate(table.rows, 1):
        for at, value in enumerate(row):
            kind = table.columns[at].kind
            page = pages.get(value) if at == linked and isinstance(value, int) else None
            if page is not None:
                sheet.write_url(number, at, f"external:{page}", link, str(value))
            else:
                _write(sheet, number, at, value, formats.get(kind))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)


def _write(sheet: Any, row: int, at: int, value: Cell, form: Any) -> None:  # noqa: ANN401
    if value is None:
        return
    if isinstance(value, str):
        sheet.write_string(row, at, _text(value))
    else:
        sheet.write_number(row, at, value, form)


def _width(table: Table, at: int, column: Column) -> int:
    longest = max((len(str(row[at])) for row in table.rows if row[at] is not None), default=0)
    return min(max(longest, len(column.head) + 2, _NARROWEST), _WIDEST)


def _text(text: str) -> str:
    """Control characters, which XML cannot hold, by their pictures."""
    return visible(text)[:_LONGEST]
