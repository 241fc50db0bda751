from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from postprod_xl.domain.purchases.expected import expected_problems, expected_rows
from tests.domain.offices import office, table_rows

TODAY, OCTOBER, NOVEMBER = date(2026, 11, 23), date(2026, 10, 12), date(2026, 11, 12)
TEAM = table_rows(
    "Equipe",
    [
        {"code": "IND", "status": "Indépendant", "day_cost_cents": 40_000, "day_minutes": 480},
        {"code": "INT", "status": "Intermittent", "hourly_rate_cents": 2_000},
        {"code": "NEW", "status": "Indépendant"},
    ],
)
CONTRACTS = table_rows(
    "Contrats",
    [{"contract": "PRE", "technician": "INT", "type": "Prestation", "hourly_rate_cents": 5_000}],
)


def session(day: date = OCTOBER, hours: int = 8, **rest: Any) -> dict[str, Any]:
    return {
        "number": "",
        "day": day,
        "project": "P1",
        "start": 0,
        "end": hours * 60,
        "technician": "IND",
        **rest,
    }


def invoice(cents: int, **rest: Any) -> dict[str, Any]:
    return {
        "purchase": "HA-1", "project": "P1", "technician": "IND", "invoice": "7", "invoice_day": NOVEMBER,
        "month": "2026-10", "invoiced_cents": cents, **rest,
    }  # fmt: skip


def told(*sessions: dict[str, Any], bought: tuple[dict[str, Any], ...] = ()) -> list[tuple[Any, ...]]:
    held = office(
        TODAY,
        Equipe=TEAM,
        Contrats=CONTRACTS,
        Seances=table_rows("Seances", list(sessions)),
        Achats=table_rows("Achats", list(bought)),
    )
    rows = expected_rows(held)
    names = ("technician", "project", "month", "expected_cents", "invoiced_cents", "alert")
    return [(*row[:-1], row[-1].replace("\u00a0", " ")) for row in rows.select(*names)]


def test_an_independent_s_month_that_is_over_and_not_invoiced_is_claimed():
    # two days at 400 €
    assert told(session(), session(date(2026, 10, 13))) == [
        ("IND", "P1", "2026-10", 80_000, 0, "Facture à réclamer : 800,00 € HT")
    ]


def test_the_present_month_is_expected_and_not_claimed_yet():
    assert told(session(NOVEMBER)) == [("IND", "P1", "2026-11", 40_000, 0, "")]


def test_a_service_contract_is_invoiced_by_whoever_holds_it_and_an_employee_is_not():
    found = told(session(technician="INT", contract="PRE"), session(technician="INT"))
    # 8 h at 50 €
    assert [row[:4] for row in found] == [("INT", "P1", "2026-10", 40_000)]


@pytest.mark.parametrize(
    ("cents", "alert"),
    [
        (40_000, ""),
        (38_000, ""),
        (37_999, "Il manque 20,01 € HT"),
        (42_001, "20,01 € HT facturés de plus que ses séances"),
    ],
)
def test_what_is_received_is_set_against_what_is_expected_within_5_percent(cents: int, alert: str):
    assert told(session(), bought=(invoice(cents),)) == [("IND", "P1", "2026-10", 40_000, cents, alert)]


def test_a_credit_note_has_the_rest_claimed_again():
    bought = (invoice(40_000), invoice(-40_000, purchase="HA-2", invoice="8"))
    assert told(session(), bought=bought)[0][4:] == (0, "Il manque 400,00 € HT")


def test_an_invoice_without_a_month_bears_on_its_own_and_one_without_session_is_questioned():
    assert told(session(), bought=(invoice(40_000, month=""),)) == [
        ("IND", "P1", "2026-10", 40_000, 0, "Facture à réclamer : 400,00 € HT"),
        ("IND", "P1", "2026-11", 0, 40_000, "400,00 € HT facturés sans séance ce mois-là"),
    ]


def test_an_invoice_of_no_project_bears_on_those_worked_by_their_hours():
    bought = (invoice(60_001, project=""),)
    found = told(session(), session(project="P2", hours=4), bought=bought)
    assert [(row[1], row[4]) for row in found] == [("P1", 40_001), ("P2", 20_000)]


def test_a_rate_that_is_not_known_is_named_and_nothing_is_made_up():
    ((_, _, _, expected, _, alert),) = told(session(technician="NEW"))
    assert expected is None and "Taux non connu" in alert


def test_the_invoices_that_one_person_owes_are_one_warning():
    days = (date(2026, 9, 7), OCTOBER, NOVEMBER)
    sessions = [session(day, project=project) for day in days for project in ("P1", "P2")]
    held = office(TODAY, Equipe=TEAM, Seances=table_rows("Seances", [*sessions, session(technician="NEW")]))
    assert [problem.message.replace("\u00a0", " ") for problem in expected_problems(held)] == [
        "IND : 4 factures à réclamer, 1 600,00 € HT (P1 2026-09, P2 2026-09, P1 2026-10…)",
        "NEW : taux non connu : complétez son contrat ou Équipe (P1 2026-10)",
    ]
