"""The doors of the plan: other workbooks, time to search, what-ifs, candidates, the tasks of a programme."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.hosts.cli.main import status_of
from postprod_xl.hosts.files.master import read_master
from postprod_xl.hosts.files.plan_search import PlanSearch, booked_in
from postprod_xl.schema.tables import BY_NAME
from tests.masters import DEMO_DAY, contents, demo_bytes
from tests.typed_cells import cells_of, place_of, typed

DAY = ("--today", f"{DEMO_DAY}")


@pytest.fixture
def run(capsys):
    """Run `postprod` in this process; gives the exit status, stdout and stderr."""

    def command(*arguments):
        status = status_of([str(argument) for argument in (*arguments, *DAY)])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.out + captured.err
        return status, captured.out.replace("\u00a0", " "), captured.err

    return command


def typed_below(path: Path, table: str, **cells: object) -> None:
    """A row typed under a table, as a person does; the cells are given by code name."""
    master = read_master(path)
    place, held = master.places[table], master.tables[table]
    row = held.numbers[-1] + 1 if held else place.first_row
    new = {place.cell(row, BY_NAME[table].heading(name)): value for name, value in cells.items()}
    typed(path, place.sheet_part, new)


def tasks_of(path: Path, project: str):
    tasks = read_master(path).tables["Planning"]
    return tasks.where(code == project for code in tasks.column("project"))


@pytest.fixture
def other(demo_file: Path) -> Path:
    """A workbook that books the same people and rooms, computed."""
    path = demo_file.with_name("autre.xlsx")
    path.write_bytes(demo_bytes())
    return path


@pytest.fixture
def new_project(demo_file: Path) -> Path:
    """The demonstration with one more project, without task."""
    typed_below(
        demo_file,
        "Projets",
        code="NEUF",
        type="Documentaire",
        delivery_day=date(2027, 4, 30),
        rushes_day=date(2026, 12, 7),
        status="Confirmé",
    )
    return demo_file


def test_the_bookings_of_another_workbook_take_its_people_and_name_no_client(run, demo_file, other):
    assert run("refresh", demo_file, "--also", other)[0] == 0
    conflicts = read_master(demo_file).tables["Reservations"].column("conflict")
    assert any("occupé (autre production)" in text for text in conflicts)
    problems = " ".join(read_master(demo_file).tables["Controles"].column("message"))
    assert "occupé (autre production)" in problems
    assert contents(other) == contents(_copy(other, demo_bytes()))


def test_a_workbook_never_stands_in_its_own_way(run, demo_file):
    assert run("refresh", demo_file)[0] == 0
    status, out, _ = run("refresh", demo_file, "--also", demo_file, "--dry-run", "--json")
    assert status == 0
    assert json.loads(out)["files"][0]["changed_cells"] == 0


def test_another_workbook_that_cannot_be_read_is_said_and_nothing_is_written(run, demo_file, tmp_path):
    before = demo_file.read_bytes()
    absent = ("--also", tmp_path / "absent.xlsx")
    status, _, err = run("refresh", demo_file, *absent)
    assert status == 3 and "absent.xlsx" in err
    status, out, _ = run("whatif", demo_file, "--rushes", "CRUE+1j", "--json", *absent)
    assert status == 3 and "absent.xlsx" in json.loads(out)["files"][0]["summary"]
    assert demo_file.read_bytes() == before


def test_a_booking_without_day_or_half_day_is_left_out(demo_file, other):
    place = place_of(other, "Reservations")
    whole = len(booked_in([other], DEMO_DAY)[other.resolve()])
    held = cells_of(other, place.sheet_part)
    taken = 2 if held.get(place.cell(place.first_row, "Salle")) else 1
    typed(other, place.sheet_part, {place.cell(place.first_row, "Demi-journée"): "le soir"})
    assert len(booked_in([other], DEMO_DAY)[other.resolve()]) == whole - taken


def test_a_workbook_without_bookings_is_no_other_production(tmp_path):
    path = tmp_path / "partiel.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["Code", "Titre"])
    book.active.append(["P1", "La Crue"])
    book.active.add_table(openpyxl.worksheet.table.Table(displayName="Projets", ref="A1:B2"))
    book.save(path)
    with pytest.raises(UnusableFile, match="Reservations"):
        booked_in([path], DEMO_DAY)


def test_time_to_search_is_given_from_the_moment_the_workbook_is_read():
    with PlanSearch(seconds=60).options() as options:
        assert options["budget"].keep_going() and options["budget"].schedules is None
    with PlanSearch(seconds=0).options() as options:
        assert not options["budget"].keep_going()
    with PlanSearch().options() as options:
        assert options == {}


def test_a_plan_searched_longer_is_kept_by_the_next_refresh(run, demo_file):
    assert run("refresh", demo_file, "--plan-seconds", 1)[0] == 0
    status, out, _ = run("refresh", demo_file, "--dry-run", "--json")
    assert status == 0
    assert json.loads(out)["files"][0]["changed_cells"] == 0


def test_a_what_if_says_its_consequences_and_writes_nothing(run, demo_file):
    before = demo_file.read_bytes()
    options = ("--rushes", "SETE+60j", "--without", "LACAZE@2026-12-01..2026-12-05")
    status, out, _ = run("whatif", demo_file, *options)
    assert status == 0
    assert "SETE-ETALONNAGE : " in out and "au lieu d" in out and "déplacée" in out
    assert demo_file.read_bytes() == before


def test_a_what_if_in_json_gives_days_and_people(run, demo_file):
    status, out, _ = run("whatif", demo_file, "--without", "LACAZE@2026-12-01..2026-12-05", "--json")
    (file,) = json.loads(out)["files"]
    assert status == 0 and file["changed_cells"] == 0
    (move,) = [move for move in file["moves"] if move["task"] == "SETE-ETALONNAGE"]
    assert date.fromisoformat(move["start_after"]) >= date.fromisoformat(move["start_before"])


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        ((), 2, "--rushes P001+4j"),
        (("--rushes", "CRUE"), 2, "l'option --rushes : trouvé « CRUE », attendu : P001+4j"),
        (("--without", "LACAZE@2026-12-05..2026-12-01"), 2, "l'option --without : trouvé"),
        (("--rushes", "ZZ+2j"), 1, "projet « ZZ » inconnu"),
        (("--without", "ZZ@2026-12-01"), 1, "« ZZ » inconnu dans Équipe et dans Salles"),
        (("--unconfirm", "ZZ"), 1, "la tâche « ZZ » n'existe pas"),
    ],
)
def test_a_hypothesis_that_says_nothing_is_refused_in_one_line(run, demo_file, options, status, said):
    code, out, err = run("whatif", demo_file, *options)
    assert code == status and said in out + err


def test_a_shift_is_shown_cell_by_cell_then_written_and_kept_by_the_next_refresh(run, demo_file):
    before = demo_file.read_bytes()
    shift = ("shift", demo_file, "--task", "MER-CONFORMATION", "--to", "26/11/2026")
    status, out, _ = run(*shift, "--dry-run")
    assert status == 0 and demo_file.read_bytes() == before
    assert "Réservations" in out and "Journal" not in out
    status, out, _ = run(*shift)
    assert status == 0
    assert (
        "MER-CONFORMATION (Confirmé, MER) : le 26/11/2026 au lieu du 23/11/2026 ; à libérer : KERMAREC" in out
    )
    status, out, _ = run("refresh", demo_file, "--dry-run", "--json")
    assert json.loads(out)["files"][0]["changed_cells"] == 0


def test_a_shift_that_cannot_be_writes_nothing(run, demo_file):
    before = demo_file.read_bytes()
    status, out, err = run("shift", demo_file, "--task", "MER-CONFORMATION", "--to", "2026-11-28")
    assert status == 1 and "c'est un samedi, personne n'y travaille pour MER" in out + err
    assert demo_file.read_bytes() == before


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "--task CODE ou --instead-of CODE"),
        (("--task", "A", "--instead-of", "B"), "l'un des deux"),
        (("--instead-of", "LACAZE"), "--instead-of veut ses jours"),
        (("--task", "A", "--from", "2026-12-01"), "ne vont qu'avec --instead-of"),
    ],
)
def test_candidates_are_asked_for_a_task_or_for_somebody(run, demo_file, options, said):
    status, _, err = run("candidates", demo_file, *options)
    assert status == 2 and said in err


def test_candidates_come_with_their_reasons(run, demo_file):
    before = demo_file.read_bytes()
    status, out, _ = run("candidates", demo_file, "--task", "CRUE-MIXAGE")
    first, second, last = out.splitlines()
    assert status == 0 and first.startswith("1. ") and second.startswith("2. ")
    assert "compétence Mixeur" in first and "par jour" in first
    assert "2 candidats pour CRUE-MIXAGE" in last
    assert run("candidates", demo_file, "--task", "crue-mixage")[1] == out
    assert demo_file.read_bytes() == before


def test_a_task_that_nobody_does_and_one_that_is_not_there(run, demo_file):
    assert "ne demande aucune compétence" in run("candidates", demo_file, "--task", "CRUE-VERROUILLAGE")[1]
    status, out, _ = run("candidates", demo_file, "--task", "CRUE-RIEN")
    assert status == 1 and "« CRUE-RIEN » n'existe pas" in out


def test_planning_a_project_adds_its_tasks_computed_and_leaves_the_others(run, new_project):
    before = read_master(new_project).tables["Planning"]
    status, out, _ = run("plan", new_project, "--project", "NEUF", "--template", "DOC52")
    assert status == 0 and "tâches de DOC52 pour NEUF" in out and "livraison tenue" in out
    after = read_master(new_project).tables["Planning"]
    assert after.column("task")[: len(before)] == before.column("task")
    tasks = tasks_of(new_project, "NEUF")
    assert tasks.column("task")[-1] == "NEUF-LIVRAISON"
    assert all(day >= date(2026, 12, 7) for day in tasks.column("start_day"))
    assert tasks.frame().set_index("step").loc["MIXAGE", "assigned_technician"]
    status, out, _ = run("refresh", new_project, "--dry-run", "--json")
    assert status == 0 and json.loads(out)["files"][0]["changed_cells"] == 0


def test_the_first_project_of_an_empty_workbook_is_planned_and_its_problems_have_their_cells(run, tmp_path):
    path = tmp_path / "vide.xlsx"
    status_of(["new", str(path)])
    typed_below(path, "Projets", code="P1", type="Magazine", delivery_day=date(2027, 1, 15))
    typed_below(path, "Equipe", code="ANNE", skills="Mixeur")
    status, out, _ = run("plan", path, "--project", "P1")
    tasks = tasks_of(path, "P1")
    row = next(task.row for task in tasks if task.step == "RUSHES")
    assert status == 0 and tasks.numbers[0] == read_master(path).places["Planning"].first_row
    assert f"Planning!I{row} — Compétence : personne dans Équipe" in out


def test_a_project_planned_twice_is_refused_and_nothing_is_written(run, demo_file):
    before = demo_file.read_bytes()
    status, out, _ = run("plan", demo_file, "--project", "CRUE", "--template", "LM90")
    assert status == 1 and "CRUE a déjà" in out
    assert demo_file.read_bytes() == before


def _copy(path: Path, data: bytes) -> Path:
    copy = path.with_name("copie.xlsx")
    shutil.copy(path, copy)
    copy.write_bytes(data)
    return copy
