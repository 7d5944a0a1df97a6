"""``matcher vocabulary``: import the official ESCO export, list, show, put in use."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from matcher.cli.kinds import kind_word
from matcher.cli.language import BilingualGroup, both
from matcher.cli.session import Session, command
from matcher.errors import NotFoundError

if TYPE_CHECKING:
    from matcher.desk.rereading import RelinkReport
    from matcher.vocabulary.esco import EscoBundle

__all__ = ["COMMANDS"]

_SHOWN = 10
#: Parts of an ESCO export: what they are, and the files that hold them.
_LACKING = {
    "occupations": ("professioni (occupations_XX.csv)", "occupations (occupations_XX.csv)"),
    "skills": ("competenze (skills_XX.csv)", "skills (skills_XX.csv)"),
    "relations": (
        "relazioni tra professioni e competenze (occupationSkillRelations.csv)",
        "relations of occupations and skills (occupationSkillRelations.csv)",
    ),
}


@command("esco", "Importa l'esportazione CSV ufficiale di ESCO.", "Import the official ESCO CSV export.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--use",
    is_flag=True,
    help=both("Mettilo in uso al posto di quello incluso.", "Use it in place of the built-in one."),
)
def import_esco(session: Session, paths: Sequence[Path], use: bool) -> None:
    """Import ESCO folders or archives of one version, in any languages."""
    from matcher.vocabulary.active import save_imported
    from matcher.vocabulary.esco import read_esco

    with session.open() as workspace:
        bundle = read_esco(paths)
        save_imported(workspace.folder, "esco", [bundle.occupations, bundle.skills], use)
        report = _relink(session) if use else None
    missing = _missing(bundle)
    counts = {
        "version": bundle.version,
        "languages": list(bundle.languages),
        "occupations": len(bundle.occupations),
        "skills": len(bundle.skills),
        "isco_groups": len(bundle.groups),
        "relations": len(bundle.relations.occupation),
        "essential": int(bundle.relations.essential.sum()),
        "missing": missing,
        "in_use": use,
    }
    if session.format != "table":
        session.data({**counts, "relinked": report.model_dump() if report else None})
        return
    name = f"ESCO {bundle.version}".rstrip()
    session.say(
        f"{name} ({', '.join(bundle.languages)}): {counts['occupations']} professioni, "
        f"{counts['skills']} competenze, {counts['relations']} relazioni ({counts['essential']} essenziali).",
        f"{name} ({', '.join(bundle.languages)}): {counts['occupations']} occupations, "
        f"{counts['skills']} skills, {counts['relations']} relations ({counts['essential']} essential).",
    )
    for lacking in missing:
        session.say(
            f"  Manca: {_LACKING[lacking][0] if lacking in _LACKING else lacking}",
            f"  Missing: {_LACKING[lacking][1] if lacking in _LACKING else lacking}",
        )
    if report:
        _say_report(session, report)
    else:
        session.say(
            "Per usarlo al posto di quello incluso: matcher vocabulary use esco",
            "To use it in place of the built-in one: matcher vocabulary use esco",
        )


def _missing(bundle: EscoBundle) -> list[str]:
    """Return the parts of an export that were not among the files: what stays silent would pass for whole."""
    parts = {
        "occupations": len(bundle.occupations) > 0,
        "skills": len(bundle.skills) > 0,
        "relations": len(bundle.relations.occupation) > 0,
    }
    found = {language for concept in bundle.occupations.concepts for language, _ in concept.all_labels()}
    unsaid = [f"occupations_{language}.csv" for language in bundle.languages if language not in found]
    return [name for name, held in parts.items() if not held] + (unsaid if parts["occupations"] else [])


@command(
    "use",
    "Mette in uso un vocabolario e ricollega tutte le parole.",
    "Use a vocabulary and link all words again.",
)
@click.argument("name")
def use(session: Session, name: str) -> None:
    """Change vocabulary."""
    from matcher.vocabulary.active import use_vocabulary

    with session.open() as workspace:
        use_vocabulary(workspace.folder, name)
    report = _relink(session)
    if session.format == "table":
        _say_report(session, report)
    else:
        session.data(report.model_dump())


@command(
    "relink",
    "Ricollega tutte le parole e rilegge i testi, per esempio dopo un aggiornamento.",
    "Link all words and read all texts again, for example after an update.",
)
def again(session: Session) -> None:
    """Read everything again with the vocabularies in use."""
    report = _relink(session)
    if session.format == "table":
        _say_report(session, report)
    else:
        session.data(report.model_dump())


@command(
    "list",
    "Elenca i vocabolari in uso e quelli importati.",
    "List the vocabularies in use and the imported ones.",
)
def list_(session: Session) -> None:
    """List vocabularies."""
    from matcher.vocabulary.active import imported_vocabularies

    with session.open() as workspace:
        rows = [
            {
                "kind": v.kind,
                "name": v.name,
                "version": v.version,
                "concepts": len(v),
                "digest": v.digest[:12],
            }
            for v in workspace.vocabularies.by_kind.values()
        ]
        others = imported_vocabularies(workspace.folder)
    if session.format == "table":
        rows = [{**row, "kind": kind_word(session, str(row["kind"]))} for row in rows]
    session.rows(
        rows,
        [
            ("kind", "Tipo", "Kind"),
            ("name", "Vocabolario", "Vocabulary"),
            ("version", "Versione", "Version"),
            ("concepts", "Voci", "Concepts"),
            ("digest", "Impronta", "Digest"),
        ],
    )
    if others and session.format == "table":
        session.say(f"Importati: {', '.join(others)}", f"Imported: {', '.join(others)}")


@command("show", "Mostra una voce.", "Show a concept.")
@click.argument("concept")
def show(session: Session, concept: str) -> None:
    """Show one concept of any kind."""
    with session.open() as workspace:
        found = [v[concept] for v in workspace.vocabularies.by_kind.values() if concept in v]
    if not found:
        raise NotFoundError(
            "E-VOC-404", f"«{concept}» non è in alcun vocabolario.", "Cerca: matcher link TESTO"
        )
    for entry in found:
        values: dict[str, Any] = {
            "id": entry.id,
            "kind": entry.kind,
            "label": entry.label(session.language),
            "isco": entry.isco,
            "uri": entry.uri,
            "broader": ", ".join(entry.broader),
            "implies": ", ".join(entry.implies),
            "occupations": ", ".join(entry.occupations),
            "other_labels": " · ".join(text for _, text in entry.all_labels()),
            **entry.facts,
        }
        if session.format == "json":
            session.data(values)
        else:
            session.rows(
                [{"key": key, "value": value} for key, value in values.items() if value],
                [("key", "Campo", "Field"), ("value", "Valore", "Value")],
            )


def _relink(session: Session) -> RelinkReport:
    """Link everything again with the vocabularies that are now in use."""
    from matcher.desk.permissions import Action
    from matcher.desk.rereading import relink

    with session.open() as workspace:
        acting = workspace.acting_for(Action.LINK)
        with workspace.database.transaction() as connection:
            return relink(connection, workspace.vocabularies, workspace.embedder, acting.actor, acting.at)


def _say_report(session: Session, report: RelinkReport) -> None:
    session.say(
        f"Parole ricollegate: {report.n_words}; guadagnate {len(report.gained)}, perse {len(report.lost)}, "
        f"cambiate {len(report.moved)}. Schede riscritte: {report.n_records}.",
        f"Words linked again: {report.n_words}; gained {len(report.gained)}, lost {len(report.lost)}, "
        f"moved {len(report.moved)}. Records rewritten: {report.n_records}.",
    )
    for italian, english, words in (
        ("perse", "lost", report.lost),
        ("guadagnate", "gained", report.gained),
    ):
        if words:
            more = "…" if len(words) > _SHOWN else ""
            session.say(
                f"  {italian}: {'; '.join(words[:_SHOWN])}{more}",
                f"  {english}: {'; '.join(words[:_SHOWN])}{more}",
            )


_IMPORT = BilingualGroup(
    "import", commands={"esco": import_esco}, help=both("Importa un vocabolario.", "Import a vocabulary.")
)
COMMANDS: dict[str, click.Command] = {
    "vocabulary": BilingualGroup(
        "vocabulary",
        commands={"import": _IMPORT, "list": list_, "relink": again, "show": show, "use": use},
        help=both("Importa, elenca, mostra vocabolari.", "Import, list, show vocabularies."),
    )
}
