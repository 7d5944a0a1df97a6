"""Applications: from the columns of a row to the record that is kept, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from matcher.domain.vacancy import Application
from matcher.exchange.cells import Cells
from matcher.exchange.problems import Problem
from matcher.exchange.validation import is_record, validated
from matcher.exchange.values import parse_date

__all__ = ["is_application_record", "read_application", "read_application_record", "write_application"]

_REQUIRED = {
    "id_richiesta": "Scrivi a quale richiesta.",
    "id_candidato": "Scrivi chi si candida.",
    "data": "Scrivi quando, per esempio 31/01/2026.",
}


def read_application(values: Mapping[str, str]) -> tuple[Application | None, list[Problem]]:
    """Read the cells of a row, by documented column; or say everything that is wrong with it."""
    cells = Cells(values)
    for name, remedy in _REQUIRED.items():
        if not cells.text(name):
            cells.complain(name, "manca", remedy)
    received = cells.read("data", parse_date, None)
    if cells.problems:
        return None, cells.problems
    return validated(
        Application,
        {
            "vacancy_id": cells.text("id_richiesta"),
            "candidate_id": cells.text("id_candidato"),
            "received_on": received or date.min,
            "channel": cells.text("canale") or "autocandidatura",
        },
    )


def read_application_record(tree: Mapping[str, object]) -> tuple[Application | None, list[Problem]]:
    """Read a whole record of a JSON file."""
    return validated(Application, tree)


def is_application_record(tree: Mapping[str, object]) -> bool:
    """Say whether a JSON object is a whole record."""
    return is_record(tree, Application)


def write_application(application: Application) -> dict[str, str]:
    """Return the cells of an application, by documented column."""
    return {
        "id_richiesta": application.vacancy_id,
        "id_candidato": application.candidate_id,
        "data": application.received_on.isoformat(),
        "canale": application.channel,
    }
