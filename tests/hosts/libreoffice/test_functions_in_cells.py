"""The custom functions, called by the cells of a workbook open in LibreOffice, give what Python gives."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from postprod_xl.hosts.files.creation import create_demo
from postprod_xl.hosts.files.master import read_master
from postprod_xl.hosts.files.runs import run_file
from postprod_xl.hosts.functions import FUNCTIONS, call
from postprod_xl.hosts.libreoffice.function_values import answer_of
from postprod_xl.schema.tables.catalogue import RIGHTS_QUESTIONS
from postprod_xl.schema.validate import RawTable
from postprod_xl.workbook.version import MARK, mark_text
from tests.hosts.guide_examples import Example, examples
from tests.hosts.handed import (
    FREE_TABLES,
    LATE_TABLES,
    LEFT_TABLES,
    LINE_TABLES,
    MONDAY,
    PAD_TABLES,
    RIGHTS_TABLES,
    UNPAID_TABLES,
    serial,
    with_headings,
)
from tests.hosts.libreoffice.macro_office import MacroOffice, macro_office
from tests.live import opened
from tests.masters import DEMO_DAY

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice absent"),
]

TODAY = "DATE(2026;11;23)"
INVOICED = "CRUE"
ROWS = 40
# Columns A to H of the sheet of the tests: what cells hand over one by one.
INPUTS: dict[str, list[Any]] = {
    "A": [MONDAY + row for row in range(ROWS)],
    "B": [MONDAY + 3 * row for row in range(ROWS)],
    "C": [0.25 * row for row in range(ROWS)],
    "D": [0.75 + row / 240 for row in range(ROWS)],
    "E": [(1.0 + row / 96) % 1 for row in range(ROWS)],
    "F": [15.0 * (row % 4) for row in range(ROWS)],
    "G": [100.0 + row / 4 for row in range(ROWS)],
    "H": ["57" if row % 2 else "974" for row in range(ROWS)],
}


@dataclass(frozen=True)
class Use:
    """One use of a function: the formula of one cell, and that of a whole column.

    Parameters
    ----------
    cells
        What the arguments of one cell are, as columns: a letter of the sheet of the tests, or a table's heading.
    tables
        The tables that follow, all of each.
    last
        Formula and value of what comes after them.
    """

    cells: tuple[str, ...]
    tables: tuple[str, ...] = ()
    last: tuple[str, Any] | None = None


USES = {
    "PP_JOURS_OUVRES": Use(("A", "B", "H")),
    "PP_FIN": Use(("A", "C")),
    "PP_DEBUT": Use(("A", "C", "H")),
    "PP_HEURES": Use(("D", "E", "F")),
    "PP_HEURES_NUIT": Use(("D", "E", "F")),
    "PP_VENDU": Use(("Depassements[Ligne]",), LINE_TABLES, (TODAY, MONDAY)),
    "PP_REALISE": Use(("Depassements[Ligne]",), LINE_TABLES, (TODAY, MONDAY)),
    "PP_PROJETE": Use(("Depassements[Ligne]",), LINE_TABLES, (TODAY, MONDAY)),
    "PP_DEPASSEMENT": Use(("Depassements[Ligne]",), LINE_TABLES, (TODAY, MONDAY)),
    "PP_TTC": Use(("G",), (), ("0.055", 0.055)),
    "PP_MARGE": Use(("G", "F")),
    "PP_COUT": Use(("Equipe[Code]", "2", ""), ("Equipe", "Contrats", "Parametres"), (TODAY, MONDAY)),
    "PP_DISPO": Use(("Reservations[Technicien]", "Reservations[Date]", "Reservations[Date]"), FREE_TABLES),
    "PP_CHARGE": Use(("Equipe[Code]", f"{MONDAY}", f"{MONDAY + 4}"), FREE_TABLES, (TODAY, MONDAY)),
    "PP_PAD_MINI": Use(("Projets[Code]",), PAD_TABLES, (TODAY, MONDAY)),
    "PP_RETARD": Use(("Projets[Code]",), LATE_TABLES, (TODAY, MONDAY)),
    "PP_AVANCEMENT": Use(("Projets[Code]",), PAD_TABLES, (TODAY, MONDAY)),
    "PP_RESTE_A_FACTURER": Use(("Projets[Code]",), LEFT_TABLES, (TODAY, MONDAY)),
    "PP_IMPAYES": Use(("Projets[Code]",), UNPAID_TABLES),
    "PP_HEURES_SUP": Use(("Contrats[Convention]", "Contrats[Type]"), (), ("C40:C46", [INPUTS["C"][39:46]])),
    "PP_MINIMUM": Use(("Contrats[Convention]", "Contrats[Fonction]"), ("Minima",)),
    "PP_DUREE_CADENCE": Use(("D", "25", "24")),
    "PP_TC": Use(("B", "25")),
    "PP_DROITS_LIBRES": Use(
        tuple(
            f"QuestionsDroits[{RIGHTS_QUESTIONS.heading(name)}]"
            for name in ("work", "media", "territories", "first_day", "last_day", "is_exclusive", "languages")
        ),
        RIGHTS_TABLES,
        (TODAY, MONDAY),
    ),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fonctions")


@pytest.fixture(scope="module")
def path(folder: Path) -> Path:
    created = folder / "bureau.xlsm"
    create_demo(created, DEMO_DAY, "libreoffice", ("catalogue",))
    assert run_file(created, "invoice", DEMO_DAY, {"project": INVOICED}).status == 0
    return created


@pytest.fixture(scope="module")
def office(folder: Path) -> Iterator[MacroOffice]:
    with macro_office(folder) as running:
        yield running


@pytest.fixture(scope="module")
def sheet(office: MacroOffice, path: Path) -> Iterator[Any]:
    """A tab of the demonstration with the inputs in its first columns, in UNO."""
    with opened(office.app, path) as book:
        document = book.impl.xl
        document.Sheets.insertNewByName("Essais", 0)
        sheet = document.Sheets.getByName("Essais")
        area = sheet.getCellRangeByName(f"A1:H{ROWS}")
        area.setDataArray(tuple(zip(*INPUTS.values(), strict=True)))
        yield sheet


@pytest.fixture(scope="module")
def raw(path: Path) -> dict[str, RawTable]:
    return read_master(path).raw


def column_of(name: str, raw: dict[str, RawTable]) -> list[Any]:
    if name in INPUTS:
        return INPUTS[name]
    table, heading = name.removesuffix("]").split("[")
    return [serial(cell) for cell in raw[table].values[heading]]


def is_column(name: str) -> bool:
    return name in INPUTS or "[" in name


def formula_of(function: str, use: Use, references: list[str]) -> str:
    last = [use.last[0]] if use.last else []
    return f"={function}({';'.join([*references, *use.tables, *last])})"


def expected_of(function: str, use: Use, raw: dict[str, RawTable]) -> Any:
    """What Python gives for the whole column."""
    cells = [
        [[value] for value in column_of(name, raw)] if is_column(name) else (float(name) if name else None)
        for name in use.cells
    ]
    last = [use.last[1]] if use.last else []
    return answer_of(
        call(function, [*cells, *(with_headings(raw[name].values) for name in use.tables), *last])
    )


def shown(sheet: Any, formula: str, rows: int = 0) -> Any:
    """What a formula shows: one value, or a column of them when it is an array formula of some rows."""
    target = sheet.getCellRangeByName(f"K1:K{max(rows, 1)}")
    if rows:
        target.setArrayFormula(formula)
    else:
        target.getCellByPosition(0, 0).setFormula(formula)
    values = target.getDataArray()
    target.setArrayFormula("") if rows else target.clearContents(16)
    return values if rows else values[0][0]


def same(found: Any, expected: Any) -> bool:
    return found == (pytest.approx(expected, abs=1e-9) if isinstance(expected, float) else expected)


def test_every_function_has_its_use_here():
    assert set(USES) == set(FUNCTIONS)


@pytest.mark.parametrize("function", USES)
def test_a_whole_column_in_gives_the_whole_column_of_python(
    sheet: Any, raw: dict[str, RawTable], function: str
):
    use = USES[function]
    expected = expected_of(function, use, raw)
    rows = len(expected)
    references = [f"{name}1:{name}{rows}" if name in INPUTS else name or '""' for name in use.cells]
    found = shown(sheet, formula_of(function, use, references), rows)
    assert len(expected) >= len(column_of(use.cells[0], raw)) > 1
    assert [pair for pair in zip(found, expected, strict=True) if not same(pair[0][0], pair[1][0])] == []
    assert len({row[0] for row in expected}) > 1


@pytest.mark.parametrize("function", USES)
def test_one_cell_gives_the_value_of_python(sheet: Any, raw: dict[str, RawTable], function: str):
    use = USES[function]
    expected = expected_of(function, use, raw)
    for row in (0, len(expected) // 2):
        references = [
            f"{name}{row + 1}" if name in INPUTS else f"INDEX({name};{row + 1})" if is_column(name) else name or '""'
            for name in use.cells
        ]  # fmt: skip
        assert same(shown(sheet, formula_of(function, use, references)), expected[row][0])


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (f"=PP_FIN({TODAY};5;99)", "PP_FIN : département « 99 » inconnu"),
        ('=PP_FIN("demain";5)', "PP_FIN : debut « demain », attendu : une date (12/03/2026)"),
        ("=PP_FIN(J1;5)", "PP_FIN : debut « #VALEUR! », attendu : une date (12/03/2026)"),
        (f"=PP_FIN({TODAY})", "PP_FIN : il manque jours"),
        (f'=PP_DEBUT({TODAY};1;"";"";"AUBRI";Absences;Equipe;Salles)',
         "PP_DEBUT : « AUBRI » inconnu dans Équipe et dans Salles : vouliez-vous dire « AUBRY » ?"),
        ("=PP_FIN()", "PP_FIN : il manque debut, jours"),
        ('=PP_VENDU("MER-IMG-20";"Devis")',
         "PP_VENDU : la colonne « Ligne » manque à Devis : donnez la table et ses en-têtes, Devis[#Tout]"),
        ('=PP_COUT("ZOÉ";1;"";Equipe)', "PP_COUT : technicien « ZOÉ » inconnu dans Équipe"),
    ],
)  # fmt: skip
def test_a_wrong_argument_shows_its_french_text(sheet: Any, formula: str, text: str):
    sheet.getCellRangeByName("J1").setFormula("=1/0")
    assert shown(sheet, formula) == text


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.function)
def test_an_example_of_the_guide_gives_what_python_gives(
    sheet: Any, raw: dict[str, RawTable], example: Example
):
    tables = {name: with_headings(raw[name].values) for name in raw}
    expected = answer_of(call(example.function, example.values(tables)))
    assert same(shown(sheet, example.in_libreoffice), expected)


def test_the_cells_of_a_workbook_of_a_later_version_say_it_in_one_line(office: MacroOffice, sheet: Any):
    mark = office.app.books[0].impl.xl.NamedRanges.getByName(MARK)
    before = mark.Content
    try:
        mark.setContent(mark_text("99.1"))
        assert shown(sheet, f"=PP_FIN({MONDAY};5)").startswith(
            "PP_FIN : classeur de la version 99.1, plus récente que ce programme"
        )
    finally:
        mark.setContent(before)


def test_a_mistake_stays_in_its_own_cell(sheet: Any):
    formula = f'=PP_FIN({{{MONDAY:.0f}|"x"|""}};1)'
    text = "PP_FIN : debut « x », attendu : une date (12/03/2026)"
    assert shown(sheet, formula, 3) == ((MONDAY,), (text,), ("",))


def test_a_table_may_be_named_with_its_headings(sheet: Any):
    assert shown(sheet, '=PP_VENDU("MER-IMG-20";Devis[[#All]])') == 96.0


def test_a_cell_computes_again_when_what_it_reads_changes(sheet: Any):
    changed, result = sheet.getCellRangeByName("L1"), sheet.getCellRangeByName("M1")
    changed.setDataArray(((MONDAY,),))
    result.setFormula("=PP_FIN(L1;1)")
    assert result.getDataArray() == ((MONDAY,),)
    changed.setDataArray(((MONDAY + 1,),))
    assert result.getDataArray() == ((MONDAY + 1,),)


def test_functions_whose_python_is_absent_say_so_at_once(folder: Path, path: Path):
    lost = folder / "sans python"
    lost.mkdir()
    copy = Path(shutil.copy(path, lost / "bureau.xlsm"))
    text = "PP_HEURES : Python ne répond pas, lancez postprod doctor dans un terminal"
    with macro_office(lost, "/nulle/part/python") as office, opened(office.app, copy) as book:
        sheet = book.impl.xl.Sheets.getByIndex(0)
        started = time.monotonic()
        area = sheet.getCellRangeByName("Z1:Z20")
        area.setFormulaArray((('=PP_HEURES("9h";"17h")',),) * 20)
        assert area.getDataArray() == ((text,),) * 20
        assert time.monotonic() - started < 10
