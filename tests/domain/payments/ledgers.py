"""Small ledgers and payments for the tests of what was paid."""

from __future__ import annotations

from datetime import date
from typing import Any

from postprod_xl.domain.office import Office
from tests.domain.offices import office, table_rows

TODAY = date(2026, 11, 23)
FIRST, SECOND, NOTE = "FA-2026-0001", "FA-2026-0002", "AV-2026-0001"


def invoice(number: str = FIRST, cents: int = 120_000, **rest: Any) -> dict[str, Any]:
    """An invoice of C1 for P1 of the 1st of October, due at the end of the month."""
    usual = {
        "type": "Facture",
        "day": date(2026, 10, 1),
        "due_day": date(2026, 10, 31),
        "project": "P1",
        "client": "C1",
    }
    amounts = {"total_cents": cents * 5 // 6, "total_with_vat_cents": cents, "payable_cents": cents}
    return {"number": number, **usual, **amounts, **rest}


def credit(number: str = NOTE, origin: str = FIRST, cents: int = 120_000) -> dict[str, Any]:
    return invoice(number, cents, type="Avoir", origin=origin, day=date(2026, 10, 20), due_day=None)


def paid(cents: int, number: str = FIRST, day: date = date(2026, 11, 2), **rest: Any) -> dict[str, Any]:
    return {"invoice": number, "amount_cents": cents, "day": day, **rest}


def ledger(invoices: list[dict[str, Any]], payments: list[dict[str, Any]], **tables: Any) -> Office:
    """An office of two clients, its payments numbered from RG-2026-0001."""
    rows = [{"payment": f"RG-2026-{rank:04d}", **row} for rank, row in enumerate(payments, 1)]
    clients = tables.pop("Clients", [{"code": "C1", "name": "La Crue SAS"}, {"code": "C2", "name": "Atlas"}])
    return office(
        TODAY,
        Factures=table_rows("Factures", invoices),
        Reglements=table_rows("Reglements", rows),
        Clients=table_rows("Clients", clients),
        **tables,
    )
