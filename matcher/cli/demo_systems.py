"""``matcher demo-systems``: one story for each founding system, told with the commands that staff would type."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click

from matcher.cli.language import both
from matcher.cli.session import Session, command
from matcher.cli.staging import DEMO_MARK, Stage, clear_demo

__all__ = ["COMMANDS"]

#: A forklift driver in the ceramics district, as in the main demo.
_SHOWN = "VAC-0017"
_SYSTEMS = (
    "gol",
    "collocamento_mirato",
    "svantaggio",
    "emilia_romagna",
    "servizi_lavoro",
    "ali_veneto",
    "servizi_integrati",
)
_OFFICE = "Ufficio collocamento mirato di Modena"
_AGENCY = "Agenzia Esempio (inventata)"
#: Beginning of the ISTAT codes of the municipalities of the province shown.
_PROVINCE = "036"
#: A day within the term of the programme GOL.
_PATH_ON = "path_on=15/06/2026"
#: The smallest number of people that the report on disadvantage shows, as it is declared.
_LEAST_CELL = 5


@command(
    "demo-systems",
    "Racconta, su dati inventati, una storia per ciascuno dei sistemi da cui il prodotto nasce.",
    "Tell, on invented data, one story for each of the systems that the product was born from.",
)
@click.option(
    "--folder",
    default=Path("demo-sistemi"),
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False),
    help=both("Cartella della dimostrazione: viene rifatta da capo.", "Folder of the demo: made anew."),
)
@click.option(
    "--candidates",
    default=600,
    show_default=True,
    type=click.IntRange(100),
    help=both("Quante persone inventare.", "How many people to invent."),
)
@click.option(
    "--only",
    type=click.Choice(_SYSTEMS),
    multiple=True,
    help=both("Solo questa storia (si ripete).", "Only this story (repeatable)."),
)
def demo_systems(session: Session, folder: Path, candidates: int, only: tuple[str, ...]) -> None:
    """Make a workspace with invented people, then tell the stories."""
    clear_demo(folder)
    stage = Stage(session, folder)
    session.say(
        "Tutte le persone, i datori, gli enti e gli atti di questa dimostrazione sono inventati.\n",
        "All people, employers, providers and acts of this demo are invented.\n",
    )
    _prepare(stage, candidates)
    for name in _SYSTEMS:
        if not only or name in only:
            _STORIES[name](stage)
    session.say("\nFine: ogni ✓ è stato verificato adesso.", "\nThe end: every ✓ was checked just now.")


def _prepare(stage: Stage, candidates: int) -> None:
    from matcher.cli.staging import show_step

    language, place = stage.session.language, str(stage.folder)
    files = stage.folder / "dati"
    size = ["--province", "MO", "--candidates", str(candidates), "--vacancies", "40"]
    show_step(stage.session, {}, ["generate", str(files), *size, "--lang", language])
    name = ["--office", "CPI di Modena", "--name", "Centro per l'impiego di Modena (dimostrazione)"]
    show_step(stage.session, {}, ["init", place, *name, "--lang", language])
    (stage.folder / DEMO_MARK).touch()
    stage.set_plugin(f'[plugins.collocamento_mirato]\noffice = "{_OFFICE}"\n')
    _forecasts(stage)
    stage.run("import", "candidates", str(files / "candidati.csv"))
    stage.run("import", "vacancies", str(files / "richieste.csv"))
    stage.run("pool", "build")


def _forecasts(stage: Stage) -> None:
    """Give ALI the data of its territory: the province, and what its firms are expected to ask."""
    data = stage.folder / "dati-ali"
    data.mkdir()
    (data / "province.csv").write_text("code,istat,label_it\nMO,036,Modena\n", encoding="utf-8")
    rows = (
        f"MO,saldatore,25,indagine inventata,{date.today().year}-01-01,\nMO,cuoco,18,indagine inventata,,\n"
    )
    heading = "province,occupation,expected,source,valid_from,valid_to\n"
    (data / "previsioni.csv").write_text(heading + rows, encoding="utf-8")
    stage.set_plugin(f'[plugins.ali_veneto]\ndata = "{data.resolve().as_posix()}"\n')


def _gol(stage: Stage) -> None:
    stage.title(
        "1. GOL · un percorso, le competenze che mancano, un gruppo da ricollocare",
        "1. GOL · a path, the skills that are missing, a group to place",
    )
    people = _people(stage, 6)
    vacancy, person = _gap_pair(stage)
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
        _order(before) == _order(stage.shortlist(vacancy, 600)),
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
    plain = _order(stage.shortlist(_SHOWN, 600))
    for number, worker in enumerate(people[:4], start=1):
        day = _PATH_ON if number < 4 else f"path_on={date.today():%d/%m/%Y}"
        path = [f"path={number}", "path_reason=colloquio", day]
        stage.quietly("record", "set", "gol", "candidate", worker, *path)
    stage.run("shortlist", _SHOWN, "--size", "4", "--no-save")
    stage.claim(
        _order(stage.shortlist(_SHOWN, 600)) == plain,
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


def _targeted(stage: Stage) -> None:
    stage.title(
        "2. Collocamento mirato · nessun segno nelle rose, un elenco per il solo ufficio competente",
        "2. Targeted placement · unmarked in shortlists, a list for the competent office alone",
    )
    stage.run("collocamento-mirato", "base", "indeterminato=48", "tempo_parziale=2,6", "apprendisti=5")
    stage.run("collocamento-mirato", "quota", "51", "--employed", "2")
    before = stage.shortlist(_SHOWN, 600)
    person = _people(stage, 2)[-1]
    office = f"office={_OFFICE}"
    stage.run("record", "set", "collocamento_mirato", "candidate", person, office, "evidence=certified")
    stage.claim(
        before == stage.shortlist(_SHOWN, 600).model_copy(update={"versions": before.versions}),
        f"{person} è iscritta e la rosa ordinaria è identica, punto per punto",
        f"{person} is registered and the ordinary shortlist is the same, point by point",
    )
    stage.tell(
        "Il datore chiede la preselezione ex art. 7 a questo ufficio: solo ora c'è l'elenco separato.",
        "The employer asks this office for preselection under art. 7: only now is there a separate list.",
    )
    stage.run("record", "set", "collocamento_mirato", "vacancy", _SHOWN, "art7=sì", office)
    stage.run("collocamento-mirato", "preselection", _SHOWN)


def _disadvantage(stage: Stage) -> None:
    stage.title(
        "3. Svantaggio · sette condizioni con la loro prova, tre conteggi, un atto che scade",
        "3. Disadvantage · seven conditions with their proof, three clocks, an act that ends",
    )
    person, today = _people(stage, 4)[-1], date.today()
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
    plain = stage.shortlist(_SHOWN)
    stage.set_plugin("[plugins.svantaggio.act]\n" + _act("Regione inventata per la dimostrazione"))
    tied = stage.shortlist(_SHOWN)
    stage.claim(
        {row.id: row.score for row in plain.ranked} == {row.id: row.score for row in tied.ranked},
        "con l'atto cambia al più l'ordine tra pari: nessun punteggio",
        "with the act at most the order among equals changes: no score does",
    )
    stage.tell(
        "Il primo gennaio 2027 il regolamento non vale più:", "On 1 January 2027 the regulation is over:"
    )
    stage.run("svantaggio", "status", person, "--on", "2027-01-01")


def _emilia_romagna(stage: Stage) -> None:
    stage.title(
        "4. Emilia-Romagna · prestazioni con uno standard, e quelle che il lavoro riempie da sé",
        "4. Emilia-Romagna · services with a standard, and those that the work itself fills in",
    )
    people = [row.id for row in stage.shortlist(_SHOWN, 2).ranked]
    person = _people(stage, 1)[0]
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
    stage.run("shortlist", _SHOWN, "--size", "2")
    saved = _last_shortlist(stage)
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


def _providers(stage: Stage) -> None:
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
    vacancy, person = _SHOWN, _people(stage, 2)[-1]
    pact = [f"signed_on={date.today() - timedelta(days=40):%d/%m/%Y}", "max_km=1", "mobility_km=0"]
    private = ["measures=corso di italiano", "other_services=sportello sociale"]
    stage.run("record", "set", "servizi_lavoro", "candidate", person, *pact, *private)
    stage.run("why", vacancy, person)
    stage.run("servizi-lavoro", "mobility", person, "--size", "3")


def _ali(stage: Stage) -> None:
    stage.title(
        "6. ALI · un dizionario, la mappa di ciò che si cerca, un caso seguito insieme",
        "6. ALI · a dictionary, the map of what is sought, a case followed together",
    )
    stage.run("ali-veneto", "term", "utenza SerD")
    stage.run("report", "ali-demand", "--province", "MO", "--top", "6")
    people = _people_of_the_province(stage, 7)
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


def _integrated(stage: Stage) -> None:
    stage.title(
        "7. Servizi integrati · due sportelli, la cabina di regia, un'agenzia che vede solo i suoi",
        "7. Integrated services · two desks, the steering group, an agency that sees only its own",
    )
    ranked = [row.id for row in stage.shortlist(_SHOWN, 600).ranked]
    person = _people(stage, 1)[0]
    access = [f"access_on={date.today():%d/%m/%Y}", "request=orientamento", "social_file=nota riservata"]
    stage.run("record", "set", "servizi_integrati", "candidate", person, *access)
    agency = ["--project", "da_definire", "--agency", _AGENCY]
    stage.run("servizi-integrati", "refer", person, *agency)
    stage.claim(
        [row.id for row in stage.shortlist(_SHOWN, 600).ranked] == ranked,
        "il progetto aspetta la cabina di regia, la candidatura no: la rosa è la stessa",
        "the project waits for the steering group, the candidacy does not: the shortlist is the same",
    )
    stage.run("servizi-integrati", "propose", person, "--text", "stage in magazzino")
    stage.run("servizi-integrati", "propose", person, "--outcome", "approvata")
    stage.run("servizi-integrati", "agency", _AGENCY)
    stage.run("report", "servizi-integrati")
    stage.set_plugin(f'[plugins.servizi_integrati]\nagency = "{_AGENCY}"\n')
    seen = stage.shortlist(_SHOWN, 600)
    stage.claim(
        {row.id for row in (*seen.ranked, *seen.to_verify)} == {person},
        "nello spazio di lavoro dell'agenzia c'è solo chi le è stato inviato",
        "in the agency's workspace there is only who was referred to it",
    )


def _order(shortlist: Any) -> list[tuple[str, int]]:
    return [(row.id, row.score) for row in (*shortlist.ranked, *shortlist.to_verify)]


def _gap_pair(stage: Stage) -> tuple[str, str]:
    """Return a vacancy with an indispensable skill, and somebody of whom it is not known."""
    from matcher.store.vacancies import iterate_vacancies

    with stage.workspace.database.snapshot() as connection:
        names = [vacancy.id for vacancy in iterate_vacancies(connection)]
    for name in names:
        for row in stage.shortlist(name).to_verify:
            if [question.code for question in row.questions] == ["SKILL_UNPROVEN"]:
                return name, row.id
    return _SHOWN, stage.shortlist(_SHOWN, 6).ranked[-1].id


def _people(stage: Stage, number: int) -> list[str]:
    """Return people for the vacancy shown, those to verify after the eligible."""
    shortlist = stage.shortlist(_SHOWN, number)
    return [row.id for row in (*shortlist.ranked, *shortlist.to_verify)][:number]


def _people_of_the_province(stage: Stage, number: int) -> list[str]:
    """Return people who live in the province, the best placed first."""
    from matcher.store.candidates import read_candidates

    listed = _people(stage, 40)
    with stage.workspace.database.snapshot() as connection:
        homes = {name: one.home for name, one in read_candidates(connection, listed).items()}
    return [name for name in listed if (home := homes[name]) and home.code.startswith(_PROVINCE)][:number]


def _last_shortlist(stage: Stage) -> str:
    from matcher.store.shortlists import list_shortlists

    with stage.workspace.database.snapshot() as connection:
        return list_shortlists(connection, _SHOWN, limit=1)[0].shortlist.id


def _act(authority: str) -> str:
    year = date.today().year
    return (
        f'authority = "{authority}"\nnumber = "0/{year}"\nissued_on = {year}-01-01\n'
        f"valid_from = {year}-01-01\nvalid_to = {year + 2}-12-31\n"
    )


_STORIES = {
    "gol": _gol,
    "collocamento_mirato": _targeted,
    "svantaggio": _disadvantage,
    "emilia_romagna": _emilia_romagna,
    "servizi_lavoro": _providers,
    "ali_veneto": _ali,
    "servizi_integrati": _integrated,
}
COMMANDS: dict[str, click.Command] = {"demo-systems": demo_systems}
