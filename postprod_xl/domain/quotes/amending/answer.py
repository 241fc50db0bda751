"""What is said of the change orders proposed, and of the hours that are not: one French line a quote line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from postprod_xl.domain.quotes.amending.claims import LineClaim
from postprod_xl.domain.quotes.amending.named_sessions import LineSession, minutes_by_cause, taken_text
from postprod_xl.domain.quotes.amending.proposals import Proposal
from postprod_xl.domain.quotes.amending.proposed_orders import ProposedOrders
from postprod_xl.domain.quotes.amending.sorted_sessions import Left
from postprod_xl.domain.wording import counted, decimal_text, euros_text, first_names, hours_text, listed
from postprod_xl.schema.rows import Row
from postprod_xl.schema.units import folded


def summary_text(found: ProposedOrders) -> str:
    """How many change orders are proposed, for how much."""
    subject, proposals = found.line or found.project, found.proposals
    if not proposals:
        return f"aucun avenant à proposer sur {subject}"
    names = listed([made.number for made in proposals])
    total = euros_text(sum(made.effect_cents for made in proposals))
    return f"{counted(len(proposals), 'avenant à négocier')} sur {subject} : {names}, {total} HT"


def answer_lines(found: ProposedOrders) -> Iterator[str]:
    """One line for each change order, one for each line looked at, then the hours that no line explains."""
    for made in found.proposals:
        yield proposal_text(made)
        yield from refused_texts(made, found.refused)
    ahead = []
    for claim in found.claims:
        if claim.is_all_to_come and not found.line:
            ahead.append(f"{claim.line.row.line} {hours_text(claim.over_minutes)}")
        else:
            yield claim_text(claim, found.refusals.get(claim.line.row.line, ""))
    if ahead:
        yield f"dépassements projetés, dont rien n'est fait : {listed(ahead)} ; proposables une fois faits"
    yield from (unsold_text(line, sessions) for line, sessions in found.unsold.items())
    yield from map(uncounted_text, found.uncounted)
    if not (found.claims or found.unsold or found.uncounted):
        yield f"{found.line or found.project} : pas de dépassement projeté, rien à proposer"
    if found.within:
        lines = [f"{claim.line.row.line} {hours_text(claim.covered_minutes)}" for claim in found.within]
        yield f"imputables, mais dans ce que leur ligne vend : {listed(lines)}"
    if lost := found.left.get(""):
        yield f"{found.project} : {' ; '.join(left_texts(lost))}"


def proposal_text(made: Proposal) -> str:
    """What one change order asks for, and by which sessions."""
    unit = f" ({made.unit})" if made.unit else ""
    sum_text = (
        f"{decimal_text(made.quantity)}{unit} × {euros_text(made.unit_price_cents)} = "
        f"{euros_text(made.amount_cents)} HT"
    )
    if made.effect_cents != made.amount_cents:
        sum_text += f", soit {euros_text(made.effect_cents)} de plus que la ligne"
    parts = [
        f"{session.number} {taken_text(minutes, session.whole_minutes)}"
        for session, minutes in made.claim.taken
    ]
    hours = hours_text(made.claim.minutes)
    return f"{made.number} : {made.claim.line.row.line}, {made.kind}, {hours}, {sum_text} ; séances {listed(parts)}"


def refused_texts(made: Proposal, refused: Mapping[str, str]) -> Iterator[str]:
    """What is said of the sessions of a change order that the production refused once."""
    by_order: dict[str, list[str]] = {}
    for session, _ in made.claim.taken:
        if order := refused.get(folded(session.number)):
            by_order.setdefault(order, []).append(session.number)
    for order, numbers in by_order.items():
        yield f"{made.number} : {first_names(numbers)} déjà refusé dans {order}, relisez son motif avant l'envoi"


def claim_text(claim: LineClaim, refusal: str = "") -> str:
    """How the overrun of a line is made up, and what of it is not proposed, why.

    Parameters
    ----------
    refusal
        Why no change order carries what the production owes; empty when one does.
    """
    code = claim.line.row.line
    if claim.over_minutes <= 0:
        return f"{code} : pas de dépassement projeté, rien à proposer"
    return f"{code} : " + " ; ".join(
        [f"{hours_text(claim.over_minutes)} de dépassement", *_parts(claim, refusal)]
    )


def _parts(claim: LineClaim, refusal: str) -> Iterator[str]:
    if claim.is_hourly:
        yield "ligne en régie, déjà facturée à l'heure"
    if claim.minutes:
        hours = hours_text(claim.minutes)
        yield f"{hours} imputables : {refusal}" if refusal else f"{hours} proposées"
    yield from (f"{hours_text(minutes)} déjà dans {number}" for number, minutes in claim.waiting.items())
    if claim.covered_minutes and not claim.is_hourly:
        yield f"{hours_text(claim.covered_minutes)} imputables couvertes par le vendu ou ses avenants"
    yield from left_texts(claim.left)
    if claim.unexplained_minutes and not claim.is_hourly:
        yield f"{hours_text(claim.unexplained_minutes)} faites sans cause notée en séance"
    if claim.to_come_minutes:
        yield f"{hours_text(claim.to_come_minutes)} pas encore faites"


def left_texts(left: Mapping[Left, Sequence[LineSession]]) -> Iterator[str]:
    """The hours of the sessions not proposed, reason by reason; those of the house cause by cause."""
    for reason, sessions in left.items():
        if reason is Left.HOUSE:
            for cause, minutes in minutes_by_cause((each, each.minutes) for each in sessions).items():
                yield f"cause {cause}, {hours_text(minutes)} : {reason}"
        else:
            yield f"{_hours(sessions)} {reason} ({first_names([each.number for each in sessions])})"


def unsold_text(line: str, sessions: Sequence[LineSession]) -> str:
    """What is said of hours of the production on a line that is not sold in hours."""
    return (
        f"{line} : {_hours(sessions)} imputables ({first_names([each.number for each in sessions])}), mais la ligne "
        "ne se vend pas en heures : ajoutez son avenant à la main"
    )


def uncounted_text(over: Row) -> str:
    """What is said of an overrun that is not in hours: sessions are no measure of it."""
    taken = f"{decimal_text(over.variance_units)}{f' ({over.unit})' if over.unit else ''}"
    return (
        f"{over.line} : {taken} de dépassement, {euros_text(over.variance_cents or 0)} HT, suivi « {over.follow_up} » "
        "et non en heures : si la production en est cause, ajoutez son avenant à la main"
    )


def details(found: ProposedOrders) -> dict[str, Any]:
    """The same for a program: hours in minutes, amounts in cents."""
    return {
        "project": found.project,
        "change_orders": [_proposed(made) for made in found.proposals],
        "lines": [
            {
                "line": claim.line.row.line,
                "overrun_minutes": claim.over_minutes,
                "proposed_minutes": claim.minutes,
                "waiting_minutes": sum(claim.waiting.values()),
                "to_come_minutes": claim.to_come_minutes,
                "refusal": found.refusals.get(claim.line.row.line, ""),
            }
            for claim in found.claims
        ],
        "left": [
            {
                "line": line,
                "reason": str(reason),
                "minutes": sum(each.minutes for each in sessions),
                "sessions": [each.number for each in sessions],
            }
            for line, reasons in found.left.items()
            for reason, sessions in reasons.items()
        ],
    }


def _proposed(made: Proposal) -> dict[str, Any]:
    return {
        "number": made.number,
        "line": made.claim.line.row.line,
        "type": str(made.kind),
        "minutes": made.claim.minutes,
        "quantity": made.quantity,
        "unit": made.unit,
        "unit_price_cents": made.unit_price_cents,
        "amount_cents": made.amount_cents,
        "effect_cents": made.effect_cents,
        "sessions": [
            {
                "number": session.number,
                "day": session.day,
                "task": session.task,
                "cause": session.cause,
                "minutes": minutes,
            }
            for session, minutes in made.claim.taken
        ],
        "late": [late._asdict() for late in made.late],
    }


def _hours(sessions: Sequence[LineSession]) -> str:
    return hours_text(sum(each.minutes for each in sessions))
