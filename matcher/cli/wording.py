"""Commands about the words of a vacancy: check, override."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from matcher.cli.language import BilingualGroup, both
from matcher.cli.session import Session, command
from matcher.errors import InputError

if TYPE_CHECKING:
    from matcher.desk.vacancy_words import WordFinding
    from matcher.vocabulary.lint import InadmissibleWords
    from matcher.vocabulary.schema import Language

__all__ = ["COMMANDS", "findings_told", "say_findings"]

_MOST_SHOWN = 10


@command(
    "check",
    "Cerca le parole che una richiesta non può usare: quali, perché, come riscriverle.",
    "Look for words that a vacancy may not use: which, why, how to reword them.",
)
@click.argument("identifier", metavar="[ID]", default="")
@click.option(
    "--text", default="", help=both("Un testo al posto di una richiesta.", "A text in place of a vacancy.")
)
@click.option(
    "--file",
    "path",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=both("Un file di testo al posto di una richiesta.", "A text file in place of a vacancy."),
)
def check(session: Session, identifier: str, text: str, path: Path | None) -> None:
    """Check the words of a vacancy in the store, of a text, or of a file."""
    if sum(map(bool, (identifier, text, path))) != 1:
        raise InputError(
            "E-CLI-024",
            "Serve un solo testo da controllare.",
            "Indica una richiesta, oppure --text o --file.",
        )
    rows = _of_vacancy(session, identifier) if identifier else _of_text(session, text or _read(path))
    session.failed = any(not row["allowed"] for row in rows)
    if session.format != "table":
        session.rows(rows, [("field", "Campo", "Field"), ("quote", "Parole", "Words")])
        return
    if not rows:
        session.say("Nessuna parola da rivedere.", "No words to review.")
        return
    for row in rows:
        allowed = session.text(" — ammesso da un supervisore", " — allowed by a supervisor")
        where = f"{row['field']}: " if row["field"] else ""
        click.echo(f"{where}«{row['quote']}»{allowed if row['allowed'] else ''}")
        click.echo(f"  {row['reason']}")
        click.echo(f"  → {row['suggestion']}")
        click.echo(f"  {row['legal_basis']}")
    if session.failed:
        session.say(
            "Finché restano così queste parole non contano nell'abbinamento.",
            "As long as they stand, these words do not count in matching.",
        )


@command(
    "override",
    "Un supervisore ammette parole essenziali per quel lavoro; il motivo resta nel registro.",
    "A supervisor allows words that the job needs; the reason stays in the log.",
)
@click.argument("identifier", metavar="ID")
@click.argument("quote", metavar="PAROLE")
@click.option(
    "--reason", required=True, help=both("Perché servono per quel lavoro.", "Why the job needs them.")
)
def override(session: Session, identifier: str, quote: str, reason: str) -> None:
    """Let words count, with a reason on the record."""
    from matcher.desk.permissions import Action
    from matcher.desk.wording import override_words

    words = _words(session)
    with session.open() as workspace:
        acting = workspace.acting_for(Action.ALLOW_WORDS)
        with workspace.database.transaction() as connection:
            row = override_words(connection, identifier, quote, reason, words, acting)
    if session.format != "table":
        answer = {"id": identifier, "overrides": list(row.vacancy.overrides), "version": row.version}
        session.rows([answer], [])
    session.say(
        f"{identifier}: «{quote}» ammesso, motivo annotato nel registro (versione {row.version}).",
        f"{identifier}: «{quote}» allowed, reason noted in the log (version {row.version}).",
    )


def findings_told(session: Session, findings: Sequence[WordFinding]) -> list[WordFinding]:
    """Return findings with their reasons and rewordings in the language of the screen."""
    if session.language != "en" or not findings:
        return list(findings)
    english: dict[str, str] = {}
    for word in _words(session).words:
        english[word.reasons["it"]] = word.reasons["en"]
        english[word.suggestions["it"]] = word.suggestions["en"]
    return [
        replace(
            one,
            reason=english.get(one.reason, one.reason),
            suggestion=english.get(one.suggestion, one.suggestion),
        )
        for one in findings
    ]


def say_findings(session: Session, findings: Sequence[WordFinding]) -> None:
    """Say which words were found while reading vacancies, the first ones in full."""
    if not findings:
        return
    session.say(
        f"Parole da rivedere, che non contano nell'abbinamento: {len(findings)}",
        f"Words to review, which do not count in matching: {len(findings)}",
    )
    for one in findings_told(session, findings[:_MOST_SHOWN]):
        click.echo(f"  {one.vacancy_id}, {one.field}: «{one.quote}» — {one.reason} → {one.suggestion}")
    if len(findings) > _MOST_SHOWN:
        session.say(
            "  … le altre con «matcher vacancy check ID»", "  … the others with «matcher vacancy check ID»"
        )


def _of_vacancy(session: Session, identifier: str) -> list[dict[str, Any]]:
    from matcher.desk.wording import wording_findings
    from matcher.store.vacancies import get_vacancy

    with session.open() as workspace, workspace.database.snapshot() as connection:
        vacancy = get_vacancy(connection, identifier).vacancy
    found = wording_findings(vacancy, _words(session), _language(session))
    return [_row(one.field, one.finding, one.allowed) for one in found]


def _of_text(session: Session, text: str) -> list[dict[str, Any]]:
    from matcher.vocabulary.lint import find_inadmissible

    return [_row("", found, False) for found in find_inadmissible(text, _words(session), _language(session))]


def _row(field: str, found: Any, allowed: bool) -> dict[str, Any]:
    names = ("quote", "kind", "reason", "suggestion", "legal_basis", "start", "end")
    return {"field": field, **{name: getattr(found, name) for name in names}, "allowed": allowed}


def _language(session: Session) -> Language:
    return "en" if session.language == "en" else "it"


def _words(session: Session) -> InadmissibleWords:
    from matcher.settings import load_settings
    from matcher.vocabulary.lint import load_inadmissible
    from matcher.vocabulary.load import find_vocabularies

    chosen = load_settings(session.folder).vocabularies
    return load_inadmissible(find_vocabularies(Path(chosen) if chosen else None))


def _read(path: Path | None) -> str:
    from matcher.exchange.encoding import detect_encoding, repair

    if path is None:
        return ""
    encoding = detect_encoding(path)
    text = path.read_text(encoding=encoding.name, errors=encoding.errors)
    return repair(text) if encoding.errors == "surrogateescape" else text


vacancy = BilingualGroup(
    "vacancy",
    help=both("Le parole di una richiesta.", "The words of a vacancy."),
    commands=[check, override],
)
COMMANDS: dict[str, click.Command] = {"vacancy": vacancy}
