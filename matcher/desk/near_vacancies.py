"""The same vacancy published twice: near copies by place, title, employer and text.

Agencies publish one post under different words of introduction. Few pairs are compared: those that share a
place and an occupation, an employer and a title, or the rarest pieces of their text (the smallest hashes of
runs of five words, which two near copies most likely have in common).
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from matcher.desk.near_people import NearPair
from matcher.domain.vacancy import Vacancy
from matcher.text.folding import plain_letters

__all__ = ["Posting", "near_vacancies", "posting"]

_LONGEST_TEXT = 2_000
_RUN, _SKETCH = 5, 8
_ENOUGH_TEXT = 80
_NEIGHBOURS = 8
_SAME_TEXT, _LIKE_TEXT = 85, 65
#: Below the first two titles name two posts, whatever the texts have in common.
_OTHER_TITLE, _LIKE_TITLE, _SAME_TITLE = 50, 85, 92


@dataclass(frozen=True, slots=True)
class Posting:
    """What tells that two vacancies are one."""

    id: str
    title: str
    text: str
    places: frozenset[str]
    employer: str
    occupation: str
    sketch: tuple[int, ...]


def posting(vacancy: Vacancy) -> Posting:
    """Return a vacancy in forms that compare."""
    words = re.findall(r"\w+", plain_letters(vacancy.description[:_LONGEST_TEXT]))
    runs = {zlib.crc32(" ".join(words[n : n + _RUN]).encode()) for n in range(len(words) - _RUN + 1)}
    return Posting(
        id=vacancy.id,
        title=" ".join(sorted(re.findall(r"\w+", plain_letters(vacancy.title)))),
        text=" ".join(words),
        places=frozenset(place.code or plain_letters(place.text) for place in vacancy.places),
        employer=_employer(vacancy),
        occupation=vacancy.occupations[0].concept if vacancy.occupations else "",
        sketch=tuple(sorted(runs)[:_SKETCH]),
    )


def near_vacancies(postings: Iterable[Posting]) -> list[NearPair]:
    """Return the pairs that may be one vacancy, the most alike first."""
    found = []
    for one, other in _candidates(list(postings)):
        if (judged := _judge(one, other)) is not None:
            first, second = sorted((one.id, other.id))
            found.append((first, second, *judged))
    return sorted(found, key=lambda pair: (-pair[2], pair[0], pair[1]))


def _candidates(postings: list[Posting]) -> Iterator[tuple[Posting, Posting]]:
    """Yield the pairs worth comparing, each once: neighbours in order of text within each block."""
    blocks: dict[object, list[Posting]] = defaultdict(list)
    for one in sorted(postings, key=lambda posting: (posting.text, posting.title, posting.id)):
        for key in _keys(one):
            blocks[key].append(one)
    seen = set[tuple[str, str]]()
    for block in blocks.values():
        for place, one in enumerate(block):
            for other in block[place + 1 : place + 1 + _NEIGHBOURS]:
                pair = (one.id, other.id) if one.id < other.id else (other.id, one.id)
                if pair not in seen:
                    seen.add(pair)
                    yield one, other


def _keys(one: Posting) -> Iterator[object]:
    for place in one.places or {""}:
        if one.occupation:
            yield place, one.occupation
        yield place, one.title
        for piece in one.sketch:
            yield place, piece
    if one.employer:
        yield one.employer, one.title


def _judge(one: Posting, other: Posting) -> tuple[int, tuple[str, ...]] | None:
    """Return likeness and reasons for a pair that may be one vacancy."""
    from rapidfuzz.fuzz import ratio

    if one.places and other.places and not one.places & other.places:
        return None
    title = ratio(one.title, other.title)
    long = min(len(one.text), len(other.text)) >= _ENOUGH_TEXT
    text = _text_likeness(one, other) if long else 0.0
    employer = bool(one.employer) and one.employer == other.employer
    named_apart = bool(one.employer and other.employer) and not employer
    same_text = text >= _SAME_TEXT and title >= _OTHER_TITLE
    like = text >= _LIKE_TEXT and title >= _LIKE_TITLE and not named_apart
    same_post = title >= _SAME_TITLE and not long and (employer or one.text == other.text != "")
    if not (same_text or like or same_post):
        return None
    shared = [
        ("text", text >= _LIKE_TEXT),
        ("title", title >= _LIKE_TITLE),
        ("place", bool(one.places & other.places)),
        ("employer", employer),
    ]
    score = round(0.55 * text + 0.25 * title + 10 * employer + 10 * bool(one.places & other.places))
    return max(60, min(100, score)), tuple(reason for reason, holds in shared if holds)


def _text_likeness(one: Posting, other: Posting) -> float:
    """Return 0..100: as they stand, or with what was put before, after or elsewhere set aside."""
    from rapidfuzz.fuzz import partial_ratio, ratio, token_sort_ratio

    plain = ratio(one.text, other.text)
    if plain >= _SAME_TEXT or not set(one.sketch) & set(other.sketch):
        return plain
    return max(plain, token_sort_ratio(one.text, other.text), partial_ratio(one.text, other.text))


def _employer(vacancy: Vacancy) -> str:
    """Return the employer's name without its legal form, or the tax id."""
    words = re.findall(r"\w+", plain_letters(vacancy.employer.name.replace(".", "")))
    plain = [
        word for word in words if word not in ("srl", "srls", "spa", "sas", "snc", "ss", "scarl", "coop")
    ]
    return " ".join(plain) or vacancy.employer.tax_id
