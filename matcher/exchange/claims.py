"""Entries of a candidate's cells: jobs, skills, qualifications, languages, licences; and how each is written."""

from __future__ import annotations

import re
from functools import lru_cache

from matcher.domain.candidate import Education, LanguageClaim, LicenceClaim, SkillClaim, WorkExperience
from matcher.domain.levels import Cefr, Evidence, SkillLevel
from matcher.domain.record import Mention
from matcher.exchange.entries import protect, remarks, split_parts, unprotect
from matcher.exchange.labels import Labels
from matcher.exchange.values import bad_value, parse_date, parse_month, whole_between
from matcher.exchange.work_phrase import WorkPhrase, read_work_phrase

__all__ = [
    "find_licence",
    "language_and_level",
    "parse_education",
    "parse_language",
    "parse_licence",
    "parse_mention",
    "parse_skill",
    "parse_work",
    "write_education",
    "write_language",
    "write_licence",
    "write_skill",
    "write_work",
]

_EVIDENCE = {
    "dichiarata": Evidence.DECLARED,
    "dichiarato": Evidence.DECLARED,
    "osservata": Evidence.OBSERVED,
    "osservato": Evidence.OBSERVED,
    "certificata": Evidence.CERTIFIED,
    "certificato": Evidence.CERTIFIED,
}
_SHOWN_EVIDENCE = {Evidence.OBSERVED: "osservata", Evidence.CERTIFIED: "certificata"}
_LEVELS = {
    "base": SkillLevel.BASIC,
    "autonomo": SkillLevel.AUTONOMOUS,
    "autonoma": SkillLevel.AUTONOMOUS,
    "avanzato": SkillLevel.ADVANCED,
    "avanzata": SkillLevel.ADVANCED,
}
_SHOWN_LEVELS = {SkillLevel.BASIC: "base", SkillLevel.AUTONOMOUS: "autonomo", SkillLevel.ADVANCED: "avanzato"}
_LACKING = frozenset({"assente", "non posseduta", "no"})
_FOREIGN = frozenset({"estero", "estera", "straniero"})
_RECOGNISED = {
    "riconosciuto": True,
    "riconosciuta": True,
    "equipollente": True,
    "non riconosciuto": False,
    "non riconosciuta": False,
}
_EVIDENCE_WORDS = frozenset(_EVIDENCE)
_SKILL_WORDS = frozenset({*_EVIDENCE, *_LEVELS, *_LACKING})
_EDUCATION_WORDS = frozenset({*_EVIDENCE, *_FOREIGN, *_RECOGNISED})
_KEYED = re.compile(r"(mesi|ore|settore|eqf)\s*=\s*(.*)", re.IGNORECASE | re.DOTALL)
_STILL = frozenset({"", "oggi", "in corso", "attuale", "ad oggi"})
_EXPIRY = re.compile(
    r"[,\s]+(?:scad\w*\.?|fino\s+al|valid\w\s+fino\s+al)\s*:?\s*([\d./-]+)\s*\Z", re.IGNORECASE
)
_EQF = re.compile(r"(?i)eqf\s*([1-8])\Z")
_MONTHS, _HOURS, _EQF_LEVEL = whole_between(0, 720), whole_between(1, 80), whole_between(1, 8)


@lru_cache(maxsize=65536)
def parse_mention(entry: str) -> Mention:
    """Read words that are not linked yet."""
    text = unprotect(entry)
    if not text:
        raise bad_value("una voce è vuota", "Togli il separatore in più.")
    if len(text) > 2000:
        raise bad_value("una voce supera i 2.000 caratteri", "Accorcia o dividi la voce.")
    return Mention(text=text)


