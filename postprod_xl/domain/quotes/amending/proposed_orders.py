"""What the production owes on a project or on one of its lines: the change orders to propose, and the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.amending.claims import LineClaim, claims
from postprod_xl.domain.quotes.amending.lateness import expected_by, late_by_line
from postprod_xl.domain.quotes.amending.named_sessions import LineSession, sessions_refused
from postprod_xl.domain.quotes.amending.proposals import Proposal, Unpriced, new_numbers, proposal
from postprod_xl.domain.quotes.amending.sorted_sessions import Left, SortedSessions
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.quotes import CHANGE_ORDERS
from postprod_xl.schema.vocabulary import ChangeOrderType


@dataclass(frozen=True)
class ProposedOrders:
    """What was looked at, and what came out.

    Parameters
    ----------
    project, line
        Their codes; `line` is empty when every line of the project was looked at.
    claims
        Those of the lines that overrun, or the one of the line.
    within
        Those of the other lines of the project that hold hours of the production: they do not overrun.
    proposals
        The change orders of the claims that have something to ask for.
    refusals
        By line, why no change order carries what the production owes.
    unsold
        By line, the sessions that the production owes on lines that are not sold in hours.
    uncounted
        The rows of `Depassements` that overrun in their own unit, not in hours: what rooms, time or deliverables take.
    left
        By line, the sessions not proposed, by the reason; under nothing, those without a line.
    refused
        The refused change order that named a session before, by its folded number.
    """

    project: str
    line: str
    claims: Sequence[LineClaim]
    within: Sequence[LineClaim]
    proposals: Sequence[Proposal]
    refusals: Mapping[str, str]
    unsold: Mapping[str, Sequence[LineSession]]
    uncounted: Sequence[Row]
    left: Mapping[str, Mapping[Left, Sequence[LineSession]]]
    refused: Mapping[str, str]


def found_change_orders(office: Office, project: str, line: str, kind: ChangeOrderType) -> ProposedOrders:
    """The change orders to propose for a project, or for one line.

    Parameters
    ----------
    office
        As refreshed.
    line
        Code of the line; empty for all those of the project.
    """
    every, sessions = claims(office, project)
    looked_at = [
        claim for claim in every if claim.line.row.line == line or (not line and claim.over_minutes > 0)
    ]
    late, numbers = late_by_line(office), new_numbers(office[CHANGE_ORDERS.name].column("number"))
    proposals, refusals = [], {}
    for claim in looked_at:
        code = claim.line.row.line
        if not claim.taken:
            continue
        try:
            explained = expected_by(late.get(code, ()), max(taken.session.day for taken in claim.taken))
            proposals.append(proposal(office, claim, kind, explained))
        except Unpriced as unpriced:
            refusals[code] = str(unpriced)
    within = [claim for claim in every if not line and claim.over_minutes <= 0 and claim.covered_minutes]
    numbered = [made.numbered(number) for made, number in zip(proposals, numbers, strict=False)]
    unsold, left = _others(sessions, every, line)
    uncounted = [over for over in office["Depassements"] if _is_uncounted(over, project, line)]
    return ProposedOrders(
        project,
        line,
        claims=looked_at,
        within=within,
        proposals=numbered,
        refusals=refusals,
        unsold=unsold,
        uncounted=uncounted,
        left=left,
        refused=sessions_refused(office),
    )


def _is_uncounted(over: Row, project: str, line: str) -> bool:
    is_looked_at = over.project == project and line in ("", over.line)
    return is_looked_at and over.variance_minutes is None and (over.variance_units or 0) > 0


def _others(
    sessions: SortedSessions, every: Sequence[LineClaim], line: str
) -> tuple[dict[str, list[LineSession]], dict[str, dict[Left, list[LineSession]]]]:
    """The sessions of no claim, and those that are not proposed."""
    claimed = {claim.line.row.line for claim in every}
    unsold = {code: held for code, held in sessions.claimable.items() if held and code not in claimed}
    left = {code: dict(reasons) for code, reasons in sessions.left.items() if reasons}
    if not line:
        return unsold, left
    return {line: unsold[line]} if line in unsold else {}, {line: left[line]} if line in left else {}
