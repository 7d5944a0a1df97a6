"""``field=value`` words of a command line."""

from __future__ import annotations

from collections.abc import Iterable

import click

from matcher.errors import InputError

__all__ = ["FIELDS", "field_texts"]

#: The words after the identifier.
FIELDS = click.argument("fields", metavar="CAMPO=VALORE...", nargs=-1)


def field_texts(words: Iterable[str]) -> dict[str, str]:
    """Return the text of each field; ``field=`` empties it.

    Raises
    ------
    InputError
        ``E-CLI-013`` for a word without ``=``, ``E-CLI-014`` for a field written twice.
    """
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
        found[name] = text.strip()
    return found
