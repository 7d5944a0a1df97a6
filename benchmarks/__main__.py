"""Measure everything, and write what was found into the pages: ``python -m benchmarks [--size 10000,100000]``."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.chart import cost_chart
from benchmarks.pages import ROOT, write_section
from benchmarks.projection import projection
from benchmarks.report import read_cases, report

_SIZES = "10000,100000,1000000"
_SUITES = ("test_pool.py", "test_engine.py", "test_batch.py")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--size", default=_SIZES, help="sizes of the pool, separated by commas")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="matcher-bench-") as folder:
        results = Path(folder) / "results.json"
        suites = [str(ROOT / "benchmarks" / suite) for suite in _SUITES]
        words = ["-n0", "--sizes", options.size, f"--benchmark-json={results}", f"--basetemp={folder}/tmp"]
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *words, "--benchmark-disable-gc", "--benchmark-quiet", *suites],
            cwd=ROOT,
            check=False,
        )
        cases = read_cases(json.loads(results.read_text(encoding="utf-8")))
    text = report(cases)
    print(text)
    write_section("bench", text)
    if paper := projection(cases):
        write_section("scale", paper)
    (ROOT / "benchmarks" / "cost.svg").write_text(cost_chart(cases), encoding="utf-8")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
