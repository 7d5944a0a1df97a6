"""Places: what people write for them, and how far apart they are."""

from __future__ import annotations

import csv
import os
import pickle
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.errors import NotFoundError, VocabularyError
from matcher.vocabulary.load import find_vocabularies
from matcher.vocabulary.places import PlaceMatch, Places, load_places

PLACES = load_places(find_vocabularies(None))
DATA = Path(os.environ.get("MATCHER_DATA", Path(__file__).parents[3] / "shared" / "data"))


def labels(match: PlaceMatch) -> list[str]:
    """Codes of a match as a reader writes them."""
    codes = [code for part in (match.parts or (match,)) for code in part.codes]
    return [PLACES.label(PLACES.index(code)) if code[0].isdigit() else code for code in codes]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Catania", "Catania (CT)"),
        ("Misterbianco CC", "Misterbianco (CT)"),
        ("Belpasso CT", "Belpasso (CT)"),
        ("Catania Fontanarossa", "Catania (CT)"),
        ("Aeroporto Catania", "Catania (CT)"),
        ("Reggio Emilia", "Reggio nell'Emilia (RE)"),
        ("REGGIO NELL’EMILIA (RE)", "Reggio nell'Emilia (RE)"),
        ("Reggio Calabria", "Reggio di Calabria (RC)"),
        ("Forli'", "Forlì (FC)"),
        ("41049 Sassuolo (MO)", "Sassuolo (MO)"),
        ("Sassuolo, MO", "Sassuolo (MO)"),
        ("Sassuolo, Modena", "Sassuolo (MO)"),
        ("Sassuolo, Emilia-Romagna, Italia", "Sassuolo (MO)"),
        ("Sede di lavoro: Carpi (MO)", "Carpi (MO)"),
        ("Bozen", "Bolzano (BZ)"),
        ("Bressanone - Brixen", "Bressanone (BZ)"),
        ("Castro (LE)", "Castro (LE)"),
        ("24063 Castro", "Castro (BG)"),
        ("S. Lazzaro di Savena", "San Lazzaro di Savena (BO)"),
        ("Casalecchio", "Casalecchio di Reno (BO)"),
        ("Castelfranco Emila", "Castelfranco Emilia (MO)"),
        ("Porretta Terme", "Alto Reno Terme (BO)"),
        ("Calliano", "Calliano (TN)"),
        ("Calliano (AT)", "Calliano Monferrato (AT)"),
        ("Olbia (OT)", "Olbia (SS)"),
        ("Mestre", "Venezia (VE)"),
        ("Via Roma 12, Modena", "Modena (MO)"),
        ("Via Emilia Est 12 Modena", "Modena (MO)"),
        ("zona Sassuolo", "Sassuolo (MO)"),
        ("Sassuolo e dintorni", "Sassuolo (MO)"),
        ("Milano (smart working)", "Milano (MI)"),
        ("41049", "Sassuolo (MO)"),
        ("l aquila", "L'Aquila (AQ)"),
        ("Vò", "Vo' (PD)"),
    ],
)
def test_one_municipality(text: str, expected: str) -> None:
    match = PLACES.resolve(text)
    assert (match.kind, labels(match)) == ("municipality", [expected])


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Catania, Palermo, Milano", "several", ["Catania (CT)", "Palermo (PA)", "Milano (MI)"]),
        ("Varie sedi: Catania, Palermo, Milano", "several", ["Catania (CT)", "Palermo (PA)", "Milano (MI)"]),
        ("Sassuolo/Formigine", "several", ["Sassuolo (MO)", "Formigine (MO)"]),
        ("tra Modena e Bologna", "several", ["Modena (MO)", "Bologna (BO)"]),
        ("Massa e Carrara", "several", ["Massa (MS)", "Carrara (MS)"]),
        ("Castro", "ambiguous", ["Castro (BG)", "Castro (LE)"]),
        ("Salento - varie sedi", "ambiguous", ["Salento (SA)"]),
        ("Salento (SA)", "municipality", ["Salento (SA)"]),
        ("Cernusco", "ambiguous", ["Cernusco sul Naviglio (MI)", "Cernusco Lombardone (LC)"]),
        ("provincia di Modena", "province", ["MO"]),
        ("Provincia MO", "province", ["MO"]),
        ("MO", "province", ["MO"]),
        ("Catania area", "province", ["CT"]),
        ("Catania e provincia", "province", ["CT"]),
        ("Massa Carrara", "province", ["MS"]),
        ("Cantieri variabili in provincia di Modena", "province", ["MO"]),
        ("Frazione Sconosciuta (MO)", "province", ["MO"]),
        ("Romagna", "province", ["RA", "FC", "RN"]),
        ("emilia romagna", "region", ["Emilia-Romagna"]),
        ("Valle d'Aosta", "region", ["Valle d'Aosta/Vallée d'Aoste"]),
        ("Nazionale", "national", []),
        ("tutta Italia", "national", []),
        ("Svizzera", "abroad", []),
        ("estero", "abroad", []),
        ("Da remoto", "remote", []),
        ("Varie sedi", "imprecise", []),
        ("qwerty zxcvb", "unknown", []),
        ("", "unknown", []),
    ],
)
def test_everything_else(text: str, kind: str, expected: list[str]) -> None:
    match = PLACES.resolve(text)
    assert (match.kind, labels(match)) == (kind, expected)
    assert match.text == text


