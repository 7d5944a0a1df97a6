from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matcher_collocamento_mirato import CollocamentoMirato, listed
from matcher_collocamento_mirato.preselection import fits
from matcher_collocamento_mirato.quota import Band, Counted, base_of, obligations, rounded
from matcher_collocamento_mirato.records import Preselection, Registration

from matcher.domain.candidate import Candidate
from matcher.domain.vacancy import Vacancy
from matcher.errors import InputError, PluginError
from matcher.plugin import MatchRequest, read_dated
from matcher.testing import DAY, Kit, Workshop, conformance_problems

pytest_plugins = ["matcher.testing.fixtures"]

OFFICE = "Ufficio collocamento mirato di Modena"
SETTINGS = {"office": OFFICE}
REGISTERED = {"office": OFFICE, "evidence": "certified", "valid_until": "2027-12-31"}
ASKED = {"art7": True, "office": OFFICE}
BANDS = read_dated("matcher_collocamento_mirato", "quote.csv", Band)
COUNTED = read_dated("matcher_collocamento_mirato", "computo.csv", Counted)


def kit(workshop: Workshop, records: dict[str, Any], settings: dict[str, Any] | None = None) -> Kit:
    return workshop.kit(
        {"collocamento_mirato": CollocamentoMirato},
        settings={"collocamento_mirato": SETTINGS if settings is None else settings},
        records={"collocamento_mirato": records},
    )


def in_the_list(
    workshop: Workshop, record: dict[str, Any], vacancy: dict[str, Any], office: str, day: date = DAY
) -> bool:
    """Tell whether P01 is in the separate list of V1."""
    gate = kit(workshop, {}).gate
    person, asks = Candidate(id="P01"), Vacancy(id="V1", title="prova")
    held = gate.data.build_columns(
        "candidate", {"P01": person}, {"collocamento_mirato": {"P01": record} if record else {}}
    )
    asked = gate.data.build_columns(
        "vacancy", {"V1": asks}, {"collocamento_mirato": {"V1": vacancy} if vacancy else {}}
    )
    values = asked.row(0, named=True)
    request = MatchRequest("V1", "vacancy", day, 10, values, {})
    return bool(listed(request, {name: held[name] for name in held.columns}, office, 1)[0])


# -- the quota ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "art3", "art18"),
    [
        (0, 0, 0),
        (14, 0, 0),
        (15, 1, 0),
        (35, 1, 0),
        (36, 2, 0),
        (50, 2, 0),
        (51, 4, 1),  # 3.57
        (57, 4, 1),  # 3.99
        (100, 7, 1),
        (150, 10, 1),  # 10.50: half is not above half
        (151, 11, 2),  # 10.57 and 1.51
        (250, 17, 2),  # 17.50 and 2.50
        (251, 18, 3),
    ],
)
def test_the_quota_at_its_thresholds(base: int, art3: int, art18: int) -> None:
    assert [one.units for one in obligations(base, DAY, BANDS)] == [art3, art18]


def test_every_obligation_names_its_act() -> None:
    for base in (15, 36, 51, 151):
        for one in obligations(base, DAY, BANDS):
            assert one.band is None or "L. 68/1999" in one.band.act


def test_before_2018_a_base_of_fifteen_asked_nothing_in_these_data() -> None:
    assert [one.units for one in obligations(15, date(2017, 12, 31), BANDS)] == [0, 0]


@given(st.integers(0, 5000))
def test_a_greater_base_never_asks_less(base: int) -> None:
    now, then = obligations(base, DAY, BANDS), obligations(base + 1, DAY, BANDS)
    assert all(a.units <= b.units for a, b in zip(now, then, strict=True))


@pytest.mark.parametrize(
    ("number", "expected"), [("0.50", 0), ("0.51", 1), ("2.5", 2), ("2.501", 3), ("3", 3)]
)
def test_only_fractions_above_a_half_count(number: str, expected: int) -> None:
    assert rounded(Decimal(number)) == expected


