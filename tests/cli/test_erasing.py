"""Erasing asks first, in the words of who answers."""

from __future__ import annotations

import io
from pathlib import Path

import pytest


class Keyboard(io.StringIO):
    """Somebody who sits at the terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("answer", ["s", "sì", "SI"])
def test_a_yes_in_italian_erases(
    matcher, workspace: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    monkeypatch.setattr("sys.stdin", Keyboard(f"{answer}\n"))
    assert matcher("candidates", "erase", "C-3").code == 0
    assert matcher("candidates", "show", "C-3").code == 1


@pytest.mark.parametrize("answer", ["", "n", "forse"])
def test_anything_else_leaves_all_as_it_is(
    matcher, workspace: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    monkeypatch.setattr("sys.stdin", Keyboard(f"{answer}\n"))
    kept = matcher("candidates", "erase", "C-3")
    assert kept.code == 1
    assert "Non è stato cancellato nulla." in kept.err
    assert matcher("candidates", "show", "C-3").code == 0
