"""How employers write: titles, descriptions, requirements in words."""

from __future__ import annotations

from random import Random

from matcher.demo.offers import Offer
from matcher.demo.wheel import Wheel, chance
from matcher.demo.world import World
from matcher.domain.levels import RequirementLevel
from matcher.domain.vacancy import Requirement, RequirementKind

__all__ = ["describe", "offer_title"]

_K = RequirementKind
_LEVEL_WORDS = {
    RequirementLevel.MUST: "must",
    RequirementLevel.STRONGLY_WANTED: "strongly_wanted",
    RequirementLevel.WANTED: "wanted",
}
_DEGREE = 6
_STYLES = Wheel(
    [
        ("both", 42.0),
        ("marked", 16.0),
        ("own_words", 12.0),
        ("capitals", 8.0),
        ("with_time", 6.0),
        ("counted", 8.0),
        ("plain", 8.0),
    ]
)


def offer_title(rng: Random, world: World, offer: Offer, openings: int, sole_feminine: bool) -> str:
    """Return the title of a vacancy as an employer writes it.

    Parameters
    ----------
    sole_feminine : bool
        Write only the feminine form, which the check of vacancies must find.
    """
    lexicon = world.lexicon
    occupation = offer.roles[0].occupation
    plain, both = lexicon.label(occupation), lexicon.both_labels(occupation)
    if sole_feminine:
        return _capital(lexicon.label(occupation, woman=True))
    if len(offer.roles) > 1:
        return f"{_capital(plain)} / {lexicon.label(offer.roles[1].occupation)}"
    styles = {
        "both": _capital(both),
        "marked": f"{_capital(plain)} (m/f)",
        "capitals": plain.upper(),
        "with_time": f"{_capital(both)} - {offer.time.words[0].split(',')[0]}",
        "counted": f"n. {openings} {both}" if openings > 1 else _capital(both),
        "plain": _capital(plain),
    }
    style = _STYLES.draw(rng)
    return styles[style] if style in styles else lexicon.title(rng, occupation, woman=False).text


def describe(rng: Random, world: World, offer: Offer, title: str, town: str, improper: str) -> str:
    """Return two to five sentences on the work, its requirements and its conditions.

    Parameters
    ----------
    improper : str
        Words that are not admissible, or nothing.
    """
    wording = world.tables.wording
    home = offer.family.contracts == "home"
    firm = offer.firm.removesuffix(" (inventata)")
    opening: str = rng.choice(wording["opening_home" if home else "opening"]).format(
        firm=firm, town=town, title=_lower(title), family=offer.family.label
    )
    first, second, third = _duties(rng, world, offer)
    duties = str(rng.choice(wording["duties"])).format(a=first, b=second, c=third)
    sentences = [opening, duties] if chance(rng, 86) else [opening]
    sentences += _required(rng, world, offer)
    if offer.months == 0 and chance(rng, 60):
        sentences.append(rng.choice(wording["beginner"]))
    sentences.append(improper)
    if chance(rng, 76):
        time = rng.choice(offer.time.words)
        names = {"contract": offer.contract[2], "time": time}
        shown = {**names, **{name.capitalize(): _capital(text) for name, text in names.items()}}
        sentences.append(str(rng.choice(wording["conditions"])).format(**shown))
    sentences.append(rng.choice(wording["closing"]))
    return " ".join(sentence for sentence in sentences if sentence)


def _required(rng: Random, world: World, offer: Offer) -> list[str]:
    """Put up to two of the requirements into words, the strictest first."""
    order = list(_LEVEL_WORDS)
    asked = sorted(
        (
            r
            for r in offer.requirements
            if r.level in _LEVEL_WORDS and (r.months or r.kind is not _K.EXPERIENCE)
        ),
        key=lambda requirement: order.index(requirement.level),
    )
    sentences = []
    for requirement in asked[:2]:
        words = _in_words(requirement)
        sentences.append(
            str(rng.choice(world.tables.wording[_LEVEL_WORDS[requirement.level]])).format(x=words)
        )
    return sentences


def _in_words(requirement: Requirement) -> str:
    text = requirement.mention.text if requirement.mention else ""
    if requirement.kind is _K.EXPERIENCE:
        months = requirement.months or 0
        years = {12: "un anno", 24: "due anni", 36: "tre anni", 60: "cinque anni"}
        return f"esperienza di almeno {years.get(months, f'{months} mesi')} nella mansione"
    if requirement.kind is _K.LANGUAGE:
        level = requirement.cefr.name if requirement.cefr else "B1"
        language = f"{text[:-1]}a" if text.endswith("o") else text
        return f"conoscenza della lingua {language} (livello {level})"
    if requirement.kind is _K.EDUCATION:
        name = "laurea" if (requirement.eqf or 0) >= _DEGREE else "diploma"
        return f"{name} in {text}" if text else f"{name} in qualsiasi indirizzo"
    return f"esperienza in {text}" if requirement.kind is _K.SKILL else text


def _duties(rng: Random, world: World, offer: Offer) -> tuple[str, str, str]:
    role, family = offer.roles[0], offer.family
    own = list(dict.fromkeys([*role.core, *rng.sample(family.skills, min(3, len(family.skills)))]))[:3]
    first, second, third = (world.lexicon.skill_label(skill) for skill in own)
    return first, second, third


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _lower(text: str) -> str:
    """Return a title as it stands inside a sentence; initials stay as they are."""
    words = text.removesuffix(" (m/f)").split(" - ")[0]
    if words.startswith("n. "):
        return words.removeprefix("n. ")
    if words.isupper() and len(words) > 3:
        return words.lower()
    return words if words.split()[0][:2].isupper() else words[0].lower() + words[1:]
