"""The command ``matcher`` as people run it, on real workspaces."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from matcher.app import Workspace, create_workspace
from matcher.cli.main import run
from matcher.desk.words import WordReader, open_word_reader
from matcher.domain.candidate import Availability, Candidate, Contact, SkillClaim, WorkExperience
from matcher.domain.constraint import ConstraintKind, DeclaredConstraint
from matcher.domain.levels import RequirementLevel
from matcher.domain.place import Place
from matcher.domain.protected import Protected
from matcher.domain.record import Mention
from matcher.domain.vacancy import Application, Employer, Requirement, RequirementKind, Vacancy
from matcher.embedding import open as embedding
from matcher.embedding.protocol import Embedder
from matcher.plugin.gate import Gate
from matcher.plugin.manager import installed_plugins
from matcher.settings import Settings
from matcher.store.applications import upsert_applications
from matcher.store.candidate_writes import StoredCandidate, upsert_candidates
from matcher.store.corrections import corrections
from matcher.store.vacancies import upsert_vacancies
from matcher.vocabulary import active, linker
from matcher.vocabulary.bundle import Vocabularies
from matcher.vocabulary.dense import DenseIndex
from matcher.vocabulary.lexicon import Lexicon
from matcher.vocabulary.schema import Vocabulary

MOMENT = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Result:
    """What a run of the command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Result]


