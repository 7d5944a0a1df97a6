"""How people write: titles by gender, slips of the hand."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.demo.wheel import Wheel, chance
from matcher.demo.wording import by_gender, mistyped, with_both_genders


@pytest.mark.parametrize(
    ("man", "woman", "both"),
    [
        ("addetto alle vendite", "addetta alle vendite", "addetto/a alle vendite"),
        ("operatore socio-sanitario", "operatrice socio-sanitaria", "operatore/trice socio-sanitario/a"),
        ("carrellista", "carrellista", "carrellista"),
        ("cameriere", "cameriera", "cameriere/a"),
        ("uomo delle pulizie", "donna delle pulizie", "uomo delle pulizie / donna delle pulizie"),
    ],
)
def test_a_title_for_both(man: str, woman: str, both: str) -> None:
    assert with_both_genders(man, woman) == both


def test_feminine_forms_are_for_women_and_neutral_ones_for_all() -> None:
    found = by_gender(["addetto al forno", "addetta al forno", "fornista", "operatore", "operatrice"])
    assert found[False] == ("addetto al forno", "fornista", "operatore")
    assert found[True] == ("addetta al forno", "fornista", "operatrice")


@given(st.text(alphabet="abcdefghi ", min_size=5, max_size=40), st.integers())
def test_a_slip_moves_loses_or_doubles_one_letter(text: str, seed: int) -> None:
    wrong = mistyped(Random(seed), text)
    assert abs(len(wrong) - len(text)) <= 1
    assert set(wrong) <= set(text)
    if len(wrong) == len(text):
        assert sorted(wrong) == sorted(text)


def test_a_wheel_draws_by_weight_and_never_what_weighs_nothing() -> None:
    wheel = Wheel([("often", 9.0), ("seldom", 1.0), ("never", 0.0)])
    rng = Random(3)
    drawn = [wheel.draw(rng) for _ in range(2000)]
    assert set(drawn) == {"often", "seldom"}
    assert 0.86 < drawn.count("often") / len(drawn) < 0.94


def test_an_empty_wheel_is_refused() -> None:
    with pytest.raises(ValueError, match="positive weight"):
        Wheel([("never", 0.0)])


def test_chance_is_in_percent() -> None:
    rng = Random(5)
    assert not any(chance(rng, 0) for _ in range(100))
    assert all(chance(rng, 100) for _ in range(100))
