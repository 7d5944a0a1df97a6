"""Linkers of the desk: with the abbreviations, the places, and the corrections that operators made."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sqlalchemy import Connection

from matcher.embedding.protocol import Embedder
from matcher.errors import VocabularyError
from matcher.store.corrections import corrections
from matcher.text.abbreviations import read_abbreviations
from matcher.vocabulary.active import BUILT_IN, CORE_KINDS, imported_vocabularies, load_imported
from matcher.vocabulary.bundle import Vocabularies
from matcher.vocabulary.extract import SkillFinder
from matcher.vocabulary.linker import Linker
from matcher.vocabulary.load import find_vocabularies, load_vocabulary
from matcher.vocabulary.places import Places, load_places
from matcher.vocabulary.requirements import read_modals
from matcher.vocabulary.schema import Kind, Vocabulary

__all__ = ["make_finder", "make_linker", "open_vocabulary"]


def make_linker(
    vocabulary: Vocabulary, embedder: Embedder, connection: Connection | None, places: Places | None = None
) -> Linker:
    """Return the linker of one vocabulary.

    Parameters
    ----------
    connection : Connection or None
        Where the operators' corrections are; ``None`` without a workspace.
    places : Places, optional
        Whose names are set apart at the end of a title; those of the product if omitted, read when first needed.
    """
    folder = find_vocabularies(None)
    return Linker(
        vocabulary,
        embedder,
        corrections=corrections(connection, vocabulary.kind) if connection is not None else None,
        abbreviations=read_abbreviations(folder / "words" / "abbreviations.csv"),
        places=_PlaceNames(folder, places),
    )


def make_finder(
    vocabularies: Iterable[Vocabulary], embedder: Embedder, skills: Linker | None = None
) -> SkillFinder:
    """Return the finder of what running text mentions, with the product's modal words and abbreviations.

    Parameters
    ----------
    vocabularies : iterable of Vocabulary
        What to find; no kind twice.
    skills : Linker, optional
        Linker of the skills, to be shared.
    """
    words = find_vocabularies(None) / "words"
    return SkillFinder(
        vocabularies,
        embedder,
        modals=read_modals(words / "modal.csv"),
        abbreviations=read_abbreviations(words / "abbreviations.csv"),
        skills=skills,
    )


@dataclass(frozen=True)
class _PlaceNames(Container[str]):
    """Names of municipalities, indexed only when a title asks for one."""

    folder: Path
    places: Places | None

    @cached_property
    def _names(self) -> Container[object]:
        return (self.places or load_places(self.folder)).names

    def __contains__(self, name: object) -> bool:
        return name in self._names


def open_vocabulary(active: Vocabularies | None, workspace: Path, name: str, kind: Kind) -> Vocabulary:
    """Return a vocabulary by name: that in use, the built-in one, an imported one, or an ESCO export's folder.

    Raises
    ------
    VocabularyError
        ``E-VOC-403`` for a name that is none of these, or a vocabulary without this kind.
    """
    if not name and active is not None:
        return active[kind]
    if name in ("", BUILT_IN):
        return load_vocabulary(kind, find_vocabularies(None))
    if name in imported_vocabularies(workspace):
        found = load_imported(workspace, name)
    elif Path(name).exists():
        from matcher.vocabulary.esco import read_esco

        found = dict(read_esco(Path(name)).vocabularies)
    else:
        known = ", ".join([BUILT_IN, *imported_vocabularies(workspace)])
        raise VocabularyError(
            "E-VOC-403",
            f"Il vocabolario «{name}» non c'è. Disponibili: {known}.",
            "Importalo con «matcher vocabulary import esco CARTELLA», o indica la cartella dell'esportazione.",
        )
    if kind not in found:
        listed = ", ".join(sorted(found)) or ", ".join(CORE_KINDS)
        raise VocabularyError("E-VOC-403", f"«{name}» non ha voci di tipo «{kind}».", f"Ha: {listed}.")
    return found[kind]
