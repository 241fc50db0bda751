"""`postprod avails`: what a coordinator reads, what a program reads, what is refused; nothing is ever written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from postprod_xl.hosts.cli.main import status_of
from postprod_xl.hosts.files.master import read_master
from postprod_xl.schema.tables.catalogue import SALE_TERMS, SALES
from tests.masters import DEMO_DAY, demo_bytes
from tests.optional_tabs import delete_tabs
from tests.typed_cells import cell_at, typed

DAYS = ("--from", "2026-12-01", "--to", "2028-11-30")


@pytest.fixture(scope="module")
def catalogue_bytes() -> bytes:
    return demo_bytes(families=("catalogue",))


@pytest.fixture
def path(tmp_path: Path, catalogue_bytes: bytes) -> Path:
    """A demonstration office with the tabs of the catalogue."""
    path = tmp_path / "bureau.xlsx"
    path.write_bytes(catalogue_bytes)
    return path


@pytest.fixture
def ask(path: Path, capsys: pytest.CaptureFixture[str]):
    """Ask of the office; gives the exit status, stdout and stderr. The workbook stays as it was."""

    def asked(*arguments: str) -> tuple[int, str, str]:
        before = path.read_bytes()
        status = status_of(["avails", str(path), *arguments, "--today", f"{DEMO_DAY}"])
        captured = capsys.readouterr()
        assert path.read_bytes() == before
        assert sorted(entry.name for entry in path.parent.iterdir()) == [path.name]
        return status, captured.out, captured.err

    return asked


def test_the_answer_is_read_interval_by_interval(ask):
    assert ask("--work", "RADEAU", "--media", "AVOD", "--territory", "FR", *DAYS) == (
        0,
        "du 01/12/2026 au 31/08/2027 : non libre :\n"
        "  gel G-01 de la vente V-01 à Mistral TV du 01/09/2026 au 31/08/2027\n"
        "  fenêtre ouverte le 02/10/2027 seulement (sortie + 36 mois)\n"
        "du 01/09/2027 au 01/10/2027 : non libre, fenêtre ouverte le 02/10/2027 seulement (sortie + 36 mois)\n"
        "du 02/10/2027 au 31/07/2028 : libre\n"
        "du 01/08/2028 au 30/11/2028 : libre sous réserve, le mandat M-01-A1 finit le 31/07/2028 : libre s'il est "
        "reconduit tacitement\n"
        "bureau.xlsx : RADEAU, AVOD, France, du 01/12/2026 au 30/11/2028 : non libre, libre seulement du 02/10/2027 au "
        "31/07/2028\n",
        "",
    )


def test_what_is_free_is_one_line(ask):
    free = ask("--work", "phare", "--media", "SVOD", "--territory", "Monde sauf US, CA", "--from", "2027-01-01",
               "--to", "2027-12-31", "--exclusive", "--language", "fr")  # fmt: skip
    assert free == (
        0,
        "bureau.xlsx : PHARE, SVOD, Monde sauf Canada, États-Unis, langue : français, en exclusivité, du 01/01/2027 au "
        "31/12/2027 : libre\n",
        "",
    )


def test_a_version_is_asked_alone(ask):
    days = ("--from", "2027-01-01", "--to", "2027-12-31")
    sold = ("--work", "RADEAU", "--media", "SVOD", "--territory", "US", *days)
    assert "version VOSTA, du 01/01/2027 au 31/12/2027 : non libre\n" in ask(*sold, "--version", "vosta")[1]
    assert ask(*sold, "--version", "VF")[1].endswith(" : libre\n")


def test_a_program_reads_the_same_answer(ask):
    status, out, err = ask(
        "--work", "RADEAU", "--media", "AVOD,FAST", "--territory", "FR,BE", *DAYS, "--json"
    )
    (answer,) = json.loads(out)["files"]
    assert status == 0 and "bureau.xlsx : RADEAU" in err
    assert answer["freedom"] == "Non libre" and answer["media"] == ["AVOD", "FAST"]
    assert answer["intervals"][0]["from"] == answer["from"] == "2026-12-01"
    assert answer["intervals"][-1]["to"] == answer["to"] == "2028-11-30"
    first = answer["intervals"][0]["reasons"][0]
    assert (first["reason"], first["contract"], first["territories"]) == ("Gel", "V-01", ["FR"])
    assert answer["languages"] == ["*"]


@pytest.mark.parametrize(
    ("option", "value", "line"),
    [
        ("--work", "PHAR", "Œuvre : œuvre « PHAR » inconnue dans Œuvres ; vouliez-vous dire « PHARE » ?"),
        ("--media", "SVODD", "Médias : « SVODD » n'est pas un média connu ; vouliez-vous dire « SVOD » ?"),
        ("--media", "", "Médias : il manque un média : SVOD, TV gratuite, Tous…"),
        ("--territory", "Frnace", "Territoires : « Frnace » n'est pas un territoire connu ; vouliez-vous"),
        ("--language", "xx", "Langues : « xx » n'est pas une langue connue"),
        ("--version", "V9", "Version : PHARE n'a pas de version « V9 » dans Versions d'œuvre ;"),
        ("--to", "2026-11-30", "Au : la période finit le 30/11/2026, avant de commencer le 01/12/2026"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_one_line(ask, option, value, line):
    asked = {
        "--work": "PHARE",
        "--media": "SVOD",
        "--territory": "FR",
        "--from": "2026-12-01",
        "--to": "2027-11-30",
    }
    status, out, err = ask(*(word for pair in {**asked, option: value}.items() for word in pair))
    assert status == 1
    blocking = [said for said in (out + err).splitlines() if said.startswith("Bloquant")]
    assert len(blocking) == 1 and blocking[0].startswith(f"Bloquant : {line}")


def test_a_contract_of_the_work_that_is_not_read_leaves_the_answer_unknown(ask, path):
    master = read_master(path)
    terms = master.tables["TermesVente"]
    row = next(row.row for row in terms if row.sale == "V-11")
    place = master.places["TermesVente"]
    typed(path, place.sheet_part, {place.cell(row, SALE_TERMS.heading("territories")): "Frnace"})
    status, out, err = ask("--work", "TRAVERSEE", "--media", "AVOD", "--territory", "BE", *DAYS)
    assert status == 1
    (line,) = [said for said in (out + err).splitlines() if said.startswith("Bloquant")]
    assert "TRAVERSEE, AVOD, Belgique, du 01/12/2026 au 30/11/2028 : non connu, V-11 non lu : " in line
    assert "« Frnace »" in line
    # The contract of another work is nothing to this one.
    assert ask("--work", "PHARE", "--media", "AVOD", "--territory", "BE", *DAYS)[0] == 0


@pytest.mark.parametrize(
    ("command", "asked"),
    [
        ("avails", ["--work", "PHARE", "--media", "SVOD", "--territory", "FR", *DAYS]),
        ("avails", ["--list", "liste.xlsx"]),
        ("cuesheet", ["--work", "PHARE", "-o", "musique.csv"]),
        ("statement", ["--holder", "MOLE", "--period", "2026-S1"]),
        ("share", ["--holder", "MOLE", "-o", "copie.xlsx"]),
    ],
)
def test_a_workbook_without_the_tabs_is_told_what_adds_them(demo_file: Path, capsys, command, asked):
    assert status_of([command, str(demo_file), *asked]) == 1
    captured = capsys.readouterr()
    assert (captured.out + captured.err).splitlines()[0] == (
        "Bloquant : ce classeur n'a pas les onglets Catalogue : « postprod add FICHIER catalogue » les ajoute"
    )


def test_a_sale_of_what_is_no_work_of_the_catalogue_is_told_beside_the_answer(ask, path):
    """Its title was typed where its code is expected: it resembles nothing, and may be the work asked for."""
    place, cell = cell_at(path, SALES.name, "V-12", SALES.heading("works"))
    typed(path, place.sheet_part, {cell: "Zyx"})
    status, out, _ = ask("--work", "PHARE", "--media", "AVOD", "--territory", "BE", *DAYS)
    assert status == 0 and "à vérifier : V-12 vend « Zyx », inconnu dans Œuvres" in out


@pytest.mark.parametrize("asked", [(), ("--work", "RADEAU"), ("--media", "SVOD", "--territory", "FR", *DAYS)])
def test_a_question_without_its_work_or_its_days_is_a_wrong_use(ask, asked):
    status, _, said = ask(*asked)
    assert status == 2 and "--work, --media, --territory, --from et --to" in said


def test_nothing_is_free_once_the_tab_of_the_sales_is_deleted(ask, path):
    delete_tabs(path, [SALES.tab])
    status, told, _ = ask("--work", "RADEAU", "--media", "AVOD", "--territory", "FR", *DAYS)
    assert status == 1
    assert "non connu, l'onglet Ventes non lu : supprimé, ou sa table perdue" in told
    assert "postprod add bureau.xlsx catalogue" in told
