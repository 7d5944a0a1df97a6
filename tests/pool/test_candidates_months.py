"""Months of a job, with and without an end."""

from __future__ import annotations

from datetime import date

import pytest

from matcher.domain.candidate import WorkExperience
from matcher.domain.record import Mention
from matcher.pool.candidates import work_months

_COOK = Mention(text="cuoco")


@pytest.mark.parametrize(
    ("job", "as_of", "months"),
    [
        ({"months": 7, "start": date(2020, 1, 1)}, date(2026, 1, 1), 7),
        ({"start": date(2020, 1, 1), "end": date(2020, 12, 31)}, date(2026, 1, 1), 12),
        ({"start": date(2025, 11, 1)}, date(2026, 1, 1), 3),
        ({"start": date(2025, 11, 1)}, None, None),
        ({"end": date(2025, 11, 1)}, date(2026, 1, 1), None),
        ({"start": date(2026, 3, 1)}, date(2026, 1, 1), 1),
    ],
)
def test_a_job_without_an_end_lasts_until_the_day_of_the_pool(
    job: dict[str, object], as_of: date | None, months: int | None
) -> None:
    stored = WorkExperience(occupation=_COOK, **job).model_dump(mode="json")
    assert work_months(stored, as_of) == months
