"""Entries of a vacancy's requirement cells, and how each is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from matcher.domain.levels import RequirementLevel
from matcher.domain.record import Mention
from matcher.domain.vacancy import Requirement, RequirementKind
from matcher.exchange.claims import (
    find_licence,
    language_and_level,
    parse_education,
    parse_mention,
)
from matcher.exchange.entries import join_entries, protect, remarks, unprotect
from matcher.exchange.labels import Labels
from matcher.exchange.values import bad_value, whole_between

__all__ = ["REQUIREMENT_COLUMNS", "parse_requirement", "write_requirements"]

_MUST, _STRONG = RequirementLevel.MUST, RequirementLevel.STRONGLY_WANTED
_WANTED, _NOT = RequirementLevel.WANTED, RequirementLevel.MUST_NOT
_K = RequirementKind
#: What each column holds, and the level of an entry without brackets.
REQUIREMENT_COLUMNS: Mapping[str, tuple[RequirementKind, RequirementLevel]] = {
    "competenze_indispensabili": (_K.SKILL, _MUST),
    "competenze_gradite": (_K.SKILL, _WANTED),
    "patenti_richieste": (_K.LICENCE, _MUST),
    "lingue_richieste": (_K.LANGUAGE, _MUST),
    "titolo_studio": (_K.EDUCATION, _MUST),
    "esperienza_mesi": (_K.EXPERIENCE, _MUST),
}
_LEVELS = {
    "indispensabile": _MUST,
    "obbligatorio": _MUST,
    "obbligatoria": _MUST,
    "molto gradito": _STRONG,
    "molto gradita": _STRONG,
    "gradito": _WANTED,
    "gradita": _WANTED,
    "da escludere": _NOT,
    "escluso": _NOT,
    "esclusa": _NOT,
}
_WORDS = frozenset(_LEVELS)
_SHOWN = {_MUST: "indispensabile", _STRONG: "molto gradito", _WANTED: "gradito", _NOT: "da escludere"}
#: Experience of a length that nobody stated; 0 would say that none is needed.
_SOME = "richiesta"
_MONTHS = whole_between(0, 600)


def parse_requirement(column: str, entry: str, labels: Labels) -> Requirement:
    """Read one entry of a requirement column: words, then the level in brackets if it is not the column's.

    Raises
    ------
    InputError
        ``E-EXC-020`` if the entry is not of that kind.
    """
    kind, default = REQUIREMENT_COLUMNS[column]
    text, notes = remarks(entry, _WORDS)
    level = next((_LEVELS[note] for note in notes), default)
    if kind is _K.SKILL:
        return Requirement(kind=kind, level=level, mention=parse_mention(text))
    if kind is _K.LICENCE:
        words = unprotect(text)
        return Requirement(kind=kind, level=level, mention=_closed(words, find_licence(words, labels)))
    if kind is _K.LANGUAGE:
        words = unprotect(text)
        code, cefr = language_and_level(words, labels)
        known = code if code in labels.languages.shown else ""
        shown = labels.languages.show(known) if known else code
        return Requirement(kind=kind, level=level, mention=_closed(shown, known), cefr=cefr)
    if kind is _K.EDUCATION:
        return _education(text, level, labels)
    return Requirement(kind=kind, level=level, months=None if text.casefold() == _SOME else _MONTHS(text))


def write_requirements(requirements: Iterable[Requirement], labels: Labels) -> dict[str, str]:
    """Return the cells of confirmed requirements; the others are read again from the text."""
    cells: dict[str, list[str]] = {}
    for requirement in requirements:
        if not requirement.confirmed:
            continue
        column = _column(requirement)
        level = (
            "" if requirement.level is REQUIREMENT_COLUMNS[column][1] else f" ({_SHOWN[requirement.level]})"
        )
        cells.setdefault(column, []).append(_text(requirement, labels) + level)
    return {column: join_entries(entries) for column, entries in cells.items()}


def _column(requirement: Requirement) -> str:
    fitting = [name for name, (kind, _) in REQUIREMENT_COLUMNS.items() if kind is requirement.kind]
    exact = [name for name in fitting if REQUIREMENT_COLUMNS[name] == (requirement.kind, requirement.level)]
    return (exact or fitting[-1:])[0]


def _text(requirement: Requirement, labels: Labels) -> str:
    words = protect(requirement.mention.text) if requirement.mention else ""
    if requirement.kind is _K.EXPERIENCE:
        return _SOME if requirement.months is None else str(requirement.months)
    if requirement.kind is _K.LANGUAGE:
        return words + (f" {requirement.cefr.name}" if requirement.cefr else "")
    if requirement.kind is _K.EDUCATION:
        stated = f"EQF {requirement.eqf}" if requirement.eqf else ""
        return " | ".join(part for part in (stated, words) if part)
    return words


def _education(text: str, level: RequirementLevel, labels: Labels) -> Requirement:
    claim = parse_education(text, labels)
    words = labels.fields.show(claim.field) if claim.field else ""
    if not claim.concept and claim.eqf is None:
        words = words or claim.title
    mention = _closed(words, labels.fields.find(words)) if words else None
    if mention is None and claim.eqf is None and claim.concept != "none":
        raise bad_value(
            f"«{claim.title}» non è un titolo di studio", "Scrivi per esempio «diploma di scuola superiore»."
        )
    return Requirement(kind=_K.EDUCATION, level=level, eqf=claim.eqf, mention=mention)


def _closed(words: str, concept: str) -> Mention:
    """Return words of a closed list: linked for certain, or not at all."""
    if not words:
        raise bad_value("una voce è vuota", "Togli il separatore in più.")
    if not concept:
        return Mention(text=words)
    return Mention(text=words, concept=concept, method="exact", confidence=1.0)
