"""The documents of `tests/cases/factures.toml`, worked out by hand, and the situation of the office at fault."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.domain.invoicing.issue import Issue, issue_step
from postprod_xl.domain.office import Office
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.hosts.files.master import master_of
from postprod_xl.schema.settings.house import Settings
from tests.domain.invoicing.houses import CLIENT, SELLER, TODAY, credit, house, issued, written
from tests.masters import ROOT, shared

CASES = tomllib.loads((ROOT / "tests" / "cases" / "factures.toml").read_text("utf-8"), parse_float=Decimal)[
    "facture"
]


def cents(euros: Decimal | int) -> int:
    return int(euros * 100)


def office_of(case: dict[str, Any]) -> Office:
    quote = [
        {"line": f"L{n}", "project": "P001", "version": 1, "label": label, "quantity": Decimal(quantity), "unit": unit,
         "unit_price_cents": cents(price)}
        for n, (label, quantity, unit, price) in enumerate(case["lignes"], 1)
    ]  # fmt: skip
    rates = {"discount_rate": "remise", "contingency_rate": "imprevus", "overhead_rate": "frais"}
    version = {"project": "P001", "version": 1, "status": "Accepté"}
    steps = [
        {"project": "P001", "rank": rank, "type": kind, "share_rate": Decimal(part) / 100 if part else None}
        for rank, (kind, part, *_) in enumerate(case["documents"], 1)
        if kind != "Avoir"
    ]
    order = {
        "number": "A1", "project": "P001", "status": "Accepté", "type": "Additif", "day": TODAY, "quantity": Decimal(1),
        "unit_price_cents": cents(case.get("avenant", 0)),
    }  # fmt: skip
    return house(
        Devis=quote,
        Versions=[version | {name: case.get(word) for name, word in rates.items()}],
        Clients=[CLIENT | case.get("client", {})],
        Echeancier=steps,
        Avenants=[order] if "avenant" in case else [],
    )


def documents_of(case: dict[str, Any], home: Office) -> list[Issue]:
    issues: list[Issue] = []
    for kind, *_ in case["documents"]:
        issue = credit(home, issues[-1].invoice["number"]) if kind == "Avoir" else issued(home)
        issues.append(issue)
        home = written(home, issue)
    return issues


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["cas"])
def test_the_documents_of_a_schedule_are_those_worked_out_by_hand(case: dict[str, Any]):
    issues = documents_of(case, office_of(case))
    names = ("total_cents", "vat_cents", "total_with_vat_cents", "deposits_cents", "payable_cents")
    found = [[issue.invoice[name] for name in names] for issue in issues]
    assert found == [[cents(euros) for euros in euros_of] for _, _, *euros_of in case["documents"]]
    if "libelles" in case:
        assert issues[0].lines.column("label") == case["libelles"]
    mentions = " ".join(mention.text for mention in issues[0].document.mentions)
    assert case.get("mention", "") in mentions


def test_the_situation_of_40_percent_of_the_office_of_november_is_one_line():
    path = shared("data/cases/office/2026-11-30_before_invoice.xlsx")
    master = master_of(Package(path, path.read_bytes()))
    home = Office(master.tables, Settings({**master.settings, **SELLER}), date(2026, 11, 30))
    issue, _ = issue_step(home, "SEL", 2, date(2026, 11, 30))
    assert issue is not None
    label = "Situation fin de montage — situation de 40 % sur le devis accepté v2 du 22/10/2026"
    # 40 % of 60 708,65
    assert (issue.lines.column("label"), issue.invoice["total_cents"]) == ([label], 2_428_346)
