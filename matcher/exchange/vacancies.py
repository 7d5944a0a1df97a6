"""Vacancies: from the columns of a row to the record that is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Literal, TypeVar

from pydantic import ValidationError

from matcher.domain.place import Place
from matcher.domain.vacancy import Employer, Requirement, Vacancy, VacancyState
from matcher.errors import InputError
from matcher.exchange.cells import Cells, listed, texts
from matcher.exchange.claims import parse_mention
from matcher.exchange.entries import is_declared_none, split_commas, split_entries, unprotect
from matcher.exchange.labels import Labels
from matcher.exchange.limits import parse_codes, parse_yearly_pay
from matcher.exchange.problems import Problem
from matcher.exchange.procedures import excluded_procedure
from matcher.exchange.requirement_entries import REQUIREMENT_COLUMNS, parse_requirement
from matcher.exchange.sectors import ateco_code
from matcher.exchange.validation import is_record, problems_of, validated
from matcher.exchange.values import (
    bad_value,
    hours_around,
    parse_date,
    parse_flag,
    parse_whole,
    whole_between,
)
from matcher.vocabulary.places import Places

__all__ = ["ORIGINS", "SEARCH_MODES", "STATES", "VacancyReader"]

Choice = TypeVar("Choice")
SEARCH_MODES: Mapping[str, Literal["con_pubblicazione", "da_banca_dati", "entrambe"]] = {
    "con pubblicazione": "con_pubblicazione",
    "pubblicazione": "con_pubblicazione",
    "da banca dati": "da_banca_dati",
    "banca dati": "da_banca_dati",
    "entrambe": "entrambe",
}
ORIGINS: Mapping[str, Literal["richiesta_del_datore", "intercettata", "portale", "SIISL"]] = {
    "richiesta del datore": "richiesta_del_datore",
    "datore": "richiesta_del_datore",
    "intercettata": "intercettata",
    "portale": "portale",
    "siisl": "SIISL",
}
STATES = {state.value.replace("_", " "): state for state in VacancyState}
_WORK_PLACES: Mapping[str, Literal["on_site", "hybrid", "remote"]] = {
    "on_site": "on_site",
    "hybrid": "hybrid",
    "remote": "remote",
}
_HOURS = re.compile(
    r"(\d{1,2}(?:[.,:]\d{1,2})?)(?:\s*(?:-|–|/|a)\s*(\d{1,2}(?:[.,:]\d{1,2})?))?(?:\s*(?:h|ore)\b.*)?\Z",
    re.IGNORECASE,
)
_MONTHS_OF_CONTRACT = re.compile(r"\s*(?:di|per|\()?\s*(\d{1,3})\s*mesi\)?", re.IGNORECASE)
_RANGE = re.compile(r"\s*(?:-|–|/|\s+a\s+)\s*")
#: Fields of the record that are a cell as it is written.
_CELLS = {"id": "id_richiesta", "title": "titolo"}
_DURATION, _OPENINGS = whole_between(0, 120), whole_between(1, 10_000)


class VacancyReader:
    """Reads rows of vacancies; words are kept as written, to be linked later.

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

    def read(self, values: Mapping[str, str]) -> tuple[Vacancy | None, list[Problem]]:
        """Read the cells of a row, by documented column.

        The free text of requirements is appended to the description, so that nothing of it is lost.

        Returns
        -------
        tuple
            The vacancy, or ``None`` and everything that is wrong with the row.
        """
        cells = Cells(values)
        for name, remedy in (
            ("id_richiesta", "Dai a ogni richiesta un identificativo."),
            ("titolo", "Scrivi il titolo come lo chiede il datore."),
        ):
            if not cells.text(name):
                cells.complain(name, "manca", remedy)
        try:
            vacancy = self._vacancy(cells)
        except ValidationError as error:
            cells.problems.extend(
                replace(one, field=_CELLS.get(one.field, one.field)) for one in problems_of(error)
            )
            return None, cells.problems
        cells.problems.extend(_excluded(vacancy))
        return (None if cells.problems else vacancy), cells.problems

    def read_record(self, tree: Mapping[str, object]) -> tuple[Vacancy | None, list[Problem]]:
        """Read a whole record of a JSON file."""
        vacancy, problems = validated(Vacancy, tree)
        if vacancy is not None:
            problems += _excluded(vacancy)
        return (None if problems else vacancy), problems

    def is_record(self, tree: Mapping[str, object]) -> bool:
        """Say whether a JSON object is a whole record."""
        return is_record(tree, Vacancy)

    def _vacancy(self, cells: Cells) -> Vacancy:
        labels = self._labels
        least, most = cells.read("ore", _hours, (None, None))
        contracts, months = self._contracts(cells)
        pay_from, pay_to = self._pay(cells)
        return Vacancy(
            id=cells.text("id_richiesta") or "-",
            title=cells.text("titolo") or "-",
            description=_description(cells),
            employer=Employer(
                name=cells.text("datore"),
                tax_id=cells.text("partita_iva"),
                ateco=cells.read("ateco", ateco_code, ""),
                contact=cells.text("referente"),
                confidential=cells.read("riservata", parse_flag, False),
            ),
            occupations=listed(cells, "professioni", parse_mention) or (),
            requirements=self._requirements(cells),
            places=self._workplaces(cells.text("sede")),
            transit=cells.read("mezzi_pubblici", parse_flag, None),
            lodging=cells.read("alloggio", parse_flag, None),
            needs_vehicle=cells.read("auto_propria", parse_flag, None),
            remote=cells.read("a_distanza", self._work_place, ""),
            travel=cells.read("trasferte", self._travel, None),
            contracts=contracts,
            contract_months=months,
            weekly_hours_min=least,
            weekly_hours_max=most,
            shifts=cells.read("turni", lambda text: _codes(text, labels.shifts), None),
            days=cells.read("giorni", lambda text: _codes(text, labels.days), None),
            annual_pay_min=pay_from,
            annual_pay_max=pay_to,
            pay_text=cells.text("retribuzione"),
            collective_agreement=cells.text("ccnl"),
            **_times(cells),
            overrides=texts(cells, "deroghe") or (),
            source=cells.text("provenienza"),
            invented=cells.read("dati_inventati", parse_flag, False),
        )

    def _requirements(self, cells: Cells) -> tuple[Requirement, ...]:
        found: list[Requirement] = []
        for column in REQUIREMENT_COLUMNS:
            text = cells.text(column)
            if not text or is_declared_none(text):
                continue
            items = split_commas(text)
            known = len(items) > 1 and all(self._stands_alone(column, item) for item in items)
            for entry in items if known else split_entries(text):
                try:
                    found.append(parse_requirement(column, entry, self._labels))
                except InputError as error:
                    cells.complain(column, error.message, error.hint, entry)
        return tuple(found)

    def _stands_alone(self, column: str, item: str) -> bool:
        """Say whether an item between commas makes sense by itself: a known one, or any skill."""
        try:
            requirement = parse_requirement(column, item, self._labels)
        except InputError:
            return False
        linked = requirement.mention is None or bool(requirement.mention.concept)
        return linked or column.startswith("competenze")

    def _workplaces(self, text: str) -> tuple[Place, ...]:
        found = [
            place
            for entry in split_entries(text)
            for place in self._places.resolve(unprotect(entry)).places()
        ]
        return tuple(dict.fromkeys(found))

    def _contracts(self, cells: Cells) -> tuple[tuple[str, ...] | None, int | None]:
        stated = cells.read("durata_mesi", _DURATION, None)
        text = cells.text("contratto")
        if not text or is_declared_none(text):
            return (() if text else None), stated
        months = _MONTHS_OF_CONTRACT.search(text)
        bare = _MONTHS_OF_CONTRACT.sub("", text).strip()
        try:
            codes = parse_codes(bare, self._labels.contracts)
        except InputError as error:
            cells.complain("contratto", error.message, error.hint)
            return None, stated
        return codes, stated if stated is not None or months is None else int(months[1])

    def _pay(self, cells: Cells) -> tuple[int | None, int | None]:
        """Read yearly pay; what the employer wrote stays as text, and counts only where it is clearly yearly."""
        low = cells.read("retribuzione_da", parse_yearly_pay, None)
        high = cells.read("retribuzione_a", parse_yearly_pay, None)
        text = cells.text("retribuzione")
        if low is None and high is None and text:
            try:
                amounts = [parse_yearly_pay(part) for part in _RANGE.split(text)]
            except InputError:
                return None, None
            return min(amounts), max(amounts)
        if low is not None and high is not None and low > high:
            cells.complain("retribuzione_a", "è minore di «retribuzione_da»", "Controlla i due importi.")
        return low, high

    def _work_place(self, text: str) -> Literal["on_site", "hybrid", "remote"]:
        if text.casefold() in ("no", "n"):
            return "on_site"
        return _WORK_PLACES[self._labels.work_places.code(text)]

    def _travel(self, text: str) -> tuple[str, ...]:
        if is_declared_none(text) or text.casefold() == "no":
            return ()
        return parse_codes(text, self._labels.travel)


