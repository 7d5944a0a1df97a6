"""How people and employers write: titles in both genders, skills in their own words, mistakes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from random import Random

from matcher.demo.wheel import Wheel, chance
from matcher.domain.record import LinkMethod, Mention
from matcher.vocabulary.schema import Concept, Vocabulary

__all__ = ["Lexicon", "by_gender", "mistyped", "with_both_genders"]

_TYPO_PERCENT = 3
_LONGEST = 48
_FEMALE_ENDINGS = {"o": "a", "tore": "trice", "sore": "ditrice", "iere": "iera", "aio": "aia", "e": "essa"}
_MASCULINE = {
    "addetto",
    "operaio",
    "impiegato",
    "cuoco",
    "commesso",
    "magazziniere",
    "cameriere",
    "infermiere",
    "giardiniere",
    "barbiere",
    "manovale",
}


class Lexicon:
    """Words for the concepts of two vocabularies, with their usual frequency.

    Parameters
    ----------
    occupations, skills : Vocabulary
        Where the words come from.
    used : iterable of str
        Ids of the occupations that are written about.
    not_a_trade : sequence of str
        Words that keep a title out, because they belong to one job.
    """

    def __init__(
        self, occupations: Vocabulary, skills: Vocabulary, used: Iterable[str], not_a_trade: Sequence[str]
    ) -> None:
        self._occupations = occupations
        self._skills = skills
        self._titles: dict[tuple[str, bool], Wheel[tuple[str, LinkMethod]]] = {}
        for concept in used:
            for woman in (False, True):
                self._titles[concept, woman] = _title_wheel(occupations[concept], woman, not_a_trade)
        self._skill_wheels: dict[str, Wheel[tuple[str, LinkMethod]]] = {}
        self._mentions: dict[tuple[str, str], Mention] = {}

    def label(self, occupation: str, woman: bool = False) -> str:
        """Return the preferred title, in one gender."""
        concept = self._occupations[occupation]
        return (concept.labels_f.get("it") if woman else None) or concept.label("it")

    def both_labels(self, occupation: str) -> str:
        """Return the preferred title in both genders, as a notice writes it: ``addetto/a alle vendite``."""
        return with_both_genders(self.label(occupation), self.label(occupation, woman=True))

    def title(self, rng: Random, occupation: str, woman: bool) -> Mention:
        """Return a title as a person writes it, linked to its occupation."""
        text, method = self._titles[occupation, woman].draw(rng)
        draw = rng.random()
        if draw < 0.35:
            text = text[0].upper() + text[1:]
        elif draw < 0.39:
            text = _abbreviated(text)
        elif draw < 0.42:
            text = text.upper()
        return self._mention(rng, text, occupation, method)

    def skill(self, rng: Random, skill: str) -> Mention:
        """Return a skill as a person names it, linked to its concept."""
        wheel = self._skill_wheels.get(skill)
        if wheel is None:
            wheel = self._skill_wheels[skill] = _skill_wheel(self._skills[skill])
        text, method = wheel.draw(rng)
        return self._mention(rng, text, skill, method)

    def skill_label(self, skill: str) -> str:
        """Return the preferred Italian name of a skill."""
        return self._skills[skill].label("it")

    def exact(self, text: str, concept: str) -> Mention:
        """Return words linked to a concept, as they are."""
        key = (text, concept)
        found = self._mentions.get(key)
        if found is None:
            found = Mention(text=text, concept=concept, method="exact", confidence=1.0)
            self._mentions[key] = found
        return found

    def _mention(self, rng: Random, text: str, concept: str, method: LinkMethod) -> Mention:
        if chance(rng, _TYPO_PERCENT):
            return Mention(text=mistyped(rng, text), concept=concept, method="fuzzy", confidence=0.9)
        found = self._mentions.get((text, concept))
        if found is None:
            found = Mention(text=text, concept=concept, method=method, confidence=1.0)
            self._mentions[text, concept] = found
        return found


def by_gender(labels: Sequence[str]) -> Mapping[bool, tuple[str, ...]]:
    """Return labels by who may write them (False: men, True: women); neutral ones are in both.

    A masculine form is known by the feminine one that follows it: ``cuoco``, ``cuoca``.
    """
    men: list[str] = []
    women: list[str] = []
    index = 0
    while index < len(labels):
        one, two = labels[index], labels[index + 1] if index + 1 < len(labels) else ""
        if _is_pair(one, two):
            men.append(one)
            women.append(two)
            index += 2
            continue
        men.append(one)
        if one.split()[0] not in _MASCULINE:
            women.append(one)
        index += 1
    return {False: tuple(men), True: tuple(women)}


def with_both_genders(man: str, woman: str) -> str:
    """Return one title for both: ``addetto/a alle vendite``, ``operatore/trice socio-sanitario/a``.

    Words that cannot be shortened are written in full: ``uomo delle pulizie / donna delle pulizie``.
    """
    if man == woman:
        return man
    ours, theirs = man.split(), woman.split()
    if len(ours) != len(theirs):
        return f"{man} / {woman}"
    joined = []
    for one, two in zip(ours, theirs, strict=True):
        if one == two:
            joined.append(one)
        elif one.endswith("tore") and two.endswith("trice"):
            joined.append(f"{one}/trice")
        elif one[:-1] == two[:-1]:
            joined.append(f"{one}/{two[-1]}")
        else:
            return f"{man} / {woman}"
    return " ".join(joined)


def mistyped(rng: Random, text: str) -> str:
    """Return a text with one slip of the hand: two letters swapped, one lost, or one doubled."""
    if len(text) < 5:
        return text
    place = rng.randrange(1, len(text) - 2)
    kind = rng.randrange(3)
    if kind == 0:
        return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    if kind == 1:
        return text[:place] + text[place + 1 :]
    return text[:place] + text[place] + text[place:]


def _is_pair(one: str, two: str) -> bool:
    ours, theirs = one.split(), two.split()
    if not theirs or len(ours) != len(theirs) or ours[0] == theirs[0]:
        return False
    return any(
        ours[0].endswith(man) and theirs[0] == ours[0][: -len(man)] + woman
        for man, woman in _FEMALE_ENDINGS.items()
    )


def _title_wheel(concept: Concept, woman: bool, not_a_trade: Sequence[str]) -> Wheel[tuple[str, LinkMethod]]:
    preferred = concept.labels["it"]
    own = (concept.labels_f.get("it") if woman else None) or preferred
    others = [
        text
        for text in by_gender(concept.alternatives.get("it", ()))[woman]
        if len(text) <= _LONGEST and not any(word in text.lower() for word in not_a_trade)
    ]
    pairs: list[tuple[tuple[str, LinkMethod], float]] = [((own, "exact"), 5.0)]
    pairs += [((text, "alternative"), 2.0 if place < 3 else 0.6) for place, text in enumerate(others[:9])]
    if woman and own != preferred:
        pairs.append(((preferred, "exact"), 0.7))
    return Wheel(pairs)


def _skill_wheel(concept: Concept) -> Wheel[tuple[str, LinkMethod]]:
    pairs: list[tuple[tuple[str, LinkMethod], float]] = [((concept.label("it"), "exact"), 2.0)]
    for text in concept.alternatives.get("it", ()):
        if len(text) <= _LONGEST:
            pairs.append(((text, "alternative"), 0.8))
    return Wheel(pairs)


def _abbreviated(text: str) -> str:
    first, _, rest = text.partition(" ")
    short = {
        "addetto": "add.",
        "addetta": "add.",
        "operatore": "op.",
        "operatrice": "op.",
        "impiegato": "imp.",
    }
    if first not in short or not rest:
        return text
    for joint in ("alle ", "alla ", "all'", "al ", "ai "):
        rest = rest.removeprefix(joint)
    return f"{short[first]} {rest}"
