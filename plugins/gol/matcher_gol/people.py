"""The report of the programme: people by path and by class of risk, never a cell too small to be anonymous."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from matcher.plugin import Desk, Table
from matcher_gol.records import Profiling
from matcher_gol.tables import path_of, read_paths

__all__ = ["by_path"]

_CLASSES = (1, 2, 3, 4)


def by_path(desk: Desk, min_cell: int) -> Iterator[Table]:
    """Return how many people are on each path, and in each class of risk within it."""
    people: dict[str, Profiling] = desk.records("candidate")
    paths = read_paths(desk.settings.get("data", ""))
    counted = Counter((one.path, one.risk_class) for one in people.values())
    rows = []
    for number in (1, 2, 3, 4, 5, None):
        of_path = {risk: counted[number, risk] for risk in (*_CLASSES, None)}
        path, _ = path_of(paths, number, desk.today) if number else (None, True)
        label = (path.label_en if desk.language == "en" else path.label_it) if path else ""
        if sum(of_path.values()):
            rows.append(
                {
                    "path": number or "-",
                    "label": label or ("not chosen yet" if desk.language == "en" else "non ancora scelto"),
                    "people": _shown(sum(of_path.values()), min_cell),
                    **{f"risk_{risk}": _shown(of_path[risk], min_cell) for risk in _CLASSES},
                }
            )
    yield Table(
        rows,
        (
            ("path", "Percorso", "Path"),
            ("label", "", ""),
            ("people", "Persone", "People"),
            *((f"risk_{risk}", f"Rischio {risk}", f"Risk {risk}") for risk in _CLASSES),
        ),
        "Persone per percorso GOL e classe di rischio",
        "People by GOL path and risk class",
        (f"Sotto {min_cell} persone il numero non si mostra. La classe di rischio non entra nei punteggi.",),
        (f"Fewer than {min_cell} people are not shown. The risk class enters no score.",),
    )


def _shown(number: int, min_cell: int) -> str:
    return str(number) if number == 0 or number >= min_cell else f"<{min_cell}"
