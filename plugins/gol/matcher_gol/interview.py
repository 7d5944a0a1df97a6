"""The qualitative assessment, question by question or on a sheet: answers stay in the record of the person."""

from __future__ import annotations

import csv
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from matcher.errors import InputError, file_trouble
from matcher.plugin import Desk, Table, in_force
from matcher_gol.records import Profiling
from matcher_gol.tables import Question, read_questions

__all__ = ["answer", "fill", "sheet"]

#: Columns of the sheet: key, heading in Italian, in English.
_COLUMNS = (
    ("candidate", "persona", "person"),
    ("code", "codice", "code"),
    ("area", "area", "area"),
    ("ask", "domanda", "question"),
    ("said", "risposta", "answer"),
)
_NEEDED = ("candidate", "code", "said")
Cells = Mapping[str, str]


def sheet(desk: Desk, candidate: str, file: Path | None) -> Iterator[Table]:
    """Return the questions with the answers so far; with a file write them as a sheet to fill in."""
    person = desk.candidate(candidate).id
    rows = _sheet_rows(desk, person)
    left = sum(1 for row in rows if not row["said"])
    english = desk.language == "en"
    notes_it = [f"Senza risposta: {left} su {len(rows)}."]
    notes_en = [f"Without an answer: {left} of {len(rows)}."]
    if file is None:
        notes_it.append(
            f"Una per volta: matcher gol answer {person} CODICE RISPOSTA · un foglio: --file scheda.csv"
        )
        notes_en.append(f"One by one: matcher gol answer {person} CODE ANSWER · a sheet: --file sheet.csv")
    else:
        _write(file, rows, english)
        notes_it.append(f"Scritta in {file}: riempi la colonna risposta, poi matcher gol fill {file}")
        notes_en.append(f"Written to {file}: fill the column answer, then matcher gol fill {file}")
    yield Table(
        rows,
        (
            ("code", "Codice", "Code"),
            ("area", "Area", "Area"),
            ("ask", "Domanda", "Question"),
            ("said", "Risposta", "Answer"),
        ),
        f"Questionario e lista di controllo di {person}",
        f"Questionnaire and checklist of {person}",
        tuple(notes_it),
        tuple(notes_en),
    )


def answer(desk: Desk, candidate: str, code: str, words: tuple[str, ...]) -> Iterator[Table]:
    """Write one answer; no words take it out."""
    known, said = _questions(desk), {code: " ".join(words)}
    desk.candidate(candidate)
    _refuse(_unknown(known, said))
    _keep(desk, candidate, said, known)
    yield from sheet(desk, candidate, None)


def fill(desk: Desk, file: Path) -> Iterator[Table]:
    """Write the answers of a sheet, of one person or of many; a sheet with a mistake changes nothing."""
    known = _questions(desk)
    given: dict[str, dict[str, str]] = {}
    problems = []
    for line, row in enumerate(_read(file), start=2):
        if row["said"]:
            if row["candidate"] not in given:
                desk.candidate(row["candidate"])
            problems += [f"riga {line}: {text}" for text in _unknown(known, [row["code"]])]
            given.setdefault(row["candidate"], {})[row["code"]] = row["said"]
    _refuse(problems)
    for candidate, said in given.items():
        _keep(desk, candidate, said, known)
    yield Table(
        [{"candidate": name, "answers": len(said)} for name, said in given.items()],
        (("candidate", "Persona", "Person"), ("answers", "Risposte scritte", "Answers written")),
        notes_it=("Una risposta vuota nel foglio lascia quella che c'era.",),
        notes_en=("An empty answer in the sheet leaves the one that was there.",),
    )


def _questions(desk: Desk) -> dict[str, Question]:
    asked = in_force(read_questions(str(desk.settings.get("data", ""))), desk.today)
    return {one.code: one for one in asked}


def _sheet_rows(desk: Desk, person: str) -> list[dict[str, Any]]:
    english = desk.language == "en"
    kept: Profiling = desk.record("candidate", person) or Profiling()
    return [
        {
            "candidate": person,
            "code": one.code,
            "area": one.area_en if english else one.area_it,
            "ask": one.ask_en if english else one.ask_it,
            "said": (kept.checklist if one.part == "checklist" else kept.questionnaire).get(one.code, ""),
        }
        for one in _questions(desk).values()
    ]


def _unknown(known: Container[str], codes: Iterable[str]) -> list[str]:
    return [f"«{code}» non è un codice delle domande" for code in codes if code not in known]


def _refuse(problems: Sequence[str]) -> None:
    if problems:
        raise InputError(
            "E-GOL-004",
            "; ".join(problems) + ".",
            "I codici: matcher gol sheet CANDIDATO. Non ho scritto nulla.",
        )


def _keep(desk: Desk, candidate: str, said: Cells, known: Mapping[str, Question]) -> None:
    kept: Profiling = desk.record("candidate", candidate) or Profiling()
    whole = {"questionnaire": dict(kept.questionnaire), "checklist": dict(kept.checklist)}
    for code, words in said.items():
        part = whole[known[code].part]
        part.pop(code, None)
        if words:
            part[code] = words
    desk.write_record("candidate", candidate, **whole)


def _write(file: Path, rows: Sequence[Mapping[str, Any]], english: bool) -> None:
    text = StringIO()
    table = csv.writer(text, delimiter=";", lineterminator="\n")
    table.writerow([en if english else it for _, it, en in _COLUMNS])
    table.writerows([row[key] for key, _, _ in _COLUMNS] for row in rows)
    try:
        # a spreadsheet reads accents rightly only after this mark
        file.write_text(text.getvalue(), encoding="utf-8-sig")
    except OSError as error:
        raise InputError(
            "E-GOL-005", f"Non posso scrivere {file}: {file_trouble(error)}.", "Scegli un altro nome."
        ) from error


def _read(file: Path) -> Iterator[dict[str, str]]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        trouble = file_trouble(error) if isinstance(error, OSError) else "non è un CSV in UTF-8"
        raise InputError(
            "E-GOL-005",
            f"Non posso leggere {file}: {trouble}.",
            "Salvalo come CSV UTF-8 dal foglio di calcolo.",
        ) from error
    first = text.partition("\n")[0]
    table = csv.reader(StringIO(text), delimiter=max(";,\t", key=first.count))
    heading = [cell.strip().casefold() for cell in next(table, [])]
    where = {key: heading.index(word) for key, *words in _COLUMNS for word in words if word in heading}
    missing = [it for key, it, _ in _COLUMNS if key in _NEEDED and key not in where]
    if missing:
        raise InputError(
            "E-GOL-005",
            f"In {file} mancano le colonne: {', '.join(missing)}.",
            "Il foglio lo scrive: matcher gol sheet CANDIDATO --file scheda.csv",
        )
    for cells in table:
        if any(cells):
            yield {key: cells[at].strip() if at < len(cells) else "" for key, at in where.items()}
