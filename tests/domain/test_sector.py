"""Economic sectors: what a code says, and whether a refusal meets it."""

from __future__ import annotations

import pytest

from matcher.domain.sector import SECTIONS, refuses_sector, section_of, split_sector


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        ("G", ("G", 0)),
        ("G47", ("G", 47)),
        ("G47.11", ("G", 47)),
        ("47.11.2", ("G", 47)),
        ("c23", ("C", 23)),
        # software was in J until 2024: the division decides
        ("J62.01", ("K", 62)),
        ("", ("", 0)),
        ("commercio", ("", 0)),
        ("00", ("", 0)),
    ],
)
def test_parts_of_a_code(code: str, parts: tuple[str, int]) -> None:
    assert split_sector(code) == parts


def test_every_division_has_a_section_and_every_section_divisions() -> None:
    assert {section_of(division) for division in range(1, 100)} == set(SECTIONS)


@pytest.mark.parametrize(
    ("refused", "ateco", "said"),
    [
        ((), "G47", False),
        ((), "", False),
        (("G",), "G47.11", True),
        (("G",), "G", True),
        (("G47",), "G47.11", True),
        (("G47",), "G46", False),
        (("G47",), "C10", False),
        (("G47",), "G", None),
        (("G47", "G"), "G", True),
        (("G47",), "C", False),
        (("G47",), "", None),
        (("A", "G46"), "G46", True),
    ],
)
def test_a_division_is_compared_by_division_where_both_sides_give_one(
    refused: tuple[str, ...], ateco: str, said: bool | None
) -> None:
    assert refuses_sector(refused, ateco) is said
