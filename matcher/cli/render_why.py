"""Why a person is, or is not, in a list, on the screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from matcher.cli.phrases import change_text, evidence_lines, number, points, who_answers
from matcher.cli.session import Session
from matcher.domain.shortlist import Contribution, WhyAnswer

if TYPE_CHECKING:
    from rich.table import Table

__all__ = ["applied_text", "show_why"]


def show_why(session: Session, answer: WhyAnswer, labels: Mapping[str, str]) -> None:
    """Print why a person is, or is not, in a list."""
    from rich.markup import escape

    console = session.console()
    who = escape(answer.candidate)
    verdict = answer.verdict
    if verdict.state == "removed":
        console.print(f"[bold]{who}[/]: " + session.text("non compatibile", "removed"))
        for reason in verdict.reasons:
            text = escape(reason.text(session.language))
            console.print(f"  ✗ {text}  [dim]({reason.code}, {reason.plugin})[/]")
        for change in verdict.changes:
            console.print(
                session.text("  → cosa servirebbe per rientrare: ", "  → what would admit: ")
                + escape(change_text(session, change, labels))
            )
    else:
        console.print(f"[bold]{who}[/]: {_place(session, answer)}")
        if not answer.in_list:
            gap = points(session, answer.behind)
            where = "in elenco" if verdict.state == "to_verify" else "in rosa"
            console.print(
                session.text(
                    f"  a {gap} punti dall'ultima persona {where}",
                    f"  {gap} points behind the last one listed",
                )
            )
        for question in verdict.questions:
            text = escape(question.text(session.language))
            console.print(f"  ? {text}  [dim]({who_answers(session, question.who)})[/]")
    console.print(session.text("Punteggio di coerenza: ", "Score: ") + points(session, answer.score))
    console.print(_contribution_table(session, answer.contributions))
    for line in evidence_lines(session, answer.evidence):
        console.print(f"  {escape(line)}")


def applied_text(session: Session, answer: WhyAnswer, size: int) -> str:
    """Return why an applicant is not among the first of a list: what removes them, or what is still to be asked."""
    words = "; ".join(
        one.text(session.language) for one in answer.verdict.reasons or answer.verdict.questions
    )
    if answer.verdict.reasons:
        return words
    state = session.text("da verificare", "to verify") if words else session.text("compatibile", "eligible")
    beyond = session.text(f", fuori dai primi {size}", f", not among the first {size}")
    return state + beyond + (f" — {words}" if words else "")


def _place(session: Session, answer: WhyAnswer) -> str:
    if answer.verdict.state == "to_verify":
        listed = (
            session.text("nell'elenco da verificare", "in the list to verify")
            if answer.in_list
            else session.text("fuori dai primi dell'elenco da verificare", "not in the list to verify")
        )
        return session.text("da verificare", "to verify") + f", {listed}, {_rank(session, answer)}"
    listed = (
        session.text("in rosa", "in the list")
        if answer.in_list
        else session.text("non in rosa", "not in the list")
    )
    return session.text("compatibile", "eligible") + f", {listed}, {_rank(session, answer)}"


def _rank(session: Session, answer: WhyAnswer) -> str:
    return session.text(f"posizione {answer.rank}", f"rank {answer.rank}")


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
        gain = f" (+{points(session, c.possible)}?)" if c.possible else ""
        weight = number(session, c.weight / 10, 1)
        table.add_row(
            session.text(c.label_it, c.label_en), f"{weight}%", value, points(session, c.points, 2) + gain
        )
    return table
