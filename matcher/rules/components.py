"""The criteria of the score. Values are integers 0..10,000, -1 where unknown."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import numpy as np

from matcher.domain.columns import ALL_BITS, NO_LIMIT
from matcher.plugin.types import Bools, Component, Ints, PoolView, ScoreColumn

__all__ = ["COMPONENTS", "score_columns"]

#: Default weights; a workspace's settings override them.
COMPONENTS = (
    # these weigh most, and are found through the terms: whoever has none of them costs nothing
    Component("occupation", "Professione", "Occupation", 300, first=True),
    Component("skills", "Competenze richieste", "Required skills", 210, first=True),
    Component("skills_offered", "Pertinenza delle competenze", "Relevance of skills", 90, first=True),
    Component("experience", "Esperienza", "Experience", 130, first=True),
    Component("text", "Affinità del profilo", "Likeness of the profile", 160),
    Component("education", "Titolo di studio", "Education", 50),
    Component("languages", "Lingue", "Languages", 30),
    Component("licences", "Patenti e attestati", "Licences and certificates", 30),
    Component("commute", "Vicinanza", "Commute", 50),
    Component("conditions", "Condizioni gradite", "Preferred conditions", 30),
    Component("aims", "Lavoro cercato", "Work wanted", 600, "person"),
    Component("own_conditions", "Condizioni per la persona", "Conditions for the person", 400, "person"),
)
#: Months of related work that count as full experience where the vacancy names none.
_USUAL_MONTHS = 36
#: Nearer is not better than this; beyond the far end distance says no more.
_NEAR_KM, _FAR_KM = 5, 80
_REMOTE = 4
#: Flexible limits that work from anywhere meets.
_OF_PLACE = ("soft_max_km", "soft_max_minutes")


def score_columns(view: PoolView, wanted: Collection[str]) -> Iterable[ScoreColumn]:
    """Return the built-in components that are wanted now, for the view's rows."""
    # where the vacancy names no occupation, neither it nor experience in it is asked
    named = view.ints("occupation_known", 0) == 1
    if "occupation" in wanted:
        yield ScoreColumn("occupation", view.occupation_match(), named)
    if "skills" in wanted:
        yield _skills(view, "skills", *view.required_skills())
    if "skills_offered" in wanted:
        yield _skills(view, "skills_offered", *view.offered_skills())
    if "experience" in wanted:
        yield _experience(view, named)
    if "text" in wanted:
        yield ScoreColumn("text", view.text_similarity())
    if "education" in wanted:
        yield _education(view)
    if "languages" in wanted:
        yield _share_of_bits(view, "languages", "languages", "languages_wanted", 4)
    if "licences" in wanted:
        yield _share_of_bits(view, "licences", "licences_valid", "licences_wanted", 3)
    if "commute" in wanted:
        yield _commute(view)
    if "aims" in wanted:
        yield ScoreColumn("aims", view.occupation_match(wanted_only=True), named)
    both = [name for name in ("conditions", "own_conditions") if name in wanted]
    if both:
        met = _conditions(view)
        yield from (ScoreColumn(name, met) for name in both)


def _whole(view: PoolView, values: Ints) -> Ints:
    """Return one value for every row, also where all rows share it."""
    return np.broadcast_to(values, (view.n_rows,))


def _unasked(view: PoolView, component: str) -> ScoreColumn:
    """Return a criterion that no row is asked for: it is dropped, so nothing is worked out."""
    return ScoreColumn(component, np.full(view.n_rows, -1, dtype=np.int64), False)


def _skills(view: PoolView, component: str, values: Ints, asked: bool | Bools) -> ScoreColumn:
    """Return a criterion on skills; somebody who declared none has none, which is not unknown."""
    none = (values < 0) & (view.ints("skills_known", 0) == 1)
    return ScoreColumn(component, np.where(none, 0, values), asked)


