"""A desk around the people and vacancies of a kit: what a plugin's commands and reports are given."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matcher.app import Workspace
from matcher.plugin.gate import Gate
from matcher.settings import FILE_NAME, PluginSettings, Settings
from matcher.store.candidate_writes import StoredCandidate, upsert_candidates
from matcher.store.records import PluginRecord, upsert_records
from matcher.store.vacancies import upsert_vacancies
from matcher.testing.people import DAY

if TYPE_CHECKING:
    from matcher.testing.kit import Kit

__all__ = ["open_office"]

_ACTOR = "prova"
_NOW = datetime.combine(DAY, time(9), UTC)


class _Office(Workspace):
    """A workspace of the kit's day, with the kit's plugins in place of the installed ones."""

    def now(self) -> datetime:
        return _NOW


def open_office(kit: Kit, folder: Path, settings: Mapping[str, Mapping[str, Any]]) -> Workspace:
    """Return a workspace in an empty folder with the people, vacancies and records of a kit."""
    (folder / FILE_NAME).write_text("", encoding="utf-8")
    office = _Office(folder, Settings(actor=_ACTOR, plugins=PluginSettings(settings=settings)))
    office.gate = kit.gate
    office.vocabularies = kit.workshop.vocabularies
    office.embedder = kit.workshop.embedder
    with office.database.transaction() as connection:
        people = [StoredCandidate(one, protected=kit.protected.get(one.id)) for one in kit.people]
        upsert_candidates(connection, people, _ACTOR, _NOW)
        upsert_vacancies(connection, kit.vacancies, _ACTOR, _NOW)
        upsert_records(connection, _records(kit), _ACTOR, _NOW)
    return office


def _records(kit: Kit) -> list[PluginRecord]:
    jobs = {vacancy.id for vacancy in kit.vacancies}
    return [
        _checked(kit.gate, plugin, owner_id, owner_id in jobs, content)
        for plugin, contents in kit.records.items()
        for owner_id, content in contents.items()
    ]


def _checked(
    gate: Gate, plugin: str, owner_id: str, vacancy: bool, content: Mapping[str, Any]
) -> PluginRecord:
    owner: Any = "vacancy" if vacancy else "candidate"
    model = gate.data.read(plugin, owner, owner_id, content)
    version = gate.data.types[plugin, owner].schema_version
    return PluginRecord(plugin, owner, owner_id, version, model.model_dump(mode="json"))
