"""The office's dated tables: limits and tasks, one bit each."""

from __future__ import annotations

from pydantic import Field

from matcher.plugin import Dated

__all__ = ["PACKAGE", "Bit"]

PACKAGE = "matcher_collocamento_mirato"


class Bit(Dated):
    """A limit or a task, and the bit that stands for it in a column."""

    code: str
    bit: int = Field(ge=0, le=30)
    label_it: str
    label_en: str
