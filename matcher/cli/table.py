"""Rows on a terminal of any width: a table while words stay whole, else each row on lines of its own."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import indent
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["column_widths", "print_rows"]

#: What the frame takes between two columns, roomy and tight, and at both ends.
_ROOMY, _TIGHT, _ENDS = 3, 2, 2


def print_rows(console: Console, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under their headings; what is copied into the next command is never cut in two."""
    rows = [["\n".join(line.strip() for line in cell.splitlines()) for cell in row] for row in rows]
    every = range(len(headings))
    filled = [number for number in every if any(row[number] for row in rows)]
    for shown, between in ((every, _ROOMY), (every, _TIGHT), (filled, _TIGHT)):
        heads, cells = [headings[n] for n in shown], [[row[n] for n in shown] for row in rows]
        widths = column_widths(heads, cells, console.width, between)
        if widths is not None:
            _print_table(console, heads, cells, widths, between)
            return
    _print_apart(console, heads, cells)


def _print_table(
    console: Console,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    between: int,
) -> None:
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 1 if between == _ROOMY else 0))
    for number, (heading, width) in enumerate(zip(headings, widths, strict=True)):
        figures = all(_is_figure(row[number]) for row in rows)
        table.add_column(heading, overflow="fold", width=width, justify="right" if figures else "left")
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    console.print(table)


def column_widths(
    headings: Sequence[str], rows: Sequence[Sequence[str]], room: int, between: int = _ROOMY
) -> list[int] | None:
    """Return how wide each column is within the room, or None where some word would have to be cut.

    Examples
    --------
    >>> column_widths(["Testo", "Concetto"], [["addetto alle pulizie", "9112.cleaner"]], 32)
    [15, 12]
    >>> column_widths(["Testo", "Concetto"], [["addetto alle pulizie", "9112.cleaner"]], 20) is None
    True
    """
    columns = list(zip(headings, *rows, strict=True))
    least = [max(_longest(cell.split()) for cell in column) for column in columns]
    most = [max(_longest(cell.splitlines()) for cell in column) for column in columns]
    left = room - _ENDS - between * (len(columns) - 1) - sum(least)
    if left < 0:
        return None
    widths = list(least)
    # the columns that want least are served first, so that one long text does not starve the short ones
    by_want = sorted(range(len(columns)), key=lambda n: most[n] - least[n])
    for served, number in enumerate(by_want):
        given = min(most[number] - least[number], left // (len(columns) - served))
        widths[number] += given
        left -= given
    return widths


def _print_apart(console: Console, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.padding import Padding
    from rich.text import Text

    for first, *others in rows:
        console.print(Text(f"{headings[0]}: {first}", style="bold", overflow="fold"))
        told = [(heading, cell) for heading, cell in zip(headings[1:], others, strict=True) if cell]
        short = " · ".join(f"{heading}: {cell}" for heading, cell in told if "\n" not in cell)
        lists = [f"{heading}:\n{indent(cell, '  ')}" for heading, cell in told if "\n" in cell]
        for text in [short] * bool(short) + lists:
            console.print(Padding(Text(text, overflow="fold"), (0, 0, 0, 2), expand=False))
    console.print()


def _longest(pieces: Sequence[str]) -> int:
    from rich.cells import cell_len

    return max((cell_len(piece) for piece in pieces), default=0)


def _is_figure(cell: str) -> bool:
    return not cell or cell.strip("%").replace(".", "").replace(",", "").isdigit()
