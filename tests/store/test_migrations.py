"""Stores of earlier releases become what this one reads, with everything in them."""

from __future__ import annotations

import json
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from matcher.domain.states import PersonState, ShortlistState
from matcher.store import database as store
from matcher.store.database import Database
from matcher.store.places import places_of
from matcher.store.shortlists import get_shortlist

AT = "2026-03-02T09:00:00.000000+00:00"


def as_first_release(url: str) -> None:
    """Make the store of the first release, with a person, a vacancy and a saved shortlist."""
    config = Config()
    config.set_main_option("script_location", str(Path(store.__file__).parent / "migrations"))
    entry = {"score": 5000, "verdict": "eligible", "contributions": []}
    content = {
        "subject": "V-1",
        "reference_date": "2026-03-02",
        "size": 2,
        "ranked": [{"id": "C-1", "rank": 1, **entry}, {"id": "cancellato", "rank": 2, **entry}],
        "n_pool": 2,
        "n_eligible": 2,
        "n_to_verify": 0,
        "n_removed": 0,
        "versions": {
            "engine": "1", "pool": "2", "vocabulary": "3", "embedder": "4", "weights": "5", "plugins": []
        },
        "id": "ROSA-000001",
    }  # fmt: skip
    person = {"id": "C-1", "profile": '{"id": "C-1"}', "digest": "", "imported": "", "key": b"k", "at": AT}
    engine = create_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(
            text(
                "INSERT INTO candidates VALUES (:id, :profile, :digest, :imported, :key, 1, 1, :at, 'Carpi')"
            ),
            person,
        )
        connection.execute(
            text("INSERT INTO vacancies VALUES ('V-1', :job, '', '', 'ricevuta', 1, 1, :at)"),
            {"job": '{"id": "V-1", "title": "Barista"}', "at": AT},
        )
        connection.execute(
            text(
                "INSERT INTO shortlists VALUES ('ROSA-000001', 'V-1', :content, :key, 'bozza', 'anna', :at)"
            ),
            {"content": json.dumps(content), "key": b"k", "at": AT},
        )
        connection.execute(text("UPDATE meta SET schema = 1"))
    engine.dispose()


def test_a_saved_shortlist_gets_its_places_and_the_words_of_today(url: str) -> None:
    as_first_release(url)
    with Database.open(url) as database:
        assert not database.is_current
        database.migrate()
        with database.snapshot() as connection:
            row = get_shortlist(connection, "ROSA-000001")
            [place] = places_of(connection, "ROSA-000001")
    assert (row.state, row.version, row.round) == (ShortlistState.DRAFT, 1, 1)
    assert (place.candidate_id, place.state, place.proposed_rank, place.score) == (
        "C-1",
        PersonState.PROPOSED,
        1,
        5000,
    )
