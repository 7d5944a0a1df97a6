"""Thirty people and five vacancies around Modena: invented, varied, and small enough to follow by hand."""

from __future__ import annotations

from datetime import date, timedelta

from matcher.domain.candidate import Candidate, Education, LicenceClaim, SkillClaim, WorkExperience
from matcher.domain.constraint import ConstraintKind, DeclaredConstraint
from matcher.domain.levels import RequirementLevel
from matcher.domain.place import Place
from matcher.domain.protected import Protected
from matcher.domain.record import Mention
from matcher.domain.vacancy import Requirement, RequirementKind, Vacancy

__all__ = ["DAY", "invented_people", "invented_protected", "invented_vacancies"]

#: Reference date of the requests.
DAY = date(2026, 3, 2)

_TOWNS = {
    "Modena": "036023",
    "Sassuolo": "036040",
    "Fiorano Modenese": "036013",
    "Formigine": "036015",
    "Maranello": "036019",
    "Carpi": "036005",
    "Pavullo nel Frignano": "036030",
    "Casalgrande": "035012",
    "Bologna": "037006",
}
_WORDS = {
    "8344.forklift_driver": "carrellista",
    "8344.warehouse_forklift_driver": "magazziniere carrellista",
    "4321.warehouse_keeper": "magazziniere",
    "5120.cook": "cuoco",
    "5131.waiter": "cameriere",
    "5321.oss": "operatore socio-sanitario",
    "7411.electrician": "elettricista",
    "5230.cashier": "cassiere",
    "7512.baker": "panettiere",
}
# id, town, job, months, vehicle, farthest km, shifts accepted, licences, EQF level
# "?" was never asked, "*" declared: no limit, "none" declared: none
_PEOPLE = """
P01|Sassuolo|8344.forklift_driver|60|yes|20|*|equipment.forklift_industrial,B|3
P02|Sassuolo|8344.forklift_driver|24|no|20|*|equipment.forklift_industrial|2
P03|Fiorano Modenese|8344.forklift_driver|36|no|15|*|equipment.forklift_industrial|3
P04|Modena|8344.forklift_driver|48|no|30|*|equipment.forklift_industrial|2
P05|Modena|8344.forklift_driver|48|yes|30|*|equipment.forklift_industrial,B|4
P06|Modena|8344.forklift_driver|48|?|30|*|equipment.forklift_industrial|2
P07|Formigine|8344.warehouse_forklift_driver|18|yes|10|two_shifts|equipment.forklift_industrial,B|3
P08|Formigine|8344.warehouse_forklift_driver|90|yes|*|three_shifts|equipment.forklift_industrial,C|2
P09|Maranello|4321.warehouse_keeper|30|yes|25|*|B|4
P10|Casalgrande|4321.warehouse_keeper|12|no|*|day|none|4
P11|Carpi|8344.forklift_driver|120|yes|15|*|equipment.forklift_industrial,B|2
P12|Pavullo nel Frignano|8344.forklift_driver|20|?|?|?|?|?
P13|?|8344.forklift_driver|14|?|?|?|equipment.forklift_industrial|2
P14|Bologna|8344.forklift_driver|75|yes|50|night|equipment.forklift_industrial,B|3
P15|Modena|5120.cook|72|yes|20|evening|B|3
P16|Sassuolo|5120.cook|15|no|10|*|none|3
P17|Modena|5131.waiter|40|no|5|evening|none|4
P18|Formigine|5131.waiter|6|yes|20|*|B|4
P19|Modena|5321.oss|84|yes|25|three_shifts|B|3
P20|Modena|5321.oss|30|no|25|three_shifts|none|3
P21|Maranello|5321.oss|16|?|15|*|?|3
P22|Sassuolo|5321.oss|50|yes|20|day|B|3
P23|Carpi|5321.oss|100|yes|40|*|B|4
P24|Modena|7411.electrician|66|yes|*|*|B|4
P25|Fiorano Modenese|7411.electrician|20|yes|30|day|B|4
P26|Modena|5230.cashier|28|no|8|*|none|4
P27|Sassuolo|5230.cashier|9|?|?|?|?|4
P28|Modena|7512.baker|110|yes|15|night|B|2
P29|Formigine|?|?|?|?|?|?|?
P30|?|?|?|?|?|?|?|?
"""


