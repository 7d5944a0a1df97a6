"""The words of vacancies: occupations from titles, requirements from free text, and what may not be asked.

What is read from free text is a proposal: it acts as *wanted* until an operator confirms it. Conditions and
exclusions read there are only reported, for they would remove people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matcher.desk.candidate_words import is_open
from matcher.desk.conditions import read_conditions
from matcher.desk.offer_words import offered
from matcher.desk.wording import wording_findings
from matcher.desk.words import WordReader
from matcher.domain.levels import Cefr, RequirementLevel
from matcher.domain.record import Mention
from matcher.domain.vacancy import Requirement, RequirementKind, Vacancy
from matcher.vocabulary.closure import generalises
from matcher.vocabulary.experience import find_experience
from matcher.vocabulary.lint import find_formulae
from matcher.vocabulary.reading import Mentioned
from matcher.vocabulary.schema import Kind

__all__ = ["Proposal", "VacancyReading", "WordFinding", "read_vacancies", "waiting_of_vacancy"]

_K = RequirementKind
_LEVELS = {
    "must": RequirementLevel.MUST,
    "strongly_wanted": RequirementLevel.STRONGLY_WANTED,
    "wanted": RequirementLevel.WANTED,
}
_STRENGTH = tuple(_LEVELS.values())[::-1]
_REQUIRED = frozenset({"skill", "licence", "language", "education", "field", "experience"})
_IN_TITLES = frozenset({"licence", "language"})
_SPELLED = 0.97
#: An occupation is taken from running text only where it is as good as spelled.
_SURE_IN_TEXT = 0.94
_LONGEST_NAME = 5
_BETWEEN_NAMES = re.compile(r"[,;:/()]|\s(?:e|ed|o|oppure)\s")
_LEADING = re.compile(
    r"^(?:(?:ri)?cerchiamo|(?:ri)?cercasi|cerca|ricerca|selezioniamo|profil[oi]|figur[ae]|n\.?\s*\d+|\d+)\s+",
    re.IGNORECASE,
)
#: *Profilo: operatore ecologico*, *n. 2 unità di necroforo*
_PROFILE = re.compile(
    r"\b(?:profil[oi](?:\s+professional[ei])?|figur[ae](?:\s+professional[ei])?|mansione|qualifica|\d+\s+(?:unità|post[oi]))\s*"
    r"(?::|di\b|da\b)?\s*(?P<name>[^\W\d][^,.;:()\n–/]{2,50})",
    re.IGNORECASE,
)
_PART_TIME = frozenset({"part_time", "part_time_horizontal", "part_time_vertical", "part_time_mixed"})
#: What is said of moving about that a column of the vacancy holds.
_CONDITIONS = frozenset({"own_vehicle", "lodging", "remote"})


@dataclass(frozen=True, slots=True)
class WordFinding:
    """Words of a vacancy that may not be used to choose people, with the reason and a rewording."""

    vacancy_id: str
    field: str
    quote: str
    kind: str
    reason: str
    suggestion: str
    legal_basis: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something read in the text that an operator may want to set: a condition, an exclusion, a doubt."""

    vacancy_id: str
    kind: str
    quote: str
    concept: str = ""


@dataclass(frozen=True, slots=True)
class VacancyReading:
    """A vacancy with its words linked, and what staff should look at."""

    vacancy: Vacancy
    findings: tuple[WordFinding, ...] = ()
    proposals: tuple[Proposal, ...] = ()


