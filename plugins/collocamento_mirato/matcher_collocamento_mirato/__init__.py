"""*Collocamento mirato* (L. 68/1999): a separate list for the competent office alone, and the quota calculator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from zlib import crc32

import numpy as np
import polars as pl
from numpy.typing import NDArray

from matcher.domain.columns import NO_LIMIT
from matcher.domain.record import Record
from matcher.errors import InputError
from matcher.plugin import (
    Act,
    Column,
    Command,
    Dated,
    FilterClause,
    MatchRequest,
    Parameter,
    PoolView,
    PriorityColumn,
    PriorityRule,
    ReasonCode,
    RecordType,
    Side,
    day_number,
    hookimpl,
    read_dated,
)
from matcher_collocamento_mirato.preselection import OTHER_LISTS
from matcher_collocamento_mirato.records import Preselection, Registration
from matcher_collocamento_mirato.tables import PACKAGE, Bit

__all__ = ["ART7", "CollocamentoMirato", "listed"]

ART7 = "L68_ART7"
_NAME = "collocamento_mirato"
_UNTIL, _OFFICE, _LIMITS, _TASKS = (f"{_NAME}.{name}" for name in ("until", "office", "limits", "tasks"))
_ART7, _DEMANDS, _OTHER = (f"{_NAME}.{name}" for name in ("art7", "demands", "other_lists_only"))
_PROTECTED = (_UNTIL, _OFFICE, _LIMITS, _TASKS)


class _Act(Dated):
    code: str
    authority: str
    number: str
    issued_on: date
    scope: str = ""


class _Settings(Record):
    """``office``: the competent office that works here; without one there is no separate list."""

    office: str = ""
    data: str = ""


class CollocamentoMirato:
    """Nobody is marked in an ordinary shortlist: what the office knows is behind the protected door."""

    @hookimpl
    def matcher_configure(self, settings: Mapping[str, Any]) -> None:
        """Take the name of the competent office and, from a region's folder, corrected data."""
        chosen = _Settings.model_validate(settings)
        self._office = chosen.office
        self._limits = {one.code: one.bit for one in read_dated(PACKAGE, "limiti.csv", Bit, chosen.data)}
        self._tasks = {one.code: one.bit for one in read_dated(PACKAGE, "mansioni.csv", Bit, chosen.data)}
        acts = {one.code: one for one in read_dated(PACKAGE, "atti.csv", _Act, chosen.data)}
        self._act = Act(**acts["art7"].model_dump(exclude={"code"}))

    @hookimpl
    def matcher_register_records(self) -> Iterable[RecordType]:
        """Declare the registration of a person and the request of an employer."""
        return [
            RecordType("Iscrizione al collocamento mirato", "candidate", Registration),
            RecordType("Preselezione ex art. 7", "vacancy", Preselection),
        ]

    @hookimpl
    def matcher_register_columns(self) -> Iterable[Column]:
        """Declare the columns: those of the registration are protected, no filter or score can see them."""
        return [
            Column(_UNTIL, pl.Int32, "candidate", "protected", "last day of a registration in order"),
            Column(_OFFICE, pl.Int64, "candidate", "protected", "number made of the office's name"),
            Column(_LIMITS, pl.Int32, "candidate", "protected", "what the work must not ask, one bit each"),
            Column(_TASKS, pl.Int32, "candidate", "protected", "compatible tasks, one bit each"),
            Column(_OTHER, pl.Boolean, "candidate", description="asked to be proposed in other lists only"),
            Column(
                _ART7, pl.Boolean, "vacancy", description="the employer asks for preselection under art. 7"
            ),
            Column(_OFFICE, pl.Int64, "vacancy", description="number made of the office's name"),
            Column(_DEMANDS, pl.Int32, "vacancy", description="what the work asks, one bit each"),
            Column(_TASKS, pl.Int32, "vacancy", description="tasks of the work, one bit each"),
        ]

    @hookimpl
    def matcher_build_columns(
        self, side: str, ids: Sequence[str], records: Mapping[str, Any]
    ) -> pl.DataFrame:
        """Return the columns of one side; a certificate that is expired or contested gives no registration."""
        if side == "vacancy":
            asked: list[Preselection | None] = [records.get(name) for name in ids]
            return _frame(
                {
                    _ART7: ([p and p.art7 for p in asked], pl.Boolean),
                    _OFFICE: ([p and _number(p.office) for p in asked], pl.Int64),
                    _DEMANDS: ([p and _bits(p.demands, self._limits) for p in asked], pl.Int32),
                    _TASKS: ([p and _bits(p.tasks, self._tasks) for p in asked], pl.Int32),
                }
            )
        held: list[Registration | None] = [records.get(name) for name in ids]
        tasks = [None if p is None else p.compatible_tasks for p in held]
        return _frame(
            {
                _UNTIL: ([_until(p) for p in held], pl.Int32),
                _OFFICE: ([p and _number(p.office) for p in held], pl.Int64),
                _LIMITS: ([p and _bits(p.limits, self._limits) for p in held], pl.Int32),
                _TASKS: ([None if t is None else _bits(t, self._tasks) for t in tasks], pl.Int32),
                _OTHER: ([p and p.registered and p.other_lists_only for p in held], pl.Boolean),
            }
        )

    @hookimpl
    def matcher_filter(self, candidate: Side) -> Iterable[FilterClause]:
        """Keep out of the ordinary shortlists only who asked for it."""
        return [
            FilterClause(
                ReasonCode(
                    OTHER_LISTS,
                    "la persona ha chiesto di essere proposta solo in altri elenchi",
                    "the person asked to be proposed in other lists only",
                ),
                keep=~candidate[_OTHER].fill_null(value=False),
            )
        ]

    @hookimpl
    def matcher_register_priorities(self) -> Iterable[PriorityRule]:
        """Declare the separate list, where the competent office works."""
        if not self._office:
            return []
        return [
            PriorityRule(
                ART7,
                "Preselezione ex art. 7 L. 68/1999",
                "Preselection under art. 7 of Law 68/1999",
                "separate_list",
                self._act,
                reads_protected=_PROTECTED,
            )
        ]

    @hookimpl
    def matcher_prioritise(
        self, request: MatchRequest, view: PoolView, protected: Mapping[str, pl.Series]
    ) -> Iterable[PriorityColumn]:
        """Say who belongs to the separate list of a vacancy addressed to this office; nobody for any other."""
        if not self._office:
            return []
        return [PriorityColumn(ART7, listed(request, protected, self._office, view.n_rows))]

    @hookimpl
    def matcher_register_commands(self) -> Iterable[Command]:
        """Declare the separate list and the calculators."""
        return [
            Command(
                "preselection",
                "Elenco separato di una richiesta con preselezione ex art. 7, per l'ufficio competente.",
                "Separate list of a vacancy under art. 7, for the competent office.",
                run="matcher_collocamento_mirato.preselection:preselection",
                parameters=(Parameter("vacancy", "Codice della richiesta.", "Id of the vacancy."),),
            ),
            Command(
                "quota",
                "Quota d'obbligo su una base di computo (indicativo).",
                "Quota on a calculation base (indicative).",
                run="matcher_collocamento_mirato.quota:quota",
                parameters=(
                    Parameter("base", "Base di computo.", "Calculation base.", kind="int"),
                    _option(
                        "employed",
                        "Persone con disabilità già in forza.",
                        "Persons already employed, art. 3.",
                    ),
                    _option(
                        "employed_18", "Persone dell'art. 18 già in forza.", "Persons of art. 18 employed."
                    ),
                ),
            ),
            Command(
                "base",
                "Base di computo dall'organico: categoria=numero…",
                "Calculation base from the staff: kind=number…",
                run="matcher_collocamento_mirato.quota:base",
                parameters=(
                    Parameter(
                        "workers", "categoria=numero, anche più volte.", "kind=number, repeated.", many=True
                    ),
                ),
            ),
        ]


