"""Days and moments as clerks write and read them."""

from __future__ import annotations

import re
from datetime import date, datetime, time, tzinfo

from matcher.cli.session import Session
from matcher.errors import InputError

__all__ = ["read_day", "read_moment", "shown_day", "shown_moment"]

_TIME = re.compile(r"^(?P<day>.+?)[ T]+(?:ore )?(?P<hour>\d{1,2})[:.](?P<minute>\d\d)$")


def read_day(text: str) -> date:
    """Return a day written in any of the ways that files know.

    Raises
    ------
    InputError
        If it is no day.
    """
    from matcher.exchange.values import parse_date

    try:
        return parse_date(text.strip())
    except InputError as error:
        raise InputError(
            "E-CLI-030", f"«{text}»: {error.message}.", error.hint or "Per esempio: 31/01/2026"
        ) from error


def read_moment(text: str, zone: tzinfo) -> datetime:
    """Return a moment at the desk; a day alone means its end.

    Raises
    ------
    InputError
        If it is neither a day nor a day and a time.
    """
    match = _TIME.match(text.strip())
    day = read_day(match["day"] if match else text)
    if match is None:
        return datetime.combine(day, time(23, 59), zone)
    try:
        at = time(int(match["hour"]), int(match["minute"]))
    except ValueError as error:
        raise InputError("E-CLI-030", f"«{text}» non è un'ora.", "Per esempio: 31/01/2026 12:00") from error
    return datetime.combine(day, at, zone)


def shown_day(session: Session, day: date) -> str:
    """Return a day as the answer shows it."""
    return f"{day:%d/%m/%Y}" if session.format == "table" and session.language == "it" else day.isoformat()


def shown_moment(session: Session, moment: datetime, zone: tzinfo) -> str:
    """Return a moment at the desk as the answer shows it."""
    if session.format != "table":
        return moment.isoformat()
    local = moment.astimezone(zone)
    return f"{local:%d/%m/%Y %H:%M}" if session.language == "it" else f"{local:%Y-%m-%d %H:%M}"
