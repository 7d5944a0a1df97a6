"""Near copies: who is found and who is not, at the size of a region too."""

from __future__ import annotations

from datetime import date
from random import Random
from time import process_time

import pytest

from matcher.desk.near_people import Identity, identity, near_people
from matcher.desk.near_vacancies import near_vacancies, posting
from matcher.domain.candidate import Candidate, Contact, WorkExperience
from matcher.domain.place import Place
from matcher.domain.record import Mention
from matcher.domain.vacancy import Employer, Vacancy

_BORN, _LATER = date(1980, 5, 5), date(1980, 5, 6)
_TEXT = (
    "Si ricerca per azienda del settore ceramico un addetto alla conduzione di carrelli elevatori frontali e "
    "retrattili, carico e scarico merci, preparazione ordini con terminale, inventario. Turni a giornata."
)
_REORDERED = ". ".join(reversed(_TEXT.split(". ")))
_AGENCY = (
    "Agenzia Beta, filiale di Modena, specializzata nella ricerca e selezione per il distretto ceramico, per "
    "importante azienda cliente del settore, leader nel mercato internazionale, ricerca la seguente figura."
)
_OTHER_TEXT = (
    "Cercasi operaio generico per linea di smaltatura, turni a ciclo continuo, anche prima esperienza."
)


def person(name: str, first: str = "", last: str = "", born: date | None = None, **contact: str) -> Identity:
    held = Contact(candidate_id=name, first_name=first, last_name=last, **contact)
    return identity(Candidate(id=name), held, born)


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        ({"codice_fiscale": "RSSMRA80E45H223K"}, {"codice_fiscale": "rssmra80e45 h223k"}, ("tax_code",)),
        ({"email": "Maria@Posta.it"}, {"email": "maria@posta.it "}, ("email",)),
        ({"phone": "+39 333 1234567"}, {"phone": "3331234567"}, ("phone",)),
        (
            {"first": "Maria Grazia", "last": "D'Angelo", "born": _BORN},
            {"first": "d'angelo", "last": "MARIA GRAZIA", "born": _BORN},
            ("name_birth",),
        ),
        (
            {"first": "Mohamed", "last": "El Amrani", "born": _BORN},
            {"first": "Mohammed", "last": "El Amrani", "born": _BORN},
            ("name_birth",),
        ),
        # day and month exchanged, a digit wrong in the tax code
        (
            {"first": "Ada", "last": "Neri", "born": date(1980, 5, 6), "codice_fiscale": "NREDAA80E46H223K"},
            {"first": "Ada", "last": "Neri", "born": date(1980, 6, 5), "codice_fiscale": "NREDAA80E46H223X"},
            ("tax_code_slip", "birth_slip"),
        ),
    ],
)
def test_a_person_registered_twice_is_found(one: dict, other: dict, reasons: tuple[str, ...]) -> None:
    [(first, second, score, found)] = near_people([person("C-2", **one), person("C-1", **other)])
    assert (first, second, found) == ("C-1", "C-2", reasons)
    assert 60 <= score <= 100


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # a mother and a daughter share a telephone
        (
            {"phone": "333 1234567", "codice_fiscale": "RSSMRA80E45H223K"},
            {"phone": "333 1234567", "codice_fiscale": "BNCLRA05A41H223X"},
        ),
        ({"email": "x@y.it", "born": _BORN}, {"email": "x@y.it", "born": date(2005, 1, 1)}),
        ({"first": "Maria", "last": "Rossi"}, {"first": "Maria", "last": "Rossi"}),
        # two of one name were born in one year
        (
            {"first": "Maria", "last": "Rossi", "born": _BORN},
            {"first": "Maria", "last": "Rossi", "born": _LATER},
        ),
        (
            {"first": "Maria", "last": "Rossi", "phone": "333 1234567", "email": "casa@posta.it"},
            {"first": "Luca", "last": "Bianchi", "phone": "333 1234567", "email": "casa@posta.it"},
        ),
        (
            {"first": "Maria", "last": "Rossi", "born": _BORN, "codice_fiscale": "RSSMRA80E45H223K"},
            {"first": "Maria", "last": "Rossi", "born": _BORN, "codice_fiscale": "RSSMRA80E45F257Z"},
        ),
        (
            {"first": "Maria", "last": "Rossi", "born": _BORN},
            {"first": "Mario", "last": "Russo", "born": _BORN},
        ),
        ({}, {}),
    ],
)
def test_two_people_are_left_two(one: dict, other: dict) -> None:
    assert near_people([person("C-1", **one), person("C-2", **other)]) == []


