"""``matcher read``: what running text asks for or offers, with the words quoted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from matcher.cli.kinds import READ_KINDS, KindWord, kind_word
from matcher.cli.language import both
from matcher.cli.session import Session, command
from matcher.cli.text_options import INPUT, OUTPUT
from matcher.errors import InputError

if TYPE_CHECKING:
    from matcher.desk.text_files import Query
    from matcher.vocabulary.extract import SkillFinder
    from matcher.vocabulary.reading import Mentioned
    from matcher.vocabulary.schema import Vocabulary

__all__ = ["COMMANDS"]

_BLOCK = 500
_KINDS = KindWord(READ_KINDS)
_WORDS = {
    "required": ("richiesto", "asked for"),
    "negated": ("non serve o manca", "not needed, or lacking"),
    "excluded": ("escluso", "excluded"),
}


@command(
    "read",
    "Legge testi (annunci, curriculum) e dice quali competenze, patenti, lingue, titoli nominano, con le parole.",
    "Read texts (advertisements, CVs) and say which skills, licences, languages, titles they name, with the words.",
)
@click.argument("texts", nargs=-1)
@INPUT
@click.option(
    "--whole",
    is_flag=True,
    help=both("Ogni file di --input è un testo solo.", "The file of --input is one text."),
)
@click.option(
    "--kind", "kinds", type=_KINDS, multiple=True, help=both("Solo di questo tipo.", "Of this kind only.")
)
@click.option(
    "--vocabulary",
    default="",
    help=both(
        "Competenze di un altro vocabolario: built-in, o il nome di uno importato (esco).",
        "Skills of another vocabulary: built-in, or the name of an imported one (esco).",
    ),
)
@click.option(
    "--strict",
    type=click.FloatRange(0, 1),
    help=both(
        "Certezza che serve a parole che nessuna voce scrive così (predefinita 0,80).",
        "Certainty needed by words that no label spells (default 0.80).",
    ),
)
@OUTPUT
def read(
    session: Session,
    texts: Sequence[str],
    source: Path | None,
    whole: bool,
    kinds: Sequence[str],
    vocabulary: str,
    strict: float | None,
    output: Path | None,
) -> None:
    """Read texts given on the line or in a file."""
    from matcher.desk.text_files import Query, read_queries, read_whole

    queries = [Query(str(number), text) for number, text in enumerate(texts, start=1)]
    if source:
        queries += [read_whole(source)] if whole else read_queries(source)
    if not queries:
        raise InputError(
            "E-LNK-002",
            "Nessun testo da leggere.",
            'Esempio: matcher read "Richiesta patente B e inglese B2"',
        )
    finder, known = _finder(session, vocabulary, kinds)
    if strict is not None:
        finder = finder.with_strict(strict)
    rows = _rows(finder, known, queries, frozenset(kinds), session.language)
    if session.format == "json" or output:
        count = session.stream(rows, output)
        if output:
            session.say(f"Testi letti: {count}, in {output}.", f"Texts read: {count}, into {output}.")
    else:
        _show(session, rows)


def _finder(
    session: Session, name: str, kinds: Sequence[str]
) -> tuple[SkillFinder, Mapping[str, Vocabulary]]:
    """Return a finder, and its vocabularies by kind; of skills alone, those that a language is among (ESCO) too."""
    from matcher.desk.linkers import make_finder, make_linker, open_vocabulary
    from matcher.embedding.open import open_embedder
    from matcher.vocabulary.active import load_active

    if (session.folder / "matcher.toml").is_file():
        with session.open() as workspace:
            active, embedder = workspace.vocabularies, workspace.embedder
            skill = open_vocabulary(active, session.folder, name, "skill")
            with workspace.database.snapshot() as connection:
                linker = make_linker(skill, embedder, connection)
    else:
        active, embedder = load_active(Path(), None), open_embedder()
        skill = open_vocabulary(active, session.folder, name, "skill")
        linker = make_linker(skill, embedder, None)
    known: dict[str, Vocabulary] = {kind: active[kind] for kind in active.by_kind}
    known["skill"] = skill
    wanted = ["skill"] if list(kinds) == ["skill"] else list(known)
    return make_finder([known[kind] for kind in wanted], embedder, linker), known


def _rows(
    finder: SkillFinder,
    known: Mapping[str, Vocabulary],
    queries: Sequence[Query],
    kinds: frozenset[str],
    language: str,
) -> Iterator[dict[str, Any]]:
    for start in range(0, len(queries), _BLOCK):
        block = queries[start : start + _BLOCK]
        for query, mentions in zip(block, finder.find_all([query.text for query in block]), strict=True):
            found = [_entry(one, known, language) for one in mentions if not kinds or one.kind in kinds]
            yield {"id": query.id, "text": query.text, "found": found}


def _entry(one: Mentioned, known: Mapping[str, Vocabulary], language: str) -> dict[str, Any]:
    vocabulary = known.get(one.kind)
    concept = vocabulary[one.concept] if vocabulary and one.concept and one.concept in vocabulary else None
    return {
        "kind": one.kind,
        "text": one.text,
        "start": one.start,
        "end": one.end,
        "concept": one.concept or "",
        "label": concept.label(language) if concept else "",
        "uri": concept.uri if concept else "",
        "confidence": round(one.confidence, 4),
        "level": one.level,
        "polarity": one.polarity,
        "value": one.value,
    }


def _show(session: Session, rows: Iterable[Mapping[str, Any]]) -> None:
    lines = []
    for row in rows:
        for one in row["found"]:
            line = {"id": row["id"], **one}
            if session.format == "table":
                line["kind"] = kind_word(session, one["kind"])
                line["polarity"] = session.text(*_WORDS[one["polarity"]])
                line["label"] = one["label"] or one["concept"]
                line["confidence"] = f"{one['confidence']:.0%}"
            lines.append(line)
    session.rows(
        lines,
        [
            ("id", "Testo", "Text"),
            ("kind", "Tipo", "Kind"),
            ("text", "Parole", "Words"),
            ("label", "Significato", "Meaning"),
            ("value", "Valore", "Value"),
            ("polarity", "Come", "How"),
            ("confidence", "Certezza", "Confidence"),
        ],
    )


COMMANDS: dict[str, click.Command] = {"read": read}