def parse_work(entry: str) -> WorkExperience:
    """Read ``mansione | dal | al | datore | note | mesi=18 | ore=20 | settore=H (certificata)``, or a phrase.

    Raises
    ------
    InputError
        ``E-EXC-020`` if a part is wrong; the message says which.
    """
    entry, notes = remarks(entry, _EVIDENCE_WORDS)
    places: list[str] = []
    keyed: dict[str, str] = {}
    parts = split_parts(entry)
    if len(parts) == 1:
        said = read_work_phrase(unprotect(parts[0]))
        return WorkExperience(
            occupation=parse_mention(protect(said.job)),
            start=said.first,
            end=said.last,
            months=said.months,
            employer=said.employer,
            evidence=_evidence(notes),
        )
    for part in parts:
        if "=" in part and (match := _KEYED.match(part)):
            keyed[match[1].casefold()] = match[2]
        else:
            places.append(part)
    if len(places) > 5:
        raise bad_value(
            f"«{unprotect(places[0])}» ha {len(places)} parti",
            "Le parti sono: mansione | dal | al | datore | note.",
        )
    occupation, start, end, employer, note = places + [""] * (5 - len(places))
    begun = parse_month(start) if start else None
    ended = None if end.casefold() in _STILL else parse_month(end, last=True)
    if begun and ended and ended < begun:
        raise bad_value(f"«{unprotect(occupation)}» finisce prima di cominciare", "Controlla le due date.")
    return WorkExperience(
        occupation=parse_mention(occupation),
        start=begun,
        end=ended,
        months=_MONTHS(keyed["mesi"]) if "mesi" in keyed else None,
        weekly_hours=_HOURS(keyed["ore"]) if "ore" in keyed else None,
        sector=unprotect(keyed.get("settore", "")),
        employer=unprotect(employer),
        description=unprotect(note),
        evidence=_evidence(notes),
    )


def write_work(job: WorkExperience) -> str:
    """Write a job as `parse_work` reads it."""
    dates = [job.start.isoformat() if job.start else "", job.end.isoformat() if job.end else ""]
    parts = [_part(job.occupation.text), *dates, _part(job.employer), _part(job.description)]
    while not parts[-1]:
        parts.pop()
    if len(parts) == 1 and read_work_phrase(job.occupation.text) != WorkPhrase(job.occupation.text):
        # with its separator the text is the name of the job, not a phrase to be read
        parts.append("")
    keyed = (("mesi", job.months), ("ore", job.weekly_hours), ("settore", protect(job.sector) or None))
    parts += [f"{name}={value}" for name, value in keyed if value is not None]
    return " | ".join(parts) + _bracketed(_shown(job.evidence))


def parse_skill(entry: str) -> SkillClaim:
    """Read ``saldatura TIG (avanzato, certificata)``; ``(assente)`` is an explicit no."""
    return _skill(entry)


@lru_cache(maxsize=65536)
def _skill(entry: str) -> SkillClaim:
    text, notes = remarks(entry, _SKILL_WORDS)
    level = next((_LEVELS[note] for note in notes if note in _LEVELS), None)
    return SkillClaim(
        skill=parse_mention(text),
        level=level,
        evidence=_evidence(notes),
        lacking=not _LACKING.isdisjoint(notes),
    )


def write_skill(claim: SkillClaim) -> str:
    """Write a skill as `parse_skill` reads it."""
    notes = [_SHOWN_LEVELS[claim.level]] if claim.level else []
    notes += [_shown(claim.evidence)] + (["assente"] if claim.lacking else [])
    return _part(claim.skill.text) + _bracketed(*notes)


def parse_education(entry: str, labels: Labels) -> Education:
    """Read ``titolo | indirizzo | eqf=4 (estero, riconosciuto)``; level and field by their words where known."""
    entry, notes = remarks(entry, _EDUCATION_WORDS)
    places: list[str] = []
    keyed: dict[str, str] = {}
    for part in split_parts(entry):
        match = _KEYED.match(part)
        if match:
            keyed[match[1].casefold()] = match[2]
        else:
            places.append(part)
    if len(places) > 2:
        raise bad_value(
            f"«{unprotect(places[0])}» ha {len(places)} parti", "Le parti sono: titolo | indirizzo."
        )
    title, field = unprotect(places[0]), unprotect(places[1]) if len(places) > 1 else ""
    if not title:
        raise bad_value("manca il titolo di studio", "Scrivi il titolo prima dell'indirizzo.")
    concept = labels.education.find(title)
    stated = _EQF.match(title)
    eqf = _EQF_LEVEL(keyed["eqf"]) if "eqf" in keyed else int(stated[1]) if stated else None
    return Education(
        title=title,
        concept=concept,
        eqf=eqf or labels.eqf.get(concept) or None,
        field=labels.fields.find(field) or field,
        foreign=not _FOREIGN.isdisjoint(notes),
        recognised=next((_RECOGNISED[note] for note in notes if note in _RECOGNISED), None),
        evidence=_evidence(notes),
    )


