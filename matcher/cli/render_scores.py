"""How the points of a list come about: a row for each person, a column for each component."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

from matcher.cli.phrases import points
from matcher.cli.session import Session
from matcher.domain.shortlist import Contribution, RankedCandidate

if TYPE_CHECKING:
    from rich.table import Table

__all__ = ["score_table"]

#: Score of a component worth 0.1% of the weight.
_PER_WEIGHT = 10_000
#: The heads fold between words, so that nine components stand beside each other.
_WIDTH = 11


def score_table(session: Session, people: Sequence[RankedCandidate], whom: str) -> Table:
    """Return the contributions, which sum to the points of each row; the most a component can give is in its head.

    On a narrow screen the heads are numbers, told in full under the table: a name cut in two tells nothing.
    """
    from rich.measure import Measurement

    console = session.console()
    table = _table(session, people, whom, numbered=False)
    needs = Measurement.get(console, console.options.update(width=1000), table).maximum
    return table if needs <= console.width else _table(session, people, whom, numbered=True)


def _table(session: Session, people: Sequence[RankedCandidate], whom: str, numbered: bool) -> Table:
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    weights: dict[str, set[int]] = {}
    labels: dict[str, str] = {}
    for one in (one for person in people for one in person.contributions):
        weights.setdefault(one.component, set()).add(one.weight)
        labels[one.component] = escape(session.text(one.label_it, one.label_en))
    table = Table(
        title=session.text("Contributi al punteggio (massimo)", "Contributions to the score (most)"),
        title_justify="left",
        title_style="dim italic",
        caption="\n".join(f"{n}  {label}" for n, label in enumerate(labels.values(), 1))
        if numbered
        else None,
        caption_justify="left",
        caption_style="dim",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        padding=(0, 1, 0, 0),
    )
    table.add_column(whom, no_wrap=True)
    for position, (name, label) in enumerate(labels.items(), 1):
        head = [str(position)] if numbered else wrap(label, _WIDTH)
        most = [f"({_most(session, *weights[name])})"] if len(weights[name]) == 1 else []
        table.add_column("\n".join([*head, *most]), justify="right")
    for person in people:
        held = {one.component: one for one in person.contributions}
        cells = [_cell(session, held.get(name), len(weights[name]) > 1) for name in labels]
        table.add_row(escape(person.id), *cells)
    return table


def _cell(session: Session, one: Contribution | None, with_most: bool) -> str:
    if one is None:
        return ""
    if one.value < 0:
        return f"? (+{points(session, one.possible)})"
    return points(session, one.points) + (f"/{_most(session, one.weight)}" if with_most else "")


def _most(session: Session, weight: int) -> str:
    return points(session, weight * _PER_WEIGHT)
