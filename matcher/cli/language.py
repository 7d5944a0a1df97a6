"""Two languages on one screen: help and messages are written side by side and chosen when shown."""

from __future__ import annotations

import os
import re
import sys
from copy import copy

import click

__all__ = ["BilingualCommand", "BilingualGroup", "both", "chosen_language", "in_words", "spoken_language"]

_SEPARATOR = " ¦ "
#: What stands for a word of the caller in a line of use: Italian, English.
_PLACEHOLDERS = (
    ("OPZIONI", "OPTIONS"),
    ("COMANDO", "COMMAND"),
    ("ARGOMENTI", "ARGS"),
    ("RICHIESTA", "VACANCY"),
    ("CANDIDATO", "CANDIDATE"),
    ("ROSA", "SHORTLIST"),
    ("TESTI", "TEXTS"),
    ("TESTO", "TEXT"),
    ("CONCETTO", "CONCEPT"),
    ("TIPO", "KIND"),
    ("STATO", "STATE"),
    ("NOME", "NAME"),
    ("CARTELLE", "PATHS"),
    ("CARTELLA", "DIRECTORY"),
    ("CARTELLA", "DIR"),
    ("PERCORSO", "PATH"),
    ("NUMERO", "INTEGER RANGE"),
    ("NUMERO", "INTEGER"),
    ("CAMPO=VALORE", "FIELD=VALUE"),
    ("NUMERO=LIVELLO", "NUMBER=LEVEL"),
    ("PAROLE", "WORDS"),
)


def both(italian: str, english: str) -> str:
    """Return a text in both languages, for a help string."""
    return f"{italian}{_SEPARATOR}{english}"


def chosen_language() -> str:
    """Return ``it`` or ``en``: ``--lang`` wins over MATCHER_LANG, and that over LANG."""
    return spoken_language() or "it"


def spoken_language() -> str:
    """Return what the call, MATCHER_LANG or LANG says, ``it`` or ``en``; blank where none of them does."""
    words = sys.argv[1:]
    for index, word in enumerate(words):
        if word == "--lang" and index + 1 < len(words):
            return "en" if words[index + 1].startswith("en") else "it"
        if word.startswith("--lang="):
            return "en" if word[7:].startswith("en") else "it"
    for name in ("MATCHER_LANG", "LANG"):
        spoken = os.environ.get(name, "")[:2].lower()
        if spoken in ("it", "en"):
            return spoken
    return ""


def _one(text: str | None, language: str) -> str | None:
    if text is None or _SEPARATOR not in text:
        return text
    italian, english = text.split(_SEPARATOR, 1)
    return english if language == "en" else italian


def in_words(usage: str) -> str:
    """Return a line of use, or a part of one, with its placeholders in the chosen language."""
    english = chosen_language() == "en"
    for italian, word in sorted(_PLACEHOLDERS, key=lambda pair: -len(pair[english is False])):
        old, new = (italian, word) if english else (word, italian)
        usage = re.sub(rf"(?<![\w=]){old}(?![\w=])", new, usage)
    return usage


class BilingualCommand(click.Command):
    """A command whose help and options are shown in the language of the moment."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does, in the chosen language."""
        if self.help:
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(_one(self.help, chosen_language()) or "")

    def get_short_help_str(self, limit: int = 100) -> str:
        """Return one line of help in the chosen language."""
        return (_one(self.help, chosen_language()) or "").strip().splitlines()[0] if self.help else ""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return ``--help``, explained in both languages."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = both("Mostra questo messaggio ed esce.", "Show this message and exit.")
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the line of use under its heading."""
        pieces = in_words(" ".join(self.collect_usage_pieces(ctx)))
        formatter.write_usage(ctx.command_path, pieces, prefix=_heading("Uso: ", "Usage: "))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options under their heading."""
        shown = [_translated(one) for one in self.get_params(ctx) if isinstance(one, click.Option)]
        rows = [_in_words(row) for option in shown if (row := option.get_help_record(ctx))]
        with formatter.section(_heading("Opzioni", "Options")):
            formatter.write_dl(rows)
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)


class BilingualGroup(BilingualCommand, click.Group):
    """A group of commands shown in the order in which they were added."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, in the order of a day's work."""
        return list(self.commands)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands under their heading."""
        rows = [(name, command.get_short_help_str()) for name, command in self.commands.items()]
        with formatter.section(_heading("Comandi", "Commands")):
            formatter.write_dl(rows)


def _in_words(row: tuple[str, str]) -> tuple[str, str]:
    """Return the help of an option with what click adds said in the chosen language."""
    names, text = in_words(row[0]), row[1]
    if chosen_language() == "it":
        text = re.sub(r"(\d+)<=x<=(\d+)", r"da \1 a \2", text).replace("[required]", "[obbligatorio]")
        text = re.sub(r"x>=(\d+)", r"da \1 in su", text)
    return names, text


def _heading(italian: str, english: str) -> str:
    return english if chosen_language() == "en" else italian


def _translated(option: click.Option) -> click.Option:
    shown = copy(option)
    shown.help = _one(option.help, chosen_language())
    return shown
