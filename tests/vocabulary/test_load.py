"""Loading the tables: what becomes of a row, and what a broken table says."""

from datetime import date
from pathlib import Path

import pytest

from matcher.errors import VocabularyError
from matcher.vocabulary.load import content_digest, find_vocabularies, holds_all, load_groups, load_vocabulary
from matcher.vocabulary.schema import Kind

HEADING = "id,isco,label_m,label_f,alt_it,label_en,alt_en\n"
FORKLIFT = (
    "8344.forklift_driver,8344,carrellista,carrellista,"
    "mulettista|conduttore di carrelli/conduttrice di carrelli,forklift driver,fork lift operator\n"
)
WELDER = "7212.tig_welder,7212,saldatore TIG,saldatrice TIG,,TIG welder,\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "manifest.toml").write_text(
        "".join(f'[{name}]\nversion = "7"\n' for name in ("occupations", "skills", "licences", "services"))
    )
    return tmp_path


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def test_an_occupation_has_both_forms_of_every_title(folder: Path) -> None:
    write(folder, "occupations/isco-8.csv", HEADING + FORKLIFT)
    write(folder, "occupations/isco-7.csv", HEADING + WELDER)
    vocabulary = load_vocabulary("occupation", folder)
    assert [concept.id for concept in vocabulary.concepts] == ["7212.tig_welder", "8344.forklift_driver"]
    forklift, welder = vocabulary["8344.forklift_driver"], vocabulary["7212.tig_welder"]
    assert forklift.alternatives["it"] == ("mulettista", "conduttore di carrelli", "conduttrice di carrelli")
    assert forklift.labels == {"it": "carrellista", "en": "forklift driver"}
    assert forklift.labels_f == {}
    assert welder.labels_f == {"it": "saldatrice TIG"}
    assert (welder.isco, vocabulary.version, vocabulary.name) == ("7212", "7", "built-in")


def test_a_skill_keeps_its_slashes_and_its_relations(folder: Path) -> None:
    heading = "id,type,label_it,alt_it,label_en,alt_en,broader,occupations\n"
    write(
        folder,
        "skills/ict.csv",
        heading + "networking,knowledge,reti,,networking,,,\n"
        "tcp_ip,knowledge,TCP/IP,protocollo TCP/IP,TCP/IP,,networking,2513|352\n",
    )
    concept = load_vocabulary("skill", folder)["tcp_ip"]
    assert concept.alternatives == {"it": ("protocollo TCP/IP",)}
    assert (concept.broader, concept.occupations) == (("networking",), ("2513", "352"))
    assert concept.facts == {"type": "knowledge"}


def test_dates_and_further_columns(folder: Path) -> None:
    write(
        folder,
        "services/services.csv",
        "id,label_it,rank,minutes,valid_from,valid_to\nwelcome,Informazioni,3,30,2009-01-01,2016-12-31\n",
    )
    concept = load_vocabulary("service", folder)["welcome"]
    assert (concept.valid_from, concept.valid_to) == (date(2009, 1, 1), date(2016, 12, 31))
    assert (concept.rank, concept.facts) == (3, {"minutes": "30"})


def test_a_licence_granted_by_two_others_together(folder: Path) -> None:
    write(folder, "licences/licences.csv", "id,label_it,implies\nC,C,\nCE,CE,C\nD,D,\nDE,DE,D\n")
    write(folder, "licences/joint.csv", "id,premises\nDE,CE|D\n")
    vocabulary = load_vocabulary("licence", folder)
    assert holds_all(vocabulary, ["CE", "D"]) == {"C", "CE", "D", "DE"}
    assert holds_all(vocabulary, ["C", "D"]) == {"C", "D"}


