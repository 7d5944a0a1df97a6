"""Whoever sees people on the screen is noted in the log: a line for each person, whatever a command shows of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matcher.app import Workspace

__all__ = ["note_seen"]


def note_seen(workspace: Workspace, people: Iterable[str], part: str, **details: str) -> None:
    """Note that people were seen, before they are shown; who was erased since is passed over.

    Parameters
    ----------
    part : str
        What was seen of them: ``list``, ``shortlist``, ``queue``, ``services``, ``outcome``, ``assignment``…
    details : str
        For what, as ``vacancy``.

    Raises
    ------
    InputError
        ``E-OPR-002`` for whoever may not look at people.
    """
    from matcher.desk.permissions import Action
    from matcher.desk.views import note_views
    from matcher.store.pseudonym import known_among

    acting = workspace.acting_for(Action.LOOK)
    with workspace.database.transaction() as connection:
        note_views(connection, known_among(connection, people), part, acting, **details)
