"""Europass CVs in XML come in as candidates: the professional profile, and nothing that names a person."""

from __future__ import annotations

from collections.abc import Iterable

from matcher.plugin import Reader, hookimpl

__all__ = ["matcher_register_readers"]


@hookimpl
def matcher_register_readers() -> Iterable[Reader]:
    """Read ``.xml`` files that are Europass CVs (schema 3)."""
    return [
        Reader(
            (".xml",),
            "matcher_europass.curriculum:read_curriculum",
            kinds=("candidates",),
            sniff="matcher_europass.curriculum:is_europass",
        )
    ]
