from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from matcher_gol import Gol
from matcher_gol.gap import missing_pieces
from matcher_gol.interview import answer, fill, sheet
from matcher_gol.outplacement import coverage
from matcher_gol.tables import path_of, read_needs, read_paths
from pydantic import ValidationError

from matcher.domain.levels import Cefr, RequirementLevel
from matcher.domain.record import Mention
from matcher.domain.vacancy import Requirement, RequirementKind, Vacancy
from matcher.errors import InputError, PluginError
from matcher.testing import DAY, Kit, Workshop, conformance_problems

pytest_plugins = ["matcher.testing.fixtures"]

ACT = {
    "authority": "Regione Prova",
    "number": "DGR 1/2026",
    "issued_on": date(2026, 1, 10),
    "valid_from": date(2026, 2, 1),
    "valid_to": date(2026, 12, 31),
}


def kit(workshop: Workshop, records: dict[str, Any], settings: dict[str, Any] | None = None) -> Kit:
    return workshop.kit(
        {"gol": Gol}, settings={"gol": settings} if settings else {}, records={"gol": records}
    )


def on_path(number: int, **more: Any) -> dict[str, Any]:
    return {"path": number, "path_reason": "colloquio", "path_on": "2026-02-10", **more}


def notes(workshop: Workshop, record: dict[str, Any], vacancy: Any = "V1") -> tuple[str, ...]:
    ranked = kit(workshop, {"P01": record}).match(vacancy).ranked
    return next(row.notes for row in ranked if row.id == "P01")


def judging(kit_: Kit) -> Any:
    return lambda vacancy: kit_.why(vacancy, "P01").verdict


def asking(kit_: Kit, *skills: tuple[str, str], level: RequirementLevel = RequirementLevel.WANTED) -> Vacancy:
    wanted = tuple(
        Requirement(
            kind=RequirementKind.SKILL,
            level=level,
            mention=Mention(text=text, concept=concept, method="exact", confidence=1.0),
        )
        for text, concept in skills
    )
    vacancy = kit_.vacancies[0]
    return vacancy.model_copy(update={"requirements": (*vacancy.requirements, *wanted)})


def test_each_path_says_what_it_asks_and_leaves_nobody_out(workshop: Workshop) -> None:
    plain = [row.id for row in workshop.kit().match("V1").ranked]
    said = {
        1: "più vicina al mercato",
        2: "formazione breve",
        3: "EQF più alto",
        4: "rete dei servizi",
        5: "azienda in crisi",
    }
    for number, words in said.items():
        found = kit(workshop, {"P01": on_path(number)}).match("V1")
        assert [row.id for row in found.ranked] == plain
        (note,) = found.ranked[[row.id for row in found.ranked].index("P01")].notes
        assert note.startswith(f"Percorso GOL {number}, ")
        assert words in note


@pytest.mark.parametrize(("path", "shown"), [(1, False), (2, True), (3, True), (4, False)])
def test_paths_of_training_name_the_skills_that_this_vacancy_asks(
    workshop: Workshop, path: int, shown: bool
) -> None:
    vacancy = asking(
        kit(workshop, {}), ("guida del muletto", "forklift_operation"), ("saldatura TIG", "tig_welding")
    )
    (note,) = notes(workshop, on_path(path), vacancy)
    assert ("Da acquisire per questa richiesta: saldatura TIG." in note) == shown
    assert "guida del muletto" not in note


def test_a_path_chosen_after_the_term_warns_and_a_region_extends_it(
    workshop: Workshop, tmp_path: Any
) -> None:
    late = on_path(2, path_on="2026-09-01")
    (note,) = notes(workshop, late)
    assert "fuori dal termine del programma (30/06/2026)" in note
    rows = [
        "code,action,label_it,label_en,note_it,note_en,legal_basis,valid_from,valid_to",
        "2,short_training,aggiornamento,updating,segnalazione,referral,DGR 1/2026,2026-07-01,2027-12-31",
    ]
    (tmp_path / "percorsi.csv").write_text("\n".join(rows), encoding="utf-8")
    ranked = kit(workshop, {"P01": late}, {"data": str(tmp_path)}).match("V1").ranked
    (note,) = next(row.notes for row in ranked if row.id == "P01")
    assert note.startswith("Percorso GOL 2, aggiornamento: segnalazione.")
    assert "fuori dal termine" not in note


