"""``field=value`` words of a command line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from matcher.cli.language import both
from matcher.errors import InputError

__all__ = ["FIELDS", "REASON", "VERSION", "field_texts"]

#: The words after the identifier.
FIELDS = click.argument("fields", metavar="CAMPO=VALORE...", nargs=-1)
#: The version that the operator had read.
VERSION = click.option(
    "--version",
    "version",
    type=click.IntRange(1),
    help=both(
        "La versione che hai letto: se altri l'hanno cambiata non si scrive nulla.",
        "The version you read: if somebody changed it nothing is written.",
    ),
)
#: The coded reason of a step.
REASON = click.option("--reason", default="", help=both("Il motivo, in codice.", "The reason, as a code."))


def field_texts(words: Iterable[str]) -> dict[str, str]:
    """Return the text of each field; ``field=`` empties it, ``field=@FILE`` reads a text file.

    Raises
    ------
    InputError
        ``E-CLI-013`` for a word without ``=``, ``E-CLI-014`` for a field written twice, and as `read_whole`.
    """
    from matcher.desk.text_files import read_whole

    found: dict[str, str] = {}
    for word in words:
        name, sign, text = word.partition("=")
        name = name.strip()
        if not sign or not name:
            raise InputError(
                "E-CLI-013",
                f"«{word}» non è nella forma campo=valore.",
                'Se il valore ha degli spazi mettilo tra virgolette: "ufficio=CPI di Sassuolo".',
            )
        if name in found:
            raise InputError("E-CLI-014", f"Il campo «{name}» c'è due volte.", "Lasciane uno.")
        text = text.strip()
        found[name] = read_whole(Path(text[1:])).text.strip() if text.startswith("@") else text
    return found
