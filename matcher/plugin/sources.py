"""What plugins bring in: words and concepts for the vocabularies, and readers for further file formats."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from matcher.domain.files import FILE_KINDS, FileKind

__all__ = ["FILE_KINDS", "READ_ALREADY", "BadRow", "FileKind", "Reader", "VocabularyTable"]

#: Endings that the product reads by itself.
READ_ALREADY = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".jsonl", ".ndjson", ".json"})


@dataclass(frozen=True, slots=True)
class VocabularyTable:
    """A table of concepts, in the layout of the built-in vocabularies.

    Columns: ``id``, ``label_it`` (or ``label_m`` and ``label_f``), ``alt_it``, ``label_en``, ``alt_en``,
    ``isco``, ``broader``, ``implies``, ``occupations``, ``rank``, ``uri``, ``valid_from``, ``valid_to``;
    further ones become the ``facts`` of the concept. Lists are separated by ``|``.

    Attributes
    ----------
    kind : str
        A kind that the product has (``skill``, ``occupation``, ``licence``…): new ids are new concepts,
        known ids get the alternatives that the row adds. Or a kind of the plugin's own, ``plugin.name``.
    path : Path
        CSV file in UTF-8, comma separated.
    version : str
        Version of the data, shown beside the vocabulary.
    """

    kind: str
    path: Path
    version: str


@dataclass(frozen=True, slots=True)
class Reader:
    """A format of file that the plugin reads.

    Attributes
    ----------
    suffixes : tuple of str
        Endings of the names, with the dot: ``(".xyz",)``.
    read : str
        ``"package.module:function"``; imported when such a file comes. It takes the path and the kind of
        file and yields one mapping for each row: documented column (or a heading for ``--map``) to value.
    kinds : tuple of str
        What such a file may hold: ``candidates``, ``vacancies``, ``applications``, ``answers``.
    sniff : str
        ``"package.module:function"`` that takes the first 512 bytes and tells whether the file is of this
        format. Needed when others have the same suffix; without it the suffix decides.
    """

    suffixes: tuple[str, ...]
    read: str
    kinds: tuple[FileKind, ...] = FILE_KINDS
    sniff: str = ""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that a reader cannot make sense of: it goes to the rows to correct, with the reason and what to do."""

    text: str
    reason: str
    remedy: str = ""
