"""A record on the screen, in the words of the import columns, with how its words were understood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from matcher.cli.session import Session

if TYPE_CHECKING:
    from matcher.domain.record import Mention
    from matcher.exchange.columns import FileKind
    from matcher.vocabulary.schema import Vocabulary

__all__ = ["show_cells", "show_links"]


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
        table.add_row(f"  {column.name}", Text(cells[column.name]))
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
