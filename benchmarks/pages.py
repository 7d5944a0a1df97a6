"""Sections of the pages that the measurements write themselves, between two marks."""

from __future__ import annotations

from pathlib import Path

__all__ = ["PAGES", "SHARES", "write_section"]

ROOT = Path(__file__).parents[1]
PAGES = (ROOT / "README.md", ROOT / "benchmarks" / "README.md", ROOT / "docs" / "scale.md")
#: Shares of the pool that are eligible.
SHARES = (0.5, 0.05, 0.005, 0.0005)


def write_section(name: str, text: str) -> None:
    """Replace what stands between the marks of a section, in every page that has them."""
    start, end = f"<!-- {name}:start -->", f"<!-- {name}:end -->"
    for page in PAGES:
        whole = page.read_text(encoding="utf-8") if page.exists() else ""
        if start in whole and end in whole:
            before, after = whole.split(start)[0], whole.split(end)[1]
            here = text if page.parent == ROOT else text.replace("](benchmarks/", "](")
            page.write_text(f"{before}{start}\n{here}\n{end}{after}", encoding="utf-8")
