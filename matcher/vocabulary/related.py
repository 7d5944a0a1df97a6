"""Work that is near across ISCO-08 groups: what practice in one is worth where another is required."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from matcher.vocabulary.table import Complaints, read_rows

__all__ = ["MOST", "Related", "load_related"]

#: Unit group required and unit group offered to the likeness that they grant, 1..`MOST`.
Related = Mapping[tuple[int, int], int]
#: What one unit group grants to words that have nothing in common: nearer than that is the same work.
MOST: Final = 5000


def load_related(folder: Path) -> Related:
    """Load ``occupations/related.csv``: pairs of unit groups that no prefix of their codes brings together.

    ``near_for_group`` is the likeness of somebody of ``near`` where ``group`` is required, ``group_for_near`` the
    other way round: a bricklayer does a labourer's work, a labourer only part of a bricklayer's.

    Parameters
    ----------
    folder : Path
        As found by `matcher.vocabulary.load.find_vocabularies`.

    Returns
    -------
    mapping of (int, int) to int
        Required and offered unit group to likeness; pairs that are not in it are not related.

    Raises
    ------
    VocabularyError
        ``E-VOC-102`` or ``E-VOC-103`` for a file that cannot be read as a table; ``E-VOC-104`` with the row for an
        unknown group, a group with itself, a pair given twice, or a likeness that is not 1..`MOST`.
    """
    complaints = Complaints()
    path = folder / "occupations" / "related.csv"
    known = {row["code"] for _, row in read_rows(folder / "occupations" / "groups.csv", ("code",))}
    found: dict[tuple[int, int], int] = {}
    for number, row in read_rows(path, ("group", "near", "near_for_group", "group_for_near")):
        group, near = row["group"], row["near"]
        if unknown := [code for code in (group, near) if len(code) != 4 or code not in known]:
            complaints.add(path, number, f"non è un gruppo ISCO-08 di quattro cifre: {', '.join(unknown)}")
            continue
        if group == near or (int(group), int(near)) in found:
            complaints.add(path, number, f"«{group}» e «{near}»: lo stesso gruppo, o una coppia ripetuta")
            continue
        for pair, column in (((group, near), "near_for_group"), ((near, group), "group_for_near")):
            if not row[column].isdecimal() or not 1 <= int(row[column]) <= MOST:
                complaints.add(path, number, f"«{column}» va da 1 a {MOST}, qui è «{row[column]}»")
                continue
            found[int(pair[0]), int(pair[1])] = int(row[column])
    complaints.raise_any()
    return found