def test_the_entry_in_force_is_taken() -> None:
    paths = read_paths()
    assert path_of(paths, 3, date(2026, 6, 30))[1]
    assert not path_of(paths, 3, date(2026, 7, 1))[1]
    assert path_of(paths, 9, DAY) == (None, False)


@pytest.mark.parametrize(("path", "risk"), [(None, 1), (None, 4), (2, 1), (4, 4), (5, None)])
def test_neither_path_nor_risk_class_touches_the_fit(
    workshop: Workshop, path: int | None, risk: int | None
) -> None:
    record = {
        **(on_path(path) if path else {}),
        "risk_class": risk,
        "questionnaire": {"famiglia": "due figli"},
    }
    everybody = {f"P{number:02}": record for number in range(1, 31)}
    assert kit(workshop, everybody).judge("V1") == workshop.kit().judge("V1")


def test_the_risk_class_gives_precedence_only_where_an_act_says_so(workshop: Workshop) -> None:
    risky = {"P04": {"risk_class": 4}, "P05": {"risk_class": 2}}
    plain = workshop.kit().match("V1")
    assert [row.id for row in kit(workshop, risky).match("V1").ranked] == [row.id for row in plain.ranked]
    found = kit(workshop, risky, {"act": ACT}).match("V1")
    moved = {row.id for row in found.ranked if row.moved_by}
    assert moved == {"P04"}
    assert {row.id: row.score for row in found.ranked} == {row.id: row.score for row in plain.ranked}


def test_an_expired_act_switches_the_precedence_off(workshop: Workshop) -> None:
    found = kit(workshop, {"P04": {"risk_class": 4}}, {"act": ACT}).match("V1", day=date(2027, 1, 1))
    assert not any(row.moved_by for row in found.ranked)
    assert any("GOL_RISK_CLASS" in notice for notice in found.notices)


@pytest.mark.parametrize(
    ("person", "vacancy", "state"),
    [
        (None, None, "eligible"),  # nobody asks, nobody knows
        (None, 3, "to_verify"),
        (2, 3, "removed"),
        (3, 3, "eligible"),
        (0, None, "eligible"),
    ],
)
def test_digital_skills_bind_where_the_vacancy_asks_them(
    workshop: Workshop, person: int | None, vacancy: int | None, state: str
) -> None:
    records = {"P01": {"digital_level": person}, "V1": {"digital_level": vacancy}}
    verdict = kit(workshop, records).judge("V1")["P01"].verdict
    assert verdict.state == state
    if state == "removed":
        assert verdict.reasons[0].text_it == "competenze digitali: livello 2, ne serve 3 (DigComp)"


@pytest.mark.parametrize(
    ("needs", "confirmed", "offered", "state"),
    [
        ("orario_scolastico", True, None, "to_verify"),
        ("orario_scolastico", True, ("orario_scolastico",), "eligible"),
        ("orario_scolastico", True, (), "removed"),
        ("orario_scolastico", False, (), "eligible"),  # not confirmed: it stays at the desk
        ("senza_notte", True, (), "eligible"),
    ],
)
def test_needs_bind_only_once_confirmed(
    workshop: Workshop, needs: str, confirmed: bool, offered: tuple[str, ...] | None, state: str
) -> None:
    records = {
        "P01": {"needs": (needs,), "needs_confirmed": confirmed},
        "V1": {"conciliation": offered},
    }
    assert kit(workshop, records).judge("V1")["P01"].verdict.state == state


def test_a_need_against_the_night_looks_at_the_shifts(workshop: Workshop) -> None:
    found = kit(workshop, {"P03": {"needs": ("senza_notte",), "needs_confirmed": True}})
    reasons = found.judge("V2")["P03"].verdict.reasons
    assert [reason.text_it for reason in reasons] == [
        "il lavoro non si concilia con le esigenze concordate: nessun turno di notte"
    ]
    assert found.judge("V1")["P03"].verdict == workshop.kit().judge("V1")["P03"].verdict


