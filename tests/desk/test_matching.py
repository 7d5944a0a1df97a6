"""The questions of the desk: shortlists, why and why not, the other direction, all at once."""

from __future__ import annotations

from datetime import date

import pytest

from matcher import Engine
from matcher.domain.candidate import Availability
from matcher.domain.record import Mention
from matcher.domain.vacancy import Application, Employer, VacancyState
from matcher.errors import NotFoundError
from matcher.store.applications import set_pair_state, upsert_applications
from matcher.store.audit import entries, verify
from matcher.store.erasure import erase_candidate
from matcher.store.shortlists import get_shortlist, list_shortlists


def ids(entries) -> list[str]:
    return [entry.id for entry in entries]


# -- shortlists ---------------------------------------------------------------------------------------


def test_a_shortlist_has_everybody_in_one_of_three_places(desk) -> None:
    found = desk.engine.shortlist("V1", size=30)
    assert (found.subject, found.n_pool) == ("V1", 30)
    assert found.n_eligible + found.n_to_verify + found.n_removed == 30
    assert len(found.ranked) == found.n_eligible
    assert len(found.to_verify) == found.n_to_verify
    assert found.reference_date == date(2026, 3, 2)


def test_forklift_drivers_who_can_reach_it_come_first(desk) -> None:
    found = desk.engine.shortlist("V1", size=8)
    assert set(ids(found.ranked)) == {f"P0{n}" for n in range(1, 9)}
    assert [entry.rank for entry in found.ranked] == list(range(1, 9))


def test_contributions_sum_to_the_score_and_name_their_author(desk) -> None:
    for entry in desk.engine.shortlist("V3", size=30).ranked:
        assert sum(c.points for c in entry.contributions) == entry.score
        assert all(c.points == c.weight * max(c.value, 0) for c in entry.contributions)
        assert {c.plugin for c in entry.contributions} == {"rules"}


def test_nothing_is_written_until_it_is_saved(desk) -> None:
    desk.engine.shortlist("V1")
    with desk.database.snapshot() as connection:
        assert list_shortlists(connection) == []


def test_a_saved_shortlist_reads_back_whole_with_its_line_in_the_log(desk) -> None:
    answer = desk.engine.shortlist("V1", size=3)
    saved = desk.write(lambda connection: desk.matching.save(connection, answer, "anna", desk.now()))
    with desk.database.snapshot() as connection:
        row = get_shortlist(connection, saved.id)
        assert row.shortlist == saved == answer.model_copy(update={"id": saved.id})
        assert (row.actor, row.state) == ("anna", "in_preparazione")
        assert verify(connection).ok


def test_the_line_in_the_log_names_what_read_protected_facts(desk) -> None:
    answer = desk.engine.shortlist("V1", size=3)
    desk.write(lambda connection: desk.matching.save(connection, answer, "anna", desk.now()))
    with desk.database.snapshot() as connection:
        [line] = [one for one in entries(connection) if one.entry.action == "shortlist.saved"]
    legal = {"LEGAL_APPRENTICESHIP_1", "LEGAL_APPRENTICESHIP_2", "LEGAL_APPRENTICESHIP_3", "LEGAL_WORK_TITLE"}
    assert set(line.entry.details["protected_reads"]) == legal


def test_weights_given_for_one_question_change_only_that_one(desk) -> None:
    before = desk.engine.shortlist("V1", size=8)
    near = desk.engine.shortlist("V1", size=8, weights={"commute": 5000})
    assert near.ranked[0].score != before.ranked[0].score
    assert ids(near.ranked)[:2] != ids(before.ranked)[-2:]
    assert desk.engine.shortlist("V1", size=8) == before


def test_the_versions_say_what_a_replay_needs(desk) -> None:
    versions = desk.engine.shortlist("V1").versions
    assert versions.vocabulary == desk.vocabularies.digest
    assert versions.embedder == desk.embedder.model_id
    assert "occupation=300" in versions.weights
    assert any(plugin.startswith("rules ") for plugin in versions.plugins)


def test_an_unknown_vacancy_is_named(desk) -> None:
    with pytest.raises(NotFoundError, match="V9"):
        desk.engine.shortlist("V9")


def test_the_facade_opens_a_folder(desk) -> None:
    with Engine.open(desk.folder).workspace as workspace:
        assert workspace.folder == desk.folder


# -- why ----------------------------------------------------------------------------------------------


def test_why_agrees_with_the_list_for_everybody(desk) -> None:
    listed = desk.engine.shortlist("V1", size=30)
    for entry in (*listed.ranked, *listed.to_verify):
        answer = desk.engine.why("V1", entry.id, size=30)
        assert (answer.verdict.state, answer.score, answer.rank) == (entry.verdict, entry.score, entry.rank)
        assert answer.contributions == entry.contributions
        assert answer.evidence == entry.evidence
        assert (answer.in_list, answer.behind, answer.lacking) == (True, 0, ())


