"""Economic sectors: ATECO 2025 codes as a section letter and a division, and whether a refusal meets one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

__all__ = ["DIVISIONS", "SECTIONS", "refuses_sector", "section_of", "split_sector"]

#: Last division of each section.
_LAST_DIVISION: Final = (
    ("A", 3), ("B", 9), ("C", 33), ("D", 35), ("E", 39), ("F", 43), ("G", 47), ("H", 53), ("I", 56), ("J", 60),
    ("K", 63), ("L", 66), ("M", 68), ("N", 75), ("O", 82), ("P", 84), ("Q", 85), ("R", 88), ("S", 93), ("T", 96),
    ("U", 98), ("V", 99),
)  # fmt: skip
SECTIONS: Final = "".join(letter for letter, _ in _LAST_DIVISION)
#: Divisions are numbered from 1 to this.
DIVISIONS: Final = _LAST_DIVISION[-1][1]
_CODE = re.compile(rf"([{SECTIONS}])?\.?\s*(\d\d)?(?![^\W\d_])", re.IGNORECASE)


def section_of(division: int) -> str:
    """Return the section of a division, empty where there is no such division."""
    return next((letter for letter, last in _LAST_DIVISION if 1 <= division <= last), "")


def split_sector(code: str) -> tuple[str, int]:
    """Return the section of a code and its division, 0 where it names none; ``("", 0)`` where it is no code.

    The division decides the section: letters changed between editions of ATECO, divisions hardly did.
    """
    match = _CODE.match(code.strip())
    letter, digits = (match[1] or "", match[2] or "0") if match else ("", "0")
    division = int(digits)
    section = section_of(division)
    return (section, division) if section else (letter.upper(), 0)


def refuses_sector(refused: Iterable[str], ateco: str) -> bool | None:
    """Tell whether refused sectors cover the employer's code.

    A refused section covers all its divisions. A refused division covers no other; where the employer's code is a
    section alone, whether it is that division is not known.

    Returns
    -------
    bool or None
        ``None`` where it depends on what the code does not say; False where nothing is refused.
    """
    own = [split_sector(code) for code in refused]
    section, division = split_sector(ateco)
    if not own:
        return False
    if not section:
        return None
    if (section, 0) in own or (division and (section, division) in own):
        return True
    return None if not division and any(letter == section for letter, _ in own) else False
