"""Who pays each « En plus » hour: one hour is sold once, included in the quote, on top of it, or by a change order.

On a line sold in hours, the accepted change orders pay its « En plus » hours first, in the order of their dates: those
of the sessions they name, then the others in the order they were worked.

* An Additif pays what it adds, less the other sessions that it names; a deduction takes back what those before added.
* A Remplacement is the price of the line, not of what comes on top: it pays the « En plus » sessions that it names.
* Hours beyond are billed on top, at the price of the line; what is left of a change order stays sold.

A Régie line bills the hours worked: those that a change order pays, or that it sells beyond the quote, are not billed
again. Hours without a line, on a line that is not sold in hours, or beyond the change orders of a line that the
reference version does not hold, are paid by nobody: they are named.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.quotes.amending.named_sessions import named_in
from postprod_xl.domain.quotes.change_orders import effects
from postprod_xl.domain.quotes.reference_lines import line_rows
from postprod_xl.domain.quotes.unit_times import unit_lengths
from postprod_xl.domain.sessions.counted import COUNTED_FROM
from postprod_xl.domain.sessions.done import done, order_worked, session_minutes
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import ChangeOrderStatus, SessionBilling


class ExtraSession(NamedTuple):
    """An « En plus » session up to today.

    Parameters
    ----------
    row, number, day, project, task
        Its own cells.
    line
        The quote line of its task; empty without one.
    covered
        The minutes that each change order pays of it, by its number.
    on_top
        Those billed on top of the line.
    unpaid
        Those that nothing pays.
    """

    row: int
    number: str
    day: date
    project: str
    task: str
    line: str
    covered: Mapping[str, int]
    on_top: int
    unpaid: int

    @property
    def minutes(self) -> int:
        """All those worked."""
        return sum(self.covered.values()) + self.on_top + self.unpaid


@dataclass(frozen=True)
class ExtraHours:
    """Who pays the « En plus » hours of an office.

    Parameters
    ----------
    sessions
        In the order they were worked; each minute of one is in one place only.
    on_top
        Minutes billed on top of each line.
    added
        Minutes that the accepted change orders of each line add to it.
    paid
        Of these, what pays its « En plus » hours and the other sessions that they name.
    """

    sessions: Sequence[ExtraSession] = ()
    on_top: Counter[str] = field(default_factory=Counter)
    added: Counter[str] = field(default_factory=Counter)
    paid: Counter[str] = field(default_factory=Counter)


@dataclass
class _Order:
    """What an accepted change order adds to its line, and what it names.

    `others` are the minutes of its sessions that are not « En plus », `extra` of those that are.
    """

    number: str
    added: int
    is_replacement: bool
    others: int
    extra: int

    @property
    def left(self) -> int:
        """What pays « En plus » hours."""
        return min(self.extra, self.added) if self.is_replacement else max(0, self.added - self.others)


class _Session(NamedTuple):
    """A session up to today; `line` is empty where its task has none."""

    row: int
    number: str
    day: date
    project: str
    task: str
    line: str
    minutes: int
    is_extra: bool


@fact(
    Avenants="number day line project quantity status type unit_price_cents sessions",
    Devis="discount_rate item line project quantity unit unit_price_cents version",
    Versions="project version status",
    Tarifs="item unit unit_minutes price_cents film_price_cents",
    Projets="code type",
    Planning="task line",
    Seances=f"number {COUNTED_FROM}",
)
def extra_hours(office: Office) -> ExtraHours:
    """Who pays each « En plus » hour worked up to today."""
    sessions, naming = _sessions(office), _naming(office)
    extra = [session for session in sessions if session.is_extra]
    orders = _orders(office, sessions, naming)
    covered = _covered(extra, orders, naming)
    sold = _lines_sold_in_hours(office)
    found = ExtraHours([_told(session, covered[session.row], sold) for session in extra])
    for session in found.sessions:
        found.on_top[session.line] += session.on_top
        found.paid[session.line] += sum(session.covered.values())
    for line, held in orders.items():
        found.added[line] = sum(order.added for order in held)
        found.paid[line] += sum(min(order.others, order.added) for order in held)
    return found


def _sessions(office: Office) -> list[_Session]:
    """Those that count, up to today, in the order they were worked."""
    lines = office["Planning"].by_key("task", "line")
    sessions, minutes, is_done = office["Seances"], session_minutes(office), done(office)
    names = ("number", "day", "project", "task", "billing")
    cells = [*zip(sessions.numbers, *map(sessions.column, names), strict=True)]
    found = []
    for at in order_worked(office):
        if is_done[at]:
            row, number, day, project, task, billing = cells[at]
            line, is_extra = lines.get(task) or "", billing == SessionBilling.EXTRA
            found.append(_Session(row, number, day, project, task, line, minutes[at] or 0, is_extra))
    return found


def _naming(office: Office) -> dict[str, tuple[str, int | None]]:
    """The accepted change order that names each session, by its folded number, and the minutes it takes of it."""
    named: dict[str, tuple[str, int | None]] = {}
    for number, status, text in office["Avenants"].select("number", "status", "sessions"):
        if text and status == ChangeOrderStatus.ACCEPTED:
            for session in named_in(text):
                named.setdefault(folded(session.number), (number, session.taken_minutes))
    return named


def _orders(
    office: Office, sessions: Iterable[_Session], naming: Mapping[str, tuple[str, int | None]]
) -> dict[str, list[_Order]]:
    """What the accepted change orders of each line add to it, in the order of their dates."""
    others: Counter[str] = Counter()
    extra: Counter[str] = Counter()
    for session in sessions if naming else ():
        if named := naming.get(folded(session.number)):
            number, minutes = named
            taken = session.minutes if minutes is None else min(minutes, session.minutes)
            (extra if session.is_extra else others)[number] += taken
    orders: defaultdict[str, list[_Order]] = defaultdict(list)
    for line, added in effects(office).added.items():
        for number, minutes, is_replacement in added:
            if minutes > 0:
                orders[line].append(_Order(number, minutes, is_replacement, others[number], extra[number]))
            else:
                _take_back(orders[line], -minutes)
    return dict(orders)


def _take_back(orders: Sequence[_Order], minutes: int) -> None:
    for order in reversed(orders):
        gone = min(minutes, order.added)
        order.added, minutes = order.added - gone, minutes - gone


def _covered(
    sessions: Sequence[_Session],
    orders: Mapping[str, Sequence[_Order]],
    naming: Mapping[str, tuple[str, int | None]],
) -> defaultdict[int, Counter[str]]:
    """The minutes that each change order pays of each session: first of those it names, then in the order of work."""
    covered: defaultdict[int, Counter[str]] = defaultdict(Counter)
    left = {line: {order.number: order.left for order in held} for line, held in orders.items()}
    for session in sessions:
        number, minutes = naming.get(folded(session.number), ("", None))
        most = session.minutes if minutes is None else min(minutes, session.minutes)
        if number in left.get(session.line, ()):
            _pay(covered[session.row], left[session.line], number, most)
    for session in sessions:
        for number in left.get(session.line, ()):
            rest = session.minutes - sum(covered[session.row].values())
            _pay(covered[session.row], left[session.line], number, rest)
    return covered


def _pay(covered: Counter[str], left: dict[str, int], number: str, minutes: int) -> None:
    paid = min(left[number], minutes)
    if paid:
        covered[number] += paid
        left[number] -= paid


def _lines_sold_in_hours(office: Office) -> set[str]:
    """The lines of the reference versions that are sold in hours: they alone bill hours on top."""
    standing = line_rows(office)
    rows = zip(standing.rows.column("line"), unit_lengths(office, standing.rows), standing.held, strict=True)
    return {line for line, length, is_held in rows if length and is_held}


def _told(session: _Session, covered: Mapping[str, int], sold: Container[str]) -> ExtraSession:
    rest = session.minutes - sum(covered.values())
    is_sold = session.line in sold
    on_top, unpaid = (rest, 0) if is_sold else (0, rest)
    row, number, day, project, task, line, *_ = session
    return ExtraSession(row, number, day, project, task, line, covered, on_top, unpaid)
