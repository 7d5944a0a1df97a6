"""Commands that read the log: verify it, and tell the history of a vacancy."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import click

from matcher.cli.language import BilingualGroup, both
from matcher.cli.progress import progress
from matcher.cli.seen import note_seen
from matcher.cli.session import Session, command
from matcher.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matcher.app import Workspace
    from matcher.desk.retelling import Difference
    from matcher.store.audit import Anchor

__all__ = ["COMMANDS"]

_MOST_SHOWN = 20
_KINDS = {
    "vacancies": ("stato della richiesta", "state of the vacancy"),
    "shortlists": ("stato della rosa", "state of the shortlist"),
    "approved": ("approvazione", "approval"),
    "people": ("posto in rosa", "place in the shortlist"),
    "asked": ("richiesta di disponibilità", "request of availability"),
    "released": ("rilascio di nome e recapiti", "release of name and contacts"),
    "documents": ("documento", "document"),
    "outcomes": ("esito", "outcome"),
    "followups": ("verifica dopo l'inserimento", "follow-up"),
    "pairs": ("fatto tra persona e richiesta", "fact between person and vacancy"),
    "services": ("prestazione", "service"),
    "registers": ("registro di operatori ed enti", "register of operators and providers"),
    "contents": ("contenuto della scheda (impronta)", "content of the record (digest)"),
}
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
    """Check the chain of hashes, and that replaying the steps gives the states that the store holds."""
    from matcher.desk.retelling import differences
    from matcher.store import audit as log

    expected = _anchor(known) if known else None
    with session.open() as workspace, workspace.database.snapshot() as connection:
        with progress(session.text("Verifico il registro", "Verifying the log")):
            result = log.verify(connection, expected)
            found = differences(connection) if result.ok else []
        end = log.anchor(connection)
        found = _noted(session, workspace, found)
    seal = f"{end.count}:{end.head}"
    session.failed = not result.ok or bool(found)
    if session.format != "table":
        answer: dict[str, Any] = {
            "ok": not session.failed,
            "entries": result.n,
            "first_bad": result.first_bad_seq,
            "what": result.what,
        }
        answer["differences"] = [asdict(one) for one in found]
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
    if found:
        _say_differences(session, found)
        return
    session.say(
        f"Registro integro; voci: {result.n}. Rifacendone i passi si ritrova ogni stato di richieste, rose e "
        f"persone, e ogni scheda è come fu scritta l'ultima volta.\n"
        f"Sigillo di oggi, da conservare fuori di qui: {seal}",
        f"The log is whole; entries: {result.n}. Replaying its steps gives every state of vacancies, shortlists "
        f"and people, and every record is as it was last written.\nToday's seal, to be kept elsewhere: {seal}",
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

    with session.open() as workspace:
        with workspace.database.snapshot() as connection:
            found = vacancy_history(connection, vacancy)
        note_seen(workspace, (person for one in found for person in one.people), "history", vacancy=vacancy)
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


def _noted(session: Session, workspace: Workspace, found: Sequence[Difference]) -> list[Difference]:
    """Note who is named in what is wrong; whoever is not registered learns of it without the people."""
    from matcher.desk.views import note_views
    from matcher.store.pseudonym import known_among

    people = {person for one in found for person in one.people}
    if not people:
        return [*found]
    try:
        with workspace.database.transaction() as connection:
            acting = workspace.acting(connection)
            note_views(connection, known_among(connection, people), "audit", acting)
    except InputError:
        unnamed = session.text("una persona", "a person")
        return [replace(one, subject=unnamed, people=()) if one.people else one for one in found]
    return [*found]


def _say_differences(session: Session, found: Sequence[Difference]) -> None:
    """Say which states were written past the log."""
    session.say(
        f"Il registro è integro, ma non tutto è come racconta (differenze: {len(found)}): qualcuno ha scritto "
        "nell'archivio fuori dal programma.\nAvvisa chi amministra il sistema e conserva una copia dell'archivio.",
        f"The log is whole, but not all is as it tells (differences: {len(found)}): somebody wrote in the store "
        "without the programme.\nTell your administrator and keep a copy of the store.",
    )
    session.rows(
        [
            {
                "what": session.text(*_KINDS[one.kind]),
                "subject": one.subject,
                "told": _shown(one.kind, one.told),
                "held": _shown(one.kind, one.held),
            }
            for one in found[:_MOST_SHOWN]
        ],
        [
            ("what", "Che cosa", "What"),
            ("subject", "Di chi", "Whose"),
            ("told", "Per il registro", "By the log"),
            ("held", "Nell'archivio", "In the store"),
        ],
    )


def _shown(kind: str, said: str) -> str:
    """Return what is told or held as it is shown: of a digest, enough to compare."""
    return said[:12] if kind in ("contents", "registers") else said


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