def test_a_match_becomes_records_that_keep_the_words() -> None:
    several = PLACES.resolve("Catania, Palermo").places()
    assert [(place.text, place.kind, place.code) for place in several] == [
        ("Catania", "municipality", "087015"),
        ("Palermo", "municipality", "082053"),
    ]
    (vague,) = PLACES.resolve("Castro").places()
    assert (vague.text, vague.kind, vague.code) == ("Castro", "imprecise", "")
    assert [place.code for place in PLACES.resolve("Romagna").places()] == ["RA", "FC", "RN"]
    assert PLACES.resolve("Nazionale").places()[0].kind == "national"


@given(st.integers(min_value=0, max_value=len(PLACES) - 1))
def test_every_municipality_is_found_by_its_label(index: int) -> None:
    match = PLACES.resolve(PLACES.label(index))
    assert match.kind == "municipality"
    assert PLACES.index(match.codes[0]) == index


@given(st.text(max_size=60))
def test_any_text_gets_an_answer(text: str) -> None:
    match = PLACES.resolve(text)
    assert match.text == text
    assert match.places()


def test_known_distances() -> None:
    sassuolo, modena = (PLACES.index(PLACES.resolve(name).codes[0]) for name in ("Sassuolo", "Modena"))
    kilometres = PLACES.distances_km(sassuolo)
    assert kilometres.shape == (len(PLACES),)
    assert kilometres.dtype == np.int32
    assert kilometres[sassuolo] == 0
    assert 14 <= kilometres[modena] <= 17
    assert 855 <= kilometres[PLACES.index("087015")] <= 865  # Catania


@given(*[st.integers(min_value=0, max_value=len(PLACES) - 1)] * 3)
def test_distances_are_symmetric_and_obey_the_triangle(a: int, b: int, c: int) -> None:
    from_a, from_b = PLACES.distances_km(a), PLACES.distances_km(b)
    assert from_a[b] == from_b[a]
    assert from_a[c] <= from_a[b] + from_b[c] + 2  # each is rounded


def test_codes_of_other_years_lead_to_the_same_municipality() -> None:
    olbia = PLACES.index("090047")
    assert PLACES.find("104017") == olbia  # province of Olbia-Tempio, 2006-2016
    assert PLACES.find("113017") == olbia  # 2026
    assert PLACES.find("999999") is None
    with pytest.raises(NotFoundError, match="999999"):
        PLACES.index("999999")


def test_a_match_covers_municipalities() -> None:
    modena = PLACES.within(PLACES.resolve("provincia di Modena"))
    assert len(modena) == 47
    assert {PLACES.municipalities[i].province for i in modena} == {"MO"}
    assert len(PLACES.within(PLACES.resolve("Nazionale"))) == len(PLACES)
    assert len(PLACES.within(PLACES.resolve("Catania, Palermo"))) == 2
    assert len(PLACES.within(PLACES.resolve("Svizzera"))) == 0


def test_the_table_is_whole() -> None:
    assert len(PLACES) == 7896
    assert len(PLACES.provinces) == 107
    assert len({m.region for m in PLACES.municipalities}) == 20
    assert all(PLACES.find(capital) is not None for _, _, capital in PLACES.provinces.values())
    assert all(m.caps for m in PLACES.municipalities)
    assert ((PLACES.lat > 35) & (PLACES.lat < 47.2) & (PLACES.lon > 6.5) & (PLACES.lon < 18.6)).all()
    assert all(PLACES.find(code) is not None for _, _, code in PLACES.successors)
    for area in PLACES.areas:
        known = {"province": PLACES.provinces, "region": {m.region for m in PLACES.municipalities}}
        assert all(code in known.get(area.kind, PLACES.names.by_code) for code in area.codes)


def test_no_municipality_lies_far_from_its_province() -> None:
    for code in PLACES.provinces:
        inside = np.array([i for i, m in enumerate(PLACES.municipalities) if m.province == code])
        lat, lon = np.median(PLACES.lat[inside]), np.median(PLACES.lon[inside])
        off = np.hypot(PLACES.lat[inside] - lat, (PLACES.lon[inside] - lon) * np.cos(np.radians(lat))) * 111
        far = [PLACES.label(int(i)) for i in inside[off > 110]]
        assert far in ([], ["Lampedusa e Linosa (AG)"], ["Pantelleria (TP)"])


def test_places_travel_to_other_processes() -> None:
    copy: Places = pickle.loads(pickle.dumps(PLACES))
    assert copy.resolve("Sassuolo").codes == ("036040",)


@pytest.mark.data
def test_the_places_of_real_vacancies() -> None:
    path = DATA / "pes_vacancies_it_dev" / "vacancies.csv"
    if not path.is_file():
        pytest.skip("development data sets absent: set MATCHER_DATA")
    with path.open(encoding="utf-8") as stream:
        places = sorted({row["place"] for row in csv.DictReader(stream)})
    kinds = {place: PLACES.resolve(place).kind for place in places}
    assert kinds.pop("Nazionale") == "national"
    assert kinds.pop("Catania area") == "province"
    assert set(kinds.values()) == {"municipality"}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("036040,Sassuolo,,XX,44.5,10.8,41049,,geonames\n", "XX"),
        ("036040,Sassuolo,,MO,north,10.8,41049,,geonames\n", "Sassuolo"),
        ("", "nessun comune"),
    ],
)
def test_a_broken_table_names_the_row(tmp_path: Path, row: str, said: str) -> None:
    folder = tmp_path / "places"
    folder.mkdir()
    heading = "istat,name,name_other,province_code,lat,lon,caps,population,coord_quality\n"
    (folder / "comuni.csv").write_text(heading + row)
    (folder / "provinces.csv").write_text("code,name,region,capital\nMO,Modena,Emilia-Romagna,036023\n")
    with pytest.raises(VocabularyError, match="E-VOC-104") as caught:
        load_places(tmp_path)
    assert said in caught.value.message
