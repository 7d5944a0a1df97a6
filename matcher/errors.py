"""The one family of errors: each says what was wrong, where, and what to do."""

from __future__ import annotations

import errno

__all__ = [
    "InputError",
    "MatcherError",
    "NotFoundError",
    "PluginError",
    "VocabularyError",
    "WorkspaceError",
    "file_trouble",
]

_TROUBLES = {
    errno.ENOENT: "non c'è",
    errno.EACCES: "manca il permesso",
    errno.EPERM: "manca il permesso",
    errno.EROFS: "il disco è in sola lettura",
    errno.ENOSPC: "il disco è pieno",
    errno.EISDIR: "è una cartella",
    errno.ENOTDIR: "una parte del percorso non è una cartella",
    errno.EEXIST: "c'è già",
}


def file_trouble(error: OSError) -> str:
    """Return in Italian why the system refuses a file; what the system says where there are no words."""
    return _TROUBLES.get(error.errno or 0, error.strerror or str(error))


class MatcherError(Exception):
    """An error that staff can read: no traceback is ever shown for it.

    Parameters
    ----------
    code : str
        Stable code, ``E-<AREA>-<NNN>``, for example ``E-VOC-003``.
    message : str
        What was wrong and where (file, row, field), in plain words.
    hint : str, optional
        What to do about it.
    """

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.code}  {self.message}" + (f" {self.hint}" if self.hint else "")

    def __reduce__(self) -> tuple[type[MatcherError], tuple[str, str, str]]:
        return type(self), (self.code, self.message, self.hint)


class InputError(MatcherError):
    """A file, row, field or option that cannot be used as it is."""


class NotFoundError(MatcherError):
    """A record, shortlist or concept that does not exist."""


class VocabularyError(MatcherError):
    """A vocabulary that is missing, broken or inconsistent."""


class PluginError(MatcherError):
    """A plugin that breaks its contract; the message names it."""


class WorkspaceError(MatcherError):
    """A workspace, store or pool that is missing, stale or damaged."""
