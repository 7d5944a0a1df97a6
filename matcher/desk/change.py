"""Making the change that an explanation names: a new record, equal but for one field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from matcher.domain.candidate import Candidate, LanguageClaim, LicenceClaim
from matcher.domain.constraint import CONSTRAINT_TYPES, ConstraintKind, DeclaredConstraint
from matcher.domain.levels import Cefr, RequirementLevel
from matcher.domain.shortlist import Change
from matcher.domain.vacancy import Requirement, Vacancy
from matcher.errors import InputError

__all__ = ["apply_change"]


def apply_change(record: Candidate | Vacancy, change: Change) -> Candidate | Vacancy:
    """Return the record as the change would have it; values are those of `Change.admitting`.

    Parameters
    ----------
    record : Candidate or Vacancy
        The side that the change names.

    Raises
    ------
    InputError
        ``E-DSK-030`` if the record is not of that side, or the field cannot be changed.
    """
    if isinstance(record, Candidate) and change.side == "candidate":
        if change.field in _KINDS:
            return _with_limit(record, ConstraintKind(change.field), change.admitting)
        if change.field in _CANDIDATE:
            return _CANDIDATE[change.field](record, change.admitting)
    if isinstance(record, Vacancy) and change.side == "vacancy" and change.field in _VACANCY:
        return _VACANCY[change.field](record, change.admitting)
    raise InputError(
        "E-DSK-030",
        f"Il campo «{change.field}» ({change.side}) non si può cambiare su {record.id}.",
        f"Si possono cambiare: {', '.join(sorted((*_KINDS, *_CANDIDATE, *_VACANCY)))}.",
    )


def _with_limit(candidate: Candidate, kind: ConstraintKind, text: str) -> Candidate:
    """Replace the binding limits of one kind; flexible ones stay as they are."""
    others = tuple(c for c in candidate.constraints if c.kind is not kind or not c.hard)
    new = DeclaredConstraint(kind=kind, value=_limit_value(CONSTRAINT_TYPES[kind], text))
    return candidate.model_copy(update={"constraints": (*others, new)})


def _limit_value(expected: type, text: str) -> Any:
    if expected is tuple:
        return _codes(text)
    if expected is date:
        return date.fromisoformat(text)
    return text == "true" if expected is bool else int(text)


def _own_vehicle(candidate: Candidate, text: str) -> Candidate:
    has = text == "true"
    return candidate.model_copy(update={"own_vehicle": has, "uses_vehicle": has})


def _licences(candidate: Candidate, text: str) -> Candidate:
    """Add licences without expiry; a lapsed claim of the same licence gives way."""
    gained = _codes(text)
    kept = tuple(claim for claim in candidate.licences or () if claim.concept not in gained)
    new = tuple(LicenceClaim(text=code, concept=code) for code in gained)
    return candidate.model_copy(update={"licences": (*kept, *new)})


def _languages(candidate: Candidate, text: str) -> Candidate:
    """Raise languages to a level, as ``en:3``; a higher level stays."""
    claims = {claim.language: claim for claim in candidate.languages or ()}
    for code, level in (entry.split(":") for entry in _codes(text)):
        known = claims.get(code)
        best = max(int(level), int(known.level or 0) if known else 0)
        claims[code] = LanguageClaim(language=code, level=Cefr(best))
    return candidate.model_copy(update={"languages": tuple(claims.values())})


def _lowered(field: str) -> Callable[[Vacancy, str], Vacancy]:
    """Lower what the indispensable requirements ask in one number; zero asks nothing."""

    def lower(vacancy: Vacancy, text: str) -> Vacancy:
        most = int(text)

        def at_most(requirement: Requirement) -> Requirement:
            asked = getattr(requirement, field)
            if requirement.level is not RequirementLevel.MUST or asked is None or asked <= most:
                return requirement
            return requirement.model_copy(update={field: most or None})

        return vacancy.model_copy(update={"requirements": tuple(map(at_most, vacancy.requirements))})

    return lower


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code for code in text.split("|") if code)


_KINDS = frozenset(kind.value for kind in ConstraintKind)
_CANDIDATE: Mapping[str, Callable[[Candidate, str], Candidate]] = {
    "own_vehicle": _own_vehicle,
    "licences": _licences,
    "languages": _languages,
}
_VACANCY: Mapping[str, Callable[[Vacancy, str], Vacancy]] = {
    "lodging": lambda vacancy, text: vacancy.model_copy(update={"lodging": text == "true"}),
    "start_by": lambda vacancy, text: vacancy.model_copy(update={"start_by": date.fromisoformat(text)}),
    "annual_pay_max": lambda vacancy, text: vacancy.model_copy(update={"annual_pay_max": int(text)}),
    "eqf_must": _lowered("eqf"),
    "months_must": _lowered("months"),
}
