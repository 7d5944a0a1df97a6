"""What a person claims: skills, qualifications, languages, licences and certificates with their expiry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from random import Random
from typing import Any

from matcher.demo.tables import Family, Origin, Role
from matcher.demo.wheel import Wheel, chance
from matcher.demo.wording import Lexicon, mistyped
from matcher.domain.candidate import Education, LanguageClaim, LicenceClaim, SkillClaim
from matcher.domain.levels import Cefr, Evidence, SkillLevel
from matcher.domain.record import Mention
from matcher.vocabulary.schema import Concept, Vocabulary

__all__ = ["Certificates", "education_claims", "language_claims", "qualification_wheel", "skill_claims"]

_DAYS_PER_MONTH = 30.44
#: Validity after which a licence or certificate is still on file, by category: most are renewed in time.
_RENEWAL = {"driving": 1.02, "driver_qualification": 1.06, "equipment": 1.2, "safety": 1.22}
_USUAL_RENEWAL = 1.15
_TRANSVERSAL = Wheel(
    [
        ("teamwork", 9.0),
        ("punctuality", 7.0),
        ("flexibility", 5.0),
        ("customer_orientation", 4.0),
        ("willingness_to_learn", 5.0),
        ("computer_use", 5.0),
        ("problem_solving", 3.0),
        ("sense_of_responsibility", 4.0),
        ("work_independently", 3.0),
        ("stress_tolerance", 2.0),
        ("organisational_skills", 3.0),
        ("physical_stamina", 2.0),
        ("patience", 2.0),
    ]
)
_EVIDENCE = Wheel([(Evidence.DECLARED, 84.0), (Evidence.OBSERVED, 12.0), (Evidence.CERTIFIED, 4.0)])
_LEVELS = Wheel([(SkillLevel.BASIC, 24.0), (SkillLevel.AUTONOMOUS, 50.0), (SkillLevel.ADVANCED, 26.0)])
_LEVELS_YOUNG = Wheel([(SkillLevel.BASIC, 62.0), (SkillLevel.AUTONOMOUS, 36.0), (SkillLevel.ADVANCED, 2.0)])
_ENGLISH = {
    "low": Wheel([(0, 56.0), (1, 18.0), (2, 18.0), (3, 7.0), (4, 1.0)]),
    "middle": Wheel([(0, 28.0), (1, 12.0), (2, 28.0), (3, 22.0), (4, 9.0), (5, 1.0)]),
    "high": Wheel([(0, 6.0), (2, 14.0), (3, 34.0), (4, 32.0), (5, 12.0), (6, 2.0)]),
}
_STUDY_ENGLISH = {"manual": "low", "technical": "low", "beauty": "low", "care": "low"}
_STUDY_ENGLISH |= {"ict": "high", "graduate": "high"}
#: Few say that they know the language they were born to, and few offices write it down.
_NATIVE_STATED = 30
_OTHERS = Wheel([("fr", 40.0), ("es", 28.0), ("de", 22.0), ("pt", 4.0), ("ru", 6.0)])


class Certificates:
    """Licences and certificates of the vocabulary, as people name them and as they expire."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._words: dict[str, Wheel[str]] = {}

    def claim(self, rng: Random, concept: str, on: date) -> LicenceClaim:
        """Return a licence or certificate as a person holds it on a day; some have expired."""
        known = self._vocabulary[concept]
        wheel = self._words.get(concept)
        if wheel is None:
            wheel = self._words[concept] = Wheel(_licence_words(known))
        shown = 55 if known.facts["category"] == "driving" else 82
        return LicenceClaim(
            text=wheel.draw(rng),
            concept=concept,
            expires_on=self._expiry(rng, known, on) if chance(rng, shown) else None,
            evidence=Evidence.CERTIFIED if chance(rng, 58) else Evidence.DECLARED,
        )

    def label(self, concept: str) -> str:
        """Return the preferred Italian name."""
        return self._vocabulary[concept].label("it")

    @staticmethod
    def _expiry(rng: Random, known: Concept, on: date) -> date | None:
        months = int(known.facts.get("validity_months") or 0)
        if not months:
            return None
        validity = months * _DAYS_PER_MONTH
        age = rng.random() * validity * _RENEWAL.get(known.facts["category"], _USUAL_RENEWAL)
        return on + timedelta(days=round(validity - age))


