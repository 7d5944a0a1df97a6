"""A curriculum in running text: the jobs with their dates, the skills listed, and what else it mentions."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from matcher.text.folding import folded_set
from matcher.text.heads import is_head
from matcher.text.normalise import FUNCTION_WORDS, fold_text, tokenise
from matcher.vocabulary.experience import find_experience
from matcher.vocabulary.extract import SkillFinder
from matcher.vocabulary.linker import Linker
from matcher.vocabulary.periods import Period, find_periods
from matcher.vocabulary.reading import Mentioned
from matcher.vocabulary.results import LinkResult

__all__ = ["Curriculum", "CurriculumReader", "Job"]

#: How far the name of a job may stand from its dates, in lines, and what each place is worth.
_NEAR = {0: 1.0, 1: 0.9, -1: 0.85, 2: 0.7, -2: 0.65}
_SURE = 0.8
# Less is what only opens with a label: *saldatore per sei anni*.
_SPELLED = 0.9
# What a title in no vocabulary is worth beside one in a vocabulary: its words are compared all the same.
_UNKNOWN = 0.5
_MOST_TITLE_WORDS = 7
_MOST_SKILL_WORDS = 4
_HEADLINES = 4
_LONG_LINE = 160
_REACH = 90
_PARTS = re.compile(r"\s*[|;•·▪●\t@()\[\]]\s*|\s+[-–—]+\s+|[,:]\s+|\s[-–—]\Z|\.\s+(?=[A-Z])")
_JOINING = re.compile(
    r"\s+(?:at|presso|c/o|for|per\s+conto\s+di|with|in\s+qualità\s+di|nel\s+ruolo\s+di)\s+", re.I
)
_ITEMS = re.compile(r"\s*[,;|•·▪●\t\n()]\s*|\s+[-–—]\s+|\s+/\s+|\.(?:\s|\Z)|:\s")
_AS = re.compile(
    r"\b(?:as\s+an?|as\s+the|come|in\s+qualit[àa]\s+di|con\s+mansioni?\s+di|ruolo\s+di|mansioni\s+di|role\s+of|position\s+of)\s+"
    r"(?P<title>[^.,;:\n()]{3,70})",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r"\s+(?:per|presso|in|da|dal|nel|nella|al|alla|at|for|with|con)\s+|\s*[,;.]", re.IGNORECASE
)
_CEFR = re.compile(r"[ABC][12]\+?\Z")
_FIRM = re.compile(
    r"\b(?:s\.?\s?r\.?\s?l|s\.?\s?p\.?\s?a|s\.?n\.?c|inc|ltd|llc|gmbh|pvt|corp|university|universit[àa]|istituto|college|school)\b\.?",
    re.IGNORECASE,
)
_STUDY, _SKILLS, _WORK, _OTHER = "study", "skills", "work", "other"
_SECTIONS = {
    _STUDY: folded_set(
        "istruzione formazione studi education academic scolastico qualification academics titolo"
    ),
    _SKILLS: folded_set(
        "competenze skills skill tecnologie technologies abilità tools expertise technical conoscenze"
    ),
    _WORK: folded_set(
        "esperienza esperienze lavorativo professionale experience employment work career professional"
    ),
    _OTHER: folded_set(
        """lingue languages hobby interessi interests progetti projects certificazioni certifications corsi courses
        summary profilo profile obiettivo objective referenze references pubblicazioni publications awards personal
        personali strengths attività activities achievements patente patenti"""
    ),
}
_FILLER = folded_set(
    """e ed and di of the le la i tecniche technical details history summary core key principali altre
    informatiche linguistiche relazionali trasversali digitali computer soft hard it software linguaggi
    programming additional other"""
)


@dataclass(frozen=True, slots=True)
class Job:
    """A job held, in the words of the text; dates and months where it says them."""

    title: str
    link: LinkResult
    period: Period | None = None
    months: int | None = None


@dataclass(frozen=True, slots=True)
class Curriculum:
    """What a curriculum says.

    Attributes
    ----------
    jobs : tuple of Job
        Jobs held.
    aims : tuple of LinkResult
        The occupation that it names itself by, at the top.
    mentions : tuple of Mentioned
        Skills, licences, languages, titles that the vocabularies know.
    other_skills : tuple of str
        Short words listed under skills that no vocabulary knows, as written.
    """

    jobs: tuple[Job, ...]
    aims: tuple[LinkResult, ...]
    mentions: tuple[Mentioned, ...]
    other_skills: tuple[str, ...]


class CurriculumReader:
    """Reads curricula.

    Parameters
    ----------
    finder : SkillFinder
        For what the text mentions.
    occupations : Linker
        For the names of jobs.
    """

    def __init__(self, finder: SkillFinder, occupations: Linker) -> None:
        self._finder = finder
        self._occupations = occupations

    def read_all(self, texts: Sequence[str]) -> list[Curriculum]:
        """Read several curricula; in their order."""
        mentioned = self._finder.find_all(texts, of_person=True)
        return [self._read(text, found) for text, found in zip(texts, mentioned, strict=True)]

    def _read(self, text: str, mentions: Sequence[Mentioned]) -> Curriculum:
        lines = _lines(text)
        studies = [one.start for one in mentions if one.kind == "education"]
        jobs = [*self._dated(lines, studies), *self._told(text)]
        aims = self._headline(lines)
        known = {job.link.concept for job in jobs}
        if not jobs and aims:
            jobs = [Job(aims[0].text, aims[0], months=_most_experience(text))]
            aims = []
        return Curriculum(
            tuple(_once(jobs)),
            tuple(one for one in aims if one.concept not in known or len(known) > 1),
            tuple(one for one in mentions if one.polarity == "required"),
            tuple(_listed_skills(lines, mentions)),
        )

    def _dated(self, lines: Sequence[_Line], studies: Sequence[int]) -> Iterator[Job]:
        """Yield the job beside each stretch of time that is no time of study."""
        periods = [(number, one) for number, line in enumerate(lines) for one in line.periods]
        taken: set[int] = set()
        for number, period in periods:
            line = lines[number]
            if line.section == _STUDY or (
                line.section != _WORK and any(line.start <= place < line.end for place in studies)
            ):
                continue
            others = {place for place, _ in periods if place != number}
            title = self._title_near(lines, number, others, taken)
            if title is not None:
                place, link = title
                taken.add(place)
                yield Job(link.text, link, period, period.months)

    def _title_near(
        self, lines: Sequence[_Line], number: int, others: set[int], taken: set[int]
    ) -> tuple[int, LinkResult] | None:
        """Return the surest name of a job near a line: in it, else in the next ones, else in those before."""
        best: tuple[float, int, LinkResult] | None = None
        for offset, worth in _NEAR.items():
            place = number + offset
            between = range(min(number, place) + (offset > 0), max(number, place) + (offset > 0))
            if not 0 <= place < len(lines) or (offset and (place in taken or others & set(between))):
                continue
            if offset and lines[place].section not in (lines[number].section, _OTHER):
                continue
            for link in self._titles(lines[place].undated):
                value = worth * (_sureness(link) or _UNKNOWN)
                if best is None or value > best[0]:
                    best = value, place, link
        return None if best is None else best[1:]

    def _titles(self, line: str) -> list[LinkResult]:
        """Return the names of jobs among the parts of a line."""
        parts = [part for piece in _PARTS.split(line) for part in _JOINING.split(piece)]
        titles = [part.strip(" .-–—*") for part in parts]
        titles = [
            one
            for one in titles
            if len(one.split()) <= _MOST_TITLE_WORDS
            and not _FIRM.search(one)
            and any(is_head(token.text) for token in tokenise(one))
        ]
        links = self._occupations.link(titles)
        return [link for link in links if _sureness(link) or link.text[:1].isupper()]

    def _told(self, text: str) -> Iterator[Job]:
        """Yield the jobs told in sentences: *lavorato come magazziniere per tre anni*, *as a Java developer*."""
        before = 0
        found = list(_AS.finditer(text))
        for match, following in zip(found, [*found[1:], None], strict=False):
            ends = [end for stop in (". ", "\n", ";") if (end := text.find(stop, match.end())) >= 0]
            last = min([*ends, len(text), *([following.start()] if following else [])])
            first = max(before, *(text.rfind(stop, 0, match.start()) + 1 for stop in (".", "\n", ";")))
            title = self._beginning(match["title"])
            if title is not None:
                around = text[first:last]
                periods = find_periods(around)
                yield Job(
                    title.text, title, periods[0] if len(periods) == 1 else None, _most_experience(around)
                )
                before = last

    def _beginning(self, words: str) -> LinkResult | None:
        """Return the longest beginning of some words that is a label of a job, else those up to where or how long."""
        tokens = tokenise(words)[:_MOST_TITLE_WORDS]
        ends = [one.end for one in tokens if one.text not in FUNCTION_WORDS and not one.text.isdigit()]
        titles = [words[:end] for end in reversed(ends)]
        for link in self._occupations.link(titles):
            if link.concept and link.confidence >= _SPELLED:
                return link
        title = _WHERE.split(words, maxsplit=1)[0]
        first = tokenise(title)[:1]
        return self._occupations.link([title])[0] if first and is_head(first[0].text) else None

    def _headline(self, lines: Sequence[_Line]) -> list[LinkResult]:
        """Return the occupation named in the first lines, before any section of work or study."""
        for line in [line for line in lines if line.text.strip()][:_HEADLINES]:
            if line.section in (_WORK, _STUDY, _SKILLS) or line.periods:
                break
            # the first line may be a name: only a title that the vocabulary has is one
            if found := [link for link in self._titles(line.undated) if _sureness(link)]:
                return [max(found, key=_sureness)]
        return []


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the text (or a stretch of a long one), its place, its section, the times it names."""

    text: str
    start: int
    section: str
    periods: tuple[Period, ...]

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def undated(self) -> str:
        """The line with a stop in place of each stretch of time."""
        text = self.text
        for one in reversed(self.periods):
            text = f"{text[: one.start]} | {text[one.end :]}"
        return text


