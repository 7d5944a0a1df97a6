"""What the holder of a concept also holds: the partial order of licences and of broader terms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from matcher.vocabulary.schema import Vocabulary

__all__ = ["find_cycle", "generalises", "holds", "holds_all"]


def holds(vocabulary: Vocabulary, concept_id: str) -> frozenset[str]:
    """Return the concept and everything that it implies, at any distance.

    Raises
    ------
    KeyError
        If the concept is not in the vocabulary.
    """
    return _walk(lambda node: vocabulary[node].implies, (concept_id,))


def holds_all(vocabulary: Vocabulary, concept_ids: Iterable[str]) -> frozenset[str]:
    """Return everything held by someone who holds all the given concepts.

    A concept with ``granted_by`` among its facts (``CE|D``) is also held by whoever holds all the
    concepts named there: CE together with D gives DE, neither alone does.

    Raises
    ------
    KeyError
        If a concept is not in the vocabulary.
    """
    held = _walk(lambda node: vocabulary[node].implies, concept_ids)
    joint = {
        concept.id: frozenset(concept.facts["granted_by"].split("|"))
        for concept in vocabulary.concepts
        if "granted_by" in concept.facts
    }
    while new := [target for target, premises in joint.items() if target not in held and premises <= held]:
        held = _walk(lambda node: vocabulary[node].implies, (*held, *new))
    return held


def generalises(vocabulary: Vocabulary, concept_id: str) -> frozenset[str]:
    """Return the ids of all the concepts broader than this one, at any distance, without itself.

    Raises
    ------
    KeyError
        If the concept is not in the vocabulary.
    """
    return _walk(lambda node: vocabulary[node].broader, vocabulary[concept_id].broader)


def find_cycle(edges: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return one cycle of a directed graph, its first node repeated at the end; empty if there is none."""
    try:
        TopologicalSorter(edges).prepare()
    except CycleError as error:
        return tuple(error.args[1])
    return ()


def _walk(following: Callable[[str], Sequence[str]], starts: Iterable[str]) -> frozenset[str]:
    reached: set[str] = set()
    waiting = list(starts)
    while waiting:
        node = waiting.pop()
        if node not in reached:
            reached.add(node)
            waiting.extend(following(node))
    return frozenset(reached)
