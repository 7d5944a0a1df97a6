"""One request, complete: everything is fixed here, so that the rest of the engine reads no clock and no store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from matcher.domain.shortlist import Versions
from matcher.engine.rank import POINT, Ranking
from matcher.plugin.gate import Gate
from matcher.plugin.types import MatchRequest
from matcher.pool.codes import Codes
from matcher.pool.ids import hash_id
from matcher.pool.partition import Partition
from matcher.vocabulary.places import Places

__all__ = ["Request", "Rules", "make_request"]


@dataclass(frozen=True)
class Rules:
    """What judges: the plugins behind the gate, and the closed lists their columns are written in."""

    gate: Gate
    codes: Codes
    places: Places


@dataclass(frozen=True)
class Request:
    """A vacancy (or a candidate) that asks the pool.

    Attributes
    ----------
    ask : MatchRequest
        What plugins see of it.
    side : Partition
        The same as a partition of one row.
    pair_states : mapping of str to int
        Other side's id to state of the pair: 1 referred, 2 refused by the person, 3 hired, 4 rejected.
    applicants : frozenset of str
        Ids that applied; those left out always get a reason.
    tie_width : int
        Width of a band of tied scores, in score units.
    near_misses : int
        How many to show.
    versions : Versions
        For the log and a later replay.
    """

    ask: MatchRequest
    side: Partition
    versions: Versions
    pair_states: Mapping[str, int] = field(default_factory=dict)
    applicants: frozenset[str] = frozenset()
    tie_width: int = POINT
    near_misses: int = 5

    @property
    def ranking(self) -> Ranking:
        """How rows are put in order."""
        return Ranking(self.ask.size, self.tie_width)

    @property
    def subject_hash(self) -> int:
        """Fixed hash of the subject, for the last tie-break."""
        return hash_id(self.ask.subject)


def make_request(
    side: Partition,
    reference_date: date,
    size: int,
    weights: Mapping[str, int],
    versions: Versions,
    **options: Any,
) -> Request:
    """Build the request of a one-row partition.

    Parameters
    ----------
    side : Partition
        The vacancy or the candidate, as one row.
    weights : mapping of str to int
        Component to share.
    **options
        Further fields of `Request`.
    """
    values = dict(side.frame.row(0, named=True))
    for name, until in (side.expiry.row(0, named=True) if side.expiry.height else {}).items():
        if until is not None and until < (reference_date - date(1970, 1, 1)).days:
            values[name] = None
    words = {
        "occupations": tuple(side.terms["occupation"].texts),
        "skills": tuple(side.terms["skill"].texts),
    }
    ask = MatchRequest(side.ids[0], side.side, reference_date, size, values, dict(weights), words)
    return Request(ask, side, versions, **options)
