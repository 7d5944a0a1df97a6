"""Rows on their way in: a record with the plugin columns beside it, and what the store refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from matcher.desk.import_run import Batch, Item, Notices
from matcher.desk.plugin_columns import Contents, Owner, plugin_records, read_plugin_cells
from matcher.domain.candidate import Candidate
from matcher.domain.vacancy import Vacancy
from matcher.errors import MatcherError
from matcher.exchange.problems import Problem
from matcher.exchange.source import SourceRow
from matcher.plugin.gate import Gate
from matcher.store.pseudonym import content_digest
from matcher.store.records import PluginRecord, upsert_records
from matcher.store.writing import UpsertCounts

__all__ = ["Given", "checked_records", "erased_items", "upsert_plugin_records", "with_plugins", "words_given"]

_ERASED = "i suoi dati sono stati cancellati: un'importazione non li riporta"
_NEW_ID = "Se torna, va registrata con un identificativo nuovo."


@dataclass(frozen=True, slots=True)
class Given:
    """A record with the plugin columns of its row.

    Attributes
    ----------
    words : str
        Digest of the words that the record was read from: the same words are the same row, however a later
        version of the product reads them.
    whole : bool
        Whether it came as a full record.
    """

    record: Any
    plugin: Contents
    words: str
    whole: bool = False


def with_plugins(
    record: object | None,
    problems: list[Problem],
    row: SourceRow,
    gate: Gate | None,
    owner: Owner,
    notices: Notices,
    *,
    whole: bool,
) -> tuple[Given | None, list[Problem]]:
    """Return a record with the plugin columns of its row, or everything that is wrong with the row."""
    words = content_digest(str(sorted(((row.row.source if whole else row.cells) or {}).items())))
    if not row.plugin:
        return (None if record is None else Given(record, {}, words, whole)), problems
    contents, wrong, unknown = read_plugin_cells(row.plugin, gate, owner)
    for column in unknown:
        notices.add(f"Colonna «{column}»: nessun plugin installato la legge", str(row.row.number))
    problems = [*problems, *wrong]
    return (None if record is None or problems else Given(record, contents, words, whole)), problems


def checked_records(
    connection: Connection,
    batch: Batch[Given],
    gate: Gate | None,
    profile: Callable[[Given], Candidate | Vacancy],
) -> tuple[list[Item[Given]], list[tuple[Item[Given], Problem]], list[PluginRecord]]:
    """Return the rows whose plugin data are in order, those whose are not, and the data."""
    kept: list[Item[Given]] = []
    refused: list[tuple[Item[Given], Problem]] = []
    records: list[PluginRecord] = []
    told = [item for item in batch if item.record.plugin] if gate is not None else []
    if not told or gate is None:
        return list(batch), refused, records
    given = [(profile(item.record), item.record.plugin) for item in told]
    found = dict(zip(map(id, told), plugin_records(connection, gate, given), strict=True))
    for item in batch:
        mine = found.get(id(item), [])
        if isinstance(mine, MatcherError):
            refused.append((item, Problem(", ".join(item.record.plugin), "", mine.message, mine.hint)))
            continue
        records += mine
        kept.append(item)
    return kept, refused, records


def upsert_plugin_records(
    connection: Connection, records: Iterable[PluginRecord], counts: UpsertCounts, actor: str, at: datetime
) -> UpsertCounts:
    """Write plugin data; an owner whose own record stayed the same counts as changed."""
    erased = set(counts.erased)
    rows = [record for record in records if record.owner_id not in erased]
    if not rows:
        return counts
    touched = set(upsert_records(connection, rows, actor, at).written) - set(counts.written)
    written = (*counts.written, *sorted(touched))
    return UpsertCounts(
        counts.new, counts.changed + len(touched), counts.unchanged - len(touched), written, counts.erased
    )


def words_given(batch: Batch[Given], identify: Callable[[Given], str]) -> dict[str, str]:
    """Return the digest of the words that each row of a batch was read from, by id."""
    return {identify(item.record): item.record.words for item in batch}


def erased_items(
    batch: Batch[Given], counts: UpsertCounts, identify: Callable[[Given], str]
) -> list[tuple[Item[Given], Problem]]:
    """Return the rows that the store refused because that person was erased, and why."""
    erased = set(counts.erased)
    found = [item for item in batch if identify(item.record) in erased] if erased else []
    return [(item, Problem("", identify(item.record), _ERASED, _NEW_ID)) for item in found]
