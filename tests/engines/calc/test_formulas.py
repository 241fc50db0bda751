from __future__ import annotations

from typing import Any

import pytest

from postprod_xl.engines.calc.formulas.translation import shifted, to_calc, to_excel

# com.sun.star.sheet.AddressConvention
CALC_A1, XL_OOX = 0, 3
SAME_BOTH_WAYS = [
    ("=SUM(A1:B2,C3)", "=SUM(A1:B2;C3)"),
    ("=Sheet1!$A$1+1", "=$Sheet1.$A$1+1"),
    ("='Mon onglet d''été'!A1", "=$'Mon onglet d''été'.A1"),
    ("=SUM(Sheet1:Sheet3!A1:B2)", "=SUM($Sheet1.A1:$Sheet3.B2)"),
    ("=SUM(A:B)+SUM(1:3)", "=SUM(A:B)+SUM(1:3)"),
    ("=SUM({1,2;3,4})", "=SUM({1;2|3;4})"),
    ("=SUM((A1:B2,C3))", "=SUM((A1:B2~C3))"),
    ("=SUM(A1:B2 B1:C3)", "=SUM(A1:B2!B1:C3)"),
    ("=IF(A1 = 1,TRUE,FALSE)", "=IF(A1 = 1;TRUE();FALSE())"),
    ('=IFERROR(1/0,"a;b,c")', '=IFERROR(1/0;"a;b,c")'),
    ('=A1&"x""y!z"', '=A1&"x""y!z"'),
    ("=Devis[[#This Row],[Prix, remise]]*2", "=Devis[[#This Row];[Prix, remise]]*2"),
    ("=SUM(Devis[Quantité])", "=SUM(Devis[Quantité])"),
    ("=STDEV.S(A1:A3)*LOG10(Taux)", "=STDEV.S(A1:A3)*LOG10(Taux)"),
    ("=Sheet1!#REF!+#N/A", "=$Sheet1.#REF!+#N/A"),
    ("=#REF!A1+SUM(#REF!A1:B2)", "=$#REF!.A1+SUM($#REF!.A1:B2)"),
    ("=-1.5E+3*A1%^2", "=-1.5E+3*A1%^2"),
]


@pytest.mark.parametrize(("excel", "calc"), SAME_BOTH_WAYS)
def test_a_formula_of_excel_is_spelled_for_calc(excel: str, calc: str) -> None:
    assert to_calc(excel, {}) == calc


@pytest.mark.parametrize(("excel", "calc"), SAME_BOTH_WAYS)
def test_a_formula_of_calc_is_spelled_for_excel(excel: str, calc: str) -> None:
    assert to_excel(calc, {}) == excel


def test_a_function_that_calc_names_otherwise_takes_the_name_of_the_other() -> None:
    assert to_calc("=CEILING(A1,2)", {"CEILING": "CEILING.XCL"}) == "=CEILING.XCL(A1;2)"
    assert to_excel("=CEILING.XCL(A1;2)", {"CEILING.XCL": "CEILING"}) == "=CEILING(A1,2)"


def test_an_add_in_function_keeps_its_short_name() -> None:
    assert to_excel("=COM.SUN.STAR.SHEET.ADDIN.ANALYSIS.GETEDATE(A1;1)", {}) == "=EDATE(A1,1)"


def test_the_prefix_of_a_function_newer_than_the_file_format_is_left_out() -> None:
    assert to_calc("=_xlfn.IFS(A1,2)", {}) == "=IFS(A1;2)"


def test_the_short_form_of_this_row_is_written_in_full() -> None:
    assert to_calc("=[@Prix]*Devis[@Quantité]", {}) == "=[[#This Row];[Prix]]*Devis[[#This Row];[Quantité]]"


def test_a_name_of_a_sheet_is_told_from_a_name_with_a_dot() -> None:
    assert to_excel("=Sheet1.taux*tva.normale", {}, {"Sheet1"}) == "=Sheet1!taux*tva.normale"


def test_a_reference_to_another_file_shows_its_book_between_brackets() -> None:
    assert to_excel("='file:///tmp/a%20b.xlsx'#$Devis.A1", {}) == "='/tmp/[a b.xlsx]Devis'!A1"


def test_a_text_is_left_as_it_is() -> None:
    assert to_excel("a;b", {}) == "a;b"
    assert to_calc("a,b", {}) == "a,b"


def test_relative_references_move_and_absolute_ones_stay() -> None:
    # Two rows down, one column right; $B stays, $1 stays, the name stays.
    assert shifted("=A1+$B2+C$3+Sheet1!D4:E5+F:F+Taux", 2, 1) == "=B3+$B4+D$3+Sheet1!E6:F7+G:G+Taux"


ALTERED_BY_THE_PARSER = {
    "=SUM(Devis[Quantité])": "=SUM(#NAME?[Quantité])",
    "=Devis[[#This Row],[Prix]]*2": "=#NAME?[[#This Row];[Prix]]*2",
    "=A1+#N/A": "=A1+",
    "=SUM((A1:B2,C3))": "=SUM((A1:B2;C3))",
    "=SUM(A1:B2 B1:C3)": "=SUM(A1:B2 B1:C3)",
    "=STDEV.S(Taux)": "=stdev.s(taux)",
    "=@A1:A3": "=@A1:A3",
}


def test_the_formula_parser_of_calc_alters_what_our_translation_keeps(book: Any) -> None:
    sheet = book.sheets[0]
    sheet["A1"].value = [["Quantité", "Prix"], [1, 2]]
    sheet.tables.add(sheet["A1:B2"], name="Devis")
    parser = book.impl.xl.createInstance("com.sun.star.sheet.FormulaParser")
    parser.CompileEnglish = True
    cell = sheet["D2"].impl.xl.getCellByPosition(0, 0).getCellAddress()

    def parsed(formula: str) -> str:
        parser.FormulaConvention = XL_OOX
        tokens = parser.parseFormula(formula[1:], cell)
        parser.FormulaConvention = CALC_A1
        return "=" + parser.printFormula(tokens, cell)

    assert {formula: parsed(formula) for formula in ALTERED_BY_THE_PARSER} == ALTERED_BY_THE_PARSER
    assert all(to_calc(formula, {}) != altered for formula, altered in ALTERED_BY_THE_PARSER.items())
