"""The separate list of a vacancy under art. 7, person by person, for the office that the vacancy is addressed to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from matcher.errors import InputError
from matcher.plugin import Desk, Table, read_dated
from matcher_collocamento_mirato.records import Preselection, Registration
from matcher_collocamento_mirato.tables import PACKAGE, Bit

__all__ = ["OTHER_LISTS", "fits", "preselection", "same_office"]

#: Reason by which a person is in no ordinary list: their own wish.
OTHER_LISTS = "OTHER_LISTS_ONLY"


def same_office(one: str, other: str) -> bool:
    """Tell whether two names are of one office: case and spaces aside, and never where there is none."""
    first, second = (" ".join(name.casefold().split()) for name in (one, other))
    return bool(first) and first == second


def fits(held: Registration, asked: Preselection, office: str, day: date) -> bool:
    """Tell whether a registration belongs to the separate list of a request, as an office sees it."""
    addressed = asked.art7 and same_office(asked.office, office) and same_office(held.office, office)
    in_order = held.registered and held.evidence not in ("expired", "contested")
    lasting = held.valid_until is None or held.valid_until >= day
    within = not set(held.limits) & set(asked.demands)
    compatible = held.compatible_tasks is None or set(asked.tasks) <= set(held.compatible_tasks)
    return addressed and in_order and lasting and within and compatible


def preselection(desk: Desk, vacancy: str) -> Iterator[Table]:
    """Return the separate list of a vacancy: whoever the office has registered and the work suits."""
    office = str(desk.settings.get("office", ""))
    asked: Preselection | None = desk.record("vacancy", desk.vacancy(vacancy).id)
    if asked is None or not asked.art7:
        raise InputError(
            "E-L68-011",
            f"Per «{vacancy}» il datore non ha chiesto la preselezione ex art. 7: non c'è un elenco separato.",
            f"Se l'ha chiesta: matcher record set collocamento_mirato vacancy {vacancy} art7=sì office=…",
        )
    if not same_office(asked.office, office):
        raise InputError(
            "E-L68-012",
            f"L'elenco separato di «{vacancy}» lo vede solo l'ufficio a cui la preselezione è stata chiesta.",
            "L'ufficio competente si scrive in [plugins.collocamento_mirato] office.",
        )
    registered: dict[str, Registration] = desk.records("candidate")
    limits = read_dated(PACKAGE, "limiti.csv", Bit, str(desk.settings.get("data", "")))
    words = {one.code: one.label_en if desk.language == "en" else one.label_it for one in limits}
    rows: list[dict[str, Any]] = []
    for candidate, held in registered.items():
        if not fits(held, asked, office, desk.today):
            continue
        verdict = (answer := desk.why(vacancy, candidate)).verdict
        # who asked to be in no ordinary list is asking for this one
        if {reason.code for reason in verdict.reasons} - {OTHER_LISTS}:
            continue
        rows.append(
            {
                "candidate": candidate,
                "points": round(answer.score / 100_000, 1),
                "verdict": "to_verify" if verdict.questions else "eligible",
                "ask": "; ".join(question.text(desk.language) for question in verdict.questions),
                "limits": ", ".join(words.get(code, code) for code in held.limits),
            }
        )
    rows.sort(key=lambda row: (row["verdict"] != "eligible", -row["points"], row["candidate"]))
    yield Table(
        rows,
        (
            ("candidate", "Candidato/a", "Candidate"),
            ("points", "Coerenza", "Fit"),
            ("ask", "Da chiedere", "To ask"),
            ("limits", "Limiti indicati dall'ufficio", "Limits stated by the office"),
        ),
        f"Elenco separato di {vacancy}, preselezione ex art. 7 L. 68/1999 · {office}",
        f"Separate list of {vacancy}, preselection under art. 7 of Law 68/1999 · {office}",
        (
            *(() if rows else ("Nessuna persona iscritta qui corrisponde alla richiesta.",)),
            "Resta all'ufficio competente: il datore riceve le persone che l'ufficio gli segnala, come tutte.",
        ),
        (
            *(() if rows else ("Nobody registered here fits the vacancy.",)),
            "It stays with the competent office: the employer gets the people that the office refers, like all others.",
        ),
    )
