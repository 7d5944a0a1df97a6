"""What wordings mean: people write the same words, and each wording is read once."""

from __future__ import annotations

from collections.abc import Mapping

from matcher.text.normalise import fold_key
from matcher.vocabulary.bundle import Vocabularies
from matcher.vocabulary.schema import Concept, Kind, Vocabulary

__all__ = ["Meaning", "Meanings", "meanings_of"]

#: What words mean, the same for all words that are alike in full, and the words that count.
Meaning = tuple[str, str]
#: Wordings remembered before the memory is emptied, so that it stays bounded.
_MOST_KEPT = 400_000


class Meanings(dict[tuple[str, str], Meaning]):
    """Concept and words of a mention to what they mean, worked out when first asked for.

    Words that reach a concept count in the form in which its first label has them, if any has: masculine and
    feminine, singular and plural forms of a label are worth the same, also where they are two words. Unlinked
    ones count as written; those that fold to nothing are alike only when written the same.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self._vocabulary = vocabulary
        self._labels: dict[str, dict[str, str]] = {}

    def __missing__(self, mention: tuple[str, str]) -> Meaning:
        if len(self) >= _MOST_KEPT:
            self.clear()
        name, text = mention
        concept, folded = self._vocabulary.by_id.get(name), fold_key(text)
        if concept is None:
            found = f"~{folded or text}", text
        else:
            found = concept.id, self._folded_labels(concept).get(folded, text)
        self[mention] = found
        return found

    def _folded_labels(self, concept: Concept) -> Mapping[str, str]:
        """Return the labels of a concept by their folded form; the first of those that are alike in full."""
        if concept.id not in self._labels:
            labels = [label for _, label in concept.all_labels()]
            self._labels[concept.id] = {
                fold_key(label): concept.twins.get(label, label) for label in reversed(labels)
            }
        return self._labels[concept.id]


def meanings_of(vocabularies: Vocabularies) -> dict[Kind, Meanings]:
    """Return the meanings of the words that are compared: occupations and skills."""
    return {kind: Meanings(vocabularies[kind]) for kind in ("occupation", "skill")}
