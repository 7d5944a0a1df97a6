"""The vocabularies that a workspace uses: built-in, or an imported one in place of some of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, Final

from matcher.errors import VocabularyError
from matcher.vocabulary.bundle import Vocabularies
from matcher.vocabulary.load import content_digest, find_vocabularies, load_vocabulary
from matcher.vocabulary.places import load_places
from matcher.vocabulary.related import load_related
from matcher.vocabulary.schema import Concept, Kind, Vocabulary

__all__ = [
    "BUILT_IN",
    "CORE_KINDS",
    "FOLDER",
    "imported_vocabularies",
    "load_active",
    "load_imported",
    "save_imported",
    "use_vocabulary",
]

#: Folder of a workspace that holds imported vocabularies, one folder each.
FOLDER: Final = "vocabulary"
BUILT_IN: Final = "built-in"
_IN_USE = "in_use"
CORE_KINDS: Final[tuple[Kind, ...]] = (
    "occupation",
    "isco_group",
    "skill",
    "licence",
    "language",
    "level",
    "education",
    "field",
    "contract",
    "schedule",
)


def load_active(workspace: Path, setting: Path | None) -> Vocabularies:
    """Load the built-in vocabularies, with those of the imported one in use in their place.

    Raises
    ------
    VocabularyError
        When a folder is missing or a table is broken.
    """
    folder = find_vocabularies(setting)
    by_kind = {kind: load_vocabulary(kind, folder) for kind in CORE_KINDS}
    in_use = workspace / FOLDER / _IN_USE
    if in_use.is_file():
        by_kind.update(load_imported(workspace, in_use.read_text(encoding="utf-8").strip()))
    return Vocabularies(by_kind, load_places(folder), load_related(folder))


def imported_vocabularies(workspace: Path) -> list[str]:
    """Return the names of the imported vocabularies."""
    return sorted(path.name for path in (workspace / FOLDER).glob("*") if path.is_dir())


def save_imported(workspace: Path, name: str, vocabularies: Sequence[Vocabulary], use: bool) -> None:
    """Keep imported vocabularies in a workspace, and put them in use if asked."""
    folder = workspace / FOLDER / name
    folder.mkdir(parents=True, exist_ok=True)
    for vocabulary in vocabularies:
        lines = [json.dumps({"version": vocabulary.version, "name": vocabulary.name})]
        lines += [
            json.dumps(asdict(concept), ensure_ascii=False, default=str) for concept in vocabulary.concepts
        ]
        (folder / f"{vocabulary.kind}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    if use:
        use_vocabulary(workspace, name)


def use_vocabulary(workspace: Path, name: str) -> None:
    """Put an imported vocabulary in use, or ``built-in`` to go back.

    Raises
    ------
    VocabularyError
        ``E-VOC-401`` if there is none of that name.
    """
    pointer = workspace / FOLDER / _IN_USE
    if name == BUILT_IN:
        pointer.unlink(missing_ok=True)
        return
    if name not in imported_vocabularies(workspace):
        raise _unknown(name)
    pointer.write_text(name, encoding="utf-8")


def load_imported(workspace: Path, name: str) -> dict[Kind, Vocabulary]:
    """Load an imported vocabulary.

    Raises
    ------
    VocabularyError
        ``E-VOC-401`` if there is none of that name, ``E-VOC-402`` if a file is damaged.
    """
    folder = workspace / FOLDER / name
    if not folder.is_dir():
        raise _unknown(name)
    found: dict[Kind, Vocabulary] = {}
    for path in sorted(folder.glob("*.jsonl")):
        try:
            head, *lines = path.read_text(encoding="utf-8").splitlines()
            concepts = tuple(_concept(json.loads(line)) for line in lines)
            version = str(json.loads(head)["version"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise VocabularyError(
                "E-VOC-402", f"Il file {path} è danneggiato: {error}.", f"Importa di nuovo «{name}»."
            ) from error
        kind: Any = path.stem
        found[kind] = Vocabulary(kind, name, version, content_digest(concepts), concepts)
    return found


def _unknown(name: str) -> VocabularyError:
    return VocabularyError(
        "E-VOC-401",
        f"Il vocabolario «{name}» non è in questo spazio di lavoro.",
        "Importalo: matcher vocabulary import esco CARTELLA",
    )


def _concept(values: dict[str, Any]) -> Concept:
    values["alternatives"] = {lang: tuple(texts) for lang, texts in values["alternatives"].items()}
    for name in ("broader", "implies", "occupations"):
        values[name] = tuple(values[name])
    for name in ("valid_from", "valid_to"):
        values[name] = date.fromisoformat(values[name]) if values[name] else None
    return Concept(**values)
