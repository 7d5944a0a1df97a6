"""A deadline falls at the close of an opening, with the holidays of Italy and of the place, and a cap."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.desk.calendar import Calendar, easter, is_national_holiday
from matcher.errors import InputError
from matcher.settings import DeskSettings

#: The desk of Sant'Arsenio: Mondays and Tuesdays, ten to twelve.
TWO_DAYS = DeskSettings(hours={"lun": "10-12", "mar": "10:00-12:00"})
LONG = timedelta(days=60)


def rome(*parts: int) -> datetime:
    from zoneinfo import ZoneInfo

    return datetime(*parts, tzinfo=ZoneInfo("Europe/Rome"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "wanted", "openings", "closes"),
    [
        (rome(2026, 3, 2, 10, 30), None, 1, rome(2026, 3, 2, 12)),
        (rome(2026, 3, 2, 10, 30), None, 2, rome(2026, 3, 3, 12)),
        (rome(2026, 3, 2, 12, 0), None, 1, rome(2026, 3, 3, 12)),
        (rome(2026, 3, 4, 9, 0), None, 1, rome(2026, 3, 9, 12)),
        (rome(2026, 3, 2, 9, 0), rome(2026, 3, 5, 18), 1, rome(2026, 3, 9, 12)),
        (rome(2026, 3, 2, 9, 0), rome(2026, 3, 3, 12), 1, rome(2026, 3, 3, 12)),
        # Easter Monday is closed; on 29 March the clocks go forward
        (rome(2026, 4, 1, 9, 0), None, 1, rome(2026, 4, 7, 12)),
        (rome(2026, 3, 27, 9, 0), None, 1, rome(2026, 3, 30, 12)),
    ],
)
def test_deadlines_of_a_desk_open_two_mornings_a_week(
    asked: datetime, wanted: datetime | None, openings: int, closes: datetime
) -> None:
    found = Calendar.of(TWO_DAYS).deadline(asked, wanted, openings, LONG)
    assert found == closes
    assert found.tzinfo is UTC


def test_nobody_waits_longer_than_the_cap() -> None:
    asked = rome(2026, 3, 4, 9, 0)
    found = Calendar.of(TWO_DAYS).deadline(asked, None, 1, timedelta(hours=48))
    assert found == asked + timedelta(hours=48)


def test_the_patron_saint_and_the_closures_of_the_place() -> None:
    place = DeskSettings(patron_saint="31/01", closures=(date(2028, 2, 1),))
    open_on = Calendar.of(place).is_open_on
    assert not open_on(date(2028, 1, 31))
    assert not open_on(date(2028, 2, 1))
    assert open_on(date(2028, 2, 2))
    assert not open_on(date(2028, 2, 5)), "a Saturday"


@pytest.mark.parametrize(
    ("day", "holiday"),
    [
        (date(2026, 4, 5), True),
        (date(2026, 4, 6), True),
        (date(2026, 4, 25), True),
        (date(2025, 10, 4), False),
        (date(2027, 10, 4), True),
        (date(2026, 11, 23), False),
    ],
)
def test_national_holidays(day: date, holiday: bool) -> None:
    assert is_national_holiday(day) is holiday


def test_easter_of_known_years() -> None:
    known = [date(2000, 4, 23), date(2008, 3, 23), date(2019, 4, 21), date(2026, 4, 5), date(2038, 4, 25)]
    assert [easter(day.year) for day in known] == known


@settings(deadline=None)
@given(
    asked=st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31)).map(lambda at: at.replace(tzinfo=UTC)),
    openings=st.integers(1, 6),
)
def test_a_deadline_is_in_the_future_and_on_an_open_day(asked: datetime, openings: int) -> None:
    calendar = Calendar.of(TWO_DAYS)
    found = calendar.deadline(asked, None, openings, timedelta(days=200))
    assert found > asked
    local = found.astimezone(calendar.zone)
    assert calendar.is_open_on(local.date())
    assert (local.hour, local.minute) == (12, 0)


@pytest.mark.parametrize(
    "settings",
    [
        {"hours": {"lunedì": "9-13"}},
        {"hours": {"lun": "9-9"}},
        {"hours": {"lun": "9-13 12-15"}},
        {"hours": {"lun": "25-26"}},
        {"hours": {}},
        {"timezone": "Modena"},
        {"patron_saint": "31/02"},
        {"patron_saint": "San Geminiano"},
    ],
)
def test_settings_that_make_no_calendar_name_themselves(settings: dict[str, object]) -> None:
    with pytest.raises(InputError, match=r"E-SET-004.*«desk\."):
        Calendar.of(DeskSettings(**settings))  # type: ignore[arg-type]
