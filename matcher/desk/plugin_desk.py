"""The desk as a plugin's command or report sees it: the documented door, and nothing behind it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from pydantic import BaseModel

from matcher.desk.assignment import assign
from matcher.desk.matching import Matching
from matcher.desk.plugin_records import set_record
from matcher.domain.assignment import Assignment
from matcher.domain.candidate import Candidate
from matcher.domain.protected import Protected
from matcher.domain.service import ServiceRecord
from matcher.domain.shortlist import Shortlist, WhyAnswer
from matcher.domain.vacancy import Vacancy
from matcher.errors import InputError, PluginError
from matcher.plugin.events import Transition
from matcher.plugin.gate import Gate
from matcher.plugin.tasks import OwnerKind
from matcher.plugin.types import Act
from matcher.pool.vacancies import OPEN_STATES
from matcher.store import candidates as candidate_store
from matcher.store import vacancies as vacancy_store
from matcher.store.audit import Entry, append
from matcher.store.database import Database
from matcher.store.records import PluginRecord, get_record, iterate_records
from matcher.store.services import list_services
from matcher.store.shortlists import list_shortlists
from matcher.store.step_log import taken_steps
from matcher.text.normalise import normalise
from matcher.vocabulary.bundle import Vocabularies
from matcher.vocabulary.schema import Concept, Vocabulary

__all__ = ["Counter", "PluginDesk"]

_PAGE = 200


@dataclass(frozen=True)
class Counter:
    """What every plugin's desk is made of.

    Attributes
    ----------
    vocabularies, matching : callable
        Open the vocabularies, and the pool as of now; called when words are looked up, when the engine is asked.
    now : callable
        The present moment, for the log.
    settings : mapping of str to mapping
        Plugin name to its table of settings.
    """

    database: Database
    gate: Gate
    vocabularies: Callable[[], Vocabularies]
    matching: Callable[[], Matching]
    now: Callable[[], datetime]
    actor: str
    office: str
    settings: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class PluginDesk:
    """A `matcher.plugin.Desk` for one plugin.

    Attributes
    ----------
    plugin : str
        Whose records these are.
    language : {'it', 'en'}
        Language of the answer.
    writes : bool
        Whether records may be written: a command may, a report may not.
    """

    counter: Counter
    plugin: str
    language: str = "it"
    writes: bool = False

    @property
    def today(self) -> date:
        """Reference date."""
        return self.counter.now().date()

    @property
    def office(self) -> str:
        """Name of the office."""
        return self.counter.office

    @property
    def actor(self) -> str:
        """Who works."""
        return self.counter.actor

    @property
    def settings(self) -> Mapping[str, Any]:
        """The plugin's own table of settings."""
        return self.counter.settings.get(self.plugin, {})

    # -- what is true -----------------------------------------------------------------------------------

    def candidate(self, candidate_id: str) -> Candidate:
        """Return a person's professional profile."""
        with self.counter.database.snapshot() as connection:
            return candidate_store.get_candidate(connection, candidate_id).candidate

    def candidates(self) -> Iterator[Candidate]:
        """Yield every person, by id."""
        with self.counter.database.snapshot() as connection:
            yield from candidate_store.iterate_candidates(connection)

    def vacancy(self, vacancy_id: str) -> Vacancy:
        """Return a vacancy."""
        with self.counter.database.snapshot() as connection:
            return vacancy_store.get_vacancy(connection, vacancy_id).vacancy

    def vacancies(self, all_states: bool = False) -> Iterator[Vacancy]:
        """Yield the open vacancies, or all of them, by id."""
        with self.counter.database.snapshot() as connection:
            for vacancy in vacancy_store.iterate_vacancies(connection):
                if all_states or vacancy.state in OPEN_STATES:
                    yield vacancy

    def shortlists(self, vacancy_id: str = "") -> list[Shortlist]:
        """Return the saved shortlists, of one vacancy or of all, the latest first."""
        found: list[Shortlist] = []
        with self.counter.database.snapshot() as connection:
            while page := list_shortlists(connection, vacancy_id, limit=_PAGE, offset=len(found)):
                found += [row.shortlist for row in page]
        return found

    def services(self, since: date, until: date) -> list[ServiceRecord]:
        """Return the register of services from one day to another, both included."""
        with self.counter.database.snapshot() as connection:
            return list_services(connection, since, until)

    def steps(self, since: date, until: date) -> list[Transition]:
        """Return the steps of the desk from one day to another, both included, as observers saw them."""
        with self.counter.database.snapshot() as connection:
            return taken_steps(connection, since, until)

    def protected(self, candidate_id: str, act: Act) -> Protected | None:
        """Return a person's protected facts under an act in force; the log notes who looked, and the act.

        Raises
        ------
        PluginError
            ``E-PLG-066`` without an act in force today.
        """
        named = act.authority and act.number and act.issued_on and act.valid_from
        if not named or not act.in_force(self.today):
            raise PluginError(
                "E-PLG-066",
                f"Il plugin «{self.plugin}» chiede dati protetti senza un atto in vigore ({act}).",
                "Indica autorità, numero, data e validità di un atto in vigore.",
            )
        with self.counter.database.transaction() as connection:
            subject = candidate_store.candidate_reference(connection, candidate_id)
            details = {"part": "protected", "plugin": self.plugin, "act": str(act)}
            viewed = Entry("candidate.viewed", "candidate", subject, details=details)
            append(connection, [viewed], self.actor, self.counter.now())
            return candidate_store.get_protected(connection, candidate_id)

    # -- the plugin's own records -----------------------------------------------------------------------

    def record(self, owner: OwnerKind, owner_id: str) -> Any:
        """Return the plugin's record about an owner, as its model; ``None`` if there is none."""
        with self.counter.database.snapshot() as connection:
            found = get_record(connection, self.plugin, owner, owner_id)
        return None if found is None else self._model(found)

    def records(self, owner: OwnerKind) -> dict[str, Any]:
        """Return all of the plugin's records about one kind of owner, by id."""
        with self.counter.database.snapshot() as connection:
            found = iterate_records(connection, self.plugin, owner)
            return {record.owner_id: self._model(record) for record in found}

    def write_record(self, owner: OwnerKind, owner_id: str, **fields: Any) -> BaseModel:
        """Change fields of the plugin's record, with a line in the log.

        Raises
        ------
        PluginError
            ``E-PLG-067`` in a report.
        InputError
            When the plugin keeps no such data, or the whole does not fit its model.
        """
        if not self.writes:
            raise PluginError(
                "E-PLG-067",
                f"Il plugin «{self.plugin}» scrive dati da un rapporto.",
                "Un rapporto legge soltanto: scrivi da un comando (matcher_register_commands).",
            )
        declared = self.counter.gate.data.types.get((self.plugin, owner))
        version = declared.schema_version if declared else 1
        row = PluginRecord(self.plugin, owner, owner_id, version, fields)
        with self.counter.database.transaction() as connection:
            whole, _ = set_record(connection, self.counter.gate, row, self.actor, self.counter.now())
        return self._model(whole)

    def _model(self, record: PluginRecord) -> BaseModel:
        return self.counter.gate.data.read(self.plugin, record.owner_kind, record.owner_id, record.content)

    # -- the engine -------------------------------------------------------------------------------------

    def shortlist(self, vacancy: str | Vacancy, size: int = 10) -> Shortlist:
        """Return the shortlist of a vacancy in the store, or of one as given."""
        given = self.vacancy(vacancy) if isinstance(vacancy, str) else vacancy
        with self.counter.database.snapshot() as connection:
            return self._matching.answer(connection, given, size)

    def why(self, vacancy: str | Vacancy, candidate: str | Candidate, size: int = 10) -> WhyAnswer:
        """Return why a person is, or is not, in the shortlist of a vacancy; changed ones have no place."""
        with self.counter.database.snapshot() as connection:
            if isinstance(vacancy, str) and isinstance(candidate, str):
                return self._matching.why(connection, vacancy, candidate, size)
        job = self.vacancy(vacancy) if isinstance(vacancy, str) else vacancy
        person = self.candidate(candidate) if isinstance(candidate, str) else candidate
        with self.counter.database.snapshot() as connection:
            return self._matching.judge(connection, job, person)

    def vacancies_for(self, candidate: str | Candidate, size: int = 10) -> Shortlist:
        """Return the vacancies that fit a person in the store, or one as given."""
        with self.counter.database.snapshot() as connection:
            return self._matching.vacancies_for(connection, candidate, size)

    def assign(
        self,
        candidate_ids: Iterable[str],
        vacancy_ids: Collection[str] | None = None,
        provinces: Collection[str] = (),
        at_least: int = 3,
        least_points: float = 0.0,
    ) -> Assignment:
        """Assign a group to the open places so that the scores sum highest, and measure its coverage."""
        with self.counter.database.snapshot() as connection:
            return assign(
                self._matching,
                connection,
                candidate_ids,
                provinces=provinces,
                vacancy_ids=vacancy_ids,
                at_least=at_least,
                least_points=least_points,
            )

    @property
    def _matching(self) -> Matching:
        # asked each time: whoever has just written a record sees it
        return self.counter.matching()

    # -- words ------------------------------------------------------------------------------------------

    def concepts(self, kind: str) -> Sequence[Concept]:
        """Return the concepts of a vocabulary, by id.

        Raises
        ------
        InputError
            ``E-PLG-068`` for a vocabulary that is not there.
        """
        held: dict[str, Vocabulary] = dict(self.counter.vocabularies().by_kind.items())
        vocabulary = held.get(kind)
        if vocabulary is None:
            known = ", ".join(sorted(held))
            raise InputError("E-PLG-068", f"Il vocabolario «{kind}» non c'è.", f"Vocabolari: {known}.")
        return vocabulary.concepts

    def find(self, kind: str, text: str) -> Concept | None:
        """Return the concept that a label names, whatever its case and accents; ``None`` unless exactly one."""
        found = self._labelled(kind).get(normalise(text), ())
        return found[0] if len(found) == 1 else None

    def label(self, kind: str, concept_id: str) -> str:
        """Return the words of a concept in the language of the moment; the id where there is none."""
        found = next((one for one in self.concepts(kind) if one.id == concept_id), None)
        return found.label(self.language) if found else concept_id

    def reason(self, code: str) -> str:
        """Return the short words of a reason code in the language of the moment; the code where there is none."""
        found = self.counter.gate.codes.get(code)
        return found[1].label(self.language) if found else code

    def _labelled(self, kind: str) -> dict[str, tuple[Concept, ...]]:
        if kind not in self._labels:
            labels: dict[str, tuple[Concept, ...]] = {}
            for concept in self.concepts(kind):
                for key in {normalise(text) for _, text in concept.all_labels()}:
                    labels[key] = (*labels.get(key, ()), concept)
            self._labels[kind] = labels
        return self._labels[kind]

    @cached_property
    def _labels(self) -> dict[str, dict[str, tuple[Concept, ...]]]:
        return {}
