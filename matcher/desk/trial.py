"""A plugin on trial: past shortlists again, with it and without, and what it changes for whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

import polars as pl
from sqlalchemy import Connection

from matcher.desk.matching import Matching
from matcher.domain.candidate import Candidate
from matcher.domain.record import Record
from matcher.domain.shortlist import RankedCandidate, Shortlist
from matcher.errors import InputError, NotFoundError
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
    """

    plugin: str
    shortlists: tuple[tuple[str, str], ...]
    changed: int
    effects: tuple[Effect, ...]
    asked: int = 0
    removed: int = 0
    gone: tuple[str, ...] = ()

    def count(self, what: What) -> int:
        """Return how many effects are of a kind."""
        return sum(effect.what == what for effect in self.effects)


def chosen_past(connection: Connection, words: Sequence[str]) -> list[Shortlist]:
    """Return saved shortlists, the oldest first.

    Parameters
    ----------
    words : sequence of str
        Ids of shortlists or of vacancies, days from which to begin, ``tutte`` or ``all``; all if empty.

    Raises
    ------
    InputError
        ``E-TRL-001`` for a word that is none of these.
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
            "Salvane una: matcher shortlist RICHIESTA --save",
        )
    chosen: dict[str, Shortlist] = {}
    for word in words or ("tutte",):
        found = [one for one in saved if _is_meant(one, word)]
        if not found:
            raise InputError(
                "E-TRL-001",
                f"«{word}» non è una rosa salvata, una richiesta con rose salvate, né un giorno.",
                "Guarda quali ci sono: matcher shortlists",
            )
        chosen.update({one.id: one for one in found})
    return sorted(chosen.values(), key=lambda one: (one.reference_date, one.id))


def _is_meant(saved: Shortlist, word: str) -> bool:
    if word.casefold() in ("tutte", "all") or word in (saved.id, saved.subject):
        return True
    try:
        return saved.reference_date >= date.fromisoformat(word)
    except ValueError:
        return False


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
    codes = {code for code, (owner, _) in having.rules.gate.codes.items() if owner == plugin}
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
    changed = len({effect.shortlist for effect in effects})
    return Trial(
        plugin=plugin,
        shortlists=tuple(tried),
        changed=changed,
        effects=tuple(effects),
        asked=asked,
        removed=removed,
        gone=tuple(gone),
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
    old = {person.id: person for person in before.ranked}
    new = {person.id: person for person in after.ranked}
    left = [person for person in before.ranked if person.id not in new]
    entered = [person for person in after.ranked if person.id not in old]
    moved = [p for p in after.ranked if p.id in old and old[p.id].rank != p.rank]
    why_left = {person.id: _why_left(connection, plugin, saved, person, having) for person in left}
    names = ", ".join(person.id for person in left)

    def effect(person: str, what: What, why: tuple[str, str]) -> Effect:
        return Effect(
            shortlist=saved.id,
            vacancy=saved.subject,
            candidate=person,
            what=what,
            rank_without=old[person].rank if person in old else None,
            rank_with=new[person].rank if person in new else None,
            why_it=why[0],
            why_en=why[1],
        )

    return [
        *(effect(person.id, "left", why_left[person.id]) for person in left),
        *(effect(person.id, "entered", _why_placed(plugin, None, person, names)) for person in entered),
        *(effect(p.id, "moved", _why_placed(plugin, old[p.id], p, names)) for p in moved),
    ]


def _why_left(
    connection: Connection, plugin: str, saved: Shortlist, person: RankedCandidate, having: Matching
) -> tuple[str, str]:
    answer = having.on(saved.reference_date).why(connection, saved.subject, person.id, saved.size)
    reasons = [reason for reason in answer.verdict.reasons if reason.plugin == plugin]
    questions = [question for question in answer.verdict.questions if question.plugin == plugin]
    if reasons:
        return "; ".join(r.text_it for r in reasons), "; ".join(r.text_en for r in reasons)
    if questions:
        return (
            "da verificare: " + "; ".join(q.text_it for q in questions),
            "to verify: " + "; ".join(q.text_en for q in questions),
        )
    scores = _scores(person.score, answer.score)
    return f"ora è al posto {answer.rank}{scores}", f"now in place {answer.rank}{scores}"


def _why_placed(
    plugin: str, before: RankedCandidate | None, after: RankedCandidate, left: str
) -> tuple[str, str]:
    """Say what places somebody anew: a precedence, the plugin's own criteria, or the place left by others."""
    if after.moved_by and (before is None or before.moved_by != after.moved_by):
        past = f" ({', '.join(after.moved_past)})" if after.moved_past else ""
        codes = ", ".join(after.moved_by)
        return f"precedenza {codes}{past}", f"precedence {codes}{past}"
    own = [one for one in after.contributions if one.plugin == plugin]
    if own and (before is None or before.score != after.score):
        scores = _scores(before.score, after.score) if before else ""
        return (
            f"criterio {', '.join(one.label_it for one in own)}{scores}",
            f"component {', '.join(one.label_en for one in own)}{scores}",
        )
    if left:
        return f"al posto lasciato da {left}", f"in the place left by {left}"
    return "scalza o lascia passare altri", "others moved"


def _scores(before: int, after: int) -> str:
    if before == after:
        return ""
    return f" (punti {_points(before)} → {_points(after)})"


def _points(score: int) -> str:
    return f"{score / 100_000:.1f}"
