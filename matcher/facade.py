"""What a program embeds: open a workspace and ask."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from matcher.app import Workspace

if TYPE_CHECKING:
    from matcher.domain.shortlist import Shortlist, WhyAnswer

__all__ = ["Engine"]


class Engine:
    """The library's façade: open a workspace and ask.

    Examples
    --------
    >>> engine = Engine.open("workspace")  # doctest: +SKIP
    >>> engine.shortlist("VAC-0017", size=10)[0].points  # doctest: +SKIP
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    @classmethod
    def open(cls, folder: str | Path) -> Engine:
        """Open the workspace in a folder."""
        return cls(Workspace(Path(folder)))

    def shortlist(
        self, vacancy_id: str, size: int = 10, weights: Mapping[str, int] | None = None
    ) -> Shortlist:
        """Return the shortlist of a vacancy; nothing is written.

        Raises
        ------
        NotFoundError
            If there is no such vacancy.
        """
        with self.workspace.database.snapshot() as connection:
            return self.workspace.matching.shortlist(connection, vacancy_id, size, weights)

    def why(self, vacancy_id: str, candidate_id: str, size: int = 10) -> WhyAnswer:
        """Return why a person is, or is not, in the shortlist of a vacancy."""
        with self.workspace.database.snapshot() as connection:
            return self.workspace.matching.why(connection, vacancy_id, candidate_id, size)

    def vacancies_for(self, candidate_id: str, size: int = 10) -> Shortlist:
        """Return the vacancies that fit a person."""
        with self.workspace.database.snapshot() as connection:
            return self.workspace.matching.vacancies_for(connection, candidate_id, size)
