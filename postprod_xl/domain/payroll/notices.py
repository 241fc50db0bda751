"""What a month of pay leaves out, and why: the problems of a payroll run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from postprod_xl.domain.home.proportion import most_gross_cents, questioned
from postprod_xl.domain.limits import too_large
from postprod_xl.domain.payroll.pay_rows import HOLIDAY_FUND_UNKNOWN
from postprod_xl.domain.payroll.sheets import Sheet, gross_by_person
from postprod_xl.domain.people.contracts import idcc
from postprod_xl.domain.wording import euros_text, first_names, hours_text
from postprod_xl.schema.bounds import value_text
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.problems import Problem, info, warning
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.tables.payroll import CONTRACTS, CONVENTIONS
from postprod_xl.schema.tables.team import TEAM


def out_of_proportion(sheets: Sequence[Sheet], day: date) -> Iterator[Problem]:
    """One warning per person whose gross of the month that ends on a day is out of proportion."""
    first = {sheet.contract.technician: sheet for sheet in reversed(sheets) if sheet.is_outsized}
    most = (most_gross_cents(day) or 0) if first else 0
    gross = gross_by_person(sheets)
    for who, sheet in first.items():
        message = questioned(f"brut de {who} en {sheet.month}", gross[who], most)
        found, expected = euros_text(gross[who]), f"{euros_text(most)} au plus"
        yield sheet.contract.warning("hourly_rate_cents", found, expected, message)


def unwritable_pay(rows: Iterable[Mapping[str, Any]]) -> Iterator[Problem]:
    """What refuses the rows of `Paie` whose figures could not be read back, contract by contract."""
    table = BY_NAME["Paie"]
    for row in rows:
        for column in table.columns:
            if large := too_large("Paie", column, [row.get(column.name)]):
                contract = f"le contrat {row['contract']} de {row['technician']} en {row['month']}"
                yield replace(large, message=f"{contract} : {large.message}")
                break


def without_rate(sheets: Iterable[Sheet]) -> Iterator[Problem]:
    """One warning per contract without an hourly rate above zero, and per CDI without that nor a salary."""
    for sheet in sheets:
        if sheet.hourly_rate_cents is None:
            if not sheet.is_monthly:
                yield _without_hourly_rate(sheet)
            elif not sheet.contract.monthly_salary_cents:
                yield _without_salary(sheet)


def _without_hourly_rate(sheet: Sheet) -> Problem:
    contract, zero = sheet.contract, sheet.zero_rate_row
    what = "n'a pas de taux horaire" if zero is None else "a un taux horaire de 0 €"
    message = (
        f"le contrat {contract.contract} de {contract.technician} {what} : {hours_text(sheet.worked_minutes)} "
        f"non payées, saisissez-le dans {CONTRACTS.tab} ou dans {TEAM.tab}"
    )
    if zero is None:
        return contract.warning("hourly_rate_cents", "vide", "un taux horaire", message)
    return zero.warning("hourly_rate_cents", value_text(Kind.EURO, 0), "un taux horaire", message)


def _without_salary(sheet: Sheet) -> Problem:
    contract = sheet.contract
    message = (
        f"le contrat {contract.contract} de {contract.technician} n'a ni salaire mensuel ni taux horaire au-dessus "
        f"de 0 € : {sheet.month} n'est pas payé"
    )
    return contract.warning("monthly_salary_cents", "vide", "un salaire mensuel ou un taux horaire", message)


def fund_unknown(month: str) -> Problem:
    """The warning of a month whose holiday fund rate is neither published nor typed."""
    expected = "le taux de votre notification Audiens"
    message = f"{HOLIDAY_FUND_UNKNOWN} : aucun taux publié n'est connu pour {month}, la colonne reste vide"
    return warning("Parametres", None, BY_NAME["Parametres"].heading("value"), "vide", expected, message)


def unsourced_rates(sheets: Iterable[Sheet]) -> Iterator[Problem]:
    """One warning per agreement and rate that nobody could source and that an hour of the month needs."""
    concerned: dict[tuple[str, str], list[Row]] = {}
    for sheet in sheets:
        for name in sheet.pay.missing:
            concerned.setdefault((idcc(sheet.contract), name), []).append(sheet.contract)
    for (agreement, name), contracts in sorted(concerned.items()):
        names = first_names([contract.contract for contract in contracts])
        whose = f" de l'IDCC {agreement}" if agreement else ""
        message = (
            f"« {name} »{whose} n'est pas connu : brut vide pour {names} ; saisissez ce taux dans "
            f"{CONVENTIONS.tab}, avec votre nom et la date"
        )
        yield contracts[0].warning("convention", agreement, "un taux signé", message)


def rates_to_confirm(sheets: Iterable[Sheet]) -> Iterator[Problem]:
    """The line naming the rates that pay something and that were read in no text, if there is one."""
    names = sorted({(idcc(sheet.contract), name) for sheet in sheets for name in sheet.pay.to_confirm})
    if names:
        told = ", ".join(f"{name} ({agreement})" if agreement else name for agreement, name in names)
        message = f"taux appliqués sans texte lu, à confirmer : {told}"
        heading = BY_NAME["Contrats"].heading("convention")
        yield info("Contrats", None, heading, told, f"confirmés dans {CONVENTIONS.tab}", message)
