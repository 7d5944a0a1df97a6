"""Who is acting: the operator of the settings, as the register of operators knows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from shlex import quote

from sqlalchemy import Connection

from matcher.desk.permissions import (
    FUNCTIONS,
    MATCHING_FUNCTIONS,
    PERMISSIONS,
    Action,
    Role,
    read_role,
    require_accreditation,
    require_role,
)
from matcher.errors import InputError
from matcher.settings import Intermediary
from matcher.store import operators as register
from matcher.store.operators import Accreditation, Office, Operator, Provider

__all__ = [
    "Acting",
    "accredit",
    "acting_as",
    "intermediary_of",
    "register_office",
    "register_operator",
    "register_provider",
    "require",
]


@dataclass(frozen=True, slots=True)
class Acting:
    """Who takes a step, as what, where, when.

    Attributes
    ----------
    provider : Provider or None
        The body that runs the office, where it is registered.
    act : Accreditation or None
        The act under which that body works today.
    """

    actor: str
    role: Role
    office: str
    at: datetime
    provider: Provider | None = None
    act: Accreditation | None = None

    @property
    def day(self) -> date:
        """The day of the step."""
        return self.at.date()


def acting_as(connection: Connection, actor: str, role: str, office: str, at: datetime) -> Acting:
    """Return who is acting.

    While no operator is registered, whoever the settings name works with the role that they name: one
    clerk needs no register. From the first registration on, only registered operators act, with the role
    and the office of the register.

    Raises
    ------
    InputError
        ``E-OPR-001`` for a role that does not exist, ``E-OPR-003`` for a provider whose accreditation has
        expired, ``E-OPR-004`` for somebody who is not registered, or no longer.
    """
    registered = register.list_operators(connection)
    if not registered:
        return Acting(actor, read_role(role), office, at)
    known = register.find_operator(connection, actor)
    if known is None:
        raise InputError(
            "E-OPR-004",
            f"«{actor}» non è tra gli operatori registrati.",
            "Scrivi il tuo nome in actor (matcher.toml), oppure fatti registrare: matcher operators add "
            f"{quote(actor)} --role … — chi c'è: matcher operators list",
        )
    day = at.date()
    if (known.valid_from and day < known.valid_from) or (known.valid_to and known.valid_to < day):
        until = f"fino al {known.valid_to:%d/%m/%Y}" if known.valid_to else "non ancora"
        raise InputError(
            "E-OPR-004", f"L'incarico di «{known.id}» vale {until}.", "Chiedi al supervisore di aggiornarlo."
        )
    place = register.find_office(connection, known.office)
    provider = register.find_provider(connection, place.provider_id) if place else None
    act = None
    if place and provider:
        act = require_accreditation(provider, place, register.accreditations_of(connection, provider.id), day)
    return Acting(known.id, read_role(known.role), known.office or office, at, provider, act)


def require(connection: Connection, acting: Acting, action: Action) -> None:
    """Refuse an action to whom role or accreditation does not allow it.

    Raises
    ------
    InputError
        ``E-OPR-002`` for the role, ``E-OPR-003`` for the provider: only matching functions refer.
    """
    require_role(action, acting.role, acting.actor)
    if action is Action.REFER and acting.provider is not None:
        place = register.find_office(connection, acting.office) or Office(acting.office)
        held = register.accreditations_of(connection, acting.provider.id)
        require_accreditation(acting.provider, place, held, acting.day, MATCHING_FUNCTIONS)


def intermediary_of(connection: Connection, acting: Acting, default: Intermediary) -> Intermediary:
    """Return the details that stand on a document: those of the operator's provider, else of the settings."""
    provider = acting.provider
    if provider is None:
        return default
    held = [
        one
        for one in register.accreditations_of(connection, provider.id)
        if one.function in MATCHING_FUNCTIONS and one.holds_on(acting.day)
    ]
    return Intermediary(
        name=provider.name or provider.id,
        authorisation=_act_words(held) or default.authorisation,
        address=provider.address or default.address,
        contact=provider.contact or default.contact,
    )


