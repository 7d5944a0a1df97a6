"""What rules give to the engine: small frozen declarations, each with its words in Italian and English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, Protocol

import numpy as np
import polars as pl
from numpy.typing import NDArray

from matcher.domain.columns import Column

__all__ = [
    "Act",
    "Bools",
    "Column",
    "Component",
    "Field",
    "FilterClause",
    "Finding",
    "Ints",
    "MatchRequest",
    "Note",
    "PoolView",
    "PriorityColumn",
    "PriorityRule",
    "ReasonCode",
    "RecordType",
    "Relax",
    "ScoreColumn",
    "Side",
]

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

PriorityMode = Literal["tie_break", "bounded_boost", "reserved_places", "separate_list", "report"]


class Side(Protocol):
    """One side of a pair: a column where it is the rows, one value for all rows where it is the request."""

    def __getitem__(self, name: str) -> pl.Expr:
        """Return the fact ``name``; a column that the rule may not read is a ``PluginError``."""
        ...


@dataclass(frozen=True, slots=True)
class ReasonCode:
    """Why a person is left out, and what to ask when it is not known.

    Templates may name the facts of the clause: ``"{distance_km} km, limite dichiarato {max_km} km"``.

    Attributes
    ----------
    code : str
        Unique among all plugins, upper case with underscores.
    it, en : str
        Reason, in Italian and English.
    ask_it, ask_en : str
        Question, in Italian and English; needed when the clause can be unknown.
    label_it, label_en : str
        Short name without facts, for counts; the reason with dots in place of facts if omitted.
    """

    code: str
    it: str
    en: str
    ask_it: str = ""
    ask_en: str = ""
    label_it: str = ""
    label_en: str = ""

    def label(self, language: str = "it") -> str:
        """Return a short name without facts, for counts."""
        own, message = (self.label_en, self.en) if language == "en" else (self.label_it, self.it)
        return own or re.sub(r"\{\w+\}", "…", message)


@dataclass(frozen=True, slots=True)
class Field:
    """A field that is missing and who can fill it in.

    Attributes
    ----------
    when : polars expression, optional
        True where this is the missing one, for a clause that two sides can leave open; the first that
        holds is asked, one without condition always does.
    ask_it, ask_en : str
        The question where this is the missing one; that of the reason code if empty. It names no fact that is then
        missing.
    """

    name: str
    who: Literal["person", "employer", "operator", "nobody"] = "person"
    when: pl.Expr | None = None
    ask_it: str = ""
    ask_en: str = ""


@dataclass(frozen=True, slots=True)
class Relax:
    """The smallest change that would admit a row.

    Attributes
    ----------
    field : str
        Field of the record that would change (``max_distance_km``).
    side : {'candidate', 'vacancy'}
        Whose field it is.
    current, admitting : polars expression
        Value now, and the least value that admits; both are shown. A tuple holds the words of a set
        that needs several (licences, languages).
    it, en : str
        Words for a field of the plugin's own; those of the product have theirs.
    """

    field: str
    side: Literal["candidate", "vacancy"]
    current: pl.Expr | tuple[pl.Expr, ...]
    admitting: pl.Expr | tuple[pl.Expr, ...]
    it: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """The act that allows a priority or a legal requirement: without one it is refused.

    Attributes
    ----------
    authority, number : str
        Who decided, and the article or number of the act.
    issued_on, valid_from, valid_to : date or None
        An act past ``valid_to`` switches its rule off, with a notice.
    scope : str
        Where and for whom it holds.
    """

    authority: str
    number: str
    issued_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    scope: str = ""

    def in_force(self, day: date) -> bool:
        """Tell whether the act holds on ``day``."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    def __str__(self) -> str:
        return f"{self.authority} {self.number}".strip()


@dataclass(frozen=True, slots=True)
class FilterClause:
    """One constraint, written once for both directions.

    Attributes
    ----------
    code : ReasonCode
        Why a row is left out.
    keep : polars expression
        True keep, False remove, null unknown. Row-local only.
    facts : mapping of str to polars expression
        Evaluated only on rows being explained.
    missing : tuple of Field
        What to ask, and who can answer, when ``keep`` is null.
    relax : Relax, optional
        Least admitting change; ``None`` means not negotiable.
    act : Act, optional
        Legal basis; only then may a *legal requirement* read protected columns. Its facts stay empty.
    """

    code: ReasonCode
    keep: pl.Expr
    facts: Mapping[str, pl.Expr] = field(default_factory=dict)
    missing: tuple[Field, ...] = ()
    relax: Relax | None = None
    act: Act | None = None


@dataclass(frozen=True, slots=True)
class Component:
    """One criterion of the score.

    Attributes
    ----------
    name : str
        Unique; a plugin's component is ``plugin.name``.
    label_it, label_en : str
        As shown.
    weight : int
        Default share of 1,000; settings override it.
    perspective : {'employer', 'person'}
        What it answers: how the person meets the vacancy, or the vacancy meets the person. The
        second kind makes the reverse score, reported apart.
    first : bool
        Whether it is worked out before the others where there are many rows: whoever cannot enter the list
        whatever the others say is spared them.
    """

    name: str
    label_it: str
    label_en: str
    weight: int
    perspective: Literal["employer", "person"] = "employer"
    first: bool = False


