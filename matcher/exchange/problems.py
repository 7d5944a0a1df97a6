"""What is wrong with a row, in words that a clerk can act on."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Problem"]

_MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of one row.

    Attributes
    ----------
    field : str
        Column, as documented; empty when the row as a whole is wrong.
    value : str
        What was found there.
    reason : str
        Why it cannot be used.
    remedy : str
        What to write instead.
    """

    field: str
    value: str
    reason: str
    remedy: str

    def shown_value(self) -> str:
        """Return the value, cut where it would no longer be read."""
        return self.value if len(self.value) <= _MOST_SHOWN else self.value[: _MOST_SHOWN - 1] + "…"
