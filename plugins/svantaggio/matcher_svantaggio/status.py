"""The command ``status``: what a person's conditions are on a day, how each is known, and the three clocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from matcher.errors import NotFoundError
from matcher.plugin import Act, Desk, Table, in_force
from matcher_svantaggio.assess import Assessment, Offer, assess, idle_bounds
from matcher_svantaggio.calendar import NEVER_WORKED, add_months, months_between, unemployment_days
from matcher_svantaggio.columns import offer_of
from matcher_svantaggio.records import Facts
from matcher_svantaggio.tables import Book, Law, Threshold, read_law, read_thresholds

__all__ = ["clocks", "status"]

_ANSWERS = {
    "it": {True: "sì", False: "no", None: "da verificare"},
    "en": {True: "yes", False: "no", None: "to verify"},
}
_PROOFS = {
    "it": {
        "declared": "dichiarata",
        "certified": "certificata",
        "expired": "scaduta",
        "contested": "contestata",
    },
    "en": {"declared": "declared", "certified": "certified", "expired": "expired", "contested": "contested"},
}


def status(desk: Desk, candidate: str, vacancy: str, on: date | None) -> Iterator[Table]:
    """Return two tables: conditions and groups, then the clocks; reading the day of birth leaves a log line."""
    facts: Facts | None = desk.record("candidate", candidate)
    if facts is None:
        raise NotFoundError(
            "E-SVA-001",
            f"Di «{candidate}» non ci sono dati sulle condizioni di svantaggio.",
            f"Scrivili con: matcher record set svantaggio candidate {candidate} isced=2 …",
        )
    folder = str(desk.settings.get("data", ""))
    book, day = read_law(folder), on or desk.today
    law = book.on(day)
    protected = desk.protected(candidate, _basis(book)) if _basis(book).in_force(desk.today) else None
    offer = offer_of(desk.vacancy(vacancy)) if vacancy else Offer()
    found = assess(facts, protected.birth_date if protected else None, offer, law, day)
    yield _conditions(desk.language, candidate, day, facts, found, law, book)
    yield Table(
        clocks(facts, book.latest, read_thresholds(folder), day, desk.language),
        (
            ("clock", "Conteggio", "Clock"),
            ("since", "Dal", "Since"),
            ("value", "Valore", "Value"),
            ("unit", "In", "In"),
            ("reached", "Soglia raggiunta", "Threshold reached"),
            ("act", "Base", "Basis"),
        ),
        "Tre conteggi diversi: nessuno vale per un altro",
        "Three different clocks: none stands for another",
    )


def clocks(
    facts: Facts, law: Law, thresholds: tuple[Threshold, ...], day: date, language: str
) -> list[dict[str, Any]]:
    """Return the three clocks: days since the DID, months without regular work, months for a suitable offer."""
    english = language == "en"
    rows = []
    days = None if facts.did_on is None else unemployment_days(facts.did_on, facts.suspensions, day)
    reached = _reached(
        thresholds, "disoccupazione", lambda above: days is not None and days > above, day, language
    )
    rows.append(
        {
            "clock": "days of unemployment" if english else "giorni di disoccupazione",
            "since": facts.did_on,
            "value": days,
            "unit": "days" if english else "giorni",
            **reached,
        }
    )
    since = None if facts.jobs is None else idle_bounds(facts.jobs, law, day)[0]
    condition = law.conditions.get("a")
    rows.append(
        {
            "clock": "without regular employment" if english else "senza impiego regolare",
            "since": None if since == NEVER_WORKED else since,
            "value": _idle_months(facts, since, day, english),
            "unit": "calendar months" if english else "mesi di calendario",
            "reached": "",
            "act": condition.legal_basis if condition else "",
        }
    )
    # the months for an offer run from the DID, moved on by the days of suspension
    moved = None
    if facts.did_on is not None and days is not None:
        moved = facts.did_on + timedelta(days=max(0, (day - facts.did_on).days + 1 - days))
    rows.append(
        {
            "clock": "months for a suitable offer" if english else "durata per l'offerta congrua",
            "since": facts.did_on,
            "value": None if moved is None else months_between(moved, day),
            "unit": "months" if english else "mesi",
            # over six months is a day past them, not the end of the seventh
            **_reached(
                thresholds,
                "offerta",
                lambda above: moved is not None and (above == 0 or add_months(moved, above) < day),
                day,
                language,
            ),
        }
    )
    return rows


def _conditions(
    language: str, candidate: str, day: date, facts: Facts, found: Assessment, law: Law, book: Book
) -> Table:
    said, proofs = _ANSWERS[language], _PROOFS[language]
    english = language == "en"
    rows: list[dict[str, Any]] = [
        {
            "letter": letter,
            "condition": law.conditions[letter].label_en if english else law.conditions[letter].label_it,
            "holds": said[one.holds],
            "proof": proofs[one.proof] if one.holds else "",
            "counts": said[one.counts],
            "legal_basis": law.conditions[letter].legal_basis,
            "check": law.conditions[letter].check_it,
        }
        for letter, one in found.findings.items()
    ]
    answers = {"disadvantaged": found.disadvantaged, "severely_disadvantaged": found.severely}
    notes_it, notes_en = [], []
    for code, group in law.groups.items():
        basis = f"{group.authority} {group.number}"
        notes_it.append(f"{group.label_it.capitalize()}: {_ANSWERS['it'][answers[code]]} ({basis}).")
        notes_en.append(f"{group.label_en.capitalize()}: {_ANSWERS['en'][answers[code]]} ({basis}).")
    if not found.in_force:
        last = book.group("disadvantaged").valid_to
        notes_it.append(f"La regola è spenta: il Reg. (UE) 651/2014 vale fino al {last:%d/%m/%Y}.")
        notes_en.append(f"The rule is off: Reg. (EU) 651/2014 holds until {last:%Y-%m-%d}.")
    if facts.l381:
        notes_it.append(
            f"L. 381/1991 art. 4, certificato: {_PROOFS['it'][facts.l381]} (mai abbinato né esportato)."
        )
        notes_en.append(f"L. 381/1991 art. 4, certificate: {facts.l381} (never matched or exported).")
    return Table(
        rows,
        (
            ("letter", "", ""),
            ("condition", "Condizione", "Condition"),
            ("holds", "C'è", "Holds"),
            ("proof", "Prova", "Proof"),
            ("counts", "Conta", "Counts"),
            ("legal_basis", "Base", "Basis"),
        ),
        f"Condizioni di svantaggio di {candidate} al {day:%d/%m/%Y}",
        f"Conditions of disadvantage of {candidate} on {day:%Y-%m-%d}",
        tuple(notes_it),
        tuple(notes_en),
    )


def _idle_months(facts: Facts, since: date | None, day: date, english: bool) -> str | int | None:
    if facts.jobs is None:
        return None
    if since is None:
        return "at work" if english else "lavora"
    if since == NEVER_WORKED:
        return "never employed" if english else "mai occupata"
    return months_between(since, day)


def _reached(
    thresholds: tuple[Threshold, ...], clock: str, beyond: Callable[[int], bool], day: date, language: str
) -> dict[str, str]:
    steps = [one for one in in_force(thresholds, day) if one.clock == clock]
    last = max((one for one in steps if beyond(one.above)), key=lambda one: one.above, default=None)
    return {
        "reached": "" if last is None else last.label_en if language == "en" else last.label_it,
        "act": last.act if last else steps[0].act if steps else "",
    }


def _basis(book: Book) -> Act:
    group = book.group("disadvantaged")
    return Act(group.authority, group.number, group.issued_on, group.valid_from, group.valid_to)
