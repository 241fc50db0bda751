"""The command line as a coordinator or a script meets it: exit status, French lines, JSON, files untouched."""

import csv
import errno
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections import Counter

import openpyxl
import pytest

from postprod_xl.engines.ooxml.addresses import column_letters
from postprod_xl.engines.ooxml.files.file_sets import MARK
from postprod_xl.hosts.cli.main import status_of
from postprod_xl.hosts.files.master import read_master
from postprod_xl.schema.kinds import typed_csv
from postprod_xl.schema.table import TableKind
from postprod_xl.schema.tables import BY_NAME, TABLES, tables_of
from tests.fuzz.office import csv_files, small_office_with
from tests.masters import contents, shared
from tests.typed_cells import cells_of, place_of, renamed_heading, typed, typed_in

DAY = "2026-11-23"


@pytest.fixture
def run(capsys):
    """Run `postprod` in this process; gives the exit status, stdout and stderr."""

    def command(*arguments):
        status = status_of([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.out + captured.err
        return status, captured.out, captured.err

    return command


def test_a_refresh_on_the_same_day_changes_no_part_but_the_journal(run, small_file):
    assert run("refresh", small_file, "--today", DAY)[0] == 0
    before = contents(small_file)
    assert run("refresh", small_file, "--today", DAY)[0] == 0
    after = contents(small_file)
    place = read_master(small_file).places["Journal"]
    assert {part for part in after if after[part] != before.get(part)} == {place.sheet_part, place.table_part}


def test_a_dry_run_lists_the_cells_and_writes_nothing(run, demo_file):
    at = typed_in(demo_file, "Devis", "CRUE-IMG-10", "Quantité", 36)
    before = demo_file.read_bytes()
    status, out, _ = run("refresh", demo_file, "--today", DAY, "--dry-run")
    assert status == 0
    assert demo_file.read_bytes() == before
    # One more day of eight hours: 280 h become 288 h.
    assert any(line.startswith("Devis!") and "Vendu (h) : 280 → 288" in line for line in out.splitlines()), (
        at,
        out,
    )


def test_a_typed_cell_is_never_rewritten(run, demo_file):
    typed_in(demo_file, "Equipe", "AUBRY", "Heures par jour", "7h30")
    before = read_master(demo_file)
    assert run("refresh", demo_file, "--today", "2026-12-15")[0] == 0
    after = read_master(demo_file)
    for table in tables_of(""):
        if table.kind is TableKind.INPUT:
            for column in table.typed:
                assert (
                    after.raw[table.name].values[column.heading]
                    == before.raw[table.name].values[column.heading]
                )


def test_a_bad_cell_blocks_with_its_place_and_leaves_the_file_as_it_was(run, demo_file):
    at = typed_in(demo_file, "Equipe", "AUBRY", "Statut", "Chef")
    before = demo_file.read_bytes()
    status, out, err = run("refresh", demo_file, "--today", DAY)
    assert status == 1
    assert f"{at} — Statut : « Chef » n'est pas dans la liste : Intermittent, Permanent, Indépendant" in out
    assert "rien n'a été écrit" in err
    assert demo_file.read_bytes() == before


def test_a_cycle_names_its_tasks_one_by_one(run, demo_file):
    typed_in(demo_file, "Planning", "CRUE-RUSHES", "Prédécesseurs", "CRUE-SYNCHRO")
    status, out, _ = run("check", demo_file, "--today", DAY)
    assert status == 1
    assert "CRUE-RUSHES → CRUE-SYNCHRO → CRUE-RUSHES" in out


def test_a_missing_row_that_breaks_many_cells_is_one_line(run, demo_file):
    typed_in(demo_file, "Projets", "CRUE", "Code", "CRUES")
    status, out, _ = run("check", demo_file, "--today", DAY)
    lines = [line for line in out.splitlines() if "« CRUE » n'existe pas dans Projets" in line]
    assert status == 1
    assert max(Counter(line.split("!")[0] for line in lines).values()) <= 3, "more in a table are one line"
    assert any("celle-ci est la première" in line for line in lines)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("absent.xlsx", None, "introuvable"),
        ("vide.xlsx", b"", "fichier vide"),
        ("texte.xlsx", b"bonjour", "fichier texte ou CSV"),
    ],
)
def test_a_file_that_cannot_be_used_is_said_in_one_line(run, tmp_path, name, content, said):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    status, out, err = run("refresh", path)
    assert (status, out) == (3, "")
    assert err.count("\n") == 1
    assert name in err and said in err


