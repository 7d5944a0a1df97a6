"""Words of closed lists: what they stand for, and what is proposed for those that stand for nothing."""

from __future__ import annotations

import pytest

from matcher.errors import InputError
from matcher.exchange.labels import Labels


def test_a_longer_text_is_answered_with_what_it_contains(labels: Labels) -> None:
    with pytest.raises(InputError) as refused:
        labels.contracts.code("TD con possibilità di proroga")
    assert refused.value.hint.startswith("Forse: «tempo determinato»")
    with pytest.raises(InputError) as refused:
        labels.contracts.code("part-time")
    assert "«ore»" in refused.value.hint
