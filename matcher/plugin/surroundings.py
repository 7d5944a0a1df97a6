"""What a plugin must leave as it found it: it shares the process with everybody."""

from __future__ import annotations

import locale
import os
from dataclasses import dataclass
from pathlib import Path

from matcher.errors import PluginError

__all__ = ["Surroundings"]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The working folder and the locale of the process.

    Others go by them without a word: a document would be written elsewhere, a number read otherwise.
    """

    folder: str
    customs: str

    @classmethod
    def now(cls) -> Surroundings:
        """Return what holds now; no folder where the one that we stand in has been taken away."""
        try:
            folder = str(Path.cwd())
        except FileNotFoundError:
            folder = ""
        return cls(folder, locale.setlocale(locale.LC_ALL))

    def put_back(self, plugin: str, where: str) -> None:
        """Restore what a plugin has changed, and refuse it.

        Raises
        ------
        PluginError
            ``E-PLG-043`` naming the plugin and what it changed.
        """
        found = Surroundings.now()
        if found == self:
            return
        changed = []
        if found.folder != self.folder:
            os.chdir(self.folder or "/")
            changed.append("la cartella di lavoro")
        if found.customs != self.customs:
            locale.setlocale(locale.LC_ALL, self.customs)
            changed.append("le convenzioni nazionali (locale)")
        raise PluginError(
            "E-PLG-043",
            f"Il plugin «{plugin}» cambia {' e '.join(changed)} del programma: {where}.",
            "È tutto rimesso com'era: togli os.chdir e locale.setlocale, usa percorsi interi e babel.",
        )
