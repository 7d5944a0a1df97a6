from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import polars as pl
import pytest

from matcher.cli.main import run
from matcher.plugin import FilterClause, PriorityRule, ReasonCode, hookimpl

_NUMBERS = count(1)


@dataclass(frozen=True)
class Ran:
    """What a run of the command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def matcher(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run the command in this process, errors and exit codes included."""
    monkeypatch.setenv("MATCHER_LANG", "it")

    def runs(*words: object) -> Ran:
        capsys.readouterr()
        monkeypatch.setattr(sys, "argv", ["matcher", *map(str, words)])
        code = 0
        try:
            run()
        except SystemExit as ended:
            code = int(ended.code or 0)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return runs


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """``install(name, code)`` puts a distribution with that entry point on the path; returns its module."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(str(site))

    def write(name: str, code: str, *, requires: str = "rosa-matcher", readme: str = "") -> str:
        module = f"installed_for_a_test_{name.replace('-', '_')}_{next(_NUMBERS)}"
        (site / f"{module}.py").write_text(code, encoding="utf-8")
        info = site / f"{module}-1.2.dist-info"
        info.mkdir()
        head = f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.2\nSummary: prova\nRequires-Dist: {requires}\n"
        (info / "METADATA").write_text(f"{head}\n{readme}", encoding="utf-8")
        (info / "entry_points.txt").write_text(f"[matcher]\n{name} = {module}\n", encoding="utf-8")
        return module

    return write


@pytest.fixture
def make() -> Callable[..., Any]:
    """``make(filter=..., score=...)`` is a plugin that implements those hooks."""
    return lambda **hooks: SimpleNamespace(
        **{f"matcher_{name}": hookimpl(function) for name, function in hooks.items()}
    )


@pytest.fixture
def clause() -> Callable[..., FilterClause]:
    """``clause(keep)`` is a complete constraint; every part of it can be replaced."""

    def build(keep: pl.Expr, code: str = "TEST", **parts: Any) -> FilterClause:
        words = parts.pop("words", ("motivo", "reason", "domanda?", "question?"))
        return FilterClause(ReasonCode(code, *words), keep, **parts)

    return build


@pytest.fixture
def filtering(make: Callable[..., Any], clause: Callable[..., FilterClause]) -> Callable[..., Any]:
    """``filtering(lambda candidate, vacancy, pair: expression)`` is a plugin with that one constraint."""

    def build(keep: Callable[..., pl.Expr], **parts: Any) -> Any:
        def filter_hook(candidate: Any, vacancy: Any, pair: Any) -> list[FilterClause]:
            return [clause(keep(candidate, vacancy, pair), **parts)]

        return make(filter=filter_hook)

    return build


@pytest.fixture
def prioritising(make: Callable[..., Any]) -> Callable[..., Any]:
    """``prioritising(rule, lambda view, protected: mask)`` is a plugin with that one priority."""

    def build(rule: PriorityRule, members: Callable[..., Any] | None = None) -> Any:
        from matcher.plugin import PriorityColumn

        def everybody(view: Any, protected: Any) -> Any:
            return np.ones(view.n_rows, dtype=np.bool_)

        def prioritise(view: Any, protected: Any) -> list[PriorityColumn]:
            return [PriorityColumn(rule.code, (members or everybody)(view, protected))]

        return make(register_priorities=lambda: [rule], prioritise=prioritise)

    return build
