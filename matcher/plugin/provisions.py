"""Checks of what plugins provide beside rules: vocabularies, readers, commands, reports."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib import import_module
from typing import Any, get_args

from matcher.errors import MatcherError, PluginError
from matcher.plugin.failures import stopped, to_stderr
from matcher.plugin.sources import FILE_KINDS, READ_ALREADY, Reader, VocabularyTable
from matcher.plugin.tasks import Command, Desk, Parameter, Table
from matcher.vocabulary.schema import Kind

__all__ = [
    "OWN_REPORTS",
    "answered_tables",
    "check_command",
    "check_reader",
    "check_report",
    "check_vocabulary_table",
    "provided_function",
    "run_provided",
]

#: Reports of the product: ``matcher report NAME`` finds these first.
OWN_REPORTS = frozenset({"availability", "list", "outcomes", "services", "times"})
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_ARGUMENT = re.compile(r"[a-z][a-z0-9_]*")
_TARGET = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_]\w*")
#: Names of arguments that the command line keeps for itself.
_TAKEN = frozenset({"desk", "workspace", "format", "format_", "lang", "help", "session"})


def check_vocabulary_table(plugin: str, table: VocabularyTable) -> None:
    """Refuse a table of a kind that is neither the product's nor the plugin's own, or that is not there."""
    if table.kind not in get_args(Kind) and not re.fullmatch(rf"{re.escape(plugin)}\.\w+", table.kind):
        raise PluginError(
            "E-PLG-060",
            f"Il plugin «{plugin}» porta un vocabolario di tipo «{table.kind}».",
            f"Usa {', '.join(get_args(Kind))}, oppure un tipo tuo: «{plugin}.nome».",
        )
    if not table.path.is_file():
        raise PluginError(
            "E-PLG-061",
            f"Il plugin «{plugin}» porta un vocabolario che non c'è: {table.path}.",
            "Indica il file con Path(__file__).parent / … e includilo nel pacchetto.",
        )


def check_reader(plugin: str, reader: Reader) -> None:
    """Refuse a reader without suffixes, of a kind of file that does not exist, or without its function."""
    wrong = [suffix for suffix in reader.suffixes if not re.fullmatch(r"(\.[a-z0-9]+)+", suffix)]
    if not reader.suffixes or wrong:
        raise PluginError(
            "E-PLG-062",
            f"Il plugin «{plugin}» legge file con estensione {wrong or reader.suffixes!r}.",
            'Scrivi le estensioni con il punto e in minuscolo: (".xyz",).',
        )
    if taken := sorted(READ_ALREADY & set(reader.suffixes)) if not reader.sniff else []:
        raise PluginError(
            "E-PLG-062",
            f"Il plugin «{plugin}» legge {', '.join(taken)}, che il programma legge già.",
            "Indica in sniff una funzione che riconosca i tuoi file dal contenuto.",
        )
    if not reader.kinds:
        raise PluginError(
            "E-PLG-062",
            f"Il plugin «{plugin}» non legge nessun tipo di file.",
            f"I tipi sono {', '.join(FILE_KINDS)}.",
        )
    for target in (reader.read, *([reader.sniff] if reader.sniff else [])):
        _check_target(plugin, target)


def check_report(plugin: str, report: Command) -> None:
    """Refuse a report that is not a good command, or has the name of one of the product's."""
    check_command(plugin, report)
    if report.name in OWN_REPORTS:
        raise PluginError(
            "E-PLG-063",
            f"Il plugin «{plugin}» dichiara il rapporto «{report.name}», che il programma ha già.",
            f"Dagli un altro nome. Già presi: {', '.join(sorted(OWN_REPORTS))}.",
        )


