"""The composition root: workspaces, and the façade that a program opens."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

import matcher
from matcher import Engine
from matcher.app import Workspace, create_workspace
from matcher.domain.candidate import Candidate
from matcher.domain.record import Mention
from matcher.domain.vacancy import Vacancy
from matcher.errors import InputError, PluginError, WorkspaceError
from matcher.settings import PluginSettings, Settings
from matcher.store.candidate_writes import StoredCandidate, upsert_candidates
from matcher.store.erasure import erase_candidate
from matcher.store.vacancies import upsert_vacancies

_AT = datetime(2026, 1, 15, tzinfo=UTC)
_COOK = Mention(text="cuoco", concept="5120.cook", method="exact", confidence=1.0)
_ACT = {
    "authority": "Regione",
    "number": "12/2026",
    "issued_on": "2026-01-01",
    "valid_from": "2026-01-01",
    "valid_to": "2026-12-31",
}


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MATCHER_LANG", "MATCHER_ACTOR", "MATCHER_EMBEDDER", "MATCHER_VOCABULARIES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("MATCHER_DATABASE_URL", raising=False)


@pytest.fixture(scope="module")
def kitchen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("app") / "cucina"
    with create_workspace(folder) as made, made.database.transaction() as connection:
        cooks = [StoredCandidate(Candidate(id=f"C-{n}", wanted=(_COOK,))) for n in range(3)]
        upsert_candidates(connection, cooks, "anna", _AT)
        upsert_vacancies(connection, [Vacancy(id="V-1", title="Cuoco", occupations=(_COOK,))], "anna", _AT)
    return folder


def test_a_folder_that_is_no_workspace_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError) as caught:
        Engine.open(tmp_path)
    assert caught.value.code == "E-WSP-001"
    assert "matcher init" in caught.value.hint


def test_a_workspace_is_never_made_over_another(kitchen: Path) -> None:
    with pytest.raises(WorkspaceError, match="E-WSP-002"):
        create_workspace(kitchen)


def test_what_was_set_at_the_making_holds_at_every_opening(tmp_path: Path) -> None:
    chosen = Settings(
        database_url=f"sqlite:///{tmp_path / 'altrove.db'}",
        actor='Anna "la rossa"',
        weights={"commute": 500},
        plugins=PluginSettings(blocked=("notte",), settings={"anzianita": {"months": 18}}),
    )
    with create_workspace(tmp_path / "w", chosen):
        pass
    with Workspace(tmp_path / "w") as again:
        assert again.settings.model_copy(update={"weights": {}}) == chosen.model_copy(update={"weights": {}})
        assert again.weights["commute"] == 500
        assert again.weights["occupation"] == 300
    assert (tmp_path / "altrove.db").exists()
    assert not (tmp_path / "w" / "matcher.db").exists()


def test_plugins_get_their_settings_and_blocked_ones_are_not_there(tmp_path: Path) -> None:
    plugins = PluginSettings(blocked=("notte",), settings={"anzianita": {"act": _ACT}})
    with create_workspace(tmp_path / "w", Settings(plugins=plugins)) as made:
        _, rule = made.gate.priorities["LONG_UNEMPLOYED"]
        assert (rule.mode, rule.act.number) == ("tie_break", "12/2026")
        assert not any(name.startswith("notte") for name in made.plugin_state)
        assert any("12/2026" in name for name in made.plugin_state)


def test_settings_of_a_plugin_that_is_not_there_are_refused(tmp_path: Path) -> None:
    with pytest.raises(PluginError, match="assente"):
        create_workspace(tmp_path / "w", Settings(plugins=PluginSettings(settings={"assente": {"x": 1}})))


def test_a_misspelt_weight_is_named_and_that_of_a_plugin_may_outlive_it(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="comute"):
        create_workspace(tmp_path / "w", Settings(weights={"comute": 5}))
    with create_workspace(tmp_path / "x", Settings(weights={"tolto.sogno": 5})) as made:
        assert "tolto.sogno" not in made.weights


def test_the_facade_answers_all_three_questions(kitchen: Path) -> None:
    engine = matcher.Engine.open(kitchen)
    with engine.workspace:
        found = engine.shortlist("V-1", size=2)
        assert (len(found), len(found.to_verify), found.n_to_verify) == (0, 2, 3), "nobody was asked anything"
        first = found.to_verify[0]
        assert first.points > 50
        assert engine.why("V-1", first.id).score == first.score
        assert engine.vacancies_for(first.id).to_verify[0].id == "V-1"


def test_a_long_lived_engine_sees_what_others_write(kitchen: Path) -> None:
    with Workspace(kitchen) as reader, Workspace(kitchen) as writer:
        engine = Engine(reader)
        assert engine.shortlist("V-1").n_pool == 3
        assert reader.matching is reader.matching, "and opens the pool once while nothing is written"
        with writer.database.transaction() as connection:
            erase_candidate(connection, "C-2", "anna", _AT)
        assert engine.shortlist("V-1").n_pool == 2


def test_names_of_the_package_are_resolved_when_asked() -> None:
    assert matcher.Engine is Engine
    assert set(matcher.__all__) >= {"Engine", "Candidate", "Vacancy", "Shortlist", "MatcherError"}
    with pytest.raises(AttributeError, match="Nothing"):
        matcher.Nothing  # noqa: B018 - the look-up is the test
