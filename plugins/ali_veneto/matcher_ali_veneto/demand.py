"""The map of demand: professional profiles asked for and expected in a province, against who is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from matcher.domain.candidate import Candidate
from matcher.domain.record import Mention
from matcher.domain.vacancy import Vacancy
from matcher.plugin import Desk, Table, in_force
from matcher_ali_veneto.tables import Forecast, Province, in_province, province_of, read

__all__ = ["Profile", "demand", "demand_of", "unlinked"]


@dataclass
class Profile:
    """One professional profile in a province.

    Attributes
    ----------
    recorded, expected : int
        Places asked for (*rilevata*) and foreseen (*prevista*).
    supply : int
        People of the province who seek this work or have done it.
    """

    key: str
    label: str
    recorded: int = 0
    expected: int = 0
    supply: int = 0
    vacancies: list[str] = field(default_factory=list)

    @property
    def gap(self) -> int:
        """Places beyond the people: positive where people are missing."""
        return max(self.recorded, self.expected) - self.supply


def demand_of(
    vacancies: Iterable[Vacancy],
    people: Iterable[Candidate],
    expected: Mapping[str, int],
    province: Province,
    labels: Mapping[str, str],
) -> list[Profile]:
    """Return every profile asked for or expected, the largest gaps first.

    Parameters
    ----------
    expected : mapping of str to int
        Concept of an occupation to the places foreseen.
    labels : mapping of str to str
        Concept to its words.
    """
    found: dict[str, Profile] = {}

    def profile(key: str) -> Profile:
        return found.setdefault(key, Profile(key, labels.get(key, key)))

    for vacancy in vacancies:
        first = next((one for one in vacancy.occupations if one.concept), None)
        if first is not None and in_province(vacancy, province):
            one = profile(first.concept)
            one.recorded += vacancy.openings
            one.vacancies.append(vacancy.id)
    for key, number in expected.items():
        profile(key).expected += number
    supply = Counter(
        key
        for person in people
        if person.home is not None and person.home.code.startswith(province.istat)
        for key in _work_of(person)
    )
    for key, one in found.items():
        one.supply = supply[key]
    return sorted(found.values(), key=lambda one: (-one.gap, -one.recorded, one.label))


def unlinked(vacancies: Iterable[Vacancy], province: Province) -> list[tuple[str, int]]:
    """Return the titles asked for in the province that the dictionary of occupations does not know."""
    titles: Counter[str] = Counter()
    for vacancy in vacancies:
        if in_province(vacancy, province) and not any(one.concept for one in vacancy.occupations):
            titles[vacancy.title] += vacancy.openings
    return sorted(titles.items(), key=lambda pair: (-pair[1], pair[0]))


def demand(desk: Desk, province: str, top: int) -> Iterator[Table]:
    """Return the map of a province, then what is asked for and is not in the dictionary."""
    folder = str(desk.settings.get("data", ""))
    area = province_of(desk, province)
    vacancies = list(desk.vacancies())
    foreseen = _expected(desk, in_force(read(Forecast, folder), desk.today), area)
    labels = {concept.id: concept.label(desk.language) for concept in desk.concepts("occupation")}
    profiles = demand_of(vacancies, desk.candidates(), foreseen, area, labels)
    yield Table(
        [_row(one) for one in profiles[:top]],
        (
            ("profile", "Profilo professionale", "Professional profile"),
            ("recorded", "Domanda rilevata", "Demand recorded"),
            ("expected", "Domanda prevista", "Demand expected"),
            ("supply", "Persone", "People"),
            ("gap", "Divario", "Gap"),
        ),
        f"Mappa dei profili richiesti in provincia di {area.label_it}",
        f"Map of the profiles asked for in the province of {area.label_it}",
        (
            "Divario: posti rilevati o previsti (il maggiore) meno le persone che cercano o hanno fatto quel lavoro.",
        ),
        ("Gap: places recorded or expected (the greater) less the people who seek or have done that work.",),
        bar="gap",
    )
    unknown = unlinked(vacancies, area)
    yield Table(
        [{"title": title, "places": places} for title, places in unknown],
        (("title", "Titolo", "Title"), ("places", "Posti", "Places")),
        "Richiesti ma non nel dizionario" if unknown else "Tutti i profili richiesti sono nel dizionario",
        "Asked for but not in the dictionary" if unknown else "All profiles asked for are in the dictionary",
        ("Si collegano con: matcher link queue",) if unknown else (),
        ("Link them with: matcher link queue",) if unknown else (),
    )


def _expected(desk: Desk, forecasts: Iterable[Forecast], area: Province) -> dict[str, int]:
    found: Counter[str] = Counter()
    for one in forecasts:
        if one.province == area.code:
            concept = desk.find("occupation", one.occupation)
            found[concept.id if concept else one.occupation] += one.expected
    return dict(found)


def _work_of(person: Candidate) -> set[str]:
    mentions: list[Mention] = [*(person.wanted or ()), *(job.occupation for job in person.work or ())]
    return {one.concept for one in mentions if one.concept}


def _row(one: Profile) -> dict[str, Any]:
    return {
        "concept": one.key,
        "profile": one.label,
        "recorded": one.recorded,
        "expected": one.expected,
        "supply": one.supply,
        "gap": one.gap,
        "vacancies": one.vacancies,
    }
