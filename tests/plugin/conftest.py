from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import polars as pl
import pytest

from matcher.plugin import FilterClause, PriorityRule, ReasonCode, hookimpl


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