@pytest.mark.parametrize(
    ("hours", "state"), [(20, "eligible"), (30, "eligible"), (40, "removed"), (None, "to_verify")]
)
def test_a_need_of_part_time_looks_at_the_hours(workshop: Workshop, hours: int | None, state: str) -> None:
    found = kit(workshop, {"P01": {"needs": ("tempo_parziale",), "needs_confirmed": True}})
    vacancy = found.vacancies[0].model_copy(update={"weekly_hours_min": hours, "weekly_hours_max": hours})
    verdict = found.judge(vacancy)["P01"].verdict
    assert ("GOL_CONCILIATION" in {reason.code for reason in verdict.reasons}) == (state == "removed")
    assert ("GOL_CONCILIATION" in {question.code for question in verdict.questions}) == (state == "to_verify")


def test_what_is_missing_is_what_the_match_does_not_find(workshop: Workshop) -> None:
    found = kit(workshop, {})
    vacancy = asking(found, ("guida del muletto", "forklift_operation"), ("saldatura TIG", "tig_welding"))
    person = found.people[0]
    (piece,) = missing_pieces(person, vacancy, judging(found))
    assert piece.label == "saldatura TIG"
    learnt = piece.given_to(person)
    assert missing_pieces(learnt, vacancy, judging(found.with_people([learnt]))) == []


def test_a_skill_learnt_takes_the_place_of_a_declared_no(workshop: Workshop) -> None:
    found = kit(workshop, {})
    vacancy = asking(found, ("saldatura TIG", "tig_welding"), level=RequirementLevel.MUST)
    person = found.people[0]
    claims = person.skills or ()
    lacking = claims[0].model_copy(
        update={"skill": Mention(text="saldatura TIG", concept="tig_welding"), "lacking": True}
    )
    without = person.model_copy(update={"skills": (*claims, lacking)})
    assert found.with_people([without]).judge(vacancy)["P01"].verdict.state == "removed"
    (piece,) = missing_pieces(without, vacancy, judging(found.with_people([without])))
    assert found.with_people([piece.given_to(without)]).judge(vacancy)["P01"].verdict.state == "eligible"


@pytest.mark.parametrize(
    ("kind", "mention", "cefr", "label"),
    [
        (RequirementKind.LICENCE, Mention(text="attestato OSA", concept="health.osa"), None, "attestato OSA"),
        (RequirementKind.LANGUAGE, Mention(text="tedesco", concept="de"), Cefr.B1, "tedesco B1"),
    ],
)
def test_a_licence_or_a_language_is_missing_too_and_learnt_it_admits(
    workshop: Workshop, kind: RequirementKind, mention: Mention, cefr: Cefr | None, label: str
) -> None:
    found = kit(workshop, {})
    asked = Requirement(kind=kind, level=RequirementLevel.MUST, mention=mention, cefr=cefr)
    vacancy = found.vacancies[0].model_copy(update={"requirements": (asked,)})
    person = found.people[0].model_copy(update={"licences": (), "languages": ()})
    beside = found.with_people([person])
    (piece,) = missing_pieces(person, vacancy, judging(beside))
    assert (piece.label, piece.lacking) == (label, True)
    unasked = person.model_copy(update={"licences": None, "languages": None})
    (piece,) = missing_pieces(unasked, vacancy, judging(found.with_people([unasked])))
    assert not piece.lacking
    assert found.with_people([piece.given_to(person)]).judge(vacancy)["P01"].verdict.state == "eligible"


def test_long_training_also_names_the_qualification(workshop: Workshop) -> None:
    found = kit(workshop, {})
    asked = Requirement(kind=RequirementKind.EDUCATION, level=RequirementLevel.MUST, eqf=4)
    vacancy = found.vacancies[0].model_copy(update={"requirements": (asked,)})
    assert missing_pieces(found.people[0], vacancy, judging(found)) == []
    (piece,) = missing_pieces(found.people[0], vacancy, judging(found), qualifications=True)
    assert piece.need.eqf == 4
    assert (
        found.with_people([piece.given_to(found.people[0])]).judge(vacancy)["P01"].verdict.state == "eligible"
    )


