"""The two halves of `evaluate` apart, so that each can be measured."""

from __future__ import annotations

from dataclasses import replace

from matcher.engine.choose import score_part
from matcher.engine.match import judge_rows
from matcher.engine.part import Part
from matcher.engine.request import Request, Rules
from matcher.pool.partition import Partition

__all__ = ["filter_pool", "score_alive"]


def filter_pool(partition: Partition, request: Request, rules: Rules) -> Part:
    """Return a part whose rows are judged and not scored yet."""
    [part] = judge_rows(partition, [request], rules)
    return part


def score_alive(part: Part, request: Request, rules: Rules) -> Part:
    """Score a part's rows, and keep those who may be in a list."""
    scored = replace(part)
    score_part(scored, request, rules)
    return scored
