"""The conformance of an installed plugin, as a list: what is in order, what is not, what to do about it."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlparse

import numpy as np

from matcher.engine.match import evaluate
from matcher.errors import MatcherError
from matcher.plugin.manager import BUILT_IN, PluginInfo, installed_plugins, load_plugins
from matcher.testing.conformance import conformance
from matcher.testing.kit import Kit, Workshop
from matcher.testing.removals import final_constraints

__all__ = ["Check", "check_plugin"]

#: Rows on which the speed is measured, and the most processor time that one request may cost on them.
SPEED_ROWS = 100_000
MOST_SECONDS = 0.05
_REPEATS = 3

State = Literal["ok", "wrong", "unknown", "warning"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes
    ----------
    topic : str
        Stable name.
    it, en : str
        What it is.
    state : {'ok', 'wrong', 'unknown', 'warning'}
        ``unknown`` where it could not be looked at; ``warning`` where the author has to say whether it is meant.
    found : tuple of str
        What is wrong, or what was seen.
    remedy_it, remedy_en : str
        What to do; empty when it is in order.
    """

    topic: str
    it: str
    en: str
    state: State
    found: tuple[str, ...] = ()
    remedy_it: str = ""
    remedy_en: str = ""


_WORDS: Mapping[str, tuple[str, str, str, str]] = {
    "loads": (
        "si carica",
        "it loads",
        "Segui l'indicazione dell'errore, poi ripeti.",
        "Do what the error says, then repeat.",
    ),
    "contract": (
        "dichiarazioni: colonne, codici, testi, atti, tipi",
        "declarations: columns, codes, words, acts, types",
        "Segui l'indicazione: docs/hooks ha una pagina per ogni hook.",
        "Do what it says: docs/hooks has a page for each hook.",
    ),
    "functions": (
        "funzioni di comandi, rapporti e formati di file",
        "functions of commands, reports and file formats",
        "La funzione prende desk e i parametri con i loro nomi; chi legge un file prende path e kind.",
        "The function takes desk and the parameters by their names; a reader takes path and kind.",
    ),
    "steps": (
        "risposta su ogni passo del lavoro",
        "an answer about every step of the desk",
        "Correggi matcher_before_transition: dà None, o un Veto in italiano e in inglese.",
        "Correct matcher_before_transition: it gives None, or a Veto in Italian and in English.",
    ),
    "annotations": (
        "le spiegazioni non si fermano",
        "explanations do not fail",
        "Correggi matcher_explain: i dati possono mancare.",
        "Correct matcher_explain: data may be missing.",
    ),
    "directions": (
        "stesso esito dalla richiesta e dalla persona",
        "same verdict from the vacancy and from the person",
        "Prendi ogni fatto dal suo lato: candidate, vacancy, pair.",
        "Take every fact from its side: candidate, vacancy, pair.",
    ),
    "order": (
        "l'ordine e la divisione delle righe non contano",
        "order and division of rows do not matter",
        "Una riga si giudica da sola: togli ciò che guarda le altre o ricorda le precedenti.",
        "A row is judged by itself: take out what looks at others or remembers earlier ones.",
    ),
    "isolation": (
        "i risultati degli altri non cambiano",
        "the results of others do not change",
        "Usa solo nomi e codici tuoi.",
        "Use names and codes of your own only.",
    ),
    "protected": (
        "nessun dato protetto nel punteggio",
        "nothing protected in the score",
        "I dati protetti si leggono solo con un atto, in una priorità o in un requisito di legge.",
        "Protected facts are read only under an act, in a priority or a legal requirement.",
    ),
    "minutes": (
        "durata delle prestazioni",
        "length of services",
        "Correggi matcher_standard_minutes: dà None, o minuti interi da 1 a 6000, anche per chi non ha dati.",
        "Correct matcher_standard_minutes: it gives None, or whole minutes from 1 to 6000, also for who has no data.",
    ),
    "relax": (
        "chi resta fuori sa che cosa servirebbe",
        "whoever is left out knows what would admit them",
        "Se un cambiamento può ammettere chi è tolto, dillo con relax; se niente può, lascia così: non è un errore.",
        "If a change may admit whoever is removed, say it with relax; if nothing may, leave it: it is no mistake.",
    ),
    "words": (
        "domande e motivi hanno le loro parole",
        "questions and reasons have their words",
        "Aggiungi ask_it e ask_en, e rendi null keep dove il fatto manca.",
        "Add ask_it and ask_en, and let keep be null where the fact is missing.",
    ),
    "acts": (
        "base giuridica delle priorità",
        "legal basis of priorities",
        "Aggiorna l'atto o la sua validità: una priorità con l'atto scaduto è spenta.",
        "Bring the act or its dates up to date: a priority whose act has expired is off.",
    ),
    "codes": (
        "codici spiegati nel README",
        "codes explained in the README",
        "Scrivi nel README che cosa vuol dire ciascun codice, in italiano e in inglese; togli quelli che non ci sono.",
        "Say in the README what each code means, in Italian and in English; take out those that are not there.",
    ),
    "speed": (
        f"velocità su {SPEED_ROWS:,} righe".replace(",", "."),
        f"speed on {SPEED_ROWS:,} rows",
        "Usa espressioni di Polars e array di numpy, senza cicli sulle righe; calcola prima, in matcher_build_columns.",
        "Use Polars expressions and numpy arrays, no loops over rows; compute earlier, in matcher_build_columns.",
    ),
    "readme": (
        "README in italiano e in inglese, con la base",
        "README in Italian and English, with its basis",
        "Il README ha le parti «## Italiano» con «**Base.**» e «## English» con «**Basis.**».",
        "The README has the parts «## Italiano» with «**Base.**» and «## English» with «**Basis.**».",
    ),
    "tests": (
        "prove",
        "tests",
        "Aggiungi tests/test_….py con la fixture workshop: docs/plugin-tutorial.md.",
        "Add tests/test_….py with the fixture workshop: docs/plugin-tutorial.md.",
    ),
}


