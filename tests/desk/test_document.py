"""The document of a saved shortlist: asked again, at the moment at which data would leave."""

from __future__ import annotations

from datetime import date

import pytest

from matcher.desk.document import MadeDocument, make_document
from matcher.desk.recipients import hindrance
from matcher.domain.candidate import Availability, Candidate, Contact
from matcher.domain.vacancy import Employer
from matcher.errors import InputError
from matcher.settings import Intermediary

_OFFICE = Intermediary(name="CPI di Sassuolo", authorisation="Aut. 123/2026")
_DAY = date(2026, 3, 2)


@pytest.fixture
def saved(desk) -> str:
    desk.put(
        desk.vacancy("V1", employer=Employer(name="Ditta Nera S.r.l.", tax_id="01234567890", ateco="C25"))
    )
    with desk.database.transaction() as connection:
        matching = desk.matching
        return matching.save(connection, matching.shortlist(connection, "V1", 4), "anna", desk.now()).id


def made(desk, saved: str, **options: object) -> MadeDocument:
    with desk.database.snapshot() as connection:
        return make_document(connection, saved, desk.vocabularies, _OFFICE, "it", _DAY, **options)


def test_whoever_refused_the_employer_since_is_left_out_and_named_to_the_desk(desk, saved: str) -> None:
    first = made(desk, saved)
    assert len(first.people) == len(first.document.people) == 4
    assert first.set_aside == ()
    code, name = next(iter(first.people.items()))
    desk.put(desk.candidate(name, refused_employers=("ditta nera srl",)))
    again = made(desk, saved)
    assert code not in again.people
    assert [one.code for one in again.document.people] == [c for c in first.people if c != code]
    [aside] = again.set_aside
    assert (aside.candidate, "questo datore" in aside.reason_it) == (name, True)


def test_only_those_asked_for_are_in_it_and_only_the_released_are_named(desk, saved: str) -> None:
    names = list(made(desk, saved).people.values())[:2]
    contact = Contact(candidate_id=names[0], first_name="Ada", last_name="Neri", phone="333 1234567")
    document = made(
        desk, saved, people=names, releases={names[0]: contact}, valid_until=date(2027, 1, 31)
    ).document
    assert not document.draft
    assert [one.released.name for one in document.people if one.released] == ["Ada Neri"]
    assert len(document.people) == 2


def test_a_final_document_needs_an_intermediary(desk, saved: str) -> None:
    with desk.database.snapshot() as connection, pytest.raises(InputError, match="E-DOC-001"):
        make_document(
            connection, saved, desk.vocabularies, Intermediary(), "it", _DAY, valid_until=date(2027, 1, 31)
        )


@pytest.mark.parametrize(
    ("changes", "employer", "hinders"),
    [
        ({}, Employer(), False),
        ({"refused_employers": ()}, Employer(), False),
        ({"refused_employers": ("Ditta Nera srl",)}, Employer(name="DITTA NERA SRL"), True),
        ({"refused_employers": ("01234567890",)}, Employer(name="Altra", tax_id="01234567890"), True),
        ({"refused_employers": ("Ditta Nera srl",)}, Employer(name="Ditta Bianca srl"), False),
        ({"refused_employers": ("Ditta Nera srl",)}, Employer(), True),
        ({"refused_sectors": ("C",)}, Employer(name="X", ateco="C25"), True),
        ({"refused_sectors": ("F",)}, Employer(name="X", ateco="C25"), False),
        ({"refused_sectors": ("F",)}, Employer(name="X"), True),
        ({"refused_sectors": ("C10",)}, Employer(name="X", ateco="C25"), False),
        ({"refused_sectors": ("C10",)}, Employer(name="X", ateco="C"), True),
        ({"availability": Availability(status="hired")}, Employer(name="X"), True),
        ({"availability": Availability(status="suspended", until=date(2026, 3, 2))}, Employer(), True),
        ({"availability": Availability(status="suspended", until=date(2026, 3, 1))}, Employer(), False),
    ],
)
def test_what_hinders_a_person_from_being_shown(changes: dict, employer: Employer, hinders: bool) -> None:
    candidate = Candidate(id="C-1").model_copy(update=changes)
    assert (hindrance(candidate, employer, _DAY) is not None) is hinders
