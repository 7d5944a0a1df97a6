"""Commands that read the log: verify it, and tell the history of a vacancy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from matcher.cli.language import BilingualGroup, both
from matcher.cli.progress import progress
from matcher.cli.session import Session, command
from matcher.errors import InputError

if TYPE_CHECKING:
    from matcher.store.audit import Anchor

__all__ = ["COMMANDS"]

_ANCHOR = re.compile(r"(\d+):([0-9a-f]{64})\Z")


@command(
    "verify",
    "Verifica che il registro delle operazioni sia integro.",
    "Verify that the log is whole.",
)
@click.option(
    "--anchor",
    "known",
    metavar="N:HASH",
    default="",
    help=both(
        "Sigillo conservato altrove: il registro deve ancora passarci.",
        "Seal kept elsewhere: the log must still pass through it.",
    ),
)
def verify(session: Session, known: str) -> None:
    """Check the chain of hashes from the first entry to the last."""
    from matcher.store import audit as log

    expected = _anchor(known) if known else None
    with session.open() as workspace, workspace.database.snapshot() as connection:
        with progress(session.text("Verifico il registro", "Verifying the log")):
            result = log.verify(connection, expected)
        end = log.anchor(connection)
    seal = f"{end.count}:{end.head}"
    session.failed = not result.ok
    if session.format != "table":
        answer = {
            "ok": result.ok,
            "entries": result.n,
            "first_bad": result.first_bad_seq,
            "what": result.what,
        }
        answer["anchor"] = seal
        session.data(answer) if session.format == "json" else session.rows([answer], [])
        return
    if not result.ok:
        session.say(
            f"Il registro NON è integro, dalla voce {result.first_bad_seq}: {result.what}.\n"
            "Avvisa chi amministra il sistema e conserva una copia dell'archivio.",
            f"The log is NOT whole, from entry {result.first_bad_seq}: {result.what}.\n"
            "Tell your administrator and keep a copy of the store.",
        )
        return
    session.say(
        f"Registro integro: {result.n} voci.\nSigillo di oggi, da conservare fuori di qui: {seal}",
        f"The log is whole: {result.n} entries.\nToday's seal, to be kept elsewhere: {seal}",
    )


@command(
    "history",
    "Storia di una richiesta: che cosa è successo, quando, per mano di chi.",
    "History of a vacancy.",
)
@click.argument("vacancy")
def history(session: Session, vacancy: str) -> None:
    """Tell what the log knows of a vacancy, the oldest first."""
    from matcher.desk.history import vacancy_history

    with session.open() as workspace, workspace.database.snapshot() as connection:
        found = vacancy_history(connection, vacancy)
    rows = [
        {
            "seq": one.seq,
            "at": f"{one.at.astimezone():%d/%m/%Y %H:%M}"
            if session.format == "table"
            else one.at.isoformat(),
            "actor": one.actor,
            "action": one.action,
            "subject": one.subject,
            "text": session.text(one.text_it, one.text_en),
            "people": list(one.people),
            "details": dict(one.details),
        }
        for one in found
    ]
    session.rows(
        rows,
        [
            ("seq", "Voce", "Entry"),
            ("at", "Quando", "When"),
            ("actor", "Chi", "Who"),
            ("text", "Che cosa", "What"),
        ],
    )


def _anchor(text: str) -> Anchor:
    from matcher.store.audit import Anchor

    match = _ANCHOR.match(text.strip())
    if match is None:
        raise InputError(
            "E-CLI-001",
            f"«{text}» non è un sigillo del registro.",
            "Usa quello scritto da «matcher audit verify»: numero, due punti, 64 cifre esadecimali.",
        )
    return Anchor(int(match[1]), match[2])


audit = BilingualGroup(
    "audit",
    help=both("Il registro delle operazioni.", "The audit log."),
    commands=[verify],
)
COMMANDS: dict[str, click.Command] = {"audit": audit, "history": history}
