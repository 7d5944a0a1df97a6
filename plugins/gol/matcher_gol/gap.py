"""The skill gap of a person and a vacancy: what is missing, and what each piece would unlock, tried by matching."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

from matcher.domain.candidate import Candidate, Education, LanguageClaim, LicenceClaim, SkillClaim
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
#: How the built-in rules say that something indispensable is not there, for each kind of it.
_MISSING = {
    RequirementKind.SKILL: frozenset({"SKILL_UNPROVEN", "SKILL_LACKING"}),
    RequirementKind.LICENCE: frozenset({"LICENCE_MISSING", "LICENCE_EXPIRED"}),
    RequirementKind.LANGUAGE: frozenset({"LANGUAGE_BELOW", "ITALIAN_BELOW"}),
}
_KINDS = {
    "skill": ("competenza", "skill"),
    "licence": ("patente o attestato", "licence or certificate"),
    "language": ("lingua", "language"),
    "education": ("titolo di studio", "qualification"),
}
_KNOWN = {True: ("manca", "missing"), False: ("non risulta: da chiedere", "not known: to be asked")}


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that the person lacks for a vacancy: a skill, a licence, a language, a qualification.

    Attributes
    ----------
    label : str
        What it is, in the words of the vacancy.
    need : Requirement
        What the vacancy asks.
    lacking : bool
        Whether it is known to be missing; else nobody has asked.
    """

    label: str
    need: Requirement
    lacking: bool

    def given_to(self, person: Candidate) -> Candidate:
        """Return the person as they would be with it."""
        need, words = self.need, self.need.mention or Mention(text=self.label)
        if need.kind is RequirementKind.EDUCATION:
            learnt = Education(title=self.label, eqf=need.eqf)
            return person.model_copy(update={"education": (*(person.education or ()), learnt)})
        if need.kind is RequirementKind.LICENCE:
            held = [one for one in person.licences or () if one.concept != words.concept]
            licence = LicenceClaim(text=words.text, concept=words.concept)
            return person.model_copy(update={"licences": (*held, licence)})
        if need.kind is RequirementKind.LANGUAGE:
            spoken = [one for one in person.languages or () if one.language != words.concept]
            language = LanguageClaim(language=words.concept, level=need.cefr)
            return person.model_copy(update={"languages": (*spoken, language)})
        others = [claim for claim in person.skills or () if not _same(claim.skill, words)]
        return person.model_copy(update={"skills": (*others, SkillClaim(skill=words))})


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
    if len(pieces) > 1:
        # two things may be asked together: a driver's licence and its certificate open nothing one by one
        rows.append(_together(desk, person, pieces, before))
    yield Table(
        rows,
        (
            ("missing", "Da acquisire", "To acquire"),
            ("what", "Che cos'è", "What it is"),
            ("asked", "Quanto è chiesta", "How much it is asked"),
            ("profile", "Nel profilo", "In the profile"),
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
    """Return what is asked and the match does not find: skills, licences, languages; with long training, the title.

    Parameters
    ----------
    judge : callable
        The engine's verdict on the person and a vacancy: each requirement is tried alone, as if indispensable.
    """
    pieces = []
    for need in vacancy.requirements_to_match:
        codes = _MISSING.get(need.kind, frozenset())
        if not codes or need.mention is None or need.level == "must_not":
            continue
        alone = need.model_copy(update={"level": RequirementLevel.MUST, "confirmed": True})
        verdict = judge(vacancy.model_copy(update={"requirements": (alone,)}))
        lacking = bool(codes & {one.code for one in verdict.reasons})
        if lacking or codes & {one.code for one in verdict.questions}:
            level = f" {need.cefr.name}" if need.cefr else ""
            pieces.append(Piece(f"{need.mention.text}{level}", need, lacking))
    return [*pieces, *(_qualification(person, vacancy) if qualifications else ())]


def _qualification(person: Candidate, vacancy: Vacancy) -> Iterator[Piece]:
    held = max((one.eqf or 0 for one in person.education or ()), default=0)
    wanted: list[Requirement] = [
        need
        for need in vacancy.requirements_to_match
        if need.kind is RequirementKind.EDUCATION and (need.eqf or 0) > held
    ]
    for need in sorted(wanted, key=lambda one: one.eqf or 0)[-1:]:
        yield Piece(f"titolo di livello EQF {need.eqf}", need, person.education is not None)


def _standing(desk: Desk, person: Candidate) -> Mapping[str, int]:
    """Return the score of every open vacancy for which the person is eligible now."""
    return {row.id: row.score for row in desk.vacancies_for(person, _EVERY).ranked}


def _row(desk: Desk, person: Candidate, piece: Piece, before: Mapping[str, int]) -> dict[str, Any]:
    english = desk.language == "en"
    return {
        "missing": piece.label,
        "kind": str(piece.need.kind),
        "what": _KINDS[str(piece.need.kind)][english],
        "level": str(piece.need.level),
        "asked": _LEVELS[str(piece.need.level)][english],
        "profile": _KNOWN[piece.lacking][english],
        **_opened(before, _standing(desk, piece.given_to(person))),
    }


def _together(
    desk: Desk, person: Candidate, pieces: Iterable[Piece], before: Mapping[str, int]
) -> dict[str, Any]:
    learnt = reduce(lambda one, piece: piece.given_to(one), pieces, person)
    words = "all of it together" if desk.language == "en" else "tutto insieme"
    empty = dict.fromkeys(("kind", "what", "level", "asked", "profile"), "")
    return {"missing": words, **empty, **_opened(before, _standing(desk, learnt))}


def _opened(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, Any]:
    unlocked = sorted(set(after) - set(before), key=lambda name: (-after[name], name))
    return {
        "unlocked": len(unlocked),
        "nearer": sum(1 for name, score in after.items() if name in before and score > before[name]),
        "vacancies": ", ".join(unlocked[:5]) + (" …" if len(unlocked) > 5 else ""),
    }


def _said(rows: list[dict[str, Any]], language: str) -> str:
    if not rows:
        return (
            "Competenze, patenti, attestati e lingue che la richiesta chiede risultano tutti dal profilo."
            if language == "it"
            else "The profile has every skill, licence, certificate and language that the vacancy asks."
        )
    return (
        "Ogni numero viene da un abbinamento rifatto con quella voce in più, sulle offerte aperte entro i "
        "limiti che la persona ha dichiarato; il profilo resta com'è."
        if language == "it"
        else "Each number comes from matching again with that one more, over the open vacancies within the limits "
        "that the person declared; the profile stays as it is."
    )


def _same(one: Mention, other: Mention) -> bool:
    return one.concept == other.concept if one.concept else one.text.casefold() == other.text.casefold()
