"""Vacancies as the rows beside a person."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from matcher.pool.bits import Bits
from matcher.pool.likenesses import RELATED, best_of
from matcher.pool.partition import HELD, LACKED, MUST, MUST_NOT, TIMED, WANTED
from matcher.pool.rows_view import RowsView, counted, factors_of

__all__ = ["VacancyRows"]

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class VacancyRows(RowsView):
    """Vacancies beside one candidate; what its kernels return is said in `RowsView`."""

    def related_work_open(self) -> Bools:
        """Tell for which vacancies the person may have more related work than is known."""
        table = self._likenesses.table("occupation")
        own, vacancies = self._request.occupations.only(HELD), self._list("occupations")
        found = vacancies.lengths == 0
        found |= not self._request.frame["work_known"][0]
        for item in own.items[(own.flags & TIMED) == 0]:
            found |= vacancies.largest(table[item][vacancies.items]) >= RELATED
        return np.asarray(found)

    def required_skills(self) -> tuple[Ints, bool | Bools]:
        """Measure how well the person covers the skills that each vacancy requires."""
        required, offered = self._list("skills", WANTED), self._request_items("skills", HELD)
        best = best_of(self._likenesses.table("skill"), offered)[required.items]
        total = required.total(best * required.weights)
        return self._mean(total, required.total(required.weights), offered), required.lengths > 0

    def offered_skills(self) -> tuple[Ints, bool | Bools]:
        """Measure how much of the person's skills each vacancy requires."""
        table = self._likenesses.table("skill")
        required, offered = self._list("skills", WANTED), self._request_items("skills", HELD)
        total = np.zeros(self.n_rows, dtype=np.int64)
        for item in offered:
            total += np.maximum(required.largest(table[item][required.items]), 0)
        return self._mean(total, np.full(self.n_rows, len(offered)), offered), required.lengths > 0

    def most_alike(self, n: int, among: Bits) -> tuple[Ints | NDArray[np.int32], Ints] | None:
        """Leave it to the caller: vacancies are few."""
        return None

    def least_must_skill(self) -> Ints:
        """Measure how well the person covers the worst covered indispensable skill."""
        required = self._list("skills", MUST)
        if not len(required.items):
            return np.asarray(10_000)
        best = best_of(self._likenesses.table("skill"), self._request_items("skills", HELD))
        return required.smallest(best[required.items], 10_000)

    def lacks_skill(self) -> Bools:
        """Tell which vacancies need a skill that the person said no to."""
        return self._meets(LACKED, MUST)

    def excluded_skill(self) -> Bools:
        """Tell which vacancies exclude a skill that the person has."""
        return self._meets(HELD, MUST_NOT)

    def _counted_months(self, plain: bool) -> Ints:
        table, own = self._likenesses.table("occupation"), self._request.occupations.only(HELD)
        vacancies = self._list("occupations")
        total = np.zeros(self.n_rows, dtype=np.int64)
        for item, weight, factor in zip(own.items, own.weights, own.factors, strict=True):
            like = vacancies.largest(table[item][vacancies.items])
            total += counted(like, np.int64(weight), np.int64(factor), plain)
        return total

    def _best_occupation(self, flags: int, factors: Mapping[int, int]) -> Ints:
        own, vacancies = self._request.occupations.only(flags), self._list("occupations")
        if not len(own.items):
            return np.full(self.n_rows, -1, dtype=np.int64)
        counting = factors_of(own.flags, own.factors, factors)[:, None]
        weighted = self._likenesses.table("occupation")[own.items] * counting // 10_000_000
        return vacancies.largest(weighted.max(axis=0)[vacancies.items])

    def _mean(self, total: Ints, count: Ints, offered: NDArray[np.int32]) -> Ints:
        """Return means, -1 where nothing is counted or the person offers nothing."""
        known = (count > 0) & (len(offered) > 0)
        return np.where(known, total // np.maximum(count, 1), -1)
