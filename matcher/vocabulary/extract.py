"""Skills, licences, languages, education, experience and availability, found in running text and quoted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from itertools import pairwise
from typing import cast

from matcher.embedding.protocol import Embedder
from matcher.text.abbreviations import Abbreviations
from matcher.text.folding import folded_set
from matcher.text.normalise import Token
from matcher.vocabulary.availability import find_availability
from matcher.vocabulary.caution import is_practice, is_workplace, names_job, needed
from matcher.vocabulary.clauses import Clause
from matcher.vocabulary.driving import bare_qualification, find_driving
from matcher.vocabulary.experience import ExperienceSpan, find_experience
from matcher.vocabulary.joined import write_out
from matcher.vocabulary.linker import Linker
from matcher.vocabulary.phrases import (
    CUES,
    Phrase,
    PhraseIndex,
    Spotted,
    completes,
    has_conjunction,
    leans_on,
)
from matcher.vocabulary.reading import Mentioned, MentionKind, Reading
from matcher.vocabulary.requirements import Level, Modals
from matcher.vocabulary.schema import Kind, Vocabulary

__all__ = ["Mentioned", "SkillFinder"]

_ORDER: tuple[Kind, ...] = ("licence", "language", "education", "schedule", "contract", "skill", "field")
_STRICT = 0.8
_MOST_WORDS = 6
_BY_LABEL = 0.97
_JOINED = 0.95
_FIELD_REACH = 4
_ENROLLED = folded_set("iscritto corso studente laureando frequentante enrolled")
_DRIVES = folded_set("patente guida autista conducente camionista driver licence license licenza")
_BARE_TITLES = frozenset({"qualifica", "qualifiche", "attestato"})
# *We are a fast growing company*: words of a sentence about somebody, which no name of a skill has.
_TELLING = folded_set(
    """am are be been being can could did do does had has have is may might must re shall should ve was were will would
    i he her him his it its me my our she their them they us we you your this that these those who which what there here
    è sono siamo siete era erano sarà saranno ha hanno abbiamo avrà avranno può possono potrà potranno deve devono dovrà
    dovranno viene verrà verranno che chi cui noi voi loro ci vi ti"""
)
# Words that make a field of study of what follows them.
_STUDIES = folded_set(
    """titolo studio studi formazione indirizzo diplomato laureato perito facoltà istituto qualifica specializzazione
    master corso degree studies graduate background education"""
)


class SkillFinder:
    """Finds what running text says of a person or asks of one.

    Parameters
    ----------
    vocabularies : iterable of Vocabulary
        Of the kinds skill, licence, language, level, education, field, schedule, contract; any may be missing.
    embedder : Embedder
        Model for skills in other words.
    modals : Modals, optional
        Words that say how much something is wanted.
    abbreviations : Abbreviations, optional
        Abbreviations to write out.
    strict : float, optional
        Probability above which words that spell no label are taken for a skill, 0..1.
    skills : Linker, optional
        Linker of the skills, to be shared; a new one if omitted.
    """

    def __init__(
        self,
        vocabularies: Iterable[Vocabulary],
        embedder: Embedder,
        *,
        modals: Modals | None = None,
        abbreviations: Abbreviations | None = None,
        strict: float = _STRICT,
        skills: Linker | None = None,
    ) -> None:
        by_kind: Mapping[Kind, Vocabulary] = {vocabulary.kind: vocabulary for vocabulary in vocabularies}
        self._modals = modals or Modals({})
        self._phrases = PhraseIndex((by_kind[kind] for kind in _ORDER if kind in by_kind), self._modals.words)
        self._levels = PhraseIndex(by_kind[kind] for kind in by_kind if kind == "level")
        licences = by_kind["licence"].concepts if "licence" in by_kind else ()
        self._categories = frozenset(concept.id for concept in licences if concept.id.isupper())
        schedules = by_kind["schedule"].concepts if "schedule" in by_kind else ()
        self._days = frozenset(concept.id for concept in schedules if concept.facts.get("category") == "day")
        if skills is None and "skill" in by_kind:
            skills = Linker(by_kind["skill"], embedder, abbreviations=abbreviations)
        self._linker = skills
        self._abbreviations = abbreviations
        self._strict = strict

    def with_strict(self, strict: float) -> SkillFinder:
        """Return the same finder with another threshold for skills in other words."""
        other = copy(self)
        other._strict = strict
        return other

    def find(self, text: str) -> list[Mentioned]:
        """Find what one text mentions, in its order; no two mentions overlap."""
        return self.find_all([text])[0]

    def find_all(self, texts: Sequence[str], *, of_person: bool = False) -> list[list[Mentioned]]:
        """Find what each of several texts mentions; skills in other words are linked together, once.

        ``of_person`` says that they are curricula, in which no employer speaks of itself or of what it offers.
        """
        readings = [Reading(text, self._modals, self._abbreviations, of_person=of_person) for text in texts]
        for reading in readings:
            self._read_driving(reading)
            _read_availability(reading)
            self._read_labels(reading)
            _read_qualification(reading)
            _read_experience(reading)
        if self._linker is not None:
            for reading in readings:
                _read_joined(reading, self._linker)
            self._read_other_words(readings, self._linker)
        return [
            sorted(reading.mentions, key=lambda mention: (mention.start, mention.end)) for reading in readings
        ]

    def _read_driving(self, reading: Reading) -> None:
        for clause in reading.clauses:
            for licence in find_driving(clause.tokens, self._categories):
                span = clause.tokens[licence.first].start, clause.tokens[licence.last - 1].end
                reading.add("licence", span, licence.category, confidence=_BY_LABEL)

    def _read_labels(self, reading: Reading) -> None:
        for index, clause in enumerate(reading.clauses):
            schooling, day = False, False
            modal = {
                place for first, last, _ in self._modals.find(clause.folded) for place in range(first, last)
            }
            for spotted, following in pairwise([*self._phrases.find(clause.folded, reading.text), None]):
                if spotted is None or _names_licence(spotted, following, clause, reading.text):
                    continue
                span = _span(clause, spotted)
                if not reading.is_free(*span) or modal >= set(range(spotted.first, spotted.last)):
                    continue
                day_of = self._day_of(spotted, reading.text[slice(*span)], after_day=day)
                phrase = day_of or _meant(spotted.phrases, schooling=schooling)
                day = phrase.concept in self._days
                if not self._is_asked(reading, clause, spotted, phrase, schooling=schooling):
                    continue
                if phrase.kind == "education":
                    schooling = self._read_schooling(reading, clause, spotted, phrase)
                elif phrase.kind == "field" and schooling:
                    schooling = _attach_field(reading, span, phrase)
                else:
                    value = self._cefr(reading, index, spotted) if phrase.kind == "language" else None
                    kind = cast(MentionKind, phrase.kind)
                    reading.add(kind, span, phrase.concept, confidence=_BY_LABEL, value=value)

    def _day_of(self, spotted: Spotted, written: str, *, after_day: bool) -> Phrase | None:
        """Return the day of the week that a label means (*mar-sab*), unless an acronym is spelled like it (*SAB*)."""
        if not after_day and written.isupper():
            return None
        return next((phrase for phrase in spotted.phrases if phrase.concept in self._days), None)

    def _is_asked(
        self, reading: Reading, clause: Clause, spotted: Spotted, phrase: Phrase, *, schooling: bool
    ) -> bool:
        """Say whether a label is named as something to have; a field of study only after words of study."""
        kind = cast(MentionKind, phrase.kind)
        if not reading.may_ask(kind, *_span(clause, spotted), beside_job=phrase.tool or bool(phrase.trait)):
            return False
        if kind == "skill" and not phrase.tool and names_job(clause, spotted, reading.text):
            return False
        before = {word.text for word in clause.folded[: spotted.first]}
        if kind == "licence" and phrase.concept in self._categories and phrase.label.startswith("cat"):
            # *Istruttore amministrativo cat. C*: a grade of the public service
            return bool({word.text for word in clause.folded} & _DRIVES)
        if kind == "education" and phrase.concept == "none" and spotted.last < len(clause.folded):
            return bool({word.text for word in clause.folded[spotted.first : spotted.last]} & _STUDIES)
        if kind == "education" and is_workplace(clause, spotted):
            return False
        studied = bool(before & _STUDIES) and not is_practice(reading.text, _span(clause, spotted)[0])
        return kind != "field" or schooling or studied

    def _read_schooling(self, reading: Reading, clause: Clause, spotted: Spotted, phrase: Phrase) -> bool:
        """Note an education, unless the person is still enrolled in it."""
        before = {word.text for word in clause.folded[max(0, spotted.first - 3) : spotted.first]}
        if before & _ENROLLED:
            return False
        reading.add("education", _span(clause, spotted), phrase.concept, confidence=_BY_LABEL)
        return True

    def _cefr(self, reading: Reading, index: int, spotted: Spotted) -> str | None:
        """Return the level said of a language: the nearest in its clause, else alone in the next (``(B2)``)."""
        words = reading.clauses[index].folded
        # a level that follows another language is that one's (*inglese C1 e francese o tedesco B2*)
        theirs = {spot.last for spot in self._phrases.find(words, reading.text) if _is_language(spot)}
        levels = self._levels.find(words, reading.text)
        here = [level for level in levels if level.first >= spotted.last or level.first not in theirs]
        if here:
            nearest = min(here, key=lambda level: (_distance(level, spotted), level.first < spotted.first))
            return nearest.phrases[0].concept
        following = reading.clauses[index + 1 : index + 2]
        if (
            following
            and following[0].sentence == reading.clauses[index].sentence
            and len(following[0].folded) <= 2
        ):
            levels = self._levels.find(following[0].folded, reading.text)
            return levels[0].phrases[0].concept if levels else None
        return None

    def _read_other_words(self, readings: Sequence[Reading], linker: Linker) -> None:
        windows = [(reading, span) for reading in readings for span in self._windows(reading)]
        links = linker.link([reading.text[start:end] for reading, (start, end) in windows])
        found = [
            (link.alternatives[0], reading, span)
            for link, (reading, span) in zip(links, windows, strict=True)
            if link.alternatives and link.confidence >= needed(link, self._strict)
        ]
        found.sort(key=lambda item: (-item[0].confidence, item[2][0] - item[2][1], item[2]))
        for option, reading, span in found:
            if reading.is_free(*span):
                reading.add("skill", span, option.concept, confidence=option.confidence)

    def _windows(self, reading: Reading) -> Iterator[tuple[int, int]]:
        """Yield the stretches of one to six words that nothing explains yet and that may be a skill."""
        for clause in reading.clauses:
            words = clause.folded
            usable = [self._may_be_skill(word, reading) for word in words]
            for first in range(len(words)):
                if leans_on(words, first, reading.text) or completes(words, first, reading.text):
                    continue
                for last in range(first + 1, min(first + _MOST_WORDS, len(words)) + 1):
                    apart = last - 1 > first and has_conjunction(
                        reading.text[words[last - 2].end : words[last - 1].start]
                    )
                    if apart or (not usable[last - 1] and words[last - 1].text not in CUES):
                        break
                    span = words[first].start, words[last - 1].end
                    if usable[first] and usable[last - 1] and reading.may_ask("skill", *span):
                        yield span

    def _may_be_skill(self, word: Token, reading: Reading) -> bool:
        text = word.text
        known = (
            text in CUES or text in _TELLING or text in self._modals.words or len(text) < 2 or text.isdigit()
        )
        return not known and reading.is_free(word.start, word.end)


def _read_joined(reading: Reading, linker: Linker) -> None:
    """Note the skills that words joined to others name together with what is said once for all."""
    for start, end, whole in write_out(reading.clauses, reading.text):
        link = linker.link_label(whole) if reading.is_free(start, end) else None
        if link and link.concept and reading.may_ask("skill", start, end):
            reading.add("skill", (start, end), link.concept, confidence=link.confidence * _JOINED)


def _span(clause: Clause, spotted: Spotted) -> tuple[int, int]:
    return clause.folded[spotted.first].start, clause.folded[spotted.last - 1].end


def _distance(one: Spotted, other: Spotted) -> int:
    return max(one.first - other.last, other.first - one.last, 0)


def _is_language(spotted: Spotted) -> bool:
    return any(phrase.kind == "language" for phrase in spotted.phrases)


def _names_licence(spotted: Spotted, following: Spotted | None, clause: Clause, text: str) -> bool:
    """Say whether *qualifica* only opens the name of a certificate (*qualifica PES*): it is then no level of study."""
    if following is None or text[slice(*_span(clause, spotted))].lower() not in _BARE_TITLES:
        return False
    between = text[clause.folded[spotted.last - 1].end : clause.folded[following.first].start]
    return not between.strip() and any(phrase.kind == "licence" for phrase in following.phrases)


def _meant(phrases: Sequence[Phrase], *, schooling: bool) -> Phrase:
    """Choose among the owners of a label: a field of study after a title, else the first kind in order."""
    if schooling:
        for phrase in phrases:
            if phrase.kind == "field":
                return phrase
    return min(phrases, key=lambda phrase: (_ORDER.index(phrase.kind), not phrase.preferred))


def _attach_field(reading: Reading, span: tuple[int, int], phrase: Phrase) -> bool:
    """Give the education mentioned last its field, and say whether it is still near; a second is a second mention."""
    place = max(index for index, mention in enumerate(reading.mentions) if mention.kind == "education")
    last = reading.mentions[place]
    if len(reading.text[last.end : span[0]].split()) > _FIELD_REACH:
        return False
    if last.value is None:
        del reading.mentions[place]
        span = last.start, span[1]
    reading.add("education", span, last.concept, confidence=last.confidence, value=phrase.concept)
    return True


def _read_qualification(reading: Reading) -> None:
    meant = bare_qualification({one.concept for one in reading.mentions if one.kind == "licence"})
    for clause in reading.clauses if meant else ():
        for token in clause.tokens:
            if token.text == "cqc" and reading.is_free(token.start, token.end):
                reading.add("licence", (token.start, token.end), meant, confidence=_BY_LABEL)


def _read_availability(reading: Reading) -> None:
    for found in find_availability(reading.text):
        if reading.is_free(found.start, found.end):
            reading.add("availability", (found.start, found.end), found.code, confidence=_BY_LABEL)


def _read_experience(reading: Reading) -> None:
    levels: Mapping[str, Level] = {"none": "none", "most": "ask"}
    for span in find_experience(reading.text):
        if reading.is_free(span.start, span.end):
            _add_experience(reading, span, levels.get(span.bound))


def _add_experience(reading: Reading, span: ExperienceSpan, level: Level | None) -> None:
    reading.add(
        "experience",
        (span.start, span.end),
        None,
        confidence=_BY_LABEL,
        value=span.years,
        level=level,
        polarity_is="negated" if span.bound == "none" else "required",
    )
