"""The skill gap of a person and a vacancy: what is missing, and what each piece would unlock, tried by matching."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from matcher.domain.candidate import Candidate, Education, SkillClaim
from matcher.domain.levels import RequirementLevel
from matcher.domain.record import Mention
from matcher.domain.shortlist import Verdict
from matcher.domain.vacancy import Requirement, RequirementKind, Vacancy
from matcher.errors import InputError
from matcher.plugin import Desk, Table
from matcher_gol.tables import path_of, read_paths

__all__ = ["Piece", "gap", "missing_pieces"]

_EVERY = 100_000
_LEVELS = {
    "must": ("indispensabile", "indispensable"),
    "strongly_wanted": ("molto gradita", "strongly wanted"),
    "wanted": ("gradita", "wanted"),
}
_LONG = "long_training"
#: How the built-in rules say that an indispensable skill is not there.
_MISSING = frozenset({"SKILL_UNPROVEN", "SKILL_LACKING"})


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that the person lacks for a vacancy: a skill, or a qualification of an EQF level.

    Attributes
    ----------
    level : str
        How much the vacancy wants it.
    """

    label: str
    level: str
    skill: Mention | None = None
    eqf: int = 0

    def given_to(self, person: Candidate) -> Candidate:
        """Return the person as they would be with it."""
        if self.skill is None:
            learnt = Education(title=self.label, eqf=self.eqf)
            return person.model_copy(update={"education": (*(person.education or ()), learnt)})
        others = [claim for claim in person.skills or () if not _same(claim.skill, self.skill)]
        return person.model_copy(update={"skills": (*others, SkillClaim(skill=self.skill))})


def gap(desk: Desk, candidate: str, vacancy: str) -> Iterator[Table]:
    """Return what the person lacks for the vacancy, and the vacancies that each piece would open to them."""
    person, asked = desk.candidate(candidate), desk.vacancy(vacancy)
    profile = desk.record("candidate", candidate)
    if profile is None or profile.path is None:
        raise InputError(
            "E-GOL-002",
            f"Per «{candidate}» non è stato scelto un percorso.",
            f"Scrivilo con: matcher record set gol candidate {candidate} path=2 path_reason=…",
        )
    paths = read_paths(desk.settings.get("data", ""))
    path, _ = path_of(paths, profile.path, profile.path_on or desk.today)
    long = path is not None and path.action == _LONG
    pieces = missing_pieces(person, asked, lambda changed: desk.why(changed, person).verdict, long)
    before = _standing(desk, person)
    rows = [_row(desk, person, piece, before) for piece in pieces]
    rows.sort(key=lambda row: (-row["unlocked"], -row["nearer"], row["missing"]))
    yield Table(
        rows,
        (
            ("missing", "Da acquisire", "To acquire"),
            ("asked", "Quanto è chiesta", "How much it is asked"),
            ("unlocked", "Offerte che sbloccherebbe", "Vacancies it would unlock"),
            ("nearer", "Offerte più adatte", "Vacancies that would fit better"),
            ("vacancies", "Quali", "Which"),
        ),
        f"Competenze da acquisire per {asked.id} «{asked.title}»: {candidate}, percorso {profile.path}",
        f"Skills to acquire for {asked.id} “{asked.title}”: {candidate}, path {profile.path}",
        (_said(rows, "it"),),
        (_said(rows, "en"),),
    )


def missing_pieces(
    person: Candidate,
    vacancy: Vacancy,
    judge: Callable[[Vacancy], Verdict],
    qualifications: bool = False,
) -> list[Piece]:
    """Return the skills asked that the match does not find, and with long training the qualification asked.

    Parameters
    ----------
    judge : callable
        The engine's verdict on the person and a vacancy: each skill is tried alone, as if indispensable.
    """
    pieces = []
    for need in vacancy.requirements:
        if need.kind is not RequirementKind.SKILL or need.mention is None or need.level == "must_not":
            continue
        alone = need.model_copy(update={"level": RequirementLevel.MUST, "confirmed": True})
        verdict = judge(vacancy.model_copy(update={"requirements": (alone,)}))
        said = {one.code for one in verdict.reasons} | {one.code for one in verdict.questions}
        if _MISSING & said:
            pieces.append(Piece(need.mention.text, need.level, skill=need.mention))
    return [*pieces, *(_qualification(person, vacancy) if qualifications else ())]


def _qualification(person: Candidate, vacancy: Vacancy) -> Iterator[Piece]:
    held = max((one.eqf or 0 for one in person.education or ()), default=0)
    wanted: list[Requirement] = [
        need
        for need in vacancy.requirements
        if need.kind is RequirementKind.EDUCATION and (need.eqf or 0) > held
    ]
    for need in sorted(wanted, key=lambda one: one.eqf or 0)[-1:]:
        yield Piece(f"titolo di livello EQF {need.eqf}", need.level, eqf=need.eqf or 0)


def _standing(desk: Desk, person: Candidate) -> Mapping[str, int]:
    """Return the score of every open vacancy for which the person is eligible now."""
    return {row.id: row.score for row in desk.vacancies_for(person, _EVERY).ranked}


def _row(desk: Desk, person: Candidate, piece: Piece, before: Mapping[str, int]) -> dict[str, Any]:
    after = _standing(desk, piece.given_to(person))
    unlocked = sorted(set(after) - set(before), key=lambda name: (-after[name], name))
    nearer = [name for name, score in after.items() if name in before and score > before[name]]
    return {
        "missing": piece.label,
        "level": str(piece.level),
        "asked": _LEVELS[str(piece.level)][desk.language == "en"],
        "kind": "qualification" if piece.eqf else "skill",
        "unlocked": len(unlocked),
        "nearer": len(nearer),
        "vacancies": ", ".join(unlocked[:5]) + (" …" if len(unlocked) > 5 else ""),
    }


def _said(rows: list[dict[str, Any]], language: str) -> str:
    if not rows:
        return (
            "Non manca nulla di quello che la richiesta chiede."
            if language == "it"
            else "Nothing is missing of what the vacancy asks."
        )
    return (
        "Ogni numero viene da un abbinamento rifatto con la competenza in più, sulle offerte aperte entro i "
        "limiti che la persona ha dichiarato; il profilo resta com'è."
        if language == "it"
        else "Each number comes from matching again with one more skill, over the open vacancies within the limits "
        "that the person declared; the profile stays as it is."
    )


def _same(one: Mention, other: Mention) -> bool:
    return one.concept == other.concept if one.concept else one.text.casefold() == other.text.casefold()
