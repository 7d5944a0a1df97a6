"""What the words of records mean, for the slow reference: concepts, vectors, likeness and distances."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from matcher.domain.place import Place
from matcher.domain.record import Mention
from matcher.embedding.protocol import Embedder
from matcher.pool.likenesses import LIKENESS
from matcher.text.normalise import fold_key
from matcher.vocabulary.bundle import Vocabularies
from matcher.vocabulary.closure import generalises, holds_all
from matcher.vocabulary.schema import Kind

__all__ = ["Meanings"]

T = TypeVar("T")


@dataclass(frozen=True)
class Meanings:
    """What words mean: concepts, vectors and distances, each worked out once."""

    vocabularies: Vocabularies
    embedder: Embedder
    _found: dict[Any, Any] = field(default_factory=dict)

    def _once(self, key: Any, find: Callable[[], T]) -> T:
        if key not in self._found:
            self._found[key] = find()
        known: T = self._found[key]
        return known

    def fold(self, text: str) -> str:
        """Return the key under which words are alike."""
        return self._once(("fold", text), lambda: fold_key(text))

    def held(self, kind: Kind, concepts: Iterable[str]) -> frozenset[str]:
        """Return concepts with everything they imply, alone or together."""
        own = frozenset(concepts)
        return self._once(("held", kind, own), lambda: holds_all(self.vocabularies[kind], own))

    def accepts_any(self, accepted: Iterable[str], offered: Iterable[str]) -> bool:
        """Tell whether any contract offered is one of those accepted, or a kind of one."""
        known = self.vocabularies["contract"]
        return any({code, *generalises(known, code)} & set(accepted) for code in offered)

    def term(self, kind: Kind, mention: Mention) -> tuple[str, str]:
        """Return the identity of a mention (concept, or folded words) and the words that stand for it."""
        concept, folded = self.vocabularies[kind].by_id.get(mention.concept), self.fold(mention.text)
        if concept is None:
            return f"~{folded or mention.text}", mention.text
        # the first label that differs in gender and number alone speaks for the words, its masculine form for both
        forms = (label for _, label in concept.all_labels() if self.fold(label) == folded)
        form = next(forms, mention.text)
        return concept.id, concept.twins.get(form, form)

    def vector(self, text: str) -> list[int]:
        """Return the vector of a text as plain integers."""
        return self._once(("vector", text), lambda: [int(x) for x in self.embedder.encode([text])[0]])

    def cosine(self, one: str, other: str) -> int:
        """Return the cosine of two texts x 10,000, rounded down."""
        pairs = zip(self.vector(one), self.vector(other), strict=True)
        return self._once(
            ("cosine", one, other), lambda: sum(x * y for x, y in pairs) * 10_000 // (127 * 127)
        )

    def likeness(self, kind: Kind, required: tuple[str, str], offered: tuple[str, str]) -> int:
        """Return how well an offered term answers a required one, 0..10,000."""
        key = ("likeness", kind, required, offered)
        return self._once(key, lambda: self._likeness(kind, required, offered))

    def _likeness(self, kind: Kind, required: tuple[str, str], offered: tuple[str, str]) -> int:
        measure, vocabulary = LIKENESS[kind], self.vocabularies[kind]
        span = measure.high - measure.low
        above_noise = min(max(self.cosine(required[1], offered[1]) - measure.low, 0), span)
        words = above_noise * measure.ceiling // span

        def lifted(floor: int, top: int) -> int:
            return floor + words * (top - floor) // measure.ceiling

        if required[0] == offered[0]:
            return lifted(measure.same, 10_000) if required[0] in vocabulary else 10_000
        if required[0] not in vocabulary or offered[0] not in vocabulary:
            return words
        asked, held = vocabulary[required[0]], vocabulary[offered[0]]
        if _levels_apart(asked.isco, held.isco):
            words = min(words, measure.apart)
        best = words
        for digits, floor in measure.same_group.items():
            gathers_the_rest = digits == 4 and asked.isco.endswith("9")
            if asked.isco and asked.isco[:digits] == held.isco[:digits] and not gathers_the_rest:
                best = max(best, lifted(floor, measure.ceiling))
        if asked.isco and held.isco:
            related = self.vocabularies.related.get((int(asked.isco), int(held.isco)), 0)
            best = max(best, lifted(related, measure.ceiling) if related else 0)
        if asked.id in generalises(vocabulary, held.id):
            best = max(best, measure.narrower)
        if held.id in generalises(vocabulary, asked.id):
            best = max(best, measure.broader)
        return best

    def kilometres(self, home: int, town: int) -> int:
        """Return the distance between two municipalities."""
        return self._once(
            ("from", home), lambda: [int(km) for km in self.vocabularies.places.distances_km(home)]
        )[town]

    def towns(self, place: Place) -> frozenset[int]:
        """Return the municipalities where a place may be."""
        places = self.vocabularies.places
        if place.kind == "municipality":
            return frozenset({places.index(place.code)})

        def inside() -> frozenset[int]:
            area = {"province": "province", "region": "region"}.get(place.kind)
            return frozenset(
                number
                for number, town in enumerate(places.municipalities)
                if area and getattr(town, area) == place.code
            )

        return self._once(("towns", place.kind, place.code), inside)


def _levels_apart(one: str, other: str) -> bool:
    """Tell whether two unit groups are two or more skill levels of ISCO-08 apart."""
    if not one or not other or "0" in (one[0], other[0]):
        return False
    first, second = (4 if g < "3" else 3 if g == "3" else 1 if g == "9" else 2 for g in (one[0], other[0]))
    return abs(first - second) > 1
