"""From who goes to the files for the employer: made as final documents, with the names that were released."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from matcher.desk.document import make_document
from matcher.desk.referral import MadeFile, Sending
from matcher.desk.steps import Steps, Subject
from matcher.domain.candidate import Contact
from matcher.errors import InputError
from matcher.exchange.rosa_files import document_bytes
from matcher.store.candidates import get_contact
from matcher.vocabulary.bundle import Vocabularies

__all__ = ["file_maker"]


def file_maker(
    steps: Steps, vocabularies: Vocabularies, language: str, forms: Sequence[str]
) -> Callable[[Sending], list[MadeFile]]:
    """Return what makes the files of a referral, one for each form (``html``, ``pdf``, ``xlsx``, ``json``).

    Raises
    ------
    InputError
        When called: ``E-FLW-012`` if somebody who should go may not, ``E-DOC-001`` while the intermediary
        is not configured.
    """

    def make(sending: Sending) -> list[MadeFile]:
        made = make_document(
            steps.connection,
            sending.shortlist.id,
            vocabularies,
            sending.intermediary,
            language,
            steps.acting.day,
            people=sending.people,
            releases=_releases(steps, sending),
            valid_until=sending.expires_on,
        )
        if made.set_aside:
            first = made.set_aside[0]
            said = "; ".join(f"{one.candidate}: {one.reason_it}" for one in made.set_aside)
            raise InputError(
                "E-FLW-012",
                f"Qualcuno non può più essere segnalato: {said}.",
                f"Togli la persona: matcher rosa remove {sending.shortlist.id} {first.candidate} "
                "--reason richiesta_della_persona",
            )
        codes = {name: code for code, name in made.people.items()}
        return [MadeFile(form, language, document_bytes(made.document, form), codes) for form in forms]

    return make


def _releases(steps: Steps, sending: Sending) -> dict[str, Contact]:
    """Return the contact data that may stand in the document; the log notes that they were read."""
    found: dict[str, Contact] = {}
    for name, what in sending.released.items():
        contact = get_contact(steps.connection, name)
        if contact is None:
            continue
        kept = {"first_name", "last_name"} | ({"email", "phone"} if what == "contacts" else set())
        found[name] = Contact(candidate_id=name, **{field: getattr(contact, field) for field in sorted(kept)})
        subject = Subject(sending.shortlist.vacancy_id, sending.shortlist.id, name)
        steps.log("person.disclosed", subject, released=what)
    return found
