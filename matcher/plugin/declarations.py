"""Checks of what plugins declare at start: names, words, acts, points, types. A broken one fails the start."""

from __future__ import annotations

import re
from itertools import chain

import polars as pl
from pydantic import BaseModel

from matcher.domain.columns import Column
from matcher.errors import PluginError
from matcher.plugin.manager import BUILT_IN
from matcher.plugin.types import Act, Component, FilterClause, PriorityRule, RecordType

__all__ = [
    "check_clause",
    "check_column",
    "check_component",
    "check_priority",
    "check_record_type",
    "check_verdict",
]

_CODE = re.compile(r"[A-Z][A-Z0-9_]*")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_BRACES = re.compile(r"\{[^{}]*\}|[{}]")
_WORD = re.compile(r"_\d$")
_DTYPES = (
    pl.Boolean,
    pl.Int8,
    pl.Int16,
    pl.Int32,
    pl.Int64,
    pl.Float32,
    pl.Float64,
    pl.String,
    pl.Date,
)
_MOST_POINTS = 10


def check_column(plugin: str, column: Column) -> None:
    """Refuse a column without the plugin's name, of a pair, or of a type that rules cannot compare."""
    _prefixed(plugin, "la colonna", column.name)
    if column.side not in ("candidate", "vacancy"):
        raise PluginError(
            "E-PLG-037",
            f"La colonna «{column.name}» del plugin «{plugin}» è del lato «{column.side}».",
            "Un plugin può dichiarare colonne dei lati candidate e vacancy.",
        )
    if column.dtype not in _DTYPES:
        raise PluginError(
            "E-PLG-037",
            f"La colonna «{column.name}» del plugin «{plugin}» è di tipo {column.dtype}.",
            f"I tipi ammessi sono {', '.join(str(dtype) for dtype in _DTYPES)}.",
        )


def check_record_type(plugin: str, record: RecordType) -> None:
    """Refuse a record that is not a pydantic model."""
    if not (isinstance(record.model, type) and issubclass(record.model, BaseModel)):
        raise PluginError(
            "E-PLG-038",
            f"Il modello dei dati «{record.name}» del plugin «{plugin}» non è un modello pydantic.",
            "Deriva la classe da matcher.domain.record.Record.",
        )


def check_component(plugin: str, component: Component) -> None:
    """Refuse a criterion without its plugin's name, its labels, or a weight in 0..1000."""
    if plugin != BUILT_IN:
        _prefixed(plugin, "il criterio", component.name)
    _worded(plugin, component.name, component.label_it, component.label_en)
    if not 0 <= component.weight <= 1000:
        raise PluginError(
            "E-PLG-039",
            f"Il criterio «{component.name}» del plugin «{plugin}» pesa {component.weight}.",
            "Il peso è un intero da 0 a 1000.",
        )


def check_priority(plugin: str, rule: PriorityRule) -> None:
    """Refuse a priority without its act, with too many points, or without places to reserve."""
    _coded(plugin, rule.code)
    _worded(plugin, rule.code, rule.label_it, rule.label_en)
    if rule.mode != "report" or rule.reads_protected:
        _refuse_without_act(plugin, f"La priorità «{rule.code}»", rule.act)
    if rule.mode == "bounded_boost" and not 0 < rule.points <= _MOST_POINTS:
        raise PluginError(
            "E-PLG-024",
            f"La priorità «{rule.code}» del plugin «{plugin}» vale {rule.points} punti.",
            f"I punti aggiuntivi vanno da 1 a {_MOST_POINTS}.",
        )
    if rule.mode == "reserved_places" and rule.places < 1:
        raise PluginError(
            "E-PLG-024",
            f"La priorità «{rule.code}» del plugin «{plugin}» riserva {rule.places} posti.",
            "Indica almeno un posto.",
        )


