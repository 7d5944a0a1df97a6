"""Commands about who works here: operators, offices, providers with what authorises them."""

from __future__ import annotations

from typing import Any

import click

from matcher.cli.errors_english import in_language
from matcher.cli.language import BilingualGroup, both
from matcher.cli.moments import read_day, shown_day
from matcher.cli.session import Session, command

__all__ = ["COMMANDS"]

_FROM = click.option("--from", "valid_from", help=both("Dal giorno.", "From this day."))
_TO = click.option("--to", "valid_to", help=both("Fino al giorno, compreso.", "Until this day."))
_REGION = click.option("--region", default="", help=both("Regione.", "Region."))
_NAME = click.option("--name", default="", help=both("Nome per esteso.", "Full name."))


@command("list", "Elenca gli operatori e chi sei tu.", "List the operators, and who you are.")
def operators_list(session: Session) -> None:
    """List operators."""
    from matcher.store.operators import list_operators

    with session.open() as workspace, workspace.database.snapshot() as connection:
        found, chosen = list_operators(connection), workspace.settings
    rows = [
        {
            "id": one.id,
            "name": one.name,
            "role": one.role,
            "office": one.office,
            "valid_from": shown_day(session, one.valid_from) if one.valid_from else "",
            "valid_to": shown_day(session, one.valid_to) if one.valid_to else "",
        }
        for one in found
    ]
    if rows or session.format != "table":
        session.rows(
            rows,
            [
                ("id", "Operatore", "Operator"),
                ("name", "Nome", "Name"),
                ("role", "Ruolo", "Role"),
                ("office", "Ufficio", "Office"),
                ("valid_from", "Dal", "From"),
                ("valid_to", "Fino al", "Until"),
            ],
        )
    if not rows:
        session.say(
            f"Nessun operatore registrato: lavora «{chosen.actor}» ({chosen.role}), come dice matcher.toml.\n"
            "Per registrarli: matcher operators add NOME --role supervisore — da allora lavora solo chi è registrato.",
            f"No operator registered: “{chosen.actor}” ({chosen.role}) works, as matcher.toml says.\n"
            "To register: matcher operators add NAME --role supervisore — from then on only the registered work.",
        )
        return
    session.say(
        f"Tu sei «{chosen.actor}» (actor in matcher.toml, o la variabile MATCHER_ACTOR).",
        f"You are “{chosen.actor}” (actor in matcher.toml, or the variable MATCHER_ACTOR).",
    )


@command("roles", "Chi può fare che cosa: la tabella dei ruoli.", "Who may do what: the table of roles.")
def operators_roles(session: Session) -> None:
    """List what each role may do, from the one table that every command asks."""
    from matcher.desk.permissions import PERMISSIONS, Role

    session.rows(
        [
            {"role": role.value, "may": action.value, "action": action.name.lower()}
            for role in Role
            for action, allowed in PERMISSIONS.items()
            if role in allowed
        ]
        if session.format != "table"
        else [
            {
                "may": in_language(session.language, action.value),
                "role": "\n".join(role.value for role in Role if role in allowed),
            }
            for action, allowed in PERMISSIONS.items()
        ],
        [("may", "Può", "May"), ("role", "Chi", "Who")],
    )


@command(
    "add",
    "Registra un operatore, o ne cambia ruolo e ufficio. Il primo dev'essere supervisore o amministratore.",
    "Register an operator, or change role and office. The first must be a supervisor or an administrator.",
)
@click.argument("operator")
@click.option("--role", required=True, help=both("Ruolo.", "Role."))
@click.option("--office", default="", help=both("Ufficio registrato.", "Registered office."))
@_NAME
@_FROM
@_TO
def operators_add(
    session: Session,
    operator: str,
    role: str,
    office: str,
    name: str,
    valid_from: str | None,
    valid_to: str | None,
) -> None:
    """Register an operator."""
    from matcher.desk.operators import register_operator
    from matcher.store.operators import Operator

    row = Operator(operator, name, role, office, _day(valid_from), _day(valid_to))
    with session.open() as workspace:
        with workspace.steps() as steps:
            kept = register_operator(steps.connection, steps.acting, row)
        actor = workspace.settings.actor
    _said(session, "operator", kept.id, {"role": kept.role, "office": kept.office})
    if actor.casefold() != kept.id.casefold():
        session.say(
            f"Da ora lavora solo chi è registrato. Tu sei «{actor}»: se non lo sei, scrivi actor in matcher.toml.",
            f"From now on only the registered work. You are “{actor}”: if you are not, set actor in matcher.toml.",
        )


@command("list", "Elenca gli uffici.", "List the offices.")
def offices_list(session: Session) -> None:
    """List offices."""
    from matcher.store.operators import list_offices

    with session.open() as workspace, workspace.database.snapshot() as connection:
        found = list_offices(connection)
    session.rows(
        [
            {"id": one.id, "name": one.name, "provider": one.provider_id, "region": one.region}
            for one in found
        ],
        [
            ("id", "Ufficio", "Office"),
            ("name", "Nome", "Name"),
            ("provider", "Ente", "Provider"),
            ("region", "Regione", "Region"),
        ],
    )


