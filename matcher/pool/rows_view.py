"""What rules see of some rows of a partition beside one request: columns, and exact kernels.

Every kernel serves both directions: the request is a partition of one row, and a pair has the same value
whichever of the two is the rows. Where they are worked out in two ways, people as rows are in
`matcher.pool.candidate_rows`, vacancies in `matcher.pool.vacancy_rows`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from matcher.pool.bits import Bits
from matcher.pool.columns import Lookup, RowColumns
from matcher.pool.jagged import Jagged, Whole
from matcher.pool.likenesses import RELATED, SAME_WORK, Likenesses, best_of
from matcher.pool.partition import HELD, INCLINED, WANTED
from matcher.pool.postings import Hits, Rows, find_hits
from matcher.pool.terms import SAME, cosines_to

__all__ = ["WISH", "WORK", "RowsView", "counted", "factors_of"]

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

#: Likeness and factor of one month that counts in full.
_COUNTED = 10_000 * 1000
#: A wish without experience says this much (of 10,000) of what experience says.
WISH = 8000
#: Which occupations of a person count, and how much of 10,000.
WORK: tuple[int, Mapping[int, int]] = (HELD | WANTED, {HELD: 10_000, WANTED: WISH})
_WISHES: tuple[int, Mapping[int, int]] = (WANTED, {WANTED: 10_000})


class RowsView(RowColumns, ABC):
    """Some rows of a partition beside one request; implements `matcher.plugin.types.PoolView`.

    Parameters
    ----------
    likenesses : Likenesses
        The request, the partition, and their likeness tables.
    rows : ndarray of int64, shape (n_rows,), or None
        Row numbers in the partition, each once; ``None`` for all of them.
    values : mapping of str to value
        The request's own columns.
    further : sequence of polars DataFrame, shape (partition.n_rows, ...)
        Columns of the whole partition beside its own.
    lookup : Lookup, optional
        Columns of the whole partition that are looked up.
    """

    def __init__(
        self,
        likenesses: Likenesses,
        rows: Ints | None,
        values: Mapping[str, Any],
        further: Sequence[pl.DataFrame] = (),
        lookup: Lookup | None = None,
    ) -> None:
        self._likenesses = likenesses
        self._partition = likenesses.rows
        self._request = likenesses.request
        frames = [self._partition.frame, *further]
        chosen = self._partition.everyone if rows is None else Rows(rows, self._partition.n_rows)
        super().__init__(chosen, frames, values, self._partition.unfilled, lookup)
        self._lists: dict[tuple[str, int], Jagged] = {}

    def occupation_match(self, wanted_only: bool = False) -> Ints:
        """Best likeness of an occupation of the person to one of the vacancy, 0..10,000, -1 unknown."""
        return self._best_occupation(*(_WISHES if wanted_only else WORK))

    def inclination_match(self) -> Ints:
        """Best likeness of an inclination of the person to the vacancy, 0..10,000, -1 unknown."""
        return self._best_occupation(INCLINED, {INCLINED: 10_000})

    def related_months(self, plain: bool = False) -> Ints:
        """Return months of related experience, -1 unknown.

        Parameters
        ----------
        plain : bool
            True: every related month counts one. False: weighted by likeness, and less when much other
            work came after; time without work counts nothing either way.
        """
        total = self._counted_months(plain)
        # divided once, at the end: many short jobs count as much as a long one
        months = total if plain else total // _COUNTED
        return np.where((total > 0) | ~self.related_work_open(), months, -1)

    @abstractmethod
    def related_work_open(self) -> Bools:
        """Tell where there may be more related work than is known, shape ``(n_rows,)``.

        Work was not asked, a related job has no duration, or the vacancy names no occupation.
        """

    @abstractmethod
    def required_skills(self) -> tuple[Ints, bool | Bools]:
        """Mean over required skills of the best offered one (-1 unknown), and where any is asked."""

    @abstractmethod
    def offered_skills(self) -> tuple[Ints, bool | Bools]:
        """Mean over offered skills of the best required one (-1 unknown), and where any is asked."""

    @abstractmethod
    def most_alike(self, n: int, among: Bits) -> tuple[Ints | NDArray[np.int32], Ints] | None:
        """Return rows of a whole partition with their `occupation_match`, so that the ``n`` best of some are in them.

        Parameters
        ----------
        among : Bits
            Those who count.

        Returns
        -------
        tuple of ndarray of int, shape (n_found,), or None
            Rows and the likeness of each; ``None`` where fewer than ``n`` have anything in common with the request,
            and where to find them is no quicker than to look at everybody.
        """

    @abstractmethod
    def least_must_skill(self) -> Ints:
        """Return the least likeness among indispensable skills, 10,000 where none is asked; ``()`` if all alike."""

    @abstractmethod
    def lacks_skill(self) -> Bools:
        """Tell where the person said no to an indispensable skill."""

    @abstractmethod
    def excluded_skill(self) -> Bools:
        """Tell where the person has a skill that the vacancy excludes."""

    def text_similarity(self) -> Ints:
        """Cosine of the two profile texts, 0..10,000, -1 where one has no text."""
        query, vectors = self._request.vectors[0], self._partition.vectors
        if not query.any():
            return np.full(self.n_rows, -1, dtype=np.int64)
        found = cosines_to(query, vectors, None if self._rows.whole else self._rows.numbers)
        # who has no text is among those whose product is nothing
        nothing = np.flatnonzero(found == 0)
        silent = nothing[~vectors[self._rows.numbers[nothing]].any(axis=1)]
        # rounding to int8 can make a vector a little longer than one
        np.clip(found, 0, 10_000, out=found)
        found[silent] = -1
        return found

    def words(self, row: int, subject: str) -> tuple[str, ...]:
        """Return the words of a row about ``occupations`` or ``skills``."""
        kind, flags = _SUBJECTS[subject]
        texts = self._partition.terms[kind].texts
        found = self._list("occupations" if kind == "occupation" else "skills")
        place = found.row(row)
        return tuple(
            texts[item]
            for item, flag in zip(found.items[place], found.flags[place], strict=True)
            if flag & flags
        )

    def requested_skills(self) -> list[tuple[str, int, Ints, list[str]]]:
        """Return, for every skill of the request: words, weight, best likeness per row, words of the best.

        Used to explain finalists; ``(n_rows,)`` arrays.
        """
        table = self._likenesses.table("skill")
        wanted = self._request.skills.only(WANTED | HELD)
        rows = self._list("skills", WANTED | HELD)
        texts, own = self._partition.terms["skill"].texts, self._request.terms["skill"].texts
        found = []
        for item, weight in zip(wanted.items, wanted.weights, strict=True):
            values = table[item][rows.items]
            best = rows.largest(values)
            named = [texts[item] if item >= 0 else "" for item in rows.best_items(values, best).tolist()]
            found.append((own[item], int(weight), best, named))
        return found

    def requested_occupation(self) -> list[tuple[str, str, int]]:
        """Return, for every row: the request's closest occupation, the row's closest one, their likeness.

        Where the request names none: nothing, an occupation of the row, -1.
        """
        table = self._likenesses.table("occupation")
        rows = self._list("occupations")
        own, texts = self._request.terms["occupation"].texts, self._partition.terms["occupation"].texts
        wanted = np.unique(self._request.occupations.items)
        if not len(rows.items):
            return [("", "", -1)] * self.n_rows
        if not len(wanted):
            alike = np.zeros(len(rows.items), dtype=np.int64)
            items = rows.best_items(alike, rows.largest(alike))
            return [("", texts[item] if item >= 0 else "", -1) for item in items.tolist()]
        values = table[np.ix_(wanted, rows.items)]
        best = np.stack([rows.largest(of_one) for of_one in values])
        closest = best.argmax(axis=0)
        items = np.empty(self.n_rows, dtype=np.int64)
        for number in np.unique(closest):
            asking = closest == number
            items[asking] = rows.best_items(values[number], best[number])[asking]
        return [
            (own[wanted[number]], texts[item], int(value)) if item >= 0 else ("", "", -1)
            for number, item, value in zip(closest, items, best.max(axis=0), strict=True)
        ]

    def _meets(self, request_flag: int, row_flag: int) -> Bools:
        """Tell where a skill of the request with one flag is the very skill of a row; ``()`` if all alike."""
        items = self._request_items("skills", request_flag)
        if not len(items) or not self._count("skills", row_flag).any():
            return np.asarray(False)
        best = best_of(self._likenesses.table("skill"), items)
        found = np.zeros(self.n_rows, dtype=np.bool_)
        found[self._find("skills", best >= SAME).flagged(row_flag).owners] = True
        return found

    @abstractmethod
    def _counted_months(self, plain: bool) -> Ints:
        """Return the sum of what the months of related jobs count, shape ``(n_rows,)``."""

    @abstractmethod
    def _best_occupation(self, flags: int, factors: Mapping[int, int]) -> Ints:
        """Return the best likeness of occupations with ``flags``, each counted by its factor, of 10,000."""

    def _list(self, name: str, flag: int = 0) -> Jagged:
        """Return the rows' items, or those that carry any bit of ``flag``."""
        if (name, flag) not in self._lists:
            everything: Jagged = getattr(self._partition, name)
            self._lists[name, flag] = (
                self._list(name).only(flag)
                if flag
                else everything
                if self._rows.whole
                else everything.take(self._rows.numbers)
            )
        return self._lists[name, flag]

    def _request_items(self, name: str, flag: int) -> NDArray[np.int32]:
        found: Jagged = getattr(self._request, name)
        return found.only(flag).items

    def _count(self, name: str, flag: int) -> NDArray[np.int32]:
        """Return how many items of each row carry any bit of ``flag``."""
        everything: Jagged = getattr(self._partition, name)
        return self._rows.of(everything.count(flag))

    def _find(self, name: str, wanted: Bools) -> Hits:
        return find_hits(
            getattr(self._partition, name), self._rows, wanted, lambda: self._partition.postings_of(name)
        )


_SUBJECTS = {"occupations": ("occupation", HELD | WANTED), "skills": ("skill", HELD | WANTED)}


def counted(likeness: Ints, months: Any, factors: Any, plain: bool) -> Ints:
    """Return how much the months of jobs count, plain or by likeness and recency."""
    related = np.where(likeness >= RELATED, likeness, 0)
    if plain:
        return np.asarray((related > 0) * months.astype(np.int64))
    # the same work in other words is the same work
    return np.asarray(np.where(related >= SAME_WORK, 10_000, related) * months * factors)


def factors_of(flags: NDArray[np.uint8], recency: Whole, factors: Mapping[int, int]) -> Ints:
    """Return how much each occupation counts: by the flag that says most for it, and by recency."""
    found = np.zeros(len(flags), dtype=np.int64)
    for flag, factor in factors.items():
        np.maximum(found, np.where(flags & flag, factor, 0), out=found)
    return found * recency
