"""E se…: the shortlist that a changed vacancy would have, beside the one it has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from pydantic import ValidationError
from sqlalchemy import Connection

from matcher.desk.editing import edited_vacancy, named_fields
from matcher.desk.matching import Matching
from matcher.domain.levels import RequirementLevel
from matcher.domain.record import Record
from matcher.domain.shortlist import Shortlist
from matcher.domain.vacancy import Requirement, Vacancy
from matcher.errors import InputError, NotFoundError
from matcher.exchange.labels import Labels
from matcher.exchange.vacancies import VacancyReader
from matcher.store.vacancies import get_vacancy
from matcher.vocabulary.bundle import Vocabularies

__all__ = ["Comparison", "changed_vacancy", "compare"]

#: Field of a vacancy that a simulation may change, and the import column of the same fact.
_CONDITIONS = {
    "transit": "mezzi_pubblici",
    "lodging": "alloggio",
    "needs_vehicle": "auto_propria",
    "remote": "a_distanza",
    "travel": "trasferte",
    "contracts": "contratto",
    "contract_months": "durata_mesi",
    "weekly_hours_min": "ore",
    "weekly_hours_max": "ore",
    "shifts": "turni",
    "days": "giorni",
    "annual_pay_min": "retribuzione_da",
    "annual_pay_max": "retribuzione_a",
    "start_from": "inizio_dal",
    "start_by": "inizio_entro",
    "expires_on": "scadenza",
    "openings": "posti",
}
_COLUMNS = (*dict.fromkeys(_CONDITIONS.values()), "sede", "retribuzione")


class Comparison(Record):
    """Two shortlists of one vacancy, before and after a change.

    Attributes
    ----------
    entered, left : tuple of str
        Who is in the list only after, and only before.
    moved : tuple of (str, int, int)
        Who changed place: id, rank before, rank after.
    """

    before: Shortlist
    after: Shortlist
    entered: tuple[str, ...]
    left: tuple[str, ...]
    moved: tuple[tuple[str, int, int], ...]


def compare(
    connection: Connection,
    matching: Matching,
    vacancy_id: str,
    size: int,
    settings: Mapping[str, str],
    levels: Mapping[str, str],
    weights: Mapping[str, int],
) -> Comparison:
    """Return the shortlist before and after; nothing is written.

    Parameters
    ----------
    settings : mapping of str to str
        Condition to its new value: an import column with a text as in a file, or a field of the record with
        its code, lists joined by ``|``. An empty value means not stated. Words that choose people, such as
        the title, are not conditions: their check cannot be gone round by a simulation.
    levels : mapping of str to str
        Words of a requirement to its new level, or ``off``.
    weights : mapping of str to int
        Component to share.

    Raises
    ------
    InputError
        For a field, level or component that does not exist, or a value that does not fit.
    """
    unknown = sorted(set(weights) - set(matching.options.weights))
    if unknown:
        shown = {name: one.label_it for name, (_, one) in matching.rules.gate.components.items()}
        known = ", ".join(f"{name} ({shown[name]})" for name in sorted(matching.options.weights))
        raise InputError("E-DSK-020", f"Il criterio «{unknown[0]}» non esiste.", f"Criteri: {known}.")
    vacancy = get_vacancy(connection, vacancy_id).vacancy
    before = matching.answer(connection, vacancy, size)
    changed = changed_vacancy(vacancy, settings, levels, matching.builder.vocabularies)
    after = matching.answer(connection, changed, size, weights)
    old = {person.id: person.rank for person in before.ranked}
    new = {person.id: person.rank for person in after.ranked}
    return Comparison(
        before=before,
        after=after,
        entered=tuple(name for name in new if name not in old),
        left=tuple(name for name in old if name not in new),
        moved=tuple(
            (name, old[name], rank) for name, rank in new.items() if name in old and old[name] != rank
        ),
    )


def changed_vacancy(
    vacancy: Vacancy, settings: Mapping[str, str], levels: Mapping[str, str], vocabularies: Vocabularies
) -> Vacancy:
    """Return a vacancy with some conditions and requirement levels changed."""
    coded = {name: text for name, text in settings.items() if name in _CONDITIONS}
    written, _ = named_fields("vacancies", {n: text for n, text in settings.items() if n not in coded})
    for name in written:
        if name not in _COLUMNS:
            known = ", ".join(_COLUMNS)
            raise InputError("E-DSK-022", f"Il campo «{name}» non si può cambiare qui.", f"Campi: {known}.")
    if written:
        labels = Labels.of(vocabularies)
        vacancy = edited_vacancy(vacancy, written, VacancyReader(labels, vocabularies.places), labels)
    values = {**vacancy.model_dump(), **{name: _value(name, text) for name, text in coded.items()}}
    values["requirements"] = _requirements(vacancy.requirements, levels)
    try:
        return Vacancy.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise InputError(
            "E-DSK-021",
            f"«{where}»: «{settings.get(where, first['input'])}» non è un valore valido.",
            "Correggi il valore dopo il segno =.",
        ) from error


def _value(name: str, text: str) -> Any:
    field = Vacancy.model_fields[name]
    if not text:
        return None if type(None) in get_args(field.annotation) else field.default
    if "tuple" in str(field.annotation):
        return tuple(part.strip() for part in text.split("|"))
    return text


def _requirements(requirements: Sequence[Requirement], levels: Mapping[str, str]) -> tuple[Requirement, ...]:
    changed = list(requirements)
    for words, level in levels.items():
        hits = [n for n, r in enumerate(changed) if words.lower() in _words(r).lower()]
        if not hits:
            listed = "; ".join(_words(r) for r in requirements) or "nessuno"
            raise NotFoundError("E-DSK-023", f"Nessun requisito contiene «{words}».", f"Requisiti: {listed}.")
        for number in reversed(hits):
            if level == "off":
                del changed[number]
            else:
                changed[number] = changed[number].model_copy(
                    update={"level": _level(level), "confirmed": True}
                )
    return tuple(changed)


def _level(text: str) -> RequirementLevel:
    try:
        return RequirementLevel(text)
    except ValueError as error:
        known = ", ".join([*RequirementLevel, "off"])
        raise InputError(
            "E-DSK-024", f"«{text}» non è un livello di requisito.", f"Livelli: {known}."
        ) from error


def _words(requirement: Requirement) -> str:
    return requirement.mention.text if requirement.mention else requirement.kind.value