def check_plugin(
    name: str,
    day: date,
    settings: Mapping[str, Any] | None = None,
    workshop: Workshop | None = None,
    report: Callable[[Check], None] | None = None,
) -> list[Check]:
    """Check an installed plugin; ``report`` is told of each check as soon as it is done.

    Parameters
    ----------
    day : date
        On which its acts must be in force.
    settings : mapping, optional
        Its table of settings.
    workshop : Workshop, optional
        Opened here if omitted.
    """
    done: list[Check] = []

    def note(topic: str, state: State, *found: str) -> None:
        it, en, remedy_it, remedy_en = _WORDS[topic]
        remedies = (remedy_it, remedy_en) if state in ("wrong", "warning") else ("", "")
        done.append(Check(topic, it, en, state, found, *remedies))
        if report is not None:
            report(done[-1])

    info = next(plugin for plugin in installed_plugins() if plugin.name == name)
    try:
        others = [one.name for one in installed_plugins() if one.name not in (name, BUILT_IN)]
        loaded = next(plugin for plugin in load_plugins(others) if plugin.name == name)
    except MatcherError as error:
        note("loads", "wrong", str(error))
        return done
    if not loaded.hooks():
        note("loads", "wrong", "nessun hook: l'entry point non indica il modulo o la classe che li ha")
        return done
    note("loads", "ok", f"{info.distribution} {info.version}".strip(), *loaded.hooks())
    plugin = loaded.caller.get_plugin(name)
    shop = workshop or Workshop.open()
    for topic, problems in conformance(shop, name, plugin, settings=settings).items():
        note(topic, "wrong" if problems else "ok", *problems)
    if done[-1].topic == "contract":
        return done
    kit = shop.kit({name: plugin}, settings={name: settings} if settings else {})
    final = list(final_constraints(name, kit.gate))
    note("relax", "warning" if final else "ok", *final)
    _note_acts(name, kit, day, note)
    _note_speed(kit, shop, note)
    _note_project(name, info, kit, note)
    return done


