"""The labels of several vocabularies, found in running text: the longest phrase wins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from matcher.text.actions import is_activity
from matcher.text.folding import fold_word, folded_set, word_set
from matcher.text.normalise import LETTER_TAKERS, Token, fold_text, loses_name, normalise
from matcher.vocabulary.loose import is_loose, is_narrow, keeps_its_s
from matcher.vocabulary.schema import Concept, Kind, Vocabulary
from matcher.vocabulary.traits import is_of_person, traits_of

__all__ = ["CUES", "Phrase", "PhraseIndex", "Spotted", "completes", "has_conjunction", "leans_on"]

# Names that are also ordinary words: in running text they count only when written as the label is.
_ORDINARY = word_set(
    """access agile airflow apache assembly c catia coffee cucumber cypress dart delphi eclipse excel express flash go
    groovy helm hive illustrator julia less linq looker maya notion oracle outlook perl playwright poi postman
    premiere presto project prolog publisher puppet r react ruby rust sage sas scala scratch sketch slack snowflake
    source spark spring stata swagger swift teams unity visio vision vue word xero zoom"""
)
_SHORT_WORDS = word_set(
    """ad ai al all am an any are as at be by can che chi ci co come con da dal de dei del di do due ed en era et fa for
    fra fu gli ha hai he her hi his ho if il im in io is it la le lei li lo lui ma mai may me mi mio my ne ni no non not
    of oh on or our per po poi qua qui re sa se sei she si sia sii so sta su sul suo ta te ti to tra tre tu tuo un una
    up us use va vi via vo was we who you"""
)
_LETTER_TAKERS = frozenset(fold_word(word) for word in LETTER_TAKERS)
_CONJUNCTION = re.compile(r"(?<!\w)(?:e|ed|o|od|oppure|and|or)(?!\w)", re.IGNORECASE)

CUES = folded_set(
    """abile abilità adeguato affine ambito approfondito area attitudine azienda basilare base buon buona
    buono candidato capace capacità caratteristica albo iscritto iscrizione cerca cerchiamo competenza comprovato
    conoscenza consolidato dimestichezza discreto disponibile disponibilità eccellente elevato esperienza esperto
    essere forte inerente lavoro livello maturato minimo molto ottimo padronanza particolare persona
    possesso predisposizione pregresso preparazione principale profilo propensione requisito ricerca
    richiesta risorsa ruolo saper sapere settore solido spiccato titolo ability able advanced basic
    candidate capability demonstrated excellent experience experienced expert familiar familiarity good
    great hand knowledge level looking must need our proficiency proficient proven required requirement role
    skill solid strong understanding using we work working year you your applicant description duty job opportunity
    position responsible responsibility task enjoy like love compito incaricato mansione occupare occuperà occupa
    occuparsi responsabile"""
)
"""Words that introduce a skill, or praise it, and are none."""

_OWN = "built-in"
_TIME_STEM = 4
# First names that gender and number hide among labels (*marchi*, *dari*, *domenica*), and surnames that are languages.
_FIRST_NAMES = word_set("marco dario domenico")
_NAMES_FOLLOW = word_set("nome cognome nominativo chiamo sono signor signora sig dott ing")
# *Posa di piastrelle*: what completes the name of an activity is not what the activity is.
_OF = re.compile(r"\s+(?:di|del|dello|della|dei|degli|delle|(?:d|dell)['’]\s*)\s*\Z", re.IGNORECASE)
_FOR = re.compile(r"\s+for\s", re.IGNORECASE)
_WITH = re.compile(r"\s+(?:con|col|su|sul|sulla|sui|sulle|al|allo|alla|ai|alle|all['’])\s*\Z", re.IGNORECASE)
# *Farsi capire* is no Persian: these count only right after the word for a language, or for knowing one.
_VERBS_TOO = word_set("farsi")
_LANGUAGE = folded_set("lingua lingue language languages madrelingua")

# Adjectives that are also the name of a discipline: right after a noun they are only its adjective.
_ADJECTIVE = re.compile(r"[a-z]{2,}ic\*\Z")


class Phrase(NamedTuple):
    """One label: its concept, how it is written, and how freely it may stand in running text.

    Attributes
    ----------
    tool : bool
        It names a tool, which may stand anywhere.
    object : bool
        It names what an activity deals with, not the activity (*piastrelle*), or may mean something else (*plan*).
    as_written : bool
        It must be written as it is, not in another number (*securities*).
    trait : str
        Language of a word that counts only where it is said of a person; empty for all others.
    """

    kind: Kind
    concept: str
    label: str
    preferred: bool
    plain: str
    tool: bool = False
    object: bool = False
    as_written: bool = False
    trait: str = ""


@dataclass(frozen=True, slots=True)
class Spotted:
    """A phrase found: folded words ``first`` to ``last`` (excluded) of a clause, and who owns it."""

    first: int
    last: int
    phrases: tuple[Phrase, ...]


class PhraseIndex:
    """Labels by their folded words.

    Parameters
    ----------
    vocabularies : iterable of Vocabulary
        Of different kinds. A label of a field of study that begins with a title (*laurea in economia*) is left
        out: the title and the field are found one after the other.
    introducing : frozenset of str
        Folded words, beside ``CUES``, that introduce what is asked for.
    """

    def __init__(self, vocabularies: Iterable[Vocabulary], introducing: frozenset[str] = frozenset()) -> None:
        self._introducing = CUES | introducing
        index: dict[tuple[str, ...], list[Phrase]] = {}
        for vocabulary in vocabularies:
            for concept in vocabulary.concepts:
                preferred = {*concept.labels.values(), *concept.labels_f.values()}
                for language, label in concept.all_labels():
                    if loses_name(label) or (vocabulary.name != _OWN and is_loose(label, concept)):
                        continue
                    phrase = _phrase(vocabulary, concept, (language, label), preferred=label in preferred)
                    for key in _keys(label):
                        index.setdefault(key, []).append(phrase)
                for language, word in traits_of(concept):
                    phrase = Phrase(vocabulary.kind, concept.id, word, False, normalise(word), trait=language)
                    for key in _keys(word):
                        index.setdefault(key, []).append(phrase)
        self._traits = {
            word for key, found in index.items() if any(phrase.trait for phrase in found) for word in key
        }
        titles = {key for key, found in index.items() if any(phrase.kind == "education" for phrase in found)}
        for key, found in index.items():
            if any(phrase.kind == "field" for phrase in found) and _begins_with(key, titles):
                index[key] = [phrase for phrase in found if phrase.kind != "field"]
        self._index: Mapping[tuple[str, ...], Sequence[Phrase]] = index
        self._title_ends = frozenset(key[-1] for key in titles)
        self._longest: dict[str, int] = {}
        for key in index:
            self._longest[key[0]] = max(self._longest.get(key[0], 0), len(key))

    def find(self, words: Sequence[Token], text: str) -> list[Spotted]:
        """Find phrases among the folded words of a clause, left to right; they do not overlap.

        Parameters
        ----------
        words : sequence of Token
            Folded words.
        text : str
            The text that their places refer to.

        Returns
        -------
        list of Spotted
            The longest phrase at each place.
        """
        found: list[Spotted] = []
        place = 0
        while place < len(words):
            spotted = self._at(words, place, text)
            if spotted:
                spotted = self._further(words, spotted, text) or spotted
                found.append(spotted)
            place = spotted.last if spotted else place + 1
        return found

    def _further(self, words: Sequence[Token], spotted: Spotted, text: str) -> Spotted | None:
        """Return a phrase that begins after the cue of another and reaches further (*esperienza in vendita B2B*)."""
        for place in range(spotted.first + 1, spotted.last):
            if words[place - 1].text not in CUES:
                return None
            inner = self._at(words, place, text)
            if inner and inner.last > spotted.last:
                return inner
        return None

    def _at(self, words: Sequence[Token], place: int, text: str) -> Spotted | None:
        longest = min(self._longest.get(words[place].text, 0), len(words) - place)
        for size in range(longest, 0, -1):
            part = words[place : place + size]
            phrases = self._index.get(tuple(token.text for token in part), ())
            written = text[part[0].start : part[-1].end]
            fitting = [
                phrase
                for phrase in phrases
                if _may_stand(phrase, written, size)
                and (not phrase.object or self._introduced(words, place, text, single=size == 1))
                and not _opens(words, place + size, text)
                and (
                    not phrase.trait
                    or self._is_of_person(words, place, size, text, _tongue(phrases, phrase, written))
                )
                and (phrase.plain not in _VERBS_TOO or self._named_as_language(words, place))
                and not (size == 1 and phrase.kind == "language" and self._is_surname(words, place, text))
            ]
            if fitting and not (
                size == 1 and leans_on(words, place, text) and not self._after_title(words, place)
            ):
                plain = normalise(written)
                return Spotted(
                    place, place + size, tuple(p for p in fitting if p.plain == plain) or tuple(fitting)
                )
        return None

    def _is_of_person(self, words: Sequence[Token], place: int, size: int, text: str, language: str) -> bool:
        return is_of_person(words, place, place + size, text, language, self._traits)

    def _introduced(self, words: Sequence[Token], place: int, text: str, *, single: bool) -> bool:
        """Say whether the name of an object is given as something to know or to use.

        Several words are, unless they complete another word (*montaggio di macchine automatiche*). A single one must
        open the clause, follow *e*, *con* or *su*, or be introduced (*esperienza in*, *gradito*).
        """
        if place == 0 or words[place - 1].text in self._introducing:
            return True
        gap = text[words[place - 1].end : words[place].start]
        if single:
            return bool(_WITH.search(gap)) or has_conjunction(gap) or not gap[:1].isspace()
        return not _OF.search(gap)

    def _is_surname(self, words: Sequence[Token], place: int, text: str) -> bool:
        """Say whether a language with a capital follows a name (*Paolo Russo*) or what tells one (*Cognome: Greco*)."""
        if not words[place].capital:
            return False
        if place == 0:
            opening = text[: words[0].start].split()
            return bool(opening) and opening[-1].lower().rstrip(":") in _NAMES_FOLLOW
        before = words[place - 1]
        if not before.capital or text[before.end : words[place].start] != " ":
            return False
        known = self._introducing | _LANGUAGE | self._longest.keys()
        return before.text not in known and not text[before.start : words[place].end].isupper()

    def _named_as_language(self, words: Sequence[Token], place: int) -> bool:
        return place > 0 and words[place - 1].text in self._introducing | _LANGUAGE

    def _after_title(self, words: Sequence[Token], place: int) -> bool:
        return place > 0 and words[place - 1].text in self._title_ends


def _phrase(vocabulary: Vocabulary, concept: Concept, written: tuple[str, str], *, preferred: bool) -> Phrase:
    language, label = written
    plain, tool = normalise(label), concept.facts.get("type") == "tool"
    other = vocabulary.kind == "skill" and vocabulary.name == _OWN and not preferred and not tool
    is_object = other and label.islower() and not is_activity(plain.split()[0])
    if " " not in plain:
        is_object = is_object and " " in concept.label(language)
    elif concept.facts.get("type") != "skill":
        is_object = False
    foreign = vocabulary.kind == "skill" and vocabulary.name != _OWN
    is_object = is_object or (foreign and is_narrow(label, concept))
    return Phrase(
        vocabulary.kind, concept.id, label, preferred, plain, tool, is_object, foreign and keeps_its_s(label)
    )


def _keys(label: str) -> set[tuple[str, ...]]:
    """Return the ways to find a label: its folded words, and the parts of a dotted name (*Vue.js*, *Vue js*)."""
    keys = {tuple(fold_text(form)) for form in {label, label.replace(".", " ")}}
    return {
        key
        for key in keys
        if any(word.rstrip("*").isalpha() or len(word) > 1 for word in key) and not _digits(key)
    }


def _digits(key: tuple[str, ...]) -> bool:
    return all(word.isdigit() for word in key)


def _begins_with(key: tuple[str, ...], titles: set[tuple[str, ...]]) -> bool:
    return any(key[:size] in titles for size in range(1, len(key)))


def has_conjunction(text: str) -> bool:
    """Say whether a stretch of text joins two things (*e*, *o*, *and*, *or*)."""
    return bool(_CONJUNCTION.search(text))


def _tongue(phrases: Sequence[Phrase], trait: Phrase, written: str) -> str:
    """Return the language of a word said of a person: that of the one spelled so (*creative*), else its own."""
    plain = normalise(written)
    return next((phrase.trait for phrase in phrases if phrase.trait and phrase.plain == plain), trait.trait)


def _opens(words: Sequence[Token], last: int, text: str) -> bool:
    """Say whether what ends before a place only introduces what follows (*be responsible for the design*)."""
    if last == len(words) or words[last - 1].text not in CUES:
        return False
    return bool(_FOR.match(text[words[last - 1].end : words[last].start]))


def _may_stand(phrase: Phrase, written: str, size: int) -> bool:
    """Say whether words found are meant as the label.

    A conjunction makes two things of one label (*diploma o qualifica*); a name that is an ordinary word, a letter or
    an acronym must be written as such.
    """
    if size > 1:
        return not has_conjunction(written) or has_conjunction(phrase.label)
    if phrase.plain in _ORDINARY or len(phrase.plain) == 1:
        return written == phrase.label
    if phrase.kind == "schedule" and normalise(written)[:_TIME_STEM] != phrase.plain[:_TIME_STEM]:
        # folded alike and never meant: *personale serio* is no evening, *note* are no nights
        return False
    bound = phrase.as_written or (written[0].isupper() and written.lower() in _FIRST_NAMES)
    if bound and normalise(written) != phrase.plain:
        return False
    shouted = len(phrase.plain) > 3 or not phrase.label.isupper() or written.isupper()
    return shouted or phrase.plain not in _SHORT_WORDS


def completes(words: Sequence[Token], place: int, text: str) -> bool:
    """Say whether a word completes the one before it (*sviluppo di applicazioni*), which no cue is."""
    if place == 0 or words[place - 1].text in CUES:
        return False
    gap = text[words[place - 1].end : words[place].start]
    return bool(_OF.search(gap)) and not has_conjunction(gap)


def leans_on(words: Sequence[Token], place: int, text: str) -> bool:
    """Say whether a single word only completes the one right before it (*agilità fisica*, *react js*, *classe C*)."""
    word = words[place]
    if place and len(word.text) == 1 and words[place - 1].text in _LETTER_TAKERS:
        return True
    if not (_ADJECTIVE.match(word.text) or word.text == "js") or place == 0:
        return False
    return text[words[place - 1].end : word.start] == " "
