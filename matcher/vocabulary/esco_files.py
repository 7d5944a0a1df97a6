"""Finding and reading the tables of an ESCO export: folders, zip archives, any version, any language set."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from matcher.errors import VocabularyError

__all__ = ["EscoTable", "find_tables"]

_NAMES = {
    name.lower(): name
    for name in (
        "occupations",
        "skills",
        "ISCOGroups",
        "occupationSkillRelations",
        "broaderRelationsOccPillar",
        "broaderRelationsSkillPillar",
    )
}
_FILE = re.compile(r"^([a-z]+?)(?:_([a-z]{2,3})(?:-[a-z]+)?)?\.csv$", re.IGNORECASE)
_VERSION = re.compile(r"v?(\d+(?:\.\d+){1,2})(?=\D|$)")
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "occupations": ("conceptUri", "preferredLabel"),
    "skills": ("conceptUri", "preferredLabel"),
    "ISCOGroups": ("code", "preferredLabel"),
    "occupationSkillRelations": ("occupationUri", "relationType", "skillUri"),
    "broaderRelationsOccPillar": ("conceptUri", "broaderUri"),
    "broaderRelationsSkillPillar": ("conceptUri", "broaderUri"),
}


@dataclass(frozen=True, slots=True)
class EscoTable:
    """One CSV table of an export.

    Attributes
    ----------
    name : str
        As ESCO names it, without language: ``occupations``, ``occupationSkillRelations``…
    language : str
        ISO 639-1 code in the file name; empty for the language-neutral tables.
    version : tuple of int
        Read from the name of the archive or folder; empty if it says none.
    path : Path
        The file, or the archive it is in.
    member : str
        Name inside the archive; empty for a plain file.
    """

    name: str
    language: str
    version: tuple[int, ...]
    path: Path
    member: str = ""

    def rows(self) -> Iterator[dict[str, str]]:
        """Yield the rows by column name.

        Raises
        ------
        VocabularyError
            ``E-VOC-422`` if the file cannot be read, ``E-VOC-423`` if a column is missing.
        """
        try:
            with self._open() as stream:
                reader = csv.DictReader(stream)
                present = [name.strip() for name in reader.fieldnames or ()]
                missing = [column for column in _COLUMNS[self.name] if column not in present]
                if missing:
                    raise VocabularyError(
                        "E-VOC-423",
                        f"In {self._label()} mancano le colonne: {', '.join(missing)}.",
                        "Scarica di nuovo ESCO in formato CSV, senza modificarlo.",
                    )
                reader.fieldnames = present
                for row in reader:
                    yield {name: value or "" for name, value in row.items() if isinstance(name, str)}
        except (OSError, UnicodeDecodeError, csv.Error, zipfile.BadZipFile, KeyError) as error:
            raise VocabularyError(
                "E-VOC-422",
                f"Non riesco a leggere {self._label()}: {error}.",
                "Scarica di nuovo l'archivio: forse è incompleto.",
            ) from error

    @contextmanager
    def _open(self) -> Iterator[io.TextIOBase]:
        if not self.member:
            with self.path.open(encoding="utf-8-sig", newline="") as stream:
                yield stream
            return
        with zipfile.ZipFile(self.path) as archive, archive.open(self.member) as raw:
            yield io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")

    def _label(self) -> str:
        return f"{self.path.name}/{self.member}" if self.member else str(self.path)


def find_tables(paths: Sequence[Path]) -> list[EscoTable]:
    """Return the tables found in files, folders (at any depth) and zip archives, the newest version first.

    Raises
    ------
    VocabularyError
        ``E-VOC-421`` if a path does not exist, ``E-VOC-422`` for an archive that cannot be opened.
    """
    found: list[EscoTable] = []
    for path in paths:
        if not path.exists():
            raise VocabularyError(
                "E-VOC-421", f"Non trovo {path}.", "Indica la cartella o l'archivio ZIP scaricato da ESCO."
            )
        files = sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]
        for file in files:
            found.extend(_in_archive(file) if file.suffix.lower() == ".zip" else _recognised(file, "", path))
    return sorted(found, key=lambda table: table.version, reverse=True)


def _in_archive(path: Path) -> Iterable[EscoTable]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.namelist()
    except (OSError, zipfile.BadZipFile) as error:
        raise VocabularyError(
            "E-VOC-422",
            f"Non riesco ad aprire l'archivio {path.name}: {error}.",
            "Scaricalo di nuovo: forse è incompleto.",
        ) from error
    return [table for member in members for table in _recognised(path, member, path)]


def _recognised(path: Path, member: str, root: Path) -> list[EscoTable]:
    match = _FILE.match(PurePosixPath(member).name if member else path.name)
    name = _NAMES.get(match[1].lower()) if match else None
    if match is None or name is None:
        return []
    where = f"{root.name}/{path.relative_to(root.parent).as_posix()}/{member}"
    version = _VERSION.search(where)
    numbers = tuple(int(part) for part in version[1].split(".")) if version else ()
    return [EscoTable(name, (match[2] or "").lower(), numbers, path, member)]
