"""Work in the employer's document: titles in both genders, durations instead of dates."""

from __future__ import annotations

from datetime import date

from matcher.domain.candidate import Candidate, WorkExperience
from matcher.domain.vacancy import Vacancy
from matcher.vocabulary.bundle import Vocabularies

__all__ = ["experience_lines", "neutral_title"]

#: Unit groups whose work tells a belief or a membership (D.Lgs. 276/2003 art. 10).
_TELLING_GROUPS = frozenset({"1114", "2636", "3413"})
#: Occupations that tell one, though their group does not: the group is named instead.
_TELLING = frozenset({"2330.religious_education_teacher", "7511.religious_butcher"})


def neutral_title(vacancy: Vacancy, vocabularies: Vocabularies, language: str) -> str:
    """Return the title without words that may not choose people, or else the occupations in both genders."""
    shown = vacancy.text_to_match(vacancy.title)
    if shown == vacancy.title:
        return shown
    known = vocabularies["occupation"]
    names = [
        _both_genders(vocabularies, one.concept, language)
        for one in vacancy.occupations
        if one.concept in known
    ]
    return ", ".join(dict.fromkeys(names)) or " ".join(shown.split()).strip(" ,;:/-–·")


def experience_lines(
    candidate: Candidate, vacancy: Vacancy, on: date, vocabularies: Vocabularies, language: str
) -> tuple[str, ...]:
    """Return each occupation held with the months spent in it, the longest first.

    Parameters
    ----------
    on : date
        Last day of a job that goes on.
    """
    asked = {mention.concept for mention in vacancy.occupations}
    months: dict[str, int] = {}
    for job in candidate.work or ():
        if title := _shown(job.occupation.concept, asked, vocabularies, language):
            months[title] = months.get(title, 0) + _months(job, on)
    ordered = sorted(months.items(), key=lambda item: (-item[1], item[0]))
    return tuple(f"{title}: {_duration(number, language)}" for title, number in ordered)


def _shown(concept: str, asked: set[str], vocabularies: Vocabularies, language: str) -> str:
    """Return the words for an occupation; none for one that tells what no employer may ask."""
    known, groups = vocabularies["occupation"], vocabularies["isco_group"]
    if concept not in known:
        return ""
    group = known[concept].isco
    if concept not in asked and group in _TELLING_GROUPS:
        return ""
    if concept not in asked and concept in _TELLING:
        return groups[group].label(language) if group in groups else ""
    return _both_genders(vocabularies, concept, language)


def _both_genders(vocabularies: Vocabularies, concept: str, language: str) -> str:
    """Return a title in both genders, so that neither says who the person is."""
    found = vocabularies["occupation"][concept]
    feminine = found.labels_f.get(language, "")
    label = found.label(language)
    return f"{label} / {feminine}" if feminine and feminine != label else label


def _months(job: WorkExperience, on: date) -> int:
    if job.months is not None or job.start is None:
        return job.months or 0
    end = job.end or on
    return max(1, (end.year - job.start.year) * 12 + end.month - job.start.month + 1)


def _duration(months: int, language: str) -> str:
    if not months:
        return "durata non indicata" if language == "it" else "duration not stated"
    years, rest = divmod(months, 12)
    units = (
        (("anno", "anni"), ("mese", "mesi")) if language == "it" else (("year", "years"), ("month", "months"))
    )
    parts = [
        f"{n} {one if n == 1 else many}" for n, (one, many) in zip((years, rest), units, strict=True) if n
    ]
    return (" e " if language == "it" else " and ").join(parts)