@command("add", "Registra un ufficio.", "Register an office.")
@click.argument("office")
@_NAME
@click.option("--provider", default="", help=both("Ente che lo gestisce.", "Provider that runs it."))
@_REGION
def offices_add(session: Session, office: str, name: str, provider: str, region: str) -> None:
    """Register an office."""
    from matcher.desk.operators import register_office
    from matcher.store.operators import Office

    with session.open() as workspace, workspace.steps() as steps:
        kept = register_office(steps.connection, steps.acting, Office(office, name, provider, region))
    _said(session, "office", kept.id, {"provider": kept.provider_id, "region": kept.region})


@command("list", "Elenca gli enti e i loro accreditamenti.", "List the providers and their accreditations.")
def providers_list(session: Session) -> None:
    """List providers, one row for each accreditation."""
    from matcher.store.operators import accreditations_of, list_providers

    with session.open() as workspace, workspace.database.snapshot() as connection:
        rows: list[dict[str, Any]] = []
        for one in list_providers(connection):
            named = {"id": one.id, "name": one.name, "kind": one.kind}
            held = accreditations_of(connection, one.id)
            rows += [
                {
                    **named,
                    "function": act.function,
                    "region": act.region,
                    "act": f"{act.authority} n. {act.number}",
                    "valid_to": shown_day(session, act.valid_to) if act.valid_to else "",
                    "in_force": act.holds_on(workspace.today),
                    "in_force_label": ""
                    if act.holds_on(workspace.today)
                    else session.text("non in vigore", "not in force"),
                }
                for act in held
            ] or [named]
    session.rows(
        rows,
        [
            ("id", "Ente", "Provider"),
            ("name", "Nome", "Name"),
            ("kind", "Tipo", "Kind"),
            ("function", "Funzione", "Function"),
            ("region", "Regione", "Region"),
            ("act", "Provvedimento", "Act"),
            ("valid_to", "Fino al", "Until"),
            ("in_force_label", "", ""),
        ],
    )


@command("add", "Registra un ente: pubblico, accreditato, autorizzato.", "Register a provider.")
@click.argument("provider")
@_NAME
@click.option("--kind", default="accreditato", help=both("Tipo di ente.", "Kind of provider."))
@click.option("--address", default="", help=both("Indirizzo.", "Address."))
@click.option("--contact", default="", help=both("Recapito.", "Contact."))
def providers_add(session: Session, provider: str, name: str, kind: str, address: str, contact: str) -> None:
    """Register a provider."""
    from matcher.desk.operators import register_provider
    from matcher.store.operators import Provider

    with session.open() as workspace, workspace.steps() as steps:
        kept = register_provider(
            steps.connection, steps.acting, Provider(provider, name, kind, address, contact)
        )
    _said(session, "provider", kept.id, {"kind": kept.kind})
    if kept.kind != "pubblico":
        session.say(
            f"Poi — che cosa può fare: matcher providers accredit {kept.id} --function intermediazione "
            "--authority … --number …",
            f"Next — what it may do: matcher providers accredit {kept.id} --function intermediazione "
            "--authority … --number …",
        )


@command(
    "accredit",
    "Scrive che cosa può fare un ente, in quale regione, con quale provvedimento e fino a quando.",
    "Write what a provider may do, where, under which act and until when.",
)
@click.argument("provider")
@click.option("--function", required=True, help=both("Funzione del registro.", "Function."))
@_REGION
@click.option("--section", default="", help=both("Sezione del registro.", "Section of the register."))
@click.option("--authority", default="", help=both("Autorità.", "Authority."))
@click.option("--number", default="", help=both("Numero del provvedimento.", "Number of the act."))
@click.option("--issued", help=both("Data del provvedimento.", "Date of the act."))
@_FROM
@_TO
def accredit_(
    session: Session,
    provider: str,
    function: str,
    region: str,
    section: str,
    authority: str,
    number: str,
    issued: str | None,
    valid_from: str | None,
    valid_to: str | None,
) -> None:
    """Write an accreditation."""
    from matcher.desk.operators import accredit
    from matcher.store.operators import Accreditation

    days = (_day(issued), _day(valid_from), _day(valid_to))
    code = "_".join(function.casefold().replace("-", " ").replace("_", " ").split())
    row = Accreditation(provider, code, region, section, authority, number, *days)
    with session.open() as workspace, workspace.steps() as steps:
        accredit(steps.connection, steps.acting, row)
    _said(session, "provider", provider, {"function": row.function, "act": f"{authority} n. {number}"})


def _day(text: str | None) -> Any:
    return read_day(text) if text else None


def _said(session: Session, kind: str, identifier: str, facts: dict[str, str]) -> None:
    if session.format != "table":
        session.rows([{kind: identifier, **facts}], [])
    told = ", ".join(value for value in facts.values() if value)
    session.say(
        f"{identifier}: registrato{f' ({told})' if told else ''}.",
        f"{identifier}: registered{f' ({told})' if told else ''}.",
    )


operators = BilingualGroup(
    "operators",
    help=both("Operatori: chi lavora qui e con quale ruolo.", "Operators: who works here, in which role."),
    commands=[operators_list, operators_roles, operators_add],
)
offices = BilingualGroup("offices", help=both("Uffici.", "Offices."), commands=[offices_list, offices_add])
providers = BilingualGroup(
    "providers",
    help=both("Enti autorizzati e accreditati.", "Authorised and accredited providers."),
    commands=[providers_list, providers_add, accredit_],
)
COMMANDS: dict[str, click.Command] = {"operators": operators, "offices": offices, "providers": providers}
