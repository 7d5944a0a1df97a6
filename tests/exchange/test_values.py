from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.errors import InputError
from matcher.exchange.values import parse_amount, parse_date, parse_flag, parse_month, whole_between


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-31", "31/01/2026", "31.01.26", "31-01-2026", "31/1/26", "2026-01-31 00:00:00",
        "2026-01-31T08:30", "46053", "2026/01/31", "31 gennaio 2026", "31 gen 2026", "31 Genn. 2026",
    ],
)  # fmt: skip
def test_a_date_is_read_in_every_way_it_is_written(text: str) -> None:
    assert parse_date(text) == date(2026, 1, 31)


@pytest.mark.parametrize("text", ["31/02/2026", "2026-02-30", "00/01/2026", "31.13.26"])
def test_a_day_that_no_calendar_has_is_refused_with_the_reason(text: str) -> None:
    with pytest.raises(InputError, match="non esiste nel calendario"):
        parse_date(text)


@pytest.mark.parametrize(
    "text", ["domani", "01/2026", "31/01", "123", "9999999", "31 gennaio", "31 brumaio 2026"]
)
def test_what_is_no_date_is_refused_with_the_remedy(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_date(text)
    assert "31/01/2026" in caught.value.hint


@given(st.dates(date(1970, 1, 1), date(2068, 12, 31)))
def test_the_three_formats_agree(day: date) -> None:
    written = (f"{day:%Y-%m-%d}", f"{day:%d/%m/%Y}", f"{day:%d.%m.%y}", f"{day:%d-%m-%Y}")
    assert {parse_date(text) for text in written} == {day}


def test_a_month_is_its_first_or_its_last_day() -> None:
    assert parse_month("2019-02") == date(2019, 2, 1)
    assert parse_month("02/2020", last=True) == date(2020, 2, 29)
    assert parse_month("2019", last=True) == date(2019, 12, 31)
    assert parse_month("15/02/2019", last=True) == date(2019, 2, 15)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.250,50", 1250.5), ("1.250", 1250), ("1250.5", 1250.5), ("1,5", 1.5), ("1,250.50", 1250.5),
        ("30 km", 30), ("8h", 8), ("€ 24.000", 24000), ("24k", 24000), ("1 250", 1250), ("24.000 euro", 24000),
    ],
)  # fmt: skip
def test_numbers_are_read_the_italian_way(text: str, number: float) -> None:
    assert parse_amount(text) == number


@pytest.mark.parametrize("text", ["trenta", "30/40", "1,2,3", "", "€"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="non è un numero"):
        parse_amount(text)


def test_a_number_out_of_bounds_or_with_decimals_is_refused() -> None:
    read = whole_between(1, 80)
    assert read("40") == 40
    with pytest.raises(InputError, match="tra 1 e 80"):
        read("400")
    with pytest.raises(InputError, match="intero"):
        read("37,5")


@pytest.mark.parametrize("text", ["sì", "SI", "s", "x", "Vero", "yes", "1", "si'"])
def test_yes(text: str) -> None:
    assert parse_flag(text) is True


@pytest.mark.parametrize("text", ["no", "N", "falso", "0"])
def test_no(text: str) -> None:
    assert parse_flag(text) is False


def test_neither_yes_nor_no_is_refused() -> None:
    with pytest.raises(InputError, match="non è sì né no"):
        parse_flag("forse")
