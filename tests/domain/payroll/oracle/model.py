"""Pay worked out minute by minute, the slow way: what the texts say, and nothing of how the product computes it.

Each minute worked by one person is a record of its own. The rules are typed again here as literals; the hours of the
clock come from the time zone database.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from functools import cache, cached_property
from itertools import pairwise
from zoneinfo import ZoneInfo

from dateutil.easter import easter

PARIS = ZoneInfo("Europe/Paris")
DAY = timedelta(days=1)
SUNDAY = 6
UNKNOWN = None
"""A rate that nobody found."""

Tiers = Sequence[tuple[int, Fraction]]
"""Premium of the hours after so many."""


@dataclass(frozen=True)
class Terms:
    """A contract: `first` and `last` are its days."""

    code: str
    agreement: str
    genre: str
    type: str
    first: date
    last: date
    hourly_cents: int


@dataclass(frozen=True)
class Report:
    """A session report: clock times in minutes, an end before the start on the next day."""

    number: str
    day: date
    start: int
    end: int
    pause: int
    contract: str
    project: str
    task: str


@dataclass
class Minute:
    """One minute worked, with all that is paid for it on top of the plain rate, by kind.

    `stretch` is the first and the last minute of the sessions it is of that follow each other, pauses included.
    """

    at: datetime
    report: Report
    began: date
    is_night: bool
    stretch: tuple[datetime, datetime]
    is_paid_by_day: bool = False
    premiums: dict[str, Fraction | None] = field(default_factory=dict)

    @cached_property
    def local(self) -> datetime:
        return self.at.astimezone(PARIS)

    @cached_property
    def day(self) -> date:
        return self.local.date()

    @cached_property
    def monday(self) -> date:
        return monday(self.day)


@dataclass
class Pay:
    """What a contract is paid in a month: minutes by kind of item and its rate, and the plain rate."""

    hourly_cents: int
    minutes: Counter[tuple[str, Fraction | None]] = field(default_factory=Counter)

    @property
    def gross_cents(self) -> Fraction | None:
        """The gross before any rounding, None where a rate is not known."""
        if any(rate is None for _, rate in self.minutes):
            return None
        hours = sum(
            (Fraction(count, 60) * (rate or 0) for (_, rate), count in self.minutes.items()), Fraction()
        )
        return hours * self.hourly_cents


def monday(day: date) -> date:
    return day - day.weekday() * DAY


def percent(share: int) -> Fraction:
    return Fraction(share, 100)


def tier(tiers: Tiers, minutes: int) -> Fraction:
    """The premium of the minute worked after so many."""
    found = Fraction()
    for hours, premium in tiers:
        if minutes >= hours * 60:
            found = premium
    return found


# ---- what the texts say

WEEK = {
    ("2642", "CDDU"): ((35, percent(25)), (43, percent(50))),
    ("2642", "CDI"): ((35, percent(10)), (39, percent(25)), (43, percent(50))),
    "2717": ((35, percent(25)), (43, percent(50))),
    "3097": ((35, percent(25)), (43, percent(50)), (48, percent(75))),
    "Aucune": ((35, percent(25)), (43, percent(50))),
}
DAILY = {
    "2642": ((8, percent(25)), (11, percent(50))),
    "2717": ((8, percent(10)), (10, percent(25)), (12, percent(75))),
    "3097": ((0, percent(25)), (7, percent(50)), (10, percent(100))),
    ("3097", "Publicité"): ((0, percent(50)), (8, percent(100))),
}
SHORT_DAYS = 5
NIGHT_PREMIUM = {"2642": percent(25), "2717": percent(25), "3097": percent(50), "Aucune": Fraction()}
LONG_NIGHT = (8, percent(100))  # art. 40 of 3097: beyond the eighth hour
SUNDAY_PREMIUM = {"2642": percent(50), "2717": UNKNOWN, "3097": percent(100), "Aucune": Fraction()}
LEAST_DAY = {"": 7 * 60, "Publicité": 8 * 60}
REST = 11 * 60
ROUNDED = ("2642", "2717")


@cache
def night_hours(terms: Terms, day: date) -> tuple[int, int]:
    """Start and end of the night of a day, in hours."""
    month_day = day.month, day.day
    if terms.agreement == "2642" and terms.genre in ("Fiction", "Documentaire"):
        return (20, 6) if month_day >= (12, 21) or month_day <= (3, 20) else (22, 7)
    if terms.agreement == "3097":
        return (22, 6) if 4 <= day.month <= 9 else (20, 6)
    return (0, 6) if terms.agreement == "2717" else (0, 7)


def is_night(terms: Terms, local: datetime) -> bool:
    start, end = night_hours(terms, local.date())
    return start <= local.hour < end if start < end else local.hour >= start or local.hour < end


@cache
def holiday_premium(agreement: str, day: date) -> Fraction | None:
    """What a public holiday worked is paid on top; nothing on other days."""
    sunday = easter(day.year)
    named = {
        (1, 1): 200, (5, 1): 300, (5, 8): 150, (7, 14): 200, (8, 15): 200, (11, 1): 200, (11, 11): 200, (12, 25): 200,
    }  # fmt: skip
    moving = {sunday + DAY: 150, sunday + 39 * DAY: 150, sunday + 50 * DAY: 100}
    coefficients = [held for held in (named.get((day.month, day.day)), moving.get(day)) if held]
    if not coefficients:
        return Fraction()
    if agreement == "2717":
        return UNKNOWN
    if agreement == "3097":
        return percent(100)
    if agreement == "Aucune":
        return percent(100) if (day.month, day.day) == (5, 1) else Fraction()
    return percent(max(coefficients) - 100)


def is_holiday(day: date) -> bool:
    return holiday_premium("3097", day) != 0


# ---- the minutes


def minutes_of(reports: Iterable[Report], contracts: Mapping[str, Terms]) -> list[Minute]:
    """The minutes that one person is paid for, in order: worked once, pauses taken away."""
    ordered = sorted(reports, key=lambda report: (report.day, report.start))
    taken: set[datetime] = set()
    groups: list[list[list[Minute]]] = []
    last: Minute | None = None
    for report in ordered:
        own = [at for at in clock_minutes(report) if at not in taken]
        taken.update(own)
        if not own:
            continue
        follows = last is not None and last.at + timedelta(minutes=1) == own[0]
        goes_on = follows and last is not None and last.report.contract == report.contract
        began = last.began if goes_on and last else report.day
        terms = contracts[report.contract]
        pieces = [
            Minute(at, report, began, is_night(terms, at.astimezone(PARIS)), (own[0], own[-1])) for at in own
        ]
        if goes_on and last and (last.report.project, last.report.task) == (report.project, report.task):
            groups[-1].append(pieces)
        else:
            groups.append([pieces])
        last = pieces[-1]
    return [minute for group in groups for minute in _less_pauses(group)]


def clock_minutes(report: Report) -> list[datetime]:
    midnight = datetime(report.day.year, report.day.month, report.day.day)
    first, until = (
        (midnight + timedelta(minutes=clock)).replace(tzinfo=PARIS).astimezone(UTC)
        for clock in (report.start, report.end + (1440 if report.end < report.start else 0))
    )
    return [first + timedelta(minutes=n) for n in range((until - first) // timedelta(minutes=1))]


def _less_pauses(group: list[list[Minute]]) -> list[Minute]:
    """The minutes of reports that follow each other, less their pauses: outside the night first, from the start."""
    pause = sum(min(pieces[0].report.pause, len(pieces)) for pieces in group)
    minutes = [minute for pieces in group for minute in pieces]
    gone = sorted(minutes, key=lambda minute: (minute.is_night, minute.at))[:pause]
    left_out = {minute.at for minute in gone}
    for minute in minutes:
        minute.stretch = minutes[0].at, minutes[-1].at
    return [minute for minute in minutes if minute.at not in left_out]


# ---- the pay


def pay(reports: Sequence[Report], contracts: Mapping[str, Terms]) -> dict[tuple[str, str], Pay]:
    """What the contracts of one person are paid, by month and contract."""
    minutes = minutes_of(reports, contracts)
    _overtime(minutes, contracts)
    _nights(minutes, contracts)
    _days(minutes, contracts)
    _rests(minutes, contracts)
    found: dict[tuple[str, str], Pay] = {}
    for minute in minutes:
        terms = contracts[minute.report.contract]
        _add(_pay_of(found, minute.began, terms), minute.premiums, terms.agreement)
    _rounded_weeks(minutes, contracts, found)
    completed = _least_days(minutes, contracts, found)
    _unworked(minutes, contracts, found, completed)
    return found


def _pay_of(found: dict[tuple[str, str], Pay], day: date, terms: Terms) -> Pay:
    return found.setdefault((f"{day:%Y-%m}", terms.code), Pay(terms.hourly_cents))


def _add(paid: Pay, premiums: Mapping[str, Fraction | None], agreement: str, plain: str = "HN") -> None:
    """One minute and its premiums, those of 3097 together no more than the plain rate again."""
    if agreement == "Aucune" and premiums.get("MS"):
        paid.minutes["HS", 1 + (premiums["MS"] or 0)] += 1
        premiums = {kind: rate for kind, rate in premiums.items() if kind != "MS"}
    else:
        paid.minutes[plain, Fraction(1)] += 1
    left = percent(100) if agreement == "3097" else None
    for kind, rate in sorted(premiums.items(), key=lambda held: -(held[1] or 0)):
        given = rate if left is None or rate is None else min(rate, left)
        if given is None or given:
            paid.minutes[kind, given] += 1
        if left is not None:
            left -= given or 0


def is_daily(terms: Terms, began: date, worked: set[date]) -> bool:
    """Whether a contract is so short that its hours are counted by the day: fewer than five days.

    Of its own for 2642; in the civil week for 2717; one after the other in the week for 3097.
    """
    if terms.type != "CDDU" or terms.agreement not in DAILY:
        return False
    days = {terms.first + n * DAY for n in range((terms.last - terms.first).days + 1)} | worked
    if terms.agreement == "2642":
        return len(days) < SHORT_DAYS
    week = [monday(began) + n * DAY in days for n in range(7)]
    if terms.agreement == "2717":
        return sum(week) < SHORT_DAYS
    runs = "".join("x" if held else " " for held in week).split()
    return max(map(len, runs), default=0) < SHORT_DAYS


def daily_contracts(
    minutes: Sequence[Minute], contracts: Mapping[str, Terms]
) -> dict[tuple[str, date], bool]:
    worked: defaultdict[str, set[date]] = defaultdict(set)
    for minute in minutes:
        worked[minute.report.contract].add(minute.began)
    return {
        (code, day): is_daily(contracts[code], day, worked[code])
        for code, days in worked.items()
        for day in days
    }


def _overtime(minutes: Sequence[Minute], contracts: Mapping[str, Terms]) -> None:
    """By the day under a short contract, else by the week, all contracts together.

    The hours that a day does not pay more count in the week.
    """
    daily = daily_contracts(minutes, contracts)
    by_day: Counter[date] = Counter()
    by_week: Counter[date] = Counter()
    for minute in minutes:
        terms = contracts[minute.report.contract]
        premium = Fraction()
        if daily[terms.code, minute.began]:
            tiers = DAILY.get((terms.agreement, terms.genre), DAILY[terms.agreement])
            premium = tier(tiers, by_day[minute.began])
            # The first hours of 3097 are the normal ones of a day, at a better rate: they count in the week.
            minute.is_paid_by_day = premium > 0 and not (tiers[0][0] == 0 and premium == tiers[0][1])
        by_day[minute.began] += 1
        if not premium:
            tiers = WEEK.get((terms.agreement, terms.type), WEEK.get(terms.agreement))
            premium = tier(tiers, by_week[minute.monday])
        by_week[minute.monday] += not minute.is_paid_by_day
        if premium:
            minute.premiums["MS"] = premium


def _nights(minutes: Sequence[Minute], contracts: Mapping[str, Terms]) -> None:
    so_far: Counter[date] = Counter()
    for minute in minutes:
        terms = contracts[minute.report.contract]
        if not minute.is_night:
            continue
        evening = minute.day if minute.local.hour >= 12 else minute.day - DAY
        premium = NIGHT_PREMIUM[terms.agreement]
        if terms.agreement == "3097" and so_far[evening] >= LONG_NIGHT[0] * 60:
            premium = LONG_NIGHT[1]
        so_far[evening] += 1
        if premium:
            minute.premiums["MN"] = premium


def _days(minutes: Sequence[Minute], contracts: Mapping[str, Terms]) -> None:
    for minute in minutes:
        agreement = contracts[minute.report.contract].agreement
        if minute.day.weekday() == SUNDAY:
            minute.premiums["MD"] = SUNDAY_PREMIUM[agreement]
        if is_holiday(minute.day):
            minute.premiums["MF"] = holiday_premium(agreement, minute.day)


def _rests(minutes: Sequence[Minute], contracts: Mapping[str, Terms]) -> None:
    """Art. 35 of 3097: the hours taken on the rest of eleven hours due after a day of work.

    A pause has no hour: as many minutes of a stretch are on the rest as it is there before the rest is over.
    """
    days: defaultdict[date, list[Minute]] = defaultdict(list)
    for minute in minutes:
        days[minute.began].append(minute)
    for before, day in pairwise(sorted(days)):
        due = days[before][-1].stretch[1] + timedelta(minutes=1 + REST)
        for first, last in dict.fromkeys(minute.stretch for minute in days[day]):
            taken = max(0, (min(due, last + timedelta(minutes=1)) - first) // timedelta(minutes=1))
            held = [minute for minute in days[day] if minute.stretch == (first, last)]
            for minute in held[:taken]:
                if contracts[minute.report.contract].agreement == "3097":
                    minute.premiums["MR"] = percent(100)


def _rounded_weeks(
    minutes: Sequence[Minute], contracts: Mapping[str, Terms], found: dict[tuple[str, str], Pay]
) -> None:
    """2642 and 2717: the hours of a week with overtime, rounded up to the next half-hour; those of the day are not."""
    daily = daily_contracts(minutes, contracts)
    counted: Counter[date] = Counter()
    last: dict[date, Minute] = {}
    for minute in minutes:
        counted[minute.monday] += not minute.is_paid_by_day
        if (
            not daily[minute.report.contract, minute.began]
            and contracts[minute.report.contract].agreement in ROUNDED
        ):
            last[minute.monday] = minute
    for week, minute in last.items():
        terms, total = contracts[minute.report.contract], counted[week]
        if total > 35 * 60:
            tiers = WEEK.get((terms.agreement, terms.type), WEEK.get(terms.agreement))
            for extra in range(-total % 30):
                paid = _pay_of(found, minute.began, terms)
                _add(paid, {"MS": tier(tiers, total + extra)}, terms.agreement, "ARR")


def _least_days(
    minutes: Sequence[Minute], contracts: Mapping[str, Terms], found: dict[tuple[str, str], Pay]
) -> Counter[date]:
    """Art. 16 of 3097: a day engaged alone is paid seven hours at least, eight in advertising; what that adds."""
    completed: Counter[date] = Counter()
    daily = daily_contracts(minutes, contracts)
    days: defaultdict[tuple[str, date], int] = defaultdict(int)
    for minute in minutes:
        key = minute.report.contract, minute.began
        terms = contracts[minute.report.contract]
        least = LEAST_DAY.get(terms.genre, LEAST_DAY[""]) if terms.agreement == "3097" and daily[key] else 0
        if days[key] < least and minute.day != minute.began:
            completed[minute.day] -= 1  # past midnight, and paid by the least of the day before all the same
        days[key] += 1
    for (code, day), worked in days.items():
        terms = contracts[code]
        if terms.agreement == "3097" and daily[code, day]:
            tiers = DAILY.get((terms.agreement, terms.genre), DAILY[terms.agreement])
            for at in range(worked, LEAST_DAY.get(terms.genre, LEAST_DAY[""])):
                _add(_pay_of(found, day, terms), {"MS": tier(tiers, at)}, terms.agreement, "MJ")
                completed[day] += 1
    return completed


def _unworked(
    minutes: Sequence[Minute],
    contracts: Mapping[str, Terms],
    found: dict[tuple[str, str], Pay],
    completed: Counter[date],
) -> None:
    """Seven hours for a holiday of a weekday, less those paid on it, to a CDDU of more than ten days (3097: any).

    Once a person, in the months that the contract is worked.
    """
    worked: defaultdict[str, set[date]] = defaultdict(set)
    present = Counter(minute.day for minute in minutes)
    present.update(completed)
    for minute in minutes:
        worked[minute.report.contract].add(minute.began)
    for code, days in worked.items():
        terms = contracts[code]
        least = {"2642": 10, "3097": 0}.get(terms.agreement)
        if least is None or terms.type != "CDDU" or len(days) <= least:
            continue
        months = {f"{day:%Y-%m}" for day in days}
        for n in range((terms.last - terms.first).days + 1):
            day = terms.first + n * DAY
            missing = 7 * 60 - present[day]
            # The solidarity day of 2642 has no premium either: a day of work.
            is_kept = holiday_premium(terms.agreement, day) != 0
            if is_kept and day.weekday() < 5 and missing > 0 and f"{day:%Y-%m}" in months:
                _pay_of(found, day, terms).minutes["JFC", Fraction(1)] += missing
                present[day] += missing
