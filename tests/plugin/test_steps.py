"""Steps of the desk: a plugin may forbid one, never approve; whoever observes changes nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from matcher.errors import PluginError
from matcher.plugin import Transition, Veto
from matcher.plugin.versions import unmet
from matcher.testing import Workshop

pytest_plugins = ["matcher.testing.fixtures"]

EVENT = Transition("shortlist", "refer", "approvata", "inviata", "V1", datetime(2026, 3, 2, 10, tzinfo=UTC))
NO = Veto("non oggi", "not today")


def boom() -> Any:
    raise KeyError("nothing here")


def test_every_objection_is_heard_with_its_plugin(workshop: Workshop, make: Callable[..., Any]) -> None:
    plugins = {
        "zeta": make(before_transition=lambda event: NO if event.step == "refer" else None),
        "alfa": make(before_transition=lambda: Veto("mai", "never")),
        "beta": make(before_transition=lambda event: None),
    }
    gate = workshop.kit(plugins).gate
    assert gate.desk.before_transition(EVENT) == [("alfa", Veto("mai", "never")), ("zeta", NO)]


@pytest.mark.parametrize("answer", [True, "no", Veto("", ""), Veto("no", ""), [NO]])
def test_only_a_veto_in_both_languages_is_one(
    workshop: Workshop, make: Callable[..., Any], answer: Any
) -> None:
    gate = workshop.kit({"mine": make(before_transition=lambda: answer)}).gate
    with pytest.raises(PluginError, match="«mine»") as caught:
        gate.desk.before_transition(EVENT)
    assert caught.value.code == "E-PLG-033"


@pytest.mark.parametrize(("asked", "code"), [(boom, "E-PLG-042"), (lambda: time.sleep(5), "E-PLG-040")])
def test_a_step_is_not_taken_unasked(
    workshop: Workshop, make: Callable[..., Any], asked: Callable[[], Any], code: str
) -> None:
    gate = workshop.kit({"mine": make(before_transition=asked)}, deadline=0.2).gate
    with pytest.raises(PluginError, match="«mine»") as caught:
        gate.desk.before_transition(EVENT)
    assert caught.value.code == code


def test_a_failing_observer_is_noted_and_the_others_are_told(
    workshop: Workshop, make: Callable[..., Any]
) -> None:
    seen: list[Transition] = []

    def remember(event: Transition) -> None:
        seen.append(event)

    plugins = {"alfa": make(observe=boom), "zeta": make(observe=remember)}
    (failure,) = workshop.kit(plugins).gate.desk.observe(EVENT)
    assert "«alfa»" in failure
    assert seen == [EVENT]


def test_an_event_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        EVENT.after = "chiusa"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("requires", "bound"),
    [
        (["rosa-matcher"], ""),
        (["polars>=99", "rosa-matcher>=0.1"], ""),
        (["rosa-matcher>=0.2"], ""),
        (["rosa-matcher>=0.2.0"], ""),
        (["rosa_matcher>=0.2.1"], ">=0.2.1"),
        (["rosa-matcher (>=1.0,<2)"], ">=1.0"),
        (["rosa-matcher[postgresql]>=0.10"], ">=0.10"),
        (["rosa-matcher<0.2; python_version > '3'"], "<0.2"),
        (["rosa-matcher==0.2"], ""),
        (["rosa-matcher~=0.3"], "~=0.3"),
        (["rosa-matcher-extra>=9"], ""),
    ],
)
def test_the_version_that_a_plugin_asks_for(requires: list[str], bound: str) -> None:
    assert unmet(requires, "0.2.0") == bound
