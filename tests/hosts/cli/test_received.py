"""The doors of received invoices: verified alone or beside a workbook, and noted in it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from postprod_xl.hosts.cli.main import status_of
from postprod_xl.hosts.files.master import read_master
from tests.documents.facturx.samples import PRINTED, invoice_pdf, sample_xml, to_house
from tests.masters import DEMO_DAY

DAY = ("--today", f"{DEMO_DAY}")


@pytest.fixture(autouse=True)
def without_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """The official rules take a process of two seconds for each file."""
    monkeypatch.setattr("postprod_xl.documents.facturx.rules.can_run", lambda: False)


@pytest.fixture
def run(capsys):
    """Run `postprod` in this process; gives the exit status, what it answered and what it complained of."""

    def command(*arguments):
        status = status_of([str(argument) for argument in (*arguments, *DAY)])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.out + captured.err
        return status, captured.out, captured.err

    return command


def written(folder: Path, data: bytes) -> Path:
    path = folder / "facture.pdf"
    path.write_bytes(data)
    return path


def test_an_invoice_is_verified_without_a_workbook(run, tmp_path: Path):
    status, said, _ = run("invoice", "--verify", written(tmp_path, invoice_pdf()))
    assert status == 0 and "total TTC 2 040,00 €" in said and "la facture se tient" in said
    status, said, _ = run("invoice", "--json", "--verify", written(tmp_path, invoice_pdf()))
    details = json.loads(said)["files"][0]
    assert (status, details["number"], details["totals"]["with_tax"]) == (0, "SD-2026-117", "2040.00")


@pytest.mark.parametrize(
    ("data", "status", "words"),
    [
        (
            invoice_pdf({"factur-x.xml": sample_xml().replace(b"2040.00", b"9999.00")}),
            1,
            "9 999,00 € dans le XML",
        ),
        (
            invoice_pdf(printed=[text.replace("2 040,00", "2 400,00") for text in PRINTED]),
            1,
            "le PDF ne porte nulle",
        ),
        (sample_xml(), 1, "XML seul, sans le PDF"),
        (invoice_pdf({}), 3, "PDF sans XML de facture"),
    ],
    ids=["forged XML", "forged PDF", "XML alone", "PDF alone"],
)
def test_what_does_not_hold_is_one_line_and_its_status(
    run, tmp_path: Path, data: bytes, status: int, words: str
):
    found, out, err = run("invoice", "--verify", written(tmp_path, data))
    assert found == status and words in out + err


def test_nothing_is_issued_while_an_invoice_is_read(run, tmp_path: Path):
    status, _, said = run("invoice", "--project", "CRUE", "--verify", tmp_path / "facture.pdf")
    assert status == 2 and "seul le classeur va avec" in said
    status, _, said = run("invoice", "--verify", tmp_path / "absente.pdf")
    assert status == 3 and said.startswith("absente.pdf — ")


def test_a_received_invoice_is_noted_once_with_its_file(run, demo_file: Path):
    data = invoice_pdf({"factur-x.xml": to_house()})
    path = written(demo_file.parent, data)
    status, said, _ = run("receive", demo_file, path, "--project", "CRUE")
    assert status == 0 and "achat HA-2026-0006" in said
    row = list(read_master(demo_file).tables["Achats"])[-1]
    assert (row.purchase, row.project, row.invoiced_cents, row.vat_cents) == (
        "HA-2026-0006",
        "CRUE",
        170_000,
        34_000,
    )
    assert (row.file, row.fingerprint) == ("facture.pdf", hashlib.sha256(data).hexdigest())
    before = demo_file.read_bytes()
    status, said, err = run("receive", demo_file, path)
    assert (
        status == 1
        and "est déjà reçue : achat HA-2026-0006" in said + err
        and demo_file.read_bytes() == before
    )
    status, said, _ = run("invoice", demo_file, "--verify", path)
    assert status == 0 and "déjà dans Achats, achat HA-2026-0006" in said
    path.write_bytes(data + b" ")
    status, said, _ = run("check", demo_file)
    assert status == 0 and "le fichier facture.pdf n'est plus celui qui a été reçu" in said
    status, said, err = run("receive", demo_file, written(demo_file.parent, to_house("999123458")))
    assert status == 1 and "XML seul" in said + err and demo_file.read_bytes() == before
    status, said, err = run("receive", demo_file, written(demo_file.parent, invoice_pdf({})))
    assert status == 3 and "saisissez la ligne à la main" in said + err and demo_file.read_bytes() == before
