"""What intake needs to understand words: each distinct wording is read once, whole batches at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from matcher.desk.linkers import make_finder, make_linker
from matcher.desk.linking import mention_of
from matcher.domain.record import Mention
from matcher.embedding.protocol import Embedder
from matcher.exchange.labels import Labels
from matcher.store.corrections import corrections
from matcher.text.normalise import fold_key
from matcher.vocabulary.bundle import Vocabularies
from matcher.vocabulary.extract import SkillFinder
from matcher.vocabulary.linker import Linker
from matcher.vocabulary.lint import InadmissibleWords, load_inadmissible
from matcher.vocabulary.load import find_vocabularies
from matcher.vocabulary.reading import Mentioned
from matcher.vocabulary.schema import Kind

__all__ = ["WordReader", "open_word_reader"]

_LINKED: tuple[Kind, ...] = ("occupation", "skill")
_CHOSEN: tuple[Kind, ...] = ("licence", "education", "language")
#: Wordings remembered before the memory is emptied, so that it stays bounded.
_MOST_KEPT = 200_000


@dataclass
class WordReader:
    """Reads words against the vocabularies and the choices that operators made.

    Attributes
    ----------
    vocabularies : Vocabularies
        All of them.
    linkers : mapping of kind to Linker
        Of occupations and skills.
    finder : SkillFinder
        For running text.
    inadmissible : InadmissibleWords
        What a vacancy may not use.
    labels : Labels
        Closed lists.
    choices : mapping of kind to mapping of str to str
        Operators' choices for licences, education and languages: folded words to concept id.
    """

    vocabularies: Vocabularies
    linkers: Mapping[Kind, Linker]
    finder: SkillFinder
    inadmissible: InadmissibleWords
    labels: Labels
    choices: Mapping[Kind, Mapping[str, str]] = field(default_factory=dict)
    _mentions: dict[tuple[Kind, str], Mention] = field(default_factory=dict, repr=False)
    _titles: dict[str, tuple[Mention, ...]] = field(default_factory=dict, repr=False)
    _found: dict[str, list[Mentioned]] = field(default_factory=dict, repr=False)

    def link(self, kind: Kind, texts: Iterable[str]) -> dict[str, Mention]:
        """Return the mention of each text: linked, ambiguous, or its words alone."""
        wanted = dict.fromkeys(texts)
        _bound(self._mentions)
        new = [text for text in wanted if (kind, text) not in self._mentions]
        if new:
            for text, result in zip(new, self.linkers[kind].link(new), strict=True):
                self._mentions[kind, text] = mention_of(result)
        return {text: self._mentions[kind, text] for text in wanted}

    def titles(self, texts: Iterable[str]) -> dict[str, tuple[Mention, ...]]:
        """Return the occupations that each title names; one occupation keeps the words as written."""
        wanted = dict.fromkeys(texts)
        _bound(self._titles)
        new = [text for text in wanted if text not in self._titles]
        if new:
            for text, results in zip(new, self.linkers["occupation"].link_titles(new), strict=True):
                mentions = tuple(mention_of(result) for result in results)
                if len(mentions) == 1:
                    mentions = (mentions[0].model_copy(update={"text": text}),)
                self._titles[text] = mentions
        return {text: self._titles[text] for text in wanted}

    def find(self, texts: Iterable[str]) -> dict[str, list[Mentioned]]:
        """Return what each short text mentions: licences and qualifications that no label spells."""
        wanted = dict.fromkeys(texts)
        _bound(self._found)
        new = [text for text in wanted if text not in self._found]
        if new:
            self._found.update(zip(new, self.finder.find_all(new), strict=True))
        return {text: self._found[text] for text in wanted}

    def chosen(self, kind: Kind, text: str) -> str:
        """Return the concept that an operator chose for words of a closed list; empty if none did."""
        choices = self.choices.get(kind)
        return choices.get(fold_key(text), "") if choices else ""


def open_word_reader(
    vocabularies: Vocabularies, embedder: Embedder, connection: Connection | None
) -> WordReader:
    """Return a reader of words with the choices kept in the store.

    Parameters
    ----------
    connection : Connection or None
        Where the operators' choices are; ``None`` without a workspace.
    """
    choices: dict[Kind, Mapping[str, str]] = {}
    if connection is not None:
        for kind in _CHOSEN:
            listed = corrections(connection, kind)
            choices[kind] = {fold_key(text): concept for text, concept in listed.items() if concept}
    linkers = {
        kind: make_linker(vocabularies[kind], embedder, connection, vocabularies.places) for kind in _LINKED
    }
    return WordReader(
        vocabularies,
        linkers,
        make_finder(vocabularies.by_kind.values(), embedder, linkers["skill"]),
        load_inadmissible(find_vocabularies(None)),
        Labels.of(vocabularies),
        choices,
    )


def _bound(memory: MutableMapping[Any, Any]) -> None:
    if len(memory) > _MOST_KEPT:
        memory.clear()
