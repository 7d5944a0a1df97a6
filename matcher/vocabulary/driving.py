"""Driving licences in running text: ``patente B/BE``, ``patenti C ed E``, ``patente D + CQC persone``."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from matcher.text.folding import word_set
from matcher.text.normalise import Token

__all__ = ["DrivingLicence", "bare_qualification", "find_driving"]

_LICENCE = word_set("patente patenti pat licenza licence license")
_FILLERS = word_set("di guida cat categoria categorie tipo auto driving la the category class classe")
_LINKS = word_set("e ed o oppure and or anche superiore superiori")
_TRAILER = "e"
_GOODS, _PASSENGERS = frozenset({"C1", "C1E", "C", "CE"}), frozenset({"D1", "D1E", "D", "DE"})


@dataclass(frozen=True, slots=True)
class DrivingLicence:
    """One category named: its id, and the tokens ``first`` to ``last`` (excluded) that name it."""

    category: str
    first: int
    last: int


def find_driving(tokens: Sequence[Token], categories: Collection[str]) -> list[DrivingLicence]:
    """Find the categories named after the word *patente*.

    Parameters
    ----------
    tokens : sequence of Token
        Words of one clause.
    categories : collection of str
        Ids of the categories that exist (``AM``, ``B``, ``BE``, ``C1E``).

    Returns
    -------
    list of DrivingLicence
        ``B/BE`` gives both; ``C/E``, ``C+E`` and ``C ed E`` give ``CE``; a bare *patente* gives nothing.
    """
    found: list[DrivingLicence] = []
    place = 0
    while place < len(tokens):
        if tokens[place].text not in _LICENCE:
            place += 1
            continue
        start = place
        place += 1
        while place < len(tokens) and tokens[place].text in _FILLERS:
            place += 1
        while place < len(tokens):
            size, category = _category(
                tokens, place, categories, follows=bool(found and found[-1].last == place)
            )
            if not category:
                if (
                    tokens[place].text in _LINKS
                    and _category(tokens, place + 1, categories, follows=False)[1]
                ):
                    place += 1
                    continue
                break
            found.append(DrivingLicence(category, start, place + size))
            place += size
            start = place
    return found


def bare_qualification(named: Collection[str | None]) -> str:
    """Return the licence meant by *CQC* alone beside other ones: of goods, of passengers, or empty where unclear.

    The card completes categories C or D (D.Lgs. 286/2005, art. 14).
    """
    goods, passengers = bool(_GOODS & set(named)), bool(_PASSENGERS & set(named))
    if goods == passengers:
        return ""
    return "driver.cqc_goods" if goods else "driver.cqc_passengers"


def _category(
    tokens: Sequence[Token], place: int, categories: Collection[str], *, follows: bool
) -> tuple[int, str]:
    """Return how many tokens name a category here, and which; a trailer letter joins the one before it."""
    if place >= len(tokens):
        return 0, ""
    first = tokens[place]
    name = first.text.upper()
    if name not in categories or (len(name) == 1 and not first.capital and not first.joined and follows):
        return 0, ""
    for size in (2, 3):
        after = tokens[place + 1 : place + size]
        if (
            len(after) == size - 1
            and after[-1].text == _TRAILER
            and _joins(after)
            and name + "E" in categories
        ):
            return size, name + "E"
    return 1, name


def _joins(after: Sequence[Token]) -> bool:
    """Say whether the last of these is the letter of the trailer: ``C/E``, ``C E``, ``C ed E``."""
    if len(after) == 1:
        return after[0].joined or after[0].capital
    return after[0].text in ("e", "ed") and after[1].capital
