"""Words and concepts that others bring to the vocabularies: checked, dated, and refused where they conflict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from itertools import chain
from pathlib import Path
from typing import Any, get_args

from matcher.errors import VocabularyError
from matcher.text.normalise import normalise
from matcher.vocabulary.bundle import Vocabularies
from matcher.vocabulary.load import check_references, concept_of_row, content_digest
from matcher.vocabulary.schema import Concept, Kind, Vocabulary
from matcher.vocabulary.table import Complaints, read_rows

__all__ = ["Addition", "extended"]

_WORDS = ("label_it", "label_m", "label_f", "label_en")


@dataclass(frozen=True, slots=True)
class Addition:
    """A table that somebody brings.

    Attributes
    ----------
    owner : str
        Who brings it: named in errors.
    kind : str
        A kind of the product, or ``owner.name`` for a vocabulary of its own.
    path : Path
        CSV in the layout of the built-in tables.
    version : str
        Version of the data.
    """

    owner: str
    kind: str
    path: Path
    version: str


def extended(vocabularies: Vocabularies, additions: Iterable[Addition], day: date) -> Vocabularies:
    """Return the vocabularies with the rows of the additions that are valid on a day.

    A row whose id is known adds alternatives (``alt_it``, ``alt_en``); any other is a new concept.

    Raises
    ------
    VocabularyError
        ``E-VOC-110`` naming who brings the table, the rows that are wrong, and whom they conflict with.
    """
    kinds: dict[Any, Vocabulary] = dict(vocabularies.by_kind)
    for addition in sorted(additions, key=lambda one: (one.owner, one.kind, str(one.path))):
        held = kinds.get(addition.kind) or _empty(addition)
        try:
            kinds[addition.kind] = _added(held, addition, day)
        except VocabularyError as error:
            raise VocabularyError(
                "E-VOC-110",
                f"Il plugin «{addition.owner}» porta parole che non vanno. {error.message}",
                f"{error.hint} Per altri nomi di un concetto che c'è già: il suo id e alt_it, senza etichette.",
            ) from error
    return replace(vocabularies, by_kind=kinds)


def _empty(addition: Addition) -> Vocabulary:
    kind: Any = addition.kind
    return Vocabulary(kind, addition.owner, "", "", ())


def _added(held: Vocabulary, addition: Addition, day: date) -> Vocabulary:
    complaints = Complaints()
    concepts = dict(held.by_id)
    origin: dict[str, tuple[Path, int]] = {}
    labels = _labels(held)
    for number, row in read_rows(addition.path, ("id",)):
        found = _of_row(row, number, held, addition, complaints)
        if found is None or not _valid(found, day):
            continue
        if found.id in origin:
            complaints.add(addition.path, number, f"«{found.id}» c'è già alla riga {origin[found.id][1]}")
        brought = found.alternatives.values() if found.id in held else [[t for _, t in found.all_labels()]]
        for text in chain.from_iterable(brought):
            other = labels.setdefault(normalise(text), found.id)
            if other != found.id:
                complaints.add(addition.path, number, f"«{text}» porta già a «{other}» ({held.name})")
        origin[found.id] = (addition.path, number)
        concepts[found.id] = _joined(held.by_id[found.id], found) if found.id in held else found
    check_references(concepts, origin, complaints)
    complaints.raise_any()
    ordered = tuple(concepts[concept_id] for concept_id in sorted(concepts))
    version = f"{addition.owner} {addition.version}"
    return Vocabulary(
        held.kind,
        held.name,
        f"{held.version} + {version}" if held.version else version,
        content_digest(ordered),
        ordered,
    )


def _of_row(
    row: Mapping[str, str], number: int, held: Vocabulary, addition: Addition, complaints: Complaints
) -> Concept | None:
    """Return the concept of a row, or the alternatives that it adds to a known one."""
    if not row["id"]:
        complaints.add(addition.path, number, "manca «id»")
        return None
    named = [name for name in _WORDS if row.get(name)]
    if not named and row["id"] not in held and held.name != "built-in" and held.concepts:
        return None  # alternatives of a concept that the imported vocabulary in use does not have
    if not named and row["id"] not in held:
        near = get_close_matches(row["id"], list(held.by_id), 1)
        text = f"«{row['id']}» non c'è nel vocabolario, e senza etichetta non è una voce nuova"
        meant = [f"forse «{near[0]}»"] if near else []
        complaints.add(addition.path, number, "; ".join([text, *meant]))
        return None
    if named and row["id"] in held:
        text = f"«{row['id']}» c'è già: di una voce nota si aggiungono solo alternative (alt_it, alt_en)"
        complaints.add(addition.path, number, text)
        return None
    if not named and row["id"] in held:
        row = {**row, "label_it": held[row["id"]].label()}
    kind: Kind = held.kind if addition.kind in get_args(Kind) else "group"
    concept = concept_of_row(kind, row["id"], row, lambda text: complaints.add(addition.path, number, text))
    return replace(concept, kind=held.kind)


def _joined(known: Concept, found: Concept) -> Concept:
    """Return a known concept with more alternatives."""
    languages = dict.fromkeys([*known.alternatives, *found.alternatives])
    return replace(
        known,
        alternatives={
            language: tuple(
                dict.fromkeys([*known.alternatives.get(language, ()), *found.alternatives.get(language, ())])
            )
            for language in languages
        },
    )


def _valid(concept: Concept, day: date) -> bool:
    return (concept.valid_from is None or concept.valid_from <= day) and (
        concept.valid_to is None or day <= concept.valid_to
    )


def _labels(held: Vocabulary) -> dict[str, str]:
    """Return whom each label leads to; one that leads to several is nobody's conflict."""
    found: dict[str, str] = {}
    for concept in held.concepts:
        for _, text in concept.all_labels():
            found.setdefault(normalise(text), concept.id)
    return found
