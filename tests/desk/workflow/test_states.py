"""Every step from every state: the tables of DOMAIN, and messages that say what would make a step legal."""

from __future__ import annotations

import itertools

import pytest

from matcher.desk.reasons import coded_reason
from matcher.desk.states import MACHINES, Machine, find_step, legal_steps
from matcher.domain.reasons import reason_label
from matcher.domain.states import PersonState, ShortlistState, state_label
from matcher.domain.vacancy import VacancyState
from matcher.errors import InputError

STATES = {"vacancy": VacancyState, "shortlist": ShortlistState, "person": PersonState}
#: The tables again, written by hand: a state and where it leads.
LEADS_TO = {
    "shortlist": {
        "in_preparazione": "in_verifica ritirata",
        "in_verifica": "pronta ritirata",
        "pronta": "in_verifica inviata ritirata",
        "inviata": "in_valutazione in_verifica chiusa_con_assunzione chiusa_senza_assunzione ritirata",
        "in_valutazione": "in_verifica chiusa_con_assunzione chiusa_senza_assunzione ritirata",
        "chiusa_con_assunzione": "in_valutazione",
        "chiusa_senza_assunzione": "in_valutazione",
        "ritirata": "",
    },
    "person": {
        "proposto": "contattato tolto",
        "contattato": "contattato disponibile non_disponibile non_risponde irreperibile da_richiamare tolto",
        "disponibile": "disponibile non_disponibile non_risponde irreperibile da_richiamare tolto segnalato",
        "non_disponibile": "disponibile non_disponibile non_risponde irreperibile da_richiamare tolto",
        "non_risponde": "contattato disponibile non_disponibile non_risponde irreperibile da_richiamare tolto",
        "irreperibile": "contattato disponibile non_disponibile non_risponde irreperibile da_richiamare tolto",
        "da_richiamare": "contattato disponibile non_disponibile non_risponde irreperibile da_richiamare tolto",
        "tolto": "proposto",
        "segnalato": "disponibile colloquio assunto non_selezionato ha_rinunciato non_si_e_presentato gia_occupato",
        "colloquio": "segnalato assunto non_selezionato ha_rinunciato non_si_e_presentato gia_occupato",
        **dict.fromkeys(
            ["assunto", "non_selezionato", "ha_rinunciato", "non_si_e_presentato", "gia_occupato"],
            "segnalato",
        ),
    },
    "vacancy": {
        "ricevuta": "da_completare validata sospesa ENDS parzialmente_coperta",
        "da_completare": "validata sospesa ENDS parzialmente_coperta",
        "validata": "da_completare pubblicata in_preselezione sospesa ENDS parzialmente_coperta",
        "pubblicata": "da_completare in_preselezione sospesa ENDS parzialmente_coperta",
        "in_preselezione": "rosa_inviata sospesa ENDS parzialmente_coperta",
        "rosa_inviata": "in_preselezione sospesa ENDS parzialmente_coperta",
        "parzialmente_coperta": "in_preselezione rosa_inviata sospesa ENDS",
        "sospesa": (
            "ricevuta da_completare validata pubblicata in_preselezione rosa_inviata "
            "parzialmente_coperta ENDS"
        ),
        "coperta": "in_preselezione rosa_inviata parzialmente_coperta",
        "chiusa_senza_assunzione": "in_preselezione",
        "annullata": "in_preselezione",
        "scaduta": "in_preselezione",
    },
}
ENDS = "coperta chiusa_senza_assunzione annullata scaduta"
PAIRS = [
    (machine, state.value, name)
    for machine, states in STATES.items()
    for state in states
    for name in dict.fromkeys(step.name for step in MACHINES[machine])  # type: ignore[index]
]


@pytest.mark.parametrize("machine", LEADS_TO)
def test_every_state_leads_where_the_table_says_and_nowhere_else(machine: Machine) -> None:
    assert set(LEADS_TO[machine]) == {state.value for state in STATES[machine]}
    for state, targets in LEADS_TO[machine].items():
        wanted = set(targets.replace("ENDS", ENDS).split())
        assert {str(step.target) for step in legal_steps(machine, state)} == wanted, state


@pytest.mark.parametrize(("machine", "state", "name"), PAIRS)
def test_a_step_is_found_or_refused_with_what_would_make_it_legal(
    machine: Machine, state: str, name: str
) -> None:
    legal = {step.name for step in legal_steps(machine, state)}
    ids = {"vacancy": "V-1", "shortlist": "ROSA-1", "candidate": "C-1"}
    if name in legal:
        assert state in find_step(machine, name, state, **ids).sources
        return
    with pytest.raises(InputError) as refused:
        find_step(machine, name, state, **ids)
    assert refused.value.code == "E-FLW-001"
    subject = {"vacancy": "V-1", "shortlist": "ROSA-1", "person": "C-1"}[machine]
    assert f"«{subject}»" in refused.value.message
    assert f"«{state_label(machine, state)}»" in refused.value.message
    assert name == "add" or "Serve lo stato «" in refused.value.hint


def test_from_one_state_a_name_means_one_step() -> None:
    for machine, steps in MACHINES.items():
        taken = [(step.name, source) for step in steps for source in step.sources]
        assert len(taken) == len(set(taken)), machine


def test_every_state_can_be_reached_and_has_words_in_two_languages() -> None:
    first = {"vacancy": "ricevuta", "shortlist": "in_preparazione", "person": "proposto"}
    for machine, states in STATES.items():
        reached, news = {first[machine]}, [first[machine]]
        while news:
            targets = {str(step.target) for step in legal_steps(machine, news.pop())}  # type: ignore[arg-type]
            news.extend(targets - reached)
            reached |= targets
        assert reached == {state.value for state in states}
        labels = [[state_label(machine, state, language) for state in states] for language in ("it", "en")]
        assert len(set(labels[0])) == len(set(labels[1])) == len(states)
        assert not any("_" in label for label in itertools.chain(*labels))


def test_a_reason_is_taken_in_words_or_as_a_code_and_is_due_where_the_table_asks() -> None:
    reject = find_step("person", "non_selezionato", "segnalato")
    assert coded_reason(reject.reasons, "Orario/turni", reject.it) == "orario_turni"
    assert coded_reason(reject.reasons, "posto già coperto", reject.it) == "posto_gia_coperto"
    for wrong in ("", "antipatia"):
        with pytest.raises(InputError, match=r"E-FLW-002.*competenze, esperienza"):
            coded_reason(reject.reasons, wrong, reject.it)
    assert coded_reason((), "", "x") == ""


def test_every_reason_has_words() -> None:
    codes = {code for steps in MACHINES.values() for step in steps for code in step.reasons}
    for language in ("it", "en"):
        assert not any("_" in reason_label(code, language) for code in codes)
