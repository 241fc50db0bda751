"""A copy of one project for one audience: the rows that leave, in the columns of its views; what may be answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from postprod_xl.documents.quote import LINES_TOTAL, ClientQuote, QuoteOrder
from postprod_xl.documents.sharing.copy import SharedColumn, SharedCopy, SharedTable, SharedTotal
from postprod_xl.documents.sharing.gantt import SharedGantt
from postprod_xl.documents.sharing.printed import written_day
from postprod_xl.documents.sharing.words import (
    DELIVERY,
    DELIVERY_TAB,
    LINES_TOTAL_WORDS,
    NAMES,
    PAYMENT_STATE,
    SITUATION,
    UNKNOWN_VAT,
    in_language,
    named_column,
    state_column,
)
from postprod_xl.domain.invoicing.credits.standing import standings
from postprod_xl.domain.office import Office
from postprod_xl.domain.payments.lettering import lettering
from postprod_xl.domain.quotes.versions.client_quote import QuotePrinter, QuoteRefused
from postprod_xl.domain.sharing.gantt import shared_gantt
from postprod_xl.domain.sharing.identifiers import row_identifiers
from postprod_xl.domain.sharing.leaving import Leaving, Receiver
from postprod_xl.domain.sharing.views import ANSWERED_WORDS, VIEWS, View
from postprod_xl.schema.kinds import is_empty, typed
from postprod_xl.schema.languages import Language
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.table import Column, Table
from postprod_xl.schema.tables.planning import PLANNING
from postprod_xl.schema.tables.projects import PROJECTS
from postprod_xl.schema.tables.quotes import QUOTE, VERSIONS
from postprod_xl.schema.vocabulary import Audience, ChangeOrderStatus, InvoiceType, PaymentState


def project_copy(
    office: Office, project: str, receiver: Receiver, language: Language = Language.FRENCH
) -> SharedCopy:
    """Cut one project out of an office for an audience.

    The copy holds no cost, no pay, nothing that was not sent or agreed, and no other project. Amounts are computed
    again from the quantities and prices shown beside them.

    Parameters
    ----------
    office
        As just refreshed.
    project
        Code of the project.
    receiver
        Whom it is for.
    language
        Of its headings and words.

    Raises
    ------
    KeyError
        The project does not exist; see `unknown_project`.
    """
    row = next((row for row in office["Projets"] if row.code == project), None)
    if row is None:
        raise KeyError(project)
    maker = _Maker(office, row, receiver, language)
    return SharedCopy(
        project,
        row.title or project,
        receiver.audience,
        receiver.technician,
        office.settings["company_name"] or "",
        tuple(_lines(office, row, receiver, language)),
        tuple(maker.tables()),
        office.today,
        language,
        gantt=maker.gantt(),
    )


def _lines(office: Office, row: Row, receiver: Receiver, language: Language) -> Iterator[str]:
    clients = office["Clients"].by_key("code", "name")
    if receiver.audience is Audience.PRODUCER and clients.get(row.client):
        yield clients[row.client]
    yield f"{in_language(SITUATION, language)} {written_day(office.today, language)}"
    if row.delivery_day is not None:
        yield f"{in_language(DELIVERY, language)} {written_day(row.delivery_day, language)}"


class _Maker:
    """What turns the rows that leave into the tabs of a copy."""

    def __init__(self, office: Office, project: Row, receiver: Receiver, language: Language) -> None:
        self._office, self._receiver, self._language = office, receiver, language
        self._project, self._leaving = project, Leaving(office, project, receiver)

    def tables(self) -> Iterator[SharedTable]:
        """The tabs that have rows, or blank ones to fill in, and the plan of a producer in any case."""
        is_producer = self._receiver.audience is Audience.PRODUCER
        for view in VIEWS[self._receiver.audience]:
            rows = self._leaving.rows(view.table.name)
            if len(rows) or view.spare_rows or (is_producer and view.table.name == "Planning"):
                yield self._table(view, rows)

    def gantt(self) -> SharedGantt | None:
        """The tasks shown, drawn with what the audience reads of them."""
        (view,) = (view for view in VIEWS[self._receiver.audience] if view.table is PLANNING)
        rows = self._leaving.rows(PLANNING.name)
        return shared_gantt(self._office, self._project, rows, view.shown) if len(rows) else None

    def _table(self, view: View, rows: Rows) -> SharedTable:
        version = self._leaving.version if view.table is QUOTE else None
        quote = None if version is None else self._printed(version)
        return SharedTable(
            view.table,
            self._title(view.table),
            tuple(self._columns(view, rows)),
            tuple(row_identifiers(rows)),
            tuple(tuple(_closed(view, row)) for row in rows),
            tuple(tuple(_held(view, row)) for row in rows),
            "" if version is None else self._about(version, quote),
            tuple(self._totals(quote)) if quote else (),
            view.spare_rows,
        )

    def _title(self, table: Table) -> str:
        """Of a tab: that of the project itself is about its delivery."""
        return in_language(DELIVERY_TAB, self._language) if table is PROJECTS else self._language.tab(table)

    def _columns(self, view: View, rows: Rows) -> Iterator[SharedColumn]:
        for name in view.columns:
            column = self._declared(view, name, rows)
            values = rows.column(name) if name in view.shown else [typed(column.kind, None)] * len(rows)
            heading = self._language.heading(view.table, name)
            is_answered = name in (*view.answered, *view.added)
            yield SharedColumn(column, heading, tuple(values), is_answered)
            if name in self._names and view.table.name in _WITH_CODES:
                yield self._beside(name, values)
        if view.table.name == "Factures":
            states = tuple(_payment_states(self._office, rows))
            column = state_column(PaymentState)
            yield SharedColumn(column, in_language(PAYMENT_STATE, self._language), states, is_declared=False)

    @property
    def _names(self) -> Mapping[str, Mapping[str, str]]:
        """What the codes of the copy stand for; those of rooms are there for who answers with them."""
        if self._receiver.audience is Audience.TECHNICIAN:
            return {"task": self._leaving.tasks, "room": self._leaving.rooms}
        return {"task": self._leaving.tasks}

    def _beside(self, key: str, codes: Sequence[Any]) -> SharedColumn:
        """What codes stand for, in words."""
        names = tuple(self._names[key].get(code, "") for code in codes)
        heading = in_language(NAMES[key], self._language)
        return SharedColumn(named_column(key), heading, names, is_declared=False)

    def _declared(self, view: View, name: str, rows: Rows) -> Column:
        """A column as it is answered: some words of a closed list, the receiver's own tasks for a task."""
        column = view.table.by_name[name]
        if words := ANSWERED_WORDS.get((view.table.name, name)):
            return replace(column, choices=tuple(words)) if name in view.answered else column
        if name in view.added and column.references:
            own = self._leaving.rows("Planning").column("task") if name == "task" else []
            return replace(column, references=(), choices=tuple(own))
        return column

    def _printed(self, version: Row) -> ClientQuote | None:
        """A version as its client reads it; None when the VAT of its day is not known."""
        try:
            return QuotePrinter(self._office, QuoteOrder.HOUSE).quote(version)
        except QuoteRefused:
            return None

    def _about(self, version: Row, quote: ClientQuote | None) -> str:
        """Which version it is, and the legal mention of its VAT where one is due."""
        heading = f"{self._language.tab(QUOTE)} {version.project}, version {version.version}"
        status = self._language.shown(VERSIONS.by_name["status"], version.status)
        said = [heading, status, written_day(version.day or self._office.today, self._language)]
        vat = in_language(UNKNOWN_VAT, self._language) if quote is None else quote.vat_mention
        return ", ".join(filter(None, [*said, vat]))

    def _totals(self, quote: ClientQuote) -> Iterator[SharedTotal]:
        """What the lines of a quote come to, as they are added."""
        headed = {VERSIONS.heading(name): name for name in VERSIONS.by_name}
        if quote.adjustments:
            label = in_language((LINES_TOTAL, LINES_TOTAL_WORDS), self._language)
            yield SharedTotal(label, None, quote.subtotal_cents)
        for each in quote.adjustments:
            yield SharedTotal(self._heading(headed[each.label]), each.rate, each.cents)
        yield SharedTotal(self._heading("total_cents"), None, quote.total_cents)
        yield SharedTotal(self._heading("vat_cents"), quote.vat_rate, quote.vat_cents)
        yield SharedTotal(self._heading("total_with_vat_cents"), None, quote.total_with_vat_cents)

    def _heading(self, name: str) -> str:
        return self._language.heading(VERSIONS, name)


