"""Commands and reports of plugins: what they declare, what they are given, what they answer with."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Protocol

from pydantic import BaseModel

from matcher.domain.assignment import Assignment
from matcher.domain.candidate import Candidate
from matcher.domain.protected import Protected
from matcher.domain.service import ServiceRecord
from matcher.domain.shortlist import Shortlist, WhyAnswer
from matcher.domain.vacancy import Vacancy
from matcher.plugin.events import OwnerKind, Transition
from matcher.plugin.types import Act
from matcher.vocabulary.schema import Concept

__all__ = ["Command", "Desk", "OwnerKind", "Parameter", "Table"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A word or an option that a command takes.

    Attributes
    ----------
    name : str
        As the function calls it; an option is written with dashes (``since_day``: ``--since-day``).
    it, en : str
        What it means.
    kind : {'text', 'int', 'date', 'flag', 'path'}
        Type of the value that the function gets; a flag is an option that is there or not.
    option : bool
        Whether it is an option; else it is a word of the command, in the order of the declaration.
    many : bool
        Whether there may be several: the function gets a tuple. Only the last word may be many.
    required : bool
        Whether an option must be given; a word that is not many always must.
    default : value
        Given when the option is left out.
    """

    name: str
    it: str
    en: str
    kind: Literal["text", "int", "date", "flag", "path"] = "text"
    option: bool = False
    many: bool = False
    required: bool = False
    default: Any = None


@dataclass(frozen=True, slots=True)
class Command:
    """A command (``matcher PLUGIN NAME``) or a report (``matcher report NAME``).

    Attributes
    ----------
    name : str
        Small letters, digits, dashes.
    it, en : str
        What it does, in a line.
    run : str
        ``"package.module:function"``, imported only when the command is called. The function takes a
        `Desk` and the parameters by name, and returns a `Table` or several.
    parameters : tuple of Parameter
        What it takes.
    """

    name: str
    it: str
    en: str
    run: str
    parameters: tuple[Parameter, ...] = ()


@dataclass(frozen=True)
class Table:
    """An answer: rows that the command line shows as a table, as JSON or as CSV.

    Attributes
    ----------
    rows : iterable of mapping
        Key to value; JSON and CSV have every key.
    columns : sequence of (key, Italian heading, English heading)
        What a table shows; every key of the first row if empty.
    title_it, title_en : str
        Above the table.
    notes_it, notes_en : tuple of str
        Lines under the table.
    bar : str
        Key of a number that the table also draws as a bar.
    """

    rows: Iterable[Mapping[str, Any]]
    columns: Sequence[tuple[str, str, str]] = ()
    title_it: str = ""
    title_en: str = ""
    notes_it: tuple[str, ...] = ()
    notes_en: tuple[str, ...] = ()
    bar: str = ""


class Desk(Protocol):
    """The desk as a command or a report of a plugin sees it.

    It reads people, vacancies and what the desk recorded, asks the engine, and writes nothing but the
    plugin's own records. Contacts are not here; protected facts need an act, and the log notes who looked.
    """

    @property
    def plugin(self) -> str:
        """Name of the plugin."""
        ...

    @property
    def today(self) -> date:
        """Reference date."""
        ...

    @property
    def language(self) -> str:
        """``it`` or ``en``."""
        ...

    @property
    def office(self) -> str:
        """Name of the office."""
        ...

    @property
    def actor(self) -> str:
        """Who works."""
        ...

    @property
    def settings(self) -> Mapping[str, Any]:
        """The plugin's own table of settings, ``[plugins.NAME]``."""
        ...

    def candidate(self, candidate_id: str) -> Candidate:
        """Return a person's professional profile; `NotFoundError` if there is none."""
        ...

    def candidates(self) -> Iterator[Candidate]:
        """Yield every person, by id."""
        ...

    def vacancy(self, vacancy_id: str) -> Vacancy:
        """Return a vacancy; `NotFoundError` if there is none."""
        ...

    def vacancies(self, all_states: bool = False) -> Iterator[Vacancy]:
        """Yield the open vacancies, or all of them, by id."""
        ...

    def record(self, owner: OwnerKind, owner_id: str) -> Any:
        """Return the plugin's record about an owner, as its model; ``None`` if there is none."""
        ...

    def records(self, owner: OwnerKind) -> dict[str, Any]:
        """Return all of the plugin's records about one kind of owner, by id."""
        ...

    def write_record(self, owner: OwnerKind, owner_id: str, **fields: Any) -> BaseModel:
        """Change fields of the plugin's record, with a line in the log; `PluginError` in a report."""
        ...

    def shortlist(self, vacancy: str | Vacancy, size: int = 10) -> Shortlist:
        """Return the shortlist of a vacancy in the store, or of one as given."""
        ...

    def why(self, vacancy: str | Vacancy, candidate: str | Candidate, size: int = 10) -> WhyAnswer:
        """Return why a person is, or is not, in the shortlist of a vacancy.

        For one as given (a changed person or vacancy) the answer has no place in the list.
        """
        ...

    def vacancies_for(self, candidate: str | Candidate, size: int = 10) -> Shortlist:
        """Return the vacancies that fit a person in the store, or one as given (with one more skill…)."""
        ...

    def assign(
        self,
        candidate_ids: Iterable[str],
        vacancy_ids: Collection[str] | None = None,
        provinces: Collection[str] = (),
        at_least: int = 3,
        least_points: float = 0.0,
    ) -> Assignment:
        """Assign a group to the open places so that the scores sum highest, and measure its coverage.

        Whoever has ``at_least`` eligible vacancies of ``least_points`` (of a hundred) is covered.
        """
        ...

    def shortlists(self, vacancy_id: str = "") -> list[Shortlist]:
        """Return the saved shortlists, of one vacancy or of all, the latest first."""
        ...

    def services(self, since: date, until: date) -> list[ServiceRecord]:
        """Return the register of services from one day to another, both included."""
        ...

    def steps(self, since: date, until: date) -> list[Transition]:
        """Return the steps of the desk from one day to another, both included, as observers saw them."""
        ...

    def protected(self, candidate_id: str, act: Act) -> Protected | None:
        """Return a person's protected facts under an act in force; the log notes who looked, and the act."""
        ...

    def concepts(self, kind: str) -> Sequence[Concept]:
        """Return the concepts of a vocabulary, by id; ``plugin.name`` for the plugin's own."""
        ...

    def find(self, kind: str, text: str) -> Concept | None:
        """Return the concept that a label names, whatever its case and accents; ``None`` unless exactly one."""
        ...

    def label(self, kind: str, concept_id: str) -> str:
        """Return the words of a concept in the language of the moment; the id where there is none."""
        ...

    def reason(self, code: str) -> str:
        """Return the short words of a reason code in the language of the moment; the code where there is none."""
        ...
