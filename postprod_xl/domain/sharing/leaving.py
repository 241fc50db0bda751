"""The rows of each table that may leave the house about a project, and what they say there.

What leaves is declared in `schema.tables`: the columns that say `shared`, in the rows that their table's `shared_when`
lets out. Nothing else does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from postprod_xl.domain.invoicing.credits.standing import document_sign
from postprod_xl.domain.office import Office
from postprod_xl.domain.payments.lettering import lettering
from postprod_xl.domain.people.names import full_name
from postprod_xl.domain.quotes.change_orders import order_amounts
from postprod_xl.domain.quotes.follow_up.attributable import client_shares
from postprod_xl.domain.quotes.pricing.prices import with_prices
from postprod_xl.domain.quotes.versions.totals import line_amounts
from postprod_xl.domain.technique.rules.deliveries import DELIVERIES
from postprod_xl.domain.technique.rules.registry import RULES
from postprod_xl.domain.technique.rules.rule import Scope
from postprod_xl.parameters import in_force
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables.quotes import VERSIONS
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import Audience, SessionState

_OF_THE_HOUSE = frozenset(
    {
        *(rule.id for rule in RULES if rule.scope in (Scope.PLAN, Scope.TASK)),
        *(rule.id for rule in DELIVERIES),
    }
)
"""The rules of the plan, and those of what quote and plan lack of a deliverable."""
_RECEIVED = "sharing.broadcaster_deliverables"
_STEPS = {
    Audience.BROADCASTER: "sharing.broadcaster_steps",
    Audience.LABORATORY: "sharing.laboratory_steps",
}


@dataclass(frozen=True)
class Receiver:
    """Whom a copy is for: `technician` is the code of one, for a technician's."""

    audience: Audience
    technician: str = ""


def version_shown(office: Office, project: str) -> Row | None:
    """The accepted version of a quote, else the latest one sent: a draft stays in the house."""
    versions = _leaving(office, VERSIONS.name, project)
    assert VERSIONS.shared_when is not None
    for status in VERSIONS.shared_when[1]:
        if held := [row for row in versions if row.status == status]:
            return max(held, key=lambda row: row.version or 0)
    return None


