"""A shortlist on the screen: who, in which order, why; who not, and what would change that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from matcher.cli.phrases import change_text, evidence_lines, is_related, points, thousands, who_answers
from matcher.cli.session import Session
from matcher.domain.shortlist import (
    Contribution,
    NearMiss,
    RankedCandidate,
    Shortlist,
)

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from matcher.plugin.types import ReasonCode

__all__ = ["show_shortlist"]

_APART = ("legame debole con il lavoro richiesto:", "weakly related to the work asked for:")


def show_shortlist(
    session: Session,
    shortlist: Shortlist,
    title: str,
    codes: Mapping[str, ReasonCode],
    labels: Mapping[str, str],
) -> None:
    """Print a shortlist with its explanation, top to bottom."""
    from rich.markup import escape
    from rich.panel import Panel

    console = session.console()
    counts = session.text(
        f"{thousands(shortlist.n_pool)} in banca dati · [bold]{thousands(shortlist.n_eligible)} compatibili[/] · "
        f"{thousands(shortlist.n_to_verify)} da verificare · {thousands(shortlist.n_removed)} non compatibili",
        f"{thousands(shortlist.n_pool)} in the pool · [bold]{thousands(shortlist.n_eligible)} eligible[/] · "
        f"{thousands(shortlist.n_to_verify)} to verify · {thousands(shortlist.n_removed)} removed",
    )
    console.print(Panel(f"{title}\n{shortlist.reference_date:%d/%m/%Y} · {counts}", expand=False))
    _list(session, console, session.text("Rosa di candidati", "Shortlist"), shortlist.ranked)
    if not any(is_related(person) for person in shortlist.ranked) and any(
        map(is_related, shortlist.to_verify)
    ):
        console.print(
            session.text(
                "[yellow]Chi fa questo lavoro è nell'elenco da verificare: comincia da lì.[/]",
                "[yellow]Those who do this work are in the list to verify: begin there.[/]",
            )
        )
    if not shortlist.ranked:
        console.print(
            session.text(
                "  Nessuna persona è compatibile senza verifiche.", "  Nobody is eligible without checks."
            )
        )
    if shortlist.to_verify:
        heading = session.text("Da verificare prima di proporre", "To verify before proposing")
        _list(session, console, heading, shortlist.to_verify)
        _for_the_employer(session, console, shortlist, codes)
    _left_out(session, console, shortlist, codes)
    _near_misses(session, console, shortlist.near_misses, labels)
    for answer in shortlist.left_out_applicants:
        reasons = "; ".join(r.text(session.language) for r in answer.verdict.reasons) or session.text(
            f"compatibile, ma fuori dai primi {shortlist.size}",
            f"eligible, but not among the first {shortlist.size}",
        )
        console.print(
            session.text("  Si è candidata: ", "  Applied: ") + escape(f"{answer.candidate}: {reasons}")
        )
    for notice in shortlist.notices:
        console.print(f"[yellow]{escape(notice)}[/]")
    if shortlist.weak:
        console.print(
            session.text(
                "[yellow]Nessuno in elenco ha un legame forte con il lavoro richiesto: controlla la professione.[/]",
                "[yellow]Nobody listed is strongly related to the work asked for: check the occupation.[/]",
            )
        )


def _list(session: Session, console: Console, heading: str, people: Sequence[RankedCandidate]) -> None:
    from rich import box
    from rich.table import Table

    if not people:
        return
    table = Table(title=heading, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False, show_lines=False)
    table.add_column("#", justify="right")
    table.add_column(session.text("Candidato/a", "Candidate"), no_wrap=True)
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
        table.add_row(str(person.rank), _name(session, person), points(person.score), _why(session, person))
    console.print(table)


def _name(session: Session, person: RankedCandidate) -> str:
    from rich.markup import escape

    return escape(person.id) + (session.text("\n(autocandidatura)", "\n(applied)") if person.applied else "")


def _why(session: Session, person: RankedCandidate) -> RenderableType:
    from rich.text import Text

    lines = [" · ".join(evidence_lines(session, person.evidence))]
    lines.append(
        " + ".join(_contribution(session, c) for c in person.contributions if c.points or c.possible)
    )
    if person.moved_by:
        past = ", ".join(person.moved_past)
        lines.append(
            session.text("Priorità: ", "Priority: ")
            + ", ".join(person.moved_by)
            + session.text(f" (prima di {past})", f" (before {past})")
        )
    lines += [f"? {q.text(session.language)} ({who_answers(session, q.who)})" for q in person.questions]
    lines += [session.text("Nota: ", "Note: ") + note for note in person.notes]
    return Text("\n".join(line for line in lines if line))


def _contribution(session: Session, contribution: Contribution) -> str:
    label = session.text(contribution.label_it, contribution.label_en)
    if contribution.value < 0:
        return f"{label} ? " + session.text(
            f"(fino a +{points(contribution.possible)})", f"(up to +{points(contribution.possible)})"
        )
    return f"{label} {points(contribution.points)}/{points(contribution.weight * 10_000)}"


def _for_the_employer(
    session: Session, console: Console, shortlist: Shortlist, codes: Mapping[str, ReasonCode]
) -> None:
    """Say which answers of the employer would settle most people: one call for all."""
    asked = {q.code for person in shortlist.to_verify for q in person.questions if q.who == "employer"}
    found = sorted((-number, code) for code, number in shortlist.unknown_by.items() if code in asked)
    if not found:
        return
    listed = "; ".join(
        f"{codes[code].label(session.language) if code in codes else code} ({thousands(-number)})"
        for number, code in found
    )
    console.print(
        session.text(
            f"[bold]Da chiarire con il datore[/] (persone in dubbio): {listed}",
            f"[bold]To settle with the employer[/] (people in doubt): {listed}",
        )
    )


def _left_out(
    session: Session, console: Console, shortlist: Shortlist, codes: Mapping[str, ReasonCode]
) -> None:
    if not shortlist.removed_by:
        return
    console.print(session.text("[bold]Chi resta fuori, e perché[/]", "[bold]Who is left out, and why[/]"))
    for code, number in shortlist.removed_by.items():
        label = codes[code].label(session.language) if code in codes else code
        console.print(f"  {thousands(number):>9}  {label}  [dim]({code})[/]")


def _near_misses(
    session: Session, console: Console, misses: Sequence[NearMiss], labels: Mapping[str, str]
) -> None:
    from rich.markup import escape

    if not misses:
        return
    console.print(
        session.text(
            "[bold]Quasi compatibili (manca un requisito) e cosa servirebbe per rientrare[/]",
            "[bold]Near misses (one constraint) and what would admit them[/]",
        )
    )
    for miss in misses:
        change = f" → {change_text(session, miss.change, labels)}" if miss.change else ""
        line = f"  {miss.id}  {points(miss.score):>5}  {miss.reason.text(session.language)}{change}"
        console.print(escape(line))