def test_links_in_a_loop_in_place_of_a_workbook_are_said(run, tmp_path):
    loop = tmp_path / "boucle.xlsx"
    loop.symlink_to(loop.name)
    for command in (
        ["check", loop],
        ["refresh", loop],
        ["share", loop, "--project", "P", "-o", tmp_path / "c.xlsx"],
    ):
        status, _, err = run(*command)
        assert (status, "lien qui ramène à lui-même" in err) == (3, True)


def test_a_directory_a_renamed_zip_and_a_foreign_workbook_are_refused(run, tmp_path):
    with zipfile.ZipFile(tmp_path / "faux.xlsx", "w") as archive:
        archive.writestr("a.txt", "a")
    openpyxl.Workbook().save(tmp_path / "autre.xlsx")
    for name in (".", "faux.xlsx", "autre.xlsx"):
        assert run("check", tmp_path / name)[0] == 3


def test_one_bad_file_never_stops_the_others(run, demo_file, tmp_path):
    other = tmp_path / "autre bureau.xlsx"
    shutil.copy(demo_file, other)
    missing = tmp_path / "absent.xlsx"
    status, out, err = run("refresh", demo_file, missing, other, "--today", DAY, "--jobs", "2")
    assert status == 3
    assert "absent.xlsx" in err
    assert out.count("livraisons en retard") == 2


