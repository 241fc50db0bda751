"""The ledger of invoices: numbers, dates, steps already invoiced, faults."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from postprod_xl.domain.invoicing.credits.issue import Credit, issue_credit
from postprod_xl.domain.invoicing.register.checks import ledger_problems
from postprod_xl.domain.invoicing.register.ledger import deposits_left, entries, schedule_columns
from postprod_xl.domain.invoicing.steps import next_to_invoice
from postprod_xl.schema.table import text
from postprod_xl.schema.vocabulary import Severity
from tests.domain.invoicing.houses import CLIENT, STEPS, TODAY, credit, house, issued, refusal, written
from tests.domain.offices import office, table_rows
from tests.later_schema import LATER, LaterSchema, declared


@pytest.mark.parametrize(
    ("number", "message"),
    [
        ("FA-2026-0009", "la facture « FA-2026-0009 » n'est pas dans le registre"),
        ("FA-2026-0001", "FA-2026-0001 est déjà annulée par l'avoir AV-2026-0001"),
        ("AV-2026-0001", "AV-2026-0001 est déjà un avoir : émettez une nouvelle facture"),
    ],
)
def test_only_a_standing_invoice_can_be_credited(number: str, message: str) -> None:
    home = house()
    home = written(home, issued(home))
    home = written(home, credit(home, "FA-2026-0001"))
    issue, [problem] = issue_credit(home, Credit(number), TODAY)
    assert issue is None and problem.severity is Severity.BLOCKING and problem.message == message


def test_a_credit_note_cannot_be_dated_before_its_invoice() -> None:
    home = house()
    home = written(home, issued(home))
    issue, [problem] = issue_credit(home, Credit("FA-2026-0001"), date(2026, 11, 22))
    assert issue is None and "avant FA-2026-0001 du 23/11/2026" in problem.message


def test_a_step_is_invoiced_once() -> None:
    home = house()
    home = written(home, issued(home))
    assert refusal(home, rank=1) == "l'étape 1 de P001 est facturée par FA-2026-0001 : émettez un avoir"


def test_an_invoice_cannot_be_dated_before_the_last_of_its_series() -> None:
    home = house()
    home = written(home, issued(home))
    assert "avant le dernier document de la série, du 23/11/2026" in refusal(home, day=date(2026, 11, 22))


@pytest.mark.parametrize("day", [date(2099, 12, 31), date(2000, 1, 1)])
def test_a_document_far_from_today_is_refused(day: date) -> None:
    assert "à plus de dix ans d'aujourd'hui" in refusal(house(), day=day)


def test_a_due_day_that_the_ledger_could_not_read_back_is_refused() -> None:
    # 40 days after the 31st of December 2099 is past the days that a cell shows.
    home = house(Clients=[{**CLIENT, "payment_days": 40}])
    message = refusal(replace(home, today=date(2099, 12, 1)), day=date(2099, 12, 31))
    assert "attendu : une date (12/03/2026), entre 01/01/1950 et 31/12/2099" in message


def test_each_year_begins_its_own_series_and_closes_the_one_before() -> None:
    home = house()
    home = written(home, issued(home))
    later = issued(home, day=date(2027, 1, 4))
    assert later.invoice["number"] == "FA-2027-0001"
    # dated after today, before any hour
    assert [problem.heading for problem in later.problems] == ["Date", "Type"]
    assert "01/01" not in refusal(written(home, later), day=date(2026, 12, 31))


def test_an_erased_step_number_is_found_again_by_its_subject() -> None:
    home = house()
    home = written(home, issued(home))
    erased = home["Echeancier"].with_columns({"invoice": [""] * 3})
    assert schedule_columns(home.with_rows("Echeancier", erased)).column("invoice") == [
        "FA-2026-0001",
        "",
        "",
    ]


def test_a_step_keeps_its_number_when_its_rank_changes() -> None:
    home = house()
    home = written(home, issued(home))
    ranks = home["Echeancier"].with_columns({"rank": [2, 1, 3]})
    assert schedule_columns(home.with_rows("Echeancier", ranks)).column("invoice") == [
        "FA-2026-0001",
        "",
        "",
    ]


def test_a_number_the_ledger_does_not_have_is_dropped() -> None:
    home = house(Echeancier=[{**STEPS[0], "invoice": "FA-2026-0042"}])
    assert schedule_columns(home).column("invoice") == [""]


def entry(number: str, day: date = TODAY, **rest: Any) -> dict[str, Any]:
    kind = "Avoir" if number.startswith("AV") else "Facture"
    return {
        "number": number,
        "type": kind,
        "day": day,
        "project": "P001",
        "client": "PRO",
        "total_cents": 100,
        **rest,
    }


def billed(*numbers: str, cents: int = 100) -> list[dict[str, Any]]:
    return [{"invoice": number, "rank": 1, "amount_cents": cents} for number in numbers]


@pytest.mark.parametrize(
    ("invoices", "lines", "message"),
    [
        ([entry("FA-2026-0002")], billed("FA-2026-0002"), "il manque FA-2026-0001"),
        ([entry("AV-2026-0001"), entry("AV-2026-0001")], billed("AV-2026-0001"), "est déjà en ligne 5"),
        ([entry("2026/1")], billed("2026/1"), "numéro ou de date"),
        ([entry("FA-2025-0001")], billed("FA-2025-0001"), "l'année diffère"),
    ],
)
def test_a_broken_ledger_warns_on_refresh_and_stops_the_next_invoice(
    invoices: list[dict], lines: list[dict], message: str
) -> None:
    home = house(Factures=invoices, LignesFacture=lines)
    [problem] = ledger_problems(home)
    assert problem.severity is Severity.WARNING and message in problem.message
    assert message in refusal(home)


@pytest.mark.parametrize(
    ("invoices", "lines", "message"),
    [
        (
            [entry("FA-2026-0001"), entry("FA-2026-0003")],
            billed("FA-2026-0001", "FA-2026-0003"),
            "il manque FA-2026-0002",
        ),
        ([entry("FA-2026-0001")], billed("FA-2026-0001", cents=99), "ses lignes font"),
        ([], billed("FA-2026-0001"), "absente du registre"),
    ],
)
def test_a_ledger_that_lost_rows_blocks_and_stops_the_next_invoice(
    invoices: list[dict], lines: list[dict], message: str
) -> None:
    home = house(Factures=invoices, LignesFacture=lines)
    [problem] = ledger_problems(home)
    assert problem.severity is Severity.BLOCKING and message in problem.message
    assert message in refusal(home)


def test_the_numbers_missing_from_a_series_are_all_named_at_its_last_one() -> None:
    numbers = ["FA-2026-0005", "FA-2026-0001", "FA-2026-0003"]
    [problem] = [
        problem
        for problem in ledger_problems(
            house(Factures=[entry(n) for n in numbers], LignesFacture=billed(*numbers))
        )
        if "il manque" in problem.message
    ]
    assert (problem.row, problem.found) == (5, "FA-2026-0005")
    assert "FA-2026-0002, FA-2026-0004" in problem.message


def test_the_next_project_to_invoice_is_that_of_the_first_day_without_an_invoice() -> None:
    steps = [
        {"project": "P3", "rank": 1, "planned_day": date(2026, 11, 1), "invoice": "FA-2026-0001"},
        {"project": "P2", "rank": 1, "planned_day": date(2026, 11, 9)},
        {"project": "P1", "rank": 1, "planned_day": date(2026, 11, 10)},
        {"project": "P0", "rank": 1},
    ]
    assert next_to_invoice(table_rows("Echeancier", steps)) == "P2"


def test_a_day_going_back_in_the_ledger_is_named() -> None:
    invoices = [entry("FA-2026-0001"), entry("FA-2026-0002", day=date(2026, 11, 2))]
    [problem] = ledger_problems(
        house(Factures=invoices, LignesFacture=billed("FA-2026-0001", "FA-2026-0002"))
    )
    assert (problem.row, problem.heading) == (6, "Date")


def test_an_empty_ledger_has_no_problem() -> None:
    assert ledger_problems(office()) == [] and not schedule_columns(office())


def test_a_deposit_already_deducted_leaves_the_later_ones() -> None:
    deposit = {"type": "Acompte", "total_with_vat_cents": 120}
    invoices = [
        entry("FA-2026-0001", **deposit),
        entry("FA-2026-0002", deposits_cents=150),
        entry("FA-2026-0003", **deposit),
        entry("FA-2026-0004", **deposit),
        entry("FA-2026-0005", project="P002", **deposit),
    ]
    left = deposits_left(entries(house(Factures=invoices)), "P001")
    # 120 + 120 + 120 less 150 deducted: the first is used up, 90 are left of the second
    assert [(deposit.number, deposit.amount_cents) for deposit in left] == [
        ("FA-2026-0003", 90),
        ("FA-2026-0004", 120),
    ]


def test_a_document_leaves_a_column_that_a_person_fills_empty() -> None:
    wanted = text("order", "Commande", "Le bon de commande de ce qui est facturé.", since=LATER)
    with declared(LaterSchema({"Factures": [(3, wanted)]})):
        assert issued(house()).invoice["order"] == ""
