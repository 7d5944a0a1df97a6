"""What plugins import: hook markers and types. Everything else here is the engine's side of the door."""

from matcher.plugin.dated import Dated, NamedAct, day_number, in_force, read_dated
from matcher.plugin.events import Records, Transition, Veto
from matcher.plugin.hookspecs import hookimpl
from matcher.plugin.sources import BadRow, Reader, VocabularyTable
from matcher.plugin.tasks import Command, Desk, Parameter, Table
from matcher.plugin.types import (
    Act,
    Bools,
    Column,
    Component,
    Field,
    FilterClause,
    Finding,
    Ints,
    MatchRequest,
    Note,
    PoolView,
    PriorityColumn,
    PriorityRule,
    ReasonCode,
    RecordType,
    Relax,
    ScoreColumn,
    Side,
)

__all__ = [
    "Act",
    "BadRow",
    "Bools",
    "Column",
    "Command",
    "Component",
    "Dated",
    "Desk",
    "Field",
    "FilterClause",
    "Finding",
    "Ints",
    "MatchRequest",
    "NamedAct",
    "Note",
    "Parameter",
    "PoolView",
    "PriorityColumn",
    "PriorityRule",
    "Reader",
    "ReasonCode",
    "RecordType",
    "Records",
    "Relax",
    "ScoreColumn",
    "Side",
    "Table",
    "Transition",
    "Veto",
    "VocabularyTable",
    "day_number",
    "hookimpl",
    "in_force",
    "read_dated",
]
