"""A form of session reports as a technician opens it."""

from io import BytesIO

from openpyxl import load_workbook

from postprod_xl.domain.importing.forms import week_forms
from postprod_xl.schema.tables.planning import SESSIONS
from postprod_xl.workbook.draw.session_form import session_workbook
from tests.domain.importing.houses import MONDAY, house


def test_what_is_answered_is_open_and_checked_the_rest_is_locked_and_all_prints_on_one_page():
    form = week_forms(house(), MONDAY, "HUET").forms[0]
    book = load_workbook(BytesIO(session_workbook(form)))
    sheet, lists = book.worksheets
    header = [cell.value for cell in sheet[7]]
    row = dict(zip(header, sheet[8], strict=True))
    assert row["Projet"].value == "CRUE" and row["N°"].value == form.lines[0].identifier
    opened = {heading for heading, cell in row.items() if not cell.protection.locked}
    assert opened == set(header) - {"Film et travail", "Réservé", "N°"}
    checked = {next(iter(rule.sqref.ranges)).min_col: rule for rule in sheet.data_validations.dataValidation}
    assert checked[header.index("Tâche") + 1].formula1 == "Listes!$D$2:$D$2"
    assert [lists["A2"].value, lists["D2"].value, lists["G2"].value] == ["CRUE", "CRUE-MON", "MON1"]
    assert sheet.page_setup.fitToHeight != 0 and sheet.sheet_properties.pageSetUpPr.fitToPage
    assert not any(cell.data_type == "f" for cells in sheet for cell in cells)
    assert SESSIONS.heading("billing") not in header
