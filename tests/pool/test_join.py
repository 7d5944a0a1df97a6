"""However the rows of a pool are cut into blocks, and wherever they come from, the partition is the same."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core import from_json

from matcher.domain.candidate import Candidate
from matcher.domain.protected import Protected
from matcher.store.writing import record_json
from tests.congruence.setting import setting
from tests.congruence.strategies import make_candidate, make_protected
from tests.pool.test_snapshot import same

Stored = tuple[dict[str, Any], dict[str, Any] | None]


def stored(people: Sequence[Candidate], behind: dict[str, Protected]) -> list[Stored]:
    """Return people as the store has them."""
    return [
        (from_json(record_json(one)), from_json(record_json(behind[one.id])) if one.id in behind else None)
        for one in people
    ]


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32), cuts=st.lists(st.integers(0, 12), max_size=4))
def test_blocks_of_stored_json_join_to_the_partition_of_the_records(seed: int, cuts: list[int]) -> None:
    r, builder = Random(seed), setting().builder
    people = [make_candidate(r, f"P{number}") for number in range(12)]
    behind = {one.id: make_protected(r, one.id) for one in people if r.random() < 0.7}
    rows, edges = stored(people, behind), [0, *sorted(cuts), 12]
    blocks = [builder.block(rows[start:stop]) for start, stop in pairwise(edges)]
    assert same(builder.join(blocks), builder.candidates(people, behind))
