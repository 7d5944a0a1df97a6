"""The table of related groups: complete, in range, and refused with the row where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.errors import VocabularyError
from matcher.vocabulary.load import find_vocabularies
from matcher.vocabulary.related import MOST, load_related

HEAD = "group,near,near_for_group,group_for_near,note\n"


def _load(tmp_path: Path, rows: str) -> dict[tuple[int, int], int]:
    folder = tmp_path / "occupations"
    folder.mkdir()
    (folder / "groups.csv").write_text("code,label_it\n4321,x\n9333,y\n9,z\n", encoding="utf-8")
    (folder / "related.csv").write_text(HEAD + rows, encoding="utf-8")
    return dict(load_related(tmp_path))


def test_each_row_says_both_directions(tmp_path: Path) -> None:
    found = _load(tmp_path, "4321,9333,4000,5000,magazziniere e facchino\n")
    assert found == {(4321, 9333): 4000, (9333, 4321): 5000}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("4321,9999,10,10,\n", "riga 2.*9999"),
        ("4321,9,10,10,\n", "riga 2.*quattro cifre"),
        ("4321,4321,10,10,\n", "riga 2.*lo stesso gruppo"),
        ("4321,9333,10,10,\n9333,4321,10,10,\n", "riga 3.*ripetuta"),
        ("4321,9333,10,5001,\n", "riga 2.*group_for_near"),
        ("4321,9333,tanto,10,\n", "riga 2.*near_for_group"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, rows: str, said: str) -> None:
    with pytest.raises(VocabularyError, match=said):
        _load(tmp_path, rows)


def test_the_table_that_comes_with_the_product_covers_every_kind_of_work() -> None:
    related = load_related(find_vocabularies(None))
    assert {group // 1000 for pair in related for group in pair} == set(range(1, 10))
    assert all(1 <= likeness <= MOST for likeness in related.values())
    assert {(other, one) for one, other in related} == set(related)
