"""The vacancy (*richiesta di personale*): what the employer asks for, at which level, under which conditions."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field

from matcher.domain.levels import Cefr, RequirementLevel
from matcher.domain.place import Place
from matcher.domain.record import Mention, Record

__all__ = [
    "Application",
    "Employer",
    "ReadCondition",
    "Requirement",
    "RequirementKind",
    "Vacancy",
    "VacancyState",
]


class RequirementKind(StrEnum):
    """What a requirement is about."""

    SKILL = "skill"
    LICENCE = "licence"
    LANGUAGE = "language"
    EDUCATION = "education"
    EXPERIENCE = "experience"


class VacancyState(StrEnum):
    """States of a vacancy."""

    RECEIVED = "ricevuta"
    TO_COMPLETE = "da_completare"
    VALIDATED = "validata"
    PUBLISHED = "pubblicata"
    PRESELECTION = "in_preselezione"
    REFERRED = "rosa_inviata"
    FILLED = "coperta"
    PARTLY_FILLED = "parzialmente_coperta"
    CLOSED_UNFILLED = "chiusa_senza_assunzione"
    CANCELLED = "annullata"
    EXPIRED = "scaduta"
    SUSPENDED = "sospesa"


class Employer(Record):
    """The employer; ``confidential`` hides the name in publication (*riservata*, D.Lgs. 276/2003 art. 9)."""

    name: str = ""
    tax_id: str = ""
    ateco: str = ""
    contact: str = ""
    confidential: bool = False


class Requirement(Record):
    """One thing asked for.

    Attributes
    ----------
    kind, level
        What it is about and how much it is wanted. What was read from free text and not yet
        ``confirmed`` by an operator acts as *wanted*, whatever its words say.
    mention : Mention
        The words and their concept: a skill, a licence, a language (ISO 639-1), an education field.
    cefr, eqf, months
        Minimum language level, education level, months of experience; ``None`` where not asked.
    quote : str
        The span of the source text it was read from; empty when typed by a person.
    """

    kind: RequirementKind
    level: RequirementLevel = RequirementLevel.WANTED
    mention: Mention | None = None
    cefr: Cefr | None = None
    eqf: int | None = Field(default=None, ge=1, le=8)
    months: int | None = Field(default=None, ge=0, le=600)
    confirmed: bool = True
    quote: str = ""


class ReadCondition(Record):
    """A condition read from the text: it removes nobody until an operator confirms it.

    Attributes
    ----------
    field : str
        Of the vacancy: ``contracts``, ``contract_months``, ``shifts``, ``days``, ``travel``, ``needs_vehicle``,
        ``lodging``, ``remote``, ``openings``, ``pay_text``, ``collective_agreement``; or ``weekly_hours`` and
        ``annual_pay`` (fewest, most), ``start`` (first and last day to begin).
    values : tuple of str
        Codes or numbers; none for what is simply so.
    quote : str
        The words that say so.
    """

    field: str
    values: tuple[str, ...] = ()
    quote: str = ""


class Vacancy(Record):
    """A request for personnel. In every tuple field ``None`` means *not stated*.

    Attributes
    ----------
    description : str
        The employer's own words, whole.
    ignored_words : tuple of str
        Words that may not be used to choose people, as ``kind:quote``: they stay in title and description
        and count nowhere.
    read_conditions : tuple of ReadCondition
        Conditions that the text states and no column does, waiting for confirmation.
    dropped_readings : tuple of str
        Words that were read as a requirement and that an operator said are none: they are not read again.
    overrides : tuple of str
        Those of the ignored words that a supervisor let count, with a reason in the log.
    """

    id: str = Field(min_length=1, max_length=64)
    title: str = Field(min_length=1, max_length=500)
    description: str = ""
    employer: Employer = Employer()
    occupations: tuple[Mention, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    places: tuple[Place, ...] = ()
    transit: bool | None = None
    lodging: bool | None = None
    needs_vehicle: bool | None = None
    remote: Literal["on_site", "hybrid", "remote", ""] = ""
    travel: tuple[str, ...] | None = None
    contracts: tuple[str, ...] | None = None
    contract_months: int | None = Field(default=None, ge=0, le=120)
    weekly_hours_min: int | None = Field(default=None, ge=1, le=80)
    weekly_hours_max: int | None = Field(default=None, ge=1, le=80)
    shifts: tuple[str, ...] | None = None
    days: tuple[str, ...] | None = None
    annual_pay_min: int | None = Field(default=None, ge=0)
    annual_pay_max: int | None = Field(default=None, ge=0)
    pay_text: str = ""
    collective_agreement: str = ""
    start_from: date | None = None
    start_by: date | None = None
    openings: int = Field(default=1, ge=1, le=10_000)
    shortlist_by: date | None = None
    expires_on: date | None = None
    received_on: date | None = None
    state: VacancyState = VacancyState.RECEIVED
    search_mode: Literal["con_pubblicazione", "da_banca_dati", "entrambe"] = "entrambe"
    origin: Literal["richiesta_del_datore", "intercettata", "portale", "SIISL"] = "richiesta_del_datore"
    siisl_reference: str = ""
    ignored_words: tuple[str, ...] = ()
    read_conditions: tuple[ReadCondition, ...] = ()
    dropped_readings: tuple[str, ...] = ()
    overrides: tuple[str, ...] = ()
    source: str = ""
    invented: bool = False

    @property
    def requirements_to_match(self) -> tuple[Requirement, ...]:
        """The requirements without those that are nothing but words that may not count."""
        if not self.ignored_words:
            return self.requirements
        return tuple(
            one
            for one in self.requirements
            if one.mention is None or self.text_to_match(one.mention.text).strip(" .,;:")
        )

    def text_to_match(self, text: str) -> str:
        """Return title, description or words of a requirement without the words that may not count."""
        for entry in self.ignored_words:
            if entry not in self.overrides:
                text = text.replace(entry.partition(":")[2], " ")
        return text


class Application(Record):
    """A candidacy to one vacancy: *autocandidatura*, an operator's proposal, a partner's."""

    vacancy_id: str
    candidate_id: str
    received_on: date
    channel: str = "autocandidatura"