@pytest.mark.parametrize(
    "record",
    [
        {"path": 2},
        {"path": 6, "path_reason": "x"},
        {"risk_class": 5},
        {"digital_level": 9},
        {"cartella": "x"},
    ],
)
def test_wrong_records_are_refused(workshop: Workshop, record: dict[str, Any]) -> None:
    with pytest.raises((InputError, ValidationError)):
        kit(workshop, {"P04": record}).match("V1")


def test_an_unknown_need_is_named(workshop: Workshop) -> None:
    with pytest.raises(PluginError, match="«asilo»"):
        kit(workshop, {"P04": {"needs": ("asilo",), "needs_confirmed": True}}).match("V1")


def test_the_bits_of_the_needs_are_apart() -> None:
    bits = [need.bit for need in read_needs()]
    assert len(set(bits)) == len(bits)


def test_without_data_it_changes_nothing(workshop: Workshop) -> None:
    for vacancy in ("V1", "V2", "V4"):
        assert kit(workshop, {}).match(vacancy) == workshop.kit().match(vacancy)


def test_it_keeps_its_contract(workshop: Workshop) -> None:
    settings: dict[str, Any] = {"act": ACT}
    records = {
        "P01": on_path(2, risk_class=3, digital_level=2),
        "P04": on_path(4, risk_class=4, needs=("senza_notte", "orario_scolastico"), needs_confirmed=True),
        "P05": {"risk_class": 1},
        "V1": {"digital_level": 2, "conciliation": ("orario_scolastico",)},
    }
    assert conformance_problems(workshop, "gol", Gol, settings=settings, records=records) == []


# -- commands -----------------------------------------------------------------------------------------------


def test_the_gap_says_how_many_vacancies_each_skill_would_unlock(workshop: Workshop, tmp_path: Any) -> None:
    found = kit(workshop, {"P01": on_path(2)})
    two = [
        asking(found, ("saldatura TIG", "tig_welding"), level=RequirementLevel.MUST).model_copy(
            update={"id": name}
        )
        for name in ("V1", "V9")
    ]
    office = found.with_vacancies([*two, *found.vacancies[1:]])
    (table,) = office.run("gol", "gap", tmp_path, candidate="P01", vacancy="V1")
    (row,) = table.rows
    assert (row["missing"], row["unlocked"], row["vacancies"]) == ("saldatura TIG", 2, "V1, V9")
    # what the command says is what the match does with the skill
    piece = missing_pieces(found.people[0], two[0], judging(office))[0]
    after = office.with_people([piece.given_to(found.people[0])]).vacancies_for("P01", size=10)
    before = office.vacancies_for("P01", size=10)
    assert {row.id for row in after.ranked} - {row.id for row in before.ranked} == {"V1", "V9"}


def test_what_is_asked_together_opens_nothing_piece_by_piece(workshop: Workshop, tmp_path: Any) -> None:
    found = kit(workshop, {"P01": on_path(3)})
    two = asking(
        found,
        ("saldatura TIG", "tig_welding"),
        ("ottica", "optics_and_photonics"),
        level=RequirementLevel.MUST,
    )
    office = found.with_vacancies([two, *found.vacancies[1:]])
    (table,) = office.run("gol", "gap", tmp_path, candidate="P01", vacancy="V1")
    assert {row["missing"]: row["unlocked"] for row in table.rows} == {
        "saldatura TIG": 0,
        "ottica": 0,
        "tutto insieme": 1,
    }


def test_answers_come_one_by_one_or_on_a_sheet(workshop: Workshop, tmp_path: Any) -> None:
    desk = kit(workshop, {}).desk("gol", tmp_path, writes=True)
    (table,) = answer(desk, "P01", "motivazione", ("molto", "motivata"))
    assert {row["code"]: row["said"] for row in table.rows}["motivazione"] == "molto motivata"
    path = tmp_path / "scheda.csv"
    list(sheet(desk, "P01", path))
    text = path.read_text(encoding="utf-8-sig")
    assert "P01;motivazione;" in text
    line = next(one for one in text.splitlines() if ";lavoro_ultimo;" in one)
    path.write_text(text.replace(line, f"{line}saldatore; finito"), encoding="utf-8-sig")
    list(fill(desk, path))
    kept = desk.record("candidate", "P01")
    assert kept.checklist == {"motivazione": "molto motivata"}
    assert kept.questionnaire == {"lavoro_ultimo": "saldatore"}
    list(answer(desk, "P01", "motivazione", ()))
    assert desk.record("candidate", "P01").checklist == {}


