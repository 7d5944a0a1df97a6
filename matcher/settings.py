"""The settings of a workspace: one TOML file, overridden by the environment; nothing else reads either."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt, ValidationError, model_validator

from matcher.errors import InputError, field_trouble, toml_trouble

__all__ = [
    "FILE_NAME",
    "DeskSettings",
    "Intermediary",
    "PluginSettings",
    "Settings",
    "load_settings",
    "render_settings",
]

FILE_NAME = "matcher.toml"
_ENVIRONMENT = {
    "MATCHER_DATABASE_URL": "database_url",
    "MATCHER_VOCABULARIES": "vocabularies",
    "MATCHER_EMBEDDER": "embedder",
    "MATCHER_LANG": "language",
    "MATCHER_ACTOR": "actor",
}


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Intermediary(_Frozen):
    """Who runs the desk: shown on every document (D.Lgs. 276/2003 art. 9)."""

    name: str = "Centro per l'impiego (da configurare)"
    authorisation: str = "soggetto pubblico, D.Lgs. 276/2003 art. 6"
    address: str = ""
    contact: str = ""


class PluginSettings(_Frozen):
    """Which installed plugins are never imported, and the settings of each.

    Attributes
    ----------
    blocked : tuple of str
        Names of entry points that are never imported.
    deadline_seconds : float
        How long one call of a plugin may take.
    settings : mapping of str to mapping
        Plugin name to its table ``[plugins.NAME]``; its contents belong to the plugin, which checks them.
    """

    blocked: tuple[str, ...] = ()
    deadline_seconds: float = Field(default=10.0, gt=0)
    settings: Mapping[str, Mapping[str, Any]] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _gather_tables(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        tables = [name for name, value in data.items() if name != "settings" and isinstance(value, dict)]
        rest = {name: value for name, value in data.items() if name not in tables}
        return {**rest, "settings": {**rest.get("settings", {}), **{name: data[name] for name in tables}}}

    @property
    def unblocked(self) -> dict[str, Mapping[str, Any]]:
        """The tables of the plugins that are loaded."""
        return {name: table for name, table in self.settings.items() if name not in self.blocked}

    def tables(self, workspace: Path) -> dict[str, Mapping[str, Any]]:
        """Return the tables as plugins get them: a relative ``data``, a folder of files, is in the workspace."""
        return {
            name: {**table, "data": str(workspace / table["data"])}
            if table.get("data") and isinstance(table["data"], str)
            else table
            for name, table in self.unblocked.items()
        }


class DeskSettings(_Frozen):
    """How the desk works: when it opens, how long people have to answer, what becomes old.

    Attributes
    ----------
    hours : mapping of str to str
        Day of the week (``lun`` .. ``dom``) to opening hours, ``9:00-13:00 14:30-17:00``.
    timezone : str
        Where the desk is.
    patron_saint : str
        Local holiday, ``31/01``; empty where there is none.
    closures : tuple of date
        Further days on which the desk is closed.
    answer_openings : int
        Openings that a person has to answer, where no deadline is given.
    answer_cap_hours : int
        Longest wait for an answer in hours of the clock, whatever the openings are.
    attempts : int
        Calls without answer after which a person counts as unreachable.
    stale_days : int
        Days after which an availability is to be confirmed again.
    pause_days : int
        Longest temporary unavailability.
    document_days : int
        How long a document sent to an employer is valid.
    followup_days : tuple of int
        Days after a hire on which the desk asks how it goes.
    """

    hours: Mapping[str, str] = Field(
        default_factory=lambda: dict.fromkeys(("lun", "mar", "mer", "gio", "ven"), "9:00-13:00")
    )
    timezone: str = "Europe/Rome"
    patron_saint: str = ""
    closures: tuple[date, ...] = ()
    answer_openings: int = Field(default=2, ge=1, le=60)
    answer_cap_hours: int = Field(default=120, ge=1, le=2000)
    attempts: int = Field(default=3, ge=1, le=20)
    stale_days: int = Field(default=60, ge=1, le=1000)
    pause_days: int = Field(default=31, ge=1, le=31)
    document_days: int = Field(default=90, ge=1, le=730)
    followup_days: tuple[int, ...] = (30, 90, 180)


class Settings(_Frozen):
    """Everything a workspace can set.

    Attributes
    ----------
    language : {'it', 'en'}
        Language of the screen.
    actor, role, office : str
        Who works in the shell; written in every log line.
    database_url : str
        Empty for the SQLite file of the workspace, else a PostgreSQL address.
    vocabularies : str
        Folder of the vocabularies; empty for those of the package.
    embedder : str
        ``ngram``, or ``sentence-transformers:NAME``.
    weights : mapping of str to int
        Component to share; what is not named keeps its default.
    tie_width : float
        Scores (0..100) closer than this are tied.
    desk : DeskSettings
        Opening hours, deadlines and terms of the desk.
    """

    language: Literal["it", "en"] = "it"
    actor: str = "operatore"
    role: str = "operatore del mercato del lavoro"
    office: str = ""
    database_url: str = ""
    vocabularies: str = ""
    embedder: str = "ngram"
    shortlist_size: int = Field(default=10, ge=1, le=500)
    tie_width: float = Field(default=1.0, gt=0, le=20)
    weights: Mapping[str, NonNegativeInt] = Field(default_factory=dict)
    intermediary: Intermediary = Intermediary()
    desk: DeskSettings = DeskSettings()
    plugins: PluginSettings = PluginSettings()


def load_settings(workspace: Path | None, environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings of a workspace, then the environment.

    Parameters
    ----------
    workspace : Path or None
        Folder that holds ``matcher.toml``; ``None`` gives the defaults.
    environment : mapping, optional
        The process environment by default.

    Raises
    ------
    InputError
        ``E-SET-001`` for a file that is not TOML, ``E-SET-002`` for a setting that does not exist or
        has a wrong value; the message names it.
    """
    values: dict[str, Any] = {}
    path = workspace / FILE_NAME if workspace else None
    if path is not None and path.is_file():
        try:
            values = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise InputError(
                "E-SET-001",
                f"{path} non è un file TOML valido: {toml_trouble(error)}.",
                "Correggi la riga indicata.",
            ) from error
    env = os.environ if environment is None else environment
    values.update({field: env[name] for name, field in _ENVIRONMENT.items() if env.get(name)})
    if env.get("MATCHER_LANG"):
        values["language"] = env["MATCHER_LANG"][:2].lower()  # also en_GB.UTF-8
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise InputError(
            "E-SET-002",
            f"Impostazione «{where}» non valida ({path or 'ambiente'}): {field_trouble(first)}.",
            "Correggila o toglila: vale il valore predefinito.",
        ) from error


