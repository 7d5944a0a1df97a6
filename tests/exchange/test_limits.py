from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from matcher.domain.constraint import ConstraintKind
from matcher.errors import InputError
from matcher.exchange.labels import Labels
from matcher.exchange.limits import Origin, parse_limits, write_limits

K = ConstraintKind


@pytest.mark.parametrize(
    ("kind", "cell", "value", "hard"),
    [
        (K.MAX_DISTANCE_KM, "30 km", 30, True),
        (K.MAX_DISTANCE_KM, "30 ~", 30, False),
        (K.MAX_DISTANCE_KM, "30 (flessibile)", 30, False),
        (K.MAX_DISTANCE_KM, "nessun limite", None, True),
        (K.MAX_DISTANCE_KM, "-", None, True),
        (K.MIN_WEEKLY_HOURS, "8h", 8, True),
        # who wants 20,5 hours wants more than 20, who takes at most 38:30 does not take 39
        (K.MIN_WEEKLY_HOURS, "20,5", 21, True),
        (K.MAX_WEEKLY_HOURS, "38:30 ore", 38, True),
        (K.SHIFTS, "a giornata; 2 turni", ("day", "two_shifts"), True),
        (K.SHIFTS, "mattina, notte ~", ("morning", "night"), False),
        (K.DAYS, "lun-ven; sabato", ("lun", "mar", "mer", "gio", "ven", "sab"), True),
        (K.DAYS, "ven-lun", ("ven", "sab", "dom", "lun"), True),
        (K.CONTRACTS, "TD; tempo indeterminato", ("fixed_term", "permanent"), True),
        (K.EARLIEST_START, "01/02/2026", date(2026, 2, 1), True),
        (K.EARLIEST_START, "subito", None, True),
        (K.MIN_ANNUAL_PAY, "RAL 20.000", 20_000, True),
        (K.MIN_ANNUAL_PAY, "1.500 al mese x 13", 19_500, True),
        (K.REMOTE, "no", ("on_site",), True),
        (K.REMOTE, "sì", ("on_site", "hybrid", "remote"), True),
        (K.TRAVEL, "nessuna", (), True),
        (K.TRAVEL, "giornaliere", ("giornaliere",), True),
        (K.LODGING_NEEDED, "sì", True, True),
    ],
)
def test_a_limit_is_read_as_people_write_it(
    labels: Labels, kind: ConstraintKind, cell: str, value: Any, hard: bool
) -> None:
    [constraint] = parse_limits(kind, cell, labels, Origin())
    assert (constraint.value, constraint.hard) == (value, hard)


@pytest.mark.parametrize(
    ("kind", "cell", "words"),
    [
        (K.SHIFTS, "nessuno", "nessun limite"),
        (K.SHIFTS, "turno lunatico", "Forse"),
        (K.MIN_ANNUAL_PAY, "1.500", "annuo"),
        (K.MIN_ANNUAL_PAY, "1.500 al mese", "annuo"),
        (K.MIN_ANNUAL_PAY, "10 euro l'ora", "annuo"),
        (K.MAX_DISTANCE_KM, "vicino", "cifra"),
        (K.MAX_DISTANCE_KM, "30000", "unità"),
        (K.EARLIEST_START, "31/02/2026", "giorno e mese"),
    ],
)
def test_a_limit_that_would_be_a_guess_is_refused_with_what_to_write(
    labels: Labels, kind: ConstraintKind, cell: str, words: str
) -> None:
    with pytest.raises(InputError) as caught:
        parse_limits(kind, cell, labels, Origin())
    assert words in caught.value.hint


def test_a_binding_and_a_flexible_limit_share_a_cell_and_keep_their_origins(labels: Labels) -> None:
    origin = Origin("patto_di_servizio", date(2026, 1, 10), None)
    cell = "50 || 20 ~ {contatto telefonico, 15/01/2026, 15/07/2026}"
    found = parse_limits(K.MAX_DISTANCE_KM, cell, labels, origin)
    assert [(one.value, one.hard, one.source) for one in found] == [
        (50, True, "patto_di_servizio"),
        (20, False, "contatto_telefonico"),
    ]
    assert found[1].expires_on == date(2026, 7, 15)
    cells, shared = write_limits(found, labels)
    again = parse_limits(K.MAX_DISTANCE_KM, cells["max_km"], labels, shared)
    assert again == found
