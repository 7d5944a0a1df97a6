"""The vocabularies that come with the product: from CSV tables to concepts."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from matcher.errors import VocabularyError
from matcher.vocabulary.closure import find_cycle, generalises, holds, holds_all
from matcher.vocabulary.schema import Concept, Kind, Vocabulary
from matcher.vocabulary.table import Complaints, read_rows, split_list

__all__ = [
    "check_references",
    "concept_of_row",
    "content_digest",
    "find_vocabularies",
    "generalises",
    "holds",
    "holds_all",
    "load_groups",
    "load_vocabulary",
    "split_forms",
    "vocabulary_version",
]

_TABLES: Final[Mapping[Kind, str]] = {
    "occupation": "occupations/isco-*.csv",
    "isco_group": "occupations/groups.csv",
    "skill": "skills/*.csv",
    "licence": "licences/licences.csv",
    "language": "languages/languages.csv",
    "level": "languages/levels.csv",
    "education": "education/qualifications.csv",
    "field": "education/fields.csv",
    "contract": "contracts/contracts.csv",
    "schedule": "schedules/schedules.csv",
    "service": "services/services.csv",
    "group": "groups/groups.csv",
}
_ID_COLUMN: Final[Mapping[Kind, str]] = {"isco_group": "code"}
_GENDERED: Final = frozenset({"occupation", "education"})
_OWN_COLUMNS: Final = frozenset(
    [
        "isco",
        "label_m",
        "label_f",
        "label_it",
        "alt_it",
        "label_en",
        "alt_en",
        "broader",
        "implies",
        "occupations",
        "rank",
        "uri",
        "valid_from",
        "valid_to",
    ]
)


def find_vocabularies(setting: Path | None = None) -> Path:
    """Return the folder of the vocabularies: the setting, the package, or the repository, in this order.

    Parameters
    ----------
    setting : Path, optional
        Folder named in the settings.

    Raises
    ------
    VocabularyError
        ``E-VOC-101`` when no candidate has a ``manifest.toml``; the message names all of them.
    """
    package = Path(__file__).resolve().parents[1]
    places = [*([setting] if setting else []), package / "vocabularies", package.parent / "vocabularies"]
    for place in places:
        if (place / "manifest.toml").is_file():
            return place
    first = "" if setting else "nessuna cartella nelle impostazioni; "
    raise VocabularyError(
        "E-VOC-101",
        f"Non trovo i vocabolari: {first}manca manifest.toml in {', '.join(map(str, places))}.",
        "Indica la cartella giusta nelle impostazioni o reinstalla il programma.",
    )


def load_vocabulary(kind: Kind, folder: Path) -> Vocabulary:
    """Load one built-in vocabulary and check that it hangs together.

    Parameters
    ----------
    kind : str
        Which vocabulary.
    folder : Path
        As found by `find_vocabularies`.

    Returns
    -------
    Vocabulary
        Concepts ordered by id. Columns that no concept attribute takes are in its ``facts``.

    Raises
    ------
    VocabularyError
        ``E-VOC-102`` or ``E-VOC-103`` for a file that cannot be read as a table; ``E-VOC-104`` with
        file and row for repeated ids, missing labels, unknown references, wrong dates or cycles.
    """
    complaints = Complaints()
    concepts, origin = _read_concepts(kind, folder, complaints)
    if kind == "licence":
        _grant_jointly(concepts, folder / "licences" / "joint.csv", complaints)
    check_references(concepts, origin, complaints)
    complaints.raise_any()
    ordered = tuple(concepts[concept_id] for concept_id in sorted(concepts))
    version = vocabulary_version(kind, folder)
    return Vocabulary(kind, "built-in", version, content_digest(ordered), ordered)


def load_groups(folder: Path) -> Vocabulary:
    """Load the ISCO-08 groups of one to four digits; each is narrower than the group one digit shorter."""
    return load_vocabulary("isco_group", folder)


def vocabulary_version(kind: Kind, folder: Path) -> str:
    """Return the version that the manifest states for the table folder of a kind.

    Raises
    ------
    VocabularyError
        ``E-VOC-102`` if the manifest cannot be read or has no such entry.
    """
    name = _TABLES[kind].split("/")[0]
    path = folder / "manifest.toml"
    try:
        return str(tomllib.loads(path.read_text(encoding="utf-8"))[name]["version"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise VocabularyError(
            "E-VOC-102",
            f"Il manifesto {path} non indica la versione di «{name}».",
            f'Aggiungi la sezione [{name}] con version = "…".',
        ) from error


def content_digest(concepts: Iterable[Concept]) -> str:
    """Return the SHA-256 over everything that the concepts say, in the order given."""
    digest = hashlib.sha256()
    for concept in concepts:
        parts = (
            concept.id,
            concept.kind,
            *(f"{name}={text}" for name, text in sorted(concept.labels.items())),
            *(f"f:{name}={text}" for name, text in sorted(concept.labels_f.items())),
            *(f"{name}:{'|'.join(texts)}" for name, texts in sorted(concept.alternatives.items())),
            concept.isco,
            "|".join(concept.broader),
            "|".join(concept.implies),
            "|".join(concept.occupations),
            f"{concept.rank} {concept.uri} {concept.valid_from} {concept.valid_to}",
            *(f"{name}={text}" for name, text in sorted(concept.facts.items())),
        )
        digest.update("\x1f".join(parts).encode())
        digest.update(b"\x1e")
    return digest.hexdigest()


def split_forms(labels: Iterable[str]) -> tuple[str, ...]:
    """Return labels with ``masculine/feminine`` pairs taken apart, in order and without repetition."""
    forms = (form.strip() for label in labels for form in label.split("/"))
    return tuple(dict.fromkeys(form for form in forms if form))


def _twins(labels: Iterable[str]) -> dict[str, str]:
    """Return the feminine form of each ``masculine/feminine`` pair with the masculine one."""
    pairs = (label.split("/") for label in labels if label.count("/") == 1)
    return {feminine.strip(): masculine.strip() for masculine, feminine in pairs}


def _read_concepts(
    kind: Kind, folder: Path, complaints: Complaints
) -> tuple[dict[str, Concept], dict[str, tuple[Path, int]]]:
    pattern = _TABLES[kind]
    paths = sorted(folder.glob(pattern))
    if not paths:
        raise VocabularyError(
            "E-VOC-102", f"Non trovo la tabella {pattern} in {folder}.", "Reinstalla il programma."
        )
    column = _ID_COLUMN.get(kind, "id")
    concepts: dict[str, Concept] = {}
    origin: dict[str, tuple[Path, int]] = {}
    for path in paths:
        for number, row in read_rows(path, (column,)):
            concept_id = row[column]
            if not concept_id:
                complaints.add(path, number, f"manca «{column}»")
            elif concept_id in concepts:
                first, line = origin[concept_id]
                complaints.add(path, number, f"«{concept_id}» c'è già in {first.name}, riga {line}")
            else:
                origin[concept_id] = (path, number)
                concepts[concept_id] = concept_of_row(
                    kind, concept_id, row, _complainer(complaints, path, number)
                )
    return concepts, origin


def _complainer(complaints: Complaints, path: Path, number: int) -> Callable[[str], None]:
    return lambda text: complaints.add(path, number, text)


def concept_of_row(
    kind: Kind, concept_id: str, row: Mapping[str, str], complain: Callable[[str], None]
) -> Concept:
    """Return the concept that a row of a table describes; what is wrong with it goes to ``complain``."""
    labels = {"it": row.get("label_m") or row.get("label_it", ""), "en": row.get("label_en", "")}
    labels = {language: text for language, text in labels.items() if text}
    if not labels:
        complain(f"«{concept_id}» non ha etichetta")
    feminine = row.get("label_f", "")
    alternatives = {"it": split_list(row, "alt_it"), "en": split_list(row, "alt_en")}
    twins = {feminine: labels["it"]} if feminine and "it" in labels else {}
    if kind in _GENDERED:
        twins |= _twins(alternatives["it"])
        alternatives = {language: split_forms(texts) for language, texts in alternatives.items()}
    own = _OWN_COLUMNS | {_ID_COLUMN.get(kind, "id")}
    broader = split_list(row, "broader")
    if kind == "isco_group" and len(concept_id) > 1:
        broader = (concept_id[:-1],)
    return Concept(
        id=concept_id,
        kind=kind,
        labels=labels,
        labels_f={"it": feminine} if feminine and feminine != labels.get("it") else {},
        alternatives={language: texts for language, texts in alternatives.items() if texts},
        isco=concept_id if kind == "isco_group" else row.get("isco", ""),
        broader=broader,
        implies=split_list(row, "implies"),
        occupations=split_list(row, "occupations"),
        rank=_integer(row.get("rank", ""), complain),
        uri=row.get("uri", ""),
        valid_from=_date(row.get("valid_from", ""), complain),
        valid_to=_date(row.get("valid_to", ""), complain),
        facts={name: text for name, text in row.items() if text and name not in own},
        twins=twins,
    )


def _integer(text: str, complain: Callable[[str], None]) -> int:
    if not text:
        return 0
    try:
        return int(text)
    except ValueError:
        complain(f"«{text}» non è un numero intero")
        return 0


def _date(text: str, complain: Callable[[str], None]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        complain(f"«{text}» non è una data (AAAA-MM-GG)")
        return None


def _grant_jointly(concepts: dict[str, Concept], path: Path, complaints: Complaints) -> None:
    for number, row in read_rows(path, ("id", "premises")):
        target, premises = row["id"], split_list(row, "premises")
        if unknown := [name for name in (target, *premises) if name not in concepts]:
            complaints.add(path, number, f"non esiste: {', '.join(unknown)}")
            continue
        facts = {**concepts[target].facts, "granted_by": "|".join(premises)}
        concepts[target] = replace(concepts[target], facts=facts)


def check_references(
    concepts: Mapping[str, Concept], origin: Mapping[str, tuple[Path, int]], complaints: Complaints
) -> None:
    """Complain of relations that lead to no concept, or round in a circle; rows by id are in ``origin``."""
    edges: dict[str, dict[str, Sequence[str]]] = {"broader": {}, "implies": {}}
    for concept_id, concept in concepts.items():
        for relation, targets in (("broader", concept.broader), ("implies", concept.implies)):
            if not targets:
                continue
            edges[relation][concept_id] = targets
            unknown = [target for target in targets if target not in concepts]
            if unknown and concept_id in origin:
                complaints.add(*origin[concept_id], f"«{relation}» non esiste: {', '.join(unknown)}")
    for relation, graph in edges.items():
        if cycle := find_cycle(graph):
            place = next(origin[name] for name in cycle if name in origin)
            complaints.add(*place, f"«{relation}» forma un ciclo: {' → '.join(cycle)}")
