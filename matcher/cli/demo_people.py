"""Stories of people: paths of GOL, targeted placement, disadvantage."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from matcher.cli.demo_cast import (
    OFFICE,
    SHOWN,
    act_of,
    gap_pair,
    people_for_the_vacancy,
    places_and_scores,
)
from matcher.cli.staging import Stage

__all__ = ["tell_disadvantage", "tell_gol", "tell_targeted"]

#: A day within the term of the programme GOL.
_PATH_ON = "path_on=15/06/2026"


def tell_gol(stage: Stage) -> None:
    """Tell of a path, of the skills that are missing, of a group to place."""
    stage.title(
        "1. GOL · un percorso, le competenze che mancano, un gruppo da ricollocare",
        "1. GOL · a path, the skills that are missing, a group to place",
    )
    people = people_for_the_vacancy(stage, 6)
    vacancy, person = gap_pair(stage)
    stage.tell(
        f"L'operatore valuta {person} e sceglie il percorso 2 (aggiornamento), con il motivo.",
        f"The operator assesses {person} and chooses path 2 (upskilling), with the reason.",
    )
    reason = "path_reason=competenze ancora spendibili, da aggiornare"
    record = ["record", "set", "gol", "candidate", person]
    stage.run(*record, "path=2", reason, _PATH_ON, "risk_class=1")
    before = stage.shortlist(vacancy, 600)
    stage.run(*record, "risk_class=4")
    stage.claim(
        places_and_scores(before) == places_and_scores(stage.shortlist(vacancy, 600)),
        "classe di rischio da 1 a 4: punteggi e ordine identici",
        "risk class from 1 to 4: the same scores in the same order",
    )
    stage.tell(
        "Che cosa manca per quella richiesta, e quante offerte sbloccherebbe ogni competenza:",
        "What is missing for that vacancy, and how many vacancies each skill would unlock:",
    )
    stage.run("gol", "gap", person, vacancy)
    stage.tell(
        "Quattro persone, un percorso ciascuna: tutte restano in rosa, e la nota la legge solo l'operatore. La quarta "
        "lo ha scelto oggi, dopo il termine del programma: la nota lo dice.",
        "Four people, a path each: all stay in the list, and the operator alone reads the note. The fourth chose it "
        "today, after the term of the programme: the note says so.",
    )
    plain = places_and_scores(stage.shortlist(SHOWN, 600))
    for number, worker in enumerate(people[:4], start=1):
        day = _PATH_ON if number < 4 else f"path_on={date.today():%d/%m/%Y}"
        path = [f"path={number}", "path_reason=colloquio", day]
        stage.quietly("record", "set", "gol", "candidate", worker, *path)
    stage.run("shortlist", SHOWN, "--size", "4", "--no-save")
    stage.claim(
        places_and_scores(stage.shortlist(SHOWN, 600)) == plain,
        "con i percorsi scelti punteggi e ordine sono identici",
        "with the paths chosen scores and order are the same",
    )
    stage.tell(
        "Percorso 5: un'azienda in crisi, sei lavoratori, tutte le offerte della provincia insieme.",
        "Path 5: a firm in crisis, six workers, all vacancies of the province at once.",
    )
    group = [
        "firm=Ceramica Esempio (inventata)",
        "situation=cessazione di attività",
        f"workers={';'.join(people)}",
        "provinces=MO",
        "at_least=2",
    ]
    stage.run("record", "set", "gol", "case", "CRISI-1", *group)
    stage.run("gol", "group", "CRISI-1")


def tell_targeted(stage: Stage) -> None:
    """Tell of shortlists without a mark, and of a list for the competent office alone."""
    stage.title(
        "2. Collocamento mirato · nessun segno nelle rose, un elenco per il solo ufficio competente",
        "2. Targeted placement · unmarked in shortlists, a list for the competent office alone",
    )
    stage.run("collocamento-mirato", "base", "indeterminato=48", "tempo_parziale=2,6", "apprendisti=5")
    stage.run("collocamento-mirato", "quota", "51", "--employed", "2")
    before = stage.shortlist(SHOWN, 600)
    person = people_for_the_vacancy(stage, 2)[-1]
    office = f"office={OFFICE}"
    stage.run("record", "set", "collocamento_mirato", "candidate", person, office, "evidence=certified")
    stage.claim(
        before == stage.shortlist(SHOWN, 600).model_copy(update={"versions": before.versions}),
        f"{person} è iscritta e la rosa ordinaria è identica, punto per punto",
        f"{person} is registered and the ordinary shortlist is the same, point by point",
    )
    stage.tell(
        "Il datore chiede la preselezione ex art. 7 a questo ufficio: solo ora c'è l'elenco separato.",
        "The employer asks this office for preselection under art. 7: only now is there a separate list.",
    )
    stage.run("record", "set", "collocamento_mirato", "vacancy", SHOWN, "art7=sì", office)
    stage.run("collocamento-mirato", "preselection", SHOWN)


def tell_disadvantage(stage: Stage) -> None:
    """Tell of conditions with their proof, of three clocks, of an act that expires."""
    stage.title(
        "3. Svantaggio · sette condizioni con la loro prova, tre conteggi, un atto che scade",
        "3. Disadvantage · seven conditions with their proof, three clocks, an act that ends",
    )
    person, today = people_for_the_vacancy(stage, 4)[-1], date.today()
    facts: dict[str, Any] = {
        "isced": 2,
        "single_adult": False,
        "did_on": (today - timedelta(days=300)).isoformat(),
        "suspensions": [
            {
                "start": (today - timedelta(days=200)).isoformat(),
                "end": (today - timedelta(days=120)).isoformat(),
            }
        ],
        "jobs": [
            {"start": "2019-03-01", "end": (today - timedelta(days=430)).isoformat()},
            {
                "start": (today - timedelta(days=200)).isoformat(),
                "end": (today - timedelta(days=120)).isoformat(),
            },
        ],
        "proofs": {"c": {"state": "certified"}},
    }
    path = stage.write("svantaggio.json", facts)
    stage.run("record", "set", "svantaggio", "candidate", person, "--file", path)
    stage.run("svantaggio", "status", person)
    plain = stage.shortlist(SHOWN)
    stage.set_plugin("[plugins.svantaggio.act]\n" + act_of("Regione inventata per la dimostrazione"))
    tied = stage.shortlist(SHOWN)
    stage.claim(
        {row.id: row.score for row in plain.ranked} == {row.id: row.score for row in tied.ranked},
        "con l'atto cambia al più l'ordine tra pari: nessun punteggio",
        "with the act at most the order among equals changes: no score does",
    )
    stage.tell(
        "Il primo gennaio 2027 il regolamento non vale più:", "On 1 January 2027 the regulation is over:"
    )
    stage.run("svantaggio", "status", person, "--on", "2027-01-01")
