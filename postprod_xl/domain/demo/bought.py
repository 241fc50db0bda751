"""What the demonstration office buys: an order awaited, one delivered and billed, a payment late, a credit note."""

from __future__ import annotations

from postprod_xl.domain.demo.data import Days, DemoRow, cents, declared

_DAYS = {
    "ordered_day": "ordered_at",
    "received_day": "received_at",
    "invoice_day": "invoice_at",
    "due_day": "due_at",
    "paid_day": "paid_at",
}
_AMOUNTS = {"ordered_cents": "ordered", "invoiced_cents": "amount", "vat_cents": "vat"}
_TEXTS = ("project", "line", "supplier", "label")


def purchases(days: Days) -> list[DemoRow]:
    """`Achats`, in the order they were made."""
    year = days.at(0).year
    return [
        {
            "purchase": _code(year, rank),
            **{name: row[name] for name in _TEXTS},
            "invoice": row.get("invoice", ""),
            "origin": _code(year, row["follows"]) if "follows" in row else "",
            **{name: days.at(row[at]) if at in row else None for name, at in _DAYS.items()},
            **{name: cents(row[held]) if held in row else None for name, held in _AMOUNTS.items()},
        }
        for rank, row in enumerate(declared("story")["purchases"], 1)
    ]


def _code(year: int, rank: int) -> str:
    return f"HA-{year}-{rank:04d}"
