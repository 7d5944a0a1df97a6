from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from matcher_ali_veneto import AliVeneto
from matcher_ali_veneto.cases import accompaniment, due_checks, with_recovered
from matcher_ali_veneto.cases import case as show_case
from matcher_ali_veneto.demand import demand_of, unlinked
from matcher_ali_veneto.picture import hidden
from matcher_ali_veneto.records import Case, Recovered
from matcher_ali_veneto.tables import LegalNote, Outlet, PartnerTerm, Province, read

from matcher.domain.levels import Evidence
from matcher.domain.record import Mention
from matcher.errors import InputError, NotFoundError, PluginError
from matcher.testing import DAY, Kit, Workshop, conformance_problems

pytest_plugins = ["matcher.testing.fixtures"]

MODENA = Province(code="MO", istat="036", label_it="Modena")


def kit(workshop: Workshop, records: dict[str, Any], settings: dict[str, Any] | None = None) -> Kit:
    return workshop.kit(
        {"ali_veneto": AliVeneto},
        settings={"ali_veneto": settings} if settings else {},
        records={"ali_veneto": records},
    )


@pytest.fixture(scope="module")
def emilia(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A partnership's own folder: the province of the invented people, and what its firms are expected to ask."""
    folder = tmp_path_factory.mktemp("data")
    (folder / "province.csv").write_text("code,istat,label_it\nMO,036,Modena\n", encoding="utf-8")
    rows = [
        "province,occupation,expected,source,valid_from,valid_to",
        "MO,panettiere,12,indagine di prova,2026-01-01,2026-12-31",
        "MO,cuoco,40,indagine vecchia,2024-01-01,2024-12-31",
        "BL,cuoco,30,altra provincia,,",
    ]
    (folder / "previsioni.csv").write_text("\n".join(rows), encoding="utf-8")
    return {"data": str(folder)}


# -- channels -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepted", "way", "kept"),
    [
        (None, {"outlet": "cooperativa_sociale", "channel": "stage"}, True),  # not asked
        (("impresa", "assunzione"), None, True),  # a vacancy that says nothing is a firm's job
        (("cooperativa_sociale", "borsa_lavoro"), None, False),
        (("impresa", "stage"), {"channel": "stage"}, True),
        (("impresa", "assunzione"), {"channel": "stage"}, False),
        (("impresa", "cooperativa_sociale", "borsa_lavoro"), {"channel": "borsa_lavoro"}, True),
        (("impresa", "assunzione"), {"outlet": "agenzia_somministrazione"}, False),
        (("impresa",), {"channel": "stage"}, True),  # who speaks of outlets alone refuses no channel
        (("impresa",), {"outlet": "cooperativa_sociale"}, False),
        (("borsa_lavoro",), {"outlet": "cooperativa_sociale", "channel": "borsa_lavoro"}, True),
        (("borsa_lavoro",), None, False),
    ],
)
def test_the_channels_accepted(
    workshop: Workshop, accepted: tuple[str, ...] | None, way: dict[str, Any] | None, kept: bool
) -> None:
    records: dict[str, Any] = {"P01": {"channels": accepted}}
    if way is not None:
        records["V1"] = way
    verdict = kit(workshop, records).judge("V1")["P01"].verdict
    assert (verdict.state == "eligible") == kept
    if not kept:
        assert [reason.code for reason in verdict.reasons] == ["ALI_CHANNEL"]


def test_the_reason_names_the_channel(workshop: Workshop) -> None:
    records = {"P01": {"channels": ("impresa", "assunzione")}, "V1": {"channel": "borsa_lavoro"}}
    (reason,) = kit(workshop, records).judge("V1")["P01"].verdict.reasons
    assert reason.text_it == "canale che la persona non accetta: borsa lavoro"
    assert reason.text_en == "a channel that the person does not accept: work grant"


def test_self_employment_is_an_outlet_of_the_case_alone(workshop: Workshop) -> None:
    with pytest.raises(PluginError, match="attivita_autonoma"):
        kit(workshop, {"P01": {"channels": ("attivita_autonoma",)}}).match("V1")
    assert Case(candidate="P01", tutor="anna", outlet="attivita_autonoma").outlet


# -- dictionary ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("dipendenza", "dipendenza"),
        ("Utente del SerD", "dipendenza"),
        ("utenza serd", "dipendenza"),
        ("DLD", "disoccupazione_lunga"),
        ("famiglia monoparentale", "adulto_solo"),
    ],
)
def test_partners_words_reach_one_code(workshop: Workshop, tmp_path: Path, text: str, code: str) -> None:
    (table,) = kit(workshop, {}).run("ali_veneto", "term", tmp_path, text=text)
    assert [row["code"] for row in table.rows] == [code]


def test_an_unknown_word_says_where_to_look(workshop: Workshop, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="«sfortuna»"):
        kit(workshop, {}).run("ali_veneto", "term", tmp_path, text="sfortuna")


