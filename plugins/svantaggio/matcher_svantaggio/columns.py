"""The same conditions as protected columns, compared with the day of the request: whom a priority concerns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from matcher.domain.columns import NO_LIMIT
from matcher.domain.vacancy import Vacancy
from matcher.plugin import Column, MatchRequest, day_number
from matcher_svantaggio.assess import Offer, idle_bounds
from matcher_svantaggio.calendar import add_months
from matcher_svantaggio.records import Facts
from matcher_svantaggio.tables import Law

__all__ = ["BIRTH", "COLUMNS", "build", "build_vacancies", "members", "offer_of"]

BIRTH = "birth_day"
_SECTIONS = "ABCDEFGHIJKLMNOPQRSTUV"
_WORDS = {
    "idle_from": "first day without regular paid employment",
    "a_until": "last day of the proof of (a)",
    "b_until": "last day of the proof of (b)",
    "c_from": "first day of (c)",
    "c_until": "last day of (c) and of its proof",
    "d_until": "last day of the proof of (d)",
    "e_until": "last day of the proof of (e), where it holds",
    "f_until": "last day of the proof of (f)",
    "g_until": "last day of the proof of (g), where it is declared",
}
_GENDER = "svantaggio.gender"
_LISTED = "svantaggio.professions"
#: All of people's behind the protected door: no constraint and no score can read them.
COLUMNS = (
    *(
        Column(f"svantaggio.{name}", pl.Int32, "candidate", "protected", text)
        for name, text in _WORDS.items()
    ),
    Column(_GENDER, pl.Int8, "candidate", "protected", "0 F, 1 M"),
    Column(
        _LISTED,
        pl.Int64,
        "vacancy",
        description="listed professions that cover those asked for, one bit each",
    ),
)
_NONE, _ALWAYS = -NO_LIMIT, NO_LIMIT

_ISCO_DIGITS = 4

Days = NDArray[np.int64]
Bools = NDArray[np.bool_]


def build(held: Sequence[Facts | None], law: Law, certified_only: bool) -> pl.DataFrame:
    """Return the columns, one row for each person; what is not known to hold is null.

    Parameters
    ----------
    law : Law
        As last written: the day comes with the request.
    certified_only : bool
        Whether a mere declaration counts.
    """
    rows = [_row(facts, law, certified_only) if facts else {} for facts in held]
    series = [
        pl.Series(f"svantaggio.{name}", [row.get(name) for row in rows], dtype=pl.Int32) for name in _WORDS
    ]
    return pl.DataFrame([*series, pl.Series(_GENDER, [row.get("gender") for row in rows], dtype=pl.Int8)])


def build_vacancies(vacancies: Iterable[Vacancy], listed: Sequence[str]) -> pl.DataFrame:
    """Return which of the listed professions each vacancy falls under, whatever the day."""
    bits = [sum(1 << listed.index(one) for one in offer_of(vacancy).within(listed)) for vacancy in vacancies]
    return pl.DataFrame({_LISTED: pl.Series(bits, dtype=pl.Int64)})


def offer_of(vacancy: Vacancy) -> Offer:
    """Return what letter (f) looks at; a concept of the product begins with its ISCO code."""
    codes = tuple(one.concept.partition(".")[0] for one in vacancy.occupations)
    known = all(len(code) == _ISCO_DIGITS and code.isdigit() for code in codes)
    return Offer(vacancy.employer.ateco[:1].upper(), codes if known else ())


def members(
    group: str, request: MatchRequest, protected: Mapping[str, pl.Series], law: Law, listed: Sequence[str]
) -> Bools:
    """Return who belongs to a group for a vacancy: ``(n_rows,)``, nobody where the regulation is not in force.

    Parameters
    ----------
    listed : sequence of str
        The professions that the bits of a vacancy stand for.
    """
    day = request.day
    n_rows = len(protected[BIRTH])
    rule = law.groups.get(group)
    if rule is None:
        return np.zeros(n_rows, dtype=np.bool_)

    def days(name: str, missing: int) -> Days:
        return np.asarray(protected[name].fill_null(missing).cast(pl.Int64).to_numpy())

    proof = {letter: days(f"svantaggio.{letter}_until", _ALWAYS) >= day for letter in "abdf"}
    idle = days("svantaggio.idle_from", _ALWAYS)
    ages = _ages(protected[BIRTH], request.reference_date)

    def aged(letter: str) -> Bools:
        bounds = law.conditions[letter]
        return (ages >= (bounds.age_from or 0)) & (ages < (bounds.age_below or 200)) & proof[letter]

    short = (days("svantaggio.c_from", _ALWAYS) <= day) & (days("svantaggio.c_until", _NONE) >= day)
    alone = days("svantaggio.e_until", _NONE) >= day
    declared = days("svantaggio.g_until", _NONE) >= day
    bits = request.values.get(_LISTED) or 0
    genders = {law.professions.get(one) for place, one in enumerate(listed) if bits >> place & 1}
    genders.add(law.sectors.get(_section(request.values.get("sector"))))
    rare = np.isin(protected[_GENDER].fill_null(-1).to_numpy(), ["FM".index(one) for one in genders if one])
    rare &= proof["f"]
    others = aged("b") | short | aged("d") | alone | rare | declared

    def idle_for(months: int | None) -> Bools:
        return (idle <= _months_back(request.reference_date, months or 0)) & proof["a"]

    if rule.months_alone is None:
        return np.asarray(idle_for(law.conditions["a"].months) | others)
    return np.asarray(idle_for(rule.months_alone) | (idle_for(rule.months_with_another) & others))


def _row(facts: Facts, law: Law, certified_only: bool) -> dict[str, int | None]:
    def until(letter: str) -> int:
        proof = facts.proof(letter)
        if proof.state in ("expired", "contested") or (certified_only and proof.state != "certified"):
            return _NONE
        return _ALWAYS if proof.valid_until is None else day_number(proof.valid_until) or 0

    idle = None if facts.jobs is None else idle_bounds(facts.jobs, law, date.max)[0]
    low = facts.isced is not None and facts.isced < (law.conditions["c"].isced_below or 0)
    ended = facts.study_ended_on if facts.had_first_job is False else None
    years = law.conditions["c"].years_since_study or 0
    last = _ALWAYS if low else None if ended is None else day_number(add_months(ended, 12 * years))
    alone = bool(facts.single_adult) and (facts.dependants or 0) >= (law.conditions["e"].dependants or 1)
    return {
        "idle_from": day_number(idle),
        **{f"{letter}_until": until(letter) for letter in "abdf"},
        "c_from": _NONE if low else day_number(ended),
        "c_until": None if last is None else min(last, until("c")),
        "e_until": until("e") if alone else None,
        "g_until": until("g") if facts.minority_need else None,
        "gender": None if facts.gender is None else "FM".index(facts.gender),
    }


def _ages(birth: pl.Series, day: date) -> Days:
    """Return completed years, -1 where the day of birth is not known."""
    born = birth.cast(pl.Int32).cast(pl.Date)
    months = born.dt.month().cast(pl.Int32) * 100 + born.dt.day().cast(pl.Int32)
    years = day.year - born.dt.year() - (months > day.month * 100 + day.day).cast(pl.Int32)
    return np.asarray(years.fill_null(-1).cast(pl.Int64).to_numpy())


def _months_back(day: date, months: int) -> int:
    """Return the last first day from which so many months have passed on ``day``."""
    return _latest(lambda start: add_months(start, months) <= day, add_months(day, -months))


def _latest(holds: Callable[[date], bool], near: date) -> int:
    # a shorter month gathers the days that it lacks: the last of them that holds is within four days
    found = max(number for number in range(-4, 5) if holds(date.fromordinal(near.toordinal() + number)))
    return (day_number(near) or 0) + found


def _section(bit: int | None) -> str:
    return _SECTIONS[bit.bit_length() - 1] if bit else ""
