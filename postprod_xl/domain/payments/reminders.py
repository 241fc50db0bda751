"""Who owes what since when, what it calls for, and the letters that say it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from postprod_xl.documents.reminder import LateInvoice, ReminderLetter
from postprod_xl.domain.invoicing.parties.parties import buyer, client_of, seller
from postprod_xl.domain.invoicing.receivables import Unpaid, unpaid_invoices
from postprod_xl.domain.office import Office
from postprod_xl.domain.payments.lettering import Lettering, lettering
from postprod_xl.domain.payments.penalties import indemnity_cents, penalty_cents
from postprod_xl.domain.results import result_rows
from postprod_xl.parameters import UnknownRate
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.tables.payments import REMINDERS
from postprod_xl.schema.vocabulary import ReminderStep


class LatePayment(NamedTuple):
    """An invoice not paid in full after its day.

    Parameters
    ----------
    unpaid
        What it owes.
    due_day, days
        The last day to pay it, and the days since.
    penalty_cents, indemnity_cents
        What the delay costs; None when the rate is not known.
    step
        What it calls for.
    """

    unpaid: Unpaid
    due_day: date
    days: int
    penalty_cents: int | None
    indemnity_cents: int | None
    step: ReminderStep


def late_invoices(office: Office) -> list[LatePayment]:
    """The invoices due before the day the office is looked at, in ledger order."""
    paid = lettering(office)
    return [
        LatePayment(
            unpaid,
            unpaid.due_day,
            (office.today - unpaid.due_day).days,
            _penalty(office, paid, unpaid, unpaid.due_day),
            _indemnity(unpaid.due_day),
            step_of(office, (office.today - unpaid.due_day).days),
        )
        for unpaid in unpaid_invoices(office)
        if unpaid.due_day and unpaid.due_day < office.today
    ]


def step_of(office: Office, days: int) -> ReminderStep:
    """What so many days late call for, by the settings."""
    steps = {
        ReminderStep.FIRST: "first_reminder_days",
        ReminderStep.SECOND: "second_reminder_days",
        ReminderStep.FORMAL_NOTICE: "formal_notice_days",
    }
    reached = [step for step, code in steps.items() if days >= office.settings[code]]
    return reached[-1] if reached else ReminderStep.NONE


def age_text(office: Office, days: int) -> str:
    """The age of a debt among those of the settings: `1 à 30 j`, `plus de 90 j`."""
    limits = [0, *(int(part) for part in office.settings["age_limits"].split(";"))]
    for below, limit in pairwise(limits):
        if days <= limit:
            return f"{below + 1} à {limit} j"
    return f"plus de {limits[-1]} j"


def reminder_rows(office: Office) -> Rows:
    """The rows of `Relances`: the clients who owe the most late first, the oldest invoices of each first."""
    late, names = late_invoices(office), office["Clients"].by_key("code", "name")
    owed: defaultdict[str, int] = defaultdict(int)
    for each in late:
        owed[each.unpaid.client] += each.unpaid.cents
    late.sort(key=lambda each: (-owed[each.unpaid.client], each.unpaid.client, each.due_day))
    return result_rows(
        REMINDERS.name,
        [
            (
                each.unpaid.client,
                names.get(each.unpaid.client, ""),
                each.unpaid.number,
                each.unpaid.project,
                each.due_day,
                each.days,
                age_text(office, each.days),
                each.unpaid.cents,
                each.penalty_cents,
                each.indemnity_cents,
                each.step,
            )
            for each in late
        ],
    )


def reminder_letters(office: Office, client: str = "") -> Iterator[ReminderLetter]:
    """A letter for each client with an invoice that calls for one, or for one client.

    It states every late invoice of the client, and is of the gravest step among them. A client whose advances cover all
    that is late owes nothing: no letter.
    """
    steps, advances = list(ReminderStep), lettering(office).advances
    issued = office["Factures"].by_key("number", "day")
    for code, late in _late_by_client(office, client).items():
        step = max((each.step for each in late), key=steps.index)
        is_covered = advances[code] >= sum(each.unpaid.cents for each in late)
        if step is not ReminderStep.NONE and not is_covered:
            yield ReminderLetter(
                code,
                step,
                office.today,
                seller(office),
                buyer(client_of(office, code)),
                tuple(_stated(office, each, issued[each.unpaid.number]) for each in late),
                max(0, advances[code]),
                office.settings["late_penalty"],
            )


def late_with_advance(office: Office, client: str = "") -> Iterator[tuple[str, int]]:
    """The clients who owe late invoices while the house keeps an advance of theirs, with its cents."""
    advances = lettering(office).advances
    for code in _late_by_client(office, client):
        if advances[code] > 0:
            yield code, advances[code]


def _late_by_client(office: Office, client: str) -> dict[str, list[LatePayment]]:
    found: defaultdict[str, list[LatePayment]] = defaultdict(list)
    # An invoice whose client is no longer in `Clients` is named by the checks of the ledger.
    codes = {client} if client else set(office["Clients"].column("code"))
    for each in late_invoices(office):
        if each.unpaid.client in codes:
            found[each.unpaid.client].append(each)
    return found


def _stated(office: Office, late: LatePayment, issued: date) -> LateInvoice:
    number = late.unpaid.number
    owed = lettering(office).owed[number]
    return LateInvoice(
        number,
        issued,
        late.due_day,
        late.days,
        owed,
        owed - late.unpaid.cents,
        late.penalty_cents,
        late.indemnity_cents,
    )


def _penalty(office: Office, paid: Lettering, unpaid: Unpaid, due_day: date) -> int | None:
    try:
        return penalty_cents(office, due_day, paid.owed[unpaid.number], paid.paid_on.get(unpaid.number, []))
    except UnknownRate:
        return None


def _indemnity(due_day: date) -> int | None:
    try:
        return indemnity_cents(due_day)
    except UnknownRate:
        return None
