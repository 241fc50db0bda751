"""A word of its own planted in every text of an office, around its tables and in the parts of its file.

`allowed` says which of them a copy may hold, from a list of its own: the views of the product are not read here.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import NamedStyle
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.external_link.external import (
    ExternalBook,
    ExternalCell,
    ExternalLink,
    ExternalRow,
    ExternalSheetData,
    ExternalSheetDataSet,
    ExternalSheetNames,
)
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table as SheetTable
from openpyxl.worksheet.table import TableColumn
from openpyxl.worksheet.worksheet import Worksheet

from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.table import Column, Role, Table, TableKind
from postprod_xl.schema.tables import TABLES
from tests.leaks.search import word

AROUND = 900_00
"""The numbers of the words planted around the tables begin here."""
TEXTS: Mapping[str, Mapping[str, str]] = {
    "producteur": {
        "Projets": "title",
        "Planning": "label",
        "Episodes": "title director",
        "Devis": "label chapter_title",
        "Avenants": "label client_reason",
        "Factures": "subject",
        "Livrables": "frame_rate standard recipient codec audio_layout subtitle_format specification"
        " specification_version",
    },
    "réalisateur": {"Projets": "title", "Planning": "label", "Episodes": "title director"},
    "technicien": {
        "Projets": "title",
        "Planning": "label",
        "Sources": "camera codec frame_rate gamma sound reel",
        "Flux": "timeline_rate editing_lut colour_management grading_space",
        "Livrables": "frame_rate standard codec colour_space gamma audio_layout subtitle_format specification"
        " specification_version",
    },
    "diffuseur": {
        "Projets": "title",
        "Planning": "label",
        "Episodes": "title",
        "Livrables": "frame_rate standard codec container audio_layout subtitle_format specification"
        " specification_version",
        "Pieces": "author reference",
    },
    "laboratoire": {
        "Projets": "title",
        "Planning": "label",
        "Sources": "camera codec frame_rate deinterlacing gamma sound reel",
        "Flux": "timeline_rate editing_lut colour_management grading_space",
        "Livrables": "frame_rate standard recipient codec container colour_space gamma audio_layout subtitle_format"
        " specification specification_version",
        "Pieces": "author reference",
    },
}
"""The columns of texts that an audience may read, in the rows of the project of the copy."""
NAMES: Mapping[str, Mapping[str, str]] = {
    "producteur": {"Clients": "name", "Equipe": "first_name last_name", "Salles": "name"},
    "réalisateur": {"Equipe": "first_name last_name", "Salles": "name"},
    "technicien": {"Equipe": "first_name last_name", "Salles": "name"},
    "diffuseur": {},
    "laboratoire": {"Salles": "name"},
}
"""The names that it may read of what the rows of the project name by a code."""
_WIDENED = ("Planning", "Devis", "Avenants", "Factures")
HELD_BACK = {"Planning": ("Annulé",), "Avenants": ("À négocier", "Refusé")}
"""The states in which a row stays in the house whatever its columns."""


@dataclass(frozen=True)
class Planted:
    """Where a word was planted."""

    table: str
    column: str
    project: str
    state: str = ""
    key: str = ""


@dataclass
class Planting:
    """The words planted in an office, by the cell they stand in, and how many odd figures."""

    cells: dict[str, Planted] = field(default_factory=dict)
    around: set[str] = field(default_factory=set)
    figures: int = 0

    @property
    def people(self) -> set[str]:
        """The codes of everybody."""
        return {at.key for at in self.cells.values() if at.table == "Equipe"}

    def allowed(self, project: str, audience: str, codes: set[str]) -> set[str]:
        """The words that a copy of a project may hold, `codes` being those of what its rows may name."""
        texts, names = TEXTS[audience], NAMES[audience]
        return {
            planted
            for planted, at in self.cells.items()
            if (
                _is_among(at, texts) and at.project == project and at.state not in HELD_BACK.get(at.table, ())
            )
            or (_is_among(at, names) and at.key in codes)
        }


def _is_among(at: Planted, columns: Mapping[str, str]) -> bool:
    return at.column in columns.get(at.table, "").split()


def plant(source: Path, target: Path) -> Planting:
    """Plant words in a copy of a workbook: in every cell of text that people type, then everywhere around them."""
    book = openpyxl.load_workbook(source)
    made = Planting()
    for table in TABLES:
        for sheet in book.worksheets:
            if table.name in sheet.tables:
                _plant_rows(sheet, table, made)
    return _planted_around(book, target, made)


def plant_around(source: Path, target: Path) -> Planting:
    """Plant words in a copy of a workbook everywhere around its tables, whose cells are as they were."""
    return _planted_around(openpyxl.load_workbook(source), target, Planting())


def _planted_around(book: openpyxl.Workbook, target: Path, made: Planting) -> Planting:
    _plant_around(book, made)
    book.save(target)
    _plant_parts(target, made)
    return made


def _plant_rows(sheet: Worksheet, table: Table, made: Planting) -> None:
    heading, *rows = sheet[sheet.tables[table.name].ref]
    columns = {cell.value: at for at, cell in enumerate(heading)}
    declared = {column.name: columns[column.heading] for column in table.columns if column.heading in columns}
    for row in rows:
        values = {name: row[at].value for name, at in declared.items()}
        if not all(values.get(name) for name in table.key or tuple(declared)[:1]):
            continue
        for column in table.columns:
            if column.name in declared and _takes_a_figure(table, column):
                made.figures += 1
                row[declared[column.name]].value = figure(made.figures)
            if column.name in declared and _takes_a_word(table, column):
                cell = row[declared[column.name]]
                if str(cell.value or "").startswith("="):
                    continue
                planted = word(len(made.cells))
                cell.value = f"{cell.value or ''} {planted}".strip()
                made.cells[planted] = _at(table, column, values)


def _at(table: Table, column: Column, values: Mapping[str, Any]) -> Planted:
    own = "code" if table.name == "Projets" else "project"
    state = table.shared_when[0] if table.shared_when else ""
    key = values.get(table.key[0], "") if table.key else ""
    return Planted(
        table.name, column.name, str(values.get(own) or ""), str(values.get(state) or ""), str(key or "")
    )


def _takes_a_word(table: Table, column: Column) -> bool:
    """Whether a word behind what the cell says leaves the office as it was for the rules."""
    is_code = column.references or column.named_in or column.format or column.name in table.key
    return (
        column.kind is Kind.TEXT
        and not is_code
        and column.name not in ("code", "skills", "predecessors", "room_type", "skill", "step", "sessions")
        and table.name
        not in ("Parametres", "Conventions", "Minima", "CodesPaie", "VersionsFigees", "Originaux")
    )


def _takes_a_figure(table: Table, column: Column) -> bool:
    """Whether people type in it a cost or a rate that nobody outside is told."""
    return (
        column.private
        and column.kind is Kind.EURO
        and column.role is Role.TYPED
        and table.kind is TableKind.INPUT
    )


def figure(number: int) -> float:
    """An amount that no price is, its cents odd, from which every cost and margin is odd too."""
    return round(6_000.37 + 1.3 * (number % 3_000), 2)


def _around(made: Planting) -> str:
    planted = word(AROUND + len(made.around))
    made.around.add(planted)
    return planted


def _plant_around(book: openpyxl.Workbook, made: Planting) -> None:
    """Properties, names, comments, hidden tabs, headers, styles, messages and the cells beside the tables."""
    said = book.properties
    for name in (
        "creator",
        "lastModifiedBy",
        "company",
        "keywords",
        "description",
        "title",
        "subject",
        "category",
    ):
        setattr(said, name, _around(made))
    book.custom_doc_props.append(StringProperty(name=_around(made), value=_around(made)))
    name = _around(made)
    book.defined_names[name] = DefinedName(name, attr_text=f'"{_around(made)}"', comment=_around(made))
    for state in ("hidden", "veryHidden"):
        sheet = book.create_sheet(_around(made))
        sheet.sheet_state, sheet["A1"] = state, _around(made)
        sheet.sheet_properties.codeName = _around(made)
    style = NamedStyle(_around(made))
    style.number_format = f'0"{_around(made)}"'
    for sheet in book.worksheets:
        _plant_on(sheet, style.name, made)
    book.add_named_style(style)
    _link_to_another(book, made)


def _plant_on(sheet: Worksheet, style: str, made: Planting) -> None:
    for place in (sheet.oddHeader, sheet.oddFooter, sheet.firstHeader, sheet.evenFooter):
        place.center.text = _around(made)
    bottom, right = sheet.max_row + 3, sheet.max_column + 2
    sheet.cell(bottom, 1, _around(made)).comment = Comment(_around(made), _around(made))
    sheet.cell(2, right, _around(made)).hyperlink = f"https://{_around(made)}.example/{_around(made)}"
    told = DataValidation("list", f'"{_around(made)}"', showInputMessage=True)
    told.promptTitle, told.prompt, told.error = _around(made), _around(made), _around(made)
    told.add(sheet.cell(bottom + 1, 1).coordinate)
    sheet.add_data_validation(told)
    for table in sheet.tables.values():
        if table.name in _WIDENED:
            _widen(sheet, table, made)
        first = sheet[table.ref][1][0] if len(sheet[table.ref]) > 1 else None
        if first is not None:
            first.comment = Comment(_around(made), _around(made))


def _widen(sheet: Worksheet, table: SheetTable, made: Planting) -> None:
    """A column of a person's own at the right of a table."""
    area = sheet[table.ref]
    column, heading = area[0][-1].column + 1, _around(made)
    sheet.cell(area[0][0].row, column, heading)
    for row in area[1:]:
        sheet.cell(row[0].row, column, _around(made))
    table.ref, table.autoFilter = (
        f"{area[0][0].coordinate}:{sheet.cell(area[-1][0].row, column).coordinate}",
        None,
    )
    table.tableColumns.append(TableColumn(id=1 + len(table.tableColumns), name=heading))


def _link_to_another(book: openpyxl.Workbook, made: Planting) -> None:
    """A link to another workbook, with the values that it kept of it."""
    cell = ExternalCell(r="A1", t="str", v=_around(made))
    data = ExternalSheetDataSet([ExternalSheetData(0, row=[ExternalRow(1, cell=[cell])])])
    linked = ExternalBook(sheetNames=ExternalSheetNames([_around(made)]), sheetDataSet=data)
    linked.id = "rId1"
    link = ExternalLink(externalBook=linked)
    from openpyxl.packaging.relationship import Relationship

    link.file_link = Relationship(
        type="externalLinkPath", Target=f"file:///C:/{_around(made)}.xlsx", TargetMode="External"
    )
    book._external_links.append(link)


def _plant_parts(target: Path, made: Planting) -> None:
    """The settings of a printer, a part of data of a person's, the comment of the archive."""
    printer = "xl/printerSettings/printerSettings1.bin"
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(printer, f"\\\\serveur\\{_around(made)}".encode("utf-16-le"))
        archive.writestr("customXml/item1.xml", f"<secret>{_around(made)}</secret>")
        archive.comment = _around(made).encode()
