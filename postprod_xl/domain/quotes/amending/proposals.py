"""The change orders proposed for what the production owes: quantity, price, reasons, evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from postprod_xl.domain.money import amount_cents, shown_quantity
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.amending.claims import LineClaim
from postprod_xl.domain.quotes.amending.lateness import Late
from postprod_xl.domain.quotes.amending.named_sessions import minutes_by_cause, sessions_text
from postprod_xl.domain.quotes.change_orders import effects
from postprod_xl.domain.wording import SHOWN_NAMES, counted, counted_whole, from_to, hours_text
from postprod_xl.schema.rows import Rows, rows_of
from postprod_xl.schema.tables.quotes import CHANGE_ORDERS, QUOTE
from postprod_xl.schema.units import folded, half_up
from postprod_xl.schema.vocabulary import ChangeOrderStatus, ChangeOrderType, OverrunCause

_NUMBER = re.compile(r"(.*?)([0-9]{1,15})", re.DOTALL)
_FIRST_NUMBER = ("AV-", "000")

_CLIENT_WORDS: dict[str, str] = {
    OverrunCause.LATE_RUSHES: "rushes reçus en retard",
    OverrunCause.AWAITING_APPROVAL: "attente de validation",
    OverrunCause.DIRECTOR_CHANGES: "retouches demandées par le réalisateur",
    OverrunCause.PRODUCTION_REQUEST: "demande de la production",
}


@dataclass(frozen=True)
class Proposal:
    """A change order to add to `Avenants`.

    Parameters
    ----------
    number
        Its number there; empty before it has one.
    claim
        What it asks for.
    kind
        Additif or Remplacement.
    quantity, unit, unit_price_cents
        Those of its row: for a Remplacement, all that the line then sells.
    effect_cents
        What it adds to the quote once it is accepted.
    late
        What the production gave late.
    """

    number: str
    claim: LineClaim
    kind: str
    quantity: Decimal
    unit: str
    unit_price_cents: int
    effect_cents: int
    late: Sequence[Late] = ()

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day of its sessions."""
        days = [taken.session.day for taken in self.claim.taken]
        return min(days), max(days)

    @property
    def amount_cents(self) -> int:
        return amount_cents(self.quantity, self.unit_price_cents)

    def numbered(self, number: str) -> Proposal:
        """The same with its number."""
        return replace(self, number=number)


class Unpriced(Exception):
    """A claim that no change order can carry; the text says why, in a French clause."""


def proposal(office: Office, claim: LineClaim, kind: ChangeOrderType, late: Sequence[Late] = ()) -> Proposal:
    """The change order of a claim, in the unit of its line and at its price, the discount deducted.

    The quantity has the fewest decimals from which the minutes of the sessions are found again.

    Raises
    ------
    Unpriced
        The line has no price, the change order would add nothing, or it is a Remplacement and others wait on its line.
    """
    line, sold = claim.line, claim.line.sold
    assert sold.unit_minutes is not None
    price = amount_cents(Decimal(1), sold.unit_price_cents, sold.discount_rate)
    if price <= 0:
        raise Unpriced(f"son prix unitaire est vide, nul ou négatif : corrigez-le dans {QUOTE.tab}")
    minutes, held_cents = claim.minutes, 0
    if kind is ChangeOrderType.REPLACEMENT:
        if claim.waiting:
            raise Unpriced(
                f"{' et '.join(claim.waiting)} attend une réponse : acceptez-le ou refusez-le d'abord"
            )
        found, code = effects(office), line.row.line
        minutes += found.minutes[code] + ((sold.minutes or 0) if line.is_held else 0)
        quoted = amount_cents(line.row.quantity, sold.unit_price_cents, sold.discount_rate)
        held_cents = found.cents[code] + (quoted if line.is_held else 0)
    quantity = _quantity(minutes, sold.unit_minutes, price)
    effect = amount_cents(quantity, price) - held_cents
    if effect <= 0:
        raise Unpriced(f"un avenant « {kind} » n'ajouterait rien au devis")
    return Proposal("", claim, kind, quantity, line.unit, price, effect, late)