def test_every_entry_has_definition_basis_and_evidence(workshop: Workshop, tmp_path: Path) -> None:
    (table,) = kit(workshop, {}).run("ali_veneto", "dictionary", tmp_path)
    rows = list(table.rows)
    assert len(rows) >= 12
    assert all(row["definition"] and row["legal_basis"] and row["evidence"] for row in rows)
    codes = {row["code"] for row in rows}
    assert {one.code for one in read(PartnerTerm)} <= codes


# -- map of demand --------------------------------------------------------------------------------------------


def test_the_map_sets_recorded_and_expected_demand_beside_the_people(workshop: Workshop) -> None:
    found = kit(workshop, {})
    cook = found.vacancies[3].model_copy(update={"openings": 4})
    profiles = {one.key: one for one in demand_of([cook], found.people, {"7512.baker": 12}, MODENA, {})}
    assert (profiles["5120.cook"].recorded, profiles["5120.cook"].supply) == (4, 2)  # P15 and P16
    assert profiles["5120.cook"].gap == 2
    baker = profiles["7512.baker"]
    assert (baker.recorded, baker.expected, baker.supply, baker.gap) == (0, 12, 1, 11)


def test_vacancies_elsewhere_are_not_in_the_map(workshop: Workshop) -> None:
    found = kit(workshop, {})
    assert (
        demand_of(found.vacancies, found.people, {}, Province(code="BL", istat="025", label_it=""), {}) == []
    )


def test_what_the_dictionary_of_occupations_does_not_know_is_listed(workshop: Workshop) -> None:
    vacancy = kit(workshop, {}).vacancies[0]
    strange = vacancy.model_copy(
        update={
            "title": "Allestitore di sogni",
            "occupations": (Mention(text="Allestitore di sogni"),),
            "openings": 3,
        }
    )
    assert unlinked([vacancy, strange], MODENA) == [("Allestitore di sogni", 3)]


def test_the_report_reads_the_partnerships_forecast_of_the_day(
    workshop: Workshop, tmp_path: Path, emilia: dict[str, Any]
) -> None:
    first, second = kit(workshop, {}, emilia).run("ali_veneto", "ali-demand", tmp_path, province="mo")
    rows = {row["concept"]: row for row in first.rows}
    assert rows["7512.baker"]["expected"] == 12
    assert rows["5120.cook"]["expected"] == 0  # the old survey and the other province count nothing
    assert list(second.rows) == []
    assert "tutti" in second.title_it.lower()


def test_a_province_that_is_not_there_is_named(workshop: Workshop, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="«MO»"):
        kit(workshop, {}).run("ali_veneto", "ali-demand", tmp_path, province="MO")


# -- picture of disadvantage ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "unseen"),
    [
        ({"a": 10, "b": 20}, set()),
        ({"a": 2, "b": 3, "c": 20}, {"a", "b"}),
        ({"a": 2, "b": 9, "c": 20}, {"a", "b"}),  # one alone could be worked out from the total
        (
            {"a": 1, "b": 1, "c": 9, "d": 20},
            {"a", "b", "c"},
        ),  # two that leave two could be nothing but one each
        ({"a": 1, "b": 1}, {"a", "b"}),
        ({"a": 0, "b": 9}, set()),
        ({"a": 1}, {"a"}),
    ],
)
def test_small_cells_are_hidden(counts: dict[str, int], unseen: set[str]) -> None:
    assert hidden(counts, 5) == unseen


def test_the_picture_holds_numbers_alone(workshop: Workshop, tmp_path: Path, emilia: dict[str, Any]) -> None:
    lasting, lapsed = {"code": "poverta"}, {"code": "dipendenza", "valid_until": "2026-03-01"}
    records = {f"P{number:02}": {"conditions": [lasting]} for number in range(1, 10)}
    records |= {"P17": {"conditions": [{"code": "migrazione"}]}, "P19": {"conditions": [lapsed]}}
    (table,) = kit(workshop, records, emilia).run(
        "ali_veneto", "ali-disadvantage", tmp_path, province="MO", min_cell=5
    )
    rows = {row["code"]: row["people"] for row in table.rows}
    assert rows == {"poverta": "…", "migrazione": "<5"}
    assert "10 persone" in table.title_it
    assert not any(name in str(table) for name in records)


def test_conditions_reach_no_shortlist(workshop: Workshop) -> None:
    everybody = {f"P{number:02}": {"conditions": [{"code": "dipendenza"}]} for number in range(1, 31)}
    for vacancy in ("V1", "V3"):
        assert kit(workshop, everybody).match(vacancy) == workshop.kit().match(vacancy)


# -- legal notes ----------------------------------------------------------------------------------------------


