"""What the plugin keeps about a person taken in charge."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import model_validator

from matcher.domain.record import Record

__all__ = ["TakenInCharge"]


class TakenInCharge(Record):
    """A worker under income support taken in charge by the services.

    Attributes
    ----------
    macro_type : str
        a to e, as the operator assigned it.
    single_client : bool or None
        *Monocommittente*: within type e, only.
    longer_standard : bool
        The operator's switch: the standard minutes raised for a disability. Never automatic.
    mediator : str
        Language of the mediator who is present at the interviews; empty where none is needed.
    """

    macro_type: Literal["a", "b", "c", "d", "e", ""] = ""
    assigned_on: date | None = None
    single_client: bool | None = None
    longer_standard: bool = False
    mediator: str = ""

    @model_validator(mode="after")
    def _single_client_of_e(self) -> TakenInCharge:
        if self.single_client and self.macro_type != "e":
            raise ValueError("monocommittente riguarda solo la macrotipologia e")
        return self