def _sureness(link: LinkResult) -> float:
    """Return how sure a link is, 0 where it is none."""
    return link.confidence if link.concept and link.confidence >= _SURE else 0.0


def _lines(text: str) -> list[_Line]:
    found: list[_Line] = []
    section = ""
    for start, line in _cut(text):
        named = _section(line)
        section = named or section
        found.append(_Line(line, start, section, tuple(find_periods(line))))
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


def _section(line: str) -> str:
    """Return the section that a line opens, if it does: few words, one of them naming a section, no date."""
    head = line.strip().rstrip(":").strip("-–—*#=_ ")
    words = fold_text(head) if head and ":" not in head else []
    if not 0 < len(words) <= 4 or find_periods(line):
        return ""
    for name, members in _SECTIONS.items():
        if set(words) & members and set(words) <= members | _FILLER | _SECTIONS[_WORK] | _SECTIONS[_OTHER]:
            return name
    return ""


def _most_experience(text: str) -> int | None:
    """Return the longest experience that a text speaks of, in months."""
    years = [span.years for span in find_experience(text) if span.years]
    return round(max(years) * 12) if years else None


def _once(jobs: Sequence[Job]) -> Iterator[Job]:
    """Yield each job once: what is told without a length adds nothing to the same job with dates."""
    timed = {job.link.concept for job in jobs if job.period or job.months}
    seen: set[tuple[str | None, Period | None]] = set()
    for job in jobs:
        again = (job.link.concept, job.period) in seen
        if again or (
            job.period is None and job.link.concept in timed and (job.months is None or _is_dated(job, jobs))
        ):
            continue
        seen.add((job.link.concept, job.period))
        yield job


