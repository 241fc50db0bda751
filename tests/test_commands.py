"""What a command gives back beside its tables: what is confirmed, what is refused, what concerns the workbook."""

from __future__ import annotations

from datetime import date

import pytest

from postprod_xl.commands import COMMANDS
from postprod_xl.commands.billing.issuing import invoice
from postprod_xl.commands.payroll.preparing import payroll
from postprod_xl.commands.refresh import refresh
from postprod_xl.commands.sharing import share
from tests.domain.invoicing.houses import TODAY, house
from tests.domain.offices import office, table_rows


def test_issuing_asks_the_number_the_step_the_amount_the_client_and_the_day_to_pay():
    outcome = invoice(house(), project="P001")
    document = outcome.documents[0]
    assert document.day == TODAY
    total = f"{document.total_with_vat_cents / 100:,.2f}".replace(",", " ").replace(".", ",")
    question = outcome.question.replace("\u202f", " ").replace("\xa0", " ")
    assert question == (
        f"Émettre {document.number}, étape 1 de P001 (Acompte 30 %), {total} € TTC, à Films du Môle (PRO), échéance le "
        "23/12/2026 ?"
    )


def test_what_can_be_run_again_asks_nothing():
    assert refresh(house()).question == ""


@pytest.mark.parametrize(
    "outcome",
    [
        invoice(house(), project="NOPE"),
        invoice(house(), credit="FA-0000"),
        share(house(), project="NOPE"),
    ],
    ids=["project", "invoice", "copy"],
)
def test_a_request_refused_is_no_problem_of_the_workbook(outcome):
    assert outcome.is_blocked
    assert not outcome.covers_the_office


def test_a_command_that_writes_nothing_gives_nothing_to_write():
    of_project = {name: {"project": "P001"} for name in ("share", "advice", "situation", "techsheet")}
    options = {
        **of_project,
        "avails": {
            "work": "CRUE",
            "media": "SVOD",
            "territory": "FR",
            "first": date(2027, 1, 1),
            "last": date(2027, 12, 31),
        },
        "candidates": {"task": "T1"},
        "cuesheet": {"work": "CRUE"},
        "paysheet": {"month": "2026-11"},
    }
    silent = [command for command in COMMANDS.values() if command.rule and not command.writes]
    assert {command.name for command in silent} == {
        "avails",
        "check",
        "whatif",
        "candidates",
        "calendar",
        "callsheet",
        "costreport",
        "cuesheet",
        "forms",
        "ledger",
        "paysheet",
        "portfolio",
        *of_project,
    }
    for command in silent:
        outcome = command.compute(house(), **options.get(command.name, {}))
        assert not (outcome.columns or outcome.rows or outcome.appended or outcome.documents), command.name


def test_what_a_command_makes_again_is_what_it_gives():
    # The summary has every month: nothing of it is kept.
    made = {*COMMANDS["payroll"].remakes, "RecapPaie"}
    assert set(payroll(house(), month="2026-11").rows) == made


def test_a_refresh_covers_the_office():
    assert refresh(house()).covers_the_office


@pytest.mark.parametrize(("day", "warned"), [(date(2026, 10, 31), True), (date(2026, 11, 2), False)])
def test_a_month_without_session_is_said(day, warned):
    worked = table_rows("Seances", [{"number": "S1", "day": day}])
    found = payroll(office(Seances=worked), month="2026-11").problems
    assert ("aucune séance en 2026-11" in [problem.message for problem in found]) is warned


@pytest.mark.parametrize("asked", [{}, {"form": "csv"}, {"preview": True}])
def test_a_month_that_is_refused_is_refused_in_one_line_whatever_is_asked_of_it(asked):
    worked = {"number": "S1", "day": date(2026, 11, 2), "contract": "C1", "start": 540, "end": 1080}
    contract = {"contract": "C1", "technician": "T001", "type": "CDDU", "convention": "2717"}
    place = office(
        Equipe=table_rows("Equipe", [{"code": "T001"}]),
        Contrats=table_rows("Contrats", [contract]),
        Seances=table_rows("Seances", [worked]),
    )
    blocking = [
        problem for problem in payroll(place, month="2026-11", **asked).problems if problem.is_blocking
    ]
    assert [problem.message.partition(" :")[0] for problem in blocking] == ["paie refusée pour C1 (T001)"]
