"""A shortlist from the engine's answer to the employer, and everything that is refused on the way."""

from __future__ import annotations

from datetime import date

import pytest

from matcher.desk.availability import ask, record_answer
from matcher.desk.marks import mark_pair
from matcher.desk.outcomes import record_outcome, undo_outcome
from matcher.desk.referral import refer, release, revoke, withdraw
from matcher.desk.vacancy_life import close_vacancy, set_vacancy_state
from matcher.desk.workflow import add_person, approve, extend, remove_person, reorder
from matcher.domain.shortlist import Reason, Verdict, WhyAnswer
from matcher.domain.states import PersonState, ShortlistState
from matcher.domain.vacancy import VacancyState
from matcher.errors import InputError, MatcherError, WorkspaceError
from matcher.plugin.events import Transition, Veto
from matcher.store.applications import pair_states_of_vacancy
from matcher.store.candidates import get_candidate
from matcher.store.documents import documents_of, people_of_document
from matcher.store.outcomes import followups_of_candidate, list_outcomes
from matcher.store.places import places_of
from matcher.store.vacancies import get_vacancy

P, S, V = PersonState, ShortlistState, VacancyState


def standing(code: str = "", state: str = "removed") -> WhyAnswer:
    reasons = (Reason(code=code, plugin="rules", text_it="perché no", text_en="no"),) if code else ()
    verdict = Verdict(state=state, reasons=reasons)
    return WhyAnswer(vacancy="V-1", candidate="C-9", verdict=verdict, score=77)


def facts(bureau, vacancy: str = "V-1") -> dict[str, str]:
    with bureau.database.snapshot() as connection:
        return {name: row.state for name, row in pair_states_of_vacancy(connection, vacancy).items()}


def test_from_the_proposal_to_the_employer(bureau) -> None:
    shortlist = bureau.add("V-1", "C-1", "C-2", "C-3")
    with bureau.steps() as steps:
        ask(steps, shortlist)
    assert (bureau.row(shortlist).state, bureau.vacancy()) == (S.VERIFYING, V.PRESELECTION)
    with bureau.steps() as steps:
        record_answer(steps, shortlist, "C-1", "disponibile", agreed=True)
        record_answer(steps, shortlist, "C-2", "non disponibile")
        remove_person(steps, shortlist, "C-3", "doppione")
        row = approve(steps, shortlist)
    assert (row.state, row.approved_by, row.approved_at) == (S.READY, "anna", bureau.now)
    sent = bureau.refer(shortlist)
    assert (sent.people, sent.recipient) == (("C-1",), "Ceramiche Alfa srl (01234567890)")
    assert (bureau.row(shortlist).state, bureau.vacancy()) == (S.REFERRED, V.REFERRED)
    assert bureau.people(shortlist) == {"C-1": P.REFERRED, "C-2": P.UNAVAILABLE, "C-3": P.REMOVED}
    assert facts(bureau) == {"C-1": "referred", "C-2": "unavailable"}
    [(made, document)] = sent.files
    assert (document.sha256, document.size, document.recipient) == (made.sha256, 3, sent.recipient)
    assert document.expires_on == date(2026, 5, 31)
    with bureau.database.snapshot() as connection:
        assert people_of_document(connection, document.id) == {"C-1": ("K-0", "")}


def test_every_step_is_in_the_log_with_actor_role_time_and_reason(bureau) -> None:
    shortlist = bureau.sent("V-1", "C-1")
    lines = bureau.log("vacancy", "V-1")
    steps = [
        (row.entry.action, row.entry.details.get("from"), row.entry.details.get("to"))
        for row in lines
        if row.entry.action.endswith(".moved")
    ]
    assert steps == [
        ("shortlist.moved", "in_preparazione", "in_verifica"),
        ("vacancy.moved", "ricevuta", "validata"),
        ("vacancy.moved", "validata", "in_preselezione"),
        ("person.moved", "proposto", "contattato"),
        ("person.moved", "contattato", "disponibile"),
        ("shortlist.moved", "in_verifica", "pronta"),
        ("person.moved", "disponibile", "segnalato"),
        ("shortlist.moved", "pronta", "inviata"),
        ("vacancy.moved", "in_preselezione", "rosa_inviata"),
    ]
    moved = [row for row in lines if row.entry.action.endswith(".moved")]
    assert {(row.actor, row.at) for row in moved} == {("anna", bureau.now)}
    assert {row.entry.details["role"] for row in moved} == {"operatore del mercato del lavoro"}
    with bureau.steps() as taking:
        revoke(taking, shortlist, "destinatario sbagliato")
    assert bureau.log("shortlist", shortlist)[-1].entry.details["reason"] == "destinatario_sbagliato"


