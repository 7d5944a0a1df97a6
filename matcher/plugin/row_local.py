"""Proof that an expression judges a row by that row alone, and reads only what it may."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import polars as pl

from matcher.domain.columns import Column
from matcher.errors import PluginError
from matcher.plugin.access import not_readable

__all__ = ["not_computed", "probe_frame", "refuse_foreign_columns", "refuse_unless_row_local"]

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


def refuse_foreign_columns(plugin: str, code: str, expression: pl.Expr, readable: Collection[str]) -> None:
    """Refuse Python callbacks, and names written with ``pl.col`` that the plugin may not read.

    Raises
    ------
    PluginError
        ``E-PLG-010`` a column out of reach, ``E-PLG-011`` a Python callback, ``E-PLG-013`` an aggregate.
    """
    for kind, name in _nodes(_tree(plugin, code, expression)):
        if _CALLS_PYTHON.fullmatch(kind):
            raise _calls_python(plugin, code)
        if kind == "Column" and name not in readable:
            raise not_readable(plugin, name)
        if kind == "Selector":
            raise not_readable(plugin, "pl.all()")
        if _LOOKS_AROUND.fullmatch(kind):
            raise _looks_around(plugin, code)


def refuse_unless_row_local(
    plugin: str, expressions: Mapping[str, pl.Expr], frame: pl.DataFrame
) -> pl.DataFrame:
    """Refuse expressions whose answer for a row changes with the other rows.

    Parameters
    ----------
    expressions : mapping of str to polars expression
        By the code of their constraint.
    frame : polars DataFrame
        Varied values of what the plugin may read.

    Returns
    -------
    polars DataFrame
        The outcome of each expression on ``frame``.

    Raises
    ------
    PluginError
        Also ``E-PLG-012`` for an expression that cannot be computed.
    """
    for code, expression in expressions.items():
        refuse_foreign_columns(plugin, code, expression, frame.columns)
    if not expressions:
        return pl.DataFrame()
    whole = _values(plugin, expressions, frame)
    # turned round, one row alone, slices without their repetitions: all must agree
    others = (
        (whole.reverse(), frame.reverse()),
        (whole[:1], frame[:1]),
        (whole[2:7], frame[2:7]),
        (whole[15:31], frame[15:31]),
    )
    for expected, rows in others:
        found = _values(plugin, expressions, rows)
        for code in expressions:
            if not expected[code].equals(found[code], null_equal=True):
                raise _looks_around(plugin, code)
    return whole


def _values(plugin: str, expressions: Mapping[str, pl.Expr], frame: pl.DataFrame) -> pl.DataFrame:
    """Return one column for each expression; all at once, and one by one only to name the one that fails."""
    anchor = frame.lazy().with_columns(pl.lit(value=True).alias(""))
    try:
        named = [expression.alias(code) for code, expression in expressions.items()]
        return anchor.with_columns(named).select(list(expressions)).collect()
    except pl.exceptions.PolarsError as error:
        if len(expressions) > 1:
            for code, expression in expressions.items():
                _values(plugin, {code: expression}, frame)
        code = next(iter(expressions))
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


def _nodes(tree: Any) -> Iterator[tuple[str, str]]:
    """Yield the kind of every node, with its name where it is a column."""
    if isinstance(tree, str):
        yield tree, ""
    elif isinstance(tree, list):
        for branch in tree:
            yield from _nodes(branch)
    elif isinstance(tree, dict):
        for kind, branch in tree.items():
            if kind == "Column":
                yield kind, str(branch)
            elif kind == "Literal":
                yield from ((key, "") for key in branch) if isinstance(branch, dict) else ()
            else:
                yield kind, ""
                yield from _nodes(branch)


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
