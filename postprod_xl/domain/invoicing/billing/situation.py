"""The lines of a Situation by the progress of each line of the quote.

A line bills what its progress makes of its worth, its accepted change orders included, less what was billed of it; a
Régie line its validated hours, and validated « En plus » hours come on top of the others. Nothing is billed twice, nor
beyond the line, nor below zero: a line billed beyond its progress is named. The global discount, contingency and
overhead follow what is billed of the quoted amounts, so that all the lines whole make the whole quote to the cent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from postprod_xl.documents.invoice import InvoiceLine
from postprod_xl.domain.invoicing.billing.annex import unbilled_sessions, validated_sessions
from postprod_xl.domain.invoicing.billing.balance import EXTRA_HOURS
from postprod_xl.domain.invoicing.billing.billed import Billed, billed
from postprod_xl.domain.invoicing.billing.lines import (
    ADJUSTMENTS,
    WHOLE,
    AcceptedQuote,
    adjustment_lines,
    by_family,
    lines_of_rows,
    lump_line,
    percent_text,
)
from postprod_xl.domain.invoicing.billing.progress import (
    MeasuredProgress,
    line_progress,
    validated_office,
)
from postprod_xl.domain.invoicing.billing.typed_progress import typed_progress
from postprod_xl.domain.money import amount_cents, share_cents
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.change_orders import Effects, effects
from postprod_xl.domain.quotes.extra_hours import extra_hours
from postprod_xl.domain.quotes.line_work import line_work
from postprod_xl.domain.quotes.line_worth import BilledHours, billed_hours
from postprod_xl.domain.quotes.reference_lines import line_rows
from postprod_xl.domain.quotes.unit_times import unit_lengths
from postprod_xl.domain.sessions.done import session_minutes
from postprod_xl.domain.wording import euros_text
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.units import half_up
from postprod_xl.schema.vocabulary import InvoiceType

_EXTRA_LABEL = f"{EXTRA_HOURS} — "
HOURS = "heures validées"
_GIVEN_BACK = f"{ADJUSTMENTS} déjà facturés"
"""What went with lines that the quote no longer holds."""


@dataclass(frozen=True)
class Situation:
    """What a Situation by progress bills.

    Parameters
    ----------
    lines
        Those it bills, by family, then the global discount, contingency and overhead.
    sessions
        The rows of `Seances` that it bills: validated, on its lines, in no earlier annex.
    held
        What holds the lines that bill nothing more, a French line each.
    beyond
        The lines billed beyond their progress, a French line each.
    unknown
        The codes of the lines whose progress is not known.
    """

    lines: Sequence[InvoiceLine] = ()
    sessions: Rows | None = None
    held: Sequence[str] = ()
    beyond: Sequence[str] = ()
    unknown: Sequence[str] = ()


class _Due(NamedTuple):
    """What a Situation prints of a line, and how much of its quoted amount is billed before and after it."""

    quoted_before: Decimal
    quoted_after: Decimal
    printed: Sequence[InvoiceLine]


def situation(office: Office, step: Row, quote: AcceptedQuote, vat_rate: Decimal) -> Situation:
    """What a Situation without part nor amount bills.

    Parameters
    ----------
    office
        On the day of the invoice, with the computed columns of `Planning` and `Projets`.
    step
        A row of `Echeancier`.
    """
    return _Lines(office, step, quote, vat_rate).situation()


class _Lines:
    """The lines of one project, and what bills them."""

    def __init__(self, office: Office, step: Row, quote: AcceptedQuote, vat_rate: Decimal) -> None:
        self.office, self.quote, self.vat_rate = office, quote, vat_rate
        self.validated = validated_office(office)
        self.typed = typed_progress(office, quote.project, step.rank)
        self.held: list[str] = []
        self.beyond: list[str] = []
        self.unknown: list[str] = []
        standing = line_rows(office)
        own = [project == quote.project for project in standing.rows.column("project")]
        self.rows = standing.rows.where(own)
        self.is_held = [held for held, is_own in zip(standing.held, own, strict=True) if is_own]

    @cached_property
    def measured(self) -> Mapping[str, MeasuredProgress]:
        return line_progress(self.office, self.validated, self.quote.project)

    @cached_property
    def orders(self) -> Effects:
        return effects(self.office)

    @cached_property
    def hours(self) -> BilledHours:
        return billed_hours(self.validated, line_work(self.validated), self.orders)

    @cached_property
    def billed(self) -> Billed:
        return billed(self.office)

    @cached_property
    def extra_billed(self) -> Mapping[str, int]:
        return _extra_billed(self.office)

    @cached_property
    def sessions(self) -> Rows:
        return unbilled_sessions(self.office, self.quote.project, self.office.today)

    @cached_property
    def minutes(self) -> Mapping[str, tuple[int, int]]:
        """Of each line, the minutes of the validated sessions that no invoice annexed, and those of them on top."""
        return _minutes(self.validated, validated_sessions(self.office, self.sessions, set(self.lengths)))

    @cached_property
    def lengths(self) -> dict[str, int | None]:
        return dict(zip(self.rows.column("line"), unit_lengths(self.office, self.rows), strict=True))

    def situation(self) -> Situation:
        wholes = lines_of_rows(self.office, self.rows, self.vat_rate)
        dues = [self._due(whole, is_held) for whole, is_held in zip(wholes, self.is_held, strict=True)]
        printed = [line for due in dues for line in due.printed]
        if not printed:
            return Situation(held=self.held, beyond=self.beyond)
        billing = [*by_family(printed), *self._adjustments(dues)]
        if sum(line.amount_cents for line in billing) <= 0:
            return Situation(held=self.held, beyond=self.beyond)
        return Situation(
            billing,
            validated_sessions(self.office, self.sessions, {line.line for line in printed}),
            self.held,
            self.beyond,
            self.unknown,
        )

    def _due(self, whole: InvoiceLine, is_held: bool) -> _Due:
        line, quoted = whole.line, whole.amount_cents if is_held else 0
        extra_before = self.extra_billed.get(line, 0)
        before = self.billed.lines[line] - extra_before
        printed = self._extra(whole, extra_before)
        if line in self.hours.worked:
            worth, after, how = quoted, self.hours.worked[line].cents, ""
        else:
            worth = quoted + self.orders.cents[line]
            rate, how = self._rate(whole, worth)
            after = before if rate is None else share_cents(max(worth, 0), rate)
        if after < before:
            self._say_beyond(line, before, after)
        elif after > before:
            printed = [self._line(whole, f"{how} de {_amount(worth)}", after, before), *printed]
        elif not printed and worth > before:
            self._hold(line)
        reached, lumped = max(after, before), self.billed.lumped[line]
        quoted_before, quoted_after = (_quoted(quoted, worth, lumped, cents) for cents in (before, reached))
        return _Due(quoted_before, quoted_after, printed)

    def _rate(self, whole: InvoiceLine, worth: int) -> tuple[Decimal | None, str]:
        """The progress of a line, and how it is said; None where it is not known. One that sells nothing is whole."""
        progress = self.typed.get(whole.line, self.measured[whole.line].rate if worth > 0 else WHOLE)
        if progress is None:
            return None, ""
        return progress, f"{whole.label} — avancement {percent_text(progress)}"

    def _line(self, whole: InvoiceLine, how: str, after: int, before: int) -> InvoiceLine:
        """What a line bills: its hours where it bills hours, else an amount in words that say how it is found."""
        if whole.line not in self.hours.worked:
            return self._lump(whole, how, after, before)
        minutes, _ = self.minutes.get(whole.line, (0, 0))
        return self._hours_line(replace(whole, label=f"{whole.label} — {HOURS}"), minutes, after, before)

    def _extra(self, whole: InvoiceLine, before: int) -> list[InvoiceLine]:
        """The validated « En plus » hours that come on top of a line, less those billed."""
        extra = self.hours.extra.get(whole.line)
        after = extra.cents if extra else 0
        if after < before:
            self._say_beyond(f"{EXTRA_HOURS} de {whole.line}", before, after)
        if after <= before:
            return []
        _, minutes = self.minutes.get(whole.line, (0, 0))
        return [self._hours_line(replace(whole, label=_EXTRA_LABEL + whole.label), minutes, after, before)]

    def _hours_line(self, whole: InvoiceLine, minutes: int, after: int, before: int) -> InvoiceLine:
        length, cents = self.lengths[whole.line], after - before
        quantity = Decimal(minutes) / length if length else Decimal(0)
        if amount_cents(quantity, whole.unit_price_cents, whole.discount_rate) == cents:
            return replace(whole, quantity=quantity, amount_cents=cents)
        return self._lump(whole, f"{whole.label} : {_amount(after)}", after, before)

    def _lump(self, whole: InvoiceLine, label: str, after: int, before: int) -> InvoiceLine:
        already = f", déjà facturé {_amount(before)}" if before else ""
        return replace(
            lump_line(f"{label}{already}", after - before, self.vat_rate, whole.group), line=whole.line
        )

    def _hold(self, line: str) -> None:
        if line in self.typed:
            reason = f"avancement saisi de {percent_text(self.typed[line])}, rien de plus à facturer"
        else:
            reason = self.measured[line].reason or "aucune heure validée depuis"
            if self.measured[line].rate is None:
                self.unknown.append(line)
        self.held.append(f"{line} : {reason}")

    def _say_beyond(self, line: str, before: int, after: int) -> None:
        self.beyond.append(
            f"{line} est facturée au-delà de son avancement : {euros_text(before)} pour {euros_text(after)} atteints"
        )

    def _adjustments(self, dues: Sequence[_Due]) -> list[InvoiceLine]:
        """What goes with the quoted amounts that are billed, and the cents of rounding on a line of their own."""
        whole = self.quote.totals
        if not whole.subtotal:
            return []
        before, after = (
            sum((getattr(due, name) for due in dues), Decimal(0)) / whole.subtotal
            for name in ("quoted_before", "quoted_after")
        )
        lines = adjustment_lines(self.quote, self.vat_rate, after, before)
        goal = half_up((whole.total - whole.subtotal) * after) - self.billed.unlined[self.quote.project]
        rest = goal - sum(line.amount_cents for line in lines)
        label = "Arrondi" if abs(rest) <= len(dues) + len(lines) else _GIVEN_BACK
        return [*lines, lump_line(label, rest, self.vat_rate, ADJUSTMENTS)] if rest else lines


def _amount(cents: int) -> str:
    """An amount in a label, which the ledger reads back as it was issued: its cells hold no space without break."""
    return euros_text(cents).replace("\u00a0", " ")


def _quoted(quoted: int, worth: int, lumped: int, cents: int) -> Decimal:
    """The part of some cents of a line that its quoted amount bears, the rest being of its change orders.

    Lumps bill the quote alone.
    """
    ordered = Decimal(cents - lumped) * quoted / worth if worth > 0 else Decimal(0)
    return max(min(Decimal(quoted), lumped + ordered), Decimal(0))


def _extra_billed(office: Office) -> dict[str, int]:
    """What was billed of the « En plus » hours of each line, less what credit notes gave back."""
    types = office["Factures"].by_key("number", "type")
    signs = {InvoiceType.INVOICE: 1, InvoiceType.CREDIT_NOTE: -1}
    found: dict[str, int] = {}
    for number, line, label, cents in office["LignesFacture"].select(
        "invoice", "line", "label", "amount_cents"
    ):
        if line and label.startswith(_EXTRA_LABEL):
            found[line] = found.get(line, 0) + signs.get(types.get(number, ""), 0) * (cents or 0)
    return found


def _minutes(office: Office, sessions: Rows) -> dict[str, tuple[int, int]]:
    rows = set(sessions.numbers)
    on_top = {session.row: session.on_top for session in extra_hours(office).sessions}
    lines = office["Planning"].by_key("task", "line")
    found: dict[str, tuple[int, int]] = {}
    held = office["Seances"]
    for row, task, minutes in zip(held.numbers, held.column("task"), session_minutes(office), strict=True):
        if row in rows:
            worked, extra = found.get(lines.get(task, ""), (0, 0))
            found[lines.get(task, "")] = (worked + (minutes or 0), extra + on_top.get(row, 0))
    return found
