"""Candidates as the columns that `CandidateReader` reads: what is exported can be imported again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TypeVar

from matcher.domain.candidate import Candidate, Contact
from matcher.domain.protected import GroupMembership, Protected
from matcher.exchange.candidates import CONTACT_COLUMNS, PROOFS, STATUSES, CandidateParts
from matcher.exchange.claims import write_education, write_language, write_licence, write_skill, write_work
from matcher.exchange.entries import join_entries, protect
from matcher.exchange.labels import Labels
from matcher.exchange.limits import write_limits

__all__ = ["candidate_cells", "flag", "listed_cell"]

Entry = TypeVar("Entry")


def candidate_cells(parts: CandidateParts, labels: Labels) -> dict[str, str]:
    """Return the cells of a person by documented column; blank ones are left out."""
    candidate = parts.candidate
    cells = {
        **_profile(candidate, labels),
        **_limits(candidate, labels),
        **_situation(candidate),
        **(_contact(parts.contact) if parts.contact else {}),
        **(_protected(parts.protected) if parts.protected else {}),
    }
    return {name: text for name, text in cells.items() if text}


def flag(value: bool | None) -> str:
    """Return yes, no, or blank where it is not known."""
    return "" if value is None else "sì" if value else "no"


def listed_cell(entries: Iterable[Entry] | None, write: Callable[[Entry], str]) -> str:
    """Return entries as one cell; blank where they were not asked."""
    return "" if entries is None else join_entries(write(entry) for entry in entries)


def _profile(candidate: Candidate, labels: Labels) -> dict[str, str]:
    return {
        "id_candidato": candidate.id,
        "sintesi": candidate.summary,
        "comune_domicilio": candidate.home.text if candidate.home else "",
        "professione_cercata": listed_cell(candidate.wanted, lambda mention: protect(mention.text)),
        "esperienze": listed_cell(candidate.work, write_work),
        "competenze": listed_cell(candidate.skills, write_skill),
        "titoli_studio": listed_cell(candidate.education, lambda one: write_education(one, labels)),
        "lingue": listed_cell(candidate.languages, lambda one: write_language(one, labels)),
        "patenti": listed_cell(candidate.licences, write_licence),
        "automunito": flag(candidate.own_vehicle),
        "usa_mezzo": flag(candidate.uses_vehicle),
        "propensioni": listed_cell(candidate.inclinations, lambda mention: protect(mention.text)),
    }


def _limits(candidate: Candidate, labels: Labels) -> dict[str, str]:
    cells, origin = write_limits(candidate.constraints, labels)
    return {
        **cells,
        "fonte_vincoli": origin.source.replace("_", " ") if candidate.constraints else "",
        "data_vincoli": _day(origin.declared_on),
        "scadenza_vincoli": _day(origin.expires_on),
        "datori_esclusi": listed_cell(candidate.refused_employers, protect),
        "settori_esclusi": listed_cell(candidate.refused_sectors, str),
    }


def _situation(candidate: Candidate) -> dict[str, str]:
    status, pact = candidate.availability, candidate.pact
    return {
        "stato_disponibilita": "" if status.status == "available" else _name(STATUSES, status.status),
        "disponibilita_fino_al": _day(status.until),
        "disponibilita_confermata_il": _day(status.confirmed_on),
        "patto_numero": pact.reference if pact else "",
        "patto_data": _day(pact.signed_on) if pact else "",
        "stato_occupazionale": candidate.employment_status,
        "ufficio": candidate.office,
        "provenienza": candidate.source,
        "dati_inventati": "sì" if candidate.invented else "",
    }


def _contact(contact: Contact) -> dict[str, str]:
    return {column: getattr(contact, name) for name, column in CONTACT_COLUMNS.items()}


def _protected(protected: Protected) -> dict[str, str]:
    return {
        "sesso": protected.sex,
        "data_nascita": _day(protected.birth_date),
        "cittadinanza": protected.citizenship,
        "disabilita": flag(protected.disability),
        "gruppi": listed_cell(protected.groups or None, _group),
        "titolo_lavoro": flag(protected.work_title),
        "titolo_lavoro_scadenza": _day(protected.work_title_expires_on),
        "percettore": flag(protected.benefit_holder),
        "parole_persona": listed_cell(protected.own_words or None, protect),
    }


def _group(group: GroupMembership) -> str:
    proof = "" if group.evidence == "declared" else f" ({_name(PROOFS, group.evidence)})"
    until = f" fino al {group.valid_until.isoformat()}" if group.valid_until else ""
    return protect(group.group) + proof + until


def _name(names: Mapping[str, str], code: str) -> str:
    return next(name for name, value in names.items() if value == code)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
