"""What every erasure does besides the store: ask first, then the pool and the free space of the files."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from matcher.cli.progress import progress
from matcher.cli.session import Session
from matcher.errors import InputError

if TYPE_CHECKING:
    from matcher.app import Workspace

__all__ = ["confirm_erasure", "erase_traces", "say_erased"]

_YES = ("s", "sì", "si", "y", "yes")
_WHAT = {
    "contacts": ("recapiti", "contact data"),
    "protected": ("dati protetti", "protected data"),
    "applications": ("candidature", "applications"),
    "vacancy_candidate_states": ("stati presso richieste", "states with vacancies"),
    "shortlist_people": ("menzioni in rose salvate", "mentions in saved shortlists"),
    "shortlist_places": ("posti in rose", "places in shortlists"),
    "availability_requests": ("verifiche di disponibilità", "availability checks"),
    "documents": ("documenti", "documents"),
    "document_people": ("menzioni in documenti", "mentions in documents"),
    "outcomes": ("esiti", "outcomes"),
    "followups": ("verifiche dopo l'inserimento", "follow-ups"),
    "shortlists": ("rose salvate", "saved shortlists"),
    "plugin_records": ("dati di plugin", "plugin data"),
    "services": ("prestazioni rese anonime", "services made anonymous"),
    "copies": ("possibili doppioni", "near copies"),
    "link_queue": ("parole in attesa di collegamento", "words waiting for a link"),
}


def confirm_erasure(session: Session, names: str, yes: bool) -> None:
    """Ask before erasing for good.

    Raises
    ------
    InputError
        ``E-CLI-018`` where nobody can answer, ``E-CLI-026`` when the answer is not yes.
    """
    if yes:
        return
    if not sys.stdin.isatty():
        raise InputError(
            "E-CLI-018", f"La cancellazione di {names} va confermata.", "Se sei sicuro ripeti con --yes."
        )
    question = session.text(
        f"Cancellare per sempre {names}? Non si può tornare indietro. [s/N]",
        f"Erase {names} for good? This cannot be undone. [y/N]",
    )
    answer = click.prompt(question, default="", show_default=False, err=True)
    if answer.strip().casefold() not in _YES:
        raise InputError("E-CLI-026", "Non è stato cancellato nulla.")


def erase_traces(session: Session, workspace: Workspace) -> None:
    """Rebuild the pool without the erased, forget their ids, and clear their bytes from the files."""
    from matcher.pool.snapshot import read_manifest
    from matcher.store.erasure import forget_ids
    from matcher.store.revision import revision

    with progress(session.text("Tolgo le tracce", "Clearing traces")):
        built = read_manifest(workspace.pool_folder) is not None
        known = workspace.build_pool(len(os.sched_getaffinity(0))).revision if built else None
        with workspace.database.transaction() as connection:
            forget_ids(connection, revision(connection) if known is None else known)
        workspace.database.scrub()


def say_erased(session: Session, names: str, counts: Mapping[str, int]) -> None:
    """Say what is gone."""
    if session.format == "json":
        session.data({"erased": names.split(", "), "removed": dict(counts)})
    elif session.format == "csv":
        session.rows([{"erased": names, **counts}], [])
    gone = ", ".join(
        f"{session.text(*_WHAT.get(table, (table, table)))} {count}"
        for table, count in counts.items()
        if count
    )
    session.say(
        f"{names}: cancellato per sempre" + (f" ({gone})." if gone else "."),
        f"{names}: erased for good" + (f" ({gone})." if gone else "."),
    )
    session.say(
        "Il registro ne conserva solo una traccia anonima; le copie di sicurezza vanno gestite a parte.",
        "The log keeps an anonymous trace only; backups are to be handled apart.",
    )
    if counts.get("document_people"):
        # GDPR art. 19: whoever received the data is told that they were erased
        session.say(
            "I documenti già scritti in cui compariva restano dove sono stati salvati o mandati: cancella i file e "
            "avvisa il datore che li ha ricevuti.",
            "Documents already written that name its code stay where they were saved or sent: delete the files and "
            "tell the employer who received them.",
        )
