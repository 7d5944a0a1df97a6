"""Proof that an expression judges a row by that row alone, and reads only what it may."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from matcher.domain.columns import Column
from matcher.errors import PluginError
from matcher.plugin.access import not_readable

__all__ = ["Judging", "not_computed", "refuse_unless_row_local"]

# Nodes of a Polars expression that look at other rows. The format of a serialised expression may change
# between versions: what this list then misses, the comparison of values on a probe frame still catches.
_LOOKS_AROUND = re.compile(
    r"Agg|Anonymous\w+|Any|All|Append|ApproxNUnique|Arg[A-Z]\w*|ConcatVertical|Correlation|Cum[A-Z]\w*|Diff|"
    r"Drop(Nans|Nulls)|Entropy|Ewm\w+|Explode|ExtendConstant|FillNullWithStrategy|Filter|Gather\w*|HasNulls|"
    r"Hist|IndexOf|Interpolate\w*|Is(Duplicated|FirstDistinct|LastDistinct|Unique)|Kurtosis|Len|LowerBound|"
    r"MaxBy|MinBy|Mode|Nth|NullCount|Over|PctChange|Peak[A-Z]\w+|Product|QCut|Quantile|RLE\w*|Random|Range|"
    r"Rank|Repeat|Reshape|Reverse|Rolling\w*|SearchSorted|Series|Shift\w*|Skew|Slice|Sort\w*|TopK\w*|"
    r"Unique\w*|UpperBound|ValueCounts|Window"
)
_CALLS_PYTHON = re.compile(r"Anonymous\w*|(Cum)?(Fold|Reduce)Horizontal")
#: Sizes of the values of a probe frame: hours and levels, kilometres, days.
_SCALES = (13, 97, 40_000)
_BLOCK = 12
_ALONE = [0]
_TURNED = [*range(30, 14, -1), *range(6, 1, -1)]
_SMALL: Mapping[Any, int] = {pl.Int8: 97, pl.Int16: 30_000}


def probe_frame(columns: Mapping[str, Column]) -> pl.DataFrame:
    """Return varied values of three sizes, nulls and repetitions included, shape ``(36, n_columns)``."""
    series = []
    for position, (name, column) in enumerate(sorted(columns.items())):
        values: list[Any] = []
        for scale in _SCALES:
            for row in range(_BLOCK):
                # the last rows of a block repeat its first
                value = ((row % 8) * 7919 + position * 104729 + scale) % min(
                    scale, _SMALL.get(column.dtype, scale)
                )
                values.append(
                    None if value % 5 == 0 else value % 2 == 0 if column.dtype == pl.Boolean else value
                )
        if column.dtype == pl.String:
            values = [None if value is None else str(value) for value in values]
        series.append(pl.Series(name, values, dtype=column.dtype))
    return pl.DataFrame(series)


@dataclass(frozen=True, slots=True)
class Judging:
    """What a plugin judges rows by.

    Attributes
    ----------
    expressions : mapping of str to polars expression
        By the code of their constraint, which no other plugin has.
    columns : mapping of str to Column
        What the plugin may read.
    """

    plugin: str
    expressions: Mapping[str, pl.Expr]
    columns: Mapping[str, Column]

    @property
    def read(self) -> dict[str, Column]:
        """The columns that are read, and the first of all: it gives the rows where none is."""
        names = {name for one in self.expressions.values() for name in one.meta.root_names()}
        return {
            name: c for place, (name, c) in enumerate(self.columns.items()) if place == 0 or name in names
        }

    def refuse_foreign(self) -> None:
        """Refuse Python callbacks, and names written with ``pl.col`` that the plugin may not read.

        Raises
        ------
        PluginError
            ``E-PLG-010`` a column out of reach, ``E-PLG-011`` a Python callback, ``E-PLG-013`` an aggregate.
        """
        for code, expression in self.expressions.items():
            for kind, name in _nodes(_tree(self.plugin, code, expression)):
                if _CALLS_PYTHON.fullmatch(kind):
                    raise _calls_python(self.plugin, code)
                if kind == "Column" and name not in self.columns:
                    raise not_readable(self.plugin, name)
                if kind == "Selector":
                    raise not_readable(self.plugin, "pl.all()")
                if _LOOKS_AROUND.fullmatch(kind):
                    raise _looks_around(self.plugin, code)


def refuse_unless_row_local(judging: Sequence[Judging]) -> pl.DataFrame:
    """Refuse expressions whose answer for a row changes with the other rows; those of all plugins together.

    Returns
    -------
    polars DataFrame
        The outcome of each expression on varied values of what is read.

    Raises
    ------
    PluginError
        Also ``E-PLG-012`` for an expression that cannot be computed.
    """
    expressions: dict[str, tuple[str, pl.Expr]] = {}
    columns: dict[str, Column] = {}
    for one in judging:
        for code, expression in one.expressions.items():
            expressions[code] = (one.plugin, expression)
        columns.update(one.read)
    if not expressions:
        return pl.DataFrame()
    frame = probe_frame(columns)
    whole = _values(expressions, frame)
    # one row alone, and some turned round without those that repeat them: both must agree
    for places in (_ALONE, _TURNED):
        expected, rows = whole[places], frame[places]
        found = _values(expressions, rows)
        for code, (plugin, _) in expressions.items():
            if not expected[code].equals(found[code], null_equal=True):
                raise _looks_around(plugin, code)
    return whole


def _values(expressions: Mapping[str, tuple[str, pl.Expr]], frame: pl.DataFrame) -> pl.DataFrame:
    """Return one column for each expression; all at once, and one by one only to name the one that fails."""
    anchor = frame.lazy().with_columns(pl.lit(value=True).alias(""))
    try:
        named = [expression.alias(code) for code, (_, expression) in expressions.items()]
        # a plan for a few rows costs more to improve than to run
        return (
            anchor.with_columns(named)
            .select(list(expressions))
            .collect(optimizations=pl.QueryOptFlags.none())
        )
    except pl.exceptions.PolarsError as error:
        if len(expressions) > 1:
            for code, owned in expressions.items():
                _values({code: owned}, frame)
        code, (plugin, _) = next(iter(expressions.items()))
        if isinstance(error, pl.exceptions.ShapeError):
            raise _looks_around(plugin, code) from error
        raise not_computed(plugin, code, error) from error


def not_computed(plugin: str, code: str, error: Exception) -> PluginError:
    """Return the error for an expression that cannot be computed."""
    return PluginError(
        "E-PLG-012",
        f"Il vincolo «{code}» del plugin «{plugin}» non si calcola: {str(error).splitlines()[0]}.",
        "Prova l'espressione su una tabella con le colonne dichiarate.",
    )


def _tree(plugin: str, code: str, expression: pl.Expr) -> Any:
    try:
        return json.loads(expression.meta.serialize(format="json"))
    except pl.exceptions.PolarsError as error:
        # only a Python function cannot be written down
        raise _calls_python(plugin, code) from error


def _nodes(tree: Any) -> Iterable[tuple[str, str]]:
    """Return the kinds of the nodes, each with its name where it is a column, every pair once."""
    found: dict[tuple[str, str], None] = {}
    waiting = [tree]
    while waiting:
        branch = waiting.pop()
        if isinstance(branch, str):
            found[branch, ""] = None
        elif isinstance(branch, list):
            waiting.extend(branch)
        elif isinstance(branch, dict):
            for kind, inner in branch.items():
                if kind == "Column":
                    found[kind, str(inner)] = None
                elif kind == "Literal":
                    found.update(((key, ""), None) for key in inner if isinstance(inner, dict))
                else:
                    found[kind, ""] = None
                    waiting.append(inner)
    return found


def _calls_python(plugin: str, code: str) -> PluginError:
    return PluginError(
        "E-PLG-011",
        f"Il vincolo «{code}» del plugin «{plugin}» chiama Python per ogni riga.",
        "Scrivilo con le sole espressioni di Polars, senza map_elements né map_batches.",
    )


def _looks_around(plugin: str, code: str) -> PluginError:
    return PluginError(
        "E-PLG-013",
        f"Il vincolo «{code}» del plugin «{plugin}» dipende da più righe insieme.",
        "Togli aggregati, ordinamenti e finestre: una riga si giudica da sola.",
    )