def read_vacancies(
    vacancies: Sequence[Vacancy], words: WordReader, extract: bool = True
) -> list[VacancyReading]:
    """Read the words of vacancies, together.

    Parameters
    ----------
    vacancies : sequence of Vacancy
        As read from a file.
    words : WordReader
        Vocabularies and choices.
    extract : bool
        Whether requirements are read from the free text; not for records that state them already.
    """
    checked = [_checked(vacancy, words) for vacancy in vacancies]
    lawful = [vacancy for vacancy, _ in checked]
    linked = _with_occupations(lawful, words)
    if not extract:
        return [VacancyReading(v, found) for v, (_, found) in zip(linked, checked, strict=True)]
    texts = [vacancy.text_to_match(vacancy.description) for vacancy in linked]
    in_texts = words.finder.find_all(texts)
    titles = [vacancy.text_to_match(vacancy.title) for vacancy in linked]
    in_titles = words.finder.find_all(titles)
    readings = []
    for vacancy, text, mentions, title, told, (_, found) in zip(
        linked, texts, in_texts, titles, in_titles, checked, strict=True
    ):
        named = [mention for mention in told if mention.kind in _IN_TITLES]
        offers = offered(text, vacancy.received_on)
        silent = [(one.start, one.end) for one in offers] + find_formulae(text, words.inadmissible)
        capped = {(span.start, span.end) for span in find_experience(text) if span.bound == "most"}
        requirements: list[Requirement] = []
        proposals = []
        for mention in (*named, *(one for one in mentions if not _asks_nothing(one, silent))):
            if mention.text in vacancy.dropped_readings:
                continue
            most = mention.kind == "experience" and (mention.start, mention.end) in capped
            requirement = None if most else _requirement(mention, words)
            if requirement is None and _is_news(mention, vacancy):
                proposals.append(_proposal(vacancy.id, mention, "ask" if most else mention.kind))
            elif requirement is not None:
                requirements = _raised(requirements, requirement)
                if not _covered(requirement, vacancy.requirements, requirements, words):
                    requirements.append(requirement)
        schedules = words.vocabularies["schedule"]
        conditions = read_conditions(vacancy, text, mentions, offers, schedules)
        stated = {one.field for one in conditions}
        of_title = read_conditions(vacancy, title, told, offered(title, vacancy.received_on), schedules)
        conditions += tuple(one for one in of_title if one.field not in stated)
        proposals += [Proposal(vacancy.id, "condition", one.quote) for one in conditions]
        changed = vacancy.model_copy(
            update={
                "requirements": (*vacancy.requirements, *requirements),
                "read_conditions": conditions,
            }
        )
        readings.append(VacancyReading(changed, found, tuple(proposals)))
    return readings


def waiting_of_vacancy(vacancy: Vacancy) -> Iterator[tuple[Kind, Mention]]:
    """Yield the words of a vacancy that reached no concept."""
    yield from (("occupation", mention) for mention in vacancy.occupations if not mention.concept)
    kinds: dict[RequirementKind, Kind] = {_K.SKILL: "skill", _K.LICENCE: "licence", _K.LANGUAGE: "language"}
    for requirement in vacancy.requirements_to_match:
        kind = kinds.get(requirement.kind)
        if kind and requirement.mention and not requirement.mention.concept:
            yield kind, requirement.mention


def _checked(vacancy: Vacancy, words: WordReader) -> tuple[Vacancy, tuple[WordFinding, ...]]:
    """Find the inadmissible words and note those that matching passes over.

    The feminine (or masculine) name of a job stays: gender is folded wherever words are compared, so it
    asks for nobody in particular; it is reported all the same.
    """
    found = wording_findings(vacancy, words.inadmissible)
    findings = tuple(
        WordFinding(vacancy.id, one.field, of.quote, of.kind, of.reason, of.suggestion, of.legal_basis)
        for one in found
        for of in (one.finding,)
    )
    ignored = dict.fromkeys(
        one.entry for one in found if not (one.finding.kind == "sex" and _is_job(one.finding.quote, words))
    )
    if tuple(ignored) == vacancy.ignored_words:
        return vacancy, findings
    return vacancy.model_copy(update={"ignored_words": tuple(ignored)}), findings


def _is_job(quote: str, words: WordReader) -> bool:
    return words.link("occupation", [quote])[quote].method in ("exact", "alternative")


