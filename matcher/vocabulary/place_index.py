"""What places are called: an index of names, former names, beginnings of names and wider areas."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from matcher.text.normalise import normalise

__all__ = ["Area", "Municipality", "PlaceIndex"]

_SAINTS = ("san", "santo", "santa", "sant")
_SHORTEST_BEGINNING = 5
_SHORTEST_WITH_TYPO = 6


class Municipality(NamedTuple):
    """One municipality, as names and areas."""

    istat: str
    name: str
    name_other: str
    province: str
    region: str
    caps: tuple[str, ...]


class Area(NamedTuple):
    """A further name: its kind, and the provinces, regions or municipalities it stands for.

    The kinds are those of `PlaceMatch` and ``ignored``, for words that say nothing of the municipality
    (``Aeroporto``, ``Zona industriale``).
    """

    name: str
    kind: str
    codes: tuple[str, ...]


class PlaceIndex:
    """Everything that places are called, by normalised name.

    Parameters
    ----------
    municipalities : sequence of Municipality
        All of them.
    provinces : mapping of str to (str, str, str)
        By *sigla*: name, region, ISTAT code of the capital.
    areas : iterable of Area
        Other names of municipalities, provinces and regions, and words such as ``Varie sedi``.
    successors : iterable of (str, str, str)
        Name of a suppressed municipality, its province, and the ISTAT code of its successor.
    """

    def __init__(
        self,
        municipalities: Sequence[Municipality],
        provinces: Mapping[str, tuple[str, str, str]],
        areas: Iterable[Area],
        successors: Iterable[tuple[str, str, str]] = (),
    ) -> None:
        self.provinces = provinces
        self.by_code = {m.istat: m for m in municipalities}
        self.areas: dict[str, Area] = {}
        self.ignored: set[str] = set()
        self._names: defaultdict[str, list[str]] = defaultdict(list)
        self._former: defaultdict[str, list[str]] = defaultdict(list)
        self._beginnings: defaultdict[str, list[str]] = defaultdict(list)
        self._by_cap: defaultdict[str, list[str]] = defaultdict(list)
        for m in municipalities:
            self._add(m)
        for name, _, code in successors:
            self._former[normalise(name)].append(code)
        self._read_areas(areas)

    def __contains__(self, key: object) -> bool:
        """Say whether normalised words are the name of a municipality, former and other names too."""
        return key in self._names or key in self._former

    def named(self, key: str, sigla: str = "", caps: Sequence[str] = ()) -> tuple[str, ...]:
        """Return the municipalities of that name, narrowed by province and postcode where they help.

        A former name counts only where no municipality has it today.
        """
        found: list[str] = []
        for name in _spellings(key):
            found = self._fitting(self._names.get(name, ()), sigla)
            found = found or self._fitting(self._former.get(name, ()), sigla)
            if found:
                break
        if len(found) > 1 and caps:
            found = [code for code in found if set(caps) & set(self.by_code[code].caps)] or found
        return tuple(dict.fromkeys(found))

    def beginning(self, key: str, sigla: str = "") -> tuple[str, ...]:
        """Return the municipalities whose name begins with these words (``casalecchio``)."""
        return tuple(self._fitting(self._beginnings.get(key, ()), sigla))

    def mistyped(self, key: str, sigla: str = "") -> tuple[str, ...]:
        """Return the one municipality whose name is one typing error away, if it is only one."""
        if len(key) < _SHORTEST_WITH_TYPO:
            return ()
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        near = process.extract(key, self._names.keys(), scorer=OSA.distance, score_cutoff=1, limit=5)
        codes = {code for name, _, _ in near for code in self._fitting(self._names[name], sigla)}
        return tuple(codes) if len(codes) == 1 else ()

    def with_cap(self, caps: Iterable[str]) -> tuple[str, ...]:
        """Return the municipalities that have one of the postcodes."""
        return tuple(dict.fromkeys(code for cap in caps for code in self._by_cap.get(cap, ())))

    def provinces_of(self, sigla: str) -> tuple[str, ...]:
        """Return the province of a *sigla*, today's for one of the past (``OT``); empty if it is none."""
        if sigla in self.provinces:
            return (sigla,)
        area = self.areas.get(sigla.lower()) if len(sigla) == 2 else None
        return area.codes if area and area.kind == "province" else ()

    def _fitting(self, codes: Sequence[str], sigla: str) -> list[str]:
        provinces = self.provinces_of(sigla)
        return [code for code in codes if not sigla or self.by_code[code].province in provinces]

    def _add(self, m: Municipality) -> None:
        key = normalise(m.name)
        self._names[key].append(m.istat)
        if m.name_other:
            other = normalise(m.name_other)
            for name in {other, f"{key} {other}"} - {key}:
                self._names[name].append(m.istat)
        for cap in m.caps:
            self._by_cap[cap].append(m.istat)
        words = key.split()
        for size in range(1, len(words)):
            beginning = " ".join(words[:size])
            if words[size - 1] not in _SAINTS and len(beginning) >= _SHORTEST_BEGINNING:
                self._beginnings[beginning].append(m.istat)

    def _read_areas(self, areas: Iterable[Area]) -> None:
        for code, (name, region, _) in self.provinces.items():
            for part in (name, *name.split("/")):
                self.areas.setdefault(normalise(part), Area(part, "province", (code,)))
            for part in (region, *region.split("/")):
                self.areas[normalise(part)] = Area(part, "region", (region,))
        for area in areas:
            key = normalise(area.name)
            if area.kind == "ignored":
                self.ignored.add(key)
            elif area.kind == "municipality":
                self._names[key] = list(area.codes)
            else:
                self.areas.setdefault(key, area)


def _spellings(key: str) -> tuple[str, ...]:
    """Return a name with its abbreviated saint written out: ``s lazzaro`` → ``san lazzaro``…"""
    words = key.split()
    for index, word in enumerate(words[:-1]):
        if word in ("s", "sta", "sto"):
            return (key, *(" ".join([*words[:index], saint, *words[index + 1 :]]) for saint in _SAINTS))
    return (key,)
