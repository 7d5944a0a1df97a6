"""A desk that does anything, in any order: nobody is ever referred without all that it takes.

A refusal is fine at any moment; what must never happen is a person with the employer who was not available,
had not agreed to this employer, or whose shortlist nobody had approved as it stood.
"""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.desk.availability import ask, record_answer
from matcher.desk.outcomes import record_outcome, undo_outcome
from matcher.desk.referral import release, revoke, withdraw
from matcher.desk.retelling import retell, states_held
from matcher.desk.vacancy_life import set_vacancy_state
from matcher.desk.workflow import add_person, approve, extend, remove_person, reorder
from matcher.domain.states import OUTCOMES, UNVERIFIED, PersonState
from matcher.domain.vacancy import Employer, VacancyState
from matcher.errors import MatcherError
from matcher.store.audit import entries, verify
from matcher.store.places import places_of
from matcher.store.vacancies import get_vacancy, set_vacancy

PEOPLE = ("C-1", "C-2", "C-3")
ANSWERS = ("disponibile", "non_disponibile", "non_risponde", "da_richiamare", "irreperibile")
person, answer = st.sampled_from(PEOPLE), st.sampled_from(ANSWERS)
#: One thing that somebody at the desk tries to do.
DEEDS = st.one_of(
    st.tuples(st.just("ask")),
    st.tuples(st.just("ask"), person),
    st.tuples(st.just("answer"), person, answer, st.booleans()),
    st.tuples(st.just("answer"), person, st.just("disponibile"), st.just(True)),
    st.tuples(st.just("remove"), person),
    st.tuples(st.just("add"), person),
    st.tuples(st.just("move"), person, st.integers(1, 3)),
    st.tuples(st.just("release"), person),
    st.tuples(st.just("approve")),
    st.tuples(st.just("refer")),
    st.tuples(st.just("revoke")),
    st.tuples(st.just("extend")),
    st.tuples(st.just("withdraw")),
    st.tuples(st.just("outcome"), person, st.sampled_from([one.value for one in OUTCOMES])),
    st.tuples(st.just("undo"), person),
    st.tuples(st.just("employer"), st.sampled_from(["Alfa srl", "Beta srl"])),
    st.tuples(st.just("vacancy"), st.sampled_from([one.value for one in VacancyState])),
)
#: Deeds of a desk that mostly does what comes next, so that long lives are seen too.
SENSIBLE = [("ask",), *(("answer", one, "disponibile", True) for one in PEOPLE), ("approve",), ("refer",)]


def do(bureau: Any, shortlist: str, deed: tuple[Any, ...]) -> None:
    """Try one deed; a refusal changes nothing."""
    name, *rest = deed
    if name == "refer":
        refer_only_the_ready(bureau, shortlist)
        return
    vacancy = bureau.row(shortlist).vacancy_id
    if name == "employer":
        rename_employer(bureau, vacancy, rest[0])
        return
    with bureau.steps(role="supervisore") as steps:
        deeds = {
            "ask": lambda: ask(steps, shortlist, rest),
            "answer": lambda: record_answer(steps, shortlist, rest[0], rest[1], agreed=rest[2]),
            "remove": lambda: remove_person(steps, shortlist, rest[0], "errore"),
            "add": lambda: add_person(steps, shortlist, rest[0], "errore"),
            "move": lambda: reorder(steps, shortlist, rest[0], rest[1], "errore"),
            "release": lambda: release(steps, shortlist, rest[0], "name"),
            "approve": lambda: approve(steps, shortlist),
            "revoke": lambda: revoke(steps, shortlist, "errore"),
            "extend": lambda: extend(steps, shortlist),
            "withdraw": lambda: withdraw(steps, shortlist, "errore"),
            "outcome": lambda: record_outcome(steps, shortlist, rest[0], rest[1], reason="competenze"),
            "undo": lambda: undo_outcome(steps, shortlist, rest[0], "errore_di_registrazione"),
            "vacancy": lambda: set_vacancy_state(steps, vacancy, rest[0], "errore"),
        }
        deeds[name]()


def refer_only_the_ready(bureau: Any, shortlist: str) -> None:
    """Refer a shortlist; if it goes, everybody in it had answered, and those who go agreed to this employer."""
    with bureau.database.snapshot() as connection:
        before = places_of(connection, shortlist)
    sent = bureau.refer(shortlist)
    assert sent.people, "somebody goes"
    for place in before:
        assert place.state not in UNVERIFIED
        assert place.state is not PersonState.AVAILABLE or place.agreed_to == sent.recipient


def rename_employer(bureau: Any, vacancy: str, name: str) -> None:
    """Let the vacancy be another employer's: whoever agreed, agreed to somebody else."""
    with bureau.database.transaction() as connection:
        held = get_vacancy(connection, vacancy)
        changed = held.vacancy.model_copy(update={"employer": Employer(name=name)})
        set_vacancy(connection, changed, held.version, "anna", bureau.now)


