"""How much of the overrun of a quote line the production owes, and by which sessions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import compress
from typing import NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.amending.named_sessions import LineSession, Taken, is_live, named_in
from postprod_xl.domain.quotes.amending.sorted_sessions import WORKED, Left, SortedSessions, sorted_sessions
from postprod_xl.domain.quotes.change_orders import Effects, effects
from postprod_xl.domain.quotes.extra_hours import ExtraHours, extra_hours
from postprod_xl.domain.quotes.line_work import LineWork, line_work
from postprod_xl.domain.quotes.pricing.prices import line_units
from postprod_xl.domain.quotes.reference_lines import line_rows
from postprod_xl.domain.quotes.sold import SoldTime, sold_times
from postprod_xl.domain.sessions.done import session_minutes
from postprod_xl.schema.rows import Row
from postprod_xl.schema.units import folded, half_up
from postprod_xl.schema.vocabulary import BillingMode, ChangeOrderStatus, ChangeOrderType


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
        Hours of the production within what is sold, or within accepted change orders that do not name their sessions.
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
        asked = self.minutes + sum(self.waiting.values())
        return max(0, self.over_minutes - self.to_come_minutes - asked - self.covered_minutes - sum(sessions))


class _Waiting(NamedTuple):
    """A change order that nobody has accepted or refused yet: its minutes, and those of the sessions it names."""

    number: str
    is_replacement: bool
    minutes: int
    named_minutes: int

    def added_minutes(self, sold: int) -> int:
        """What it would add to the minutes that the line sells; a deduction adds none."""
        return max(0, self.minutes - (sold if self.is_replacement else 0))


class _Known(NamedTuple):
    """What the office says of every line."""

    waiting: Mapping[str, Sequence[_Waiting]]
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
    known = _Known(_waiting_orders(office, lines), line_work(office), effects(office), extra_hours(office))
    return [
        _claim(lines[over.line], over, sessions, known)
        for over in office["Depassements"]
        if over.line in lines and over.variance_minutes is not None
    ], sessions


def _claim(line: ClaimedLine, over: Row, sessions: SortedSessions, known: _Known) -> LineClaim:
    code, claimable = over.line, sessions.claimable[over.line]
    waiting = {order: order.added_minutes(over.sold_minutes) for order in known.waiting.get(code, ())}
    available = sum(session.minutes for session in claimable)
    owed = over.variance_minutes - _unsold(code, known) - sum(waiting.values())
    is_hourly = (
        line.is_held
        and line.row.mode == BillingMode.TIME_AND_MATERIALS
        and code not in known.effects.replaced
    )
    asked, sold = _asked(code, waiting, known), _sold(code, known)
    minutes = 0 if is_hourly else max(0, min(available - asked - sold, owed))
    return LineClaim(
        line,
        over.variance_minutes,
        max(0, min(over.remaining_minutes, over.variance_minutes - minutes - sum(waiting.values()))),
        tuple(_latest(claimable, minutes)),
        sessions.left[code],
        {order.number: added for order, added in waiting.items()},
        max(0, available - minutes - asked),
        is_hourly,
    )


def _unsold(code: str, known: _Known) -> int:
    """Minutes worked on a line that overrun nothing: given free, or billed on top of it."""
    work = known.work
    return work.worked[code] - work.charged[code] + known.extra.on_top[code]


def _asked(code: str, waiting: Mapping[_Waiting, int], known: _Known) -> int:
    """Minutes of the change orders that wait and whose sessions nobody named; they would pay extra hours first."""
    unnamed = sum(max(0, added - order.named_minutes) for order, added in waiting.items())
    return max(0, unnamed - known.extra.on_top[code])


def _sold(code: str, known: _Known) -> int:
    """Minutes of the accepted change orders of a line that pay neither a session they name nor an extra hour."""
    return max(0, known.extra.added[code] - known.extra.paid[code])


def _latest(sessions: Sequence[LineSession], minutes: int) -> Iterator[Taken]:
    """The last minutes of some sessions, in the order they were worked."""
    before = sum(session.minutes for session in sessions) - minutes
    for session in sessions:
        skipped = min(before, session.minutes)
        before -= skipped
        if session.minutes > skipped:
            yield Taken(session, session.minutes - skipped)


def _waiting_orders(office: Office, lines: Mapping[str, ClaimedLine]) -> dict[str, list[_Waiting]]:
    """The change orders of some lines that nobody has accepted or refused yet, in the order of the sheet."""
    lasted = dict(zip(map(folded, office["Seances"].column("number")), session_minutes(office), strict=True))
    found: dict[str, list[_Waiting]] = {}
    for order in office["Avenants"]:
        line = lines.get(order.line)
        if line is None or not is_live(order.status) or order.status == ChangeOrderStatus.ACCEPTED:
            continue
        minutes = half_up((order.quantity or Decimal(0)) * (line.sold.unit_minutes or 0))
        named = sum(
            (lasted.get(folded(each.number)) or 0) if each.taken_minutes is None else each.taken_minutes
            for each in named_in(order.sessions)
        )
        is_replacement = order.type == ChangeOrderType.REPLACEMENT
        found.setdefault(order.line, []).append(_Waiting(order.number, is_replacement, minutes, named))
    return found