@pytest.mark.parametrize("answer", ["", "non_risponde", "da_richiamare"])
def test_nobody_unverified_goes(bureau, answer: str) -> None:
    shortlist = bureau.add("V-1", "C-1", "C-2")
    with bureau.steps() as steps:
        ask(steps, shortlist)
        record_answer(steps, shortlist, "C-1", "disponibile", agreed=True)
        if answer:
            record_answer(steps, shortlist, "C-2", answer)
    missing = r"E-FLW-006.*disponibilità non (verificata|ancora chiesta): 1 persona"
    with pytest.raises(InputError, match=missing) as refused, bureau.steps() as steps:
        approve(steps, shortlist)
    assert f"matcher rosa remove {shortlist} CANDIDATO" in refused.value.hint
    with pytest.raises(InputError, match="E-FLW-001"):
        bureau.refer(shortlist)
    assert bureau.people(shortlist)["C-1"] is P.AVAILABLE


def test_nobody_goes_without_the_adesione_to_this_recipient(bureau) -> None:
    shortlist = bureau.add("V-1", "C-1")
    with bureau.steps() as steps:
        ask(steps, shortlist)
        record_answer(steps, shortlist, "C-1", "disponibile")
    with pytest.raises(InputError, match="manca l'adesione"), bureau.steps() as steps:
        approve(steps, shortlist)
    with bureau.steps() as steps:
        record_answer(steps, shortlist, "C-1", "disponibile", agreed=True)
        approve(steps, shortlist)
    with bureau.database.transaction() as connection:
        from matcher.domain.vacancy import Employer
        from matcher.store.vacancies import set_vacancy

        held = get_vacancy(connection, "V-1")
        other = held.vacancy.model_copy(update={"employer": Employer(name="Altra ditta spa")})
        set_vacancy(connection, other, held.version, "anna", bureau.now)
    with pytest.raises(InputError, match="l'adesione era per un altro destinatario"):
        bureau.refer(shortlist)


def test_there_is_no_adesione_to_nobody(bureau) -> None:
    from matcher.domain.vacancy import Employer

    shortlist, other = bureau.add("V-1", "C-1", employer=Employer()), bureau.add("V-2", "C-2")
    with bureau.steps() as steps:
        ask(steps, shortlist)
        ask(steps, other)
    with pytest.raises(InputError, match=r"E-FLW-007.*datore non è indicato"), bureau.steps() as steps:
        record_answer(steps, shortlist, "C-1", "disponibile", agreed=True)
    with pytest.raises(InputError, match=r"E-FLW-007.*non è disponibile"), bureau.steps() as steps:
        record_answer(steps, other, "C-2", "irreperibile", agreed=True)


def test_what_changes_after_the_approval_takes_it_back(bureau) -> None:
    shortlist = bureau.add("V-1", "C-1", "C-2")
    bureau.ready(shortlist, "C-1", "C-2")
    with bureau.steps() as steps:
        record_answer(steps, shortlist, "C-2", "non_disponibile")
    row = bureau.row(shortlist)
    assert (row.state, row.approved_by, row.approved_at) == (S.VERIFYING, "", None)
    with pytest.raises(InputError, match=r"E-FLW-001.*Serve lo stato «pronta per l'invio»"):
        bureau.refer(shortlist)


def test_the_engine_s_proposal_stays_beside_what_people_decide(bureau) -> None:
    shortlist = bureau.add("V-1", "C-1", "C-2", "C-3")
    bureau.add("V-2", "C-9")
    with bureau.steps() as steps:
        added = add_person(steps, shortlist, "C-9", "requisito verificato", standing("COMMUTE_TOO_FAR"))
        reorder(steps, shortlist, "C-9", 1, "proposta_operatore")
        remove_person(steps, shortlist, "C-1", "requisito_mancante")
    assert (added.proposed_rank, added.verdict, added.score, added.decision) == (None, "removed", 77, "added")
    with bureau.database.snapshot() as connection:
        shown = [
            (one.candidate_id, one.proposed_rank, one.decision) for one in places_of(connection, shortlist)
        ]
    assert shown == [("C-9", None, "moved"), ("C-2", 2, ""), ("C-3", 3, ""), ("C-1", 1, "removed")]
    with bureau.steps() as steps:
        back = add_person(steps, shortlist, "C-1", "errore", standing())
    assert (back.state, back.decision, back.proposed_rank) == (P.PROPOSED, "restored", 1)
    with pytest.raises(InputError, match=r"E-FLW-005.*è già nella rosa"), bureau.steps() as steps:
        add_person(steps, shortlist, "C-1", "errore", standing())


