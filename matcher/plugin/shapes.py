"""Checks that what a plugin declares is made of what its types say, part by part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from matcher.errors import PluginError

__all__ = ["check_shape"]


def check_shape(plugin: str, item: Any) -> None:
    """Refuse a declaration with a part of another type, however deep it stands.

    Raises
    ------
    PluginError
        ``E-PLG-033``: which part, what it is, what it should be.
    """
    for name, wanted in _parts(item.__class__).items():
        value = getattr(item, name)
        if not _fits(value, wanted):
            raise PluginError(
                "E-PLG-033",
                f"Il plugin «{plugin}» dà a {type(item).__name__}.{name} {value!r:.60}, che è {type(value).__name__}.",
                f"Serve {_words(wanted)}: vedi docs/hooks.",
            )
        for part in value if isinstance(value, (tuple, list)) else (value,):
            if is_dataclass(part) and not isinstance(part, type):
                check_shape(plugin, part)


@cache
def _parts(kind: Any) -> Mapping[str, Any]:
    hints = get_type_hints(kind)
    return {one.name: hints[one.name] for one in fields(kind)}


def _fits(value: Any, wanted: Any) -> bool:
    origin, inner = get_origin(wanted), get_args(wanted)
    if origin in (Union, UnionType):
        fits = any(_fits(value, one) for one in inner)
    elif origin is Literal:
        fits = value in inner
    elif origin is tuple:
        fits = isinstance(value, (tuple, list)) and all(_fits(one, inner[0]) for one in value)
    elif origin is Mapping:
        fits = isinstance(value, Mapping) and all(
            _fits(key, inner[0]) and _fits(one, inner[1]) for key, one in value.items()
        )
    elif wanted is int:
        fits = isinstance(value, int) and not isinstance(value, bool)
    else:
        fits = wanted is Any or isinstance(value, origin or wanted)
    return bool(fits)


def _words(wanted: Any) -> str:
    """Return a type as an author would write it."""
    origin, inner = get_origin(wanted), get_args(wanted)
    if origin in (Union, UnionType):
        return " | ".join(map(_words, inner))
    if origin is Literal:
        return " | ".join(map(repr, inner))
    if origin is not None and inner:
        name = getattr(origin, "__name__", str(origin))
        return f"{name}[{', '.join('…' if one is Ellipsis else _words(one) for one in inner)}]"
    return "None" if wanted is type(None) else str(getattr(wanted, "__name__", wanted))
