"""The pay of other months as the workbook keeps it: rows that a person changed or cut, and that no longer add up."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal

from postprod_xl.domain.home.journal import summaries_of
from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.exports.items import coefficient
from postprod_xl.domain.payroll.frozen.months import exported_months
from postprod_xl.domain.payroll.monthly.items import MONTHLY_CODES
from postprod_xl.domain.wording import counted, counted_whole
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.home import JOURNAL
from postprod_xl.schema.tables.payroll import PAY
from postprod_xl.schema.vocabulary import ContractType

PREPARING = "payroll"
"""The command that prepares a month's pay, as `Journal` names it."""
_PREPARED = re.compile(r"paie de (\d{4}-\d{2}) : (\d+) contrat")
_HALF_PRINTED = Decimal("0.005")
_MonthContract = tuple[str, str]
_Cell = tuple[Row, str]
"""A kept row that disagrees with the others, and the column that shows it."""


def kept_problems(office: Office, remade: str = "") -> list[Problem]:
    """One warning a month whose kept pay rows disagree, and one a month of which `Journal` counts more contracts.

    An exported month is frozen, and no command makes it again: `frozen_problems` guards it.

    Rows disagree by base × rate, by the sum of the items, by the declared gross, by what projects bear, or when the pay
    sheet or the declaration of a contract was cut. All are warnings: a command makes a month again.

    Parameters
    ----------
    remade
        The month that is being written again, of which nothing is reported.
    """
    items = _items(office)
    gross = {(row.month, row.contract): row.gross_cents for row in office["Paie"]}
    others = {remade, *exported_months(office)}
    wrong: dict[str, list[_Cell]] = defaultdict(list)
    for row, name in (
        *_items_wrong(office),
        *_gross_wrong(office, items),
        *_declared_wrong(office, gross),
        *_cut(office, gross),
        *_allocation_wrong(office),
    ):
        if row.month not in others:
            wrong[row.month].append((row, name))
    lost = _fewer_than_prepared(office, {*wrong, *others})
    return [*(_problem(month, cells) for month, cells in sorted(wrong.items())), *lost]


def _items(office: Office) -> Counter[_MonthContract]:
    sums: Counter[_MonthContract] = Counter()
    for month, contract, cents in office["Rubriques"].select("month", "contract", "amount_cents"):
        sums[month, contract] += cents or 0
    return sums


def _items_wrong(office: Office) -> Iterator[_Cell]:
    """The items whose amount is not their hours at their rate, to the hundredth of an hour that is printed.

    One of which nothing says what it is worth has no amount to compare.
    """
    for item in office["Rubriques"]:
        hours, rate, cents = item.base_hours, item.rate_cents, item.amount_cents
        if _is_unknown(item) or (item.item in MONTHLY_CODES and rate is None):
            continue
        if None not in (hours, rate, cents):
            hourly = rate * (coefficient(item) or 0)
            if abs(cents - hours * hourly) <= abs(hourly) * _HALF_PRINTED + 1:
                continue
        yield item, "amount_cents"


def _is_unknown(item: Row) -> bool:
    """Whether an item has no amount because what it is worth is not known: it has no rate, or no premium."""
    return item.amount_cents is None and None in (item.rate_cents, coefficient(item))


def _gross_wrong(office: Office, items: Counter[_MonthContract]) -> Iterator[_Cell]:
    unknown = {(item.month, item.contract) for item in office["Rubriques"] if _is_unknown(item)}
    for pay in office["Paie"]:
        gross = pay.gross_cents
        if gross is None and (pay.month, pay.contract) in unknown:
            continue
        if (gross or 0) != items[pay.month, pay.contract]:
            yield pay, "gross_cents"
        elif gross is not None and pay.total_cents != gross + (pay.charges_cents or 0):
            yield pay, "total_cents"


def _declared_wrong(office: Office, gross: dict[_MonthContract, int | None]) -> Iterator[_Cell]:
    for declared in office["Declarations"]:
        if declared.gross_cents != gross.get((declared.month, declared.contract)):
            yield declared, "gross_cents"


def _allocation_wrong(office: Office) -> Iterator[_Cell]:
    """The contracts whose parts by project are not their pay sheet; versions before `Repartition` have none."""
    borne: dict[_MonthContract, list[Row]] = defaultdict(list)
    for row in office["Repartition"]:
        borne[row.month, row.contract].append(row)
    for pay in office["Paie"]:
        rows = borne.get((pay.month, pay.contract), [])
        for name in ("gross_cents", "charges_cents", "total_cents") if rows else ():
            if sum(getattr(row, name) or 0 for row in rows) != (getattr(pay, name) or 0):
                yield rows[0], name
                break


def _cut(office: Office, gross: Mapping[_MonthContract, int | None]) -> Iterator[_Cell]:
    """The items of a contract without pay sheet, and the pay sheets to declare without declaration."""
    for item in office["Rubriques"]:
        if (item.month, item.contract) not in gross:
            yield item, "contract"
    types = office["Contrats"].by_key("contract", "type")
    declared = set(office["Declarations"].select("month", "contract"))
    for pay in office["Paie"]:
        if types.get(pay.contract) == ContractType.FIXED_TERM and (pay.month, pay.contract) not in declared:
            yield pay, "contract"


def _fewer_than_prepared(office: Office, known: Collection[str]) -> Iterator[Problem]:
    """The months of which `Paie` holds fewer contracts than `Journal` says were prepared last."""
    told = summaries_of(office["Journal"], PREPARING)
    prepared = {match[1]: int(match[2]) for summary in told if (match := _PREPARED.match(summary))}
    held = Counter(office["Paie"].column("month"))
    for month, count in sorted(prepared.items()):
        if held[month] < count and month not in known:
            message = (
                f"{PAY.tab} n'a plus que {held[month]} des {count} contrats de la paie de {month}, d'après "
                f"{JOURNAL.tab} : « postprod payroll --month {month} » la refait"
            )
            found, expected = counted(held[month], "contrat"), counted(count, "contrat")
            yield warning(PAY.name, None, PAY.heading("contract"), found, expected, message)


def _problem(month: str, cells: list[_Cell]) -> Problem:
    (row, name), typed_over = cells[0], month or "AAAA-MM"
    others = f" et {counted_whole(len(cells) - 1, 'autre ligne')}" if len(cells) > 1 else ""
    message = (
        f"paie de {typed_over} modifiée à la main : les montants de {row.contract or 'la ligne'}{others} ne se "
        f"suivent plus ; « postprod payroll --month {typed_over} » les refait"
    )
    return row.warning(name, row.contract, "les montants calculés", message)
