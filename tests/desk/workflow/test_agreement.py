"""An adesione holds for the offer as it was told."""

from __future__ import annotations

import pytest

from matcher.desk.agreement import agreed_places
from matcher.desk.availability import record_answer
from matcher.desk.readiness import next_step
from matcher.desk.workflow import approve
from matcher.domain.place import Place
from matcher.domain.states import ShortlistState
from matcher.errors import InputError
from matcher.store.vacancies import get_vacancy, set_vacancy

_FOGGIA = (Place(text="Foggia"),)


def change(bureau, **changes: object) -> None:
    with bureau.database.transaction() as connection:
        row = get_vacancy(connection, "V-1")
        changed = row.vacancy.model_copy(update=changes)
        set_vacancy(connection, changed, row.version, "anna", bureau.now)


@pytest.mark.parametrize(
    "changes",
    [{"places": _FOGGIA}, {"shifts": ("night",)}, {"contracts": ("fixed_term",)}, {"annual_pay_max": 15_000}],
)
def test_nobody_goes_on_terms_other_than_those_they_agreed_to(bureau, changes: dict[str, object]) -> None:
    shortlist = bureau.add("V-1", "C-1")
    bureau.ready(shortlist, "C-1")
    change(bureau, **changes)
    with bureau.database.snapshot() as connection:
        vacancy = get_vacancy(connection, "V-1").vacancy
        after = next_step(bureau.row(shortlist), agreed_places(connection, shortlist, vacancy), vacancy)
    assert "l'offerta è cambiata" in after.it
    with pytest.raises(InputError, match="l'offerta è cambiata dopo l'adesione: 1 persona"):
        bureau.refer(shortlist)
    with bureau.steps() as steps:
        record_answer(steps, shortlist, "C-1", "disponibile")
    with bureau.steps() as steps, pytest.raises(InputError, match="l'offerta è cambiata"):
        approve(steps, shortlist)
    with bureau.steps() as steps:
        record_answer(steps, shortlist, "C-1", "disponibile", agreed=True)
        approve(steps, shortlist)
    assert bureau.refer(shortlist).people == ("C-1",)


def test_words_put_better_ask_nobody_again(bureau) -> None:
    shortlist = bureau.add("V-1", "C-1")
    bureau.ready(shortlist, "C-1")
    change(bureau, title="Addetto/a al muletto", description="Ambiente dinamico.", openings=3)
    assert bureau.refer(shortlist).people == ("C-1",)
    assert bureau.row(shortlist).state is ShortlistState.REFERRED
