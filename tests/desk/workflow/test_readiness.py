"""What stands between a shortlist and the employer: availability, and an adesione to this very recipient."""

from __future__ import annotations

from dataclasses import replace

from matcher.desk.readiness import blockers, going
from matcher.domain.states import UNVERIFIED, PersonState

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
