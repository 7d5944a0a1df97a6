"""Whatever the desk has on record follows from the log: a change written past it is found, wherever it is."""

from __future__ import annotations

import pytest

from matcher.desk.outcomes import decide_review, record_followup, record_outcome, undo_outcome
from matcher.desk.referral import release, revoke
from matcher.desk.retelling import differences
from matcher.store.operators import (
    Accreditation,
    Operator,
    Provider,
    put_accreditation,
    put_operator,
    put_provider,
)
from matcher.store.outcomes import due_followups

WRITTEN_PAST_THE_LOG = (
    """UPDATE candidates SET profile = replace(profile, '}', ' }') WHERE id = 'C-2'""",
    """UPDATE vacancies SET content = replace(content, '}', ' }') WHERE id = 'V-1'""",
    """UPDATE shortlists SET content = replace(content, '}', ' }')""",
    "UPDATE vacancies SET state = 'annullata' WHERE id = 'V-1'",
    "UPDATE shortlists SET state = 'pronta' WHERE id = 'ROSA-000001'",
    "UPDATE shortlists SET approved_by = 'gino' WHERE vacancy_id = 'V-1'",
    "UPDATE shortlist_places SET state = 'disponibile' WHERE candidate_id = 'C-2'",
    "UPDATE shortlist_places SET agreed_to = '' WHERE candidate_id = 'C-3'",
    "UPDATE shortlist_places SET released = '' WHERE candidate_id = 'C-3'",
    "UPDATE shortlist_places SET released = 'name' WHERE candidate_id = 'C-1'",
    "UPDATE shortlist_places SET position = 9 WHERE candidate_id = 'C-1'",
    "UPDATE availability_requests SET answer = 'non_disponibile' WHERE candidate_id = 'C-1'",
    "UPDATE availability_requests SET deadline = '2030-01-01T00:00:00+00:00' WHERE candidate_id = 'C-1'",
    "UPDATE documents SET sha256 = 'abc'",
    "UPDATE documents SET revoked_at = NULL",
    "DELETE FROM documents",
    "UPDATE outcomes SET outcome = 'non_si_e_presentato' WHERE candidate_id = 'C-1'",
    "UPDATE outcomes SET reason = 'distanza' WHERE candidate_id = 'C-2'",
    "UPDATE outcomes SET undone_at = NULL WHERE candidate_id = 'C-3'",
    "DELETE FROM outcomes WHERE candidate_id = 'C-2'",
    "UPDATE followups SET result = 'cessato' WHERE result = 'in_servizio'",
    "UPDATE vacancy_candidate_states SET state = 'hired' WHERE candidate_id = 'C-2'",
    "DELETE FROM vacancy_candidate_states",
    "UPDATE operators SET role = 'amministratore'",
    "UPDATE accreditations SET valid_to = '2099-12-31'",
    "DELETE FROM accreditations",
)


@pytest.fixture
def worked(bureau):
    """A bureau where everything was done once, and some of it undone."""
    with bureau.database.transaction() as connection:
        put_operator(connection, Operator("sara", role="supervisore"), "sara", bureau.now)
        put_operator(
            connection, Operator("anna", role="operatore del mercato del lavoro"), "sara", bureau.now
        )
        put_provider(connection, Provider("AG", kind="accreditato"), "sara", bureau.now)
        put_accreditation(connection, Accreditation("AG", "intermediazione"), "sara", bureau.now)
    bureau.office = ""
    shortlist = bureau.sent("V-1", "C-1", "C-2", "C-3", openings=2)
    with bureau.steps() as steps:
        release(steps, shortlist, "C-3", "contacts")
        record_outcome(steps, shortlist, "C-3", "assunto")
        undo_outcome(steps, shortlist, "C-3", "persona_sbagliata")
        record_outcome(steps, shortlist, "C-1", "colloquio")
        record_outcome(steps, shortlist, "C-1", "assunto")
        record_outcome(steps, shortlist, "C-2", "non_selezionato", reason="motivo_non_ammesso")
    with bureau.database.snapshot() as connection:
        look = due_followups(connection, bureau.now.date().replace(year=2027))[0]
        number = connection.exec_driver_sql("SELECT id FROM outcomes WHERE candidate_id = 'C-2'").scalar_one()
    with bureau.steps() as steps:
        record_followup(steps, look.id, "in_servizio")
    with bureau.steps(actor="sara") as steps:
        decide_review(steps, number, "motivo_corretto", "competenze")
    with bureau.steps() as steps:
        revoke(steps, shortlist, "errore")
    return bureau


def test_what_is_written_past_the_log_is_found_wherever_it_is(worked) -> None:
    with worked.database.transaction() as connection:
        assert differences(connection) == []
        for statement in WRITTEN_PAST_THE_LOG:
            attempt = connection.begin_nested()
            assert connection.exec_driver_sql(statement).rowcount > 0, statement
            assert differences(connection), statement
            attempt.rollback()
        assert differences(connection) == []
