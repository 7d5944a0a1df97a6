"""What people accept: declared constraints that make sense for the place, the trade and the person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from matcher.demo.tables import Family
from matcher.demo.wheel import Wheel, chance
from matcher.domain.constraint import ConstraintKind, ConstraintSource, DeclaredConstraint

__all__ = ["Circumstances", "Limits"]

_K = ConstraintKind
_Value = int | date | bool | tuple[str, ...] | None
_SOURCES: Wheel[ConstraintSource] = Wheel(
    [
        ("patto_di_servizio", 46.0),
        ("colloquio_di_preselezione", 18.0),
        ("autodichiarazione", 26.0),
        ("contatto_telefonico", 10.0),
    ]
)
#: How thoroughly somebody was asked: percentage of the kinds of limit that came up.
_INTERVIEW = Wheel([(99.0, 76.0), (72.0, 17.0), (18.0, 7.0)])
_LEAST_PAY = 6


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What decides which limits somebody sets.

    Attributes
    ----------
    vehicle : bool
        Has one and uses it.
    part_time : bool
        Looks for part-time work.
    employed : bool
        Would have to give notice.
    pay : int
        Usual pay of a full-time year in the trade, thousands of euro.
    seasonal : bool
        Follows seasonal work, where lodging matters.
    live_in : bool
        Would live with the family cared for.
    """

    family: Family
    vehicle: bool
    part_time: bool
    employed: bool
    pay: int
    seasonal: bool
    live_in: bool


class Limits:
    """Draws limits from the tables of ``limits.toml``."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._choices = {
            (kind, setting): _choices(rows)
            for kind in ("shifts", "days", "contracts", "travel", "remote")
            for setting, rows in table[kind].items()
        }
        self._km = {key: Wheel((km, weight) for weight, km in rows) for key, rows in table["km"].items()}
        self._hard: Mapping[str, int] = table["hard"]
        self._words: Mapping[str, Sequence[str]] = table["words"]

    def draw(
        self, rng: Random, person: Circumstances, on: date
    ) -> tuple[tuple[DeclaredConstraint, ...], tuple[str, ...]]:
        """Return somebody's limits, and the words behind some of them."""
        asked = _INTERVIEW.draw(rng)
        source = _SOURCES.draw(rng)
        declared = on - timedelta(days=int(rng.expovariate(1 / 110)))
        expires = declared + timedelta(days=rng.choice((180, 365, 365))) if chance(rng, 22) else None
        limits: list[DeclaredConstraint] = []
        words: list[str] = []
        for kind, value in self._values(rng, person, on):
            if not chance(rng, asked):
                continue
            limits.append(
                DeclaredConstraint(
                    kind=kind,
                    value=value,
                    source=source if chance(rng, 96) else "contatto_telefonico",
                    declared_on=declared,
                    expires_on=expires if value is not None else None,
                    hard=value is None or chance(rng, self._hard[kind.value]),
                )
            )
            if value is not None and kind.value in self._words and chance(rng, 7):
                words.append(rng.choice(self._words[kind.value]))
        return tuple(limits), tuple(words)

    def _values(
        self, rng: Random, person: Circumstances, on: date
    ) -> Iterator[tuple[ConstraintKind, _Value]]:
        setting = person.family.setting
        km = self._km["vehicle" if person.vehicle else "foot"].draw(rng)
        yield _K.MAX_DISTANCE_KM, None if km < 0 else km
        if not person.vehicle and chance(rng, 26):
            yield _K.MAX_TRAVEL_MINUTES, rng.choice((30, 45, 45, 60, 60, 90))
        yield from self._hours(rng, person)
        yield _K.SHIFTS, self._choices["shifts", setting].draw(rng)
        yield _K.DAYS, self._choices["days", setting].draw(rng)
        yield _K.CONTRACTS, self._contracts(rng, person)
        yield _K.EARLIEST_START, self._start(rng, person, on)
        yield _K.MIN_ANNUAL_PAY, self._pay(rng, person)
        if person.family.office:
            yield _K.REMOTE, self._choices["remote", "remote" if setting == "remote" else "office"].draw(rng)
        yield _K.TRAVEL, self._choices["travel", "travel" if person.family.travel else "default"].draw(rng)
        if person.seasonal or person.live_in:
            yield _K.LODGING_NEEDED, person.live_in or chance(rng, 22)

    @staticmethod
    def _hours(rng: Random, person: Circumstances) -> Iterator[tuple[ConstraintKind, _Value]]:
        if person.part_time:
            most = rng.choice((20, 20, 24, 25, 25, 30, 30))
            yield _K.MIN_WEEKLY_HOURS, rng.choice((10, 12, 15, 16)) if chance(rng, 40) else None
            yield _K.MAX_WEEKLY_HOURS, most
        elif chance(rng, 40):
            yield _K.MIN_WEEKLY_HOURS, rng.choice((20, 24, 30, 36)) if chance(rng, 60) else None
            yield _K.MAX_WEEKLY_HOURS, 40
        else:
            yield _K.MIN_WEEKLY_HOURS, rng.choice((20, 30, 36, 36)) if chance(rng, 34) else None
            yield _K.MAX_WEEKLY_HOURS, None

    def _contracts(self, rng: Random, person: Circumstances) -> tuple[str, ...] | None:
        accepted = self._choices["contracts", person.family.setting].draw(rng)
        if accepted is None or person.family.contracts not in ("home", "season"):
            return accepted
        own = ("domestic",) if person.family.contracts == "home" else ("seasonal", "fixed_term")
        live_in = ("domestic_live_in",) if person.live_in else ()
        return tuple(dict.fromkeys((*own, *live_in, *accepted)))

    @staticmethod
    def _start(rng: Random, person: Circumstances, on: date) -> date | None:
        if person.employed:
            return on + timedelta(days=rng.choice((15, 20, 30, 30, 45, 60)))
        draw = rng.random()
        if draw < 0.66:
            return None
        if draw < 0.84:
            return on - timedelta(days=rng.randint(0, 60))
        return on + timedelta(days=rng.randint(7, 75))

    @staticmethod
    def _pay(rng: Random, person: Circumstances) -> int | None:
        if not chance(rng, 34):
            return None
        share = rng.uniform(0.55, 0.7) if person.part_time else rng.uniform(0.8, 1.04)
        return max(_LEAST_PAY * 1000, round(person.pay * share * 2) * 500)


def _choices(rows: Sequence[tuple[float, str]]) -> Wheel[tuple[str, ...] | None]:
    return Wheel((_accepted(words), weight) for weight, words in rows)


def _accepted(words: str) -> tuple[str, ...] | None:
    if words == "any":
        return None
    return () if words == "none" else tuple(words.split("|"))
