"""A small house with one project to invoice, and the steps of issuing in tests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from postprod_xl.domain.invoicing.credits.issue import Credit, issue_credit
from postprod_xl.domain.invoicing.issue import Issue, issue_step
from postprod_xl.domain.invoicing.register.ledger import schedule_columns
from postprod_xl.domain.office import Office
from postprod_xl.schema.vocabulary import Severity
from tests.domain.offices import office, records_of, table_rows

TODAY = date(2026, 11, 23)
SIREN, SIRET = "732829320", "73282932000074"
SELLER = {
    "company_name": "Studio du Port",
    "company_form": "SARL au capital de 10 000 €",
    "company_street": "1 quai",
    "company_postcode": "34200",
    "company_city": "Sète",
    "company_siren": SIREN,
    "company_siret": SIRET,
    "company_register": "RCS Sète",
    "company_vat_number": "FR44732829320",
}
PROJECT = {"code": "P001", "title": "La Crue", "client": "PRO", "purchase_order": "BC-2600"}
CLIENT = {
    "code": "PRO",
    "name": "Films du Môle",
    "street": "3 rue",
    "postcode": "75010",
    "city": "Paris",
    "country": "FR",
    "siren": SIREN,
    "siret": SIRET,
    "vat_regime": "France",
    "payment_days": 30,
}
# 3 x 333,33 = 999,99; 1 x 1 000 less 10 % = 900,00; subtotal 1 899,99; discount 10 % = 190,00;
# contingency 5 % of 1 709,99 = 85,50; overhead 7 % = 119,70; total 1 915,19
VERSION = {
    "project": "P001",
    "version": 1,
    "status": "Accepté",
    "day": date(2026, 8, 31),
    "discount_rate": Decimal("0.1"),
    "contingency_rate": Decimal("0.05"),
    "overhead_rate": Decimal("0.07"),
}
QUOTE = [
    {
        "line": "L1",
        "project": "P001",
        "version": 1,
        "item": "IMG",
        "label": "Montage",
        "quantity": Decimal(3),
        "unit": "jour",
        "unit_price_cents": 33_333,
    },
    {
        "line": "L2",
        "project": "P001",
        "version": 1,
        "item": "SON",
        "label": "Mixage",
        "quantity": Decimal(1),
        "unit": "forfait",
        "unit_price_cents": 100_000,
        "discount_rate": Decimal("0.1"),
    },
]
RATES = [{"item": "IMG", "family": "Image"}, {"item": "SON", "family": "Son"}]
TOTAL = 191_519
STEPS = [
    {"project": "P001", "rank": 1, "type": "Acompte", "label": "Acompte 30 %", "share_rate": Decimal("0.3")},
    {"project": "P001", "rank": 2, "type": "Situation", "share_rate": Decimal("0.4")},
    {"project": "P001", "rank": 3, "type": "Solde"},
]

# By progress, 40 % of each line: 400,00 (399,996) and 360,00, as the part of 40 %.
BY_PROGRESS = {"project": "P001", "rank": 2, "type": "Situation"}
PROGRESS = [
    {"project": "P001", "rank": 2, "line": line, "progress_rate": Decimal("0.4")} for line in ("L1", "L2")
]


def house(settings: dict[str, Any] | None = None, **tables: list[dict]) -> Office:
    rows = {
        "Projets": [PROJECT],
        "Clients": [CLIENT],
        "Versions": [VERSION],
        "Devis": QUOTE,
        "Tarifs": RATES,
        "Echeancier": [STEPS[0], BY_PROGRESS, STEPS[2]],
        **({} if "Echeancier" in tables else {"Avancements": PROGRESS}),
        **tables,
    }
    frames = {name: table_rows(name, records) for name, records in rows.items()}
    return office(today=TODAY, settings={**SELLER, **(settings or {})}, **frames)


def issued(home: Office, rank: int | None = None, day: date = TODAY, project: str = "P001") -> Issue:
    issue, problems = issue_step(home, project, rank, day)
    assert issue is not None, [problem.line for problem in problems]
    return issue


def written(home: Office, issue: Issue) -> Office:
    """The office after the issue is written in the ledger."""
    invoices, lines = home["Factures"], home["LignesFacture"]
    invoices = [*records_of(invoices), issue.invoice]
    lines = [*records_of(lines), *records_of(issue.lines)]
    home = home.with_rows("Factures", table_rows("Factures", invoices)).with_rows(
        "LignesFacture", table_rows("LignesFacture", lines)
    )
    return home.with_columns("Echeancier", schedule_columns(home))


def amounts(issue: Issue) -> list[tuple[str, int]]:
    return list(zip(issue.lines.column("label"), issue.lines.column("amount_cents"), strict=True))


def refusal(home: Office, rank: int | None = None, day: date = TODAY, project: str = "P001") -> str:
    issue, [problem] = issue_step(home, project, rank, day)
    assert issue is None and problem.severity is Severity.BLOCKING
    return problem.message


def credit(home: Office, number: str, day: date = TODAY, lines: str = "") -> Issue:
    issue, problems = issue_credit(home, Credit(number, lines), day)
    assert issue is not None, [problem.line for problem in problems]
    return issue
