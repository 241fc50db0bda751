"""A change order as its client reads it: what it asks for, what the quote becomes, and the sessions that justify it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from postprod_xl.documents.change_order import (
    Agreed,
    ClientChangeOrder,
    EvidenceSession,
    LateDelivery,
)
from postprod_xl.domain.invoicing.parties.parties import buyer, seller, vat_mention
from postprod_xl.domain.money import amount_cents, share_cents
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.amending.agreed import accepted_orders, accepted_quote, each_added
from postprod_xl.domain.quotes.amending.checks import named_session_problems
from postprod_xl.domain.quotes.amending.claims import ClaimedLine, lines_of
from postprod_xl.domain.quotes.amending.lateness import expected_by, late_by_line
from postprod_xl.domain.quotes.amending.named_sessions import named_in
from postprod_xl.domain.quotes.amending.proposals import cause_text
from postprod_xl.domain.quotes.change_orders import is_void
from postprod_xl.domain.sessions.done import session_minutes
from postprod_xl.domain.vat import vat_rate
from postprod_xl.domain.wording import closest_names
from postprod_xl.parameters import UnknownRate
from postprod_xl.schema.problems import Refusal, blocking
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.quotes import CHANGE_ORDERS, VERSIONS
from postprod_xl.schema.units import folded, half_up


class ChangeOrderRefused(Refusal):
    """A change order that cannot be printed, with the problem that says why."""


def client_order(office: Office, number: str) -> ClientChangeOrder:
    """A change order, ready to be printed.

    The amounts of the accepted quote, of the change orders accepted before it and its own add up to the new total, as
    printed. The hours of its annex are those that `Séances` notes.

    Parameters
    ----------
    office
        As last refreshed.
    number
        Of the change order, in any case.

    Raises
    ------
    ChangeOrderRefused
        There is none of that number; its project has no accepted quote or no client; it replaces no line; a session it
        names is no longer what it says; the VAT rate of its day is not known.
    """
    order = _order_row(office, number)
    project = next(row for row in office["Projets"] if row.code == order.project)
    client, day = _client(office, project), order.day or office.today
    rate = _vat_rate(order, client, day)
    original, line = _original(office, order), lines_of(office, order.project).get(order.line)
    *earlier, own = each_added(office, [*_before(office, order), order])
    total = sum(each.cents for each in (original, *earlier, own))
    return ClientChangeOrder(
        number=order.number,
        project=order.project,
        title=project.title or order.project,
        kind=order.type,
        status=order.status,
        day=day,
        seller=seller(office),
        buyer=buyer(client),
        line_label=(line.row.label or line.row.line) if line else "",
        label=order.label or order.number,
        reason=order.client_reason,
        quantity=order.quantity,
        unit=line.unit if line else "",
        unit_price_cents=order.unit_price_cents,
        amount_cents=amount_cents(order.quantity, order.unit_price_cents),
        minutes=_minutes(order, line),
        effect_cents=own.cents,
        original=original,
        earlier=tuple(earlier),
        vat_rate=rate,
        vat_cents=share_cents(total, rate),
        vat_mention=vat_mention(client.vat_regime, client.postcode, rate),
        sessions=tuple(_sessions(office, order)),
        late=tuple(_late(office, order)),
    )


def _order_row(office: Office, number: str) -> Row:
    """The row of a change order that says all that its paper does."""
    orders = office[CHANGE_ORDERS.name]
    order = next((each for each in orders if folded(each.number) == folded(number)), None)
    if order is None:
        known = closest_names(number, orders.column("number"))
        message = f"l'avenant « {number} » n'existe pas ; {known}"
        heading = CHANGE_ORDERS.heading("number")
        raise ChangeOrderRefused(blocking(CHANGE_ORDERS.name, None, heading, number, "un avenant", message))
    if is_void(order.type, order.line):
        message = f"l'avenant {order.number} est sans ligne à remplacer : indiquez-la"
        raise ChangeOrderRefused(order.blocking("line", "vide", "la ligne que l'avenant remplace", message))
    alone = office.with_rows(orders.table.name, orders.of_numbers([order.row]))
    for problem in named_session_problems(alone):
        message = f"{problem.message} ; rien n'est imprimé"
        raise ChangeOrderRefused(order.blocking("sessions", problem.found, problem.expected, message))
    return order


def _client(office: Office, project: Row) -> Row:
    for client in office["Clients"]:
        if client.code == project.client:
            return client
    message = f"{project.code} n'a pas de client à qui adresser l'avenant : indiquez-le"
    raise ChangeOrderRefused(project.blocking("client", "vide", "un client", message))


def _original(office: Office, order: Row) -> Agreed:
    """The quote that the change order amends, as it was accepted."""
    quote = accepted_quote(office, order.project)
    if quote is not None:
        return quote
    message = f"{order.project} n'a pas de devis accepté à compléter d'un avenant"
    heading = VERSIONS.heading("status")
    raise ChangeOrderRefused(blocking(VERSIONS.name, None, heading, "", "un devis accepté", message))


def _vat_rate(order: Row, client: Row, day: date) -> Decimal:
    try:
        return vat_rate(client.vat_regime, client.postcode, day)
    except UnknownRate:
        message = (
            f"aucun taux de TVA connu au {day:%d/%m/%Y} : vérifiez la date de l'avenant, rien n'est imprimé"
        )
        problem = order.blocking("day", f"{day:%d/%m/%Y}", "une date plus récente", message)
        raise ChangeOrderRefused(problem) from None


def _before(office: Office, order: Row) -> list[Row]:
    """The change orders accepted before this one where it is accepted, else all of them."""
    counted = accepted_orders(office, order.project)
    rows = [each.row for each in counted]
    return counted[: rows.index(order.row)] if order.row in rows else counted


def _minutes(order: Row, line: ClaimedLine | None) -> int | None:
    if line is None or not line.sold.unit_minutes or order.quantity is None:
        return None
    return half_up(order.quantity * line.sold.unit_minutes)


def _sessions(office: Office, order: Row) -> Iterator[EvidenceSession]:
    """The sessions that it names, in the order they are named: jobs, never the names of who worked."""
    labels = office["Planning"].by_key("task", "label")
    contracts, usual = office["Contrats"].by_key("contract", "job"), office["Equipe"].by_key("code", "job")
    rows = zip(office["Seances"], session_minutes(office), strict=True)
    held = {folded(session.number): (session, minutes or 0) for session, minutes in rows}
    for named in named_in(order.sessions):
        session, whole = held[folded(named.number)]
        yield EvidenceSession(
            session.number,
            session.day,
            labels.get(session.task) or session.task,
            contracts.get(session.contract) or usual.get(session.technician, ""),
            cause_text(session.cause),
            whole if named.taken_minutes is None else named.taken_minutes,
            whole,
        )


def _late(office: Office, order: Row) -> Iterator[LateDelivery]:
    """What was due before the last session that it names and came late."""
    days = [session.day for session in _sessions(office, order)]
    for late in expected_by(late_by_line(office).get(order.line, ()), max(days)) if days else ():
        yield LateDelivery(late.label, late.promised, late.end, late.late_days, late.is_received)