def write_education(education: Education, labels: Labels) -> str:
    """Write a qualification as `parse_education` reads it."""
    parts = [_part(education.title)]
    if education.field:
        parts.append(_part(labels.fields.show(education.field)))
    stated = labels.eqf.get(labels.education.find(education.title))
    if education.eqf and education.eqf != stated and not _EQF.match(education.title):
        parts.append(f"eqf={education.eqf}")
    recognised = {True: "riconosciuto", False: "non riconosciuto", None: ""}[education.recognised]
    notes = ("estero" if education.foreign else "", recognised, _shown(education.evidence))
    return " | ".join(parts) + _bracketed(*notes)


def parse_language(entry: str, labels: Labels) -> LanguageClaim:
    """Read ``inglese B2``, ``tedesco (scolastico)``, ``francese``; an unknown language keeps its words."""
    entry, notes = remarks(entry, _EVIDENCE_WORDS)
    language, level = language_and_level(unprotect(entry), labels)
    return LanguageClaim(language=language, level=level, evidence=_evidence(notes))


def language_and_level(text: str, labels: Labels) -> tuple[str, Cefr | None]:
    """Return the code of a language (its words if unknown) and the level that follows it."""
    words = re.sub(r"[():,-]", " ", text).split()
    for size in range(len(words), 0, -1):
        if code := labels.languages.find(" ".join(words[:size])):
            if size == len(words):
                return code, None
            return code, _level(words[size:], labels)
    if not words:
        raise bad_value("manca la lingua", "Scrivi per esempio «inglese B2».")
    level = labels.cefr.find(words[-1]) if len(words) > 1 else ""
    return (" ".join(words[:-1]), Cefr[level]) if level else (text, None)


def _level(words: list[str], labels: Labels) -> Cefr:
    """Return the level that the longest stretch of words names (*fluente parlato e scritto*)."""
    for size in range(len(words), 0, -1):
        for start in range(len(words) - size + 1):
            if level := labels.cefr.find(" ".join(words[start : start + size])):
                return Cefr[level]
    raise bad_value(
        f"«{' '.join(words)}» non dice un livello", "Scrivi un livello da A1 a C2, per esempio «inglese B2»."
    )


def write_language(claim: LanguageClaim, labels: Labels) -> str:
    """Write a language as `parse_language` reads it."""
    level = f" {claim.level.name}" if claim.level else ""
    return protect(labels.languages.show(claim.language)) + level + _bracketed(_shown(claim.evidence))


def parse_licence(entry: str, labels: Labels) -> LicenceClaim:
    """Read ``CE scad. 2027-05-31 (certificata)``; what is in no list keeps its words."""
    entry, notes = remarks(entry, _EVIDENCE_WORDS)
    match = _EXPIRY.search(entry)
    expires = parse_date(match[1]) if match else None
    text = unprotect(entry[: match.start()] if match else entry)
    if not text:
        raise bad_value(
            "manca il nome della patente o dell'attestato", "Scrivi per esempio «CE scad. 2027-05-31»."
        )
    return LicenceClaim(
        text=text, concept=find_licence(text, labels), expires_on=expires, evidence=_evidence(notes)
    )


def find_licence(text: str, labels: Labels) -> str:
    """Return the licence that words name, a bare letter too; empty if none."""
    if text.upper() in labels.licences.shown:
        return text.upper()
    return labels.licences.find(text) or labels.licences.find(f"patente {text}")


def write_licence(claim: LicenceClaim) -> str:
    """Write a licence as `parse_licence` reads it."""
    expiry = f" scad. {claim.expires_on.isoformat()}" if claim.expires_on else ""
    return protect(claim.text) + expiry + _bracketed(_shown(claim.evidence))


def _evidence(notes: tuple[str, ...]) -> Evidence:
    return next((_EVIDENCE[note] for note in notes if note in _EVIDENCE), Evidence.DECLARED)


def _shown(evidence: Evidence) -> str:
    return _SHOWN_EVIDENCE.get(evidence, "")


def _bracketed(*notes: str) -> str:
    written = ", ".join(note for note in notes if note)
    return f" ({written})" if written else ""


def _part(text: str) -> str:
    """Protect a part; one that would read as ``mesi=18`` loses that meaning."""
    written = protect(text)
    return written.replace("=", "\\=", 1) if _KEYED.match(written) else written
