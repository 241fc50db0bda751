"""A catalogue of two rights holders, a word of its own in every text of every row, an odd figure in every amount.

Whose each row is was written by hand (`tests.domain.sharing.holders.offices`), as what of it a holder may read
(`OF_HOLDERS`): the views and the rules of the product are not read here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.table import Column, Table
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.workbook.make.build import build
from tests.domain.sharing.holders.offices import ADA, MOLE, RIVE, ROWS
from tests.domain.sharing.test_project_copy import OF_HOLDERS
from tests.leaks.planting import plant_around
from tests.leaks.search import word

BUYERS = {MOLE: "NORD SUD", RIVE: "NORD SUD LEVANT", ADA: ""}
"""The buyers of the sales that each reads."""
UNTOLD_AMOUNTS = ("V1", "V3", "V5")
"""The sales that cover what another gave, or are not signed."""
SETTINGS = [{"name": "company_name", "value": "Studio des Quais"}]
_UNDERSTOOD = {
    "media", "territories", "excluded_territories", "languages", "works", "work", "version", "root", "holder",
    "contract", "original_language", "sound_language", "subtitle_languages", "isan", "eidr", "currency",
    "instalments", "vat_number", "email", "country", "grantee", "share", "territory", "sale", "statement", "number",
    "period", "corrects", "code", "iswc", "isrc", "deliverable", "seal",
}  # fmt: skip
"""The columns whose words the program understands: one more word there would change what is whose."""


class At(NamedTuple):
    """Where something was planted, and whose the row is."""

    table: str
    column: str
    key: str
    owners: tuple[str, ...]


@dataclass
class TwoHolders:
    """The office: its file, its words and its figures by where they stand, the words around its tables."""

    words: dict[str, At] = field(default_factory=dict)
    figures: dict[str, At] = field(default_factory=dict)
    around: set[str] = field(default_factory=set)

    def write(self, folder: Path) -> Path:
        """The workbook, planted."""
        tables = {
            name: [self._planted(BY_NAME[name], owners, row) for owners, row in rows]
            for name, rows in ROWS.items()
        }
        plain, path = folder / "nu.xlsx", folder / "bureau.xlsx"
        plain.write_bytes(build({**tables, "Parametres": SETTINGS}))
        self.around = plant_around(plain, path).around
        return path

    def words_of(self, holder: str) -> set[str]:
        """The words that his copy may hold."""
        return {planted for planted, at in self.words.items() if self._reads(holder, at)}

    def figures_of(self, holder: str) -> set[str]:
        """The figures that his copy may hold."""
        return {
            planted
            for planted, at in self.figures.items()
            if self._reads(holder, at) and not (at.table == "Ventes" and at.key in UNTOLD_AMOUNTS)
        }

    @staticmethod
    def codes_of_others(holder: str) -> set[str]:
        """The codes, the names and the titles that his copy may not hold."""
        told = {
            str(value)
            for table, rows in ROWS.items()
            for owners, row in rows
            if holder in owners.split() or row.get("code") in BUYERS[holder].split()
            for name, value in row.items()
            if value and name in OF_HOLDERS.get(table, "name").split()
        }
        named = {
            str(row[name])
            for rows in ROWS.values()
            for _, row in rows
            for name in ("code", "name", "title", "work", "holder", "contract", "sale", "collection", "cost", "advance",
                         "element", "question", "holdback", "number", "statement", "asked_by", "out_to")
            if row.get(name)
        }  # fmt: skip
        return named - told - {holder}

    def _reads(self, holder: str, at: At) -> bool:
        if at.table == "Clients":
            return at.column == "name" and at.key in BUYERS[holder].split()
        return holder in at.owners and at.column in OF_HOLDERS.get(at.table, "").split()

    def _planted(self, table: Table, owners: str, row: dict[str, Any]) -> dict[str, Any]:
        key = str(row[table.key[0]])
        cells = {
            column.name: self._cell(
                column, row.get(column.name), At(table.name, column.name, key, tuple(owners.split()))
            )
            for column in table.columns
        }
        return {**row, **{name: value for name, value in cells.items() if value is not None}}

    def _cell(self, column: Column, value: Any, at: At) -> Any:
        if column.kind in (Kind.EURO, Kind.AMOUNT):
            return self._figure(column, at)
        if not _takes_a_word(BY_NAME[at.table], column):
            return value
        planted = word(len(self.words))
        self.words[planted] = at
        return f"{value or ''} {planted}".strip()

    def _figure(self, column: Column, at: At) -> Any:
        cents = 700_037 + 130 * len(self.figures)
        self.figures[f"{cents // 100}.{cents % 100:02d}"] = at
        return cents if column.kind is Kind.EURO else Decimal(cents) / 100


def _takes_a_word(table: Table, column: Column) -> bool:
    is_code = column.references or column.format or column.name in (*table.key, *_UNDERSTOOD)
    return column.kind is Kind.TEXT and not is_code


def named_in(texts: list[str], names: set[str]) -> set[str]:
    """Which names stand in some texts, as words of their own."""
    pattern = re.compile(
        rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})(?![\w-])"
    )
    return {found for text in texts for found in pattern.findall(text)}
