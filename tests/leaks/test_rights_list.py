"""What people wrote everywhere in a catalogue, looked for in the list of a buyer and in the rows of a platform."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from postprod_xl.domain.demo import demo_office
from postprod_xl.domain.demo.catalogue import beside_catalogue, demo_catalogue
from postprod_xl.hosts.files.catalogue import write_extract
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.table import Column, Table
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.workbook.make.build import build
from tests.leaks.search import figures_in, word, words_in
from tests.masters import DEMO_DAY

TOLD = {
    "Oeuvres": {"title", "original_title", "countries"},
    "VersionsOeuvre": {"title", "cut"},
}
"""The columns of free text that a buyer may read."""
TO_A_PLATFORM = {"Oeuvres": {"title"}}
READ = {
    "media", "territories", "excluded_territories", "languages", "works", "members", "group", "original_language",
    "sound_language", "subtitle_languages", "isan", "eidr", "currency", "instalments", "vat_number", "email", "country",
    "grantee",
}  # fmt: skip
"""The columns whose words the program understands: one more word there would change the rights."""
SETTINGS = [{"name": "company_name", "value": "Studio des Quais"}]
AMOUNTS = (Kind.NUMBER, Kind.AMOUNT, Kind.EURO)


class PlantedCatalogue:
    """The catalogue of the demonstration, a word of its own behind every free text, an odd figure in every amount."""

    def __init__(self, folder: Path) -> None:
        self.words: dict[str, tuple[str, str]] = {}
        self.figures: set[str] = set()
        office = demo_office(DEMO_DAY)
        tables = {**demo_catalogue(DEMO_DAY), "Clients": office["Clients"], "Projets": office["Projets"]}
        for name, rows in beside_catalogue(DEMO_DAY).items():
            tables[name] = [*tables.get(name, []), *rows]
        kept = {name: rows for name, rows in tables.items() if BY_NAME[name].family == "catalogue"}
        kept |= {name: tables[name] for name in ("Clients", "Projets")}
        self.tables = {
            name: [self._planted(BY_NAME[name], row) for row in rows] for name, rows in kept.items()
        }
        self.path = folder / "bureau.xlsx"
        self.path.write_bytes(build({**self.tables, "Parametres": SETTINGS}))

    def _planted(self, table: Table, row: dict[str, Any]) -> dict[str, Any]:
        return {
            **row,
            **{column.name: self._cell(table, column, row.get(column.name)) for column in table.typed},
        }

    def _cell(self, table: Table, column: Column, value: Any) -> Any:
        if column.kind in AMOUNTS and value:
            planted = 7_000_037 + 130 * len(self.figures)
            self.figures.add(f"{planted // 100}.{planted % 100:02d}")
            return planted if column.kind is Kind.EURO else Decimal(planted) / 100
        is_code = (
            column.references
            or column.format
            or column.name in (*table.key, "root", "work", "version", "holder")
        )
        if column.kind is not Kind.TEXT or is_code or column.name in READ:
            return value
        planted = word(len(self.words))
        self.words[planted] = table.name, column.name
        return f"{value or ''} {planted}".strip()

    def allowed(self, told: dict[str, set[str]]) -> set[str]:
        return {planted for planted, (table, column) in self.words.items() if column in told.get(table, ())}

    def names(self) -> set[str]:
        """The codes and the names of clients, holders and contracts."""
        columns = (
            ("Clients", "code name"), ("AyantsDroit", "holder name"), ("Mandats", "contract"), ("Ventes", "sale"),
            ("Holdbacks", "holdback"), ("Materiel", "element place provider out_to"),
        )  # fmt: skip
        return {
            str(row[name]).split(" ZQK")[0]
            for table, names in columns
            for row in self.tables[table]
            for name in names.split()
            if row.get(name)
        }


@pytest.fixture(scope="module")
def planted(tmp_path_factory) -> PlantedCatalogue:
    return PlantedCatalogue(tmp_path_factory.mktemp("fuite"))


def written(planted: PlantedCatalogue, output: Path, **asked: Any) -> bytes:
    report = write_extract(planted.path, "avails", DEMO_DAY, asked, output)
    assert report.status == 0, [problem.line for problem in report.problems]
    return output.read_bytes()


@pytest.mark.parametrize("exclusive", [False, True])
def test_the_list_of_a_buyer_holds_no_word_that_it_may_not(planted, tmp_path, exclusive):
    data = written(planted, tmp_path / "liste.xlsx", form="liste", exclusive=exclusive)
    assert len(planted.words) > 200
    assert words_in(data) and words_in(data) <= planted.allowed(TOLD)


def test_the_rows_of_a_platform_hold_no_word_that_they_may_not(planted, tmp_path):
    asked = {"form": "movielabs", "formats": ("HD",), "prices": "EST=Tier:4,VOD=WSP:3.50:EUR"}
    for kind in ("xlsx", "csv"):
        data = written(planted, tmp_path / f"avails.{kind}", **asked)
        assert words_in(data) and words_in(data) <= planted.allowed(TO_A_PLATFORM)
        assert not figures_in(data) & planted.figures


def test_the_list_of_a_buyer_holds_no_amount_and_no_name_of_a_client_a_holder_or_a_contract(
    planted, tmp_path
):
    data = written(planted, tmp_path / "liste.xlsx", form="liste")
    assert len(planted.figures) > 20 and not figures_in(data) & planted.figures
    names = planted.names()
    assert len(names) > 30
    texts = shared_strings(data)
    assert not {name for name in names if any(name in text for text in texts)}


def test_a_word_planted_in_a_column_that_leaves_is_found(planted, tmp_path):
    # The search finds what is there: titles have their words.
    data = written(planted, tmp_path / "liste.xlsx", form="liste")
    titles = {word for word, at in planted.words.items() if at == ("Oeuvres", "title")}
    assert words_in(data) & titles


def shared_strings(data: bytes) -> list[str]:
    """Every text of the cells of a workbook."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [
        str(cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
