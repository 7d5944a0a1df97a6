"""Who may do what: one clerk without ceremony, a register, providers whose accreditation covers matching."""

from __future__ import annotations

from datetime import date

import pytest

from matcher.desk.operators import (
    accredit,
    intermediary_of,
    register_office,
    register_operator,
    register_provider,
)
from matcher.desk.outcomes import decide_review, record_followup, record_outcome
from matcher.desk.permissions import PERMISSIONS, Action, Role, require_role
from matcher.desk.workflow import remove_person
from matcher.errors import InputError
from matcher.settings import Intermediary
from matcher.store.operators import Accreditation, Office, Operator, Provider
from matcher.store.outcomes import due_followups, list_outcomes


def settle_agency(bureau, function: str = "intermediazione", until: date = date(2026, 12, 31)) -> None:
    """Register a supervisor, and an agency whose consultant is bruno."""
    with bureau.steps() as steps:
        register_operator(steps.connection, steps.acting, Operator("Sara", role="supervisore"))
    with bureau.steps(actor="sara") as steps:
        connection, acting = steps.connection, steps.acting
        register_provider(connection, acting, Provider("AG", "Agenzia Beta srl", "autorizzato"))
        register_office(connection, acting, Office("Sportello", provider_id="AG", region="Emilia-Romagna"))
        act = Accreditation("AG", function, "emilia-romagna", "", "Ministero", "123", None, None, until)
        accredit(connection, acting, act)
        partner = Operator("bruno", role="consulente dell'agenzia partner", office="Sportello")
        register_operator(connection, acting, partner)


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", Role)
def test_every_role_and_every_action(action: Action, role: Role) -> None:
    if role in PERMISSIONS[action]:
        require_role(action, role, "anna")
    else:
        with pytest.raises(InputError, match=r"E-OPR-002.*Può farlo chi è"):
            require_role(action, role, "anna")


def test_one_clerk_needs_no_register_and_a_register_admits_only_its_own(bureau) -> None:
    bureau.sent("V-1", "C-1")
    with pytest.raises(InputError, match=r"E-OPR-005.*Il primo operatore"), bureau.steps() as steps:
        register_operator(steps.connection, steps.acting, Operator("anna", role="tutor"))
    settle_agency(bureau)
    with pytest.raises(InputError, match=r"E-OPR-004.*«anna»"), bureau.steps():
        pass
    with bureau.steps(actor="SARA") as steps:
        assert (steps.acting.actor, steps.acting.role) == ("Sara", Role.SUPERVISOR)


def test_only_a_matching_function_refers_and_an_expired_act_stops_everything(bureau) -> None:
    shortlist = bureau.add("V-1", "C-1")
    settle_agency(bureau, function="inserimento_svantaggiati")
    bureau.actor = "bruno"
    bureau.ready(shortlist, "C-1")
    with pytest.raises(InputError, match=r"E-OPR-003.*incontro domanda-offerta"):
        bureau.refer(shortlist)
    with bureau.steps(actor="sara") as steps:
        act = Accreditation("AG", "intermediazione", "Emilia-Romagna", "", "Ministero", "9", date(2025, 1, 2))
        accredit(steps.connection, steps.acting, act)
    with bureau.steps() as steps:
        named = intermediary_of(steps.connection, steps.acting, Intermediary())
    assert (named.name, named.authorisation) == ("Agenzia Beta srl", "Ministero n. 9 del 02/01/2025")
    bureau.refer(shortlist)


def test_an_expired_accreditation_stops_its_operators(bureau) -> None:
    shortlist = bureau.add("V-1", "C-1")
    settle_agency(bureau, until=date(2026, 2, 28))
    with (
        pytest.raises(InputError, match=r"E-OPR-003.*scaduto il 28/02/2026"),
        bureau.steps(actor="bruno") as steps,
    ):
        remove_person(steps, shortlist, "C-1", "errore")


def test_an_inadmissible_reason_goes_to_the_supervisor_alone(bureau) -> None:
    shortlist = bureau.sent("V-1", "C-1")
    with bureau.steps() as steps:
        record_outcome(steps, shortlist, "C-1", "non_selezionato", reason="motivo non ammesso")
    with bureau.database.snapshot() as connection:
        [waiting] = list_outcomes(connection, to_review=True)
    with pytest.raises(InputError, match="E-OPR-002"), bureau.steps() as steps:
        decide_review(steps, waiting.id, "confermato")
    with bureau.steps(role="supervisore") as steps:
        decided = decide_review(steps, waiting.id, "motivo corretto", "esperienza")
        assert (decided.review, decided.reason) == ("motivo_corretto", "esperienza")
        assert list_outcomes(steps.connection, to_review=True) == []


def test_follow_ups_fall_due_and_are_recorded_once(bureau) -> None:
    shortlist = bureau.sent("V-1", "C-1")
    with bureau.steps() as steps:
        record_outcome(steps, shortlist, "C-1", "assunto")
        assert due_followups(steps.connection, date(2026, 3, 31)) == []
        [look] = due_followups(steps.connection, date(2026, 4, 1))
        assert record_followup(steps, look.id, "in servizio").result == "in_servizio"
        with pytest.raises(InputError, match=r"E-FLW-009.*già registrata"):
            record_followup(steps, look.id, "cessato")
        assert due_followups(steps.connection, date(2026, 4, 1)) == []
