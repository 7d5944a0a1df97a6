"""Facts of a pair that no record holds: distance, journey, valid licences, related experience.

They are computed once per request for every row, before filtering, the same in both directions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from matcher.domain.columns import WORD_BITS
from matcher.pool.candidate_rows import CandidateRows
from matcher.pool.codes import LICENCE_WORDS, Codes
from matcher.pool.columns import Lookup
from matcher.pool.jagged import Jagged
from matcher.pool.partition import TIMED, Partition
from matcher.pool.rows_view import RowsView
from matcher.vocabulary.places import Places

__all__ = ["NOWHERE_KM", "PairFacts", "derive", "unexpired"]

#: Stands for "no distance" inside integer arrays.
NOWHERE_KM = -1
#: What the way between home and work is: whole kilometres, minutes by road.
_WAY = ("distance_km", "travel_minutes")
#: Roads are longer than the great circle, and a journey by road does this many kilometres an hour.
_DETOUR_PERCENT, _KM_PER_HOUR, _FIXED_MINUTES = 130, 50, 5


@dataclass(frozen=True)
class PairFacts:
    """The pair columns of a partition beside one request.

    Attributes
    ----------
    columns : polars DataFrame, shape (n_rows, ...)
        Facts that differ between the rows.
    way : Lookup
        Those that follow from where the rows are.
    lasting : polars DataFrame, shape (n_rows, ...)
        Those that depend on the rows and the day alone: the same for every request of a day.
    shared : mapping of str to value
        Facts that are the same for all rows.
    """

    columns: pl.DataFrame
    way: Lookup
    lasting: pl.DataFrame
    shared: Mapping[str, Any]


def unexpired(partition: Partition, day: int) -> pl.DataFrame:
    """Return the professional columns with every fact past its date turned into *unknown*."""
    return partition.recall("unexpired", day, lambda: _unexpired(partition, day))


def _unexpired(partition: Partition, day: int) -> pl.DataFrame:
    overdue = [
        pl.when(pl.Series(until) < day).then(None).otherwise(pl.col(until.name)).alias(until.name)
        for until in partition.expiry.iter_columns()
        if (until < day).any()
    ]
    return partition.frame.with_columns(overdue) if overdue else partition.frame


def derive(
    view: RowsView,
    rows: Partition,
    request: Partition,
    places: Places,
    codes: Codes,
    day: int,
    pair_states: Mapping[str, int],
) -> PairFacts:
    """Return the pair columns for all rows of a partition.

    Parameters
    ----------
    view : RowsView
        All rows beside the request.
    rows, request : Partition
        The two sides; the request has one row.
    day : int
        Reference date, days from 1970-01-01.
    pair_states : mapping of str to int
        Row id to state of the pair (referred, refused, hired, rejected); absent means none.
    """
    way = _way(rows, request, places)
    found: dict[str, Any] = {
        "day": day,
        **({} if way.names else dict.fromkeys(_WAY)),
        "recipient_refused": _recipient_refused(rows, request),
        "pair_state": _pair_states(rows, pair_states),
        **_related_work(view, rows, request, day),
        "must_skills": _column(view.least_must_skill(), pl.Int32),
        "lacks_skill": _column(view.lacks_skill(), pl.Boolean),
        "excluded_skill": _column(view.excluded_skill(), pl.Boolean),
    }
    licences = _licences(rows, request, codes, day)
    # a fact that all rows share stays one value
    shared = {
        name: value for name, value in {**found, **licences}.items() if not isinstance(value, pl.Series)
    }
    columns, lasting = (
        pl.DataFrame({name: value for name, value in facts.items() if name not in shared})
        for facts in (found, licences)
    )
    return PairFacts(columns, way, lasting, shared)


def _column(values: NDArray[Any], dtype: type[pl.DataType]) -> Any:
    return values.item() if values.ndim == 0 else pl.Series(values, dtype=dtype)


def _nullable(values: NDArray[np.int64]) -> pl.Series:
    # what is below zero is no unsigned number
    return pl.Series(values).cast(pl.UInt32, strict=False).cast(pl.Int32)


def _related_work(view: RowsView, rows: Partition, request: Partition, day: int) -> dict[str, Any]:
    """Return months of related work, null where there are none and may be some, and where there may be more."""
    if not isinstance(view, CandidateRows):
        months, unclear = view.related_months(plain=True), view.related_work_open()
        return {"months": _nullable(months), "months_open": pl.Series(unclear)}
    if not len(request.occupations.items):
        return {"months": None, "months_open": True}
    # few have related work: they are written into what the day alone decides about everybody
    none, unasked = rows.recall("no related work", day, lambda: _no_related_work(rows))
    _, jobs = view.related_jobs()
    untimed = np.unique(jobs.owners[(jobs.flags & TIMED) == 0])
    total = jobs.total(jobs.weights)
    worked = total > 0
    return {
        "months": _with(_with(none, untimed, None), jobs.rows[worked], total[worked]),
        "months_open": _with(unasked, untimed, True),
    }


def _no_related_work(rows: Partition) -> tuple[pl.Series, pl.Series]:
    known = rows.frame["work_known"].cast(pl.Boolean).fill_null(value=False)
    none = pl.select(pl.when(known).then(pl.lit(0, dtype=pl.Int32))).to_series()
    return none, ~known


def _with(column: pl.Series, rows: NDArray[Any], values: Any) -> pl.Series:
    """Return a column with other values in some rows."""
    return column.clone().scatter(rows, values) if len(rows) else column


def _pair_states(rows: Partition, states: Mapping[str, int]) -> pl.Series | int:
    found = rows.find(states)
    if not found:
        return 0
    values = np.zeros(rows.n_rows, dtype=np.int32)
    for name, row in found:
        values[row] = states[name]
    return pl.Series(values)


def _way(rows: Partition, request: Partition, places: Places) -> Lookup:
    """Return whole kilometres to the nearest workplace and minutes by road, null where unknown."""
    if rows.side == "candidate":
        workplaces = request.workplaces.items
        if not len(workplaces):
            return Lookup.nothing()
        # one line for each municipality, looked up by everybody who lives there
        homes = rows.recall("homes", None, lambda: rows.frame["place"].cast(pl.UInt32, strict=False))
        nearest = np.min([places.distances_km(int(place)) for place in workplaces], axis=0).astype(np.int64)
        return Lookup(homes, _journeys(nearest), tuple(workplaces.tolist()))
    if (home := request.frame["place"][0]) is None:
        return Lookup.nothing()
    lines, different = rows.recall("workplaces", None, lambda: _different(rows.workplaces))
    kilometres = places.distances_km(int(home)).astype(np.int64)
    return Lookup(lines, _journeys(different.smallest(kilometres[different.items], NOWHERE_KM)), int(home))


def _different(workplaces: Jagged) -> tuple[pl.Series, Jagged]:
    """Return the lists of workplaces that differ, and which of them each row has."""
    met: dict[bytes, int] = {}
    lines = [
        met.setdefault(workplaces.items[workplaces.row(row)].tobytes(), len(met))
        for row in range(workplaces.n_rows)
    ]
    _, first = np.unique(np.asarray(lines, dtype=np.int64), return_index=True)
    return pl.Series(lines, dtype=pl.UInt32), workplaces.take(first)


def _journeys(nearest: NDArray[np.int64]) -> pl.DataFrame:
    minutes = np.where(nearest < 0, nearest, _minutes(nearest))
    return pl.DataFrame(dict(zip(_WAY, (_nullable(nearest), _nullable(minutes)), strict=True)))


def _minutes(kilometres: NDArray[Any]) -> NDArray[np.int64]:
    by_road = kilometres.astype(np.int64) * _DETOUR_PERCENT * 60 // (_KM_PER_HOUR * 100)
    return np.asarray(_FIXED_MINUTES + by_road)


def _recipient_refused(rows: Partition, request: Partition) -> pl.Series | bool:
    """Tell whether the person refused the employer; null where they refused some and the employer is unnamed."""
    asked, own = request.parties.items, rows.parties
    if not len(own.items if rows.side == "candidate" else asked):
        return False
    hit = pl.Series(own.largest(np.isin(own.items, asked).astype(np.int64)) > 0)
    named = own.lengths > 0
    # whoever refused nobody may go anywhere; a refusal beside a nameless employer is a question
    silent = named & (len(asked) == 0) if rows.side == "candidate" else ~named & (len(asked) > 0)
    return hit.set(pl.Series(silent), None)


def _licences(rows: Partition, request: Partition, codes: Codes, day: int) -> Mapping[str, Any]:
    """Return the words of the valid and of the expired licences; those of the rows change with the day alone."""
    if rows.side == "candidate":
        return rows.recall("licences", day, lambda: _named(*_held(rows, codes, day)))
    return _named(*_held(request, codes, day))


def _named(valid: NDArray[np.int64], expired: NDArray[np.int64]) -> dict[str, Any]:
    sets = {"valid": valid, "expired": expired}
    return {
        f"licences_{name}_{number}": _shared(words[:, number])
        for name, words in sets.items()
        for number in range(LICENCE_WORDS)
    }


def _shared(word: NDArray[np.int64]) -> pl.Series | int:
    """Return one word of everybody's licences, as one value where it is the same for all."""
    if len(word) and (word == word[0]).all():
        return int(word[0])
    return pl.Series(np.ascontiguousarray(word))


