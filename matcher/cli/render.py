"""A shortlist on the screen: who, in which order, why; who not, and what would change that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from matcher.cli.session import Session
from matcher.domain.shortlist import (
    SCORE_SCALE,
    Change,
    Contribution,
    Evidence,
    NearMiss,
    RankedCandidate,
    Shortlist,
    WhyAnswer,
)

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table

    from matcher.plugin.types import ReasonCode

__all__ = ["change_text", "points", "show_shortlist", "show_why"]

_FOUND = 3000
_FIELDS = {
    "max_distance_km": ("limite di distanza", "distance limit", " km"),
    "max_travel_minutes": ("limite di viaggio", "travel limit", " minuti"),
    "own_vehicle": ("mezzo proprio", "own vehicle", ""),
    "max_weekly_hours": ("ore settimanali massime", "most hours a week", ""),
    "min_weekly_hours": ("ore settimanali minime", "fewest hours a week", ""),
    "shifts": ("turni accettati", "shifts accepted", ""),
    "days": ("giorni accettati", "days accepted", ""),
    "contracts": ("contratti accettati", "contracts accepted", ""),
    "travel": ("trasferte accettate", "travel accepted", ""),
    "remote": ("luogo di lavoro accettato", "work place accepted", ""),
    "licences": ("patenti e attestati", "licences and certificates", ""),
    "languages": ("lingue", "languages", ""),
    "start_by": ("inizio del lavoro entro il", "start of work by", ""),
    "annual_pay_max": ("retribuzione lorda annua", "gross pay a year", " euro"),
    "lodging": ("alloggio offerto", "lodging offered", ""),
    "eqf_must": ("titolo di studio richiesto, livello EQF", "qualification required, EQF", ""),
    "months_must": ("mesi di esperienza richiesti", "months of experience required", ""),
}


def points(score: int, decimals: int = 1) -> str:
    """Return a score on the scale 0..100, with the Italian comma."""
    return f"{score * 100 / SCORE_SCALE:.{decimals}f}".replace(".", ",")


def change_text(session: Session, change: Change, labels: Mapping[str, str]) -> str:
    """Return the smallest admitting change in words."""
    italian, english, unit = _FIELDS.get(change.field, (change.field, change.field, ""))
    name = session.text(italian, english)

    def shown(value: str) -> str:
        return ", ".join(labels.get(part, part) for part in value.split("|") if part)

    if change.field in ("licences", "languages"):
        return session.text(
            f"con in più: {shown(change.admitting)}", f"with, in addition: {shown(change.admitting)}"
        )
    before = shown(change.current)
    return f"{name}: {before or '—'}{unit if before else ''} → {shown(change.admitting)}{unit}"


def show_shortlist(
    session: Session,
    shortlist: Shortlist,
    title: str,
    codes: Mapping[str, ReasonCode],
    labels: Mapping[str, str],
) -> None:
    """Print a shortlist with its explanation, top to bottom."""
    from rich.panel import Panel

    console = session.console()
    counts = session.text(
        f"{_n(shortlist.n_pool)} in banca dati · [bold]{_n(shortlist.n_eligible)} compatibili[/] · "
        f"{_n(shortlist.n_to_verify)} da verificare · {_n(shortlist.n_removed)} non compatibili",
        f"{_n(shortlist.n_pool)} in the pool · [bold]{_n(shortlist.n_eligible)} eligible[/] · "
        f"{_n(shortlist.n_to_verify)} to verify · {_n(shortlist.n_removed)} removed",
    )
    console.print(Panel(f"{title}\n{shortlist.reference_date:%d/%m/%Y} · {counts}", expand=False))
    _list(session, console, session.text("Rosa di candidati", "Shortlist"), shortlist.ranked)
    if not shortlist.ranked:
        console.print(
            session.text(
                "  Nessuna persona è compatibile senza verifiche.", "  Nobody is eligible without checks."
            )
        )
    if shortlist.to_verify:
        heading = session.text("Da verificare prima di proporre", "To verify before proposing")
        _list(session, console, heading, shortlist.to_verify)
    _left_out(session, console, shortlist, codes)
    _near_misses(session, console, shortlist.near_misses, labels)
    for answer in shortlist.left_out_applicants:
        reasons = "; ".join(r.text(session.language) for r in answer.verdict.reasons) or session.text(
            f"compatibile, ma fuori dai primi {shortlist.size}",
            f"eligible, but not among the first {shortlist.size}",
        )
        console.print(session.text("  Si è candidata: ", "  Applied: ") + f"{answer.candidate}: {reasons}")
    for notice in shortlist.notices:
        console.print(f"[yellow]{notice}[/]")
    if shortlist.weak:
        console.print(
            session.text(
                "[yellow]Nessuno in elenco ha un legame forte con il lavoro richiesto: controlla la professione.[/]",
                "[yellow]Nobody listed is strongly related to the work asked for: check the occupation.[/]",
            )
        )


def show_why(session: Session, answer: WhyAnswer, labels: Mapping[str, str]) -> None:
    """Print why a person is, or is not, in a list."""
    console = session.console()
    verdict = answer.verdict
    if verdict.state == "removed":
        console.print(f"[bold]{answer.candidate}[/]: " + session.text("non compatibile", "removed"))
        for reason in verdict.reasons:
            console.print(f"  ✗ {reason.text(session.language)}  [dim]({reason.code}, {reason.plugin})[/]")
        for change in verdict.changes:
            console.print(
                session.text("  → cosa servirebbe per rientrare: ", "  → what would admit: ")
                + change_text(session, change, labels)
            )
    else:
        where = session.text(
            "in rosa" if answer.in_list else "non in rosa",
            "in the list" if answer.in_list else "not in the list",
        )
        state = session.text("compatibile", "eligible")
        if verdict.state == "to_verify":
            state = session.text("da verificare", "to verify")
        console.print(
            f"[bold]{answer.candidate}[/]: {state}, {where}, "
            + session.text("posizione", "rank")
            + f" {answer.rank}"
        )
        if not answer.in_list:
            gap = points(answer.behind)
            console.print(
                session.text(
                    f"  a {gap} punti dall'ultima persona in rosa",
                    f"  {gap} points behind the last one listed",
                )
            )
        for question in verdict.questions:
            console.print(f"  ? {question.text(session.language)}  [dim]({_who(session, question.who)})[/]")
    console.print(session.text("Punteggio di coerenza: ", "Score: ") + points(answer.score))
    console.print(_contribution_table(session, answer.contributions))
    for line in _evidence_lines(session, answer.evidence):
        console.print(f"  {line}")


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
    for person in people:
        table.add_row(str(person.rank), _name(session, person), points(person.score), _why(session, person))
    console.print(table)


def _name(session: Session, person: RankedCandidate) -> str:
    return person.id + (session.text("\n(autocandidatura)", "\n(applied)") if person.applied else "")


def _why(session: Session, person: RankedCandidate) -> RenderableType:
    from rich.text import Text

    lines = [" · ".join(_evidence_lines(session, person.evidence))]
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
    lines += [f"? {q.text(session.language)} ({_who(session, q.who)})" for q in person.questions]
    lines += [f"Nota: {note}" for note in person.notes]
    return Text("\n".join(line for line in lines if line))


def _contribution(session: Session, contribution: Contribution) -> str:
    label = session.text(contribution.label_it, contribution.label_en)
    if contribution.value < 0:
        return f"{label} ? " + session.text(
            f"(fino a +{points(contribution.possible)})", f"(up to +{points(contribution.possible)})"
        )
    return f"{label} {points(contribution.points)}/{points(contribution.weight * 10_000)}"


def _contribution_table(session: Session, contributions: Iterable[Contribution]) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(session.text("Criterio", "Component"))
    table.add_column(session.text("Peso", "Weight"), justify="right")
    table.add_column(session.text("Valore", "Value"), justify="right")
    table.add_column(session.text("Contributo", "Contribution"), justify="right")
    for c in contributions:
        value = session.text("non si sa", "unknown") if c.value < 0 else f"{c.value / 100:.0f}%"
        gain = f" (+{points(c.possible)}?)" if c.possible else ""
        table.add_row(
            session.text(c.label_it, c.label_en), f"{c.weight / 10:.1f}%", value, points(c.points, 2) + gain
        )
    return table


def _evidence_lines(session: Session, evidence: Sequence[Evidence]) -> list[str]:
    lines = []
    found: list[str] = []
    lacking: list[str] = []
    for item in evidence:
        if item.component == "occupation" and item.found:
            lines.append(item.found if item.asked == item.found else f"{item.found} (per {item.asked})")
        elif item.component == "experience" and item.found:
            lines.append(item.found)
        elif item.component == "commute" and item.found:
            lines.append(f"{item.found}" + (f" ({item.asked})" if item.asked else ""))
        elif item.component == "licences":
            (found if item.found else lacking).append(item.asked)
        elif item.component == "skills" and item.found:
            found.append(
                item.asked
                if item.asked == item.found or item.value >= 9000
                else f"{item.asked} ≈ {item.found}"
            )
        elif item.component == "skills" and item.asked:
            lacking.append(item.asked)
        elif item.found:
            lines.append(f"{item.component}: {item.found}")
    if found:
        lines.append("✓ " + ", ".join(found))
    if lacking:
        lines.append(session.text("non risulta: ", "not on record: ") + ", ".join(lacking))
    return lines


def _left_out(
    session: Session, console: Console, shortlist: Shortlist, codes: Mapping[str, ReasonCode]
) -> None:
    if not shortlist.removed_by:
        return
    console.print(session.text("[bold]Chi resta fuori, e perché[/]", "[bold]Who is left out, and why[/]"))
    for code, number in shortlist.removed_by.items():
        label = codes[code].label(session.language) if code in codes else code
        console.print(f"  {_n(number):>9}  {label}  [dim]({code})[/]")


def _near_misses(
    session: Session, console: Console, misses: Sequence[NearMiss], labels: Mapping[str, str]
) -> None:
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
        console.print(f"  {miss.id}  {points(miss.score):>5}  {miss.reason.text(session.language)}{change}")


def _who(session: Session, who: str) -> str:
    words = {
        "person": ("alla persona", "the person"),
        "employer": ("al datore", "the employer"),
        "operator": ("all'operatore", "the operator"),
    }
    return session.text(*words.get(who, (who, who)))


def _n(number: int) -> str:
    return f"{number:,}".replace(",", ".")
