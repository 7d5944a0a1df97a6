"""The words of candidates, linked a batch at a time; what reaches no concept waits for an operator."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from matcher.desk.curricula import read_curricula
from matcher.desk.words import WordReader
from matcher.domain.candidate import Candidate, Education, LanguageClaim, LicenceClaim, SkillClaim
from matcher.domain.record import Mention
from matcher.exchange.candidates import CandidateParts
from matcher.store.corrections import Waiting
from matcher.text.normalise import normalise
from matcher.vocabulary.schema import Kind

__all__ = ["is_open", "link_candidates", "tally", "waiting_of_candidate"]


def link_candidates(people: Sequence[CandidateParts], words: WordReader) -> list[CandidateParts]:
    """Return the same people with their words linked; links already made are kept where they still hold.

    Curricula are read first: what they say is words too.
    """
    people = read_curricula(people, words)
    profiles = [person.candidate for person in people]
    known = words.vocabularies
    titles = words.titles(
        mention.text
        for profile in profiles
        for mention in (*(profile.wanted or ()), *(profile.inclinations or ()))
        if is_open(mention, known["occupation"])
    )
    jobs = words.link(
        "occupation",
        (
            job.occupation.text
            for profile in profiles
            for job in profile.work or ()
            if is_open(job.occupation, known["occupation"])
        ),
    )
    skills = words.link(
        "skill",
        (
            claim.skill.text
            for profile in profiles
            for claim in profile.skills or ()
            if is_open(claim.skill, known["skill"])
        ),
    )
    claims = _claims(profiles, words)

    def title(mention: Mention) -> tuple[Mention, ...]:
        found = titles.get(mention.text) if is_open(mention, known["occupation"]) else None
        return found or (mention,)

    def job(mention: Mention) -> Mention:
        return jobs[mention.text] if is_open(mention, known["occupation"]) else mention

    def skill(claim: SkillClaim) -> SkillClaim:
        if not is_open(claim.skill, known["skill"]):
            return claim
        return claim.with_valid({"skill": skills[claim.skill.text]})

    return [
        CandidateParts(_linked(one.candidate, title, job, skill, claims), one.contact, one.protected)
        for one in people
    ]


def is_open(mention: Mention, vocabulary: Any) -> bool:
    """Say whether a mention has still to be linked."""
    return not mention.concept or mention.concept not in vocabulary


def waiting_of_candidate(candidate: Candidate) -> Iterator[tuple[Kind, Mention]]:
    """Yield the words of a profile that reached no concept; not those that a curriculum lists beside others."""
    if candidate.read_in_text:
        candidate = candidate.model_copy(update=dict.fromkeys(candidate.read_in_text))
    occupations = [*(candidate.wanted or ()), *(candidate.inclinations or ())]
    occupations += [job.occupation for job in candidate.work or ()]
    yield from (("occupation", mention) for mention in occupations if not mention.concept)
    yield from (("skill", claim.skill) for claim in candidate.skills or () if not claim.skill.concept)
    for licence in candidate.licences or ():
        if not licence.concept:
            yield "licence", Mention(text=licence.text)
    for title in candidate.education or ():
        if title.eqf is None and not title.concept:
            yield "education", Mention(text=title.title)


def tally(mentions: Iterable[tuple[Kind, Mention]]) -> list[Waiting]:
    """Count words by kind, whatever their case and accents; the choices are those of the last one."""
    counts: dict[tuple[Kind, str], int] = {}
    choices: dict[tuple[Kind, str], tuple[str, ...]] = {}
    for kind, mention in mentions:
        if text := normalise(mention.text):
            counts[kind, text] = counts.get((kind, text), 0) + 1
            choices[kind, text] = mention.choices
    return [Waiting(kind, text, count, choices[kind, text]) for (kind, text), count in counts.items()]


def _linked(
    candidate: Candidate,
    title_of: Callable[[Mention], tuple[Mention, ...]],
    job_of: Callable[[Mention], Mention],
    skill_of: Callable[[SkillClaim], SkillClaim],
    claims: Mapping[tuple[Kind, str], tuple[Any, ...]],
) -> Candidate:
    changes: dict[str, Any] = {}
    for name, mentions in (("wanted", candidate.wanted), ("inclinations", candidate.inclinations)):
        if mentions:
            changes[name] = tuple(linked for mention in mentions for linked in title_of(mention))
    if candidate.work:
        changes["work"] = tuple(
            [job.with_valid({"occupation": job_of(job.occupation)}) for job in candidate.work]
        )
    if candidate.skills:
        changes["skills"] = tuple(map(skill_of, candidate.skills))
    if candidate.licences:
        changes["licences"] = tuple(
            found for claim in candidate.licences for found in _licences(claim, claims)
        )
    if candidate.education:
        changes["education"] = tuple(_education(title, claims) for title in candidate.education)
    if candidate.languages:
        changes["languages"] = tuple(_language(claim, claims) for claim in candidate.languages)
    return candidate.with_valid(changes)


def _claims(profiles: Sequence[Candidate], words: WordReader) -> dict[tuple[Kind, str], tuple[Any, ...]]:
    """Return what the words of closed lists mean where no label spells them."""
    licences = {c.text for p in profiles for c in p.licences or () if not c.concept}
    titles = {e.title for p in profiles for e in p.education or () if not e.concept and e.eqf is None}
    languages = {
        c.language for p in profiles for c in p.languages or ()
    } - words.labels.languages.shown.keys()
    found: dict[tuple[Kind, str], tuple[Any, ...]] = {}
    mentions = words.find(sorted(licences | titles)) if licences or titles else {}
    for text in licences:
        ids = tuple(dict.fromkeys(m.concept for m in mentions[text] if m.kind == "licence" and m.concept))
        chosen = words.chosen("licence", text)
        found["licence", text] = (chosen,) if chosen else ids
    for text in titles:
        read = [(m.concept or "", m.value or "") for m in mentions[text] if m.kind == "education"]
        chosen = words.chosen("education", text)
        concept, field = (chosen, "") if chosen else read[0] if read else ("", "")
        found["education", text] = (concept, str(field), words.labels.eqf.get(concept) or None)
    for text in languages:
        found["language", text] = (words.chosen("language", text),)
    return found


def _licences(claim: LicenceClaim, claims: Mapping[tuple[Kind, str], tuple[Any, ...]]) -> list[LicenceClaim]:
    """Return a claim linked; words that name several licences become several claims."""
    ids = () if claim.concept else claims.get(("licence", claim.text), ())
    return [claim.with_valid({"concept": concept}) for concept in ids] or [claim]


def _education(title: Education, claims: Mapping[tuple[Kind, str], tuple[Any, ...]]) -> Education:
    found = None if title.concept or title.eqf else claims.get(("education", title.title))
    if not found or not found[0]:
        return title
    concept, field, eqf = found
    return title.with_valid({"concept": concept, "eqf": eqf, "field": title.field or field})


def _language(claim: LanguageClaim, claims: Mapping[tuple[Kind, str], tuple[Any, ...]]) -> LanguageClaim:
    chosen = claims.get(("language", claim.language), ("",))[0]
    return claim.with_valid({"language": chosen}) if chosen else claim
