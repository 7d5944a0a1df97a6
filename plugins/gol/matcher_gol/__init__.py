"""GOL, *Garanzia di occupabilità dei lavoratori*: assessment, the five paths, and what each does to a shortlist."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl
from pydantic import Field

from matcher.domain.record import Record
from matcher.errors import InputError
from matcher.plugin import (
    Column,
    Command,
    FilterClause,
    MatchRequest,
    NamedAct,
    Note,
    Parameter,
    PoolView,
    PriorityColumn,
    PriorityRule,
    RecordType,
    Side,
    day_number,
    hookimpl,
)
from matcher_gol.constraints import constraints
from matcher_gol.notes import path_notes
from matcher_gol.records import CrisisGroup, Offer, Profiling
from matcher_gol.tables import read_needs, read_paths

__all__ = ["Gol"]

RISK = "GOL_RISK_CLASS"


class _Settings(Record):
    """``data``: folder of a region's own files; ``act`` and ``risk_class``: precedence from that class up."""

    data: str = ""
    risk_class: int = Field(default=4, ge=1, le=4)
    act: NamedAct | None = None


class Gol:
    """The programme as constraints, notes and commands; the risk class is behind the protected door."""

    @hookimpl
    def matcher_configure(self, settings: Mapping[str, Any]) -> None:
        """Take the region's data and, where an act gives the highest risk classes precedence, the act."""
        chosen = _Settings.model_validate(settings)
        self._paths, self._needs = read_paths(chosen.data), read_needs(chosen.data)
        self._risk_class = chosen.risk_class
        self._act = chosen.act.act() if chosen.act else None

    @hookimpl
    def matcher_register_records(self) -> Iterable[RecordType]:
        """Declare the data kept about a person, a vacancy and a group of workers."""
        return [
            RecordType("Profilazione GOL", "candidate", Profiling),
            RecordType("Offerta e conciliazione", "vacancy", Offer),
            RecordType("Gruppo di lavoratori da ricollocare", "case", CrisisGroup),
        ]

    @hookimpl
    def matcher_register_columns(self) -> Iterable[Column]:
        """Declare what crosses over: path, confirmed needs, digital level; the risk class stays protected."""
        return [
            Column("gol.path", pl.Int8, "candidate", description="path 1 to 5"),
            Column("gol.path_on", pl.Int32, "candidate", description="day on which the path was chosen"),
            Column(
                "gol.digital_level", pl.Int8, "candidate", description="digital skills held, DigComp 0 to 8"
            ),
            Column("gol.needs", pl.Int16, "candidate", description="confirmed needs, one bit each"),
            Column("gol.risk_class", pl.Int8, "candidate", "protected", "class of unemployment risk, 1 to 4"),
            Column(
                "gol.digital_level", pl.Int8, "vacancy", description="digital skills needed, DigComp 0 to 8"
            ),
            Column(
                "gol.conciliation", pl.Int16, "vacancy", description="what the employer offers, one bit each"
            ),
        ]

    @hookimpl
    def matcher_build_columns(
        self, side: str, ids: Sequence[str], records: Mapping[str, Any]
    ) -> pl.DataFrame:
        """Return the columns of one side; a need that no operator confirmed stays at the desk."""
        if side == "vacancy":
            offers: list[Offer | None] = [records.get(name) for name in ids]
            return pl.DataFrame(
                {
                    "gol.digital_level": pl.Series([o and o.digital_level for o in offers], dtype=pl.Int8),
                    "gol.conciliation": pl.Series(
                        [None if o is None else self._bits(o.conciliation) for o in offers], dtype=pl.Int16
                    ),
                }
            )
        held: list[Profiling | None] = [records.get(name) for name in ids]
        days = [p and day_number(p.path_on) for p in held]
        needs = [self._bits(p.needs) if p and p.needs_confirmed else None for p in held]
        return pl.DataFrame(
            {
                "gol.path": pl.Series([p and p.path for p in held], dtype=pl.Int8),
                "gol.path_on": pl.Series(days, dtype=pl.Int32),
                "gol.digital_level": pl.Series([p and p.digital_level for p in held], dtype=pl.Int8),
                "gol.needs": pl.Series(needs, dtype=pl.Int16),
                "gol.risk_class": pl.Series([p and p.risk_class for p in held], dtype=pl.Int8),
            }
        )

    @hookimpl
    def matcher_filter(self, candidate: Side, vacancy: Side) -> Iterable[FilterClause]:
        """Give the constraints of digital skills and of work-life conciliation."""
        return constraints(candidate, vacancy, self._needs)

    @hookimpl
    def matcher_register_priorities(self) -> Iterable[PriorityRule]:
        """Declare a precedence for the highest risk classes, only where an act of the settings gives it."""
        if self._act is None:
            return []
        return [
            PriorityRule(
                RISK,
                f"Classe di rischio {self._risk_class} o più",
                f"Risk class {self._risk_class} or more",
                "tie_break",
                self._act,
                reads_protected=("gol.risk_class",),
            )
        ]

    @hookimpl
    def matcher_prioritise(
        self, request: MatchRequest, view: PoolView, protected: Mapping[str, pl.Series]
    ) -> Iterable[PriorityColumn]:
        """Say who is in the highest risk classes."""
        if "gol.risk_class" not in protected:
            return []
        high = (protected["gol.risk_class"] >= self._risk_class).fill_null(value=False)
        return [PriorityColumn(RISK, high.to_numpy())]

    @hookimpl
    def matcher_explain(self, request: MatchRequest, view: PoolView) -> Iterable[Note]:
        """Tell the operator what the path of each finalist asks for."""
        return path_notes(request, view, self._paths)

    @hookimpl
    def matcher_register_commands(self) -> Iterable[Command]:
        """Declare the commands about the assessment, skills to acquire and groups of workers."""
        person = Parameter("candidate", "Codice della persona.", "Id of the person.")
        return [
            Command(
                "sheet",
                "Questionario e lista di controllo: domande e risposte, anche su un foglio da compilare.",
                "Questionnaire and checklist: questions and answers, on a sheet to fill in too.",
                run="matcher_gol.interview:sheet",
                parameters=(
                    person,
                    Parameter("file", "Foglio da scrivere.", "Sheet to write.", kind="path", option=True),
                ),
            ),
            Command(
                "answer",
                "Scrive una risposta; senza parole la toglie.",
                "Write one answer; without words take it out.",
                run="matcher_gol.interview:answer",
                parameters=(
                    person,
                    Parameter("code", "Codice della domanda.", "Code of the question."),
                    Parameter("words", "La risposta.", "The answer.", many=True),
                ),
            ),
            Command(
                "fill",
                "Legge le risposte da un foglio compilato, di una o più persone.",
                "Read the answers from a filled sheet, of one person or more.",
                run="matcher_gol.interview:fill",
                parameters=(Parameter("file", "Foglio compilato.", "Filled sheet.", kind="path"),),
            ),
            Command(
                "gap",
                "Competenze da acquisire: che cosa manca e quante offerte sbloccherebbe.",
                "Skills to acquire: what is missing, and how many vacancies it would unlock.",
                run="matcher_gol.gap:gap",
                parameters=(person, Parameter("vacancy", "Codice della richiesta.", "Id of the vacancy.")),
            ),
            Command(
                "group",
                "Ricollocazione collettiva: quanti lavoratori del gruppo hanno offerte coerenti.",
                "Collective outplacement: how many workers of a group have coherent vacancies.",
                run="matcher_gol.outplacement:coverage",
                parameters=(Parameter("group", "Codice del gruppo.", "Id of the group."),),
            ),
        ]

    @hookimpl
    def matcher_register_reports(self) -> Iterable[Command]:
        """Declare the report on paths and risk classes."""
        return [
            Command(
                "gol",
                "Persone per percorso e classe di rischio.",
                "People by path and risk class.",
                run="matcher_gol.people:by_path",
                parameters=(
                    Parameter(
                        "min_cell",
                        "Numero minimo di persone per cella.",
                        "Fewest people in a cell.",
                        kind="int",
                        option=True,
                        default=5,
                    ),
                ),
            )
        ]

    def _bits(self, codes: Sequence[str] | None) -> int | None:
        if codes is None:
            return None
        known = {need.code: need.bit for need in self._needs}
        unknown = [code for code in codes if code not in known]
        if unknown:
            raise InputError(
                "E-GOL-001",
                f"L'esigenza di conciliazione «{unknown[0]}» non c'è.",
                f"Esigenze: {', '.join(known)}.",
            )
        return sum(1 << bit for bit in {known[code] for code in codes})
