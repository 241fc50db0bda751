"""The records of a change order as a client reads it: no cost, no pay, no name of who worked.

`domain.quotes.amending.client_order` works them out; `documents.papers.change_order` prints them. Amounts are cents,
durations minutes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from postprod_xl.documents.invoice import Party
from postprod_xl.schema.vocabulary import ChangeOrderStatus, ChangeOrderType


@dataclass(frozen=True)
class Agreed:
    """What was agreed before: the accepted version of the quote, or a change order, by its number; its day if known."""

    number: str
    day: date | None
    cents: int


@dataclass(frozen=True)
class EvidenceSession:
    """A session of the annex: when, what for, by which job, why, and the minutes that are asked for of those worked."""

    number: str
    day: date
    label: str
    job: str
    cause: str
    minutes: int
    whole_minutes: int


@dataclass(frozen=True)
class LateDelivery:
    """Something that the client gave after the day it was expected; `late_days` are working days."""

    label: str
    expected: date
    end: date
    late_days: int
    is_received: bool


@dataclass(frozen=True)
class ClientChangeOrder:
    """A change order, as it is printed.

    Parameters
    ----------
    number, project, title, kind, status, day
        Of the change order and of its project.
    seller, buyer
        The house and the client.
    line_label
        What it amends: the label of its quote line, empty for the project as a whole.
    label, reason
        What it adds or replaces, and why, in the words of `Avenants`.
    quantity, unit, unit_price_cents, amount_cents
        As in `Avenants`.
    minutes
        The hours that its quantity sells on its line; None where it sells none.
    effect_cents
        What it adds to the quote: its amount, less what the line held for a Remplacement.
    original, earlier
        The accepted quote, and the change orders accepted before this one, in order.
    vat_rate, vat_mention
        Of the day of the change order, and the legal mention of the regime of the client.
    sessions, late
        The annex.
    """

    number: str
    project: str
    title: str
    kind: str
    status: str
    day: date
    seller: Party
    buyer: Party
    line_label: str
    label: str
    reason: str
    quantity: Decimal | None
    unit: str
    unit_price_cents: int | None
    amount_cents: int
    minutes: int | None
    effect_cents: int
    original: Agreed
    earlier: tuple[Agreed, ...]
    vat_rate: Decimal
    vat_cents: int
    vat_mention: str
    sessions: tuple[EvidenceSession, ...]
    late: tuple[LateDelivery, ...]

    @property
    def heading(self) -> str:
        """« Avenant AV-004 au devis CRUE »."""
        return f"Avenant {self.number} au devis {self.project}"

    @property
    def total_cents(self) -> int:
        """What the quote comes to with it, HT."""
        return self.original.cents + sum(each.cents for each in self.earlier) + self.effect_cents

    @property
    def total_with_vat_cents(self) -> int:
        """The same, TTC."""
        return self.total_cents + self.vat_cents

    @property
    def session_minutes(self) -> int:
        """The minutes asked for of the sessions of the annex."""
        return sum(session.minutes for session in self.sessions)

    @property
    def is_replacement(self) -> bool:
        return self.kind == ChangeOrderType.REPLACEMENT

    @property
    def stamp(self) -> str:
        """The word across the pages of one that binds nobody; empty once it was sent or accepted."""
        if self.status in (ChangeOrderStatus.SENT, ChangeOrderStatus.ACCEPTED):
            return ""
        return self.status if self.status == ChangeOrderStatus.REFUSED else "Projet"
