"""A file of one kind, row by row: cells by documented column, whoever wrote the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from shlex import quote

from matcher.domain.answer import Answer
from matcher.domain.candidate import Candidate
from matcher.domain.outcome import ReportedOutcome
from matcher.domain.record import Record
from matcher.domain.service import ServiceRecord
from matcher.domain.vacancy import Application, Vacancy
from matcher.errors import InputError
from matcher.exchange.columns import (
    FILE_KINDS,
    FileKind,
    Resolved,
    columns_of,
    required_columns,
    resolve_columns,
)
from matcher.exchange.mapping import FileMapping
from matcher.exchange.plugin_file import OwnedReader, open_plugin_table, readable_suffixes
from matcher.exchange.problems import Problem
from matcher.exchange.rejects import as_it_was
from matcher.exchange.rows import Row, Table, header_key
from matcher.exchange.table import open_table
from matcher.exchange.validation import is_record

__all__ = ["RowSource", "SourceRow", "open_source"]

_MOST_NAMED = 20
#: So many more columns of another kind make a file that has nothing but ids of this one a file of that.
_MANY_MORE = 3
_FAULT_REMEDY = "Correggi la riga: controlla separatori, virgolette e celle in più o in meno."
#: Start of a fault -> what to do about it, where it is not about the row as a whole.
_REMEDIES = {
    "la formula": "Apri il file con Excel e salvalo di nuovo, oppure scrivi il valore al posto della formula.",
    "una formula": "Correggi la formula nel foglio, oppure scrivi il valore al suo posto.",
    "una cella è troppo": "Accorcia il testo: una cella può avere 131.072 caratteri.",
    "il campo": "Lascia il campo una volta sola.",
    "la riga non è JSON": "Correggi la riga: controlla virgolette, virgole e parentesi graffe.",
}
_NAMES: dict[FileKind, str] = {
    "candidates": "candidati",
    "vacancies": "richieste",
    "applications": "candidature",
    "answers": "risposte",
    "outcomes": "esiti",
    "services": "prestazioni",
}
_RECORDS: dict[FileKind, type[Record]] = {
    "candidates": Candidate,
    "vacancies": Vacancy,
    "applications": Application,
    "answers": Answer,
    "outcomes": ReportedOutcome,
    "services": ServiceRecord,
}
#: Likeness (0..100) of a heading to a column from which it is proposed.
_LIKE = 75


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row, ready to be read.

    Attributes
    ----------
    row : Row
        As it is in the file.
    cells : mapping of str to str
        Text by documented column.
    columns : frozenset of str
        Documented columns that the file has, also where this row leaves them blank.
    plugin : mapping of str to str
        Text by ``plugin.field``.
    problems : list of Problem
        What is already known to be wrong.
    """

    row: Row
    cells: Mapping[str, str]
    columns: frozenset[str] = frozenset()
    plugin: Mapping[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@dataclass
class RowSource:
    """An opened file.

    Attributes
    ----------
    table : Table
        The file.
    rows : iterator of SourceRow
        Can be walked once.
    notices : list of str
        What the reader decided by itself; complete only when the rows are finished.
    """

    table: Table
    rows: Iterator[SourceRow]
    notices: list[str]


def open_source(
    path: Path,
    kind: FileKind,
    mapping: FileMapping | None = None,
    readers: Sequence[OwnedReader] = (),
) -> RowSource:
    """Open a file of candidates, vacancies or applications; ``readers`` are those of plugins.

    Raises
    ------
    InputError
        ``E-EXC-016`` if no column is a documented one, ``E-EXC-017`` for a file of another kind, ``E-EXC-019``
        if a required column is missing, ``E-EXC-035`` for a mapping of another kind, and as `open_table`,
        `resolve_columns` and `FileMapping.check_columns`.
    """
    table = open_plugin_table(path, kind, readers) if readers else None
    if table is None:
        table = open_table(path, mapping.sheet if mapping else "", readable_suffixes(readers))
    table = as_it_was(table)
    if mapping is not None:
        return _mapped(table, kind, mapping)
    if not table.columns:
        return RowSource(table, _of_objects(table, kind), table.notices)
    resolved = resolve_columns(kind, list(table.columns))
    _check_kind(table, kind, resolved)
    if not resolved.names:
        expected = ", ".join(column.name for column in columns_of(kind)[:6])
        raise InputError(
            "E-EXC-016",
            f"{path.name}: nessuna colonna riconosciuta (la prima riga è «{', '.join(table.columns.values())[:120]}»).",
            f"La prima riga deve avere i nomi delle colonne ({expected}…). {_drafted(table, kind)}",
        )
    if lacking := sorted(required_columns(kind) - resolved.columns):
        raise InputError(
            "E-EXC-019",
            f"{path.name} non ha una colonna che serve a ogni riga: {', '.join(lacking)}.",
            f"Dai questo nome alla colonna che lo contiene. {_drafted(table, kind)}",
        )
    unknown = [table.columns[key] for key in resolved.unknown if key in table.columns]
    _note_unknown(table.notices, unknown, kind, resolved.columns)
    return RowSource(table, (_source_row(row, resolved) for row in table.rows), table.notices)


def _drafted(table: Table, kind: FileKind) -> str:
    """Say how to get the draft of a mapping, for a file that is somebody else's; of a text, how it comes in."""
    if kind == "candidates" and table.path.suffix.lower() == ".txt":
        text = quote(f"curriculum=@{table.path}")
        return f"Se è il testo di un curriculum: matcher candidates add id_candidato=C-0001 {text}"
    return (
        f"Se il file è d'altri: matcher template {kind} --for {quote(str(table.path))} > mappa.toml, "
        "controlla mappa.toml e ripeti con --map mappa.toml."
    )


def _mapped(table: Table, kind: FileKind, mapping: FileMapping) -> RowSource:
    if mapping.kind != kind:
        raise InputError(
            "E-EXC-035", f"{mapping.path} descrive «{mapping.kind}», non «{kind}».", "Usa la mappa giusta."
        )
    if table.columns:
        mapping.check_columns(table.columns)
        _note_unknown(table.notices, mapping.unused(table.columns), None)
    return RowSource(table, _mapped_rows(table, mapping), table.notices)


def _mapped_rows(table: Table, mapping: FileMapping) -> Iterator[SourceRow]:
    skipped: dict[str, int] = {}
    columns = frozenset((*mapping.content.columns, *mapping.content.constants))
    sources = {
        header_key(name): target
        for target, names in mapping.sources().items()
        if "." not in target
        for name in names
    }
    for row in table.rows:
        if not row.fault and (reason := mapping.skipped(row.values)) is not None:
            skipped[reason] = skipped.get(reason, 0) + 1
            continue
        cells, problems = mapping.apply(row.values)
        plugin = {name: text for name, text in cells.items() if "." in name}
        own = {name: text for name, text in cells.items() if "." not in name}
        yield SourceRow(row, own, columns, plugin, [*_faults(row), *problems, *_structured(row, sources)])
    table.notices.extend(
        f"Righe saltate dalla mappa ({reason}): {count}." for reason, count in skipped.items()
    )


def _of_objects(table: Table, kind: FileKind) -> Iterator[SourceRow]:
    """Read objects, each with columns of its own; unknown ones are reported once."""
    known: dict[tuple[str, ...], Resolved] = {}
    reported: set[str] = set()
    for row in table.rows:
        if row.fault:
            yield SourceRow(row, {}, problems=_faults(row))
            continue
        keys = tuple(map(header_key, row.source or row.values))
        resolved = known.get(keys)
        if resolved is None:
            try:
                resolved = known[keys] = resolve_columns(kind, keys)
            except InputError as error:
                yield SourceRow(row, {}, problems=[Problem("", "", error.message, error.hint)])
                continue
        read = _source_row(row, resolved)
        if not is_record(row.source or {}, _RECORDS[kind]):
            reported.update(resolved.unknown)
            read.problems.extend(_structured(row, resolved.names))
        yield read
    _note_unknown(table.notices, sorted(reported), kind)


def _source_row(row: Row, resolved: Resolved) -> SourceRow:
    names, plugin = resolved.names, resolved.plugin
    cells = {names[key]: text for key, text in row.values.items() if key in names}
    own = {key: text for key, text in row.values.items() if key in plugin} if plugin else {}
    return SourceRow(row, cells, resolved.columns, own, _faults(row))


def _faults(row: Row) -> list[Problem]:
    if not row.fault:
        return []
    known = next((text for start, text in _REMEDIES.items() if row.fault.startswith(start)), _FAULT_REMEDY)
    return [Problem("", row.surplus, row.fault, row.remedy or known)]


def _structured(row: Row, names: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what is wrong with the cells of documented columns that hold objects, not a text."""
    for name, value in (row.source or {}).items():
        key = header_key(name)
        if key not in names:
            continue
        if isinstance(value, Mapping):
            members = ", ".join(f"«{key}.{header_key(member)}»" for member in value)
            remedy = f"Indica in una mappa (--map) quale serve: {members}."
        elif isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
            remedy = "Scrivi le voci come testo, con le parti separate da |; vedi docs/formats.md."
        else:
            continue
        yield Problem(names[key], row.values[key], "contiene più valori, non un testo", remedy)


def _check_kind(table: Table, kind: FileKind, resolved: Resolved) -> None:
    """Refuse a file that has all that another kind needs, and of this one too little or nothing but ids."""
    lacking = sorted(required_columns(kind) - resolved.columns)
    bare = resolved.columns <= required_columns(kind)
    if not lacking and not bare:
        return
    for other in sorted(FILE_KINDS, key=lambda one: -len(required_columns(one))):
        found = resolve_columns(other, list(table.columns)).columns
        if required_columns(other) <= found and (lacking or len(found) >= len(resolved.columns) + _MANY_MORE):
            missing = ", ".join(lacking) or "ogni colonna oltre l'identificativo"
            raise InputError(
                "E-EXC-017",
                f"{table.path.name} sembra un file di {_NAMES[other]}, non di {_NAMES[kind]}: manca {missing}.",
                f"Se lo è: matcher import {other} {table.path}",
            )


def _note_unknown(
    notices: list[str], names: list[str], kind: FileKind | None, held: frozenset[str] = frozenset()
) -> None:
    """Say which headings are of no documented column, and which one each may be meant for."""
    if names:
        more = f" e altre {len(names) - _MOST_NAMED}" if len(names) > _MOST_NAMED else ""
        free = [column.name for column in columns_of(kind) if column.name not in held] if kind else []
        shown = ", ".join(f"«{name}»{_proposed(name, free)}" for name in names[:_MOST_NAMED]) + more
        notices.append(f"Colonne non riconosciute, lasciate da parte ({len(names)}): {shown}.")


def _proposed(name: str, columns: list[str]) -> str:
    from rapidfuzz import fuzz, process

    near = process.extractOne(header_key(name), columns, scorer=fuzz.ratio, score_cutoff=_LIKE)
    return f" (forse {near[0]})" if near else ""