def test_json_is_alone_on_stdout(run, demo_file):
    typed_in(demo_file, "Equipe", "AUBRY", "Statut", "Chef")
    status, out, err = run("check", demo_file, "--today", DAY, "--json")
    answer = json.loads(out)
    assert status == answer["status"] == answer["files"][0]["status"] == 1
    problem = next(p for p in answer["files"][0]["problems"] if p["severity"] == "blocking")
    assert (problem["tab"], problem["heading"], problem["found"]) == ("Équipe", "Statut", "Chef")
    assert "Chef" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("refresh",), "il manque l'argument"),
        (("refresh", "x.xlsx", "--today", "demain"), "« demain » n'est pas une date"),
        (
            ("refresh", "https://d.docs.live.net/7/x.xlsx"),
            "x.xlsx » est une adresse du web, attendu : un fichier",
        ),
        (("frobnicate",), "commande inconnue : « frobnicate »"),
        (("refresh", "x.xlsx", "--tody"), "option inconnue : --tody"),
        (("payroll", "x.xlsx", "--month", "2026-13"), "« 2026-13 » n'est pas un mois"),
        (("forms", "x.xlsx", "-o", "d", "--week", "2026-W54"), "« 2026-W54 » n'est pas une semaine"),
        (("invoice", "x.xlsx"), "--project CODE ou --credit NUMÉRO : quel document émettre ?"),
        (
            ("share", "x.xlsx", "-o", "y.xlsx"),
            "--project CODE ou --holder CODE : la copie d'un projet, ou celle d'un ayant droit ?",
        ),
        (
            ("share", "x.xlsx", "--project", "P", "--holder", "H", "-o", "y.xlsx"),
            "--project CODE ou --holder CODE : la copie d'un projet, ou celle d'un ayant droit ?",
        ),
        (
            ("share", "x.xlsx", "--holder", "H", "--audience", "producteur", "-o", "y.xlsx"),
            "--holder ne va avec ni --audience ni --technician",
        ),
        (("invoice", "x.xlsx", "--project", "P", "--lines", "2"), "--lines ne va qu'avec --credit"),
        (("invoice", "x.xlsx", "--project", "P", "--credit", ""), "--credit est vide"),
        (("invoice", "x.xlsx", "--credit", "FA-2026-0001", "--lines", " "), "--lines est vide"),
        (("invoice", "x.xlsx"), " ; aide : postprod invoice -h"),
        (("new", "x.xlsx", "--demo=1"), "l'option --demo ne prend pas de valeur"),
        (("check", "x.xlsx", "--today"), "l'option --today attend une valeur"),
        (("tables", "exprot", "x.xlsx"), "commande inconnue : « exprot » ; vouliez-vous dire export ?"),
        (("invoice", "x.xlsx", "--project", "P", "--step", "1", "--credit", "F"), "ne vont pas ensemble"),
        (("new", "notes.txt"), "finit par .xlsx ou .xlsm"),
        (("new", "."), "« . » : le nom d'un classeur"),
        (("tables", "repair", "a.xlsx", "b.xlsx"), "argument en trop : b.xlsx"),
        (
            ("payroll", "x.xlsx", "--month", "2026-11", "--export", "pdf"),
            "attendu : csv, spaiectacle, tables",
        ),
        (("callsheet", "x.xlsx", "-o", "y.pdf", "--week", "2026-W60"), "n'est pas une semaine"),
        (("callsheet", "x.xlsx", "-o", "y.pdf", "--week", "2026-13-01"), "n'est pas une date"),
        (
            ("callsheet", "x.xlsx", "-o", "y.pdf", "--week", "2026-12-01", "--day", "2026-12-01"),
            "--day et --week ne vont pas ensemble",
        ),
        (
            ("callsheet", "x.xlsx", "-o", "y.pdf", "--by", "maison", "--for", "DIOP"),
            "--by maison, qui dit tout",
        ),
        (("calendar", "x.xlsx"), "il manque l'option --output DOSSIER"),
        (
            ("share", "x.xlsx", "--project", "P", "--audience", "voisin", "-o", "y.xlsx"),
            "l'option --audience : « voisin » n'est pas admis, attendu : producteur, réalisateur, technicien",
        ),
    ],
)
def test_a_wrong_use_is_one_french_line(run, arguments, said):
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


def test_every_command_has_a_french_help_page(run):
    for command in (
        [],
        ["new"],
        ["demo"],
        ["check"],
        ["refresh"],
        ["invoice"],
        ["payroll"],
        ["share"],
        ["install"],
        ["doctor"],
        ["tables", "import"],
    ):
        status, out, _ = run(*command, "-h")
        assert status == 0
        assert out.startswith("Usage : postprod")
        assert "Show this message" not in out


def test_an_internal_fault_gives_its_log_and_no_trace(run, small_file, monkeypatch):
    def broken(*_):
        raise RuntimeError("panne")

    monkeypatch.setattr("postprod_xl.hosts.files.runs.compute", broken)
    status, _, err = run("check", small_file)
    assert status == 4
    log = err.rsplit(" ", 1)[1].strip()
    with open(log, encoding="utf-8") as trace:
        assert "RuntimeError: panne" in trace.read()
    os.unlink(log)


def test_new_never_replaces_a_file(run, small_file):
    before = small_file.read_bytes()
    assert run("new", small_file)[0] == 3
    assert small_file.read_bytes() == before


def test_two_new_workbooks_are_the_same_bytes(run, tmp_path):
    for name in ("a.xlsx", "b.xlsx", "a.xlsm", "b.xlsm"):
        assert run("new", tmp_path / name)[0] == 0
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert (tmp_path / "a.xlsm").read_bytes() == (tmp_path / "b.xlsm").read_bytes()
    types = contents(tmp_path / "a.xlsm")["[Content_Types].xml"]
    assert b"sheet.macroEnabled.main+xml" in types


