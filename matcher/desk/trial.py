"""A plugin on trial: past shortlists again, with it and without, and what it changes for whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Literal

import polars as pl
from sqlalchemy import Connection

from matcher.desk.matching import Matching
from matcher.desk.trial_reasons import Placed, why_left, why_placed
from matcher.desk.trial_steps import StoppedStep, stopped_steps
from matcher.domain.candidate import Candidate
from matcher.domain.record import Record
from matcher.domain.shortlist import Shortlist
from matcher.errors import InputError, MatcherError, NotFoundError
from matcher.exchange.values import parse_date
from matcher.pool.build import PluginColumns
from matcher.pool.partition import Partition
from matcher.store.candidates import read_candidates
from matcher.store.shortlists import list_shortlists

__all__ = ["Effect", "Trial", "chosen_past", "run_trial", "with_plugin_columns"]

_PAGE = 200
#: People whose profiles are read at once.
_BATCH = 10_000

What = Literal["entered", "left", "moved"]


class Effect(Record):
    """What the plugin changes for one person in one shortlist.

    Attributes
    ----------
    shortlist, vacancy, candidate : str
        Ids.
    what : {'entered', 'left', 'moved'}
        Entered the list, left it, or has another place in it.
    rank_without, rank_with : int or None
        Place in the list; ``None`` where not in it.
    why_it, why_en : str
        Reason, in Italian and English.
    """

    shortlist: str
    vacancy: str
    candidate: str
    what: What
    rank_without: int | None = None
    rank_with: int | None = None
    why_it: str = ""
    why_en: str = ""


class Trial(Record):
    """Outcome of a trial.

    Attributes
    ----------
    shortlists : tuple of (shortlist, vacancy)
        What was tried, in order.
    changed : int
        How many of them the plugin changes.
    effects : tuple of Effect
        By shortlist; who left first, then who entered, then who moved.
    asked : int
        People of whom the plugin asks something, over all shortlists.
    removed : int
        People whom the plugin leaves out, over all shortlists.
    gone : tuple of str
        Shortlists whose vacancy is no longer there.
    stopped : tuple of StoppedStep
        Steps taken on these shortlists that the plugin would have forbidden, by what it keeps today.
    words : bool
        Whether it brings words: what came in before knows them only when words are linked again.
    """

    plugin: str
    shortlists: tuple[tuple[str, str], ...]
    changed: int
    effects: tuple[Effect, ...]
    asked: int = 0
    removed: int = 0
    gone: tuple[str, ...] = ()
    stopped: tuple[StoppedStep, ...] = ()
    words: bool = False

    def count(self, what: What) -> int:
        """Return how many effects are of a kind."""
        return sum(effect.what == what for effect in self.effects)


def chosen_past(connection: Connection, words: Sequence[str]) -> list[Shortlist]:
    """Return saved shortlists, the oldest first.

    Parameters
    ----------
    words : sequence of str
        Ids of shortlists or of vacancies, days from which to begin as files write them, ``tutte`` or ``all``;
        all if empty.

    Raises
    ------
    InputError
        ``E-TRL-001`` for a word that is none of these, ``E-TRL-003`` for a day after the last shortlist.
    NotFoundError
        ``E-TRL-002`` if nothing was saved yet.
    """
    saved: list[Shortlist] = []
    while page := list_shortlists(connection, limit=_PAGE, offset=len(saved)):
        saved += [row.shortlist for row in page]
    if not saved:
        raise NotFoundError(
            "E-TRL-002",
            "Non c'è ancora nessuna rosa salvata.",
            "Salvane una: matcher shortlist RICHIESTA",
        )
    chosen = {one.id: one for word in words or ("tutte",) for one in _meant(saved, word)}
    return sorted(chosen.values(), key=lambda one: (one.reference_date, one.id))


def _meant(saved: Sequence[Shortlist], word: str) -> list[Shortlist]:
    """Return the shortlists that a word means, at least one."""
    everything = word.casefold() in ("tutte", "all")
    if found := [one for one in saved if everything or word in (one.id, one.subject)]:
        return found
    try:
        since = parse_date(word)
    except MatcherError:
        raise InputError(
            "E-TRL-001",
            f"«{word}» non è una rosa salvata, una richiesta con rose salvate, né un giorno.",
            "Guarda quali ci sono: matcher shortlists",
        ) from None
    if found := [one for one in saved if one.reference_date >= since]:
        return found
    last = max(one.reference_date for one in saved)
    raise InputError(
        "E-TRL-003",
        f"Nessuna rosa è stata salvata dal {since:%d/%m/%Y} in poi.",
        f"L'ultima è del {last:%d/%m/%Y}: indica un giorno prima.",
    )


def run_trial(
    connection: Connection,
    plugin: str,
    past: Sequence[Shortlist],
    without: Matching,
    having: Matching,
    progress: Callable[[int, int], None] | None = None,
) -> Trial:
    """Make every past shortlist twice, on its own reference date, and compare; nothing is written.

    Parameters
    ----------
    past : sequence of Shortlist
        As they were saved: their vacancies, sizes and dates count; people are those of today's pool.
    without, having : Matching
        The same pool under the rules without the plugin, and with it.
    """
    effects: list[Effect] = []
    tried, gone = [], []
    gate = having.rules.gate
    codes = {code for code, (owner, _) in gate.codes.items() if owner == plugin}
    asked = removed = 0
    for number, saved in enumerate(past, start=1):
        try:
            before = without.on(saved.reference_date).shortlist(connection, saved.subject, saved.size)
            after = having.on(saved.reference_date).shortlist(connection, saved.subject, saved.size)
        except NotFoundError:
            gone.append(saved.id)
            continue
        tried.append((saved.id, saved.subject))
        asked += sum(n for code, n in after.unknown_by.items() if code in codes)
        removed += sum(n for code, n in after.removed_by.items() if code in codes)
        effects += _compared(connection, plugin, saved, before, after, having)
        if progress:
            progress(number, len(past))
    return Trial(
        plugin=plugin,
        shortlists=tuple(tried),
        changed=len({effect.shortlist for effect in effects}),
        effects=tuple(effects),
        asked=asked,
        removed=removed,
        gone=tuple(gone),
        stopped=tuple(stopped_steps(connection, plugin, past, having)),
        words=any(owner == plugin and "." not in table.kind for owner, table in gate.vocabularies),
    )


def with_plugin_columns(connection: Connection, partition: Partition, fill: PluginColumns) -> Partition:
    """Return people with the columns of plugins that their snapshot was built without."""
    found = []
    for start in range(0, max(partition.n_rows, 1), _BATCH):
        ids = partition.ids[start : start + _BATCH]
        known = read_candidates(connection, ids)
        # who was erased since still has a row, which is asked for nothing
        found.append(fill(partition.side, {name: known.get(name) or Candidate(id=name) for name in ids}))
    professional, protected = zip(*found, strict=True)
    return replace(
        partition,
        frame=_widened(partition.frame, pl.concat(professional)),
        protected=_widened(partition.protected, pl.concat(protected)),
        # what was worked out from the narrower columns does not hold for these
        memory={},
    )


def _widened(frame: pl.DataFrame, columns: pl.DataFrame) -> pl.DataFrame:
    missing = [name for name in columns.columns if name not in frame.columns]
    return frame.with_columns(columns.select(missing)) if missing else frame


def _compared(
    connection: Connection,
    plugin: str,
    saved: Shortlist,
    before: Shortlist,
    after: Shortlist,
    having: Matching,
) -> list[Effect]:
    places = Placed(plugin, having.rules.gate.priorities, before, after)

    def effect(person: str, what: What, why: tuple[str, str]) -> Effect:
        old, new = places.old.get(person), places.new.get(person)
        return Effect(
            shortlist=saved.id,
            vacancy=saved.subject,
            candidate=person,
            what=what,
            rank_without=old.rank if old else None,
            rank_with=new.rank if new else None,
            why_it=why[0],
            why_en=why[1],
        )

    engine = having.on(saved.reference_date)
    answers = {name: engine.why(connection, saved.subject, name, saved.size) for name in places.left}
    return [
        *(effect(name, "left", why_left(places, name, answer)) for name, answer in answers.items()),
        *(effect(name, "entered", why_placed(places, name)) for name in places.entered),
        *(effect(name, "moved", why_placed(places, name)) for name in places.moved),
    ]
