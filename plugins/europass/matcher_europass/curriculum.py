"""One Europass CV (schema 3, ``SkillsPassport``): from its elements to the columns of a candidate."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from matcher.plugin import BadRow

__all__ = ["is_europass", "read_curriculum"]

_NAMESPACE = "http://europass.cedefop.europa.eu/Europass"
_NAMES = {"e": _NAMESPACE}
#: The parts of language proficiency: a level of a language is the lowest of them.
_PARTS = ("Listening", "Reading", "SpokenInteraction", "SpokenProduction", "Writing")
_TAG = re.compile(r"<[^>]+>")
#: What separates the entries and the parts of an entry in a cell.
_SIGNS = str.maketrans({";": ",", "|": "/", "\\": "/"})
_SKILLS = ("Communication", "Organisational", "JobRelated", "Computer", "Other")


def is_europass(head: bytes) -> bool:
    """Tell an Europass CV from other XML files by its namespace."""
    return _NAMESPACE.encode() in head


def read_curriculum(path: Path, kind: str) -> Iterator[dict[str, object] | BadRow]:
    """Yield the one candidate of the file; its id is the name of the file, for the CV holds only the person's.

    Names, addresses, phones, birth date, nationality, photograph are never read.
    """
    text = path.read_bytes()
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        yield BadRow(path.name, "il file definisce entità: un curriculum Europass non ne ha")
        return
    try:
        root = ElementTree.fromstring(text)  # entities are refused above
    except ElementTree.ParseError as error:
        yield BadRow(path.name, f"il file XML è rovinato: {error}")
        return
    learner = root.find("e:LearnerInfo", _NAMES)
    if learner is None:
        yield BadRow(path.name, "il curriculum non ha contenuto (LearnerInfo)")
        return
    yield {
        "id_candidato": re.sub(r"[^A-Za-z0-9._-]+", "-", path.stem)[:64],
        "professione_cercata": _wanted(learner),
        "esperienze": _entries(_job(one) for one in _all(learner, "WorkExperienceList/WorkExperience")),
        "titoli_studio": _entries(_text(one, "Title") for one in _all(learner, "EducationList/Education")),
        "lingue": _entries(
            _language(one) for one in _all(learner, "Skills/Linguistic/ForeignLanguageList/ForeignLanguage")
        ),
        "patenti": _entries(_own_text(one) for one in _all(learner, "Skills/Driving/Description/Licence")),
        "sintesi": " ".join(filter(None, (_text(learner, f"Skills/{part}/Description") for part in _SKILLS)))
        or None,
        "provenienza": "Europass",
    }


def _all(element: ElementTree.Element, path: str) -> list[ElementTree.Element]:
    return element.findall("/".join(f"e:{step}" for step in path.split("/")), _NAMES)


def _text(element: ElementTree.Element, path: str) -> str:
    found = _all(element, path)
    return _own_text(found[0]) if found else ""


def _own_text(element: ElementTree.Element) -> str:
    """Return the words of an element: rich text is kept there as escaped HTML."""
    plain = _TAG.sub(" ", html.unescape("".join(element.itertext())))
    return " ".join(plain.split()).translate(_SIGNS)


def _entries(texts: Iterator[str]) -> str | None:
    """Return the entries as a cell; a list that is not in the CV was not asked."""
    return "; ".join(text for text in texts if text) or None


def _wanted(learner: ElementTree.Element) -> str | None:
    """Return the headline where it names a job: the preferred one, or the one applied for."""
    if _text(learner, "Headline/Type/Code") in ("preferred_job", "job_applied_for", "position"):
        return _text(learner, "Headline/Description/Label") or None
    return None


def _job(element: ElementTree.Element) -> str:
    title = _text(element, "Position/Label")
    if not title:
        return ""
    current = _text(element, "Period/Current") == "true"
    parts = (
        title,
        _month(element, "Period/From"),
        "in corso" if current else _month(element, "Period/To"),
        _text(element, "Employer/Name"),
        _text(element, "Activities"),
    )
    return " | ".join(parts)


def _month(element: ElementTree.Element, path: str) -> str:
    """Return ``2019-03``, or the year alone: ``<From year="2019" month="--03"/>``."""
    found = _all(element, path)
    if not found or not found[0].get("year"):
        return ""
    month = re.search(r"\d+", found[0].get("month", ""))
    return f"{found[0].get('year')}-{int(month[0]):02d}" if month else str(found[0].get("year"))


def _language(element: ElementTree.Element) -> str:
    name = _text(element, "Description/Label") or _text(element, "Description/Code")
    levels = [level for part in _PARTS if (level := _text(element, f"ProficiencyLevel/{part}"))]
    return f"{name} {min(levels)}" if name and levels else name
