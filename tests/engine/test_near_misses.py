"""Near misses are the same however the pool is split, also where only the most alike are scored."""

from __future__ import annotations

import pytest

from matcher.testing import Workshop


@pytest.mark.parametrize("limit", [3, 5, 5_000])
def test_the_same_near_misses_for_any_partitioning(monkeypatch: pytest.MonkeyPatch, limit: int) -> None:
    monkeypatch.setattr("matcher.engine.choose._NEAR_MISS_ROWS", limit)
    kit = Workshop.open().kit({})
    whole = kit.match("V1")
    assert whole.near_misses
    for n_parts in (2, 3, 5):
        assert kit.match("V1", partitions=n_parts).near_misses == whole.near_misses
