"""All lists in one run: each is the one that asking alone gives, in one process or in several."""

from __future__ import annotations

from functools import partial

import pytest

from matcher.app import Workspace
from matcher.desk.batch import answer_all, answer_with_crew, finished, open_vacancies
from matcher.domain.vacancy import VacancyState
from matcher.errors import NotFoundError
from tests.desk.conftest import AT, Desk


def all_of(desk: Desk, names, size=5, direction="vacancy"):
    with desk.database.snapshot() as connection:
        return list(answer_all(desk.matching, connection, names, size, direction))


def test_each_open_vacancy_gets_the_list_that_it_gets_alone(desk: Desk) -> None:
    desk.put(desk.vacancy("V4", state=VacancyState.FILLED))
    with desk.database.snapshot() as connection:
        names = open_vacancies(desk.matching, connection)
    assert names == ["V1", "V2", "V3", "V5"]
    # twice each: the second time what the first left behind is used
    assert all_of(desk, [*names, *names]) == [desk.engine.shortlist(name, size=5) for name in names] * 2


def test_each_person_gets_the_vacancies_that_they_get_alone(desk: Desk) -> None:
    names = [f"P{number:02}" for number in range(1, 31)]
    assert all_of(desk, names, 3, "candidate") == [desk.engine.vacancies_for(name, size=3) for name in names]


def test_people_who_came_since_the_snapshot_are_in(desk: Desk) -> None:
    desk.put(desk.candidate("P01").model_copy(update={"id": "P99"}))
    [found] = all_of(desk, ["V1"], 50)
    assert found == desk.engine.shortlist("V1", size=50)
    assert found.n_pool == 31


def test_an_unknown_name_is_an_error(desk: Desk) -> None:
    for direction in ("vacancy", "candidate"):
        with pytest.raises(NotFoundError, match="MANCA"):
            all_of(desk, ["MANCA"], 5, direction)


def test_several_processes_give_the_same_in_the_same_order(desk: Desk) -> None:
    names = ["V1", "V2", "V3", "V4", "V5"] * 7
    with Workspace(desk.folder) as workspace, workspace.database.snapshot() as connection:
        matching, opener = workspace.matching, partial(Workspace, desk.folder)
        alone = list(answer_all(matching, connection, names, 5))
        assert list(answer_with_crew(opener, matching, connection, names, 5, n_workers=2)) == alone


def test_what_is_saved_counts_as_finished_until_the_vacancy_changes(desk: Desk) -> None:
    def done(size=5):
        with desk.database.snapshot() as connection:
            return finished(desk.matching, connection, size)

    assert done() == set()
    for answer in all_of(desk, ["V1", "V2"]):
        desk.write(lambda connection, one=answer: desk.matching.save(connection, one, "anna", AT))
    assert done() == {"V1", "V2"}
    assert done(size=6) == set()


def test_a_list_of_another_day_is_not_finished(desk: Desk) -> None:
    [answer] = all_of(desk, ["V1"])
    older = answer.model_copy(update={"reference_date": AT.date().replace(day=1)})
    desk.write(lambda connection: desk.matching.save(connection, older, "anna", AT))
    with desk.database.snapshot() as connection:
        assert finished(desk.matching, connection, 5) == set()
