"""Stretches that ask for nothing: who the employer is, how the job is called, what is offered, what is done for fun."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise, takewhile
from typing import Literal

from matcher.text.folding import fold_word, folded_set, word_set
from matcher.text.normalise import FUNCTION_WORDS, Token
from matcher.vocabulary.clauses import Clause

__all__ = ["Aside", "find_asides", "find_leisure", "find_promises", "find_workplaces"]

Subject = Literal["employer", "job", "offer", "leisure", "affair"]

_SEEKS = word_set(
    """cerca cercano cerchiamo cercasi cercansi ricerca ricercano ricerchiamo ricercasi ricercansi seleziona selezionano
    selezioniamo selezionasi assume assumono assumiamo"""
)
_ALSO_NOUNS = word_set("cerca ricerca")
_BEFORE_NOUN = word_set("la una di della nella dalla sulla in e per")
_AFTER_NOUN = word_set("di e ed riservata rivolta operativa industriale scientifica sociale clinica")

# The name of the job ends where one of these says what the person must have, or *per* says what is to be done, unless
# it is followed by where or for how long.
_HAS = folded_set(
    """con che cui quale avente capace abile esperto dotato munito provvisto specializzato competente pratico possesso
    grado conoscenza esperienza"""
)
_TARRIES = folded_set(
    """sede filiale stabilimento azienda ditta societa cliente impresa negozio ristorante pizzeria bar hotel albergo
    struttura studio casa famiglia clinica ospedale residenza nido asilo scuola cantiere reparto ufficio magazzino
    cucina sala officina zona provincia stagione sostituzione ampliamento potenziamento nostro proprio importante nota
    punto locale centro supermercato panificio periodo mese turno progetto contratto"""
)
_NEAR = 3

_FIRMS = folded_set("azienda ditta societa multinazionale cooperativa impresa realta")
_PRAISE = folded_set(
    """siamo nostro importante noto storico giovane grande piccolo medio primario solido dinamico leader prestigioso
    affermato cliente per conto industriale italiano internazionale"""
)
_WE_DO = word_set(
    "esportiamo crediamo produciamo operiamo realizziamo commercializziamo distribuiamo serviamo"
)
_SELECTION = folded_set("ricerca selezione")
_AGENCY = folded_set("agenzia autorizzato ministeriale somministrazione affidato svolto curato")
_SECTOR = word_set("settore settori")
_ASKED_OF = folded_set("esperienza conoscenza competenza provenienza interesse background")
_OFFERS = word_set(
    """offriamo offre offrono offresi contratto orario retribuzione inquadramento ccnl benefit benefits perks sede luogo
    offer offering"""
)
# *All applicants regardless of pregnancy, religion or age*: nothing of it is asked for.
_EQUALITY = word_set(
    "regardless irrespective discriminate discrimination discriminazione discriminazioni pregnancy"
)
# What firms promise, or how much of the time they want, that would otherwise pass for a skill.
_PROMISED = frozenset(
    tuple(words.split())
    for words in (
        "flexible working",
        "personal development",
        "professional development",
        "career development",
        "life balance",
        "job security",
        "team building",
        "company growth",
        "application process",
        "crescita professionale",
        "crescita personale",
        "sviluppo professionale",
        "impegno orario",
        "impegno richiesto",
        "impegno settimanale",
        "impegno lavorativo",
        "impegno part",
        "impegno full",
    )
)
_FORESEEN = folded_set("previsto prevede garantito garantiamo assicurato")
_HOBBIES = word_set("hobby hobbies passioni passatempi passatempo")
_LIKES = word_set("amo adoro piace piacciono")
_FREE_TIME = ("tempo", "libero")
# *Mi piace lavorare con il pubblico* tells of work.
_OF_WORK = folded_set(
    "lavorare lavoro lavori contatto imparare squadra insegnare relazionarmi mestiere professione clienti"
)
_OPENING = 5
_TAUGHT = folded_set("formazione affiancamento training addestramento")


@dataclass(frozen=True, slots=True)
class Aside:
    """A stretch of the text, from ``start`` to ``end``, and what it speaks of instead of requirements."""

    start: int
    end: int
    subject: Subject


def find_asides(clauses: Sequence[Clause], asks: Callable[[Clause], bool]) -> list[Aside]:
    """Find the stretches that ask for nothing.

    *Azienda del settore ceramico cerca mulettista per lo stoccaggio* tells of the employer up to *cerca*, names the job
    up to *per*, and only then says what is to be done.

    Parameters
    ----------
    clauses : sequence of Clause
        Those of one text.
    asks : callable
        Says whether a clause has words for how much something is wanted: it is then no aside.

    Returns
    -------
    list of Aside
        In no particular order; they may overlap.
    """
    asides: list[Aside] = []
    for _, several in groupby(clauses, key=lambda clause: clause.sentence):
        sentence = list(several)
        seeking = _seeking(sentence)
        if seeking is None and _is_of_us(sentence[0]):
            asides.extend(
                side for one in sentence[1:] if not asks(one) for side in _aside(one.tokens, "employer")
            )
        if seeking is not None:
            asides.extend(_around_verb(sentence, *seeking, asks))
        for clause in sentence:
            if not asks(clause):
                asides.extend(_of_sector(clause) if seeking else [*_of_sector(clause), *_of_firm(clause)])
        asides.extend(_of_offer(sentence, asks))
    return asides


def find_leisure(clauses: Sequence[Clause]) -> list[Aside]:
    """Find the sentences that tell what somebody does for fun (*Hobby: calcio, fotografia*; *Amo cucinare*)."""
    asides: list[Aside] = []
    heading = False
    for _, several in groupby(clauses, key=lambda clause: clause.sentence):
        tokens = [token for clause in several for token in clause.tokens]
        words = [token.text for token in tokens]
        opening = words[:_OPENING]
        interests = opening[:1] == ["interessi"] and len(words) != 2
        named = interests or bool(set(opening) & _HOBBIES) or _FREE_TIME in pairwise(opening)
        liked = bool(set(opening[:2]) & _LIKES) and not {fold_word(word) for word in words} & _OF_WORK
        if heading or named or liked:
            asides.extend(_aside(tokens, "leisure"))
        heading = (
            named
            and len(words) <= _OPENING
            and not set(words) - _HOBBIES - {*_FREE_TIME, "e", "nel", "interessi"}
        )
    return asides


def find_promises(clauses: Sequence[Clause]) -> list[Aside]:
    """Find what firms promise to whoever comes (*flexible working*, *crescita professionale*)."""
    return [
        Aside(first.start, second.end, "offer")
        for clause in clauses
        for first, second in pairwise(clause.tokens)
        if (first.text, second.text) in _PROMISED
    ]


def find_workplaces(clauses: Sequence[Clause]) -> list[Aside]:
    """Find the names of firms after *presso* (*magazziniere presso Logistica Padana*)."""
    asides: list[Aside] = []
    for clause in clauses:
        for place, token in enumerate(clause.tokens):
            if token.text == "presso":
                name = list(takewhile(lambda word: word.capital, clause.tokens[place + 1 :]))
                asides.extend(_aside(name, "employer"))
    return asides


def _aside(tokens: Sequence[Token], subject: Subject) -> Iterator[Aside]:
    if tokens:
        yield Aside(tokens[0].start, tokens[-1].end, subject)


def _seeking(sentence: Sequence[Clause]) -> tuple[int, int] | None:
    """Return the clause and the word that say that someone is sought."""
    for index, clause in enumerate(sentence):
        words = [token.text for token in clause.tokens]
        for place, word in enumerate(words):
            if word in _SEEKS and not _is_noun(words, place):
                return index, place
            if word == "ricerca" and words[max(0, place - 1) : place] == ["alla"] and place > 1:
                return index, place
    return None


def _is_noun(words: Sequence[str], place: int) -> bool:
    before = words[place - 1] if place else ""
    after = words[place + 1] if place + 1 < len(words) else ""
    return words[place] in _ALSO_NOUNS and (
        before in _BEFORE_NOUN or before == "alla" or after in _AFTER_NOUN
    )


def _around_verb(
    sentence: Sequence[Clause], index: int, place: int, asks: Callable[[Clause], bool]
) -> Iterator[Aside]:
    """Yield the employer before the verb and the name of the job after it."""
    for clause in sentence[:index]:
        if not asks(clause):
            yield from _aside(clause.tokens, "employer")
    tokens = sentence[index].tokens
    yield from _aside(tokens[:place], "employer")
    yield from _aside(tokens[place : _end_of_job(tokens, place + 1)], "job")


def _end_of_job(tokens: Sequence[Token], first: int) -> int:
    """Return the place of the first word that no longer names the job, or where it is done."""
    for place in range(first, len(tokens)):
        does = tokens[place].text == "per" and _first_noun(tokens[place + 1 :]) not in _TARRIES
        if does or fold_word(tokens[place].text) in _HAS:
            return place
    return len(tokens)


def _first_noun(tokens: Sequence[Token]) -> str:
    return next((fold_word(token.text) for token in tokens if token.text not in FUNCTION_WORDS), "")


def _is_of_us(clause: Clause) -> bool:
    """Say whether a sentence opens with the firm that writes it (*La nostra azienda, fondata …*; *Esportiamo …*)."""
    words = [token.text for token in clause.tokens]
    ours = words[:2] in (["la", "nostra"], ["il", "nostro"])
    return words[0] in _WE_DO or (ours and bool({word.text for word in clause.folded[:3]} & _FIRMS))


def _of_firm(clause: Clause) -> Iterator[Aside]:
    """Yield what a clause says of a firm that opens it, or of the agency that seeks for another."""
    folded = [word.text for word in clause.folded]
    if clause.tokens[0].text in _WE_DO:
        yield from _aside(clause.tokens, "employer")
    firm = next((place for place, word in enumerate(folded) if word not in _PRAISE), len(folded))
    if folded[firm : firm + 1] and folded[firm] in _FIRMS:
        yield from _aside(clause.folded[firm:], "employer")
    if set(folded) >= _SELECTION and _AGENCY & set(folded):
        yield from _aside(clause.folded, "employer")


def _of_sector(clause: Clause) -> Iterator[Aside]:
    """Yield the sector of a firm, up to what is asked; the sector that experience is asked of is no aside."""
    for place, token in enumerate(clause.tokens):
        before = {fold_word(near.text) for near in clause.tokens[max(0, place - _NEAR) : place]}
        if token.text in _SECTOR and not before & _ASKED_OF:
            yield from _aside(clause.tokens[place : _end_of_job(clause.tokens, place)], "employer")


def _of_offer(sentence: Sequence[Clause], asks: Callable[[Clause], bool]) -> Iterator[Aside]:
    """Yield what a sentence offers, up to where it begins to ask."""
    opening = [token.text for token in sentence[0].tokens[:4]]
    folded = {token.text for token in sentence[0].folded[:6]}
    equal = any(token.text in _EQUALITY for clause in sentence for token in clause.tokens)
    offers = equal or bool(set(opening[:2]) & _OFFERS) or bool(folded & _FORESEEN and folded & _TAUGHT)
    for clause in sentence if offers else ():
        if asks(clause):
            return
        yield from _aside(clause.tokens, "offer")
