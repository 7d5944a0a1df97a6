"""A page as a PDF on A4, drawn with fonts of our own: nothing of the system is needed, every alphabet prints.

The same page gives the same bytes: the file carries no clock, no author and no identifier of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fpdf import FPDF

from matcher.exchange.page import Card, Fact, Page

__all__ = ["page_pdf"]

_FONTS = Path(__file__).parent / "fonts"
_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)
_MARGIN, _WIDTH = 16.0, 178.0
_INSET, _GAP = 5.0, 4.0
_BELOW = 8.0
#: Millimetres: from here on, what is left of a sheet is not left empty.
_WASTE = 90.0
_INK, _QUIET, _BLUE, _RED = (23, 50, 77), (69, 91, 113), (0, 89, 179), (166, 30, 43)
_RULE, _BLUSH = (197, 211, 224), (253, 240, 241)
_Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Cell:
    """A text with its place in a row: left edge and width in millimetres."""

    text: str
    left: float
    width: float
    size: float = 10.0
    bold: bool = False
    colour: _Colour = _INK


@dataclass(frozen=True, slots=True)
class _Row:
    """Cells side by side, never parted by the end of a sheet; ``ruled`` draws a line below."""

    cells: tuple[_Cell, ...]
    ruled: bool = False
    space: float = 1.2


def page_pdf(page: Page) -> bytes:
    """Return the page as a PDF file."""
    sheet = _Sheet(page)
    if page.mark:
        sheet.write_mark(page.mark, page.why_marked)
    sheet.write_row(_line(page.title, size=20, bold=True, space=3))
    for fact in page.facts:
        sheet.write_row(_fact_row(fact, _MARGIN, _WIDTH))
    for paragraph in page.paragraphs:
        sheet.ln(2)
        sheet.write_row(_line(paragraph, size=9.5))
    if page.cards_heading:
        sheet.ln(6)
        heading = _line(page.cards_heading, size=13, bold=True, space=2)
        sheet.write_row(heading, keep_with=_WASTE if page.cards else 30)
    for card in page.cards:
        sheet.write_card(card)
    if not page.cards and page.nothing:
        sheet.write_row(_line(page.nothing))
    if page.notes:
        sheet.write_row(_line("\n".join(page.notes), size=9.5, colour=_QUIET))
    return bytes(sheet.output())


class _Sheet(FPDF):
    """The sheets of one page, each with who sends it above and below."""

    def __init__(self, page: Page) -> None:
        super().__init__(format="A4")
        self.page_model = page
        for style, name in (("", "Roboto-Regular.ttf"), ("B", "Roboto-Bold.ttf")):
            self.add_font("Roboto", style, _FONTS / name)
        self.set_margins(_MARGIN, _MARGIN)
        self.set_auto_page_break(False)
        self.set_creation_date(_NO_TIME)
        self.set_title(f"{page.title} · {page.reference}")
        self.set_lang(page.language)
        self.set_producer("")
        self.c_margin = 0
        self._foot = 0.0
        self.add_page()
        # an authorisation is never cut: the foot is as high as what it says (measured on a sheet)
        self._foot = 7 + sum(map(self._cell_height, self._sender_cells())) + _BELOW

    def file_id(self) -> str:
        """Return no identifier: the default one is made of the clock."""
        return ""

    def header(self) -> None:
        """Write who sends the page, and what it is about."""
        sender = self.page_model.intermediary
        self.set_y(_MARGIN - 4)
        about = _Cell(self.page_model.reference, _MARGIN + 100, 78, 9, colour=_QUIET)
        self._write_cell(_Cell(sender.name, _MARGIN, 96, 12, bold=True), self.get_y(), "L")
        below = self.get_y()
        self._write_cell(about, _MARGIN - 3, "R")
        self.set_y(max(below, self.get_y()))
        if sender.address:
            self._write_cell(_Cell(sender.address, _MARGIN, 178, 9, colour=_QUIET), self.get_y(), "L")
        self._rule(self.get_y() + 2, _BLUE, 0.6)
        self.set_y(self.get_y() + 7)

    def footer(self) -> None:
        """Write the sender's details and the number of the sheet."""
        top = self.h - self._foot + 4
        self._rule(top, _RULE, 0.3)
        self.set_y(top + 2)
        for cell in self._sender_cells():
            self._write_cell(cell, self.get_y(), "L")
        number = f"{self.page_no()} / {{nb}}"
        self._write_cell(_Cell(number, _MARGIN + 158, 20, 8.5, colour=_QUIET), top + 2, "R")
        if self.page_model.mark and self.page_no() > 1:
            mark = _Cell(self.page_model.mark, _MARGIN, _WIDTH, 8.5, bold=True, colour=_RED)
            self._write_cell(mark, top - 6, "R")

    def _sender_cells(self) -> list[_Cell]:
        return [_Cell(text, _MARGIN, 154, 8.5, colour=_QUIET) for text in self.page_model.sender]

    def write_mark(self, mark: str, why: str) -> None:
        """Write a warning in a box."""
        rows = [
            _Row((_Cell(mark, _MARGIN + 4, _WIDTH - 8, 12, bold=True, colour=_RED),), space=0.5),
            _Row((_Cell(why, _MARGIN + 4, _WIDTH - 8, 9.5, colour=_RED),), space=0),
        ]
        height = sum(self._height(row) for row in rows) + 5
        self.set_fill_color(*_BLUSH)
        self.set_draw_color(*_RED)
        self.set_line_width(0.5)
        self.rect(_MARGIN, self.get_y(), _WIDTH, height, style="DF")
        end = self.get_y() + height
        self.set_y(self.get_y() + 2.5)
        for row in rows:
            self.write_row(row)
        self.set_y(end + 6)

    def write_card(self, card: Card) -> None:
        """Write a card: on one sheet where that wastes little of the one before, else parted between rows."""
        rows = list(_card_rows(card))
        whole = sum(self._height(row) for row in rows) + 2 * _GAP
        if whole > self._left() < _WASTE and whole < self.h - 3 * _MARGIN - self._foot:
            self.add_page()
        self._bar(_GAP - 1)
        for row in rows:
            if self._height(row) > self._left():
                self.add_page()
                self.write_row(rows[0], bar=True)  # whose card it is, again
            self.write_row(row, bar=True)
        self._bar(_GAP - 1)
        self.ln(_GAP)

    def write_row(self, row: _Row, *, bar: bool = False, keep_with: float = 0) -> None:
        """Write a row, on the next sheet where it does not fit."""
        height = self._height(row)
        if height + keep_with > self._left():
            self.add_page()
        top = self.get_y()
        for cell in row.cells:
            self._write_cell(cell, top, "L")
        if row.ruled:
            left = min(cell.left for cell in row.cells)
            self._rule(top + height - row.space / 2, _RULE, 0.2, left)
        self.set_y(top)
        if bar:
            self._bar(height)
        else:
            self.set_y(top + height)

    def _bar(self, height: float) -> None:
        """Draw the frame of a card beside the next millimetres, and go there."""
        top = self.get_y()
        self.set_fill_color(*_BLUE)
        self.rect(_MARGIN, top, 1.2, height + 0.02, style="F")
        self.set_y(top + height)

    def _left(self) -> float:
        return float(self.h - self._foot - self.get_y())

    def _rule(self, y: float, colour: _Colour, width: float, left: float = _MARGIN) -> None:
        self.set_draw_color(*colour)
        self.set_line_width(width)
        self.line(left, y, _MARGIN + _WIDTH, y)

    def _height(self, row: _Row) -> float:
        return max(self._cell_height(cell) for cell in row.cells) + row.space

    def _cell_height(self, cell: _Cell) -> float:
        self._style(cell)
        height: Any = self.multi_cell(cell.width, _leading(cell), cell.text, dry_run=True, output="HEIGHT")
        return float(height)

    def _write_cell(self, cell: _Cell, top: float, align: str) -> None:
        self._style(cell)
        self.set_xy(cell.left, top)
        self.multi_cell(cell.width, _leading(cell), cell.text, align=align, new_x="LMARGIN", new_y="NEXT")

    def _style(self, cell: _Cell) -> None:
        self.set_font("Roboto", "B" if cell.bold else "", cell.size)
        self.set_text_color(*cell.colour)


