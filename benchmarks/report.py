"""From the measurements to tables: medians, the slowest of a hundred, and how far from reading memory at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.pages import SHARES

__all__ = ["Case", "growth", "read_cases", "report"]


@dataclass(frozen=True)
class Case:
    """One measurement.

    Attributes
    ----------
    seconds : tuple of float
        Of every call.
    facts : mapping
        What the measurement said of itself.
    """

    stage: str
    size: int
    seconds: tuple[float, ...]
    facts: Mapping[str, Any]

    @property
    def p50(self) -> float:
        """Median, milliseconds."""
        return float(np.median(self.seconds)) * 1e3

    @property
    def p99(self) -> float:
        """What 99 of 100 calls do not exceed, milliseconds."""
        return float(np.percentile(self.seconds, 99)) * 1e3


def read_cases(results: Mapping[str, Any]) -> list[Case]:
    """Return what pytest-benchmark wrote."""
    return [
        Case(
            one["extra_info"]["stage"],
            int(one["extra_info"]["size"]),
            tuple(one["stats"]["data"]),
            one["extra_info"],
        )
        for one in results["benchmarks"]
    ]


def growth(cases: Iterable[Case]) -> tuple[float, float, float]:
    """Fit the shortlists' cost: milliseconds whatever the pool, nanoseconds a row left out, nanoseconds a row left.

    Relative errors are weighed alike, so that small pools count as much as large ones.
    """
    found = [case for case in cases if case.stage == "shortlist"]
    alive = np.array([case.facts["alive"] for case in found], dtype=float)
    size = np.array([case.size for case in found], dtype=float)
    cost = np.array([case.p50 for case in found])
    terms = np.stack([np.ones_like(cost), (size - alive) / 1e6, alive / 1e6], axis=1)
    from scipy.optimize import nnls

    fixed, out, left = nnls(terms / cost[:, None], np.ones_like(cost))[0]
    return float(fixed), float(out), float(left)


def report(cases: Sequence[Case]) -> str:
    """Return everything as Markdown."""
    parts = [_requests(cases), _pool(cases), _many(cases)]
    return "\n\n".join(part for part in parts if part)


def _requests(cases: Sequence[Case]) -> str:
    speed = next((c.facts["bytes_per_second"] for c in cases if c.stage == "scan"), 0.0)
    lines = [
        "One request, all installed plugins on, the 50 best of both lists with every reason. "
        "Milliseconds: median / 99th percentile (× a bare read of the same bytes by one thread, "
        f"{speed / 1e9:.1f} GB/s here).",
        "",
        "| Candidates | Stage | " + " | ".join(f"{share:.2%} eligible" for share in SHARES) + " |",
        "|---|---|" + "---|" * len(SHARES),
    ]
    for size in sorted({case.size for case in cases if case.stage == "shortlist"}):
        for stage in ("filter", "score", "shortlist"):
            found = {c.facts["share"]: c for c in cases if (c.stage, c.size) == (stage, size)}
            cells = [_cell(found.get(share), speed) for share in SHARES]
            lines.append(f"| {size:,} | {stage} | " + " | ".join(cells) + " |")
    fixed, out, left = growth(cases)
    lines += [
        "",
        f"Growth, fitted over all of these: {fixed:.0f} ms whatever the pool, {out:.0f} ns for each row that is "
        f"left out, {left:.0f} ns for each that is scored ([chart](benchmarks/cost.svg)).",
    ]
    return "\n".join(lines)


def _cell(case: Case | None, speed: float) -> str:
    if case is None:
        return "—"
    bare = case.facts["bytes"] / speed * 1e3
    ratio = f" (×{case.p50 / bare:.0f})" if bare > 0.05 else ""
    return f"{case.p50:.1f} / {case.p99:.1f}{ratio}"


def _pool(cases: Sequence[Case]) -> str:
    lines = [
        "| Candidates | Open, ms | Bytes each on disk | Own memory after ten requests, MB "
        "| 1,000 changed, to the next list, ms | Snapshot written, s |",
        "|---|---|---|---|---|---|",
    ]
    for opened in sorted((c for c in cases if c.stage == "open"), key=lambda case: case.size):
        same = {case.stage: case for case in cases if case.size == opened.size}
        memory, delta = same.get("memory"), same.get("delta")
        lines.append(
            f"| {opened.size:,} | {opened.p50:.0f} | {opened.facts['bytes_per_candidate']:.0f} "
            f"| {memory.facts['own_bytes'] / 1e6 if memory else 0:.0f} | {delta.p50 if delta else 0:.0f} "
            f"| {opened.facts['write_seconds']:.1f} |"
        )
    for build in (case for case in cases if case.stage == "build"):
        rate = build.facts["records"] / (build.p50 / 1e3)
        lines += [
            "",
            f"Pool build, {build.facts['records']:,} people from a linked store to the snapshot, "
            f"{build.facts['cores']} processes: {rate:,.0f} candidates a second.",
        ]
    for read in (case for case in cases if case.stage == "import"):
        rate = read.facts["records"] / (read.p50 / 1e3)
        lines += [
            "",
            f"Import of a file of {read.facts['records']:,} rows, checked, linked and stored, "
            f"{read.facts['cores']} processes: {rate:,.0f} rows a second.",
        ]
    return "\n".join(lines)


def _many(cases: Sequence[Case]) -> str:
    lines = []
    for case in sorted((c for c in cases if c.stage == "match-all"), key=lambda case: case.size):
        alone, together = case.facts["alone_seconds"] * 1e3, case.facts["together_seconds"] * 1e3
        lines.append(
            f"| `match-all`: {case.facts['n_requests']:,} vacancies × {case.size:,} candidates | {together:.1f} ms a "
            f"vacancy; one at a time {alone:.1f} ms (×{alone / together:.1f}) |"
        )
    for case in cases:
        if case.stage == "vacancies-for":
            lines.append(
                f"| `vacancies-for`: {case.facts['n_requests']:,} people × {case.size:,} vacancies | "
                f"{case.facts['per_second']:.0f} people a second; "
                f"one at a time {1 / case.facts['alone_seconds']:.0f} |"
            )
        if case.stage == "assign":
            lines.append(
                f"| `assign`: {case.facts['n_requests']} people × {case.size:,} vacancies, the best sum | "
                f"{case.p50 / 1e3:.1f} s, {case.facts['placed']} placed |"
            )
    return "\n".join(["| Many at once | |", "|---|---|", *lines]) if lines else ""
