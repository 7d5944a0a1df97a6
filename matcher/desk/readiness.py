"""What still stands between a shortlist and the employer, and what to do next. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.domain.states import UNVERIFIED, PersonState, ShortlistState, state_label
from matcher.domain.vacancy import Vacancy
from matcher.store.places import Place
from matcher.store.shortlists import ShortlistRow

__all__ = ["Blocker", "NextStep", "blockers", "going", "next_step", "recipient_of"]

S = ShortlistState
_RECORD = ("registra gli esiti", "record the outcomes", "matcher outcome {shortlist} CANDIDATO ESITO")
_ANOTHER = (
    "se servono altre persone, rifai la rosa",
    "if more people are needed, make another",
    "matcher shortlist {vacancy}",
)
_NOBODY = (
    "non c'è nessuno: aggiungi una persona",
    "there is nobody: add somebody",
    "matcher rosa add {shortlist} CANDIDATO --reason MOTIVO",
)
#: What comes next, by state; in verification it depends on what still is missing.
_NEXT = {
    S.DRAFT: ("chiedi la disponibilità", "ask for availability", "matcher availability request {shortlist}"),
    S.VERIFYING: ("approva la rosa", "approve the shortlist", "matcher approve {shortlist}"),
    S.READY: ("invia la rosa", "refer the shortlist", "matcher refer {shortlist}"),
    S.REFERRED: _RECORD,
    S.UNDER_REVIEW: _RECORD,
    S.CLOSED_HIRED: ("guarda le verifiche in scadenza", "see the follow-ups due", "matcher followup due"),
}


@dataclass(frozen=True, slots=True)
class Blocker:
    """One thing that keeps a shortlist from being sent, and the command that settles it."""

    candidate_id: str
    it: str
    en: str
    how: str


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do next: words and command."""

    it: str
    en: str
    command: str


def recipient_of(vacancy: Vacancy) -> str:
    """Return to whom an adesione is given: the employer who asked; empty while nobody knows who it is."""
    employer = vacancy.employer
    return " ".join(
        part for part in (employer.name, f"({employer.tax_id})" if employer.tax_id else "") if part
    )


def going(places: Sequence[Place], recipient: str) -> list[Place]:
    """Return the people who would go to the employer now: available, and agreed to this recipient."""
    return [
        one
        for one in places
        if one.state is PersonState.AVAILABLE and recipient and one.agreed_to == recipient
    ]


def blockers(row: ShortlistRow, places: Sequence[Place], recipient: str) -> list[Blocker]:
    """Return everything that keeps a shortlist from being sent, approval apart; empty when nothing does."""
    found = [
        Blocker("", "il datore non è indicato", "the employer is not stated", _employer_command(row))
        for _ in range(not recipient)
    ]
    for place in places:
        name = place.candidate_id
        if place.state in UNVERIFIED:
            asked = place.state is not PersonState.PROPOSED
            how = (
                f"matcher availability answer {row.id} {name} RISPOSTA"
                if asked
                else f"matcher availability request {row.id} --candidate {name}"
            )
            it, en = (state_label("person", place.state, language) for language in ("it", "en"))
            found.append(
                Blocker(
                    name, f"disponibilità non verificata ({it})", f"availability not verified ({en})", how
                )
            )
        elif place.state is PersonState.AVAILABLE and recipient and place.agreed_to != recipient:
            changed = bool(place.agreed_to)
            it = "l'adesione era per un altro destinatario" if changed else "manca l'adesione a questo datore"
            en = "agreed to another recipient" if changed else "has not agreed to this employer"
            answer = f"matcher availability answer {row.id} {name} disponibile --adesione"
            found.append(Blocker(name, it, en, answer))
    if not found and not going(places, recipient):
        found.append(
            Blocker(
                "",
                "non c'è nessuno da segnalare",
                "there is nobody to refer",
                f"matcher rosa add {row.id} CANDIDATO --reason MOTIVO",
            )
        )
    return found


def next_step(row: ShortlistRow, places: Sequence[Place], recipient: str) -> NextStep:
    """Return what to do next with a shortlist."""
    left = blockers(row, places, recipient) if row.state is ShortlistState.VERIFYING else []
    if left:
        who = f"{left[0].candidate_id}: " if left[0].candidate_id else ""
        return NextStep(who + left[0].it, who + left[0].en, left[0].how)
    it, en, command = _NEXT.get(row.state, _ANOTHER)
    if row.state is ShortlistState.DRAFT and not any(one.in_list for one in places):
        it, en, command = _NOBODY
    return NextStep(it, en, command.format(shortlist=row.id, vacancy=row.vacancy_id))


def _employer_command(row: ShortlistRow) -> str:
    return f"matcher vacancies set {row.vacancy_id} datore=…"
