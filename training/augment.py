"""Write a text as people write it: typing mistakes, shortened words, formal wrappers."""

from __future__ import annotations

import re
from random import Random

__all__ = ["formal", "mistype", "shorten"]

_WORD = re.compile(r"[^\W\d_]{5,}")
_FORMAL_IT = (
    "{} e professioni assimilate",
    "{} ed assimilati",
    "{} n.c.a.",
    "altri {}",
    "{} non classificati altrove",
    "personale {}",
    "{} (esclusi i dirigenti)",
    "professioni di {}",
    "{} e affini",
)
_FORMAL_EN = (
    "{}, all other",
    "{} not elsewhere classified",
    "other {}",
    "{} and related workers",
    "{}, except managers",
)
_SHORT = {
    "addetto": "add.", "addetta": "add.", "operatore": "op.", "operatrice": "op.", "responsabile": "resp.",
    "amministrativo": "amm.vo", "amministrativa": "amm.va", "impiegato": "imp.", "impiegata": "imp.",
    "tecnico": "tec.", "manutentore": "manut.", "macchine": "macch.", "produzione": "prod.", "direttore": "dir.",
    "assistente": "ass.", "commerciale": "comm.le", "generale": "gen.", "specializzato": "spec.",
    "magazziniere": "magaz.", "professionale": "prof.le", "meccanico": "mecc.", "elettrico": "elettr.",
}  # fmt: skip


def mistype(text: str, random: Random) -> str:
    """Put one mistake in about half of the words of five letters or more: a letter lost, doubled or swapped."""

    def spoil(match: re.Match[str]) -> str:
        word = match[0]
        if random.random() < 0.5:
            return word
        at = random.randrange(1, len(word) - 1)
        kind = random.randrange(4)
        if kind == 0:
            return word[:at] + word[at + 1 :]
        if kind == 1:
            return word[: at + 1] + word[at:]
        if kind == 2:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        return word[:at] + random.choice("aeiorntlsc") + word[at + 1 :]

    return _WORD.sub(spoil, text)


def shorten(text: str, random: Random) -> str:
    """Abbreviate one word in three, as vacancies do."""

    def cut(match: re.Match[str]) -> str:
        word = match[0]
        if random.random() > 0.33:
            return word
        return _SHORT.get(word.lower(), word[: random.randint(3, 5)] + "." if len(word) > 7 else word)

    return _WORD.sub(cut, text)


def formal(text: str, language: str, random: Random) -> str:
    """Wrap a title as a national classification does."""
    return random.choice(_FORMAL_EN if language == "en" else _FORMAL_IT).format(text)
