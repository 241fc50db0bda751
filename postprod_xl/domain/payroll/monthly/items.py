"""The items of a permanent's month: the salary, the absences, then the hours that the salary does not pay."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from postprod_xl.domain.payroll.counting.items import NOTHING, Item
from postprod_xl.domain.payroll.counting.paid_items import HOURS_DIGITS, PaidItem, shared
from postprod_xl.domain.payroll.monthly.presence import UNSAID, MonthPresence
from postprod_xl.domain.payroll.monthly.salary import Salary
from postprod_xl.domain.works import Work
from postprod_xl.schema.tables.payroll import CONTRACTS
from postprod_xl.schema.units import MINUTES_PER_HOUR, half_up
from postprod_xl.schema.vocabulary import AbsencePay

SALARY = "SAL"
_SALARY_WORDS = CONTRACTS.heading("monthly_salary_cents")
_ABSENCES: Mapping[str, tuple[str, str]] = {
    AbsencePay.UNPAID: ("ABS", "Absence non payée"),
    AbsencePay.PAID: ("ABP", "Absence payée"),
    AbsencePay.BUREAU: ("ABB", "Absence à calculer par le bureau"),
    UNSAID: ("ABX", "Absence sans effet dit"),
}
MONTHLY_CODES = frozenset({SALARY, *(code for code, _ in _ABSENCES.values())})
"""The items of a month, which have no hourly rate."""
OUT_OF_PROJECT: Work = ("", "")


def salary_items(
    salary: Salary, presence: MonthPresence, week_minutes: int, worked: Mapping[Work, int]
) -> list[PaidItem]:
    """The salary of a month and its absences.

    A month that the contract covers in part is paid for its working half-days out of those of the month, and an
    absence that is not paid takes the salary of its own off, on the same hours: those really due in the month, public
    holidays included (Cass. soc. 11 February 1982, no 80-40.359; contract that begins, 14 May 1987, no 84-43.854;
    that ends, 20 January 1999, no 96-45.042). Other absences are listed for the payroll bureau and take nothing off.

    The salary, less those absences, is borne by the projects by their hours, up to the hours that it pays; what is left
    is out of project.

    Parameters
    ----------
    salary
        That of a whole month.
    presence
        The half-days of the month.
    week_minutes
        The hours of a week that the salary pays.
    worked
        Minutes worked in these hours, by project and quote line.
    """
    paid = _part(salary.base_minutes, presence.covered - presence.unpaid, presence)
    weights = {**worked, OUT_OF_PROJECT: max(0, paid - sum(worked.values())) + worked.get(OUT_OF_PROJECT, 0)}
    minutes = _part(salary.base_minutes, presence.covered, presence)
    cents = _cents(salary, presence.covered, presence)
    found = [_item(Item(SALARY, _salary_label(presence)), minutes, cents, weights)]
    half_day = Decimal(week_minutes) / (2 * presence.days_a_week)
    for effect, (code, words) in _ABSENCES.items():
        if presence.away.get(effect):
            taken, text = presence.away[effect], _listed(presence, effect)
            away = half_up(taken * half_day)
            is_deducted = effect == AbsencePay.UNPAID
            label = f"{words} : {text}" if text else words
            minutes, item = (
                (-away, Item(code, label)) if is_deducted else (away, Item(code, label, NOTHING, NOTHING))
            )
            cents = _cents(salary, -taken, presence) if is_deducted else 0
            found.append(_item(item, minutes, cents, weights))
    return found


def unknown_salary() -> PaidItem:
    """The salary of a month whose rules are not known."""
    return PaidItem(Item(SALARY, _SALARY_WORDS), Decimal(0), None, None, {})


def _salary_label(presence: MonthPresence) -> str:
    if presence.covered == presence.in_month:
        return _SALARY_WORDS
    covered, whole = _days(presence.covered), _days(presence.in_month)
    return f"{_SALARY_WORDS}, {covered} jour{'s' if presence.covered >= 4 else ''} sur {whole}"


def _days(half_days: int) -> str:
    return f"{half_days / 2:g}".replace(".", ",")


def _listed(presence: MonthPresence, effect: str) -> str:
    return ", ".join(absence.text for absence in presence.of_effect(effect))


def _cents(salary: Salary, half_days: int, presence: MonthPresence) -> int | None:
    return None if salary.cents is None else _part(salary.cents, half_days, presence)


def _part(whole: int, half_days: int, presence: MonthPresence) -> int:
    """The part of the hours or of the salary of a month that some of its half-days make."""
    return half_up(Decimal(whole * half_days) / presence.in_month)


def _item(item: Item, minutes: int, cents: int | None, weights: Mapping[Work, int]) -> PaidItem:
    hours = (Decimal(minutes) / MINUTES_PER_HOUR).quantize(Decimal(1).scaleb(-HOURS_DIGITS))
    borne = {} if cents is None else shared(cents, weights) or {OUT_OF_PROJECT: cents}
    return PaidItem(item, hours, None, cents, borne)
