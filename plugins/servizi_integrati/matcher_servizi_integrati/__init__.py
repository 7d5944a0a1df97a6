"""*Servizi Integrati per il Lavoro*: two desks, a steering group, and a partner agency that sees only its own."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

import polars as pl

from matcher.domain.record import Record
from matcher.plugin import (
    Column,
    Command,
    FilterClause,
    Parameter,
    ReasonCode,
    Records,
    RecordType,
    Side,
    Transition,
    Veto,
    hookimpl,
)
from matcher_servizi_integrati.records import Handling, Journey
from matcher_servizi_integrati.tables import Book

__all__ = ["ServiziIntegrati"]

_AGENCY = "servizi_integrati.agency"
_PARTNER = "consulente dell'agenzia partner"
_RUN = "matcher_servizi_integrati.commands"
_HEADINGS = ("quando", "richiesta", "persona", "passaggio", "da", "a", "chi", "ruolo")


class _Settings(Record):
    """Who works here, and where steps are reported.

    Attributes
    ----------
    agency : str
        The partner agency that works in this workspace; empty at the public desk.
    partners_bound : bool
        Whether consultants of partner agencies are bound to what was referred to them; always in their workspace.
    report_to : str
        File of the reports back to the information desk.
    """

    data: str = ""
    agency: str = ""
    partners_bound: bool = False
    report_to: str = ""


class ServiziIntegrati:
    """The project waits for the steering group, the person's own application for nobody."""

    @hookimpl
    def matcher_configure(self, settings: Mapping[str, Any]) -> None:
        """Take who works here; read the data once, so that a broken file stops the start."""
        self._settings = _Settings.model_validate(settings)
        Book.read(self._settings.data)

    @hookimpl
    def matcher_register_records(self) -> Iterable[RecordType]:
        """Declare the journeys of people and who handles a vacancy."""
        return [
            RecordType("Percorso tra gli sportelli", "candidate", Journey),
            RecordType("Chi segue la richiesta", "vacancy", Handling),
        ]

    @hookimpl
    def matcher_register_columns(self) -> Iterable[Column]:
        """Declare which agency a profile was shared with: nothing else of a journey crosses over."""
        return [
            Column(_AGENCY, pl.Int64, "candidate", description="number made of the partner agency's name"),
        ]

    @hookimpl
    def matcher_build_columns(
        self, side: str, ids: Sequence[str], records: Mapping[str, Journey]
    ) -> pl.DataFrame:
        """Return the agency to which each person was referred."""
        held = [records.get(name) for name in ids]
        numbers = [_number(one.agency) if one and one.agency else None for one in held]
        return pl.DataFrame({_AGENCY: pl.Series(numbers, dtype=pl.Int64)})

    @hookimpl
    def matcher_filter(self, candidate: Side) -> Iterable[FilterClause]:
        """Where a partner agency works, keep only whom the desk referred to it; elsewhere keep everybody."""
        everybody = pl.lit(value=True)
        ours = (candidate[_AGENCY] == _number(self._settings.agency)).fill_null(value=False)
        return [
            FilterClause(
                ReasonCode(
                    "NOT_REFERRED_TO_AGENCY",
                    "lo sportello non ha inviato la persona a questa agenzia",
                    "the desk has not referred the person to this agency",
                ),
                keep=ours if self._settings.agency else everybody,
            )
        ]

    @hookimpl
    def matcher_before_transition(self, event: Transition, records: Records) -> Veto | None:
        """Let a partner agency work only with whom was referred to it, on the vacancies that it handles."""
        bound = self._settings.partners_bound or bool(self._settings.agency)
        if not bound or event.role != _PARTNER:
            return None
        handling = records("vacancy", event.vacancy)
        if handling is None or not handling.agency:
            return Veto(
                f"la richiesta «{event.vacancy}» non è affidata a un'agenzia partner: la segue lo sportello",
                f"vacancy “{event.vacancy}” is not with a partner agency: the desk handles it",
            )
        if not event.candidate:
            return None
        journey = records("candidate", event.candidate)
        if journey is None or _number(journey.agency) != _number(handling.agency):
            return Veto(
                f"«{event.candidate}» non è stata inviata a {handling.agency}: la invia lo sportello informativo",
                f"“{event.candidate}” was not referred to {handling.agency}: the information desk refers people",
            )
        return None

    @hookimpl
    def matcher_observe(self, event: Transition) -> None:
        """Report every step back to the information desk: one line in its file, without names or reasons."""
        if not self._settings.report_to:
            return
        path = Path(self._settings.report_to)
        fresh = not path.exists()
        with path.open("a", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, delimiter=";")
            if fresh:
                writer.writerow(_HEADINGS)
            moment = f"{event.at:%Y-%m-%d %H:%M}"
            writer.writerow(
                (
                    moment,
                    event.vacancy,
                    event.candidate,
                    event.step,
                    event.before,
                    event.after,
                    event.actor,
                    event.role,
                )
            )

    @hookimpl
    def matcher_register_commands(self) -> Iterable[Command]:
        """Declare the commands of the two desks."""
        someone = Parameter("candidate", "Codice della persona.", "Id of the person.")
        return [
            Command(
                "person",
                "A che punto è una persona e che cosa viene dopo.",
                "Where a person is and what comes next.",
                run=f"{_RUN}:person",
                parameters=(someone,),
            ),
            Command(
                "refer",
                "Invia una persona allo sportello specialistico.",
                "Refer a person to the specialist desk.",
                run=f"{_RUN}:refer",
                parameters=(
                    someone,
                    Parameter(
                        "project",
                        "definito o da_definire.",
                        "definito or da_definire.",
                        option=True,
                        required=True,
                    ),
                    Parameter("agency", "Agenzia partner.", "Partner agency.", option=True, default=""),
                ),
            ),
            Command(
                "propose",
                "Scrive la proposta alla cabina di regia, o il suo esito.",
                "Write a proposal to the steering group, or its outcome.",
                run=f"{_RUN}:propose",
                parameters=(
                    someone,
                    Parameter("text", "Proposta.", "Proposal.", option=True, default=""),
                    Parameter(
                        "outcome",
                        "approvata, respinta o rinviata.",
                        "approvata, respinta or rinviata.",
                        option=True,
                        default="",
                    ),
                ),
            ),
            Command(
                "start",
                "Avvia il progetto, se è definito o approvato.",
                "Start the project, if it is defined or approved.",
                run=f"{_RUN}:start",
                parameters=(someone,),
            ),
            Command(
                "note",
                "Scrive una nota di monitoraggio o di rendicontazione.",
                "Write a note of monitoring, or a report back.",
                run=f"{_RUN}:note",
                parameters=(
                    someone,
                    Parameter("text", "Nota.", "Note.", option=True, required=True),
                    Parameter(
                        "report",
                        "È la rendicontazione allo sportello informativo.",
                        "It is the report back to the information desk.",
                        kind="flag",
                        option=True,
                    ),
                ),
            ),
            Command(
                "agency",
                "Che cosa vede un'agenzia partner.",
                "What a partner agency sees.",
                run=f"{_RUN}:agency",
                parameters=(Parameter("name", "Agenzia.", "Agency."),),
            ),
            Command(
                "deadline",
                "Quando cade una scadenza, sulle aperture dello sportello.",
                "When a deadline falls, on the openings of the desk.",
                run=f"{_RUN}:deadline",
                parameters=(
                    Parameter("code", "Codice della scadenza.", "Code of the deadline."),
                    Parameter("since", "Dal giorno.", "From the day.", kind="date", option=True),
                ),
            ),
        ]

    @hookimpl
    def matcher_register_reports(self) -> Iterable[Command]:
        """Declare the monitoring."""
        return [
            Command(
                "servizi-integrati",
                "Monitoraggio dei percorsi e delle scadenze.",
                "Monitoring of journeys and deadlines.",
                run=f"{_RUN}:monitor",
            )
        ]


def _number(agency: str) -> int:
    """Return a number for the name of an agency: names differ by more than case and spaces."""
    return crc32(" ".join(agency.casefold().split()).encode())