def _held(candidate: Partition, codes: Codes, day: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return valid and expired licences as words, shape ``(n_rows, LICENCE_WORDS)``."""
    valid = candidate.permanent.copy()
    expired = np.zeros_like(valid)
    claims: Jagged = candidate.licences
    if not len(claims.items):
        return valid, expired
    closure = np.zeros((len(codes.licences), LICENCE_WORDS), dtype=np.int64)
    for code, held in codes.licence_closure.items():
        closure[codes.licences[code]] = codes.licence_words(held)
    words, current = closure[claims.items], (claims.weights >= day)[:, None]
    starts = claims.offsets[claims.filled]
    valid[claims.filled] |= np.bitwise_or.reduceat(np.where(current, words, 0), starts)
    expired[claims.filled] = np.bitwise_or.reduceat(np.where(current, 0, words), starts)
    _grant_together(valid, valid, codes)
    _grant_together(expired, valid | expired, codes)
    return valid, expired


def _grant_together(words: NDArray[np.int64], held: NDArray[np.int64], codes: Codes) -> None:
    """Add to ``words`` what several licences in ``held`` grant only together."""
    for premises, granted in codes.joint:
        together = np.all([_has(held, number) for number in premises], axis=0)
        words[together] |= np.asarray(codes.licence_words(granted), dtype=np.int64)


def _has(words: NDArray[np.int64], number: int) -> NDArray[np.bool_]:
    return np.asarray((words[:, number // WORD_BITS] >> (number % WORD_BITS)) & 1, dtype=np.bool_)
