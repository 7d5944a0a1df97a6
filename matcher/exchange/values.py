"""Single values as people write them in Italy: dates, numbers, yes and no."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from math import ceil, floor

from matcher.errors import InputError

__all__ = [
    "MONTHS",
    "bad_value",
    "hours_around",
    "parse_amount",
    "parse_date",
    "parse_flag",
    "parse_month",
    "parse_whole",
    "whole_between",
]

_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ].*)?\Z")
_ITALIAN = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})\Z")
_SPOKEN = re.compile(r"(\d{1,2})[°º]?\s+([a-z]{3,9})\.?\s+(\d{4})\Z", re.IGNORECASE)
MONTHS = (
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
)
_MONTH = re.compile(r"(?:(\d{4})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{4}))\Z")
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_SERIAL = re.compile(r"\d{5}\Z")
_SERIAL_ZERO = date(1899, 12, 30)
_SERIALS = range(10_000, 73_051)
_AMOUNT = re.compile(
    r"\A(?:€|eur|euro)?\s*([+-]?\d[\d.,\s']*)\s*(k\b)?\s*(?:€|eur|euro|km|chilometri|minuti|min|h|ore|mesi|posti)?\.?\Z",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+\Z")
_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)\s*(?:h|ore)?\.?\Z", re.IGNORECASE)
_YES = frozenset({"sì", "si", "s", "x", "vero", "yes", "y", "true", "1", "si'", "sí", "ok"})
_NO = frozenset({"no", "n", "falso", "false", "0"})


def bad_value(reason: str, remedy: str) -> InputError:
    """Return the error of a value that cannot be read: why, and what to write instead."""
    return InputError("E-EXC-020", reason, remedy)


@lru_cache(maxsize=65536)
def parse_date(text: str) -> date:
    """Return a date: ``2026-01-31``, ``31/01/2026``, ``31.01.26``, ``31 gennaio 2026``, or an Excel number.

    Two-digit years are those from 50 years before 2019 to 49 after: ``68`` is 2068, ``69`` is 1969.

    Raises
    ------
    InputError
        ``E-EXC-020`` for anything else, and for days that no calendar has.
    """
    if match := _ISO.match(text):
        year, month, day = int(match[1]), int(match[3]), int(match[4])
    elif match := _ITALIAN.match(text):
        day, month, year = int(match[1]), int(match[2]), int(match[3])
        year += 0 if year > 99 else 2000 if year < 69 else 1900
    elif (match := _SPOKEN.match(text)) and (named := _month_named(match[2].casefold())):
        day, month, year = int(match[1]), named, int(match[3])
    elif _SERIAL.match(text) and int(text) in _SERIALS:
        return _SERIAL_ZERO + timedelta(days=int(text))
    else:
        raise bad_value("non è una data", "Scrivi la data come 31/01/2026.")
    try:
        return date(year, month, day)
    except ValueError:
        raise bad_value("questo giorno non esiste nel calendario", "Controlla giorno e mese.") from None


def _month_named(word: str) -> int:
    """Return the number of a month, in full or by its first three letters or more; 0 for another word."""
    return next((number for number, name in enumerate(MONTHS, 1) if name.startswith(word)), 0)


@lru_cache(maxsize=65536)
def parse_month(text: str, *, last: bool = False) -> date:
    """Return a date, or the first (or last) day of a month ``2019-03`` or ``03/2019``, or of a year."""
    if match := _MONTH.match(text):
        year, month = int(match[1] or match[4]), int(match[2] or match[3])
        if not 1 <= month <= 12:
            raise bad_value("questo mese non esiste", "Scrivi il mese come 2019-03.")
        return date(year, month, monthrange(year, month)[1] if last else 1)
    if _YEAR.match(text):
        return date(int(text), 12, 31) if last else date(int(text), 1, 1)
    return parse_date(text)


@lru_cache(maxsize=65536)
def parse_amount(text: str) -> float:
    """Return a number written the Italian way (``1.250,50``), with its unit or without (``30 km``, ``24k``).

    Raises
    ------
    InputError
        ``E-EXC-020`` if it is no number.
    """
    match = _AMOUNT.match(text.strip())
    if match is None:
        raise bad_value("non è un numero", "Scrivi solo la cifra, per esempio 30 o 1.250,50.")
    digits = re.sub(r"[\s']", "", match[1])
    if "," in digits and "." in digits and digits.rindex(".") > digits.rindex(","):
        digits = digits.replace(",", "")
    elif "," in digits:
        digits = digits.replace(".", "").replace(",", ".", 1)
    elif _THOUSANDS.match(digits.lstrip("+-")):
        digits = digits.replace(".", "")
    try:
        return float(digits) * (1000 if match[2] else 1)
    except ValueError:
        raise bad_value("non è un numero", "Scrivi solo la cifra, per esempio 30 o 1.250,50.") from None


def parse_whole(text: str) -> int:
    """Return a whole number; decimals are refused."""
    amount = parse_amount(text)
    if not amount.is_integer():
        raise bad_value("non è un numero intero", "Scrivi un numero senza decimali.")
    return int(amount)


def hours_around(text: str) -> tuple[int, int]:
    """Return the whole hours just under and over ``38,5``, ``38.5`` or ``38:30``; the same twice where it is whole.

    Raises
    ------
    InputError
        ``E-EXC-020`` if it is no number of hours.
    """
    clock = _CLOCK.match(text.strip())
    amount = int(clock[1]) + int(clock[2]) / 60 if clock else parse_amount(text)
    return floor(amount), ceil(amount)


def whole_between(low: int, high: int) -> Callable[[str], int]:
    """Return a reader of whole numbers within bounds, both included."""

    def read(text: str) -> int:
        number = parse_whole(text)
        if not low <= number <= high:
            raise bad_value(f"deve essere tra {low} e {high}", "Controlla il valore e l'unità di misura.")
        return number

    return read


def parse_flag(text: str) -> bool:
    """Return yes or no, as people mark it: ``sì si s x vero yes 1``, ``no n falso 0``.

    Raises
    ------
    InputError
        ``E-EXC-020`` for anything else.
    """
    word = text.casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise bad_value("non è sì né no", "Scrivi sì o no; lascia vuoto se non è stato chiesto.")
