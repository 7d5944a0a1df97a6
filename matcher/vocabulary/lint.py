"""Words that a vacancy may not use to choose people: found, quoted, explained, reworded."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from matcher.vocabulary.schema import Language
from matcher.vocabulary.table import Complaints, read_rows

__all__ = [
    "Finding",
    "InadmissibleWord",
    "InadmissibleWords",
    "find_formulae",
    "find_inadmissible",
    "load_inadmissible",
]

_SAME_STEM = 4
_LONGEST_SUFFIX = 5
_PAIR_AFTER = re.compile(r"\s*(?:/|\(|\*|-|\bo\b|\be\b|\bor\b|\band\b)\s*-?(?:un[oa]?\s+|un'\s*)?(\w*)")
_PAIR_BEFORE = re.compile(r"(\w+)\s*(?:/|\(|-|,|\bo\b|\be\b|\bor\b|\band\b)\s*(?:un[oa]?\s+|un'\s*)?$")
_BOTH_SEXES = re.compile(r"\(?\b(?:m\s?[/-]\s?f|f\s?[/-]\s?m|m\s?/\s?w|w\s?/\s?m)\b")
_NEARBY = 30


@dataclass(frozen=True, slots=True)
class InadmissibleWord:
    """One way of asking what may not be asked.

    Attributes
    ----------
    pattern : Pattern
        Regular expression over plain lower-case text without accents.
    kind : str
        What it asks: ``sex``, ``age``, ``nationality``…
    sole : bool
        Inadmissible only as the sole form: *commessa* is, *commesso/a* is not.
    reasons, suggestions : mapping of language to str
        Why it is inadmissible, and how to reword it.
    legal_basis : str
        The law behind it.
    """

    pattern: re.Pattern[str]
    kind: str
    sole: bool
    reasons: dict[Language, str]
    suggestions: dict[Language, str]
    legal_basis: str


@dataclass(frozen=True, slots=True)
class InadmissibleWords:
    """The words to look for, and the formulae to leave alone."""

    words: tuple[InadmissibleWord, ...]
    boilerplate: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """Inadmissible words found in a text, at ``text[start:end]``."""

    start: int
    end: int
    quote: str
    kind: str
    reason: str
    suggestion: str
    legal_basis: str


def load_inadmissible(folder: Path) -> InadmissibleWords:
    """Load the inadmissible words and the formulae to ignore from a vocabulary folder.

    Raises
    ------
    VocabularyError
        ``E-VOC-102`` or ``E-VOC-103`` for tables that cannot be read, ``E-VOC-104`` with file and row for
        a pattern that is no regular expression.
    """
    complaints = Complaints()
    columns = ("pattern", "kind", "check", "reason_it", "reason_en", "suggestion_it", "suggestion_en")
    path = folder / "words" / "inadmissible.csv"
    words = [
        InadmissibleWord(
            pattern=pattern,
            kind=row["kind"],
            sole=row["check"] == "sole",
            reasons={"it": row["reason_it"], "en": row["reason_en"]},
            suggestions={"it": row["suggestion_it"], "en": row["suggestion_en"]},
            legal_basis=row.get("legal_basis", ""),
        )
        for number, row in read_rows(path, columns)
        if (pattern := _compiled(row["pattern"], path, number, complaints))
    ]
    path = folder / "words" / "boilerplate.csv"
    boilerplate = [
        pattern
        for number, row in read_rows(path, ("pattern",))
        if (pattern := _compiled(row["pattern"], path, number, complaints))
    ]
    complaints.raise_any()
    return InadmissibleWords(tuple(words), tuple(boilerplate))


def find_inadmissible(text: str, words: InadmissibleWords, language: Language = "it") -> list[Finding]:
    """Find the inadmissible words of a vacancy.

    Parameters
    ----------
    text : str
        Title, description or requirements, as typed.
    words : InadmissibleWords
        From `load_inadmissible`.
    language : str
        Of reasons and suggestions.

    Returns
    -------
    list of Finding
        In the order of the text, without overlaps: of two that overlap the longer one stays.
        Formulae such as *ambosessi, L. 903/77* are never reported.
    """
    plain = _plain(text)
    for formula in words.boilerplate:
        plain = formula.sub(lambda match: "¦" * len(match[0]), plain)
    found = [
        _finding(text, word, *span, language)
        for word in words.words
        for match in word.pattern.finditer(plain)
        if (span := _span(match))[1] > span[0] and not (word.sole and _has_both_forms(plain, *span))
    ]
    return _without_overlaps(found)


def find_formulae(text: str, words: InadmissibleWords) -> list[tuple[int, int]]:
    """Return where a text says the formulae of law and privacy, which ask for nothing, with their places."""
    plain = _plain(text)
    return [match.span() for formula in words.boilerplate for match in formula.finditer(plain)]


def _finding(text: str, word: InadmissibleWord, start: int, end: int, language: Language) -> Finding:
    quote = text[start:end]
    reason, suggestion = word.reasons[language], word.suggestions[language]
    return Finding(start, end, quote, word.kind, reason, suggestion, word.legal_basis)


def _span(match: re.Match[str]) -> tuple[int, int]:
    """Return the part of a match to quote: the group ``word`` where there is one, without blanks around."""
    group = "word" if "word" in match.re.groupindex else 0
    start, end = match.span(group)
    inner = match.string[start:end]
    skipped = len(inner) - len(inner.lstrip(" \n\t,;.:(•-"))
    return start + skipped, end - (len(inner) - len(inner.rstrip()))


def _has_both_forms(plain: str, start: int, end: int) -> bool:
    """Say whether a sex-marked word stands beside its other form, or beside *m/f*."""
    word = plain[start:end].split(maxsplit=1)[0]
    stem = word[:_SAME_STEM]
    after = _PAIR_AFTER.match(plain, end)
    if after and (
        after[1].startswith(stem) or (0 < len(after[1]) <= _LONGEST_SUFFIX and after[0][0] in "/(*-")
    ):
        return True
    if plain.startswith("*", end):
        return True
    before = _PAIR_BEFORE.search(plain, max(0, start - _NEARBY), start)
    if before and before[1].startswith(stem) and before[1] != word:
        return True
    return bool(_BOTH_SEXES.search(plain, max(0, start - _NEARBY), end + _NEARBY))


def _without_overlaps(found: Iterable[Finding]) -> list[Finding]:
    kept: list[Finding] = []
    for finding in sorted(found, key=lambda one: (one.start - one.end, one.start, one.kind)):
        if all(finding.end <= other.start or other.end <= finding.start for other in kept):
            kept.append(finding)
    return sorted(kept, key=lambda one: one.start)


def _plain(text: str) -> str:
    """Return lower-case text without accents, character by character, so that positions stay."""
    return "".join(_plain_character(character) for character in text)


def _plain_character(character: str) -> str:
    if character.isascii():
        return character.lower()
    if character in "’‘`´ʼ′＇":
        return "'"
    if character.isspace():
        return " "
    return (unicodedata.normalize("NFKD", character)[:1].lower() or character)[:1]


def _compiled(pattern: str, path: Path, number: int, complaints: Complaints) -> re.Pattern[str] | None:
    try:
        return re.compile(pattern)
    except re.error as error:
        complaints.add(path, number, f"espressione regolare non valida: {error}")
        return None
