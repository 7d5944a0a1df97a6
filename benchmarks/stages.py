"""The two halves of `evaluate` apart, so that each can be measured."""

from __future__ import annotations

from dataclasses import replace
from unittest.mock import patch

from matcher.engine import match as engine
from matcher.engine.part import Part
from matcher.engine.request import Request, Rules
from matcher.pool.partition import Partition

__all__ = ["filter_pool", "score_alive"]


def filter_pool(partition: Partition, request: Request, rules: Rules) -> Part:
    """Return a part whose rows are judged and not scored yet."""
    with patch.object(engine, "_score", lambda *_: None):
        return engine.evaluate(partition, request, rules)


def score_alive(part: Part, request: Request, rules: Rules) -> Part:
    """Score a part's rows, and keep those who may be in a list."""
    scored = replace(part)
    engine._score(scored, request, rules)
    return scored
