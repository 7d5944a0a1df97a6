"""E-mail addresses, phones and tax codes in running text, also as people write them to be read by people alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

__all__ = ["ContactKind", "FoundContact", "find_contacts"]

ContactKind = Literal["email", "phone", "tax_code"]

#: What stands between the digits of a phone or the characters of a tax code.
_GAP = r"[ \t\xa0./_()–-]{0,3}"
_AT = r"(?:\s*@\s*|\s*[(\[{<]\s*(?:at|chiocciola)\s*[)\]}>]\s*|\s+chiocciola\s+)"
_DOT = r"(?:\s*[(\[{<]\s*(?:dot|punto)\s*[)\]}>]\s*|\s+(?:dot|punto)\s+|\s?\.)"
_ENDINGS = r"(?:com|it|org|net|eu|info|email|fr|de|es|ro|ch|uk|al|ma|ua|pl|me|io|biz|edu|gov)"
_PROVIDERS = (
    r"(?:gmail|googlemail|hotmail|outlook|live|yahoo|ymail|libero|virgilio|tiscali|alice|tim|icloud|me|msn|aruba|pec"
    r"|fastweb(?:net)?|inwind|iol|tin|proton(?:mail)?|email)"
)
_MAIL = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.\w{2,}"
    rf"|[\w.+-]+{_AT}[\w-]+(?:{_DOT}[\w-]+)?{_DOT}{_ENDINGS}\b"
    rf"|[\w.+-]+(?:{_AT}|\s+at\s+){_PROVIDERS}(?:{_DOT}{_ENDINGS})?\b(?!\s*\w+\s+office)",
    re.IGNORECASE,
)
#: Numbers that are no phone: hidden before phones are sought.
_OTHER_NUMBERS = re.compile(
    # days, months and school years, hours of the clock
    r"(?<!\d)\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d\d)(?!\d)|(?<!\d)\d{4}-\d\d-\d\d(?!\d)|(?<!\d)\d{1,2}[/.-](?:19|20)\d\d(?!\d)"
    r"|(?<!\d)(?:19|20)\d\d\s?[/–-]\s?(?:(?:19|20)?\d\d)(?!\d)"
    r"|(?<![\d.])\d{1,2}[.:]\d\d\s*[/–-]\s*\d{1,2}[.:]\d\d(?![\d])"
    # amounts, and what stands after the name of a number
    r"|(?<![\d.])\d{1,3}(?:\.\d{3})+,\d+|€\s?\d[\d.,\s]*|(?<!\d)(?:0\d[\s,/-]+){3,}0\d(?!\d)"
    r"|\b(?:prot(?:ocollo)?|pratica|matricola|p\.?\s?iva|partita\s+iva|vat|rea|cig|cup|cod(?:ice)?|fattura|ordine|bolla"
    r"|commessa|lotto|articolo|art|polizza|albo|tessera|badge|decreto|delibera|determina|autorizzazione|serie|seriale"
    r"|ean|isbn|iban|uni|iso|dgr|d\.?\s?lgs|legge)\b\.?\s*(?:n(?:\.|[°º]|r\.?|um\.?)?\s*)?:?\s*[A-Z]{0,3}[\s-]?\d[\d\s./-]*",
    re.IGNORECASE,
)
_UNIT = r"(?!\s*(?:kg|mm|cm|m|km|kw|w|v|volt|ore|h|euro|eur|€|colli|pezzi|pz|posti|litri|mq|q|t|gr?)\b)(?!\s*[€%])"
_MOBILE = re.compile(
    rf"(?<![\w.,/-])\(?(?:(?:\+|00)?39{_GAP})?\(?3(?:{_GAP}[1-9]){{1}}(?:{_GAP}\d){{8}}(?!\w|[ \xa0./-]?\d){_UNIT}"
    rf"|(?<![\w.,/-])(?:(?:\+|00)39[\s.-]?)?3[1-9]\d[\s./-]?\d{{6}}(?![\w]|[\s./-]?\d){_UNIT}",
    re.IGNORECASE,
)
_LANDLINE = re.compile(
    rf"(?<![\w.,/-])\(?(?:(?:\+|00)39{_GAP})?\(?0[1-9]\d{{0,2}}[\s./)–-]{{1,3}}\d{{2,8}}(?:[\s./-]\d{{2,4}}){{0,3}}(?![\w]|[./-]\d){_UNIT}"
    rf"|(?<![\w.,/-])(?:(?:\+|00)39[\s.-]?)?0[1-9]\d{{6,9}}(?!\w){_UNIT}",
    re.IGNORECASE,
)
_ABROAD = re.compile(r"(?<![\w.,/-])(?:\+|00)(?!39)[1-9]\d{0,2}(?:[\s./()-]{0,2}\d){7,11}(?!\w)")
_FEWEST_DIGITS, _MOST_DIGITS = 8, 11
_DIGITS = "zero|uno|due|tre|quattro|cinque|sei|sette|otto|nove"
_SPELLED = re.compile(rf"\b(?:{_DIGITS})(?:[\s,.-]+(?:{_DIGITS})){{8,11}}\b", re.IGNORECASE)
_VAT = re.compile(r"0\d{10}\Z")

_TAX_CODE = re.compile(
    rf"(?<!\w)[A-Z](?:{_GAP}[A-Z]){{5}}(?:{_GAP}[0-9LMNPQRSTUV]){{2}}{_GAP}[A-EHLMPR-T](?:{_GAP}[0-9LMNPQRSTUV]){{2}}"
    rf"{_GAP}[A-Z](?:{_GAP}[0-9LMNPQRSTUV]){{3}}{_GAP}[A-Z](?!\w)",
    re.IGNORECASE,
)
#: In one piece, or in the pieces in which people say it.
_PLAIN_CODE = re.compile(
    r"[A-Z]{3}[\s./_–-]?[A-Z]{3}[\s./_–-]?\d\d[\s./_–-]?[A-Z]\d\d[\s./_–-]?[A-Z]\d{3}[\s./_–-]?[A-Z]\Z",
    re.IGNORECASE,
)
_ODD = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)
#: What all of them have in common, so that most texts are searched once.
_MAY_HOLD = re.compile(
    rf"@|\d{_GAP}\d|chiocciola|\bat\b|\b(?:{_DIGITS})\W+(?:{_DIGITS})\W+(?:{_DIGITS})\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class FoundContact:
    """A contact at ``text[start:end]``."""

    kind: ContactKind
    start: int
    end: int


def find_contacts(text: str) -> list[FoundContact]:
    """Return the e-mail addresses, phones and tax codes in a text, in its order.

    Also in letters and signs (*fatou chiocciola gmail punto com*, *3 3 3 1 2 …*, a code in pieces). Days, hours,
    amounts, postcodes, VAT numbers and numbers with a name of their own (*prot.*, *matricola*) are none.
    """
    if not _MAY_HOLD.search(text):
        return []
    mails = [FoundContact("email", *match.span()) for match in _MAIL.finditer(text)]
    codes = [FoundContact("tax_code", *span) for span in _tax_codes(text)]
    phones = [FoundContact("phone", *span) for span in _phones(text)]
    return sorted([*mails, *codes, *phones], key=lambda one: (one.start, one.end))


def _phones(text: str) -> Iterator[tuple[int, int]]:
    plain = _OTHER_NUMBERS.sub(lambda match: "¦" * len(match[0]), text)
    for pattern in (_MOBILE, _ABROAD, _SPELLED):
        yield from (match.span() for match in pattern.finditer(plain))
    for match in _LANDLINE.finditer(plain):
        digits = re.sub(r"\D", "", re.sub(r"(?:\+|00)39", "", match[0], count=1))
        vat = _VAT.match(match[0]) and _is_vat(digits)
        if _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS and not vat:
            yield match.span()


def _is_vat(digits: str) -> bool:
    """Say whether the last of eleven digits checks the others, as that of a VAT number does."""
    doubled = (2 * int(digit) if place % 2 else int(digit) for place, digit in enumerate(digits))
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


def _tax_codes(text: str) -> Iterator[tuple[int, int]]:
    """Yield where tax codes are: as they look in the usual pieces, else only where the last letter checks."""
    for match in _TAX_CODE.finditer(text):
        code = re.sub(r"[\W_]", "", match[0]).upper()
        if _PLAIN_CODE.match(match[0]) or _checks(code):
            yield match.span()


def _checks(code: str) -> bool:
    """Say whether the last letter of a tax code follows from the others."""
    numbers = [int(sign) if sign.isdigit() else ord(sign) - ord("A") for sign in code]
    odd = sum(_ODD[number] for number in numbers[:15:2])
    return (odd + sum(numbers[1:15:2])) % 26 == numbers[15]
