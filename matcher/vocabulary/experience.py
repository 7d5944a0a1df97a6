"""How much experience a text speaks of: years, months, some, none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

__all__ = ["ExperienceSpan", "find_experience"]

_NUMBERS = {
    name: number
    for number, names in enumerate(
        (
            ("un", "uno", "una", "one"),
            ("due", "two"),
            ("tre", "three"),
            ("quattro", "four"),
            ("cinque", "five"),
            ("sei", "six"),
            ("sette", "seven"),
            ("otto", "eight"),
            ("nove", "nine"),
            ("dieci", "ten"),
        ),
        start=1,
    )
    for name in names
}
_NUMBER = rf"\d{{1,2}}(?:[.,]\d)?|{'|'.join(_NUMBERS)}"
_SPAN = re.compile(
    rf"(?<![\w.,])(?P<least>{_NUMBER})\+?(?:\s*(?:-|–|/|\s(?:a|o|ad|to|or)\s)\s*(?P<most>{_NUMBER}))?\+?\s*"
    r"(?P<unit>ann[oi]|mes[ei]|years?|months?|yrs?)\b(?P<more>\s*(?:di\s+|of\s+)?(?:\w+\s+){0,2}?(?:esperienza|experience))?",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"(?<!\bno )(?<!\bnon )(?:anche\s+)?(?:alla\s+)?prima\s+esperienza"
    r"|(?:anche\s+)?senza\s+(?:alcuna\s+)?esperienza|anche\s+prive?\s+di\s+esperienza"
    r"|esperienza\s+(?:(?:pregressa|precedente)\s+)?non\s+(?:è\s+)?(?:richiesta|necessaria|indispensabile|obbligatoria)"
    r"|non\s+(?:è|e'|serve|occorre)?\s*(?:richiesta|necessaria|indispensabile)?\s*(?:alcuna\s+|nessuna\s+)?esperienza"
    r"|(?:nessuna|no|zero)\s+esperienza|primo\s+impiego|no\s+(?:prior\s+|previous\s+)?experience(?:\s+(?:required|needed|necessary))?"
    r"|experience\s+(?:is\s+)?not\s+(?:required|needed|necessary)",
    re.IGNORECASE,
)
_SOME = re.compile(
    r"(?:un\s+minimo\s+di\s+|minima\s+|breve\s+|pregressa\s+|precedente\s+|comprovata\s+|consolidata\s+|pluriennale\s+"
    r"|provata\s+|solida\s+|maturata\s+|previous\s+|proven\s+)?\b(?:esperienza|esperienze|experience)\b"
    r"(?:\s+(?:anche\s+breve|pregressa|precedente|maturata|minima|pluriennale|comprovata|consolidata))?",
    re.IGNORECASE,
)
# Years of something else: age, the firm's own history, the length of the contract, a warranty.
_NOT_EXPERIENCE_AFTER = re.compile(
    r"\s*(?:di\s+et[àa]|d['’]et[àa]|compiuti|of\s+age|old|dalla|dal|fa\b|ago)", re.IGNORECASE
)
_NOT_EXPERIENCE_BEFORE = re.compile(
    r"(?:et[àa]\b[^.;,]{0,20}|tra\s+i\s+|fra\s+i\s+|maggior[ie]\s+di\s+|under\s+|over\s+|da\s+(?:oltre\s+|più\s+di\s+)?"
    r"|contratto\s+(?:(?:di|a)\s+)?|durata\s+(?:di\s+)?|(?:tirocinio|stage|apprendistato|somministrazione|proroga|corso"
    r"|periodo|prova|inserimento|sostituzione)\s+(?:\w+\s+)?(?:di|da|per)\s+"
    r"|(?:bambin|bimb|figli|ragazz|minor|signor|anzian|uomin|person|nonn|cani?|ospit|utent|assistit|disabil|coppi|mamm|zi)\w{0,2}"
    r"\s+(?:\w+\s+){0,2}?di\s+(?:\d{1,2}\s*(?:e|ed|,|-)\s*)?"
    r"|(?:tirocinio|stage|proroga|stagionale|OTD)\s+|\bt(?:empo|\.)?\s?d(?:et)?\.?\s+(?:di\s+)?|determinato\s+(?:di\s+|per\s+)?|ogni\s+|per\s+i\s+prossimi\s+)\Z",
    re.IGNORECASE,
)
# *Ho 45 anni*, not *ho 5 anni di lavoro alle spalle*.
_AGED_BEFORE = re.compile(r"\b(?:ho|ha|i\s+am|i'm)\s+\Z", re.IGNORECASE)
_AGED_AFTER = re.compile(r"\s*(?:[.;,:)\n]|\Z|e\s|ed\s|and\s|old\b)", re.IGNORECASE)
#: *Azienda con oltre 40 anni di esperienza*
_OF_FIRM_BEFORE = re.compile(
    r"\b(?:azienda|societ[àa]|realt[àa]|ditta|gruppo|impresa|cooperativa|leader|agenzia|company)\b[^.;\n]{0,60}\b(?:con|da|with)\s+"
    r"(?:oltre\s+|più\s+di\s+|quasi\s+|un['’]|over\s+)?\Z",
    re.IGNORECASE,
)
#: So many years are an age, unless they are said to be of experience; so many more are a slip.
_AGE, _LIFETIME = 16, 50
_AT_MOST = re.compile(
    r"(?:max\.?|massimo|non\s+(?:più|oltre)\s+(?:di\s+)?|fino\s+a|at\s+most|up\s+to)\s*\Z", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class ExperienceSpan:
    """Words that speak of experience.

    Attributes
    ----------
    start, end : int
        Their place in the text.
    years : float or None
        At least so many (0 = none needed); None when some is meant.
    bound : str
        ``least``, ``most`` (*max 2 anni*: a proxy for age, to be asked about) or ``none`` needed.
    """

    start: int
    end: int
    years: float | None
    bound: Literal["least", "most", "none"]


def find_experience(text: str) -> list[ExperienceSpan]:
    """Find what a text says of experience.

    Years of age, of a contract or of the firm's history are passed over.

    Returns
    -------
    list of ExperienceSpan
        In the order of the text, not overlapping.
    """
    spans = [ExperienceSpan(match.start(), match.end(), 0.0, "none") for match in _NONE.finditer(text)]
    for match in _SPAN.finditer(text):
        if (span := _timed(match)) and not _overlaps(span, spans):
            spans.append(span)
    firms = [match.span() for match in _SPAN.finditer(text) if _OF_FIRM_BEFORE.search(text[: match.start()])]
    for match in _SOME.finditer(text):
        if any(start <= match.start() < end for start, end in firms):
            continue
        span = ExperienceSpan(match.start(), match.end(), None, "least")
        if not _overlaps(span, spans) and not _follows_a_number(spans, match.start(), text):
            spans.append(span)
    return sorted(spans, key=lambda span: span.start)


def _timed(match: re.Match[str]) -> ExperienceSpan | None:
    before = match.string[: match.start()]
    if not match["more"] and (
        _NOT_EXPERIENCE_AFTER.match(match.string, match.end()) or _NOT_EXPERIENCE_BEFORE.search(before)
    ):
        return None
    if not match["more"] and _AGED_BEFORE.search(before) and _AGED_AFTER.match(match.string, match.end()):
        return None
    if _OF_FIRM_BEFORE.search(before):
        return None
    least = match["least"].lower()
    amount = float(_NUMBERS[least]) if least in _NUMBERS else float(least.replace(",", "."))
    years = round(amount / 12, 2) if match["unit"][0].lower() == "m" else amount
    at_most = bool(_AT_MOST.search(before))
    if years > _LIFETIME or (years >= _AGE and not match["more"] and not at_most):
        return None
    return ExperienceSpan(match.start(), match.end(), years, "most" if at_most else "least")


def _overlaps(span: ExperienceSpan, others: list[ExperienceSpan]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)


def _follows_a_number(spans: list[ExperienceSpan], start: int, text: str) -> bool:
    """Say whether the years stand just before or after the word (*esperienza di almeno 2 anni*)."""
    near = [span for span in spans if span.bound != "none"]
    return any(
        (0 <= span.start - start < 60 and not re.search(r"[.;\n]", text[start : span.start]))
        or 0 <= start - span.end < 12
        for span in near
    )