def skill_claims(
    rng: Random, family: Family, roles: Sequence[Role], months: int, lexicon: Lexicon
) -> tuple[SkillClaim, ...]:
    """Return the skills of somebody, most of them typical of the roles held, the latest first.

    Parameters
    ----------
    roles : sequence of Role
        Roles held, the latest first; empty for a first job seeker.
    months : int
        Months of work: levels grow with them.
    """
    wanted: dict[str, float] = {}
    for place, role in enumerate(roles[:3]):
        for skill in role.core:
            wanted.setdefault(skill, 92.0 if place == 0 else 45.0)
    if roles:
        for skill in rng.sample(family.skills, min(len(family.skills), rng.randint(1, 6))):
            wanted.setdefault(skill, 80.0)
    for _ in range(rng.randint(0, 2) if roles else rng.randint(1, 3)):
        wanted.setdefault(_TRANSVERSAL.draw(rng), 90.0)
    levels = _LEVELS if months >= 30 else _LEVELS_YOUNG
    return tuple(
        _skill_claim(
            lexicon.skill(rng, skill),
            levels.draw(rng) if chance(rng, 62) else None,
            _EVIDENCE.draw(rng),
            place > 3 and chance(rng, 3),
        )
        for place, (skill, percentage) in enumerate(wanted.items())
        if chance(rng, percentage)
    )


def qualification_wheel(education: Mapping[str, Any], pattern: str) -> Wheel[str]:
    """Return the qualifications of a pattern of education."""
    return Wheel((name, float(weight)) for name, weight in education["patterns"][pattern].items())


def education_claims(
    rng: Random,
    qualification: str,
    family: Family,
    education: Mapping[str, Any],
    vocabulary: Vocabulary,
    abroad: bool,
) -> tuple[Education, ...]:
    """Return the qualifications of somebody, none for those who have none."""
    concept = vocabulary[qualification]
    if qualification == "none":
        return ()
    words: Sequence[str] = education["words"].get(qualification, (concept.label("it"),))
    foreign = abroad and chance(rng, 76)
    recognised = None
    if foreign:
        draw = rng.random()
        recognised = True if draw < 0.14 else False if draw < 0.62 else None
    return (
        Education(
            title=mistyped(rng, rng.choice(words)) if chance(rng, 2) else rng.choice(words),
            concept=qualification,
            eqf=concept.rank or None,
            field=_field(rng, qualification, family, education),
            foreign=foreign,
            recognised=recognised,
            evidence=Evidence.CERTIFIED if chance(rng, 14) else Evidence.DECLARED,
        ),
    )


def language_claims(
    rng: Random, origin: Origin, family: Family, abroad: bool
) -> tuple[LanguageClaim, ...] | None:
    """Return the languages of somebody; ``None`` where nobody asked."""
    native = not origin.speaks
    if native and chance(rng, 24):
        return None
    found: dict[str, Cefr | None] = {}
    if native and chance(rng, _NATIVE_STATED):
        found["it"] = Cefr.C2
    if not native:
        if abroad and chance(rng, 92):
            level = rng.choices(range(1, 7), weights=origin.italian)[0]
            found["it"] = Cefr(level)
        elif not abroad and chance(rng, 45):
            found["it"] = Cefr.C2
        for language in origin.speaks:
            if chance(rng, 74):
                found[language] = Cefr.C2 if abroad and chance(rng, 60) else None
    school = family.study if family.name not in ("hotel", "beach") else "ict"
    level = _ENGLISH[_STUDY_ENGLISH.get(school, "middle")].draw(rng)
    if level and "en" not in found:
        found["en"] = Cefr(level)
    if chance(rng, 30 if family.name in ("hotel", "beach", "logistics_office") else 9):
        other = _OTHERS.draw(rng)
        found.setdefault(other, Cefr(rng.randint(1, 4)))
    return tuple(_language_claim(language, level) for language, level in found.items())


@lru_cache(maxsize=65536)
def _skill_claim(mention: Mention, level: SkillLevel | None, evidence: Evidence, lacking: bool) -> SkillClaim:
    return SkillClaim(skill=mention, level=level, evidence=evidence, lacking=lacking)


@lru_cache(maxsize=1024)
def _language_claim(language: str, level: Cefr | None) -> LanguageClaim:
    return LanguageClaim(language=language, level=level)


def _field(rng: Random, qualification: str, family: Family, education: Mapping[str, Any]) -> str:
    level = next((name for name, held in education["level"].items() if qualification in held), "")
    if not level:
        return ""
    fitting = [field for field in family.fields if field in education["fields"][level]]
    if fitting and (len(family.fields) == 1 or chance(rng, 66)):
        return rng.choice(fitting)
    return str(rng.choice(education["fields"][level])) if chance(rng, 62) else ""


def _licence_words(concept: Concept) -> list[tuple[str, float]]:
    words = [(concept.label("it"), 4.0)]
    if concept.facts["category"] == "driving":
        return [*words, (concept.id, 5.0), (f"Patente {concept.id}", 2.0), (f"pat. {concept.id}", 0.6)]
    others = [text for text in concept.alternatives.get("it", ()) if len(text) <= 45]
    return words + [(text, 3.0 / (place + 2)) for place, text in enumerate(others[:6])]
