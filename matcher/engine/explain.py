"""Words for numbers: reasons, questions, admitting changes and contributions of single rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import polars as pl

from matcher.domain.columns import NO_LIMIT, WORD_BITS
from matcher.domain.shortlist import Change, Contribution, Evidence, Question, Reason
from matcher.engine.score import Scores
from matcher.plugin.gate import Gate, OwnedClause
from matcher.plugin.types import Field, Finding, Note, Relax
from matcher.pool.codes import LICENCE_WORDS, Codes

__all__ = [
    "LICENCE_FACTS",
    "changes_of",
    "contributions_of",
    "evidence_by_row",
    "licence_evidence",
    "questions_of",
    "reasons_of",
]

_WORD = re.compile(r"(?P<set>.+)_(?P<word>\d)")
_SUFFIX = re.compile(r"_(needed|offered)$")
_EPOCH = date(1970, 1, 1)
#: Fields whose codes are in a list of another name.
_FIELD_LISTS = {"remote": "work_places"}
#: Columns of a pair that `licence_evidence` reads.
LICENCE_FACTS = tuple(
    f"licences_{what}_{word}" for what in ("wanted", "valid", "expired") for word in range(LICENCE_WORDS)
)
_DAYS = frozenset({"earliest_start", "start_by", "expires_on"})


def reasons_of(owned: OwnedClause, rows: pl.DataFrame, codes: Codes) -> list[Reason]:
    """Return why a clause removes each of some rows, with its facts filled in."""
    clause = owned.clause
    return [
        Reason(
            code=clause.code.code,
            plugin=owned.plugin,
            text_it=_fill(clause.code.it, facts),
            text_en=_fill(clause.code.en, codes.in_english(facts)),
            facts=facts,
        )
        for facts in _facts(clause.facts, rows, codes)
    ]


def questions_of(owned: OwnedClause, rows: pl.DataFrame, codes: Codes) -> list[Question]:
    """Return, for each of some rows, what must be asked before the clause can be decided, and of whom."""
    clause = owned.clause
    return [
        Question(
            code=clause.code.code,
            plugin=owned.plugin,
            text_it=_fill(clause.code.ask_it or clause.code.it, facts),
            text_en=_fill(clause.code.ask_en or clause.code.en, codes.in_english(facts)),
            who=who,
        )
        for facts, who in zip(
            _facts(clause.facts, rows, codes), _who_can_tell(clause.missing, rows), strict=True
        )
    ]


def changes_of(relax: Relax | None, rows: pl.DataFrame, codes: Codes) -> list[Change | None]:
    """Return the least change that would admit each of some rows, in values that a record takes."""
    if relax is None:
        return [None] * rows.height
    current, admitting = _values(relax.current, rows), _values(relax.admitting, rows)
    return [
        None
        if None in wanted
        else Change(
            side=relax.side,
            # Italian stands among the languages of a record
            field="languages" if relax.field == "italian" else relax.field,
            current=_canonical(relax.field, now, codes),
            admitting=_canonical(relax.field, wanted, codes),
        )
        for now, wanted in zip(current, admitting, strict=True)
    ]


def contributions_of(scores: Scores, row: int, gate: Gate) -> tuple[Contribution, ...]:
    """Return the employer's components of a row, the heaviest first; their points sum to the score."""
    found = []
    weights, values = scores.weights[:, row].tolist(), scores.values[:, row].tolist()
    for name, weight, value in zip(scores.components, weights, values, strict=True):
        plugin, component = gate.components[name]
        if component.perspective != "employer" or weight == 0:
            continue
        found.append(
            Contribution(
                component=name,
                plugin=plugin,
                label_it=component.label_it,
                label_en=component.label_en,
                weight=weight,
                value=value,
                points=weight * max(value, 0),
                possible=weight * 10_000 if value < 0 else 0,
            )
        )
    return tuple(sorted(found, key=lambda c: (-c.weight, c.component)))


def evidence_by_row(
    items: Iterable[tuple[str, Finding | Note]], n_rows: int
) -> list[tuple[tuple[Evidence, ...], tuple[Note, ...]]]:
    """Return the evidence and the notes that plugins gave for each row."""
    evidence: list[list[Evidence]] = [[] for _ in range(n_rows)]
    notes: list[list[Note]] = [[] for _ in range(n_rows)]
    for _, item in items:
        if isinstance(item, Note):
            notes[item.row].append(item)
        else:
            evidence[item.row].append(
                Evidence(
                    component=item.component,
                    asked=item.asked,
                    found=item.found,
                    value=item.value,
                    note_it=item.note_it,
                    note_en=item.note_en,
                )
            )
    return [(tuple(found), tuple(said)) for found, said in zip(evidence, notes, strict=True)]


