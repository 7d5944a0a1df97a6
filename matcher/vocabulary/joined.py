"""What is said once for several joined things, said of each: *gestione e formazione del personale*."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from matcher.text.actions import is_activity
from matcher.text.normalise import Token
from matcher.vocabulary.clauses import Clause
from matcher.vocabulary.phrases import CUES, has_conjunction

__all__ = ["WrittenOut", "write_out"]

_MOST_WORDS = 3


class WrittenOut(NamedTuple):
    """Words that lack what their neighbour has: their place in the text, and the whole written out."""

    start: int
    end: int
    text: str


def write_out(clauses: Sequence[Clause], text: str) -> Iterator[WrittenOut]:
    """Yield what joined words would say alone.

    *Gestione e formazione del personale* has *gestione personale*; *pulizia di camere, bagni e cucine* has *pulizia
    bagni* and *pulizia cucine*; *budget and resource management* has *budget management*.

    Parameters
    ----------
    clauses : sequence of Clause
        Those of the text.
    text : str
        The text.
    """
    for _, several in groupby(clauses, key=lambda clause: clause.sentence):
        runs: list[list[list[Token]]] = [[]]
        for clause in several:
            if clause.bracketed or clause.turns:
                runs.append([])
            runs[-1].extend(_members(clause.folded, text))
            if clause.heading or clause.bracketed:
                runs.append([])
        for run in runs:
            yield from _of_run(run, text)


def _members(words: Sequence[Token], text: str) -> Iterator[list[Token]]:
    """Yield the stretches between the conjunctions of a clause, without the cues that open them."""
    member: list[Token] = []
    for place, word in enumerate(words):
        if member and has_conjunction(text[words[place - 1].end : word.start]):
            yield member
            member = []
        if member or word.text not in CUES:
            member.append(word)
    if member:
        yield member


def _of_run(members: Sequence[Sequence[Token]], text: str) -> Iterator[WrittenOut]:
    activity: Token | None = None
    for place, member in enumerate(members):
        if place and len(members[place - 1]) <= _MOST_WORDS:
            yield from _with_end(members[place - 1][-1], member, text)
        if is_activity(member[0].text):
            activity = member[0] if len(member) > 1 else None
        elif activity is not None:
            yield from _with_activity(activity, member, text)


def _with_end(lacking: Token, member: Sequence[Token], text: str) -> Iterator[WrittenOut]:
    """Give a word the end of what follows the conjunction."""
    for last in range(min(len(member), _MOST_WORDS + 1), 1, -1):
        yield WrittenOut(
            lacking.start,
            lacking.end,
            f"{_written(lacking, text)} {text[member[1].start : member[last - 1].end]}",
        )


def _with_activity(activity: Token, member: Sequence[Token], text: str) -> Iterator[WrittenOut]:
    """Give a thing the activity that was said before it."""
    for last in range(min(len(member), _MOST_WORDS), 0, -1):
        start, end = member[0].start, member[last - 1].end
        yield WrittenOut(start, end, f"{_written(activity, text)} {text[start:end]}")


def _written(word: Token, text: str) -> str:
    return text[word.start : word.end]
