"""A record on the screen, in the words of the import columns, with how its words were understood."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from matcher.cli.session import Session

if TYPE_CHECKING:
    from matcher.domain.record import Mention
    from matcher.exchange.columns import FileKind
    from matcher.vocabulary.schema import Vocabulary

__all__ = ["readable", "show_cells", "show_links"]

#: Columns of running text, where a semicolon is only a semicolon.
_PROSE = frozenset({"sintesi", "titolo", "descrizione", "datore", "referente", "indirizzo"})
_ONE_LINE = 60
_CLAIMED = re.compile(r"\s*\{([^{}]*)\}")
_ISO_DATE = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")


def readable(cell: str, several: bool) -> str:
    """Return a cell for reading: one entry a line, parts with dots between, dates day first."""
    from matcher.exchange.entries import split_entries, split_parts, unprotect

    if not several:
        return cell
    lines = [" · ".join(filter(None, map(unprotect, split_parts(entry)))) for entry in split_entries(cell)]
    short = sum(map(len, lines)) < _ONE_LINE and not any(" · " in line for line in lines)
    text = (", " if short else "\n").join(_CLAIMED.sub(_in_brackets, line) for line in lines)
    return _ISO_DATE.sub(r"\3/\2/\1", text)


def _in_brackets(found: re.Match[str]) -> str:
    """Return who said a limit, when and until when, without the blanks."""
    return f" ({', '.join(part.strip() for part in found[1].split(',') if part.strip())})"


def show_cells(session: Session, kind: FileKind, cells: Mapping[str, str]) -> None:
    """Print the filled columns of a record, section by section."""
    from rich.table import Table
    from rich.text import Text

    from matcher.exchange.columns import columns_of

    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(no_wrap=True, style="bold")
    table.add_column(overflow="fold")
    section = ""
    for column in columns_of(kind):
        if column.name not in cells:
            continue
        if column.section != section:
            section = column.section
            table.add_row(Text(section.split(":")[0], style="dim"), "")
        table.add_row(f"  {column.name}", Text(readable(cells[column.name], column.name not in _PROSE)))
    session.console().print(table)


def show_links(session: Session, vocabulary: Vocabulary, mentions: Iterable[Mention]) -> None:
    """Print which concept the words of a record reached, and which wait for a choice."""
    console = session.console()
    for mention in {mention.text: mention for mention in mentions}.values():
        if mention.concept in vocabulary:
            label = vocabulary[mention.concept].label(session.language)
            sure = "" if mention.confidence >= 0.995 else f" ({mention.confidence:.0%})"
            console.print(f"  {mention.text} → {label}{sure}", markup=False)
        else:
            waiting = session.text("da collegare: matcher link queue", "to be linked: matcher link queue")
            console.print(f"  {mention.text} → ? ({waiting})", markup=False)