def test_legal_notes_cite_their_basis_and_name_nobody(workshop: Workshop, tmp_path: Path) -> None:
    (table,) = kit(workshop, {}).run("ali_veneto", "ali-notes", tmp_path)
    rows = list(table.rows)
    assert table.bar == "places"
    assert all(row["text"] and row["legal_basis"] for row in rows)
    assert {row["code"]: row["places"] for row in rows}["parita"] == 5
    assert all(one.text_en and one.title_en for one in read(LegalNote))


# -- cases ------------------------------------------------------------------------------------------------------


def test_checks_are_due_after_thirty_ninety_and_a_hundred_and_eighty_days() -> None:
    placed = date(2026, 1, 1)
    checks = due_checks(placed, [date(2026, 2, 2), date(2026, 4, 20)])
    assert checks == [
        (30, date(2026, 1, 31), date(2026, 2, 2)),
        (90, date(2026, 4, 1), date(2026, 4, 20)),
        (180, date(2026, 6, 30), None),
    ]


def test_one_visit_serves_one_check() -> None:
    placed = date(2026, 1, 1)
    checks = due_checks(placed, [date(2026, 1, 10)], (10, 20))
    assert [done for _, _, done in checks] == [date(2026, 1, 10), None]


def test_a_check_comes_after_the_placement() -> None:
    with pytest.raises(ValueError, match="placed_on"):
        Case(candidate="P01", tutor="anna", checks_done=(DAY,))


def test_recovered_skills_keep_their_evidence(workshop: Workshop) -> None:
    person = kit(workshop, {}).people[14]
    one = Recovered(skill="saldatura TIG", evidence="observed")
    mention = Mention(text="saldatura TIG", concept="tig_welding")
    with_it = with_recovered(person, [(one, mention), (one, mention)][:1])
    assert [(claim.skill.concept, claim.evidence) for claim in with_it.skills or ()] == [
        ("tig_welding", Evidence.OBSERVED)
    ]
    assert with_recovered(with_it, [(one, mention)]).skills == with_it.skills


def test_a_case_shows_team_recovered_skills_and_checks(workshop: Workshop, tmp_path: Path) -> None:
    case = {
        "candidate": "P15",
        "tutor": "Anna",
        "team": [{"name": "Bruno", "role": "educatore", "service": "Comune"}],
        "steps": ["bilancio di competenze", "stage"],
        "outlet": "impresa",
        "recovered": [
            {"skill": "guida del muletto", "evidence": "observed", "origin": "lavoro di vent'anni fa"}
        ],
        "placed_on": (DAY - timedelta(days=40)).isoformat(),
    }
    desk = kit(workshop, {}).desk("ali_veneto", tmp_path, writes=True)
    desk.write_record("case", "CASO-1", **case)
    team, skills, checks = show_case(desk, "CASO-1")
    assert [row["name"] for row in team.rows] == ["Anna", "Bruno"]
    assert [row["evidence"] for row in skills.rows] == ["osservata"]
    assert [row["state"] for row in checks.rows] == ["in ritardo", "da fare", "da fare"]


def test_the_days_of_the_checks_are_a_setting(workshop: Workshop, tmp_path: Path) -> None:
    case = {"candidate": "P15", "tutor": "Anna", "placed_on": "2026-02-01"}
    desk = kit(workshop, {}, {"check_days": [15]}).desk("ali_veneto", tmp_path, writes=True)
    desk.write_record("case", "CASO-1", **case)
    (table,) = accompaniment(desk)
    assert [(row["days"], row["state"]) for row in table.rows] == [(15, "in ritardo")]


def test_a_condition_that_is_not_in_the_dictionary_is_refused(workshop: Workshop) -> None:
    with pytest.raises(PluginError, match="«povertaa» non è una voce"):
        kit(workshop, {"P01": {"conditions": [{"code": "povertaa"}]}}).match("V1")


def test_a_closed_case_has_no_checks_left(workshop: Workshop, tmp_path: Any) -> None:
    found = kit(workshop, {})
    desk = found.desk("ali_veneto", tmp_path)
    desk.write_record(
        "case", "C1", candidate="P01", tutor="anna", placed_on="2026-01-01", closed_on="2026-02-15"
    )
    (table,) = found.run("ali_veneto", "ali-accompaniment", tmp_path)
    assert [row["days"] for row in table.rows] == [30]


def test_the_bits_of_the_channels_are_apart() -> None:
    bits = [one.bit for one in read(Outlet)]
    assert len(set(bits)) == len(bits)


def test_it_keeps_its_contract(workshop: Workshop) -> None:
    records = {
        "P01": {"channels": ("impresa", "assunzione"), "conditions": [{"code": "poverta"}]},
        "P04": {"channels": ("cooperativa_sociale", "borsa_lavoro")},
        "V2": {"channel": "stage"},
    }
    assert conformance_problems(workshop, "ali_veneto", AliVeneto, records=records) == []
