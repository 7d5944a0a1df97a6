"""Near copies at the desk: searched, shown, merged and taken apart again; nobody takes two places."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection

from matcher.desk.near_people import Identity, identity, near_people
from matcher.desk.near_vacancies import near_vacancies, posting
from matcher.desk.vacancy_life import IDLE
from matcher.domain.shortlist import Shortlist
from matcher.errors import InputError, NotFoundError
from matcher.exchange.candidate_cells import candidate_cells
from matcher.exchange.candidates import CandidateParts
from matcher.exchange.labels import Labels
from matcher.exchange.vacancy_cells import vacancy_cells
from matcher.store import candidates as people
from matcher.store import copies as store
from matcher.store import vacancies as requests
from matcher.store.audit import Entry, append
from matcher.store.candidate_writes import StoredCandidate, set_candidate
from matcher.store.copies import CopyPair, Kind
from matcher.store.shortlists import list_shortlists

__all__ = ["compare", "dismiss", "kind_of", "merge", "search_copies", "undo_merge", "with_copy_notices"]

_IDS = frozenset({"id_candidato", "id_richiesta"})
_REFUSALS = ("refused_employers", "refused_sectors")


def search_copies(connection: Connection, kind: Kind, actor: str, at: datetime) -> list[CopyPair]:
    """Search all records for near copies, keep what was found, and return the suspected pairs.

    For people contacts and birth dates are read, which the log notes; closed vacancies are passed over.
    """
    gone = store.hidden(connection, kind)
    if kind == "candidate":
        found = near_people(one for one in _identities(connection) if one.id not in gone)
    else:
        every = requests.iterate_vacancies(connection)
        found = near_vacancies(
            posting(one) for one in every if one.id not in gone and one.state not in requests.CLOSED_STATES
        )
    store.replace_suspects(connection, kind, found, actor, at)
    suspected = store.list_copies(connection, kind, ["suspected"])
    details: dict[str, str | int] = {"pairs": len(suspected)}
    if kind == "candidate":
        details["read"] = "contact birth_date"
    append(connection, [Entry("copies.searched", kind, "*", details=details)], actor, at)
    return suspected


def kind_of(connection: Connection, one: str, other: str) -> Kind:
    """Return of which kind two records are.

    Raises
    ------
    InputError
        ``E-DSK-060`` for one id given twice.
    NotFoundError
        ``E-DSK-061`` unless both are people, or both vacancies, of the store.
    """
    if one == other:
        raise InputError("E-DSK-060", f"«{one}» è indicato due volte.", "Indica due schede diverse.")
    if people.known_candidates(connection, [one, other]) == {one, other}:
        return "candidate"
    if requests.known_vacancies(connection, [one, other]) == {one, other}:
        return "vacancy"
    raise NotFoundError(
        "E-DSK-061",
        f"«{one}» e «{other}» non sono due candidati, né due richieste, della banca dati.",
        "Guarda quali si somigliano: matcher copies list candidates — oppure: matcher copies list vacancies",
    )


def compare(
    connection: Connection, one: str, other: str, labels: Labels
) -> tuple[Kind, list[tuple[str, str, str]]]:
    """Return of which kind two records are, and what each says by column; contacts are not shown.

    Raises
    ------
    InputError, NotFoundError
        As `kind_of`.
    """
    kind = kind_of(connection, one, other)
    first, second = (_cells(connection, kind, name, labels) for name in (one, other))
    columns = [name for name in dict.fromkeys((*first, *second)) if name not in _IDS]
    return kind, [(name, first.get(name, ""), second.get(name, "")) for name in columns]


def merge(connection: Connection, kept: str, gone: str, actor: str, at: datetime) -> CopyPair:
    """Hide one record behind another; return the pair.

    Applications, live facts and, for people, refused recipients of the hidden record count for the kept one
    from now on. Nothing is lost: `undo_merge` restores both.

    Raises
    ------
    InputError
        ``E-DSK-062`` if one of the two is hidden already, ``E-DSK-065`` for a vacancy whose shortlist is at work.
    """
    kind = kind_of(connection, kept, gone)
    hidden = store.hidden(connection, kind)
    for name in (kept, gone):
        if name in hidden:
            other = store.kept_for(connection, kind, name)
            raise InputError(
                "E-DSK-062",
                f"«{name}» è già unito a «{other}».",
                f"Prima separali: matcher copies undo {other} {name}",
            )
    if kind == "vacancy" and (busy := list_shortlists(connection, gone, without=IDLE, limit=1)):
        raise InputError(
            "E-DSK-065",
            f"Sulla richiesta «{gone}» si lavora alla rosa «{busy[0].id}»: non si può nascondere.",
            f"Tieni quella: matcher copies merge {gone} {kept}",
        )
    moved: dict[str, object] = dict(store.share_facts(connection, kind, kept, gone))
    if kind == "candidate":
        moved.update(_share_refusals(connection, kept, gone, actor, at))
    known = store.get_copy(connection, kind, kept, gone)
    score, reasons = (known.score, known.reasons) if known else (0, ())
    pair = CopyPair(kind, kept, gone, "merged", score, reasons, actor, at, moved)
    return _decide(connection, pair, "copies.merged", actor, at)


def kept_first(connection: Connection, pair: CopyPair) -> tuple[str, str]:
    """Return the two records of a suspected pair, first the one to keep: a vacancy whose shortlist is at work."""
    if pair.kind == "vacancy" and list_shortlists(connection, pair.second, without=IDLE, limit=1):
        return pair.second, pair.first
    return pair.first, pair.second


def undo_merge(connection: Connection, one: str, other: str, actor: str, at: datetime) -> CopyPair:
    """Take two merged records apart; return the pair, suspected again.

    Raises
    ------
    NotFoundError
        ``E-DSK-063`` if they are not merged.
    """
    kind = kind_of(connection, one, other)
    pair = store.get_copy(connection, kind, one, other)
    if pair is None or pair.state != "merged":
        raise NotFoundError("E-DSK-063", f"«{one}» e «{other}» non sono uniti.")
    store.return_facts(connection, kind, pair.first, pair.moved)
    if kind == "candidate":
        _return_refusals(connection, pair, actor, at)
    first, second = sorted((pair.first, pair.second))
    apart = CopyPair(kind, first, second, "suspected", pair.score, pair.reasons, actor, at, {})
    return _decide(connection, apart, "copies.parted", actor, at)


def dismiss(connection: Connection, one: str, other: str, actor: str, at: datetime) -> CopyPair:
    """Note that two records are not copies: no search proposes them again; return the pair.

    Raises
    ------
    InputError
        ``E-DSK-064`` if they are merged.
    """
    kind = kind_of(connection, one, other)
    pair = store.get_copy(connection, kind, one, other)
    if pair is not None and pair.state == "merged":
        raise InputError(
            "E-DSK-064",
            f"«{one}» e «{other}» sono uniti.",
            f"Prima separali: matcher copies undo {one} {other}",
        )
    first, second = sorted((one, other))
    score, reasons = (pair.score, pair.reasons) if pair else (0, ())
    different = CopyPair(kind, first, second, "dismissed", score, reasons, actor, at, {})
    return _decide(connection, different, "copies.dismissed", actor, at)


def with_copy_notices(connection: Connection, shortlist: Shortlist) -> Shortlist:
    """Return a list with a notice for each suspected pair in it: one of the two takes a place too many."""
    kind: Kind = "candidate" if shortlist.direction == "vacancy" else "vacancy"
    listed = [one.id for one in (*shortlist.ranked, *shortlist.to_verify)]
    notices = tuple(
        f"«{one}» e «{other}» sono forse la stessa {'persona' if kind == 'candidate' else 'offerta'}: "
        f"matcher copies merge {one} {other} — oppure: matcher copies dismiss {one} {other}"
        for one, other in store.suspects_among(connection, kind, listed)
    )
    if kind == "candidate" and (kept := store.kept_for(connection, "vacancy", shortlist.subject)):
        notices += (f"La richiesta «{shortlist.subject}» è unita a «{kept}»: lavora su quella.",)
    return shortlist.model_copy(update={"notices": (*shortlist.notices, *notices)}) if notices else shortlist


def _cells(connection: Connection, kind: Kind, name: str, labels: Labels) -> dict[str, str]:
    if kind == "vacancy":
        return vacancy_cells(requests.get_vacancy(connection, name).vacancy, labels)
    held = people.get_candidate(connection, name).candidate
    return candidate_cells(CandidateParts(held, None, None), labels)


def _identities(connection: Connection) -> Iterator[Identity]:
    contacts = {held.candidate_id: held for held in people.iterate_contacts(connection)}
    born = {held.candidate_id: held.birth_date for held in people.iterate_protected(connection)}
    for one in people.iterate_candidates(connection):
        yield identity(one, contacts.get(one.id), born.get(one.id))


def _share_refusals(
    connection: Connection, kept: str, gone: str, actor: str, at: datetime
) -> dict[str, list[str]]:
    """Add to a person the recipients that their other record refuses; return what was added."""
    row = people.get_candidate(connection, kept)
    other = people.get_candidate(connection, gone).candidate
    added = {
        name: [
            item for item in getattr(other, name) or () if item not in (getattr(row.candidate, name) or ())
        ]
        for name in _REFUSALS
    }
    changes = {n: (*(getattr(row.candidate, n) or ()), *items) for n, items in added.items() if items}
    changed = StoredCandidate(row.candidate.model_copy(update=changes))
    set_candidate(connection, changed, row.version, actor, at)
    return added


def _return_refusals(connection: Connection, pair: CopyPair, actor: str, at: datetime) -> None:
    row = people.get_candidate(connection, pair.first)
    changes = {}
    for name in _REFUSALS:
        if taken := pair.moved.get(name):
            left = tuple(item for item in getattr(row.candidate, name) or () if item not in taken)
            changes[name] = left or None
    changed = StoredCandidate(row.candidate.model_copy(update=changes))
    set_candidate(connection, changed, row.version, actor, at)


def _decide(connection: Connection, pair: CopyPair, action: str, actor: str, at: datetime) -> CopyPair:
    store.write_copy(connection, pair)
    for name in (pair.first, pair.second):
        store.touch(connection, pair.kind, name)
    names = [pair.first, pair.second]
    if pair.kind == "candidate":
        names = [people.candidate_reference(connection, name) for name in names]
    append(connection, [Entry(action, pair.kind, names[0], details={"other": names[1]})], actor, at)
    return pair
