"""Who may do what: one table of roles and one of functions, read by every step of the desk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from matcher.errors import InputError
from matcher.store.operators import Accreditation, Office, Provider

__all__ = [
    "FUNCTIONS",
    "MATCHING_FUNCTIONS",
    "PERMISSIONS",
    "Action",
    "Role",
    "read_role",
    "require_accreditation",
    "require_role",
]


class Role(StrEnum):
    """What people of the staff are."""

    CLERK = "operatore del mercato del lavoro"
    SPECIALIST = "operatore con competenze specialistiche"
    PARTNER = "consulente dell'agenzia partner"
    TARGETED = "ufficio collocamento mirato"
    TUTOR = "tutor"
    COUNSELOR = "counselor"
    STEERING = "cabina di regia"
    SUPERVISOR = "supervisore"
    ADMINISTRATOR = "amministratore"


class Action(StrEnum):
    """What can be done, in the words of a refusal."""

    LOOK = "guardare i dati delle persone"
    WRITE = "scrivere schede di persone e richieste"
    EXPORT = "esportare le schede"
    ERASE = "cancellare persone e richieste"
    LINK = "cambiare i vocabolari"
    ALLOW_WORDS = "ammettere parole che la legge non ammette"
    PREPARE = "preparare una rosa"
    VERIFY = "verificare le disponibilità"
    RELEASE = "rilasciare nome e recapiti"
    APPROVE = "approvare una rosa"
    REFER = "inviare una rosa al datore"
    RECORD = "registrare gli esiti"
    FOLLOW_UP = "registrare le verifiche dopo l'inserimento"
    MOVE_VACANCY = "cambiare lo stato di una richiesta"
    REOPEN = "riaprire una richiesta chiusa"
    REVIEW = "decidere su un motivo non ammesso"
    REGISTER = "registrare operatori, uffici ed enti"
    LOG_SERVICE = "scrivere nel registro delle prestazioni"
    MERGE = "cercare e unire i doppioni"


_DESK: Final = frozenset({Role.CLERK, Role.SPECIALIST, Role.TARGETED, Role.SUPERVISOR})
_WITH_PARTNER: Final = _DESK | {Role.PARTNER}
_BESIDE_PEOPLE: Final = _WITH_PARTNER | {Role.TUTOR, Role.COUNSELOR}

#: Who may do what; whatever is not here is refused.
PERMISSIONS: Mapping[Action, frozenset[Role]] = MappingProxyType(
    {
        Action.LOOK: _BESIDE_PEOPLE,
        Action.WRITE: _WITH_PARTNER | {Role.COUNSELOR},
        # whole files of people leave the programme, or leave for good
        Action.EXPORT: _DESK | {Role.ADMINISTRATOR},
        Action.ERASE: _DESK | {Role.ADMINISTRATOR},
        Action.LINK: _DESK | {Role.ADMINISTRATOR},
        Action.ALLOW_WORDS: frozenset({Role.SUPERVISOR}),
        Action.PREPARE: _WITH_PARTNER,
        Action.VERIFY: _WITH_PARTNER | {Role.COUNSELOR},
        Action.RELEASE: _WITH_PARTNER,
        Action.APPROVE: _WITH_PARTNER,
        Action.REFER: _WITH_PARTNER,
        Action.RECORD: _WITH_PARTNER,
        Action.FOLLOW_UP: _BESIDE_PEOPLE,
        Action.MOVE_VACANCY: _WITH_PARTNER,
        Action.REOPEN: frozenset({Role.SUPERVISOR}),
        Action.REVIEW: frozenset({Role.SUPERVISOR}),
        Action.REGISTER: frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR}),
        Action.LOG_SERVICE: _BESIDE_PEOPLE,
        # contacts and birth dates of everybody are compared
        Action.MERGE: _DESK,
    }
)
#: Functions of regional registers; only the matching ones may refer a shortlist.
FUNCTIONS: Final = (
    "incontro_domanda_offerta",
    "intermediazione",
    "ricerca_e_selezione",
    "somministrazione_generalista",
    "somministrazione_specialista",
    "supporto_ricollocazione",
    "prevenzione_disoccupazione",
    "inserimento_svantaggiati",
    "mobilita_geografica",
)
MATCHING_FUNCTIONS: Final = frozenset(FUNCTIONS[:5])
_OTHER_WORDS: Final = {
    "supervisor": Role.SUPERVISOR,
    "supervisora": Role.SUPERVISOR,
    "administrator": Role.ADMINISTRATOR,
    "operatore": Role.CLERK,
    "operatore del mercato del lavoro con competenze specialistiche": Role.SPECIALIST,
}


def read_role(text: str) -> Role:
    """Return the role that words name.

    Raises
    ------
    InputError
        ``E-OPR-001`` with the roles to choose from.
    """
    wanted = " ".join(text.casefold().replace("_", " ").split())
    found = next((role for role in Role if role.value == wanted), _OTHER_WORDS.get(wanted))
    if found is None:
        raise InputError("E-OPR-001", f"«{text}» non è un ruolo.", f"Ruoli: {', '.join(Role)}.")
    return found


def require_role(action: Action, role: Role, actor: str) -> None:
    """Refuse an action to whom the table does not allow it.

    Raises
    ------
    InputError
        ``E-OPR-002`` with who may.
    """
    allowed = PERMISSIONS.get(action, frozenset())
    if role not in allowed:
        who = ", ".join(one.value for one in Role if one in allowed)
        raise InputError(
            "E-OPR-002",
            f"«{actor}» ha il ruolo «{role.value}»: non può {action.value}.",
            f"Può farlo chi è: {who}.",
        )


def require_accreditation(
    provider: Provider,
    office: Office,
    held: Iterable[Accreditation],
    day: date,
    functions: frozenset[str] | None = None,
) -> Accreditation | None:
    """Return the act under which a provider works on a day; ``None`` for a public office.

    Parameters
    ----------
    functions : frozenset of str, optional
        Functions of which one is needed; any will do if omitted.

    Raises
    ------
    InputError
        ``E-OPR-003`` for one that has expired or was never given for this function or region.
    """
    if provider.kind == "pubblico":
        return None
    fitting = [
        one
        for one in held
        if (functions is None or one.function in functions)
        and (not one.region or not office.region or one.region.casefold() == office.region.casefold())
    ]
    valid = [one for one in fitting if one.holds_on(day)]
    if valid:
        return valid[0]
    last = max((one.valid_to for one in fitting if one.valid_to), default=None)
    if last is not None and last < day:
        why = f"l'accreditamento è scaduto il {last:%d/%m/%Y}"
    elif functions is not None:
        why = "non ha una funzione di incontro domanda-offerta" + (
            f" in {office.region}" if office.region else ""
        )
    else:
        why = "non ha un accreditamento valido"
    raise InputError(
        "E-OPR-003",
        f"L'ente «{provider.name or provider.id}» non può procedere: {why}.",
        f"Aggiorna l'accreditamento: matcher providers accredit {provider.id} --function intermediazione …",
    )
