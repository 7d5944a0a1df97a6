"""What the plugin keeps: a provider on the regional register, a person's service pact and readiness to move."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from matcher.domain.record import Record

__all__ = ["Enrolment", "Pact", "Provider"]


class Enrolment(Record):
    """One function on one region's register, under the act (*provvedimento*) that grants it."""

    function: str
    region: str
    authority: str = Field(min_length=1)
    number: str = Field(min_length=1)
    issued_on: date
    valid_from: date
    valid_to: date | None = None
    suspended: bool = False

    def holds(self, day: date) -> bool:
        """Tell whether the function may be carried out on ``day``."""
        started = self.valid_from <= day
        return started and not self.suspended and (self.valid_to is None or day <= self.valid_to)


class Provider(Record):
    """A public or private body that gives services to work.

    Attributes
    ----------
    offices : tuple of str
        Names of the offices where it works, as operators write them.
    requirements : tuple of str
        Codes of the requirements that the region found to be met.
    """

    name: str = Field(min_length=1)
    kind: Literal["pubblico", "accreditato", "autorizzato"]
    offices: tuple[str, ...] = ()
    enrolments: tuple[Enrolment, ...] = ()
    requirements: tuple[str, ...] = ()


class Pact(Record):
    """The *patto di servizio personalizzato* in its three parts, and the readiness to move.

    Only the first part, *ambito di disponibilità*, takes part in matching; the other two never leave the
    desk. ``None`` is not in the pact.

    Attributes
    ----------
    max_km, min_hours, max_hours, night, sectors
        *Ambito di disponibilità*: distance, hours a week, work at night, ATECO sections accepted.
    measures : tuple of str
        *Misure concordate*.
    other_services : tuple of str
        *Rinvio ad altri servizi*.
    mobility_km : int or None
        How far the person would move with support; 0 anywhere.
    """

    reference: str = ""
    signed_on: date | None = None
    expires_on: date | None = None
    max_km: int | None = Field(default=None, ge=0, le=2000)
    min_hours: int | None = Field(default=None, ge=0, le=80)
    max_hours: int | None = Field(default=None, ge=0, le=80)
    night: bool | None = None
    sectors: tuple[str, ...] | None = None
    measures: tuple[str, ...] = ()
    other_services: tuple[str, ...] = ()
    mobility_km: int | None = Field(default=None, ge=0, le=2000)

    @model_validator(mode="after")
    def _signed(self) -> Pact:
        limits = (self.max_km, self.min_hours, self.max_hours, self.night, self.sectors)
        if any(limit is not None for limit in limits) and self.signed_on is None:
            raise ValueError("l'ambito di disponibilità sta in un patto firmato: indica signed_on")
        wrong = [code for code in self.sectors or () if len(code) != 1 or not "A" <= code <= "V"]
        if wrong:
            raise ValueError(f"sectors: «{wrong[0]}» non è una sezione ATECO (una lettera da A a V)")
        return self
