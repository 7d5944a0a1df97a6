"""Sets of rows as bits say what masks say."""

from __future__ import annotations

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from matcher.pool import bits

masks = st.integers(0, 300).flatmap(lambda n: st.lists(st.booleans(), min_size=n, max_size=n))


@given(mask=masks)
def test_bits_hold_the_rows_of_a_mask(mask: list[bool]) -> None:
    wanted, rows = np.array(mask, dtype=np.bool_), bits.pack(np.array(mask, dtype=np.bool_))
    assert bits.count(rows) == wanted.sum()
    np.testing.assert_array_equal(bits.numbers(rows), np.flatnonzero(wanted))
    np.testing.assert_array_equal(bits.bools(rows, len(mask)), wanted)
    chosen = np.arange(len(mask))[::-3]
    np.testing.assert_array_equal(bits.among(rows, chosen), wanted[chosen])


@given(mask=masks)
def test_nobody_and_everybody_stand_at_the_ends(mask: list[bool]) -> None:
    rows, n_rows = bits.pack(np.array(mask, dtype=np.bool_)), len(mask)
    np.testing.assert_array_equal(rows & bits.everybody(n_rows), rows)
    np.testing.assert_array_equal(rows | bits.nobody(n_rows), rows)
    assert bits.count(bits.everybody(n_rows)) == n_rows
    assert bits.count(bits.everybody(n_rows) & ~rows) == n_rows - sum(mask)


@given(
    n_rows=st.sampled_from([0, 1, 63, 64, 49_999, 50_000, 50_001, 50_007, 65_536, 99_995]),
    start=st.integers(0, 9),
    seed=st.integers(0, 9),
    cut=st.integers(0, 70_000),
)
def test_a_column_is_packed_as_its_mask_is(n_rows: int, start: int, seed: int, cut: int) -> None:
    values = np.random.default_rng(seed).random(n_rows + start) < 0.4
    column = pl.Series(values)[start:]
    in_pieces = pl.concat([pl.Series(values[start:][:cut]), pl.Series(values[start:][cut:])], rechunk=False)
    for one in (column, in_pieces, ~~column):
        np.testing.assert_array_equal(bits.packed(one), bits.pack(values[start:]))
