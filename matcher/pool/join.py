"""From blocks to one partition: terms numbered alike, everything else end to end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from matcher.embedding.protocol import Embedder
from matcher.pool.draft import LISTS, Block
from matcher.pool.jagged import Jagged
from matcher.pool.partition import Partition
from matcher.pool.terms import TermTableBuilder
from matcher.vocabulary.bundle import Vocabularies
from matcher.vocabulary.schema import Kind

__all__ = ["join_blocks"]

#: The lists whose items are terms.
_TERMS_OF: Mapping[str, Kind] = {"occupations": "occupation", "skills": "skill"}


def join_blocks(blocks: Sequence[Block], vocabularies: Vocabularies, embedder: Embedder) -> Partition:
    """Return the rows of all blocks, in their order; however they were cut, the partition is the same.

    Parameters
    ----------
    blocks : sequence of Block
        Of one side, at least one.
    """
    ids = tuple(name for block in blocks for name in block.ids)
    builders = {
        kind: TermTableBuilder(vocabularies[kind], vocabularies.related) for kind in _TERMS_OF.values()
    }
    numbers = {
        kind: [_renumbered(builder, block.terms[kind]) for block in blocks]
        for kind, builder in builders.items()
    }
    lists: dict[str, Any] = {name: _list(name, blocks, numbers) for name in LISTS}
    return Partition(
        side=blocks[0].side,
        ids=ids,
        frame=pl.concat([block.frame for block in blocks], rechunk=True),
        expiry=_expiry(blocks, len(ids)),
        protected=pl.concat([block.protected for block in blocks], rechunk=True),
        vectors=np.concatenate([block.vectors for block in blocks]),
        permanent=np.concatenate([block.permanent for block in blocks]),
        terms={kind: builder.close(embedder) for kind, builder in builders.items()},
        alive=np.ones(len(ids), dtype=np.bool_),
        id_hashes=np.concatenate([block.id_hashes for block in blocks]),
        **lists,
    )


def _renumbered(builder: TermTableBuilder, terms: Iterable[tuple[str, str]]) -> NDArray[np.int32]:
    return np.array([builder.number(key, words) for key, words in terms], dtype=np.int32)


def _list(name: str, blocks: Sequence[Block], numbers: Mapping[Kind, Sequence[NDArray[np.int32]]]) -> Jagged:
    parts = [block.lists[name] for block in blocks]
    items = [part.items for part in parts]
    if name in _TERMS_OF:
        items = [own[part] for own, part in zip(numbers[_TERMS_OF[name]], items, strict=True)]
    lengths = np.concatenate([part.lengths for part in parts])
    return Jagged(
        np.concatenate([[0], np.cumsum(lengths)]),
        np.concatenate(items),
        np.concatenate([part.weights for part in parts]),
        np.concatenate([part.flags for part in parts]),
        np.concatenate([part.factors for part in parts]),
    )


def _expiry(blocks: Sequence[Block], n_rows: int) -> pl.DataFrame:
    starts = np.cumsum([0, *(len(block.ids) for block in blocks)]).tolist()
    columns = {}
    for name in dict.fromkeys(name for block in blocks for name in block.expiry):
        given = [
            (start, *block.expiry[name])
            for start, block in zip(starts, blocks, strict=False)
            if name in block.expiry
        ]
        rows = [start + row for start, own, _ in given for row in own]
        days = [day for _, _, own in given for day in own]
        columns[name] = pl.repeat(None, n_rows, dtype=pl.Int32, eager=True).scatter(rows, days)
    return pl.DataFrame(columns)