_WITH_CODES = frozenset({"Reservations", "Seances"})
"""The tables that name tasks by their codes alone: `Planning` has their labels."""


def _closed(view: View, row: Row) -> Iterator[str]:
    """The columns that the receiver answers elsewhere, and not in this row."""
    yield from (name for name in view.added if name not in view.answered)
    if view.table.name == "Avenants" and row.status != ChangeOrderStatus.SENT:
        yield "status"


def _held(view: View, row: Row) -> Iterator[tuple[str, Any]]:
    """What the master holds in the columns that are answered and leave empty."""
    for name in view.answered:
        if name not in view.shown and not is_empty(value := getattr(row, name)):
            yield name, value


def _payment_states(office: Office, invoices: Rows) -> Iterator[str]:
    """Where the payment of each invoice stands; a credit note has none."""
    paid, stands = lettering(office), standings(office)
    for invoice in invoices:
        if invoice.type == InvoiceType.CREDIT_NOTE:
            yield ""
        elif stands[invoice.number].is_annulled:
            yield PaymentState.CREDITED
        elif not paid.due_cents(invoice.number):
            yield PaymentState.PAID
        elif invoice.due_day and invoice.due_day < office.today:
            yield PaymentState.LATE
        elif paid.lettered[invoice.number]:
            yield PaymentState.PARTLY_PAID
        else:
            yield PaymentState.DUE
