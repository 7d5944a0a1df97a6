"""``matcher link``: free text to concepts, whole files of it, and the queue of what a person must decide."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from matcher.cli.kinds import KindWord, kind_word, method_word
from matcher.cli.language import BilingualGroup, both
from matcher.cli.session import Session, command
from matcher.cli.text_options import INPUT, OUTPUT
from matcher.errors import InputError

if TYPE_CHECKING:
    from matcher.desk.ranking import Linked
    from matcher.vocabulary.schema import Vocabulary

__all__ = ["COMMANDS"]

#: Alternatives given for outside measures, on the screen, and from how many texts on the list is short.
_DEEP, _SHORT, _MANY = 100, 10, 5_000
_KINDS = KindWord()


class _LinkGroup(BilingualGroup):
    """``link queue`` and ``link resolve`` are commands; anything else is text to link."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Send texts and options without a command to ``link texts``."""
        if args and args[0] not in self.commands and args[0] != "--help":
            args = ["texts", *args]
        return super().parse_args(ctx, args)


@command(
    "texts", "Collega testi al vocabolario (comando predefinito).", "Link texts to the vocabulary (default)."
)
@click.argument("texts", nargs=-1)
@click.option("--kind", type=_KINDS, default="occupation", help=both("Che cosa sono.", "What they are."))
@click.option(
    "--vocabulary",
    default="",
    help=both(
        "Vocabolario: built-in, il nome di uno importato (esco), o la cartella di un'esportazione ESCO.",
        "Vocabulary: built-in, the name of an imported one (esco), or the folder of an ESCO export.",
    ),
)
@INPUT
@click.option(
    "--corpus",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=both(
        "File di etichette fra cui scegliere, invece di un vocabolario.", "File of labels to rank instead."
    ),
)
@click.option(
    "--top",
    type=click.IntRange(1),
    help=both(
        "Quante alternative; se manca, 100 in JSON (10 oltre i 5.000 testi).",
        "How many alternatives; if omitted, 100 in JSON (10 beyond 5,000 texts).",
    ),
)
@OUTPUT
def texts(
    session: Session,
    texts: Sequence[str],
    kind: Any,
    vocabulary: str,
    source: Path | None,
    corpus: Path | None,
    top: int | None,
    output: Path | None,
) -> None:
    """Link texts given on the line or in a file."""
    from matcher.cli.progress import progress
    from matcher.desk.ranking import corpus_vocabulary, link_queries
    from matcher.desk.text_files import Query, read_queries

    queries = [Query(str(number), text) for number, text in enumerate(texts, start=1)]
    queries += read_queries(source) if source else []
    if not queries:
        raise InputError(
            "E-LNK-002", "Nessun testo da collegare.", 'Esempio: matcher link --kind skill "saldatura TIG"'
        )
    chosen = corpus_vocabulary(read_queries(corpus), kind) if corpus else None
    linker, target = _linker(session, kind, vocabulary, chosen)
    as_data = session.format == "json" or output is not None
    depth = top or (_DEEP if as_data and len(queries) <= _MANY else _SHORT)
    with progress(session.text("Collego", "Linking")) as report:
        rows = (
            _row(linked, target, session.language) for linked in link_queries(linker, queries, depth, report)
        )
        if as_data:
            count = session.stream(rows, output)
        else:
            lines = [line for row in rows for line in _short(session, row, target)]
    if output:
        session.say(f"Testi collegati: {count}, in {output}.", f"Texts linked: {count}, in {output}.")
    elif not as_data:
        if session.format == "table":
            lines = [{**line, "method": method_word(session, str(line.get("method", "")))} for line in lines]
        session.rows(
            lines,
            [
                ("text", "Testo", "Text"),
                ("concept", "Concetto", "Concept"),
                ("label", "Significato", "Meaning"),
                ("method", "Metodo", "Method"),
                ("confidence", "Certezza", "Confidence"),
                ("choices", "Oppure", "Or"),
            ],
        )


@command("queue", "Testi che aspettano una scelta.", "Texts that wait for a person's choice.")
@click.option("--kind", type=_KINDS, default=None, help=both("Solo di questo tipo.", "Of this kind only."))
@click.option(
    "--limit", type=click.IntRange(1), default=50, help=both("Quanti al massimo.", "How many at most.")
)
def queue(session: Session, kind: str | None, limit: int) -> None:
    """List what could not be linked, the most frequent first."""
    from matcher.store.corrections import link_queue

    with session.open() as workspace:
        with workspace.database.snapshot() as connection:
            waiting = link_queue(connection, kind or "", limit=limit)
        rows = [
            {
                "kind": item.kind,
                "text": item.text,
                "occurrences": item.occurrences,
                "choices": [
                    {
                        "concept": name,
                        "label": workspace.vocabularies[_kind(item.kind)][name].label(session.language),
                    }
                    for name in item.choices
                    if name in workspace.vocabularies[_kind(item.kind)]
                ],
            }
            for item in waiting
        ]
    if session.format == "table":
        if not rows:
            session.say("Nessun testo aspetta una scelta.", "No text waits for a choice.")
            return
        rows = [
            {
                **row,
                "kind": kind_word(session, str(row["kind"])),
                "choices": "\n".join(f"{c['label']} [{c['concept']}]" for c in _listed(row)) or "—",
            }
            for row in rows
        ]
    session.rows(
        rows,
        [
            ("kind", "Tipo", "Kind"),
            ("text", "Testo", "Text"),
            ("occurrences", "Volte", "Times"),
            ("choices", "Scegli il significato", "Choose the meaning"),
        ],
    )
    if session.format == "table":
        first, text = rows[0]["kind"], rows[0]["text"]
        session.say(
            "Il codice è tra parentesi quadre; per cercarne un altro scrivi la cosa con parole più comuni:\n"
            f'  matcher link --kind {first} "parole comuni"\n'
            f'  matcher link resolve {first} "{text}" CODICE',
            "The code is in square brackets; to look for another one say it in plainer words:\n"
            f'  matcher link --kind {first} "plain words"\n'
            f'  matcher link resolve {first} "{text}" CODE',
        )


