"""A new plugin from nothing: its files, working, and its installation into the running environment."""

from __future__ import annotations

import keyword
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from string import Template

import matcher
from matcher.errors import InputError, file_trouble
from matcher.plugin.manager import installed_plugins

__all__ = ["install_plugin", "write_plugin"]

_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
#: File of the plugin -> its template.
_FILES = {
    "pyproject.toml": "pyproject.toml.txt",
    "README.md": "README.md.txt",
    "$package/__init__.py": "plugin.py.txt",
    "$package/commands.py": "commands.py.txt",
    "$package/words.csv": "words.csv.txt",
    "$package/py.typed": "",
    "tests/test_$name.py": "test.py.txt",
}
_PATIENCE = 120


def write_plugin(name: str, folder: Path, summary: str = "") -> Path:
    """Write the files of a new plugin into a folder that is empty or not there yet; return the folder.

    Parameters
    ----------
    name : str
        Name of its entry point: small letters, digits, ``_``.
    summary : str, optional
        What it does, in a line.

    Raises
    ------
    InputError
        ``E-KIT-001`` for a name that cannot be used or is taken, ``E-KIT-002`` for a folder that is not empty
        or cannot be written.
    """
    _check_name(name)
    words = {
        "name": name,
        "upper": name.upper(),
        "package": f"matcher_{name}",
        "distribution": f"matcher-{name.replace('_', '-')}",
        "summary": re.sub(r'["\\\s]+', " ", summary).strip(" .") or f"Regole di {name}",
        "core": matcher.__version__,
    }
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(
            "E-KIT-002", f"«{folder}» c'è già e non è una cartella vuota.", "Scegli un'altra cartella."
        )
    templates = files("matcher.testing") / "template"
    try:
        for path, template in _FILES.items():
            target = folder / Template(path).substitute(words)
            target.parent.mkdir(parents=True, exist_ok=True)
            text = (templates / template).read_text(encoding="utf-8") if template else ""
            target.write_text(Template(text).substitute(words), encoding="utf-8")
    except OSError as error:
        raise InputError(
            "E-KIT-002",
            f"Non riesco a scrivere in {folder}: {file_trouble(error)}.",
            "Scegli una cartella dove puoi scrivere.",
        ) from error
    return folder


def install_plugin(folder: Path) -> str:
    """Install a plugin so that changes to its files count at once; return why it was not, empty when it was.

    Nothing is fetched: it works without a network.
    """
    call = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    call += ["--no-deps", "--no-build-isolation", "--no-index", "-e", str(folder)]
    try:
        done = subprocess.run(call, capture_output=True, text=True, timeout=_PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    if done.returncode == 0:
        return ""
    said = [line.strip() for line in done.stderr.splitlines() if line.strip()]
    return next((line for line in reversed(said) if "rror" in line), said[-1] if said else "pip non risponde")


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name) or keyword.iskeyword(name):
        raise InputError(
            "E-KIT-001",
            f"«{name}» non può essere il nome di un plugin.",
            "Usa minuscole, cifre e _, a cominciare da una lettera: turni_notte.",
        )
    if name in {plugin.name for plugin in installed_plugins()}:
        raise InputError(
            "E-KIT-001", f"Un plugin «{name}» è già installato.", "Scegli un altro nome, o disinstallalo."
        )
