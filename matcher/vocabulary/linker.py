"""Free text to concepts: exact, alternative label, guarded spelling, vectors; a person decides the doubtful ones."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice

import numpy as np

from matcher.embedding.protocol import Embedder
from matcher.text.abbreviations import Abbreviations
from matcher.text.normalise import fold_key, fold_text, tokenise
from matcher.text.split import split_titles
from matcher.vocabulary.calibration import Calibration, Evidence, Naming, features, load_calibration
from matcher.vocabulary.dense import BESIDE, POOLED, UNIT, DenseIndex, Products, strongest
from matcher.vocabulary.everyday import EVERYDAY_FOLDED, tells_of_people
from matcher.vocabulary.guard import LabelTraits, contradicts, is_vague, traits
from matcher.vocabulary.lexicon import Hit, Lexicon, build_lexicon
from matcher.vocabulary.lookup import Found, Lookup
from matcher.vocabulary.results import Alternative, LinkResult, RankedLabel, Thresholds
from matcher.vocabulary.schema import Vocabulary

__all__ = ["Linker"]

_CONSIDERED = 16
_FULL = (1 + POOLED) * UNIT
_SHOWN = 5
_CONTEXT_LEAD = 0.04
_CHOSEN_BY_CONTEXT = 0.9
_EXACT_FIRST = 2.0
_TWINS = 3
_LIKELY = 0.5
#: Likeness that a concept needs beside a label of its ISCO group, by the digits of the group that they share.
_AGREED, _AGREEING = {4: 0.5, 3: 0.7}, 0.88
_MOST_REMEMBERED = 200_000


class Linker:
    """Links texts to the concepts of one vocabulary.

    Parameters
    ----------
    vocabulary : Vocabulary
        Where texts are linked to.
    embedder : Embedder
        Model for what no label spells.
    corrections : mapping of str to str, optional
        Choices of operators, text to concept id: they win over everything. Unknown ids are passed over.
    thresholds : Thresholds, optional
        Those of the calibration if omitted.
    abbreviations : Abbreviations, optional
        Abbreviations to write out.
    places : container of str, optional
        Normalised names of municipalities, set apart at the end of a title.
    calibration : Calibration, optional
        Coefficients; the bundled ones if omitted.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        embedder: Embedder,
        *,
        corrections: Mapping[str, str] | None = None,
        thresholds: Thresholds | None = None,
        abbreviations: Abbreviations | None = None,
        places: Container[str] = (),
        calibration: Calibration | None = None,
    ) -> None:
        self.vocabulary = vocabulary
        self._embedder = embedder
        self._calibration = calibration or load_calibration(vocabulary.kind)
        self.thresholds = thresholds or Thresholds(self._calibration.accept, self._calibration.ask)
        self._lexicon: Lexicon = build_lexicon(vocabulary)
        self._lookup = Lookup(self._lexicon, abbreviations, places)
        self._remembered: dict[tuple[str, str], LinkResult] = {}
        self._corrections = {
            fold_key(text): concept for text, concept in (corrections or {}).items() if concept in vocabulary
        }

    @cached_property
    def _speaks_both(self) -> bool:
        """Whether most concepts have labels in Italian and English, so that a word in none is a stranger."""
        concepts = self.vocabulary.concepts
        return 2 * sum({"it", "en"} <= concept.labels.keys() for concept in concepts) > len(concepts)

    @cached_property
    def _dense(self) -> DenseIndex:
        return DenseIndex(self._lexicon, self._embedder)

    def link(self, texts: Sequence[str], context: Sequence[str] | None = None) -> list[LinkResult]:
        """Link texts, each on its own.

        Parameters
        ----------
        texts : sequence of str
            Titles or skills as typed; repeated ones cost nothing.
        context : sequence of str, optional
            For each text, what surrounds it (sector, description): chooses among concepts of the same name.

        Returns
        -------
        list of LinkResult
            In the order of the texts.
        """
        pairs = list(zip(texts, context if context is not None else [""] * len(texts), strict=True))
        if len(self._remembered) > _MOST_REMEMBERED:
            self._remembered.clear()
        results = self._remembered
        unsettled: list[tuple[str, str]] = []
        for text, around in (pair for pair in dict.fromkeys(pairs) if pair not in results):
            if self._corrections and (chosen := self._corrections.get(fold_key(text))):
                results[text, around] = self._linked(text, Found((), "operator", 1.0), chosen)
            elif (found := self._lookup.find(text)) is not None:
                results[text, around] = self._settle(text, found, around)
            else:
                unsettled.append((text, around))
        by_likeness = self._link_by_likeness([text for text, _ in unsettled])
        for (text, around), result in zip(unsettled, by_likeness, strict=True):
            results[text, around] = self._by_opening(text, around, result)
        return [results[pair] for pair in pairs]

    def link_label(self, text: str) -> LinkResult:
        """Link a text by a label alone: what only likeness or a slip of spelling could link has no concept."""
        found = self._lookup.find_label(text)
        return self._settle(text, found, "") if found else LinkResult(text, None, "none", 0.0)

    def link_titles(self, titles: Sequence[str]) -> list[list[LinkResult]]:
        """Link titles that may name several occupations: one result for each, none for ``"Varie posizioni"``."""
        parts = [split_titles(title, self._lookup.knows) for title in titles]
        linked = iter(self.link([part for several in parts for part in several]))
        return [[next(linked) for _ in several] for several in parts]

    @property
    def has_synonyms(self) -> bool:
        """Say whether some concept has several labels; a plain list of labels has none."""
        return len(self._lexicon.labels) > len(self.vocabulary)

    def rank(self, texts: Sequence[str], top: int = 10) -> list[list[Alternative]]:
        """Rank concepts for each text by likeness, those of an exact label first; nothing is held back.

        Returns
        -------
        list of list of Alternative
            ``top`` for each text, or all; the confidence is a likeness, 0..1.
        """
        ranked: list[list[Alternative]] = []
        for block, scores, products in self._dense.concept_scores(
            [self._lookup.spelled(text) for text in texts]
        ):
            for row, text in enumerate(texts[block]):
                for hit in self._exact_hits(text):
                    scores[row, hit.concept] += _FULL * _EXACT_FIRST
            for row, columns in enumerate(strongest(scores, top)):
                ranked.append(
                    [
                        Alternative(
                            self.vocabulary.concepts[column].id,
                            self._lexicon.labels[self._best_label(products[row], int(column))],
                            min(1.0, max(0.0, float(scores[row, column]) / _FULL)),
                        )
                        for column in columns
                    ]
                )
        return ranked

    def rank_labels(self, texts: Sequence[str], top: int = 10) -> list[list[RankedLabel]]:
        """Rank single labels for each text: those spelled alike first, then by likeness, each job said once.

        A label counts for what it is like, less where it stands near everything, more where all the labels of its
        concept are like the text. One that says what one before it says (the other gender, another spelling) follows
        the different ones.

        Returns
        -------
        list of list of RankedLabel
            ``top`` for each text, or all; equal ones in the order of the vocabulary. The likeness never rises down the
            list.
        """
        ranked: list[list[RankedLabel]] = []
        for block, products in self._dense.label_scores([self._lookup.spelled(text) for text in texts]):
            for row, text in enumerate(texts[block]):
                for label in self._lexicon.labels_with_key(fold_key(text)):
                    products[row, label] += (1 + BESIDE) * UNIT * _EXACT_FIRST
            for row, columns in enumerate(strongest(products, top * _TWINS)):
                order = self._dense.distinct_first(columns)[:top].tolist()
                likeness = np.minimum.accumulate(products[row, order])
                ranked.append(
                    [
                        self._ranked_label(label, float(product))
                        for label, product in zip(order, likeness, strict=True)
                    ]
                )
        return ranked

    def _ranked_label(self, label: int, product: float) -> RankedLabel:
        concept = self.vocabulary.concepts[self._lexicon.concept_of[label]].id
        return RankedLabel(concept, self._lexicon.labels[label], product / ((1 + BESIDE) * UNIT))

    def _exact_hits(self, text: str) -> tuple[Hit, ...]:
        found = self._lookup.find(text)
        return found.hits if found else ()

    def _linked(self, text: str, found: Found, concept: str, certainty: float = 1.0) -> LinkResult:
        confidence = found.confidence * certainty
        best = Alternative(concept, self.vocabulary[concept].label(), confidence)
        return LinkResult(text, concept, found.method, confidence, (best,))

    def _settle(self, text: str, found: Found, around: str) -> LinkResult:
        """Link to the one concept found; among several, context or a person chooses."""
        ids = [self.vocabulary.concepts[hit.concept].id for hit in found.hits]
        if not ids:
            return LinkResult(text, None, "none", 0.0)
        if len(ids) == 1 and found.confidence >= self.thresholds.accept:
            return self._linked(text, found, ids[0])
        if around and (chosen := self._chosen_by_context(found.hits, around)):
            return self._linked(text, found, chosen, _CHOSEN_BY_CONTEXT)
        shared = found.confidence / len(ids)
        options = tuple(Alternative(concept, self.vocabulary[concept].label(), shared) for concept in ids)
        return LinkResult(text, None, found.method, shared, options[:_SHOWN], ambiguous=True)

    def _by_opening(self, text: str, around: str, result: LinkResult) -> LinkResult:
        """Link a title by the label that opens it, where likeness gives up or doubts and has that concept in mind.

        A title that only begins with a label is linked where that concept is also the most alike; before where or for
        whom the job is done, where it is in mind and no other is likely.
        """
        if result.concept is not None:
            return result
        if (qualified := self._lookup.find_qualified(text)) is not None and len(qualified.hits) == 1:
            return self._settle(text, qualified, around)
        options = [option.concept for option in result.alternatives]
        if (opening := self._lookup.find_opening(text)) is not None:
            settled = self._settle(text, opening, around)
            if not result.ambiguous or settled.concept in options:
                return settled
        elif (placed := self._lookup.find_before_place(text)) is not None:
            settled = self._settle(text, placed, around)
            if settled.concept in options[: 1 if result.confidence >= _LIKELY else None]:
                return settled
        elif (beginning := self._lookup.find_beginning(text)) is not None:
            settled = self._settle(text, beginning, around)
            if settled.concept in options[:1]:
                return settled
        return self._where_group_agrees(text, result) if result.ambiguous else result

    def _where_group_agrees(self, text: str, result: LinkResult) -> LinkResult:
        """Link to the most alike concept where the title begins with a label of its group (*capo cantiere strade*).

        What the words say and what the whole is like bear each other out; a wider group needs more likeness.
        """
        best = result.alternatives[0]
        group = self.vocabulary[best.concept].isco
        for digits, least in _AGREED.items():
            known = {code[:digits] for code in self._lookup.groups_of_beginning(text)}
            if known == {group[:digits]} and best.confidence >= least:
                return LinkResult(text, best.concept, "embedding", _AGREEING, result.alternatives)
        return result

    def _chosen_by_context(self, hits: Sequence[Hit], around: str) -> str | None:
        _, scores, _ = next(iter(self._dense.concept_products([around])))
        ranked = sorted(hits, key=lambda hit: -float(scores[0, hit.concept]))
        lead = float(scores[0, ranked[0].concept] - scores[0, ranked[1].concept]) / _FULL
        return self.vocabulary.concepts[ranked[0].concept].id if lead >= _CONTEXT_LEAD else None

    def evidence(self, texts: Sequence[str]) -> list[list[Evidence]]:
        """Return what speaks for the most alike concepts that no guard excludes, for each text; labels apart."""
        spelled = [self._lookup.spelled(text) for text in texts]
        found: list[list[Evidence]] = []
        for block, scores, products in self._dense.concept_products(spelled) if texts else ():
            considered = strongest(scores, _CONSIDERED)
            for row, text in enumerate(texts[block]):
                known = traits(tokenise(spelled[block.start + row]), text)
                found.append(self._weigh(known, considered[row], scores[row], products[row]))
        return found

    def _weigh(
        self, text: LabelTraits, columns: Sequence[int], scores: Products, products: Products
    ) -> list[Evidence]:
        allowed = list(islice(self._allowed(text, columns, products), _SHOWN))
        rivals = [float(scores[column]) / _FULL for column in columns[:2]]
        return [
            Evidence(
                self.vocabulary.concepts[column].id,
                self._lexicon.labels[label],
                likeness := float(scores[column]) / _FULL,
                self._values(text, label, likeness, float(products[label]) / UNIT, rivals)
                if place == 0
                else (),
            )
            for place, (column, label) in enumerate(allowed)
        ]

    def _values(
        self, text: LabelTraits, label: int, likeness: float, best: float, rivals: Sequence[float]
    ) -> tuple[float, ...]:
        """Return the features of the first concept; one that a guard excludes is still a rival, and leaves no lead."""
        pooled = (likeness * (1 + POOLED) - best) / POOLED
        lead = likeness - (rivals[1] if len(rivals) > 1 else 0.0) if likeness >= rivals[0] else 0.0
        named = Naming(self._lexicon.heads[label] in text.words, bool(text.words & self._lexicon.known_heads))
        return features((best, pooled), lead, text, self._lexicon.traits(label), named, self._lexicon.rarity)

    def _link_by_likeness(self, texts: Sequence[str]) -> list[LinkResult]:
        return [self._decide(text, found) for text, found in zip(texts, self.evidence(texts), strict=True)]

    def _decide(self, text: str, found: Sequence[Evidence]) -> LinkResult:
        """Link, ask or give up, by the probability of the best option; a bare *responsabile* is never linked.

        Nor is one word that the label has not, in a vocabulary of both languages: of a word alone that nobody wrote
        down likeness knows the letters only.
        """
        options = self._calibration.weigh(found)
        best = options[0].confidence if options else 0.0
        if best >= self.thresholds.accept and not self._is_doubtful(text, options[0].label):
            return LinkResult(text, options[0].concept, "embedding", best, options)
        if best >= self.thresholds.ask:
            return LinkResult(text, None, "embedding", best, options, ambiguous=True)
        return LinkResult(text, None, "none", best, options)

    def _is_doubtful(self, text: str, label: str) -> bool:
        return (
            is_vague(text)
            or tells_of_people(tokenise(text))
            or (self._speaks_both and (_is_lone_stranger(text, label) or self._shares_everyday(text, label)))
        )

    def _shares_everyday(self, text: str, label: str) -> bool:
        """Say whether a skill has nothing but everyday words of the label (*partita IVA*, *gestione della partita*)."""
        shared = set(fold_text(text)) & set(fold_text(label))
        return self.vocabulary.kind == "skill" and bool(shared) and shared <= EVERYDAY_FOLDED

    def _allowed(
        self, text: LabelTraits, columns: Sequence[int], products: Products
    ) -> Iterator[tuple[int, int]]:
        """Yield the concepts that no guard excludes, each with its best label."""
        for column in columns:
            label = self._best_label(products, int(column))
            if not contradicts(text, self._lexicon.traits(label)):
                yield int(column), label

    def _best_label(self, products: Products, column: int) -> int:
        """Return the label of a concept that is nearest, by its products, shape (n_labels,)."""
        start = int(self._lexicon.starts[column])
        bounds = self._lexicon.starts[column + 1 : column + 2]
        end = int(bounds[0]) if len(bounds) else len(products)
        return start + int(np.argmax(products[start:end]))


def _is_lone_stranger(text: str, label: str) -> bool:
    """Say whether a text is one word that a label has not (*barbaro*, *barbiere*)."""
    words = fold_text(text)
    return len(words) < 2 and not set(words) & set(fold_text(label))
