"""ATECO sections (classification of 2025): by letter, by division number, by everyday name."""

from __future__ import annotations

import re

from matcher.exchange.entries import is_declared_none
from matcher.exchange.values import bad_value

__all__ = ["ateco_code", "parse_sections"]

#: Last division of each section.
_LAST_DIVISION = (
    ("A", 3), ("B", 9), ("C", 33), ("D", 35), ("E", 39), ("F", 43), ("G", 47), ("H", 53), ("I", 56), ("J", 60),
    ("K", 63), ("L", 66), ("M", 68), ("N", 75), ("O", 82), ("P", 84), ("Q", 85), ("R", 88), ("S", 93), ("T", 96),
    ("U", 98), ("V", 99),
)  # fmt: skip
_NAMES = {
    "agricoltura": "A",
    "pesca": "A",
    "industria": "C",
    "manifattura": "C",
    "energia": "D",
    "acqua e rifiuti": "E",
    "rifiuti": "E",
    "edilizia": "F",
    "costruzioni": "F",
    "commercio": "G",
    "trasporti": "H",
    "logistica": "H",
    "turismo": "I",
    "ristorazione": "I",
    "alloggio e ristorazione": "I",
    "editoria": "J",
    "informatica": "K",
    "finanza": "L",
    "banche e assicurazioni": "L",
    "immobiliare": "M",
    "attività professionali": "N",
    "servizi alle imprese": "O",
    "agenzie per il lavoro": "O",
    "vigilanza": "O",
    "pubblica amministrazione": "P",
    "istruzione": "Q",
    "scuola": "Q",
    "sanità": "R",
    "assistenza sociale": "R",
    "gioco": "S",
    "gioco d'azzardo": "S",
    "spettacolo": "S",
    "sport": "S",
    "servizi alla persona": "T",
    "lavoro domestico": "U",
}
_CODE = re.compile(r"([A-V])?\.?\s*(\d\d(?:\.?\d{1,2})?(?:\.?\d{1,2})?)?\Z", re.IGNORECASE)


def ateco_code(text: str) -> str:
    """Return an ATECO code with its section in front: ``52.24`` is ``H52.24``.

    Raises
    ------
    InputError
        ``E-EXC-020`` if it is neither a code nor the name of a sector.
    """
    if section := _NAMES.get(text.casefold()):
        return section
    match = _CODE.match(text.strip())
    if match and (match[1] or match[2]):
        digits = match[2] or ""
        section = (match[1] or "").upper() or _section(digits)
        if section:
            return section + digits
    raise bad_value(
        f"«{text}» non è un codice ATECO", "Scrivi la lettera della sezione o il codice: G, oppure 47.11."
    )


def parse_sections(text: str) -> tuple[str, ...]:
    """Return the section letters of a list of sectors."""
    if is_declared_none(text):
        return ()
    items = (item.strip() for item in re.split(r"[;,\n]", text))
    return tuple(dict.fromkeys(ateco_code(item)[0] for item in items if item))


def _section(digits: str) -> str:
    division = int(digits[:2])
    return next((letter for letter, last in _LAST_DIVISION if 1 <= division <= last), "")
