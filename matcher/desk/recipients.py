"""To whom a person's data may go (D.Lgs. 276/2003 art. 8), asked again at the moment at which they would leave."""

from __future__ import annotations

from datetime import date

from matcher.domain.candidate import Candidate
from matcher.domain.sector import refuses_sector
from matcher.domain.vacancy import Employer
from matcher.pool.draft import party_keys

__all__ = ["Hindrance", "hindrance"]

#: Why somebody may not be shown to an employer, in Italian and English.
Hindrance = tuple[str, str]

_REFUSED: Hindrance = (
    "non vuole che i suoi dati vadano a questo datore",
    "does not want their data to go to this employer",
)
_UNNAMED: Hindrance = (
    "esclude alcuni datori, e la richiesta non dice chi è il datore",
    "excludes some employers, and the vacancy does not say who the employer is",
)
_SECTOR: Hindrance = (
    "non vuole che i suoi dati vadano a questo settore",
    "does not want their data to go to this sector",
)
_NO_SECTOR: Hindrance = (
    "esclude alcuni settori, e la richiesta non dice quello del datore",
    "excludes some sectors, and the vacancy does not say the employer's",
)
_STATUS: Hindrance = (
    "non è disponibile (assunta, sospesa o ritirata)",
    "is not available (hired, suspended or withdrawn)",
)


def hindrance(candidate: Candidate, employer: Employer, on: date) -> Hindrance | None:
    """Return why a person may not be shown to an employer on a day; ``None`` where nothing hinders.

    The same facts remove people when a shortlist is made; they may have changed since.
    """
    if refused := party_keys(candidate.refused_employers or ()):
        named = party_keys((employer.name, employer.tax_id))
        if not named:
            return _UNNAMED
        if refused & named:
            return _REFUSED
    if candidate.refused_sectors:
        refused_here = refuses_sector(candidate.refused_sectors, employer.ateco)
        if refused_here is None:
            return _NO_SECTOR
        if refused_here:
            return _SECTOR
    held = candidate.availability
    over = held.status == "suspended" and held.until is not None and held.until < on
    return None if held.status == "available" or over else _STATUS
