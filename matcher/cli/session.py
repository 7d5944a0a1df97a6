"""What every command shares: the workspace, the language, the format of the answer."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from matcher.cli.language import BilingualCommand, both, chosen_language, spoken_language
from matcher.errors import MatcherError

if TYPE_CHECKING:
    from rich.console import Console

    from matcher.app import Workspace

__all__ = ["Session", "command", "language_of_errors", "shared_workspace", "with_session", "workspace_folder"]

FORMATS = ("table", "json", "csv")


@dataclass
class Session:
    """One run of a command.

    Attributes
    ----------
    folder : Path
        The workspace: as given, else $MATCHER_WORKSPACE, else the nearest folder upwards that is one.
    language : {'it', 'en'}
        Language of the answer.
    format : {'table', 'json', 'csv'}
        Shape of the answer.
    failed : bool
        Set when something was set aside: the run ends with exit code 1.
    """

    folder: Path
    language: str
    format: str
    failed: bool = False

    def open(self) -> Workspace:
        """Open the workspace; commands run one after the other in a process share it."""
        return shared_workspace(click.get_current_context(), self.folder)

    def say(self, italian: str, english: str) -> None:
        """Print a line for people: on the terminal's error stream when the answer is data."""
        click.echo(self.text(italian, english), err=self.format != "table")

    def text(self, italian: str, english: str) -> str:
        """Return the words in the language of the session."""
        return english if self.language == "en" else italian

    def console(self) -> Console:
        """Return a console as wide as the terminal, 120 columns where there is none."""
        from rich.console import Console

        return Console(highlight=False, width=None if os.isatty(1) else 120)

    def data(self, value: Any) -> None:
        """Print a value as JSON."""
        click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))

    def stream(self, values: Iterable[Any], output: Path | None = None) -> int:
        """Write a JSON array, one value a line as it comes, to a file or on the screen; return how many."""
        count = 0
        with output.open("w", encoding="utf-8") if output else nullcontext() as file:
            for count, value in enumerate(values, start=1):
                click.echo("[" if count == 1 else ",", file=file)
                click.echo(json.dumps(value, ensure_ascii=False, default=str), file=file, nl=False)
            click.echo("\n]" if count else "[]", file=file)
        return count

    def rows(self, rows: Iterable[Mapping[str, Any]], columns: Sequence[tuple[str, str, str]]) -> None:
        """Print rows in the chosen format.

        Parameters
        ----------
        columns : sequence of (key, Italian heading, English heading)
            What a table shows; JSON and CSV have every key.
        """
        listed = [dict(row) for row in rows]
        if self.format == "json":
            self.data(listed)
        elif self.format == "csv":
            click.echo(_as_csv(listed, [key for key, _, _ in columns]), nl=False)
        else:
            self._table(listed, columns)

    def _table(self, rows: Sequence[Mapping[str, Any]], columns: Sequence[tuple[str, str, str]]) -> None:
        from matcher.cli.table import print_rows

        headings = [self.text(italian, english) for _, italian, english in columns]
        cells = [["" if row.get(key) is None else str(row[key]) for key, _, _ in columns] for row in rows]
        print_rows(self.console(), headings, cells)


def shared_workspace(context: click.Context, folder: Path) -> Workspace:
    """Return the workspace of a folder, kept for whatever else this process does."""
    from matcher.app import Workspace

    root = context.find_root()
    if not isinstance(root.obj, dict):
        root.obj = {}
    key = folder.resolve()
    if key not in root.obj:
        root.obj[key] = Workspace(folder)
    workspace: Workspace = root.obj[key]
    return workspace


def with_session(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the common options, and its first argument: the session."""

    @click.option(
        "--workspace",
        "-w",
        type=click.Path(path_type=Path, file_okay=False),
        help=both("Cartella dello spazio di lavoro.", "Folder of the workspace."),
    )
    @click.option(
        "--format",
        "format_",
        type=click.Choice(FORMATS),
        default="table",
        help=both("Forma della risposta.", "Shape of the answer."),
    )
    @click.option("--lang", type=click.Choice(["it", "en"]), help=both("Lingua.", "Language."))
    @wraps(function)
    def wrapped(*args: Any, workspace: Path | None, format_: str, lang: str | None, **kwargs: Any) -> Any:
        folder = workspace or workspace_folder()
        session = Session(folder, lang or _language(folder), format_)
        function(session, *args, **kwargs)
        if session.failed:
            raise click.exceptions.Exit(1)

    return wrapped


def command(name: str, italian: str, english: str) -> Callable[[Callable[..., Any]], click.Command]:
    """Declare a bilingual command with the common options."""

    def declare(function: Callable[..., Any]) -> click.Command:
        return click.command(name, cls=BilingualCommand, help=both(italian, english))(with_session(function))

    return declare


def workspace_folder() -> Path:
    """Return the workspace of a call that names none: $MATCHER_WORKSPACE, else the nearest one upwards."""
    if os.environ.get("MATCHER_WORKSPACE"):
        return Path(os.environ["MATCHER_WORKSPACE"])
    here = Path.cwd()
    return next((place for place in (here, *here.parents) if (place / "matcher.toml").is_file()), here)


def _language(folder: Path) -> str:
    """Return the language asked for; where nobody asks, the system's, else the one that the workspace sets."""
    if spoken_language() or not (folder / "matcher.toml").is_file():
        return chosen_language()
    from matcher.settings import load_settings

    return load_settings(folder).language


def language_of_errors() -> str:
    """Return the language in which a call that failed says why, as `with_session` finds it for one that works."""
    words = sys.argv[1:]
    named = [words[place + 1] for place, word in enumerate(words[:-1]) if word in ("-w", "--workspace")]
    named += [word.partition("=")[2] for word in words if word.startswith("--workspace=")]
    try:
        return _language(Path(named[-1]) if named else workspace_folder())
    except (MatcherError, OSError):
        # settings that cannot be read are what went wrong
        return chosen_language()


def _as_csv(rows: Sequence[Mapping[str, Any]], keys: Sequence[str]) -> str:
    every = list(dict.fromkeys([*keys, *(key for row in rows for key in row)]))
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, every, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    for row in rows:
        writer.writerow({key: _neutral(row.get(key)) for key in every})
    return buffer.getvalue()


def _neutral(value: Any) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    text = (
        ""
        if value is None
        else json.dumps(value, ensure_ascii=False)
        if isinstance(value, (dict, list))
        else str(value)
    )
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") and not _is_number(text) else text


def _is_number(text: str) -> bool:
    return text.lstrip("+-").replace(".", "", 1).isdigit()
