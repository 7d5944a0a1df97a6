"""Lists of which one page is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from matcher.cli.language import both
from matcher.cli.session import Session

__all__ = ["paged", "say_page"]


def paged(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command ``--limit`` and ``--offset``."""
    limit = click.option(
        "--limit", type=click.IntRange(1), default=50, help=both("Quanti al massimo.", "How many at most.")
    )
    offset = click.option(
        "--offset", type=click.IntRange(0), default=0, help=both("Salta i primi.", "Skip the first.")
    )
    return limit(offset(function))


def say_page(session: Session, shown: int, offset: int, total: int) -> None:
    """Say which part of the list was shown; nothing where the answer is data."""
    if session.format != "table":
        return
    last = offset + shown
    if not total:
        session.say("Nessuno.", "None.")
    elif not shown:
        session.say(f"Sono {total} in tutto.", f"There are {total} in all.")
    elif shown == total:
        session.say(f"{total} in tutto.", f"{total} in all.")
    elif last == total:
        session.say(f"Dal {offset + 1} al {last} di {total}.", f"{offset + 1} to {last} of {total}.")
    else:
        session.say(
            f"Dal {offset + 1} al {last} di {total}. Per continuare: --offset {last}",
            f"{offset + 1} to {last} of {total}. To go on: --offset {last}",
        )
