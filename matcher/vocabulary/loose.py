"""Labels of imported vocabularies that running text must not take at their word."""

from __future__ import annotations

import re

from matcher.text.folding import fold_word
from matcher.text.normalise import fold_text
from matcher.vocabulary.schema import Concept

__all__ = ["WORDS", "is_loose", "is_narrow", "keeps_its_s"]

WORDS = "words"
"""Fact of a concept: the names that this product gave it beside its own, separated by ``|``."""

_STEM, _LONGEST_ACRONYM = 5, 4


def is_loose(label: str, concept: Concept) -> bool:
    """Say whether an alternative is too loose for running text.

    ESCO has everyday words among the alternatives of narrow skills (*data*, *design*; *numbers* for statistics): a
    single one in lower case, with or without a preposition (*stay with*), counts only where the preferred label is
    another word of the same stem (*security* is none of *securities*), an acronym only where its letters are those of
    a label (*HR* is no imaging technique).
    """
    known = tuple(concept.labels.values())
    if label in known or label in concept.facts.get(WORDS, "").split("|"):
        return False
    if label.islower() and len(fold_text(label)) == 1:
        alike = [one for one in known if " " not in one and one.lower()[:_STEM] == label[:_STEM]]
        return " " in label or not alike or any(fold_word(one) == fold_word(label) for one in alike)
    acronym = " " not in label and label.isupper() and len(label) <= _LONGEST_ACRONYM
    return acronym and not any(_abbreviates(label.lower(), one.lower()) for one in known)


def is_narrow(label: str, concept: Concept) -> bool:
    """Say whether one word counts only where it is given as something to know or to do (*protein*, *plan*).

    It is what a single occupation deals with, or a verb that is a noun as well.
    """
    kind = (concept.facts.get("reuse"), concept.facts.get("type"))
    return " " not in label and (kind[0] == "occupation-specific" or kind[1] == "skill/competence")


def keeps_its_s(label: str) -> bool:
    """Say whether one word means another thing without its *s* (*securities*, *economics*, *sources*)."""
    return " " not in label and label.islower() and label.endswith("s")


def _abbreviates(letters: str, label: str) -> bool:
    """Say whether letters stand for a label: its initials among others, or a word of it."""
    initials = iter(word[0] for word in re.findall(r"\w+", label))
    return letters in re.findall(r"\w+", label) or all(letter in initials for letter in letters)
