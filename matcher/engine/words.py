"""Numbers of columns as people read them, and as records take them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from matcher.domain.columns import NO_LIMIT, WORD_BITS
from matcher.pool.codes import Codes

__all__ = ["canonical", "facts_in_words"]

_WORD = re.compile(r"(?P<set>.+)_(?P<word>\d)")
_SUFFIX = re.compile(r"_(needed|offered)$")
_EPOCH = date(1970, 1, 1)
#: Fields whose codes are in a list of another name.
_FIELD_LISTS = {"remote": "work_places"}
_DAYS = frozenset({"earliest_start", "start_by", "expires_on"})
#: Italian titles of study by EQF level, 0 for none.
_TITLES = {
    0: "nessun titolo",
    1: "licenza media (EQF 1)",
    2: "obbligo assolto (EQF 2)",
    3: "qualifica professionale (EQF 3)",
    4: "diploma (EQF 4)",
    5: "diploma ITS (EQF 5)",
    6: "laurea (EQF 6)",
    7: "laurea magistrale (EQF 7)",
    8: "dottorato (EQF 8)",
}


def facts_in_words(values: Mapping[str, Any], codes: Codes) -> dict[str, str]:
    """Return every fact in Italian words; sets of several words are one fact."""
    sets: dict[str, dict[int, int]] = {}
    shown: dict[str, str] = {}
    for name, value in values.items():
        match = _WORD.fullmatch(name)
        if match and value is not None:
            sets.setdefault(match["set"], {})[int(match["word"])] = value
        elif not match:
            shown[name] = _shown(name, value, codes)
    for name, words in sets.items():
        shown[name] = ", ".join(_members(name, words, codes))
    return shown


def canonical(name: str, values: Sequence[Any], codes: Codes) -> str:
    """Return values as a record's field takes them: codes joined by ``|``, ISO dates, numbers."""
    words = {number: value or 0 for number, value in enumerate(values)}
    if name == "licences":
        return "|".join(
            codes.licence_ids(
                w * WORD_BITS + b for w, bits in words.items() for b in range(WORD_BITS) if bits >> b & 1
            )
        )
    if name == "italian":
        return f"it:{values[0]}"
    if name == "languages":
        return "|".join(codes.language_levels(words))
    return _single(name, values[0], codes)


def _shown(name: str, value: Any, codes: Codes) -> str:
    if value is None:
        return "non indicato"
    if isinstance(value, int) and value >= NO_LIMIT:
        return "nessun limite"
    if name.endswith("_on"):
        return (_EPOCH + timedelta(days=value)).strftime("%d/%m/%Y")
    if name in ("eqf", "eqf_must"):
        return _TITLES.get(value, str(value))
    listed = _SUFFIX.sub("", name)
    if listed in codes.lists:
        named = ", ".join(codes.label(listed, code) for code in codes.names(listed, value))
        return named or ("nessuna trasferta" if listed == "travel" else "nessuno")
    return f"{value:,}".replace(",", ".") if name.endswith("_pay") else str(value)


def _members(name: str, words: Mapping[int, int], codes: Codes) -> list[str]:
    numbers = [
        word * WORD_BITS + bit
        for word, bits in sorted(words.items())
        for bit in range(WORD_BITS)
        if bits >> bit & 1
    ]
    if name.startswith("languages"):
        return codes.language_names(words)
    return codes.licence_names(numbers)


def _single(name: str, value: Any, codes: Codes) -> str:
    listed = _FIELD_LISTS.get(name, name)
    if value is None or (
        value is not True and isinstance(value, int) and value >= NO_LIMIT and listed not in codes.lists
    ):
        return ""
    if listed in codes.lists:
        return "|".join(codes.names(listed, value))
    if name in _DAYS:
        return (_EPOCH + timedelta(days=value)).isoformat()
    return str(value).lower() if isinstance(value, bool) else str(value)
