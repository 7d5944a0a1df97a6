"""Changing single fields of a record, in the words of the import columns; what is not named stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel

from matcher.domain.candidate import Candidate
from matcher.domain.record import Mention, Record
from matcher.domain.vacancy import Requirement, Vacancy
from matcher.errors import InputError
from matcher.exchange.candidate_cells import candidate_cells
from matcher.exchange.candidates import TEXT_COLUMNS, CandidateParts, CandidateReader
from matcher.exchange.columns import FileKind, columns_of, resolve_columns
from matcher.exchange.labels import Labels
from matcher.exchange.problems import Problem
from matcher.exchange.rows import header_key
from matcher.exchange.vacancies import VacancyReader
from matcher.exchange.vacancy_cells import vacancy_cells

__all__ = ["edited_candidate", "edited_vacancy", "named_fields", "refuse_problems"]

Kept = TypeVar("Kept", bound=Record)
_CLOSEST = 3
_IDENTIFIERS = {"candidates": "id_candidato", "vacancies": "id_richiesta"}


def named_fields(kind: FileKind, given: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return texts by documented column, and those of plugins by ``plugin.field``; aliases are understood.

    Raises
    ------
    InputError
        ``E-DSK-001`` for a field that no column has, with the nearest names.
    """
    keys = {header_key(name): name for name in given}
    resolved = resolve_columns(kind, list(keys))
    if resolved.unknown:
        from rapidfuzz import process

        names = [column.name for column in columns_of(kind)]
        near = [name for name, _, _ in process.extract(resolved.unknown[0], names, limit=_CLOSEST)]
        raise InputError(
            "E-DSK-001",
            f"Il campo «{keys[resolved.unknown[0]]}» non esiste.",
            f"Forse: {', '.join(near)}. Tutti i campi: matcher template {kind}.",
        )
    own = {resolved.names[key]: given[name] for key, name in keys.items() if key in resolved.names}
    return own, {key: given[name] for key, name in keys.items() if key in resolved.plugin}


def refuse_problems(identifier: str, problems: Sequence[Problem]) -> None:
    """Refuse fields that cannot be read, with every reason and remedy.

    Raises
    ------
    InputError
        ``E-DSK-002``, one line for each problem.
    """
    if problems:
        lines = [
            f"  {problem.field or 'riga'}"
            + (f" «{problem.shown_value()}»" if problem.value else "")
            + f": {problem.reason}. {problem.remedy}"
            for problem in problems
        ]
        head = f"«{identifier}»: non si può fare, nulla è cambiato:"
        raise InputError("E-DSK-002", "\n".join([head, *lines]))


def edited_candidate(
    held: CandidateParts, changes: Mapping[str, str], reader: CandidateReader, labels: Labels
) -> CandidateParts:
    """Return a person with some fields written anew; a blank text empties its field.

    Links of words that stay are kept; new words come back unlinked.

    Raises
    ------
    InputError
        ``E-DSK-002`` with everything that cannot be read, ``E-DSK-003`` for a change of identifier.
    """
    identifier = held.candidate.id
    cells = _without_read(candidate_cells(held, labels), held.candidate, changes)
    before, _ = reader.read(cells)
    after, problems = reader.read(_changed("candidates", identifier, cells, changes))
    refuse_problems(identifier, problems)
    if before is None or after is None:
        raise _unwritable(identifier)
    contact, protected = after.contact, after.protected
    # an emptied part is written blank: leaving it out would keep what is stored
    if held.contact is not None:
        contact = _merged(held.contact, before.contact, contact or _blank(held.contact))
    if held.protected is not None:
        protected = _merged(held.protected, before.protected, protected or _blank(held.protected))
    merged = _merged(held.candidate, before.candidate, after.candidate)
    read = _still_read(held.candidate, after.candidate, changes)
    return CandidateParts(merged.model_copy(update={"read_in_text": read}), contact, protected)


def _without_read(
    cells: Mapping[str, str], candidate: Candidate, changes: Mapping[str, str]
) -> dict[str, str]:
    """Leave out what was read in the text and is not changed by hand, and the text that a new curriculum replaces."""
    gone = {TEXT_COLUMNS[name] for name in candidate.read_in_text} - changes.keys()
    if changes.get("curriculum"):
        gone.add("sintesi")
    return {name: text for name, text in cells.items() if name not in gone}


