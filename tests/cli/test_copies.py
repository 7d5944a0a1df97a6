"""``matcher copies``: found, shown, merged, taken apart; nobody takes two places."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection

from matcher.app import Workspace
from matcher.domain.candidate import Contact
from matcher.domain.vacancy import Employer
from matcher.store.audit import verify
from matcher.store.candidate_writes import StoredCandidate, upsert_candidates
from matcher.store.candidates import get_candidate, known_candidates
from matcher.store.vacancies import get_vacancy, upsert_vacancies

MOMENT = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)


@pytest.fixture
def doubled(thirty: Path, matcher) -> tuple[str, str]:
    """The first of a list, registered twice; and V1 published twice."""
    first = matcher("shortlist", "V1", "--size", "6", "--no-save", "--format", "json").json["ranked"][0]["id"]
    with Workspace(thirty) as workspace, workspace.database.transaction() as connection:
        _register_twice(connection, first)
        named = get_vacancy(connection, "V1").vacancy.model_copy(
            update={"employer": Employer(name="Ditta X")}
        )
        again = named.model_copy(update={"id": "V1-BIS"})
        upsert_vacancies(connection, [named, again], "anna", MOMENT)
    return first, "DOPPIO"


def _register_twice(connection: Connection, name: str) -> None:
    one = get_candidate(connection, name).candidate
    for identifier in (name, "DOPPIO"):
        contact = Contact(candidate_id=identifier, phone="333 1234567", email="ada@posta.it")
        refused = ("Ditta Nera srl",) if identifier == "DOPPIO" else one.refused_employers
        record = one.model_copy(update={"id": identifier, "refused_employers": refused})
        upsert_candidates(connection, [StoredCandidate(record, contact)], "anna", MOMENT)


def _listed(matcher, *words: str) -> list[str]:
    answer = matcher("shortlist", "V1", "--size", "6", "--no-save", "--format", "json").json
    return [one["id"] for one in (*answer["ranked"], *answer["to_verify"])]


def test_a_person_registered_twice_takes_one_place_until_taken_apart(matcher, doubled) -> None:
    first, second = doubled
    assert {first, second} <= set(_listed(matcher))
    [pair] = matcher("copies", "list", "candidates", "--format", "json").json
    assert {pair["first"], pair["second"]} == {first, second}
    assert {"email", "phone"} <= set(pair["shared"])
    table = matcher("copies", "list", "candidates").out
    assert "telefono" in table
    assert "333" not in table
    assert matcher("copies", "merge", first, second).code == 0
    assert first in _listed(matcher)
    assert second not in _listed(matcher)
    matcher("pool", "build")
    assert second not in _listed(matcher)
    assert matcher("copies", "list", "candidates", "--format", "json").json == []
    assert (
        matcher("copies", "list", "candidates", "--decided", "--format", "json").json[0]["state"] == "merged"
    )
    assert matcher("copies", "undo", first, second).code == 0
    assert {first, second} <= set(_listed(matcher))


def test_two_records_are_shown_side_by_side_without_contacts(matcher, doubled) -> None:
    rows = {row["field"]: row for row in matcher("copies", "show", *doubled, "--format", "json").json}
    assert rows["datori_esclusi"]["second"] == "Ditta Nera srl"
    assert not rows["datori_esclusi"]["same"]
    assert any(row["same"] for row in rows.values())
    different = matcher("copies", "show", *doubled, "--differences")
    assert "datori_esclusi" in different.out
    assert "333" not in different.out


def test_two_suspected_copies_in_one_list_are_told(matcher, doubled) -> None:
    first, second = doubled
    matcher("copies", "list", "candidates")
    notices = matcher("shortlist", "V1", "--size", "6", "--no-save", "--format", "json").json["notices"]
    assert any(first in notice and second in notice for notice in notices)
    matcher("copies", "dismiss", first, second)
    again = matcher("shortlist", "V1", "--size", "6", "--no-save", "--format", "json").json
    assert not any(second in notice for notice in again["notices"])
    assert matcher("copies", "list", "candidates", "--format", "json").json == []


def test_whom_the_hidden_record_refuses_the_kept_one_refuses_too(matcher, doubled, thirty: Path) -> None:
    first, second = doubled
    before = _refused(thirty, first)
    matcher("copies", "merge", first, second)
    assert _refused(thirty, first) == {*before, "Ditta Nera srl"}
    matcher("copies", "undo", first, second)
    assert _refused(thirty, first) == before


def _refused(folder: Path, name: str) -> set[str]:
    with Workspace(folder) as workspace, workspace.database.snapshot() as connection:
        return set(get_candidate(connection, name).candidate.refused_employers or ())


def test_a_vacancy_published_twice_takes_one_place(matcher, doubled) -> None:
    first, _ = doubled
    [pair] = matcher("copies", "list", "vacancies", "--format", "json").json
    assert {pair["first"], pair["second"]} == {"V1", "V1-BIS"}
    offers = matcher("vacancies-for", first, "--format", "json").json
    assert any("V1-BIS" in notice for notice in offers["notices"])
    matcher("copies", "merge", "V1", "V1-BIS")
    offers = matcher("vacancies-for", first, "--format", "json").json
    assert "V1-BIS" not in [one["id"] for one in (*offers["ranked"], *offers["to_verify"])]


def test_reading_contacts_is_logged_and_the_log_is_whole(matcher, doubled, thirty: Path) -> None:
    first, second = doubled
    matcher("copies", "list", "candidates")
    matcher("copies", "merge", first, second)
    with Workspace(thirty) as workspace, workspace.database.snapshot() as connection:
        assert verify(connection).ok
        text = connection.exec_driver_sql("SELECT group_concat(action || details) FROM log").scalar_one()
    assert "copies.searched" in text
    assert "contact birth_date" in text
    assert "copies.merged" in text


def test_erasing_a_person_erases_the_record_merged_into_it(matcher, doubled, thirty: Path) -> None:
    first, second = doubled
    matcher("copies", "merge", first, second)
    assert matcher("candidates", "erase", first, "--yes").code == 0
    with Workspace(thirty) as workspace, workspace.database.snapshot() as connection:
        assert known_candidates(connection, [first, second]) == set()


def test_a_vacancy_whose_shortlist_is_at_work_is_the_one_to_keep(matcher, doubled) -> None:
    rosa = matcher("shortlist", "V1-BIS", "--format", "json").json["id"]
    assert matcher("availability", "request", rosa).code == 0
    assert "merge V1-BIS V1 " in matcher("copies", "list", "vacancies").out
    assert "E-DSK-065" in matcher("copies", "merge", "V1", "V1-BIS").err
    draft = matcher("shortlist", "V1", "--format", "json").json["id"]
    assert matcher("copies", "merge", "V1-BIS", "V1").code == 0
    told = {one["id"]: one["next"] for one in matcher("shortlists", "--format", "json").json}
    assert "unita a V1-BIS" in told[draft]
    assert any(
        "unita a «V1-BIS»" in one for one in matcher("shortlist", "V1", "--format", "json").json["notices"]
    )


def test_who_is_merged_is_found_under_the_other_code(matcher, doubled) -> None:
    first, second = doubled
    matcher("copies", "merge", first, second)
    refused = matcher("why", "V1", second)
    assert "E-STO-014" in refused.err
    assert f"copies undo {first} {second}" in refused.err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("merge", "V1", "V1"), "E-DSK-060"),
        (("merge", "V1", "NESSUNO"), "E-DSK-061"),
        (("undo", "V1", "V2"), "E-DSK-063"),
    ],
)
def test_a_wrong_pair_is_explained(matcher, thirty: Path, words: tuple[str, ...], code: str) -> None:
    refused = matcher("copies", *words)
    assert refused.code == 1
    assert code in refused.err


def test_a_merged_record_is_not_merged_again_nor_dismissed(matcher, doubled) -> None:
    first, second = doubled
    matcher("copies", "merge", first, second)
    third = next(name for name in _listed(matcher) if name not in doubled)
    assert "E-DSK-062" in matcher("copies", "merge", third, second).err
    assert "E-DSK-064" in matcher("copies", "dismiss", first, second).err