def invented_people() -> list[Candidate]:
    """Return the thirty, by id: P01-P14 of the warehouse, then kitchens, care, trades, shops; P30 says nothing."""
    return [_person(*line.split("|")) for line in _PEOPLE.strip().splitlines()]


def invented_protected() -> dict[str, Protected]:
    """Return their protected data by id: ages from 17 to 63, some asked about the title to work, some not."""
    return {
        f"P{number:02}": Protected(
            candidate_id=f"P{number:02}",
            sex="F" if number % 2 else "M",
            birth_date=DAY - timedelta(days=365 * (17 + number * 46 // 30)) if number % 7 else None,
            work_title=None if number % 3 else True,
            benefit_holder=number % 5 == 0,
        )
        for number in range(1, 31)
    }


def invented_vacancies() -> list[Vacancy]:
    """Return five vacancies: V1 forklift by day, V2 forklift on three shifts, V3 care, V4 kitchen, V5 bakery."""
    forklift = Requirement(
        kind=RequirementKind.LICENCE,
        level=RequirementLevel.MUST,
        mention=_mention("patentino carrelli elevatori", "equipment.forklift_industrial"),
    )
    return [
        _vacancy("V1", "Mulettista", "8344.forklift_driver", "Sassuolo", ("two_shifts",), forklift),
        _vacancy(
            "V2", "Mulettista su tre turni", "8344.forklift_driver", "Sassuolo", ("three_shifts",), forklift
        ),
        _vacancy("V3", "OSS in struttura", "5321.oss", "Modena", ("continuous",)),
        _vacancy("V4", "Cuoco", "5120.cook", "Modena", None),
        _vacancy("V5", "Panettiere", "7512.baker", "Formigine", ("night",)),
    ]


def _vacancy(
    name: str, title: str, job: str, town: str, shifts: tuple[str, ...] | None, *requirements: Requirement
) -> Vacancy:
    return Vacancy(
        id=name,
        title=title,
        occupations=(_mention(_WORDS[job], job),),
        places=(_place(town),),
        shifts=shifts,
        requirements=requirements,
        invented=True,
    )


def _person(
    name: str,
    town: str,
    job: str,
    months: str,
    vehicle: str,
    farthest: str,
    shifts: str,
    licences: str,
    eqf: str,
) -> Candidate:
    limits = {ConstraintKind.MAX_DISTANCE_KM: farthest, ConstraintKind.SHIFTS: shifts}
    return Candidate(
        id=name,
        home=None if town == "?" else _place(town),
        work=None
        if job == "?"
        else (WorkExperience(occupation=_mention(_WORDS[job], job), months=int(months)),),
        skills=(SkillClaim(skill=_mention("guida del muletto", "forklift_operation")),)
        if job.startswith("8344")
        else None,
        licences=_licences(licences),
        education=None if eqf == "?" else (Education(title=f"titolo EQF {eqf}", eqf=int(eqf)),),
        own_vehicle={"yes": True, "no": False}.get(vehicle),
        constraints=tuple(_limit(kind, written) for kind, written in limits.items() if written != "?"),
        invented=True,
    )


def _limit(kind: ConstraintKind, written: str) -> DeclaredConstraint:
    if written == "*":
        return DeclaredConstraint(kind=kind, value=None)
    value = int(written) if kind is ConstraintKind.MAX_DISTANCE_KM else tuple(written.split(","))
    return DeclaredConstraint(kind=kind, value=value)


def _licences(written: str) -> tuple[LicenceClaim, ...] | None:
    if written in ("?", "none"):
        return None if written == "?" else ()
    return tuple(LicenceClaim(text=code, concept=code) for code in written.split(","))


def _place(town: str) -> Place:
    return Place(text=town, kind="municipality", code=_TOWNS[town])


def _mention(text: str, concept: str) -> Mention:
    return Mention(text=text, concept=concept, method="exact", confidence=1.0)
