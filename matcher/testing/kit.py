"""A ready pool, vacancies and gate around the plugins under test."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from matcher.domain.candidate import Candidate
from matcher.domain.protected import Protected
from matcher.domain.shortlist import Shortlist, Verdict, Versions, WhyAnswer
from matcher.domain.vacancy import Vacancy
from matcher.embedding.open import open_embedder
from matcher.embedding.protocol import Embedder
from matcher.engine.finalists import answer_of, verdict_of
from matcher.engine.match import evaluate, match
from matcher.engine.request import Request, Rules, make_request
from matcher.engine.score import score_rows
from matcher.errors import NotFoundError
from matcher.exchange.source import SourceRow, open_source
from matcher.plugin.gate import Gate
from matcher.plugin.manager import BUILT_IN, LoadedPlugin, installed_plugins, load_plugins, register_plugins
from matcher.plugin.provisions import answered_tables
from matcher.plugin.sources import FileKind
from matcher.plugin.tasks import Desk, Table
from matcher.pool.build import PoolBuilder
from matcher.pool.codes import Codes
from matcher.pool.partition import Partition
from matcher.testing.people import DAY, invented_people, invented_protected, invented_vacancies
from matcher.vocabulary.active import CORE_KINDS
from matcher.vocabulary.bundle import Vocabularies
from matcher.vocabulary.extend import Addition, extended
from matcher.vocabulary.load import find_vocabularies, load_vocabulary
from matcher.vocabulary.places import load_places
from matcher.vocabulary.related import load_related

__all__ = ["Judgement", "Kit", "Workshop"]

_VERSIONS = Versions(engine="test", pool="", vocabulary="", embedder="", weights="", plugins=())


@dataclass(frozen=True)
class Judgement:
    """Outcome of one pair: the constraints, the value of each component (-1 unknown), the score."""

    verdict: Verdict
    components: Mapping[str, int]
    score: int


@dataclass(frozen=True, repr=False)
class Workshop:
    """What every kit shares and is slow to open (under a second): vocabularies, codes, embedder."""

    vocabularies: Vocabularies
    codes: Codes
    embedder: Embedder

    def __repr__(self) -> str:
        # test tools print their arguments, and vocabularies are long
        return "Workshop()"

    @classmethod
    def open(cls) -> Workshop:
        """Open the built-in vocabularies and the default embedder."""
        folder = find_vocabularies()
        kinds = {kind: load_vocabulary(kind, folder) for kind in CORE_KINDS}
        vocabularies = Vocabularies(kinds, load_places(folder), load_related(folder))
        return cls(vocabularies, Codes.of(vocabularies), open_embedder())

    @cached_property
    def plain(self) -> Kit:
        """The kit without any plugin, the same for all comparisons."""
        return self.kit()

    def kit(
        self,
        plugins: Mapping[str, Any] | None = None,
        *,
        settings: Mapping[str, Mapping[str, Any]] | None = None,
        records: Mapping[str, Mapping[str, Mapping[str, Any]]] | None = None,
        deadline: float = 10.0,
    ) -> Kit:
        """Return the built-in rules and the given plugins around the invented people and vacancies.

        Parameters
        ----------
        plugins : mapping of str to module, class or instance
            Name of the entry point to what it points at. Installed plugins that are not named here stay out.
        settings : mapping of str to mapping
            Plugin name to its table of settings.
        records : mapping of str to mapping
            Plugin name to owner id to the content of its record.
        deadline : float
            Seconds that one call may take.

        Raises
        ------
        PluginError
            When a plugin does not keep its contract at start.
        """
        given = register_plugins((name, "0", plugin) for name, plugin in (plugins or {}).items())
        loaded = sorted([*self._built_in, *given], key=lambda plugin: plugin.name)
        gate = Gate(loaded, deadline, settings)
        return Kit(
            self._with_words_of(gate),
            gate,
            records or {},
            tuple(invented_people()),
            invented_protected(),
            tuple(invented_vacancies()),
            settings or {},
        )

    @cached_property
    def _built_in(self) -> list[LoadedPlugin]:
        return load_plugins(plugin.name for plugin in installed_plugins() if plugin.name != BUILT_IN)

    def _with_words_of(self, gate: Gate) -> Workshop:
        """Return the same with the vocabularies that plugins bring."""
        if not gate.vocabularies:
            return self
        brought = [Addition(plugin, t.kind, t.path, t.version) for plugin, t in gate.vocabularies]
        vocabularies = extended(self.vocabularies, brought, DAY)
        return Workshop(vocabularies, Codes.of(vocabularies), self.embedder)


@dataclass(frozen=True, repr=False)
class Kit:
    """People, vacancies, and a gate with the plugins under test: ask it as the desk asks the engine.

    Attributes
    ----------
    gate : Gate
        The built-in rules and the plugins.
    people, protected, vacancies
        Change them with `with_people` and `with_vacancies`.
    """

    workshop: Workshop
    gate: Gate
    records: Mapping[str, Mapping[str, Mapping[str, Any]]]
    people: tuple[Candidate, ...]
    protected: Mapping[str, Protected]
    vacancies: tuple[Vacancy, ...]
    settings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def with_people(
        self, people: Iterable[Candidate], protected: Mapping[str, Protected] | None = None
    ) -> Kit:
        """Return the same kit with other people."""
        return replace(
            self, people=tuple(people), protected=self.protected if protected is None else protected
        )

    def with_vacancies(self, vacancies: Iterable[Vacancy]) -> Kit:
        """Return the same kit with other vacancies."""
        return replace(self, vacancies=tuple(vacancies))

    def match(
        self, vacancy: str | Vacancy = "V1", size: int = 10, day: date = DAY, partitions: int = 1
    ) -> Shortlist:
        """Return the shortlist of a vacancy, over the people in so many partitions."""
        return match(self.partitions(partitions), self.request(vacancy, size, day), self.rules)

    def vacancies_for(self, candidate: str | Candidate = "P01", size: int = 10, day: date = DAY) -> Shortlist:
        """Return the vacancies that fit a person: the other direction."""
        asks = self.builder.candidates([_found(candidate, self.people)], self.protected)
        request = make_request(asks, day, size, self._weights, _VERSIONS)
        return match([self._offers], request, self.rules)

    def why(self, vacancy: str | Vacancy, candidate: str, day: date = DAY) -> WhyAnswer:
        """Return verdict, reasons, questions, contributions and evidence of one pair."""
        request = self.request(vacancy, len(self.people), day)
        (everyone,) = self.partitions()
        part = evaluate(everyone, request, self.rules)
        return answer_of(part, everyone.ids.index(candidate), request, self.rules)

    def judge(self, vacancy: str | Vacancy, day: date = DAY) -> dict[str, Judgement]:
        """Return verdict and components of everybody, by id: more than `why` for many, with less about each."""
        request = self.request(vacancy, len(self.people), day)
        (everyone,) = self.partitions()
        part = evaluate(everyone, request, self.rules)
        rows = np.arange(everyone.n_rows)
        everybody = part.scored(rows, request, self.rules)
        scores = score_rows(everybody.columns, request.ask, self.gate, everybody.silent)
        return {
            person: Judgement(
                verdict_of(part, row, self.rules),
                {
                    name: int(value)
                    for name, value in zip(scores.components, scores.values[:, row], strict=True)
                },
                int(scores.total[row]),
            )
            for row, person in enumerate(everyone.ids)
        }

    @cached_property
    def judgements(self) -> Mapping[tuple[str, str], Judgement]:
        """What `judge` says of every vacancy and person, by both ids."""
        return {
            (vacancy.id, person): answer
            for vacancy in self.vacancies
            for person, answer in self.judge(vacancy).items()
        }

    def desk(self, plugin: str, folder: Path, *, writes: bool = True) -> Desk:
        """Return what a command of a plugin is given, over a workspace made in an empty folder.

        Parameters
        ----------
        writes : bool
            False for what a report is given.
        """
        from matcher.testing.desk import open_office

        return open_office(self, folder, self.settings).plugin_desk(plugin, "it", writes)

    def run(self, plugin: str, name: str, folder: Path, **values: Any) -> list[Table]:
        """Run a command, or a report, of a plugin as the command line does; return its tables."""
        command = self.gate.commands.get((plugin, name))
        owner, declared = command or self.gate.reports[name]
        desk = self.desk(plugin, folder, writes=command is not None)
        given = {one.name: one.default for one in declared.parameters} | values
        return answered_tables(owner, declared, desk, given)

    def read(self, path: Path, kind: FileKind) -> list[SourceRow]:
        """Return the rows of a file as an import reads them: ``cells`` by documented column, ``row.fault``."""
        return list(open_source(path, kind, readers=self.gate.readers).rows)

    def request(self, vacancy: str | Vacancy, size: int = 10, day: date = DAY) -> Request:
        """Return what a vacancy asks of the engine."""
        asks = self.builder.vacancies([_found(vacancy, self.vacancies)])
        return make_request(asks, day, size, self._weights, _VERSIONS)

    def partitions(self, number: int = 1) -> Sequence[Partition]:
        """Return the people as so many partitions."""
        if number not in self._built:
            groups = [self.people[start::number] for start in range(number)]
            self._built[number] = [
                self.builder.candidates(group, self.protected) for group in groups if group
            ]
        return self._built[number]

    @cached_property
    def builder(self) -> PoolBuilder:
        """Turns people and vacancies into columns, those of the plugins included."""
        return PoolBuilder(
            self.workshop.vocabularies,
            self.workshop.codes,
            self.workshop.embedder,
            lambda side, owners: self.gate.data.pool_columns(side, owners, self.records),
        )

    @cached_property
    def _built(self) -> dict[int, list[Partition]]:
        return {}

    @cached_property
    def _offers(self) -> Partition:
        return self.builder.vacancies(self.vacancies)

    @property
    def rules(self) -> Rules:
        """What judges."""
        return Rules(self.gate, self.workshop.codes, self.workshop.vocabularies.places)

    @property
    def _weights(self) -> dict[str, int]:
        return {name: component.weight for name, (_, component) in self.gate.components.items()}


def _found(wanted: Any, among: Iterable[Any]) -> Any:
    if not isinstance(wanted, str):
        return wanted
    for record in among:
        if record.id == wanted:
            return record
    raise NotFoundError("E-TST-001", f"Nessuno si chiama «{wanted}» in questa prova.")
