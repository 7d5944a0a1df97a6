"""ALI, *Accompagnamento al Lavoro Integrato*: a shared dictionary, a map of demand, channels, cases."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl
from pydantic import Field

from matcher.domain.record import Record
from matcher.errors import InputError
from matcher.plugin import (
    Column,
    Command,
    FilterClause,
    Parameter,
    ReasonCode,
    RecordType,
    Side,
    VocabularyTable,
    hookimpl,
)
from matcher_ali_veneto.cases import CHECK_DAYS
from matcher_ali_veneto.dictionary import KIND
from matcher_ali_veneto.records import Case, Channel, Condition, Person
from matcher_ali_veneto.tables import Outlet, read

__all__ = ["AliVeneto"]

_ACCEPTED, _WAY = "ali_veneto.accepted", "ali_veneto.way"
_RUN = "matcher_ali_veneto"
_DICTIONARY = "dizionario.csv"


class _Settings(Record):
    """``data``: folder of the partnership's own files; ``check_days``: days of the checks after a placement."""

    data: str = ""
    check_days: tuple[int, ...] = Field(default=CHECK_DAYS, min_length=1)


class AliVeneto:
    """Conditions feed aggregates alone; the channels that a person accepts are a constraint like any other."""

    @hookimpl
    def matcher_configure(self, settings: Mapping[str, Any]) -> None:
        """Take the partnership's data."""
        chosen = _Settings.model_validate(settings)
        own = Path(chosen.data) / _DICTIONARY if chosen.data else None
        package = Path(__file__).parent / "data" / _DICTIONARY
        self._dictionary = own if own and own.is_file() else package
        with self._dictionary.open(encoding="utf-8-sig", newline="") as stream:
            self._conditions = tuple(row["id"] for row in csv.DictReader(stream))
        self._outlets = tuple(one for one in read(Outlet, chosen.data) if one.matched)

    @hookimpl
    def matcher_register_vocabularies(self) -> Iterable[VocabularyTable]:
        """Bring the dictionary of disadvantage."""
        return [VocabularyTable(KIND, self._dictionary, "2026.1")]

    @hookimpl
    def matcher_register_records(self) -> Iterable[RecordType]:
        """Declare the data about people, vacancies and cases."""
        return [
            RecordType("Condizioni e canali accettati", "candidate", Person),
            RecordType("Canale di inserimento", "vacancy", Channel),
            RecordType("Caso e gruppo di progetto", "case", Case),
        ]

    @hookimpl
    def matcher_register_columns(self) -> Iterable[Column]:
        """Declare channels alone: conditions have no column."""
        return [
            Column(
                _ACCEPTED, pl.Int16, "candidate", description="outlets and channels accepted, one bit each"
            ),
            Column(_WAY, pl.Int16, "vacancy", description="outlet and channel of the work, one bit each"),
        ]

    @hookimpl
    def matcher_build_columns(
        self, side: str, ids: Sequence[str], records: Mapping[str, Any]
    ) -> pl.DataFrame:
        """Return the channels accepted, or those of the vacancies."""
        if side == "vacancy":
            offers: list[Channel | None] = [records.get(name) for name in ids]
            ways = [None if one is None else self._bits((one.outlet, one.channel)) for one in offers]
            return pl.DataFrame({_WAY: pl.Series(ways, dtype=pl.Int16)})
        people: list[Person | None] = [records.get(name) for name in ids]
        for one in people:
            self._check_conditions(one.conditions if one else ())
        accepted = [
            None if one is None or one.channels is None else self._accepted(one.channels) for one in people
        ]
        return pl.DataFrame({_ACCEPTED: pl.Series(accepted, dtype=pl.Int16)})

    @hookimpl
    def matcher_filter(self, candidate: Side, vacancy: Side) -> Iterable[FilterClause]:
        """Keep vacancies whose outlet and channel the person accepts; a vacancy that says nothing is a firm's job."""
        ordinary = self._bits(("impresa", "assunzione"))
        accepted, way = candidate[_ACCEPTED], vacancy[_WAY].fill_null(ordinary)
        named = [(way & ~accepted & (1 << one.bit)) != 0 for one in self._outlets]
        it, en = (
            [pl.when(bit).then(pl.lit(words)) for bit, words in zip(named, labels, strict=True)]
            for labels in ([one.label_it for one in self._outlets], [one.label_en for one in self._outlets])
        )
        return [
            FilterClause(
                ReasonCode(
                    "ALI_CHANNEL",
                    "canale che la persona non accetta: {channel}",
                    "a channel that the person does not accept: {channel_en}",
                    label_it="canale di inserimento non accettato",
                    label_en="channel of insertion not accepted",
                ),
                keep=pl.when(accepted.is_null()).then(pl.lit(value=True)).otherwise((way & ~accepted) == 0),
                facts={
                    "channel": pl.concat_str(it, separator=", ", ignore_nulls=True),
                    "channel_en": pl.concat_str(en, separator=", ", ignore_nulls=True),
                },
            )
        ]

    @hookimpl
    def matcher_register_commands(self) -> Iterable[Command]:
        """Declare the commands on the dictionary and on cases."""
        return [
            Command(
                "dictionary",
                "Il dizionario dello svantaggio, con i termini dei partner.",
                "The dictionary of disadvantage, with partners' terms.",
                run=f"{_RUN}.dictionary:dictionary",
                parameters=(
                    Parameter(
                        "partner", "Solo di un partner.", "Of one partner only.", option=True, default=""
                    ),
                ),
            ),
            Command(
                "term",
                "Che cosa vuol dire un termine di un partner.",
                "What a partner's term means.",
                run=f"{_RUN}.dictionary:term",
                parameters=(Parameter("text", "Termine.", "Term."),),
            ),
            Command(
                "case",
                "Un caso: gruppo di progetto, competenze recuperate, verifiche.",
                "A case: project team, recovered skills, checks.",
                run=f"{_RUN}.cases:case",
                parameters=(Parameter("identifier", "Codice del caso.", "Id of the case."),),
            ),
        ]

    @hookimpl
    def matcher_register_reports(self) -> Iterable[Command]:
        """Declare the reports on the territory and on placements."""
        province = Parameter(
            "province", "Sigla della provincia.", "Province code.", option=True, default="BL"
        )
        return [
            Command(
                "ali-demand",
                "Mappa dei profili richiesti e previsti in una provincia, e chi c'è.",
                "Map of the profiles asked for and expected in a province, and who is there.",
                run=f"{_RUN}.demand:demand",
                parameters=(
                    province,
                    Parameter(
                        "top", "Quanti profili.", "How many profiles.", kind="int", option=True, default=20
                    ),
                ),
            ),
            Command(
                "ali-disadvantage",
                "Quadro dello svantaggio in una provincia, solo numeri.",
                "Picture of disadvantage in a province, numbers alone.",
                run=f"{_RUN}.picture:picture",
                parameters=(
                    province,
                    Parameter(
                        "min_cell",
                        "Persone per cella.",
                        "People in a cell.",
                        kind="int",
                        option=True,
                        default=5,
                    ),
                ),
            ),
            Command(
                "ali-notes",
                "Note per i datori sulle regole dell'inserimento: non nominano nessuno.",
                "Notes for employers on the rules of insertion: they name nobody.",
                run=f"{_RUN}.dictionary:notes",
                parameters=(
                    Parameter(
                        "province", "Sigla della provincia.", "Province code.", option=True, default=""
                    ),
                ),
            ),
            Command(
                "ali-accompaniment",
                "Verifiche dopo l'inserimento, quelle in ritardo per prime.",
                "Checks after placement, the overdue first.",
                run=f"{_RUN}.cases:accompaniment",
            ),
        ]

    def _accepted(self, codes: Sequence[str]) -> int:
        """Return what a person accepts; who speaks of outlets alone refuses no channel, and the other way round."""
        total = self._bits(codes)
        for part in ("outlet", "channel"):
            bits = sum(1 << one.bit for one in self._outlets if one.part == part)
            total |= 0 if total & bits else bits
        return total

    def _check_conditions(self, conditions: Iterable[Condition]) -> None:
        for one in conditions:
            if one.code not in self._conditions:
                raise InputError(
                    "E-ALI-005",
                    f"«{one.code}» non è una voce del dizionario dello svantaggio.",
                    f"Voci: {', '.join(self._conditions)}; un termine di un partner si cerca con: "
                    "matcher ali-veneto term",
                )

    def _bits(self, codes: Iterable[str]) -> int:
        known = {one.code: one.bit for one in self._outlets}
        total = 0
        for code in codes:
            if code not in known:
                raise InputError(
                    "E-ALI-004",
                    f"«{code}» non è un canale dell'abbinamento.",
                    f"Canali: {', '.join(known)}; l'attività autonoma è uno sbocco del caso.",
                )
            total |= 1 << known[code]
        return total
