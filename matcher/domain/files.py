"""Kinds of files that come in."""

from __future__ import annotations

from typing import Literal, get_args

__all__ = ["FILE_KINDS", "FileKind"]

FileKind = Literal["candidates", "vacancies", "applications", "answers", "outcomes", "services"]
FILE_KINDS: tuple[FileKind, ...] = get_args(FileKind)