def test_a_sheet_with_a_mistake_changes_nothing_and_says_where(workshop: Workshop, tmp_path: Any) -> None:
    desk = kit(workshop, {}).desk("gol", tmp_path, writes=True)
    path = tmp_path / "scheda.csv"
    path.write_text("persona;codice;risposta\nP01;motivazione;sì\nP02;mah;sì\n", encoding="utf-8")
    with pytest.raises(InputError, match="riga 3: «mah» non è un codice"):
        list(fill(desk, path))
    assert desk.record("candidate", "P01") is None
    path.write_text("nome,risposta\n", encoding="utf-8")
    with pytest.raises(InputError, match="mancano le colonne: persona, codice"):
        list(fill(desk, path))


def test_without_a_path_the_gap_says_what_to_do(workshop: Workshop, tmp_path: Any) -> None:
    with pytest.raises(InputError, match="non è stato scelto un percorso"):
        kit(workshop, {}).run("gol", "gap", tmp_path, candidate="P01", vacancy="V1")


def test_a_group_is_covered_by_the_coherent_vacancies(workshop: Workshop, tmp_path: Any) -> None:
    desk = kit(workshop, {}).desk("gol", tmp_path, writes=True)
    group = {"firm": "Ceramica Prova", "workers": ["P01", "P05", "P15", "P30"], "at_least": 1}
    desk.write_record("case", "CRISI", **group, situation="cessazione", least_points=40)
    whole, few = coverage(desk, "CRISI")
    rows = {row["candidate"]: row for row in whole.rows}
    assert list(rows) == ["P01", "P05", "P15", "P30"]
    covered = sum(1 for row in rows.values() if row["coherent"] >= 1)
    assert whole.notes_it[0] == "Situazione: cessazione."
    assert whole.notes_it[1].startswith(f"{covered} di 4 persone hanno almeno 1 offert")
    assert {rows["P01"]["vacancy"], rows["P05"]["vacancy"]} <= {"V1", "V2"}
    assert rows["P01"]["work"] == "carrellista"
    assert rows["P01"]["title"].startswith("Mulettista")
    assert rows["P30"]["vacancy"] == ""  # nothing is known of P30
    placed = [row["vacancy"] for row in rows.values() if row["vacancy"]]
    assert len(set(placed)) == len(placed)
    assert [row["candidate"] for row in few.rows] == [
        name for name, row in rows.items() if row["coherent"] < 1
    ]


def test_work_that_is_far_from_what_was_done_is_not_coherent(workshop: Workshop, tmp_path: Any) -> None:
    desk = kit(workshop, {}).desk("gol", tmp_path, writes=True)
    desk.write_record("case", "CRISI", firm="Ceramica Prova", workers=["P01"], least_points=100)
    whole, few = coverage(desk, "CRISI")
    (worker,) = whole.rows
    assert (worker["coherent"], worker["eligible"] > 0) == (0, True)
    assert "sotto i 100 punti" in whole.notes_it[-1]
    assert len(list(few.rows)) == 1


def test_the_report_hides_small_cells(workshop: Workshop, tmp_path: Any) -> None:
    records = {f"P{number:02}": on_path(1, risk_class=2) for number in range(1, 8)}
    records["P09"] = on_path(4, risk_class=4)
    (table,) = kit(workshop, records).run("gol", "gol", tmp_path)
    rows = {row["path"]: row for row in table.rows}
    assert (rows[1]["people"], rows[1]["risk_2"], rows[1]["risk_4"]) == ("7", "7", "0")
    assert (rows[4]["people"], rows[4]["risk_4"]) == ("<5", "<5")
