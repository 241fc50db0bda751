"""The pay sheet of a person: what was prepared, beside the sessions of today."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.pay_sheets import SheetsRefused, pay_sheets
from tests.domain.offices import office, table_rows

ZOLA = {
    "code": "T001",
    "last_name": "Zola",
    "first_name": "Ève",
    "payroll_id": "M0001",
    "status": "Intermittent",
}
AUBRY = {"code": "T002", "last_name": "Aubry", "first_name": "Paule"}
KEY = {"month": "2026-11", "contract": "C1", "technician": "T001", "payroll_id": "M0001"}
PAY = {**KEY, "days": 1, "worked_minutes": 480, "gross_cents": 24_000, "alert": "DPAE manquante ; Non signé"}
ITEM = {
    **KEY, "project": "P001", "item": "HN", "label": "Heures", "base_hours": Decimal(8), "rate_cents": 3000,
    "coefficient": Decimal(1), "amount_cents": 24_000,
}  # fmt: skip
SESSION = {
    "number": "S1", "day": date(2026, 11, 2), "project": "P001", "technician": "T001", "contract": "C1",
    "start": 540, "end": 1080, "pause_minutes": 60, "validated": True,
}  # fmt: skip


def paid(*sessions: dict[str, Any], **tables: list[dict[str, Any]]) -> Office:
    held: dict[str, list[dict[str, Any]]] = {
        "Equipe": [ZOLA, AUBRY],
        "Projets": [{"code": "P001", "title": "La Crue", "object_number": "26LA45678037"}],
        "Contrats": [{"contract": "C1", "technician": "T001", "project": "P001", "job": "Monteuse"}],
        "Paie": [PAY],
        "Rubriques": [ITEM],
        "Declarations": [
            {"month": "2026-11", "contract": "C1", "alert": "DPAE manquante ; n° d'objet manquant"}
        ],
        "Seances": [SESSION, *sessions],
    }
    return office(**{name: table_rows(name, rows) for name, rows in {**held, **tables}.items()})


def test_a_sheet_has_the_items_as_written_the_sessions_of_the_month_and_what_is_left_to_settle() -> None:
    october = {**SESSION, "number": "S2", "day": date(2026, 10, 30)}
    borrowed = {**SESSION, "number": "S3", "technician": "T002"}
    [sheet] = pay_sheets(paid(october, borrowed), "2026-11")
    [contract] = sheet.contracts
    assert (sheet.name, sheet.payroll_id, sheet.worked_minutes, sheet.gross_cents) == (
        *("Ève Zola", "M0001"),
        *(480, 24_000),
    )
    assert (contract.project, contract.object_number, contract.job) == ("La Crue", "26LA45678037", "Monteuse")
    assert [(item.code, item.base, item.amount_cents) for item in contract.items] == [
        ("HN", Decimal(8), 24_000)
    ]
    assert [(session.day, session.worked_minutes) for session in contract.sessions] == [
        (date(2026, 11, 2), 480)
    ]
    assert contract.alerts == ("DPAE manquante", "Non signé", "n° d'objet manquant")


def test_the_night_of_a_session_is_the_one_that_pay_counts_refreshed_or_not() -> None:
    # IDCC 2642, flux: from midnight to 7 h
    contract = {"contract": "C1", "technician": "T001", "type": "CDDU", "convention": "2642", "genre": "Flux"}
    evening = {**SESSION, "start": 20 * 60, "end": 2 * 60, "pause_minutes": 0}
    [sheet] = pay_sheets(paid(Seances=[evening], Contrats=[contract]), "2026-11")
    assert [session.night_minutes for session in sheet.contracts[0].sessions] == [120]


def test_sessions_that_are_not_the_hours_that_were_prepared_are_said() -> None:
    [sheet] = pay_sheets(paid({**SESSION, "number": "S2", "day": date(2026, 11, 3)}), "2026-11")
    assert sheet.contracts[0].alerts[-1] == (
        "les séances font 16h00, la paie écrite en compte 8h00 : elles se chevauchent, ou ont changé depuis"
    )


def test_the_sessions_of_a_contract_that_pays_somebody_else_today_are_not_on_the_sheet_that_was_prepared() -> (
    None
):
    moved = {"contract": "C1", "technician": "T002"}
    [sheet] = pay_sheets(paid(Seances=[{**SESSION, "technician": "T002"}], Contrats=[moved]), "2026-11")
    assert (sheet.code, sheet.contracts[0].sessions) == ("T001", ())
    assert sheet.contracts[0].alerts[-1].startswith("les séances font 0h00, la paie écrite en compte 8h00")


def test_a_gross_that_is_not_known_leaves_that_of_the_month_unknown() -> None:
    second = {**PAY, "contract": "C2", "gross_cents": None}
    [sheet] = pay_sheets(paid(Paie=[PAY, second]), "2026-11")
    assert (len(sheet.contracts), sheet.gross_cents) == (2, None)


@pytest.mark.parametrize(
    ("month", "person", "said"),
    [
        (
            *("2026-12", ""),
            "la paie de 2026-12 n'est pas préparée : « postprod payroll --month 2026-12 » la prépare, puis recommencez",
        ),
        (
            "2026-11",
            "t002",
            "T002 n'est pas payé en 2026-11 : aucun de ses contrats n'est dans Paie ce mois-là",
        ),
        ("2026-11", "T01", "« T01 » n'est pas dans Équipe ; vouliez-vous dire « T001 » ?"),
    ],
)
def test_no_sheet_is_made_of_what_was_not_prepared(month: str, person: str, said: str) -> None:
    with pytest.raises(SheetsRefused) as refused:
        pay_sheets(paid(), month, person)
    assert refused.value.problem.message == said


def test_one_person_may_be_asked_for_whatever_the_case_of_the_code() -> None:
    assert [sheet.code for sheet in pay_sheets(paid(), "2026-11", "t001")] == ["T001"]
