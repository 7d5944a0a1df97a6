"""Charts: true to their numbers, and readable without eyes."""

from __future__ import annotations

from xml.etree import ElementTree

from matcher.plugin.tasks import Table
from matcher.report.chart import chart_html, chart_svg

_TABLE = Table(
    rows=[{"office": "Modena <1>", "n": 1200}, {"office": "Carpi", "n": 300}, {"office": "*", "n": 0}],
    columns=(("office", "Ufficio", "Office"), ("n", "Minuti", "Minutes")),
    title_it="Prestazioni & minuti",
    title_en="Services",
    notes_it=("Totale: 1.500.",),
    bar="n",
)
_SPACE = {"s": "http://www.w3.org/2000/svg"}


def test_bars_are_as_long_as_their_numbers() -> None:
    root = ElementTree.fromstring(chart_svg(_TABLE))
    widths = [float(bar.attrib["width"]) for bar in root.findall("s:g/s:rect", _SPACE)]
    assert widths[0] == 4 * widths[1]
    assert widths[2] == 0
    shown = [text.text for text in root.findall("s:g/s:text", _SPACE)]
    assert shown == ["Modena <1>", "1.200", "Carpi", "300", "altre", "0"]


def test_a_reader_of_screens_hears_title_and_numbers() -> None:
    root = ElementTree.fromstring(chart_svg(_TABLE))
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"] == "title desc"
    assert root.find("s:title", _SPACE).text == "Prestazioni & minuti"
    assert root.find("s:desc", _SPACE).text == "Minuti. Modena <1>: 1.200; Carpi: 300; altre: 0."


def test_the_page_holds_the_picture_and_every_number() -> None:
    page = chart_html([_TABLE], "it")
    assert '<html lang="it">' in page
    assert page.count("<svg") == 1
    assert "Modena &lt;1&gt;" in page
    assert "<1>" not in page
    assert "Totale: 1.500." in page
    assert "Services" in chart_html([_TABLE], "en")


def test_an_empty_report_is_an_empty_picture() -> None:
    empty = Table(rows=[], columns=_TABLE.columns, title_it="Vuoto", title_en="Empty", bar="n")
    assert "<svg" in chart_html([empty], "it")
