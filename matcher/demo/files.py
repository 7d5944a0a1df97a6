"""The files of the demo: people and vacancies as an office would receive them, a few rows wrong on purpose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from matcher.demo.people import generate_candidates
from matcher.demo.vacancies import generate_vacancies
from matcher.errors import InputError, file_trouble
from matcher.exchange.candidate_cells import candidate_cells
from matcher.exchange.candidates import CandidateParts
from matcher.exchange.columns import FileKind, columns_of
from matcher.exchange.labels import Labels
from matcher.exchange.vacancy_cells import vacancy_cells
from matcher.exchange.writing import write_csv
from matcher.vocabulary.bundle import Vocabularies

__all__ = ["BAD_CANDIDATES", "BAD_VACANCIES", "CANDIDATES_FILE", "VACANCIES_FILE", "DemoFiles", "write_demo"]

CANDIDATES_FILE: Final = "candidati.csv"
VACANCIES_FILE: Final = "richieste.csv"
_COMMENT: Final = (
    "# DATI INVENTATI per la prova del programma: nessuna persona e nessuna azienda esiste davvero.",
    "# Alcune righe sono sbagliate di proposito, per mostrare le «righe da correggere».",
)
#: What is wrong in the rows that are wrong on purpose: column and value.
BAD_CANDIDATES: Final = (
    ("data_vincoli", "31/02/2026"),
    ("id_candidato", ""),
    ("ore_max", "400"),
    ("lingue", "inglese ottimissimo"),
    ("retribuzione_minima", "1.200 al mese"),
    ("automunito", "forse"),
)
BAD_VACANCIES: Final = (("ore", "95"), ("inizio_entro", "30/02/2027"))


@dataclass(frozen=True, slots=True)
class DemoFiles:
    """What was written: paths, and how many rows can be read and how many cannot."""

    candidates: Path
    vacancies: Path
    good_candidates: int
    bad_candidates: int
    good_vacancies: int
    bad_vacancies: int


def write_demo(
    folder: Path,
    province: str,
    n_candidates: int,
    n_vacancies: int,
    seed: int,
    vocabularies: Vocabularies,
    on: date,
) -> DemoFiles:
    """Write ``candidati.csv`` and ``richieste.csv``.

    Parameters
    ----------
    folder : Path
        Made if it is not there; files of these names are written over.
    province : str
        *Sigla*, for example ``MO``.
    n_candidates, n_vacancies : int
        Rows that can be read; the wrong ones come on top.
    seed : int
        The same seed writes the same bytes.
    vocabularies : Vocabularies
        The built-in ones.
    on : date
        Reference date.

    Raises
    ------
    InputError
        ``E-DEM-001`` if no province has this *sigla*, ``E-DEM-002`` if the folder cannot be written.
    """
    labels = Labels.of(vocabularies)
    people = (
        candidate_cells(CandidateParts(*person), labels)
        for person in generate_candidates(
            province, n_candidates + len(BAD_CANDIDATES), seed, vocabularies, on
        )
    )
    vacancies = (
        vacancy_cells(vacancy, labels)
        for vacancy in generate_vacancies(province, n_vacancies + len(BAD_VACANCIES), seed, vocabularies, on)
    )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / CANDIDATES_FILE, "candidates", _spoiled(people, n_candidates, BAD_CANDIDATES))
        _write(folder / VACANCIES_FILE, "vacancies", _spoiled(vacancies, n_vacancies, BAD_VACANCIES))
    except OSError as error:
        raise InputError(
            "E-DEM-002",
            f"Non posso scrivere in {folder}: {file_trouble(error)}.",
            "Scegli un'altra cartella.",
        ) from error
    return DemoFiles(
        folder / CANDIDATES_FILE,
        folder / VACANCIES_FILE,
        n_candidates,
        len(BAD_CANDIDATES),
        n_vacancies,
        len(BAD_VACANCIES),
    )


def _spoiled(
    rows: Iterable[Mapping[str, str]], good: int, faults: Sequence[tuple[str, str]]
) -> Iterator[Mapping[str, str]]:
    """Return the rows; the last ones, beyond the good, each with a fault."""
    for number, row in enumerate(rows):
        yield row if number < good else {**row, **dict(faults[number - good : number - good + 1])}


def _write(path: Path, kind: FileKind, rows: Iterable[Mapping[str, str]]) -> None:
    names = [column.name for column in columns_of(kind)]
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        stream.writelines(f"{line}\r\n" for line in _COMMENT)
        write_csv(stream, names, rows)
