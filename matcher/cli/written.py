"""Files that a command writes: what stops the system from writing one, in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from matcher.errors import InputError, file_trouble

__all__ = ["writing"]


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Say in plain words that the file of ``--output`` cannot be written.

    Raises
    ------
    InputError
        ``E-CLI-003`` when the system refuses.
    """
    try:
        yield
    except OSError as error:
        raise InputError(
            "E-CLI-003",
            f"Non posso scrivere {path}: {file_trouble(error)}.",
            "Scegli un altro file con --output.",
        ) from error
