"""What each path asks of the operator, beside the finalists: never a reason to leave anybody out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from matcher.plugin import MatchRequest, Note, PoolView
from matcher_gol.tables import Path, path_of

__all__ = ["PROVEN", "path_notes"]

#: Likeness from which a skill counts as held, as for indispensable skills.
PROVEN = 9000
_SHOWN = 5
_TRAINING = ("short_training", "long_training")


def path_notes(request: MatchRequest, view: PoolView, paths: Sequence[Path]) -> Iterable[Note]:
    """Yield one note for every row whose person has a path, with the skills that this vacancy asks and they lack."""
    numbers, days = view.column("gol.path"), view.column("gol.path_on")
    if numbers.null_count() == len(numbers):
        return
    asked = sorted(view.requested_skills(), key=lambda skill: (-skill[1], skill[0]))
    for row, (number, day) in enumerate(zip(numbers, days, strict=True)):
        if number is None:
            continue
        chosen_on = request.reference_date if day is None else date(1970, 1, 1) + timedelta(days=day)
        path, open_then = path_of(paths, number, chosen_on)
        if path is None:
            continue
        missing: list[str] = []
        if path.action in _TRAINING and request.direction == "vacancy":
            missing = [words for words, _, best, _ in asked if best[row] < PROVEN]
        yield _note(row, path, open_then, missing)


def _note(row: int, path: Path, open_then: bool, missing: list[str]) -> Note:
    more = len(missing) - _SHOWN
    skills = ", ".join(missing[:_SHOWN])
    italian = f"Percorso GOL {path.code}, {path.label_it}: {path.note_it}."
    english = f"GOL path {path.code}, {path.label_en}: {path.note_en}."
    if missing:
        italian += f" Da acquisire per questa richiesta: {skills}{f' e altre {more}' if more > 0 else ''}."
        english += f" To acquire for this vacancy: {skills}{f' and {more} more' if more > 0 else ''}."
    if path.action in _TRAINING:
        italian += " Tutto ciò che manca, e quante offerte aprirebbe: matcher gol gap."
        english += " All that is missing, and how many vacancies it would open: matcher gol gap."
    if not open_then and path.valid_to is not None:
        italian += (
            f" Percorso scelto fuori dal termine del programma ({path.valid_to:%d/%m/%Y}): da verificare."
        )
        english += (
            f" Path chosen outside the term of the programme ({path.valid_to:%Y-%m-%d}): to be verified."
        )
    return Note(row, italian, english)
