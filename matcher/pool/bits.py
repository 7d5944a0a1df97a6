"""Sets of rows as bits, 64 to a word: what is true of a million rows takes 125 kB, and is combined in microseconds."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

__all__ = ["Bits", "among", "bools", "count", "everybody", "nobody", "numbers", "pack", "packed"]

#: Row ``r`` is bit ``r % 64`` of word ``r // 64``; the bits after the last row are 0.
Bits = NDArray[np.uint64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_WORD = 64
#: From so many rows on, reading a column as it is saves more than it takes to load what reads it.
_WORTH_ARROW = 50_000


def pack(mask: Bools) -> Bits:
    """Return the rows where a mask of shape ``(n_rows,)`` is true."""
    found = np.zeros(-(-len(mask) // _WORD) * 8, dtype=np.uint8)
    packed = np.packbits(mask, bitorder="little")
    found[: len(packed)] = packed
    return found.view(np.uint64)


def packed(mask: pl.Series) -> Bits:
    """Return the rows where a Boolean column without nulls is true."""
    if len(mask) < _WORTH_ARROW:
        return pack(mask.to_numpy())
    from nanoarrow import c_array_stream

    [column] = c_array_stream(mask.rechunk())
    if column.offset:
        return pack(mask.to_numpy())
    # Arrow keeps truth in bits of this very order: to bytes and back costs a hundred times as much
    found = np.zeros(-(-len(mask) // _WORD) * 8, dtype=np.uint8)
    n_bytes = -(-len(mask) // 8)
    found[:n_bytes] = np.frombuffer(column.view().buffer(1), dtype=np.uint8)[:n_bytes]
    # what stands after the last row is nobody's
    found[n_bytes - 1] &= 0xFF >> -len(mask) % 8
    return found.view(np.uint64)


def nobody(n_rows: int) -> Bits:
    """Return no row."""
    return np.zeros(-(-n_rows // _WORD), dtype=np.uint64)


def everybody(n_rows: int) -> Bits:
    """Return every row."""
    found = ~nobody(n_rows)
    if n_rows % _WORD:
        found[-1] = (1 << n_rows % _WORD) - 1
    return found


def count(rows: Bits) -> int:
    """Return how many rows there are."""
    return int(np.bitwise_count(rows).sum())


def numbers(rows: Bits) -> Ints:
    """Return the rows, ascending."""
    # few words hold the few who are left
    words = np.flatnonzero(rows)
    spread = np.unpackbits(rows[words].view(np.uint8), bitorder="little").view(np.bool_)
    places = np.flatnonzero(spread)
    return np.asarray(words[places // _WORD] * _WORD + places % _WORD)


def bools(rows: Bits, n_rows: int) -> Bools:
    """Return a mask of shape ``(n_rows,)``."""
    return np.unpackbits(rows.view(np.uint8), count=n_rows, bitorder="little").view(np.bool_)


def among(rows: Bits, wanted: Ints) -> Bools:
    """Tell which of some row numbers are among the rows, in the shape of ``wanted``."""
    return np.asarray(rows.view(np.uint8)[wanted >> 3] >> (wanted & 7) & 1, dtype=np.bool_)
