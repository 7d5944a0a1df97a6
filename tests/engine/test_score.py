"""Weights are shares of a thousand, whatever the vacancy does not ask for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.engine.score import rescale


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ([300, 210, 490], [300, 210, 490]),
        ([1, 1, 1], [334, 333, 333]),
        ([0, 0], [0, 0]),
        ([], []),
        ([5, 0], [1000, 0]),
        ([2, 1], [667, 333]),
        ([1, 2, 4], [143, 286, 571]),
    ],
)
def test_known_shares(weights: list[int], expected: list[int]) -> None:
    assert rescale(weights) == expected


@given(weights=st.lists(st.integers(0, 10_000), max_size=15))
def test_shares_sum_to_a_thousand_or_are_all_zero_and_stay_in_proportion(weights: list[int]) -> None:
    shares = rescale(weights)
    whole = sum(weights)
    assert sum(shares) == (1000 if whole else 0)
    assert all(
        abs(share * whole - weight * 1000) < whole
        for share, weight in zip(shares, weights, strict=True)
        if whole
    )
    assert all(share == 0 for share, weight in zip(shares, weights, strict=True) if weight == 0)