@pytest.mark.parametrize("code", ["RECIPIENT_REFUSED", "SECTOR_REFUSED", "LEGAL_WORK_TITLE", "HIRED_HERE"])
def test_nobody_adds_whom_the_law_or_the_person_keeps_out(bureau, code: str) -> None:
    shortlist = bureau.add("V-1", "C-1")
    bureau.add("V-2", "C-9")
    with pytest.raises(InputError, match=r"E-FLW-005.*perché no"), bureau.steps() as steps:
        add_person(steps, shortlist, "C-9", "proposta_operatore", standing(code))


def test_two_people_at_one_shortlist_overwrite_nothing(bureau) -> None:
    shortlist = bureau.add("V-1", "C-1", "C-2")
    seen = bureau.row(shortlist).version
    with bureau.steps(actor="bruno") as steps:
        remove_person(steps, shortlist, "C-2", "doppione", expected_version=seen)
    with pytest.raises(WorkspaceError, match=r"E-STO-013.*modificato da altri"), bureau.steps() as steps:
        remove_person(steps, shortlist, "C-1", "errore", expected_version=seen)
    assert bureau.people(shortlist) == {"C-1": P.PROPOSED, "C-2": P.REMOVED}


def test_extending_goes_through_the_whole_check_again(bureau) -> None:
    shortlist = bureau.sent("V-1", "C-1")
    bureau.add("V-2", "C-9")
    with bureau.steps() as steps:
        row = extend(steps, shortlist)
        add_person(steps, shortlist, "C-9", "autocandidatura", standing(state="eligible"))
    assert (row.state, row.round, bureau.vacancy()) == (S.VERIFYING, 2, V.PRESELECTION)
    with pytest.raises(InputError, match="non ancora chiesta: 1 persona"), bureau.steps() as steps:
        approve(steps, shortlist)
    with bureau.steps() as steps:
        ask(steps, shortlist)
        record_answer(steps, shortlist, "C-9", "disponibile", agreed=True)
        approve(steps, shortlist)
    assert bureau.refer(shortlist).people == ("C-9",), "who was referred before is not referred twice"
    assert bureau.people(shortlist) == {"C-1": P.REFERRED, "C-9": P.REFERRED}


def test_revoking_takes_back_people_documents_and_approval(bureau) -> None:
    shortlist = bureau.sent("V-1", "C-1", "C-2")
    with bureau.steps() as steps:
        record_outcome(steps, shortlist, "C-2", "colloquio")
        row = revoke(steps, shortlist, "dati_sbagliati")
    assert (row.state, row.approved_by) == (S.VERIFYING, "")
    assert bureau.people(shortlist) == {"C-1": P.AVAILABLE, "C-2": P.INTERVIEW}
    assert (facts(bureau), bureau.vacancy()) == ({"C-2": "referred"}, V.PRESELECTION)
    with bureau.database.snapshot() as connection:
        [document] = documents_of(connection, shortlist)
    assert (document.state_on(date(2026, 3, 2)), document.revoked_reason) == ("revocato", "dati_sbagliati")


def test_outcomes_move_the_shortlist_and_the_vacancy(bureau) -> None:
    shortlist = bureau.sent("V-1", "C-1", "C-2", "C-3", openings=2)
    with bureau.steps() as steps:
        record_outcome(steps, shortlist, "C-1", "assunto", happened_on=date(2026, 3, 1))
    assert (bureau.row(shortlist).state, bureau.vacancy()) == (S.UNDER_REVIEW, V.PARTLY_FILLED)
    with bureau.steps() as steps:
        record_outcome(steps, shortlist, "C-2", "colloquio")
        record_outcome(steps, shortlist, "C-2", "assunta", source="comunicazione obbligatoria")
        record_outcome(steps, shortlist, "C-3", "non_selezionato", reason="posto già coperto")
    assert (bureau.row(shortlist).state, bureau.vacancy()) == (S.CLOSED_HIRED, V.FILLED)
    assert facts(bureau) == {"C-1": "hired", "C-2": "hired", "C-3": "rejected"}
    with bureau.database.snapshot() as connection:
        looks = followups_of_candidate(connection, "C-1")
        told = [(one.candidate_id, one.outcome, one.source) for one in list_outcomes(connection, shortlist)]
    assert [(one.days, one.due_on) for one in looks] == [
        (30, date(2026, 3, 31)),
        (90, date(2026, 5, 30)),
        (180, date(2026, 8, 28)),
    ]
    assert told[2] == ("C-2", "assunto", "comunicazione_obbligatoria")