def check_log(bureau: Any) -> int:
    """Read the whole log: every referral stands on an answer, an adesione and an approval that hold."""
    available: dict[tuple[str, str], bool] = {}
    approved: dict[str, bool] = {}
    referrals = 0
    with bureau.database.snapshot() as connection:
        assert verify(connection).ok
        assert retell(connection) == states_held(connection)
        for row in entries(connection):
            details, subject = row.entry.details, row.entry.subject_id
            step, who = details.get("step"), (subject, str(details.get("candidate")))
            if row.entry.action == "shortlist.moved":
                approved[subject] = step == "approve"
            elif row.entry.action == "person.moved" and step == "refer":
                assert available[who], "available, and agreed"
                assert approved[subject], "approved as it stood"
                referrals += 1
            elif row.entry.action == "person.moved":
                ready = step == "disponibile" and details.get("agreed") is True
                available[who] = ready or (step == "recall" and available[who])
                assert step != "disponibile" or "agreed" in details
    return referrals


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=st.lists(DEEDS, min_size=5, max_size=20), number=st.integers(0, 10**9))
def test_no_path_leads_to_a_referral_without_all_that_it_takes(
    bureau, deeds: list[tuple[Any, ...]], number: int
) -> None:
    mixed = random.Random(number)
    shortlist = bureau.add(f"V-{number}", *PEOPLE)
    for deed in deeds:
        sensible = SENSIBLE[: mixed.randrange(len(SENSIBLE) + 1)] if mixed.random() < 0.2 else []
        for one in [*sensible, deed]:
            with suppress(MatcherError):
                do(bureau, shortlist, one)
            bureau.now += timedelta(minutes=7)
    check_log(bureau)


def test_the_check_of_the_log_sees_referrals(bureau) -> None:
    shortlist = bureau.sent("V-1", *PEOPLE)
    do(bureau, shortlist, ("revoke",))
    do(bureau, shortlist, ("approve",))
    bureau.refer(shortlist)
    assert check_log(bureau) == 2 * len(PEOPLE)
    assert set(bureau.people(shortlist).values()) == {PersonState.REFERRED}


def test_replaying_the_log_gives_the_same_state_after_every_kind_of_step(bureau) -> None:
    shortlist = bureau.add("V-1", *PEOPLE)
    deeds = [
        ("ask",), ("answer", "C-1", "disponibile", True), ("answer", "C-2", "irreperibile", False),
        ("move", "C-3", 1), ("remove", "C-3"), ("add", "C-3"), ("remove", "C-3"), ("release", "C-1"),
        ("approve",), ("answer", "C-1", "disponibile", True), ("approve",), ("refer",),
        ("outcome", "C-1", "colloquio"), ("extend",), ("add", "C-3"), ("ask",),
        ("answer", "C-3", "disponibile", True), ("approve",), ("refer",), ("revoke",), ("approve",),
        ("refer",), ("outcome", "C-3", "assunto"), ("undo", "C-3"), ("outcome", "C-3", "ha_rinunciato"),
        ("undo", "C-1"), ("withdraw",),
    ]  # fmt: skip
    for deed in deeds:
        do(bureau, shortlist, deed)
        check_log(bureau)


def test_whoever_agreed_to_another_employer_does_not_go(bureau) -> None:
    shortlist = bureau.add("V-1", "C-1")
    bureau.ready(shortlist, "C-1")
    do(bureau, shortlist, ("employer", "Beta srl"))
    with pytest.raises(MatcherError, match=r"E-FLW-006.*altro destinatario"):
        bureau.refer(shortlist)
    assert bureau.people(shortlist) == {"C-1": PersonState.AVAILABLE}


def test_one_without_adesione_holds_the_others_back(bureau) -> None:
    shortlist = bureau.add("V-1", "C-1", "C-2")
    for deed in (("ask",), ("answer", "C-1", "disponibile", True), ("answer", "C-2", "disponibile", False)):
        do(bureau, shortlist, deed)
    with pytest.raises(MatcherError, match=r"E-FLW-006.*manca l'adesione a questo datore: 1 persona"):
        do(bureau, shortlist, ("approve",))


@pytest.mark.parametrize("missing", ["answer", "adesione", "approval"])
def test_each_of_the_three_is_needed(bureau, missing: str) -> None:
    shortlist = bureau.add("V-1", "C-1")
    do(bureau, shortlist, ("ask",))
    if missing != "answer":
        do(bureau, shortlist, ("answer", "C-1", "disponibile", missing != "adesione"))
    if missing != "approval":
        with pytest.raises(MatcherError, match="E-FLW-006"):
            do(bureau, shortlist, ("approve",))
    with pytest.raises(MatcherError, match="E-FLW-001"):
        bureau.refer(shortlist)
    assert check_log(bureau) == 0
