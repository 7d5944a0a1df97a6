"""Candidates: from the columns of a row to the records that are kept, and back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import ValidationError

from matcher.domain.candidate import (
    TEXT_FIELDS,
    Availability,
    Candidate,
    Contact,
    Education,
    LicenceClaim,
    ServicePact,
)
from matcher.domain.constraint import ConstraintKind, DeclaredConstraint
from matcher.domain.place import Place
from matcher.domain.protected import GroupMembership, Protected
from matcher.errors import InputError
from matcher.exchange.cells import Cells, listed, texts
from matcher.exchange.claims import (
    find_licence,
    language_and_level,
    parse_education,
    parse_language,
    parse_licence,
    parse_mention,
    parse_skill,
    parse_work,
)
from matcher.exchange.entries import remarks, unprotect
from matcher.exchange.labels import Labels
from matcher.exchange.limits import CONSTRAINT_COLUMNS, Origin, parse_limits, parse_source
from matcher.exchange.problems import Problem
from matcher.exchange.sectors import parse_sectors
from matcher.exchange.validation import is_record, problems_of, validated
from matcher.exchange.values import bad_value, parse_date, parse_flag
from matcher.text.contacts import ContactKind, find_contacts
from matcher.text.personal import without_personal
from matcher.vocabulary.places import Places

__all__ = [
    "CONTACT_COLUMNS",
    "PROOFS",
    "PROTECTED_COLUMNS",
    "STATUSES",
    "TEXT_COLUMNS",
    "CandidateParts",
    "CandidateReader",
]

Status = Literal["available", "hired", "suspended", "withdrawn"]
Proof = Literal["declared", "certified", "expired", "contested"]

#: A letter or two among the qualifications is no licence.
_LEAST_LETTERS = 3
STATUSES: Mapping[str, Status] = {
    "disponibile": "available",
    "assunto": "hired",
    "assunta": "hired",
    "occupato": "hired",
    "occupata": "hired",
    "sospeso": "suspended",
    "sospesa": "suspended",
    "ritirato": "withdrawn",
    "ritirata": "withdrawn",
}
PROOFS: Mapping[str, Proof] = {
    "dichiarato": "declared",
    "certificato": "certified",
    "scaduto": "expired",
    "contestato": "contested",
}
CONTACT_COLUMNS = {
    "first_name": "nome",
    "last_name": "cognome",
    "email": "email",
    "phone": "telefono",
    "address": "indirizzo",
    "codice_fiscale": "codice_fiscale",
}
PROTECTED_COLUMNS = (
    "sesso", "data_nascita", "cittadinanza", "disabilita", "gruppi", "titolo_lavoro", "titolo_lavoro_scadenza",
    "percettore", "parole_persona",
)  # fmt: skip
#: Columns of the fields that a curriculum can fill where they are blank.
TEXT_COLUMNS = {
    "wanted": "professione_cercata",
    "work": "esperienze",
    "skills": "competenze",
    "education": "titoli_studio",
    "languages": "lingue",
    "licences": "patenti",
}
_MOST_KEPT = 50_000
#: What a contact is called, and the column it belongs to.
_REVEALING: Mapping[ContactKind, tuple[str, str]] = {
    "email": ("un indirizzo e-mail", "email"),
    "phone": ("un telefono", "telefono"),
    "tax_code": ("un codice fiscale", "codice_fiscale"),
}
_UNTIL = re.compile(r"\s*fino al ([\d./-]+)\s*\Z", re.IGNORECASE)
_GROUP_WORDS = frozenset(PROOFS)
_TWO_DIGIT_YEAR = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d\d\Z")


@dataclass(frozen=True, slots=True)
class CandidateParts:
    """What a row says of a person: the profile, and apart from it contact and protected data, if any."""

    candidate: Candidate
    contact: Contact | None = None
    protected: Protected | None = None


class CandidateReader:
    """Reads rows of candidates; words are kept as written, to be linked later.

    Parameters
    ----------
    labels : Labels
        Closed lists.
    places : Places
        Municipalities.
    """

    def __init__(self, labels: Labels, places: Places) -> None:
        self._labels = labels
        self._places = places
        self._homes: dict[str, Place] = {}
        self._memory: dict[tuple[str, str], object] = {}
        self._limits: dict[tuple[str, str], list[DeclaredConstraint]] = {}

    def read(self, values: Mapping[str, str]) -> tuple[CandidateParts | None, list[Problem]]:
        """Read the cells of a row, by documented column.

        Returns
        -------
        tuple
            The records, or ``None`` and everything that is wrong with the row.
        """
        cells = Cells(values, self._memory)
        identifier = cells.text("id_candidato")
        if not identifier:
            cells.complain(
                "id_candidato", "manca l'identificativo", "Dai a ogni persona un codice senza dati personali."
            )
        elif found := next((_REVEALING[kind][0] for kind in _kinds(identifier) if kind != "phone"), ""):
            # a long number is a phone only by chance
            cells.complain("id_candidato", f"è {found}", "Usa un codice che non riveli chi è la persona.")
        try:
            parts = CandidateParts(
                self._candidate(cells, identifier or "-"),
                self._contact(cells, identifier),
                self._protected(cells, identifier),
            )
        except ValidationError as error:
            cells.problems.extend(problems_of(error))
            return None, cells.problems
        cells.problems.extend(_revealed(parts.candidate))
        return (None if cells.problems else parts), cells.problems

    def read_record(self, tree: Mapping[str, object]) -> tuple[CandidateParts | None, list[Problem]]:
        """Read a whole record of a JSON file, with ``contact`` and ``protected`` beside it if given."""
        profile = {name: value for name, value in tree.items() if name not in ("contact", "protected")}
        candidate, problems = validated(Candidate, profile)
        contact: Contact | None = None
        protected: Protected | None = None
        if tree.get("contact") is not None:
            contact, found = validated(Contact, tree["contact"])
            problems += found
        if tree.get("protected") is not None:
            protected, found = validated(Protected, tree["protected"])
            problems += found
        if candidate is not None:
            problems += _revealed(candidate)
            owners = {part.candidate_id for part in (contact, protected) if part is not None}
            if owners - {candidate.id}:
                reason = "recapiti o dati protetti di un'altra persona"
                problems.append(
                    Problem("candidate_id", ", ".join(sorted(owners)), reason, "Usa lo stesso id.")
                )
        if candidate is None or problems:
            return None, problems
        return CandidateParts(candidate, contact, protected), []

    def is_record(self, tree: Mapping[str, object]) -> bool:
        """Say whether a JSON object is a whole record."""
        return is_record(tree, Candidate)

    def _candidate(self, cells: Cells, identifier: str) -> Candidate:
        labels = self._labels
        curriculum = without_personal(cells.text("curriculum"))
        education = listed(
            cells, "titoli_studio", lambda entry: parse_education(entry, labels), repeated=True
        )
        licences = listed(
            cells,
            "patenti",
            lambda entry: parse_licence(entry, labels),
            commas=lambda item: bool(find_licence(item, labels)),
            repeated=True,
        )
        return Candidate(
            id=identifier,
            summary="\n\n".join(filter(None, (cells.text("sintesi"), curriculum))),
            read_in_text=tuple(n for n in TEXT_FIELDS if not cells.text(TEXT_COLUMNS[n]))
            if curriculum
            else (),
            home=cells.read("comune_domicilio", self._home, None),
            wanted=listed(cells, "professione_cercata", parse_mention),
            work=listed(cells, "esperienze", parse_work),
            skills=listed(cells, "competenze", parse_skill, commas=lambda item: True),
            education=education,
            languages=listed(
                cells,
                "lingue",
                lambda entry: parse_language(entry, labels),
                commas=lambda item: language_and_level(item, labels)[0] in labels.languages.shown,
                repeated=True,
            ),
            licences=_with_certificates(licences, education or (), labels),
            own_vehicle=cells.read("automunito", parse_flag, None),
            uses_vehicle=cells.read("usa_mezzo", parse_flag, None),
            constraints=self._constraints(cells),
            refused_employers=texts(cells, "datori_esclusi"),
            refused_sectors=cells.read("settori_esclusi", parse_sectors, None),
            availability=Availability(
                status=cells.read("stato_disponibilita", _status, "available"),
                until=cells.read("disponibilita_fino_al", parse_date, None),
                confirmed_on=cells.read("disponibilita_confermata_il", parse_date, None),
            ),
            pact=self._pact(cells),
            inclinations=listed(cells, "propensioni", parse_mention),
            employment_status=cells.text("stato_occupazionale"),
            office=cells.text("ufficio"),
            source=cells.text("provenienza"),
            invented=cells.read("dati_inventati", parse_flag, False),
        )

    def _home(self, text: str) -> Place:
        found = self._homes.get(text)
        if found is None:
            places = self._places.resolve(text).places()
            found = places[0] if len(places) == 1 else Place(text=text)
            self._homes[text] = found
        return found

    def _constraints(self, cells: Cells) -> tuple[DeclaredConstraint, ...]:
        origin = Origin(
            cells.read("fonte_vincoli", parse_source, "autodichiarazione"),
            cells.read("data_vincoli", parse_date, None),
            cells.read("scadenza_vincoli", parse_date, None),
        )
        told = {
            "source": origin.source,
            "declared_on": origin.declared_on,
            "expires_on": origin.expires_on,
        }
        found: list[DeclaredConstraint] = []
        for kind, column in CONSTRAINT_COLUMNS.items():
            text = cells.text(column)
            if not text:
                continue
            try:
                if "{" in text:
                    found.extend(parse_limits(kind, text, self._labels, origin))
                else:
                    # the same words are read once, whatever the origin of each row
                    found.extend([limit.with_valid(told) for limit in self._cell_limits(kind, column, text)])
            except InputError as error:
                cells.complain(column, error.message, error.hint)
        return tuple(found)

    def _cell_limits(self, kind: ConstraintKind, column: str, text: str) -> list[DeclaredConstraint]:
        """Read the limits of a cell without their origin, which no word of it states."""
        known = self._limits.get((column, text))
        if known is None:
            known = parse_limits(kind, text, self._labels, Origin())
            if len(self._limits) < _MOST_KEPT:
                self._limits[column, text] = known
        return known

    def _pact(self, cells: Cells) -> ServicePact | None:
        number, signed = cells.text("patto_numero"), cells.read("patto_data", parse_date, None)
        return ServicePact(reference=number, signed_on=signed) if number or signed else None

    def _contact(self, cells: Cells, identifier: str) -> Contact | None:
        given = {name: cells.text(column) for name, column in CONTACT_COLUMNS.items()}
        return Contact(candidate_id=identifier, **given) if any(given.values()) else None

    def _protected(self, cells: Cells, identifier: str) -> Protected | None:
        if not any(cells.text(column) for column in PROTECTED_COLUMNS):
            return None
        return Protected(
            candidate_id=identifier,
            sex=cells.text("sesso"),
            birth_date=cells.read("data_nascita", _birth_date, None),
            citizenship=cells.text("cittadinanza"),
            disability=cells.read("disabilita", parse_flag, None),
            groups=listed(cells, "gruppi", _group) or (),
            work_title=cells.read("titolo_lavoro", parse_flag, None),
            work_title_expires_on=cells.read("titolo_lavoro_scadenza", parse_date, None),
            benefit_holder=cells.read("percettore", parse_flag, None),
            own_words=texts(cells, "parole_persona") or (),
        )


def _with_certificates(
    licences: tuple[LicenceClaim, ...] | None, education: Iterable[Education], labels: Labels
) -> tuple[LicenceClaim, ...] | None:
    """Return licences with the certificates written among the qualifications (*attestato OSS*).

    Where licences were not asked they still are a question: these alone would say that there is no other.
    """
    if licences is None:
        return None
    held = {one.concept for one in licences}
    found = {
        concept: LicenceClaim(text=one.title, concept=concept, evidence=one.evidence)
        for one in education
        if not one.concept
        and one.eqf is None
        and len(one.title) >= _LEAST_LETTERS
        and (concept := find_licence(one.title, labels))
        and concept not in held
    }
    return (*licences, *found.values())


def _status(text: str) -> Status:
    if text.casefold() not in STATUSES:
        raise bad_value(f"«{text}» non è uno stato", "Scrivi: disponibile, assunto, sospeso o ritirato.")
    return STATUSES[text.casefold()]


def _birth_date(text: str) -> date:
    if _TWO_DIGIT_YEAR.match(text):
        raise bad_value("il secolo non è chiaro", "Scrivi l'anno con quattro cifre.")
    return parse_date(text)


def _group(entry: str) -> GroupMembership:
    match = _UNTIL.search(entry)
    text, notes = remarks(entry[: match.start()] if match else entry, _GROUP_WORDS)
    evidence = next((PROOFS[note] for note in notes), "declared")
    return GroupMembership(
        group=unprotect(text), evidence=evidence, valid_until=parse_date(match[1]) if match else None
    )


def _revealed(candidate: Candidate) -> list[Problem]:
    """Return what in the free texts would say who the person is."""
    texts = [("sintesi", candidate.summary)] if candidate.summary else []
    texts += [("esperienze", job.description) for job in candidate.work or () if job.description]
    return [
        Problem(
            field,
            text,
            f"il testo contiene {what}",
            f"Toglilo dal testo e scrivilo nella colonna «{column}»; un curriculum va nella colonna «curriculum».",
        )
        for field, text in texts
        for what, column in map(_REVEALING.__getitem__, _kinds(text))
    ]


def _kinds(text: str) -> Iterable[ContactKind]:
    """Return the kinds of contacts that a text holds, each once."""
    return dict.fromkeys(one.kind for one in find_contacts(text))
