"""The command ``matcher``: commands are imported when they are called, errors are shown without a traceback."""

from __future__ import annotations

import gc
import sys
from importlib import import_module

import click

import matcher
from matcher.cli.language import BilingualCommand, both, chosen_language
from matcher.cli.wrong_call import say_wrong_call
from matcher.errors import InputError, MatcherError, file_trouble

__all__ = ["main", "run"]

#: New objects after which the garbage collector looks at the young ones.
_COLLECT_AFTER = 50_000

#: Command -> (module, help in Italian, help in English). The order is that of a day's work.
_COMMANDS: dict[str, tuple[str, str, str]] = {
    "demo": ("demo", "Mostra il lavoro principale su dati inventati.", "Show the main job on invented data."),
    "demo-systems": (
        "demo_systems",
        "Una storia per ciascuno dei sistemi da cui il prodotto nasce.",
        "One story for each of the systems that the product was born from.",
    ),
    "generate": (
        "demo",
        "Scrive candidati e richieste inventati.",
        "Write invented candidates and vacancies.",
    ),
    "init": ("setup", "Crea uno spazio di lavoro.", "Create a workspace."),
    "template": (
        "files",
        "Scrive un file vuoto e commentato da compilare.",
        "Write an empty, commented file.",
    ),
    "import": (
        "files",
        "Importa candidati, richieste, candidature, risposte, prestazioni.",
        "Import candidates, vacancies, applications, answers, services.",
    ),
    "candidates": (
        "people",
        "Elenca, mostra, aggiunge, modifica, cancella candidati.",
        "List, show, add, set, erase candidates.",
    ),
    "interview": (
        "interview",
        "Traccia di colloquio: che cosa resta da chiedere.",
        "Interview sheet: what is still to be asked.",
    ),
    "export": ("export", "Esporta candidati o richieste.", "Export candidates or vacancies."),
    "vacancies": (
        "requests",
        "Elenca, mostra, modifica, chiude richieste di personale.",
        "List, show, set, close vacancies.",
    ),
    "vacancy": ("requests", "Controlla le parole di una richiesta.", "Check the words of a vacancy."),
    "record": ("records", "Scrive i dati propri di un plugin.", "Write a plugin's own data."),
    "pool": ("pool", "Costruisce e controlla la banca dati candidati.", "Build and check the pool."),
    "shortlist": ("shortlist", "Prepara la rosa di una richiesta.", "Make the shortlist of a vacancy."),
    "why": ("why", "Perché una persona è, o non è, in rosa.", "Why a person is, or is not, in the list."),
    "what-if": (
        "why",
        "E se… (simulazione): come cambierebbe la rosa.",
        "What if: how the list would change.",
    ),
    "vacancies-for": ("shortlist", "Offerte adatte a una persona.", "Vacancies that fit a person."),
    "match-all": ("batch", "Abbina tutte le richieste aperte.", "Match every open vacancy."),
    "assign": (
        "assign",
        "Ricollocazione collettiva: un gruppo di persone e tutti i posti aperti.",
        "Collective outplacement: a group of people and all open places.",
    ),
    "shortlists": (
        "workflow",
        "Elenca le rose: a che punto sono, che cosa fare dopo.",
        "List the shortlists: where each stands.",
    ),
    "rosa": (
        "rosa",
        "Lavora su una rosa: mostra, aggiunge, toglie, sposta, integra, ritira.",
        "Work on one shortlist: show, add, remove, move, extend, withdraw.",
    ),
    "availability": (
        "availability",
        "Verifica di disponibilità: chiede, registra, chi chiamare, riconferme.",
        "Availability: ask, record, whom to call, confirm again.",
    ),
    "notice": ("document", "Scrive l'invito a confermare la disponibilità.", "Write the invitation."),
    "approve": ("workflow", "Approva una rosa.", "Approve a shortlist."),
    "refer": ("workflow", "Invia una rosa al datore.", "Refer a shortlist to the employer."),
    "revoke": ("workflow", "Revoca l'invio di una rosa.", "Take a referral back."),
    "outcome": ("outcomes", "Registra l'esito di una persona segnalata.", "Record an outcome."),
    "followup": ("outcomes", "Verifiche dopo l'inserimento.", "Follow-ups after a hire."),
    "review": ("outcomes", "Motivi non ammessi, per il supervisore.", "Inadmissible reasons."),
    "document": (
        "document",
        "Scrive la bozza del documento per il datore.",
        "Write the draft for the employer.",
    ),
    "copies": (
        "copies",
        "Possibili doppioni: elenca, unisce, separa.",
        "Near copies: list, merge, take apart.",
    ),
    "service": (
        "service",
        "Registro delle prestazioni: scrive, elenca, annulla.",
        "Register of services: write, list, void.",
    ),
    "report": (
        "report",
        "Prestazioni, tempi, disponibilità, esiti: tabelle e grafici.",
        "Services, times, availability, outcomes: tables and charts.",
    ),
    "replay": (
        "document",
        "Ripete una rosa salvata e la confronta.",
        "Repeat a saved shortlist and compare.",
    ),
    "history": ("audit", "Storia di una richiesta.", "History of a vacancy."),
    "link": (
        "link",
        "Collega titoli e competenze al vocabolario.",
        "Link titles and skills to the vocabulary.",
    ),
    "read": (
        "read",
        "Legge annunci e curriculum: competenze, patenti, lingue, titoli.",
        "Read advertisements and CVs: skills, licences, languages, titles.",
    ),
    "vocabulary": ("vocabulary", "Importa, elenca, mostra vocabolari.", "Import, list, show vocabularies."),
    "operators": ("operators", "Operatori: chi lavora qui e con quale ruolo.", "Operators and their roles."),
    "offices": ("operators", "Uffici.", "Offices."),
    "providers": ("operators", "Enti autorizzati e accreditati.", "Authorised and accredited providers."),
    "cluster": (
        "cluster",
        "La banca dati su più nodi (Ray).",
        "The pool on several workers (Ray).",
    ),
    "plugins": ("plugins", "Elenca e descrive i plugin.", "List and describe plugins."),
    "audit": ("audit", "Verifica il registro delle operazioni.", "Verify the audit log."),
}

