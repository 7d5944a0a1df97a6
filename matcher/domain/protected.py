"""Protected attributes, behind one door (D.Lgs. 276/2003 art. 10; GDPR art. 9).

A *legal requirement* is evaluated against this record and answers yes, no or to verify, never the value.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from matcher.domain.record import Record

__all__ = ["GroupMembership", "Protected"]


class GroupMembership(Record):
    """Membership of a priority group: how it is known and until when."""

    group: str
    evidence: Literal["declared", "certified", "expired", "contested"] = "declared"
    valid_until: date | None = None


class Protected(Record):
    """What never scores: sex, birth date, citizenship, disability, groups, title to work, own words.

    Attributes
    ----------
    work_title : bool or None
        *Titolo che abilita al lavoro*: yes, no, not asked; with its expiry, never the citizenship.
    benefit_holder : bool or None
        Holder of unemployment benefit (D.Lgs. 81/2015 art. 47(4)).
    own_words : tuple of str
        The person's own words behind a constraint; they may hold family or health causes.
    """

    candidate_id: str
    sex: str = ""
    birth_date: date | None = None
    citizenship: str = ""
    disability: bool | None = None
    groups: tuple[GroupMembership, ...] = ()
    work_title: bool | None = None
    work_title_expires_on: date | None = None
    benefit_holder: bool | None = None
    own_words: tuple[str, ...] = ()