def test_eligible_but_not_listed_says_how_far_behind_and_why(desk) -> None:
    listed = desk.engine.shortlist("V1", size=3)
    everybody = desk.engine.shortlist("V1", size=30)
    last, person = everybody.ranked[2], everybody.ranked[7]
    answer = desk.engine.why("V1", person.id, size=3)
    assert person.id not in ids(listed.ranked)
    assert (answer.verdict.state, answer.in_list, answer.rank) == ("eligible", False, 8)
    assert answer.behind == last.score - person.score
    dearest = max(person.contributions, key=lambda c: c.weight * 10_000 - c.points)
    assert answer.lacking[0] == dearest.component


def test_to_verify_brings_the_question_and_who_answers(desk) -> None:
    answer = desk.engine.why("V1", "P13")
    assert answer.verdict.state == "to_verify"
    questions = {question.code: question for question in answer.verdict.questions}
    assert questions["SHIFTS_REFUSED"].who == "person"
    assert questions["SHIFTS_REFUSED"].text_it.endswith("?")
    assert answer.verdict.reasons == ()


def test_removed_brings_the_facts_and_the_smallest_admitting_change(desk) -> None:
    answer = desk.engine.why("V1", "P11")
    (reason,) = answer.verdict.reasons
    (change,) = answer.verdict.changes
    assert (answer.verdict.state, answer.rank, answer.in_list) == ("removed", None, False)
    assert (reason.code, reason.plugin) == ("COMMUTE_TOO_FAR", "rules")
    assert "15 km" in reason.text_it
    assert (change.side, change.field, change.current) == ("candidate", "max_distance_km", "15")
    _set_distance(desk, "P11", int(change.admitting) - 1)
    assert desk.engine.why("V1", "P11").verdict.state == "removed"
    _set_distance(desk, "P11", int(change.admitting))
    assert desk.engine.why("V1", "P11").verdict.state == "eligible"


def _set_distance(desk, name: str, km: int) -> None:
    old = desk.candidate(name)
    limits = tuple(
        limit.model_copy(update={"value": km}) if limit.kind == "max_distance_km" else limit
        for limit in old.constraints
    )
    desk.put(old.model_copy(update={"constraints": limits}))


@pytest.mark.parametrize(("vacancy", "person"), [("V9", "P01"), ("V1", "P99")])
def test_why_names_what_it_does_not_know(desk, vacancy: str, person: str) -> None:
    with pytest.raises(NotFoundError, match=r"V9|P99"):
        desk.engine.why(vacancy, person)


def test_why_of_an_erased_person_says_so(desk) -> None:
    desk.write(lambda connection: erase_candidate(connection, "P01", "anna", desk.now()))
    with pytest.raises(NotFoundError, match="cancellato"):
        desk.engine.why("V1", "P01")


# -- the other direction ------------------------------------------------------------------------------


def test_both_directions_agree_on_every_pair(desk) -> None:
    forward = {vacancy: desk.engine.shortlist(vacancy, size=30) for vacancy in ("V1", "V2", "V3", "V4", "V5")}
    for number in range(1, 31):
        person = f"P{number:02}"
        back = desk.engine.vacancies_for(person, size=30)
        assert (back.direction, back.subject) == ("candidate", person)
        seen = {entry.id: entry for entry in (*back.ranked, *back.to_verify)}
        for vacancy, shortlist in forward.items():
            pair = {entry.id: entry for entry in (*shortlist.ranked, *shortlist.to_verify)}.get(person)
            assert (pair is None) == (vacancy not in seen)
            if pair is not None:
                there = seen[vacancy]
                assert (there.verdict, there.score, there.reverse_score) == (
                    pair.verdict,
                    pair.score,
                    pair.reverse_score,
                )


def test_vacancies_for_an_unknown_person(desk) -> None:
    with pytest.raises(NotFoundError, match="P99"):
        desk.engine.vacancies_for("P99")


# -- applications -------------------------------------------------------------------------------------


def test_an_applicant_left_out_always_gets_a_reason(desk) -> None:
    applied = [
        Application(vacancy_id="V1", candidate_id=name, received_on=date(2026, 2, 1))
        for name in ("P01", "P08", "P11", "P13", "P26")
    ]
    desk.write(lambda connection: upsert_applications(connection, applied, "anna", desk.now()))
    found = desk.engine.shortlist("V1", size=3)
    listed = {entry.id: entry.applied for entry in (*found.ranked, *found.to_verify)}
    assert listed["P01"]
    assert not any(applied for name, applied in listed.items() if name not in ("P01", "P13"))
    left_out = {answer.candidate: answer for answer in found.left_out_applicants}
    assert set(left_out) | {name for name, applied in listed.items() if applied} == {
        a.candidate_id for a in applied
    }
    assert [reason.code for reason in left_out["P11"].verdict.reasons] == ["COMMUTE_TOO_FAR"]
    assert left_out["P08"].verdict.state == "eligible"
    assert left_out["P08"].lacking
    assert left_out["P26"].verdict.reasons


