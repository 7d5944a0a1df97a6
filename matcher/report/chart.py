"""A report as a picture: horizontal bars in SVG that a reader of screens can read too, alone or in a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, select_autoescape

from matcher.plugin.tasks import Table
from matcher.report.cells import GATHERED

__all__ = ["chart_html", "chart_svg", "full_bar"]

_WIDTH, _NUMBERS = 860, 90
_ROW, _BAR, _TOP = 42, 14, 62
_LONGEST_LABEL = 125

_SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{ width }} {{ height }}" width="{{ width }}" \
height="{{ height }}" role="img" aria-labelledby="title desc" font-family="Titillium Web, Segoe UI, Roboto, \
Arial, sans-serif" font-size="13" fill="#17324d">
<title id="title">{{ title }}</title>
<desc id="desc">{{ desc }}</desc>
<rect width="{{ width }}" height="{{ height }}" fill="#ffffff"/>
<text x="0" y="20" font-size="17" font-weight="700">{{ title }}</text>
<text x="0" y="40" fill="#455b71">{{ measure }}</text>
{% for bar in bars -%}
<g><text x="0" y="{{ bar.y }}">{{ bar.label }}</text>\
<rect x="0" y="{{ bar.y + 6 }}" width="{{ bar.width }}" height="{{ thick }}" fill="#0059b3"/>\
<text x="{{ bar.width + 6 }}" y="{{ bar.y + 18 }}">{{ bar.number }}</text></g>
{% endfor -%}
</svg>
"""
_HTML = """<!doctype html>
<html lang="{{ language }}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }}</title>
<style>
@page { size: A4 landscape; margin: 14mm; }
body { font: 11pt/1.45 "Titillium Web", "Segoe UI", Roboto, Arial, sans-serif; color: #17324d; max-width: 62rem; \
margin: 0 auto; padding: 1.5rem; }
svg { max-width: 100%; height: auto; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 700; padding: .5rem 0; }
th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #c5d3e0; }
td.n, th.n { text-align: right; } td:first-child { white-space: nowrap; }
tr, svg g { break-inside: avoid; }
</style></head>
<body>
{% for part in parts %}
{{ part.svg }}
<table><caption>{{ part.title }}</caption>
<tr>{% for head in part.heads %}<th scope="col"{% if head.number %} class="n"{% endif %}>{{ head.text }}</th>\
{% endfor %}</tr>
{% for row in part.rows %}
<tr>{% for cell in row %}<td{% if cell.number %} class="n"{% endif %}>{{ cell.text }}</td>{% endfor %}</tr>
{% endfor %}
</table>
{% for note in part.notes %}
<p>{{ note }}</p>
{% endfor %}
{% endfor %}
</body>
</html>
"""
_ENVIRONMENT = Environment(
    autoescape=select_autoescape(default=True, default_for_string=True), trim_blocks=True
)


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    number: bool


def full_bar(key: str, numbers: Sequence[float]) -> float:
    """Return the number that the longest possible bar stands for: of a share the whole, else the largest."""
    return 100 if key == "percent" else max(numbers, default=0) or 1


def chart_svg(table: Table, language: str = "it") -> str:
    """Return a table's bars as SVG: one bar a row, as long as the number of its ``bar`` column."""
    rows = list(table.rows)
    numbers = [float(row.get(table.bar) or 0) for row in rows]
    longest = full_bar(table.bar, numbers)
    room = _WIDTH - _NUMBERS
    measure = _heading(table, table.bar, language)
    bars = [
        {
            "label": _short(_label(table, row, language)),
            "number": _written(row.get(table.bar), language),
            "width": round(room * number / longest, 1),
            "y": _TOP + place * _ROW,
        }
        for place, (row, number) in enumerate(zip(rows, numbers, strict=True))
    ]
    said = [f"{_label(table, row, language)}: {_written(row.get(table.bar), language)}" for row in rows]
    return _ENVIRONMENT.from_string(_SVG).render(
        title=_title(table, language),
        measure=measure,
        desc=f"{measure}. {'; '.join(said)}.",
        bars=bars,
        width=_WIDTH,
        height=_TOP + max(1, len(rows)) * _ROW + 8,
        thick=_BAR,
    )


def chart_html(tables: Sequence[Table], language: str = "it") -> str:
    """Return tables as one self-contained page: the bars of each above all of its numbers."""
    from markupsafe import Markup

    parts = [
        {
            # escaped where it was made
            "svg": Markup(chart_svg(table, language)) if table.bar else "",
            "title": _title(table, language),
            "heads": [_head(table, key, language) for key, _, _ in table.columns],
            "rows": [_cells(table, row, language) for row in table.rows],
            "notes": table.notes_en if language == "en" else table.notes_it,
        }
        for table in tables
    ]
    title = _title(tables[0], language) if tables else ""
    return _ENVIRONMENT.from_string(_HTML).render(language=language, title=title, parts=parts)


def _head(table: Table, key: str, language: str) -> _Cell:
    number = any(isinstance(row.get(key), int | float) for row in table.rows)
    return _Cell(_heading(table, key, language), number)


def _cells(table: Table, row: Mapping[str, Any], language: str) -> list[_Cell]:
    values = [row.get(key) for key, _, _ in table.columns]
    return [_Cell(_written(value, language), isinstance(value, int | float)) for value in values]


def _label(table: Table, row: Mapping[str, Any], language: str) -> str:
    """Return the words of a row: what stands in its columns of text."""
    texts = [row.get(key) for key, _, _ in table.columns if key != table.bar]
    words = [str(text) for text in texts if isinstance(text, str) and text]
    if words and set(words) == {GATHERED}:
        return "altre" if language == "it" else "others"
    return " · ".join(words)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_LABEL else f"{text[: _LONGEST_LABEL - 1]}…"


def _written(value: Any, language: str) -> str:
    """Return a cell as it is written: thousands and decimals as the language wants them."""
    if value is None:
        return ""
    if not isinstance(value, int | float):
        return str(value)
    text = f"{value:,}"
    return text if language == "en" else text.replace(",", " ").replace(".", ",").replace(" ", ".")


def _title(table: Table, language: str) -> str:
    return table.title_en if language == "en" else table.title_it


def _heading(table: Table, key: str, language: str) -> str:
    return next((en if language == "en" else it for name, it, en in table.columns if name == key), key)
