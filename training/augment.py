"""Write a text as people write it: typing mistakes, shortened words, formal wrappers."""

from __future__ import annotations

import re
from random import Random

__all__ = ["formal", "mistype", "rephrase", "shorten"]

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
# Heads of titles that classifications and people use one for the other.
_HEADS = (
    "operatore di macchine|operatore su macchinari|conduttore di macchine|conduttori di macchinari"
    "|addetto a macchinari|conduttori di impianti|operatore di impianti|addetti a macchinari industriali"
    "|operai addetti a macchine|addetto alle macchine",
    "direttore|dirigente|responsabile|direttori e dirigenti|manager|capo",
    "specialista|esperto|consulente|specialisti in",
    "tecnico|tecnico specializzato|perito|operatore tecnico|tecnici",
    "insegnante|docente|professore|formatore",
    "riparatore|manutentore|meccanico|meccanici e riparatori|installatore e riparatore",
    "installatore|montatore|posatore|installatori e montatori",
    "addetto|operatore|incaricato|personale addetto|impiegato addetto",
    "venditore|addetto alle vendite|commesso|rivenditore",
    "operaio|lavorante|artigiano|operaio specializzato|artigiani e operai specializzati",
    "addetto|personale non qualificato addetto|operaio generico addetto",
    "assistente|aiuto|collaboratore|ausiliario",
    "coltivatore|agricoltore|agricoltori e operai agricoli specializzati",
    "machine operator|machine tender|machine setter|plant operator|operative|machine setters, operators, and tenders",
    "manager|director|head|chief|supervisor",
    "technician|technologist|specialist technician",
    "teacher|instructor|lecturer|professor|teachers, postsecondary",
    "repairer|mechanic|maintenance technician|installers and repairers|mechanics and technicians",
    "worker|operative|labourer|helper|hand",
    "specialist|expert|analyst|adviser|consultant",
    "clerk|administrator|office worker|officer|clerical worker",
    "salesperson|sales representative|seller|sales worker|vendor",
    "installer|fitter|assembler|fabricator",
)
_OTHERS = {
    head: [other for line in _HEADS if head in line.split("|") for other in line.split("|") if other != head]
    for line in _HEADS
    for head in line.split("|")
}
_HEAD = re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(_OTHERS, key=len, reverse=True))) + r")\b")
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


def rephrase(text: str, random: Random) -> str:
    """Say the head of a title with another word of the same use, where it has one."""
    found = _HEAD.search(text.lower())
    if not found:
        return text
    return text[: found.start()] + random.choice(_OTHERS[found[0]]) + text[found.end() :]


def formal(text: str, language: str, random: Random) -> str:
    """Wrap a title as a national classification does."""
    return random.choice(_FORMAL_EN if language == "en" else _FORMAL_IT).format(text)
