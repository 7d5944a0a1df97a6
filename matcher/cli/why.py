"""Commands that explain: why, and what if."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import click

from matcher.cli.language import both
from matcher.cli.levels import level_of
from matcher.cli.seen import note_seen
from matcher.cli.session import Session, command
from matcher.errors import InputError

__all__ = ["COMMANDS"]

_SIZE = click.option(
    "--size", "-n", type=click.IntRange(1, 500), help=both("Quante persone in rosa.", "Length of the list.")
)


@command(
    "why",
    "Perché una persona è, o non è, nella rosa di una richiesta.",
    "Why a person is, or is not, in a list.",
)
@click.argument("vacancy")
@click.argument("candidate")
@_SIZE
def why(session: Session, vacancy: str, candidate: str, size: int | None) -> None:
    """Explain one pair."""
    from matcher.cli.english import in_language
    from matcher.cli.render_why import show_why
    from matcher.cli.shortlist import code_labels
    from matcher.desk.permissions import Action
    from matcher.desk.views import note_views

    with session.open() as workspace:
        acting = workspace.acting_for(Action.LOOK)
        with workspace.database.snapshot() as connection:
            chosen = size or workspace.settings.shortlist_size
            answer = workspace.matching.why(connection, vacancy, candidate, chosen)
        with workspace.database.transaction() as connection:
            note_views(connection, [candidate], "explanation", acting, vacancy=vacancy)
        if session.format == "table":
            show_why(session, in_language(session, workspace, answer), code_labels(session, workspace))
        elif session.format == "json":
            session.data(answer.model_dump(mode="json"))
        else:
            session.rows([asdict(c) for c in answer.contributions], [("component", "Criterio", "Component")])


@command(
    "what-if",
    "E se… (simulazione): la rosa con una richiesta cambiata, senza salvare nulla.",
    "What if: the list of a changed vacancy; nothing is saved.",
)
@click.argument("vacancy")
@click.option(
    "--set",
    "settings",
    multiple=True,
    help=both(
        "campo=valore, come nei file: turni=notte, titolo_studio=qualifica.",
        "field=value: shifts=night, titolo_studio=qualifica.",
    ),
)
@click.option(
    "--requirement",
    "levels",
    multiple=True,
    help=both(
        "parole di un requisito che c'è=indispensabile|molto gradito|gradito|da escludere|togli.",
        "words of a requirement that is there=must|strongly_wanted|wanted|must_not|off.",
    ),
)
@click.option("--weight", "weights", multiple=True, help=both("criterio=peso.", "component=weight."))
@_SIZE
def what_if(
    session: Session,
    vacancy: str,
    settings: Sequence[str],
    levels: Sequence[str],
    weights: Sequence[str],
    size: int | None,
) -> None:
    """Compare the shortlist of a vacancy with that of a changed one."""
    from matcher.desk.what_if import compare

    with session.open() as workspace:
        with workspace.database.snapshot() as connection:
            answer = compare(
                connection,
                workspace.matching,
                vacancy,
                size or workspace.settings.shortlist_size,
                _pairs(settings),
                {words: _level(text) for words, text in _pairs(levels).items()},
                {name: _whole(name, text) for name, text in _pairs(weights).items()},
                lambda: workspace.words,
            )
        shown = [*answer.entered, *answer.left, *(name for name, _, _ in answer.moved)]
        if session.format != "table":
            shown += [
                one.id for side in (answer.before, answer.after) for one in (*side.ranked, *side.to_verify)
            ]
        note_seen(workspace, shown, "explanation", vacancy=vacancy)
    if session.format != "table":
        session.data(answer.model_dump(mode="json"))
        return
    before, after = answer.before, answer.after
    session.say(
        f"Compatibili: {before.n_eligible} → {after.n_eligible}; "
        f"da verificare: {before.n_to_verify} → {after.n_to_verify}",
        f"Eligible: {before.n_eligible} → {after.n_eligible}; to verify: {before.n_to_verify} → {after.n_to_verify}",
    )
    for name in answer.entered:
        session.say(f"  + entra   {name}", f"  + enters  {name}")
    for name in answer.left:
        session.say(f"  - esce    {name}", f"  - leaves  {name}")
    for name, old, new in answer.moved:
        session.say(f"    sposta  {name}: {old} → {new}", f"    moves   {name}: {old} → {new}")
    if not (answer.entered or answer.left or answer.moved):
        session.say("La rosa non cambia.", "The list does not change.")


def _pairs(items: Sequence[str]) -> dict[str, str]:
    found = {}
    for item in items:
        name, sign, value = item.partition("=")
        if not sign:
            raise InputError(
                "E-CLI-001",
                f"«{item}» non ha la forma nome=valore.",
                "Scrivi per esempio: --set alloggio=sì",
            )
        found[name.strip()] = value.strip()
    return found


def _level(text: str) -> str:
    """Return the code of a level, which may be said in Italian; ``off`` takes the requirement away."""
    if text == "off":
        return text
    level = level_of(text)
    return level.value if level else "off"


def _whole(name: str, text: str) -> int:
    if not text.isdigit():
        raise InputError(
            "E-CLI-002", f"Il peso di «{name}» è «{text}».", "I pesi sono numeri interi da 0 in su."
        )
    return int(text)


COMMANDS: dict[str, click.Command] = {"why": why, "what-if": what_if}
