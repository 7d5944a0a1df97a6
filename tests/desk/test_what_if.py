"""E se…: one vacancy, changed, beside itself."""

from __future__ import annotations

from datetime import date

import pytest

from matcher.desk.what_if import Comparison, compare
from matcher.domain.levels import RequirementLevel
from matcher.domain.record import Mention
from matcher.domain.vacancy import Requirement, RequirementKind
from matcher.errors import InputError, MatcherError, NotFoundError
from matcher.store.revision import revision


@pytest.fixture
def what_if(desk, words):
    """Ask what would change, with a list of eight."""

    def ask(vacancy: str, settings=None, levels=None, weights=None, size: int = 8) -> Comparison:
        with desk.database.snapshot() as connection:
            return compare(
                connection,
                desk.matching,
                vacancy,
                size,
                settings or {},
                levels or {},
                weights or {},
                lambda: words,
            )

    return ask


def test_nothing_changed_changes_nothing(what_if) -> None:
    answer = what_if("V1")
    assert answer.before == answer.after
    assert (answer.entered, answer.left, answer.moved) == ((), (), ())


def test_before_is_the_shortlist_as_it_is_and_nothing_is_written(desk, what_if) -> None:
    with desk.database.snapshot() as connection:
        was = revision(connection)
    assert what_if("V1", {"turni": "tre turni"}).before == desk.engine.shortlist("V1", size=8)
    with desk.database.snapshot() as connection:
        assert revision(connection) == was


@pytest.mark.parametrize("settings", [{"turni": "tre turni"}, {"shifts": "three_shifts"}])
def test_after_is_the_shortlist_that_the_changed_vacancy_would_have(desk, what_if, settings) -> None:
    answer = what_if("V1", settings)
    assert (answer.entered, answer.left) == ((), ("P07",))
    desk.put(desk.vacancy("V1", shifts=("three_shifts",)))
    assert desk.engine.shortlist("V1", size=8).ranked == answer.after.ranked


def test_entered_left_and_moved_account_for_both_lists(what_if) -> None:
    answer = what_if("V1", {"sede": "Bologna"}, {"patentino": "off"}, size=5)
    old = {entry.id: entry.rank for entry in answer.before.ranked}
    new = {entry.id: entry.rank for entry in answer.after.ranked}
    assert set(answer.left) == set(old) - set(new)
    assert set(answer.entered) == set(new) - set(old)
    assert {name: (was, now) for name, was, now in answer.moved} == {
        name: (old[name], new[name]) for name in set(old) & set(new) if old[name] != new[name]
    }
    assert answer.entered
    assert answer.left


def test_the_workplace_can_be_moved(what_if) -> None:
    answer = what_if("V1", {"sede": "Carpi (MO)"}, size=20)
    assert "P11" in answer.entered, "lives in Carpi, and goes no further than 15 km"
    assert "P01" in answer.left


def test_an_empty_value_means_not_stated(desk, what_if) -> None:
    silent = what_if("V1", {"turni": ""}, size=30)
    assert "P07" in {entry.id for entry in silent.before.ranked}
    assert "P07" in {entry.id for entry in silent.after.to_verify}, "accepts two shifts, and now who knows"
    desk.put(desk.vacancy("V1", lodging=True))
    assert what_if("V1", {"lodging": ""}).before == what_if("V1", {"alloggio": ""}).before


@pytest.mark.parametrize("level", ["wanted", "off"])
def test_a_requirement_made_softer_lets_people_in(what_if, level: str) -> None:
    answer = what_if("V1", levels={"patentino": level}, size=30)
    assert answer.before.removed_by["LICENCE_MISSING"] > 0
    assert "LICENCE_MISSING" not in answer.after.removed_by
    assert "P09" in answer.entered


