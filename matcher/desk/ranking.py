"""Linking whole files of texts: to the vocabulary in use, to an imported one, or to a file of labels."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from matcher.errors import InputError
from matcher.vocabulary.linker import Linker
from matcher.vocabulary.load import content_digest
from matcher.vocabulary.results import Alternative, LinkResult, RankedLabel
from matcher.vocabulary.schema import Concept, Kind, Vocabulary

__all__ = ["Linked", "Query", "corpus_vocabulary", "link_queries", "read_queries"]

_BLOCK = 2_000
_ID_HEADS = frozenset({"id", "query_id", "qid", "q_id", "codice", "cod"})
_TEXT_HEADS = frozenset({"text", "query", "title", "titolo", "testo", "label", "name", "mention"})


@dataclass(frozen=True, slots=True)
class Query:
    """A text to link, with the id its file gives it, or its row number."""

    id: str
    text: str


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


def read_queries(path: Path) -> list[Query]:
    """Read texts from a TSV, CSV or plain text file: ``id, text`` or one text a line; a header is recognised.

    Raises
    ------
    InputError
        ``E-LNK-001`` when the file is missing, not UTF-8 or empty, or has rows without a text.
    """
    try:
        content = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            "E-LNK-001", f"Non riesco a leggere {path}: {error}.", "Serve un file di testo UTF-8."
        ) from error
    lines = [line for line in content.splitlines() if line.strip()]
    if not lines:
        raise InputError(
            "E-LNK-001", f"{path} è vuoto.", "Scrivi un testo per riga, o due colonne: id e testo."
        )
    delimiter = _delimiter(lines[0], path)
    rows = list(csv.reader(lines, delimiter=delimiter)) if delimiter else [[line] for line in lines]
    return _queries(path, rows)


def _delimiter(line: str, path: Path) -> str:
    """Return what parts the columns; none in a plain text, where a comma is part of the words."""
    if "\t" in line:
        return "\t"
    if path.suffix.lower() != ".csv":
        return ""
    return max(";,", key=line.count)


def _queries(path: Path, rows: Sequence[Sequence[str]]) -> list[Query]:
    head = [cell.strip().lower() for cell in rows[0]]
    text_at, id_at = len(head) - 1 if len(head) == 1 else 1, 0 if len(head) > 1 else -1
    first = 0
    if any(cell in _TEXT_HEADS for cell in head):
        first = 1
        text_at = next(index for index, cell in enumerate(head) if cell in _TEXT_HEADS)
        id_at = next((index for index, cell in enumerate(head) if cell in _ID_HEADS), -1)
    found = []
    for number, row in enumerate(rows[first:], start=1):
        text = row[text_at].strip() if text_at < len(row) else ""
        if not text:
            raise InputError(
                "E-LNK-001",
                f"{path}, riga {number + first}: manca il testo.",
                "Ogni riga ha un id e un testo.",
            )
        found.append(Query(row[id_at].strip() if id_at >= 0 else str(number), text))
    return found


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
