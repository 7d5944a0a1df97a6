"""Facts of a pair: distance, journey, licences valid on the day, experience."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest

from matcher.domain.candidate import Candidate, LicenceClaim, WorkExperience
from matcher.domain.columns import CORE_COLUMNS
from matcher.domain.constraint import DeclaredConstraint
from matcher.domain.place import Place
from matcher.domain.record import Mention
from matcher.domain.vacancy import Employer, Vacancy
from matcher.engine.derive import unexpired
from matcher.engine.match import evaluate
from matcher.engine.part import Part
from tests.congruence.setting import TODAY, setting

SASSUOLO = Place(text="Sassuolo", kind="municipality", code="036040")
MODENA = Place(text="Modena", kind="municipality", code="036023")
BOLOGNA = Place(text="Bologna", kind="municipality", code="037006")
YESTERDAY = TODAY - timedelta(days=1)


def pair(candidate: Candidate, vacancy: Vacancy) -> dict[str, Any]:
    """Return the pair columns, the same from either side."""
    here = setting()
    forward = _facts(evaluate(here.pool([candidate]), here.request(vacancy), here.rules))
    backward = _facts(evaluate(here.pool([vacancy]), here.request(candidate), here.rules))
    assert forward == backward
    return forward


def _facts(part: Part) -> dict[str, Any]:
    view = part.view(np.array([0]))
    return {column.name: view.column(column.name)[0] for column in CORE_COLUMNS if column.side == "pair"}


def vacancy(**fields: Any) -> Vacancy:
    return Vacancy.model_validate({"id": "V", "title": "Mulettista", **fields})


def test_sassuolo_to_modena_is_about_17_kilometres() -> None:
    found = pair(Candidate(id="P", home=SASSUOLO), vacancy(places=(MODENA,)))
    assert 15 <= found["distance_km"] <= 18
    assert found["travel_minutes"] == 5 + found["distance_km"] * 130 * 60 // 5000


def test_the_nearest_of_several_workplaces_counts() -> None:
    near = pair(Candidate(id="P", home=SASSUOLO), vacancy(places=(BOLOGNA, MODENA)))
    assert (
        near["distance_km"]
        == pair(Candidate(id="P", home=SASSUOLO), vacancy(places=(MODENA,)))["distance_km"]
    )


def test_a_province_is_as_far_as_its_nearest_municipality() -> None:
    province = Place(text="provincia di Modena", kind="province", code="MO")
    assert pair(Candidate(id="P", home=SASSUOLO), vacancy(places=(province,)))["distance_km"] == 0
    assert 5 < pair(Candidate(id="P", home=BOLOGNA), vacancy(places=(province,)))["distance_km"] < 25


@pytest.mark.parametrize(
    ("home", "places", "remote"),
    [
        (None, (MODENA,), ""),
        (Place(text="zona Modena"), (MODENA,), ""),
        (SASSUOLO, (), ""),
        (SASSUOLO, (Place(text="tutta Italia", kind="national"),), ""),
        (SASSUOLO, (MODENA,), "remote"),
        (SASSUOLO, (Place(text="da casa", kind="remote"), MODENA), ""),
    ],
)
def test_no_distance_without_two_known_places(
    home: Place | None, places: tuple[Place, ...], remote: str
) -> None:
    found = pair(Candidate(id="P", home=home), vacancy(places=places, remote=remote))
    assert found["distance_km"] is None
    assert found["travel_minutes"] is None


def licences(*claims: tuple[str, date | None]) -> tuple[set[str], set[str]]:
    """Return the licences that are valid, and those held but expired."""
    codes = setting().codes
    held = tuple(LicenceClaim(text=code, concept=code, expires_on=until) for code, until in claims)
    found = pair(Candidate(id="P", licences=held), vacancy())

    def names(name: str) -> set[str]:
        numbers = [
            62 * word + bit for word in range(3) for bit in range(62) if found[f"{name}_{word}"] >> bit & 1
        ]
        return set(codes.licence_ids(numbers))

    return names("licences_valid"), names("licences_expired")


def test_a_licence_holds_what_it_includes() -> None:
    valid, expired = licences(("C", None))
    assert {"C", "C1", "B", "AM"} <= valid
    assert expired == set()


def test_a_licence_is_valid_on_its_last_day_and_expired_on_the_next() -> None:
    assert "C" in licences(("C", TODAY))[0]
    valid, expired = licences(("C", YESTERDAY), ("B", None))
    assert "C" not in valid
    assert "B" in valid
    assert {"C", "C1"} <= expired


@pytest.mark.parametrize("until", [None, TODAY])
def test_ce_with_d_gives_de(until: date | None) -> None:
    assert "DE" in licences(("CE", until), ("D", until))[0]
    assert "DE" not in licences(("CE", until))[0]


def test_a_joint_licence_of_which_half_has_expired_is_expired() -> None:
    valid, expired = licences(("CE", YESTERDAY), ("D", None))
    assert "DE" not in valid
    assert "DE" in expired


def job(months: int | None, concept: str = "8344.forklift_driver") -> WorkExperience:
    return WorkExperience(occupation=setting().mention("occupation", concept), months=months)


ASKED = {"occupations": (setting().mention("occupation", "8344.forklift_driver"),)}


@pytest.mark.parametrize(
    ("work", "months", "more_possible"),
    [
        (None, None, True),
        ((), 0, False),
        ((job(12), job(30)), 42, False),
        ((job(12), job(None)), 12, True),
        ((job(None),), None, True),
        ((job(None, "5120.cook"),), 0, False),
        ((job(60, "5120.cook"), job(5)), 5, False),
    ],
)
def test_months_of_related_work(
    work: tuple[WorkExperience, ...] | None, months: int | None, more_possible: bool
) -> None:
    found = pair(Candidate(id="P", work=work), vacancy(**ASKED))
    assert (found["months"], found["months_open"]) == (months, more_possible)


def test_related_to_what_is_not_known_without_an_occupation() -> None:
    found = pair(Candidate(id="P", work=(job(12),)), vacancy())
    assert (found["months"], found["months_open"]) == (None, True)


def test_dates_count_where_months_are_not_stated() -> None:
    held = job(None).model_copy(update={"start": date(2020, 3, 10), "end": date(2021, 2, 20)})
    assert pair(Candidate(id="P", work=(held,)), vacancy(**ASKED))["months"] == 12


@pytest.mark.parametrize(
    ("refused", "employer", "expected"),
    [
        (None, "Rossi srl", False),
        (("Rossi SRL",), "Rossi srl", True),
        (("Bianchi",), "Rossi srl", False),
        (("01234567890",), "Rossi srl", True),
        (("Rossi srl",), "", None),
        (None, "", False),
        ((), "", False),
    ],
)
def test_refused_recipients(refused: tuple[str, ...] | None, employer: str, expected: bool | None) -> None:
    tax_id = "01234567890" if employer else ""
    asking = vacancy(employer=Employer(name=employer, tax_id=tax_id))
    assert pair(Candidate(id="P", refused_employers=refused), asking)["recipient_refused"] is expected


def test_facts_past_their_date_become_unknown() -> None:
    def limit(until: date | None) -> Candidate:
        near = DeclaredConstraint(kind="max_distance_km", value=20, expires_on=until)
        return Candidate(id=f"P{until}", constraints=(near,))

    people = setting().pool([limit(None), limit(TODAY), limit(YESTERDAY)])
    day = (TODAY - date(1970, 1, 1)).days
    assert unexpired(people, day)["max_km"].to_list() == [20, 20, None]
    assert unexpired(people, day - 1)["max_km"].to_list() == [20, 20, 20]
    assert people.frame["max_km"].dtype == pl.Int32


def test_the_last_declaration_of_a_kind_holds_with_its_own_expiry() -> None:
    old = DeclaredConstraint(kind="max_distance_km", value=5, expires_on=YESTERDAY)
    new = DeclaredConstraint(kind="max_distance_km", value=50)
    people = setting().pool([Candidate(id="P", constraints=(old, new))])
    assert unexpired(people, (TODAY - date(1970, 1, 1)).days)["max_km"].to_list() == [50]


def test_the_same_text_on_both_sides_scores_no_more_than_full() -> None:
    """Rounding to int8 makes some vectors a little longer than one."""
    here = setting()
    texts = ["Mulettista con patentino, carico e scarico merci", "cuoco", "addetta alle pulizie di uffici"]
    for text in texts:
        person = Candidate(id="P", summary=text, work=(WorkExperience(occupation=Mention(text=text)),))
        found = here.match(Vacancy(id="V", title=f"{text} {text}"), [person])
        value = next(
            c.value
            for p in (*found.ranked, *found.to_verify)
            for c in p.contributions
            if c.component == "text"
        )
        assert 9_850 <= value <= 10_000
