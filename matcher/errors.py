"""The one family of errors: each says what was wrong, where, and what to do."""

from __future__ import annotations

__all__ = ["InputError", "MatcherError", "NotFoundError", "PluginError", "VocabularyError", "WorkspaceError"]


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
