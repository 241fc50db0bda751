"""What people are called."""

from __future__ import annotations

from postprod_xl.schema.rows import Row


def full_name(person: Row) -> str:
    """First and last name of a row of `Equipe`."""
    return f"{person.first_name} {person.last_name}".strip()
