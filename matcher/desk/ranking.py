"""Linking whole files of texts: to the vocabulary in use, to an imported one, or to a file of labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from matcher.desk.text_files import Query
from matcher.errors import InputError
from matcher.vocabulary.linker import Linker
from matcher.vocabulary.load import content_digest
from matcher.vocabulary.results import Alternative, LinkResult, RankedLabel
from matcher.vocabulary.schema import Concept, Kind, Vocabulary

__all__ = ["Linked", "corpus_vocabulary", "link_queries"]

_BLOCK = 2_000


@dataclass(frozen=True, slots=True)
class Linked:
    """One query's link, and everything the vocabulary offers for it, best first.

    Attributes
    ----------
    ranked : tuple of (concept id, label, likeness)
        Concepts, each once, with the label that was nearest; likeness 0..1.
    labels : tuple of (concept id, label, likeness)
        Single labels, the most alike first.
    parts : tuple of LinkResult
        Links of the several occupations that one title names; empty for anything else.
    """

    query: Query
    link: LinkResult
    ranked: tuple[tuple[str, str, float], ...]
    labels: tuple[tuple[str, str, float], ...]
    parts: tuple[LinkResult, ...] = ()


def link_queries(
    linker: Linker, queries: Sequence[Query], top: int, progress: Callable[[int, int], None] | None = None
) -> Iterator[Linked]:
    """Yield the link and the ranking of every query, in order."""
    for start in range(0, len(queries), _BLOCK):
        block = queries[start : start + _BLOCK]
        texts = [query.text for query in block]
        links, labels = linker.link(texts), linker.rank_labels(texts, top)
        concepts = linker.rank(texts, top) if linker.has_synonyms else [_as_concepts(row) for row in labels]
        titles = linker.link_titles(texts) if linker.vocabulary.kind == "occupation" else [[] for _ in texts]
        for query, link, ranked, single, parts in zip(block, links, concepts, labels, titles, strict=True):
            yield Linked(
                query,
                link,
                tuple((option.concept, option.label, option.confidence) for option in ranked),
                tuple((option.concept, option.label, option.likeness) for option in single),
                tuple(parts) if len(parts) > 1 else (),
            )
        if progress:
            progress(start + len(block), len(queries))


def _as_concepts(labels: Sequence[RankedLabel]) -> list[Alternative]:
    """Return labels as the concepts they are, where none has a second label."""
    return [Alternative(one.concept, one.label, min(1.0, max(0.0, one.likeness))) for one in labels]


def corpus_vocabulary(corpus: Sequence[Query], kind: Kind, language: str = "it") -> Vocabulary:
    """Return a file of labels as a vocabulary, so that texts can be ranked against just those labels.

    Raises
    ------
    InputError
        ``E-LNK-003`` when two labels have the same id.
    """
    repeated = [name for name, number in Counter(entry.id for entry in corpus).items() if number > 1]
    if repeated:
        raise InputError(
            "E-LNK-003",
            f"Nel file di etichette l'identificativo «{repeated[0]}» c'è più volte.",
            "Ogni etichetta ha un identificativo suo.",
        )
    concepts = tuple(Concept(entry.id, kind, {language: entry.text}) for entry in corpus)
    return Vocabulary(kind, "corpus", "", content_digest(concepts), concepts)
