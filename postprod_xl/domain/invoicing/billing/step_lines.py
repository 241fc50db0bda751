"""What a step of the payment schedule bills: its lines, the sessions it annexes, and what to look at first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from postprod_xl.documents.invoice import InvoiceLine
from postprod_xl.domain.invoicing.billing.annex import unbilled_sessions, with_annexed
from postprod_xl.domain.invoicing.billing.balance import balance_lines
from postprod_xl.domain.invoicing.billing.excess import within_the_whole
from postprod_xl.domain.invoicing.billing.lines import (
    AcceptedQuote,
    lump_line,
    percent_text,
    standing_lines,
    whole_line,
    with_shown_quantities,
)
from postprod_xl.domain.invoicing.billing.progress import waiting_sessions, waiting_text
from postprod_xl.domain.invoicing.billing.situation import Situation, situation
from postprod_xl.domain.invoicing.billing.typed_progress import hourly_lines, typed_faults
from postprod_xl.domain.invoicing.register.ledger import standing_invoices
from postprod_xl.domain.invoicing.steps import is_by_progress, step_name
from postprod_xl.domain.money import share_cents
from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import listed
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables.billing import PROGRESS
from postprod_xl.schema.vocabulary import Severity, StepType

_ON_A_QUOTE = " — devis accepté v"
"""In the label of an amount on a whole quote, in every version of the program."""


@dataclass(frozen=True)
class StepLines:
    """What a step bills.

    Parameters
    ----------
    lines
        As the ledger keeps them.
    sessions
        The rows of `Seances` that the document annexes.
    notes
        What to look at before it leaves.
    refusals
        What refuses it; nothing is billed then.
    """

    lines: Sequence[InvoiceLine]
    sessions: Rows
    notes: Sequence[Problem] = ()
    refusals: Sequence[Problem] = ()


def step_lines(office: Office, step: Row, quote: AcceptedQuote, vat_rate: Decimal) -> StepLines:
    """What a step of `Echeancier` bills.

    A part or an amount is one line: of the whole quote for a Situation (`whole_line`). A Situation without either is
    by progress (`situation`), a Solde all that is left (`balance_lines`); these alone bill sessions.

    Parameters
    ----------
    office
        On the day of the invoice.
    """
    refusals = [
        replace(fault, severity=Severity.BLOCKING)
        for row, fault in typed_faults(office)
        if (row.project, row.rank) == (step.project, step.rank)
    ]
    sessions = unbilled_sessions(office, step.project, office.today)
    none = sessions.where([False] * len(sessions))
    if refusals:
        return StepLines((), none, refusals=refusals)
    if step.type == StepType.BALANCE:
        billing = _annexing(office, balance_lines(office, quote, vat_rate), sessions)
        return replace(billing, notes=[*_unread_hours(office, step)])
    if not is_by_progress(step):
        return StepLines([_lump(office, step, quote, vat_rate)], none)
    if refusals := _unshared_amounts(office, step):
        return StepLines((), none, refusals=refusals)
    reached = situation(office, step, quote, vat_rate)
    if not reached.lines:
        return StepLines((), none, refusals=_nothing_to_bill(step, reached))
    billed = none if reached.sessions is None else reached.sessions
    billing = _annexing(office, with_shown_quantities(reached.lines), billed)
    return replace(billing, notes=[*_notes(office, step, reached)])


def _annexing(office: Office, lines: Sequence[InvoiceLine], sessions: Rows) -> StepLines:
    return StepLines(with_annexed(office, lines, sessions), sessions)


def _lump(office: Office, step: Row, quote: AcceptedQuote, vat_rate: Decimal) -> InvoiceLine:
    cents = step.amount_cents
    if cents is None:
        cents = share_cents(quote.totals.total, step.share_rate)
        cents = within_the_whole(office, quote, cents)
    if step.type == StepType.DEPOSIT:
        return lump_line(f"{step_name(step)} — {quote.title}", cents, vat_rate)
    if step.share_rate is None:
        return whole_line(quote, f"{step_name(step)} — {quote.title}", cents, vat_rate)
    what = f"situation de {percent_text(step.share_rate)} sur le {quote.title}"
    label = f"{step.label} — {what}" if step.label else what[:1].upper() + what[1:]
    return whole_line(quote, label, cents, vat_rate)


def _nothing_to_bill(step: Row, billing: Situation) -> list[Problem]:
    message = (
        f"l'étape {step.rank} de {step.project} est vide : rien n'a avancé au-delà de ce qui est facturé, "
        f"validez les séances, terminez les tâches ou saisissez un avancement dans {PROGRESS.tab}"
    )
    reasons = [
        f"étape {step.rank} de {step.project}, {reason}" for reason in (*billing.held, *billing.beyond)
    ]
    return [step.blocking("rank", "rien à facturer", "un avancement", text) for text in (message, *reasons)]


def _notes(office: Office, step: Row, billing: Situation) -> Iterator[Problem]:
    for text in billing.beyond:
        yield step.warning("rank", "facturée au-delà", "l'avancement de la ligne", text)
    if lines := billing.unknown:
        text = (
            f"avancement non connu, rien n'en est facturé : {listed(lines)} ; planifiez-les ou saisissez-le dans "
            f"{PROGRESS.tab}"
        )
        yield step.warning("rank", "avancement non connu", "l'avancement de chaque ligne", text)
    waiting = [number for number, *_ in waiting_sessions(office, step.project)]
    if waiting:
        text = f"rien n'est facturé de ce qui n'est pas validé : {waiting_text(waiting)}"
        yield step.warning("rank", "non validée", "des séances validées", text)


def _unread_hours(office: Office, step: Row) -> Iterator[Problem]:
    """The Régie hours that a Solde bills though nobody validated their sessions."""
    lines, hourly = office["Planning"].by_key("task", "line"), hourly_lines(office)
    waiting = [n for n, task, _ in waiting_sessions(office, step.project) if lines.get(task) in hourly]
    if waiting:
        text = f"le solde facture des heures de régie que personne n'a validées : {waiting_text(waiting)}"
        yield step.warning("rank", "non validée", "des séances validées", text)


def _unshared_amounts(office: Office, step: Row) -> list[Problem]:
    """The amounts on a whole quote that an earlier version of the program issued: no line knows its share of them."""
    numbers = {entry.number for entry in standing_invoices(office, step.project)}
    unshared = [
        number
        for number, lines in standing_lines(office, numbers).items()
        if any(
            not line.line and line.version is None and _ON_A_QUOTE in line.label for line in lines.values()
        )
    ]
    if not unshared:
        return []
    message = (
        f"{listed(sorted(unshared))} porte un montant global que rien ne répartit sur les lignes : donnez une part ou "
        f"un montant à l'étape {step.rank} de {step.project}, ou facturez le solde"
    )
    return [step.blocking("share_rate", "vide", "une part ou un montant HT", message)]
