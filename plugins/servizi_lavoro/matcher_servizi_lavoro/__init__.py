"""*Servizi al lavoro*: who may give which service, the service pact in matching, support to move."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from matcher.domain.record import Record
from matcher.plugin import (
    Column,
    Command,
    FilterClause,
    Parameter,
    Records,
    RecordType,
    Side,
    Transition,
    Veto,
    hookimpl,
)
from matcher_servizi_lavoro.pact import COLUMNS, build, constraints
from matcher_servizi_lavoro.records import Pact, Provider
from matcher_servizi_lavoro.register import may_refer, read_functions

__all__ = ["ServiziLavoro"]

_RUN = "matcher_servizi_lavoro"
#: State of a shortlist that was sent to the employer.
_REFERRED = "inviata"


class _Settings(Record):
    """``provider``: id of the body that runs this workspace; ``region``: whose register counts, any if empty."""

    data: str = ""
    region: str = ""
    provider: str = ""


class ServiziLavoro:
    """Only the first part of a pact takes part in matching; a missing pact never blocks a candidacy."""

    @hookimpl
    def matcher_configure(self, settings: Mapping[str, Any]) -> None:
        """Take the region and its data, read once so that a broken file stops the start."""
        self._settings = _Settings.model_validate(settings)
        self._functions = read_functions(self._settings.data)

    @hookimpl
    def matcher_register_records(self) -> Iterable[RecordType]:
        """Declare the register of providers and the pacts of people."""
        return [
            RecordType("Ente autorizzato o accreditato", "provider", Provider),
            RecordType("Patto di servizio", "candidate", Pact),
        ]

    @hookimpl
    def matcher_register_columns(self) -> Iterable[Column]:
        """Declare the columns of the first part of the pact."""
        return COLUMNS

    @hookimpl
    def matcher_build_columns(
        self, side: str, ids: Sequence[str], records: Mapping[str, Pact]
    ) -> pl.DataFrame:
        """Return the limits that the pacts hold."""
        return build([records.get(name) for name in ids])

    @hookimpl
    def matcher_filter(self, candidate: Side, vacancy: Side, pair: Side) -> Iterable[FilterClause]:
        """Give the constraints of the pact, each citing it."""
        return constraints(candidate, vacancy, pair)

    @hookimpl
    def matcher_before_transition(self, event: Transition, records: Records) -> Veto | None:
        """Let the provider of this workspace refer a shortlist only with a matching function in force."""
        identifier = self._settings.provider
        if not identifier or event.kind != "shortlist" or event.after != _REFERRED:
            return None
        body: Provider | None = records("provider", identifier)
        if body is None:
            return Veto(
                f"l'ente «{identifier}» non è nell'elenco degli enti",
                f"provider “{identifier}” is not on the register",
            )
        if may_refer(body, self._functions, event.at.date(), self._settings.region):
            return None
        where = f" in {self._settings.region}" if self._settings.region else ""
        return Veto(
            f"{body.name} non ha oggi una funzione che permetta di inviare rose{where}: aggiorna il provvedimento con "
            f"matcher record set servizi_lavoro provider {identifier} --file ente.json",
            f"{body.name} has no function today that lets it refer shortlists{where}: bring the act up to date with "
            f"matcher record set servizi_lavoro provider {identifier} --file provider.json",
        )

    @hookimpl
    def matcher_register_commands(self) -> Iterable[Command]:
        """Declare the commands on a provider and on a person who would move."""
        return [
            Command(
                "provider",
                "Che cosa può fare un ente, con quali provvedimenti.",
                "What a provider may do, under which acts.",
                run=f"{_RUN}.register:provider",
                parameters=(
                    Parameter("identifier", "Codice dell'ente.", "Id of the provider."),
                    Parameter(
                        "on", "Giorno (oggi se manca).", "Day (today if left out).", kind="date", option=True
                    ),
                    Parameter("region", "Regione.", "Region.", option=True, default=""),
                ),
            ),
            Command(
                "mobility",
                "Offerte per chi è disposto a spostarsi: la ricerca allargata è indicata.",
                "Vacancies for who would move: the wider search is labelled.",
                run=f"{_RUN}.mobility:mobility",
                parameters=(
                    Parameter("candidate", "Codice della persona.", "Id of the person."),
                    Parameter(
                        "size", "Quante per ricerca.", "How many of each.", kind="int", option=True, default=5
                    ),
                ),
            ),
        ]

    @hookimpl
    def matcher_register_reports(self) -> Iterable[Command]:
        """Declare the register as a report."""
        return [
            Command(
                "servizi-lavoro",
                "Elenco degli enti per regione, funzione e validità.",
                "Register of providers by region, function and validity.",
                run=f"{_RUN}.register:register",
                parameters=(
                    Parameter("region", "Regione.", "Region.", option=True, default=""),
                    Parameter(
                        "days",
                        "Quanti giorni prima avvisare di una scadenza.",
                        "How many days ahead to warn of an expiry.",
                        kind="int",
                        option=True,
                        default=60,
                    ),
                ),
            )
        ]
