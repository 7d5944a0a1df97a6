from __future__ import annotations

import pytest

from matcher.exchange.labels import Labels
from matcher.vocabulary.active import load_active
from matcher.vocabulary.bundle import Vocabularies


@pytest.fixture(scope="session")
def vocabularies(tmp_path_factory: pytest.TempPathFactory) -> Vocabularies:
    return load_active(tmp_path_factory.mktemp("workspace"), None)


@pytest.fixture(scope="session")
def labels(vocabularies: Vocabularies) -> Labels:
    return Labels.of(vocabularies)
