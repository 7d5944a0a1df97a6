"""Empty files to fill in, with every column explained."""

from __future__ import annotations

import csv
import io

from matcher.exchange.columns import FileKind, columns_of

__all__ = ["columns_table", "template_csv"]

_RULES = (
    "Le righe che cominciano con # sono commenti: puoi lasciarle o toglierle.",
    "Togli le colonne che non servono; l'ordine non conta. Obbligatorie: quelle indicate.",
    "Cella vuota = non chiesto. «nessuno» o «-» = dichiarato che non c'è. «nessun limite» = chiesto, nessun vincolo.",
    "Più voci in una cella: separate da ; (le parti di una voce da |).",
    "Vincolo flessibile: aggiungi ~ in fondo, per esempio 30 ~",
    "Date: 31/01/2026, 2026-01-31, 31.01.26. Numeri: 1.250,50. Sì/no: sì, no.",
)


def template_csv(kind: FileKind) -> str:
    """Return an empty, commented file: rules, heading, one worked example commented out.

    It starts with a byte order mark, so that spreadsheets read its accents.
    """
    columns = columns_of(kind)
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    for rule in _RULES:
        writer.writerow([f"# {rule}"])
    section = ""
    for column in columns:
        if column.section != section:
            section = column.section
            writer.writerow([f"# [{section}]"])
        writer.writerow([f"# {column.name}: {column.help}"])
    writer.writerow([column.name for column in columns])
    example = [column.example for column in columns]
    writer.writerow([f"# {example[0]}", *example[1:]])
    return "\ufeff" + stream.getvalue()


def columns_table(kind: FileKind) -> str:
    """Return the columns as a table in Markdown, for the documentation."""
    lines = ["| Colonna | Altri nomi | Che cosa contiene | Esempio |", "|---|---|---|---|"]
    for column in columns_of(kind):
        cells = (
            f"`{column.name}`",
            " ".join(f"`{name}`" for name in column.aliases),
            column.help,
            column.example,
        )
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines)
