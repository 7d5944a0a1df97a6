"""Inadmissible words of a vacancy: where they stand, and the recorded override of a supervisor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from matcher.desk.operators import Acting
from matcher.desk.permissions import Action, require_role
from matcher.domain.levels import RequirementLevel
from matcher.domain.vacancy import Requirement, RequirementKind, Vacancy
from matcher.errors import InputError
from matcher.store.audit import Entry, append
from matcher.store.vacancies import VacancyRow, get_vacancy, set_vacancy
from matcher.vocabulary.lint import Finding, InadmissibleWords, find_inadmissible
from matcher.vocabulary.schema import Language

__all__ = ["WordingFinding", "override_words", "wording_findings"]

#: Columns by what is asked for.
_COLUMNS: Final = {
    RequirementKind.LICENCE: "patenti_richieste",
    RequirementKind.LANGUAGE: "lingue_richieste",
    RequirementKind.EDUCATION: "titolo_studio",
}


@dataclass(frozen=True, slots=True)
class WordingFinding:
    """Words that may not choose people.

    Attributes
    ----------
    field : str
        Column that holds them: ``titolo``, ``descrizione``, ``patenti_richieste``…
    finding : Finding
        Quote, reason, rewording, legal basis.
    allowed : bool
        Whether a supervisor let them count.
    """

    field: str
    finding: Finding
    allowed: bool

    @property
    def entry(self) -> str:
        """The words as the vacancy notes them: ``kind:quote``."""
        return f"{self.finding.kind}:{self.finding.quote}"


def wording_findings(
    vacancy: Vacancy, words: InadmissibleWords, language: Language = "it"
) -> list[WordingFinding]:
    """Return the inadmissible words of a vacancy, title first, then what only a requirement says."""

    def found_in(field: str, text: str) -> list[WordingFinding]:
        return [
            WordingFinding(field, one, f"{one.kind}:{one.quote}" in vacancy.overrides)
            for one in find_inadmissible(text, words, language)
        ]

    found = [*found_in("titolo", vacancy.title), *found_in("descrizione", vacancy.description)]
    told = {one.entry for one in found}
    for asked in vacancy.requirements:
        # unconfirmed ones are words of the description
        if asked.mention is not None and asked.confirmed:
            inside = found_in(_column(asked), asked.mention.text)
            found.extend(one for one in inside if one.entry not in told)
    return found


def _column(asked: Requirement) -> str:
    skill = "competenze_indispensabili" if asked.level is RequirementLevel.MUST else "competenze_gradite"
    return _COLUMNS.get(asked.kind, skill)


def override_words(
    connection: Connection,
    vacancy_id: str,
    quote: str,
    reason: str,
    words: InadmissibleWords,
    acting: Acting,
) -> VacancyRow:
    """Let words count because they bear on how this job is done; return the vacancy as it now is.

    The log keeps the words, the reason, who and in which role.

    Raises
    ------
    InputError
        ``E-OPR-002`` for a role that may not, ``E-DSK-006`` without a reason, ``E-DSK-007`` for words that
        the check does not find.
    NotFoundError
        If the vacancy is not in the store.
    """
    require_role(Action.ALLOW_WORDS, acting.role, acting.actor)
    if not reason.strip():
        raise InputError(
            "E-DSK-006", "Manca il motivo.", "Scrivi perché quelle parole sono essenziali per questo lavoro."
        )
    row = get_vacancy(connection, vacancy_id)
    found = wording_findings(row.vacancy, words)
    chosen = [one for one in found if one.finding.quote.casefold() == quote.strip().casefold()]
    if not chosen:
        quotes = ", ".join(f"«{one.finding.quote}»" for one in found) or "nessuna"
        raise InputError(
            "E-DSK-007", f"«{quote}» non è tra le parole trovate in «{vacancy_id}».", f"Trovate: {quotes}."
        )
    entries = tuple(one.entry for one in chosen)
    update = {
        "overrides": tuple(dict.fromkeys((*row.vacancy.overrides, *entries))),
        "ignored_words": tuple(dict.fromkeys((*row.vacancy.ignored_words, *entries))),
    }
    set_vacancy(connection, row.vacancy.model_copy(update=update), row.version, acting.actor, acting.at)
    noted = [
        Entry(
            "vacancy.override",
            "vacancy",
            vacancy_id,
            details={
                "kind": one.finding.kind,
                "words": one.finding.quote,
                "reason": reason.strip(),
                "role": acting.role.value,
            },
        )
        for one in chosen
        if not one.allowed
    ]
    append(connection, noted, acting.actor, acting.at)
    return get_vacancy(connection, vacancy_id)
