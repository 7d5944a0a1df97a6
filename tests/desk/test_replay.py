"""A saved shortlist, computed again: the same, or what has happened since."""

from __future__ import annotations

from datetime import timedelta

import pytest

from matcher.desk.replay import Replay, replay_shortlist
from matcher.errors import NotFoundError
from matcher.store.erasure import erase_candidate


@pytest.fixture
def saved(desk) -> str:
    answer = desk.engine.shortlist("V1", size=5)
    return desk.write(lambda connection: desk.matching.save(connection, answer, "anna", desk.now())).id


def replay(desk, name: str) -> Replay:
    with desk.database.snapshot() as connection:
        return replay_shortlist(connection, desk.matching, name)


def test_the_same_data_give_the_same_result(desk, saved: str) -> None:
    answer = replay(desk, saved)
    assert (answer.same, answer.reasons) == (True, ())


def test_it_is_asked_on_its_own_day(desk, saved: str, monkeypatch: pytest.MonkeyPatch) -> None:
    later = desk.now() + timedelta(days=400)
    monkeypatch.setattr(type(desk), "now", lambda _: later)
    assert desk.engine.shortlist("V1").reference_date == later.date()
    assert replay(desk, saved).same


def test_a_person_who_changed_is_noticed(desk, saved: str) -> None:
    desk.put(desk.candidate("P01", work=()))
    answer = replay(desk, saved)
    assert not answer.same
    assert [english for _, english in answer.reasons] == ["people or the vacancy have changed"]


def test_an_erased_person_is_counted_and_not_named(desk, saved: str) -> None:
    desk.write(lambda connection: erase_candidate(connection, "P01", "anna", desk.now()))
    answer = replay(desk, saved)
    assert not answer.same
    assert answer.reasons[0] == ("una persona cancellata da allora", "one person erased since")
    assert "P01" not in answer.model_dump_json()


def test_other_weights_are_noticed(desk, saved: str, open_desk) -> None:
    path = desk.folder / "matcher.toml"
    path.write_text(path.read_text("utf-8").replace("commute = 50", "commute = 500"), "utf-8")
    answer = replay(open_desk(desk.folder), saved)
    assert not answer.same
    assert ("i pesi sono cambiati", "the weights have changed") in answer.reasons


def test_a_rebuilt_pool_of_the_same_data_gives_the_same_result(desk, saved: str) -> None:
    desk.build_pool()
    assert replay(desk, saved).same


def test_an_unknown_shortlist_is_named(desk) -> None:
    with pytest.raises(NotFoundError, match="ROSA-999"):
        replay(desk, "ROSA-999")
