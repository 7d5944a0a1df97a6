"""A case: team, recovered skills and what they open, and the time after the placement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from matcher.domain.candidate import Candidate, SkillClaim
from matcher.domain.levels import Evidence
from matcher.domain.record import Mention
from matcher.errors import NotFoundError
from matcher.plugin import Desk, Table
from matcher_ali_veneto.records import Case, Recovered
from matcher_ali_veneto.tables import Outlet, read

__all__ = ["CHECK_DAYS", "accompaniment", "case", "due_checks", "with_recovered"]

#: Days after a placement on which it is looked at, unless the settings say otherwise.
CHECK_DAYS = (30, 90, 180)
_EVERY = 100_000


def due_checks(
    placed_on: date, done: Sequence[date], days: Iterable[int] = CHECK_DAYS
) -> list[tuple[int, date, date | None]]:
    """Return each check: after how many days, when it is due, when it was done (the first visit from then on).

    A visit serves one check: one made before a check is due stands for the check before it.
    """
    due = sorted((number, placed_on + timedelta(days=number)) for number in days)
    left = sorted(done)
    found = []
    for position, (number, when) in enumerate(due):
        following = due[position + 1][1] if position + 1 < len(due) else date.max
        visit = next((day for day in left if placed_on <= day < following), None)
        if visit is not None:
            left.remove(visit)
        found.append((number, when, visit))
    return found


def with_recovered(person: Candidate, recovered: Iterable[tuple[Recovered, Mention]]) -> Candidate:
    """Return the person with the skills recovered, each with its evidence; one already claimed stays."""
    held = {
        claim.skill.concept or claim.skill.text.casefold()
        for claim in person.skills or ()
        if not claim.lacking
    }
    added = [
        SkillClaim(skill=mention, evidence=Evidence(one.evidence))
        for one, mention in recovered
        if (mention.concept or mention.text.casefold()) not in held
    ]
    return person.model_copy(update={"skills": (*(person.skills or ()), *added)})


def case(desk: Desk, identifier: str) -> Iterator[Table]:
    """Return the team of a case, the skills recovered with the vacancies they open, the checks after placement."""
    found: Case | None = desk.record("case", identifier)
    if found is None:
        raise NotFoundError(
            "E-ALI-003",
            f"Il caso «{identifier}» non c'è.",
            f"Scrivilo con: matcher record set ali_veneto case {identifier} candidate=CAND-1 tutor=…",
        )
    outlets = {one.code: one for one in read(Outlet, str(desk.settings.get("data", "")))}
    planned = outlets.get(found.outlet)
    english = desk.language == "en"
    outlet = "" if planned is None else planned.label_en if english else planned.label_it
    team = [{"name": found.tutor, "role": "tutor", "service": ""}]
    team += [one.model_dump() for one in found.team]
    yield Table(
        team,
        (("name", "Chi", "Who"), ("role", "Ruolo", "Role"), ("service", "Servizio", "Service")),
        f"Caso {identifier}: {found.candidate}" + (f", sbocco previsto {outlet}" if outlet else ""),
        f"Case {identifier}: {found.candidate}" + (f", planned outlet {outlet}" if outlet else ""),
        tuple(f"{number}. {step}" for number, step in enumerate(found.steps, start=1)),
        tuple(f"{number}. {step}" for number, step in enumerate(found.steps, start=1)),
    )
    if found.recovered:
        yield _recovered(desk, found)
    if found.placed_on:
        yield _checks(desk, {identifier: found})


def accompaniment(desk: Desk) -> Iterator[Table]:
    """Return the checks of all placements, the overdue first."""
    yield _checks(desk, desk.records("case"))


def _recovered(desk: Desk, found: Case) -> Table:
    person = desk.candidate(found.candidate)
    before = {row.id for row in desk.vacancies_for(person, _EVERY).ranked}
    words = {"declared": "dichiarata", "observed": "osservata", "certified": "certificata"}
    rows: list[dict[str, Any]] = []
    for one in found.recovered:
        concept = desk.find("skill", one.skill)
        mention = Mention(
            text=one.skill, concept=concept.id if concept else "", method="operator" if concept else "none"
        )
        scores = desk.vacancies_for(with_recovered(person, [(one, mention)]), _EVERY)
        rows.append(
            {
                "skill": one.skill,
                "evidence": one.evidence if desk.language == "en" else words[one.evidence],
                "origin": one.origin,
                "known": concept is not None,
                "opens": len({row.id for row in scores.ranked} - before),
            }
        )
    return Table(
        rows,
        (
            ("skill", "Competenza recuperata", "Recovered skill"),
            ("evidence", "Riscontro", "Evidence"),
            ("origin", "Da dove viene", "Where it comes from"),
            ("opens", "Offerte in più", "More vacancies"),
        ),
        "Competenze recuperate, provate con l'abbinamento",
        "Recovered skills, tried by matching",
    )


def _checks(desk: Desk, cases: dict[str, Case]) -> Table:
    days = tuple(desk.settings.get("check_days", CHECK_DAYS))
    english = desk.language == "en"
    rows: list[dict[str, Any]] = []
    for identifier, one in sorted(cases.items()):
        for number, when, visit in due_checks(one.placed_on, one.checks_done, days) if one.placed_on else ():
            if visit is None and one.closed_on is not None and one.closed_on <= when:
                continue
            late = visit is None and when < desk.today
            said = ("done", "overdue", "due") if english else ("fatta", "in ritardo", "da fare")
            rows.append(
                {
                    "case": identifier,
                    "candidate": one.candidate,
                    "tutor": one.tutor,
                    "days": number,
                    "due": when,
                    "done": visit,
                    "state": said[0] if visit else said[1] if late else said[2],
                    "late": late,
                }
            )
    rows.sort(key=lambda row: (not row["late"], row["done"] is not None, row["due"], row["case"]))
    return Table(
        rows,
        (
            ("case", "Caso", "Case"),
            ("candidate", "Persona", "Person"),
            ("tutor", "Tutor", "Tutor"),
            ("days", "Giorni", "Days"),
            ("due", "Entro il", "Due"),
            ("done", "Fatta il", "Done"),
            ("state", "Stato", "State"),
        ),
        "Accompagnamento dopo l'inserimento",
        "Accompaniment after the placement",
    )
