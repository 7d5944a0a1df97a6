"""The outcome of all constraints for the few rows that somebody looks at: reasons, questions, what would admit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from matcher.domain.shortlist import Change, Question, Reason, Verdict
from matcher.engine.words import canonical, facts_in_words
from matcher.plugin.gate import OwnedClause
from matcher.plugin.row_local import not_computed
from matcher.plugin.types import Field, Relax
from matcher.pool.codes import Codes

__all__ = ["tell_verdicts"]

#: Who is asked about what no field of a clause says.
_NOBODY_KNOWS = Field("", "operator")
#: What one clause says of each row: its facts, current and admitting values, where a field is missing.
Values = Mapping[str, Sequence[Any]]


def tell_verdicts(
    judged: Sequence[tuple[OwnedClause, Sequence[bool | None]]],
    table: pl.LazyFrame,
    n_rows: int,
    codes: Codes,
) -> list[Verdict]:
    """Return the verdict of every row, in words.

    Parameters
    ----------
    judged : sequence of (OwnedClause, sequence of bool or None)
        Clauses with their outcome on each of the ``n_rows`` rows; a clause that keeps everybody may be left out.
    table : polars LazyFrame, ``n_rows`` rows
        What the clauses show of these rows.

    Raises
    ------
    PluginError
        ``E-PLG-012`` for a fact that cannot be computed.
    """
    reasons: list[list[Reason]] = [[] for _ in range(n_rows)]
    questions: list[list[Question]] = [[] for _ in range(n_rows)]
    changes: list[list[Change]] = [[] for _ in range(n_rows)]
    for (owned, outcome), values in zip(judged, _evaluated([o for o, _ in judged], table), strict=True):
        for row, kept in enumerate(outcome):
            if kept is False:
                reasons[row].append(_reason(owned, values, row, codes))
                if (change := _change(owned.clause.relax, values, row, codes)) is not None:
                    changes[row].append(change)
            elif kept is None:
                questions[row].append(_question(owned, values, row, codes))
    return [
        Verdict(
            state="removed" if why else "to_verify" if open_ else "eligible",
            reasons=tuple(why),
            questions=tuple(open_),
            changes=tuple(admits),
        )
        for why, open_, admits in zip(reasons, questions, changes, strict=True)
    ]


def _reason(owned: OwnedClause, values: Values, row: int, codes: Codes) -> Reason:
    code, facts = owned.clause.code, _facts(owned, values, row, codes)
    return Reason(
        code=code.code,
        plugin=owned.plugin,
        text_it=_fill(code.it, facts),
        text_en=_fill(code.en, codes.in_english(facts)),
        facts=facts,
    )


def _question(owned: OwnedClause, values: Values, row: int, codes: Codes) -> Question:
    """Return what must be asked before the clause can be decided, and of whom."""
    code, facts = owned.clause.code, _facts(owned, values, row, codes)
    missing = (
        field
        for number, field in enumerate(owned.clause.missing)
        if field.when is None or values[f"when {number}"][row]
    )
    asked = next(missing, _NOBODY_KNOWS)
    return Question(
        code=code.code,
        plugin=owned.plugin,
        text_it=_fill(asked.ask_it or code.ask_it or code.it, facts),
        text_en=_fill(asked.ask_en or code.ask_en or code.en, codes.in_english(facts)),
        who=asked.who,
    )


def _change(relax: Relax | None, values: Values, row: int, codes: Codes) -> Change | None:
    """Return the least change that would admit a row, in values that a record takes."""
    if relax is None:
        return None
    current, admitting = (
        [values[f"{name} {number}"][row] for number, _ in enumerate(_several(expressions))]
        for name, expressions in (("current", relax.current), ("admitting", relax.admitting))
    )
    if None in admitting:
        return None
    return Change(
        side=relax.side,
        # Italian stands among the languages of a record
        field="languages" if relax.field == "italian" else relax.field,
        current=canonical(relax.field, current, codes),
        admitting=canonical(relax.field, admitting, codes),
        label_it=relax.it,
        label_en=relax.en,
    )


def _facts(owned: OwnedClause, values: Values, row: int, codes: Codes) -> dict[str, str]:
    return facts_in_words({name: values[f"fact {name}"][row] for name in owned.clause.facts}, codes)


def _fill(template: str, facts: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: facts.get(match.group(1), "?"), template)


def _several(expressions: pl.Expr | tuple[pl.Expr, ...]) -> tuple[pl.Expr, ...]:
    return expressions if isinstance(expressions, tuple) else (expressions,)


def _expressions(owned: OwnedClause) -> dict[str, pl.Expr]:
    clause, relax = owned.clause, owned.clause.relax
    found = {f"fact {name}": expression for name, expression in clause.facts.items()}
    found |= {f"when {n}": field.when for n, field in enumerate(clause.missing) if field.when is not None}
    if relax is not None:
        for name, expressions in (("current", relax.current), ("admitting", relax.admitting)):
            found |= {f"{name} {n}": expression for n, expression in enumerate(_several(expressions))}
    return found


def _evaluated(clauses: Sequence[OwnedClause], table: pl.LazyFrame) -> list[Values]:
    """Work out everything that the clauses show, in one pass over the rows."""
    named = [_expressions(owned) for owned in clauses]
    columns = {
        f"{place} {name}": expression.alias(f"{place} {name}")
        for place, expressions in enumerate(named)
        for name, expression in expressions.items()
    }
    if not columns:
        return [{} for _ in clauses]
    try:
        # beside the columns of the table, an expression of literals alone has a value for every row
        asked = table.with_columns(columns.values()).select(list(columns))
        found = asked.collect(optimizations=pl.QueryOptFlags.none())
    except pl.exceptions.PolarsError as error:
        if len(clauses) > 1:
            # one by one, only to name the one that fails
            return [values for owned in clauses for values in _evaluated([owned], table)]
        raise not_computed(clauses[0].plugin, clauses[0].clause.code.code, error) from error
    return [
        {name: found.get_column(f"{place} {name}").to_list() for name in expressions}
        for place, expressions in enumerate(named)
    ]
