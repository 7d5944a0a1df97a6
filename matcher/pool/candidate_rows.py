"""People as the rows beside a vacancy: what is like nothing that it asks for is never looked at."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matcher.pool import bits
from matcher.pool.bits import Bits
from matcher.pool.likenesses import RELATED
from matcher.pool.partition import HELD, LACKED, MUST, MUST_NOT, TIMED, WANTED
from matcher.pool.postings import Hits
from matcher.pool.rows_view import WORK, RowsView, counted, factors_of

__all__ = ["CandidateRows"]

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class CandidateRows(RowsView):
    """Candidates beside one vacancy; what its kernels return is said in `RowsView`."""

    def related_jobs(self) -> tuple[Ints, Hits]:
        """Return how like the vacancy each job of people is that counts as related work, and these jobs."""
        jobs = self._alike("occupation", HELD, RELATED)
        return self._likenesses.best("occupation")[jobs.items], jobs

    def related_work_open(self) -> Bools:
        """Tell where more related work may be held than is known."""
        _, jobs = self.related_jobs()
        found = np.zeros(self.n_rows, dtype=np.bool_)
        found |= (self.ints("work_known", 0) == 0) | (len(self._request_items("occupations", WANTED)) == 0)
        found[jobs.owners[(jobs.flags & TIMED) == 0]] = True
        return found

    def required_skills(self) -> tuple[Ints, bool | Bools]:
        """Measure how well the skills that the vacancy requires are covered."""
        table = self._likenesses.table("skill")
        required = self._request.skills.only(WANTED)
        offered = self._alike("skill", HELD)
        total = np.zeros(len(offered.rows), dtype=np.int64)
        for item, weight in zip(required.items, required.weights, strict=True):
            total += offered.largest(table[item][offered.items]) * weight
        whole = int(required.weights.sum())
        if not whole:
            return np.full(self.n_rows, -1, dtype=np.int64), len(required.items) > 0
        found = self._base("skills", HELD)
        found[offered.rows] = total // whole
        return found, len(required.items) > 0

    def offered_skills(self) -> tuple[Ints, bool | Bools]:
        """Measure how much of each person's skills the vacancy requires."""
        required = self._request_items("skills", WANTED)
        offered = self._alike("skill", HELD)
        total = offered.total(self._likenesses.best("skill")[offered.items])
        found = self._base("skills", HELD)
        found[offered.rows] = total // self._count("skills", HELD)[offered.rows]
        return found, len(required) > 0

    def most_alike(self, n: int, among: Bits) -> tuple[Ints | NDArray[np.int32], Ints] | None:
        """Find the most alike in occupation without looking at everybody."""
        if not len(self._request_items("occupations", WANTED)):
            return None
        wanted, (flags, factors) = bits.bools(among, self.n_rows), WORK
        # so many items of everybody's as should hold some for each of the n: old work is less alike
        for least in self._levels(16 * n * self.n_rows // max(bits.count(among), 1)):
            own = self._alike("occupation", 0, least)
            rows, alike = self._likest(own.only(wanted[own.owners]).flagged(flags), factors)
            # an item is never less alike than what its row makes of it: from here up, nothing was left out
            enough = alike >= least
            if np.count_nonzero(enough) >= n:
                return rows[enough], alike[enough]
        return None

    def least_must_skill(self) -> Ints:
        """Measure how well the worst covered indispensable skill is covered."""
        found = np.asarray(10_000)
        for item in self._request_items("skills", MUST):
            table = self._likenesses.table("skill")
            offered = self._alike("skill", HELD)
            best = np.zeros(self.n_rows, dtype=np.int64)
            best[offered.rows] = offered.largest(table[item][offered.items])
            found = np.minimum(found, best)
        return found

    def lacks_skill(self) -> Bools:
        """Tell who said no to an indispensable skill."""
        return self._meets(MUST, LACKED)

    def excluded_skill(self) -> Bools:
        """Tell who has a skill that the vacancy excludes."""
        return self._meets(MUST_NOT, HELD)

    def _counted_months(self, plain: bool) -> Ints:
        like, jobs = self.related_jobs()
        total = np.zeros(self.n_rows, dtype=np.int64)
        total[jobs.rows] = jobs.total(counted(like, jobs.weights, jobs.factors, plain))
        return total

    def _best_occupation(self, flags: int, factors: Mapping[int, int]) -> Ints:
        if not len(self._request_items("occupations", WANTED)):
            return np.full(self.n_rows, -1, dtype=np.int64)
        found = self._base("occupations", flags)
        rows, best = self._likest(self._alike("occupation", flags), factors)
        found[rows] = best
        return found

    def _base(self, name: str, flag: int) -> Ints:
        """Return 0 for the rows that have an item with ``flag``, -1 for the others."""
        return np.where(self._count(name, flag) > 0, 0, -1)

    @cached_property
    def _hits(self) -> dict[tuple[str, int, int], Hits]:
        return {}

    def _alike(self, kind: str, flag: int, least: int = 1) -> Hits:
        """Return the rows' items that are at least so like anything asked for; the others add nothing to a score."""
        if (kind, flag, least) not in self._hits:
            best = self._likenesses.best(kind)
            found = self._hits.get((kind, 0, 1))
            if found is None:
                found = self._find(f"{kind}s", best >= least)
                self._hits[kind, 0, least] = found
            elif least > 1:
                found = found.only(best[found.items] >= least)
            self._hits[kind, flag, least] = found.flagged(flag) if flag else found
        return self._hits[kind, flag, least]

    def _likest(self, own: Hits, factors: Mapping[int, int]) -> tuple[Ints | NDArray[np.int32], Ints]:
        """Return the rows that have some occupations, and the best likeness of each."""
        alike = self._likenesses.best("occupation")[own.items]
        return own.rows, own.largest(alike * factors_of(own.flags, own.factors, factors) // 10_000_000)

    def _levels(self, n_items: int) -> list[int]:
        """Return likenesses that ever more items of the partition reach: ``n_items``, eight times as many, … any."""
        best, items = self._likenesses.best("occupation"), self._partition.occupations.items
        frequencies = self._partition.recall(
            "frequencies", None, lambda: np.bincount(items, minlength=len(best))
        )
        terms = np.argsort(-best)
        reached = np.cumsum(frequencies[terms])
        levels = []
        while n_items < reached[-1]:
            levels.append(int(best[terms[int(np.searchsorted(reached, n_items))]]))
            n_items *= 8
        return [*(level for level in levels if level > 1), 1]
