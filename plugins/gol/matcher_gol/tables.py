"""The programme's dated data: the five paths, the needs of work-life conciliation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from pydantic import Field

from matcher.plugin import Dated, in_force, read_dated

__all__ = ["Need", "Path", "Question", "path_of", "read_needs", "read_paths", "read_questions"]


class Path(Dated):
    """One of the five paths; ``action`` is what it does to a shortlist."""

    code: int = Field(ge=1, le=5)
    action: Literal["refer", "short_training", "long_training", "network", "group"]
    label_it: str
    label_en: str
    note_it: str
    note_en: str
    legal_basis: str
    check_it: str = ""


class Need(Dated):
    """One need of conciliation, and how it is checked against a vacancy.

    ``night``, ``hours`` and ``remote`` look at the vacancy's shifts, hours (up to ``limit``) and work place;
    ``offered`` at what the employer says to offer.
    """

    code: str
    bit: int = Field(ge=0, le=14)
    how: Literal["night", "hours", "remote", "offered"]
    limit: int = 0
    label_it: str
    label_en: str


class Question(Dated):
    """One line of the interview: of the person's questionnaire, or of the operator's checklist."""

    code: str
    part: Literal["questionnaire", "checklist"]
    area_it: str
    area_en: str
    ask_it: str
    ask_en: str


def read_paths(folder: str = "") -> tuple[Path, ...]:
    """Return the paths with their validity; a region's own folder goes before the package."""
    return read_dated("matcher_gol", "percorsi.csv", Path, folder)


def read_needs(folder: str = "") -> tuple[Need, ...]:
    """Return the needs; their bits say which they are in a column."""
    return read_dated("matcher_gol", "conciliazione.csv", Need, folder)


def read_questions(folder: str = "") -> tuple[Question, ...]:
    """Return the questions of the interview, in their order."""
    return read_dated("matcher_gol", "questionario.csv", Question, folder)


def path_of(paths: Sequence[Path], code: int, day: date) -> tuple[Path | None, bool]:
    """Return a path by its number, and whether it was open on ``day``; the latest entry where it was not."""
    entries = [path for path in paths if path.code == code]
    held = in_force(entries, day)
    return (held[0], True) if held else (entries[-1] if entries else None, False)
