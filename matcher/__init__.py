"""Explained shortlists for public employment services.

Public names are resolved at first use, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matcher.domain.candidate import Candidate
    from matcher.domain.shortlist import Shortlist
    from matcher.domain.vacancy import Vacancy
    from matcher.errors import MatcherError
    from matcher.facade import Engine

__all__ = ["Candidate", "Engine", "MatcherError", "Shortlist", "Vacancy"]
__version__ = "0.1.0"

_HOMES = {
    "Candidate": "matcher.domain.candidate",
    "Engine": "matcher.facade",
    "MatcherError": "matcher.errors",
    "Shortlist": "matcher.domain.shortlist",
    "Vacancy": "matcher.domain.vacancy",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
