"""Lists of which one page is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

from matcher.cli.language import both
from matcher.cli.session import Session

__all__ = ["paged", "show_page"]


def paged(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command ``--limit`` and ``--offset``."""
    limit = click.option(
        "--limit", type=click.IntRange(1), default=50, help=both("Quanti al massimo.", "How many at most.")
    )
    offset = click.option(
        "--offset", type=click.IntRange(0), default=0, help=both("Salta i primi.", "Skip the first.")
    )
    return limit(offset(function))


def show_page(
    session: Session,
    rows: Sequence[Mapping[str, Any]],
    columns: Sequence[tuple[str, str, str]],
    offset: int,
    total: int,
) -> None:
    """Print one page of a list of ``total`` rows and, on a screen, say which part it is."""
    if session.format != "table":
        session.rows(rows, columns)
        return
    last = offset + len(rows)
    if not rows:
        session.say(
            f"Non c'è altro: sono {total} in tutto." if total else "Nessuno.",
            f"No more: {total} in all." if total else "None.",
        )
        return
    session.rows(rows, columns)
    if len(rows) == total:
        session.say(f"{total} in tutto.", f"{total} in all.")
        return
    more = (
        ""
        if last == total
        else session.text(f" Per continuare: --offset {last}", f" To go on: --offset {last}")
    )
    session.say(f"Dal {offset + 1} al {last} di {total}.{more}", f"{offset + 1} to {last} of {total}.{more}")
