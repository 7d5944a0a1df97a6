"""Which of a person's words the employer's document may tell as a concept: what a label says, or a person decided.

A guess by likeness of meaning (*pensionanda*, read as an officer of social benefits; *ex tossicodipendente*, as a
counsellor) helps to find people at the desk. Told to an employer it would be a claim that nobody made, and might
betray what the words were about: it stands in the document only where a whole label is among the words, or all of
the words are in one label.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from matcher.domain.record import Mention
from matcher.text.folding import folded_set
from matcher.text.normalise import fold_text
from matcher.vocabulary.schema import Concept, Vocabulary

__all__ = ["told"]

_SHORTEST: Final = 4
#: Words of many labels, which say nothing of one.
_COMMON = folded_set(
    """addetto aiuto aiutante ambito area assistente attività capo collaboratore conoscenza delegato direttore
    dirigente esperto esperienza gestione impiegato lavoratore lavoro mansione operaio operatore personale
    prodotto responsabile servizio settore specialista supporto tecnico utilizzo consulente worker assistant manager
    operator specialist clerk officer technician management service work"""
)


def told(mention: Mention, concepts: Vocabulary) -> Concept | None:
    """Return the concept that words may be told as; ``None`` where they have none or it is no more than a guess."""
    if mention.concept not in concepts:
        return None
    found = concepts[mention.concept]
    if mention.method != "embedding":
        return found
    words = _words(mention.text)
    labels = filter(None, map(_words, _labels(found)))
    return found if words and any(label <= words or words <= label for label in labels) else None


@lru_cache(maxsize=8192)
def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in fold_text(text) if len(word) >= _SHORTEST) - _COMMON


def _labels(concept: Concept) -> tuple[str, ...]:
    return (*concept.labels.values(), *concept.labels_f.values(), *sum(concept.alternatives.values(), ()))
