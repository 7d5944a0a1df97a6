"""Reading what people write for a place: a name, a list, a province, a vague area."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast

from matcher.domain.place import Place, PlaceKind
from matcher.text.normalise import normalise
from matcher.vocabulary.place_index import PlaceIndex

__all__ = ["MatchKind", "PlaceMatch", "resolve_place"]

MatchKind = Literal[
    "municipality", "several", "province", "region", "national", "abroad", "remote", "imprecise",
    "ambiguous", "unknown",
]  # fmt: skip
Method = Literal["exact", "part", "beginning", "inside", "typo", ""]

_PROVINCE = re.compile(r"\b(?:provincia|prov|citta metropolitana|area metropolitana|hinterland)\b")
_AROUND = re.compile(_PROVINCE.pattern + r"|\b(?:area|zona|zone|dintorni|limitrof[eio]|comuni|circondario)\b")
_STREET = re.compile(r"^(?:via|viale|v le|piazza|piazzale|corso|strada|largo|vicolo|contrada)\b")
_SEPARATOR = re.compile(r"\s*(?:[,;|\n]|\s[-–+&]\s|/|\s(?:e|ed|o|oppure|and|or)\s)\s*", re.IGNORECASE)
_LABEL = re.compile(r"^[^:,;]{3,30}:\s*(?=\w)")
_CAP = re.compile(r"\b\d{5}\b")
_SIGLA = re.compile(r"(?:^|[(\s,/-])(?:([A-Z]{2})\)?|(?<=\()([A-Za-z]{2})\))\s*$")
_LOOSE = frozenset(
    [
        "e",
        "ed",
        "di",
        "a",
        "da",
        "in",
        "su",
        "del",
        "della",
        "delle",
        "tutta",
        "presso",
        "tra",
        "zona",
        "area",
    ]
)
_LONGEST_NAME = 7
_SHORTEST_INSIDE = 5
_MOST_CHOICES = 12


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """What a text says about where.

    Attributes
    ----------
    text : str
        As written.
    kind : str
        ``municipality`` (one code), ``several`` (see ``parts``), ``ambiguous`` (the codes are choices for
        a person to make), ``province``, ``region``, ``national``, ``abroad``, ``remote``, ``imprecise``
        (``Varie sedi``) or ``unknown``.
    codes : tuple of str
        ISTAT codes of municipalities, *sigle* of provinces or names of regions, by kind.
    method : str
        How a municipality was reached: by its whole name, a part of the text, the beginning of its name,
        words inside the text, or one typing error.
    parts : tuple of PlaceMatch
        The places of a list.
    """

    text: str
    kind: MatchKind
    codes: tuple[str, ...] = ()
    method: Method = ""
    parts: tuple[PlaceMatch, ...] = ()

    def places(self) -> tuple[Place, ...]:
        """Return the places as records; an ambiguous or unknown one keeps its words and is *imprecise*."""
        if self.kind == "several":
            return tuple(place for part in self.parts for place in part.places())
        if self.kind in ("ambiguous", "unknown", "imprecise") or not self.codes:
            vague = self.kind in ("ambiguous", "unknown")
            return (Place(text=self.text, kind="imprecise" if vague else cast(PlaceKind, self.kind)),)
        return tuple(Place(text=self.text, kind=cast(PlaceKind, self.kind), code=code) for code in self.codes)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One place as written, taken apart."""

    text: str
    bare: str
    key: str
    sigla: str
    caps: tuple[str, ...]


def resolve_place(text: str, index: PlaceIndex) -> PlaceMatch:
    """Return what a text says about where.

    Parameters
    ----------
    text : str
        As typed: ``Castelfranco Emilia (MO)``, ``Catania, Palermo``, ``provincia di Modena``, ``Nazionale``.
    index : PlaceIndex
        What places are called.
    """
    whole = _one(text, index)
    if whole.method in ("exact", "part") or (whole.codes and whole.kind in ("province", "region")):
        return whole
    pieces = _with_siglas(_SEPARATOR.split(_LABEL.sub("", text.strip())), index.provinces)
    if len(pieces) < 2:
        return whole
    parts = _merged([_one(piece, index) for piece in pieces], index)
    if len(parts) > 1:
        return PlaceMatch(text, "several", parts=tuple(parts))
    return replace(parts[0], text=text) if parts else whole


