"""The employer's document as a file: HTML, PDF, Excel or JSON, the same bytes for the same document.

No form carries an author, a clock or a path; cells of Excel are texts that nothing computes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from matcher.errors import InputError
from matcher.exchange.page import page_html
from matcher.exchange.rosa import RosaDocument, rosa_page

__all__ = ["FORMS", "document_bytes", "form_of"]

#: Form of a document by the ending of its file.
FORMS: Mapping[str, str] = {".html": "html", ".htm": "html", ".pdf": "pdf", ".xlsx": "xlsx", ".json": "json"}
_SCHEMA = "matcher.rosa/1"


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
        from matcher.exchange.rosa_xlsx import document_xlsx

        return document_xlsx(document)
    if form == "json":
        notes = rosa_page(document).paragraphs
        content = {"schema": _SCHEMA, **document.model_dump(mode="json"), "notes": notes}
        return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
    return page_html(rosa_page(document)).encode()
