"""The cost report as the data of its template, `rapport.typ`: every figure a text ready to be printed."""

from __future__ import annotations

from typing import Any

from postprod_xl.documents.accounts.cost_report import (
    CostReport,
    ReportedCosts,
    ReportedLine,
    ReportedMoney,
    ReportedMonth,
)
from postprod_xl.documents.papers.figures import euros, long_day, percent
from postprod_xl.documents.papers.paper import Paper

INTERNAL, UNKNOWN = "Document interne", "non connu"


def cost_report_paper(report: CostReport) -> Paper:
    """The paper of a cost report, marked as one that stays in the house; a part that says nothing is left out of it."""
    return Paper(
        "rapport",
        report.heading,
        report.day,
        f"{report.project or 'maison'} - situation de production {report.day:%Y-%m-%d}",
        {
            "numero": f"Situation de production {report.project}".strip(),
            "objet": report.projects[0].title if report.project else report.house,
            "tampon": INTERNAL,
            "date_longue": long_day(report.day),
            "couts": [
                {"code": each.code, "titre": each.title, **_costs(each.costs)} for each in report.projects
            ],
            "total_couts": _costs(report.total_costs) if report.total_costs else None,
            "argent": [
                {"code": each.code, "titre": each.title, **_money(each.money)} for each in report.projects
            ],
            "total_argent": _money(report.total_money) if report.total_money else None,
            "inconnus": [[each.code, each.unknown] for each in report.projects if each.unknown],
            "lignes": [_line(each) for each in report.lines],
            "mois": [_month(each) for each in report.months],
            "a_savoir": [[each.label, each.remarks] for each in report.months if each.remarks],
        },
    )


def _costs(costs: ReportedCosts) -> dict[str, Any]:
    return {
        "vendu": _shown(costs.sold),
        "recettes": _shown(costs.revenue),
        "engage": _shown(costs.engaged),
        "realise": _shown(costs.actual),
        "reste": _shown(costs.to_complete),
        "final": _shown(costs.final),
        "marge": _shown(costs.margin),
        "taux": "" if costs.margin_rate is None else percent(round(costs.margin_rate, 3)),
        "perte": costs.margin_is_loss,
    }


def _money(money: ReportedMoney) -> dict[str, Any]:
    return {
        "facture": _shown(money.invoiced),
        "encaisse": _shown(money.received),
        "du": _shown(money.due),
        "retard": _shown(money.overdue),
        "en_retard": bool(money.overdue),
    }


def _line(line: ReportedLine) -> dict[str, Any]:
    return {
        "code": line.line,
        "libelle": line.label,
        "vendu": _shown(line.sold),
        "final": _shown(line.projected),
        "ecart": _shown(line.variance),
        "perte": line.variance is not None and line.variance > 0,
    }


def _month(month: ReportedMonth) -> dict[str, str]:
    return {
        "mois": month.label,
        "entrees": euros(month.incoming),
        "sorties": euros(month.outgoing),
        "solde": "" if month.balance is None else euros(month.balance),
        "cumul": "" if month.cumulative is None else euros(month.cumulative),
        "non_signe": euros(month.unsigned) if month.unsigned else "",
    }


def _shown(cents: int | None) -> str:
    return UNKNOWN if cents is None else euros(cents)
