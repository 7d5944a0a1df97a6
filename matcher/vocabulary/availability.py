"""What a text says of moving about: own vehicle, travel, moving house, remote work, lodging, start."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["AVAILABILITY", "AvailabilitySpan", "find_availability"]

_PATTERNS = {
    "own_vehicle": r"auto\s?munit[oaie](?:/[aoie])?|(?:auto|mezzo|veicolo|macchina)\s+propri[oa]|mezzi\s+propri"
    r"|munit[oaie](?:/[aoie])?\s+di\s+(?:auto|mezzo|propria\s+auto)|own\s+(?:car|vehicle|transport)",
    "travel": r"trasfert[ae]|trasfertist[aei]|disponibil\w+\s+a\s+viaggiare|viaggi\s+(?:di\s+lavoro|frequenti)"
    r"|(?:willing(?:ness)?|availab\w+)\s+to\s+travel|business\s+travel",
    "relocation": r"(?:disponibil\w+\s+(?:ad?l?\s+)?)?(?:trasferiment[oi]|trasferirsi)"
    r"|mobilità\s+(?:geografica|nazionale)|(?:willing(?:ness)?\s+to\s+)?relocat(?:e|ion)",
    "remote": r"smart\s*working|lavoro\s+(?:agile|da\s+casa)|da\s+remoto|telelavoro|home\s+working"
    r"|(?:full\s+)?remote(?:\s+work(?:ing)?)?",
    "lodging": r"(?:vitto\s+e\s+)?alloggio(?:\s+(?:incluso|fornito|disponibile))?|accommodation\s+provided",
    "immediate_start": r"disponibil\w+\s+immediata|immediata\s+disponibilità|inserimento\s+immediato"
    r"|immediate(?:ly)?\s+(?:start|availab\w+)",
}
AVAILABILITY = tuple(_PATTERNS)
"""Codes of what may be found."""

_ANY = re.compile(
    "|".join(rf"(?P<{code}>(?<!\w)(?:{pattern})(?!\w))" for code, pattern in _PATTERNS.items()), re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class AvailabilitySpan:
    """One thing asked or offered: its code, and its place in the text."""

    code: str
    start: int
    end: int


def find_availability(text: str) -> list[AvailabilitySpan]:
    """Find what a text says of moving about, in its order."""
    return [
        AvailabilitySpan(str(match.lastgroup), match.start(), match.end()) for match in _ANY.finditer(text)
    ]