def licence_evidence(facts: Mapping[str, Any], codes: Codes) -> tuple[Evidence, ...]:
    """Return, for every licence that is wanted, whether it is held; ``facts`` are the `LICENCE_FACTS` of one pair."""
    found = []
    for word in range(LICENCE_WORDS):
        wanted, valid, expired = (
            facts[f"licences_{what}_{word}"] or 0 for what in ("wanted", "valid", "expired")
        )
        for bit in (bit for bit in range(WORD_BITS) if wanted >> bit & 1):
            label = codes.licence_names([word * WORD_BITS + bit])[0]
            held, lapsed = bool(valid >> bit & 1), bool(expired & ~valid & (1 << bit))
            found.append(
                Evidence(
                    component="licences",
                    asked=label,
                    found=label if held else "",
                    value=10_000 if held else 0,
                    note_it="scaduta" if lapsed else "",
                    note_en="expired" if lapsed else "",
                )
            )
    return tuple(found)


def _who_can_tell(missing: tuple[Field, ...], rows: pl.DataFrame) -> list[str]:
    """Return, for each row, who answers for the first field that is missing there."""
    found = ["operator"] * rows.height
    for field in reversed(missing):
        lacks = [True] * rows.height if field.when is None else _column(field.when, rows)
        found = [field.who if lack else who for lack, who in zip(lacks, found, strict=True)]
    return found


def _fill(template: str, facts: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: facts.get(match.group(1), "?"), template)


def _facts(facts: Mapping[str, pl.Expr], rows: pl.DataFrame, codes: Codes) -> list[dict[str, str]]:
    if not facts:
        return [{} for _ in range(rows.height)]
    found = _evaluated([expression.alias(name) for name, expression in facts.items()], rows)
    return [_words(values, codes) for values in found.iter_rows(named=True)]


def _words(values: Mapping[str, Any], codes: Codes) -> dict[str, str]:
    sets: dict[str, dict[int, int]] = {}
    shown: dict[str, str] = {}
    for name, value in values.items():
        match = _WORD.fullmatch(name)
        if match and value is not None:
            sets.setdefault(match["set"], {})[int(match["word"])] = value
        elif not match:
            shown[name] = _shown(name, value, codes)
    for name, words in sets.items():
        shown[name] = ", ".join(_members(name, words, codes))
    return shown


def _shown(name: str, value: Any, codes: Codes) -> str:
    if value is None:
        return "non indicato"
    if isinstance(value, int) and value >= NO_LIMIT:
        return "nessun limite"
    if name.endswith("_on"):
        return (_EPOCH + timedelta(days=value)).strftime("%d/%m/%Y")
    listed = _SUFFIX.sub("", name)
    if listed in codes.lists:
        return ", ".join(codes.label(listed, code) for code in codes.names(listed, value))
    if name.endswith("_pay"):
        return f"{value:,}".replace(",", ".")
    return str(value)


def _members(name: str, words: Mapping[int, int], codes: Codes) -> list[str]:
    numbers = [
        word * WORD_BITS + bit
        for word, bits in sorted(words.items())
        for bit in range(WORD_BITS)
        if bits >> bit & 1
    ]
    if name.startswith("languages"):
        return codes.language_names(words)
    return codes.licence_names(numbers)


def _values(expression: pl.Expr | tuple[pl.Expr, ...], rows: pl.DataFrame) -> list[list[Any]]:
    expressions = expression if isinstance(expression, tuple) else (expression,)
    return [
        list(r) for r in _evaluated([e.alias(str(n)) for n, e in enumerate(expressions)], rows).iter_rows()
    ]


def _column(expression: pl.Expr, rows: pl.DataFrame) -> list[Any]:
    return _evaluated([expression.alias("when")], rows)["when"].to_list()


def _evaluated(expressions: Sequence[pl.Expr], rows: pl.DataFrame) -> pl.DataFrame:
    # beside the columns of the frame, an expression of literals alone has a value for every row
    return rows.with_columns(expressions).select(e.meta.output_name() for e in expressions)


def _canonical(name: str, values: list[Any], codes: Codes) -> str:
    """Return values as a record's field takes them: codes joined by ``|``, ISO dates, numbers."""
    words = {number: value or 0 for number, value in enumerate(values)}
    if name == "licences":
        return "|".join(
            codes.licence_ids(
                w * WORD_BITS + b for w, bits in words.items() for b in range(WORD_BITS) if bits >> b & 1
            )
        )
    if name == "italian":
        return f"it:{values[0]}"
    if name == "languages":
        return "|".join(codes.language_levels(words))
    return _single(name, values[0], codes)


def _single(name: str, value: Any, codes: Codes) -> str:
    listed = _FIELD_LISTS.get(name, name)
    if value is None or (
        value is not True and isinstance(value, int) and value >= NO_LIMIT and listed not in codes.lists
    ):
        return ""
    if listed in codes.lists:
        return "|".join(codes.names(listed, value))
    if name in _DAYS:
        return (_EPOCH + timedelta(days=value)).isoformat()
    return str(value).lower() if isinstance(value, bool) else str(value)
