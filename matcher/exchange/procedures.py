"""Requests that the law ranks by rules of its own: they are refused, never matched."""

from __future__ import annotations

import re

__all__ = ["excluded_procedure"]

_PROCEDURES = (
    (
        r"avviament\w+\s+a\s+selezione|art(?:\.|icolo)?\s*16\s*(?:,|della|-)?\s*(?:l(?:\.|egge)?)\s*(?:n\.?\s*)?56\s*/\s*(?:19)?87"
        r"|\bl(?:\.|egge)\s*(?:n\.?\s*)?56\s*/\s*(?:19)?87,?\s*art(?:\.|icolo)?\s*16\b",
        "avviamento a selezione (L. 56/1987 art. 16)",
    ),
    (
        r"(?<!per )(?<!preparazione a )(?<!preparazione al )(?<!preparazione di )(?<!corsi di )"
        r"(?:\bconcors[oi]\s+pubblic[oi]\b|\bbando\s+di\s+concorso\b)",
        "concorso pubblico",
    ),
    (r"avviament\w+\s+numeric\w+", "avviamento numerico (L. 68/1999)"),
    (
        r"graduatori[ae]\s+(?:\w+\s+){0,3}?(?:ex\s+)?(?:all'|dell')?art(?:\.|icolo)?\s*8\b",
        "graduatoria art. 8 (L. 68/1999)",
    ),
)
_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), name) for pattern, name in _PROCEDURES)


def excluded_procedure(text: str) -> tuple[str, str] | None:
    """Return the words that name a legal ranking, and its name; ``None`` if there are none."""
    for pattern, name in _PATTERNS:
        if match := pattern.search(text):
            return match[0], name
    return None
