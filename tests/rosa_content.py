"""What stands in a written document, of whatever form."""

from __future__ import annotations

import io
import zipfile

from pypdf import PdfReader

__all__ = ["everything"]


def everything(content: bytes, form: str) -> str:
    """Return all that a reader, or a curious reader, finds in a file: its parts and its metadata."""
    if form == "xlsx":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(archive.read(name).decode("utf-8") for name in archive.namelist())
    if form == "pdf":
        reader = PdfReader(io.BytesIO(content))
        return "\n".join([*(page.extract_text() for page in reader.pages), str(reader.metadata)])
    return content.decode("utf-8")
