"""What ``add`` and ``set`` share: the desk that writes single records, and what is said afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from matcher.cli.session import Session
from matcher.errors import InputError

if TYPE_CHECKING:
    from matcher.app import Workspace
    from matcher.desk.entry import Entered, EntryDesk

__all__ = ["entry_desk", "require_one_source", "say_entered"]


def require_one_source(given: Mapping[str, str], path: Path | None) -> None:
    """Refuse a call without fields, or with fields and a file.

    Raises
    ------
    InputError
        ``E-CLI-017``.
    """
    if bool(given) == (path is not None):
        raise InputError(
            "E-CLI-017",
            "Troppe fonti: campi e file insieme." if given else "Nessun campo da scrivere.",
            "Scrivi campo=valore, per esempio: comune_domicilio=Sassuolo",
        )


def entry_desk(workspace: Workspace) -> EntryDesk:
    """Return the desk that writes single records of a workspace."""
    from matcher.desk.entry import EntryDesk
    from matcher.desk.permissions import Action
    from matcher.desk.words import open_word_reader
    from matcher.exchange.labels import Labels

    acting = workspace.acting_for(Action.WRITE)
    return EntryDesk(
        Labels.of(workspace.vocabularies),
        workspace.vocabularies.places,
        workspace.gate,
        lambda connection: open_word_reader(workspace.vocabularies, workspace.embedder, connection),
        acting.actor,
        acting.at,
    )


def say_entered(session: Session, entered: Entered) -> None:
    """Say what came of typing a record."""
    if session.format == "json":
        session.data(
            {
                "id": entered.id,
                "version": entered.version,
                "changed": entered.changed,
                "waiting": list(entered.waiting),
            }
        )
    elif session.format == "csv":
        session.rows([{"id": entered.id, "version": entered.version, "changed": entered.changed}], [])
    if not entered.changed:
        session.say(
            f"{entered.id}: niente da cambiare (versione {entered.version}).",
            f"{entered.id}: nothing to change (version {entered.version}).",
        )
        return
    session.say(
        f"{entered.id}: salvato, versione {entered.version}.",
        f"{entered.id}: saved, version {entered.version}.",
    )
    if entered.waiting:
        words = ", ".join(f"«{text}»" for text in entered.waiting)
        session.say(
            f"Da collegare al vocabolario: {words}. Scegli con: matcher link queue",
            f"To be linked to the vocabulary: {words}. Choose with: matcher link queue",
        )
