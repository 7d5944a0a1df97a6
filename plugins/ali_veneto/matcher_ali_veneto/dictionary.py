"""The dictionary of disadvantage: one code for what each partner calls in its own way, and the legal notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from matcher.errors import NotFoundError
from matcher.plugin import Desk, Table, in_force
from matcher_ali_veneto.tables import LegalNote, PartnerTerm, in_province, province_of, read

__all__ = ["KIND", "dictionary", "notes", "term"]

KIND = "ali_veneto.disagio"


def dictionary(desk: Desk, partner: str) -> Iterator[Table]:
    """Return the dictionary with its definitions, and each partner's own terms."""
    terms = in_force(read(PartnerTerm, str(desk.settings.get("data", ""))), desk.today)
    rows = []
    for concept in desk.concepts(KIND):
        own = [one for one in terms if one.code == concept.id and partner in ("", one.partner)]
        rows.append(
            {
                "code": concept.id,
                "label": concept.label(desk.language),
                "definition": concept.facts.get("definition_it", ""),
                "legal_basis": concept.facts.get("legal_basis", ""),
                "evidence": concept.facts.get("evidence_it", ""),
                "valid_to": concept.valid_to,
                "terms": "; ".join(f"{one.term} ({one.partner})" for one in own),
                "also": ", ".join(concept.alternatives.get(desk.language, ())),
            }
        )
    yield Table(
        rows,
        (
            ("code", "Codice", "Code"),
            ("label", "Voce", "Entry"),
            ("definition", "Definizione", "Definition"),
            ("legal_basis", "Base", "Basis"),
            ("evidence", "Prova", "Evidence"),
            ("valid_to", "Fino al", "Until"),
            ("terms", "Termini dei partner", "Partners' terms"),
        ),
        "Dizionario dello svantaggio",
        "Dictionary of disadvantage",
    )


def term(desk: Desk, text: str) -> Iterator[Table]:
    """Return the entry that a partner's own term means."""
    terms = in_force(read(PartnerTerm, str(desk.settings.get("data", ""))), desk.today)
    wanted = " ".join(text.casefold().split())
    mapped = {one.code: one.partner for one in terms if " ".join(one.term.casefold().split()) == wanted}
    concept = desk.find(KIND, text)
    if concept is not None:
        mapped.setdefault(concept.id, "")
    if not mapped:
        raise NotFoundError(
            "E-ALI-002",
            f"«{text}» non è nel dizionario dello svantaggio.",
            "Guarda le voci con: matcher ali-veneto dictionary — i termini dei partner stanno in termini.csv",
        )
    yield Table(
        [
            {"code": code, "label": desk.label(KIND, code), "partner": partner}
            for code, partner in mapped.items()
        ],
        (("code", "Codice", "Code"), ("label", "Voce", "Entry"), ("partner", "Chi lo dice", "Whose word")),
        f"«{text}»",
        f"“{text}”",
    )


def notes(desk: Desk, province: str) -> Iterator[Table]:
    """Return the legal notes for employers, with the open places that each concerns; they name nobody."""
    area = province_of(desk, province) if province else None
    held = in_force(read(LegalNote, str(desk.settings.get("data", ""))), desk.today)
    places: Counter[str] = Counter()
    for vacancy in desk.vacancies():
        if area is not None and not in_province(vacancy, area):
            continue
        for note in held:
            if not note.contracts or set(note.contracts) & set(vacancy.contracts or ()):
                places[note.code] += vacancy.openings
    english = desk.language == "en"
    yield Table(
        [
            {
                "code": note.code,
                "title": note.title_en if english else note.title_it,
                "text": note.text_en if english else note.text_it,
                "legal_basis": note.legal_basis,
                "places": places[note.code],
            }
            for note in held
        ],
        (
            ("title", "Argomento", "Subject"),
            ("text", "Che cosa sapere", "What to know"),
            ("legal_basis", "Base", "Basis"),
            ("places", "Posti aperti interessati", "Open places concerned"),
        ),
        "Note per i datori di lavoro sulle regole dell'inserimento",
        "Notes for employers on the rules of insertion",
        bar="places",
    )
