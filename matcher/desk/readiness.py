"""What still stands between a shortlist and the employer, and what to do next. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from matcher.domain.states import UNVERIFIED, PersonState, ShortlistState
from matcher.domain.vacancy import Vacancy, VacancyState
from matcher.store.places import Place
from matcher.store.shortlists import ShortlistRow
from matcher.store.vacancies import CLOSED_STATES

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
_QUESTIONS = (
    "nessuno è compatibile; {} da verificare: poni le domande, poi rifai la rosa",
    "nobody is eligible; {} to verify: ask the questions, then make it again",
    "matcher shortlist {vacancy}",
)
_INTERCEPTED = (
    "è un'opportunità intercettata: quando il datore la chiede, registralo",
    "an intercepted opportunity: once the employer asks for it, record it",
    'matcher vacancies set {vacancy} "origine=richiesta del datore"',
)
_INCOMPLETE = (
    "la richiesta è da completare: convalidala",
    "the vacancy is incomplete: validate it",
    "matcher vacancies set-state {vacancy} validata",
)
#: People on whom the employer still has to decide.
_WITH_EMPLOYER = (PersonState.REFERRED, PersonState.INTERVIEW)
#: Before it is with the employer, who no longer asks.
_AT_WORK = (S.DRAFT, S.VERIFYING, S.READY)
_OVER = (
    "la richiesta è chiusa o sospesa: riprendila, oppure ritira la rosa",
    "the vacancy is closed or suspended: resume it, or withdraw the shortlist",
    "matcher rosa withdraw {shortlist} --reason richiesta_annullata",
)
_EXPIRED = (
    "il documento del datore è scaduto: se decide ancora, rifallo",
    "the employer's document has expired: make it anew if they still decide",
    "matcher refer {shortlist} --again",
)
_PLACES_LEFT = (
    "restano posti da coprire: prepara un'altra rosa",
    "places are still open: prepare another shortlist",
    "matcher shortlist {vacancy}",
)
_UNVERIFIED = ("disponibilità non verificata", "availability not verified")
_UNASKED = ("disponibilità non ancora chiesta", "availability not asked yet")
_OTHER_RECIPIENT = ("l'adesione era per un altro destinatario", "agreed to another recipient")
_OTHER_TERMS = ("l'offerta è cambiata dopo l'adesione", "the offer changed after they agreed")
_NOT_AGREED = ("manca l'adesione a questo datore", "has not agreed to this employer")
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
    """What keeps a shortlist from being sent, of how many people, and the command that settles it.

    Nobody is named: who looks at people does it where the log notes it.
    """

    it: str
    en: str
    how: str
    people: int = 0


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
    """Return everything that keeps a shortlist from being sent, approval apart; empty when nothing does.

    Parameters
    ----------
    places : sequence of Place
        As `agreed_places` gives them.
    """
    states = Counter(place.state for place in places)
    unasked = states[PersonState.PROPOSED]
    unverified = sum(states[one] for one in UNVERIFIED) - unasked
    yes = [one for one in places if one.state is PersonState.AVAILABLE and one.agreed_to != recipient]
    others = sum(bool(one.agreed_to) for one in yes)
    outdated = sum(not one.agreed_to and one.agreed_at is not None for one in yes)
    agree = f"matcher availability answer {row.id} CANDIDATO disponibile --adesione"
    unknown = Blocker("il datore non è indicato", "the employer is not stated", _employer_command(row))
    found = [
        _of(unverified, _UNVERIFIED, f"matcher availability queue {row.id}"),
        _of(unasked, _UNASKED, f"matcher availability request {row.id}"),
        _of(others, _OTHER_RECIPIENT, agree),
        _of(outdated, _OTHER_TERMS, agree),
        _of(len(yes) - others - outdated, _NOT_AGREED, agree),
    ]
    # without an employer nobody can have agreed
    left = [one for one in (found if recipient else found[:2]) if one.people]
    left = left if recipient else [unknown, *left]
    if not left and not going(places, recipient):
        how = f"matcher rosa add {row.id} CANDIDATO --reason MOTIVO"
        left = [Blocker("non c'è nessuno da segnalare", "there is nobody to refer", how)]
    return left


def next_step(
    row: ShortlistRow,
    places: Sequence[Place],
    vacancy: Vacancy,
    merged_into: str = "",
    *,
    expired: bool = False,
) -> NextStep:
    """Return what to do next with a shortlist, of a vacancy as it now stands.

    Parameters
    ----------
    merged_into : str
        The vacancy that this one was found to be a copy of, if any.
    expired : bool
        Whether the employer holds documents, and none of them is valid any more.
    """
    over = row.state in _AT_WORK and vacancy.state in (*CLOSED_STATES, VacancyState.SUSPENDED)
    if (
        row.state in (S.VERIFYING, S.READY)
        and not over
        and (left := blockers(row, places, recipient_of(vacancy)))
    ):
        return NextStep(left[0].it, left[0].en, left[0].how)
    it, en, command = _NEXT.get(row.state, _ANOTHER)
    if over:
        it, en, command = _OVER
    elif row.state is S.CLOSED_HIRED and vacancy.state is VacancyState.PARTLY_FILLED:
        it, en, command = _PLACES_LEFT
    elif expired and any(one.state in _WITH_EMPLOYER for one in places):
        it, en, command = _EXPIRED
    elif row.state is S.DRAFT:
        it, en, command = _first_of_draft(row, places, vacancy)
        if merged_into:
            it, en = f"la richiesta è unita a {merged_into}: lavora su quella", f"merged into {merged_into}"
            command = f"matcher shortlist {merged_into}"
    return NextStep(it, en, command.format(shortlist=row.id, vacancy=row.vacancy_id))


def _first_of_draft(row: ShortlistRow, places: Sequence[Place], vacancy: Vacancy) -> tuple[str, str, str]:
    """Return what comes before people are asked, else to ask them."""
    if vacancy.state is VacancyState.TO_COMPLETE:
        return _INCOMPLETE
    if not any(one.in_list for one in places):
        n = row.shortlist.n_to_verify
        return _NOBODY if not n else (_QUESTIONS[0].format(n), _QUESTIONS[1].format(n), _QUESTIONS[2])
    return _INTERCEPTED if vacancy.origin == "intercettata" else _NEXT[S.DRAFT]


def _of(people: int, words: tuple[str, str], how: str) -> Blocker:
    it = "1 persona" if people == 1 else f"{people} persone"
    en = "1 person" if people == 1 else f"{people} people"
    return Blocker(f"{words[0]}: {it}", f"{words[1]}: {en}", how, people)


def _employer_command(row: ShortlistRow) -> str:
    return f"matcher vacancies set {row.vacancy_id} datore=…"
