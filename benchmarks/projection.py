"""What ten and a hundred million people would take, worked out from the costs of a row that were just measured."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from statistics import median

from benchmarks.report import Case, growth

__all__ = ["projection"]

#: One machine of the sort that every provider rents, and what it costs a month; change them and run again.
_CORES, _GIGABYTES, _EUROS = 16, 64, 400
#: A list must be there within this many milliseconds with 5% eligible.
_WANTED = 200.0
#: Milliseconds to hand a request to the workers, gather their excerpts and explain what is shown.
_GATHERED = 40.0
_SHARE = 0.05
_SIZES = (1_000_000, 10_000_000, 100_000_000)


def projection(cases: Sequence[Case]) -> str:
    """Return a table, or nothing where too little was measured."""
    opened = [case for case in cases if case.stage == "open"]
    built = [case for case in cases if case.stage == "build"]
    if not opened or not built:
        return ""
    fixed, out, left = growth(cases)
    # what a row costs one core: where the measured request kept two busy, twice the time it took
    largest = max(case.size for case in cases)
    busy = [c.facts["cores"] for c in cases if (c.stage, c.size) == ("shortlist", largest)]
    out, left = (cost * max(1.0, median(busy)) for cost in (out, left))
    bytes_each = max(opened, key=lambda case: case.size).facts["bytes_per_candidate"]
    rate = built[0].facts["records"] / (built[0].p50 / 1e3) / built[0].facts["cores"]
    row = ((1 - _SHARE) * out + _SHARE * left) / 1e6
    # rows of which half are eligible, on two cores, in half a second
    most = max(0.0, 2 * (500.0 - fixed) / ((out + left) / 2e6))
    rows_per_core = max(1.0, (_WANTED - fixed - _GATHERED) / row)
    lines = [
        f"Measured here: {fixed:.0f} ms a request whatever the pool; of one core, {out:.0f} ns for each row left out "
        f"and {left:.0f} ns for each row scored; {bytes_each:.0f} bytes a candidate, {rate:,.0f} candidates a second "
        f"built by each core. "
        f"Assumed: machines of {_CORES} cores and {_GIGABYTES} GB at {_EUROS} euro a month, {_GATHERED:.0f} ms to "
        f"gather from afar and explain, {_WANTED:.0f} ms wanted with {_SHARE:.0%} eligible. "
        f"On two cores a list with half the pool eligible passes half a second at {most / 1e6:.1f} million people.",
        "",
        "| People | Cores | Machines | Pool, GB (of memory) | One list, ms: 5% / 50% eligible "
        "| Lists a second, all cores | Full build, minutes | Euro a month |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for size in _SIZES:
        cores = max(2, ceil(size / rows_per_core))
        gigabytes = size * bytes_each / 1e9
        machines = max(1, ceil(cores / _CORES), ceil(gigabytes / (_GIGABYTES * 0.7)))
        cores = machines * _CORES if machines > 1 else max(cores, 2)
        each = size / cores
        far = _GATHERED if machines > 1 else 0.0
        near, wide = (
            fixed + far + each * ((1 - share) * out + share * left) / 1e6 for share in (_SHARE, 0.5)
        )
        lines.append(
            f"| {size:,} | {cores} | {machines} | {gigabytes:.1f} ({gigabytes / (machines * _GIGABYTES):.0%}) "
            f"| {near:.0f} / {wide:.0f} | {1e3 / (fixed + each * row):,.0f} "
            f"| {max(1, ceil(size / (rate * cores) / 60))} | {machines * _EUROS:,} |"
        )
    return "\n".join(lines)