def test_a_proposed_requirement_given_a_level_counts_as_confirmed(desk, what_if) -> None:
    proposed = Requirement(
        kind=RequirementKind.LICENCE,
        level=RequirementLevel.MUST,
        mention=Mention(text="patente B", concept="B", method="exact", confidence=1.0),
        confirmed=False,
        quote="patente B",
    )
    desk.put(desk.vacancy("V4", requirements=(proposed,)))
    answer = what_if("V4", levels={"patente b": "must"}, size=30)
    assert "LICENCE_MISSING" not in answer.before.removed_by
    assert answer.after.removed_by["LICENCE_MISSING"] > 0


def test_requirements_are_changed_in_the_words_of_the_columns(desk, what_if) -> None:
    answer = what_if("V1", {"titolo_studio": "laurea magistrale"}, size=30)
    assert "EDUCATION_BELOW" not in answer.before.removed_by
    assert answer.after.removed_by["EDUCATION_BELOW"] > 0
    assert "LICENCE_MISSING" in what_if("V1", {"competenze_gradite": "saldatura TIG"}).after.removed_by
    assert "LICENCE_MISSING" not in what_if("V1", {"patenti_richieste": ""}).after.removed_by


def test_a_requirement_is_found_by_other_words_of_the_same_meaning(what_if) -> None:
    assert "LICENCE_MISSING" not in what_if("V1", levels={"patentino muletto": "off"}).after.removed_by


def test_weights_change_scores_and_keep_verdicts(what_if) -> None:
    answer = what_if("V1", weights={"commute": 0, "experience": 900}, size=30)
    assert {e.id for e in answer.before.ranked} == {e.id for e in answer.after.ranked}
    assert [e.score for e in answer.before.ranked] != [e.score for e in answer.after.ranked]
    assert not any(
        c.component == "commute" and c.weight for e in answer.after.ranked for c in e.contributions
    )


@pytest.mark.parametrize(
    ("arguments", "code", "named"),
    [
        ({"settings": {"colore": "rosso"}}, "E-DSK-001", "colore"),
        ({"settings": {"titolo": "Commessa giovane"}}, "E-DSK-022", "titolo"),
        ({"settings": {"deroghe": "sex:commessa"}}, "E-DSK-022", "deroghe"),
        ({"settings": {"overrides": "sex:commessa"}}, "E-DSK-022", "deroghe"),
        ({"settings": {"id": "V2"}}, "E-DSK-0", "id"),
        ({"settings": {"start_by": "presto"}}, "E-DSK-021", "presto"),
        ({"settings": {"inizio_entro": "presto"}}, "E-DSK-002", "presto"),
        ({"settings": {"shifts": "pippo"}}, "E-VOC-201", "pippo"),
        ({"settings": {"turni": "pippo"}}, "E-DSK-002", "pippo"),
        ({"levels": {"patentino": "sempre"}}, "E-DSK-024", "sempre"),
        ({"settings": {"patenti_richieste": "boh"}}, "E-DSK-026", "boh"),
        ({"levels": {"francese": "must"}}, "E-DSK-023", "francese"),
        ({"weights": {"simpatia": 3}}, "E-DSK-020", "simpatia"),
    ],
)
def test_what_does_not_fit_is_named_with_the_remedy(what_if, arguments, code: str, named: str) -> None:
    with pytest.raises(MatcherError) as caught:
        what_if("V1", **arguments)
    assert caught.value.code.startswith(code)
    assert named in caught.value.message
    remedies = ("Usa", "Scrivi", "Forse", "Correggi", "Campi", "Livelli", "Requisiti", "Criteri", "Aggiungi")
    assert any(remedy in f"{caught.value.message} {caught.value.hint}" for remedy in remedies)


def test_an_unknown_vacancy_is_named(what_if) -> None:
    with pytest.raises(NotFoundError, match="V9"):
        what_if("V9")


def test_all_weights_at_zero_are_refused(what_if, desk) -> None:
    with pytest.raises(InputError):
        what_if("V1", weights=dict.fromkeys(desk.weights, 0))


def test_a_date_is_read_as_in_a_file(what_if) -> None:
    coded, written = what_if("V1", {"start_by": "2026-03-15"}), what_if("V1", {"inizio_entro": "15/03/2026"})
    assert coded.after == written.after
    assert coded.after.reference_date == date(2026, 3, 2)
