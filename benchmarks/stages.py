"""The two halves of `evaluate` apart, so that each can be measured."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matcher.engine import match as engine
from matcher.engine.part import Part
from matcher.engine.request import Request, Rules
from matcher.pool.partition import Partition
from matcher.pool.view import RowsView

__all__ = ["filter_pool", "score_alive"]


def filter_pool(partition: Partition, request: Request, rules: Rules) -> Part:
    """Return a part whose rows are judged and not scored yet."""
    partition = replace(partition, frame=engine.unexpired(partition, request.ask.day))
    likenesses = engine.Likenesses(request.side, partition)
    everyone = RowsView(likenesses, np.arange(partition.n_rows), request.ask.values)
    pair = engine.derive(
        everyone, partition, request.side, rules.places, rules.codes, request.ask.day, request.pair_states
    )
    masks, frame = engine._filter(partition, pair, request, rules)
    return Part(partition, likenesses, pair, frame, masks, engine.judge(masks, partition.alive))


def score_alive(part: Part, request: Request, rules: Rules) -> Part:
    """Score a part's rows, and keep those who may be in a list."""
    scored = replace(part)
    engine._score(scored, request, rules)
    return scored
