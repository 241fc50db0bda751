"""What the demonstration office sells: projects, rate card, quotes, change orders, payment stages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from postprod_xl.domain.demo.data import Days, DemoRow, declared
from postprod_xl.domain.quotes.drafting.rate_card import rate_card, starting_rates
from postprod_xl.schema.vocabulary import BillingMode, Feasibility, ProjectStatus

CONTINGENCY_RATE, OVERHEAD_RATE = Decimal("0.05"), Decimal("0.07")
_PROJECT_COLUMNS = (
    "title", "type", "client", "director", "producer",
    "priority", "department", "object_number", "purchase_order",
)  # fmt: skip


def projects(days: Days) -> list[DemoRow]:
    """`Projets`, all in progress."""
    return [
        {
            "code": code,
            **{name: project[name] for name in _PROJECT_COLUMNS},
            "length_minutes": project["length"],
            "episodes": 1,
            "rushes_day": days.at(project["rushes"]),
            "delivery_day": days.at(project["delivery"]),
            "status": ProjectStatus.UNDER_WAY,
        }
        for code, project in declared("projects").items()
    ]


def rates() -> list[DemoRow]:
    """`Tarifs`, with the skill and the kind of room of the step each item pays for, or that of the room it sells."""
    steps = {step["item"]: step for step in reversed(declared("steps")["steps"])}
    sold = {item: {"room_type": estimate.room_type} for item, estimate in rate_card(date.max).items()}
    return [
        {**rate, "skill": "", **sold[rate["item"]], **_served(steps.get(rate["item"], {}))}
        for rate in starting_rates()
    ]


def _served(step: DemoRow) -> DemoRow:
    return {name: step[name] for name in ("skill", "room_type") if name in step}


def versions(days: Days) -> list[DemoRow]:
    """`Versions`: one accepted per project, an earlier one replaced where it was negotiated."""
    return [
        {
            "project": code,
            "version": number,
            "status": version["status"],
            "day": days.at(version["day"]),
            "discount_rate": Decimal(version["discount_rate"]),
            "contingency_rate": CONTINGENCY_RATE,
            "overhead_rate": OVERHEAD_RATE,
        }
        for code, project in declared("projects").items()
        for number, version in enumerate(project["versions"], 1)
    ]


def quote_lines(days: Days) -> list[DemoRow]:
    """`Devis`: every item of the rate card that the project's type uses, in each version."""
    advice = {row["line"]: row for row in declared("story")["advice"]}
    shown = declared("story")["overruns_shown"]
    return [
        {
            **_quote_line(code, number, rate, project["template"].lower()),
            **_advice(advice.get(f"{code}-{rate['item']}"), days),
            **({"overrun_shown": True} if f"{code}-{rate['item']}" in shown else {}),
        }
        for code, project in declared("projects").items()
        for number in range(1, len(project["versions"]) + 1)
        for rate in starting_rates()
        if rate[f"quantity_{project['template'].lower()}"] and rate["item"] not in project.get("without", ())
    ]


def _quote_line(code: str, version: int, rate: DemoRow, column: str) -> DemoRow:
    return {
        "line": f"{code}-{rate['item']}",
        "project": code,
        "version": version,
        "item": rate["item"],
        "label": rate["label"],
        "quantity": rate[f"quantity_{column}"],
        "unit": rate["unit"],
        "unit_price_cents": rate["price_cents"],
        "mode": BillingMode.FLAT_FEE,
        "unit_cost_cents": rate["cost_cents"],
        "least_quantity": rate[f"least_{column}"],
        "most_quantity": rate[f"most_{column}"],
    }


def _advice(advice: DemoRow | None, days: Days) -> DemoRow:
    if advice is None:
        return {"feasibility": Feasibility.FEASIBLE}
    return {
        "feasibility": advice["feasibility"],
        "technical_advice": advice["advice"],
        "approved_by": advice["by"],
        "approved_day": days.at(advice["at"]) if advice["by"] else None,
    }


def change_orders(days: Days) -> list[DemoRow]:
    """`Avenants`: one accepted, one sent, one to negotiate for the overrunning line."""
    prices = {rate["item"]: rate["price_cents"] for rate in starting_rates()}
    return [
        {
            "number": row["number"],
            "project": row["line"].partition("-")[0],
            "day": days.at(row["at"]),
            "type": row["type"],
            "line": row["line"],
            "label": row["label"],
            "quantity": Decimal(row["quantity"]),
            "unit_price_cents": prices[row["line"].partition("-")[2]],
            "reason": row["reason"],
            "client_reason": row.get("client_reason", ""),
            "status": row["status"],
            "sessions": row.get("sessions", ""),
        }
        for row in declared("story")["change_orders"]
    ]


def progress() -> list[DemoRow]:
    """`Avancements`: what the supervisor says of a line that the sessions do not measure."""
    return [{**row, "progress_rate": Decimal(row["progress_rate"])} for row in declared("story")["progress"]]


def stages(days: Days) -> list[DemoRow]:
    """`Echeancier`: what is to be invoiced, and when."""
    return [
        {
            "project": code,
            "rank": rank,
            "type": stage["type"],
            "label": f"{stage['type']} {_part_text(stage)}",
            "share_rate": Decimal(stage["share_rate"]) if "share_rate" in stage else None,
            "planned_day": days.at(stage["planned"]),
        }
        for code, project in declared("projects").items()
        for rank, stage in enumerate(project["stages"], 1)
    ]


def _part_text(stage: DemoRow) -> str:
    return f"{stage['share_rate'] * 100:.0f} %" if "share_rate" in stage else "à l'avancement"
