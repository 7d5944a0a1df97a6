"""Commands that move a shortlist on: shortlists, approve, refer, revoke."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from matcher.cli.fields import REASON, VERSION
from matcher.cli.language import both
from matcher.cli.moments import shown_day
from matcher.cli.next_step import say_next, say_shortlist, shortlist_facts
from matcher.cli.session import Session, command
from matcher.errors import InputError, WorkspaceError, file_trouble

if TYPE_CHECKING:
    from matcher.app import Workspace
    from matcher.desk.referral import MadeFile, Referral

__all__ = ["COMMANDS"]

_FORMS = click.option(
    "--as",
    "forms",
    multiple=True,
    type=click.Choice(["html", "pdf", "xlsx", "json"]),
    help=both("Forma del documento (si ripete); html se manca.", "Form of the document (repeatable); html."),
)
_OUTPUT = click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    help=both(
        "File da scrivere, o cartella; altrimenti nello spazio di lavoro.",
        "File or folder to write to; else in the workspace.",
    ),
)


@command(
    "shortlists",
    "Elenca le rose: a che punto sono e che cosa fare dopo.",
    "List the shortlists: where each stands and what to do next.",
)
@click.option("--vacancy", default="", help=both("Solo di questa richiesta.", "Of this vacancy only."))
@click.option("--open", "open_only", is_flag=True, help=both("Solo quelle al lavoro.", "At work only."))
@click.option(
    "--limit", type=click.IntRange(1), default=50, help=both("Quante al massimo.", "How many at most.")
)
def shortlists(session: Session, vacancy: str, open_only: bool, limit: int) -> None:
    """List shortlists, the latest first."""
    from matcher.domain.states import ShortlistState
    from matcher.store.shortlists import list_shortlists

    closed = (ShortlistState.CLOSED_HIRED, ShortlistState.CLOSED_NOBODY, ShortlistState.WITHDRAWN)
    without = closed if open_only else ()
    with session.open() as workspace, workspace.database.snapshot() as connection:
        rows = [
            {
                **shortlist_facts(session, workspace, connection, row),
                "created_at": f"{row.created_at.astimezone():%d/%m/%Y %H:%M}"
                if session.format == "table"
                else row.created_at.isoformat(),
                "actor": row.actor,
                "office": row.office,
                "listed": len(row.shortlist.ranked),
                "to_verify": row.shortlist.n_to_verify,
                "approved_by": row.approved_by,
            }
            for row in list_shortlists(connection, vacancy, without=without, limit=limit)
        ]
    if not rows:
        session.say("Nessuna rosa salvata.", "No saved shortlist.")
        if session.format == "table":
            return
    session.rows(
        rows,
        [
            ("id", "Rosa", "Shortlist"),
            ("vacancy", "Richiesta", "Vacancy"),
            ("created_at", "Del", "Made"),
            ("actor", "Operatore", "Operator"),
            ("state_label", "Stato", "State"),
            ("listed", "Proposte", "Proposed"),
            ("next", "Poi", "Next"),
        ],
    )
    session.say(
        f"Apri una rosa: matcher rosa show {rows[0]['id'] if rows else 'ROSA'}",
        f"Open one: matcher rosa show {rows[0]['id'] if rows else 'SHORTLIST'}",
    )


@command(
    "approve",
    "Approva la rosa: tutti verificati, con l'adesione. Chi approva ne risponde per nome.",
    "Approve the shortlist: everybody verified and agreed. Whoever approves answers for it by name.",
)
@click.argument("shortlist")
@VERSION
def approve_(session: Session, shortlist: str, version: int | None) -> None:
    """Approve a shortlist."""
    from matcher.desk.workflow import approve

    with session.open() as workspace:
        with workspace.steps() as steps:
            row = approve(steps, shortlist, version)
        session.say(f"Approvata da {row.approved_by}.", f"Approved by {row.approved_by}.")
        say_shortlist(session, workspace, shortlist)


@command(
    "refer",
    "Invia la rosa: segnala le persone al datore e scrive i documenti, con la loro impronta nel registro.",
    "Refer the shortlist: write the documents and keep their hash in the log.",
)
@click.argument("shortlist")
@_FORMS
@_OUTPUT
@VERSION
@click.option(
    "--again",
    is_flag=True,
    help=both(
        "Solo i documenti, rifatti per chi è già segnalato (nomi rilasciati dopo, documento scaduto).",
        "The documents only, made anew for those already referred.",
    ),
)
def refer_(
    session: Session,
    shortlist: str,
    forms: tuple[str, ...],
    output: Path | None,
    version: int | None,
    again: bool,
) -> None:
    """Refer a shortlist, then write its documents."""
    from matcher.desk.referral import refer, reissue
    from matcher.desk.sending import file_maker
    from matcher.exchange.rosa_files import form_of

    chosen = tuple(dict.fromkeys(forms)) or (
        (form_of(output.name),) if output and output.suffix else ("html",)
    )
    if len(chosen) > 1 and output is not None and output.suffix:
        raise InputError(
            "E-CLI-031",
            "Più forme non stanno in un file solo.",
            "Con -o indica una cartella, oppure una forma.",
        )
    with session.open() as workspace:
        with workspace.steps() as steps:
            maker = file_maker(steps, workspace.vocabularies, session.language, chosen)
            house = workspace.settings.intermediary
            sent = (
                reissue(steps, shortlist, maker, house)
                if again
                else refer(steps, shortlist, maker, house, version)
            )
        paths = [_write(_path(workspace, sent, one, output), one, shortlist) for one, _ in sent.files]
        _say_sent(session, sent, paths)
        say_next(session, workspace, shortlist)


@command(
    "revoke",
    "Revoca l'invio: i documenti non valgono più, le persone tornano disponibili.",
    "Take a referral back: its documents no longer hold, people are available again.",
)
@click.argument("shortlist")
@REASON
def revoke_(session: Session, shortlist: str, reason: str) -> None:
    """Revoke a referral."""
    from matcher.desk.referral import revoke
    from matcher.store.documents import documents_of

    with session.open() as workspace:
        with workspace.steps() as steps:
            revoke(steps, shortlist, reason)
        with workspace.database.snapshot() as connection:
            gone = [one.id for one in documents_of(connection, shortlist) if one.revoked_at is not None]
        session.say(
            f"Documenti revocati: {', '.join(gone) or 'nessuno'}. Avvisa il datore di non usarli.",
            f"Documents revoked: {', '.join(gone) or 'none'}. Tell the employer not to use them.",
        )
        say_shortlist(session, workspace, shortlist)


def _path(workspace: Workspace, sent: Referral, made: MadeFile, output: Path | None) -> Path:
    name = f"{sent.shortlist.id}.{made.format}"
    if sent.shortlist.round > 1:
        name = f"{sent.shortlist.id}-{sent.shortlist.round}.{made.format}"
    if output is None:
        return workspace.folder / name
    return output if output.suffix else output / name


def _write(path: Path, made: MadeFile, shortlist: str) -> Path:
    """Write a file that is recorded already: were it lost, another one can be made for the same people."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made.content)
    except OSError as error:
        raise WorkspaceError(
            "E-CLI-003",
            f"L'invio è registrato, ma non posso scrivere {path}: {file_trouble(error)}.",
            f"Rifai il documento altrove: matcher refer {shortlist} --again -o FILE",
        ) from error
    return path


def _say_sent(session: Session, sent: Referral, paths: list[Path]) -> None:
    rows: list[dict[str, Any]] = [
        {
            "document": document.id,
            "format": document.format,
            "path": str(path),
            "sha256": document.sha256,
            "expires_on": shown_day(session, document.expires_on),
        }
        for (_, document), path in zip(sent.files, paths, strict=True)
    ]
    if session.format == "json":
        session.data(
            {
                "shortlist": sent.shortlist.id,
                "state": sent.shortlist.state.value,
                "recipient": sent.recipient,
                "people": list(sent.people),
                "documents": rows,
            }
        )
        return
    session.say(
        f"Al datore {sent.recipient}: {', '.join(sent.people)}.",
        f"To {sent.recipient}: {', '.join(sent.people)}.",
    )
    session.rows(
        rows,
        [
            ("document", "Documento", "Document"),
            ("format", "Forma", "Format"),
            ("path", "File", "File"),
            ("expires_on", "Vale fino al", "Until"),
        ],
    )


COMMANDS: dict[str, click.Command] = {
    "shortlists": shortlists,
    "approve": approve_,
    "refer": refer_,
    "revoke": revoke_,
}
