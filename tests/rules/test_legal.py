"""Requirements of law answer yes, no or to verify, and never tell the value."""

from __future__ import annotations

from datetime import date

import pytest

from tests.congruence.setting import TODAY
from tests.rules.pairs import (
    YESTERDAY,
    person,
    request,
    verdict,
)


@pytest.mark.parametrize(
    ("contract", "born", "benefit", "state"),
    [
        ("apprenticeship_1", date(2008, 6, 1), None, "eligible"),
        ("apprenticeship_1", date(2001, 11, 22), None, "removed"),
        ("apprenticeship_1", date(2001, 11, 23), None, "eligible"),
        ("apprenticeship_1", date(2011, 12, 10), None, "removed"),
        ("apprenticeship_1", None, None, "to_verify"),
        ("apprenticeship_2", date(1996, 11, 23), False, "eligible"),
        ("apprenticeship_2", date(1996, 11, 22), False, "removed"),
        ("apprenticeship_2", date(1970, 1, 1), True, "eligible"),
        ("apprenticeship_2", date(1970, 1, 1), None, "to_verify"),
        ("apprenticeship_2", date(2009, 6, 1), False, "removed"),
        ("apprenticeship_3", date(1996, 11, 23), False, "eligible"),
        ("apprenticeship_3", date(1996, 11, 22), True, "removed"),
        ("apprenticeship_3", date(2009, 6, 1), None, "removed"),
        ("apprenticeship_3", None, None, "to_verify"),
        ("permanent", date(1970, 1, 1), None, "eligible"),
    ],
)
def test_a_legal_requirement_answers_without_telling_the_value(
    contract: str, born: date | None, benefit: bool | None, state: str
) -> None:
    found = verdict(person(), request(contracts=(contract,)), birth_date=born, benefit_holder=benefit)
    assert found.state == state
    assert found.changes == ()
    assert all(reason.facts == {} for reason in found.reasons)


@pytest.mark.parametrize(
    ("education", "state"),
    [
        ([{"title": "qualifica di cuoco", "eqf": 3}], "eligible"),
        ([{"title": "licenza media", "eqf": 1}], "removed"),
        ([{"title": "un attestato"}], "to_verify"),
        (None, "to_verify"),
    ],
)
def test_at_seventeen_professional_apprenticeship_takes_a_vocational_qualification(
    education: list[dict[str, object]] | None, state: str
) -> None:
    offered = request(contracts=("apprenticeship_2",))
    found = verdict(person(education=education), offered, birth_date=date(2009, 6, 1), benefit_holder=False)
    assert found.state == state


def test_a_legal_requirement_bites_only_where_every_contract_carries_it() -> None:
    offered = request(contracts=("apprenticeship_2", "permanent"))
    assert verdict(person(), offered, birth_date=date(1970, 1, 1), benefit_holder=False).state == "eligible"


@pytest.mark.parametrize(
    ("title", "until", "state"),
    [
        (None, None, "eligible"),
        (True, None, "eligible"),
        (True, TODAY, "eligible"),
        (True, YESTERDAY, "to_verify"),
        (False, None, "removed"),
    ],
)
def test_the_title_to_work(title: bool | None, until: date | None, state: str) -> None:
    assert verdict(person(), request(), work_title=title, work_title_expires_on=until).state == state