def test_who_was_hired_is_free_for_no_other_vacancy_until_that_is_taken_back(bureau) -> None:
    def status() -> str:
        with bureau.database.snapshot() as connection:
            return get_candidate(connection, "C-1").candidate.availability.status

    shortlist = bureau.sent("V-1", "C-1")
    with bureau.steps() as steps:
        record_outcome(steps, shortlist, "C-1", "assunto")
    assert status() == "hired"
    with bureau.steps() as steps:
        undo_outcome(steps, shortlist, "C-1", "persona_sbagliata")
    assert status() == "available"


def test_an_outcome_recorded_by_mistake_is_undone_with_what_followed(bureau) -> None:
    shortlist = bureau.sent("V-1", "C-1")
    with bureau.steps() as steps:
        record_outcome(steps, shortlist, "C-1", "assunto")
    assert (bureau.row(shortlist).state, bureau.vacancy()) == (S.CLOSED_HIRED, V.FILLED)
    with bureau.steps() as steps:
        undo_outcome(steps, shortlist, "C-1", "persona_sbagliata")
    assert (bureau.row(shortlist).state, bureau.vacancy()) == (S.UNDER_REVIEW, V.REFERRED)
    assert (bureau.people(shortlist), facts(bureau)) == ({"C-1": P.REFERRED}, {"C-1": "referred"})
    with bureau.database.snapshot() as connection:
        assert {one.result for one in followups_of_candidate(connection, "C-1")} == {"annullata"}
        [kept] = list_outcomes(connection, shortlist)
    assert (kept.undone_by, kept.undone_reason) == ("anna", "persona_sbagliata")


def test_a_name_is_released_only_to_whom_the_person_agreed(bureau) -> None:
    shortlist = bureau.add("V-1", "C-1")
    with pytest.raises(InputError, match=r"E-FLW-008.*adesione"), bureau.steps() as steps:
        release(steps, shortlist, "C-1", "contacts")
    bureau.ready(shortlist, "C-1")
    with bureau.steps() as steps:
        assert release(steps, shortlist, "C-1", "name").released_by == "anna"
    shown: list[dict[str, str]] = []

    def files(sending):
        shown.append(dict(sending.released))
        return []

    with bureau.steps() as steps:
        refer(steps, shortlist, files, house())
    assert shown == [{"C-1": "name"}]


def house():
    from matcher.settings import Intermediary

    return Intermediary()


def test_a_file_that_cannot_be_made_refers_nobody(bureau) -> None:
    shortlist = bureau.add("V-1", "C-1")
    bureau.ready(shortlist, "C-1")

    def broken(sending):
        raise InputError("E-DOC-001", "Manca l'autorizzazione.")

    with pytest.raises(InputError, match="E-DOC-001"), bureau.steps() as steps:
        refer(steps, shortlist, broken, house())
    assert (bureau.row(shortlist).state, bureau.people(shortlist)) == (S.READY, {"C-1": P.AVAILABLE})


def test_a_withdrawn_shortlist_takes_back_what_was_sent(bureau) -> None:
    shortlist = bureau.sent("V-1", "C-1")
    with bureau.steps() as steps:
        withdraw(steps, shortlist, "richiesta_annullata")
    assert (bureau.row(shortlist).state, bureau.vacancy()) == (S.WITHDRAWN, V.PRESELECTION)
    assert facts(bureau) == {}
    with pytest.raises(InputError, match="E-FLW-001"), bureau.steps() as steps:
        ask(steps, shortlist)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (V.TO_COMPLETE, "Serve lo stato «validata». Prima — convalida"),
        (V.SUSPENDED, "sospesa"),
        (V.CANCELLED, "annullata"),
    ],
)
def test_nobody_is_asked_for_a_vacancy_that_is_not_worked_on(bureau, state: VacancyState, said: str) -> None:
    shortlist = bureau.add("V-1", "C-1", state=state)
    with pytest.raises(InputError) as refused, bureau.steps() as steps:
        ask(steps, shortlist)
    assert refused.value.code == "E-FLW-001"
    assert said in str(refused.value)