def render_settings(settings: Settings, component_weights: Mapping[str, int]) -> str:
    """Return a commented ``matcher.toml`` with these settings."""
    # a plugin's component has a dot in its name: unquoted, TOML would read a table
    weights = "\n".join(
        f"{json.dumps(name) if '.' in name else name} = {weight}"
        for name, weight in component_weights.items()
    )
    return f"""# Impostazioni di questo spazio di lavoro.
language = "{settings.language}"            # it | en
actor = {_render_value(settings.actor)}          # chi lavora: compare nel registro delle operazioni
role = {_render_value(settings.role)}
office = {_render_value(settings.office)}
{_render_chosen(settings, ("database_url", "vocabularies", "embedder"))}shortlist_size = {settings.shortlist_size}
tie_width = {settings.tie_width}             # punteggi più vicini di così (su 100) sono pari

[intermediary]                # compare su ogni documento (D.Lgs. 276/2003 art. 9)
name = {_render_value(settings.intermediary.name)}
authorisation = {_render_value(settings.intermediary.authorisation)}
address = {_render_value(settings.intermediary.address)}
contact = {_render_value(settings.intermediary.contact)}

[desk]
timezone = {_render_value(settings.desk.timezone)}
patron_saint = {_render_value(settings.desk.patron_saint)}             # festa locale, per esempio "31/01"
closures = {_render_days(settings.desk.closures)}                 # altri giorni di chiusura, per esempio 2026-12-24
answer_openings = {settings.desk.answer_openings}           # aperture entro cui la persona risponde
answer_cap_hours = {settings.desk.answer_cap_hours}        # attesa massima, in ore di orologio
attempts = {settings.desk.attempts}                  # chiamate senza risposta prima di «irreperibile»
stale_days = {settings.desk.stale_days}               # dopo quanti giorni una disponibilità è da riconfermare
pause_days = {settings.desk.pause_days}               # indisponibilità temporanea più lunga
document_days = {settings.desk.document_days}            # validità del documento per il datore
followup_days = {_render_value(list(settings.desk.followup_days))}  # verifiche dopo l'inserimento

[desk.hours]                  # orari di apertura: dalle-alle, più volte al giorno con uno spazio
{_render_hours(settings.desk.hours)}
[plugins]
blocked = {_render_value(list(settings.plugins.blocked))}                  # nomi dei plugin da non caricare
deadline_seconds = {settings.plugins.deadline_seconds}       # tempo concesso a una chiamata di un plugin
{_render_tables("plugins", settings.plugins.settings)}
[weights]                     # peso di ciascun criterio; contano le proporzioni
{weights}
"""


def _render_days(days: Iterable[date]) -> str:
    return f"[{', '.join(day.isoformat() for day in days)}]"


def _render_hours(hours: Mapping[str, str]) -> str:
    return "".join(f"{day} = {_render_value(spans)}\n" for day, spans in hours.items())


def _render_chosen(settings: Settings, names: Iterable[str]) -> str:
    """Return the settings that seldom change, where they were changed."""
    defaults = Settings()
    chosen = {name: getattr(settings, name) for name in names}
    return "".join(
        f"{name} = {_render_value(value)}\n"
        for name, value in chosen.items()
        if value != getattr(defaults, name)
    )


def _render_tables(name: str, table: Mapping[str, Any]) -> str:
    """Return the tables nested in a table, with their values, as TOML."""
    inner = {key: value for key, value in table.items() if isinstance(value, Mapping)}
    lines = []
    for key, values in inner.items():
        own = {field: value for field, value in values.items() if not isinstance(value, Mapping)}
        lines.append(f"\n[{name}.{key}]\n")
        lines += [f"{field} = {_render_value(value)}\n" for field, value in own.items()]
        lines.append(_render_tables(f"{name}.{key}", values))
    return "".join(lines)


def _render_value(value: Any) -> str:
    # a JSON text, number, boolean or list of them is written alike in TOML, which alone escapes DEL
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