def test_the_base_is_not_the_headcount() -> None:
    workers = {
        "indeterminato": Decimal(48),
        "tempo_parziale": Decimal("2.5"),
        "apprendisti": Decimal(6),
        "dirigenti": Decimal(3),
        "determinato_fino_6_mesi": Decimal(9),
    }
    assert base_of(workers, COUNTED, DAY) == 50
    assert base_of({**workers, "tempo_parziale": Decimal("2.51")}, COUNTED, DAY) == 51


@pytest.mark.parametrize("workers", [{"volontari": Decimal(1)}, {"indeterminato": Decimal(-1)}])
def test_a_wrong_kind_or_number_is_refused(workers: dict[str, Decimal]) -> None:
    with pytest.raises(InputError):
        base_of(workers, COUNTED, DAY)


def test_a_negative_base_is_refused() -> None:
    with pytest.raises(InputError):
        obligations(-1, DAY, BANDS)


# -- ordinary shortlists ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "evidence"), [({}, "certified"), (SETTINGS, "certified"), (SETTINGS, "contested")]
)
def test_a_registered_person_stays_in_ordinary_shortlists_unmarked(
    workshop: Workshop, settings: dict[str, Any], evidence: str
) -> None:
    everybody = {
        f"P{number:02}": {**REGISTERED, "evidence": evidence, "limits": ["turno_di_notte"]}
        for number in range(1, 31)
    }
    with_, without = kit(workshop, everybody, settings), kit(workshop, {}, settings)
    for vacancy in ("V1", "V2"):
        assert with_.match(vacancy, size=30) == without.match(vacancy, size=30)
        assert with_.judge(vacancy) == without.judge(vacancy)
        assert with_.why(vacancy, "P01") == without.why(vacancy, "P01")


def test_without_settings_it_changes_nothing(workshop: Workshop) -> None:
    for vacancy in ("V1", "V3"):
        assert kit(workshop, {}, {}).match(vacancy) == workshop.kit().match(vacancy)


def test_who_asks_it_stays_out_of_ordinary_shortlists_and_the_reason_tells_nothing(
    workshop: Workshop,
) -> None:
    verdict = kit(workshop, {"P01": {**REGISTERED, "other_lists_only": True}}).judge("V1")["P01"].verdict
    assert [reason.text_it for reason in verdict.reasons] == [
        "la persona ha chiesto di essere proposta solo in altri elenchi"
    ]
    unregistered = {**REGISTERED, "registered": False, "other_lists_only": True}
    assert kit(workshop, {"P01": unregistered}).judge("V1")["P01"].verdict.state == "eligible"


# -- the separate list -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("record", "vacancy", "office", "expected"),
    [
        (REGISTERED, ASKED, OFFICE, True),
        (REGISTERED, ASKED, "  ufficio collocamento MIRATO di modena ", True),
        (REGISTERED, ASKED, "Ufficio collocamento mirato di Bologna", False),
        (REGISTERED, ASKED, "", False),
        (REGISTERED, {}, OFFICE, False),
        (REGISTERED, {"art7": False, "office": OFFICE}, OFFICE, False),
        (REGISTERED, {"art7": True, "office": "Ufficio collocamento mirato di Bologna"}, OFFICE, False),
        ({}, ASKED, OFFICE, False),
        ({**REGISTERED, "registered": False}, ASKED, OFFICE, False),
        ({**REGISTERED, "evidence": "expired"}, ASKED, OFFICE, False),
        ({**REGISTERED, "evidence": "contested"}, ASKED, OFFICE, False),
        ({**REGISTERED, "evidence": "declared"}, ASKED, OFFICE, True),
        ({**REGISTERED, "office": "Ufficio collocamento mirato di Bologna"}, ASKED, OFFICE, False),
        ({**REGISTERED, "valid_until": "2026-03-02"}, ASKED, OFFICE, True),
        ({**REGISTERED, "valid_until": "2026-03-01"}, ASKED, OFFICE, False),
        ({**REGISTERED, "limits": ["carichi"]}, {**ASKED, "demands": ["carichi"]}, OFFICE, False),
        ({**REGISTERED, "limits": ["carichi"]}, {**ASKED, "demands": ["turno_di_notte"]}, OFFICE, True),
        ({**REGISTERED, "compatible_tasks": ["archivio"]}, {**ASKED, "tasks": ["magazzino"]}, OFFICE, False),
        ({**REGISTERED, "compatible_tasks": ["archivio"]}, {**ASKED, "tasks": ["archivio"]}, OFFICE, True),
        (REGISTERED, {**ASKED, "tasks": ["archivio"]}, OFFICE, True),  # the office set no bound
    ],
)
def test_who_is_in_the_separate_list(
    workshop: Workshop, record: dict[str, Any], vacancy: dict[str, Any], office: str, expected: bool
) -> None:
    assert in_the_list(workshop, record, vacancy, office) == expected
    held = Registration.model_validate(record or {"registered": False})
    asked = Preselection.model_validate(vacancy)
    assert fits(held, asked, office, DAY) == expected


