"""Reports: what the desk recorded, counted; as tables, CSV, JSON, and as a chart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from functools import lru_cache, partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from matcher.cli.language import BilingualGroup, both, chosen_language
from matcher.cli.plugin_commands import report_list
from matcher.cli.session import Session, command
from matcher.errors import InputError, file_trouble

if TYPE_CHECKING:
    from matcher.app import Workspace
    from matcher.plugin.tasks import Table
    from matcher.report.cells import Period

__all__ = ["COMMANDS", "DAY", "day_of"]

_MOST_COLUMNS = 6
DAY = click.DateTime(["%d/%m/%Y", "%Y-%m-%d"])
_LEAST = click.option(
    "--min-cell",
    "least",
    type=click.IntRange(1),
    default=3,
    show_default=True,
    help=both("Meno persone di così non fanno una riga.", "Fewer people make no row of their own."),
)


def day_of(moment: datetime | None) -> Any:
    """Return the day that an option gave."""
    return None if moment is None else moment.date()


def _period(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a report its period and its chart."""

    @click.option("--since", type=DAY, help=both("Dal giorno.", "From this day."))
    @click.option("--until", type=DAY, help=both("Fino al giorno.", "Until this day."))
    @click.option(
        "--chart",
        type=click.Path(path_type=Path, dir_okay=False),
        help=both("Scrive anche il grafico: .svg o .html.", "Write the chart too: .svg or .html."),
    )
    @wraps(function)
    def wrapped(
        session: Session,
        *args: Any,
        since: datetime | None,
        until: datetime | None,
        chart: Path | None,
        **rest: Any,
    ) -> None:
        from matcher.cli.plugin_commands import show_tables
        from matcher.report.cells import Period

        tables = function(session, Period(day_of(since), day_of(until)), *args, **rest)
        show_tables(
            session,
            [_narrow(session, table) for table in tables if list(table.rows) or session.format == "json"],
        )
        if not any(list(table.rows) for table in tables):
            session.say("Niente da contare in questo periodo.", "Nothing to count in this period.")
        if chart is not None:
            _draw(session, tables, chart)

    return wrapped


@command("services", "Prestazioni e minuti contro lo standard.", "Services and minutes against the standard.")
@_LEAST
@_period
def services(session: Session, period: Period, least: int) -> Sequence[Table]:
    """Count the register of services."""
    from matcher.desk.services import personal_minutes, read_services
    from matcher.report.services import services_report
    from matcher.store.records import held_content

    with session.open() as workspace, workspace.database.snapshot() as connection:
        kinds = read_services(workspace.settings.vocabularies)
        minutes = personal_minutes(workspace.gate, lru_cache(None)(partial(held_content, connection)))
        return [services_report(connection, kinds, period, least, minutes, session.language)]


@command("times", "Giorni dalla richiesta all'invio della rosa.", "Days from request to referral.")
@_period
def times(session: Session, period: Period) -> Sequence[Table]:
    """Count the days between request and referral."""
    from matcher.report.times import times_report

    with session.open() as workspace, workspace.database.snapshot() as connection:
        return [times_report(connection, period, _zone(workspace))]


@command("availability", "Resa delle verifiche di disponibilità.", "What availability checks yield.")
@_LEAST
@_period
def availability(session: Session, period: Period, least: int) -> Sequence[Table]:
    """Count requests of availability and their answers."""
    from matcher.report.availability import availability_report

    with session.open() as workspace, workspace.database.snapshot() as connection:
        return [availability_report(connection, period, _zone(workspace), least)]


@command(
    "outcomes", "Esiti delle persone segnalate, e motivi.", "Outcomes of the people referred, and reasons."
)
@_LEAST
@_period
def outcomes(session: Session, period: Period, least: int) -> Sequence[Table]:
    """Count outcomes and reasons."""
    from matcher.report.outcomes import outcomes_report

    with session.open() as workspace, workspace.database.snapshot() as connection:
        return outcomes_report(connection, period, least, session.language)


class _Reports(BilingualGroup):
    """The reports of the product and, beside them, those of the installed plugins."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        # our own need no plugin to be loaded
        return self.commands.get(cmd_name) or self._of_plugins(ctx).get(cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the reports of the product; help starts no plugin."""
        super().format_commands(ctx, formatter)
        formatter.write_paragraph()
        formatter.write_text(
            "Plugins add reports of their own: matcher report list"
            if chosen_language() == "en"
            else "I plugin aggiungono rapporti propri: matcher report list"
        )

    def _of_plugins(self, ctx: click.Context) -> dict[str, click.Command]:
        from matcher.cli.plugin_commands import report_commands

        return report_commands(ctx)


def _narrow(session: Session, table: Table) -> Table:
    """Return a table without its bars where they would leave no room for its words."""
    wide = session.format == "table" and len(table.columns) > _MOST_COLUMNS
    return replace(table, bar="") if wide else table


def _zone(workspace: Workspace) -> tzinfo:
    """Return where the days of the desk begin."""
    from matcher.desk.calendar import Calendar

    return Calendar.of(workspace.settings.desk).zone


def _draw(session: Session, tables: Sequence[Table], path: Path) -> None:
    from matcher.report.chart import chart_html, chart_svg

    ending = path.suffix.lower()
    if ending not in (".svg", ".html"):
        raise InputError("E-CLI-080", f"Non disegno «{path.suffix}».", "Usa .svg o .html.")
    drawn = (
        chart_svg(tables[0], session.language) if ending == ".svg" else chart_html(tables, session.language)
    )
    try:
        path.write_text(drawn, encoding="utf-8")
    except OSError as error:
        raise InputError(
            "E-CLI-003", f"Non posso scrivere {path}: {file_trouble(error)}.", "Scegli un altro file."
        ) from error
    session.say(f"Grafico scritto in {path}.", f"Chart written to {path}.")


report = _Reports(
    "report",
    help=both(
        "Prestazioni, tempi, disponibilità, esiti: contati per mese e ufficio.",
        "Services, times, availability, outcomes: counted by month and office.",
    ),
    commands=[services, times, availability, outcomes, report_list],
)

COMMANDS: dict[str, click.Command] = {"report": report}