def check_command(plugin: str, command: Command) -> None:
    """Refuse a command whose name, words, function or parameters cannot be used."""
    if not _NAME.fullmatch(command.name):
        raise PluginError(
            "E-PLG-063",
            f"Il plugin «{plugin}» dichiara il comando «{command.name}».",
            "Usa minuscole, cifre e trattini: quadro-servizi.",
        )
    words = [(command.it, command.en), *((one.it, one.en) for one in command.parameters)]
    if not all(italian and english for italian, english in words):
        raise PluginError(
            "E-PLG-025",
            f"Il comando «{command.name}» del plugin «{plugin}» non ha tutti i testi in italiano e in inglese.",
            "Scrivi it ed en per il comando e per ogni parametro.",
        )
    _check_target(plugin, command.run)
    names = [one.name for one in command.parameters]
    several = [one.name for one in command.parameters if one.many and not one.option]
    positional = [one.name for one in command.parameters if not one.option and one.kind != "flag"]
    problem = next((text for one in command.parameters if (text := _trouble(one))), "")
    if len(set(names)) < len(names):
        problem = "due parametri hanno lo stesso nome"
    if several and several != positional[-1:]:
        problem = f"«{several[0]}» può ripetersi ma non è l'ultimo"
    if problem:
        raise PluginError(
            "E-PLG-064",
            f"Il comando «{command.name}» del plugin «{plugin}»: {problem}.",
            "Correggi i parametri: docs/hooks/matcher_register_commands.md.",
        )


def provided_function(plugin: str, target: str) -> Callable[..., Any]:
    """Return the function that a plugin names, ``package.module:function``.

    Raises
    ------
    PluginError
        ``E-PLG-065`` if it cannot be imported.
    """
    module, _, name = target.partition(":")
    try:
        with to_stderr():
            found: Callable[..., Any] = getattr(import_module(module), name)
    except (Exception, SystemExit) as error:
        raise PluginError(
            "E-PLG-065",
            f"Il plugin «{plugin}» indica «{target}», che non si carica: {type(error).__name__}: {error}.",
            "Correggi il nome del modulo o della funzione.",
        ) from error
    return found


def run_provided(plugin: str, target: str, *arguments: Any, **named: Any) -> Any:
    """Import and call what a plugin names, ``package.module:function``; failures carry the plugin's name.

    Raises
    ------
    PluginError
        ``E-PLG-065`` if it cannot be imported, ``E-PLG-042`` for whatever it raises by mistake. What it
        raises on purpose (`MatcherError`) comes through as it is.
    """
    function = provided_function(plugin, target)
    try:
        with to_stderr():
            return function(*arguments, **named)
    except MatcherError:
        raise
    except (Exception, SystemExit) as error:
        raise stopped(plugin, target, error) from error


def answered_tables(plugin: str, command: Command, desk: Desk, values: Mapping[str, Any]) -> list[Table]:
    """Run a plugin's command or report and return its tables, their rows read.

    Raises
    ------
    PluginError
        As `run_provided`; ``E-PLG-033`` for an answer that is not made of tables.
    """

    def run() -> list[Any]:
        answer = run_provided(plugin, command.run, desk, **values)
        found = [answer] if isinstance(answer, Table) else list(answer)
        return [
            replace(one, rows=[dict(row) for row in one.rows]) if isinstance(one, Table) else one
            for one in found
        ]

    try:
        with to_stderr():
            tables = run()
    except MatcherError:
        raise
    except (Exception, SystemExit) as error:
        raise stopped(plugin, command.run, error) from error
    for one in tables:
        if not isinstance(one, Table):
            raise PluginError(
                "E-PLG-033",
                f"Il plugin «{plugin}» restituisce {type(one).__name__} da {command.run}.",
                "Restituisci una Table, o più d'una: docs/hooks/matcher_register_commands.md.",
            )
    return tables


def _trouble(one: Parameter) -> str:
    if not _ARGUMENT.fullmatch(one.name) or one.name in _TAKEN:
        return f"il parametro «{one.name}» non si può chiamare così: minuscole, cifre e _, e non un nome già preso"
    if one.kind == "flag" and (one.many or one.required):
        return f"«{one.name}» è un sì o no: non si ripete e non è obbligatorio"
    return ""


def _check_target(plugin: str, target: str) -> None:
    if not _TARGET.fullmatch(target):
        raise PluginError(
            "E-PLG-065",
            f"Il plugin «{plugin}» indica la funzione «{target}».",
            "Scrivila come «pacchetto.modulo:funzione».",
        )
