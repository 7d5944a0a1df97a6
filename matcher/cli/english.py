"""Answers as an English screen shows them: labels in English, the words of people as written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from matcher.cli.session import Session
from matcher.domain.shortlist import Evidence, RankedCandidate, Shortlist, WhyAnswer

if TYPE_CHECKING:
    from matcher.app import Workspace
    from matcher.vocabulary.schema import Kind

__all__ = ["in_language"]

Answer = TypeVar("Answer", Shortlist, WhyAnswer)

_LABELLED: tuple[Kind, ...] = ("occupation", "skill", "licence", "language", "field", "education")


def in_language(session: Session, workspace: Workspace, answer: Answer) -> Answer:
    """Return an answer whose evidence is in the language of the screen."""
    if session.language != "en":
        return answer
    labels = {
        concept.label("it"): concept.label("en")
        for kind in _LABELLED
        for concept in workspace.vocabularies[kind].concepts
    }
    if isinstance(answer, WhyAnswer):
        return answer.model_copy(update={"evidence": _evidence(answer.evidence, labels)})
    lists = {"ranked": answer.ranked, "to_verify": answer.to_verify}
    return answer.model_copy(
        update={name: tuple(_person(one, labels) for one in people) for name, people in lists.items()}
    )


def _person(person: RankedCandidate, labels: Mapping[str, str]) -> RankedCandidate:
    return person.model_copy(update={"evidence": _evidence(person.evidence, labels)})


def _evidence(evidence: Sequence[Evidence], labels: Mapping[str, str]) -> tuple[Evidence, ...]:
    return tuple(
        replace(one, asked=labels.get(one.asked, one.asked), found=labels.get(one.found, one.found))
        for one in evidence
    )