def test_only_the_competent_office_gets_the_list(workshop: Workshop, tmp_path: Any) -> None:
    records = {
        "P01": REGISTERED,
        "P05": {**REGISTERED, "limits": ["carichi"]},
        "P15": REGISTERED,
        "V1": ASKED,
    }
    (table,) = kit(workshop, records).run("collocamento_mirato", "preselection", tmp_path, vacancy="V1")
    assert [row["candidate"] for row in table.rows] == ["P01", "P05"]  # the cook has no licence
    for name in ("altrove", "altra"):
        (tmp_path / name).mkdir()
    elsewhere = kit(workshop, records, {"office": "Ufficio collocamento mirato di Bologna"})
    with pytest.raises(InputError, match="solo l'ufficio"):
        elsewhere.run("collocamento_mirato", "preselection", tmp_path / "altrove", vacancy="V1")
    with pytest.raises(InputError, match="non c'è un elenco separato"):
        kit(workshop, records).run("collocamento_mirato", "preselection", tmp_path / "altra", vacancy="V2")


def test_a_request_under_art_7_is_addressed_to_an_office(workshop: Workshop) -> None:
    with pytest.raises(InputError, match="preselezione"):
        kit(workshop, {"V1": {"art7": True}}).match("V1")


def test_an_unknown_limit_is_named(workshop: Workshop) -> None:
    with pytest.raises(PluginError, match="«altezza»"):
        kit(workshop, {"P01": {**REGISTERED, "limits": ["altezza"]}}).match("V1")


def test_no_field_holds_a_diagnosis_or_a_percentage(workshop: Workshop) -> None:
    for field in ("diagnosi", "percentuale", "percent"):
        with pytest.raises(InputError):
            kit(workshop, {"P01": {**REGISTERED, field: "50"}}).match("V1")


def test_it_keeps_its_contract(workshop: Workshop) -> None:
    records = {"P01": REGISTERED, "P02": {**REGISTERED, "limits": ["carichi"]}, "V1": ASKED}
    assert (
        conformance_problems(
            workshop, "collocamento_mirato", CollocamentoMirato, settings=SETTINGS, records=records
        )
        == []
    )


def test_who_asked_for_other_lists_is_in_the_separate_one(workshop: Workshop, tmp_path: Any) -> None:
    records = {
        "P01": {**REGISTERED, "other_lists_only": True, "limits": ["lavoro_in_quota"]},
        "P03": REGISTERED,
        "V1": ASKED,
    }
    office = kit(workshop, records)
    assert "P01" not in {row.id for row in office.match("V1").ranked}
    (table,) = office.run("collocamento_mirato", "preselection", tmp_path, vacancy="V1")
    found = {row["candidate"]: row for row in table.rows}
    assert set(found) == {"P01", "P03"}
    assert found["P01"]["limits"] == "lavoro in quota"
