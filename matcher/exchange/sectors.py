"""ATECO sections (classification of 2025): by letter, by division number, by everyday name."""

from __future__ import annotations

import re

from matcher.domain.sector import section_of, split_sector
from matcher.exchange.entries import is_declared_none
from matcher.exchange.values import bad_value

__all__ = ["ateco_code", "parse_sectors"]

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
        section = (match[1] or "").upper() or section_of(int(digits[:2]))
        if section:
            return section + digits
    raise bad_value(
        f"«{text}» non è un codice ATECO", "Scrivi la lettera della sezione o il codice: G, oppure 47.11."
    )


def parse_sectors(text: str) -> tuple[str, ...]:
    """Return the sections and divisions of a list of sectors: ``G`` refuses all commerce, ``G47`` retail alone."""
    if is_declared_none(text):
        return ()
    items = (item.strip() for item in re.split(r"[;,\n]", text))
    parts = (split_sector(ateco_code(item)) for item in items if item)
    return tuple(
        dict.fromkeys(f"{section}{division:02}" if division else section for section, division in parts)
    )