def _quantity(minutes: int, unit_minutes: int, price: int) -> Decimal:
    exact = Decimal(minutes) / unit_minutes
    cents = half_up(Decimal(minutes) * price / unit_minutes)
    return shown_quantity(
        exact,
        0,
        lambda shown: half_up(shown * unit_minutes) == minutes and amount_cents(shown, price) == cents,
    )


def new_numbers(held: Sequence[str]) -> Iterator[str]:
    """The numbers that follow those of `Avenants`, in the spelling of the last one.

    >>> numbers = new_numbers(["AV-001", "AV-003"])
    >>> next(numbers), next(numbers), next(new_numbers([])), next(new_numbers(["AVN-9"]))
    ('AV-004', 'AV-005', 'AV-001', 'AVN-10')
    """
    parts = [match.groups() for number in held if (match := _NUMBER.fullmatch(number))]
    prefix, digits = parts[-1] if parts else _FIRST_NUMBER
    highest = max((int(rank) for other, rank in parts if other == prefix), default=0)
    taken = {folded(number) for number in held}
    for rank in count(highest + 1):
        number = f"{prefix}{rank:0{len(digits)}d}"
        if folded(number) not in taken:
            yield number


def proposed_rows(office: Office, project: str, proposals: Sequence[Proposal]) -> Rows:
    """The rows of some proposals in `Avenants`, to be negotiated."""
    orders = office[CHANGE_ORDERS.name]
    return rows_of(CHANGE_ORDERS, [_row(office, project, each) for each in proposals], orders.next_number)


def _row(office: Office, project: str, made: Proposal) -> dict[str, Any]:
    row = made.claim.line.row
    label = row.label or row.item or row.line
    suffix = "travail complémentaire" if made.kind == ChangeOrderType.ADDITION else "nouveau total"
    return {
        "number": made.number,
        "project": project,
        "day": office.today,
        "type": str(made.kind),
        "line": row.line,
        "label": f"{label} : {suffix}",
        "quantity": made.quantity,
        "unit_price_cents": made.unit_price_cents,
        "reason": _house_reason(made),
        "client_reason": _client_reason(made),
        "status": str(ChangeOrderStatus.TO_NEGOTIATE),
        "sessions": sessions_text(made.claim.taken),
    }


def cause_text(cause: str) -> str:
    """A cause of `Seances` in words for the production."""
    return _CLIENT_WORDS.get(cause, cause.lower())


def _house_reason(made: Proposal) -> str:
    by_cause = minutes_by_cause(made.claim.taken)
    causes = ", ".join(f"{cause} {hours_text(minutes)}" for cause, minutes in by_cause.items())
    claimed, sessions = hours_text(made.claim.minutes), counted(len(made.claim.taken), "séance")
    return (
        f"{claimed} imputables à la production, {sessions} {from_to(*made.days)} : {causes}{_late_text(made)}"
    )


def _client_reason(made: Proposal) -> str:
    """What the production reads of the reasons: causes, hours, days, what it gave late; no name, no task."""
    by_cause = minutes_by_cause(made.claim.taken)
    causes = ", ".join(f"{cause_text(cause)} ({hours_text(minutes)})" for cause, minutes in by_cause.items())
    return f"{causes[:1].upper()}{causes[1:]}, {from_to(*made.days)}{_late_text(made)}"


def _late_text(made: Proposal) -> str:
    """What the production gave late: the worst of it, and how many others."""
    left = len(made.late) - SHOWN_NAMES
    others = [f"et {counted_whole(left, 'autre retard')}"] if left > 0 else []
    return "".join(f" ; {text}" for text in [*(late.text for late in made.late[:SHOWN_NAMES]), *others])
