"""What is exported comes back as it was: any profile, any vacancy, as CSV, Excel and JSON Lines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.domain.candidate import (
    Availability,
    Candidate,
    Contact,
    Education,
    LanguageClaim,
    LicenceClaim,
    ServicePact,
    SkillClaim,
    WorkExperience,
)
from matcher.domain.constraint import ConstraintKind, DeclaredConstraint
from matcher.domain.levels import Cefr, Evidence, RequirementLevel, SkillLevel
from matcher.domain.protected import GroupMembership, Protected
from matcher.domain.record import Mention
from matcher.domain.vacancy import Employer, Requirement, RequirementKind, Vacancy, VacancyState
from matcher.exchange.candidate_cells import candidate_cells
from matcher.exchange.candidates import CandidateParts, CandidateReader
from matcher.exchange.columns import FileKind
from matcher.exchange.labels import Labels
from matcher.exchange.requirement_entries import REQUIREMENT_COLUMNS
from matcher.exchange.source import open_source
from matcher.exchange.vacancies import VacancyReader
from matcher.exchange.vacancy_cells import vacancy_cells
from matcher.exchange.writing import write_json_lines, write_rows
from matcher.vocabulary.bundle import Vocabularies

FEW = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
LETTERS = st.characters(
    codec="utf-8", categories=("L", "N", "P", "S", "Zs"), exclude_characters="\u00a0\u202f"
)
#: Free text without figures long enough to look like a telephone, nor an address.
TEXT = (
    st.text(LETTERS, min_size=1, max_size=25)
    .map(lambda text: " ".join(text.replace("@", "").split()))
    .filter(lambda text: bool(text) and sum(letter.isdigit() for letter in text) < 6)
)
SIGNS = st.sampled_from(
    [
        "=1+1",
        "+39",
        "-x",
        "@a",
        "#1",
        "'=x",
        "a;b",
        "a|b",
        "a\\b",
        "x (base)",
        "nessuno",
        "-",
        "a, b",
        "mesi=3",
    ]
)
WORDS = st.one_of(TEXT, SIGNS)
NOTES = st.one_of(WORDS, st.just("prima riga\nseconda; riga"))
DAYS = st.dates(date(1970, 1, 1), date(2068, 12, 31))
EVIDENCE = st.sampled_from(Evidence)


def some(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | st.lists(values, max_size=3).map(tuple)


@st.composite
def jobs(draw: st.DrawFn) -> WorkExperience:
    start, end = sorted([draw(DAYS), draw(DAYS)])
    return WorkExperience(
        occupation=Mention(text=draw(WORDS)),
        start=draw(st.sampled_from([None, start])),
        end=draw(st.sampled_from([None, end])),
        months=draw(st.none() | st.integers(0, 720)),
        weekly_hours=draw(st.none() | st.integers(1, 80)),
        sector=draw(st.just("") | WORDS),
        employer=draw(st.just("") | WORDS),
        description=draw(st.just("") | NOTES),
        evidence=draw(EVIDENCE),
    )


@st.composite
def limits(draw: st.DrawFn, labels: Labels) -> tuple[DeclaredConstraint, ...]:
    lists = {
        ConstraintKind.SHIFTS: list(labels.shifts.shown),
        ConstraintKind.DAYS: list(labels.days.shown),
        ConstraintKind.CONTRACTS: list(labels.contracts.shown),
        ConstraintKind.REMOTE: list(labels.work_places.shown),
        ConstraintKind.TRAVEL: list(labels.travel.shown),
    }
    found = []
    for kind in ConstraintKind:
        values: st.SearchStrategy[Any] = st.integers(0, 80)
        if kind in lists:
            values = st.lists(st.sampled_from(lists[kind]), unique=True, max_size=3).map(tuple)
        elif kind is ConstraintKind.EARLIEST_START:
            values = DAYS
        elif kind is ConstraintKind.LODGING_NEEDED:
            values = st.booleans()
        elif kind is ConstraintKind.MIN_ANNUAL_PAY:
            values = st.integers(3_000, 900_000)
        for hard in draw(st.sampled_from([(), (True,), (False,), (True, False)])):
            source: Any = draw(st.sampled_from(["patto_di_servizio", "autodichiarazione"]))
            found.append(
                DeclaredConstraint(
                    kind=kind,
                    value=draw(st.none() | values),
                    source=source,
                    declared_on=draw(st.none() | DAYS),
                    expires_on=draw(st.none() | DAYS),
                    hard=hard,
                )
            )
    return tuple(found)


@st.composite
def people(draw: st.DrawFn, labels: Labels) -> CandidateParts:
    identifier = draw(WORDS)
    languages = st.builds(
        LanguageClaim,
        language=st.sampled_from(list(labels.languages.shown)),
        level=st.none() | st.sampled_from(Cefr),
        evidence=EVIDENCE,
    )
    education = st.builds(
        Education,
        title=st.sampled_from(["Titolo mai sentito", "EQF 5"]),
        field=st.just("") | st.sampled_from(list(labels.fields.shown)),
        foreign=st.booleans(),
        recognised=st.sampled_from([None, True, False]),
        evidence=EVIDENCE,
    ).map(lambda one: one.model_copy(update={"eqf": 5 if one.title == "EQF 5" else None}))
    licences = st.builds(
        LicenceClaim,
        text=st.sampled_from(["attestato mai sentito", "tessera; rossa"]),
        expires_on=st.none() | DAYS,
        evidence=EVIDENCE,
    )
    candidate = Candidate(
        id=identifier,
        summary=draw(st.just("") | NOTES),
        wanted=draw(some(st.builds(Mention, text=WORDS))),
        work=draw(some(jobs())),
        skills=draw(
            some(
                st.builds(
                    SkillClaim,
                    skill=st.builds(Mention, text=WORDS),
                    level=st.none() | st.sampled_from(SkillLevel),
                    evidence=EVIDENCE,
                    lacking=st.booleans(),
                )
            )
        ),
        education=draw(some(education)),
        languages=draw(some(languages)),
        licences=draw(some(licences)),
        own_vehicle=draw(st.sampled_from([None, True, False])),
        constraints=draw(limits(labels)),
        refused_employers=draw(some(WORDS)),
        refused_sectors=draw(st.sampled_from([None, (), ("G", "C")])),
        availability=Availability(
            status=draw(st.sampled_from(["available", "hired", "suspended", "withdrawn"])),
            until=draw(st.none() | DAYS),
        ),
        pact=draw(st.none() | st.builds(ServicePact, reference=TEXT, signed_on=st.none() | DAYS)),
        inclinations=draw(some(st.builds(Mention, text=WORDS))),
        office=draw(st.just("") | WORDS),
    )
    contact = draw(
        st.none() | st.builds(Contact, candidate_id=st.just(identifier), first_name=WORDS, phone=WORDS)
    )
    protected = draw(
        st.none()
        | st.builds(
            Protected,
            candidate_id=st.just(identifier),
            sex=st.just("F"),
            birth_date=st.none() | DAYS,
            disability=st.sampled_from([None, True, False]),
            groups=st.lists(
                st.builds(
                    GroupMembership,
                    group=st.sampled_from(["disoccupati", "giovani; under"]),
                    evidence=st.sampled_from(["declared", "certified", "expired", "contested"]),
                    valid_until=st.none() | DAYS,
                ),
                max_size=2,
            ).map(tuple),
            own_words=st.lists(NOTES, max_size=2).map(tuple),
        )
    )
    return CandidateParts(candidate, contact, protected)


@st.composite
def requirements(draw: st.DrawFn, labels: Labels) -> tuple[Requirement, ...]:
    """In the order of the columns, as a file gives them."""
    found = []
    for kind, default in REQUIREMENT_COLUMNS.values():
        second = kind is RequirementKind.SKILL and default is RequirementLevel.WANTED
        levels = [level for level in RequirementLevel if (level is not RequirementLevel.MUST) or not second]
        first = kind is RequirementKind.SKILL and not second
        level = RequirementLevel.MUST if first else draw(st.sampled_from(levels))
        if not draw(st.booleans()):
            continue
        changes: dict[str, Any] = {}
        if kind is RequirementKind.SKILL:
            changes["mention"] = Mention(text=draw(WORDS))
        elif kind is RequirementKind.LICENCE:
            changes["mention"] = Mention(text="attestato mai sentito")
        elif kind is RequirementKind.LANGUAGE:
            code = draw(st.sampled_from(["en", "ar", "uk"]))
            changes["mention"] = Mention(
                text=labels.languages.show(code), concept=code, method="exact", confidence=1.0
            )
            changes["cefr"] = draw(st.none() | st.sampled_from(Cefr))
        elif kind is RequirementKind.EDUCATION:
            changes["eqf"] = draw(st.integers(1, 8))
        else:
            changes["months"] = draw(st.none() | st.integers(0, 600))
        found.append(Requirement(kind=kind, level=level, **changes))
    return tuple(found)


@st.composite
def vacancies(draw: st.DrawFn, labels: Labels) -> Vacancy:
    def codes(known: list[str]) -> Any:
        return draw(st.none() | st.lists(st.sampled_from(known), unique=True, max_size=3).map(tuple))

    hours = (
        sorted([draw(st.integers(1, 80)), draw(st.integers(1, 80))]) if draw(st.booleans()) else [None, None]
    )
    pay = sorted([draw(st.integers(3_000, 900_000)), draw(st.integers(3_000, 900_000))])
    return Vacancy(
        id=draw(WORDS),
        title=draw(WORDS),
        description=draw(st.just("") | NOTES),
        employer=Employer(
            name=draw(st.just("") | WORDS),
            ateco=draw(st.sampled_from(["", "G", "H52.24"])),
            confidential=draw(st.booleans()),
        ),
        occupations=draw(some(st.builds(Mention, text=WORDS))) or (),
        requirements=draw(requirements(labels)),
        transit=draw(st.sampled_from([None, True, False])),
        needs_vehicle=draw(st.sampled_from([None, True, False])),
        remote=draw(st.sampled_from(["", "on_site", "hybrid", "remote"])),
        travel=codes(list(labels.travel.shown)),
        contracts=codes(list(labels.contracts.shown)),
        contract_months=draw(st.none() | st.integers(0, 120)),
        weekly_hours_min=hours[0],
        weekly_hours_max=hours[1],
        shifts=codes(list(labels.shifts.shown)),
        days=codes(list(labels.days.shown)),
        annual_pay_min=pay[0],
        annual_pay_max=pay[1],
        pay_text=draw(st.just("") | WORDS),
        openings=draw(st.integers(1, 10_000)),
        expires_on=draw(st.none() | DAYS),
        state=draw(st.sampled_from(VacancyState)),
        search_mode=draw(st.sampled_from(["con_pubblicazione", "da_banca_dati", "entrambe"])),
        origin=draw(st.sampled_from(["intercettata", "SIISL", "richiesta_del_datore"])),
        overrides=draw(some(WORDS)) or (),
        invented=draw(st.booleans()),
    )


def cells_read(path: Path, kind: FileKind) -> Iterator[Any]:
    for row in open_source(path, kind).rows:
        assert row.problems == []
        yield row


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@FEW
@given(data=st.data())
def test_candidates_come_back_from_a_table(
    tmp_path: Path, suffix: str, data: st.DataObject, labels: Labels, vocabularies: Vocabularies
) -> None:
    parts = data.draw(st.lists(people(labels), min_size=1, max_size=3))
    path = tmp_path / f"a{suffix}"
    assert write_rows(path, "candidates", (candidate_cells(one, labels) for one in parts)) == len(parts)
    reader = CandidateReader(labels, vocabularies.places)
    found = [reader.read(row.cells) for row in cells_read(path, "candidates")]
    assert [(problems, one) for one, problems in found] == [([], one) for one in parts]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@FEW
@given(data=st.data())
def test_vacancies_come_back_from_a_table(
    tmp_path: Path, suffix: str, data: st.DataObject, labels: Labels, vocabularies: Vocabularies
) -> None:
    listed = data.draw(st.lists(vacancies(labels), min_size=1, max_size=3))
    path = tmp_path / f"a{suffix}"
    write_rows(path, "vacancies", (vacancy_cells(one, labels) for one in listed))
    reader = VacancyReader(labels, vocabularies.places)
    found = [reader.read(row.cells) for row in cells_read(path, "vacancies")]
    assert [(problems, one) for one, problems in found] == [([], one) for one in listed]


@FEW
@given(data=st.data())
def test_whole_records_come_back_from_json_lines(
    tmp_path: Path, data: st.DataObject, labels: Labels, vocabularies: Vocabularies
) -> None:
    parts = data.draw(st.lists(people(labels), min_size=1, max_size=3))
    path = tmp_path / "a.jsonl"
    with path.open("w", encoding="utf-8") as stream:
        write_json_lines(
            stream, ({"": one.candidate, "contact": one.contact, "protected": one.protected} for one in parts)
        )
    reader = CandidateReader(labels, vocabularies.places)
    rows = list(open_source(path, "candidates").rows)
    assert all(row.row.source is not None and reader.is_record(row.row.source) for row in rows)
    found = [reader.read_record(row.row.source or {}) for row in rows]
    assert found == [(one, []) for one in parts]


def test_no_cell_of_an_export_is_computed_by_a_spreadsheet(tmp_path: Path, labels: Labels) -> None:
    signs = ("=1+1", "+1", "-1", "@a", "'=x")
    parts = [CandidateParts(Candidate(id=sign, summary=f"{sign}!")) for sign in signs]
    path = tmp_path / "a.csv"
    write_rows(path, "candidates", (candidate_cells(one, labels) for one in parts))
    lines = path.read_text(encoding="utf-8-sig").splitlines()[1:]
    cells = [cell.strip('"') for line in lines for cell in line.split(";") if cell]
    assert len(cells) == 10
    assert all(cell.startswith("'") for cell in cells)
