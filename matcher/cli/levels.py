"""Levels of a requirement, in the words of the desk."""

from __future__ import annotations

from matcher.domain.levels import RequirementLevel
from matcher.errors import InputError

__all__ = ["DROP", "LEVELS", "level_of"]

#: Level -> Italian, English.
LEVELS = {
    RequirementLevel.MUST: ("indispensabile", "must"),
    RequirementLevel.STRONGLY_WANTED: ("molto gradito", "strongly wanted"),
    RequirementLevel.WANTED: ("gradito", "wanted"),
    RequirementLevel.MUST_NOT: ("da escludere", "must not"),
}
#: What takes a requirement away.
DROP = ("togli", "drop")


def level_of(text: str) -> RequirementLevel | None:
    """Return the level that words say; ``None`` for *togli*.

    Raises
    ------
    InputError
        ``E-CLI-021`` for other words.
    """
    word = " ".join(text.casefold().replace("_", " ").replace("-", " ").split())
    if word in DROP:
        return None
    for level, names in LEVELS.items():
        if word in names:
            return level
    known = ", ".join([*(italian for italian, _ in LEVELS.values()), DROP[0]])
    raise InputError("E-CLI-021", f"«{text}» non è un livello.", f"Scrivi: {known}.")
