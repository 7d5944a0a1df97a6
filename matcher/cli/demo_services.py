"""Stories of services: Emilia-Romagna, services to work, ALI Veneto, integrated services."""

from __future__ import annotations

from datetime import date, timedelta

from matcher.cli.demo_cast import (
    SHOWN,
    last_shortlist,
    people_for_the_vacancy,
    people_of_the_province,
)
from matcher.cli.staging import Stage

__all__ = ["tell_ali", "tell_emilia_romagna", "tell_integrated", "tell_providers"]

_AGENCY = "Agenzia Esempio (inventata)"
#: The smallest number of people that the report on disadvantage shows, as it is declared.
_LEAST_CELL = 5


def tell_emilia_romagna(stage: Stage) -> None:
    """Tell of services with a standard, and of those that the work fills in by itself."""
    stage.title(
        "4. Emilia-Romagna · prestazioni con uno standard, e quelle che il lavoro riempie da sé",
        "4. Emilia-Romagna · services with a standard, and those that the work itself fills in",
    )
    people = [row.id for row in stage.shortlist(SHOWN, 2).ranked]
    person = people_for_the_vacancy(stage, 1)[0]
    taken = ["macro_type=c", "longer_standard=sì", "mediator=arabo"]
    stage.run("record", "set", "emilia_romagna", "candidate", person, *taken)
    stage.run("emilia-romagna", "assessable", person)
    stage.tell(
        "Tre sessioni da 100 minuti: lo standard di tutti è 90, ma per questa persona, con la maggiorazione scelta "
        "dall'operatore, è 108, e il registro non avvisa. E un seminario con 17 presenti: lì sì.",
        "Three sessions of 100 minutes: the standard for everybody is 90, but for this person, with the operator's "
        "switch, it is 108, and the register does not warn. And a workshop with 17 people: there it does.",
    )
    for number in (1, 2, 3):
        minutes = ["--minutes", "100", "--candidate", person, "--session", str(number)]
        stage.run("service", "log", "counselling", *minutes)
    stage.run("service", "log", "workshop", "--minutes", "300", "--group", "17")
    stage.tell("Una quarta sessione?", "A fourth session?")
    stage.run("emilia-romagna", "session", person, "counselling")
    stage.tell("Una rosa, dall'inizio all'invio:", "A shortlist, from beginning to referral:")
    stage.run("shortlist", SHOWN, "--size", "2")
    saved = last_shortlist(stage)
    stage.run("availability", "request", saved)
    for name in people:
        stage.run("availability", "answer", saved, name, "disponibile", "--adesione")
    stage.run("approve", saved)
    stage.run("refer", saved)
    stage.run("report", "emilia-romagna")
    done = {row["number"]: row["done"] for row in stage.rows("emilia-romagna")}
    stage.claim(
        (done[9], done[10]) == (len(people), len(people)),
        "le prestazioni 9 e 10 sono quelle che la procedura ha svolto",
        "services 9 and 10 are those that the desk has given",
    )
    stage.run("report", "emilia-romagna-intermediation")


def tell_providers(stage: Stage) -> None:
    """Tell of who may do what, and of the pact that constraints cite."""
    stage.title(
        "5. Servizi al lavoro · chi può fare che cosa, il patto che i vincoli citano, chi si sposta",
        "5. Services to work · who may do what, the pact that constraints cite, who would move",
    )
    act = {"authority": "Regione inventata", "number": "decreto 12/2024", "issued_on": "2024-01-10"}
    enrolments = [
        {
            "function": "incontro_domanda_offerta",
            "region": "Emilia-Romagna",
            "valid_from": "2024-02-01",
            **act,
        },
        {"function": "mobilita_geografica", "region": "Emilia-Romagna", "valid_from": "2024-02-01", **act},
    ]
    enrolments[0]["valid_to"] = (date.today() - timedelta(days=3)).isoformat()
    body = {"name": "Ente Esempio (inventato)", "kind": "accreditato", "enrolments": enrolments}
    path = stage.write("ente.json", body)
    stage.run("record", "set", "servizi_lavoro", "provider", "ENTE-1", "--file", path)
    stage.run("servizi-lavoro", "provider", "ENTE-1")
    vacancy, person = SHOWN, people_for_the_vacancy(stage, 2)[-1]
    pact = [f"signed_on={date.today() - timedelta(days=40):%d/%m/%Y}", "max_km=1", "mobility_km=0"]
    private = ["measures=corso di italiano", "other_services=sportello sociale"]
    stage.run("record", "set", "servizi_lavoro", "candidate", person, *pact, *private)
    stage.run("why", vacancy, person)
    stage.run("servizi-lavoro", "mobility", person, "--size", "3")


