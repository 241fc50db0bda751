"""What a pay sheet prints of an item, of a session and of a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from postprod_xl.documents.papers.pay_sheet import pay_sheet_paper
from postprod_xl.documents.payroll.pay_sheet import PaySheet, SheetContract, SheetItem, SheetSession

DAY = date(2026, 11, 2)
PREMIUM = SheetItem("MS25", "Majoration", Decimal(4), 2800, Decimal("0.25"), 2800)
SALARY = SheetItem("SAL", "Salaire mensuel", Decimal("151.6667"), None, Decimal(1), 300_000)
UNKNOWN = replace(PREMIUM, code="MD", coefficient=None, amount_cents=None)
SESSION = SheetSession(DAY, "La Crue", "Montage", 540, 1080, 60, 480, 0, is_validated=True)
CONTRACT = SheetContract(
    "C1", "Monteuse", "CDDU", "2642", "Fiction", "La Crue", "", DAY, None, None, None, 1, 480, None,
    (PREMIUM, SALARY, UNKNOWN), (SESSION, replace(SESSION, project="Sète")), ("DPAE manquante",),
)  # fmt: skip
SHEET = PaySheet(date(2026, 11, 1), DAY, "T001", "Ève Zola", "M0001", "Intermittent", (CONTRACT,), None)


def test_a_salary_has_no_rate_and_what_nobody_knows_is_said() -> None:
    [contract] = pay_sheet_paper(SHEET).data["contrats"]
    printed = [
        [
            item[name].replace("\u202f", " ").replace("\xa0", " ")
            for name in ("taux", "coefficient", "montant")
        ]
        for item in contract["rubriques"]
    ]
    assert printed == [
        ["28,00 €", "0,25", "28,00 €"],
        ["", "", "3 000,00 €"],
        ["28,00 €", "non connu", "non connu"],
    ]
    assert (contract["brut"], contract["alertes"]) == ("non connu", ["DPAE manquante"])


def test_the_project_of_a_session_is_said_where_it_is_not_that_of_the_contract() -> None:
    [contract] = pay_sheet_paper(SHEET).data["contrats"]
    assert [session["tache"] for session in contract["seances"]] == ["Montage", "Sète — Montage"]


def test_a_paper_is_of_one_person_and_one_month_and_its_file_says_which() -> None:
    paper = pay_sheet_paper(SHEET)
    assert paper.title == "Pré-feuille de paie de novembre 2026 — Ève Zola"
    assert paper.file_stem == "pré-feuille de paie 2026-11 M0001 T001"
    missing = pay_sheet_paper(replace(SHEET, payroll_id="")).data["renseignements"]
    assert ["Matricule", "à compléter"] in missing
