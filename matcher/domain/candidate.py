"""The candidate: a professional profile under a pseudonym, apart from contact and protected data.

In every tuple field ``None`` means *not asked* and the empty tuple *declared none*.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from matcher.domain.constraint import DeclaredConstraint
from matcher.domain.levels import Cefr, Evidence, SkillLevel
from matcher.domain.place import Place
from matcher.domain.record import Mention, Record

__all__ = [
    "TEXT_FIELDS",
    "Availability",
    "Candidate",
    "Contact",
    "Education",
    "LanguageClaim",
    "LicenceClaim",
    "ServicePact",
    "SkillClaim",
    "WorkExperience",
]


#: What a curriculum can say.
TEXT_FIELDS = ("wanted", "work", "skills", "education", "languages", "licences")


class WorkExperience(Record):
    """One job held: fragmentary jobs add up, a gap between them never counts against the person."""

    occupation: Mention
    start: date | None = None
    end: date | None = None
    months: int | None = Field(default=None, ge=0, le=720)
    weekly_hours: int | None = Field(default=None, ge=1, le=80)
    sector: str = ""
    employer: str = ""
    description: str = ""
    evidence: Evidence = Evidence.DECLARED


class SkillClaim(Record):
    """A skill with its level and how it is known; ``lacking`` records an explicit "no"."""

    skill: Mention
    level: SkillLevel | None = None
    evidence: Evidence = Evidence.DECLARED
    lacking: bool = False


class Education(Record):
    """A qualification with its EQF level, mapped by title and never by number."""

    title: str
    concept: str = ""
    eqf: int | None = Field(default=None, ge=1, le=8)
    field: str = ""
    foreign: bool = False
    recognised: bool | None = None
    evidence: Evidence = Evidence.DECLARED


class LanguageClaim(Record):
    """A language (ISO 639-1) with its CEFR level; ``None``: level not asked."""

    language: str
    level: Cefr | None = None
    evidence: Evidence = Evidence.DECLARED


class LicenceClaim(Record):
    """A licence or certificate, by concept id, with its expiry."""

    text: str
    concept: str = ""
    expires_on: date | None = None
    evidence: Evidence = Evidence.DECLARED


class Availability(Record):
    """Whether the person can be proposed, and how fresh that knowledge is."""

    status: Literal["available", "hired", "suspended", "withdrawn"] = "available"
    until: date | None = None
    confirmed_on: date | None = None


class ServicePact(Record):
    """Reference to the *patto di servizio personalizzato*; its contents never leave the desk."""

    reference: str = ""
    signed_on: date | None = None


class Candidate(Record):
    """A professional profile with declared constraints: all that matching may read.

    Attributes
    ----------
    id : str
        Pseudonymous identifier.
    summary : str
        Free text on the work done and sought; contact data are refused here.
    wanted : tuple of Mention or None
        Occupations sought.
    own_vehicle, uses_vehicle : bool or None
        *Automunito*, and willing to use the vehicle: two facts apart from the licence.
    refused_employers, refused_sectors : tuple of str or None
        Employers (names or tax ids) and ATECO sections or divisions to which the data must not go
        (D.Lgs. 276/2003 art. 8).
    inclinations : tuple of Mention or None
        *Propensioni*: reported apart from the fit.
    read_in_text : tuple of str
        Fields among ``TEXT_FIELDS`` that were not asked but read in the summary: they say what the person has,
        never that there is nothing else.
    """

    id: str = Field(min_length=1, max_length=64)
    summary: str = ""
    home: Place | None = None
    wanted: tuple[Mention, ...] | None = None
    work: tuple[WorkExperience, ...] | None = None
    skills: tuple[SkillClaim, ...] | None = None
    education: tuple[Education, ...] | None = None
    languages: tuple[LanguageClaim, ...] | None = None
    licences: tuple[LicenceClaim, ...] | None = None
    own_vehicle: bool | None = None
    uses_vehicle: bool | None = None
    constraints: tuple[DeclaredConstraint, ...] = ()
    refused_employers: tuple[str, ...] | None = None
    refused_sectors: tuple[str, ...] | None = None
    availability: Availability = Availability()
    pact: ServicePact | None = None
    inclinations: tuple[Mention, ...] | None = None
    employment_status: str = ""
    office: str = ""
    source: str = ""
    invented: bool = False
    read_in_text: tuple[str, ...] = ()

    def asked(self, field: str) -> bool:
        """Tell whether a field was asked: what it does not say, the person then does not have."""
        return getattr(self, field) is not None and field not in self.read_in_text


class Contact(Record):
    """Personal contact data, kept apart: no rule, pool or document reads them before a release."""

    candidate_id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    codice_fiscale: str = ""
