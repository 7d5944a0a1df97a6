"""What records hold, told again from the log: each write of one left the digest of all that it then held."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection

from matcher.store.audit import LogRow
from matcher.store.contents import Held, content_digests

__all__ = ["Contents", "contents_held"]

_WRITES: Final = {
    "candidate.created": "candidate",
    "candidate.changed": "candidate",
    "vacancy.created": "vacancy",
    "vacancy.changed": "vacancy",
    "vacancy.moved": "vacancy",
    "shortlist.saved": "shortlist",
    "shortlist.redacted": "shortlist",
}


@dataclass
class Contents:
    """Digests by kind and name, then by plugin (empty for the record itself).

    Attributes
    ----------
    whole : bool
        Whether every record is told; not where an earlier release, which logged less, wrote some of them.
    """

    records: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    whole: bool = True

    def put(self, kind: str, name: str, plugin: str, digest: str) -> None:
        """Take the digest of a record in."""
        self.records.setdefault((kind, name), {})[plugin] = digest

    def drop(self, kind: str, name: str) -> None:
        """Forget an erased record, with what plugins keep about it."""
        self.records.pop((kind, name), None)

    def apply(self, row: LogRow) -> None:
        """Take one line of the log in."""
        entry = row.entry
        if entry.action in _WRITES:
            self.put(_WRITES[entry.action], entry.subject_id, "", entry.payload_digest)
        elif entry.action == "record.put":
            self.put(entry.subject_kind, entry.subject_id, str(entry.details["plugin"]), entry.payload_digest)
        elif entry.action == "record.deleted":
            held = self.records.get((entry.subject_kind, entry.subject_id), {})
            held.pop(str(entry.details["plugin"]), None)
        elif entry.action == "store.upgraded":
            self.records.clear()
            self.whole = False

    def everything(self) -> Iterator[tuple[Held, str]]:
        """Yield every digest with whose it is."""
        for (kind, name), held in self.records.items():
            for plugin, digest in held.items():
                yield (kind, name, plugin), digest


def contents_held(connection: Connection) -> Contents:
    """Return what the tables hold."""
    held = Contents()
    for whose, digest in content_digests(connection):
        held.put(*whose, digest)
    return held