def _one(text: str, index: PlaceIndex) -> PlaceMatch:
    reading = _read(text, index)
    steps: tuple[Callable[[_Reading, PlaceIndex], PlaceMatch | None], ...] = (
        _by_name, _by_area, _by_words_around, _by_remainder, _by_beginning, _by_words_inside, _by_typo, _by_code,
    )  # fmt: skip
    for step in steps:
        if match := step(reading, index):
            return _unless_an_area(match, reading, index)
    return PlaceMatch(text, "unknown")


def _unless_an_area(match: PlaceMatch, reading: _Reading, index: PlaceIndex) -> PlaceMatch:
    """Leave to a person whether a name means a municipality or a wide area elsewhere called the same (*Salento*)."""
    if match.kind != "municipality" or reading.sigla or reading.caps:
        return match
    town = index.by_code[match.codes[0]]
    area = index.areas.get(normalise(town.name))
    elsewhere = area is not None and area.kind == "province" and town.province not in area.codes
    return PlaceMatch(match.text, "ambiguous", match.codes) if elsewhere else match


def _read(text: str, index: PlaceIndex) -> _Reading:
    bare = _CAP.sub(" ", _LABEL.sub("", text.strip())).strip(" ,.;:-–")
    sigla = ""
    if (found := _SIGLA.search(bare)) and index.provinces_of((found[1] or found[2]).upper()):
        sigla = (found[1] or found[2]).upper()
        bare = bare[: found.start()].rstrip(" ,(/-")
    return _Reading(text, bare, normalise(bare), sigla, tuple(_CAP.findall(text)))


def _by_name(reading: _Reading, index: PlaceIndex) -> PlaceMatch | None:
    return _chosen(reading, index.named(reading.key, reading.sigla, reading.caps), "exact")


def _by_area(reading: _Reading, index: PlaceIndex, key: str = "") -> PlaceMatch | None:
    area = index.areas.get(key or reading.key)
    if area is None or (area.kind == "imprecise" and reading.sigla):
        return None
    return PlaceMatch(reading.text, cast(MatchKind, area.kind), area.codes)


def _by_words_around(reading: _Reading, index: PlaceIndex) -> PlaceMatch | None:
    """Read *provincia di*, *zona*, *e dintorni*: the province where they name one, else the municipality."""
    around = _AROUND.search(reading.key)
    if not around:
        return None
    for inner in (_trimmed(_AROUND.sub(" ", reading.key)), _trimmed(reading.key[around.end() :])):
        if inner.upper() in index.provinces:
            return PlaceMatch(reading.text, "province", (inner.upper(),))
        found = index.named(inner, reading.sigla)
        if len(found) != 1:
            if inner and (match := _by_area(reading, index, inner)):
                return match
            continue
        province = index.by_code[found[0]].province
        if _PROVINCE.search(reading.key) or index.provinces[province][2] == found[0]:
            return PlaceMatch(reading.text, "province", (province,))
        return PlaceMatch(reading.text, "municipality", found, "part")
    return None


def _by_remainder(reading: _Reading, index: PlaceIndex) -> PlaceMatch | None:
    """Look again without the words that say nothing of the municipality (*Aeroporto*, *CC*)."""
    kept = _remainder(reading, index)
    if not kept or kept == reading.key:
        return None
    return _chosen(reading, index.named(kept, reading.sigla, reading.caps), "part") or _by_area(
        reading, index, kept
    )


def _by_beginning(reading: _Reading, index: PlaceIndex) -> PlaceMatch | None:
    started = index.beginning(_remainder(reading, index) or reading.key, reading.sigla)
    return _chosen(reading, started, "beginning") if len(started) <= _MOST_CHOICES else None


