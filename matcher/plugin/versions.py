"""Which version of the product a plugin asks for: read from its metadata, before anything of it is imported."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["CORE", "unmet"]

#: Name of the product's distribution.
CORE = "rosa-matcher"
_NAME = re.compile(r"\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*\(?([^;)]*)")
_BOUND = re.compile(r"(>=|<=|==|~=|!=|>|<)\s*([\d.]+)")


def unmet(requires: Iterable[str], version: str) -> str:
    """Return the bound on the product that a version does not meet; empty when it meets all.

    Parameters
    ----------
    requires : iterable of str
        The requirements of a distribution: ``rosa-matcher>=0.2``, ``polars``…
    version : str
        The product's own.
    """
    for requirement in requires:
        found = _NAME.match(requirement)
        if found is None or re.sub(r"[-_.]+", "-", found[1]).lower() != CORE:
            continue
        for sign, bound in _BOUND.findall(found[2]):
            if not _meets(_numbers(version), sign, _numbers(bound)):
                return f"{sign}{bound}"
    return ""


def _numbers(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in re.findall(r"\d+", version.partition("+")[0])]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def _meets(held: tuple[int, ...], sign: str, bound: tuple[int, ...]) -> bool:
    return {
        ">=": held >= bound,
        "~=": held >= bound,
        ">": held > bound,
        "<=": held <= bound,
        "<": held < bound,
        "==": held == bound,
        "!=": held != bound,
    }[sign]
