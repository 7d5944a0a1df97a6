"""A page that leaves the desk: what stands on it, always with who sends it (D.Lgs. 276/2003 art. 9).

The employer's document and the notices to people are pages. The same page becomes HTML, plain text or PDF,
so no form can say more than another, and none can lack the details of the intermediary.
"""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, select_autoescape

from matcher.domain.record import Record
from matcher.errors import InputError
from matcher.settings import Intermediary

__all__ = ["Card", "Fact", "Grid", "Page", "page_html", "page_text", "require_intermediary"]

#: Stands in the name of an intermediary that nobody has configured.
_PLACEHOLDER = "da configurare"


class Fact(Record):
    """A label and what stands beside it."""

    label: str
    text: str


class Grid(Record):
    """A small table of texts: every row has as many cells as there are columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Card(Record):
    """One boxed part of a page: a heading, a table, facts."""

    heading: str
    grid: Grid | None = None
    facts: tuple[Fact, ...] = ()


class Page(Record):
    """A page in the order in which it is read.

    Attributes
    ----------
    language : {'it', 'en'}
        For readers of screens.
    reference : str
        What the page is about, and its day: stands at the top of every sheet.
    mark, why_marked : str
        A warning across the page, as on a draft; empty where there is none.
    cards_heading, nothing : str
        What stands above the cards, and in their place where there are none.
    intermediary, authorisation : Intermediary, str
        Who sends the page and the word before its authorisation: required, so that no page lacks them.
    """

    language: str
    title: str
    reference: str
    intermediary: Intermediary
    authorisation: str
    mark: str = ""
    why_marked: str = ""
    facts: tuple[Fact, ...] = ()
    paragraphs: tuple[str, ...] = ()
    cards_heading: str = ""
    cards: tuple[Card, ...] = ()
    nothing: str = ""
    notes: tuple[str, ...] = ()

    @property
    def sender(self) -> tuple[str, str]:
        """The two lines on who sends the page: who and where, under which title."""
        who = (self.intermediary.name, self.intermediary.address, self.intermediary.contact)
        return " · ".join(part for part in who if part), (
            f"{self.authorisation}: {self.intermediary.authorisation}"
        )


def require_intermediary(intermediary: Intermediary) -> None:
    """Refuse to send a page while nobody has said who sends it.

    Raises
    ------
    InputError
        ``E-DOC-001`` if the name is missing or still the placeholder, or the authorisation is missing.
    """
    missing = []
    if not intermediary.name or _PLACEHOLDER in intermediary.name.casefold():
        missing.append("name")
    if not intermediary.authorisation or _PLACEHOLDER in intermediary.authorisation.casefold():
        missing.append("authorisation")
    if missing:
        raise InputError(
            "E-DOC-001",
            "Mancano gli estremi dell'intermediario, che ogni comunicazione deve riportare "
            "(D.Lgs. 276/2003 art. 9).",
            f"Sotto [intermediary] in matcher.toml scrivi {' e '.join(missing)}; controlla anche che "
            "l'autorizzazione sia la tua.",
        )


def page_html(page: Page) -> str:
    """Return the page as one self-contained HTML file that prints on A4."""
    environment = Environment(
        loader=PackageLoader("matcher.exchange"),
        autoescape=select_autoescape(default=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["css_text"] = _css_text
    return environment.get_template("page.html.j2").render(page=page)


def _css_text(text: str) -> str:
    """Return a text as a string of a style sheet, out of which nothing leads."""
    told = "".join(one if one.isalnum() or one in " .,:·-" else f"\\{ord(one):x} " for one in text)
    return f'"{told}"'


def page_text(page: Page) -> str:
    """Return the page as plain text, for a message or a letter."""
    lines = [page.title.upper(), page.reference, ""]
    if page.mark:
        lines += [page.mark, page.why_marked, ""]
    lines += [f"{fact.label}: {fact.text}" for fact in page.facts]
    lines += ["", *(line for paragraph in page.paragraphs for line in (paragraph, ""))]
    for card in page.cards:
        lines += [card.heading, *_grid_lines(card.grid), *(f"  {f.label}: {f.text}" for f in card.facts), ""]
    lines += [*page.notes, "", "--", *page.sender]
    return "\n".join(lines) + "\n"


def _grid_lines(grid: Grid | None) -> list[str]:
    return [] if grid is None else ["  " + " · ".join(cell for cell in row if cell) for row in grid.rows]
