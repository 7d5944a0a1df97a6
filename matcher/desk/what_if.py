"""E se…: the shortlist that a changed vacancy would have, beside the one it has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_args

from pydantic import ValidationError
from sqlalchemy import Connection

from matcher.desk.editing import edited_vacancy, named_fields
from matcher.desk.matching import Matching
from matcher.desk.vacancy_words import read_vacancies
from matcher.desk.words import WordReader
from matcher.domain.levels import RequirementLevel
from matcher.domain.record import Record
from matcher.domain.shortlist import Shortlist
from matcher.domain.vacancy import Requirement, RequirementKind, Vacancy
from matcher.errors import InputError, NotFoundError
from matcher.exchange.requirement_entries import REQUIREMENT_COLUMNS
from matcher.exchange.vacancies import VacancyReader
from matcher.store.vacancies import get_vacancy

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
_COLUMNS = (*dict.fromkeys(_CONDITIONS.values()), "sede", "retribuzione", *REQUIREMENT_COLUMNS)
_KINDS = {RequirementKind.EXPERIENCE: "esperienza", RequirementKind.EDUCATION: "titolo di studio"}


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
    open_words: Callable[[], WordReader],
) -> Comparison:
    """Return the shortlist before and after; nothing is written.

    Parameters
    ----------
    settings : mapping of str to str
        Condition or requirement to its new value: an import column with a text as in a file, or a field of the record
        with its code, lists joined by ``|``. An empty value means not stated. Title and description cannot be changed:
        the check of their words cannot be gone round by a simulation.
    levels : mapping of str to str
        Words of a requirement, or others that mean the same, to its new level, or ``off``.
    weights : mapping of str to int
        Component to share.
    open_words : callable
        Gives what reads words; not called where only codes and weights change.

    Raises
    ------
    InputError
        For a field, level or component that does not exist, a value that does not fit, a requirement not understood.
    """
    unknown = sorted(set(weights) - set(matching.options.weights))
    if unknown:
        shown = {name: one.label_it for name, (_, one) in matching.rules.gate.components.items()}
        known = ", ".join(f"{name} ({shown[name]})" for name in sorted(matching.options.weights))
        raise InputError("E-DSK-020", f"Il criterio «{unknown[0]}» non esiste.", f"Criteri: {known}.")
    vacancy = get_vacancy(connection, vacancy_id).vacancy
    before = matching.answer(connection, vacancy, size)
    changed = changed_vacancy(vacancy, settings, levels, open_words)
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
    vacancy: Vacancy,
    settings: Mapping[str, str],
    levels: Mapping[str, str],
    open_words: Callable[[], WordReader],
) -> Vacancy:
    """Return a vacancy with some conditions, requirements and levels changed."""
    coded = {name: text for name, text in settings.items() if name in _CONDITIONS}
    written, _ = named_fields("vacancies", {n: text for n, text in settings.items() if n not in coded})
    for name in written:
        if name not in _COLUMNS:
            known = ", ".join(_COLUMNS)
            raise InputError("E-DSK-022", f"Il campo «{name}» non si può cambiare qui.", f"Campi: {known}.")
    if written:
        words = open_words()
        reader = VacancyReader(words.labels, words.vocabularies.places)
        edited = edited_vacancy(vacancy, written, reader, words.labels)
        if set(REQUIREMENT_COLUMNS) & set(written):
            edited = _with_requirements(edited, vacancy, words)
        vacancy = edited
    values = {**vacancy.model_dump(), **{name: _value(name, text) for name, text in coded.items()}}
    values["requirements"] = _requirements(vacancy.requirements, levels, open_words)
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


def _with_requirements(edited: Vacancy, before: Vacancy, words: WordReader) -> Vacancy:
    """Return a vacancy whose new requirements are linked, beside those that still wait for confirmation."""
    stated = tuple(one for one in edited.requirements if one.confirmed)
    [read] = read_vacancies([edited.model_copy(update={"requirements": stated})], words, extract=False)
    for one in read.vacancy.requirements:
        if one.mention and not one.mention.concept and one not in before.requirements:
            raise InputError(
                "E-DSK-026",
                f"«{one.mention.text}» non è una competenza, una patente o un titolo che il vocabolario conosca.",
                "Scrivilo in altre parole: «matcher link» e «matcher read» dicono come si capiscono.",
            )
    waiting = tuple(one for one in before.requirements if not one.confirmed)
    return read.vacancy.model_copy(update={"requirements": (*read.vacancy.requirements, *waiting)})


def _requirements(
    requirements: Sequence[Requirement], levels: Mapping[str, str], open_words: Callable[[], WordReader]
) -> tuple[Requirement, ...]:
    changed = list(requirements)
    for text, level in levels.items():
        meant = _meant(text, open_words())
        hits = [
            n
            for n, one in enumerate(changed)
            if text.lower() in _words(one).lower() or (one.mention and one.mention.concept in meant)
        ]
        if not hits:
            listed = "; ".join(_words(one) for one in requirements) or "nessuno"
            raise NotFoundError(
                "E-DSK-023",
                f"Nessun requisito contiene «{text}».",
                f"Requisiti: {listed}. Per aggiungerne uno: --set competenze_gradite=…, --set patenti_richieste=…",
            )
        for number in reversed(hits):
            if level == "off":
                del changed[number]
            else:
                changed[number] = changed[number].model_copy(
                    update={"level": _level(level), "confirmed": True}
                )
    return tuple(changed)


def _meant(text: str, words: WordReader) -> frozenset[str]:
    """Return the concepts that words mean, as a skill or as whatever else a vacancy asks for."""
    found = {one.concept for one in words.find([text])[text]} | {words.link("skill", [text])[text].concept}
    return frozenset(concept for concept in found if concept)


def _level(text: str) -> RequirementLevel:
    try:
        return RequirementLevel(text)
    except ValueError as error:
        known = ", ".join([*RequirementLevel, "off"])
        raise InputError(
            "E-DSK-024", f"«{text}» non è un livello di requisito.", f"Livelli: {known}."
        ) from error


def _words(requirement: Requirement) -> str:
    if requirement.mention:
        return requirement.mention.text
    kind = _KINDS.get(requirement.kind, requirement.kind.value)
    months = f" {requirement.months} mesi" if requirement.months else ""
    return kind + (f" EQF {requirement.eqf}" if requirement.eqf else "") + months
