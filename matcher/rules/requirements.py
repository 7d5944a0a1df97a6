"""What the vacancy holds indispensable: licences, languages, education, experience, skills."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from matcher.plugin.types import Field, FilterClause, ReasonCode, Relax, Side
from matcher.rules.logic import UNKNOWN, all_of, all_within

__all__ = ["requirement_clauses"]

_LICENCE_WORDS = range(3)
_LANGUAGE_WORDS = range(4)
_TRUE, _FALSE = pl.lit(value=True), pl.lit(value=False)
#: Likeness from which an offered skill proves a required one: the same, or a narrower one.
_PROVEN = 9000


def requirement_clauses(candidate: Side, vacancy: Side, pair: Side) -> Iterable[FilterClause]:
    """Return the constraints on indispensable and excluding requirements."""
    yield from _licences(candidate, vacancy, pair)
    yield from _languages(candidate, vacancy)
    yield _education(candidate, vacancy)
    yield _experience(vacancy, pair)
    yield from _skills(pair)


def _licences(candidate: Side, vacancy: Side, pair: Side) -> Iterable[FilterClause]:
    must = [vacancy[f"licences_must_{word}"] for word in _LICENCE_WORDS]
    valid = [pair[f"licences_valid_{word}"] for word in _LICENCE_WORDS]
    expired = [pair[f"licences_expired_{word}"] for word in _LICENCE_WORDS]
    excluded = [vacancy[f"licences_not_{word}"] for word in _LICENCE_WORDS]
    holds = all_within(must, valid)
    held_once = all_within(must, [v | e for v, e in zip(valid, expired, strict=True)])
    missing = tuple(m & ~(v | e) for m, v, e in zip(must, valid, expired, strict=True))
    facts = {f"licences_{word}": words for word, words in enumerate(missing)}
    yield FilterClause(
        ReasonCode(
            "LICENCE_MISSING",
            "manca: {licences}",
            "missing: {licences}",
            "Possiede {licences}? Dal profilo non si capisce.",
            "Does the person hold {licences}? The record does not say.",
            label_it="patente o attestato mancante",
            label_en="licence or certificate missing",
        ),
        keep=pl.when(held_once).then(_TRUE).when(candidate["licences_known"]).then(_FALSE).otherwise(UNKNOWN),
        facts=facts,
        missing=(Field("licences", "person"),),
        relax=Relax(
            "licences", "candidate", tuple(valid), tuple(m & ~v for m, v in zip(must, valid, strict=True))
        ),
    )
    lapsed = {
        f"licences_{w}": m & ~v & e for w, (m, v, e) in enumerate(zip(must, valid, expired, strict=True))
    }
    yield FilterClause(
        ReasonCode(
            "LICENCE_EXPIRED",
            "scaduta: {licences}",
            "expired: {licences}",
            "Risulta scaduta: {licences}. È stata rinnovata?",
            "Expired: {licences}. Has it been renewed?",
            label_it="patente o attestato scaduto",
            label_en="licence or certificate expired",
        ),
        keep=pl.when(~holds & held_once).then(UNKNOWN).otherwise(_TRUE),
        facts=lapsed,
        missing=(Field("licences", "person"),),
    )
    yield FilterClause(
        ReasonCode(
            "LICENCE_EXCLUDED",
            "la richiesta esclude chi possiede questa abilitazione",
            "the vacancy excludes holders",
            "La richiesta esclude chi possiede un'abilitazione: la persona ce l'ha? Dal profilo non si capisce.",
            "The vacancy excludes holders of a licence: does the person hold it? The record does not say.",
            label_it="abilitazione che esclude",
            label_en="excluding licence",
        ),
        keep=pl.when(all_of(x == 0 for x in excluded))
        .then(_TRUE)
        .when(~all_within(excluded, [~v for v in valid]))
        .then(_FALSE)
        .when(candidate["licences_known"])
        .then(_TRUE)
        .otherwise(UNKNOWN),
        missing=(Field("licences", "person"),),
    )


def _languages(candidate: Side, vacancy: Side) -> Iterable[FilterClause]:
    must = [vacancy[f"languages_must_{word}"] for word in _LANGUAGE_WORDS]
    own = [candidate[f"languages_{word}"] for word in _LANGUAGE_WORDS]
    speaks = all_within(must, own)
    known = candidate["languages_known"].fill_null(value=False)
    yield FilterClause(
        ReasonCode(
            "LANGUAGE_BELOW",
            "lingua richiesta: {languages}",
            "language needed: {languages}",
            "Lingua richiesta: {languages}. La conosce a questo livello?",
            "Language needed: {languages}. Does the person know it at this level?",
            label_it="lingua",
            label_en="language",
        ),
        keep=pl.when(speaks).then(_TRUE).when(known).then(_FALSE).otherwise(UNKNOWN),
        facts={f"languages_{word}": bits for word, bits in enumerate(must)},
        missing=(Field("languages", "person"),),
        relax=Relax("languages", "candidate", tuple(own), tuple(must)),
    )
    needed, level = vacancy["italian_must"], candidate["italian"]
    yield FilterClause(
        ReasonCode(
            "ITALIAN_BELOW",
            "italiano richiesto: livello {italian_must} di 6, posseduto {italian}",
            "Italian needed: level {italian_must} of 6, held {italian}",
            "La richiesta vuole l'italiano a livello {italian_must} di 6 (A1-C2): lo conosce a questo livello?",
            "The vacancy needs Italian at level {italian_must} of 6 (A1-C2): does the person have it?",
            label_it="italiano",
            label_en="Italian",
        ),
        keep=pl.when(needed.is_null()).then(_TRUE).otherwise(level >= needed),
        facts={"italian_must": needed, "italian": level},
        missing=(Field("languages", "person"),),
        relax=Relax("italian", "candidate", level, needed),
    )


def _education(candidate: Side, vacancy: Side) -> FilterClause:
    needed, held = vacancy["eqf_must"], candidate["eqf"]
    return FilterClause(
        ReasonCode(
            "EDUCATION_BELOW",
            "titolo richiesto: {eqf_must}; posseduto: {eqf}",
            "qualification needed: {eqf_must}; held: {eqf}",
            "Titolo richiesto: {eqf_must}. Quale titolo di studio possiede?",
            "Qualification needed: {eqf_must}. Which one does the person hold?",
            label_it="titolo di studio",
            label_en="education",
        ),
        keep=pl.when(needed.is_null() | (held >= needed))
        .then(_TRUE)
        .when(candidate["eqf_at_most"] < needed)
        .then(_FALSE)
        .otherwise(UNKNOWN),
        facts={"eqf_must": needed, "eqf": held},
        missing=(Field("education", "person"),),
        relax=Relax("eqf_must", "vacancy", needed, held),
    )


def _experience(vacancy: Side, pair: Side) -> FilterClause:
    needed, held = vacancy["months_must"], pair["months"]
    return FilterClause(
        ReasonCode(
            "EXPERIENCE_BELOW",
            "esperienza richiesta: {months_must} mesi; in mansioni affini: {months}",
            "experience needed: {months_must} months; in related work: {months}",
            "Esperienza richiesta: {months_must} mesi. Quanto ha lavorato in mansioni affini?",
            "Experience needed: {months_must} months. How long in related work?",
            label_it="esperienza",
            label_en="experience",
        ),
        keep=pl.when(needed.is_null() | (held >= needed))
        .then(_TRUE)
        .when(pair["months_open"] | held.is_null())
        .then(UNKNOWN)
        .otherwise(_FALSE),
        facts={"months_must": needed, "months": held},
        missing=(Field("work", "person"),),
        relax=Relax("months_must", "vacancy", needed, held),
    )


def _skills(pair: Side) -> Iterable[FilterClause]:
    yield FilterClause(
        ReasonCode(
            "SKILL_UNPROVEN",
            "una competenza indispensabile non risulta",
            "an indispensable skill is not on record",
            "Una competenza indispensabile non risulta dal profilo: la possiede? (vedi i riscontri)",
            "An indispensable skill is not on record: does the person have it? (see the evidence)",
            label_it="competenza indispensabile da accertare",
            label_en="indispensable skill to be checked",
        ),
        keep=pl.when(pair["must_skills"] >= _PROVEN).then(_TRUE).otherwise(UNKNOWN),
        missing=(Field("skills", "person"),),
    )
    yield FilterClause(
        ReasonCode(
            "SKILL_LACKING",
            "la persona ha dichiarato di non avere una competenza indispensabile",
            "the person said they lack an indispensable skill",
            label_it="competenza indispensabile assente",
            label_en="indispensable skill lacking",
        ),
        keep=~pair["lacks_skill"],
    )
    yield FilterClause(
        ReasonCode(
            "SKILL_EXCLUDED",
            "la richiesta esclude una competenza che la persona possiede",
            "the vacancy excludes a skill that the person has",
            label_it="competenza che esclude",
            label_en="excluding skill",
        ),
        keep=~pair["excluded_skill"],
    )
