from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from postprod_xl.commands.stating import costreport
from postprod_xl.documents.papers.cost_report import INTERNAL, UNKNOWN, cost_report_paper
from postprod_xl.domain.accounts.statements.cost_report import cost_report
from tests.domain.offices import office, table_rows

TODAY = date(2026, 11, 23)
KNOWN = {
    "quoted_cents": 100_000, "change_orders_cents": 10_000, "engaged_cost_cents": 50_000, "actual_cost_cents": 30_000,
    "to_complete_cents": 40_000, "final_cost_cents": 70_000, "final_revenue_cents": 110_000,
    "final_margin_cents": 40_000,
    "invoiced_cents": 20_000, "paid_cents": 12_000, "due_cents": 12_000, "overdue_cents": 0,
}  # fmt: skip
UNSURE = {**KNOWN, "engaged_cost_cents": None, "final_cost_cents": None, "final_margin_cents": None}


def house(**tables):
    rows = {
        "Projets": [{"code": "P1", "status": "En cours"}, {"code": "P2", "status": "Annulé"}],
        "Versions": [{"project": code, "version": 1, "status": "Accepté"} for code in ("P1", "P3")],
        "Comptes": [{"project": "P1", "title": "La Crue", **KNOWN},
                    {"project": "P3", **UNSURE, "unknown": "coût de NEW"}],
        "Depassements": [{"project": "P1", "line": "L1", "sold_cost_cents": 500, "projected_cost_cents": 700,
                          "cost_variance_cents": 200}],
        "Tresorerie": [{"month": "2026-11", "received_cents": 500, "to_receive_cents": 100, "steps_cents": 0,
                        "paid_cents": 20, "to_pay_cents": 30, "labour_cents": 40, "vat_cents": 10,
                        "balance_cents": 500, "cumulative_cents": 500, "unsigned_cents": 0}],
        **tables,
    }  # fmt: skip
    return office(TODAY, **{name: table_rows(name, records) for name, records in rows.items()})


def test_a_total_is_unknown_as_soon_as_a_project_lacks_the_figure():
    report = cost_report(house(), "")
    assert (report.total_costs.sold, report.total_costs.actual) == (220_000, 60_000)
    assert (report.total_costs.engaged, report.total_costs.margin, report.total_costs.margin_rate) == (
        None,
    ) * 3
    data = cost_report_paper(report).data
    assert (data["total_couts"]["engage"], data["inconnus"]) == (UNKNOWN, [["P3", "coût de NEW"]])
    assert data["tampon"] == INTERNAL


def test_the_report_of_one_project_has_its_lines_and_neither_total_nor_cash():
    report = cost_report(house(), "P1")
    assert ([each.code for each in report.projects], report.total_costs, report.months) == (["P1"], None, ())
    assert [(each.line, each.variance) for each in report.lines] == [("L1", 200)]
    assert report.projects[0].costs.margin == 40_000


def test_a_month_goes_out_by_all_that_is_paid():
    (month,) = cost_report(house(), "").months
    assert (month.incoming, month.outgoing, month.incoming - month.outgoing) == (600, 100, month.balance)


@pytest.mark.parametrize(("project", "said"), [("NOPE", "n'existe pas"), ("P2", "ne sont plus tenus")])
def test_a_project_without_accounts_prints_nothing(project, said):
    found = costreport(replace(house(), facts={}), project=project)
    assert not found.papers and said in found.problems[0].message