def _by_words_inside(reading: _Reading, index: PlaceIndex) -> PlaceMatch | None:
    """Find names among the words, the longest first; a street's own name is passed over."""
    words = reading.key.split()
    street = bool(_STREET.match(reading.key))
    found: list[str] = []
    start = 2 if street else 0
    while start < len(words):
        size, code = _longest_name(words, start, reading.sigla, index)
        found.extend([code] if code else [])
        start += size
    codes = tuple(dict.fromkeys(found[-1:] if street else found))
    if len(codes) < 2:
        return _chosen(reading, codes, "inside")
    parts = tuple(PlaceMatch(reading.text, "municipality", (code,), "inside") for code in codes)
    return PlaceMatch(reading.text, "several", method="inside", parts=parts)


def _longest_name(words: Sequence[str], start: int, sigla: str, index: PlaceIndex) -> tuple[int, str]:
    for size in range(min(_LONGEST_NAME, len(words) - start), 0, -1):
        name = " ".join(words[start : start + size])
        if len(name) >= _SHORTEST_INSIDE and name not in index.ignored:
            codes = index.named(name, sigla)
            if len(codes) == 1:
                return size, codes[0]
    return 1, ""


def _by_typo(reading: _Reading, index: PlaceIndex) -> PlaceMatch | None:
    return _chosen(reading, index.mistyped(_remainder(reading, index) or reading.key, reading.sigla), "typo")


def _by_code(reading: _Reading, index: PlaceIndex) -> PlaceMatch | None:
    """Fall back on the *sigla* and the postcode."""
    found = index.with_cap(reading.caps)
    if len(found) == 1:
        return PlaceMatch(reading.text, "municipality", found, "part")
    provinces = index.provinces_of(reading.sigla) or tuple({index.by_code[code].province for code in found})
    return PlaceMatch(reading.text, "province", provinces) if len(provinces) == 1 else None


def _chosen(reading: _Reading, codes: tuple[str, ...], method: Method) -> PlaceMatch | None:
    if not codes:
        return None
    if len(codes) > 1:
        return PlaceMatch(reading.text, "ambiguous", codes)
    return PlaceMatch(reading.text, "municipality", codes, method)


def _remainder(reading: _Reading, index: PlaceIndex) -> str:
    words = reading.key.split()
    kept: list[str] = []
    start = 0
    while start < len(words):
        sizes = (size for size in (4, 3, 2, 1) if " ".join(words[start : start + size]) in index.ignored)
        size = next(sizes, 0)
        kept.extend([] if size else [words[start]])
        start += size or 1
    return _trimmed(" ".join(kept))


def _trimmed(key: str) -> str:
    words = key.split()
    while words and words[0] in _LOOSE:
        words = words[1:]
    while words and words[-1] in _LOOSE:
        words = words[:-1]
    return " ".join(words)


def _with_siglas(pieces: Sequence[str], provinces: Mapping[str, object]) -> list[str]:
    """Give a *sigla* that a comma cut off back to its municipality: ``Sassuolo, MO``."""
    joined: list[str] = []
    for piece in pieces:
        bare = piece.strip(" ()").upper()
        if joined and len(bare) == 2 and bare in provinces:
            joined[-1] += f" ({bare})"
        elif bare:
            joined.append(piece)
    return joined


def _merged(parts: Sequence[PlaceMatch], index: PlaceIndex) -> list[PlaceMatch]:
    """Drop what adds nothing: unknown words, repetitions, and areas that a named municipality lies in."""
    flat = [inner for part in parts for inner in (part.parts or (part,))]
    known = [part for part in flat if part.kind not in ("unknown", "imprecise")]
    towns = [index.by_code[part.codes[0]] for part in known if part.kind == "municipality"]
    wider = {name for m in towns for name in (m.province, m.region)}
    kept: list[PlaceMatch] = []
    for part in known:
        around = part.kind in ("province", "region") and wider.issuperset(part.codes)
        around = around or (part.kind == "national" and bool(known[1:]))
        repeated = any(part.kind == other.kind and part.codes == other.codes for other in kept)
        if not around and not repeated:
            kept.append(part)
    # "Sassuolo, Modena": the second of two is the province that the first lies in.
    if len(kept) == 2 and len(towns) == 2 and index.provinces[towns[0].province][2] == towns[1].istat:
        return kept[:1]
    return kept or [part for part in flat if part.kind == "imprecise"][:1]
