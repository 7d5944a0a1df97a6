"""Words of a district: more names for known occupations and skills, new ones, and a list of its own."""

from pathlib import Path

from matcher.plugin import Command, Parameter, Table, VocabularyTable, hookimpl

FOLDER = Path(__file__).parent / "mestieri"


@hookimpl
def matcher_register_vocabularies():
    return [
        VocabularyTable("occupation", FOLDER / "occupations.csv", "2026.1"),
        VocabularyTable("skill", FOLDER / "skills.csv", "2026.1"),
        VocabularyTable("mestieri.phases", FOLDER / "phases.csv", "2026.1"),
    ]


@hookimpl
def matcher_register_commands():
    word = Parameter("words", "Parole.", "Words.", many=True)
    return [
        Command("phase", "Di quale fase si parla.", "Which phase is meant.", f"{__name__}:phase", (word,))
    ]


def phase(desk, words):
    """Say which phase of the work each word names, and on which act it rests."""
    rows = []
    for text in words:
        found = desk.find("mestieri.phases", text)
        rows.append(
            {
                "text": text,
                "phase": found.label(desk.language) if found else "",
                "basis": found.facts.get("basis", "") if found else "",
            }
        )
    return Table(rows, (("text", "Testo", "Text"), ("phase", "Fase", "Phase"), ("basis", "Base", "Basis")))