def test_an_intercepted_opportunity_has_no_shortlist_until_the_employer_asks(bureau) -> None:
    shortlist = bureau.add("V-1", "C-1", origin="intercettata")
    with pytest.raises(InputError, match=r"E-FLW-007.*intercettata"), bureau.steps() as steps:
        ask(steps, shortlist)


def test_a_vacancy_moves_by_hand_only_where_the_table_leads(bureau) -> None:
    bureau.add("V-1", "C-1")
    with bureau.steps() as steps:
        for state in ("da completare", "validata", "pubblicata"):
            set_vacancy_state(steps, "V-1", state)
        with pytest.raises(InputError, match="E-FLW-002"):
            set_vacancy_state(steps, "V-1", "sospesa")
        set_vacancy_state(steps, "V-1", "sospesa", "in attesa del datore")
        set_vacancy_state(steps, "V-1", "pubblicata", "ripresa")
        with pytest.raises(InputError, match=r"E-FLW-001.*«pubblicata»"):
            set_vacancy_state(steps, "V-1", "rosa inviata")
        set_vacancy_state(steps, "V-1", "in preselezione")
        with pytest.raises(InputError, match=r"E-FLW-004.*segue dalle rose"):
            set_vacancy_state(steps, "V-1", "rosa inviata")
        with pytest.raises(InputError, match="E-FLW-004"):
            set_vacancy_state(steps, "V-1", "felice")
        with pytest.raises(InputError, match=r"E-FLW-004.*non chiude"):
            close_vacancy(steps, "V-1", "pubblicata")
        close_vacancy(steps, "V-1", "coperta")
        with pytest.raises(InputError, match=r"E-OPR-002.*supervisore"):
            set_vacancy_state(steps, "V-1", "in preselezione", "errore")
    assert bureau.log("vacancy", "V-1")[-1].entry.details["reason"] == "coperta_per_altra_via"
    with bureau.steps(role="supervisore") as steps:
        set_vacancy_state(steps, "V-1", "in preselezione", "errore")
    assert bureau.vacancy() is V.PRESELECTION


def test_a_mark_takes_the_step_where_the_person_is_at_work(bureau) -> None:
    shortlist = bureau.add("V-1", "C-1", "C-2")
    with bureau.steps() as steps:
        mark_pair(steps, "V-1", "C-1", "referred")
    assert facts(bureau) == {"C-1": "referred"}, "a draft is only a proposal: the fact stands by itself"
    with bureau.steps() as steps:
        mark_pair(steps, "V-1", "C-1", None)
        ask(steps, shortlist)
    with pytest.raises(InputError, match=rf"E-FLW-010.*{shortlist}.*contattato"), bureau.steps() as steps:
        mark_pair(steps, "V-1", "C-1", "referred")
    with bureau.steps() as steps:
        for name in ("C-1", "C-2"):
            record_answer(steps, shortlist, name, "disponibile", agreed=True)
        approve(steps, shortlist)
    bureau.refer(shortlist)
    with bureau.steps() as steps:
        mark_pair(steps, "V-1", "C-1", "hired")
        mark_pair(steps, "V-1", "C-2", "rejected")
    assert bureau.people(shortlist) == {"C-1": P.HIRED, "C-2": P.REJECTED}
    assert (bureau.row(shortlist).state, bureau.vacancy()) == (S.CLOSED_HIRED, V.FILLED)


class Objecting:
    """A plugin that lets nobody be referred, and remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[Transition] = []

    def before_transition(self, event: Transition, held):
        return [("prudenza", Veto("oggi no", "not today"))] if event.after == "inviata" else []

    def observe(self, event: Transition):
        self.told.append(event)
        return ["un guasto"] if event.kind == "vacancy" else []


def test_a_plugin_may_object_and_learns_only_of_what_was_kept(bureau) -> None:
    shortlist = bureau.add("V-1", "C-1")
    bureau.ready(shortlist, "C-1")
    bureau.judges = plugin = Objecting()
    with pytest.raises(MatcherError, match=r"E-FLW-003.*oggi no \(plugin «prudenza»\)"):
        bureau.refer(shortlist)
    assert (plugin.told, bureau.people(shortlist)) == ([], {"C-1": P.AVAILABLE})
    with bureau.steps() as steps:
        close_vacancy(steps, "V-1", "annullata", "datore_rinuncia")
    assert steps.failures == ["un guasto"]
    [event] = plugin.told
    assert (event.kind, event.before, event.after, event.actor) == (
        "vacancy",
        "in_preselezione",
        "annullata",
        "anna",
    )
