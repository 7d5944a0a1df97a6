"""Many at once: availability asked for many lists, outcomes from a file, the same file twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.desk.ask_many import ask_many, lists_to_ask
from matcher.desk.availability import record_answer
from matcher.desk.copies import merge, undo_merge
from matcher.desk.decisions import decisions_of
from matcher.desk.import_run import ImportJob, run_import
from matcher.desk.outcome_intake import OutcomeIntake
from matcher.desk.outcomes import decide_review, record_outcome, undo_outcome, who_is_meant
from matcher.desk.retelling import differences
from matcher.desk.workflow import add_person, approve, remove_person, reorder
from matcher.domain.states import PersonState, ShortlistState
from matcher.domain.vacancy import VacancyState
from matcher.errors import InputError
from matcher.store.documents import codes_of

P = PersonState


def bring(bureau, path: Path, *lines: str):
    path.write_text("\n".join(["id_rosa;id_candidato;esito;motivo;fonte;data", *lines]), "utf-8")
    intake = OutcomeIntake(bureau.acting(), bureau.settings, None)
    return run_import([path], intake, ImportJob(bureau.database, "anna", bureau.now)).files[0]


def test_every_list_is_asked_but_those_that_cannot_be(bureau) -> None:
    first, second = bureau.add("V-1", "C-1", "C-2"), bureau.add("V-2", "C-2", "C-3")
    heard_of = bureau.add("V-3", "C-4", origin="intercettata")
    with bureau.steps() as steps:
        found = ask_many(steps, [first, heard_of, second, "ROSA-999999", first])
    assert [(one.shortlist_id, len(one.places)) for one in found] == [
        (first, 2), (heard_of, 0), (second, 2), ("ROSA-999999", 0),
    ]  # fmt: skip
    assert [one.refused is not None for one in found] == [False, True, False, True]
    assert bureau.row(first).state is bureau.row(second).state is ShortlistState.VERIFYING
    assert bureau.people(heard_of) == {"C-4": P.PROPOSED}


def test_the_lists_to_ask_are_the_last_drafts_of_open_vacancies_and_whoever_came_later(bureau) -> None:
    old, new = bureau.add("V-1", "C-1"), bureau.add("V-1", "C-1", "C-2")
    bureau.wait(minutes=1)
    working, draft = bureau.add("V-2", "C-3"), bureau.add("V-2", "C-3")
    closed = bureau.add("V-3", "C-4", state=VacancyState.CANCELLED)
    with bureau.database.snapshot() as connection:
        assert set(lists_to_ask(connection)) == {new, draft}
    with bureau.steps() as steps:
        ask_many(steps, [working])
    with bureau.database.snapshot() as connection:
        assert lists_to_ask(connection) == [new]
    with bureau.steps() as steps:
        add_person(steps, working, "C-1", "proposta_operatore")
    with bureau.database.snapshot() as connection:
        assert lists_to_ask(connection) == sorted([new, working])
    assert not {old, closed} & {new, working}


def test_outcomes_come_in_once_by_id_or_by_code_and_bad_rows_wait_whole(bureau, tmp_path: Path) -> None:
    shortlist, draft = bureau.sent("V-1", "C-1", "C-2", "C-3", openings=2), bureau.add("V-2", "C-4")
    with bureau.database.snapshot() as connection:
        code = codes_of(connection, shortlist)["C-2"]
    lines = [
        f"{shortlist};C-1;colloquio;;;",
        f"{shortlist};C-1;assunta;;comunicazione obbligatoria;",
        f"{shortlist};{code.lower()};non selezionato;orario/turni;;01/03/2026",
        f"{shortlist};C-3;rinuncia;è incinta;;",
        f"{shortlist};C-3;non selezionato;troppo anziana;;",
        f"{shortlist};C-3;assunto;;;01/01/2030",
        f"{draft};C-4;assunto;;;",
        f"{shortlist};C-9;assunto;;;",
    ]
    report = bring(bureau, tmp_path / "esiti.csv", *lines)
    assert (report.new, report.rejected) == (3, 5)
    assert bureau.people(shortlist) == {"C-1": P.HIRED, "C-2": P.REJECTED, "C-3": P.REFERRED}
    waiting = report.rejects_path
    text = waiting.read_text("utf-8-sig")
    # in the order of the file, whether the row or the step was wrong
    said = [line.split(";")[1:3] for line in text.splitlines()[1:]]
    assert [who for who, _ in said] == ["C-3", "C-3", "C-3", "C-4", "C-9"]
    assert [what for _, what in said][:2] == ["rinuncia", "non selezionato"]
    again = bring(bureau, tmp_path / "esiti.csv", *lines[:3])
    assert (again.new, again.unchanged, again.rejected) == (0, 3, 0)
    # corrected in place, the file of rejects comes back as it is
    heading, _, mended, *_ = text.replace("troppo anziana;;", "distanza;;", 1).splitlines()
    waiting.write_text(f"{heading}\n{mended}", "utf-8")
    intake = OutcomeIntake(bureau.acting(), bureau.settings, None)
    back = run_import([waiting], intake, ImportJob(bureau.database, "anna", bureau.now)).files[0]
    assert (back.new, back.rejected) == (1, 0)
    assert bureau.place(shortlist, "C-3").reason == "distanza"


def test_a_file_brings_back_nothing_that_a_person_decided_since(bureau, tmp_path: Path) -> None:
    shortlist = bureau.sent("V-1", "C-1", "C-2")
    lines = [f"{shortlist};C-1;assunto;;;", f"{shortlist};C-2;non selezionato;motivo non ammesso;;"]
    assert bring(bureau, tmp_path / "esiti.csv", *lines).new == 2
    with bureau.steps() as steps:
        undo_outcome(steps, shortlist, "C-1", "persona_sbagliata")
    with bureau.steps(role="supervisore") as steps:
        decide_review(steps, 2, "motivo_corretto", "competenze")
    again = bring(bureau, tmp_path / "esiti.csv", *lines)
    assert (again.new, again.unchanged, again.rejected) == (0, 1, 1)
    assert bureau.people(shortlist) == {"C-1": P.REFERRED, "C-2": P.REJECTED}


def test_no_free_words_stand_where_no_reason_is_asked(bureau) -> None:
    shortlist = bureau.sent("V-1", "C-1")
    with pytest.raises(InputError, match="E-FLW-002"), bureau.steps() as steps:
        record_outcome(steps, shortlist, "C-1", "rinuncia", reason="è incinta")


def test_a_decision_keeps_its_reason_and_its_author_whatever_comes_later(bureau) -> None:
    shortlist = bureau.add("V-1", "C-1", "C-2", "C-3")
    with bureau.steps(actor="anna") as steps:
        reorder(steps, shortlist, "C-1", 2, "esperienza")
        remove_person(steps, shortlist, "C-3", "doppione")
    bureau.ready(shortlist, "C-1", "C-2")
    bureau.refer(shortlist)
    with bureau.steps(actor="bruno") as steps:
        record_outcome(steps, shortlist, "C-1", "non_selezionato", reason="distanza")
    with bureau.database.snapshot() as connection:
        found = decisions_of(connection, shortlist, ["C-1", "C-2", "C-3"])
    assert {name: (one.what, one.reason, one.actor) for name, one in found.items()} == {
        "C-1": ("moved", "esperienza", "anna"),
        "C-3": ("removed", "doppione", "anna"),
    }


def test_an_id_that_is_the_code_of_another_is_refused(bureau) -> None:
    shortlist = bureau.sent("V-1", "K-1", "C-2", "C-3")
    with bureau.database.snapshot() as connection:
        assert codes_of(connection, shortlist)["C-2"] == "K-1"
        assert who_is_meant(connection, shortlist, "k-2") == "C-3"
        assert who_is_meant(connection, shortlist, "C-3") == "C-3"
        with pytest.raises(InputError, match="E-FLW-014"):
            who_is_meant(connection, shortlist, "K-1")


def test_two_records_of_one_person_do_not_go_as_two(bureau) -> None:
    shortlist = bureau.add("V-1", "C-1", "C-2")
    with bureau.steps() as steps:
        ask_many(steps, [shortlist])
        for name in ("C-1", "C-2"):
            record_answer(steps, shortlist, name, "disponibile", agreed=True)
    with bureau.database.transaction() as connection:
        merge(connection, "C-1", "C-2", "anna", bureau.now)
    with pytest.raises(InputError, match="due posti"), bureau.steps() as steps:
        approve(steps, shortlist)
    with bureau.steps() as steps:
        remove_person(steps, shortlist, "C-2", "doppione")
        approve(steps, shortlist)
    other = bureau.add("V-2", "C-3")
    with pytest.raises(InputError, match="unito a «C-1»"), bureau.steps() as steps:
        add_person(steps, other, "C-2", "proposta_operatore")


def test_merging_people_with_facts_and_parting_them_agrees_with_the_log(bureau) -> None:
    shortlist = bureau.sent("V-1", "C-1", "C-2")
    bureau.add("V-2", "C-3")
    with bureau.steps() as steps:
        record_outcome(steps, shortlist, "C-1", "assunto")
    for change in (merge, undo_merge):
        with bureau.database.transaction() as connection:
            change(connection, "C-3", "C-1", "anna", bureau.now)
            assert differences(connection) == []
