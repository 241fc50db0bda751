"""An optional family of tabs for tests, tables that people fill in, a result, a drawn tab; and tabs deleted by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from postprod_xl.engines.ooxml.markup import main
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.engines.ooxml.parts.tabs import TabList
from postprod_xl.schema.drawn_tabs import DrawnTab
from postprod_xl.schema.families import TabFamily
from postprod_xl.schema.table import Table, TableKind, euro, reference, text
from postprod_xl.schema.versions import CURRENT
from tests.later_schema import LaterSchema

TRIAL = TabFamily("essais", "Essais", "Les essais d'un projet, et ce qu'ils ont donné.")
TESTS = Table(
    "Essais",
    "Essais",
    TableKind.INPUT,
    "Les essais à faire.",
    (
        text("code", "Code", "Code unique de l'essai.", required=True),
        reference("project", "Projet", "Code du projet.", "Projets"),
        text("subject", "Objet", "Ce qui est essayé."),
    ),
    key=("code",),
    since=CURRENT,
    family=TRIAL.name,
)
SAMPLES = Table(
    "Prelevements",
    "Prélèvements",
    TableKind.INPUT,
    "Ce que chaque essai prend.",
    (
        text("number", "N°", "Numéro du prélèvement.", required=True),
        reference("test", "Essai", "Code de l'essai.", "Essais"),
        euro("cost_cents", "Coût", "Ce qu'il coûte."),
    ),
    key=("number",),
    since=CURRENT,
    family=TRIAL.name,
)
OUTCOMES = Table(
    "BilanEssais",
    "Bilan des essais",
    TableKind.RESULT,
    "Ce que les essais ont donné.",
    (text("test", "Essai", "Code de l'essai."), text("outcome", "Bilan", "Ce qu'il a donné.")),
    since=CURRENT,
    family=TRIAL.name,
)
SHEET = DrawnTab(
    "Fiche d'essai",
    "essai",
    "DessinEssai",
    "BilanEssais",
    "Ce qui a été essayé, tel qu'on le lit sur papier.",
    "Actualisez pour écrire la fiche.",
    CURRENT,
    TRIAL.name,
)
TITLES = ["Essais", "Prélèvements", "Bilan des essais", "Fiche d'essai"]
SCHEMA = LaterSchema(tables=(TESTS, SAMPLES, OUTCOMES), version=CURRENT, families=(TRIAL,), drawn=(SHEET,))


def delete_tabs(path: Path, titles: Iterable[str]) -> None:
    """Delete tabs as Excel does: what referred to them, or to their tables, refers to nothing."""
    package = Package.open(path)
    for title in titles:
        _delete(package, title)
    path.write_bytes(package.to_bytes())


def _delete(package: Package, title: str) -> None:
    listed = TabList(package)
    position = [tab.title for tab in listed.tabs].index(title)
    tab, entry = listed.tabs[position], listed._entries()[position]
    tables = [one.target for one in package.relationships(tab.part) if one.type.endswith("/table")]
    gone = [package.parse_xml(table).get("displayName") for table in tables]
    cells = re.escape(title.replace("'", "''"))
    pattern = re.compile("|".join([*(rf"{name}\[" for name in gone), rf"'{cells}'!|{cells}!"]))
    entry.getparent().remove(entry)
    for name in listed.names():
        scope = name.get("localSheetId")
        if scope == str(position):
            name.getparent().remove(name)
        else:
            name.text = "#REF!" if pattern.match(name.text or "") else name.text
            if scope is not None and int(scope) > position:
                name.set("localSheetId", str(int(scope) - 1))
    for view in listed.root.iter(main("workbookView")):
        view.attrib.pop("activeTab", None)
    listed.write()
    (link,) = (one for one in package.relationships(package.workbook_part) if one.target == tab.part)
    package.remove_relationship(package.workbook_part, link.id)
    for part in (*tables, tab.part):
        package.remove_override(part)
        package.remove(part)
