"""The same person registered twice: pairs that share contact data, a name with a birth date, or a history.

Reading contacts and birth dates is the desk's work; the result says what two records share, never the value.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from matcher.domain.candidate import Candidate, Contact
from matcher.text.folding import plain_letters

__all__ = ["Identity", "NearPair", "identity", "near_people"]

#: First id, second id, likeness 0..100, codes of what they share.
NearPair = tuple[str, str, int, tuple[str, ...]]

_WEIGHTS: Mapping[str, int] = {
    "tax_code": 100,
    "name_birth": 90,
    "email": 70,
    "phone": 60,
    "history": 50,
    "name_home": 50,
    "tax_code_slip": 40,
    "birth_slip": 30,
}
_SUSPECT = 60
_AGAINST, _SLIPS, _OTHER_NAME = 40, 2, 65
_ALIKE_NAMES = 88
#: A value that so many share is a service's (the desk's own number), not a person's.
_MOST_IN_BLOCK = 20
_PHONE_DIGITS, _TAX_CODE = 9, 16
_JOBS = 2


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells that two records are of one person; empty where it is not known."""

    id: str
    tax_code: str = ""
    name: str = ""
    born: date | None = None
    email: str = ""
    phone: str = ""
    home: str = ""
    history: str = ""


def identity(candidate: Candidate, contact: Contact | None, born: date | None) -> Identity:
    """Return what tells a person, in forms that compare."""
    held = contact or Contact(candidate_id=candidate.id)
    digits = re.sub(r"\D", "", held.phone)
    tax_code = re.sub(r"\W", "", held.codice_fiscale).upper()
    return Identity(
        id=candidate.id,
        tax_code=tax_code if len(tax_code) == _TAX_CODE else "",
        # neither order of names nor double names part a person
        name=" ".join(sorted(re.findall(r"\w+", plain_letters(f"{held.first_name} {held.last_name}")))),
        born=born,
        email=held.email.strip().lower(),
        phone=digits[-_PHONE_DIGITS:] if len(digits) >= _PHONE_DIGITS else "",
        home=candidate.home.code if candidate.home else "",
        history=_history(candidate),
    )


def near_people(people: Iterable[Identity]) -> list[NearPair]:
    """Return the pairs that may be one person, the most alike first.

    What contradicts weighs too: another name, tax code or birth date makes of a shared telephone that of a
    family; a slip of the pen in one of them does not.
    """
    known = {one.id: one for one in people}
    shared: dict[tuple[str, str], set[str]] = defaultdict(set)
    for reason, pairs in (
        ("tax_code", _same(known, lambda one: one.tax_code)),
        ("email", _same(known, lambda one: one.email)),
        ("phone", _same(known, lambda one: one.phone)),
        ("history", _same(known, lambda one: one.history)),
        ("name_home", _same(known, lambda one: f"{one.name}|{one.home}" if one.name and one.home else "")),
        ("name_birth", _alike_names(known)),
        ("birth_slip", _slipped_dates(known)),
    ):
        for pair in pairs:
            shared[pair].add(reason)
    found = []
    for (first, second), reasons in shared.items():
        if 0 < _slips(known[first].tax_code, known[second].tax_code) <= _SLIPS:
            reasons.add("tax_code_slip")
        weight = sum(_WEIGHTS[reason] for reason in reasons) - _contradiction(known[first], known[second])
        if "tax_code" in reasons or weight >= _SUSPECT:
            ordered = tuple(sorted(reasons, key=lambda code: -_WEIGHTS[code]))
            found.append((first, second, max(_SUSPECT, min(100, weight)), ordered))
    return sorted(found, key=lambda pair: (-pair[2], pair[0], pair[1]))


def _contradiction(one: Identity, other: Identity) -> int:
    """Return how much speaks against two records being of one person."""
    from rapidfuzz.fuzz import ratio

    against = _AGAINST if _slips(one.tax_code, other.tax_code) > _SLIPS else 0
    if one.born and other.born and not _one_date(one.born, other.born):
        against += _AGAINST
    if one.name and other.name and ratio(one.name, other.name) < _OTHER_NAME:
        against += 2 * _AGAINST
    return against


def _slips(one: str, other: str) -> int:
    """Return how many letters of two tax codes differ; none where one is not known."""
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(one, other) if one and other else 0


def _one_date(one: date, other: date) -> bool:
    """Return whether two dates are one, but for a slip of the pen: day and month exchanged, a digit wrong."""
    exchanged = (one.year, one.month, one.day) == (other.year, other.day, other.month)
    wrong = sum(a != b for a, b in zip(one.isoformat(), other.isoformat(), strict=True))
    return exchanged or wrong <= 1


def _same(known: Mapping[str, Identity], key: Callable[[Identity], str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of people who have the same value, where few have it."""
    blocks: dict[str, list[str]] = defaultdict(list)
    for one in known.values():
        if value := key(one):
            blocks[value].append(one.id)
    for block in blocks.values():
        if 1 < len(block) <= _MOST_IN_BLOCK:
            yield from combinations(sorted(block), 2)


def _alike_names(known: Mapping[str, Identity]) -> Iterator[tuple[str, str]]:
    """Yield the pairs born on one day under names that are one but for spelling."""
    from rapidfuzz.fuzz import ratio

    blocks: dict[date, list[Identity]] = defaultdict(list)
    for one in known.values():
        if one.born and one.name:
            blocks[one.born].append(one)
    for block in blocks.values():
        for one, other in combinations(sorted(block, key=lambda person: person.id), 2):
            if ratio(one.name, other.name, score_cutoff=_ALIKE_NAMES):
                yield one.id, other.id


def _slipped_dates(known: Mapping[str, Identity]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of one name whose birth dates differ by a slip of the pen."""
    for first, second in _same(
        known, lambda one: f"{one.name}|{one.born.year}" if one.name and one.born else ""
    ):
        dates = known[first].born, known[second].born
        if dates[0] and dates[1] and dates[0] != dates[1] and _one_date(dates[0], dates[1]):
            yield first, second


def _history(candidate: Candidate) -> str:
    """Return the dated jobs as one key; few dated jobs are nobody's alone."""
    jobs = [
        f"{job.occupation.concept or job.occupation.text}@{job.start}-{job.end}"
        for job in candidate.work or ()
        if job.start is not None
    ]
    home = candidate.home.code if candidate.home else ""
    return "|".join([home, *sorted(jobs)]) if len(jobs) >= _JOBS else ""
