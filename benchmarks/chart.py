"""Cost against size, drawn by hand: a line for each share, both axes logarithmic."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import log10

from benchmarks.pages import SHARES
from benchmarks.report import Case, growth

__all__ = ["cost_chart"]

_WIDTH, _HEIGHT, _LEFT, _TOP, _RIGHT, _BOTTOM = 720, 420, 70, 40, 150, 50
_COLOURS = ("#b2182b", "#ef8a62", "#4393c3", "#2166ac")


def cost_chart(cases: Sequence[Case]) -> str:
    """Return the medians of the shortlists as an SVG picture."""
    found = [case for case in cases if case.stage == "shortlist"]
    if not found:
        return ""
    x = _axis([case.size for case in found], _LEFT, _WIDTH - _RIGHT)
    y = _axis([case.p50 for case in found], _HEIGHT - _BOTTOM, _TOP)
    fixed, out, left = growth(cases)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
        _text(_LEFT, 20, "One shortlist of 50 with every reason: median ms against candidates", size=14),
        _text(
            _LEFT,
            _HEIGHT - 8,
            f"fit: {fixed:.0f} ms + {out:.0f} ns for each row left out + {left:.0f} ns for each row scored",
        ),
        *_grid(found, x, y),
    ]
    for share, colour in zip(SHARES, _COLOURS, strict=True):
        line = sorted((case.size, case.p50) for case in found if case.facts["share"] == share)
        points = " ".join(f"{x(size):.1f},{y(cost):.1f}" for size, cost in line)
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [
            f'<circle cx="{x(size):.1f}" cy="{y(cost):.1f}" r="3" fill="{colour}"/>' for size, cost in line
        ]
    last = max(case.size for case in found)
    labelled = sorted(
        ((y(case.p50), case.facts["share"]) for case in found if case.size == last), key=lambda one: one[0]
    )
    height = 0.0
    for place, share in labelled:
        height = max(place + 4, height + 14)
        parts.append(_text(x(last) + 10, height, f"{share:.2%} eligible"))
    return "\n".join([*parts, "</svg>\n"])


def _axis(values: Sequence[float], start: float, end: float) -> Callable[[float], float]:
    low, high = log10(min(values) * 0.8), log10(max(values) * 1.25)
    return lambda value: start + (log10(value) - low) / (high - low) * (end - start)


def _grid(cases: Sequence[Case], x: Callable[[float], float], y: Callable[[float], float]) -> Iterator[str]:
    right, bottom = _WIDTH - _RIGHT, _HEIGHT - _BOTTOM
    for size in sorted({case.size for case in cases}):
        yield f'<path d="M{x(size):.1f} {_TOP}V{bottom}" stroke="#ddd"/>'
        yield _text(x(size), bottom + 18, f"{size:,}", anchor="middle")
    costs = [case.p50 for case in cases]
    for power in range(-1, 5):
        for digit in (1, 2, 5):
            cost = digit * 10.0**power
            if min(costs) * 0.8 <= cost <= max(costs) * 1.25:
                yield f'<path d="M{_LEFT} {y(cost):.1f}H{right}" stroke="#ddd"/>'
                yield _text(_LEFT - 8, y(cost) + 4, f"{cost:g}", anchor="end")


def _text(x: float, y: float, words: str, anchor: str = "start", size: int = 12) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="#333">{words}</text>'
    )