def tell_ali(stage: Stage) -> None:
    """Tell of a dictionary, of what firms ask for, of a case followed together."""
    stage.title(
        "6. ALI · un dizionario, la mappa di ciò che si cerca, un caso seguito insieme",
        "6. ALI · a dictionary, the map of what is sought, a case followed together",
    )
    stage.run("ali-veneto", "term", "utenza SerD")
    stage.run("report", "ali-demand", "--province", "MO", "--top", "6")
    people = people_of_the_province(stage, 7)
    path = stage.write("condizioni.json", {"conditions": [{"code": "disoccupazione_lunga"}]})
    stage.run("record", "set", "ali_veneto", "candidate", people[0], "--file", path)
    for person in people[1:]:
        stage.quietly("record", "set", "ali_veneto", "candidate", person, "--file", path)
    stage.tell(
        f"Lo stesso per altre {len(people) - 1} persone. Il territorio vede solo i numeri:",
        f"The same for {len(people) - 1} more people. The territory sees numbers alone:",
    )
    stage.run("report", "ali-disadvantage", "--province", "MO")
    cells = [row["people"] for row in stage.rows("ali-disadvantage", province="MO")]
    stage.claim(
        all(not isinstance(cell, int) or cell >= _LEAST_CELL for cell in cells),
        "nessuna cella sotto il minimo, nessun nome",
        "no cell below the minimum, no name",
    )
    stage.run("report", "ali-notes", "--province", "MO")
    case = {
        "candidate": people[0],
        "tutor": "Anna (inventata)",
        "team": [{"name": "Bruno (inventato)", "role": "educatore", "service": "Comune"}],
        "steps": ["bilancio di competenze", "stage in azienda", "inserimento"],
        "outlet": "impresa",
        "recovered": [
            {"skill": "saldatura TIG", "evidence": "observed", "origin": "lavoro di dieci anni fa"}
        ],
        "placed_on": (date.today() - timedelta(days=45)).isoformat(),
    }
    stage.run("record", "set", "ali_veneto", "case", "CASO-1", "--file", stage.write("caso.json", case))
    stage.run("ali-veneto", "case", "CASO-1")


def tell_integrated(stage: Stage) -> None:
    """Tell of two desks, a steering group, and an agency that sees its own only."""
    stage.title(
        "7. Servizi integrati · due sportelli, la cabina di regia, un'agenzia che vede solo i suoi",
        "7. Integrated services · two desks, the steering group, an agency that sees only its own",
    )
    ranked = [row.id for row in stage.shortlist(SHOWN, 600).ranked]
    person = people_for_the_vacancy(stage, 1)[0]
    access = [f"access_on={date.today():%d/%m/%Y}", "request=orientamento", "social_file=nota riservata"]
    stage.run("record", "set", "servizi_integrati", "candidate", person, *access)
    agency = ["--project", "da_definire", "--agency", _AGENCY]
    stage.run("servizi-integrati", "refer", person, *agency)
    stage.claim(
        [row.id for row in stage.shortlist(SHOWN, 600).ranked] == ranked,
        "il progetto aspetta la cabina di regia, la candidatura no: la rosa è la stessa",
        "the project waits for the steering group, the candidacy does not: the shortlist is the same",
    )
    stage.run("servizi-integrati", "propose", person, "--text", "stage in magazzino")
    stage.run("servizi-integrati", "propose", person, "--outcome", "approvata")
    stage.run("servizi-integrati", "agency", _AGENCY)
    stage.run("report", "servizi-integrati")
    stage.set_plugin(f'[plugins.servizi_integrati]\nagency = "{_AGENCY}"\n')
    seen = stage.shortlist(SHOWN, 600)
    stage.claim(
        {row.id for row in (*seen.ranked, *seen.to_verify)} == {person},
        "nello spazio di lavoro dell'agenzia c'è solo chi le è stato inviato",
        "in the agency's workspace there is only who was referred to it",
    )
