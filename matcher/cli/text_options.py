"""Options of the commands that take texts: where they come from, and where the answer goes."""

from __future__ import annotations

from pathlib import Path

import click

from matcher.cli.language import both

__all__ = ["INPUT", "OUTPUT"]

INPUT = click.option(
    "--input",
    "source",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=both(
        "File di testi: id e testo, o uno per riga (TSV, CSV, TXT).",
        "File of texts: id and text, or one a line (TSV, CSV, TXT).",
    ),
)
OUTPUT = click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help=both("File JSON.", "JSON file.")
)
