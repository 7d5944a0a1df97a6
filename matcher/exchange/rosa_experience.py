"""Work in the employer's document: what belongs to the work offered, titles in both genders, durations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from datetime import date
from itertools import pairwise

from matcher.domain.candidate import Candidate, WorkExperience
from matcher.domain.levels import Evidence
from matcher.domain.record import Record
from matcher.domain.vacancy import Vacancy
from matcher.exchange.rosa_claims import told
from matcher.exchange.rosa_words import EVIDENCE, STRENGTH
from matcher.pool.likenesses import RELATED
from matcher.text.folding import plain_letters
from matcher.vocabulary.bundle import Vocabularies
from matcher.vocabulary.schema import Concept

__all__ = [
    "ExperienceLine",
    "best_evidence",
    "duration",
    "experience_lines",
    "months_of",
    "neutral_title",
    "related_work",
    "required_work",
    "weakest_evidence",
]

#: Unit groups whose work tells a belief or a membership (D.Lgs. 276/2003 art. 10).
_TELLING_GROUPS = frozenset({"1114", "2636", "3413"})
#: Words of occupations that tell one, though their group does not: the group is named instead.
_TELLING = re.compile(r"\b(?:religi|halal|kosher|kasher|sindacal|trade union|patronato|pastoral)")
#: Months beyond which a duration tells an age more than a skill.
_LONGEST = 120
_SHARED_SKILLS = 2


class ExperienceLine(Record):
    """An occupation held, how long, and how that is known."""

    occupation: str
    duration: str
    evidence: str


def neutral_title(vacancy: Vacancy, vocabularies: Vocabularies, language: str) -> str:
    """Return the title in words that choose nobody, or else the occupations in both genders."""
    shown, known = vacancy.text_to_match(vacancy.title), vocabularies["occupation"]
    admitted = any(vacancy.title.find(entry.partition(":")[2]) >= 0 for entry in vacancy.overrides)
    found = [known[one.concept] for one in vacancy.occupations if one.concept in known]
    if shown == vacancy.title:
        pairs = [] if admitted else [pair for one in found if (pair := _pair_of(shown, one, language))]
        return pairs[0] if pairs else shown
    names = [_both_genders(one, language) for one in found]
    return ", ".join(dict.fromkeys(names)) or " ".join(shown.split()).strip(" ,;:/-–·")


def related_work(candidate: Candidate, vacancy: Vacancy, vocabularies: Vocabularies) -> list[WorkExperience]:
    """Return the jobs that belong to the work offered; all of them where the vacancy names no occupation.

    A job belongs to it in the same minor group of ISCO-08, or where its work shares skills with it.
    """
    known = vocabularies["occupation"]
    asked = {known[one.concept].isco for one in vacancy.occupations if one.concept in known}
    jobs = [job for job in candidate.work or () if told(job.occupation, known)]
    if not asked:
        return jobs
    typical = {group: _typical_skills(group, vocabularies) for group in asked}

    def belongs(group: str) -> bool:
        own = _typical_skills(group, vocabularies)
        return any(
            group[:3] == other[:3] or len(own & skills) >= _SHARED_SKILLS for other, skills in typical.items()
        )

    groups = {known[job.occupation.concept].isco for job in jobs}
    related = {group for group in groups if belongs(group)}
    return [job for job in jobs if known[job.occupation.concept].isco in related]


def required_work(candidate: Candidate, vacancy: Vacancy, vocabularies: Vocabularies) -> list[WorkExperience]:
    """Return the jobs that count towards an experience asked for: of the work offered, or near it.

    Fewer than `related_work`: shared skills make a job worth telling, not the experience that was required.
    """
    known = vocabularies["occupation"]
    asked = {known[one.concept].isco for one in vacancy.occupations if one.concept in known}
    jobs = related_work(candidate, vacancy, vocabularies)
    if not asked:
        return jobs

    def counts(group: str) -> bool:
        near = (vocabularies.related.get((int(other), int(group)), 0) for other in asked if other and group)
        return group in asked or max(near, default=0) >= RELATED

    return [job for job in jobs if counts(known[job.occupation.concept].isco)]


def experience_lines(
    candidate: Candidate, vacancy: Vacancy, on: date, vocabularies: Vocabularies, language: str
) -> tuple[ExperienceLine, ...]:
    """Return each related occupation held with the time spent in it, the longest first.

    Parameters
    ----------
    on : date
        Last day of a job that goes on.
    """
    asked = {mention.concept for mention in vacancy.occupations}
    held: dict[str, list[WorkExperience]] = {}
    for job in related_work(candidate, vacancy, vocabularies):
        if title := _shown(job.occupation.concept, asked, vocabularies, language):
            held.setdefault(title, []).append(job)
    ordered = sorted(held.items(), key=lambda item: (-months_of(item[1], on), item[0]))
    return tuple(
        ExperienceLine(
            occupation=title,
            duration=duration(months_of(jobs, on), language),
            evidence=EVIDENCE[language][weakest_evidence(job.evidence for job in jobs)],
        )
        for title, jobs in ordered
    )


def best_evidence(found: Iterable[Evidence]) -> Evidence:
    """Return the strongest evidence."""
    return max(found, key=STRENGTH.index)


def weakest_evidence(found: Iterable[Evidence]) -> Evidence:
    """Return the weakest evidence: all that it stands for has at least as much."""
    return min(found, key=STRENGTH.index)


def months_of(jobs: Iterable[WorkExperience], on: date) -> int:
    """Return the months spent in some jobs; months in two of them at once count once where dates tell."""
    counted, undated = set[int](), 0
    for job in jobs:
        if job.start is None or job.months is not None:
            undated += job.months or 0
            continue
        end = job.end or on
        first, last = job.start.year * 12 + job.start.month, end.year * 12 + end.month
        counted.update(range(first, max(first, last) + 1))
    return undated + len(counted)


def duration(months: int, language: str, longest: int = _LONGEST) -> str:
    """Return a time in words, up to the longest that is told."""
    if not months:
        return "durata non indicata" if language == "it" else "duration not stated"
    if months > longest:
        more = "oltre " if language == "it" else "over "
        return more + duration(longest, language, longest)
    years, rest = divmod(months, 12)
    units = (
        (("anno", "anni"), ("mese", "mesi")) if language == "it" else (("year", "years"), ("month", "months"))
    )
    parts = [
        f"{n} {one if n == 1 else many}" for n, (one, many) in zip((years, rest), units, strict=True) if n
    ]
    return (" e " if language == "it" else " and ").join(parts)


def _typical_skills(group: str, vocabularies: Vocabularies) -> Set[str]:
    """Return the skills that are typical of a unit group."""
    return {
        skill.id
        for skill in vocabularies["skill"].concepts
        if any(group.startswith(one) for one in skill.occupations)
    }


def _shown(concept: str, asked: set[str], vocabularies: Vocabularies, language: str) -> str:
    """Return the words for an occupation; none for one that tells what no employer may ask."""
    known, groups = vocabularies["occupation"], vocabularies["isco_group"]
    group = known[concept].isco
    if concept not in asked and group in _TELLING_GROUPS:
        return ""
    names = " ".join((*known[concept].labels.values(), *known[concept].alternatives.get("it", ())))
    if concept not in asked and _TELLING.search(plain_letters(names)):
        return groups[group].label(language) if group in groups else ""
    return _both_genders(known[concept], language)


def _both_genders(found: Concept, language: str) -> str:
    """Return a title in both genders, so that neither says who the person is."""
    feminine = found.labels_f.get(language, "")
    label = found.label(language)
    return f"{label} / {feminine}" if feminine and feminine != label else label


def _pair_of(title: str, found: Concept, language: str) -> str:
    """Return both genders of a title that is an occupation's feminine alone, or one of its other feminines."""
    written, masculine = plain_letters(title), plain_letters(found.label("it"))
    if any(written == plain_letters(label) != masculine for label in found.labels_f.values()):
        return _both_genders(found, language)
    # the vocabulary writes the feminine of another label right after its masculine
    for before, after in pairwise(found.alternatives.get("it", ())):
        first, last = plain_letters(before), plain_letters(after)
        if written == last and last.split()[0][-1] == "a" != first.split()[0][-1] and first[:3] == last[:3]:
            return f"{before} / {after}"
    return ""
