"""What a job title says beyond the occupation: brackets, seniority, places, hours and recruiting formulae set apart."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

from matcher.text.abbreviations import Abbreviations
from matcher.text.normalise import normalise, tokenise

__all__ = ["Title", "read_title", "without_brackets"]

_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_LAW_68 = r"(?:ex\s+)?(?:art\.?\s*\d+\s*)?(?:della\s+)?l(?:egge)?\.?\s*(?:n\.?\s*)?68(?:\s*/\s*(?:19)?99)?"
_NOISE = re.compile(
    r"(?i)(?<!\w)(?:"
    + "|".join(
        (
            r"[mfduwx](?:\s?[/\\|]\s?[mfduwx]){1,2}|ambo(?:\s+i)?\s?sessi|entrambi\s+i\s+sessi",
            r"(?:(?:appartenent|iscritt|riservat)[oaie]\s+(?:alle\s+)?)?(?:categori[ae]|cat\.)\s+protett[ae]"
            rf"(?:\s+{_LAW_68})?",
            rf"{_LAW_68}|l\.?\s?104|d\.?\s?lgs\.?\s*\d+\s*/\s*\d+",
            r"(?:annuncio|offerta)(?:\s+di\s+lavoro)?|posizion[ei]\s+apert[ae]|urgent(?:e|issimo|emente)",
            r"si\s+(?:ricercano?|cercano?|selezionano?|assum(?:e|ono)|offre)|(?:cerca|seleziona)(?:no)?(?=\s)",
            r"offresi|(?:ri)?cerca(?:si|ndo)|(?:ri)?cerchiamo|selezioniamo|assumiamo|stiamo\s+cercando",
            r"avvi(?:o|amento)(?:\s+numerico)?\s+a\s+selezione(?:\s+(?:ex\s+)?art\.?\s*16)?(?:\s+l(?:egge)?\.?\s*(?:n\.?\s*)?56\s*/\s*(?:19)?87)?"
            r"(?:\s*[-–—:]\s*(?:presso\s+)?(?:il\s+)?comune\s+di\s+\w+(?:\s+\w+)?\Z)?",
            r"(?:avviso|bando|selezione)\s+pubblic[oa](?:\s+per(?:\s+l['’]assunzione)?(?:\s+di)?)?",
            r"(?:nr?\.?|n[°º])\s*\d+(?:\s+(?:post[oi]|unit[àa]))?(?:\s+di(?=\s))?|\d+\s+(?:post[oi]|unit[àa]|figure|risorse)",
            r"(?:full|part)[\s-]?time|tempo\s+(?:pieno|parziale)|(?:contratto\s+)?(?:a\s+)?(?:tempo\s+)?(?:in)?determinato",
            r"week[\s-]?end|fine\s+settimana|h\s?24",
            r"cat(?:\.|egoria)\s*[A-D]\s?\d?\Z",
            r"(?:per\s+(?:la\s+)?)?stagion[ei]\s+(?:invernal|estiv|primaveril|autunnal|balnear|turistic|sciistic)\w+"
            r"(?:\s+20\d\d(?:\s*[/-]\s*(?:20)?\d\d)?)?",
            r"\d{1,2}\s*(?:-\s*\d{1,2}\s*)?(?:h|ore)(?:\s*(?:settimanali|/\s*sett(?:imana)?\.?|a\s+settimana))?",
            r"(?:(?:con|anche)\s+)?(?:prima|minima|breve|pregressa|senza|un\s+minimo\s+di)?\s*esperienza"
            r"(?:\s+(?:pregressa|minima|nel\s+(?:ruolo|settore)|(?:non\s+)?richiesta))?",
            r"automunit[oaie](?:/[aoie])?|smart\s+working|da\s+remoto|(?:full\s+)?remote|ibrido",
            r"immediat[oa]\s+disponibilit[àa]|in\s+somministrazione|(?:per\s+)?sostituzione\s+maternit[àa]",
        )
    )
    + r")(?!\w)"
)
# *Operaio addetto a* says no more than *addetto a*.
_ATTACHED = re.compile(
    r"(?i)(?<!\w)(?:(?:operai|impiegat)[oaie](?:/[aoie])?|personale|collaborat\w+(?:/\w+)?|risors[ae])\s+(?=addett\w+(?:/\w+)?\s)"
)
_SENIORITY = {
    name: re.compile(rf"(?i)(?<!\w)(?:{words})(?!\w)")
    for name, words in {
        "junior": r"junior|jr\.?|entry[\s-]level|neo\s?laureat[oaie]|neo\s?diplomat[oaie]",
        "senior": r"senior|sr\.?|(?<=\s)provett[oaie]|(?<=\s)espert[oaie](?!\s+(?:di|in|del\w*|contabil\w*)\b)",
        "middle": r"middle|mid[\s-]level",
        "trainee": r"apprendist[aei]|(?:in\s+)?apprendistato|stagist[aei]|(?:in\s+)?stage|tirocinant[ei]"
        r"|(?:in\s+)?tirocinio|trainee|intern(?:ship)?",
    }.items()
}
_ANY_SENIORITY = re.compile("|".join(pattern.pattern[4:] for pattern in _SENIORITY.values()), re.IGNORECASE)
_PLACE_WORDS = re.compile(
    r"(?i)(?:\s*[,;–—-]\s*|\s+)(?:(?:per\s+(?:la\s+)?)?"
    r"(?:zona|sede\s+di|prov(?:incia|\.)?\s+di|vicinanze|nei\s+pressi\s+di|presso|c/o)\s+.+"
    r"|(?<!della\s)nazionale|tutta\s+italia|varie\s+sedi|sedi\s+varie)\s*\Z"
)
_PROVINCE_CODE = re.compile(r"\s+[-–(]?\s*[A-Z]{2}\)?\s*\Z")
_LINKING = re.compile(r"(?i)(?:\s+(?:a|ad|su|in|per|di|e|con|presso)|[\s,;:/&|–—-])+\Z")
_OPENING = re.compile(r"(?i)\A(?:[\s,;:/&|–—.-]|(?:un|una|uno|il|la|lo|le|gli|i|n|di|per)\s)+")


@dataclass(frozen=True, slots=True)
class Title:
    """A job title taken apart.

    Attributes
    ----------
    text : str
        As typed.
    core : str
        What is left to be linked: abbreviations written out, one gender of slash forms, nothing of what follows.
    bare : str
        The core without its seniority words.
    seniority : str
        ``junior``, ``middle``, ``senior``, ``trainee`` or empty.
    qualifiers : tuple of str
        What stood in brackets.
    """

    text: str
    core: str
    bare: str
    seniority: str = ""
    qualifiers: tuple[str, ...] = ()


def read_title(text: str, abbreviations: Abbreviations | None = None, places: Container[str] = ()) -> Title:
    """Take a job title apart.

    Parameters
    ----------
    text : str
        As typed.
    abbreviations : Abbreviations, optional
        Abbreviations to write out in the core.
    places : container of str, optional
        Normalised names of municipalities: one at the end of a title is set apart.

    Returns
    -------
    Title
        The core is empty when nothing is left (``"URGENTE part time"``).
    """
    qualifiers = tuple(
        part.strip() for pair in _BRACKETS.findall(text) for part in pair if len(part.strip()) > 1
    )
    core = _BRACKETS.sub(_keep_gender_ending, text)
    core = _ATTACHED.sub(" ", _NOISE.sub(" ", core))
    core = _without_place(_trimmed(core), places)
    bare, seniority = _without_seniority(core)
    normal = normalise(core, abbreviations)
    return Title(
        text=text,
        core=normal,
        bare=normal if bare == core else normalise(bare, abbreviations),
        seniority=seniority,
        qualifiers=qualifiers,
    )


def _without_seniority(text: str) -> tuple[str, str]:
    """Take the seniority words out, and say the first; never the whole title."""
    seniority = ""
    if not _ANY_SENIORITY.search(text):
        return text, seniority
    for name, pattern in _SENIORITY.items():
        without, count = pattern.subn(" ", text)
        if count and (shorter := _trimmed(without)):
            text, seniority = shorter, seniority or name
    return text, seniority


def without_brackets(text: str) -> str:
    """Return a text without what stands in brackets: ``"Python (primary)"`` → ``"Python"``."""
    return _trimmed(_BRACKETS.sub(_keep_gender_ending, text))


def _keep_gender_ending(match: re.Match[str]) -> str:
    inside = match[1] or match[2] or ""
    before = match.string[: match.start()]
    return match[0] if len(inside) <= 5 and before[-1:].isalpha() else " "


def _trimmed(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip()
    return _LINKING.sub("", _OPENING.sub("", text)).strip(" .")


def _without_place(text: str, places: Container[str]) -> str:
    """Cut a place off the end; never the whole title."""
    shorter = _trimmed(_PLACE_WORDS.sub("", text))
    text = shorter or text
    tokens = tokenise(text)
    for size in (4, 3, 2, 1):
        tail = tokens[-size:]
        if size < len(tokens) and tail[0].capital and " ".join(token.text for token in tail) in places:
            return _trimmed(text[: tail[0].start])
    code = _PROVINCE_CODE.sub("", text)
    if code != text:
        cut = _without_place(code, places)
        return cut if cut != code else text
    return text