def listed(
    request: MatchRequest, protected: Mapping[str, pl.Series], office: str, n_rows: int
) -> NDArray[np.bool_]:
    """Return who is in the separate list of a vacancy, as an office sees it: ``(n_rows,)``.

    Parameters
    ----------
    protected : mapping of str to Series
        The protected columns of the registrations.
    office : str
        Who asks: only a vacancy addressed to it has a list, of its own registrations.
    """
    here = _number(office)
    if not request.values.get(_ART7) or request.values.get(_OFFICE) != here:
        return np.zeros(n_rows, dtype=np.bool_)
    until, of_office, limits, tasks = (
        protected[name].fill_null(missing).to_numpy()
        for name, missing in zip(_PROTECTED, (-NO_LIMIT, 0, 0, -1), strict=True)
    )
    demands, wanted = request.values.get(_DEMANDS) or 0, request.values.get(_TASKS) or 0
    registered = (until >= request.day) & (of_office == here)
    return np.asarray(registered & ((limits & demands) == 0) & ((wanted & ~tasks) == 0))


def _option(name: str, italian: str, english: str) -> Parameter:
    return Parameter(name, italian, english, kind="int", option=True, default=0)


def _number(office: str) -> int:
    """Return a number for the name of an office: names differ by more than case and spaces."""
    return crc32(" ".join(office.casefold().split()).encode())


def _until(held: Registration | None) -> int | None:
    if held is None or not held.registered or held.evidence in ("expired", "contested"):
        return None
    return NO_LIMIT if held.valid_until is None else day_number(held.valid_until)


def _bits(codes: Iterable[str], known: Mapping[str, int]) -> int:
    total = 0
    for code in codes:
        if code not in known:
            raise InputError(
                "E-L68-010", f"«{code}» non è tra le voci ammesse.", f"Voci: {', '.join(known)}."
            )
        total |= 1 << known[code]
    return total


def _frame(columns: Mapping[str, tuple[Sequence[Any], Any]]) -> pl.DataFrame:
    return pl.DataFrame([pl.Series(name, values, dtype=dtype) for name, (values, dtype) in columns.items()])
