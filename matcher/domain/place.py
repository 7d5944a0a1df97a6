"""Where people live and where work is done."""

from __future__ import annotations

from typing import Literal

from matcher.domain.record import Record

__all__ = ["Place", "PlaceKind"]

PlaceKind = Literal["municipality", "province", "region", "national", "abroad", "remote", "imprecise"]


class Place(Record):
    """A place as written and, where it is known, as a code.

    Attributes
    ----------
    text : str
        The words as written.
    kind : str
        How precise it is; only a ``municipality`` has a distance.
    code : str
        ISTAT code of the municipality (six digits), province sigla or region name; else empty.
    """

    text: str
    kind: PlaceKind = "imprecise"
    code: str = ""
