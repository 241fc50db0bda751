"""Payments noted in a workbook: what is written, and what every reader then says of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from postprod_xl.hosts.cli.app import app
from postprod_xl.hosts.cli.main import status_of
from postprod_xl.hosts.files.master import read_master
from postprod_xl.hosts.functions import call
from tests.fuzz.office import put_office
from tests.hosts.handed import UNPAID_TABLES, with_headings
from tests.masters import DEMO_DAY


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("reglements") / "petit.xlsx"
    put_office(made)
    return made


def ran(path: Path, *arguments: str) -> tuple[int, dict]:
    """The exit status of `postprod payment`, and what it says of the workbook."""
    words = ["payment", str(path), *arguments, "--today", f"{DEMO_DAY}", "--json"]
    found = CliRunner().invoke(app, words, standalone_mode=False)
    said = json.loads(found.stdout) if found.stdout.startswith("{") else {"files": [{}]}
    return found.return_value, said["files"][0]


def test_a_part_then_a_line_of_a_statement_pay_an_invoice_and_every_reader_says_so(path: Path):
    invoice = read_master(path).tables["Factures"].records[0]
    due = invoice.payable_cents - (invoice.paid_cents or 0)
    assert due > 0 and invoice.paid_cents is None
    day, number = f"{DEMO_DAY:%d/%m/%Y}", invoice.number
    status, said = ran(path, "--invoice", number, "--amount", "1", "--date", day, "--reference", "acompte")
    assert (status, said["payments"][0]["due_cents"]) == (0, due - 100)

    statement = path.parent / "releve.csv"
    rest = f"{(due - 100) / 100:.2f}".replace(".", ",")
    statement.write_bytes(f"Date;Libellé;Montant\n{day};VIR {number};{rest}\n".encode("cp1252"))
    before = path.read_bytes()
    status, said = ran(path, "--statement", str(statement))
    assert (status, [each["confidence"] for each in said["proposals"]]) == (0, ["sûre"])
    assert path.read_bytes() == before

    wanted = said["proposals"][0]["id"]
    assert ran(path, "--statement", str(statement), "--accept", wanted)[0] == 0
    status, said = ran(path, "--statement", str(statement))
    assert (said["proposals"], [each["payment"] for each in said["taken"]]) == ([], ["RG-2026-0002"])
    assert ran(path, "--statement", str(statement), "--accept", wanted)[0] == 1

    held = read_master(path)
    assert held.tables["Factures"].records[0].due_cents == 0
    assert held.tables["Reglements"].column("lettered_cents") == [100, due - 100]
    project = next(row for row in held.tables["Comptes"] if row.project == invoice.project)
    assert (project.paid_cents, project.overdue_cents) == (due, 0)
    small = {name: with_headings(raw.values) for name, raw in held.raw.items()}
    handed = [invoice.project, *(small[name] for name in UNPAID_TABLES)]
    assert call("PP_IMPAYES", [*handed, None, small["Reglements"]]) == 0
    assert "donnez aussi Reglements" in call("PP_IMPAYES", handed)


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("--amount", "1", "--date", "2026-11-20"), 2),
        (("--invoice", "FA-2026-0001", "--amount", "douze", "--date", "2026-11-20"), 2),
        (("--accept", "A1B2C3"), 2),
        (("--reminders",), 2),
        (("--statement", "absent.csv"), 3),
        (("--invoice", "FA-2026-0999", "--amount", "1", "--date", "2026-11-20"), 1),
    ],
)
def test_what_cannot_be_done_has_its_exit_status_and_leaves_the_workbook(path: Path, arguments, status: int):
    before = path.read_bytes()
    assert status_of(["payment", str(path), *arguments]) == status
    assert path.read_bytes() == before
