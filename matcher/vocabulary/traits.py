"""Words that name a skill only where they are said of a person: *persona precisa*, *highly motivated*."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from matcher.text.folding import folded_set
from matcher.text.heads import is_head
from matcher.text.normalise import Token
from matcher.vocabulary.schema import Concept

__all__ = ["TRAITS", "is_of_person", "traits_of"]

TRAITS = "traits_"
"""Facts of a concept: the words said of who has it, by language, separated by ``|``."""

_PERSONS = folded_set(
    """person people individual candidate professional personality player self self-starter mindset mind-set mind
    attitude approach thinker thinking worker working work workstyle way manner style skill ability team engineer
    developer someone somebody teammate communicator
    persona persone candidato risorsa figura profilo collaboratore ragazzo giovane personale carattere indole
    atteggiamento approccio mentalità soggetto lavoratore
    about in by at under to with on when towards toward"""
)
_IS = folded_set(
    """essere è sia sei molto particolarmente fortemente estremamente abbastanza altamente veramente davvero essendo
    cerchiamo ricerchiamo selezioniamo richiede richiesto"""
)
# *We are a dynamic company*
_OURS = folded_set(
    "we our us siamo nostro azienda società ambiente contesto realtà gruppo company environment firm"
)


def traits_of(concept: Concept) -> Iterator[tuple[str, str]]:
    """Yield the words said of a person who has a skill, each with its language."""
    for name, text in concept.facts.items():
        if name.startswith(TRAITS):
            yield from ((name.removeprefix(TRAITS), word) for word in text.split("|") if word)


def is_of_person(
    words: Sequence[Token], first: int, last: int, text: str, language: str, traits: Container[str]
) -> bool:
    """Say whether folded words ``first`` to ``last`` of a clause are said of a person.

    In English they must not stand before a thing (*flexible hours*), in Italian not behind one (*orario flessibile*);
    other such words between count for nothing (*dynamic and flexible hours*).
    """
    if language == "en" and text[words[last - 1].start : words[last - 1].end].lower().endswith("s"):
        return False  # *patients* are no patient people
    if any(word.text in _OURS for word in words[:last]):
        return False
    if language == "it":
        while first > 0 and words[first - 1].text in traits:
            first -= 1
        if first == 0 or _parted(words, first, text) or words[first - 1].text in _PERSONS | _IS:
            return True
        before = words[first - 1]
        return is_head(text[before.start : before.end].lower())
    while last < len(words) and words[last].text in traits:
        last += 1
    return last == len(words) or _parted(words, last, text) or words[last].text in _PERSONS


def _parted(words: Sequence[Token], place: int, text: str) -> bool:
    """Say whether something stands between a word and the one before it."""
    return bool(text[words[place - 1].end : words[place].start].strip())
