"""Bit numbers of the closed lists: the same for candidates and vacancies, so that sets compare as integers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from matcher.domain.columns import ALL_BITS, WORD_BITS
from matcher.domain.levels import Cefr
from matcher.domain.sector import DIVISIONS, SECTIONS
from matcher.errors import VocabularyError
from matcher.vocabulary.bundle import Vocabularies
from matcher.vocabulary.closure import generalises, holds, holds_all
from matcher.vocabulary.schema import Kind, Vocabulary

__all__ = ["DAYS", "LANGUAGE_WORDS", "LEGAL", "LICENCE_WORDS", "TRAVEL", "WORK_PLACES", "Codes"]

#: Words of 62 bits for the licences (186) and for the languages (40 languages, six levels each).
LICENCE_WORDS = 3
LANGUAGE_WORDS = 4
_LEVELS = 6
_LANGUAGES_PER_WORD = WORD_BITS // _LEVELS

DAYS = ("lun", "mar", "mer", "gio", "ven", "sab", "dom")
TRAVEL = ("giornaliere", "settimanali", "estero")
WORK_PLACES = ("on_site", "hybrid", "remote")
LEGAL = ("apprenticeship_1", "apprenticeship_2", "apprenticeship_3", "night_work")

_SHOWN: Mapping[str, Mapping[str, str]] = {
    "days": {
        "lun": "lunedì",
        "mar": "martedì",
        "mer": "mercoledì",
        "gio": "giovedì",
        "ven": "venerdì",
        "sab": "sabato",
        "dom": "domenica",
    },
    "travel": {
        "giornaliere": "trasferte giornaliere",
        "settimanali": "trasferte settimanali",
        "estero": "trasferte all'estero",
    },
    "work_places": {"on_site": "in sede", "hybrid": "in parte a distanza", "remote": "a distanza"},
}
#: English of the words shown that are in no vocabulary.
_ENGLISH: Mapping[str, str] = {
    "non indicato": "not stated",
    "nessun limite": "no limit",
    "nessuna trasferta": "no travel",
    "nessun titolo": "no qualification",
    "licenza media (EQF 1)": "lower secondary school (EQF 1)",
    "obbligo assolto (EQF 2)": "compulsory education (EQF 2)",
    "qualifica professionale (EQF 3)": "vocational qualification (EQF 3)",
    "diploma (EQF 4)": "upper secondary diploma (EQF 4)",
    "diploma ITS (EQF 5)": "higher technical diploma (EQF 5)",
    "laurea (EQF 6)": "bachelor's degree (EQF 6)",
    "laurea magistrale (EQF 7)": "master's degree (EQF 7)",
    "dottorato (EQF 8)": "doctorate (EQF 8)",
    "nessuno": "none",
    "lunedì": "Monday",
    "martedì": "Tuesday",
    "mercoledì": "Wednesday",
    "giovedì": "Thursday",
    "venerdì": "Friday",
    "sabato": "Saturday",
    "domenica": "Sunday",
    "trasferte giornaliere": "daily travel",
    "trasferte settimanali": "travel by the week",
    "trasferte all'estero": "travel abroad",
    "in sede": "on site",
    "in parte a distanza": "partly remote",
    "a distanza": "remote",
}
_LABELLED: tuple[Kind, ...] = ("licence", "language", "contract", "schedule", "field")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")


@dataclass(frozen=True)
class Codes:
    """Positions of codes in their bit sets.

    Attributes
    ----------
    lists : mapping of str to mapping of str to int
        ``contracts``, ``shifts``, ``days``, ``travel``, ``work_places``, ``fields``, ``legal``: code to bit.
    licences, languages : mapping of str to int
        Concept id to number.
    licence_closure : mapping of str to frozenset of int
        What the holder of a licence also holds, itself included.
    joint : tuple of (frozenset of int, frozenset of int)
        Premises and what they grant together (CE with D gives DE).
    labels : mapping of str to mapping of str to str
        Italian labels of the codes, by list.
    english : mapping of str to str
        English of each Italian label.
    schedules : Vocabulary
        What accepting a shift implies.
    wider : mapping of str to frozenset of str
        Contract type to those of which it is a kind.
    """

    lists: Mapping[str, Mapping[str, int]]
    licences: Mapping[str, int]
    languages: Mapping[str, int]
    licence_closure: Mapping[str, frozenset[int]]
    joint: tuple[tuple[frozenset[int], frozenset[int]], ...]
    labels: Mapping[str, Mapping[str, str]]
    english: Mapping[str, str]
    schedules: Vocabulary
    wider: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, vocabularies: Vocabularies) -> Codes:
        """Number every code of the vocabularies, in the order of their ids."""
        licences = _numbered(vocabularies["licence"].by_id, LICENCE_WORDS * WORD_BITS, "licence")
        closure = {
            code: frozenset(licences[held] for held in holds(vocabularies["licence"], code))
            for code in licences
        }
        joint = tuple(
            (
                frozenset(licences[premise] for premise in concept.facts["granted_by"].split("|")),
                closure[concept.id],
            )
            for concept in vocabularies["licence"].concepts
            if concept.facts.get("granted_by")
        )
        schedules = vocabularies["schedule"].concepts
        lists = {
            "contracts": _numbered(vocabularies["contract"].by_id, WORD_BITS, "contract"),
            "shifts": _numbered(
                [c.id for c in schedules if c.facts.get("category") == "shift"], WORD_BITS, "schedule"
            ),
            "days": _numbered(DAYS, WORD_BITS, "days"),
            "travel": _numbered(TRAVEL, WORD_BITS, "travel"),
            "work_places": _numbered(WORK_PLACES, WORD_BITS, "work_places"),
            "fields": _numbered(vocabularies["field"].by_id, WORD_BITS, "field"),
            "legal": _numbered(LEGAL, WORD_BITS, "legal"),
            "sectors": _numbered(SECTIONS, WORD_BITS, "sectors"),
        }
        languages = _numbered(
            vocabularies["language"].by_id, LANGUAGE_WORDS * _LANGUAGES_PER_WORD, "language"
        )
        labels = {
            **_SHOWN,
            "licence": _labels(vocabularies["licence"]),
            "language": _labels(vocabularies["language"]),
            "contracts": _labels(vocabularies["contract"]),
            "shifts": _labels(vocabularies["schedule"]),
            "fields": _labels(vocabularies["field"]),
        }
        contracts = vocabularies["contract"]
        wider = {code: generalises(contracts, code) for code in contracts.by_id}
        english = {
            concept.label("it"): concept.label("en")
            for kind in _LABELLED
            for concept in vocabularies[kind].concepts
        }
        english |= _ENGLISH
        return cls(
            lists, licences, languages, closure, joint, labels, english, vocabularies["schedule"], wider
        )

    def bits(self, name: str, codes: Iterable[str]) -> int:
        """Return a set of codes as one integer; an unknown code is an error that names the known ones."""
        known = self.lists[name]
        found = 0
        for code in codes:
            if code not in known:
                raise VocabularyError(
                    "E-VOC-201", f"«{code}» non è un codice di «{name}».", f"Usa uno di: {', '.join(known)}."
                )
            found |= 1 << int(known[code])
        return found

    def names(self, name: str, bits: int) -> tuple[str, ...]:
        """Return the codes of a set; a kind of contract that another one in it covers goes without saying."""
        found = tuple(code for code, bit in self.lists[name].items() if bits >> bit & 1)
        if name != "contracts":
            return found
        return tuple(code for code in found if not self.wider[code] & {*found})

    def limit_bits(self, name: str, codes: Iterable[str] | None) -> int:
        """Return the accepted codes, and what accepting them implies, as one integer; ``None`` accepts everything.

        Somebody who accepts three shifts accepts two, and mornings with afternoons are two shifts; a seasonal
        contract is one of fixed term.
        """
        if codes is None:
            return ALL_BITS
        given = tuple(codes)
        self.bits(name, given)
        if name == "shifts":
            given = tuple(code for code in holds_all(self.schedules, given) if code in self.lists[name])
        if name == "contracts":
            given = tuple(code for code in self.lists[name] if code in given or self.wider[code] & {*given})
        return self.bits(name, given)

    def licence_words(self, held: Iterable[int]) -> list[int]:
        """Return licence numbers as words, shape ``(LICENCE_WORDS,)``."""
        words = [0] * LICENCE_WORDS
        for number in held:
            words[number // WORD_BITS] |= 1 << (number % WORD_BITS)
        return words

    def language_words(self, levels: Mapping[str, int]) -> list[int]:
        """Return languages with their CEFR levels as words: a level sets its bit and all those below."""
        words = [0] * LANGUAGE_WORDS
        for code, level in levels.items():
            number = self.languages[code]
            shift = number % _LANGUAGES_PER_WORD * _LEVELS
            words[number // _LANGUAGES_PER_WORD] |= ((1 << level) - 1) << shift
        return words

    def division_words(self, divisions: Iterable[int]) -> list[int]:
        """Return ATECO divisions as words, shape ``(2,)``."""
        words = [0] * (DIVISIONS // WORD_BITS + 1)
        for division in divisions:
            words[(division - 1) // WORD_BITS] |= 1 << ((division - 1) % WORD_BITS)
        return words

    def licence_ids(self, numbers: Iterable[int]) -> list[str]:
        """Return the ids of licence numbers."""
        wanted = set(numbers)
        return [code for code, number in self.licences.items() if number in wanted]

    def licence_names(self, numbers: Iterable[int]) -> list[str]:
        """Return the Italian labels of licence numbers."""
        return [self.labels["licence"][code] for code in self.licence_ids(numbers)]

    def language_levels(self, words: Mapping[int, int]) -> list[str]:
        """Return the languages in a set of words with their level, as ``en:3``."""
        found = []
        for code in self.languages:
            word, mask = self.language_mask(code)
            level = (words.get(word, 0) & mask).bit_count()
            if level:
                found.append(f"{code}:{level}")
        return found

    def language_names(self, words: Mapping[int, int]) -> list[str]:
        """Return the languages in a set of words with their CEFR level, as shown."""
        pairs = (entry.split(":") for entry in self.language_levels(words))
        return [f"{self.labels['language'][code]} {Cefr(int(level)).name}" for code, level in pairs]

    def label(self, name: str, code: str) -> str:
        """Return the Italian label of a code of a closed list."""
        return self.labels.get(name, {}).get(code, code)

    def in_english(self, facts: Mapping[str, str]) -> dict[str, str]:
        """Return facts as shown, in English: labels, and how numbers are written; what is no label stays."""
        return {name: ", ".join(map(self._in_english, words.split(", "))) for name, words in facts.items()}

    def _in_english(self, words: str) -> str:
        if _THOUSANDS.fullmatch(words):
            return words.replace(".", ",")
        # a language is followed by its level
        name, _, level = words.rpartition(" ")
        return self.english.get(words) or f"{self.english.get(name, name)} {level}".strip()

    def language_mask(self, code: str) -> tuple[int, int]:
        """Return the word of a language and the mask of its six bits."""
        number = self.languages[code]
        return number // _LANGUAGES_PER_WORD, ((1 << _LEVELS) - 1) << (number % _LANGUAGES_PER_WORD * _LEVELS)


def _labels(vocabulary: Vocabulary) -> dict[str, str]:
    return {concept.id: concept.label("it") for concept in vocabulary.concepts}


def _numbered(codes: Iterable[str], limit: int, kind: str) -> dict[str, int]:
    numbered = {code: number for number, code in enumerate(codes)}
    if len(numbered) > limit:
        raise VocabularyError(
            "E-VOC-202",
            f"Il vocabolario «{kind}» ha {len(numbered)} voci, più delle {limit} che la banca dati tiene.",
            "Togli quelle che non servono.",
        )
    return numbered
