"""The items of pay: their codes and names, the part of the hourly rate that each pays, their order."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from postprod_xl.domain.payroll.rules.pay_rules import Base, Rate
from postprod_xl.schema.units import MINUTES_PER_HOUR, half_up

NOTHING, WHOLE = Decimal(0), Decimal(1)
WORKED_CODES = ("HN", "HC", "HS")
"""How the codes of the items of hours worked begin."""


class PremiumKind(StrEnum):
    """What a premium is paid for, by the letters that begin its code."""

    OVERTIME = "MS"
    NIGHT = "MN"
    SUNDAY = "MD"
    HOLIDAY = "MF"
    REST = "MR"


_WORDS = {
    PremiumKind.OVERTIME: "Majoration d'heures sup.",
    PremiumKind.NIGHT: "Majoration de nuit",
    PremiumKind.SUNDAY: "Majoration du dimanche",
    PremiumKind.HOLIDAY: "Majoration de jour férié",
    PremiumKind.REST: "Majoration sur le repos",
}

Premium = tuple[PremiumKind, Rate]


class Item(NamedTuple):
    """One item of pay.

    Parameters
    ----------
    code, label
        As `Rubriques` writes them.
    premium_rate
        The share of the hourly rate that is added for these hours; None when nobody could source it.
    coefficient
        The share of the hourly rate that the item pays: 1 for plain hours, 0,25 for a premium listed apart, 1,25 for
        an overtime hour paid whole.
    missing, to_confirm
        The name of its rate in `Conventions` when nobody could source it, or when it was read in no text; else empty.
    """

    code: str
    label: str
    premium_rate: Decimal | None = NOTHING
    coefficient: Decimal | None = WHOLE
    missing: str = ""
    to_confirm: str = ""


NORMAL_HOURS = Item("HN", "Heures normales")
SIMPLE_HOURS = Item("HN", "Heures au taux simple")
"""All the hours worked, of an agreement whose premiums are listed apart."""
ROUNDING = Item("ARR", "Arrondi à la demi-heure")
LEAST_DAY = Item("MJ", "Complément au minimum de la journée")
UNWORKED_HOLIDAY = Item("JFC", "Jour férié chômé")

COMPLEMENTARY = "Heures complémentaires"
"""The name of the rates of the hours that a part-time contract adds under the legal week: they are no overtime."""
_ORDER = ("HN", "MJ", "ARR", "HC", "HS", *PremiumKind, "JFC")


@lru_cache(maxsize=1024)
def item_order(item: Item) -> tuple[int, Decimal, str]:
    """The place of an item among those of a contract: hours, overtime, other premiums, holidays; then by rate."""
    rank = next((at for at, letters in enumerate(_ORDER) if item.code.startswith(letters)), len(_ORDER))
    return rank, item.premium_rate or NOTHING, item.missing


def is_worked(item: Item) -> bool:
    """Whether the minutes of an item are minutes worked, each of which stands in one such item only."""
    return item.code.startswith(WORKED_CODES)


def is_overtime(item: Item) -> bool:
    """Whether an item pays overtime, its premium alone or the whole hour."""
    return item.code.startswith((PremiumKind.OVERTIME.value, "HS"))


@lru_cache(maxsize=1024)
def items_of(
    base: Base, overtime: Rate | None, others: tuple[Premium, ...], cap: Decimal | None
) -> Sequence[Item]:
    """The items that pay some minutes worked, the hours first.

    Parameters
    ----------
    base
        How their overtime is listed.
    overtime
        Premium of these minutes by the day or by the week; None of normal ones.
    others
        Their other premiums.
    cap
        The most that the premiums of a minute add up to: the largest is kept whole, the next for what is left.

    Examples
    --------
    >>> half, full = Rate(Decimal("0.5"), ""), Rate(Decimal(1), "")
    >>> [item.code for item in items_of(Base.SIMPLE_HOUR, half, ((PremiumKind.SUNDAY, full),), None)]
    ['HN', 'MS50', 'MD100']
    >>> [item.code for item in items_of(Base.SIMPLE_HOUR, half, ((PremiumKind.SUNDAY, full),), Decimal(1))]
    ['HN', 'MD100']
    >>> [item.code for item in items_of(Base.WHOLE_HOUR, half, (), None)]
    ['HS50']
    >>> [item.code for item in items_of(Base.WHOLE_HOUR, half, ((PremiumKind.SUNDAY, full),), Decimal(1))]
    ['HS0', 'MD100']
    """
    added = () if overtime is None else ((PremiumKind.OVERTIME, overtime),)
    premiums = _capped((*added, *others), cap)
    if base is Base.SIMPLE_HOUR:
        return (SIMPLE_HOURS, *(premium_item(*premium) for premium in premiums))
    hours = NORMAL_HOURS
    if overtime is not None:
        kept = [rate for kind, rate in premiums if kind is PremiumKind.OVERTIME]
        # An hour whose premium the cap leaves out is still an hour on top of the normal ones.
        hours = _hour_on_top(kept[0] if kept else overtime._replace(value=NOTHING))
        premiums = [premium for premium in premiums if premium[0] is not PremiumKind.OVERTIME]
    return (hours, *(premium_item(*premium) for premium in premiums))


def _hour_on_top(rate: Rate) -> Item:
    """The item that pays an hour on top of the normal ones, whole."""
    if rate.name == COMPLEMENTARY:
        return _item("HC", COMPLEMENTARY, rate, WHOLE)
    return _item("HS", "Heures supplémentaires", rate, WHOLE)


def premium_item(kind: PremiumKind, rate: Rate) -> Item:
    """The item that pays a premium alone: `MN25`, « Majoration de nuit +25 % »."""
    return _item(kind.value, _WORDS[kind], rate, NOTHING)


def _item(letters: str, words: str, rate: Rate, hour: Decimal) -> Item:
    """The item of a rate, on top of a part of the hour: all of it or nothing."""
    if rate.value is None:
        return Item(letters, f"{words}, taux non connu", None, None, rate.name)
    percent, doubt = _percent(rate.value), rate.name if rate.to_confirm else ""
    return Item(f"{letters}{percent}", f"{words} +{percent} %", rate.value, hour + rate.value, "", doubt)


def _capped(premiums: Sequence[Premium], cap: Decimal | None) -> Sequence[Premium]:
    """The premiums that pay something; under a cap the largest first, one that nobody could source before all."""
    paid = [(kind, rate) for kind, rate in premiums if rate.value is None or rate.value > 0]
    if cap is None:
        return paid
    kept, left = {}, cap
    for kind, rate in sorted(
        paid, key=lambda premium: (premium[1].value is not None, -(premium[1].value or 0))
    ):
        if rate.value is None or left:
            share = None if rate.value is None else min(rate.value, left)
            kept[kind] = rate._replace(value=share)
            left -= share or 0
    return [(kind, kept[kind]) for kind, _ in paid if kind in kept]


def item_cents(minutes: int, hourly_rate_cents: int, coefficient: Decimal) -> int:
    """Minutes at a part of an hourly rate, rounded half up once, on the printed line.

    >>> item_cents(480, 2000, Decimal("1.25")), item_cents(120, 2839, Decimal("0.1"))
    (20000, 568)
    """
    return half_up(Decimal(minutes * hourly_rate_cents) * coefficient / MINUTES_PER_HOUR)


def _percent(rate: Decimal) -> str:
    return f"{(rate * 100).normalize():f}".replace(".", ",")
