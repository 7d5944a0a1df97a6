"""Reads and writes ``.schede`` files of an agency: blocks of «Nome campo: valore», one each, a blank line between."""

from matcher.plugin import BadRow, Command, Parameter, Reader, Table, hookimpl

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


@hookimpl
def matcher_register_commands():
    file = Parameter("file", "File da scrivere.", "File to write.", kind="path")
    return [Command("write", "Scrive le schede.", "Writes the cards.", f"{__name__}:write_cards", (file,))]


def write_cards(desk, file):
    """Write a block for each person; what is not known has no line."""
    cards = []
    for person in desk.candidates():
        known = {
            "Codice": person.id,
            "Sa fare": "; ".join(claim.skill.text for claim in person.skills or () if not claim.lacking),
            "Comune": person.home.text if person.home else "",
        }
        cards.append("\n".join(f"{name}: {value}" for name, value in known.items() if value))
    file.write_text("\n\n".join(cards) + "\n", encoding="utf-8")
    return Table([{"file": str(file), "n": len(cards)}], (("file", "File", "File"), ("n", "Schede", "Cards")))
