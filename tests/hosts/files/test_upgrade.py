"""A workbook of an earlier version gets what it lacks, in place, and a workbook of a later one is refused by name."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import openpyxl
import pytest

from postprod_xl import __version__
from postprod_xl.commands import COMMANDS, Command, OptionKind
from postprod_xl.domain.payroll.rules.mirror import convention_rows
from postprod_xl.engines.ooxml.addresses import column_letters
from postprod_xl.engines.ooxml.grafting.graft import graft_sheets
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.engines.ooxml.parts.tabs import TabList
from postprod_xl.engines.ooxml.sheets.sheet import SheetText
from postprod_xl.hosts.cli.main import status_of
from postprod_xl.hosts.files.macros import is_current
from postprod_xl.hosts.files.master import FileMaster, read_master
from postprod_xl.hosts.files.upgrade import upgrade_all, upgrade_file
from postprod_xl.schema.kinds import NoCachedValue
from postprod_xl.schema.table import text
from postprod_xl.schema.tables import BY_NAME, TABLES
from postprod_xl.schema.versions import CURRENT, FIRST
from postprod_xl.workbook.version import MARK, marked_in
from tests.agreements import move_to_3252
from tests.damage import without_tables
from tests.documents.facturx.samples import sample_xml
from tests.domain.invoicing.houses import SIREN, SIRET
from tests.fidelity.rich_workbook import rich_workbook
from tests.fuzz.office import DAY, PROJECT, put_office
from tests.later_schema import ADDED, LATER, SCHEMA, LaterSchema, declared, marked_as, old_office
from tests.masters import contents, packed, repacked, schema_findings, shared
from tests.released import released_workbooks


@pytest.fixture
def office(tmp_path: Path) -> Path:
    path = tmp_path / "bureau.xlsx"
    path.write_bytes(old_office())
    return path


PRESENT = CURRENT  # the other name is that of the version to come, where one is declared
LISTING = {
    *("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"),
    *("docProps/app.xml", "[Content_Types].xml"),
}
"""The parts that list the tabs and the looks of a workbook."""

GROWN = [
    table.name for table in TABLES
    if any(column.came_after(table.since) for column in table.columns)
]  # fmt: skip
"""The tables whose columns grew since they came."""

TITLED = {
    "Équipe": (None, "$4:$4"),
    "Projets": ("$A:$A", "$4:$4"),
    "Clients": ("$A:$C", "$4:$4"),
    "Absences": ("$A:$A", "$1:$4"),
    "Salles": ("$A:$A", "$4:$4"),
}
"""What an earlier workbook repeats on each page: `Projets` prints two pages across, a person chose the three last."""


@pytest.fixture
def later() -> Iterator[None]:
    """The program of a version to come."""
    with declared(SCHEMA):
        yield


def cells_of(master: FileMaster, but_last: Mapping[str, int]) -> dict[str, dict[tuple[int, int], str]]:
    """The cells of the tabs of some tables by row and column, without those of their last columns."""
    found = {}
    for name, count in but_last.items():
        place = master.declared[name]
        left_out = range(place.last_column - count + 1, place.last_column + 1)
        sheet = SheetText(master.package.read(place.sheet_part), place.sheet)
        found[name] = {
            (number, column): raw
            for number in sheet.row_numbers
            for column, raw in sheet.row(number).cells.items()
            if column not in left_out
        }
    return found


def at_home(master: FileMaster, table: str, heading: str) -> list[object]:
    return list(master.raw[table].values[heading])


def test_an_earlier_workbook_prints_no_costs_and_repeats_columns_where_they_serve_unless_a_person_chose(
    tmp_path: Path,
):
    path = tmp_path / "0.4.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(released_workbooks()["0.4.0_demo.xlsx"]))
    book["Versions"].print_area = "A1:L20"
    book["Clients"].print_title_cols = "A:C"
    book["Absences"].print_title_rows = "1:4"
    book["Salles"].sheet_properties.pageSetUpPr.fitToPage = False
    book.save(path)
    assert upgrade_file(path).status == 0
    upgraded = openpyxl.load_workbook(path)
    assert upgraded["Versions"].print_area == "'Versions'!$A$1:$L$20"
    assert upgraded["Devis"].print_area == "'Devis'!$A$1:$J$1048575"
    assert upgraded["Avenants"].print_area == "'Avenants'!$A$1:$H$1048575"
    assert not upgraded["Planning"].print_area
    repeated = {tab: (upgraded[tab].print_title_cols, upgraded[tab].print_title_rows) for tab in TITLED}
    assert repeated == TITLED


DEMOS = [name for name in released_workbooks() if name.endswith("_demo.xlsx")]


# The empty `.xlsx` of the first two products have the tabs of their `.xlsm`.
EMPTY = [name for name in released_workbooks() if name not in DEMOS and not name.endswith("_new.xlsx")]


@pytest.mark.parametrize("name", EMPTY)
def test_an_empty_workbook_of_a_released_product_is_upgraded_and_loses_nothing(name: str, tmp_path: Path):
    upgraded(name, tmp_path)


@pytest.mark.parametrize("name", DEMOS)
def test_a_demonstration_of_a_released_product_is_upgraded_once_and_goes_on(name: str, tmp_path: Path):
    path = upgraded(name, tmp_path)
    once = path.read_bytes()
    assert upgrade_file(path).summary == f"déjà à jour, classeur de la version {CURRENT}"
    assert path.read_bytes() == once
    assert status_of(["refresh", str(path), "--today", "2026-11-23"]) == 0
    master = read_master(path)
    assert not any("version" in problem.message for problem in master.problems)
    # Credit notes are shown as negative.
    ledger = master.package.read(master.places["Factures"].sheet_part).decode()
    assert re.findall(r'sqref="([A-Z]+)[^"]*"><cfRule[^>]*><formula>\$B5="Avoir"', ledger) == [*"GHIJK"]


def upgraded(name: str, folder: Path) -> Path:
    """A released workbook upgraded in a folder, after a look at what the upgrade left of it."""
    path = folder / name
    path.write_bytes(released_workbooks()[name])
    before = packed(path)
    report = upgrade_file(path)
    assert report.status == 0 and report.backup and report.backup.read_bytes() == released_workbooks()[name]
    after = packed(path)
    lost = [part for part in before if part not in after]
    assert [part for part in lost if "calcChain" not in part] == []
    # The macros of a version may still be those that this program writes.
    has_older_macros = name.endswith(".xlsm") and not is_current(Package.open(path))
    assert any("« postprod macros" in note for note in report.notes) is has_older_macros
    assert {part for part in before if after.get(part) != before[part]} <= {
        *LISTING,
        *grown_parts(read_master(path)),
    }  # fmt: skip
    return path


def test_an_office_of_the_first_version_keeps_its_parts_and_goes_on(tmp_path: Path):
    path, copy = tmp_path / "bureau.xlsx", tmp_path / "copie.xlsx"
    path.write_bytes(shared("data/cases/office/2026-11-10.xlsx").read_bytes())
    before = packed(path)
    assert upgrade_file(path).status == 0
    after, once = packed(path), path.read_bytes()
    ours = grown_parts(read_master(path))
    assert {part for part in before if after.get(part) != before[part]} <= ours | LISTING
    assert upgrade_file(path).changed == 0 and path.read_bytes() == once
    today = ["--today", "2026-11-10"]
    # Its house has numbers whose keys are wrong, which no invoice may bear.
    assert status_of(["invoice", str(path), "--project", "MAREE", *today]) == 1
    number_the_house(path)
    assert status_of(["invoice", str(path), "--project", "MAREE", *today]) == 0
    assert status_of(["share", str(path), "--project", "MAREE", "-o", str(copy), *today]) == 0


def number_the_house(path: Path) -> None:
    """Give the house of a workbook, and its clients, numbers whose keys are right."""
    numbers = {"SIREN": SIREN, "SIRET": SIRET, "N° TVA": f"FR44{SIREN}", "IBAN": ""}
    book = openpyxl.load_workbook(path)
    for name, value, *_ in book["Paramètres"].iter_rows(min_row=5):
        if name.value in numbers:
            value.value = numbers[name.value] or None
    clients = book["Clients"]
    headings = [cell.value for cell in clients[4]]
    for row in clients.iter_rows(min_row=5):
        for heading, cell in zip(headings, row, strict=True):
            if heading in numbers and cell.value:
                cell.value = numbers[heading] or None
    book.save(path)


def grown_parts(master: FileMaster) -> set[str]:
    """The parts of the tables that later versions gave columns or rows, and of their tabs."""
    places = [master.declared[name] for name in (*GROWN, "Parametres", "Journal", "Accueil")]
    return {part for place in places for part in (place.sheet_part, place.table_part)}


def test_a_demonstration_of_the_first_version_is_upgraded_invoiced_paid_and_shared(tmp_path: Path, capsys):
    path, copy = tmp_path / "bureau.xlsx", tmp_path / "copie.xlsx"
    path.write_bytes(released_workbooks()["0.1.0_demo.xlsx"])
    today = ["--today", "2026-11-23"]
    assert status_of(["upgrade", str(path)]) == 0
    rules = read_master(path).tables["Conventions"]
    assert {*rules.select("code", "rule")} == {(row["code"], row["rule"]) for row in convention_rows()}
    assert len(rules) == len(convention_rows())
    assert status_of(["invoice", str(path), "--project", "CRUE", *today]) == 0
    # Its contracts are under 2717, which ended: pay waits for 3252 and for somebody to confirm its rules.
    assert status_of(["payroll", str(path), "--month", "2026-11", *today]) == 1
    move_to_3252(path)
    assert status_of(["payroll", str(path), "--month", "2026-11", *today]) == 0
    assert status_of(["share", str(path), "--project", "CRUE", "-o", str(copy), *today]) == 0
    assert copy.exists()


def test_the_drawn_tabs_that_an_upgrade_adds_stand_in_the_order_of_a_new_workbook(tmp_path: Path):
    path = tmp_path / "bureau.xlsx"
    path.write_bytes(released_workbooks()["0.1.0_new.xlsx"])
    upgrade_file(path)
    tabs = [tab.title for tab in TabList(Package.open(path)).tabs]
    at = tabs.index("Réservations")
    assert tabs[at + 1 : at + 5] == ["Feuille de service", "Quatre semaines", "Par personne", "Par salle"]


def test_an_earlier_workbook_lacks_nothing_and_is_told_once_what_an_upgrade_adds(office: Path, later):
    read = read_master(office)
    assert read.version == PRESENT
    said = [problem.line for problem in read.problems if "version" in problem.message]
    assert said == [
        f"classeur de la version {PRESENT} : « postprod upgrade bureau.xlsx » ajoute 9 colonnes, 1 onglet et 1 réglage"
    ]
    assert set(read.tables["Projets"].column("half")) == {"Matin"}
    assert status_of(["refresh", str(office), "--today", f"{DAY}"]) == 0
    assert status_of(["check", str(office), "--today", f"{DAY}"]) == 0


def test_a_button_that_an_earlier_workbook_may_lack_is_said_with_what_puts_it(tmp_path: Path):
    path = tmp_path / "bureau.xlsm"
    path.write_bytes(next(data for name, data in released_workbooks().items() if name.endswith(".xlsm")))
    (said,) = (problem.line for problem in read_master(path).problems if "upgrade" in problem.message)
    assert said.endswith(", comme le bouton Mettre à niveau (s'il manque : « postprod macros bureau.xlsm »)")


def test_an_upgrade_adds_columns_tabs_settings_and_words_and_changes_no_other_cell(office: Path, later):
    before = read_master(office)
    cells = cells_of(before, dict.fromkeys(ADDED, 0))
    report = upgrade_file(office)
    assert report.status == 0, report.problems
    assert "9 colonnes, 1 onglet et 1 réglage en plus, 1 liste complétée" in report.summary
    after = read_master(office)
    assert after.version == LATER and marked_in(after.package) == LATER
    for name, count in ADDED.items():
        headings = [column.heading for column in BY_NAME[name].columns if column.since == LATER]
        assert list(after.declared[name].headings[-count:]) == headings
    assert cells_of(after, ADDED) == cells
    assert after.declared["Remises"].sheet == "Remises"
    assert set(at_home(after, "Projets", "Moitié")) == {"Matin"}
    assert str(after.settings["late_rate"]) == "0.12"
    assert {problem.message for problem in after.problems} <= {problem.message for problem in before.problems}
    assert schema_findings(office) == []
    # « Double » is no column of ours: a spreadsheet is asked to compute it.
    assert TabList(after.package).recalculates
    held = after.raw["Devis"].values["Double"]
    assert all(isinstance(cell, NoCachedValue) for cell in held)


def test_upgrading_twice_changes_nothing(office: Path, later):
    upgrade_file(office)
    once = office.read_bytes()
    assert upgrade_file(office).summary == f"déjà à jour, classeur de la version {LATER}"
    assert office.read_bytes() == once


def test_an_upgraded_workbook_has_the_rules_and_looks_of_a_new_one(office: Path, tmp_path: Path, later):
    import openpyxl

    upgrade_file(office)
    new = tmp_path / "neuf.xlsx"
    assert status_of(["new", str(new)]) == 0
    ours, theirs = openpyxl.load_workbook(office), openpyxl.load_workbook(new)
    mine, its = read_master(office).declared, read_master(new).declared
    for name in ADDED:
        for column in (column for column in BY_NAME[name].columns if column.since == LATER):
            at = mine[name].cell(mine[name].first_row, column.heading)
            model = its[name].cell(its[name].first_row, column.heading)
            one, other = ours[mine[name].sheet], theirs[its[name].sheet]
            assert one[at].number_format == other[model].number_format
            assert one[at].fill.fgColor.rgb == other[model].fill.fgColor.rgb
            assert repr(one[at].alignment) == repr(other[model].alignment)
            assert width_at(one, at) == width_at(other, model)
            assert rule_at(one, at) == rule_at(other, model)
            head, like = (place[name].cell(place[name].header_row, column.heading) for place in (mine, its))
            assert one[head].value == other[like].value and repr(one[head].fill) == repr(other[like].fill)
    assert [cell.value for row in ours["Remises"]["A1:B5"] for cell in row] == [
        cell.value for row in theirs["Remises"]["A1:B5"] for cell in row
    ]
    assert ours["Remises"].freeze_panes == theirs["Remises"].freeze_panes
    assert ours["Remises"].print_title_rows == theirs["Remises"].print_title_rows
    statuses = rule_at(ours["Projets"], mine["Projets"].cell(5, "Statut"))
    assert "En sommeil" in statuses[1] and "En sommeil" in statuses[-1]


def width_at(sheet, cell: str) -> float:
    letters = cell.rstrip("0123456789")
    return next(
        (
            dimension.width
            for dimension in sheet.column_dimensions.values()
            if dimension.min <= sheet[cell].column <= dimension.max
        ),
        sheet.column_dimensions[letters].width,
    )


def rule_at(sheet, cell: str) -> tuple[object, ...]:
    """The validation of a cell, its own address taken out of its formula."""
    for rule in sheet.data_validations.dataValidation:
        if cell in rule.sqref:
            formula = str(rule.formula1).replace(cell, "CELLULE")
            return (
                rule.type,
                formula,
                rule.formula2,
                rule.errorStyle,
                rule.promptTitle,
                rule.prompt,
                rule.error,
            )
    return ()


def test_what_a_person_put_in_a_workbook_stays_byte_for_byte(tmp_path: Path, office: Path, later):
    path = tmp_path / "classeur.xlsx"
    host = Package(path, rich_workbook())
    before = contents(io.BytesIO(rich_workbook()))
    ours = Package.open(office)
    graft_sheets(host, ours, [tab.title for tab in TabList(ours).tabs])
    path.write_bytes(host.to_bytes())
    planted = contents(path)
    report = upgrade_file(path)
    assert report.status == 0, report.problems
    after = contents(path)
    ours = {
        part for place in read_master(path).declared.values() for part in (place.sheet_part, place.table_part)
    }
    changed = {part for part in planted if after.get(part) != planted[part]}
    assert changed - LISTING - ours == set()
    assert {part for part in before if after[part] != before[part]} <= LISTING
    assert schema_findings(path) == []


def planted(office: Path, table: str, cells: Mapping[tuple[int, int], str]) -> None:
    """Texts written beside a table: at a row from its headings, and a column from its last one."""
    master = read_master(office)
    place = master.declared[table]
    sheet = SheetText(master.package.read(place.sheet_part), place.sheet)
    for (down, right), value in cells.items():
        number, column = place.header_row + down, place.last_column + right
        row = sheet.row(number)
        address = f"{column_letters(column)}{number}"
        row.cells[column] = f'<c r="{address}" t="inlineStr"><is><t>{value}</t></is></c>'
        sheet.put(number, row)
    master.package.replace(place.sheet_part, sheet.to_bytes())
    office.write_bytes(master.package.to_bytes())


@pytest.mark.parametrize("at", [(0, 1), (1, 2), (4, 1)])
def test_a_cell_filled_where_columns_go_is_named_and_nothing_is_written(
    office: Path, at: tuple[int, int], later
):
    planted(office, "Devis", {at: "ma note"})
    before = office.read_bytes()
    report = upgrade_file(office)
    place = read_master(office).declared["Devis"]
    cell = f"{column_letters(place.last_column + at[1])}{place.header_row + at[0]}"
    assert (report.status, office.read_bytes()) == (1, before)
    assert [problem.message for problem in report.problems] == [
        f"Devis!{cell} — du texte ou une valeur se trouve à droite du tableau « Devis », "
        "où 2 colonnes doivent s'ajouter ; coupez ce contenu et collez-le 2 colonnes plus à droite, puis recommencez."
    ]


def test_a_cell_further_right_or_far_below_stays_where_it_is(office: Path, later):
    planted(office, "Devis", {(0, 3): "ma note", (90, 1): "ma note"})
    assert upgrade_file(office).status == 0


def test_a_column_of_a_persons_that_bears_a_heading_to_come_is_not_read_and_stops_the_upgrade(office: Path):
    marked_as(office)
    with declared(
        LaterSchema({"Projets": [(2, text("half", "Moitié", "Ce qui est à moitié.", since=LATER))]})
    ):
        upgrade_file(office)
    marked_as(office)
    with declared(SCHEMA):
        read = read_master(office)
        assert set(read.tables["Projets"].column("half")) == {"Matin"}
        lines = [problem.line for problem in read.problems if "Moitié" in problem.line]
        assert lines == [
            "Projets — Moitié : votre colonne « Moitié » porte le nom d'une colonne de la version 0.9 : "
            "elle n'est pas lue ; renommez-la avant de mettre le classeur à niveau"
        ]
        before = office.read_bytes()
        assert status_of(["refresh", str(office), "--today", f"{DAY}"]) == 0
        office.write_bytes(before)
        report = upgrade_file(office)
        assert (report.status, office.read_bytes()) == (1, before)
        assert "renommez-la, puis recommencez" in report.problems[0].line


def test_a_column_of_a_persons_stays_theirs_in_a_workbook_of_the_first_version_which_has_no_mark(
    tmp_path: Path,
):
    path = tmp_path / "bureau.xlsx"
    path.write_bytes(released_workbooks()["0.1.0_demo.xlsx"])
    with declared(
        LaterSchema({"Avenants": [(0, text("noted", "À redire", "Ce qui se redit.", since=CURRENT))]})
    ):
        upgrade_file(path)
    # The same workbook with a heading and a setting of other names: as the first version and a person left it.
    parts = contents(path)
    for name, data in parts.items():
        data = data.replace(b"Motif pour le client", b"Motif interne")
        data = data.replace("À redire".encode(), b"Motif pour le client").replace(
            b"Premiers num", b"Autres num"
        )
        parts[name] = re.sub(rb'<definedName name="%s">[^<]*</definedName>' % MARK.encode(), b"", data)
    path.write_bytes(before := repacked(parts))
    read = read_master(path)
    assert read.version == FIRST and not any(read.tables["Avenants"].column("client_reason"))
    report = upgrade_file(path)
    assert (report.status, path.read_bytes()) == (1, before)
    said = "votre colonne « Motif pour le client » porte le nom d'une colonne de la version 0.3"
    assert any(said in problem.line for problem in report.problems)


@pytest.mark.parametrize(
    ("held", "planted", "said"),
    [
        (
            b'name="Charge"',
            b'name="Remises"',
            "Remises — un onglet à vous porte le titre d'un onglet nouveau",
        ),
        (
            b"<definedNames>",
            b'<definedNames><definedName name="remises">Projets!$A$1</definedName>',
            "un tableau ou un nom à vous s'appelle « Remises », comme une table nouvelle",
        ),
    ],
)
def test_a_title_or_a_name_that_a_person_took_stops_the_upgrade(
    office: Path, held: bytes, planted: bytes, said: str, later
):
    parts = contents(office)
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(held, planted, 1)
    office.write_bytes(repacked(parts))
    before = office.read_bytes()
    report = upgrade_file(office)
    assert (report.status, office.read_bytes()) == (1, before)
    assert said in report.problems[0].line


@pytest.mark.parametrize(
    ("held", "found"),
    [
        ('"Devis,Confirmé,En cours,Livré,Soldé,Annulé"', True),
        ("&quot;Devis,Confirmé,En cours,Livré,Soldé,Annulé&quot;", True),
        ('"Devis,Confirmé,En attente"', False),
        ("Listes!$A$1:$A$6", False),
    ],
)
def test_a_menu_gains_words_unless_a_person_made_it_theirs(office: Path, held: str, found: bool, later):
    parts = contents(office)
    part = read_master(office).declared["Projets"].sheet_part
    usual = '<formula1>"Devis,Confirmé,En cours,Livré,Soldé,Annulé"</formula1>'
    assert usual.encode() in parts[part]
    parts[part] = parts[part].replace(usual.encode(), f"<formula1>{held}</formula1>".encode())
    office.write_bytes(repacked(parts))
    report = upgrade_file(office)
    assert ("Projets — Statut : liste complétée" in report.notes) is found
    after = contents(office)[part].decode()
    assert ("En sommeil" in after) is found and (f"<formula1>{held}</formula1>" in after) is not found


def test_a_mark_that_is_none_is_left_out_and_written_again(office: Path):
    marked_as(office, "brouillon")
    read = read_master(office)
    assert read.version == PRESENT
    assert [problem.message for problem in read.problems if MARK in problem.message] == [
        f"le nom {MARK}, qui dit la version du classeur, a été modifié : « postprod upgrade bureau.xlsx » le remet"
    ]
    assert upgrade_file(office).summary == f"marqué de la version {CURRENT}, rien d'autre n'y manquait"
    assert marked_in(Package.open(office)) == CURRENT


def test_a_workbook_that_lost_its_mark_is_of_the_latest_version_that_it_holds_whole(office: Path, later):
    upgrade_file(office)
    package = Package.open(office)
    TabList(package).set_names({MARK: '""'})
    office.write_bytes(package.to_bytes())
    assert read_master(office).version == LATER


def test_a_workbook_that_lost_a_table_is_repaired_before_it_is_upgraded(office: Path, later):
    office.write_bytes(repacked(without_tables(contents(office), ["Equipe"])))
    report = upgrade_file(office)
    assert report.status == 1 and "postprod tables repair" in report.problems[0].line
    assert status_of(["tables", "repair", str(office)]) == 0
    assert upgrade_file(office).status == 0


def test_a_table_that_was_lost_is_known_again_however_many_columns_came_since(office: Path):
    many = [
        (99, text(f"more_{at}", f"En plus {at}", "Ce qui est venu depuis.", since=LATER)) for at in range(30)
    ]
    office.write_bytes(repacked(without_tables(contents(office), ["Equipe", "Absences"])))
    with declared(LaterSchema({"Equipe": many, "Absences": many})):
        assert status_of(["tables", "repair", str(office)]) == 0
        assert upgrade_file(office).status == 0
        assert len(read_master(office).declared["Absences"].headings) > 30


def test_one_bad_file_never_stops_the_others(tmp_path: Path, office: Path, later, capsys):
    bad, missing = tmp_path / "abîmé.xlsx", tmp_path / "absent.xlsx"
    bad.write_bytes(b"PK\x03\x04")
    assert [report.status for report in upgrade_all([bad, office, missing])] == [3, 0, 3]
    assert status_of(["upgrade", str(bad), str(office)]) == 3
    assert f"déjà à jour, classeur de la version {LATER}" in capsys.readouterr().out


def test_the_rows_typed_right_below_a_table_get_the_default_too(office: Path, later):
    place = read_master(office).declared["Projets"]
    row = place.last_row + 1
    cells = {(row - place.header_row, -place.last_column + place.first_column): "P9"}
    cells |= {
        (row - place.header_row, place.column_of(heading) - place.last_column): value
        for heading, value in (
            ("Titre", "Neuf"),
            ("Client", read_master(office).tables["Clients"].column("code")[0]),
        )
    }
    planted(office, "Projets", cells)
    assert upgrade_file(office).status == 0
    read = read_master(office)
    assert read.declared["Projets"].last_row == row
    assert at_home(read, "Projets", "Moitié")[-1] == "Matin"


def test_a_setting_that_a_person_spelled_their_way_is_not_added_again(office: Path, later):
    place = read_master(office).declared["Parametres"]
    below = place.last_row + 1 - place.header_row
    planted(office, "Parametres", {(below, place.first_column - place.last_column): "part du  retard"})
    report = upgrade_file(office)
    assert report.status == 0 and "9 colonnes et 1 onglet en plus" in report.summary
    assert not read_master(office).is_blocked


def later_workbook(path: Path) -> Path:
    """A workbook that a later program wrote."""
    put_office(path)
    marked_as(path, LATER)
    return path


WORKBOOKS = ("share", "portfolio")
"""The commands that must be told the name of the workbook that they write."""


def arguments(command: Command, path: Path, folder: Path) -> list[str]:
    """A plain use of a command on a workbook."""
    found = command.name.split()
    for option in command.options:
        if not option.flags and option.kind is OptionKind.PATH:
            named = {"folder": folder, "received": folder / "recue.xml", "sources": folder / "Equipe.csv"}
            named["media"] = folder
            found.append(str(named.get(option.name, path)))
        elif not option.flags:
            found.append(option.choices[0] if option.choices else "1")
        elif option.kind is OptionKind.LATE_RUSHES:
            found += [option.flags[0], f"{PROJECT}+1j"]
        elif option.required:
            value = {
                OptionKind.MONTH: "2026-11",
                OptionKind.PATH: str(folder / ("neuf.xlsx" if command.name in WORKBOOKS else "papier.pdf")),
                OptionKind.DAY: "2026-11-24",
                OptionKind.COUNT: "2",
            }
            found += [option.flags[0], value.get(option.kind, PROJECT)]
    # One of two options is wanted: none of them is required.
    if command.name == "payment":
        return [*found, "--invoice", "FA-2026-0001", "--amount", "1", "--date", "2026-11-24"]
    if command.name == "ledger":
        return [*found, "--fec", str(folder)]
    if command.name == "statement":
        return [*found, "--period", "2026-S1"]
    if command.name == "avails":
        return [*found, "--list", str(folder / "liste.xlsx")]
    of_project = dict.fromkeys(("amend", "invoice", "share"), "--project")
    chosen = {"candidates": "--task", **of_project}.get(command.name)
    return [*found, chosen, PROJECT] if chosen else found


def names_in(folder: Path) -> list[str]:
    """What a folder holds, besides what the program keeps for itself."""
    return sorted(entry.name for entry in folder.iterdir() if entry.name != ".postprod")


@pytest.mark.parametrize("name", sorted(COMMANDS.keys() - {"new", "demo", "install", "doctor"}))
def test_a_workbook_of_a_later_version_is_refused_by_name_by_every_command(name: str, tmp_path: Path, capsys):
    path, folder = tmp_path / f"bureau.{'xlsm' if name == 'macros' else 'xlsx'}", tmp_path / "tables"
    later_workbook(path)
    folder.mkdir()
    (folder / "Equipe.csv").write_text("Code;Nom\n", encoding="utf-8")
    (folder / "recue.xml").write_bytes(sample_xml())
    before, beside = path.read_bytes(), names_in(tmp_path)
    assert status_of(arguments(COMMANDS[name], path, folder)) == 3
    said = capsys.readouterr()
    assert (
        f"{path.name} — classeur de la version {LATER}, plus récente que ce programme ({__version__}) : "
        "mettez postprod à jour" in said.out + said.err
    )
    assert path.read_bytes() == before
    assert names_in(tmp_path) == beside
    assert names_in(folder) == ["Equipe.csv", "recue.xml"]


def test_a_workbook_of_a_later_version_is_refused_beside_another_and_named_by_doctor(
    tmp_path: Path, small_file: Path, capsys
):
    path = later_workbook(tmp_path / "autre.xlsx")
    before = small_file.read_bytes()
    assert status_of(["refresh", str(small_file), "--also", str(path)]) == 3
    assert small_file.read_bytes() == before
    assert status_of(["whatif", str(small_file), "--rushes", f"{PROJECT}+1j", "--also", str(path)]) == 3
    assert capsys.readouterr().err.count(f"autre.xlsx — classeur de la version {LATER}, plus récente") == 2
    assert status_of(["doctor", str(path)]) == 1
    assert (
        f"!!  autre.xlsx : classeur de la version {LATER}, plus récente que ce programme"
        in capsys.readouterr().out
    )


def test_files_with_columns_that_an_earlier_workbook_has_not_are_refused_where_they_are_filled(
    office: Path, tmp_path: Path, capsys
):
    folder = tmp_path / "tables"
    with declared(SCHEMA):
        later_office = tmp_path / "plus tard.xlsx"
        later_office.write_bytes(office.read_bytes())
        upgrade_file(later_office)
        assert status_of(["tables", "export", str(later_office), str(folder)]) == 0
        marked_as(office)
        assert status_of(["tables", "import", str(office), str(folder)]) == 0
        text = (folder / "Planning.csv").read_text("utf-8-sig").splitlines()
        at = text[0].split(";").index("Couleur du jour")
        first = text[1].split(";")
        first[at] = "bleu"
        (folder / "Planning.csv").write_text("\n".join([text[0], ";".join(first), *text[2:]]), "utf-8")
        before = office.read_bytes()
        assert status_of(["tables", "import", str(office), str(folder)]) == 1
        assert office.read_bytes() == before
    assert (
        "ce classeur n'a pas la colonne « Couleur du jour », remplie ici : « postprod upgrade"
        in capsys.readouterr().out
    )
