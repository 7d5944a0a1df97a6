"""Rows of varying length: every reduction equals the plain loop over lists."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.pool.jagged import Jagged, JaggedBuilder

Item = tuple[int, int, int]
rows_of_items = st.lists(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 9), st.integers(0, 7)), max_size=5), max_size=8
)


def jagged(rows: list[list[Item]]) -> Jagged:
    builder = JaggedBuilder()
    for row in rows:
        builder.add(row)
    return builder.close()


def items(found: Jagged) -> list[list[int]]:
    return [found.items[found.row(row)].tolist() for row in range(found.n_rows)]


def test_rows_keep_their_items_weights_flags_and_factors() -> None:
    builder = JaggedBuilder()
    builder.add([(7, 3, 1), (9, 4, 2)], factors=[500, 250])
    builder.add([])
    builder.add([(1, 2, 4)])
    found = builder.close()
    assert found.offsets.tolist() == [0, 2, 2, 3]
    assert found.items.tolist() == [7, 9, 1]
    assert found.weights.tolist() == [3, 4, 2]
    assert found.flags.tolist() == [1, 2, 4]
    assert found.factors.tolist() == [500, 250, 1000]


def test_reductions_of_known_rows() -> None:
    found = jagged([[(5, 0, 0), (2, 0, 0)], [], [(8, 0, 0)]])
    values = np.array([10, 30, 7])
    assert found.largest(values).tolist() == [30, -1, 7]
    assert found.smallest(values, 99).tolist() == [10, 99, 7]
    assert found.total(values).tolist() == [40, 0, 7]


@given(rows=rows_of_items, data=st.data())
def test_taking_rows_is_indexing_a_list(rows: list[list[Item]], data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.integers(0, len(rows) - 1), max_size=10)) if rows else []
    found = jagged(rows).take(np.array(chosen, dtype=np.int64))
    assert items(found) == [[item for item, _, _ in rows[row]] for row in chosen]


@given(rows=rows_of_items, flag=st.integers(1, 7))
def test_only_is_filtering_each_row(rows: list[list[Item]], flag: int) -> None:
    found = jagged(rows).only(flag)
    assert items(found) == [[item for item, _, flags in row if flags & flag] for row in rows]
    assert found.n_rows == len(rows)


@given(rows=rows_of_items)
def test_reductions_are_those_of_each_list(rows: list[list[Item]]) -> None:
    found = jagged(rows)
    values = found.items.astype(np.int64)
    numbers = [[item for item, _, _ in row] for row in rows]
    assert found.largest(values).tolist() == [max(row, default=-1) for row in numbers]
    assert found.smallest(values, -5).tolist() == [min(row, default=-5) for row in numbers]
    assert found.total(values).tolist() == [sum(row) for row in numbers]


@pytest.mark.parametrize("rows", [[], [[]], [[], []]])
def test_nothing_reduces_to_nothing(rows: list[list[Item]]) -> None:
    nothing = np.zeros(0, dtype=np.int64)
    assert jagged(rows).largest(nothing).tolist() == [-1] * len(rows)
    assert jagged(rows).total(nothing).tolist() == [0] * len(rows)