def _times(cells: Cells) -> dict[str, Any]:
    return {
        "start_from": cells.read("inizio_dal", parse_date, None),
        "start_by": cells.read("inizio_entro", parse_date, None),
        "openings": cells.read("posti", _OPENINGS, 1),
        "shortlist_by": cells.read("rosa_entro", parse_date, None),
        "expires_on": cells.read("scadenza", parse_date, None),
        "received_on": cells.read("ricevuta_il", parse_date, None),
        "state": cells.read("stato", _choice(STATES), VacancyState.RECEIVED),
        "search_mode": cells.read("modalita_ricerca", _choice(SEARCH_MODES), "entrambe"),
        "origin": cells.read("origine", _choice(ORIGINS), "richiesta_del_datore"),
        "siisl_reference": cells.text("riferimento_siisl"),
    }


def _description(cells: Cells) -> str:
    return "\n\n".join(text for text in (cells.text("descrizione"), cells.text("requisiti")) if text)


def _codes(text: str, labels: Any) -> tuple[str, ...]:
    return () if is_declared_none(text) else parse_codes(text, labels)


def _hours(text: str) -> tuple[int, int]:
    """Return fewest and most hours a week; half hours count as the whole ones around them."""
    match = _HOURS.match(text)
    if match is None:
        word = text.casefold().replace("-", " ")
        if word in ("full time", "tempo pieno"):
            return 36, 40
        parse_whole(text)
        raise bad_value("non sono ore settimanali", "Scrivi 40, oppure 20-30.")
    least, most = hours_around(match[1])[0], hours_around(match[2] or match[1])[1]
    if not 1 <= least <= most <= 80:
        raise bad_value("le ore settimanali vanno da 1 a 80", "Scrivi 40, oppure 20-30.")
    return least, most


def _choice(choices: Mapping[str, Choice]) -> Callable[[str], Choice]:
    def read(text: str) -> Choice:
        word = " ".join(text.casefold().replace("_", " ").split())
        if word not in choices:
            raise bad_value(f"«{text}» non è tra i valori ammessi", f"Scrivi: {', '.join(choices)}.")
        return choices[word]

    return read


def _excluded(vacancy: Vacancy) -> list[Problem]:
    for field, text in (("titolo", vacancy.title), ("descrizione", vacancy.description)):
        if found := excluded_procedure(text):
            quote, name = found
            remedy = "Trattala con la procedura prevista dalla legge, fuori da questo programma."
            return [Problem(field, quote, f"{name}: è una graduatoria di legge, con regole proprie", remedy)]
    return []