def check_clause(plugin: str, clause: FilterClause, legal: bool) -> None:
    """Refuse a constraint that is not an expression, lacks words, or would show what the law protects."""
    code = clause.code.code
    _coded(plugin, code)
    _worded(plugin, code, clause.code.it, clause.code.en)
    for italian, english in (
        (clause.code.ask_it, clause.code.ask_en),
        (clause.code.label_it, clause.code.label_en),
        *((field.ask_it, field.ask_en) for field in clause.missing),
    ):
        if italian or english:
            _worded(plugin, code, italian, english)
    if legal:
        _refuse_without_act(plugin, f"Il requisito di legge «{code}»", clause.act)
    if legal and (clause.facts or clause.relax):
        raise PluginError(
            "E-PLG-027",
            f"Il requisito di legge «{code}» del plugin «{plugin}» mostra i dati che legge.",
            "Un requisito di legge risponde solo sì, no o da verificare: togli facts e relax.",
        )
    known = {_WORD.sub("", name) for name in clause.facts} | set(clause.facts)
    asked = [(clause.code.ask_it, clause.code.ask_en), *((one.ask_it, one.ask_en) for one in clause.missing)]
    texts = (clause.code.it, clause.code.en, *chain.from_iterable(asked))
    unknown = sorted({name for text in texts for name in _PLACEHOLDER.findall(text)} - known)
    # braces that hold anything but a name would stand on the screen as they are
    unknown += [part for text in texts for part in _BRACES.findall(_PLACEHOLDER.sub("", text))]
    if unknown:
        raise PluginError(
            "E-PLG-025",
            f"Il testo del codice «{code}» del plugin «{plugin}» nomina {', '.join(unknown)}, che non è in facts.",
            "Aggiungi il fatto, o togli il nome dal testo.",
        )


def check_verdict(plugin: str, code: str, outcome: pl.Series) -> None:
    """Refuse a constraint whose answer is not True, False or null."""
    if outcome.dtype not in (pl.Boolean, pl.Null):
        raise PluginError(
            "E-PLG-014",
            f"Il vincolo «{code}» del plugin «{plugin}» risponde con il tipo {outcome.dtype}.",
            "keep risponde True (resta), False (esce) o null (da verificare).",
        )


def _prefixed(plugin: str, what: str, name: str) -> None:
    if not name.startswith(f"{plugin}."):
        raise PluginError(
            "E-PLG-020",
            f"Il plugin «{plugin}» dichiara {what} «{name}» senza il proprio nome davanti.",
            f"Usa «{plugin}.{name}».",
        )


def _coded(plugin: str, code: str) -> None:
    if not _CODE.fullmatch(code):
        raise PluginError(
            "E-PLG-025",
            f"Il codice «{code}» del plugin «{plugin}» non è scritto come un codice.",
            "Usa maiuscole, cifre e trattino basso: NIGHT_TRANSPORT.",
        )


def _worded(plugin: str, code: str, italian: str, english: str) -> None:
    if not italian or not english:
        raise PluginError(
            "E-PLG-025",
            f"«{code}» del plugin «{plugin}» non ha il testo in italiano e in inglese.",
            "Scrivi entrambi: li legge l'operatore.",
        )


def _refuse_without_act(plugin: str, what: str, act: Act | None) -> None:
    if act is None:
        absent = "l'atto"
    else:
        parts = {
            "authority": act.authority,
            "number": act.number,
            "issued_on": act.issued_on,
            "valid_from": act.valid_from,
        }
        absent = ", ".join(name for name, value in parts.items() if not value)
    if absent:
        raise PluginError(
            "E-PLG-023",
            f"{what} del plugin «{plugin}» non cita la sua base giuridica: manca {absent}.",
            "Indica autorità, numero, data e validità dell'atto; senza, una priorità ha il modo «report» e "
            "nessuna regola legge dati protetti.",
        )
    if act and act.valid_from and act.valid_to and act.valid_to < act.valid_from:
        raise PluginError(
            "E-PLG-023",
            f"{what} del plugin «{plugin}» cita un atto che finisce prima di cominciare: dal {act.valid_from} al "
            f"{act.valid_to}.",
            "Correggi valid_from o valid_to.",
        )