def test_the_number_of_an_office_that_many_gave_says_nothing() -> None:
    assert near_people([person(f"C-{n}", phone="0536 884411") for n in range(30)]) == []


def test_the_same_history_in_the_same_town_is_found_without_contacts() -> None:
    jobs = tuple(
        WorkExperience(occupation=Mention(text=t), start=date(y, 3, 1), end=date(y + 1, 2, 1))
        for t, y in (("cuoco", 2015), ("cameriere", 2019))
    )
    home = Place(text="Sassuolo", kind="municipality", code="036040")
    same = [
        identity(
            Candidate(id=name, home=home, work=jobs),
            Contact(candidate_id=name, first_name="Ana", last_name="Pop"),
            None,
        )
        for name in ("C-1", "C-2")
    ]
    [(_, _, score, reasons)] = near_people(same)
    assert (score, set(reasons)) == (100, {"history", "name_home"})


def offer(name: str, title: str = "Mulettista", text: str = _TEXT, **changes: object) -> Vacancy:
    values = {
        "employer": Employer(name="Ginepro S.r.l."),
        "places": (Place(text="Sassuolo (MO)", code="036040"),),
        **changes,
    }
    return Vacancy.model_validate({"id": name, "title": title, "description": text, **values})


@pytest.mark.parametrize(
    ("other", "reasons"),
    [
        ({"employer": Employer(name="Agenzia Lavoro spa")}, ("text", "title", "place")),
        (
            {"text": f"Agenzia Alfa, Aut. Min. 123. {_TEXT} Inviare cv.", "employer": Employer()},
            ("text", "title", "place"),
        ),
        ({"text": _REORDERED, "employer": Employer(name="Agenzia Beta")}, ("text", "title", "place")),
        (
            {"text": f"{_AGENCY} {_TEXT}", "employer": Employer(name="Agenzia Beta")},
            ("text", "title", "place"),
        ),
        ({"title": "Carrellista / mulettista"}, ("text", "place", "employer")),
        ({"text": "", "employer": Employer(name="GINEPRO SRL")}, ("title", "place", "employer")),
    ],
)
def test_a_vacancy_published_twice_is_found(other: dict, reasons: tuple[str, ...]) -> None:
    [(first, second, score, found)] = near_vacancies([posting(offer("V-2")), posting(offer("V-1", **other))])
    assert (first, second, found) == ("V-1", "V-2", reasons)
    assert 60 <= score <= 100


@pytest.mark.parametrize(
    "other",
    [
        {"places": (Place(text="Carpi (MO)", code="036005"),)},
        {"title": "Impiegato/a contabile"},
        {"text": _OTHER_TEXT, "employer": Employer(name="Altra spa")},
        {"text": "", "employer": Employer(name="Altra spa")},
    ],
)  # fmt: skip
def test_two_vacancies_are_left_two(other: dict) -> None:
    assert near_vacancies([posting(offer("V-1")), posting(offer("V-2", **other))]) == []


def test_thousands_of_people_and_offers_take_seconds() -> None:
    random = Random(7)
    names = ["Rossi", "Bianchi", "Ferrari", "Russo", "Colombo", "Ricci", "Marino", "Greco", "Bruno", "Gallo"]
    people = [
        person(
            f"C-{n}",
            random.choice(names),
            random.choice(names) + random.choice("abcdefgh") * random.randrange(4),
            date(1960, 1, 1).replace(year=1960 + random.randrange(45), day=1 + random.randrange(28)),
            phone=f"3{random.randrange(10**9):09d}",
        )
        for n in range(8_000)
    ]
    twice = person("C-X", phone=people[17].phone)
    words = _TEXT.split()
    offers = [
        posting(
            offer(
                f"V-{n}",
                text=" ".join(random.choices(words, k=40)),
                employer=Employer(name=f"Ditta {random.randrange(900)}"),
            )
        )
        for n in range(2_000)
    ]
    began = process_time()
    found = near_people([*people, twice])
    near_vacancies(offers)
    assert process_time() - began < 10
    assert any("C-X" in pair and "C-17" in pair for pair in found)
