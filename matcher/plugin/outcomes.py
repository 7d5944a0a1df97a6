"""Checks of what plugins answer to a request: shapes, types, ranges, owners."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from numbers import Integral
from typing import Any

import numpy as np
import polars as pl

from matcher.domain.columns import Column
from matcher.domain.service import MOST_MINUTES
from matcher.errors import PluginError
from matcher.plugin.events import Veto
from matcher.plugin.types import Finding, Note, PriorityColumn, ScoreColumn

__all__ = [
    "check_built_columns",
    "check_findings",
    "check_members",
    "check_minutes",
    "check_values",
    "check_veto",
]

_MOST = 10_000
#: What would tear a line of the list, or speak to the terminal.
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def check_values(plugin: str, column: ScoreColumn, n_rows: int) -> ScoreColumn:
    """Return component values with one for each row; refuse what is not integers -1..10,000."""
    values, asked = _for_all(column.values, n_rows), column.asked
    if not _is_array(values, n_rows, np.integer):
        raise _wrong_shape(plugin, column.component, values, n_rows, "interi")
    if not isinstance(asked, (bool, np.bool_)) and not _is_array(asked, n_rows, np.bool_):
        raise _wrong_shape(plugin, f"{column.component}: asked", asked, n_rows, "booleani")
    if n_rows and (values.min() < -1 or values.max() > _MOST):
        raise PluginError(
            "E-PLG-034",
            f"Il criterio «{column.component}» del plugin «{plugin}» vale da {values.min()} a {values.max()}.",
            "I valori sono interi da 0 a 10.000, o -1 se non si sa.",
        )
    return column if values is column.values else replace(column, values=values)


def check_members(plugin: str, column: PriorityColumn, n_rows: int) -> PriorityColumn:
    """Return a membership with one boolean for each row; refuse what is not."""
    member = _for_all(column.member, n_rows)
    if not _is_array(member, n_rows, np.bool_):
        raise _wrong_shape(plugin, column.code, member, n_rows, "booleani")
    return column if member is column.member else replace(column, member=member)


def check_findings(
    plugin: str, items: Sequence[Finding | Note], n_rows: int, components: Collection[str]
) -> None:
    """Refuse evidence about a row or a criterion that is not there, out of range, or of another type."""
    rows = [item.row for item in items]
    findings = [item for item in items if isinstance(item, Finding)]
    notes = [item for item in items if isinstance(item, Note)]
    values = [item.value for item in findings]
    texts = {type(text) for item in findings for text in (item.asked, item.found)}
    texts |= {type(text) for item in notes for text in (item.text_it, item.text_en)}
    if (
        all(map(_is_whole, [*rows, *values]))
        and (not rows or 0 <= min(rows) <= max(rows) < n_rows)
        and (not values or -1 <= min(values) <= max(values) <= _MOST)
        and texts <= {str}
        and not any(map(_BREAKS.search, _said(items)))
        and {item.component for item in findings} <= set(components)
    ):
        return
    # one by one, only to name the one that is wrong
    for item in items:
        _check_finding(plugin, item, n_rows, components)


def _check_finding(plugin: str, item: Finding | Note, n_rows: int, components: Collection[str]) -> None:
    problem = ""
    if isinstance(item, Note):
        texts, value = (item.text_it, item.text_en), -1
    else:
        texts, value = (item.asked, item.found), item.value
        if item.component not in components:
            problem = f"il criterio «{item.component}», che nessuno ha dichiarato"
    if not _is_whole(item.row) or not 0 <= item.row < n_rows:
        problem = f"la riga {item.row} su {n_rows}"
    elif not (isinstance(texts[0], str) and isinstance(texts[1], str)):
        problem = f"{texts} dove servono testi"
    elif any(map(_BREAKS.search, _said([item]))):
        problem = "un testo che va a capo o contiene caratteri di controllo"
    elif not (_is_whole(value) and -1 <= value <= _MOST):
        problem = f"il valore {value}"
    if problem:
        raise PluginError(
            "E-PLG-034",
            f"Il plugin «{plugin}» spiega {problem}.",
            "Le righe vanno da 0 a view.n_rows - 1, i valori sono interi da -1 a 10.000, i testi stanno in una riga.",
        )


def check_veto(plugin: str, answer: Any) -> Veto:
    """Return a veto, refused unless it is one with its reason in both languages."""
    if not isinstance(answer, Veto) or not answer.it or not answer.en:
        raise PluginError(
            "E-PLG-033",
            f"Il plugin «{plugin}» restituisce {answer!r} da matcher_before_transition.",
            "Restituisci None, o un Veto con il motivo in italiano e in inglese.",
        )
    return answer


def check_minutes(plugin: str, answer: Any) -> int:
    """Return the standard minutes of a service, refused unless they are a whole number that a line can hold."""
    if type(answer) is not int or not 1 <= answer <= MOST_MINUTES:
        raise PluginError(
            "E-PLG-033",
            f"Il plugin «{plugin}» restituisce {answer!r} da matcher_standard_minutes.",
            f"Restituisci None, o un numero intero di minuti da 1 a {MOST_MINUTES}.",
        )
    return answer


def check_built_columns(plugin: str, frame: Any, wanted: Mapping[str, Column], n_rows: int) -> pl.DataFrame:
    """Return the declared columns of what a plugin built, in their types, ordered by name."""
    names = ", ".join(sorted(wanted))
    if not isinstance(frame, pl.DataFrame) or frame.height != n_rows or set(wanted) - set(frame.columns):
        found = (
            f"{frame.height} righe di {', '.join(frame.columns)}"
            if isinstance(frame, pl.DataFrame)
            else type(frame).__name__
        )
        raise PluginError(
            "E-PLG-032",
            f"Il plugin «{plugin}» non riempie le sue colonne {names} per {n_rows} righe: dà {found}.",
            "matcher_build_columns deve dare una tabella con una riga per ogni id e tutte le colonne dichiarate.",
        )
    try:
        return frame.select(pl.col(name).cast(c.dtype) for name, c in sorted(wanted.items()))
    except pl.exceptions.PolarsError as error:
        raise PluginError(
            "E-PLG-032",
            f"Il plugin «{plugin}» riempie {names} con valori di un altro tipo: {str(error).splitlines()[0]}.",
            "Usa i tipi dichiarati in matcher_register_columns.",
        ) from error


def _said(items: Sequence[Finding | Note]) -> list[str]:
    texts = (
        (item.text_it, item.text_en)
        if isinstance(item, Note)
        else (item.asked, item.found, item.note_it, item.note_en)
        for item in items
    )
    return [text for several in texts for text in several if isinstance(text, str)]


def _is_whole(value: Any) -> bool:
    # most are plain integers, and asking an abstract class is slow
    return type(value) is int or isinstance(value, Integral)


def _for_all(values: Any, n_rows: int) -> Any:
    """Return a value that all rows share, as `PoolView.ints` may give, once for each row."""
    shared = isinstance(values, np.ndarray) and values.ndim == 0
    return np.full(n_rows, values) if shared else values


def _is_array(value: Any, n_rows: int, kind: Any) -> bool:
    return isinstance(value, np.ndarray) and value.shape == (n_rows,) and np.issubdtype(value.dtype, kind)


def _wrong_shape(plugin: str, name: str, value: Any, n_rows: int, kind: str) -> PluginError:
    found = (
        f"un array {value.shape} di {value.dtype}" if isinstance(value, np.ndarray) else type(value).__name__
    )
    return PluginError(
        "E-PLG-035",
        f"«{name}» del plugin «{plugin}» è {found}; servono {n_rows} {kind}.",
        "Restituisci un array di numpy di una dimensione, lungo quanto view.n_rows e senza valori mancanti: "
        "view.column(…).fill_null(…).to_numpy(), con .astype(np.int64) dove servono interi.",
    )
