"""What released versions of the workbook hold, and what a later one may not do to it.

`python -m tests.released` keeps the present version with the others, once it is released.
"""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from postprod_xl.schema.drawn_tabs import DRAWN_TABS, DrawnTab
from postprod_xl.schema.settings.house import SETTINGS
from postprod_xl.schema.settings.setting import Setting
from postprod_xl.schema.table import Column, Table
from postprod_xl.schema.tables import TABLES
from postprod_xl.schema.versions import CURRENT, FIRST, is_later
from tests.masters import ROOT

RELEASED = ROOT / "tests" / "data" / "released_schemas.json"

WORKBOOKS = ROOT / "tests" / "data" / "released_workbooks.tar.xz"
"""Workbooks as released products wrote them, `0.1.0_demo.xlsx`; their parts are stored so that they pack together."""

Snapshot = Mapping[str, Any]


@cache
def released_workbooks() -> dict[str, bytes]:
    """The workbooks of released products, by the version of the product and the name that it was given."""
    with tarfile.open(WORKBOOKS) as archive:
        members = {member.name: archive.extractfile(member) for member in archive.getmembers()}
        return {name: file.read() for name, file in members.items() if file is not None}


def released() -> dict[str, Snapshot]:
    """What each released version holds, the earliest first: headings, settings, drawn tabs, closed lists."""
    found: dict[str, Snapshot] = json.loads(RELEASED.read_text(encoding="utf-8"))
    return found


def snapshot(
    tables: Iterable[Table] = TABLES,
    settings: Iterable[Setting] = SETTINGS,
    drawn: Iterable[DrawnTab] = DRAWN_TABS,
) -> Snapshot:
    """What the workbook of these declarations holds."""
    tables = list(tables)
    choices = {
        f"{table.name}[{column.heading}]": list(column.choices)
        for table in tables
        for column in table.columns
        if column.choices
    }
    return {
        "tables": {table.name: list(table.headings) for table in tables},
        "settings": [setting.name for setting in settings],
        "drawn": [tab.title for tab in drawn],
        "choices": choices,
    }


def version_faults(
    tables: Sequence[Table],
    settings: Sequence[Setting] = SETTINGS,
    drawn: Sequence[DrawnTab] = DRAWN_TABS,
    current: str = CURRENT,
) -> list[str]:
    """What in the declarations would break the workbooks of released versions, or hide from `upgrade`."""
    now, before = snapshot(tables, settings, drawn), released()
    last, held = list(before.items())[-1]
    faults = [f"{lost} is gone, and workbooks of version {last} hold it" for lost in _lost(held, now)]
    for thing, since, name in _declared(tables, settings, drawn):
        first = next((version for version, held in before.items() if _is_in(held, thing)), None)
        if first is not None and is_later(since, first):
            faults.append(f"{name} is of version {first} already, not {since}")
        elif first is None and not is_later(since, last):
            faults.append(f"{name} is not of version {since}: say since={current!r}")
        elif is_later(since, current):
            faults.append(f"{name} is of version {since}, and the workbook of {current}")
    if now["choices"] != held["choices"] and not is_later(current, last):
        faults.append(f"a closed list is not that of version {last}: {current} must be a later one")
    return [*faults, *_left_blank(tables), *_without_tab(tables)]


def _lost(held: Snapshot, now: Snapshot) -> list[str]:
    lost = [name for name in held["tables"] if name not in now["tables"]]
    for part in ("tables", "choices"):
        for name, words in held[part].items():
            lost += [f"{name}: {word}" for word in words if word not in now[part].get(name, words)]
    return lost + [name for part in ("settings", "drawn") for name in held[part] if name not in now[part]]


def _declared(
    tables: Iterable[Table], settings: Iterable[Setting], drawn: Iterable[DrawnTab]
) -> Iterable[tuple[tuple[str, str, str], str, str]]:
    """Each thing that a version may bring: where a snapshot has it, its version, and what to call it."""
    for table in tables:
        yield ("tables", table.name, ""), table.since, table.name
        for column in table.columns:
            since = table.since if is_later(table.since, column.since) else column.since
            yield ("tables", table.name, column.heading), since, f"{table.name}[{column.heading}]"
    yield from ((("settings", setting.name, ""), setting.since, setting.name) for setting in settings)
    yield from ((("drawn", tab.title, ""), tab.since, tab.title) for tab in drawn)


def _is_in(held: Snapshot, thing: tuple[str, str, str]) -> bool:
    part, name, heading = thing
    return name in held[part] and (not heading or heading in held[part][name])


def _left_blank(tables: Iterable[Table]) -> list[str]:
    """Columns whose cells, blank in the rows of older workbooks, would block every command."""
    return [
        f"{table.name}[{column.heading}] is required and has no default for the rows there are"
        for table in tables
        for column in table.columns
        if _is_later_column(table, column) and column.required and column.default is None
    ]


def _is_later_column(table: Table, column: Column) -> bool:
    return not table.came_after(FIRST) and column.came_after(FIRST)


def _without_tab(tables: Sequence[Table]) -> list[str]:
    """Tables that came later on the tab of another, where older workbooks have no room made for them."""
    tabs = {table.tab for table in tables if not table.came_after(FIRST)}
    return [
        f"{table.name} needs a tab of its own"
        for table in tables
        if table.came_after(FIRST) and table.tab in tabs
    ]


if __name__ == "__main__":
    kept = {**released(), CURRENT: snapshot()}
    text = json.dumps(kept, ensure_ascii=False, indent=1)
    RELEASED.write_text(text + "\n", encoding="utf-8")