def test_the_same_content_has_the_same_digest(folder: Path) -> None:
    write(folder, "occupations/isco-7.csv", HEADING + WELDER + FORKLIFT)
    together = load_vocabulary("occupation", folder)
    write(folder, "occupations/isco-7.csv", HEADING + FORKLIFT)
    write(folder, "occupations/isco-8.csv", HEADING + WELDER)
    assert load_vocabulary("occupation", folder).digest == together.digest
    write(folder, "occupations/isco-8.csv", HEADING + WELDER.replace("TIG welder", "GTAW welder"))
    assert load_vocabulary("occupation", folder).digest != together.digest
    assert content_digest(together.concepts) == together.digest


@pytest.mark.parametrize(
    ("kind", "name", "text", "said"),
    [
        ("occupation", "occupations/isco-7.csv", HEADING + WELDER + WELDER, "isco-7.csv, riga 3"),
        ("skill", "skills/a.csv", "id,label_it,broader\na,A,zzz\n", "riga 2: «broader» non esiste: zzz"),
        ("skill", "skills/a.csv", "id,label_it,broader\na,A,b\nb,B,a\n", "ciclo"),
        ("skill", "skills/a.csv", "id,label_it\na,\n", "«a» non ha etichetta"),
        ("skill", "skills/a.csv", "id,label_it\n,A\n", "riga 2: manca «id»"),
        ("service", "services/services.csv", "id,label_it,valid_to\na,A,31/12/2016\n", "31/12/2016"),
        ("service", "services/services.csv", "id,label_it,rank\na,A,due\n", "«due» non è un numero"),
    ],
)
def test_a_broken_row_is_named(folder: Path, kind: Kind, name: str, text: str, said: str) -> None:
    write(folder, name, text)
    with pytest.raises(VocabularyError, match="E-VOC-104") as caught:
        load_vocabulary(kind, folder)
    assert said in caught.value.message


def test_all_the_broken_rows_are_named_at_once(folder: Path) -> None:
    write(folder, "skills/a.csv", "id,label_it,broader\n" + "".join(f"s{n},S,zzz\n" for n in range(12)))
    with pytest.raises(VocabularyError, match=r"riga 2.*riga 9.*e altri 4 problemi"):
        load_vocabulary("skill", folder)


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "mancano le colonne: id"), ("id,label_it\na,A,B\n", "riga 2: 3 celle invece di 2")],
)
def test_a_file_that_is_no_table(folder: Path, text: str, said: str) -> None:
    write(folder, "skills/a.csv", text)
    with pytest.raises(VocabularyError, match="E-VOC-103") as caught:
        load_vocabulary("skill", folder)
    assert said in caught.value.message


def test_a_file_in_another_encoding(folder: Path) -> None:
    write(folder, "skills/a.csv", "")
    (folder / "skills/a.csv").write_bytes("id,label_it\na,attività\n".encode("latin-1"))
    with pytest.raises(VocabularyError, match="UTF-8"):
        load_vocabulary("skill", folder)


def test_a_missing_table_and_a_missing_manifest_entry(folder: Path) -> None:
    with pytest.raises(VocabularyError, match="skills/"):
        load_vocabulary("skill", folder)
    write(folder, "contracts/contracts.csv", "id,label_it\na,A\n")
    with pytest.raises(VocabularyError, match=r"\[contracts\]"):
        load_vocabulary("contract", folder)


def test_the_setting_comes_first(folder: Path) -> None:
    assert find_vocabularies(folder) == folder
    assert (find_vocabularies(None) / "occupations" / "groups.csv").is_file()


def test_when_nothing_is_found_all_the_places_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matcher.vocabulary.load.__file__", str(tmp_path / "site/matcher/vocabulary/load.py"))
    with pytest.raises(VocabularyError, match="E-VOC-101") as caught:
        find_vocabularies(tmp_path / "mine")
    for place in ("mine", "site/matcher/vocabularies", "site/vocabularies"):
        assert str(tmp_path / place) in caught.value.message


def test_groups_hang_from_shorter_ones() -> None:
    groups = load_groups(find_vocabularies(None))
    assert groups["8344"].broader == ("834",)
    assert groups["8"].broader == ()
    assert groups["8344"].label() == "Conduttori di carrelli elevatori"