@command(
    "resolve",
    "Decide il significato di un testo: vale d'ora in poi, anche per chi è già in banca dati. TIPO: professione, "
    "competenza, patente, lingua, titolo, indirizzo. CONCETTO: il codice che mostra «matcher link».",
    "Decide the meaning of a text: it holds from now on, also for people already in the pool. KIND: occupation, "
    "skill, licence, language, education, field. CONCEPT: the code that «matcher link» shows.",
)
@click.argument("kind", type=_KINDS)
@click.argument("text")
@click.argument("concept")
def resolve(session: Session, kind: str, text: str, concept: str) -> None:
    """Remember an operator's choice and apply it."""
    from matcher.desk.linking import resolve_link
    from matcher.desk.permissions import Action

    with session.open() as workspace:
        acting = workspace.acting_for(Action.LINK)
        with workspace.database.transaction() as connection:
            changed = resolve_link(
                connection,
                workspace.vocabularies,
                _kind(kind),
                text,
                concept,
                acting.actor,
                acting.at,
            )
        label = workspace.vocabularies[_kind(kind)][concept].label(session.language)
    session.say(
        f"«{text}» ora significa «{label}»; schede aggiornate: {changed}.",
        f"“{text}” now means “{label}”; {changed} records updated.",
    )


def _linker(session: Session, kind: Any, name: str, chosen: Vocabulary | None) -> tuple[Any, Vocabulary]:
    """Return a linker, with the corrections of the workspace where there is one."""
    from matcher.desk.linkers import make_linker, open_vocabulary

    in_workspace = (session.folder / "matcher.toml").is_file()
    if not in_workspace:
        from matcher.embedding.open import open_embedder

        target = chosen or open_vocabulary(None, session.folder, name, kind)
        return make_linker(target, open_embedder(), None), target
    with session.open() as workspace:
        target = chosen or open_vocabulary(workspace.vocabularies, session.folder, name, kind)
        with workspace.database.snapshot() as connection:
            return make_linker(target, workspace.embedder, connection), target


def _row(linked: Linked, vocabulary: Vocabulary, language: str) -> dict[str, Any]:
    link = linked.link
    found = vocabulary[link.concept] if link.concept else None
    return {
        "id": linked.query.id,
        "text": linked.query.text,
        "concept": link.concept or "",
        "label": found.label(language) if found else "",
        "uri": found.uri if found else "",
        "isco": found.isco if found else "",
        "method": link.method,
        "confidence": round(link.confidence, 4),
        "ambiguous": link.ambiguous,
        "choices": [
            {"concept": o.concept, "label": o.label, "confidence": round(o.confidence, 4)}
            for o in link.alternatives
        ],
        "parts": [
            {"text": part.text, "concept": part.concept or "", "confidence": round(part.confidence, 4)}
            for part in linked.parts
        ],
        "ranked": [_entry(vocabulary, *entry) for entry in linked.ranked],
        "labels": [_entry(vocabulary, *entry) for entry in linked.labels],
    }


def _entry(vocabulary: Vocabulary, concept: str, label: str, score: float) -> dict[str, Any]:
    return {"concept": concept, "uri": vocabulary[concept].uri, "label": label, "score": round(score, 5)}


def _short(session: Session, row: dict[str, Any], vocabulary: Vocabulary) -> list[dict[str, Any]]:
    """Return the lines of a table: one for a text, or one for each occupation that a title names."""
    if row["parts"] and not row["concept"]:
        return [
            {
                "text": f"{row['text']} › {part['text']}",
                "concept": part["concept"],
                "label": vocabulary[part["concept"]].label(session.language) if part["concept"] else "",
                "confidence": f"{part['confidence']:.0%}",
            }
            for part in row["parts"]
        ]
    others = [choice["label"] for choice in row["choices"] if choice["concept"] != row["concept"]]
    line = {key: row[key] for key in ("id", "text", "concept", "label", "method")}
    known = row["concept"] or row["ambiguous"]
    line["confidence"] = f"{row['confidence']:.0%}" if known else "—"
    line["choices"] = "; ".join(others[:3])
    return [line]


def _listed(row: dict[str, Any]) -> list[dict[str, str]]:
    found: list[dict[str, str]] = row["choices"]
    return found


def _kind(name: str) -> Any:
    return name


COMMANDS: dict[str, click.Command] = {
    "link": _LinkGroup(
        "link",
        commands={"texts": texts, "queue": queue, "resolve": resolve},
        help=both("Collega titoli e competenze al vocabolario.", "Link titles and skills to the vocabulary."),
    )
}
