"""Raw cells become typed rows, and everything wrong is said at once."""

from decimal import Decimal

from postprod_xl.schema.kinds import ExcelError, NoCachedValue, typed, typed_csv
from postprod_xl.schema.references import reference_problems
from postprod_xl.schema.rows import no_rows
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.validate import RawTable, typed_rows
from postprod_xl.schema.vocabulary import Severity

TEAM = BY_NAME["Equipe"]
ABSENCES = BY_NAME["Absences"]


def raw(table, **columns):
    height = max(len(cells) for cells in columns.values())
    blank = {column.heading: [None] * height for column in table.typed}
    given = {table.heading(name): cells for name, cells in columns.items()}
    return RawTable(table.name, range(5, 5 + height), {**blank, **given})


def test_every_wrong_cell_is_reported_with_its_row_and_heading():
    rows, problems = typed_rows(
        TEAM, raw(TEAM, code=["T1", "T2"], status=["Chef", "Permanent"], hourly_rate_cents=["vingt", 20.0])
    )
    assert [(p.row, p.heading, p.found) for p in problems] == [
        (5, "Statut", "Chef"),
        (5, "Taux horaire", "vingt"),
    ]
    assert "n'est pas dans la liste : Intermittent, Permanent, Indépendant" in problems[0].message
    assert rows.column("hourly_rate_cents")[1] == 2000


def test_a_choice_is_recognised_whatever_its_case():
    rows, problems = typed_rows(TEAM, raw(TEAM, code=["T1"], status=[" intermittent "]))
    assert rows.column("status") == ["Intermittent"]
    assert not problems


def test_empty_rows_inside_a_table_are_skipped_and_rows_keep_their_number():
    rows, problems = typed_rows(TEAM, raw(TEAM, code=["T1", None, "  ", "T2"]))
    assert rows.numbers == [5, 8]
    assert not problems


def test_a_row_without_its_key_is_a_blocking_problem():
    _, problems = typed_rows(TEAM, raw(TEAM, code=[None], last_name=["Aubry"]))
    assert [(p.severity, p.row, p.heading) for p in problems] == [(Severity.BLOCKING, 5, "Code")]


def test_a_key_typed_twice_names_the_first_row():
    _, problems = typed_rows(TEAM, raw(TEAM, code=["T1", "T2", "T1"]))
    assert [(p.row, p.found) for p in problems] == [(7, "T1")]
    assert "déjà en ligne 5" in problems[0].message


def test_a_key_typed_twice_in_two_cases_is_told_as_it_is_written():
    _, problems = typed_rows(TEAM, raw(TEAM, code=["OK1", "T2", " ok1"]))
    assert [(p.row, p.found) for p in problems] == [(7, "ok1")]
    assert "« ok1 » est déjà en ligne 5" in problems[0].message


def test_excel_errors_and_formulas_never_computed_are_said_as_such():
    cells = [ExcelError("#DIV/0!"), NoCachedValue("B2*2")]
    _, problems = typed_rows(TEAM, raw(TEAM, code=["T1", "T2"], hourly_rate_cents=cells))
    assert "affiche l'erreur #DIV/0!" in problems[0].message
    assert "« =B2*2 » n'a pas encore été calculée" in problems[1].message


def test_a_true_cell_is_not_the_number_one():
    _, problems = typed_rows(
        BY_NAME["Projets"], raw(BY_NAME["Projets"], code=["P1", "P2"], episodes=[True, 1.0])
    )
    assert [(p.row, p.heading) for p in problems] == [(5, "Épisodes")]


def test_a_value_out_of_bounds_says_the_bounds():
    table = BY_NAME["Versions"]
    _, problems = typed_rows(table, raw(table, project=["P1"], version=[1.0], discount_rate=[30.0]))
    assert problems[0].found == "3000 %"
    assert "entre 0 % et 100 %" in problems[0].expected


def test_a_reference_to_nothing_names_the_table_it_should_come_from():
    team, _ = typed_rows(TEAM, raw(TEAM, code=["T1"]))
    absences, _ = typed_rows(
        ABSENCES, raw(ABSENCES, resource=["T1", "T9"], first_day=["01/12/2026", "02/12/2026"])
    )
    tables = {"Equipe": team, "Salles": no_rows(BY_NAME["Salles"]), "Absences": absences}
    problems = reference_problems(BY_NAME, tables)
    assert [(p.row, p.message) for p in problems] == [(6, "« T9 » n'existe pas dans Équipe ou Salles")]


