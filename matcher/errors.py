"""The one family of errors: each says what was wrong, where, and what to do."""

from __future__ import annotations

import errno
import re
from collections.abc import Mapping
from typing import Any

__all__ = [
    "InputError",
    "MatcherError",
    "NotFoundError",
    "PluginError",
    "VocabularyError",
    "WorkspaceError",
    "field_trouble",
    "file_trouble",
    "toml_trouble",
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


def toml_trouble(error: ValueError) -> str:
    """Return in Italian where a text stops being TOML; the parser says why in English alone."""
    if isinstance(error, UnicodeDecodeError):
        return "non è un testo UTF-8"
    place = re.search(r"line (\d+), column (\d+)", str(error))
    return f"errore alla riga {place[1]}, colonna {place[2]}" if place else "il testo finisce troppo presto"


#: Kind of failed check of a field -> what is wrong; ``{…}`` stands for a part of its context.
_FIELD_TROUBLES = {
    "missing": "manca",
    "extra_forbidden": "questo campo non esiste",
    "literal_error": "valore non ammesso; quelli ammessi: {expected}",
    "greater_than_equal": "deve essere almeno {ge}",
    "greater_than": "deve essere più di {gt}",
    "less_than_equal": "deve essere al più {le}",
    "less_than": "deve essere meno di {lt}",
    "int_parsing": "serve un numero intero",
    "int_type": "serve un numero intero",
    "int_from_float": "serve un numero intero",
    "float_parsing": "serve un numero",
    "float_type": "serve un numero",
    "bool_parsing": "serve sì o no",
    "bool_type": "serve sì o no",
    "date_type": "serve una data (2026-01-31)",
    "date_parsing": "serve una data (2026-01-31)",
    "date_from_datetime_parsing": "serve una data (2026-01-31)",
    "string_type": "serve un testo",
    "tuple_type": "serve un elenco",
    "list_type": "serve un elenco",
    "dict_type": "serve una tabella di campi e valori",
    "model_type": "serve una tabella di campi e valori",
}


def field_trouble(failed: Mapping[str, Any]) -> str:
    """Return in Italian why a model refuses a field: one of the errors that pydantic lists."""
    words = _FIELD_TROUBLES.get(failed["type"])
    if words is not None:
        return words.format(**failed.get("ctx", {}))
    # what a model of ours says has its words already
    said = str(failed["msg"]).removeprefix("Value error, ")
    return said if failed["type"] == "value_error" else f"valore non valido ({said})"


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
    message_en : str, optional
        The message in English, where it repeats words that somebody gave in both languages; for all others
        the screen has a table.
    """

    def __init__(self, code: str, message: str, hint: str = "", *, message_en: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.message_en = message_en

    def __str__(self) -> str:
        return f"{self.code}  {self.message}" + (f" {self.hint}" if self.hint else "")

    def __reduce__(self) -> tuple[type[MatcherError], tuple[str, str, str], dict[str, str]]:
        return type(self), (self.code, self.message, self.hint), {"message_en": self.message_en}


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
