"""Kinds of concept in the words of the desk, and how a word reached its concept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from matcher.cli.language import chosen_language
from matcher.cli.session import Session

__all__ = ["READ_KINDS", "KindWord", "kind_word", "method_word"]

_KINDS = {
    "occupation": "professione",
    "skill": "competenza",
    "licence": "patente",
    "language": "lingua",
    "education": "titolo",
    "field": "indirizzo",
}
#: What running text may name.
READ_KINDS = {
    **{code: word for code, word in _KINDS.items() if code != "occupation"},
    "schedule": "orario",
    "contract": "contratto",
    "experience": "esperienza",
    "availability": "disponibilità",
}
#: Kinds whose words nobody links one by one: named, never asked for.
_CLOSED = {
    "isco_group": "gruppo ISCO",
    "level": "livello di lingua",
    "contract": "contratto",
    "schedule": "orario e turni",
}
_METHODS = {
    "exact": "esatto",
    "alternative": "altro nome",
    "fuzzy": "ortografia",
    "embedding": "somiglianza",
    "operator": "scelta dell'operatore",
    "part": "parte del testo",
    "none": "nessuno",
}


def kind_word(session: Session, kind: str) -> str:
    """Return the word for a kind, which commands take in place of its code."""
    return session.text({**_CLOSED, **READ_KINDS, **_KINDS}.get(kind, kind), kind)


def method_word(session: Session, method: str) -> str:
    """Return how a concept was reached."""
    return session.text(_METHODS.get(method, method), method)


class KindWord(click.ParamType[str]):
    """A kind of concept: its code, or its word in Italian.

    Parameters
    ----------
    kinds : mapping of str to str, optional
        Those that may be chosen, code to word; those that words are linked to if omitted.
    """

    name = "kind"

    def __init__(self, kinds: Mapping[str, str] = _KINDS) -> None:
        self._kinds = kinds

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Return the words to choose from, in the chosen language; an argument has them in its help."""
        words = "|".join(self._kinds if chosen_language() == "en" else self._kinds.values())
        return f"[{words}]" if isinstance(param, click.Option) else "KIND"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the code of a kind."""
        text = str(value).casefold()
        code = next((code for code, word in self._kinds.items() if text in (code, word)), None)
        if code is None:
            known = self._kinds if chosen_language() == "en" else self._kinds.values()
            self.fail(f"'{value}' is not one of {', '.join(map(repr, known))}.", param, ctx)
        return code