@dataclass(frozen=True, slots=True)
class ScoreColumn:
    """Values of one component.

    Attributes
    ----------
    component : str
        Name of a declared component.
    values : ndarray of int64, shape (n_rows,)
        0..10,000, or -1 where unknown.
    asked : bool or ndarray of bool, shape (n_rows,)
        Whether the vacancy asks for it; where it does not, the weights of the others are rescaled.
    """

    component: str
    values: Ints
    asked: bool | Bools = True


@dataclass(frozen=True, slots=True)
class PriorityRule:
    """A declared precedence, with the act that allows it.

    Attributes
    ----------
    code : str
        Unique among all plugins.
    mode : str
        ``tie_break`` (within a band of the score), ``bounded_boost`` (at most ``points`` in the rank
        key only), ``reserved_places`` (``places`` of the list), ``separate_list`` or ``report``.
    points : int
        Score units of 100 for a bounded boost, at most 10.
    """

    code: str
    label_it: str
    label_en: str
    mode: PriorityMode
    act: Act | None = None
    points: int = 0
    places: int = 0
    reads_protected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PriorityColumn:
    """Who a priority rule concerns: ``member`` is a bool array, shape (n_rows,)."""

    code: str
    member: Bools


@dataclass(frozen=True, slots=True)
class Finding:
    """Evidence for one row: ``value`` 0..10,000 or -1, ``asked`` and ``found`` in the people's own words."""

    row: int
    component: str
    asked: str
    found: str
    value: int = -1
    note_it: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A remark for the operator on one row; it never reaches the employer."""

    row: int
    text_it: str
    text_en: str


@dataclass(frozen=True, slots=True)
class RecordType:
    """A plugin's own data about an owner: a pydantic model, kept in the store under the plugin's name."""

    name: str
    owner: Literal["candidate", "vacancy", "provider", "case"]
    model: type[Any]
    schema_version: int = 1


@dataclass(frozen=True, slots=True)
class MatchRequest:
    """One question to the pool: a vacancy looking for people, or a person looking for vacancies.

    Attributes
    ----------
    subject : str
        Id of the vacancy (or of the candidate).
    direction : {'vacancy', 'candidate'}
        What the request is; the rows are the other side.
    reference_date : date
        The only "today" that rules know.
    size : int
        Length of the list.
    values : mapping of str to int, bool or None
        The request's own columns.
    weights : mapping of str to int
        Component name to weight, as set for this request.
    words : mapping of str to tuple of str
        The request's words by subject (``occupations``, ``skills``, ...), for evidence.
    """

    subject: str
    direction: Literal["vacancy", "candidate"]
    reference_date: date
    size: int
    values: Mapping[str, Any]
    weights: Mapping[str, int]
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def day(self) -> int:
        """Reference date as days from 1970-01-01."""
        return self.reference_date.toordinal() - date(1970, 1, 1).toordinal()


class PoolView(Protocol):
    """The rows a rule may look at: professional columns and exact kernels, never an id or a name."""

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        ...

    def column(self, name: str) -> pl.Series:
        """Return a professional column of any side, shape ``(n_rows,)``; the request's own is constant."""
        ...

    def ints(self, name: str, missing: int = -1) -> Ints:
        """Return a column as integers, ``missing`` for null: ``(n_rows,)``, or ``()`` where all rows share it."""
        ...

    def known(self, name: str) -> Bools:
        """Tell where a column is not null: ``(n_rows,)``, or ``()`` where it is the same for all rows."""
        ...

    def occupation_match(self, wanted_only: bool = False) -> Ints:
        """Best likeness of an occupation of the person to one of the vacancy, 0..10,000, -1 unknown."""
        ...

    def related_months(self, plain: bool = False) -> Ints:
        """Months of related experience (weighted by likeness and work done since, or plain), -1 unknown."""
        ...

    def required_skills(self) -> tuple[Ints, bool | Bools]:
        """Mean over required skills of the best offered one (0..10,000, -1 unknown), and where any is asked."""
        ...

    def offered_skills(self) -> tuple[Ints, bool | Bools]:
        """Mean over offered skills of the best required one (0..10,000, -1 unknown), and where any is asked."""
        ...

    def text_similarity(self) -> Ints:
        """Cosine of the two profile texts, 0..10,000, -1 where one has no text."""
        ...

    def inclination_match(self) -> Ints:
        """Best likeness of an inclination of the person to the vacancy, 0..10,000, -1 unknown."""
        ...

    def requested_skills(self) -> list[tuple[str, int, Ints, list[str]]]:
        """Every skill of the request: words, weight, best likeness per row, words of the best."""
        ...

    def requested_occupation(self) -> list[tuple[str, str, int]]:
        """For every row: the request's closest occupation, the row's closest one, their likeness."""
        ...

    def words(self, row: int, subject: str) -> tuple[str, ...]:
        """Return the words of a row about ``occupations``, ``skills``, ``education``, ``languages``."""
        ...
