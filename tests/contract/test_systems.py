"""The founding systems all together, each with its settings and its data: they compose, and no fit is touched."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from matcher_ali_veneto import AliVeneto
from matcher_collocamento_mirato import CollocamentoMirato
from matcher_emilia_romagna import EmiliaRomagna
from matcher_gol import Gol
from matcher_servizi_integrati import ServiziIntegrati
from matcher_servizi_lavoro import ServiziLavoro
from matcher_svantaggio import Svantaggio

from matcher.testing import DAY, Kit, Workshop

pytest_plugins = ["matcher.testing.fixtures"]

PLUGINS: dict[str, Any] = {
    "ali_veneto": AliVeneto,
    "collocamento_mirato": CollocamentoMirato,
    "emilia_romagna": EmiliaRomagna,
    "gol": Gol,
    "servizi_integrati": ServiziIntegrati,
    "servizi_lavoro": ServiziLavoro,
    "svantaggio": Svantaggio,
}
ACT = {
    "authority": "Regione Prova",
    "number": "DGR 1/2026",
    "issued_on": date(2026, 1, 10),
    "valid_from": date(2026, 2, 1),
    "valid_to": date(2026, 12, 31),
}
OFFICE = "Ufficio collocamento mirato di Modena"
SETTINGS: dict[str, dict[str, Any]] = {
    "collocamento_mirato": {"office": OFFICE},
    "emilia_romagna": {"act": ACT},
    "gol": {"act": ACT},
    "svantaggio": {"act": ACT},
}
#: What the law protects, or no fit may read: one whole set of facts and its opposite.
ONE: dict[str, dict[str, Any]] = {
    "collocamento_mirato": {"office": OFFICE, "evidence": "certified"},
    "emilia_romagna": {"macro_type": "e", "single_client": True},
    "gol": {"path": 4, "path_reason": "colloquio", "risk_class": 4},
    "svantaggio": {"isced": 1, "single_adult": True, "dependants": 2, "jobs": [], "gender": "F"},
    "ali_veneto": {"conditions": [{"code": "dipendenza"}]},
    "servizi_integrati": {"access_on": "2026-02-01", "social_file": ["nota"]},
}
OTHER: dict[str, dict[str, Any]] = {
    "collocamento_mirato": {"registered": False},
    "emilia_romagna": {"macro_type": "a", "longer_standard": True},
    "gol": {"path": 1, "path_reason": "colloquio", "risk_class": 1},
    "svantaggio": {"isced": 6, "single_adult": False, "gender": "M", "jobs": [{"start": "2010-01-01"}]},
    "ali_veneto": {},
    "servizi_integrati": {"access_on": "2026-02-01", "answered": True},
}


def everybody(facts: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {plugin: {f"P{n:02}": record for n in range(1, 31)} for plugin, record in facts.items()}


def together(
    workshop: Workshop, records: dict[str, dict[str, Any]], plugins: dict[str, Any] = PLUGINS
) -> Kit:
    settings = {name: table for name, table in SETTINGS.items() if name in plugins}
    held = {name: table for name, table in records.items() if name in plugins}
    return workshop.kit(plugins, settings=settings, records=held)


def mixed() -> dict[str, dict[str, Any]]:
    """Some people one way, some the other, with limits that do remove and ask."""
    records: dict[str, dict[str, Any]] = {
        plugin: {f"P{n:02}": (ONE if n % 2 else OTHER)[plugin] for n in range(1, 31)} for plugin in ONE
    }
    records["servizi_lavoro"] = {
        f"P{n:02}": {"signed_on": "2026-01-10", "max_km": 10 + n, "night": bool(n % 3)} for n in range(1, 31)
    }
    records["ali_veneto"]["P03"] = {"channels": ("cooperativa_sociale", "borsa_lavoro")}
    records["gol"]["P05"] = {"needs": ("orario_scolastico",), "needs_confirmed": True}
    records["collocamento_mirato"]["V1"] = {"art7": True, "office": OFFICE}
    return records


def test_their_order_changes_nothing(workshop: Workshop) -> None:
    records = mixed()
    turned = dict(reversed(PLUGINS.items()))
    for vacancy in ("V1", "V2", "V4"):
        found = together(workshop, records).match(vacancy)
        assert together(workshop, records, turned).match(vacancy) == found
        assert together(workshop, records).match(vacancy, partitions=3) == found


def test_each_does_alone_what_it_does_among_the_others(workshop: Workshop) -> None:
    records = mixed()
    whole = together(workshop, records).judge("V2")
    for name, plugin in PLUGINS.items():
        alone = together(workshop, records, {name: plugin}).judge("V2")
        for person, judged in alone.items():
            own = [reason for reason in judged.verdict.reasons if reason.plugin == name]
            assert own == [reason for reason in whole[person].verdict.reasons if reason.plugin == name]


@pytest.mark.parametrize("vacancy", ["V1", "V2", "V3"])
def test_no_protected_fact_of_any_system_reaches_a_score(workshop: Workshop, vacancy: str) -> None:
    one, other = together(workshop, everybody(ONE)), together(workshop, everybody(OTHER))
    plain = workshop.kit()
    assert one.judge(vacancy) == other.judge(vacancy) == plain.judge(vacancy)
    assert {row.id: row.score for row in one.match(vacancy, size=30).ranked} == {
        row.id: row.score for row in plain.match(vacancy, size=30).ranked
    }


def test_protected_facts_flip_one_by_one(workshop: Workshop) -> None:
    base = together(workshop, everybody(ONE)).judge("V1")
    for plugin in ONE:
        flipped = {**ONE, plugin: OTHER[plugin]}
        assert together(workshop, everybody(flipped)).judge("V1") == base, plugin


def test_without_data_and_settings_they_change_nothing(workshop: Workshop) -> None:
    bare = workshop.kit(PLUGINS)
    for vacancy in ("V1", "V2", "V3", "V4", "V5"):
        assert bare.match(vacancy, day=DAY) == workshop.kit().match(vacancy, day=DAY)
    for person in ("P01", "P15"):
        assert bare.vacancies_for(person) == workshop.kit().vacancies_for(person)


def test_who_is_in_a_separate_list_is_not_marked_in_the_ordinary_one(workshop: Workshop) -> None:
    registered = {"P04": ONE["collocamento_mirato"], "V1": {"art7": True, "office": OFFICE}}
    records = {"collocamento_mirato": registered, "svantaggio": {"P04": {"isced": 1}}}
    older = {
        name: one.model_copy(update={"birth_date": date(1986, 1, 1)})
        for name, one in workshop.kit().protected.items()
    }
    found = together(workshop, records)
    row = next(row for row in found.with_people(found.people, older).match("V1").ranked if row.id == "P04")
    assert row.moved_by == ("DISADVANTAGED",)


def test_when_their_acts_end_every_precedence_is_off_with_a_notice(workshop: Workshop) -> None:
    after = together(workshop, mixed()).match("V1", day=date(2027, 1, 1))
    assert not any(row.moved_by for row in after.ranked)
    for code in ("GOL_RISK_CLASS", "ER_SINGLE_CLIENT", "DISADVANTAGED"):
        assert any(code in notice for notice in after.notices)
