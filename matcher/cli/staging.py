"""A demo on stage: a folder made anew, commands shown and run as a user would, claims checked aloud."""

from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from matcher.cli.session import Session
from matcher.errors import InputError

if TYPE_CHECKING:
    from matcher.app import Workspace
    from matcher.domain.shortlist import Shortlist

__all__ = ["DEMO_MARK", "Stage", "clear_demo", "show_step"]

DEMO_MARK = ".demo"


def clear_demo(folder: Path) -> None:
    """Remove an earlier demo, and nothing else.

    Raises
    ------
    InputError
        ``E-DEM-010`` if the folder holds something else.
    """
    if not folder.exists():
        return
    if not (folder / DEMO_MARK).is_file() and any(folder.iterdir()):
        raise InputError(
            "E-DEM-010",
            f"La cartella «{folder}» esiste e non è una dimostrazione.",
            "Scegline un'altra con --folder, o spostala.",
        )
    shutil.rmtree(folder)


def show_step(session: Session, shared: dict[Path, Any], arguments: list[str]) -> None:
    """Show a command and run it as a user would."""
    from matcher.cli.main import main

    shown = [word for word in arguments if word not in ("--lang", session.language)]
    click.secho(f"$ matcher {' '.join(map(_typed, shown))}", fg="cyan", bold=True)
    main(arguments, prog_name="matcher", standalone_mode=False, obj=shared)
    click.echo()


def _typed(word: str) -> str:
    """Return a word as people type it: an apostrophe in double quotes rather than escaped."""
    return f'"{word}"' if "'" in word and not set(word) & set('"$`\\!') else shlex.quote(word)


@dataclass
class Stage:
    """Where stories are told, in one workspace.

    Attributes
    ----------
    folder : Path
        The workspace.
    """

    session: Session
    folder: Path
    shared: dict[Path, Any] = field(default_factory=dict)

    def title(self, italian: str, english: str) -> None:
        """Open a story."""
        text = self.session.text(italian, english)
        click.secho(f"\n━━ {text} {'━' * max(2, 96 - len(text))}", fg="yellow", bold=True)

    def tell(self, italian: str, english: str) -> None:
        """Say what comes next."""
        self.session.say(italian, english)

    def run(self, *words: str) -> None:
        """Show a command on this workspace and run it."""
        arguments = [*words, "-w", str(self.folder), "--lang", self.session.language]
        show_step(self.session, self.shared, arguments)

    def quietly(self, *words: str) -> None:
        """Run a command that was shown already for somebody else."""
        with redirect_stdout(StringIO()):
            self.run(*words)

    def claim(self, holds: bool, italian: str, english: str) -> None:
        """Say that something holds, or that it does not: then the demo has failed."""
        mark = "✓" if holds else "✗"
        click.secho(f"  {mark} {self.session.text(italian, english)}", fg="green" if holds else "red")
        self.session.failed = self.session.failed or not holds

    def shortlist(self, vacancy: str, size: int = 10) -> Shortlist:
        """Return a shortlist without showing it."""
        from matcher.facade import Engine

        return Engine(self.workspace).shortlist(vacancy, size)

    def rows(self, report: str, **values: Any) -> list[Mapping[str, Any]]:
        """Return the rows of the first table of a plugin's report, without showing them."""
        from matcher.plugin.provisions import answered_tables

        plugin, declared = self.workspace.gate.reports[report]
        desk = self.workspace.plugin_desk(plugin, self.session.language, writes=False)
        given = {one.name: one.default for one in declared.parameters} | values
        return list(answered_tables(plugin, declared, desk, given)[0].rows)

    @property
    def workspace(self) -> Workspace:
        """The workspace that the commands share."""
        from matcher.app import Workspace

        key = self.folder.resolve()
        if key not in self.shared:
            self.shared[key] = Workspace(self.folder)
        workspace: Workspace = self.shared[key]
        return workspace

    def write(self, name: str, content: Mapping[str, Any]) -> str:
        """Write a JSON file beside the demo's data; return its path."""
        path = self.folder / "dati" / name
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
        return str(path)

    def set_plugin(self, text: str) -> None:
        """Add tables to the settings: everything opened later reads them."""
        path = self.folder / "matcher.toml"
        path.write_text(f"{path.read_text(encoding='utf-8')}\n{text}", encoding="utf-8")
        self.shared.clear()
