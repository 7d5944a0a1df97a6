"""What stands between a shortlist and the employer: availability, and an adesione to this very recipient."""

from __future__ import annotations

from dataclasses import replace

from matcher.desk.readiness import blockers, going, next_step
from matcher.domain.states import UNVERIFIED, PersonState, ShortlistState
from matcher.domain.vacancy import Vacancy, VacancyState

P = PersonState
_ALFA, _BETA = "Ceramiche Alfa srl (01234567890)", "Beta spa"


def test_only_who_agreed_to_this_recipient_goes(bureau) -> None:
    shortlist = bureau.add("V-1", "C-1")
    one = replace(bureau.place(shortlist, "C-1"), state=P.AVAILABLE, agreed_to=_ALFA)
    other, silent = replace(one, agreed_to=_BETA), replace(one, agreed_to="")
    assert going([one, other, silent], _ALFA) == [one]
    assert going([one, other, silent], "") == []
    for state in P:
        if state is not P.AVAILABLE:
            assert going([replace(one, state=state)], _ALFA) == []


def test_what_comes_next_never_names_anybody_and_knows_the_vacancy(bureau) -> None:
    shortlist = bureau.add("V-1", "C-1")
    row, place, vacancy = (
        bureau.row(shortlist),
        bureau.place(shortlist, "C-1"),
        Vacancy(id="V-1", title="Cuoca/o"),
    )

    def after(**changes: object) -> str:
        return next_step(row, [place], vacancy.model_copy(update=changes)).command

    assert after() == f"matcher availability request {shortlist}"
    assert after(origin="intercettata").startswith("matcher vacancies set V-1")
    assert after(state=VacancyState.TO_COMPLETE) == "matcher vacancies set-state V-1 validata"
    for state in (ShortlistState.DRAFT, ShortlistState.VERIFYING, ShortlistState.READY):
        told = next_step(
            replace(row, state=state), [place], vacancy.model_copy(update={"state": VacancyState.FILLED})
        )
        assert "rosa withdraw" in told.command
    assert "matcher shortlist V-2" in next_step(row, [place], vacancy, "V-2").command
    hired = replace(row, state=ShortlistState.CLOSED_HIRED)
    for state, command in (
        (VacancyState.PARTLY_FILLED, "matcher shortlist V-1"),
        (VacancyState.FILLED, "matcher followup due"),
    ):
        assert next_step(hired, [place], vacancy.model_copy(update={"state": state})).command == command
    asked = next_step(replace(row, state=ShortlistState.VERIFYING), [place], vacancy)
    assert "C-1" not in asked.it + asked.command


def test_a_document_past_its_date_is_made_anew_while_somebody_waits_for_the_employer(bureau) -> None:
    shortlist = bureau.add("V-1", "C-1")
    row, place = bureau.row(shortlist), bureau.place(shortlist, "C-1")
    vacancy = Vacancy(id="V-1", title="Cuoca/o", state=VacancyState.REFERRED)
    sent = replace(row, state=ShortlistState.REFERRED)
    for state, expired, command in (
        (P.REFERRED, True, f"matcher refer {shortlist} --again"),
        (P.INTERVIEW, True, f"matcher refer {shortlist} --again"),
        (P.REFERRED, False, f"matcher outcome {shortlist} CANDIDATO ESITO"),
        (P.REJECTED, True, f"matcher outcome {shortlist} CANDIDATO ESITO"),
    ):
        told = next_step(sent, [replace(place, state=state)], vacancy, expired=expired)
        assert told.command == command


def test_every_hindrance_is_named_with_the_command_that_settles_it(bureau) -> None:
    shortlist = bureau.add("V-1", "C-1")
    row, place = bureau.row(shortlist), bureau.place(shortlist, "C-1")
    for state in UNVERIFIED:
        [found] = blockers(row, [replace(place, state=state)], _ALFA)
        asking = "request" if state is P.PROPOSED else "queue"
        assert found.how.startswith(f"matcher availability {asking} {shortlist}")
    available = replace(place, state=P.AVAILABLE)
    assert "manca l'adesione" in blockers(row, [available], _ALFA)[0].it
    assert "un altro destinatario" in blockers(row, [replace(available, agreed_to=_BETA)], _ALFA)[0].it
    assert "datore=" in blockers(row, [replace(available, agreed_to=_ALFA)], "")[0].how
    assert "nessuno da segnalare" in blockers(row, [], _ALFA)[0].it
    assert blockers(row, [replace(available, agreed_to=_ALFA)], _ALFA) == []
