"""Small ordered types: language, education, evidence and requirement levels."""

from __future__ import annotations

from enum import IntEnum, StrEnum

__all__ = ["Cefr", "Evidence", "RequirementLevel", "SkillLevel"]


class Cefr(IntEnum):
    """Common European Framework of Reference for Languages (Council of Europe, 2001)."""

    A1 = 1
    A2 = 2
    B1 = 3
    B2 = 4
    C1 = 5
    C2 = 6


class SkillLevel(IntEnum):
    """How well a skill is mastered, as declared or observed."""

    BASIC = 1
    AUTONOMOUS = 2
    ADVANCED = 3


class Evidence(StrEnum):
    """How a claim is known: the person's word, an operator's observation, a certificate."""

    DECLARED = "declared"
    OBSERVED = "observed"
    CERTIFIED = "certified"


class RequirementLevel(StrEnum):
    """How much a vacancy wants something; only ``must`` and ``must_not`` can remove a person."""

    MUST = "must"
    STRONGLY_WANTED = "strongly_wanted"
    WANTED = "wanted"
    MUST_NOT = "must_not"