class Leaving:
    """The rows of a project that a receiver may see, table by table.

    Parameters
    ----------
    office
        As just refreshed.
    project
        A row of `Projets`.
    receiver
        Whom the copy is for.
    """

    def __init__(self, office: Office, project: Row, receiver: Receiver) -> None:
        self._office, self._project, self._receiver = office, project, receiver

    def rows(self, table: str) -> Rows:
        """Those of a table, with what the copy says in their columns."""
        found: Mapping[str, Callable[[], Rows]] = {
            "Projets": self._of_project,
            "Planning": self._planning,
            "Reservations": self._bookings,
            "Seances": self._sessions,
            "Devis": self._quote,
            "Depassements": self._overruns,
            "Avenants": self._change_orders,
            "Factures": self._invoices,
            "Livrables": self._deliverables,
            "Pieces": self._pieces,
            "Compatibilites": self._compatibilities,
        }
        return _as_told(found[table]() if table in found else self._leaving(table))

    @cached_property
    def version(self) -> Row | None:
        """The version of the quote that is shown."""
        return version_shown(self._office, self._project.code)

    @cached_property
    def people(self) -> Mapping[str, str]:
        """The names of people by their codes."""
        return {row.code: full_name(row) for row in self._office["Equipe"]}

    @cached_property
    def rooms(self) -> Mapping[str, str]:
        """The names of rooms by their codes."""
        return self._office["Salles"].by_key("code", "name")

    @cached_property
    def tasks(self) -> Mapping[str, str]:
        """The labels of tasks by their codes."""
        return self._office["Planning"].by_key("task", "label")

    def _leaving(self, table: str) -> Rows:
        return _leaving(self._office, table, self._project.code)

    def _of_project(self) -> Rows:
        rows = self._office["Projets"]
        return rows.where(code == self._project.code for code in rows.column("code"))

    @cached_property
    def _own_tasks(self) -> Rows:
        """The tasks shown, by first day: all of them, those of some steps, or those of one technician."""
        rows = self._leaving("Planning")
        audience, technician = self._receiver.audience, self._receiver.technician
        if audience is Audience.TECHNICIAN:
            rows = rows.where(technician in pair for pair in rows.select("technician", "assigned_technician"))
        elif audience in _STEPS:
            steps = {folded(step) for step in in_force(_STEPS[audience], self._office.today).value}
            rows = rows.where(folded(step) in steps for step in rows.column("step"))
        starts = rows.column("start_day")
        return rows.at(sorted(range(len(rows)), key=lambda at: starts[at] or date.max))

    def _planning(self) -> Rows:
        """The tasks, people and rooms by their names, which a producer knows, rather than by our codes."""
        rows = self._own_tasks
        return rows.with_columns(
            {
                "assigned_technician": _named(rows.column("assigned_technician"), self.people),
                "assigned_room": _named(rows.column("assigned_room"), self.rooms),
            }
        )

    def _bookings(self) -> Rows:
        """The days booked from now on: of the tasks shown, with names; or of one technician, who answers with codes."""
        rows = self._leaving("Reservations")
        if self._receiver.audience is Audience.TECHNICIAN:
            rows = rows.where(code == self._receiver.technician for code in rows.column("technician"))
        else:
            tasks = set(self._own_tasks.column("task"))
            rows = rows.where(task in tasks for task in rows.column("task"))
        rows = rows.where(day is not None and day >= self._office.today for day in rows.column("day"))
        if self._receiver.audience is Audience.TECHNICIAN:
            return rows
        return rows.with_columns(
            {
                "technician": _named(rows.column("technician"), self.people),
                "room": _named(rows.column("room"), self.rooms),
            }
        )

    def _sessions(self) -> Rows:
        """The sessions of one technician that nobody has validated, nor cancelled: those still to be filled in."""
        rows = self._leaving("Seances")
        return rows.where(
            code == self._receiver.technician and not validated and state != SessionState.CANCELLED
            for code, validated, state in rows.select("technician", "validated", "state")
        )

    @cached_property
    def _version_lines(self) -> Rows:
        lines = self._leaving("Devis")
        if self.version is None:
            return lines.at([])
        return lines.where(number == self.version.version for number in lines.column("version"))

    def _quote(self) -> Rows:
        """The lines of the version shown, their prices as sold and their amounts computed again."""
        kept = self._version_lines
        amounts = line_amounts(self._office, kept)
        return with_prices(self._office, kept).with_columns({"amount_cents": amounts})

    def _overruns(self) -> Rows:
        """The lines whose overrun the office chose to show; a cause that it answers for itself is not told."""
        lines = self._version_lines
        chosen = {line for line, is_shown in lines.select("line", "overrun_shown") if is_shown}
        rows = self._leaving("Depassements")
        rows = rows.where(line in chosen for line in rows.column("line"))
        theirs = {cause for cause, share in client_shares(self._office).items() if share}
        causes = [cause if cause in theirs else "" for cause in rows.column("main_cause")]
        return rows.with_columns({"main_cause": causes})

    @cached_property
    def _own_deliverables(self) -> Rows:
        """The deliverables shown: those of the types that a broadcaster receives, or all of them."""
        rows = self._leaving("Livrables")
        if self._receiver.audience is not Audience.BROADCASTER:
            return rows
        types = in_force(_RECEIVED, self._office.today).value
        return rows.where(type in types for type in rows.column("type"))

    def _deliverables(self) -> Rows:
        return self._own_deliverables

    def _pieces(self) -> Rows:
        """The attestations of the deliverables shown."""
        codes = {folded(code) for code in self._own_deliverables.column("deliverable")}
        rows = self._leaving("Pieces")
        return rows.where(folded(code) in codes for code in rows.column("deliverable"))

    def _compatibilities(self) -> Rows:
        """What does not fit in the technique itself: what the house lacks in its quote or its plan is its own."""
        rows = self._leaving("Compatibilites")
        return rows.where(rule not in _OF_THE_HOUSE for rule in rows.column("rule"))

    def _change_orders(self) -> Rows:
        orders = self._leaving("Avenants")
        return orders.with_columns({"amount_cents": order_amounts(orders)})

    def _invoices(self) -> Rows:
        """The invoices to the client of the project, and what was received on each, however it was noted.

        One of the project to somebody else, such as its former client, is theirs.
        """
        rows = self._leaving("Factures")
        rows = rows.where(client == self._project.client for client in rows.column("client"))
        paid = lettering(self._office)
        received = [document_sign(invoice) * paid.received[invoice.number] or None for invoice in rows]
        last = [
            _last_day(paid.paid_on.get(number, ()), noted)
            for number, noted in rows.select("number", "paid_day")
        ]
        return rows.with_columns({"paid_cents": received, "paid_day": last})


def _leaving(office: Office, table: str, project: str) -> Rows:
    """The rows of a project that stand where their table lets them out."""
    rows = office[table]
    rows = rows.where(code == project for code in rows.column("project"))
    if rows.table.shared_when is None:
        return rows
    state, words = rows.table.shared_when
    return rows.where(word in words for word in rows.column(state))


def _last_day(payments: Iterable[tuple[date | None, int]], noted: date | None) -> date | None:
    """The day of the last payment of an invoice, else the one noted beside it."""
    return max((day for day, _ in payments if day is not None), default=noted)


def _named(codes: Iterable[str], names: Mapping[str, str]) -> list[str]:
    return [names.get(code, "") for code in codes]


def _as_told(rows: Rows) -> Rows:
    """The rows, some words of their columns as they are read outside the house."""
    told = {column.name: dict(column.shared_as) for column in rows.table.columns if column.shared_as}
    return rows.with_columns(
        {name: [words.get(word, word) for word in rows.column(name)] for name, words in told.items()}
    )
