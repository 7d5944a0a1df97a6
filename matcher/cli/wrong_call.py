"""A wrong call of the command line, said in the language of the moment: what is wrong, how it is written."""

from __future__ import annotations

import re
from difflib import get_close_matches

import click

from matcher.cli.language import chosen_language, in_words

__all__ = ["say_wrong_call"]

#: What click says, and the same in Italian; the groups are the words of the caller.
_ITALIAN = (
    (r"No such command '(.*)'\.", "Il comando «{0}» non c'è."),
    (r"No such option:? '?([^' .]+)", "L'opzione {0} non c'è."),
    (r"Got unexpected extra arguments? \((.*)\)", "C'è qualcosa di troppo: «{0}»."),
    (r"Option '(.*)' requires .*", "Dopo {0} manca il valore."),
    (r"Option '(.*)' does not take a value\.", "L'opzione {0} non vuole un valore."),
    (r"'(.*)' is not one of (.*)\.", "«{0}» non va bene. Scrivi: {1}."),
    (r"'(.*)' is not a valid integer.*", "«{0}» non è un numero intero."),
    (r"(.*) is not in the range (.*)\.", "{0} non va bene: serve un numero {1}."),
    (r"\w+ '(.*)' does not exist\.", "«{0}» non c'è."),
    (r"\w+ '(.*)' is a file\.", "«{0}» è un file: serve una cartella."),
    (r"\w+ '(.*)' is a directory\.", "«{0}» è una cartella: serve un file."),
    (r"\w+ '(.*)' is not readable\.", "Non hai il permesso di leggere «{0}»."),
    (r"\w+ '(.*)' is not writable\.", "Non hai il permesso di scrivere «{0}»."),
)
_UNKNOWN_COMMAND = re.compile(_ITALIAN[0][0])


def say_wrong_call(error: click.UsageError) -> None:
    """Print on standard error what is wrong with a call, the line of use, and where help is."""
    context = error.ctx
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.format_message(), err=True)
        return
    said = _said(error)
    near = _near(error)
    if near:
        said += (" Did you mean: " if chosen_language() == "en" else " Forse: ") + ", ".join(near) + "?"
    click.echo(said, err=True)
    if context is not None:
        click.echo(context.get_usage(), err=True)
        heading = "Help: " if chosen_language() == "en" else "Aiuto: "
        click.echo(f"{heading}{context.command_path} --help", err=True)


def _said(error: click.UsageError) -> str:
    if chosen_language() == "en":
        return in_words(error.message if _UNKNOWN_COMMAND.match(error.message) else error.format_message())
    if isinstance(error, click.MissingParameter) and error.param is not None:
        if isinstance(error.param.type, click.Choice):
            return f"Manca una di queste parole: {', '.join(map(str, error.param.type.choices))}."
        return f"Manca {_name(error.param, error.ctx)}."
    text = _italian(error.message)
    if isinstance(error, click.BadParameter) and isinstance(error.param, click.Option):
        return f"{_name(error.param, error.ctx)}: {text}"
    return text


def _italian(message: str) -> str:
    for pattern, italian in _ITALIAN:
        if found := re.match(pattern, message):
            return italian.format(*map(_plain, found.groups()))
    return message


def _plain(words: str) -> str:
    """Return a list of click without quotes, and a range in words."""
    if found := re.fullmatch(r"(\d+)<=x<=(\d+)", words):
        return f"da {found[1]} a {found[2]}"
    if found := re.fullmatch(r"x>=(\d+)", words):
        return f"da {found[1]} in su"
    return words.replace("'", "")


def _name(param: click.Parameter, context: click.Context | None) -> str:
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    shown = param.make_metavar(context) if context else (param.name or "")
    return in_words(shown.strip("[]").removesuffix("..."))


def _near(error: click.UsageError) -> list[str]:
    """Return what the caller may have meant."""
    found = _UNKNOWN_COMMAND.match(error.message)
    if found and error.ctx is not None and isinstance(error.ctx.command, click.Group):
        return get_close_matches(found[1], error.ctx.command.list_commands(error.ctx), 2)
    return list(getattr(error, "possibilities", None) or ()) if chosen_language() != "en" else []
