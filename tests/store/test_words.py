"""Corrections, the queue of words that wait, imports."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, select

from matcher.errors import NotFoundError
from matcher.store import tables
from matcher.store.corrections import (
    Waiting,
    corrections,
    link_queue,
    put_correction,
    queue_links,
    remove_correction,
    settle_link,
)
from matcher.store.imports import ImportRow, find_import, list_imports, record_import

NOW = datetime(2025, 3, 10, 9, 0, tzinfo=UTC)


def test_the_latest_correction_of_a_word_holds(connection: Connection) -> None:
    put_correction(connection, "skill", "muletto", "skill:1", "anna", NOW)
    put_correction(connection, "skill", "muletto", "skill:2", "bruno", NOW)
    put_correction(connection, "occupation", "muletto", "occ:3", "anna", NOW)
    assert corrections(connection, "skill") == {"muletto": "skill:2"}
    remove_correction(connection, "skill", "muletto", "anna", NOW)
    assert corrections(connection, "skill") == {}
    assert corrections(connection, "occupation") == {"muletto": "occ:3"}
    with pytest.raises(NotFoundError, match="E-STO-040"):
        remove_correction(connection, "skill", "muletto", "anna", NOW)


def test_occurrences_add_up_and_the_most_frequent_come_first(connection: Connection) -> None:
    first = [
        Waiting("skill", "raro", 1),
        Waiting("skill", "tig", 2, ("a", "b")),
        Waiting("skill", "tig", 3, ("b",)),
    ]
    queue_links(connection, first, "anna", NOW)
    queue_links(
        connection, [Waiting("skill", "tig", 4, ("c",)), Waiting("occupation", "tig", 9)], "anna", NOW
    )
    assert link_queue(connection, "skill") == [
        Waiting("skill", "tig", 9, ("c",)),
        Waiting("skill", "raro", 1),
    ]
    assert [(row.kind, row.text) for row in link_queue(connection)] == [
        ("occupation", "tig"),
        ("skill", "tig"),
        ("skill", "raro"),
    ]
    assert link_queue(connection, limit=1, offset=2) == [Waiting("skill", "raro", 1)]


def test_settled_words_leave_the_queue_and_stay_settled(connection: Connection) -> None:
    queue_links(connection, [Waiting("skill", "tig", 1), Waiting("skill", "boh", 1)], "anna", NOW)
    settle_link(connection, "skill", "tig", "skill:7", "anna", NOW)
    settle_link(connection, "skill", "boh", None, "anna", NOW)
    queue_links(connection, [Waiting("skill", "tig", 1)], "anna", NOW)
    assert link_queue(connection) == []
    assert [row.text for row in link_queue(connection, status="resolved")] == ["tig"]
    assert [row.text for row in link_queue(connection, status="ignored")] == ["boh"]
    assert corrections(connection, "skill") == {"tig": "skill:7"}
    with pytest.raises(NotFoundError, match="E-STO-041"):
        settle_link(connection, "skill", "mai visto", None, "anna", NOW)


def test_the_log_keeps_no_words(connection: Connection) -> None:
    queue_links(connection, [Waiting("skill", "parola privata", 1)], "anna", NOW)
    settle_link(connection, "skill", "parola privata", "skill:1", "anna", NOW)
    rows = connection.execute(select(tables.log)).all()
    assert len(rows) == 2
    assert "privata" not in repr(rows)


def test_a_file_seen_before_is_recognised(connection: Connection) -> None:
    record_import(connection, "persone.csv", "d1", {"new": 3, "rejected": 1}, "anna", NOW)
    record_import(connection, "altre.csv", "d2", {"new": 1}, "bruno", NOW)
    record_import(connection, "copia.csv", "d1", {"unchanged": 3}, "anna", NOW)
    assert find_import(connection, "d1") == ImportRow("copia.csv", "d1", {"unchanged": 3}, NOW, "anna")
    assert find_import(connection, "d9") is None
    assert [row.file_name for row in list_imports(connection, limit=2)] == ["copia.csv", "altre.csv"]
