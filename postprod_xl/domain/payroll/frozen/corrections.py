"""What has changed of the exported months of pay: figure by figure, against what left for the payroll office."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.aem import gap_text
from postprod_xl.domain.payroll.declarations import present_pay
from postprod_xl.domain.payroll.frozen.figures import (
    AEM,
    Figure,
    Key,
    MonthFigures,
    Payee,
    absent,
    contracts_to_compare,
    exported_figures,
    figures_of,
    key_of,
    payees,
)
from postprod_xl.domain.payroll.frozen.months import (
    PayRows,
    exported_months,
    rows_of_month,
    typed_over,
)
from postprod_xl.domain.wording import euros_text, hours_text, in_sentence, listed
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Rows, rows_of
from postprod_xl.schema.tables.payroll import CORRECTIONS, DECLARATIONS, EXPORTED_CORRECTIONS
from postprod_xl.schema.tables.team import TEAM
from postprod_xl.schema.units import MINUTES_PER_HOUR, half_up

_HOURS, _DAYS = DECLARATIONS.heading("worked_minutes"), DECLARATIONS.heading("days")
_NOBODY = Payee("", "")
_Number = TypeVar("_Number", int, Decimal)


class Difference(NamedTuple):
    """A figure that is not what left for the payroll office."""

    key: Key
    before: Figure
    after: Figure


@dataclass(frozen=True)
class Differences:
    """What has changed of an exported month.

    Parameters
    ----------
    found
        Contract by contract: its items, then what its statement declares. Nothing of a contract whose exported rows
        were typed over: what left of it is not known.
    present
        The month as it would be paid today; None when it could not be, and then nothing is found.
    unknown
        What keeps it from being known.
    unpaid
        The contracts that have no rate today: what they pay is not known.
    """

    month: str
    found: Sequence[Difference]
    before: MonthFigures
    after: MonthFigures
    present: PayRows | None
    unknown: Sequence[Problem] = ()
    unpaid: Set[str] = frozenset()

    @property
    def contracts(self) -> list[str]:
        """The contracts that changed."""
        return list(dict.fromkeys(difference.key.contract for difference in self.found))

    def person(self, key: Key) -> Payee:
        """Whom a figure pays."""
        return self.after.people.get(key.payee) or self.before.people.get(key.payee, _NOBODY)

    def label(self, key: Key) -> str:
        """What a figure is called."""
        return key.part or self.after.labels.get(key) or self.before.labels.get(key, "")


def differences(office: Office) -> list[Differences]:
    """What has changed of each exported month, by month."""
    return [month_differences(office, month) for month in exported_months(office)]


def month_differences(office: Office, month: str) -> Differences:
    """What has changed of one exported month."""
    result, sent = present_pay(office, month), office[EXPORTED_CORRECTIONS.name]
    sent = _numbered(office, sent.where(one == month for one in sent.column("month")))
    left, present = _left(office, month), PayRows(result.items, result.pay, result.declarations)
    refusals = [problem for problem in result.problems if problem.is_blocking]
    concerned = set() if refusals else {*contracts_to_compare(left, present), *sent.column("contract")}
    concerned -= {*typed_over(office)[month]}
    before = exported_figures(_of_contracts(left, concerned), _of(sent, concerned))
    after = figures_of(_of_contracts(present, concerned))
    unpaid = _without_any_item(present)
    found = [
        Difference(key, was, will)
        for key in sorted(before.values.keys() | after.values.keys(), key=_rank(before, after))
        if (was := before.values.get(key, absent(key))) != (will := after.values.get(key, _due(key, unpaid)))
    ]
    return Differences(month, found, before, after, None if refusals else present, refusals, unpaid)


def _without_any_item(present: PayRows) -> set[str]:
    """The contracts whose gross is not known and that have no item, for want of a rate: they are not owed nothing."""
    unknown = {pay.contract for pay in present.pay if pay.gross_cents is None}
    return unknown - {*present.items.column("contract")}


def _due(key: Key, unpaid: Set[str]) -> Figure:
    """What stands for a figure that the month of today does not have."""
    return Figure() if key.item != AEM and key.contract in unpaid else absent(key)


def _left(office: Office, month: str) -> PayRows:
    """The rows of a month that left, under the payroll numbers that those who had none have today."""
    items, pay, declared = rows_of_month(office, month)
    return PayRows(_numbered(office, items), _numbered(office, pay), declared)


def _numbered(office: Office, rows: Rows) -> Rows:
    numbers = office[TEAM.name].by_key("code", "payroll_id")
    people = rows.select("payroll_id", "technician")
    return rows.with_columns({"payroll_id": [number or numbers.get(code, "") for number, code in people]})


def _of_contracts(rows: PayRows, contracts: Set[str]) -> PayRows:
    return PayRows(*(_of(held, contracts) for held in rows))


def _of(rows: Rows, contracts: Set[str]) -> Rows:
    return rows.where(contract in contracts for contract in rows.column("contract"))


def corrections(office: Office, changed: Iterable[Differences]) -> Rows:
    """The rows of `Corrections`, of what has changed of some months.

    A correction that is in `Corrections` already keeps the day when it was first seen. A month whose present figures
    are not known keeps its rows.
    """
    held = office[CORRECTIONS.name]
    seen = {(row.month, key_of(row)): row.seen_day for row in held}
    records: list[dict[str, Any]] = []
    for each in changed:
        if each.present is None:
            kept = held.where(month == each.month for month in held.column("month"))
            names = [*kept.columns]
            records += [dict(zip(names, values, strict=True)) for values in kept.select(*names)]
        records += (
            _record(each, difference) | {"seen_day": seen.get((each.month, difference.key)) or office.today}
            for difference in each.found
        )
    return rows_of(CORRECTIONS, records)


def beside_dsn(office: Office, changed: Sequence[Differences]) -> Rows:
    """`Declarations` with the figures of today beside those that left, for the months whose present is known.

    The gap is that between the statement as exported and the DSN, which carries the later corrections; all of it for a
    contract that pays somebody else today.
    """
    held = office[DECLARATIONS.name]
    present = {
        (each.month, row.contract): row
        for each in changed
        if each.present
        for row in each.present.declarations
    }
    months = {each.month for each in changed if each.present}
    moved = {(each.month, contract) for each in changed for contract in _paid_to_others(office, each)}
    names = ("dsn_minutes", "dsn_days", "dsn_gross_cents", "dsn_gap")
    columns: dict[str, list[Any]] = {name: [*held.column(name)] for name in names}
    for at, row in enumerate(held):
        if row.month not in months:
            continue
        today = None if (row.month, row.contract) in moved else present.get((row.month, row.contract))
        minutes, days, cents = (
            (today.worked_minutes or 0, today.days or 0, today.gross_cents) if today else (0, 0, 0)
        )
        gross = 0 if cents == row.gross_cents else _minus(cents, row.gross_cents)
        gap = gap_text(minutes - (row.worked_minutes or 0), days - (row.days or 0), gross)
        for name, value in zip(names, (minutes, days, cents, gap), strict=True):
            columns[name][at] = value
    return held.with_columns(columns)


def _paid_to_others(office: Office, each: Differences) -> list[str]:
    """The contracts of an exported month that do not pay today whom they paid when it left."""
    if each.present is None:
        return []
    was, now = payees(_left(office, each.month).pay), payees(each.present.pay)
    return [contract for contract, payee in was.items() if contract in now and now[contract].key != payee.key]


def _rank(before: MonthFigures, after: MonthFigures) -> Callable[[Key], Any]:
    """The order of the figures: person, contract, items as they are paid, what is taken back first, then statements."""
    order: dict[tuple[str, str], int] = {}
    for key in (*after.values, *before.values):
        order.setdefault((key.item, key.part), len(order))

    def rank(key: Key) -> tuple[Any, ...]:
        person = after.people.get(key.payee) or before.people.get(key.payee, _NOBODY)
        return *person, key.contract, key.item == AEM, order[key.item, key.part], key in after.values

    return rank


def _record(each: Differences, difference: Difference) -> dict[str, Any]:
    """A row of `Corrections`, the day it was first seen aside."""
    key, before, after = difference
    person = each.person(key)
    return {
        "month": each.month,
        "payroll_id": person.payroll_id,
        "technician": person.technician,
        "contract": key.contract,
        "item": key.item,
        "label": each.label(key),
        "rate_cents": key.rate_cents,
        "coefficient": key.coefficient,
        "before_hours": before.hours,
        "after_hours": after.hours,
        "difference_hours": _minus(after.hours, before.hours),
        "before_cents": before.cents,
        "after_cents": after.cents,
        "difference_cents": _minus(after.cents, before.cents),
        "before": before.text,
        "after": after.text,
        "reason": _reason(each, key.contract),
    }


def _reason(each: Differences, contract: str) -> str:
    """What changed of a contract, in French."""
    was, now = (
        {key for key, held in figures.values.items() if key.contract == contract and held != absent(key)}
        for figures in (each.before, each.after)
    )
    if not was:
        return "contrat absent de l'export"
    if not now:
        return "plus rien à payer ni à déclarer"
    own = [difference for difference in each.found if difference.key.contract == contract]
    both = {key.payee for key in was} & {key.payee for key in now}
    same = [difference for difference in own if difference.key.payee in both]
    unpaid = ["taux ou salaire manquant aujourd'hui"] if contract in each.unpaid else []
    parts = [*unpaid, *_people(each, was, now), *_rates(was, now), *_without_rate(each, same), *_worked(own)]
    if not parts and any(difference.key.item != AEM for difference in own):
        parts = ["règle de paie, ou jour des heures"]
    # Days go with hours: alone, they say that the hours were worked on other days.
    known = {_DAYS} if parts else set()
    texts = [key.part for key, before, after in same if before.text != after.text and key.part not in known]
    return " ; ".join([*parts, *([f"AEM : {listed(texts)}"] if texts else [])])


def _people(each: Differences, before: Iterable[Key], after: Iterable[Key]) -> Iterator[str]:
    """Whom a contract paid when the month left and whom it pays today, where they are not the same."""
    was, now = ({key.payee: each.person(key) for key in keys} for keys in (before, after))
    if was.keys() != now.keys():
        left, due = (listed([_named(person) for person in people.values()]) for people in (was, now))
        yield f"payé à {left} à l'export, à {due} maintenant"


def _named(person: Payee) -> str:
    """A person as the payroll office and the house know them: `T001 (M0001)`."""
    return f"{person.technician} ({person.payroll_id or 'sans matricule'})"


def _rates(before: Iterable[Key], after: Iterable[Key]) -> Iterator[str]:
    """The hourly rates of a contract as exported and today, where they are not the same."""
    was, now = (
        sorted({key.rate_cents for key in keys if key.rate_cents is not None}) for keys in (before, after)
    )
    if was and now and was != now:
        yield f"taux : {_amounts(was)} à l'export, {_amounts(now)} maintenant"


def _without_rate(each: Differences, own: Iterable[Difference]) -> Iterator[str]:
    """The amounts of a contract that are not paid by the hour, a salary, as exported and today."""
    for key, before, after in own:
        if key.item != AEM and key.rate_cents is None and before.cents != after.cents:
            was, now = (
                "non connu" if held.cents is None else euros_text(held.cents) for held in (before, after)
            )
            yield f"{in_sentence(each.label(key))} : {was} à l'export, {now} maintenant"


def _amounts(rates: Iterable[int]) -> str:
    return listed([euros_text(rate) for rate in rates])


def _worked(own: Iterable[Difference]) -> Iterator[str]:
    """How many hours more or less the statements of a contract have."""
    moved = [_minus(after.hours, before.hours) for key, before, after in own if key.part == _HOURS]
    if minutes := half_up(sum(filter(None, moved), Decimal(0)) * MINUTES_PER_HOUR):
        yield f"{hours_text(abs(minutes))} de {'plus' if minutes > 0 else 'moins'} qu'à l'export"


def _minus(after: _Number | None, before: _Number | None) -> _Number | None:
    return None if after is None or before is None else after - before