def _is_dated(job: Job, jobs: Sequence[Job]) -> bool:
    return any(other.period and other.link.concept == job.link.concept for other in jobs)


def _listed_skills(lines: Sequence[_Line], mentions: Sequence[Mentioned]) -> Iterator[str]:
    """Yield the short words listed under skills that nothing found explains."""
    starts = [mention.start for mention in mentions]
    seen: set[str] = set()
    for line in lines:
        if line.section != _SKILLS or line.periods or _section(line.text):
            continue
        place = line.start
        for item in _ITEMS.split(line.text):
            begun = line.start + line.text.find(item, place - line.start)
            place = begun + len(item)
            words = item.strip(" .-–—*")
            near = bisect_right(starts, place - 1) - 1
            explained = near >= 0 and mentions[near].end > begun
            label = line.text[place - line.start :].lstrip().startswith(":")
            if explained or label or words.lower() in seen or not _is_name(words):
                continue
            seen.add(words.lower())
            yield words


def _is_name(words: str) -> bool:
    """Say whether a few words look like the name of something to know (*Kafka*, *Adobe XD*)."""
    parts = words.split()
    if not 0 < len(parts) <= _MOST_SKILL_WORDS or len(words) < 2 or _CEFR.match(words):
        return False
    return any(part[0].isupper() for part in parts)
