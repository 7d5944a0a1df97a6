"""The employer's document as an Excel workbook that prints on A4: texts that nothing computes, no author, no clock."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from math import ceil
from typing import TYPE_CHECKING, Any

from matcher.exchange.page import Page
from matcher.exchange.rosa import RosaDocument, availability_words, found_words, rosa_page
from matcher.exchange.rosa_words import page_words
from matcher.exchange.rows import with_guard

if TYPE_CHECKING:
    from openpyxl import Workbook

__all__ = ["document_xlsx"]

_NO_TIME = datetime(2000, 1, 1)
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LONGEST_CELL = 32_767
#: Excel takes no more in a foot; the first sheet says all of it.
_LONGEST_FOOT = 250
_FONT, _LINE = "Calibri", 15.0
#: Widths of columns in characters: of the first sheet, the people with and without names, the requirements.
_FRONT, _NAMED, _UNNAMED, _ASKED = (26, 70), (14, 26, 34, 44, 36, 26), (14, 60, 50, 30), (14, 52, 18, 40, 16)


def document_xlsx(document: RosaDocument) -> bytes:
    """Return the document as a workbook: what it is about, the people, how each meets each requirement."""
    from openpyxl import Workbook

    t, page = page_words(document.language), rosa_page(document)
    book = Workbook()
    front = book.active
    assert front is not None
    front.title = t["title"][:31]
    _fill_front(front, page)
    named = any(person.released for person in document.people)
    columns = [t["person"], *((t["name"], t["contact"]) if named else ())]
    heads = (*columns, t["experience"], t["skills"], t["available"])
    people = book.create_sheet(t["people"])
    _fill_table(people, heads, _people_rows(document, named, t), _NAMED if named else _UNNAMED)
    asked = book.create_sheet(t["requirements"])
    heads = (t["person"], t["requirements"], t["level"], t["found"], t["evidence"])
    _fill_table(asked, heads, _requirement_rows(document, t), _ASKED)
    for sheet in book.worksheets:
        _head_and_foot(sheet, page)
    return _packed(book)


def _people_rows(document: RosaDocument, named: bool, t: Mapping[str, str]) -> Iterable[Sequence[str]]:
    for person in document.people:
        work = "\n".join(f"{one.occupation}: {one.duration} ({one.evidence})" for one in person.experience)
        shown = person.released
        reached = (f"{t['phone']} {shown.phone}" if shown.phone else "", shown.email) if shown else ()
        yield (
            person.code,
            *((shown.name if shown else "", "\n".join(filter(None, reached))) if named else ()),
            work or t["no_experience"],
            ", ".join(person.skills),
            availability_words(person, document.draft, t),
        )


def _requirement_rows(document: RosaDocument, t: Mapping[str, str]) -> Iterable[Sequence[str]]:
    for person in document.people:
        for line in person.requirements:
            yield person.code, line.asked, line.level, found_words(line, t), line.evidence


def _fill_front(sheet: Any, page: Page) -> None:
    """Write what the document is about: facts beside their labels, whole sentences across both columns."""
    marked = (page.mark, page.why_marked) if page.mark else ()
    rows: list[Sequence[str]] = [(page.title,), (page.reference,), *((one,) for one in marked)]
    rows += [(fact.label, fact.text) for fact in page.facts]
    rows += [(), *((one,) for one in page.paragraphs), (), *((one,) for one in page.sender)]
    for number, row in enumerate(rows, start=1):
        _write_row(sheet, number, row, _FRONT, bold=number == 1 or (bool(marked) and number == 3))
        if len(row) == 1:
            sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=2)
    _lay_out(sheet, _FRONT, "portrait")


def _fill_table(
    sheet: Any, heads: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]
) -> None:
    """Write rows under bold heads that stand on every printed page."""
    for number, row in enumerate((heads, *rows), start=1):
        _write_row(sheet, number, row, widths, bold=number == 1)
    _lay_out(sheet, widths, "landscape")
    sheet.freeze_panes = "B2"
    sheet.print_title_rows = "1:1"


def _write_row(sheet: Any, number: int, row: Sequence[str], widths: Sequence[int], bold: bool) -> None:
    """Write a row of texts, as high as its longest cell needs: not every program finds that out."""
    from openpyxl.styles import Alignment, Font

    shares = (sum(widths),) if len(row) == 1 else widths
    lines = 1
    for column, (text, width) in enumerate(zip(row, shares, strict=False), start=1):
        cell = sheet.cell(number, column, with_guard(_UNPRINTABLE.sub("", text))[:_LONGEST_CELL])
        cell.data_type = "s" if text else "n"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(name=_FONT, bold=bold)
        lines = max(lines, sum(max(1, ceil(1.15 * len(part) / width)) for part in text.split("\n")))
    sheet.row_dimensions[number].height = _LINE * lines + 3


def _lay_out(sheet: Any, widths: Sequence[int], orientation: str) -> None:
    for letter, width in zip("ABCDEF", widths, strict=False):
        sheet.column_dimensions[letter].width = width
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = orientation
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _head_and_foot(sheet: Any, page: Page) -> None:
    """Print the mark above and who sends the document below, on every page: the authorisation first."""
    if page.mark:
        sheet.oddHeader.left.text = _plain(page.mark)
    sheet.oddFooter.left.text = _plain(" · ".join((page.sender[1], page.intermediary.name)))


def _plain(text: str) -> str:
    """Return a text for a header or footer, where an ampersand is a command."""
    whole = text.replace("&", "&&")
    return whole if len(whole) <= _LONGEST_FOOT else whole[: _LONGEST_FOOT - 1].rstrip("&") + "…"


def _packed(book: Workbook) -> bytes:
    """Return the workbook without author and clock, packed always alike."""
    book.properties.creator, book.properties.lastModifiedBy = "", None
    book.properties.created = book.properties.modified = _NO_TIME
    raw, packed = io.BytesIO(), io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                # saving writes the clock
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2000-01-01T00:00:00Z", content)
            target.writestr(zipfile.ZipInfo(name, _ZIP_TIME), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