def register_operator(connection: Connection, acting: Acting, operator: Operator) -> Operator:
    """Write an operator; the first one must be able to register the others.

    Raises
    ------
    InputError
        ``E-OPR-002`` if whoever acts may not, ``E-OPR-001`` for a role that does not exist, ``E-OPR-005``
        for an office that is not registered, or a first operator who could not register anybody else.
    """
    role = read_role(operator.role)
    kept = Operator(
        operator.id.strip(),
        operator.name,
        role.value,
        operator.office,
        operator.valid_from,
        operator.valid_to,
    )
    if not kept.id:
        raise InputError("E-OPR-005", "Manca il nome dell'operatore.", "È il nome scritto in actor.")
    if not register.list_operators(connection):
        if role not in PERMISSIONS[Action.REGISTER]:
            raise InputError(
                "E-OPR-005",
                f"Il primo operatore registrato dev'essere chi può registrare gli altri, non «{role.value}».",
                f"matcher operators add {kept.id} --role supervisore",
            )
    else:
        require_role(Action.REGISTER, acting.role, acting.actor)
    if kept.office and register.find_office(connection, kept.office) is None:
        raise InputError(
            "E-OPR-005",
            f"L'ufficio «{kept.office}» non è registrato.",
            f'Registralo: matcher offices add "{kept.office}"',
        )
    register.put_operator(connection, kept, acting.actor, acting.at)
    return kept


def register_office(connection: Connection, acting: Acting, office: Office) -> Office:
    """Write an office.

    Raises
    ------
    InputError
        ``E-OPR-002`` if whoever acts may not, ``E-OPR-005`` for a provider that is not registered.
    """
    _may_register(connection, acting)
    if office.provider_id and register.find_provider(connection, office.provider_id) is None:
        raise InputError(
            "E-OPR-005",
            f"L'ente «{office.provider_id}» non è registrato.",
            f'Registralo: matcher providers add "{office.provider_id}" --name …',
        )
    register.put_office(connection, office, acting.actor, acting.at)
    return office


def register_provider(connection: Connection, acting: Acting, provider: Provider) -> Provider:
    """Write a provider.

    Raises
    ------
    InputError
        ``E-OPR-002`` if whoever acts may not, ``E-OPR-005`` for a kind that does not exist.
    """
    _may_register(connection, acting)
    if provider.kind not in ("pubblico", "accreditato", "autorizzato"):
        raise InputError(
            "E-OPR-005",
            f"«{provider.kind}» non è un tipo di ente.",
            "Scrivi: pubblico, accreditato, autorizzato.",
        )
    register.put_provider(connection, provider, acting.actor, acting.at)
    return provider


def accredit(connection: Connection, acting: Acting, row: Accreditation) -> Accreditation:
    """Write what a provider may do, with its act.

    Raises
    ------
    InputError
        ``E-OPR-005`` for a function that does not exist, a provider that is not registered, an act without
        authority and number, dates in the wrong order.
    """
    _may_register(connection, acting)
    faults = {
        f"«{row.function}» non è una funzione": row.function not in FUNCTIONS,
        f"l'ente «{row.provider_id}» non è registrato": not register.find_provider(
            connection, row.provider_id
        ),
        "manca il provvedimento (autorità e numero)": not (row.authority and row.number),
        "la fine viene prima dell'inizio": bool(
            row.valid_from and row.valid_to and row.valid_to < row.valid_from
        ),
    }
    wrong = [text for text, is_wrong in faults.items() if is_wrong]
    if wrong:
        raise InputError(
            "E-OPR-005", f"Accreditamento: {'; '.join(wrong)}.", f"Funzioni: {', '.join(FUNCTIONS)}."
        )
    register.put_accreditation(connection, row, acting.actor, acting.at)
    return row


def _may_register(connection: Connection, acting: Acting) -> None:
    if register.list_operators(connection):
        require_role(Action.REGISTER, acting.role, acting.actor)


def _act_words(held: Sequence[Accreditation]) -> str:
    return "; ".join(
        dict.fromkeys(
            " ".join(
                part
                for part in (
                    one.authority,
                    f"n. {one.number}",
                    f"del {one.issued_on:%d/%m/%Y}" if one.issued_on else "",
                    f"({one.section.replace('_', ' ')})" if one.section else "",
                )
                if part
            )
            for one in held
        )
    )
