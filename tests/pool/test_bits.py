"""Sets of rows as bits say what masks say."""

from __future__ import annotations

import numpy as np
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