def test_a_missing_optional_column_is_read_as_empty_with_a_warning():
    cells = {column.heading: ["T1"] for column in TEAM.typed if column.name == "code"}
    rows, problems = typed_rows(TEAM, RawTable("Equipe", [5], cells))
    assert rows.column("skills") == [""]
    assert {p.severity for p in problems} == {Severity.WARNING}


def worked(*renamed: str) -> RawTable:
    """Sessions without row, a heading replaced by the one that follows it."""
    headings = dict(zip(renamed[::2], renamed[1::2], strict=True))
    names = [headings.get(heading, heading) for heading in BY_NAME["Seances"].headings]
    return RawTable("Seances", [], {name: [] for name in names if name})


def test_a_renamed_column_that_a_formula_reads_blocks():
    _, [problem] = typed_rows(BY_NAME["Seances"], worked("Fin", "Heure fin"))
    assert problem.is_blocking
    assert problem.message == (
        "la colonne « Fin » manque à Séances, « Heure fin » est à sa place ; remettez cet en-tête"
    )


def test_a_removed_column_that_a_formula_reads_blocks():
    _, [problem] = typed_rows(BY_NAME["Seances"], worked("Fin", ""))
    assert problem.is_blocking
    assert problem.message == "la colonne « Fin » manque à Séances ; remettez cet en-tête"


def test_a_renamed_column_blocks_even_when_it_may_be_empty():
    _, [problem] = typed_rows(BY_NAME["Seances"], worked("Tâche", "Travail"))
    assert problem.is_blocking


def test_what_only_a_later_formula_reads_may_be_missing():
    for convert in (typed, typed_csv):
        _, [problem] = typed_rows(BY_NAME["Seances"], worked("État", ""), convert)
        assert problem.message == "la colonne « État » manque à Séances : elle est lue comme vide"
        assert not problem.is_blocking
    _, [problem] = typed_rows(BY_NAME["Seances"], worked("Fin", ""), typed_csv)
    assert problem.is_blocking


def test_columns_that_may_be_blank_are_missing_in_one_line():
    kept = [name for name in BY_NAME["Seances"].headings if name not in ("Salle", "Observations", "Validé")]
    _, [problem] = typed_rows(BY_NAME["Seances"], RawTable("Seances", [], {name: [] for name in kept}))
    assert not problem.is_blocking
    assert problem.message == (
        "3 colonnes manquent à Séances, lues comme vides : « Salle », « Observations », « Validé »"
    )


def test_a_column_that_an_older_workbook_lacks_blocks_nothing():
    _, [problem] = typed_rows(BY_NAME["Seances"], worked("Observations", ""))
    assert not problem.is_blocking


def test_a_persons_column_is_not_taken_for_a_renamed_one_elsewhere():
    cells = {heading: [] for heading in (*TEAM.headings, "Surnom") if heading != "Matricule"}
    _, [problem] = typed_rows(TEAM, RawTable("Equipe", [], cells))
    assert not problem.is_blocking


def test_a_missing_key_column_blocks():
    _, problems = typed_rows(TEAM, RawTable("Equipe", [5], {"Nom": ["Aubry"]}))
    assert any(p.is_blocking and p.heading == "Code" for p in problems)


def test_types_of_the_rows_are_those_of_the_declaration():
    rows, _ = typed_rows(
        BY_NAME["Devis"], raw(BY_NAME["Devis"], line=["A"], project=["P"], version=[1.0], quantity=["1,5"])
    )
    assert rows.column("version") == [1] and type(rows.column("version")[0]) is int
    assert rows.column("quantity") == [Decimal("1.5")]
    assert rows.column("unit_price_cents") == [None]
    assert rows.column("label") == [""]


def test_a_cell_that_names_several_works_is_as_long_as_a_cell_and_a_code_as_a_drop_down_list():
    works = " ; ".join(f"W{rank:04}" for rank in range(1_000))
    sales = BY_NAME["Ventes"]
    rows, problems = typed_rows(sales, raw(sales, sale=["V1"], works=[works]))
    assert (rows.column("works"), problems) == ([works], [])
    _, [problem] = typed_rows(sales, raw(sales, sale=["V" * 256], works=["W0001"]))
    assert problem.expected == "un texte de 255 caractères au plus"
