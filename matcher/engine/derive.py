"""Facts of a pair that no record holds: distance, journey, valid licences, related experience.

They are computed once per request for every row, before filtering, the same in both directions.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from matcher.domain.columns import WORD_BITS
from matcher.pool.codes import LICENCE_WORDS, Codes
from matcher.pool.jagged import Jagged
from matcher.pool.partition import Partition
from matcher.pool.view import RowsView
from matcher.vocabulary.places import Places

__all__ = ["NOWHERE_KM", "derive", "unexpired"]

#: Stands for "no distance" inside integer arrays.
NOWHERE_KM = -1
#: Roads are longer than the great circle, and a journey by road does this many kilometres an hour.
_DETOUR_PERCENT, _KM_PER_HOUR, _FIXED_MINUTES = 130, 50, 5


def unexpired(partition: Partition, day: int) -> pl.DataFrame:
    """Return the professional columns with every fact past its date turned into *unknown*."""
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
) -> pl.DataFrame:
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
    km = _distance(rows, request, places)
    candidate, vacancy = (rows, request) if rows.side == "candidate" else (request, rows)
    valid, expired = _licences(candidate, codes, day)
    if candidate is request:
        valid, expired = (np.broadcast_to(words, (rows.n_rows, LICENCE_WORDS)) for words in (valid, expired))
    columns: dict[str, Any] = {
        "day": pl.Series([day], dtype=pl.Int32).new_from_index(0, rows.n_rows),
        "distance_km": _nullable(km),
        "travel_minutes": _nullable(
            np.where(km < 0, km, _FIXED_MINUTES + km * _DETOUR_PERCENT * 60 // (_KM_PER_HOUR * 100))
        ),
        "recipient_refused": _recipient_refused(candidate, vacancy, rows),
        "pair_state": pl.Series([pair_states.get(row_id, 0) for row_id in rows.ids], dtype=pl.Int32)
        if pair_states
        else pl.Series([0], dtype=pl.Int32).new_from_index(0, rows.n_rows),
        "months": _nullable(view.related_months(plain=True)),
        "months_open": view.related_work_open(),
        "must_skills": pl.Series(view.least_must_skill(), dtype=pl.Int32),
        "lacks_skill": view.lacks_skill(),
        "excluded_skill": view.excluded_skill(),
    }
    for word in range(LICENCE_WORDS):
        columns[f"licences_valid_{word}"] = valid[:, word]
        columns[f"licences_expired_{word}"] = expired[:, word]
    return pl.DataFrame(columns)


def _nullable(values: NDArray[np.int64]) -> pl.Series:
    series = pl.Series(values, dtype=pl.Int32)
    return series.set(series < 0, None)


def _distance(rows: Partition, request: Partition, places: Places) -> NDArray[np.int64]:
    """Return whole kilometres to the nearest workplace, -1 unknown, shape ``(n_rows,)``."""
    if rows.side == "candidate":
        workplaces = request.workplaces.items
        homes = rows.frame["place"].fill_null(-1).to_numpy()
        if not len(workplaces):
            return np.full(rows.n_rows, NOWHERE_KM, dtype=np.int64)
        nearest = np.min([places.distances_km(int(place)) for place in workplaces], axis=0)
        return np.where(homes < 0, NOWHERE_KM, nearest[np.maximum(homes, 0)].astype(np.int64))
    home = request.frame["place"][0]
    if home is None:
        return np.full(rows.n_rows, NOWHERE_KM, dtype=np.int64)
    kilometres = places.distances_km(int(home)).astype(np.int64)
    return rows.workplaces.smallest(kilometres[rows.workplaces.items], NOWHERE_KM)


def _recipient_refused(candidate: Partition, vacancy: Partition, rows: Partition) -> pl.Series:
    """Tell whether the person refused the employer; null where they refused some and the employer is unnamed."""
    asked = (vacancy if rows is candidate else candidate).parties.items
    own = rows.parties
    hit = pl.Series(own.largest(np.isin(own.items, asked).astype(np.int64)) > 0)
    named = np.diff(own.offsets) > 0
    # whoever refused nobody may go anywhere; a refusal beside a nameless employer is a question
    silent = named & (len(asked) == 0) if rows is candidate else ~named & (len(asked) > 0)
    return hit.set(pl.Series(silent), None)


def _licences(candidate: Partition, codes: Codes, day: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return valid and expired licences as words, shape ``(n_rows, LICENCE_WORDS)``."""
    valid = candidate.permanent.copy()
    expired = np.zeros_like(valid)
    claims: Jagged = candidate.licences
    if not len(claims.items):
        return valid, expired
    closure = np.zeros((len(codes.licences), LICENCE_WORDS), dtype=np.int64)
    for code, held in codes.licence_closure.items():
        closure[codes.licences[code]] = codes.licence_words(held)
    owners = np.repeat(np.arange(claims.n_rows), np.diff(claims.offsets))
    current = claims.weights >= day
    np.bitwise_or.at(valid, owners[current], closure[claims.items[current]])
    np.bitwise_or.at(expired, owners[~current], closure[claims.items[~current]])
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
