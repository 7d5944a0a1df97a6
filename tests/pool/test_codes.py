"""Closed lists as bits: numbers, closures, thermometers, and errors that name what is known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.columns import ALL_BITS
from matcher.errors import VocabularyError
from matcher.pool.codes import DAYS, Codes
from tests.congruence.setting import setting


@pytest.fixture(scope="module")
def codes() -> Codes:
    return setting().codes


def held(codes: Codes, licence: str) -> set[str]:
    return set(codes.licence_ids(codes.licence_closure[licence]))


def test_a_set_of_codes_comes_back_as_it_was(codes: Codes) -> None:
    assert codes.names("days", codes.bits("days", ("ven", "lun"))) == ("lun", "ven")
    assert codes.bits("days", ()) == 0
    assert codes.names("days", ALL_BITS) == DAYS


def test_an_unknown_code_is_an_error_that_names_the_known_ones(codes: Codes) -> None:
    with pytest.raises(VocabularyError, match="«domenica» non è un codice") as error:
        codes.bits("days", ("domenica",))
    assert "dom" in error.value.hint


@pytest.mark.parametrize(
    ("licence", "includes", "excludes"),
    [
        ("CE", {"C", "C1", "BE", "B", "AM"}, {"D", "DE"}),
        ("BE", {"B"}, {"C", "C1"}),
        ("C", {"B", "C1"}, {"BE", "D", "CE"}),
        ("D", {"D1", "B"}, {"C", "DE"}),
        ("B", {"AM", "A1"}, {"A2", "BE"}),
        ("A", {"A2", "A1", "AM"}, {"B"}),
        ("DE", {"D", "BE"}, {"C"}),
    ],
)
def test_driving_licences_hold_what_the_law_says(
    codes: Codes, licence: str, includes: set[str], excludes: set[str]
) -> None:
    assert includes <= held(codes, licence)
    assert not excludes & held(codes, licence)


def test_only_ce_together_with_d_gives_de(codes: Codes) -> None:
    premises = [
        {code for code, number in codes.licences.items() if number in numbers} for numbers, _ in codes.joint
    ]
    assert {"CE", "D"} in premises


@given(numbers=st.sets(st.integers(0, 185), max_size=8))
def test_licence_numbers_survive_their_words(numbers: set[int]) -> None:
    words = setting().codes.licence_words(numbers)
    assert {
        62 * word + bit for word, bits in enumerate(words) for bit in range(62) if bits >> bit & 1
    } == numbers
    assert all(bits <= ALL_BITS for bits in words)


@given(levels=st.dictionaries(st.sampled_from(("it", "en", "fr", "de", "ar", "zh")), st.integers(1, 6)))
def test_a_language_level_sets_its_bit_and_all_below(levels: dict[str, int]) -> None:
    codes = setting().codes
    words = dict(enumerate(codes.language_words(levels)))
    assert dict(entry.split(":") for entry in codes.language_levels(words)) == {
        code: str(level) for code, level in levels.items()
    }
    for code, level in levels.items():
        word, mask = codes.language_mask(code)
        assert (words[word] & mask).bit_count() == level
        lower = codes.language_words({code: level - 1 or 1})[word]
        assert lower & ~words[word] == 0


def test_languages_are_shown_with_their_level(codes: Codes) -> None:
    assert codes.language_names(dict(enumerate(codes.language_words({"en": 4})))) == ["inglese B2"]


def test_no_limit_accepts_everything(codes: Codes) -> None:
    assert codes.limit_bits("shifts", None) == ALL_BITS


@pytest.mark.parametrize(
    ("accepted", "implied", "refused"),
    [
        (("three_shifts",), {"two_shifts", "night", "morning", "afternoon"}, {"weekend", "continuous"}),
        (("morning", "afternoon"), {"two_shifts"}, {"night", "three_shifts"}),
        (("two_shifts", "night"), {"three_shifts"}, {"holidays"}),
        (("morning",), {"morning"}, {"two_shifts", "afternoon"}),
    ],
)
def test_accepting_shifts_implies_the_lighter_ones(
    codes: Codes, accepted: tuple[str, ...], implied: set[str], refused: set[str]
) -> None:
    found = set(codes.names("shifts", codes.limit_bits("shifts", accepted)))
    assert implied <= found
    assert not refused & found


def test_days_imply_nothing(codes: Codes) -> None:
    assert codes.names("days", codes.limit_bits("days", ("sab",))) == ("sab",)
