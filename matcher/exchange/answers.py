"""Answers about availability: from the columns of a row to the record that the desk takes in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from matcher.domain.answer import Answer
from matcher.domain.states import ANSWERS, PersonState
from matcher.errors import InputError
from matcher.exchange.cells import Cells
from matcher.exchange.problems import Problem
from matcher.exchange.validation import is_record, validated
from matcher.exchange.values import parse_date, parse_flag

__all__ = ["is_answer_record", "read_answer_record", "read_answer_row"]


_WITH_END: Final = (PersonState.UNAVAILABLE.value, PersonState.CALL_BACK.value)
_END_OF: Final = "Scrivilo solo con «non disponibile» (fine della pausa) o «da richiamare» (da quando)."


def read_answer_row(values: Mapping[str, str]) -> tuple[Answer | None, list[Problem]]:
    """Read the cells of a row, by documented column; or say everything that is wrong with it."""
    cells = Cells(values)
    if not cells.text("id_candidato"):
        cells.complain("id_candidato", "manca", "Scrivi chi ha risposto.")
    if not cells.text("risposta"):
        cells.complain("risposta", "manca", f"Scrivi: {_choices()}.")
    answer = cells.read("risposta", _read_answer, "")
    agreed = cells.read("adesione", parse_flag, False)
    answered = cells.read("data", parse_date, None)
    until = cells.read("fino_al", parse_date, None)
    if until and answer and answer not in _WITH_END:
        cells.complain("fino_al", f"non vale con «{cells.text('risposta')}»", _END_OF, cells.text("fino_al"))
    if cells.problems:
        return None, cells.problems
    return validated(
        Answer,
        {
            "candidate_id": cells.text("id_candidato"),
            "answer": answer,
            "shortlist_id": cells.text("id_rosa"),
            "agreed": agreed,
            "channel": cells.text("canale"),
            "answered_on": answered,
            "until": until,
        },
    )


def read_answer_record(tree: Mapping[str, object]) -> tuple[Answer | None, list[Problem]]:
    """Read a whole record of a JSON file."""
    return validated(Answer, tree)


def is_answer_record(tree: Mapping[str, object]) -> bool:
    """Say whether a JSON object is a whole record."""
    return is_record(tree, Answer)


def _read_answer(text: str) -> str:
    wanted = "_".join(text.casefold().replace("-", " ").replace("_", " ").split())
    if wanted not in {state.value for state in ANSWERS}:
        raise InputError("E-EXC-070", "non è una risposta", f"Scrivi: {_choices()}.")
    return wanted


def _choices() -> str:
    return ", ".join(state.value.replace("_", " ") for state in ANSWERS)
