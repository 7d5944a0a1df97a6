"""Italian municipalities: where they lie, what they are called, how far apart they are."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.errors import NotFoundError, VocabularyError
from matcher.vocabulary.place_index import Area, Municipality, PlaceIndex
from matcher.vocabulary.place_names import MatchKind, PlaceMatch, resolve_place
from matcher.vocabulary.table import Complaints, read_rows, split_list

__all__ = ["MatchKind", "Municipality", "PlaceMatch", "Places", "load_places"]

_EARTH_RADIUS_KM = 6371.0088


@dataclass(frozen=True, eq=False)
class Places:
    """All municipalities, ordered by ISTAT code; an index is a position in this order.

    Attributes
    ----------
    municipalities : tuple of Municipality
        Length ``n_comuni``.
    lat, lon : ndarray of float64, shape (n_comuni,)
        Degrees.
    population : ndarray of int64, shape (n_comuni,)
        0 where unknown.
    quality : tuple of str
        How the position is known: ``geonames``, ``stated``, ``merged``, ``cap``.
    provinces : mapping of str to (str, str, str)
        By *sigla*: name, region, ISTAT code of the capital.
    areas : tuple of Area
        Further names, see `PlaceIndex`.
    successors : tuple of (str, str, str)
        Suppressed municipality, its province, ISTAT code of its successor.
    other_codes : mapping of str to str
        Codes before and after a change of province, to the code used here.
    digest : str
        SHA-256 over the tables, hexadecimal.
    """

    municipalities: tuple[Municipality, ...]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    population: NDArray[np.int64]
    quality: tuple[str, ...]
    provinces: Mapping[str, tuple[str, str, str]]
    areas: tuple[Area, ...]
    successors: tuple[tuple[str, str, str], ...]
    other_codes: Mapping[str, str]
    digest: str

    def __len__(self) -> int:
        return len(self.municipalities)

    @cached_property
    def names(self) -> PlaceIndex:
        """The index of names, built at first use; normalised names are ``in`` it."""
        return PlaceIndex(self.municipalities, self.provinces, self.areas, self.successors)

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {m.istat: position for position, m in enumerate(self.municipalities)}

    @cached_property
    def _vectors(self) -> NDArray[np.float64]:
        lat, lon = np.radians(self.lat), np.radians(self.lon)
        return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)

    def find(self, code: str) -> int | None:
        """Return the index of an ISTAT code, earlier and later codes too; ``None`` if it is unknown."""
        return self._positions.get(self.other_codes.get(code, code))

    def index(self, code: str) -> int:
        """Return the index of an ISTAT code.

        Raises
        ------
        NotFoundError
            ``E-VOC-301`` if no municipality has or had this code.
        """
        position = self.find(code)
        if position is None:
            raise NotFoundError(
                "E-VOC-301",
                f"Nessun comune ha il codice ISTAT «{code}».",
                "Il codice ha sei cifre, per esempio 036040 per Sassuolo.",
            )
        return position

    def label(self, index: int) -> str:
        """Return the name with its province: ``Castelfranco Emilia (MO)``."""
        m = self.municipalities[index]
        return f"{m.name} ({m.province})"

    def resolve(self, text: str) -> PlaceMatch:
        """Return what a text says about where; see `PlaceMatch`."""
        return resolve_place(text, self.names)

    def distances_km(self, index: int) -> NDArray[np.int32]:
        """Return the distance from one municipality to every other, as the crow flies.

        Parameters
        ----------
        index : int
            Position of the municipality.

        Returns
        -------
        ndarray of int32, shape (n_comuni,)
            Whole kilometres on the great circle, rounded; 0 at ``index``.
        """
        chord = np.linalg.norm(self._vectors - self._vectors[index], axis=1)
        arc = 2.0 * np.arcsin(np.minimum(chord / 2.0, 1.0))
        kilometres: NDArray[np.int32] = np.rint(arc * _EARTH_RADIUS_KM).astype(np.int32)
        return kilometres

    def within(self, match: PlaceMatch) -> NDArray[np.int64]:
        """Return the indices of the municipalities that a match covers, in ascending order."""
        if match.kind == "several":
            covered = [self.within(part) for part in match.parts]
            return np.unique(np.concatenate(covered)) if covered else np.empty(0, dtype=np.int64)
        if match.kind == "national":
            return np.arange(len(self), dtype=np.int64)
        codes = set(match.codes)
        field = {"province": 3, "region": 4, "municipality": 0, "ambiguous": 0}.get(match.kind)
        chosen = [] if field is None else [i for i, m in enumerate(self.municipalities) if m[field] in codes]
        return np.asarray(chosen, dtype=np.int64)


def load_places(folder: Path) -> Places:
    """Load the places of a vocabulary folder.

    Raises
    ------
    VocabularyError
        ``E-VOC-102`` or ``E-VOC-103`` for tables that cannot be read, ``E-VOC-104`` for broken rows.
    """
    tables = folder / "places"
    complaints = Complaints()
    provinces = {
        row["code"]: (row["name"], row["region"], row["capital"])
        for _, row in read_rows(tables / "provinces.csv", ("code", "name", "region", "capital"))
    }
    municipalities, numbers, quality = _read_municipalities(tables / "comuni.csv", provinces, complaints)
    complaints.raise_any()
    areas = tuple(
        Area(row["name"], row["kind"], split_list(row, "codes"))
        for _, row in read_rows(tables / "areas.csv", ("name", "kind", "codes"))
    )
    successors = tuple(
        (row["old_name"], row["province_code"], row["istat"])
        for _, row in read_rows(tables / "successors.csv", ("old_name", "province_code", "istat"))
    )
    other = {
        row["other_istat"]: row["istat"]
        for _, row in read_rows(tables / "other_codes.csv", ("other_istat", "istat"))
    }
    return Places(
        municipalities=municipalities,
        lat=numbers[:, 0].copy(),
        lon=numbers[:, 1].copy(),
        population=numbers[:, 2].astype(np.int64),
        quality=quality,
        provinces=provinces,
        areas=areas,
        successors=successors,
        other_codes=other,
        digest=_digest(sorted(tables.glob("*.csv"))),
    )


def _read_municipalities(
    path: Path, provinces: Mapping[str, tuple[str, str, str]], complaints: Complaints
) -> tuple[tuple[Municipality, ...], NDArray[np.float64], tuple[str, ...]]:
    municipalities: list[Municipality] = []
    numbers: list[tuple[float, float, float]] = []
    quality: list[str] = []
    seen: defaultdict[str, int] = defaultdict(int)
    for line, row in read_rows(path, ("istat", "name", "name_other", "province_code", "lat", "lon", "caps")):
        code, province = row["istat"], row["province_code"]
        seen[code] += 1
        if seen[code] > 1 or province not in provinces:
            complaints.add(path, line, f"«{code}» ripetuto o provincia «{province}» sconosciuta")
            continue
        try:
            numbers.append((float(row["lat"]), float(row["lon"]), float(row.get("population") or 0)))
        except ValueError:
            complaints.add(path, line, f"coordinate di «{row['name']}» non numeriche")
            continue
        region = provinces[province][1]
        caps = tuple(row["caps"].split())
        municipalities.append(Municipality(code, row["name"], row["name_other"], province, region, caps))
        quality.append(row.get("coord_quality", ""))
    if not municipalities:
        complaints.add(path, 1, "nessun comune")
    return tuple(municipalities), np.asarray(numbers, dtype=np.float64).reshape(-1, 3), tuple(quality)


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        try:
            digest.update(path.name.encode() + b"\x1f" + path.read_bytes())
        except OSError as error:
            raise VocabularyError("E-VOC-102", f"Non riesco a leggere {path}: {error}.") from error
    return digest.hexdigest()
