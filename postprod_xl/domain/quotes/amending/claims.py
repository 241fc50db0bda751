"""How much of the overrun of a quote line the production owes, and by which sessions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import compress

from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.amending.named_sessions import LineSession, Taken, is_live, named_in
from postprod_xl.domain.quotes.amending.sorted_sessions import WORKED, Left, SortedSessions, sorted_sessions
from postprod_xl.domain.quotes.change_orders import Effects, effects
from postprod_xl.domain.quotes.extra_hours import ExtraHours, extra_hours
from postprod_xl.domain.quotes.line_work import LineWork, line_work
from postprod_xl.domain.quotes.prices import line_units
from postprod_xl.domain.quotes.reference_lines import line_rows
from postprod_xl.domain.quotes.sold import SoldTime, sold_times
from postprod_xl.domain.sessions.done import session_minutes
from postprod_xl.schema.rows import Row
from postprod_xl.schema.units import folded, half_up
from postprod_xl.schema.vocabulary import BillingMode, ChangeOrderStatus, ChangeOrderType, SessionBilling


@dataclass(frozen=True)
class ClaimedLine:
    """A quote line that may overrun.

    Parameters
    ----------
    row
        Its row of `Devis`, in the reference version, else in the latest that has it.
    sold
        The time that this row sells; `unit_minutes` None where it is not sold in hours.
    is_held
        Whether the reference version holds it.
    unit
        Its own, else that of its item.
    """

    row: Row
    sold: SoldTime
    is_held: bool
    unit: str


@dataclass(frozen=True)
class LineClaim:
    """What the production owes of the overrun of one line, and why not the rest.

    Parameters
    ----------
    line
        The line.
    over_minutes
        Its projected overrun, as `Depassements` says it; zero or less, it has none.
    to_come_minutes
        What of it no session has worked yet, and no change order asks for.
    taken
        The sessions to propose, in the order they were worked; empty when the production owes nothing more.
    left
        The sessions not proposed, by the reason.
    waiting
        The minutes of the change orders of the line that nobody has accepted or refused yet, by number.
    covered_minutes
        Hours of the production within what is sold, or within change orders that wait or do not name their sessions.
    is_hourly
        Whether every hour of the line is billed as worked: there is nothing to negotiate.
    """

    line: ClaimedLine
    over_minutes: int
    to_come_minutes: int
    taken: tuple[Taken, ...] = ()
    left: Mapping[Left, Sequence[LineSession]] = field(default_factory=dict)
    waiting: Mapping[str, int] = field(default_factory=dict)
    covered_minutes: int = 0
    is_hourly: bool = False

    @property
    def minutes(self) -> int:
        return sum(taken.minutes for taken in self.taken)

    @property
    def is_all_to_come(self) -> bool:
        """Whether nothing of the overrun was worked, and nothing else is to be said of it."""
        is_told = self.taken or self.waiting or self.covered_minutes or self.left or self.is_hourly
        return not is_told and self.to_come_minutes == self.over_minutes

    @property
    def unexplained_minutes(self) -> int:
        """What of the overrun was worked, and that no session, sale or change order explains."""
        sessions = [each.minutes for reason, left in self.left.items() if reason in WORKED for each in left]
        waiting = sum(self.waiting.values())
        known = self.to_come_minutes + self.minutes + max(waiting, self.covered_minutes) + sum(sessions)
        return max(0, self.over_minutes - known)


@dataclass(frozen=True)
class _Order:
    """A change order of a line that was not refused.

    `minutes` are its own, `named_minutes` those of the sessions it names, `extra_minutes` of these « En plus ».
    """

    number: str
    is_accepted: bool
    is_replacement: bool
    minutes: int
    named_minutes: int
    extra_minutes: int

    def added_minutes(self, sold: int) -> int:
        """What it adds to the minutes that the line sells without it; a deduction adds none."""
        return max(0, self.minutes - (sold if self.is_replacement else 0))


@dataclass(frozen=True)
class _Known:
    """What the office says of every line."""

    orders: Mapping[str, Sequence[_Order]]
    work: LineWork
    effects: Effects
    extra: ExtraHours


def lines_of(office: Office, project: str) -> dict[str, ClaimedLine]:
    """The lines of a project, by code."""
    standing = line_rows(office)
    is_own = [owner == project for owner in standing.rows.column("project")]
    rows, held = standing.rows.where(is_own), compress(standing.held, is_own)
    lines = zip(rows, sold_times(office, rows), held, line_units(office, rows), strict=True)
    return {line[0].line: ClaimedLine(*line) for line in lines}


def claims(office: Office, project: str) -> tuple[list[LineClaim], SortedSessions]:
    """The claims of the lines of a project that overrun or of which hours are put down to the production.

    The hours of the production that a line owes nothing for are the oldest ones: what was sold is used up in the order
    of work, and so are change orders that name no session. What is proposed is never more than the overrun, without
    the hours given free and those billed on top of the line.

    Parameters
    ----------
    office
        With the computed columns of `Devis` and the rows of `Depassements`.
    project
        Code of the project.

    Returns
    -------
    tuple
        The claims in the order of `Depassements`, then the sessions they were chosen among.
    """
    sessions, lines = sorted_sessions(office, project), lines_of(office, project)
    known = _Known(_orders_by_line(office, lines), line_work(office), effects(office), extra_hours(office))
    return [
        _claim(lines[over.line], over, sessions, known)
        for over in office["Depassements"]
        if over.line in lines and over.variance_minutes is not None
    ], sessions


def _claim(line: ClaimedLine, over: Row, sessions: SortedSessions, known: _Known) -> LineClaim:
    code, claimable = over.line, sessions.claimable[over.line]
    waiting = {
        order.number: order.added_minutes(over.sold_minutes)
        for order in known.orders.get(code, ())
        if not order.is_accepted
    }
    available = sum(session.minutes for session in claimable)
    owed = over.variance_minutes - _unsold(code, known) - sum(waiting.values())
    is_hourly = (
        line.is_held
        and line.row.mode == BillingMode.TIME_AND_MATERIALS
        and code not in known.effects.replaced
    )
    minutes = 0 if is_hourly else max(0, min(available - _unnamed(line, known), owed))
    return LineClaim(
        line,
        over.variance_minutes,
        max(0, min(over.remaining_minutes, over.variance_minutes - minutes - sum(waiting.values()))),
        tuple(_latest(claimable, minutes)),
        sessions.left[code],
        waiting,
        available - minutes,
        is_hourly,
    )


def _unsold(code: str, known: _Known) -> int:
    """Minutes worked on a line that overrun nothing: given free, or billed on top of it."""
    work = known.work
    return work.worked[code] - work.charged[code] + known.extra.on_top[code]


def _unnamed(line: ClaimedLine, known: _Known) -> int:
    """Minutes of the change orders of a line that the sessions they name do not explain; extra hours come first."""
    orders, extra = known.orders.get(line.row.line, ()), known.work.extra[line.row.line]
    unnamed = sum(max(0, order.added_minutes(_held_minutes(line)) - order.named_minutes) for order in orders)
    return max(0, unnamed - max(0, extra - sum(order.extra_minutes for order in orders)))


def _held_minutes(line: ClaimedLine) -> int:
    """What the reference version sells of a line."""
    return (line.sold.minutes or 0) if line.is_held else 0


def _latest(sessions: Sequence[LineSession], minutes: int) -> Iterator[Taken]:
    """The last minutes of some sessions, in the order they were worked."""
    before = sum(session.minutes for session in sessions) - minutes
    for session in sessions:
        skipped = min(before, session.minutes)
        before -= skipped
        if session.minutes > skipped:
            yield Taken(session, session.minutes - skipped)


def _orders_by_line(office: Office, lines: Mapping[str, ClaimedLine]) -> dict[str, list[_Order]]:
    """The change orders of some lines that were not refused, in the order of the sheet."""
    rows = zip(office["Seances"].select("number", "billing"), session_minutes(office), strict=True)
    sessions = {
        folded(number): (minutes or 0, billing == SessionBilling.EXTRA) for (number, billing), minutes in rows
    }
    found: dict[str, list[_Order]] = {}
    for order in office["Avenants"]:
        line = lines.get(order.line)
        if line is not None and is_live(order.status):
            found.setdefault(order.line, []).append(_order(order, line.sold.unit_minutes or 0, sessions))
    return found


def _order(order: Row, unit_minutes: int, sessions: Mapping[str, tuple[int, bool]]) -> _Order:
    named, extra = 0, 0
    for each in named_in(order.sessions):
        whole, is_extra = sessions.get(folded(each.number), (0, False))
        minutes = whole if each.taken_minutes is None else each.taken_minutes
        named += minutes
        extra += minutes if is_extra else 0
    return _Order(
        order.number,
        order.status == ChangeOrderStatus.ACCEPTED,
        order.type == ChangeOrderType.REPLACEMENT,
        half_up((order.quantity or Decimal(0)) * unit_minutes),
        named,
        extra,
    )