def _experience(view: PoolView, named: Bools) -> ScoreColumn:
    """Months of related work against those asked: saturating, so that a gap never lowers it."""
    months, wanted = view.related_months(), view.ints("months_wanted", _USUAL_MONTHS)
    value = np.minimum(months * 10_000 // np.maximum(wanted, 1), 10_000)
    return ScoreColumn("experience", np.where(months < 0, -1, value), named & (wanted > 0))


def _education(view: PoolView) -> ScoreColumn:
    """Level (2,500 less for each EQF level short) and field of study, half each where both are asked."""
    wanted, fields = view.ints("eqf_wanted", 0), view.ints("fields_wanted", 0)
    asked = (wanted > 0) | (fields != 0)
    if not asked.any():
        return _unasked(view, "education")
    held, own = view.ints("eqf"), view.ints("fields", 0)
    level = np.where(held >= wanted, 10_000, np.maximum(0, 10_000 - 2_500 * (wanted - held)))
    field = np.where((fields & own) != 0, 10_000, 0)
    value = np.where(fields == 0, level, np.where(wanted == 0, field, (level + field) // 2))
    # qualifications of unknown level alone say nothing of the level
    vague = (held == 0) & (view.ints("eqf_at_most", 0) > 0) & (wanted > 0) & (field == 0)
    known = np.where((held < 0) | vague, -1, value)
    return ScoreColumn("education", _whole(view, known), asked)


def _share_of_bits(view: PoolView, component: str, own: str, wanted: str, words: int) -> ScoreColumn:
    """Return the share of the wanted bits that the person has; lower levels of a language count in part."""
    held = np.zeros((), dtype=np.int64)
    asked = np.zeros((), dtype=np.int64)
    for word in range(words):
        bits = view.ints(f"{wanted}_{word}", 0)
        if bits.any():
            held = held + np.bitwise_count(view.ints(f"{own}_{word}", 0) & bits)
            asked = asked + np.bitwise_count(bits)
    if not asked.any():
        return _unasked(view, component)
    value = held * 10_000 // np.maximum(asked, 1)
    unknown = (view.ints(f"{component}_known", 0) == 0) & (held == 0)
    return ScoreColumn(component, _whole(view, np.where(unknown, -1, value)), asked > 0)


def _commute(view: PoolView) -> ScoreColumn:
    """Full marks within 5 km, none from 80 km on, in proportion between."""
    km = view.ints("distance_km")
    value = 10_000 - np.clip(km - _NEAR_KM, 0, _FAR_KM - _NEAR_KM) * 10_000 // (_FAR_KM - _NEAR_KM)
    has_place = view.known("place_exact") & (view.ints("work_place", 1) != _REMOTE)
    return ScoreColumn("commute", _whole(view, np.where(km < 0, -1, value)), has_place)


def _conditions(view: PoolView) -> Ints:
    """Return the share of the person's flexible limits that the vacancy respects; 10,000 where there is none."""
    met = np.zeros((), dtype=np.int64)
    stated = np.zeros((), dtype=np.int64)
    for limit, respected in _soft_limits(view):
        met = met + (limit & respected)
        stated = stated + limit
    return _whole(view, np.where(stated == 0, 10_000, met * 10_000 // np.maximum(stated, 1)))


def _soft_limits(view: PoolView) -> Iterable[tuple[Bools, Bools]]:
    """Yield where each flexible limit is stated and where it is respected; limits that nobody states are none."""
    anywhere = ~view.known("place_exact") | (view.ints("work_place", 1) == _REMOTE)
    for soft, offered, at_most in (
        ("soft_max_km", "distance_km", True),
        ("soft_max_minutes", "travel_minutes", True),
        ("soft_max_hours", "hours_min", True),
        ("soft_min_hours", "hours_max", False),
        ("soft_start", "start_by", False),
        ("soft_min_pay", "pay_max", False),
    ):
        stated = view.known(soft)
        if not stated.any():
            continue
        own, other = view.ints(soft), view.ints(offered)
        limited = stated & (own < NO_LIMIT) & (at_most | (own > 0))
        met = view.known(offered) & ((other <= own) if at_most else (other >= own))
        yield limited, met | anywhere if soft in _OF_PLACE else met
    for soft, demand in (
        ("soft_shifts", "shifts_needed"),
        ("soft_days", "days_needed"),
        ("soft_travel", "travel_needed"),
        ("soft_contracts", "contracts_offered"),
        ("soft_work_places", "work_place"),
    ):
        stated = view.known(soft)
        if not stated.any():
            continue
        own, other = view.ints(soft), view.ints(demand, 0)
        limited = stated & (own != ALL_BITS)
        one_is_enough = soft in ("soft_contracts", "soft_work_places")
        fits = (other & own) != 0 if one_is_enough else (other & ~own) == 0
        # travel that is not stated is none
        yield limited, fits & ((other != 0) | (soft == "soft_travel"))
    yield view.ints("soft_lodging_needed", 0) == 1, view.ints("lodging", 0) == 1
