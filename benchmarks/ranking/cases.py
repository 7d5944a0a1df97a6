"""Made-up pairs of a profile and a vacancy for every occupation of ESCO: same work, other words."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from training.holdout import is_held_out_label
from training.sources import esco_skills

__all__ = ["Case", "draw_cases"]

#: Skills of each side, and the fewest an occupation must have.
_SKILLS, _FEWEST = 8, 4


@dataclass(frozen=True, slots=True)
class Case:
    """One occupation told twice.

    Attributes
    ----------
    held_out : bool
        The title of the profile was never seen in training: only such cases are asked; the others distract.
    profile_title, vacancy_title : str
        Two labels of the occupation.
    profile_skills, vacancy_skills : tuple of str
        Two draws among its skills: alternative labels, and preferred ones.
    """

    held_out: bool
    profile_title: str
    vacancy_title: str
    profile_skills: tuple[str, ...]
    vacancy_skills: tuple[str, ...]


def draw_cases(data: Path, language: str, seed: int, essential: bool) -> list[Case]:
    """Return one case for each occupation that has titles in a language and skills.

    Parameters
    ----------
    data : Path
        Folder of the development data, with ``esco`` and, for the other names of skills, ``esco_official``.
    language : {'it', 'en'}
        Of the titles; ESCO's skills exist in English alone.
    seed : int
        Another seed is another draw of titles and skills.
    essential : bool
        Whether both sides draw from the essential skills, or from the optional ones too.
    """
    skills = {
        one.key.rsplit("/", 1)[1]: one.labels["en"]
        for one in esco_skills(data / "esco", data / "esco_official")
    }
    needs = {row["occupation"]: row for row in _rows(data / "esco" / "occupation_skills.jsonl.gz")}
    random, found = Random(seed), []
    for row in _rows(data / "esco" / "occupations.jsonl.gz"):
        need = needs.get(_short(row["uri"]))
        if need is None or not row[f"label_{language}"]:
            continue
        own = [s for s in need["essential"] if s in skills]
        if not essential or len(own) < _FEWEST:
            own += [s for s in need["optional"] if s in skills and s not in own]
        if len(own) >= _FEWEST:
            found.append(_case(row, language, own, skills, random))
    return found


def _case(
    row: dict[str, Any], language: str, own: Sequence[str], skills: dict[str, list[str]], random: Random
) -> Case:
    label = row[f"label_{language}"]
    others = [
        name for name in dict.fromkeys(row[f"alt_{language}"] or []) if name != label and "/" not in name
    ]
    unseen = [name for name in others if is_held_out_label(row["uri"], name)]
    known = [name for name in others if name not in unseen]
    title = random.choice(unseen or known or [label])
    number = min(_SKILLS, len(own))
    return Case(
        bool(unseen),
        title,
        random.choice([label, *(name for name in known if name != title)]),
        tuple(dict.fromkeys(_other_words(skills[s], random) for s in random.sample(own, number))),
        tuple(skills[s][0] for s in random.sample(own, number)),
    )


def _other_words(names: Sequence[str], random: Random) -> str:
    return random.choice(names[1:] or names)


def _short(uri: str) -> str:
    return uri.rsplit("/", 1)[1]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)
