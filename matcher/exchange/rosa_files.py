"""The employer's document as a file: HTML, PDF, Excel or JSON, the same bytes for the same document.

No form carries an author, a clock or a path; cells of Excel are texts that nothing computes.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from matcher.errors import InputError
from matcher.exchange.page import Page, page_html
from matcher.exchange.rosa import RosaDocument, availability_words, found_words, rosa_page
from matcher.exchange.rosa_words import page_words
from matcher.exchange.rows import with_guard

if TYPE_CHECKING:
    from openpyxl import Workbook

__all__ = ["FORMS", "document_bytes", "form_of"]

#: Form of a document by the ending of its file.
FORMS: Mapping[str, str] = {".html": "html", ".htm": "html", ".pdf": "pdf", ".xlsx": "xlsx", ".json": "json"}
_SCHEMA = "matcher.rosa/1"
_NO_TIME = datetime(2000, 1, 1)
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LONGEST_CELL = 32_767


def form_of(name: str) -> str:
    """Return the form that a file name asks for.

    Raises
    ------
    InputError
        ``E-DOC-002`` for another ending.
    """
    ending = "." + name.rpartition(".")[2].lower()
    if ending not in FORMS:
        raise InputError(
            "E-DOC-002", f"Non scrivo il documento come «{ending}».", "Usa .html, .pdf, .xlsx o .json."
        )
    return FORMS[ending]


def document_bytes(document: RosaDocument, form: str) -> bytes:
    """Return the document as a file.

    Parameters
    ----------
    form : {'html', 'pdf', 'xlsx', 'json'}
        As `form_of` gives it.
    """
    if form == "pdf":
        from matcher.exchange.page_pdf import page_pdf

        return page_pdf(rosa_page(document))
    if form == "xlsx":
        return _xlsx(document)
    if form == "json":
        notes = rosa_page(document).paragraphs
        content = {"schema": _SCHEMA, **document.model_dump(mode="json"), "notes": notes}
        return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
    return page_html(rosa_page(document)).encode()


def _xlsx(document: RosaDocument) -> bytes:
    from openpyxl import Workbook

    t, page = page_words(document.language), rosa_page(document)
    book = Workbook()
    front = book.active
    assert front is not None
    front.title = t["title"][:31]
    marked = [(page.mark,), (page.why_marked,)] if page.mark else []
    lines = [(page.title,), (page.reference,), *marked, *((fact.label, fact.text) for fact in page.facts)]
    _fill(
        front, [*lines, (), *((one,) for one in page.paragraphs), (), *((line,) for line in page.sender)], ()
    )
    named = any(person.released for person in document.people)
    columns = [t["person"], *((t["name"], t["contact"]) if named else ())]
    people = book.create_sheet(t["people"])
    _fill(people, _people_rows(document, named, t), (*columns, t["experience"], t["skills"], t["available"]))
    asked = book.create_sheet(t["requirements"])
    heads = (t["person"], t["requirements"], t["level"], t["found"], t["evidence"])
    _fill(asked, _requirement_rows(document, t), heads)
    for sheet in book.worksheets:
        _head_and_foot(sheet, page)
    return _packed(book)


def _head_and_foot(sheet: Any, page: Page) -> None:
    """Print the mark above and who sends the document below, on every sheet."""
    if page.mark:
        sheet.oddHeader.left.text = _plain(page.mark)
    sheet.oddFooter.left.text = _plain(" · ".join(page.sender))


def _people_rows(document: RosaDocument, named: bool, t: Mapping[str, str]) -> Iterable[Sequence[str]]:
    for person in document.people:
        work = "\n".join(f"{one.occupation}: {one.duration} ({one.evidence})" for one in person.experience)
        shown = person.released
        reached = f"{shown.phone} {shown.email}".strip() if shown else ""
        yield (
            person.code,
            *((shown.name if shown else "", reached) if named else ()),
            work or t["no_experience"],
            ", ".join(person.skills),
            availability_words(person, document.draft, t),
        )


def _requirement_rows(document: RosaDocument, t: Mapping[str, str]) -> Iterable[Sequence[str]]:
    for person in document.people:
        for line in person.requirements:
            yield person.code, line.asked, line.level, found_words(line, t), line.evidence


def _fill(sheet: Any, rows: Iterable[Sequence[str]], heads: Sequence[str]) -> None:
    """Write rows of texts under bold heads, with widths that print on A4."""
    from openpyxl.styles import Alignment, Font

    for row in ([heads] if heads else []) + [*rows]:
        sheet.append([with_guard(_UNPRINTABLE.sub("", cell))[:_LONGEST_CELL] for cell in row])
    for row in sheet.iter_rows():
        for cell in row:
            cell.data_type = "s" if cell.value else "n"
            cell.alignment = Alignment(wrap_text=bool(heads) or cell.column > 1, vertical="top")
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    widths = (16, *([34] * 4)) if heads else (26, 70)
    for letter, width in zip("ABCDEF", widths, strict=False):
        sheet.column_dimensions[letter].width = width
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if heads else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    if heads:
        sheet.freeze_panes = "B2"
        sheet.print_title_rows = "1:1"


def _plain(text: str) -> str:
    """Return a text for a header or footer, where an ampersand is a command."""
    return text.replace("&", "&&")[:250]


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
