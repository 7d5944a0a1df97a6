"""What a vacancy's text offers, in figures: places, pay, collective agreement, start, length, hours of the clock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from matcher.desk.clock_hours import find_clock_hours
from matcher.desk.work_periods import MONTHS_NAMED, NUMBER, find_periods, whole_number
from matcher.domain.vacancy import ReadCondition
from matcher.errors import InputError
from matcher.exchange.limits import parse_yearly_pay

__all__ = ["Offered", "free_times", "offered"]

_SEEKS = r"(?:ri)?cerc(?:a|ano|hiamo|asi)|selezion(?:a|ano|iamo)|assum(?:e|ono|iamo)"
_UNITS = (
    r"ore|anni|mesi|giorni|settimane|minuti|sedi|turni|livelli|stelle|persone|dipendenti|negozi|punti|filiali|linee"
    r"|notti|coperti|viaggi|mensilità|volte|lingue|bambini|ospiti|pazienti|anziani|posti\s+(?:letto|coperti?|auto|a\s+sedere)"
    rf"|{MONTHS_NAMED}"
)
_PLACES = re.compile(
    rf"(?<![\w.,/-])(?P<many>{NUMBER})\s+(?:posti|posizioni(?:\s+aperte)?|unità|figure|risorse)\b"
    r"(?!\s+(?:letto|coperti?|auto|a\s+sedere|barca))"
    r"|\bposti(?:\s+disponibili)?\s*:\s*(?P<stated>\d{1,3})\b",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    rf"(?:\A\s*|:\s*(?=n\.)|\b(?:{_SEEKS})\b[^.;:\n]{{0,80}}?\s)(?<!\bcon )(?<!\bdi )(?<!\bper )(?<!\bda )(?<!\bsu )"
    rf"(?:n\.?\s?)?(?P<many>{NUMBER})\s+(?!(?:{_UNITS})\b)[a-zàèéìòù]{{4,}}[ie](?:/\w+)?\b",
    re.IGNORECASE,
)

_AMOUNT = r"\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?|\d{4,6}(?:,\d{1,2})?|\d{1,3}(?:,\d{1,2})?(?:\s?k\b)?"
_EURO = r"(?:€|euro|eur)"
_RANGE = (
    rf"(?:{_EURO}\s*)?(?P<low>{_AMOUNT})(?:\s*{_EURO})?"
    rf"(?:\s*(?:-|–|/|a|e|ai|fino\s+a)\s*(?:{_EURO}\s*)?(?P<high>{_AMOUNT}))?"
)
_YEARLY = (
    re.compile(
        rf"\b(?:RAL|R\.A\.L\.|retribuzione\s+(?:lorda\s+)?annua(?:\s+lorda)?)\s*:?\s*(?:\w+\s+){{0,3}}?{_RANGE}"
        rf"(?:\s*{_EURO})?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<![\d.,]){_RANGE}\s*{_EURO}?\s*(?:lord[io]\s+)?(?:annu[ie]|all['’]anno|l['’]anno)\b(?:\s+lord[io])?",
        re.IGNORECASE,
    ),
)
_MONTHLY = re.compile(
    rf"(?<![\d.,]){_RANGE}\s*{_EURO}?\s*(?:lord[io]\s+)?(?:mensili|al\s+mese|/\s?mese)\s*(?:lord[io]\s*)?"
    r"(?:[x×*]|per)\s*(?P<times>1[2-6])\b(?:\s*mensilità)?",
    re.IGNORECASE,
)
_PAY_AS_WRITTEN = re.compile(
    rf"(?:\b(?:paga|retribuzione|stipendio|compenso|rimborso)\s+(?:\w+\s+){{0,3}}?)?(?:{_EURO}\s*)?(?<![\d.,])(?:{_AMOUNT})\s*{_EURO}?\s*"
    r"(?:(?:lord|nett)[ioe]\s*)?(?:mensili|al\s+mese|/\s?mese|(?:all['’]|l['’])ora|orari[eo]?|/\s?h\b|/\s?ora|al\s+giorno)"
    r"(?:\s*(?:lord|nett)[ioe])?"
    rf"|\b(?:paga|retribuzione|stipendio|compenso)\s+(?:oraria?|mensile|netta|lorda|base)\s+(?:\w+\s+){{0,2}}?(?:{_EURO}\s*)?"
    rf"(?:{_AMOUNT})(?:\s*{_EURO})?(?:\s*(?:(?:lord|nett)[ioe]|mensili|al\s+mese))*"
    r"|\brimborso\s+spese\b|\b(?:paga|retribuzione|compenso|stipendio)\s+(?:provinciale|sindacale|contrattuale|(?:come\s+)?da\s+(?:contratto|ccnl)"
    r"|a\s+norma\s+di\s+\w+|commisurat\w+\s+all['’ ]?\s?\w+)",
    re.IGNORECASE,
)
_NET = re.compile(r"\bnett[ioae]\b", re.IGNORECASE)
_LEAST_YEARLY, _MOST_YEARLY = 3_000, 300_000

_AGREEMENT = re.compile(
    r"\b(?i:C\.?C\.?N\.?L\.?)\s+(?!(?i:di|del|settore|liv(?:ello)?)\b)"
    r"[A-ZÀ-Ý][\w'’&/-]*(?:\s+(?:e\s+)?(?!(?i:liv|livello|RAL|con|tempo|orario|full|part)\b)[A-ZÀ-Ý][\w'’&/-]*){0,4}"
    r"(?:,?\s*(?:(?i:liv(?:ello)?\b\.?)\s*[\w°^]{1,4}|[\dIVX]{1,3}[°^]?\s+(?i:livello)\b))?",
)

_DAY = (
    r"(?:luned[ìi]|marted[ìi]|mercoled[ìi]|gioved[ìi]|venerd[ìi]|sabato|domenica|domeniche|festivi|weekend|week-end)"
    r"(?:\s+(?:mattina|pomeriggio|sera))?"
)
_SOME_DAYS = rf"{_DAY}(?:\s+(?:e|ed|o)\s+(?:il\s+|la\s+)?{_DAY})*"
_FREE = re.compile(
    rf"{_SOME_DAYS}\s+(?:(?:sempre|tutti)\s+)?(?:liber[oaie]|di\s+riposo|esclus[oaie]|chius[oaie])\b"
    r"|\b(?:riposo|liber[oaie]|chius[oaie]|tranne|esclus[oaie]|eccetto)\b(?:\s+(?:settimanale|infrasettimanale|fisso))?"
    rf"\s*:?\s*(?:(?:nei|nel|di|il|la|le|i)\s+)?{_SOME_DAYS}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Offered:
    """A condition and the place in the text of the words that state it: they ask for nothing else."""

    condition: ReadCondition
    start: int
    end: int


def offered(text: str, since: date | None = None) -> list[Offered]:
    """Return what a text offers in figures, the first of each kind.

    Net and hourly pay, and monthly pay without the number of months, are kept as written.

    Parameters
    ----------
    since : date, optional
        Day of the text: a date without a year (*dal 15 gennaio*) is the next one from then. Unknown, no such date is
        read.
    """
    found: dict[str, Offered] = {}
    for read in (
        _yearly_pay,
        _pay_as_written,
        _agreement,
        _openings,
        partial(_periods, since),
        _clock,
    ):
        for one in read(text):
            found.setdefault(one.condition.field, one)
    if "annual_pay" in found:
        found.pop("pay_text", None)
    return list(found.values())


def free_times(text: str) -> list[tuple[int, int]]:
    """Return where a text names days and times that are free (*riposo il martedì*, *domenica libera*)."""
    return [match.span() for match in _FREE.finditer(text)]


def _yearly_pay(text: str) -> Iterator[Offered]:
    for pattern in (*_YEARLY, _MONTHLY):
        for match in pattern.finditer(text):
            if _NET.search(text[max(0, match.start() - 20) : match.end() + 20]):
                continue
            times = int(match["times"]) if "times" in pattern.groupindex else 1
            try:
                thousands = (
                    "k" if (match["high"] or "").lower().endswith("k") and match["low"].isdigit() else ""
                )
                low = _yearly(match["low"] + thousands, times)
                high = _yearly(match["high"], times) if match["high"] else low
            except InputError:
                continue
            if _LEAST_YEARLY <= low <= high <= _MOST_YEARLY:
                yield _offered("annual_pay", (str(low), str(high)), match)


def _yearly(amount: str, times: int) -> int:
    return parse_yearly_pay(amount if times == 1 else f"{amount} al mese x {times}")


def _pay_as_written(text: str) -> Iterator[Offered]:
    yield from (_offered("pay_text", (match[0].strip(),), match) for match in _PAY_AS_WRITTEN.finditer(text))


def _agreement(text: str) -> Iterator[Offered]:
    for match in _AGREEMENT.finditer(text):
        yield _offered("collective_agreement", (match[0].strip(" ,"),), match)


def _openings(text: str) -> Iterator[Offered]:
    for pattern in (_PLACES, _PEOPLE):
        for match in pattern.finditer(text):
            stated = match["stated"] if "stated" in pattern.groupindex else None
            many = whole_number(match["many"] or stated or "")
            if many > 1:
                yield _offered("openings", (str(many),), match, group="many" if match["many"] else "stated")


def _periods(since: date | None, text: str) -> Iterator[Offered]:
    for period in find_periods(text, since):
        quote = text[period.start : period.end].strip(" ,;(\n")
        read = {
            "start": period.begins.isoformat() if period.begins else "",
            "contract_months": str(period.months or ""),
        }
        for field, value in read.items():
            if value:
                condition = ReadCondition(field=field, values=(value,), quote=quote)
                yield Offered(condition, period.start, period.end)


def _clock(text: str) -> Iterator[Offered]:
    if hours := find_clock_hours(text):
        quote = text[hours.start : hours.end].strip()
        yield Offered(ReadCondition(field="shifts", values=hours.shifts, quote=quote), hours.start, hours.end)


def _offered(field: str, values: tuple[str, ...], match: re.Match[str], group: str = "") -> Offered:
    """Return a condition; its words begin at a group where those before it only lead there."""
    start = match.start(group) if group else match.start()
    quote = match.string[start : match.end()].strip(" ,;(\n")
    return Offered(ReadCondition(field=field, values=values, quote=quote), start, match.end())
