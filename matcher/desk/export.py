"""Records out of the store, in the columns that come in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sqlalchemy import Connection

from matcher.desk.operators import Acting
from matcher.desk.views import note_views
from matcher.domain.candidate import Candidate
from matcher.domain.vacancy import Vacancy
from matcher.exchange.candidate_cells import candidate_cells
from matcher.exchange.candidates import CONTACT_COLUMNS, PROTECTED_COLUMNS, CandidateParts
from matcher.exchange.columns import columns_of
from matcher.exchange.labels import Labels
from matcher.exchange.vacancy_cells import vacancy_cells
from matcher.exchange.writing import write_json_lines, write_rows
from matcher.store import candidates as people
from matcher.store import vacancies as requests

__all__ = ["export_candidates", "export_vacancies"]

_WHOLE_RECORDS = ".jsonl"


def export_candidates(
    connection: Connection,
    path: Path,
    labels: Labels,
    acting: Acting,
    identifiers: Sequence[str] = (),
    *,
    contacts: bool = False,
    protected: bool = False,
) -> int:
    """Write candidates, all if none is named; return how many.

    The log notes every person whose data went out, and which.

    Raises
    ------
    NotFoundError
        If one of those named is not in the store; nothing is written then.
    InputError
        For an extension other than ``.csv``, ``.xlsx``, ``.jsonl``.
    """
    for name in identifiers:
        people.candidate_reference(connection, name)  # refused before anything is written
    also = tuple(name for name, wanted in (("contact", contacts), ("protected", protected)) if wanted)

    def whole() -> Iterator[CandidateParts]:
        for candidate in _chosen_people(connection, identifiers):
            contact = people.get_contact(connection, candidate.id) if contacts else None
            guarded = people.get_protected(connection, candidate.id) if protected else None
            viewed.append(candidate.id)
            yield CandidateParts(candidate, contact, guarded)

    viewed: list[str] = []
    if path.suffix.lower() == _WHOLE_RECORDS:
        with path.open("w", encoding="utf-8") as stream:
            count = write_json_lines(
                stream,
                ({"": one.candidate, "contact": one.contact, "protected": one.protected} for one in whole()),
            )
    else:
        rows = (candidate_cells(one, labels) for one in whole())
        count = write_rows(path, "candidates", rows, _columns(contacts, protected))
    note_views(connection, viewed, "+".join(("profile", *also)), acting, how="export")
    return count


def export_vacancies(
    connection: Connection, path: Path, labels: Labels, identifiers: Sequence[str] = ()
) -> int:
    """Write vacancies, all if none is named; return how many. Raises as `export_candidates`."""
    chosen: Iterable[Vacancy] = (
        [requests.get_vacancy(connection, name).vacancy for name in identifiers]
        if identifiers
        else requests.iterate_vacancies(connection)
    )
    if path.suffix.lower() == _WHOLE_RECORDS:
        with path.open("w", encoding="utf-8") as stream:
            return write_json_lines(stream, chosen)
    return write_rows(path, "vacancies", (vacancy_cells(vacancy, labels) for vacancy in chosen))


def _columns(contacts: bool, protected: bool) -> list[str]:
    """Return the columns that go out: those of a part that stays are left out, not left blank."""
    return [
        column.name
        for column in columns_of("candidates")
        if (contacts or column.name not in CONTACT_COLUMNS.values())
        and (protected or column.name not in PROTECTED_COLUMNS)
    ]


def _chosen_people(connection: Connection, identifiers: Sequence[str]) -> Iterable[Candidate]:
    if not identifiers:
        return people.iterate_candidates(connection)
    return [people.get_candidate(connection, name).candidate for name in dict.fromkeys(identifiers)]
