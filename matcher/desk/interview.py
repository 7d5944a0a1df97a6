"""*Traccia di colloquio*: what is still to be asked of a person before a candidacy can be assessed.

A candidacy is *valutabile* when the facts without which no vacancy can be compared with it are known; what
else is missing sends the person among those to verify, vacancy by vacancy. Only what is missing is asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from sqlalchemy import Connection

from matcher.exchange.candidate_cells import candidate_cells
from matcher.exchange.candidates import CandidateParts
from matcher.exchange.labels import Labels
from matcher.exchange.limits import CONSTRAINT_COLUMNS
from matcher.store.candidates import get_candidate

__all__ = ["Interview", "MissingField", "answer_rows", "interview"]

Who = Literal["person", "operator"]


@dataclass(frozen=True, slots=True)
class MissingField:
    """One thing to ask.

    Attributes
    ----------
    column : str
        Import column that takes the answer.
    needed : bool
        Whether the candidacy cannot be assessed without it.
    expired : bool
        It was declared, for a time that has passed.
    """

    column: str
    question_it: str
    question_en: str
    who: Who = "person"
    needed: bool = False
    expired: bool = False


@dataclass(frozen=True)
class Interview:
    """What one person is still to be asked; ``assessable`` when nothing needed is missing.

    Attributes
    ----------
    known : mapping of str to str
        What is known so far, as a cell by import column.
    """

    candidate: str
    missing: tuple[MissingField, ...]
    known: Mapping[str, str]

    @property
    def assessable(self) -> bool:
        """Whether the candidacy can be compared with vacancies at all (*valutabile*)."""
        return not any(field.needed for field in self.missing)


_ASKED = (
    MissingField(
        "comune_domicilio", "In quale comune vive?", "Which municipality do you live in?", needed=True
    ),
    MissingField("professione_cercata", "Che lavoro cerca?", "What work are you looking for?", needed=True),
    MissingField(
        "esperienze",
        "Quali lavori ha fatto, da quando a quando? (anche brevi; nessuno, se non ne ha)",
        "Which jobs have you had, from when to when? (short ones too; none, if there are none)",
        needed=True,
    ),
    MissingField("competenze", "Che cosa sa fare, e a che livello?", "What can you do, and how well?"),
    MissingField("titoli_studio", "Quali titoli di studio ha?", "Which qualifications do you have?"),
    MissingField("lingue", "Quali lingue parla, a che livello?", "Which languages, at which level?"),
    MissingField(
        "patenti",
        "Quali patenti e attestati ha, fino a quando valgono?",
        "Which licences and certificates, valid until when?",
    ),
    MissingField("automunito", "Ha un mezzo proprio?", "Do you have a vehicle of your own?"),
    MissingField("usa_mezzo", "È disponibile a usarlo per lavoro?", "Would you use it for work?"),
    MissingField(
        "max_km",
        "Fino a che distanza da casa può lavorare? (km, oppure minuti di viaggio)",
        "How far from home can you work? (km, or minutes of travel)",
    ),
    MissingField("ore_min", "Quante ore la settimana, almeno?", "At least how many hours a week?"),
    MissingField("ore_max", "Quante ore la settimana, al massimo?", "At most how many hours a week?"),
    MissingField("turni", "Quali turni accetta?", "Which shifts do you accept?"),
    MissingField("giorni", "Quali giorni della settimana?", "Which days of the week?"),
    MissingField("contratti", "Quali contratti accetta?", "Which contracts do you accept?"),
    MissingField("disponibile_dal", "Da quando può cominciare?", "When can you start?"),
    MissingField("retribuzione_minima", "C'è una retribuzione minima?", "Is there a lowest pay?"),
    MissingField("trasferte", "Accetta trasferte?", "Do you accept work away from home?"),
    MissingField(
        "datori_esclusi",
        "Ci sono datori a cui i suoi dati non devono andare?",
        "Are there employers to whom your data must not go?",
    ),
    MissingField(
        "disponibilita_confermata_il",
        "Quando ha confermato l'ultima volta di essere disponibile?",
        "When was availability last confirmed?",
        who="operator",
    ),
)
#: Columns whose answer is also that of another question.
_SAME: Mapping[str, tuple[str, ...]] = {"max_km": ("max_minuti",)}
#: Columns of which one is enough to compare a person with vacancies.
_EITHER: Mapping[str, str] = {"professione_cercata": "esperienze", "esperienze": "professione_cercata"}
#: Questions that make sense only after a yes.
_AFTER: Mapping[str, str] = {"usa_mezzo": "automunito"}


def interview(connection: Connection, candidate_id: str, labels: Labels, day: date) -> Interview:
    """Return what a person is still to be asked on ``day``.

    Raises
    ------
    NotFoundError
        If there is no such person.
    """
    candidate = get_candidate(connection, candidate_id).candidate
    cells = candidate_cells(CandidateParts(candidate), labels)
    expired = {
        CONSTRAINT_COLUMNS[limit.kind]
        for limit in candidate.constraints
        if limit.expires_on is not None and limit.expires_on < day
    }
    current = cells.keys() - expired
    missing = []
    for field in _ASKED:
        after = _AFTER.get(field.column)
        answered = not current.isdisjoint((field.column, *_SAME.get(field.column, ())))
        if answered or (after is not None and cells.get(after) != "sì"):
            continue
        needed = field.needed and _EITHER.get(field.column) not in current
        missing.append(replace(field, needed=needed, expired=field.column in expired))
    return Interview(candidate_id, tuple(missing), cells)


def answer_rows(asked: Sequence[Interview]) -> list[dict[str, str]]:
    """Return the sheet to fill in: a row for each person, a column for each thing asked of anybody.

    A cell that somebody else's question added holds what is known, so that bringing it back changes nothing.
    """
    columns = dict.fromkeys(field.column for sheet in asked for field in sheet.missing)
    return [
        {"id_candidato": sheet.candidate, **{name: sheet.known.get(name, "") for name in columns}}
        for sheet in asked
    ]
