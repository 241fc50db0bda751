"""What a formula reads, as far as its text tells; what it does not tell is taken to be everything."""

from __future__ import annotations

import pytest

from postprod_xl.engines.ooxml.addresses import Area
from postprod_xl.engines.ooxml.reading.precedents import (
    Changes,
    FormulaText,
    Precedents,
    columns_of,
    formulas_of,
)

# The column C of Planning changed, « Début » of the table of that name.
CHANGES = Changes({"planning": [Area(3, 4, 3, 20)]}, {"planning": frozenset({"début"})})
NAMES = {
    "nom": ["Planning!$C$5"],
    "relatif": ["Planning!A1"],
    "loin": ["Planning!$Z$1"],
    "cercle": ["cercle+1"],
    "retards": ["_xlfn.LAMBDA(_xlpm.x,SUM(Planning[Début])+_xlpm.x)"],
    "totaux": ["_xlfn.LAMBDA(_xlpm.x,SUM(Planning[Fin])+_xlpm.x)"],
    "suite": ["_xlfn.LAMBDA(_xlpm.n,suite(_xlpm.n-1))"],
}
PRECEDENTS = Precedents({"planning": "planning", "ma feuille": "feuille"}, NAMES, CHANGES)


@pytest.mark.parametrize(
    "formula",
    [
        "SUM(Planning!C5:C9)",
        "'Planning'!$C$5+1",
        "SUM(Planning!A:D)",
        "Planning!4:6",
        "SUM(Planning[Début])",
        "Planning[[#This Row],[Début]]*2",
        "COUNTA(Planning[])",
        "SUM(Planning[[Code]:[Fin]])",
        "ROWS(Planning[#All])",
        "nom*2",
        "relatif",
        "Retards(1)",
        "SUM(totaux(1),retards(D1))",
        'INDIRECT("A1")',
        "OFFSET(A1,1,1)",
        "SUM(A1:INDEX(B:B,4))",
        "SUM(B2#)",
        "PP_FIN(A1,2)",
        "SUM('Budget:Planning'!B2)",
        "_xlfn._xlws.FILTER(Planning!A:C,1)",
        "Planning[[#This Row],[L''an]]",
    ],
)
def test_a_formula_that_may_read_what_changed(formula: str):
    assert PRECEDENTS.reads_a_change(formula, "feuille")


@pytest.mark.parametrize(
    "formula",
    [
        "SUM(Planning!D5:D9)",
        "Planning!C2",
        "C7*2",
        "SUM(Planning[Fin])",
        "Planning[[#This Row],[Fin]]*2",
        "SUM(Ventes[Début])",
        "loin",
        "cercle",
        "Totaux(1)",
        "suite(3)",
        '"Planning!C5"&A1',
        "[1]Planning!C5",
        "'[Autre.xlsx]Planning'!C5",
        "LOG10(5)+A1",
        "_xlfn.XLOOKUP(A1,B:B,D:D)",
        "TODAY()",
        "IF(TRUE,1,#N/A)",
    ],
)
def test_a_formula_that_reads_nothing_that_changed(formula: str):
    assert not PRECEDENTS.reads_a_change(formula, "feuille")


def test_the_references_of_a_shared_formula_move_with_the_cells_that_share_it():
    assert not PRECEDENTS.reads_a_change("D1*2", "planning")
    assert PRECEDENTS.reads_a_change("D1*2", "planning", shared=True)
    assert not PRECEDENTS.reads_a_change("$D1*2", "planning", shared=True)


def test_nothing_reads_a_change_where_nothing_changed():
    assert not Precedents({}, {}, Changes()).reads_a_change('INDIRECT("A1")', "feuille")


def test_the_formulas_of_a_sheet_are_given_once_with_whether_a_value_follows_them():
    sheet = (
        b'<row r="1"><c r="A1"><f>B1*2</f><v>4</v></c><c r="B1" s="3" t="str"><f t="shared" si="0"/><v>x</v></c></row>'
        b'<row r="2"><c r="C2"><f>1+1</f></c><c r="D2"><v>1</v></c><x:c r="E2"><x:f>B1*2</x:f><x:v>5</x:v></x:c></row>'
    )
    assert formulas_of(sheet) == {
        FormulaText("", "B1*2", True),
        FormulaText(' t="shared" si="0"', "", True),
        FormulaText("", "1+1", False),
    }
    assert columns_of(sheet, "B1*2") == {"A", "E"}