# -- live facts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("referred", "ALREADY_REFERRED"),
        ("refused", "REFUSED_BY_PERSON"),
        ("hired", "HIRED_HERE"),
        ("rejected", "REJECTED_BY_EMPLOYER"),
        ("unavailable", "UNAVAILABLE_FOR_THIS"),
    ],
)
def test_a_pair_already_tried_is_not_proposed_again(desk, state: str, code: str) -> None:
    desk.write(lambda c: set_pair_state(c, "V1", "P01", state, "anna", desk.now()))
    assert [reason.code for reason in desk.engine.why("V1", "P01").verdict.reasons] == [code]
    assert "P01" not in ids(desk.engine.shortlist("V1").ranked)
    assert "V1" not in ids(desk.engine.vacancies_for("P01").ranked)
    assert "P01" in ids(desk.engine.shortlist("V2").ranked), "other vacancies are not concerned"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"state": VacancyState.SUSPENDED}, "VACANCY_CLOSED"),
        ({"state": VacancyState.FILLED}, "VACANCY_CLOSED"),
        ({"expires_on": date(2026, 3, 1)}, "VACANCY_EXPIRED"),
    ],
)
def test_nobody_fits_a_vacancy_that_is_over(desk, changes, code: str) -> None:
    desk.put(desk.vacancy("V1", **changes))
    found = desk.engine.shortlist("V1")
    assert (found.n_removed, found.removed_by[code]) == (30, 30)


def test_the_last_day_of_a_vacancy_still_counts(desk) -> None:
    desk.put(desk.vacancy("V1", expires_on=date(2026, 3, 2)))
    assert desk.engine.shortlist("V1").n_eligible == 8


@pytest.mark.parametrize(
    ("availability", "state"),
    [
        (Availability(status="hired"), "removed"),
        (Availability(status="withdrawn"), "removed"),
        (Availability(status="suspended", until=date(2026, 3, 2)), "removed"),
        (Availability(status="suspended", until=date(2026, 3, 1)), "to_verify"),
        (Availability(status="available"), "eligible"),
    ],
)
def test_who_is_not_available_is_not_proposed(desk, availability: Availability, state: str) -> None:
    desk.put(desk.candidate("P01", availability=availability))
    assert desk.engine.why("V1", "P01").verdict.state == state


def test_data_never_go_to_whom_the_person_refuses(desk) -> None:
    employer = Employer(name="Ceramiche Alfa S.r.l.", tax_id="01234567890", ateco="C")
    desk.put(
        desk.vacancy("V1", employer=employer),
        desk.candidate("P01", refused_employers=("CERAMICHE ALFA SRL",)),
        desk.candidate("P02", refused_employers=("01234567890",)),
        desk.candidate("P03", refused_sectors=("C",)),
        desk.candidate("P04", refused_employers=("Ceramiche Beta",), refused_sectors=("F",)),
    )
    verdicts = {name: desk.engine.why("V1", name).verdict for name in ("P01", "P02", "P03", "P04")}
    assert [r.code for r in verdicts["P01"].reasons] == ["RECIPIENT_REFUSED"]
    assert [r.code for r in verdicts["P02"].reasons] == ["RECIPIENT_REFUSED"]
    assert [r.code for r in verdicts["P03"].reasons] == ["SECTOR_REFUSED"]
    assert verdicts["P04"].state == "eligible"
    assert all(not verdict.changes for verdict in verdicts.values()), "nothing of this is negotiable"


def test_a_nameless_employer_makes_a_refusal_a_question_for_the_employer(desk) -> None:
    desk.put(desk.candidate("P01", refused_employers=("Ceramiche Alfa",)))
    verdict = desk.engine.why("V1", "P01").verdict
    assert [(q.code, q.who) for q in verdict.questions] == [("RECIPIENT_REFUSED", "employer")]


# -- words that cannot be linked ----------------------------------------------------------------------


def test_a_vacancy_known_only_by_its_words_still_gets_an_answer(desk) -> None:
    desk.put(
        desk.vacancy("V1", title="Mulettista esperto", occupations=(Mention(text="mulettista esperto"),))
    )
    assert desk.engine.shortlist("V1", size=3).ranked[0].id in {f"P0{n}" for n in range(1, 9)}
