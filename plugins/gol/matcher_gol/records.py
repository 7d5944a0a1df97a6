"""What the plugin keeps: a person's assessment, what a vacancy offers, a group of workers of a firm in crisis."""

from __future__ import annotations

from datetime import date

from pydantic import Field, model_validator

from matcher.domain.record import Record

__all__ = ["CrisisGroup", "Offer", "Profiling"]

#: DigComp proficiency, 1 foundation to 8 highly specialised; 0 none.
DigitalLevel = int


class Profiling(Record):
    """Assessment of a person. Answers and risk class never leave the desk: no rule of the fit can read them.

    Attributes
    ----------
    questionnaire : dict
        Qualitative: the person's answers, by question.
    checklist : dict
        Qualitative: the operator's professional assessment, by item.
    risk_class : int or None
        Quantitative: class of unemployment risk, 1 low to 4 high.
    path, path_reason, path_on : int, str, date
        The operator's choice among the five, why, and when.
    digital_level : int or None
        Digital skills, DigComp 1..8, 0 none; ``None`` not assessed.
    needs, needs_confirmed : tuple of str, bool
        Codes of work-life conciliation; they bind only once an operator has confirmed them.
    """

    questionnaire: dict[str, str] = Field(default_factory=dict)
    checklist: dict[str, str] = Field(default_factory=dict)
    risk_class: int | None = Field(default=None, ge=1, le=4)
    path: int | None = Field(default=None, ge=1, le=5)
    path_reason: str = ""
    path_on: date | None = None
    digital_level: DigitalLevel | None = Field(default=None, ge=0, le=8)
    needs: tuple[str, ...] = ()
    needs_confirmed: bool = False

    @model_validator(mode="after")
    def _reasoned(self) -> Profiling:
        if self.path is not None and not self.path_reason:
            raise ValueError("la scelta del percorso vuole un motivo: path_reason")
        return self


class Offer(Record):
    """What a vacancy needs and offers beside its usual fields; ``None`` is not stated."""

    digital_level: DigitalLevel | None = Field(default=None, ge=0, le=8)
    conciliation: tuple[str, ...] | None = None


class CrisisGroup(Record):
    """Workers of a firm in crisis, to be placed together (path 5).

    Attributes
    ----------
    workers : tuple of str
        Ids of candidates.
    provinces : tuple of str
        The area, as province codes; empty is everywhere.
    at_least, least_points : int, float
        How many coherent vacancies make a worker covered, and the points (of a hundred) from which one is coherent.
    """

    firm: str = Field(min_length=1)
    situation: str = ""
    workers: tuple[str, ...] = Field(min_length=1)
    provinces: tuple[str, ...] = ()
    at_least: int = Field(default=3, ge=1)
    least_points: float = Field(default=50, ge=0, le=100)