def _still_read(held: Candidate, after: Candidate, changes: Mapping[str, str]) -> tuple[str, ...]:
    """Return the fields that are to be read in the text: all that a new curriculum can fill, else those left alone."""
    if changes.get("curriculum"):
        return after.read_in_text
    return tuple(name for name in held.read_in_text if TEXT_COLUMNS[name] not in changes)


def edited_vacancy(
    held: Vacancy, changes: Mapping[str, str], reader: VacancyReader, labels: Labels
) -> Vacancy:
    """Return a vacancy with some fields written anew; a blank text empties its field.

    What waits for confirmation stays, unless the text that it was read from is no longer there.

    Raises
    ------
    InputError
        As `edited_candidate`.
    """
    cells = vacancy_cells(held, labels)
    before, _ = reader.read(cells)
    after, problems = reader.read(_changed("vacancies", held.id, cells, changes))
    refuse_problems(held.id, problems)
    if before is None or after is None:
        raise _unwritable(held.id)
    merged = _merged(held, before, after)
    same_text = (merged.title, merged.description) == (held.title, held.description)
    text = f"{merged.title}\n{merged.description}".casefold()
    kept = tuple(
        one for one in held.requirements if one.confirmed or same_text or one.quote.casefold() in text
    )
    if after.requirements != before.requirements:
        kept = (*merged.requirements, *(one for one in kept if not one.confirmed))
    return merged.model_copy(update={"requirements": kept})


def _changed(
    kind: FileKind, identifier: str, cells: Mapping[str, str], changes: Mapping[str, str]
) -> dict[str, str]:
    name = _IDENTIFIERS[kind]
    if changes.get(name, identifier) != identifier:
        raise InputError(
            "E-DSK-003",
            f"L'identificativo «{identifier}» non si cambia.",
            "Aggiungi un record nuovo e cancella questo.",
        )
    return {name: text for name, text in {**cells, **changes}.items() if text}


def _merged(held: Kept, before: Kept | None, after: Kept) -> Kept:
    """Return what is held, with the fields in which the two readings differ taken from the later one."""
    fresh = {
        name: getattr(after, name)
        for name in type(held).model_fields
        if before is None or getattr(after, name) != getattr(before, name)
    }
    known = {(path, one.text): one for path, one in _mentions(held, "") if one.concept}
    return held.model_copy(update={name: _linked(value, known, f".{name}") for name, value in fresh.items()})


def _linked(value: Any, known: Mapping[tuple[str, str], Mention], path: str) -> Any:
    """Give words the link that they had in the same field."""
    if isinstance(value, Mention):
        return value if value.concept else known.get((path, value.text), value)
    if isinstance(value, tuple):
        return tuple(_linked(item, known, path) for item in value)
    if isinstance(value, BaseModel):
        parts = {name: _linked(part, known, place) for name, place, part in _fields(value, path)}
        return value.model_copy(update=parts)
    return value


def _mentions(value: Any, path: str) -> Iterable[tuple[str, Mention]]:
    if isinstance(value, Mention):
        yield path, value
    elif isinstance(value, tuple):
        for item in value:
            yield from _mentions(item, path)
    elif isinstance(value, BaseModel):
        for _, place, part in _fields(value, path):
            yield from _mentions(part, place)


def _fields(record: BaseModel, path: str) -> Iterable[tuple[str, str, Any]]:
    """Yield name, path and value of each field; the path of a requirement says its kind too."""
    kind = record.kind.value if isinstance(record, Requirement) else ""
    return [(name, f"{path}{kind}.{name}", getattr(record, name)) for name in type(record).model_fields]


def _blank(part: Kept) -> Kept:
    return type(part).model_validate({"candidate_id": getattr(part, "candidate_id", "")})


def _unwritable(identifier: str) -> InputError:
    return InputError(
        "E-DSK-004",
        f"«{identifier}» ha dati che non si scrivono in colonne.",
        "Modificalo con un file JSON: matcher import.",
    )
