"""Inclinations are reported apart from the fit."""

from __future__ import annotations

from matcher.domain.record import Mention
from matcher.testing import Workshop


def test_an_inclination_is_a_note_and_moves_no_score() -> None:
    kit = Workshop.open().kit({})
    vacancy = next(v for v in kit.vacancies if v.id == "V1")
    plain = kit.match("V1", size=30)
    near = tuple(vacancy.occupations)
    far = (Mention(text="astronomo"),)
    for wishes, word in ((near, "vicine"), (far, "lontane")):
        people = [person.model_copy(update={"inclinations": wishes}) for person in kit.people]
        found = kit.with_people(people, kit.protected).match("V1", size=30)
        assert [(p.id, p.score) for p in found.ranked] == [(p.id, p.score) for p in plain.ranked]
        assert all(any(word in note for note in person.notes) for person in found.ranked)
    assert not any("Propensioni" in note for person in plain.ranked for note in person.notes)
