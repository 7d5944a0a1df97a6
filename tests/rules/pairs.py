"""People and vacancies made by hand, and the verdict on a pair of them from either side."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np

from matcher.domain.candidate import Candidate, WorkExperience
from matcher.domain.constraint import ConstraintKind, DeclaredConstraint
from matcher.domain.protected import Protected
from matcher.domain.shortlist import Verdict
from matcher.domain.vacancy import Vacancy
from matcher.engine.finalists import verdict_of
from matcher.engine.match import evaluate
from tests.congruence.setting import TODAY, setting

SASSUOLO = {"text": "Sassuolo", "kind": "municipality", "code": "036040"}
MODENA = {"text": "Modena", "kind": "municipality", "code": "036023"}
PROVINCE = {"text": "provincia di Modena", "kind": "province", "code": "MO"}
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
FORKLIFT = "equipment.forklift_industrial"


def person(limits: dict[str, Any] | None = None, **fields: Any) -> Candidate:
    """Return somebody who was asked everything, accepts everything and has nothing in particular.

    A limit of ``...`` was not asked.
    """
    chosen: dict[str, Any] = {kind.value: None for kind in ConstraintKind} | (limits or {})
    constraints = [
        DeclaredConstraint.model_validate({"kind": kind, "value": value})
        for kind, value in chosen.items()
        if value is not ...
    ]
    nothing = dict.fromkeys(("work", "skills", "education", "languages", "licences"), ())
    return Candidate.model_validate(
        {"id": "P", "home": SASSUOLO, "own_vehicle": True, **nothing, "constraints": constraints, **fields}
    )


def request(**fields: Any) -> Vacancy:
    """Return a vacancy in Modena, of which nothing else is stated."""
    job = setting().mention("occupation", "8344.forklift_driver")
    plain = {"id": "V", "title": "Mulettista", "occupations": (job,), "places": (MODENA,)}
    employer = {"name": "Rossi srl", "ateco": "H52"}
    return Vacancy.model_validate({**plain, "employer": employer, "state": "pubblicata", **fields})


def verdict(candidate: Candidate, vacancy: Vacancy, **protected: Any) -> Verdict:
    """Return the verdict, the same from either side."""
    here, found = setting(), []
    behind = {"P": Protected(candidate_id="P", **protected)}
    for rows, subject in ((candidate, vacancy), (vacancy, candidate)):
        part = evaluate(here.pool([rows], behind), here.request(subject, behind), here.rules)
        assert np.array_equal(part.partition.alive, [True])
        found.append(verdict_of(part, 0, here.rules))
    assert found[0] == found[1]
    return found[0]


def must(kind: str, concept: str = "", **details: Any) -> dict[str, Any]:
    """Return an indispensable requirement."""
    mention = {"text": concept, "concept": concept} if concept else None
    return {"kind": kind, "level": "must", "mention": mention, **details}


def job(months: int | None) -> WorkExperience:
    return WorkExperience(occupation=setting().mention("occupation", "8344.forklift_driver"), months=months)


SKILL = setting().mention("skill", "forklift_operation")
