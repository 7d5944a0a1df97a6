"""Whole records of JSON files: validated as they are, with every complaint in Italian."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from matcher.domain.record import Record
from matcher.exchange.problems import Problem

__all__ = ["is_record", "problems_of", "validated"]

Kept = TypeVar("Kept", bound=Record)

_REASONS = {
    "missing": "manca",
    "extra_forbidden": "questo campo non esiste",
    "string_too_short": "è vuoto",
    "string_too_long": "è troppo lungo",
    "literal_error": "non è tra i valori ammessi",
    "enum": "non è tra i valori ammessi",
    "date_from_datetime_parsing": "non è una data",
    "date_parsing": "non è una data",
    "date_type": "non è una data",
    "int_parsing": "non è un numero intero",
    "int_type": "non è un numero intero",
    "int_from_float": "non è un numero intero",
    "bool_parsing": "non è sì né no",
    "tuple_type": "non è un elenco",
    "model_type": "non è un oggetto",
}


def is_record(tree: Mapping[str, object], model: type[Record]) -> bool:
    """Say whether a JSON object has the shape of a record, not that of a row of columns.

    Objects inside a field of a record are no cells, whatever stands beside them.
    """
    if any(
        _holds_objects(value) and _is_structured(model.model_fields[name].annotation)
        for name, value in tree.items()
        if name in model.model_fields
    ):
        return True
    if not tree.keys() <= model.model_fields.keys() | {"contact", "protected"}:
        return False
    return not any(
        isinstance(value, str) and _is_structured(model.model_fields[name].annotation)
        for name, value in tree.items()
        if name in model.model_fields
    )


def validated(model: type[Kept], tree: object) -> tuple[Kept | None, list[Problem]]:
    """Return the record that an object describes, or what is wrong with it."""
    try:
        return model.model_validate(tree), []
    except ValidationError as error:
        return None, problems_of(error)


def problems_of(error: ValidationError) -> list[Problem]:
    """Return the complaints of a validation, one for each field."""
    return [_problem(detail) for detail in error.errors(include_url=False)]


def _problem(detail: ErrorDetails) -> Problem:
    place = ".".join(str(part) for part in detail["loc"])
    value = "" if detail["type"] == "missing" else str(detail["input"])
    context: Mapping[str, Any] = detail.get("ctx", {})
    allowed = context.get("expected", "")
    reason = _REASONS.get(detail["type"]) or f"non è valido ({detail['msg']})"
    remedy = f"Ammessi: {allowed}." if allowed else "Correggi il campo secondo docs/formats.md."
    if longest := context.get("max_length"):
        remedy = f"Accorcia il testo: al massimo {longest} caratteri."
    return Problem(place, value, reason, remedy)


def _holds_objects(value: object) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and any(isinstance(one, dict) for one in value)
    )


def _is_structured(annotation: Any) -> bool:
    """Say whether a field holds records or lists, so that a text there is a column's cell."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return True
    return (
        annotation is tuple
        or any(_is_structured(part) for part in get_args(annotation))
        or (getattr(annotation, "__origin__", None) is tuple)
    )