def test_an_invoice_is_numbered_ledgered_and_printed(run, demo_file):
    status, out, _ = run("invoice", demo_file, "--project", "CRUE", "--date", DAY, "--today", DAY, "--json")
    details = json.loads(out)["files"][0]
    assert (status, details["invoice"], details["type"]) == (0, "FA-2026-0001", "Acompte")
    assert "FA-2026-0001" in openpyxl.load_workbook(demo_file).sheetnames
    master = read_master(demo_file)
    ledger, lines = master.tables["Factures"], master.tables["LignesFacture"]
    assert ledger.column("number") == ["FA-2026-0001"]
    assert sum(ledger.column("total_cents")) == sum(lines.column("amount_cents")) == details["total_cents"]
    steps = master.tables["Echeancier"]
    assert [step.invoice for step in steps if (step.project, step.rank) == ("CRUE", 1)] == ["FA-2026-0001"]


def test_invoice_numbers_have_no_gap_and_a_credit_note_has_its_own_series(run, demo_file):
    for project in ("CRUE", "SETE"):
        assert run("invoice", demo_file, "--project", project, "--yes", "--date", DAY, "--today", DAY)[0] == 0
    credit = ("invoice", demo_file, "--project", "CRUE", "--credit", "FA-2026-0001", "--today", DAY)
    assert run(*credit)[0] == 0
    assert run(*credit)[0] == 1
    numbers = read_master(demo_file).tables["Factures"].column("number")
    assert numbers == ["FA-2026-0001", "FA-2026-0002", "AV-2026-0001"]


def test_a_month_of_pay_leaves_the_other_months(run, demo_file):
    for month in ("2026-11", "2026-10", "2026-11"):
        assert run("payroll", demo_file, "--month", month, "--today", DAY)[0] == 0
    master = read_master(demo_file)
    pay, items = master.tables["Paie"], master.tables["Rubriques"]
    assert list(dict.fromkeys(pay.column("month"))) == ["2026-10", "2026-11"]
    assert sum(pay.column("gross_cents")) == sum(items.column("amount_cents"))
    before = contents(demo_file)[master.places["Paie"].sheet_part]
    assert run("refresh", demo_file, "--today", DAY)[0] == 0
    assert contents(demo_file)[master.places["Paie"].sheet_part] == before


@pytest.mark.parametrize("form", ["tables", "csv"])
def test_pay_is_not_prepared_when_its_export_has_nowhere_to_go(run, small_file, form):
    before = small_file.read_bytes()
    folder = small_file / "paie"
    status, _, err = run("payroll", small_file, "--month", "2026-11", "--export", form, "-o", folder)
    assert status == 3 and str(folder) in err
    assert small_file.read_bytes() == before


def test_a_month_whose_export_cannot_be_written_is_neither_prepared_nor_frozen(run, demo_file, tmp_path):
    before = demo_file.read_bytes()
    out = tmp_path / "sortie"
    (out / "Paie-2026-11.csv").mkdir(parents=True)
    export = ("--export", "tables", "--yes", "-o", out)
    status, _, err = run("payroll", demo_file, "--month", "2026-11", *export)
    assert status == 3 and "Paie-2026-11.csv — un dossier a été trouvé" in err
    assert demo_file.read_bytes() == before
    assert [path.name for path in out.iterdir()] == ["Paie-2026-11.csv"]


def test_a_producer_copy_has_the_name_of_a_workbook_that_excel_opens(run, small_file, tmp_path):
    status, _, err = run("share", small_file, "--project", "CRUE", "-o", tmp_path / "crue.xlsm")
    assert status == 3 and "finit par .xlsx" in err
    _, _, err = run("share", small_file, "--project", "CRUE", "-o", ".")
    assert err.startswith(". — le nom de la copie finit par .xlsx")
    assert not list(tmp_path.glob("crue*"))