@pytest.fixture
def matcher(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in this process, errors and exit codes included."""
    monkeypatch.setenv("MATCHER_LANG", "it")
    for name in ("MATCHER_WORKSPACE", "MATCHER_DATABASE_URL", "MATCHER_ACTOR"):
        monkeypatch.delenv(name, raising=False)

    def runs(*words: object) -> Result:
        capsys.readouterr()
        monkeypatch.setattr(sys, "argv", ["matcher", *map(str, words)])
        try:
            run()
            code = 0
        except SystemExit as ended:
            code = int(ended.code or 0)
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return runs


@pytest.fixture(scope="session", autouse=True)
def opened_once() -> Iterator[None]:
    """Open the built-in vocabularies and the embedder once for all tests: they never change."""
    read, opened = active.load_active, embedding.open_embedder
    vocabularies: dict[Path | None, Vocabularies] = {}
    embedders: dict[str, Embedder] = {}

    def load_once(workspace: Path, setting: Path | None) -> Vocabularies:
        if (workspace / active.FOLDER / "in_use").exists():
            return read(workspace, setting)
        if setting not in vocabularies:
            vocabularies[setting] = read(workspace, setting)
        return vocabularies[setting]

    def open_once(name: str = "ngram") -> Embedder:
        if name not in embedders:
            embedders[name] = opened(name)
        return embedders[name]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(active, "load_active", load_once)
        patch.setattr(embedding, "open_embedder", open_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def words_read_once() -> Iterator[None]:
    """Read the vocabularies' words once for all workspaces where operators chose nothing yet."""
    opened: dict[str, WordReader] = {}

    def open_once(
        vocabularies: Vocabularies, embedder: Embedder, connection: Connection | None
    ) -> WordReader:
        if connection is not None and any(corrections(connection, kind) for kind in vocabularies.by_kind):
            return open_word_reader(vocabularies, embedder, connection)
        if vocabularies.digest not in opened:
            opened[vocabularies.digest] = open_word_reader(vocabularies, embedder, None)
        return opened[vocabularies.digest]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("matcher.desk.words.open_word_reader", open_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def labels_indexed_once() -> Iterator[None]:
    """Index the labels of a vocabulary once for all linkers: they depend on its content alone."""
    lexicons: dict[str, Lexicon] = {}
    indexes: dict[str, DenseIndex] = {}
    index, vectors = linker.build_lexicon, linker.DenseIndex

    def index_once(vocabulary: Vocabulary) -> Lexicon:
        if vocabulary.digest not in lexicons:
            lexicons[vocabulary.digest] = index(vocabulary)
        return lexicons[vocabulary.digest]

    def encode_once(lexicon: Lexicon, embedder: Embedder) -> DenseIndex:
        key = f"{lexicon.vocabulary.digest} {embedder.model_id}"
        if key not in indexes:
            indexes[key] = vectors(lexicon, embedder)
        return indexes[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(linker, "build_lexicon", index_once)
        patch.setattr(linker, "DenseIndex", encode_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def gate_opened_once() -> Iterator[None]:
    """Prove the plugins again only where they or their settings changed; ``test_whole_run`` does without this."""
    opened: dict[str, Gate] = {}
    open_gate = Workspace.gate.func

    def open_once(workspace: Workspace) -> Gate:
        chosen = workspace.settings.plugins
        installed = [(one.name, one.version) for one in installed_plugins()]
        key = repr((installed, chosen.blocked, chosen.deadline_seconds, chosen.tables(workspace.folder)))
        if key not in opened:
            # one alone: a plugin that is a module knows the last settings only
            opened.clear()
            opened[key] = open_gate(workspace)
        return opened[key]

    shared = cached_property(open_once)
    shared.__set_name__(Workspace, "gate")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Workspace, "gate", shared)
        yield


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with three people and two vacancies; copy it before writing."""
    folder = tmp_path_factory.mktemp("workspaces") / "filled"
    with (
        create_workspace(folder, Settings(actor="anna", office="CPI di Sassuolo")) as made,
        made.database.transaction() as connection,
    ):
        upsert_candidates(connection, _people(), "anna", MOMENT)
        upsert_vacancies(connection, _vacancies(), "anna", MOMENT)
        applied = Application(vacancy_id="R-1", candidate_id="C-2", received_on=date(2026, 1, 12))
        upsert_applications(connection, [applied], "anna", MOMENT)
    return folder


@pytest.fixture
def workspace(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the filled workspace, which the command finds by itself."""
    folder = tmp_path / "spazio"
    shutil.copytree(filled, folder)
    monkeypatch.chdir(folder)
    return folder


def _people() -> list[StoredCandidate]:
    sassuolo = Place(text="Sassuolo (MO)", kind="municipality", code="036040")
    driver = Candidate(
        id="C-1",
        summary="Magazziniere e mulettista.",
        home=sassuolo,
        wanted=(Mention(text="mulettista"),),
        work=(WorkExperience(occupation=Mention(text="mulettista"), start=date(2019, 3, 1)),),
        skills=(SkillClaim(skill=Mention(text="uso del muletto")),),
        constraints=(DeclaredConstraint(kind=ConstraintKind.MAX_DISTANCE_KM, value=30),),
        office="CPI di Sassuolo",
    )
    clerk = Candidate(id="C-2", home=sassuolo, wanted=(Mention(text="impiegata"),), office="CPI di Modena")
    cook = Candidate(id="C-3", availability=Availability(status="hired"), office="CPI di Sassuolo")
    contact = Contact(candidate_id="C-1", first_name="Maria", last_name="Rossi", phone="333 1234567")
    protected = Protected(candidate_id="C-1", birth_date=date(1980, 5, 1), own_words=("accudisco mia madre",))
    return [StoredCandidate(driver, contact, protected), StoredCandidate(clerk), StoredCandidate(cook)]


def _vacancies() -> list[Vacancy]:
    must = Requirement(
        kind=RequirementKind.SKILL,
        level=RequirementLevel.MUST,
        mention=_linked("uso del muletto", "forklift_operation"),
        confirmed=False,
        quote="indispensabile uso del muletto",
    )
    licence = Requirement(
        kind=RequirementKind.LICENCE,
        mention=Mention(text="B", concept="B", method="exact", confidence=1.0),
        confirmed=False,
        quote="patente B",
    )
    forklift = Vacancy(
        id="R-1",
        title="Mulettista",
        description="Si cerca mulettista, max 30 anni. Indispensabile uso del muletto, patente B.",
        employer=Employer(name="Ditta X srl"),
        occupations=(_linked("Mulettista", "8344.forklift_driver"),),
        requirements=(must, licence),
        places=(Place(text="Sassuolo (MO)", kind="municipality", code="036040"),),
    )
    clean = Vacancy(id="R-2", title="Cuoco/a", description="Cucina tradizionale.")
    return [forklift, clean]


def _linked(text: str, concept: str) -> Mention:
    return Mention(text=text, concept=concept, method="alternative", confidence=0.98)


@pytest.fixture(scope="session")
def thirty_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace of `thirty`, built once."""
    from matcher.settings import PluginSettings
    from matcher.testing.people import invented_people, invented_protected, invented_vacancies

    folder = tmp_path_factory.mktemp("workspaces") / "thirty"
    settings = Settings(actor="anna", plugins=PluginSettings(blocked=("anzianita", "notte")))
    with create_workspace(folder, settings) as made:
        protected = invented_protected()
        people = [StoredCandidate(p, None, protected.get(p.id)) for p in invented_people()]
        with made.database.transaction() as connection:
            upsert_candidates(connection, people, "anna", MOMENT)
            upsert_vacancies(connection, invented_vacancies(), "anna", MOMENT)
        made.build_pool()
    return folder


@pytest.fixture
def thirty(thirty_made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of a workspace with thirty people and five vacancies, which the command finds by itself."""
    folder = tmp_path / "trenta"
    shutil.copytree(thirty_made, folder)
    monkeypatch.chdir(folder)
    return folder
