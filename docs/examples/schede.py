"""Reads ``.schede`` files of an agency: blocks of «Nome campo: valore», one person each, a blank line between."""

from matcher.plugin import BadRow, Reader, hookimpl

#: Heading of the agency -> column of the documented format (docs/formats.md).
COLUMNS = {
    "Codice": "id_candidato",
    "Ha lavorato come": "esperienze",
    "Sa fare": "competenze",
    "Comune": "comune_domicilio",
    "Automunito": "automunito",
    "Patenti": "patenti",
    "Distanza massima": "max_km",
}
#: Values that the agency writes in words of its own.
VALUES = {"Automunito": {"auto": "sì", "a piedi": "no", "da chiedere": None}}


@hookimpl
def matcher_register_readers():
    return [Reader((".schede",), f"{__name__}:read_cards", kinds=("candidates",))]


def read_cards(path, kind):
    """Yield one row for each block; a block without a code cannot be kept."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
        if not block.strip():
            continue
        if "Codice" not in fields:
            yield BadRow(block, "manca il codice della persona")
            continue
        yield {
            COLUMNS.get(name, name): VALUES.get(name, {}).get(value, value) for name, value in fields.items()
        }
