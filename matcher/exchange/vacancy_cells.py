"""Vacancies as the columns that `VacancyReader` reads: what is exported can be imported again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from matcher.domain.vacancy import Vacancy, VacancyState
from matcher.exchange.candidate_cells import flag, listed_cell
from matcher.exchange.entries import join_entries, protect
from matcher.exchange.labels import LabelList, Labels
from matcher.exchange.requirement_entries import write_requirements
from matcher.exchange.vacancies import ORIGINS, SEARCH_MODES, STATES

__all__ = ["vacancy_cells"]


def vacancy_cells(vacancy: Vacancy, labels: Labels) -> dict[str, str]:
    """Return the cells of a vacancy by documented column; blank ones are left out.

    Requirements that wait for confirmation are not among them: they are read again from the description.
    """
    cells = {
        **_request(vacancy),
        **_where(vacancy, labels),
        **write_requirements(vacancy.requirements, labels),
        **_conditions(vacancy, labels),
        **_times(vacancy),
        "deroghe": listed_cell(vacancy.overrides or None, protect),
        "provenienza": vacancy.source,
        "dati_inventati": "sì" if vacancy.invented else "",
    }
    return {name: text for name, text in cells.items() if text}


def _request(vacancy: Vacancy) -> dict[str, str]:
    employer = vacancy.employer
    return {
        "id_richiesta": vacancy.id,
        "titolo": vacancy.title,
        "descrizione": vacancy.description,
        "professioni": join_entries(protect(mention.text) for mention in vacancy.occupations)
        if vacancy.occupations
        else "",
        "datore": employer.name,
        "partita_iva": employer.tax_id,
        "ateco": employer.ateco,
        "referente": employer.contact,
        "riservata": "sì" if employer.confidential else "",
    }


def _where(vacancy: Vacancy, labels: Labels) -> dict[str, str]:
    written = dict.fromkeys(place.text for place in vacancy.places)
    return {
        "sede": "; ".join(protect(text) for text in written),
        "a_distanza": labels.work_places.show(vacancy.remote) if vacancy.remote else "",
        "mezzi_pubblici": flag(vacancy.transit),
        "auto_propria": flag(vacancy.needs_vehicle),
        "alloggio": flag(vacancy.lodging),
        "trasferte": _codes(vacancy.travel, labels.travel),
    }


def _conditions(vacancy: Vacancy, labels: Labels) -> dict[str, str]:
    least, most = vacancy.weekly_hours_min, vacancy.weekly_hours_max
    hours = [str(number) for number in dict.fromkeys((least or most, most or least)) if number]
    return {
        "contratto": _codes(vacancy.contracts, labels.contracts),
        "durata_mesi": _number(vacancy.contract_months),
        "ore": "-".join(hours),
        "turni": _codes(vacancy.shifts, labels.shifts),
        "giorni": _codes(vacancy.days, labels.days),
        "retribuzione": vacancy.pay_text,
        "retribuzione_da": _number(vacancy.annual_pay_min),
        "retribuzione_a": _number(vacancy.annual_pay_max),
        "ccnl": vacancy.collective_agreement,
    }


def _times(vacancy: Vacancy) -> dict[str, str]:
    return {
        "inizio_dal": _day(vacancy.start_from),
        "inizio_entro": _day(vacancy.start_by),
        "posti": str(vacancy.openings),
        "rosa_entro": _day(vacancy.shortlist_by),
        "scadenza": _day(vacancy.expires_on),
        "ricevuta_il": _day(vacancy.received_on),
        "stato": "" if vacancy.state is VacancyState.RECEIVED else _name(STATES, vacancy.state),
        "modalita_ricerca": ""
        if vacancy.search_mode == "entrambe"
        else _name(SEARCH_MODES, vacancy.search_mode),
        "origine": "" if vacancy.origin == "richiesta_del_datore" else _name(ORIGINS, vacancy.origin),
        "riferimento_siisl": vacancy.siisl_reference,
    }


def _codes(codes: tuple[str, ...] | None, labels: LabelList) -> str:
    if codes is None:
        return ""
    return "; ".join(labels.show(code) for code in codes) if codes else "nessuno"


def _name(names: Mapping[str, Any], code: object) -> str:
    return next(name for name, value in names.items() if value == code)


def _number(number: int | None) -> str:
    return "" if number is None else str(number)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
