"""The registry as a version to come would have it: columns, tables, settings and words that no workbook holds yet."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.engines.ooxml.parts.tabs import TabList
from postprod_xl.schema import drawn_tabs as drawn_declarations
from postprod_xl.schema import families as optional
from postprod_xl.schema import tables as registry
from postprod_xl.schema import versions
from postprod_xl.schema.drawn_tabs import DrawnTab
from postprod_xl.schema.families import TabFamily
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.settings import house as setting_declarations
from postprod_xl.schema.settings.setting import Setting
from postprod_xl.schema.table import (
    COMPUTED,
    Column,
    Table,
    TableKind,
    boolean,
    choice,
    days,
    euro,
    hours,
    reference,
    text,
)
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.versions import CURRENT
from postprod_xl.schema.vocabulary import DayPart
from postprod_xl.workbook import style
from postprod_xl.workbook.draw import page
from postprod_xl.workbook.style import Family
from postprod_xl.workbook.version import MARK, mark_text
from tests.fuzz.office import small_office
from tests.masters import contents, repacked

LATER = "0.9"
_CACHED = ("headings", "first_headings", "computed", "typed", "calculated_from")


@dataclass(frozen=True)
class LaterSchema:
    """What a version to come adds.

    Parameters
    ----------
    columns
        By table, each column and how many stand before it.
    tables
        Tables, with their tabs, at the end.
    settings
        Rows of `Parametres`, at the end.
    choices
        By table and code name, the words of a closed list.
    version
        That of the workbook.
    families
        Optional families of tabs.
    drawn
        Drawn tabs, at the end.
    """

    columns: Mapping[str, Sequence[tuple[int, Column]]] = field(default_factory=dict)
    tables: Sequence[Table] = ()
    settings: Sequence[Setting] = ()
    choices: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    version: str = LATER
    families: Sequence[TabFamily] = ()
    drawn: Sequence[DrawnTab] = ()


@contextmanager
def declared(later: LaterSchema) -> Iterator[None]:
    """The whole program with these declarations."""
    with ExitStack() as stack:
        for table in registry.TABLES:
            stack.callback(_set_columns, table, table.columns)
            _set_columns(table, _grown(table, later))
        stack.enter_context(patch.dict(registry.BY_NAME, {table.name: table for table in later.tables}))
        family = Family("À venir", "#123456", tuple(table.name for table in later.tables))
        _replaced(stack, "FAMILIES", style.FAMILIES, (*style.FAMILIES, family))
        names = optional.OPTIONAL_FAMILIES
        _replaced(stack, "OPTIONAL_FAMILIES", names, (*names, *later.families))
        tabs = drawn_declarations.DRAWN_TABS
        _replaced(stack, "DRAWN_TABS", tabs, (*tabs, *later.drawn))
        stack.enter_context(patch.dict(page.LEFT_WIDTHS, dict.fromkeys(later.drawn, (12.0, 40.0))))
        stack.enter_context(patch.dict(page._PAPERS, dict.fromkeys(later.drawn, page.A4)))
        _replaced(stack, "TABLES", registry.TABLES, (*registry.TABLES, *later.tables))
        settings = setting_declarations.SETTINGS
        _replaced(stack, "SETTINGS", settings, (*settings, *later.settings))
        _replaced(stack, "CURRENT", versions.CURRENT, later.version)
        yield


def _grown(table: Table, later: LaterSchema) -> tuple[Column, ...]:
    columns = [
        replace(column, choices=later.choices.get((table.name, column.name), column.choices))
        for column in table.columns
    ]
    for position, column in later.columns.get(table.name, ()):
        columns.insert(position, column)
    return tuple(columns)


def _set_columns(table: Table, columns: tuple[Column, ...]) -> None:
    object.__setattr__(table, "columns", columns)
    object.__setattr__(table, "by_name", {column.name: column for column in columns})
    for name in _CACHED:
        table.__dict__.pop(name, None)


def _replaced(stack: ExitStack, name: str, old: Any, new: Any) -> None:
    """Give a name of the registry another value in every module that took it, and back at the end."""
    _swap(name, old, new)
    stack.callback(_swap, name, new, old)


def _swap(name: str, old: Any, new: Any) -> None:
    for module in [m for n, m in sys.modules.items() if n.startswith(("postprod_xl", "tests"))]:
        if module.__dict__.get(name) is old:
            setattr(module, name, new)


DELIVERABLES = Table(
    "Remises",
    "Remises",
    TableKind.INPUT,
    "Les remises promis.",
    (
        text("code", "Code", "Code unique de ce qui est livré.", required=True),
        reference("project", "Projet", "Code du projet dont il vient.", "Projets"),
    ),
    key=("code",),
    since=LATER,
)
SCHEMA = LaterSchema(
    {
        "Planning": [
            (3, text("colour", "Couleur du jour", "Une couleur que la tâche porte.", since=LATER)),
            (
                99,
                hours(
                    "apart_minutes", "Heures à part", "Des heures hors du plan.", role=COMPUTED, since=LATER
                ),
            ),
        ],
        "Projets": [
            (
                2,
                choice(
                    "half",
                    "Moitié",
                    "La moitié du jour où il sort.",
                    DayPart,
                    since=LATER,
                    required=True,
                    default="Matin",
                ),
            ),
        ],
        "Devis": [
            (2, euro("extra_cents", "Supplément", "Ce qui s'ajoute.", bounds=(0, None), since=LATER)),
            (
                4,
                euro(
                    "twice_cents",
                    "Double",
                    "Deux fois le montant.",
                    role=COMPUTED,
                    formula="{amount_cents}*2",
                    since=LATER,
                ),
            ),
        ],
        "Equipe": [(4, reference("deliverable", "Livrable", "Ce dont elle répond.", "Remises", since=LATER))],
        "Absences": [(1, reference("of", "Objet", "Ce qui est touché.", "Equipe", "Salles", since=LATER))],
        "Seances": [
            (3, days("more_days", "Jours en plus", "Ce que la séance ajoute.", bounds=(0, 10), since=LATER)),
            (0, boolean("seen", "Vue", "Oui : elle est relue.", since=LATER)),
        ],
    },
    [DELIVERABLES],
    [
        Setting(
            "late_rate", "Part du retard", Kind.PERCENT, "12 %", "%", "réglage maison", (0, 1), since=LATER
        )
    ],
    {("Projets", "status"): (*BY_NAME["Projets"].by_name["status"].choices, "En sommeil")},
)
ADDED = {"Planning": 2, "Projets": 1, "Devis": 2, "Equipe": 1, "Absences": 1, "Seances": 2}


def old_office() -> bytes:
    """A small office as the first version wrote it: without mark, and without what came since."""
    parts = contents(io.BytesIO(small_office()))
    parts["xl/workbook.xml"] = re.sub(
        rb'<definedName name="%s">[^<]*</definedName>' % MARK.encode(), b"", parts["xl/workbook.xml"]
    )
    return repacked(parts)


def marked_as(path: Path, version: str = CURRENT) -> None:
    """The workbook marked as of a version."""
    package = Package.open(path)
    TabList(package).set_names({MARK: mark_text(version)})
    path.write_bytes(package.to_bytes())
