"""What a curriculum says of the person rather than of the work: taken out before anything is kept or compared."""

from __future__ import annotations

import re

from matcher.text.contacts import find_contacts
from matcher.text.folding import word_set
from matcher.text.heads import is_head
from matcher.text.normalise import tokenise

__all__ = ["without_personal"]

_URL = r"(?:https?://|www\.)\S+|(?:[\w-]+\.)?(?:linkedin|github|gitlab|facebook|instagram|twitter)\.com/\S*"
_PHONE_ABROAD = (
    r"(?<![\w/.,-])(?:\+|00)\d{1,3}[\s./-]?(?:\(?\d{1,4}\)?[\s./-]?){2,5}\d{2,4}(?!\w)"
    r"|(?<![\w/.,-])(?:\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}|\d{10})(?!\w)"
)
_ADDRESSES = re.compile(f"{_URL}|{_PHONE_ABROAD}", re.IGNORECASE)

_NAMED = (
    r"(?:nome(?:\s+e\s+cognome)?|cognome(?:\s+e\s+nome)?|name|full\s+name|first\s+name|last\s+name|surname"
    r"|father['’]?s\s+name|mother['’]?s\s+name|husband['’]?s\s+name|indirizzo|residenza|domicilio"
    r"|(?:permanent\s+|current\s+|home\s+)?address|residence|codice\s+fiscale|c\.\s?f\.|tel(?:efono|\.)?|cell(?:ulare|\.)?|phone|mobile"
    r"|e-?mail|contatti|contacts?|sito\s+web|website|linkedin|skype|data\s+(?:e\s+luogo\s+)?di\s+nascita"
    r"|luogo\s+(?:e\s+data\s+)?di\s+nascita|date\s+(?:and\s+place\s+)?of\s+birth|place\s+of\s+birth|d\.?o\.?b\.?"
    r"|birth\s?date|et[àa]|age|sesso|sex|gender|nazionalit[àa]|cittadinanza|nationality|citizenship"
    r"|stato\s+civile|marital\s+status|civil\s+status|figli|children|religione|religion|passport(?:\s+no)?|passaporto"
    r"|permesso\s+di\s+soggiorno|obblighi\s+(?:di\s+leva|militari)|servizio\s+militare|categori[ae]\s+protett[ae])"
)
_LABELLED = re.compile(rf"(?im)(?:^|(?<=[|;•·]))[^\S\n]*[-*•·]?[^\S\n]*{_NAMED}[^\S\n]*[:=][^\n|;•·]*")
_SAID = re.compile(
    r"(?i)\bnat[oa/]+\s+(?:il|a|ad|in|nel)\b[^\n.;|]{0,60}?(?:\d{4}|(?=[.\n;|])|$)|\bborn\s+(?:on|in)\b[^\n.;|]{0,50}?\d{4}"
    r"|\b(?:di\s+)?nazionalit[àa]\s+\w+|\bcittadin[oa]\s+(?:italian[oa]|comunitari[oa]|\w+(?:ese|an[oa]|in[oa]))\b"
    r"|\b(?:coniugat[oa]|sposat[oa]|nubile|celibe|divorziat[oa]|separat[oa]|vedov[oa])(?:\s+con\s+[^\n.;,|]{0,20}figli\w*)?\b"
    r"|\b(?:unmarried|married(?:\s+with\s+[^\n.;,|]{0,20}child\w*)?|divorced|widow(?:er|ed)?)\b"
    r"|\b\d{2}\s+anni\s+di\s+et[àa]\b|\b\d{2}\s+years\s+old\b|\bd[i']\s?et[àa]\s+\d{2}\b"
    r"|\b(?:residente|domiciliat[oa])\s+(?:a|ad|in)\b[^\n.;|]{0,60}"
)
_FORMULA = re.compile(
    r"(?i)(?:\b(?:la|il)\s+sottoscritt[oa]\b[^\n.]{0,40})?\b(?:autorizzo|acconsento|presto\s+il\s+consenso)\b[^\n]*"
    r"|\bi\s+(?:hereby\s+)?(?:authori[sz]e|consent)\b[^\n]*(?:data|gdpr)[^\n]*"
    r"|\bi\s+hereby\s+declare\b[^\n]*"
)
_STREET = re.compile(
    r"\b(?:[Vv]ia|VIA|[Vv]iale|[Pp]iazza|[Cc]orso|[Ll]argo|[Ss]trada|[Vv]icolo)(?:\s+[A-Zdl][\w'’.]*){1,4},?\s*(?:n[.°]?\s*)?\d{1,4}(?:/\w)?"
    r"(?:[\s,–-]+\d{5})?"
)
_OWNER = re.compile(r"(?im)^(\s*(?:curriculum(?:\s+vitae)?|resume|cv))\s+(?:di|of|-|–|:)\s+[^\n]*")
_CALLED = re.compile(
    r"\b(?:[Mm]i\s+chiamo|[Mm]y\s+name\s+is|[Ii]l\s+mio\s+nome\s+è)(?:\s+[A-Z][\w'’-]+){1,4}"
)
_NAME_LINE = re.compile(r"[^\W\d_][\w'’.-]*(?:\s+[^\W\d_][\w'’.-]*){1,3}")
_TRADES = word_set(
    """administrator advisor author bartender cashier cleaner consultor controller counsellor designer developer driver
    editor educator engineer hairdresser instructor investigator lawyer leader manager officer operator photographer
    planner porter programmer receptioner researcher senior junior server supervisor teacher tester trader trainer tutor
    waiter welder worker writer"""
)
_GIVEN = word_set("salvatore ettore vittorio fiore clemente valente")
_TITLES = word_set(
    "curriculum vitae resume cv europass profile profilo summary obiettivo objective skills competenze"
)


def without_personal(text: str) -> str:
    """Return a curriculum without contacts, name, birth, nationality, family and address.

    Lines stay lines; what cannot be told from work (an employer, a place of work) stays.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = _OWNER.sub(r"\1", plain)
    for pattern in (_FORMULA, _LABELLED, _SAID, _CALLED, _STREET, _ADDRESSES):
        plain = pattern.sub(" ", plain)
    for found in reversed(find_contacts(plain)):
        plain = f"{plain[: found.start]} {plain[found.end :]}"
    lines = _without_name(plain.split("\n"))
    kept = (re.sub(r"[^\S\n]+", " ", line).strip(" \t|,;") for line in lines)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _of_work(word: str) -> bool:
    """Say whether a word is of a title, or of a job; many surnames end as English trades do (*Miller*)."""
    if word.endswith(("er", "or")) or word in _GIVEN:
        return word in _TRADES
    return word in _TITLES or is_head(word)


def _without_name(lines: list[str]) -> list[str]:
    """Leave out the first line that says something if it is a name: capitals only, and no word of a job."""
    for place, line in enumerate(lines):
        words = line.strip(" \t|,;-")
        if not words or {word.lower() for word in words.split()} <= _TITLES:
            continue
        named = _NAME_LINE.fullmatch(words) and all(word[0].isupper() for word in words.split())
        if named and not any(_of_work(token.text) for token in tokenise(words)):
            return [*lines[:place], *lines[place + 1 :]]
        return lines
    return lines