def _note_acts(name: str, kit: Kit, day: date, note: Callable[..., None]) -> None:
    rules = [rule for owner, rule in kit.gate.priorities.values() if owner == name and rule.act]
    cited = [f"{rule.code}: {rule.act}" for rule in rules]
    over = [
        f"{one.code}: {one.act} (dal {one.act.valid_from} al {one.act.valid_to})"
        for one in rules
        if one.act and not one.act.in_force(day)
    ]
    note("acts", "wrong" if over else "ok", *(over or cited))


def _note_speed(kit: Kit, shop: Workshop, note: Callable[..., None]) -> None:
    """Compare the time of a request with and without the plugin, on the invented people repeated."""
    runs = [_request_on_many(kit), _request_on_many(shop.plain)]
    # by turns, and the best of each: what else the machine does weighs on both
    times = [[run() for run in runs] for _ in range(_REPEATS)]
    own = min(one[0] for one in times) - min(one[1] for one in times)
    found = f"{max(own, 0) * 1000:.0f} ms ≤ {MOST_SECONDS * 1000:.0f} ms"
    if own > MOST_SECONDS:
        found = found.replace("≤", ">")
    note("speed", "ok" if own <= MOST_SECONDS else "wrong", found)


def _request_on_many(kit: Kit) -> Callable[[], float]:
    """Return a function that asks many rows and says the processor time that it took, in seconds."""
    (people,) = kit.partitions()
    many = people.take(np.resize(np.arange(people.n_rows), SPEED_ROWS))
    request = kit.request("V1")

    def run() -> float:
        start = time.process_time()
        evaluate(many, request, kit.rules)
        return time.process_time() - start

    return run


def _note_project(name: str, info: PluginInfo, kit: Kit, note: Callable[..., None]) -> None:
    text = _readme(info.distribution)
    parts = ("## Italiano", "**Base.**", "## English", "**Basis.**")
    missing = [part for part in parts if part not in text]
    note("readme", "wrong" if missing else "ok", *missing)
    gate = kit.gate
    declared = [*gate.codes.items(), *gate.components.items(), *gate.priorities.items()]
    codes = [code for code, (owner, _) in declared if owner == name]
    written = set(re.findall(r"[\w.]+", text))
    unexplained = [code for code in codes if code not in written]
    # what a README explains in code spelling and the plugin does not have: a rest of the template, of an old name
    left = sorted(
        {one for one in written if one.startswith(f"{name.upper()}_")} - {code for code, _ in declared}
    )
    found = [*unexplained, *(f"{code}: con queste impostazioni il plugin non lo ha" for code in left)]
    # a code may be declared only where the settings hold its act
    note("codes", "wrong" if unexplained else "warning" if left else "ok", *(found or codes))
    folder = _source(info.distribution)
    if folder is None:
        note("tests", "unknown", "il plugin è installato senza i suoi sorgenti")
        return
    tests = [path.name for path in sorted(folder.glob("tests/test_*.py"))]
    note("tests", "ok" if tests else "wrong", *tests)


def _readme(name: str) -> str:
    """Return the text of the README: from the sources where they are at hand, else from the metadata."""
    folder = _source(name)
    if folder is not None and (folder / "README.md").is_file():
        return (folder / "README.md").read_text(encoding="utf-8")
    try:
        written = distribution(name).metadata.json.get("description", "")
    except PackageNotFoundError:
        return ""
    return written if isinstance(written, str) else "\n".join(written)


def _source(name: str) -> Path | None:
    """Return the folder of a distribution installed in place."""
    try:
        origin = json.loads(distribution(name).read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        return None
    url = urlparse(str(origin.get("url", "")))
    folder = Path(unquote(url.path))
    return folder if url.scheme == "file" and folder.is_dir() else None
