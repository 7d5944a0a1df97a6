"""Known answers of the ranking measures that the quality benchmark prints."""

import numpy as np
import pytest

from benchmarks.quality.gender import overlap
from benchmarks.quality.metrics import measure, relevant_ranks


def test_ranks_count_better_wrong_elements_first_among_equals():
    scores = np.array([[0.9, 0.5, 0.5, 0.1]], dtype=np.float32)
    assert relevant_ranks(scores, [np.array([1, 3])])[0].tolist() == [3, 4]
    assert relevant_ranks(scores, [np.array([1, 2])])[0].tolist() == [2, 3]
    assert relevant_ranks(scores, [np.array([0])])[0].tolist() == [1]


def test_measures_of_two_queries():
    got = measure([np.array([1, 4]), np.array([2])])
    assert got.mrr == pytest.approx(0.75)
    assert got.average_precision == pytest.approx((0.75 + 0.5) / 2)
    assert (got.hits_1, got.hits_5, got.hits_10) == (0.5, 1.0, 1.0)
    assert got.low <= got.mrr <= got.high


def test_overlap_of_equal_and_of_disjoint_lists():
    assert overlap([1, 2, 3], [1, 2, 3]) == pytest.approx(1.0)
    assert overlap([1, 2, 3], [4, 5, 6]) == 0.0
    assert overlap([1, 2, 3], [1, 3, 2]) > overlap([1, 2, 3], [2, 1, 3])
