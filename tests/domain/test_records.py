"""Records refuse what they do not understand, and columns have one owner each."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from matcher.domain.candidate import Candidate
from matcher.domain.columns import ALL_BITS, CORE_COLUMNS, NO_LIMIT, WORD_BITS
from matcher.domain.constraint import CONSTRAINT_TYPES, ConstraintKind, DeclaredConstraint
from matcher.domain.shortlist import SCORE_SCALE, RankedCandidate


def test_every_kind_of_limit_has_a_type() -> None:
    assert set(CONSTRAINT_TYPES) == set(ConstraintKind)


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        ("max_distance_km", 40, 40),
        ("max_distance_km", None, None),
        ("shifts", ["night"], ("night",)),
        ("earliest_start", "2026-12-01", date(2026, 12, 1)),
        ("lodging_needed", True, True),
    ],
)
def test_a_limit_keeps_its_typed_value(kind: str, value: Any, kept: Any) -> None:
    assert DeclaredConstraint.model_validate({"kind": kind, "value": value}).value == kept


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("max_distance_km", -1),
        ("max_distance_km", True),
        ("max_distance_km", "20"),
        ("shifts", "night"),
        ("earliest_start", 20261201),
        ("lodging_needed", 1),
        ("max_height", 3),
    ],
)
def test_a_limit_of_another_type_is_refused(kind: str, value: Any) -> None:
    with pytest.raises((ValidationError, ValueError)):
        DeclaredConstraint.model_validate({"kind": kind, "value": value})


def test_an_unknown_field_is_an_error_and_records_do_not_change() -> None:
    with pytest.raises(ValidationError):
        Candidate.model_validate({"id": "P", "sex": "F"})
    person = Candidate(id="P")
    with pytest.raises(ValidationError):
        person.summary = "x"  # type: ignore[misc]


def test_not_asked_differs_from_declared_none() -> None:
    assert Candidate(id="P").licences is None
    assert Candidate(id="P", licences=()).licences == ()


def test_every_column_has_one_owner_and_a_description() -> None:
    names = Counter(column.name for column in CORE_COLUMNS)
    assert [name for name, times in names.items() if times > 1] == []
    assert all(column.description for column in CORE_COLUMNS)


def test_what_is_protected_is_no_professional_column() -> None:
    protected = {column.name for column in CORE_COLUMNS if column.audience == "protected"}
    assert protected == {"birth_day", "work_title", "work_title_until", "benefit_holder"}


def test_no_limit_fits_its_columns() -> None:
    assert NO_LIMIT < 2**31
    assert ALL_BITS.bit_length() == WORD_BITS < 64


def test_points_are_of_a_hundred() -> None:
    assert RankedCandidate(id="P", rank=1, score=SCORE_SCALE, contributions=()).points == 100
    assert RankedCandidate(id="P", rank=1, score=1_234_567, contributions=()).points == 12.34567
