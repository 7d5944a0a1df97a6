"""Emilia-Romagna: workers under income support taken in charge, and the standards of the services they are given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from matcher.domain.record import Record
from matcher.plugin import (
    Column,
    Command,
    MatchRequest,
    NamedAct,
    Parameter,
    PoolView,
    PriorityColumn,
    PriorityRule,
    Records,
    RecordType,
    hookimpl,
)
from matcher_emilia_romagna.records import TakenInCharge
from matcher_emilia_romagna.standards import standard_minutes
from matcher_emilia_romagna.tables import Book

__all__ = ["EmiliaRomagna"]

SINGLE_CLIENT = "ER_SINGLE_CLIENT"
_COLUMN = "emilia_romagna.single_client"
_RUN = "matcher_emilia_romagna"


class _Settings(Record):
    """``data``: folder of corrected files; ``act``: turns the precedence to those with a single client on."""

    data: str = ""
    act: NamedAct | None = None


class EmiliaRomagna:
    """Standards warn and never block; the order of access to the services enters a ranking only under an act."""

    @hookimpl
    def matcher_configure(self, settings: Mapping[str, Any]) -> None:
        """Take the act of the precedence; read the data once, so that a broken file stops the start."""
        chosen = _Settings.model_validate(settings)
        self._book = Book.read(chosen.data)
        self._act = chosen.act.act() if chosen.act else None

    @hookimpl
    def matcher_register_records(self) -> Iterable[RecordType]:
        """Declare the data kept about a person taken in charge."""
        return [RecordType("Presa in carico", "candidate", TakenInCharge)]

    @hookimpl
    def matcher_register_columns(self) -> Iterable[Column]:
        """Declare one protected column: type e with a single client."""
        return [Column(_COLUMN, pl.Boolean, "candidate", "protected", "type e with a single client")]

    @hookimpl
    def matcher_build_columns(
        self, side: str, ids: Sequence[str], records: Mapping[str, TakenInCharge]
    ) -> pl.DataFrame:
        """Return who worked for a single client in a firm in crisis."""
        held = [records.get(name) for name in ids]
        single = [None if one is None else bool(one.single_client) for one in held]
        return pl.DataFrame({_COLUMN: pl.Series(single, dtype=pl.Boolean)})

    @hookimpl
    def matcher_register_priorities(self) -> Iterable[PriorityRule]:
        """Declare the precedence within type e, only where an act of the settings turns it on."""
        if self._act is None:
            return []
        return [
            PriorityRule(
                SINGLE_CLIENT,
                "Monocommittenti di imprese in crisi",
                "Single-client workers of firms in crisis",
                "tie_break",
                self._act,
                reads_protected=(_COLUMN,),
            )
        ]

    @hookimpl
    def matcher_prioritise(
        self, request: MatchRequest, view: PoolView, protected: Mapping[str, pl.Series]
    ) -> Iterable[PriorityColumn]:
        """Say who has a single client."""
        if _COLUMN not in protected:
            return []
        return [PriorityColumn(SINGLE_CLIENT, protected[_COLUMN].fill_null(value=False).to_numpy())]

    @hookimpl
    def matcher_standard_minutes(
        self, service: str, candidate: str, on: date, records: Records
    ) -> int | None:
        """Return the regional standard for a person taken in charge, raised where the operator said so."""
        person = records("candidate", candidate)
        given = self._book.services_on(on).get(service)
        if person is None or given is None:
            return None
        return standard_minutes(given, person.longer_standard, self._book.extra_on(on))

    @hookimpl
    def matcher_register_commands(self) -> Iterable[Command]:
        """Declare the commands on one person."""
        person = Parameter("candidate", "Codice della persona.", "Id of the person.")
        return [
            Command(
                "assessable",
                "Candidatura valutabile: che cosa manca, chi lo può dire, la domanda da porre.",
                "Whether the candidacy can be assessed: what is missing, who can say it, the question.",
                run=f"{_RUN}.assessable:assessable",
                parameters=(person,),
            ),
            Command(
                "session",
                "Prima di un'altra sessione: quante ne ha avute, minuti standard, mediatore.",
                "Before another session: how many were given, standard minutes, mediator.",
                run=f"{_RUN}.reports:session",
                parameters=(
                    person,
                    Parameter(
                        "service",
                        "Numero (1-12), codice o nome della prestazione.",
                        "Number (1-12), code or name of the service.",
                    ),
                ),
            ),
            Command(
                "recompose",
                "Ricompone l'esperienza fatta di lavori brevi.",
                "Puts together experience made of short jobs.",
                run=f"{_RUN}.recompose:recompose",
                parameters=(person,),
            ),
        ]

    @hookimpl
    def matcher_register_reports(self) -> Iterable[Command]:
        """Declare the two reports on services."""
        span = (
            Parameter("since", "Dal giorno.", "From the day.", kind="date", option=True),
            Parameter("until", "Fino al giorno.", "Until the day.", kind="date", option=True),
        )
        return [
            Command(
                "emilia-romagna",
                "Prestazioni date e standard regionali: minuti, sessioni, gruppi.",
                "Services given and regional standards: minutes, sessions, groups.",
                run=f"{_RUN}.reports:standards",
                parameters=span,
            ),
            Command(
                "emilia-romagna-intermediation",
                "Servizi 9 e 10 come sono stati dati davvero: selezione, verifica, segnalazione.",
                "Services 9 and 10 as really given: selection, availability check, referral.",
                run=f"{_RUN}.reports:done",
                parameters=span,
            ),
        ]
