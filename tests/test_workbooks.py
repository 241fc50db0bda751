"""The workbooks of the repository are what `postprod new` writes today, never edited by hand."""

from pathlib import Path

import openpyxl
import pytest

from postprod_xl.hosts.files.creation import create_demo, create_master
from tests.masters import DEMO_DAY, ROOT

WORKBOOKS = ROOT / "workbooks"


def everything(path: Path) -> dict[str, object]:
    """Cells, tables and validations of a workbook, tab by tab."""
    book = openpyxl.load_workbook(path)
    return {
        sheet.title: (
            [[(cell.value, cell.number_format) for cell in row] for row in sheet.iter_rows()],
            dict(sheet.tables.items()),
            sorted(f"{rule.sqref} {rule.formula1}" for rule in sheet.data_validations.dataValidation),
        )
        for sheet in book
    }


@pytest.mark.parametrize("name", ["maitre.xlsx", "demo.xlsx"])
def test_the_workbooks_given_are_those_the_product_builds(name: str, tmp_path: Path):
    built = tmp_path / name
    if name == "demo.xlsx":
        create_demo(built, DEMO_DAY)
    else:
        create_master(built)
    given, today = everything(WORKBOOKS / name), everything(built)
    assert given.keys() == today.keys()
    assert [tab for tab in given if given[tab] != today[tab]] == []