#: Code of what was not found -> the command that lists what there is.
_WHERE = {"E-STO-010": "candidates list", "E-STO-020": "vacancies list", "E-STO-032": "shortlists"}


class _Lazy(BilingualCommand, click.Group):
    """Imports the module of a command only when that command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return _of_plugin(cmd_name)
        module = import_module(f"matcher.cli.{_COMMANDS[cmd_name][0]}")
        found: click.Command = module.COMMANDS[cmd_name]
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table above, without importing any."""
        english = chosen_language() == "en"
        rows = [(name, en if english else it) for name, (_, it, en) in _COMMANDS.items()]
        with formatter.section("Commands" if english else "Comandi"):
            formatter.write_dl(rows)
        formatter.write_paragraph()
        formatter.write_text(
            "Plugins add commands of their own: matcher PLUGIN --help (see matcher plugins list)."
            if english
            else "I plugin aggiungono comandi propri: matcher PLUGIN --help (vedi matcher plugins list)."
        )


def _of_plugin(name: str) -> click.Command | None:
    """Return the commands of an installed plugin of that name."""
    from matcher.cli.plugin_commands import plugin_group

    return plugin_group(name)


@click.command(
    cls=_Lazy,
    help=both(
        "Rose di candidati spiegate, per i servizi per l'impiego.",
        "Explained shortlists for public employment services.",
    ),
)
@click.version_option(
    matcher.__version__,
    message="matcher %(version)s",
    help=both("Mostra la versione ed esce.", "Show the version and exit."),
)
@click.option(
    "--lang", type=click.Choice(["it", "en"]), expose_value=False, help=both("Lingua.", "Language.")
)
def main() -> None:
    """Group all commands."""


def run() -> None:
    """Run the command line: exit code 0 done, 1 done with something set aside or not found, 2 wrong call."""
    # vocabularies are many objects that stay: walking them over and over costs a tenth of a short command
    gc.set_threshold(_COLLECT_AFTER, 20, 100)
    try:
        sys.exit(main(prog_name="matcher", standalone_mode=False) or 0)
    except click.UsageError as error:
        say_wrong_call(error)
        sys.exit(2)
    except click.Abort:
        click.echo("Stopped." if _language() == "en" else "Interrotto.", err=True)
        sys.exit(1)
    except MatcherError as error:
        message, hint = _said(error)
        click.echo(f"{error.code}  {message}", err=True)
        if hint := hint or _hint(error.code):
            click.echo(hint, err=True)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        _say_refused(error)
        sys.exit(1)


def _say_refused(error: OSError) -> None:
    """Say what the system refuses, where no module knows better what was being done."""
    where = error.filename or error.filename2 or ""
    trouble = InputError(
        "E-CLI-099",
        f"Il sistema rifiuta il file «{where}»: {file_trouble(error)}."
        if where
        else f"La risposta non si può scrivere dove hai chiesto: {file_trouble(error)}.",
        "Controlla che il file ci sia ancora, i permessi e lo spazio sul disco, e ripeti.",
    )
    message, hint = _said(trouble)
    click.echo(f"{trouble.code}  {message}\n{hint}", err=True)


def _language() -> str:
    from matcher.cli.session import language_of_errors

    return language_of_errors()


def _said(error: MatcherError) -> tuple[str, str]:
    """Return message and hint in the language of the screen."""
    if _language() == "it":
        return error.message, error.hint
    from matcher.cli.errors_english import in_english

    return in_english(error)


def _hint(code: str) -> str:
    """Return where to look for what was not found."""
    command = _WHERE.get(code)
    if command is None:
        return ""
    return f"{'See the list' if _language() == 'en' else 'Guarda quali ci sono'}: matcher {command}"


if __name__ == "__main__":
    run()
