"""Several occupations written in one title, taken apart without tearing one occupation to pieces."""

from __future__ import annotations

import re
from collections.abc import Callable

from matcher.text.heads import is_generic_head, is_head
from matcher.text.normalise import drop_second_gender, fold_key, tokenise
from matcher.text.titles import read_title

__all__ = ["split_titles"]

_SEPARATOR = re.compile(
    r"(\s*[/|;\n•]\s*|\s*,\s+|\s+[-–—+]\s+|\s+(?:e/o|oppure|ovvero|nonch[eé]|ed|e|o|or|and|&)\s+)",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\([^()]*\)")
_MARK = "\ue000"
_STRONG = frozenset("/,;|")
_MANY = r"(?:vari[ei]?|divers[ei]|pi[uù]|alcun[ei]|altr[ei]|n\.?\s*\d+)"
_THINGS = (
    r"(?:posizion[ei]|profil[oi]|figure?|ruol[oi]|mansion[ei]|opportunit[àa]|lavor[oi]|professionalit[àa])"
)
_NOTHING = re.compile(
    r"(?i)\A\s*(?:"
    + "|".join(
        (
            rf"{_MANY}\s+{_THINGS}(?:\s+\w+)?",
            rf"{_THINGS}\s+(?:vari[ei]?|divers[ei]|apert[aei])",
            r"(?:auto)?candidatur[ae](?:\s+spontane[ae])?|offert[ae](?:\s+di\s+lavoro)?|personale(?:\s+vario)?|lavoro",
            r"(?:un|qualsiasi|qualunque)(?:\s+(?:lavoro|mansione|posizione|ruolo|cosa))?|tutto|disponibile\s+a\s+tutto",
            r"da\s+definire|nessun[ao]?(?:\s+preferenza)?|non\s+specificato|n\.?\s?d\.?|-+|vari[ei]",
        )
    )
    + r")\s*[.!]?\s*\Z"
)


def split_titles(title: str, known: Callable[[str], bool] | None = None) -> list[str]:
    """Take apart a title that names several occupations.

    Parameters
    ----------
    title : str
        As typed: ``"Cuoco / Aiuto Cuoco / Cameriere"``, ``"Addetti sala, cucina, pizzaioli"``.
    known : callable, optional
        Says whether a text is an occupation of the vocabulary; decides where the words alone do not.

    Returns
    -------
    list of str
        One text per occupation, in the order written, without repetition; complements are shared
        (``"Hostess/Steward di cassa"`` → both *di cassa*), technologies stay with their occupation
        (``"Sviluppatore .NET / C#"`` is one). Empty when the title names none (``"Varie posizioni"``).
    """
    if _NOTHING.match(title) or not tokenise(title) or not read_title(title).core:
        return []
    title = drop_second_gender(title)
    if known is not None and known(title):
        return [title]
    brackets = _BRACKETED.findall(title)
    plain = _BRACKETED.sub(_MARK, title)
    titles = _share_complements(_gather(_SEPARATOR.split(plain), known))
    shown = [_show(text, brackets) for text in titles]
    distinct = {
        fold_key(text): text for text in reversed(shown) if tokenise(text) and not _NOTHING.match(text)
    }
    return list(reversed(distinct.values()))


def _show(text: str, brackets: list[str]) -> str:
    """Put back the brackets that stood in this part; called in the order of the text."""
    parts = text.split(_MARK)
    shown = parts[0] + "".join(brackets.pop(0) + part for part in parts[1:] if brackets)
    return re.sub(r"\s+", " ", shown).strip(" /|,;")


def _words(text: str) -> list[str]:
    return [token.text for token in tokenise(text)]


def _has_head(part: str) -> bool:
    words = _words(part)
    return bool(words) and (is_head(words[0]) or is_head(words[-1]))


def _gather(pieces: list[str], known: Callable[[str], bool] | None) -> list[str]:
    """Walk over parts and separators, opening a title at each head and feeding the last one otherwise."""
    titles: list[str] = [pieces[0]]
    for separator, part in zip(pieces[1::2], pieces[2::2], strict=True):
        previous = titles[-1]
        if _opens(previous, separator, part, known):
            titles.append(part)
        elif not _words(part):
            titles[-1] = previous + separator + part
        elif (forward := _with_head_before(previous, separator, part)) and (known is None or known(forward)):
            titles.append(forward)
        elif (again := _with_head_again(previous, part)) and known and known(previous) and known(again):
            titles.append(again)
        elif (backward := _with_head_after(previous, separator, part)) and (known is None or known(backward)):
            titles[-1:] = [backward, part]
        else:
            titles[-1] = previous + separator + part
    return titles


def _opens(previous: str, separator: str, part: str, known: Callable[[str], bool] | None) -> bool:
    """Say whether a part is a title of its own."""
    if known is not None and known(part) and known(previous):
        return True
    if not _has_head(part):
        return False
    words = _words(part)
    strong = not re.search(r"\w|&", separator)
    if not _has_head(previous):
        return strong and known is not None and known(previous)
    return strong or is_head(words[0]) or known is None or known(part)


def _with_head_before(previous: str, separator: str, part: str) -> str:
    """Give a part without head the head of the title before it (``Addetti sala, cucina``)."""
    words = _words(previous)
    plain = all(word.isalpha() and len(word) > 3 for word in _words(part))
    if separator.strip() not in _STRONG or not plain or len(words) < 2 or not is_generic_head(words[0]):
        return ""
    head = tokenise(previous)[0]
    return f"{previous[head.start : head.end]} {part.strip()}"


def _with_head_again(previous: str, part: str) -> str:
    """Give a word after *e* the general head of the title before it (*Personale di sala e cucina*)."""
    words = _words(previous)
    if len(words) < 2 or len(_words(part)) != 1 or not is_generic_head(words[0]):
        return ""
    head = tokenise(previous)[0]
    return f"{previous[head.start : head.end]} {part.strip()}"


def _with_head_after(previous: str, separator: str, part: str) -> str:
    """Give a part without head the last word of the one after it (``Back End / Front End Developer``)."""
    tokens = tokenise(part)
    if separator.strip() not in _STRONG or _has_head(previous) or is_head(tokens[0].text):
        return ""
    return f"{previous.strip()} {part[tokens[-1].start : tokens[-1].end]}" if is_head(tokens[-1].text) else ""


def _share_complements(titles: list[str]) -> list[str]:
    """Give a bare generic head the complement of the title after it (``Hostess/Steward di cassa``)."""
    result = list(titles)
    for index in range(len(result) - 2, -1, -1):
        tokens, after = tokenise(result[index]), tokenise(result[index + 1])
        if len(tokens) == 1 and is_generic_head(tokens[0].text) and len(after) > 1 and is_head(after[0].text):
            result[index] = result[index].strip() + result[index + 1][after[0].end :]
    return result
