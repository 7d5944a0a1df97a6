"""A shortlist on the screen: who, in which order, why; who not, and what would change that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matcher.cli.errors_english import in_language
from matcher.cli.phrases import (
    change_text,
    evidence_lines,
    is_related,
    number,
    points,
    question_lines,
    who_answers,
)
from matcher.cli.render_scores import score_table
from matcher.cli.render_why import applied_text
from matcher.cli.session import Session
from matcher.domain.shortlist import NearMiss, RankedCandidate, Shortlist

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from matcher.plugin.types import ReasonCode

__all__ = ["Wording", "show_shortlist"]

_APART = ("legame debole con il lavoro richiesto:", "weakly related to the work asked for:")
#: What a question is about, where the label of its code says how it would end.
_SUBJECTS = {
    "COMMUTE_TOO_FAR": ("sede e distanza", "place and distance"),
    "JOURNEY_TOO_LONG": ("durata del viaggio", "length of the journey"),
    "HOURS_TOO_MANY": ("orario", "hours"),
    "HOURS_TOO_FEW": ("orario", "hours"),
    "SHIFTS_REFUSED": ("turni", "shifts"),
    "DAYS_REFUSED": ("giorni", "days"),
    "CONTRACT_REFUSED": ("contratto", "contract"),
    "PAY_TOO_LOW": ("retribuzione", "pay"),
    "START_TOO_LATE": ("inizio del lavoro", "start of the work"),
    "TRAVEL_REFUSED": ("trasferte", "travel"),
    "WORKPLACE_IMPRECISE": ("comune di lavoro", "municipality"),
    "LODGING_NEEDED": ("alloggio", "lodging"),
    "RECIPIENT_REFUSED": ("chi è il datore", "who the employer is"),
    "SECTOR_REFUSED": ("settore ATECO", "ATECO sector"),
    "WORK_PLACE_REFUSED": ("in sede o a distanza", "on site or remote"),
}


@dataclass(frozen=True, slots=True)
class Wording:
    """What stands for the codes of a shortlist on the screen.

    Attributes
    ----------
    title : str
        The head of the page.
    codes : mapping of str to ReasonCode
        Constraints.
    labels : mapping of str to str
        Values of a change, and priorities.
    names : mapping of str to str
        What to show under an id: the titles of vacancies; people stay in code.
    """

    title: str
    codes: Mapping[str, ReasonCode]
    labels: Mapping[str, str]
    names: Mapping[str, str]


def show_shortlist(session: Session, shortlist: Shortlist, wording: Wording) -> None:
    """Print a shortlist with its explanation, top to bottom."""
    from rich.markup import escape
    from rich.panel import Panel

    console = session.console()
    counts = f"{shortlist.reference_date:%d/%m/%Y} · {_counts(session, shortlist)}"
    console.print(Panel(f"{wording.title}\n{counts}", expand=False))
    _ranked(session, console, shortlist, wording)
    if shortlist.to_verify:
        _list(session, console, shortlist, shortlist.to_verify, wording)
        _for_the_employer(session, console, shortlist, wording.codes)
    _left_out(session, console, shortlist, wording.codes)
    _near_misses(session, console, shortlist.near_misses, wording.labels)
    for answer in shortlist.left_out_applicants:
        said = escape(f"{answer.candidate}: {applied_text(session, answer, shortlist.size)}")
        console.print(session.text("  Si è candidata: ", "  Applied: ") + said)
    for notice in shortlist.notices:
        console.print(f"[yellow]{escape(in_language(session.language, notice))}[/]")
    if shortlist.weak and (shortlist.ranked or shortlist.to_verify):
        console.print(f"[yellow]{_weak(session, shortlist)}[/]")
    if shortlist.id:
        name, vacancy = escape(shortlist.id), escape(shortlist.subject)
        console.print(
            session.text(
                f"[dim]Salvata: {name}. Perché una persona c'è o non c'è: matcher why {vacancy} CANDIDATO · "
                f"bozza per il datore: matcher document {name}[/]",
                f"[dim]Saved: {name}. Why somebody is in it or not: matcher why {vacancy} CANDIDATE · "
                f"draft for the employer: matcher document {name}[/]",
            )
        )


def _counts(session: Session, shortlist: Shortlist) -> str:
    total, eligible = number(session, shortlist.n_pool), number(session, shortlist.n_eligible)
    to_verify, removed = number(session, shortlist.n_to_verify), number(session, shortlist.n_removed)
    people = shortlist.direction == "vacancy"
    return session.text(
        f"{total} {'in banca dati' if people else 'richieste'} · [bold]{eligible} "
        f"{'compatibile' if shortlist.n_eligible == 1 else 'compatibili'}[/] · {to_verify} da verificare · "
        f"{removed} {'non compatibile' if shortlist.n_removed == 1 else 'non compatibili'}",
        f"{total} {'in the pool' if people else 'vacancies'} · [bold]{eligible} eligible[/] · "
        f"{to_verify} to verify · {removed} removed",
    )


def _heading(session: Session, shortlist: Shortlist, people: Sequence[RankedCandidate]) -> str:
    if people[0].verdict == "to_verify":
        return session.text("Da verificare prima di proporre", "To verify before proposing")
    if shortlist.direction == "candidate":
        return session.text("Offerte adatte", "Fitting vacancies")
    return session.text("Rosa di candidati", "Shortlist")


def _weak(session: Session, shortlist: Shortlist) -> str:
    if shortlist.direction == "candidate":
        return session.text(
            "Nessuna offerta in elenco è vicina al lavoro che la persona ha fatto o cerca.",
            "No vacancy listed is close to the work that the person has done or looks for.",
        )
    return session.text(
        "Nessuno in elenco ha un legame forte con il lavoro richiesto: controlla la professione.",
        "Nobody listed is strongly related to the work asked for: check the occupation.",
    )


def _ranked(session: Session, console: Console, shortlist: Shortlist, wording: Wording) -> None:
    if shortlist.ranked:
        _list(session, console, shortlist, shortlist.ranked, wording)
    elif shortlist.direction == "candidate":
        console.print(
            session.text("  Nessuna offerta è adatta senza verifiche.", "  No vacancy fits without checks.")
        )
    else:
        console.print(
            session.text(
                "  Nessuna persona è compatibile senza verifiche.", "  Nobody is eligible without checks."
            )
        )
    if not any(map(is_related, shortlist.ranked)) and any(map(is_related, shortlist.to_verify)):
        console.print(
            session.text(
                "[yellow]Chi fa questo lavoro è nell'elenco da verificare: comincia da lì.[/]",
                "[yellow]Those who do this work are in the list to verify: begin there.[/]",
            )
            if shortlist.direction == "vacancy"
            else session.text(
                "[yellow]Le offerte più vicine sono nell'elenco da verificare: comincia da lì.[/]",
                "[yellow]The closest vacancies are in the list to verify: begin there.[/]",
            )
        )


def _list(
    session: Session,
    console: Console,
    shortlist: Shortlist,
    people: Sequence[RankedCandidate],
    wording: Wording,
) -> None:
    from rich import box
    from rich.table import Table

    whom = ("Candidato/a", "Candidate") if shortlist.direction == "vacancy" else ("Richiesta", "Vacancy")
    heading = _heading(session, shortlist, people)
    table = Table(title=heading, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False, show_lines=False)
    table.add_column("#", justify="right")
    table.add_column(session.text(*whom), no_wrap=True)
    table.add_column(session.text("Punti", "Points"), justify="right")
    table.add_column(session.text("Perché", "Why"), overflow="fold")
    apart = False
    for person in people:
        if not apart and not is_related(person):
            apart = True
            table.add_section()
            table.add_row("", "", "", session.text(*_APART), style="yellow")
        elif apart and is_related(person):
            apart = False
            table.add_section()
        why = _why(session, person, shortlist.direction, wording)
        table.add_row(str(person.rank), _name(session, person), points(session, person.score), why)
    console.print(table)
    console.print(score_table(session, people, session.text(*whom)))


def _name(session: Session, person: RankedCandidate) -> str:
    from rich.markup import escape

    return escape(person.id) + (session.text("\n(autocandidatura)", "\n(applied)") if person.applied else "")


def _why(session: Session, person: RankedCandidate, direction: str, wording: Wording) -> RenderableType:
    from rich.text import Text

    lines = [wording.names.get(person.id, ""), *evidence_lines(session, person.evidence, direction)]
    if person.boost:
        lines.append(session.text("Punti aggiuntivi: +", "Added points: +") + points(session, person.boost))
    if person.moved_by:
        past = ", ".join(person.moved_past)
        lines.append(
            session.text("Priorità: ", "Priority: ")
            + ", ".join(wording.labels.get(code, code) for code in person.moved_by)
            + (session.text(f" (prima di {past})", f" (before {past})") if past else "")
        )
    lines += _questions(session, person, direction)
    notes = person.notes_en if session.language == "en" and person.notes_en else person.notes
    lines += [session.text("Nota: ", "Note: ") + note for note in notes]
    return Text("\n".join(line for line in lines if line))


def _questions(session: Session, person: RankedCandidate, direction: str) -> list[str]:
    """Return what to ask about a person; one answer of the employer serves the whole list, so it is only named."""
    brief = {q.code for q in person.questions if q.who == "employer" and q.code in _SUBJECTS}
    if direction == "candidate" or not brief:
        return question_lines(session, person.questions)
    named = dict.fromkeys(session.text(*_SUBJECTS[q.code]) for q in person.questions if q.code in brief)
    about = f"? {who_answers(session, 'employer')}: {', '.join(named)}"
    return [about, *question_lines(session, [q for q in person.questions if q.code not in brief])]


def _for_the_employer(
    session: Session, console: Console, shortlist: Shortlist, codes: Mapping[str, ReasonCode]
) -> None:
    """Say which answers of the employer would settle most people: one call for all."""
    asked = {q.code for person in shortlist.to_verify for q in person.questions if q.who == "employer"}
    found = sorted((-count, code) for code, count in shortlist.unknown_by.items() if code in asked)
    if not found or shortlist.direction == "candidate":
        return
    in_doubt: dict[str, int] = {}
    for count, code in found:
        # what two limits depend on is one question: the larger count is said
        in_doubt.setdefault(_subject(session, code, codes), -count)
    listed = "; ".join(f"{subject} ({number(session, count)})" for subject, count in in_doubt.items())
    console.print(
        session.text(
            f"[bold]Da chiarire con il datore[/] (persone in dubbio): {listed}",
            f"[bold]To settle with the employer[/] (people in doubt): {listed}",
        )
    )


def _subject(session: Session, code: str, codes: Mapping[str, ReasonCode]) -> str:
    if code in _SUBJECTS:
        return session.text(*_SUBJECTS[code])
    return codes[code].label(session.language) if code in codes else code


def _left_out(
    session: Session, console: Console, shortlist: Shortlist, codes: Mapping[str, ReasonCode]
) -> None:
    if not shortlist.removed_by:
        return
    who = (
        session.text("Chi resta fuori, e perché", "Who is left out, and why")
        if shortlist.direction == "vacancy"
        else session.text("Quali richieste restano fuori, e perché", "Which are left out, and why")
    )
    more = session.text("(una persona può averne più d'uno)", "(a person may have more than one)")
    console.print(f"[bold]{who}[/]" + (f" [dim]{more}[/]" if shortlist.direction == "vacancy" else ""))
    for code, count in shortlist.removed_by.items():
        label = codes[code].label(session.language) if code in codes else code
        console.print(f"  {number(session, count):>9}  {label}  [dim]({code})[/]")


def _near_misses(
    session: Session, console: Console, misses: Sequence[NearMiss], labels: Mapping[str, str]
) -> None:
    from rich.markup import escape
    from rich.table import Table

    if not misses:
        return
    console.print(
        session.text(
            "[bold]Quasi compatibili (manca un requisito) e cosa servirebbe per rientrare[/]",
            "[bold]Near misses (one constraint) and what would admit them[/]",
        )
    )
    table = Table.grid(padding=(0, 2))
    for miss in misses:
        change = f" → {change_text(session, miss.change, labels)}" if miss.change else ""
        text = miss.reason.text(session.language) + change
        table.add_row("", escape(miss.id), points(session, miss.score), escape(text))
    console.print(table)
