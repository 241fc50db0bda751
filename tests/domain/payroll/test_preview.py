"""What preparing a month would change, contract by contract."""

from __future__ import annotations

from typing import Any

from postprod_xl.domain.payroll.frozen.months import PayRows
from postprod_xl.domain.payroll.preview import pay_changes, totals
from postprod_xl.schema.rows import Rows
from tests.domain.offices import table_rows


def month(gross: dict[str, int], alert: str = "") -> PayRows:
    """One item a contract, of its gross."""
    key: dict[str, Any] = {"month": "2026-11", "technician": "T001", "item": "HN"}
    items = [{**key, "contract": code, "amount_cents": cents} for code, cents in gross.items()]
    pay = [
        {"month": "2026-11", "technician": "T001", "contract": code, "gross_cents": cents, "alert": alert}
        for code, cents in gross.items()
    ]
    return PayRows(
        *(
            table_rows(name, rows)
            for name, rows in (("Rubriques", items), ("Paie", pay), ("Declarations", []))
        )
    )


def changes(before: PayRows, after: PayRows) -> list[tuple[str, bool, bool, list[str]]]:
    return [
        (change.contract, change.is_added, change.is_removed, [item.item for item in change.items])
        for change in pay_changes(before, after)
    ]


def test_contracts_added_changed_and_removed_are_told_and_the_others_are_not() -> None:
    before, after = month({"C1": 100, "C2": 200, "C3": 300}), month({"C0": 50, "C1": 100, "C2": 201})
    assert changes(before, after) == [
        ("C0", True, False, ["HN"]),
        ("C2", False, False, ["HN"]),
        ("C3", False, True, ["HN"]),
    ]
    assert (totals(before)[:2], totals(after)[:2]) == ((3, 600), (3, 351))


def test_a_sheet_that_only_says_something_else_changes_without_any_item() -> None:
    assert changes(month({"C1": 100}), month({"C1": 100}, "DPAE manquante")) == [("C1", False, False, [])]
    assert changes(month({"C1": 100}), month({"C1": 100})) == []


def test_what_changes_in_the_declaration_or_between_projects_alone_is_not_said_unchanged() -> None:
    def declared(number: str) -> PayRows:
        cells = {"month": "2026-11", "contract": "C1", "technician": "T001", "object_number": number}
        return month({"C1": 100})._replace(declarations=table_rows("Declarations", [cells]))

    def borne_by(project: str) -> Rows:
        cells = {"month": "2026-11", "contract": "C1", "technician": "T001", "project": project}
        return table_rows("Repartition", [cells])

    [change] = pay_changes(declared(""), declared("26A123456789"), (borne_by("P1"), borne_by("P2")))
    assert change.elsewhere == ["N° d'objet", "Répartition"]
    assert pay_changes(declared(""), declared(""), (borne_by("P1"), borne_by("P1"))) == []
