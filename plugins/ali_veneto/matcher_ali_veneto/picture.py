"""The picture of disadvantage in a province, as numbers alone: no cell small enough to point at somebody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from matcher.plugin import Desk, Table
from matcher_ali_veneto.records import Person
from matcher_ali_veneto.tables import province_of

__all__ = ["hidden", "picture"]

_LEAST = 3


def hidden(counts: Mapping[str, int], min_cell: int) -> set[str]:
    """Return the cells that may not be shown: the small ones, and others while these could be worked out.

    The total is public: one hidden cell is what the others leave of it, and several whose sum is small are
    known almost as well.
    """
    unseen = {key for key, number in counts.items() if 0 < number < min_cell}
    others = sorted((number, key) for key, number in counts.items() if number >= min_cell)
    while unseen and others and (len(unseen) == 1 or sum(counts[key] for key in unseen) < min_cell):
        unseen.add(others.pop(0)[1])
    return unseen


def picture(desk: Desk, province: str, min_cell: int) -> Iterator[Table]:
    """Return how many people each condition of the dictionary concerns; a person may be in several."""
    area, least = province_of(desk, province), max(min_cell, _LEAST)
    here = {
        person.id
        for person in desk.candidates()
        if person.home is not None and person.home.code.startswith(area.istat)
    }
    people: Mapping[str, Person] = {
        name: one for name, one in desk.records("candidate").items() if name in here
    }
    counts = Counter(code for one in people.values() for code in _codes(one, desk.today))
    unseen = hidden(counts, least)
    total = sum(1 for one in people.values() if _codes(one, desk.today))
    rows = [
        {
            "code": concept.id,
            "condition": concept.label(desk.language),
            "people": f"<{least}"
            if counts[concept.id] < least and counts[concept.id]
            else "…"
            if concept.id in unseen
            else counts[concept.id],
            "legal_basis": concept.facts.get("legal_basis", ""),
        }
        for concept in desk.concepts("ali_veneto.disagio")
        if counts[concept.id]
    ]
    said = str(total) if total >= least else f"<{least}"
    yield Table(
        rows,
        (
            ("condition", "Condizione", "Condition"),
            ("people", "Persone", "People"),
            ("legal_basis", "Base", "Basis"),
        ),
        f"Lo svantaggio in provincia di {area.label_it}: {said} persone",
        f"Disadvantage in the province of {area.label_it}: {said} people",
        (f"Celle sotto {least} non si mostrano; «…» è nascosta perché da sola si ricaverebbe un'altra.",),
        (f"Cells below {least} are not shown; “…” is hidden, or another could be worked out from it.",),
    )


def _codes(one: Person, day: date) -> set[str]:
    return {c.code for c in one.conditions if c.valid_until is None or c.valid_until >= day}
