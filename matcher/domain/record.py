"""The base of every record: frozen, strict about unknown fields, with words kept beside their link."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["LinkMethod", "Mention", "Period", "Record"]

LinkMethod = Literal["exact", "alternative", "fuzzy", "embedding", "operator", "none"]


class Record(BaseModel):
    """A frozen record; an unknown field is an error, never dropped in silence."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    def with_valid(self, changes: Mapping[str, Any]) -> Self:
        """Return a copy with other values, taken from valid records: not checked again, in a third of the time."""
        copy = object.__new__(type(self))
        put = object.__setattr__
        put(copy, "__dict__", {**self.__dict__, **changes})
        put(copy, "__pydantic_fields_set__", self.__pydantic_fields_set__ | changes.keys())
        put(copy, "__pydantic_extra__", None)
        put(copy, "__pydantic_private__", None)
        return copy


class Mention(Record):
    """Somebody's words and the concept they reach.

    Attributes
    ----------
    text : str
        The words as written.
    concept : str
        Id of the linked concept; empty while unlinked (the words stay usable by their text).
    method : str
        How the link was made.
    confidence : float
        Probability 0..1 that the link is right.
    choices : tuple of str
        Concept ids among which a person must choose, when the words are ambiguous.
    """

    text: str = Field(min_length=1, max_length=2000)
    concept: str = ""
    method: LinkMethod = "none"
    confidence: float = Field(default=0.0, ge=0.0, le=1.0)
    choices: tuple[str, ...] = ()


class Period(Record):
    """A span of days; an open end is ``None``."""

    start: date | None = None
    end: date | None = None
