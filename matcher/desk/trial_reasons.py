"""Why a plugin on trial puts somebody in, out, or elsewhere in a list: in words, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from matcher.domain.shortlist import RankedCandidate, Shortlist, WhyAnswer
from matcher.plugin.gate import OwnedPriority

__all__ = ["Placed", "why_left", "why_placed"]

Words = tuple[str, str]


@dataclass(frozen=True)
class Placed:
    """One list without the plugin and with it.

    Attributes
    ----------
    priorities : mapping of str to (plugin, PriorityRule)
        The precedences declared, by code.
    """

    plugin: str
    priorities: Mapping[str, OwnedPriority]
    before: Shortlist
    after: Shortlist

    @cached_property
    def old(self) -> dict[str, RankedCandidate]:
        """Who is in the list without the plugin, by id."""
        return {person.id: person for person in self.before.ranked}

    @cached_property
    def new(self) -> dict[str, RankedCandidate]:
        """Who is in the list with the plugin, by id."""
        return {person.id: person for person in self.after.ranked}

    @property
    def left(self) -> list[str]:
        """Who is only in the first."""
        return [name for name in self.old if name not in self.new]

    @property
    def entered(self) -> list[str]:
        """Who is only in the second."""
        return [name for name in self.new if name not in self.old]

    @property
    def moved(self) -> list[str]:
        """Who is in both, in another place."""
        return [name for name in self.new if name in self.old and self.old[name].rank != self.new[name].rank]

    def precedence(self, person: RankedCandidate) -> Words:
        """Return the names of the precedences that moved somebody."""
        rules = [self.priorities[code][1] for code in person.moved_by if code in self.priorities]
        return ", ".join(f"«{r.label_it}»" for r in rules), ", ".join(f"«{r.label_en}»" for r in rules)


def why_left(places: Placed, name: str, answer: WhyAnswer) -> Words:
    """Return why somebody is no longer in the list; ``answer`` is that of the rules with the plugin."""
    own = places.plugin
    if reasons := [reason for reason in answer.verdict.reasons if reason.plugin == own]:
        return "; ".join(r.text_it for r in reasons), "; ".join(r.text_en for r in reasons)
    if questions := [question for question in answer.verdict.questions if question.plugin == own]:
        return (
            "da verificare: " + "; ".join(q.text_it for q in questions),
            "to verify: " + "; ".join(q.text_en for q in questions),
        )
    if takers := [person for person in places.after.ranked if name in person.moved_past]:
        it, en = places.precedence(takers[0])
        names = ", ".join(person.id for person in takers)
        return f"lascia il posto a {names}: precedenza {it}", f"gives its place to {names}: precedence {en}"
    scores = _scores(places.old[name].score, answer.score)
    return f"ora è al posto {answer.rank}{scores[0]}", f"now in place {answer.rank}{scores[1]}"


def why_placed(places: Placed, name: str) -> Words:
    """Say what places somebody anew: a precedence, the plugin's own criteria, or the place left by others."""
    before, after = places.old.get(name), places.new[name]
    if after.moved_by and (before is None or before.moved_by != after.moved_by):
        past = ", ".join(after.moved_past)
        it, en = places.precedence(after)
        return (
            f"precedenza {it}{f', prima di {past}' if past else ''}",
            f"precedence {en}{f', before {past}' if past else ''}",
        )
    own = [one for one in after.contributions if one.plugin == places.plugin]
    if own and (before is None or before.score != after.score):
        scores = _scores(before.score, after.score) if before else ("", "")
        return (
            f"criterio {', '.join(one.label_it for one in own)}{scores[0]}",
            f"component {', '.join(one.label_en for one in own)}{scores[1]}",
        )
    if left := ", ".join(places.left):
        return f"al posto lasciato da {left}", f"in the place left by {left}"
    return "scalza o lascia passare altri", "others moved"


def _scores(before: int, after: int) -> Words:
    if before == after:
        return "", ""
    it, en = (f"{before / 100_000:.1f} → {after / 100_000:.1f}",) * 2
    return f" (punti {it.replace('.', ',')})", f" (points {en})"
