"""Answers from files, the queue of calls, attempts, freshness and pauses."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from matcher.desk.answer_intake import AnswerIntake, import_answers
from matcher.desk.availability import ask, call_queue, record_answer
from matcher.desk.freshness import pause, reconfirm, stale_people
from matcher.desk.import_run import ImportJob, run_import
from matcher.domain.states import PersonState
from matcher.errors import InputError
from matcher.plugin.gate import Gate
from matcher.plugin.manager import load_plugins
from matcher.store.candidates import get_candidate

P = PersonState


def bring(bureau, path: Path, *lines: str):
    path.write_text("\n".join(["id_rosa;id_candidato;risposta;adesione;fino_al", *lines]), "utf-8")
    intake = AnswerIntake(bureau.acting(), bureau.settings, None)
    return run_import([path], intake, ImportJob(bureau.database, "anna", bureau.now)).files[0]


def test_answers_come_in_from_a_file_and_the_bad_rows_wait(bureau, tmp_path: Path) -> None:
    shortlist, draft = bureau.add("V-1", "C-1", "C-2"), bureau.add("V-2", "C-3")
    with bureau.steps() as steps:
        ask(steps, shortlist)
    lines = [
        f"{shortlist};C-1;disponibile;sì;",
        f"{shortlist};C-2;boh;;",
        f"{draft};C-3;disponibile;sì;",
        ";C-3;non disponibile;;15/03/2026",
        ";C-9;disponibile;;",
    ]
    report = bring(bureau, tmp_path / "risposte.csv", *lines)
    assert (report.n_rows, report.new, report.rejected) == (5, 2, 3)
    waiting = report.rejects_path.read_text("utf-8-sig")
    assert "matcher availability request" in waiting
    assert bureau.people(shortlist) == {"C-1": P.AVAILABLE, "C-2": P.CONTACTED}
    with bureau.database.snapshot() as connection:
        pausing = get_candidate(connection, "C-3").candidate.availability
    assert (pausing.status, pausing.until) == ("suspended", date(2026, 3, 15))
    again = bring(bureau, tmp_path / "risposte.csv", lines[0])
    assert (again.new, again.unchanged) == (0, 1)


def test_an_end_that_goes_with_no_answer_is_refused_rather_than_lost(bureau, tmp_path: Path) -> None:
    bureau.add("V-1", "C-1")
    report = bring(bureau, tmp_path / "risposte.csv", ";C-1;disponibile;;15/03/2026")
    assert (report.new, report.rejected) == (0, 1)
    assert "non vale con «disponibile»" in report.rejects_path.read_text("utf-8-sig")


def test_the_same_file_without_days_is_no_further_call_on_another_day(bureau, tmp_path: Path) -> None:
    shortlist, path = bureau.add("V-1", "C-1"), tmp_path / "risposte.csv"
    with bureau.steps() as steps:
        ask(steps, shortlist)
    path.write_text(f"id_rosa;id_candidato;risposta\n{shortlist};C-1;non risponde\n", "utf-8")

    def come_in(name: Path):
        gate = Gate(load_plugins(()))
        return import_answers([name], bureau.database, bureau.acting(), bureau.settings, gate).files[0]

    assert come_in(path).new == 1
    bureau.now += timedelta(days=1)
    assert (come_in(path).new, bureau.people(shortlist)["C-1"]) == (0, P.NO_ANSWER)
    other = tmp_path / "domani.csv"
    other.write_text(path.read_text("utf-8") + "\n", "utf-8")
    assert come_in(other).new == 1, "another file of another day is another call"


def test_the_queue_of_one_shortlist_holds_its_people_alone(bureau) -> None:
    one, other = bureau.add("V-1", "C-1"), bureau.add("V-2", "C-2")
    with bureau.steps() as steps:
        ask(steps, one)
        ask(steps, other)
    with bureau.database.snapshot() as connection:
        assert [call.candidate_id for call in call_queue(connection, bureau.now, other)] == ["C-2"]


def test_the_queue_starts_with_the_oldest_deadline_and_waits_for_those_who_asked(bureau) -> None:
    late, soon = bureau.add("V-1", "C-1"), bureau.add("V-2", "C-2", "C-3")
    with bureau.steps() as steps:
        ask(steps, late, wanted=bureau.now + timedelta(days=3))
        ask(steps, soon)
        record_answer(steps, soon, "C-3", "da richiamare", call_again_at=bureau.now + timedelta(days=1))
    with bureau.database.snapshot() as connection:
        assert [one.candidate_id for one in call_queue(connection, bureau.now)] == ["C-2", "C-1"]
        later = call_queue(connection, bureau.now + timedelta(days=8))
    assert [(one.candidate_id, one.late) for one in later] == [("C-2", True), ("C-3", True), ("C-1", True)]


def test_three_calls_without_answer_make_somebody_unreachable(bureau) -> None:
    shortlist = bureau.add("V-1", "C-1")
    with bureau.steps() as steps:
        ask(steps, shortlist)
        states = [record_answer(steps, shortlist, "C-1", "non_risponde").state for _ in range(3)]
    assert states == [P.NO_ANSWER, P.NO_ANSWER, P.UNREACHABLE]


def test_what_is_old_is_confirmed_again_and_a_pause_ends_within_a_month(bureau) -> None:
    bureau.add("V-1", "C-1", "C-2")
    today = bureau.now.date()
    with bureau.steps() as steps:
        assert [one.candidate_id for one in stale_people(steps.connection, today, 60)] == ["C-1", "C-2"]
        assert reconfirm(steps, "C-1")
        assert pause(steps, "C-2", today + timedelta(days=31))
        assert stale_people(steps.connection, today, 60) == []
        assert stale_people(steps.connection, today + timedelta(days=61), 60)[0].candidate_id == "C-1"
        for wrong in (today + timedelta(days=32), today - timedelta(days=1)):
            with pytest.raises(InputError, match="E-FLW-011"):
                pause(steps, "C-2", wrong)
