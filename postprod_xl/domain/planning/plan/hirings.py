"""The bookings of people without the contract, the DPAE or the signature that they need by then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from postprod_xl.domain.office import Office
from postprod_xl.domain.people.contracts import days_text
from postprod_xl.domain.people.paperwork import (
    DECLARED_LATE,
    NO_CONTRACT,
    OUTSIDE_CONTRACT,
    Lacking,
    Paperwork,
    paperwork,
    session_gaps,
)
from postprod_xl.domain.planning.plan.claims import Claim, Piece
from postprod_xl.domain.planning.plan.clashes import Clash, is_firm
from postprod_xl.domain.planning.plan.schedule import OfficeSchedule
from postprod_xl.domain.planning.problem.presence import ResourceKind
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.vocabulary import ClashLabel

_WORDS = {DECLARED_LATE: "DPAE après ce jour"}
_NO_COVER = (NO_CONTRACT, OUTSIDE_CONTRACT)


def hiring_gaps(office: Office, made: OfficeSchedule) -> tuple[list[Clash], list[Problem]]:
    """What the bookings of people lack on paper: one mark and one warning per person and project.

    Booked is whoever has a task that is no option, by hand or by the choice of the plan, within the days when its
    DPAE can be made (C. trav. R1221-4); later, only somebody chosen by hand for a task confirmed or under way: until
    then the plan may still change its choice.

    Parameters
    ----------
    office
        Tables `Planning`, `Equipe`, `Contrats`, `Seances`.
    made
        Its plan, from today on.

    Returns
    -------
    tuple of list of Clash and list of Problem
        Marks stand on the first day that lacks something; what the sessions already report is not repeated.
    """
    papers = paperwork(office)
    told, typed = _told_by_sessions(office), _chosen_by_hand(office)
    marks, problems = [], []
    for (technician, project), claims in _booked(typed, made.claims, papers).items():
        days = sorted({(piece.day, rank) for rank, claim in enumerate(claims) for piece in claim.pieces})
        lacking = papers.uncovered(technician, project, (date.fromordinal(day) for day, _ in days))
        if lacking is None:
            continue
        claim = claims[next(rank for day, rank in days if day == lacking.day.toordinal())]
        marks.append(_mark(claim, lacking))
        if not told & {(gap, lacking.contract or technician, project) for gap in lacking.gaps}:
            problems.append(_problem(claim, lacking, typed[claim.row], papers))
    return marks, problems


def _booked(
    typed: Mapping[int, str], claims: Sequence[Claim], papers: Paperwork
) -> dict[tuple[str, str], list[Claim]]:
    """The claims that need papers by now, by person and project."""
    booked: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        if claim.technician and _is_hired(claim, typed[claim.row], papers):
            booked.setdefault((claim.technician, claim.project), []).append(claim)
    return booked


def _chosen_by_hand(office: Office) -> dict[int, str]:
    """The person typed in each row of `Planning`."""
    tasks = office["Planning"]
    return dict(zip(tasks.numbers, tasks.column("technician"), strict=True))


def _is_hired(claim: Claim, typed: str, papers: Paperwork) -> bool:
    if date.fromordinal(claim.pieces[0].day) <= papers.declarable_until:
        return is_firm(claim) or not claim.state
    return is_firm(claim) and typed == claim.technician


def _told_by_sessions(office: Office) -> set[tuple[str, str, str]]:
    """What lacks to sessions, about which contract or person, on which project."""
    rows = office["Seances"].select("contract", "technician", "project")
    return {
        (gap, contract or technician, project)
        for (contract, technician, project), gaps in zip(rows, session_gaps(office), strict=True)
        for gap in gaps
    }


def _mark(claim: Claim, lacking: Lacking) -> Clash:
    label = ClashLabel.UNCONTRACTED if _has_no_cover(lacking) else ClashLabel.UNSETTLED
    return Clash(claim, [Piece(lacking.day.toordinal())], label, _fact(claim, lacking))


def _has_no_cover(lacking: Lacking) -> bool:
    return lacking.gaps[0] in _NO_COVER


def _fact(claim: Claim, lacking: Lacking) -> str:
    if not lacking.contract:
        return f"{claim.technician} sans contrat sur {claim.project}"
    if _has_no_cover(lacking):
        return f"{claim.technician} hors du contrat {lacking.contract} sur {claim.project}"
    gaps = ", ".join(_WORDS.get(gap, gap) for gap in lacking.gaps)
    return f"contrat {lacking.contract} de {claim.technician}, {gaps}"


def _problem(claim: Claim, lacking: Lacking, typed: str, papers: Paperwork) -> Problem:
    day = f"{lacking.day:%d/%m/%Y}"
    held = papers.contracts[lacking.contract] if lacking.contract else None
    dates = f" (contrat {days_text(held)})" if held is not None and _has_no_cover(lacking) else ""
    asked = (
        "un contrat signé qui couvre ce jour, et sa DPAE," if _has_no_cover(lacking) else "DPAE et signature"
    )
    expected = f"{asked} au plus tard le {day}"
    message = f"{claim.task} le {day} : {_fact(claim, lacking)}{dates} ; attendu : {expected}"
    name = ResourceKind.PERSON.value if typed else "assigned_technician"
    heading = BY_NAME["Planning"].heading(name)
    return warning("Planning", claim.row, heading, claim.technician, expected, message)
