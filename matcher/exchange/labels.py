"""Closed lists by the words that people use for them, and back: contracts, shifts, languages, licences…"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from matcher.exchange.values import bad_value
from matcher.text.normalise import fold_key, normalise
from matcher.vocabulary.bundle import Vocabularies
from matcher.vocabulary.schema import Concept, Kind

__all__ = ["LabelList", "Labels", "span_of_days"]

_CLOSEST = 3
#: Words about hours that people write among contracts and shifts.
_HOURS = re.compile(r"\b(?:part|full)[\s-]*time\b|\btempo (?:pieno|parziale)\b", re.IGNORECASE)
_HOURS_APART = "Le ore vanno nelle loro colonne: «ore», oppure «ore_min» e «ore_max»."
_MOST_KEPT = 50_000
_DAYS = ("lun", "mar", "mer", "gio", "ven", "sab", "dom")
_WORK_PLACES = {
    "on_site": ("in sede", "sede", "presenza", "in presenza", "on site"),
    "hybrid": ("in parte a distanza", "ibrido", "parziale", "smart working parziale", "hybrid"),
    "remote": ("a distanza", "remoto", "da remoto", "smart working", "telelavoro", "lavoro agile", "remote"),
}
_TRAVEL = {
    "giornaliere": ("giornaliere", "giornaliera", "in giornata", "daily"),
    "settimanali": ("settimanali", "settimanale", "weekly"),
    "estero": ("estero", "all'estero", "abroad"),
}


@dataclass(frozen=True)
class LabelList:
    """The words of one closed list.

    Attributes
    ----------
    name : str
        What the list holds, in Italian, for messages.
    shown : mapping of str to str
        Words by code.
    """

    name: str
    shown: Mapping[str, str]
    _read: Callable[[], Mapping[str, str]] = field(repr=False, compare=False)
    _found: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def by_key(self) -> Mapping[str, str]:
        """Code by normalised words, read when first asked for: who only shows codes never does."""
        return self._read()

    def find(self, text: str) -> str:
        """Return the code that words stand for; empty when they stand for none."""
        found = self._found.get(text)
        if found is None:
            found = text if text in self.shown else self.by_key.get(normalise(text), "")
            found = found or self.by_key.get(f"~{fold_key(text)}", "")
            if len(self._found) < _MOST_KEPT:
                self._found[text] = found
        return found

    def _nearest(self, text: str) -> list[str]:
        """Return the codes whose words, any of them, are most like a text; more words around cost little."""
        from rapidfuzz import fuzz, process

        keys = [key for key in self.by_key if not key.startswith("~")]
        near = process.extract(normalise(text), keys, scorer=fuzz.WRatio, limit=4 * _CLOSEST)
        near.sort(key=lambda found: (-round(found[1]), -len(found[0])))
        codes = dict.fromkeys(self.by_key[key] for key, _, _ in near)
        return [code for code in codes if code in self.shown][:_CLOSEST]

    def code(self, text: str) -> str:
        """Return the code that words stand for.

        Raises
        ------
        InputError
            ``E-EXC-020`` with the nearest words of the list.
        """
        if found := self.find(text):
            return found
        words = ", ".join(f"«{self.shown[code]}»" for code in self._nearest(text))
        hours = (
            " Le ore vanno nelle loro colonne: «ore», oppure «ore_min» e «ore_max»."
            if _HOURS.search(text)
            else ""
        )
        raise bad_value(f"«{text}» non è tra {self.name}", f"Forse: {words}.{hours}")

    def show(self, code: str) -> str:
        """Return the words of a code; the code itself if it is of no list."""
        return self.shown.get(code, code)


@dataclass(frozen=True)
class Labels:
    """All closed lists."""

    contracts: LabelList
    shifts: LabelList
    days: LabelList
    languages: LabelList
    cefr: LabelList
    licences: LabelList
    education: LabelList
    fields: LabelList
    work_places: LabelList
    travel: LabelList
    eqf: Mapping[str, int]

    @classmethod
    def of(cls, vocabularies: Vocabularies) -> Labels:
        """Read the words of the vocabularies."""

        def listed(kind: Kind, name: str, category: str = "") -> LabelList:
            concepts = [c for c in vocabularies[kind].concepts if category in ("", c.facts.get("category"))]
            return _listed(name, concepts)

        return cls(
            contracts=listed("contract", "i contratti"),
            shifts=listed("schedule", "i turni", "shift"),
            days=listed("schedule", "i giorni", "day"),
            languages=listed("language", "le lingue"),
            cefr=listed("level", "i livelli di lingua"),
            licences=listed("licence", "patenti e attestati"),
            education=listed("education", "i titoli di studio"),
            fields=listed("field", "gli indirizzi di studio"),
            work_places=_worded("i luoghi di lavoro", _WORK_PLACES),
            travel=_worded("le trasferte", _TRAVEL),
            eqf={concept.id: concept.rank for concept in vocabularies["education"].concepts},
        )


def span_of_days(first: str, last: str) -> tuple[str, ...]:
    """Return the days from one to another (codes), both included, past Sunday too."""
    start, end = _DAYS.index(first), _DAYS.index(last)
    return tuple(_DAYS[place % 7] for place in range(start, end + 1 if end >= start else end + 8))


def _worded(name: str, words: Mapping[str, Sequence[str]]) -> LabelList:
    keys = {normalise(text): code for code, texts in words.items() for text in texts}
    return LabelList(name, {code: texts[0] for code, texts in words.items()}, lambda: keys)


def _listed(name: str, concepts: Iterable[Concept]) -> LabelList:
    ordered = sorted(concepts, key=lambda concept: concept.id)
    return LabelList(name, {concept.id: concept.label("it") for concept in ordered}, lambda: _keys(ordered))


def _keys(concepts: Sequence[Concept]) -> dict[str, str]:
    """Return codes by words: preferred labels win over alternatives; folded words only where they mean one thing."""
    exact: dict[str, str] = {}
    folded: dict[str, set[str]] = {}
    for concept in concepts:
        for label in (*concept.labels.values(), *concept.labels_f.values()):
            exact.setdefault(normalise(label), concept.id)
    for concept in concepts:
        for _, label in concept.all_labels():
            exact.setdefault(normalise(label), concept.id)
            if key := fold_key(label):
                folded.setdefault(f"~{key}", set()).add(concept.id)
    once = {key: next(iter(owners)) for key, owners in folded.items() if len(owners) == 1}
    return {**once, **exact}
