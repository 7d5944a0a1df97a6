"""A curriculum in running text: the jobs with their dates, the skills listed, and what else it mentions."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matcher.text.heads import is_head
from matcher.text.normalise import FUNCTION_WORDS, tokenise
from matcher.vocabulary.curriculum_lines import OTHER, SKILLS, STUDY, WORK, Line, cut_lines, named_section
from matcher.vocabulary.experience import find_experience
from matcher.vocabulary.extract import SkillFinder
from matcher.vocabulary.guard import is_vague
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
# A label as it stands, nothing set apart.
_WRITTEN = 0.97
# What a title in no vocabulary is worth beside one in a vocabulary: its words are compared all the same. Beside its
# own dates more than a title of the vocabulary two lines away.
_UNKNOWN, _UNKNOWN_HERE = 0.5, 0.75
_MOST_TITLE_WORDS, _FEW_WORDS = 7, 4
_MOST_SKILL_WORDS = 4
_HEADED = ("skill", "education", "field")
_HEADLINES = 4
_CLOSE = 30
_PARTS = re.compile(r"\s*[|;•·▪●\t@()\[\]]\s*|\s+[-–—]+\s+|[,:]\s+|\s[-–—]\Z|\.\s+(?=[A-Z])")
_JOINING = re.compile(
    r"\s+(?:at|presso|c/o|for|per\s+conto\s+di|with|in\s+qualità\s+di|nel\s+ruolo\s+di)\s+", re.I
)
_ITEMS = re.compile(r"\s*[,;|•·▪●\t\n()]\s*|\s+[-–—]\s+|\s+/\s+|\.(?:\s|\Z)|:\s")
_AS = re.compile(
    r"(?:(?P<surely>\b(?:as\s+an?|as\s+the|come|in\s+qualit[àa]\s+di|con\s+mansioni?\s+di|ruolo\s+di|mansioni\s+di|role\s+of"
    r"|position\s+of)\s+)"
    r"|(?P<function>\blavorat[oa]\s+(?:anche\s+|sempre\s+)?(?:(?:nel|nella|nello|nelle|nei|negli|in)\s+|nell['’]))"
    # these are said of much else too: only a job that the vocabulary has is one after them
    r"|\b(?:sono\s+stat[oa]|ero|ex|i\s+was\s+an?|(?:prima|poi|precedentemente|in\s+passato),?)\s+"
    r"|\b(?:fatto|faccio|facevo)\s+(?:anche\s+|sempre\s+)?(?:(?:il|la|lo)\s+|l['’]))"
    r"(?=(?P<title>[^.,;:\n()]{3,70}))",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r"\s+(?:per|presso|in|da|dal|nel|nella|al|alla|at|for|with|con)\s+|\s*[,;.]", re.IGNORECASE
)
# Years that somebody has lived are no experience.
_AGE = re.compile(
    r"(?:\bho|\bet[àa](?:\s+di)?|\baged?|\b(?:signor[ae]?|ragazz[oa]|donna|uomo|persona|giovane|man|woman)\s+(?:di|of))\s*:?\s*\Z",
    re.IGNORECASE,
)
_FOR_YEARS = re.compile(
    r"\b(?:da|for)\s+(?:circa\s+|oltre\s+|più\s+di\s+|over\s+|about\s+)?(\d{1,2})\s+(?:anni|years)\b(?!\s+(?:di\s+et[àa]|old))",
    re.IGNORECASE,
)
_CEFR = re.compile(r"[ABC][12]\+?\Z")
_FIRM = re.compile(
    r"\b(?:s\.?\s?r\.?\s?l|s\.?\s?p\.?\s?a|s\.?n\.?c|inc|ltd|llc|gmbh|pvt|corp|university|universit[àa]|istituto|college|school)\b\.?",
    re.IGNORECASE,
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
        lines = cut_lines(text)
        studies = [one.start for one in mentions if one.kind == "education"]
        jobs = [*self._dated(lines, studies), *self._told(text)]
        aims = self._headline(lines)
        known = {job.link.concept for job in jobs}
        # a headline with its years is a job held too, and the only one where no other is told
        if aims and (not jobs or aims[0].concept not in known):
            months = _most_experience(text if not jobs else lines[0].text)
            if months or not jobs:
                jobs = [Job(aims[0].text, aims[0], months=months), *jobs]
                aims = []
        return Curriculum(
            tuple(_once(jobs)),
            tuple(one for one in aims if one.concept not in known or len(known) > 1),
            tuple(one for one in mentions if one.polarity == "required" and not _is_in_heading(one, lines)),
            tuple(_listed_skills(lines, mentions)),
        )

    def _dated(self, lines: Sequence[Line], studies: Sequence[int]) -> Iterator[Job]:
        """Yield the job beside each stretch of time that is no time of study."""
        periods = [(number, one) for number, line in enumerate(lines) for one in line.periods]
        taken: set[int] = set()
        for number, period in periods:
            line = lines[number]
            if line.section == STUDY or (
                line.section != WORK and any(line.start <= place < line.end for place in studies)
            ):
                continue
            others = {place for place, _ in periods if place != number}
            title = self._title_near(lines, number, others, taken)
            if title is not None:
                place, link = title
                taken.add(place)
                yield Job(link.text, link, period, period.months)

    def _title_near(
        self, lines: Sequence[Line], number: int, others: set[int], taken: set[int]
    ) -> tuple[int, LinkResult] | None:
        """Return the surest name of a job near a line: in it, else in the next ones, else in those before."""
        best: tuple[float, int, LinkResult] | None = None
        for offset, worth in _NEAR.items():
            place = number + offset
            between = range(min(number, place) + (offset > 0), max(number, place) + (offset > 0))
            if not 0 <= place < len(lines) or (offset and (place in taken or others & set(between))):
                continue
            if offset and lines[place].section not in (lines[number].section, OTHER):
                continue
            for link in self._titles(lines[place].undated):
                value = worth * (_sureness(link) or (_UNKNOWN if offset else _UNKNOWN_HERE))
                if best is None or value > best[0]:
                    best = value, place, link
        return None if best is None else best[1:]

    def _titles(self, line: str) -> list[LinkResult]:
        """Return the names of jobs among the parts of a line."""
        parts = [part for piece in _PARTS.split(line) for part in _JOINING.split(piece)]
        titles = [part.strip(" .-–—*") for part in parts]
        titles = [
            one for one in titles if 0 < len(one.split()) <= _MOST_TITLE_WORDS and not _FIRM.search(one)
        ]
        return [
            link
            for link in self._occupations.link(titles)
            if (_sureness(link) or _reads_as_title(link.text) if _has_head(link.text) else _is_label(link))
        ]

    def _told(self, text: str) -> Iterator[Job]:
        """Yield the jobs told in sentences: *lavorato come magazziniere per tre anni*, *as a Java developer*."""
        before = 0
        found = list(_AS.finditer(text))
        for match, following in zip(found, [*found[1:], None], strict=False):
            ends = [end for stop in (". ", "\n", ";") if (end := text.find(stop, match.end("title"))) >= 0]
            last = min([*ends, len(text), *([following.start()] if following else [])])
            first = max(before, *(text.rfind(stop, 0, match.start()) + 1 for stop in (".", "\n", ";")))
            title = self._beginning(match["title"], labels_only=match["surely"] is None)
            if title is not None and (match["surely"] or match["function"] or _has_head(title.text)):
                around = text[first:last]
                yield Job(
                    title.text,
                    title,
                    _nearest(around, match.start("title") + len(title.text) - first),
                    _most_experience(around),
                )
                before = last

    def _beginning(self, words: str, *, labels_only: bool = True) -> LinkResult | None:
        """Return the longest beginning of some words that is a label of a job.

        Where not only labels count, and none is found, the words up to where or how long are the title.
        """
        tokens = tokenise(words)[:_MOST_TITLE_WORDS]
        ends = [one.end for one in tokens if one.text not in FUNCTION_WORDS and not one.text.isdigit()]
        titles = [words[:end] for end in reversed(ends)]
        for link in self._occupations.link(titles):
            # a bare *tecnico* is none where words follow that say of what
            if link.concept and link.confidence >= _SPELLED and not (is_vague(link.text) and len(titles) > 1):
                return link
        if labels_only:
            return None
        title = _WHERE.split(words, maxsplit=1)[0]
        first = tokenise(title)[:1]
        return self._occupations.link([title])[0] if first and is_head(first[0].text) else None

    def _headline(self, lines: Sequence[Line]) -> list[LinkResult]:
        """Return the occupation named in the first lines, before any section of work or study."""
        for line in [line for line in lines if line.text.strip()][:_HEADLINES]:
            if line.section in (WORK, STUDY, SKILLS) or line.periods:
                break
            if named_section(line.text):
                continue
            # the first line may be a name: only a title that the vocabulary has is one
            if found := [link for link in self._titles(line.undated) if _sureness(link)]:
                return [max(found, key=_sureness)]
            if _has_head(line.text.split()[0]) and (opening := self._beginning(line.text)):
                return [opening]
        return []


def _has_head(title: str) -> bool:
    return any(is_head(token.text) for token in tokenise(title))


def _reads_as_title(words: str) -> bool:
    """Say whether words that no vocabulary has are written as a title: the job first, or, in few words, last."""
    tokens = tokenise(words)
    by_head = is_head(tokens[0].text) or (len(tokens) <= _FEW_WORDS and is_head(tokens[-1].text))
    return words[:1].isupper() and by_head


def _is_label(link: LinkResult) -> bool:
    """Say whether a title is written in the vocabulary as it stands (*OSS*), which no name of a firm is."""
    return link.method in ("exact", "alternative") and link.confidence >= _WRITTEN


def _sureness(link: LinkResult) -> float:
    """Return how sure a link is, 0 where it is none."""
    return link.confidence if link.concept and link.confidence >= _SURE else 0.0


def _most_experience(text: str) -> int | None:
    """Return the longest experience that a text speaks of, in months."""
    spans = [span for span in find_experience(text) if span.years]
    years = [span.years for span in spans if span.years and not _AGE.search(text[: span.start])]
    years += [float(match[1]) for match in _FOR_YEARS.finditer(text)]
    return round(max(years) * 12) if years else None


def _nearest(text: str, place: int) -> Period | None:
    """Return the stretch of time that a text names; of several, the one before a place, or that follows it closely."""
    periods = find_periods(text)
    near = [one for one in periods if one.end <= place or 0 <= one.start - place <= _CLOSE]
    return periods[0] if len(periods) == 1 else near[0] if near else None


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


def _is_in_heading(mention: Mentioned, lines: Sequence[Line]) -> bool:
    """Say whether words stand in what only says what follows: *Work history*, *Titolo della qualifica rilasciata:*."""
    place = bisect_right([line.start for line in lines], mention.start) - 1
    return place >= 0 and mention.kind in _HEADED and mention.end <= lines[place].heading_end


def _listed_skills(lines: Sequence[Line], mentions: Sequence[Mentioned]) -> Iterator[str]:
    """Yield the short words listed under skills that nothing found explains."""
    starts = [mention.start for mention in mentions]
    seen: set[str] = set()
    for line in lines:
        if line.section != SKILLS or line.periods or named_section(line.text):
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
