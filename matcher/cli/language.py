"""Two languages on one screen: help and messages are written side by side and chosen when shown."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

__all__ = ["BilingualCommand", "both", "chosen_language"]

_SEPARATOR = " ¦ "


def both(italian: str, english: str) -> str:
    """Return a text in both languages, for a help string."""
    return f"{italian}{_SEPARATOR}{english}"


def chosen_language(arguments: Sequence[str] | None = None) -> str:
    """Return ``it`` or ``en``: ``--lang`` wins over MATCHER_LANG, and that over LANG."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    for index, word in enumerate(words):
        if word == "--lang" and index + 1 < len(words):
            return "en" if words[index + 1].startswith("en") else "it"
        if word.startswith("--lang="):
            return "en" if word[7:].startswith("en") else "it"
    setting = os.environ.get("MATCHER_LANG") or os.environ.get("LANG", "")
    return "en" if setting.lower().startswith("en") else "it"


def _one(text: str | None, language: str) -> str | None:
    if text is None or _SEPARATOR not in text:
        return text
    italian, english = text.split(_SEPARATOR, 1)
    return english if language == "en" else italian


class BilingualCommand(click.Command):
    """A command whose help and options are shown in the language of the moment."""

    def get_help(self, ctx: click.Context) -> str:
        """Return the help in the chosen language."""
        _translate(self, chosen_language())
        return super().get_help(ctx)

    def get_short_help_str(self, limit: int = 100) -> str:
        """Return one line of help in the chosen language."""
        return (_one(self.help, chosen_language()) or "").strip().splitlines()[0] if self.help else ""


def _translate(command: click.Command, language: str) -> None:
    command.help = _one(command.help, language)
    command.epilog = _one(command.epilog, language)
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            parameter.help = _one(parameter.help, language)
