"""The lines of a curriculum: the section that each stands in, the times it names, and what is only a heading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from matcher.text.folding import folded_set
from matcher.text.normalise import fold_text
from matcher.vocabulary.periods import Period, find_periods

__all__ = ["SKILLS", "STUDY", "WORK", "Line", "cut_lines", "named_section"]

_LONG_LINE = 160
_REACH = 90
STUDY, SKILLS, WORK, OTHER = "study", "skills", "work", "other"
_SECTIONS = {
    STUDY: folded_set(
        "istruzione formazione studi education academic scolastico qualification academics titolo"
    ),
    SKILLS: folded_set(
        "competenze skills skill tecnologie technologies abilità tools expertise technical conoscenze"
    ),
    WORK: folded_set(
        "esperienza esperienze lavorativo professionale experience employment work career professional"
    ),
    OTHER: folded_set(
        """lingue languages hobby interessi interests progetti projects certificazioni certifications corsi courses
        summary profilo profile obiettivo objective referenze references pubblicazioni publications awards personal
        personali strengths attività activities achievements patente patenti"""
    ),
}
_FILLER = folded_set(
    """e ed and di of the le la i tecniche technical details history summary core key principali altre
    informatiche linguistiche relazionali trasversali digitali computer soft hard it software linguaggi
    programming additional other informazioni information dati anagrafici contatti contacts"""
)


#: What the labels of the European form, and of others, are made of.
_FORM = folded_set(
    """date data principale attività responsabilità mansioni capacità competenze organizzative relazionali comunicative
    tecniche informatiche linguistiche sociali artistiche personali altre madrelingua lingue titolo qualifica rilasciata
    conseguita materie abilità professionali oggetto studio nome indirizzo datore lavoro tipo azienda settore impiego
    posizione ricoperti ricoperto istituto istruzione formazione livello classificazione nazionale main activities
    responsibilities occupation position held skills education training qualification awarded subjects covered technical
    social organisational computer communication"""
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text (or a stretch of a long one).

    Attributes
    ----------
    start : int
        Where in the text it begins.
    section : str
        What the heading above it names: work, study, skills, other, or nothing.
    periods : tuple of Period
        The times it names.
    """

    text: str
    start: int
    section: str
    periods: tuple[Period, ...]

    @property
    def end(self) -> int:
        """Where in the text it ends."""
        return self.start + len(self.text)

    @property
    def heading_end(self) -> int:
        """Where in the text the heading of the line ends: all of it, or up to a colon; its start where it has none."""
        if named_section(self.text):
            return self.end
        label, colon, _ = self.text.partition(":")
        words = set(fold_text(label))
        return self.start + len(label) if colon and words and words <= _FORM else self.start

    @property
    def undated(self) -> str:
        """The line with a stop in place of each stretch of time."""
        text = self.text
        for one in reversed(self.periods):
            text = f"{text[: one.start]} | {text[one.end :]}"
        return text


def cut_lines(text: str) -> list[Line]:
    """Return the lines of a text that are not blank."""
    found: list[Line] = []
    section = ""
    for start, line in _cut(text):
        named = named_section(line)
        section = named or section
        found.append(Line(line, start, section, tuple(find_periods(line))))
    return found


def _cut(text: str) -> Iterator[tuple[int, str]]:
    """Yield lines; a long one, where the text has lost its line ends, is cut around each stretch of time in it."""
    start = 0
    for line in text.split("\n"):
        periods = find_periods(line) if len(line) > _LONG_LINE else []
        edges = [0, *sorted({max(0, one.start - _REACH) for one in periods[:1]})]
        edges += [(one.end + other.start) // 2 for one, other in pairwise(periods)]
        edges += [min(len(line), one.end + _REACH) for one in periods[-1:]]
        for first, last in pairwise([*sorted(set(edges)), len(line)]):
            if line[first:last].strip():
                yield start + first, line[first:last]
        start += len(line) + 1


def named_section(line: str) -> str:
    """Return the section that a line opens, if it does: few words, one of them naming a section, no date."""
    head = line.strip().rstrip(":").strip("-–—*#=_ ")
    words = fold_text(head) if head and ":" not in head else []
    if not 0 < len(words) <= 4 or find_periods(line):
        return ""
    for name, members in _SECTIONS.items():
        if set(words) & members and set(words) <= members | _FILLER | _SECTIONS[WORK] | _SECTIONS[OTHER]:
            return name
    return ""
