"""The partnership's dated data: partners' terms, expected demand, channels, legal notes."""

from __future__ import annotations

from typing import Literal, TypeVar

from pydantic import Field

from matcher.domain.vacancy import Vacancy
from matcher.errors import InputError
from matcher.plugin import Dated, Desk, read_dated

__all__ = ["Forecast", "LegalNote", "Outlet", "PartnerTerm", "Province", "in_province", "province_of", "read"]

_PACKAGE = "matcher_ali_veneto"


class PartnerTerm(Dated):
    """A partner's own word for a code of the dictionary."""

    partner: str
    term: str
    code: str


class Forecast(Dated):
    """Demand that firms are expected to have: *prevista*, beside the one recorded (*rilevata*)."""

    province: str
    occupation: str
    expected: int = Field(ge=0)
    source: str = ""


class Outlet(Dated):
    """An outlet or a channel of insertion; one that is not ``matched`` concerns the case alone."""

    code: str
    part: Literal["outlet", "channel"]
    bit: int = Field(ge=0, le=14)
    label_it: str
    label_en: str
    matched: bool


class LegalNote(Dated):
    """A rule of insertion, in words for employers; it applies to some contracts, or to all."""

    code: str
    contracts: tuple[str, ...] = ()
    title_it: str
    title_en: str
    text_it: str
    text_en: str
    legal_basis: str


class Province(Dated):
    """A province and the three digits of its municipalities."""

    code: str
    istat: str
    label_it: str


_FILES: dict[type[Dated], str] = {
    PartnerTerm: "termini.csv",
    Forecast: "previsioni.csv",
    Outlet: "canali.csv",
    LegalNote: "note_legali.csv",
    Province: "province.csv",
}


Entry = TypeVar("Entry", bound=Dated)


def read(model: type[Entry], folder: str = "") -> tuple[Entry, ...]:
    """Return the entries of one kind; the partnership's own folder goes before the package."""
    return read_dated(_PACKAGE, _FILES[model], model, folder)


def province_of(desk: Desk, code: str) -> Province:
    """Return a province by its code.

    Raises
    ------
    InputError
        ``E-ALI-001`` with those that there are.
    """
    known = {one.code: one for one in read(Province, str(desk.settings.get("data", "")))}
    found = known.get(code.upper())
    if found is None:
        raise InputError(
            "E-ALI-001",
            f"La provincia «{code}» non è tra quelle del plugin.",
            f"Ci sono {', '.join(known)}; altre si aggiungono con un proprio province.csv (impostazione data).",
        )
    return found


def in_province(vacancy: Vacancy, province: Province) -> bool:
    """Tell whether the work is in a province."""
    return any(
        place.code == province.code or place.code.startswith(province.istat) for place in vacancy.places
    )