def _leading(cell: _Cell) -> float:
    """Return the height of a line in millimetres: 1.4 times that of the letters."""
    return cell.size * 0.3528 * 1.4


def _line(text: str, size: float = 10, bold: bool = False, colour: _Colour = _INK, space: float = 1) -> _Row:
    return _Row((_Cell(text, _MARGIN, _WIDTH, size, bold, colour),), space=space)


def _fact_row(fact: Fact, left: float, width: float) -> _Row:
    label = _Cell(fact.label, left, 40, colour=_QUIET)
    return _Row((label, _Cell(fact.text, left + 44, width - 44)), space=0.8)


def _card_rows(card: Card) -> Iterator[_Row]:
    left, width = _MARGIN + _INSET, _WIDTH - 2 * _INSET
    yield _Row((_Cell(card.heading, left, width, 11.5, bold=True, colour=_BLUE),), space=2)
    if card.grid is not None:
        widths = _widths(len(card.grid.columns), width)
        yield _grid_row(card.grid.columns, widths, left, 9, _QUIET)
        for row in card.grid.rows:
            yield _grid_row(row, widths, left, 10, _INK)
        yield _Row((_Cell("", left, width, 3),), space=0)
    for fact in card.facts:
        yield _fact_row(fact, left, width)


def _widths(count: int, width: float) -> list[float]:
    """Return the widths of columns: two hold phrases, the others single words."""
    if count < 2:
        return [width]
    narrow = [28.0] * (count - 2)
    wide = (width - sum(narrow)) / 2
    return [wide, *narrow[1:], wide, *narrow[:1]] if count > 3 else [wide, wide, *narrow]


def _grid_row(
    texts: Sequence[str], widths: Sequence[float], left: float, size: float, colour: _Colour
) -> _Row:
    cells = []
    for text, width in zip(texts, widths, strict=True):
        cells.append(_Cell(text, left, width - 3, size, colour=colour))
        left += width
    return _Row(tuple(cells), ruled=True, space=2)
