"""How what is beyond a limit of working time is reported: one line per person and limit, a mark on each row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.payroll.watch.breaches import Breach, BreachKind
from postprod_xl.domain.payroll.watch.watched import BREACHES_FROM, breaches
from postprod_xl.domain.sessions.faults.one_session import Fault
from postprod_xl.domain.wording import counted, first_names
from postprod_xl.schema.problems import Problem, info, warning
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.tables.planning import PLANNING, SESSIONS
from postprod_xl.schema.vocabulary import ClashLabel

_TOO_SOON = (BreachKind.REST, BreachKind.WEEKLY_REST)


def watch_problems(office: Office) -> list[Problem]:
    """One warning per person and limit: those still to come first, by day, each at its first day and with how many.

    Parameters
    ----------
    office
        `Seances`, `Reservations` as they stand, `Planning`, `Contrats`, `Equipe`, `Salles`, `Conventions`.
    """
    alike: dict[tuple[str, BreachKind], list[Breach]] = {}
    for breach in breaches(office):
        alike.setdefault((breach.person, breach.kind), []).append(breach)
    ordered = [_future_first(held, office.today) for held in alike.values()]
    ordered.sort(key=lambda held: (held[0].day < office.today, held[0].day, held[0].person))
    place = _Places(office)
    return [place.problem(held) for held in ordered]


def _future_first(held: Sequence[Breach], today: date) -> list[Breach]:
    return sorted(held, key=lambda breach: (breach.day < today, breach.day))


class _Places:
    """Where a breach is reported: at the session to check, or at the task whose booking is to move."""

    def __init__(self, office: Office) -> None:
        self._today = office.today
        tasks = office["Planning"]
        rows = zip(tasks.numbers, tasks.select("task", "technician"), strict=True)
        self._tasks = {task: (row, bool(typed)) for row, (task, typed) in rows}

    def problem(self, held: Sequence[Breach]) -> Problem:
        """The problem of the breaches of one person and limit, the first to look at first."""
        first = held[0]
        what = f"{first.person} : {first.text}"
        message = f"{what} ; {first_names(first.names)} : {self._remedy(first)}{self._others(held[1:])}"
        make = info if first.kind.is_allowed else warning
        return make(*self._cell(first), first.brief, "moins", message)

    def _remedy(self, breach: Breach) -> str:
        if breach.day < self._today:
            return "vérifiez les heures"
        return "déplacez, raccourcissez ou confiez à quelqu'un d'autre"

    def _others(self, others: Sequence[Breach]) -> str:
        past = sum(breach.day < self._today for breach in others)
        counts = ((len(others) - past, "à venir"), (past, "jusqu'à hier"))
        parts = [f"{counted(count, 'autre')} {when}" for count, when in counts if count]
        return f" (et {', '.join(parts)})" if parts else ""

    def _cell(self, breach: Breach) -> tuple[str, int | None, str]:
        """Table, row and heading."""
        at = next((period for period in breach.cause if period.booking), breach.cause[0])
        if at.session:
            name = "start" if breach.kind in _TOO_SOON else "end"
            return SESSIONS.name, at.session, SESSIONS.heading(name)
        row, is_typed = self._tasks.get(at.name, (None, False))
        return PLANNING.name, row, PLANNING.heading("technician" if is_typed else "assigned_technician")


@fact(**{**BREACHES_FROM, "Planning": "task technician"})
def watch_faults(office: Office) -> list[Fault]:
    """The breaches as faults of the sessions that cause them, for a month of pay: one each.

    What only bookings cause is not paid, and left out.
    """
    place = _Places(office)
    found = []
    for breach in breaches(office):
        rows = tuple(period.session for period in breach.cause if period.session)
        if rows and not breach.kind.is_allowed:
            found.append(Fault(place.problem([breach]), rows, breach.kind.value, breach.person))
    return found


def session_marks(office: Office) -> Rows:
    """The column `Alerte` of `Seances`, with the limits that each session is beyond, after what it says already."""
    sessions = office["Seances"]
    marks = _marks(
        (period.session, breach)
        for breach in breaches(office)
        if not breach.kind.is_allowed
        for period in breach.cause
    )
    alerts = _marked(sessions, "alert", marks)
    return Rows(SESSIONS, sessions.numbers, {"alert": alerts})


def booking_marks(office: Office) -> Rows:
    """`Reservations` with what each booking is beyond, after what it runs into."""
    bookings = office["Reservations"]
    marks = _marks((period.booking, breach) for breach in breaches(office) for period in breach.cause)
    told = {row: [f"{ClashLabel.WORKING_TIME} : {' ; '.join(texts)}"] for row, texts in marks.items()}
    return bookings.with_columns({"conflict": _marked(bookings, "conflict", told)})


def _marks(found: Iterable[tuple[int, Breach]]) -> dict[int, list[str]]:
    """What is told of each row, each once; of the periods of twelve weeks that a row is beyond in, the first."""
    marks: dict[int, dict[str, str]] = {}
    for row, breach in found:
        if row:
            once = breach.kind.value if breach.kind is BreachKind.AVERAGE else breach.brief
            marks.setdefault(row, {}).setdefault(once, breach.brief)
    return {row: [*told.values()] for row, told in marks.items()}


def _marked(rows: Rows, name: str, marks: Mapping[int, Sequence[str]]) -> list[str]:
    texts = rows.column(name)
    if not marks:
        return texts
    return [
        " ; ".join([*filter(None, [text]), *marks.get(row, ())]) if row in marks else text
        for row, text in zip(rows.numbers, texts, strict=True)
    ]


def to_act_on(office: Office) -> Iterator[str]:
    """Who, on which day and what, of the breaches still to come, in the order of days: for the home page."""
    coming = [
        breach for breach in breaches(office) if breach.day >= office.today and not breach.kind.is_allowed
    ]
    for breach in sorted(coming, key=lambda each: each.day):
        yield f"{breach.person} {breach.day:%d/%m} ({breach.brief})"