def _with_occupations(vacancies: Sequence[Vacancy], words: WordReader) -> list[Vacancy]:
    """Link the occupations stated, or those that the title names; then skills and licences of the columns."""
    known = words.vocabularies
    texts = [
        [mention.text for mention in vacancy.occupations] or [vacancy.text_to_match(vacancy.title).strip()]
        for vacancy in vacancies
    ]
    titles = words.titles(text for several in texts for text in several if text)
    silent = {
        vacancy.id: _opening_words(vacancy.text_to_match(vacancy.description))
        for vacancy, several in zip(vacancies, texts, strict=True)
        if not vacancy.occupations and not any(titles.get(text) for text in several)
    }
    told = words.link("occupation", (piece for pieces in silent.values() for piece in pieces))
    skills = words.link("skill", (mention.text for mention in _open_mentions(vacancies, _K.SKILL, words)))
    licences = words.find(mention.text for mention in _open_mentions(vacancies, _K.LICENCE, words))
    linked = []
    for vacancy, several in zip(vacancies, texts, strict=True):
        kept = {m.text: m for m in vacancy.occupations if not is_open(m, known["occupation"])}
        occupations = tuple(
            mention
            for text in several
            for mention in ((kept[text],) if text in kept else titles.get(text, ()))
        ) or tuple(
            told[piece]
            for piece in silent.get(vacancy.id, ())
            if told[piece].concept and told[piece].confidence >= _SURE_IN_TEXT
        )
        requirements = tuple(
            _relinked(requirement, skills, licences, words) for requirement in vacancy.requirements
        )
        linked.append(vacancy.model_copy(update={"occupations": occupations, "requirements": requirements}))
    return linked


def _opening_words(description: str) -> list[str]:
    """Return the short pieces that a description opens with: they name the work where the title does not."""
    opening = re.split(r"[.\n]", description.strip(), maxsplit=1)[0]
    named = [match["name"] for match in _PROFILE.finditer(description)]
    pieces = (_LEADING.sub("", piece.strip()) for piece in (*_BETWEEN_NAMES.split(opening), *named))
    return [piece for piece in pieces if 0 < len(piece.split()) <= _LONGEST_NAME]


def _open_mentions(
    vacancies: Sequence[Vacancy], kind: RequirementKind, words: WordReader
) -> Iterator[Mention]:
    vocabulary = words.vocabularies["skill" if kind is _K.SKILL else "licence"]
    for vacancy in vacancies:
        for requirement in vacancy.requirements:
            if requirement.kind is kind and requirement.mention and is_open(requirement.mention, vocabulary):
                yield requirement.mention


def _relinked(
    requirement: Requirement,
    skills: dict[str, Mention],
    licences: dict[str, list[Mentioned]],
    words: WordReader,
) -> Requirement:
    mention = requirement.mention
    if mention is None:
        return requirement
    if requirement.kind is _K.SKILL and mention.text in skills:
        return requirement.model_copy(update={"mention": skills[mention.text]})
    if requirement.kind is _K.LICENCE and mention.text in licences:
        found = [one.concept for one in licences[mention.text] if one.kind == "licence" and one.concept]
        concept = words.chosen("licence", mention.text) or (found[0] if len(set(found)) == 1 else "")
        if concept:
            linked = Mention(text=mention.text, concept=concept, method="alternative", confidence=_SPELLED)
            return requirement.model_copy(update={"mention": linked})
    return requirement


def _requirement(mention: Mentioned, words: WordReader) -> Requirement | None:
    """Return what a mention asks for, waiting for confirmation; ``None`` for what is not a requirement."""
    first_job = mention.kind == "experience" and mention.value == 0
    if mention.kind not in _REQUIRED or mention.level == "must_not":
        return None
    if not first_job and (mention.polarity != "required" or mention.level == "none"):
        return None
    level = _LEVELS.get(mention.level, RequirementLevel.WANTED)
    if mention.kind == "experience":
        months = round(float(mention.value) * 12) if isinstance(mention.value, int | float) else None
        return Requirement(
            kind=_K.EXPERIENCE, level=level, months=months, confirmed=False, quote=mention.text
        )
    concept, eqf, cefr = mention.concept or "", None, None
    if mention.kind == "education":
        eqf = words.labels.eqf.get(concept) or None
        concept = str(mention.value or "")
        if eqf is None and not concept:
            return None
    elif mention.kind == "language" and mention.value:
        cefr = Cefr[str(mention.value)]
    method = "alternative" if mention.confidence >= _SPELLED else "embedding"
    linked = Mention.model_validate(
        {"text": mention.text, "concept": concept, "method": method, "confidence": mention.confidence}
    )
    kind = _K.EDUCATION if mention.kind == "field" else RequirementKind(mention.kind)
    return Requirement(
        kind=kind,
        level=level,
        mention=linked if concept else None,
        eqf=eqf,
        cefr=cefr,
        confirmed=False,
        quote=mention.text,
    )


