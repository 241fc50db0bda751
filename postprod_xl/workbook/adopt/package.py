"""Our tabs, filled with what was read of a person's, added to the file of a person's workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from postprod_xl.engines.ooxml.errors import naming
from postprod_xl.engines.ooxml.grafting.graft import graft_sheets
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.engines.ooxml.parts.tabs import TabList
from postprod_xl.schema.versions import CURRENT
from postprod_xl.workbook.adopt.collisions import free_titles
from postprod_xl.workbook.adopt.retitling import retitle
from postprod_xl.workbook.make.build import build
from postprod_xl.workbook.make.validations import list_names
from postprod_xl.workbook.places import find_tables
from postprod_xl.workbook.version import MARK, mark_text

if TYPE_CHECKING:
    from postprod_xl.workbook.make.table_tab import Record


def adopt_package(package: Package, rows: Mapping[str, Sequence[Record]]) -> Mapping[str, str]:
    """Add every tab of ours to a workbook without any, after its own.

    Of its own parts, only those that list tabs, formats and names change: `workbook.xml`, its relationships,
    `styles.xml`, which is only added to, the content types and `docProps/app.xml`.

    Parameters
    ----------
    package
        A workbook in which nothing collides (`collisions`).
    rows
        Typed records by table name, as `make.build` takes them.

    Returns
    -------
    Mapping
        The titles of our tabs that a person's tab has already, and those they have instead.

    Raises
    ------
    UnusableFile
        A part of the workbook cannot be read, or does not take formats or tabs; it is then of no use any more.
    """
    with naming(package.path):
        source = Package(Path("bureau.xlsx"), build(rows))
        ours = [tab.title for tab in TabList(source).tabs]
        titles = free_titles(ours, [tab.title for tab in TabList(package).tabs])
        retitle(source, titles)
        graft_sheets(package, source, [titles.get(title, title) for title in ours])
        present = find_tables(package).keys()
        TabList(package).set_names({**list_names(present), MARK: mark_text(CURRENT)})
    return titles
