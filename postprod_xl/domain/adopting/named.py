"""Rows that a name alone tells, and the codes of those that have none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from postprod_xl.domain.adopting.codes import code_of
from postprod_xl.domain.adopting.full_names import split_name
from postprod_xl.domain.adopting.reading import NAMED_BY
from postprod_xl.domain.mapping.known_names import name_key
from postprod_xl.schema.cells.characters import as_drawn
from postprod_xl.schema.table import Table
from postprod_xl.schema.tables.planning import PLANNING
from postprod_xl.schema.tables.team import TEAM


def named_records(table: Table, texts: Iterable[str]) -> list[dict[str, Any]]:
    """The rows of what others call by these names alone; a last name that one person has is that person."""
    if table is not TEAM:
        return [{NAMED_BY[table.name][0]: text} for text in texts]
    names = list(dict.fromkeys(map(split_name, texts)))
    whole = Counter(name_key(name.last) for name in names if name.first)
    kept = [name for name in names if name.first or whole[name_key(name.last)] != 1]
    return [{"last_name": name.last, "first_name": name.first} for name in kept]


def with_codes(table: Table, records: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows of a table, each with a code; one that has none gets one made of what it is called.

    The code of a task begins with that of its project, the code of a person is made of the last name.
    """
    key = table.key[0]
    taken = {as_drawn(str(record[key])).upper() for record in records if record.get(key)}
    people = Counter(name_key(str(record.get("last_name"))) for record in records)
    coded = []
    for record in records:
        code = str(record.get(key) or "")
        if not code:
            last = str(record.get("last_name") or "")
            # The code of one of several people of a name must not be that name.
            is_alone = last and people[name_key(last)] == 1
            name = "".join(last.split()) if is_alone else _in_order(table, record)
            code = code_of(name, taken, f"{record['project']}-" if table is PLANNING else "")
            taken.add(code)
        coded.append({key: code, **{name: value for name, value in record.items() if name != key}})
    return coded


def _in_order(table: Table, record: Mapping[str, Any]) -> str:
    """What a row is called, the last name of a person first."""
    return " ".join(str(record[name]) for name in NAMED_BY[table.name] if record.get(name))