def _asks_nothing(mention: Mentioned, silent: Sequence[tuple[int, int]]) -> bool:
    """Say whether words lie in an offer (*paga*, *CCNL*, the months of a contract) or in a formula of law."""
    return mention.kind in _REQUIRED and any(
        start < mention.end and mention.start < end for start, end in silent
    )


def _is_news(mention: Mentioned, vacancy: Vacancy) -> bool:
    """Say whether what is no requirement is worth telling: what shuts out, or is neither a column nor read as one."""
    if mention.polarity == "excluded" or mention.level == "must_not":
        return True
    if mention.polarity == "negated" or mention.level == "none":
        return False
    if mention.concept == "travel":
        return vacancy.travel is None
    if mention.concept in _PART_TIME:
        return vacancy.weekly_hours_max is None
    return mention.kind not in ("contract", "schedule") and mention.concept not in _CONDITIONS


def _covered(
    requirement: Requirement, stated: Sequence[Requirement], read: Sequence[Requirement], words: WordReader
) -> bool:
    """Say whether something is asked for already: read before, or stated in a column in these or wider words.

    A stated skill covers the broader and the narrower ones, a stated level of study the lower ones in the same field or
    in any, any stated experience covers experience without a length.
    """
    same = [other for other in (*stated, *read) if other.kind is requirement.kind]
    if requirement.kind is _K.EXPERIENCE:
        return any(other.months is not None for other in same) or (requirement.months is None and bool(same))
    concept = _concept(requirement)
    if any((_concept(other), other.eqf) == (concept, requirement.eqf) for other in same):
        return True
    columns = [other for other in stated if other.kind is requirement.kind]
    if requirement.kind is _K.EDUCATION:
        enough = [other for other in columns if (other.eqf or 0) >= (requirement.eqf or 0)]
        return any(not concept or concept == _concept(other) for other in enough)
    broader = {concept} | _broader(requirement, words)
    return any(_concept(other) in broader or concept in _broader(other, words) for other in columns)


def _raised(read: Sequence[Requirement], again: Requirement) -> list[Requirement]:
    """Return what was read before, as strongly as later words say it (*OSS … indispensabile attestato OSS*)."""
    return [
        again
        if _asked_for(one) == _asked_for(again) and _STRENGTH.index(again.level) > _STRENGTH.index(one.level)
        else one
        for one in read
    ]


def _asked_for(requirement: Requirement) -> tuple[RequirementKind, str, int | None, int | None]:
    return requirement.kind, _concept(requirement), requirement.eqf, requirement.months


def _concept(requirement: Requirement) -> str:
    return requirement.mention.concept if requirement.mention else ""


def _broader(requirement: Requirement, words: WordReader) -> frozenset[str]:
    """Return the skills broader than the one asked for, at any distance."""
    skills, concept = words.vocabularies["skill"], _concept(requirement)
    known = requirement.kind is _K.SKILL and concept in skills
    return generalises(skills, concept) if known else frozenset()


def _proposal(vacancy_id: str, mention: Mentioned, kind: str) -> Proposal:
    excluded = mention.polarity == "excluded" or mention.level == "must_not"
    return Proposal(vacancy_id, "exclusion" if excluded else kind, mention.text, mention.concept or "")