def test_a_producer_never_sees_a_cost_a_pay_or_another_client(run, demo_file, tmp_path):
    copy = tmp_path / "crue.xlsx"
    assert run("share", demo_file, "--project", "CRUE", "-o", copy, "--today", DAY)[0] == 0
    book = openpyxl.load_workbook(copy)
    cells = [
        str(cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    headings = {column.heading for table in TABLES for column in table.columns if column.private} - {
        "Alerte",
        "Validé le",
    }
    public = {column.heading for table in TABLES for column in table.columns if not column.private}
    assert not (headings - public) & set(cells)
    others = [p for p in ("SETE", "HEURES", "ATELIER") if any(p in cell for cell in cells)]
    assert not others
    assert not any(cell.startswith("=") for cell in cells)
    assert any("Montage image" in cell for cell in cells)
    assert all(sheet.sheet_state == "visible" for sheet in book)


def rows_of(folder, name):
    with open(folder / f"{name}.csv", encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def test_what_is_imported_is_exported_unchanged(run, tmp_path):
    office = shared("data/office")
    path, out = tmp_path / "m.xlsx", tmp_path / "sortie"
    for command in (("new", path), ("tables", "import", path, office), ("check", path, "--today", DAY)):
        assert run(*command)[0] == 0
    assert run("refresh", path, "--today", DAY)[0] == 0
    assert run("tables", "export", path, out)[0] == 0
    for source in sorted(office.glob("*.csv")):
        given, back = rows_of(office, source.stem), rows_of(out, source.stem)
        kinds = {column.heading: column.kind for column in BY_NAME[source.stem].columns}
        for heading in given[0]:
            values = [
                [typed_csv(kinds[heading], row[rows[0].index(heading)]) for row in rows[1:]]
                for rows in (given, back)
            ]
            assert values[0] == values[1], (source.name, heading)


def test_an_exported_office_imports_into_a_new_workbook_as_it_was(run, demo_file, tmp_path):
    out, copy = tmp_path / "sortie", tmp_path / "copie.xlsx"
    run("tables", "export", demo_file, out)
    assert run("new", copy)[0] == 0
    assert run("tables", "import", copy, out)[0] == 0
    before, after = read_master(demo_file).tables, read_master(copy).tables
    for table in TABLES:
        if table.kind is TableKind.INPUT:
            names = [column.name for column in table.typed]
            assert before[table.name].only(*names) == after[table.name].only(*names), table.name


@pytest.mark.parametrize("text", ["=CMD|'/c calc'!A0", "+33 6 12", "-1+2", "@SUM(A1)", "=1+1"])
def test_text_that_looks_like_a_formula_is_imported_as_text(run, small_file, tmp_path, text):
    folder = tmp_path / "csv"
    folder.mkdir()
    (folder / "Clients.csv").write_bytes(csv_files()["Clients.csv"])
    rows = rows_of(folder, "Clients")
    rows[1][rows[0].index("Adresse")] = text
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows(rows)
    (folder / "Clients.csv").write_bytes(out.getvalue().encode("utf-8-sig"))
    assert run("tables", "import", small_file, folder)[0] == 0
    place = place_of(small_file, "Clients")
    assert cells_of(small_file, place.sheet_part)[place.cell(place.first_row, "Adresse")] == text


def test_a_bad_csv_names_its_file_and_line_and_imports_nothing(run, demo_file, tmp_path):
    folder = tmp_path / "csv"
    folder.mkdir()
    (folder / "Absences.csv").write_text(
        "Ressource;Du\nAUBRY;31/02/2026\nPERSONNE;2026-12-01\n", encoding="utf-8"
    )
    before = demo_file.read_bytes()
    status, out, _ = run("tables", "import", demo_file, folder)
    assert status == 1
    assert "Absences.csv, ligne 2 — Du : trouvé « 31/02/2026 »" in out
    assert "Absences.csv, ligne 3 — Ressource : « PERSONNE » n'existe pas dans Équipe ou Salles" in out
    assert demo_file.read_bytes() == before


def test_a_result_that_must_grow_over_a_persons_text_is_refused_untouched(run, demo_file):
    place, projects = place_of(demo_file, "Comptes"), place_of(demo_file, "Projets")
    typed(demo_file, place.sheet_part, {f"A{place.last_row + 1}": None, f"A{place.last_row + 2}": "ma note"})
    row = projects.last_row + 1
    new = {f"A{row}": "NEUF", f"B{row}": "Neuf", f"A{row + 1}": "NEUF2", f"B{row + 1}": "Neuf 2"}
    typed(demo_file, projects.sheet_part, new)
    before = demo_file.read_bytes()
    status, out, _ = run("refresh", demo_file, "--today", DAY)
    assert status == 1
    assert f"{place.sheet}!A{place.last_row + 2}" in out
    assert demo_file.read_bytes() == before


def test_rows_typed_below_a_table_are_computed_and_taken_into_it(run, demo_file):
    book = openpyxl.load_workbook(demo_file)
    place = read_master(demo_file).places["Absences"]
    sheet = book[place.sheet]
    for column, value in enumerate(["AUBRY", "24/12/2026", "24/12/2026"], 1):
        sheet.cell(place.last_row + 1, column).value = value
    projects = read_master(demo_file).places["Projets"]
    book["Projets"].cell(projects.last_row + 1, 1).value = "NEUF"
    book.save(demo_file)
    assert run("refresh", demo_file, "--today", DAY)[0] == 0
    after = read_master(demo_file)
    assert after.declared["Projets"].last_row == projects.last_row + 1
    assert after.tables["Absences"].column("resource")[-1] == "AUBRY"


def test_the_help_answers_without_loading_anything_heavy():
    code = (
        "import sys; from postprod_xl.hosts.cli.main import status_of; status_of(['-h']);"
        "heavy = {'pandas', 'numpy', 'openpyxl', 'lxml', 'rich', 'holidays'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert run.stdout.splitlines()[-1] == "[]"


def written_below(path, table, text, column=4):
    """Write a note right under a table, as a person would."""
    place = place_of(path, table)
    address = f"{column_letters(place.first_column + column)}{place.last_row + 1}"
    typed(path, place.sheet_part, {address: text})
    return place, address


@pytest.mark.parametrize("table", ["Depassements", "Comptes", "Journal", "Factures"])
def test_a_note_under_a_result_or_a_ledger_is_never_taken_for_a_row(run, small_file, table):
    place, at = written_below(small_file, table, "NOTE : voir avec Paul")
    before = place.last_row
    status, out, _ = run("refresh", small_file, "--today", DAY)
    assert cells_of(small_file, place.sheet_part)[at] == "NOTE : voir avec Paul"
    if table == "Journal":
        # The journal needs the very next row: said, and nothing written.
        assert status == 1 and f"{place.sheet}!{at}" in out
    else:
        assert status == 0
        assert read_master(small_file).declared[table].last_row == before


def test_a_wrong_value_in_a_result_cell_is_written_over(run, demo_file):
    place = place_of(demo_file, "Depassements")
    first, second = (place.cell(place.first_row + more, "Projeté (h)") for more in (0, 1))
    right = cells_of(demo_file, place.sheet_part)
    typed(demo_file, place.sheet_part, {first: "douze heures", second: "=1/0"})
    assert run("refresh", demo_file, "--today", DAY)[0] == 0
    assert cells_of(demo_file, place.sheet_part) == right


def test_notes_beside_a_result_follow_their_row(run, demo_file):
    def columns():
        """The key and the note beside it of each row."""
        place, held = place_of(demo_file, "Depassements"), cells_of(demo_file, part)
        rows = range(place.first_row, place.last_row + 1)
        return {held[place.cell(row, "Ligne")]: held.get(f"{beside}{row}") for row in rows}

    place = place_of(demo_file, "Depassements")
    part, beside = place.sheet_part, column_letters(place.last_column + 1)
    typed(
        demo_file,
        part,
        {f"{beside}{row}": f"note {row}" for row in range(place.first_row, place.last_row + 1)},
    )
    notes = columns()
    # Two more days sold: the overrun goes and every line changes place.
    typed_in(demo_file, "Devis", "MER-IMG-20", "Quantité", 40)
    assert run("refresh", demo_file, "--today", DAY)[0] == 0
    assert columns() == notes and all(notes.values())
    assert list(columns()) != list(notes)


RELIED_ON = [
    (table.name, column.heading)
    for table in TABLES
    for column in table.columns
    if table.kind is TableKind.INPUT
    and (
        column.required
        or column.name in table.key
        or column.name in ("declared_day", "client", "line", "value")
    )
]


@pytest.mark.parametrize(("table", "heading"), RELIED_ON)
def test_a_renamed_heading_is_never_an_internal_fault(run, small_file, table, heading):
    if family := BY_NAME[table].family:
        small_file.write_bytes(small_office_with(family))
    renamed_heading(small_file, table, heading, "Autre chose")
    status, out, _ = run("refresh", small_file, "--today", DAY)
    assert status in (0, 1)
    assert heading in out


def test_a_heading_and_a_table_in_another_case_are_the_same(run, demo_file):
    renamed_heading(demo_file, "Depassements", "Libellé", "LIBELLÉ")
    status, out, _ = run("refresh", demo_file, "--today", DAY, "--dry-run")
    assert status == 0
    assert "Dépassements!" not in out


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"Ressource,Du\nAUBRY,2026-12-01\n", "séparateur « , »"),
        ("Ressource\tDu\nAUBRY\t2026-12-01\n".encode("utf-16"), "séparateur « tabulation »"),
        (b'Ressource;Du\n"AUBRY;2026-12-01\n', "ligne 2 : trouvé « guillemet mal fermé »"),
        (b"Ressource;Du;Motif\nAUBRY;2026-12-01;" + b"x" * 131_073, "plus de 131072 caractères"),
    ],
)
def test_a_csv_of_another_form_is_explained_in_one_line(run, small_file, tmp_path, data, said):
    folder = tmp_path / "csv"
    folder.mkdir()
    (folder / "Absences.csv").write_bytes(data)
    status, out, _ = run("tables", "import", small_file, folder)
    assert status == 1
    assert out.count("Absences.csv") == 1 and said in out


def test_an_imported_setting_is_read_as_the_next_command_will_read_it(run, small_file, tmp_path):
    folder = tmp_path / "csv"
    folder.mkdir()
    before = small_file.read_bytes()
    (folder / "Parametres.csv").write_text("Paramètre;Valeur\nHeures par jour;7,5\nPréavis d'option;FR75\n")
    status, out, _ = run("tables", "import", small_file, folder)
    assert status == 1 and small_file.read_bytes() == before
    assert "Parametres.csv, ligne 3 — Valeur : trouvé « FR75 », attendu : un nombre entier" in out
    (folder / "Parametres.csv").write_text("Paramètre;Valeur\nHeures par jour;7,5\n")
    assert run("tables", "import", small_file, folder)[0] == 0
    assert read_master(small_file).settings["day_minutes"] == 450


def test_an_unreadable_table_is_one_line_whatever_refers_to_it(run, demo_file, tmp_path):
    folder = tmp_path / "csv"
    assert run("tables", "export", demo_file, folder)[0] == 0
    (folder / "Projets.csv").write_bytes(b"")
    before = demo_file.read_bytes()
    status, out, err = run("tables", "import", demo_file, folder)
    assert (status, out.count("Bloquant"), "Projets.csv : trouvé « fichier vide »" in out) == (1, 1, True)
    assert "rien n'a été écrit" in err and demo_file.read_bytes() == before


def test_an_export_that_fails_leaves_no_folder_of_its_own(run, small_file, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "plein")

    monkeypatch.setattr("postprod_xl.engines.ooxml.files.staging.os.write", full)
    status, _, err = run("tables", "export", small_file, tmp_path / "a" / "b")
    assert status == 3 and "disque plein : rien n'a été modifié" in err
    assert not (tmp_path / "a").exists()


def test_an_interrupted_export_is_refused_by_an_import_until_it_is_made_again(run, small_file, tmp_path):
    folder = tmp_path / "csv"
    assert run("tables", "export", small_file, folder)[0] == 0
    (folder / "Devis.csv").unlink()
    assert run("tables", "import", small_file, folder)[0] == 0  # a table taken out on purpose
    (folder / MARK).write_text(f"{'0' * 64}  Devis.csv\n", "utf-8")
    before = small_file.read_bytes()
    status, _, err = run("tables", "import", small_file, folder)
    assert (status, err.count("\n")) == (3, 1) and "export interrompu ; il y manque Devis.csv" in err
    assert small_file.read_bytes() == before
    assert run("tables", "export", small_file, folder)[0] == 0
    assert run("tables", "import", small_file, folder)[0] == 0


@pytest.mark.skipif(os.name == "nt", reason="les droits POSIX")
def test_what_leaves_a_private_workbook_is_private(run, demo_file, tmp_path):
    demo_file.chmod(0o600)
    out = tmp_path / "sortie"
    assert run("tables", "export", demo_file, out)[0] == 0
    assert (
        run("payroll", demo_file, "--month", "2026-11", "--export", "tables", "--yes", "-o", out / "paie")[0]
        == 0
    )
    assert run("share", demo_file, "--project", "CRUE", "-o", out / "crue.xlsx")[0] == 0
    written = [demo_file, *demo_file.parent.rglob("*.xlsx"), *out.rglob("*")]
    assert len(written) > 30
    assert not [path for path in (out, *written) if path.stat().st_mode & 0o077]


def test_no_exported_text_is_computed_by_a_spreadsheet_and_all_import_as_they_were(run, demo_file, tmp_path):
    typed_in(demo_file, "Clients", "MOLE", "Adresse", "+33, rue")
    typed_in(demo_file, "Clients", "MOLE", "Ville", "'=1+1")
    before = read_master(demo_file).tables["Clients"]
    assert run("tables", "export", demo_file, tmp_path / "csv")[0] == 0
    fields = [field for row in rows_of(tmp_path / "csv", "Clients") for field in row]
    assert "'+33, rue" in fields and not any(field.startswith(("=", "+", "-", "@")) for field in fields)
    assert run("tables", "import", demo_file, tmp_path / "csv")[0] == 0
    assert before == read_master(demo_file).tables["Clients"]


def test_a_raw_export_without_export_is_a_wrong_use(run, small_file):
    status, _, err = run("payroll", small_file, "--month", "2026-11", "--raw")
    assert (status, "--raw ne va qu'avec --export" in err) == (2, True)


def test_a_day_out_of_the_calendar_is_a_wrong_use(run, small_file):
    for day in ("0001-01-01", "9999-12-31"):
        assert run("refresh", small_file, "--today", day)[0] == 2


def test_a_demo_folder_that_is_a_file_is_said(run, small_file):
    status, _, err = run("demo", small_file)
    assert status == 3
    assert small_file.name in err


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no full device on this system")
def test_an_output_that_nobody_can_read_changes_no_status(small_file):
    command = f"{sys.executable} -m postprod_xl refresh '{small_file}' --today 2026-12-01 --json > /dev/full"
    assert subprocess.run(["sh", "-c", command], capture_output=True, check=False).returncode == 0


def test_an_accented_path_works_whatever_the_locale(small_file):
    folder = small_file.parent / "Été à l'œuvre"
    folder.mkdir()
    path = shutil.copy(small_file, folder / "bureau n°1.xlsx")
    plain = {
        "LANG": "C",
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PATH": os.environ["PATH"],
    }
    command = [sys.executable, "-m", "postprod_xl", "refresh", str(path), "--today", DAY]
    assert subprocess.run(command, capture_output=True, check=False, env=plain).returncode == 0


@pytest.mark.parametrize("month", ["0000-11", "٢٠٢٦-11", "2026-13", "2026-11-23"])
def test_a_month_of_no_calendar_is_refused(run, month):
    status, _, err = run("payroll", "absent.xlsx", "--month", month)
    assert (status, err.count("\n")) == (2, 1) and "n'est pas un mois" in err
