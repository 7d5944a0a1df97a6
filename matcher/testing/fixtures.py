"""Fixtures for plugin authors; pytest finds them by itself where the product is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from matcher.testing.kit import Workshop

__all__ = ["workshop"]


@pytest.fixture(scope="session")
def workshop() -> Workshop:
    """Vocabularies, codes and embedder, opened once; ``workshop.kit({"mine": MyPlugin})`` is ready to match."""
    from matcher.testing.kit import Workshop

    return Workshop.open()
