"""The French départements and overseas collectivities, by code."""

from __future__ import annotations

OVERSEAS = ("971", "972", "973", "974", "975", "976", "977", "978")
DEPARTMENTS = frozenset({*map(str, range(1, 96)), "2A", "2B", *OVERSEAS} - {"20"})
"""Codes without leading zero."""


def department_code(text: str) -> str:
    """The code of a département as `DEPARTMENTS` spells it; what is none is given back as it is.

    >>> department_code(" 01 "), department_code("2a"), "99" in DEPARTMENTS
    ('1', '2A', False)
    """
    return text.strip().lstrip("0").upper()
