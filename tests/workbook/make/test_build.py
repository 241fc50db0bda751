"""The workbook as Excel would find it: tables, lists, formats, formulas, home page, guide."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime, time
from decimal import Decimal

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from postprod_xl.engines.ooxml.addresses import column_letters
from postprod_xl.schema.drawn_tabs import DRAWN_TABS
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.memory_tab import MEMORY
from postprod_xl.schema.settings.house import SETTINGS
from postprod_xl.schema.table import Role
from postprod_xl.schema.tables import BY_NAME, TABLES
from postprod_xl.schema.tables.home import DASHBOARD as HOME
from postprod_xl.schema.tables.originals import ORIGINALS
from postprod_xl.schema.tables.quotes import QUOTE
from postprod_xl.workbook.draw.home import GUIDE
from postprod_xl.workbook.make.build import build, with_defaults
from postprod_xl.workbook.make.conditions import LOOKS
from postprod_xl.workbook.make.guide import column_expectation
from postprod_xl.workbook.make.validations import MESSAGE_LENGTH, TITLE_LENGTH, validation
from postprod_xl.workbook.style import FAMILIES, family_of, width

# Quantity 2 at 600,00 € with 10 % off: 2 × 600 × 0,9 = 1 080,00 €.
LINE = {
    "line": "P001-IMG-20",
    "project": "P001",
    "version": 1,
    "label": "=SOMME(A1)",
    "quantity": Decimal(2),
    "unit_price_cents": 60_000,
    "discount_rate": Decimal("0.1"),
    "amount_cents": 108_000,
}
SESSION = {
    "number": "BS-1",
    "day": date(2026, 11, 20),
    "project": "P001",
    "start": 570,
    "end": 1110,
    "pause_minutes": 60,
    "done_rate": Decimal("0.25"),
    "remaining_days": Decimal("2.25"),
    "validated": True,
    "worked_minutes": 480,
}
ROWS = {
    # With every optional family of tabs.
    **{table.name: () for table in TABLES if table.family},
    "Projets": [
        {"code": "P001", "title": "La Crue", "department": "01", "status": "En cours"},
        {"code": "P002"},
    ],
    "Devis": [LINE],
    "Seances": [SESSION],
    "Journal": [
        {"at": datetime(2026, 11, 22, 9, 0), "command": "check"},
        {
            "at": datetime(2026, 11, 23, 9, 2),
            "user": "Zeller",
            "command": "refresh",
            "seconds": Decimal("0.4"),
        },
    ],
}


@pytest.fixture(scope="module")
def built():
    return build(ROWS)


@pytest.fixture(scope="module")
def book(built):
    return openpyxl.load_workbook(io.BytesIO(built))


@pytest.fixture(scope="module")
def values(built):
    return openpyxl.load_workbook(io.BytesIO(built), data_only=True)


def cell(book, table, name, row=5):
    column = list(BY_NAME[table].by_name).index(name) + 1
    return book[BY_NAME[table].tab].cell(row, column)


def test_the_same_rows_give_the_same_bytes(built):
    assert build(ROWS) == built


def test_every_table_has_its_tab_its_name_and_its_headings_in_order(book):
    tabs = [*dict.fromkeys(table.tab for table in TABLES), GUIDE, MEMORY.title]
    drawn = [each.title for each in DRAWN_TABS]
    assert [title for title in book.sheetnames if title not in drawn] == tabs
    at = book.sheetnames.index
    assert book.sheetnames[at("Planning") : at("Promesses")] == [
        "Planning",
        "Planning à imprimer",
        "Réservations",
        "Feuille de service",
        "Gantt",
        "Quatre semaines",
        "Par personne",
        "Par salle",
        "Charge",
    ]
    for table in TABLES:
        assert tuple(book[table.tab].tables[table.name].column_names) == table.headings


def test_a_table_without_rows_has_one_blank_row(book):
    assert book["Clients"].tables["Clients"].ref == "A4:N5"
    assert [cell.value for cell in book["Clients"][5]] == [None] * 14


def test_a_table_covers_exactly_its_rows(book):
    last = column_letters(len(BY_NAME["Projets"].columns))
    assert book["Projets"].tables["Projets"].ref == f"A4:{last}6"


def test_values_are_written_in_the_units_a_person_reads(values):
    assert cell(values, "Devis", "unit_price_cents").value == 600
    assert cell(values, "Seances", "start").value == time(9, 30)
    assert cell(values, "Seances", "done_rate").value == 0.25
    assert cell(values, "Seances", "remaining_days").value == 2.25
    assert cell(values, "Seances", "day").value == datetime(2026, 11, 20)
    assert cell(values, "Seances", "validated").value == "Oui"


def test_text_that_looks_like_a_formula_stays_text(book):
    label = cell(book, "Devis", "label")
    assert (label.value, label.data_type, label.quotePrefix) == ("=SOMME(A1)", "s", True)


def test_leading_zeros_are_kept(book):
    department = cell(book, "Projets", "department")
    assert (department.value, department.number_format) == ("01", "@")


def test_a_calculated_column_is_a_formula_with_its_value(book, values):
    formula = f"={QUOTE.excel_formula(QUOTE.by_name['amount_cents'])}"
    price = f"{QUOTE.name}[[#This Row],[{QUOTE.heading('unit_price_cents')}]]"
    assert price in formula
    assert cell(book, "Devis", "amount_cents").value == formula
    assert cell(values, "Devis", "amount_cents").value == 1080
    assert cell(values, "Seances", "worked_minutes").value == 8
    declared = {
        column.name: column.calculatedColumnFormula.attr_text
        for column in book["Devis"].tables["Devis"].tableColumns
        if column.calculatedColumnFormula is not None
    }
    assert declared["Montant HT"] == formula.removeprefix("=")


def test_a_blank_workbook_is_read_by_a_reader_that_never_computes():
    tab = CalamineWorkbook.from_filelike(io.BytesIO(build({}))).get_sheet_by_name("Devis")
    assert tab.to_python()[3][:2] == ["Ligne", "Projet"]


def test_number_formats_follow_the_kinds(book):
    assert cell(book, "Devis", "unit_price_cents").number_format == '#,##0.00 "€"'
    assert cell(book, "Seances", "start").number_format == "hh:mm"
    assert cell(book, "Seances", "day").number_format == "dd/mm/yyyy"
    assert cell(book, "Seances", "worked_minutes").number_format == "#,##0.00"
    assert cell(book, "Seances", "done_rate").number_format == "0 %"
    assert cell(book, "Devis", "margin_rate").number_format == "0.0 %"


def test_a_duration_to_type_is_left_general_so_that_excel_reads_a_time(book):
    assert cell(book, "Equipe", "day_minutes").number_format == "General"


def test_white_is_typed_grey_is_computed_and_a_tint_is_completed(book):
    assert cell(book, "Devis", "quantity").fill.fill_type is None
    assert cell(book, "Devis", "amount_cents").fill.start_color.rgb == "FFF2F2F2"
    assert cell(book, "Factures", "paid_day").fill.start_color.rgb == "FFFFF8E3"


def test_every_column_that_a_person_fills_in_is_validated_on_exactly_its_rows(book):
    for table in TABLES:
        found = {str(rule.sqref) for rule in book[table.tab].data_validations.dataValidation}
        area = book[table.tab].tables[table.name].ref
        last = int(re.search(r"\d+$", area)[0])
        for index, column in enumerate(table.columns, 1):
            letter = openpyxl.utils.get_column_letter(index)
            rows = f"{letter}5" if last == 5 else f"{letter}5:{letter}{last}"
            assert table.tab == "Accueil" or (rows in found) is (column.role is not Role.COMPUTED)


def test_a_choice_off_the_list_is_refused_and_an_unknown_code_is_only_warned_about():
    choice = validation(BY_NAME["Planning"].by_name["state"], "O5")
    reference = validation(BY_NAME["Planning"].by_name["project"], "B5")
    assert (choice["validate"], choice["error_type"], choice["source"][0]) == ("list", "stop", "Option 2")
    assert (reference["source"], reference["error_type"]) == ("=liste_Projets", "warning")


def test_a_code_of_either_of_two_tables_is_looked_for_in_both():
    rule = validation(BY_NAME["Absences"].by_name["resource"], "A5")
    assert rule["value"] == "=COUNTIF(liste_Equipe,A5)+COUNTIF(liste_Salles,A5)>0"


def test_bounds_are_those_of_the_cell_not_of_the_code():
    rate = validation(BY_NAME["Devis"].by_name["discount_rate"], "I5")
    pause = validation(BY_NAME["Seances"].by_name["pause_minutes"], "J5")
    assert (rate["minimum"], rate["maximum"]) == (0, 1)
    assert (pause["minimum"], pause["maximum"]) == (0, 720)


def test_messages_fit_what_excel_can_show():
    for table in TABLES:
        for column in table.typed:
            rule = validation(column, "A5")
            assert len(rule["input_title"]) <= TITLE_LENGTH
            assert len(rule["input_message"]) <= MESSAGE_LENGTH
            assert sum(map(len, column.choices)) + len(column.choices) < MESSAGE_LENGTH


def test_every_list_of_codes_is_a_defined_name_on_the_key_of_its_table(book):
    assert book.defined_names["liste_Projets"].attr_text == "Projets[Code]"
    referenced = {target for table in TABLES for column in table.columns for target in column.references}
    assert set(book.defined_names) >= {f"liste_{name}" for name in referenced}


def test_levels_lights_states_and_severities_have_a_colour():
    for table, column in (
        ("Depassements", "level"),
        ("Accueil", "delivery_light"),
        ("Planning", "state"),
        ("Controles", "severity"),
    ):
        assert set(BY_NAME[table].by_name[column].choices) <= LOOKS.keys()


def test_coloured_columns_are_coloured_on_exactly_their_rows(book):
    ranges = {str(area.sqref) for area in book["Projets"].conditional_formatting}
    # Statut, Retard (j) and Alerte of two projects.
    assert {"K5:K6", "S5:S6", "T5:T6"} <= ranges


def test_the_journal_s_last_row_is_the_last_command_on_the_home_page(book, values):
    assert values["Accueil"]["A4"].value == "refresh"
    assert values["Accueil"]["B4"].value == datetime(2026, 11, 23, 9, 2)
    assert "INDEX(Journal[Commande],ROWS(Journal[Commande]))" in book["Accueil"]["A4"].value


def test_the_home_page_leads_to_every_tab_that_is_shown(book):
    shown = [title for title in book.sheetnames[1:] if book[title].sheet_state == "visible"]
    assert {*book.sheetnames[1:]} - {*shown} == {MEMORY.title, ORIGINALS.tab}
    cells = (cell for row in book["Accueil"].iter_rows() for cell in row)
    targets = {cell.hyperlink.location for cell in cells if cell.hyperlink}
    assert targets == {"'" + tab.replace("'", "''") + "'!A1" for tab in shown}


def test_nothing_stands_under_the_projects_of_the_home_page_and_actions_can_grow_to_nine_rows(book):
    home = book["Accueil"]
    assert home.tables["Accueil"].ref == "F7:O8"
    assert [c.value for row in home.iter_rows(min_row=9, min_col=6) for c in row if c.value is not None] == []
    first_actions_row = 8
    below = home.iter_rows(min_row=first_actions_row, max_row=first_actions_row + 8, max_col=4)
    assert [c.value for row in below for c in row if c.value is not None] == []


def test_the_ledger_shows_credit_notes_as_negative_and_stores_them_as_billed(book):
    shown = {
        (tab, str(area.sqref)[0]): (rule.formula[0], rule.dxf.numFmt.formatCode)
        for tab in ("Factures", "Lignes de facture")
        for area in book[tab].conditional_formatting
        for rule in area.rules
        if rule.dxf.numFmt
    }
    euros = '-#,##0.00 "€";#,##0.00 "€";#,##0.00 "€"'
    assert shown == {
        **{("Factures", letter): ('$B5="Avoir"', euros) for letter in "GHIJK"},
        ("Lignes de facture", "E"): ('LEFT($A5,3)="AV-"', "-General;General;General"),
        ("Lignes de facture", "J"): ('LEFT($A5,3)="AV-"', euros),
    }


@pytest.mark.parametrize("table", ["Factures", "LignesFacture"])
def test_an_amount_of_ten_millions_given_back_fits_in_its_column_of_the_ledger(table):
    columns = [column for column in BY_NAME[table].columns if column.kind is Kind.EURO]
    assert all(width(BY_NAME[table], column, []) > len("-14 814 828,01") + 1 for column in columns)


def test_every_table_belongs_to_one_family_of_tabs():
    assert sorted(name for family in FAMILIES for name in family.tables) == sorted(BY_NAME)
    assert all(family_of(table) for table in TABLES)


def test_the_header_stays_on_screen_and_on_every_printed_page(book):
    tab = book["Planning"]
    assert (tab.freeze_panes, tab.print_title_rows, tab.page_setup.orientation) == (
        "B5",
        "$4:$4",
        "landscape",
    )


def test_the_first_columns_are_repeated_on_paper_only_where_a_table_takes_several_pages_across(book):
    pages = {
        table.tab: book[table.tab].page_setup.fitToWidth or 1 for table in TABLES if table.tab != HOME.tab
    }
    repeated = {tab: book[tab].print_title_cols for tab in pages}
    assert repeated["Planning"] == "$A:$A" and int(pages["Planning"]) == 3
    assert {tab for tab, count in pages.items() if int(count) > 1} == {
        tab for tab in repeated if repeated[tab]
    }


def test_settings_are_there_in_the_units_of_their_cells(values):
    tab = values["Paramètres"]
    found = {tab.cell(row, 1).value: tab.cell(row, 2) for row in range(5, 5 + len(SETTINGS))}
    assert found["Heures par jour"].value == 8
    assert (found["Seuil à surveiller"].value, found["Seuil à surveiller"].number_format) == (0.8, "0.0 %")
    assert found["Code postal"].number_format == "@"


def test_a_setting_given_takes_the_place_of_its_default():
    rows = with_defaults({"Parametres": [{"name": "délai de paiement par défaut", "value": Decimal(45)}]})
    values = [
        row["value"] for row in rows["Parametres"] if row["name"].casefold() == "délai de paiement par défaut"
    ]
    assert values == [Decimal(45)]
    assert len(rows["Parametres"]) == len(SETTINGS)


def test_an_unknown_column_is_refused():
    with pytest.raises(KeyError, match=r"Projets\.titel"):
        build({"Projets": [{"code": "P001", "titel": "La Crue"}]})


def test_the_guide_names_every_column_of_every_table(book):
    written = [row[0].value for row in book[GUIDE].iter_rows(min_col=1, max_col=1)]
    names = [text.removesuffix(" (obligatoire)") for text in written if text]
    for table in TABLES:
        assert set(table.headings) <= set(names)
    assert (
        column_expectation(BY_NAME["Absences"].by_name["resource"]) == "un code de l'onglet Équipe ou Salles"
    )


def test_the_guide_says_the_bounds_of_a_column_and_what_is_usual():
    team, rates = BY_NAME["Equipe"].by_name, BY_NAME["Tarifs"].by_name
    assert column_expectation(team["day_minutes"]) == (
        "une durée (7:30, 7h30 ou 7,5), entre 0h01 et 24h ; d'ordinaire entre 1h et 12h"
    )
    assert column_expectation(rates["skill"]) == "un nom qui figure dans l'onglet Équipe"


def test_the_guide_says_what_each_setting_holds():
    sheet = openpyxl.load_workbook(io.BytesIO(build({})), read_only=True)["Mode d'emploi"]
    rows = {
        row[0]: row[2]
        for row in sheet.iter_rows(max_col=3, values_only=True)
        if row[1] and "Réglage" in row[1]
    }
    assert rows.keys() == {setting.name for setting in SETTINGS}
    assert rows["Préavis d'option"] == "un nombre entier, entre 0 et 365 ; d'ordinaire au plus 60"


def test_every_kind_of_column_can_be_explained():
    assert {column.kind for table in TABLES for column in table.columns} <= set(Kind)
    assert all(column_expectation(column) for table in TABLES for column in table.columns)


def test_the_file_holds_no_date_of_its_making(built):
    with zipfile.ZipFile(io.BytesIO(built)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2026-01-01T00:00:00Z" in archive.read("docProps/core.xml")


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("Factures", "number"),
        ("Factures", "origin"),
        ("Echeancier", "invoice"),
        ("LignesFacture", "invoice"),
        ("Releves", "number"),
        ("Releves", "corrects"),
        ("LignesReleve", "statement"),
    ],
)
def test_a_column_still_empty_is_wide_enough_for_the_number_to_come(table: str, column: str):
    assert width(BY_NAME[table], BY_NAME[table].by_name[column], []) > len("REL-2026-0001")


def test_the_name_of_a_pay_rule_is_read_whole_in_a_workbook_whose_rules_are_still_to_be_added():
    conventions = BY_NAME["Conventions"]
    assert (
        width(conventions, conventions.by_name["rule"], [])
        > len("Semaine : arrondi des heures au multiple supérieur") - 1
    )


@pytest.mark.parametrize("table", ["Rubriques", "Paie", "Repartition", "Declarations"])
def test_a_tab_of_pay_does_not_say_that_it_is_made_again_by_each_command(book, table: str):
    said = book[BY_NAME[table].tab]["A2"].value
    assert said.endswith("préparer un mois refait ses lignes, celles des autres mois restent.")
