"""Overruns: for each quote line, what was sold and what it will really take, in hours, in its unit and in euros."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from postprod_xl.domain.accounts.line_costs import LineCost, line_costs
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.change_orders import Effects, effects
from postprod_xl.domain.quotes.extra_hours import extra_hours
from postprod_xl.domain.quotes.follow_up.attributable import NOTHING, attributable, causes_by_line, negotiable
from postprod_xl.domain.quotes.follow_up.following import COUNTED, FollowedLine, followed_lines
from postprod_xl.domain.quotes.follow_up.line_hours import LineHours
from postprod_xl.domain.quotes.line_work import line_work
from postprod_xl.domain.results import result_rows
from postprod_xl.domain.sessions.causes import main_cause
from postprod_xl.domain.wording import first_names, hours_text
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.vocabulary import ChangeOrderStatus, FollowUp, OverrunLevel, ProjectStatus

GRAVITY = {
    OverrunLevel.OVERRUN: 0,
    OverrunLevel.FORECAST: 1,
    OverrunLevel.WATCH: 2,
    OverrunLevel.UNFOLLOWED: 3,
    OverrunLevel.FINE: 4,
}
_SHOWN = Decimal("0.01")


class _Claim(NamedTuple):
    """Minutes of a line: those the production answers for, of these what is to negotiate; billed on top, given free.

    `asked` are the change orders of the line that the production has not answered, in French.
    """

    attributed: int = 0
    negotiable: int = 0
    on_top: int = 0
    given: int = 0
    asked: str = ""


class _Measure(NamedTuple):
    """What a line is judged by: minutes where it sells hours, its own units else."""

    sold: Decimal | int
    worked: Decimal | int
    remaining: Decimal | int

    @property
    def projected(self) -> Decimal | int:
        return self.worked + self.remaining


def overruns(office: Office, remaining: Mapping[str, Decimal]) -> Rows:
    """The rows of `Depassements`: one per line sold, planned or worked.

    Parameters
    ----------
    office
        With the computed columns of `Planning`, `Projets` and `Devis`; the thresholds are those of the house.
    remaining
        Working days still needed by each task; a task absent needs none.

    Returns
    -------
    Rows
        Schema columns, the promises not kept left empty; gravest level first, then the dearest variance, project and
        line. Lines of cancelled projects are left out. One that the reference version does not hold sells nothing,
        and overruns with its first hour. One that nothing follows has no projection: it is named, and saves nothing.
    """
    cancelled = {
        code
        for code, status in office["Projets"].select("code", "status")
        if status == ProjectStatus.CANCELLED
    }
    followed = followed_lines(office, remaining)
    causes, claims, orders = causes_by_line(office), _claims(office), effects(office)
    rows = [
        [
            *_row(line, cost, causes[line.line], claims[line.line], office),
            *_ordered(line, orders),
        ]
        for line, cost in zip(followed, line_costs(office, followed), strict=True)
        if line.project not in cancelled and _is_shown(line)
    ]
    return result_rows("Depassements", sorted(rows, key=_gravest_first))


def _claims(office: Office) -> defaultdict[str, _Claim]:
    attributed, to_negotiate = attributable(office), negotiable(office)
    work, on_top = line_work(office), extra_hours(office).on_top
    asked = _unanswered_orders(office)
    found: defaultdict[str, _Claim] = defaultdict(_Claim)
    for line, worked in work.worked.items():
        given = worked - work.charged[line]
        minutes = attributed.get(line, NOTHING).minutes
        found[line] = _Claim(minutes, to_negotiate[line], on_top[line], given, asked.get(line, ""))
    return found


def _unanswered_orders(office: Office) -> dict[str, str]:
    """The change orders of each line that are neither accepted nor refused."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for number, line, status in office["Avenants"].select("number", "line", "status"):
        if status in (ChangeOrderStatus.TO_NEGOTIATE, ChangeOrderStatus.SENT):
            found[line].append(number)
    return {line: first_names(numbers) for line, numbers in found.items()}


def _is_shown(line: FollowedLine) -> bool:
    is_sold = line.is_held and (line.time.minutes is not None or line.figures.sold != 0)
    figures = line.figures
    return is_sold or line.hours.is_moved or any((figures.sold, figures.planned, figures.worked))


def _row(
    line: FollowedLine, cost: LineCost, causes: Counter[str], claim: _Claim, office: Office
) -> list[Any]:
    hours, figures, measure = line.hours, line.figures, _measure(line, claim.on_top)
    level = _level(line, measure, office)
    return [
        line.project,
        line.line,
        line.item,
        line.label,
        hours.sold,
        hours.planned,
        hours.worked,
        hours.remaining,
        hours.projected,
        hours.variance,
        line.price_cents(hours.variance if line.is_hourly else None, figures.variance),
        main_cause(causes),
        claim.attributed,
        level,
        _action(level, line, claim),
        "",
        figures.follow_up,
        figures.unit,
        *map(
            _shown,
            (figures.sold, figures.planned, figures.worked, figures.projected, figures.variance),
        ),
        line.price_cents(hours.projected if line.is_hourly else None, figures.projected),
        cost.sold_cents,
        cost.projected_cents,
        _cost_variance(line, cost),
        *_paid(hours, claim.on_top),
    ]


def _paid(hours: LineHours, on_top: int) -> tuple[int | None, int | None, int | None]:
    """The minutes billed on top of a line, those still sold, those that nobody will pay."""
    if hours.sold is None:
        return None, None, None
    unpaid = None if hours.variance is None else hours.variance - on_top
    return on_top, hours.sold + on_top - hours.worked, unpaid


def _cost_variance(line: FollowedLine, cost: LineCost) -> int | None:
    """None of a line that nothing follows and that costs what it was to: nobody knows that it will."""
    is_followed = line.figures.follow_up is not FollowUp.NONE
    return cost.variance_cents if is_followed else cost.variance_cents or None


def _ordered(line: FollowedLine, orders: Effects) -> tuple[int | None, Decimal | None]:
    """What accepted change orders add to what the line sells, in minutes and in its unit; None where they add none."""
    # Reading an absent key of a defaultdict would change a fact that other rules share.
    added = orders.quantities.get(line.line)
    if not added:
        return None, None
    minutes = None if line.hours.sold is None else orders.minutes[line.line]
    return minutes, _shown(added)


def _shown(units: Decimal | None) -> Decimal | None:
    return None if units is None else units.quantize(_SHOWN)


def _measure(line: FollowedLine, on_top: int) -> _Measure | None:
    """What the quote and the change orders of a line are to carry: not the hours billed on top of them."""
    hours, figures = line.hours, line.figures
    if line.is_hourly and hours.sold is not None and hours.is_known:
        return _Measure(hours.sold, hours.worked - on_top, hours.remaining)
    if figures.follow_up not in COUNTED:
        return None
    return _Measure(figures.sold, figures.worked or 0, figures.remaining or 0)


def _level(line: FollowedLine, measure: _Measure | None, office: Office) -> str:
    if measure is None:
        is_followed = line.figures.follow_up is not FollowUp.NONE or not line.figures.sold
        return OverrunLevel.FINE if is_followed else OverrunLevel.UNFOLLOWED
    allowed = measure.sold * (1 + office.settings["overrun_tolerance_rate"])
    if measure.worked > allowed:
        return OverrunLevel.OVERRUN
    if measure.projected > allowed:
        return OverrunLevel.FORECAST
    is_close = measure.worked >= measure.sold * office.settings["watch_rate"]
    return OverrunLevel.WATCH if measure.remaining > 0 and is_close else OverrunLevel.FINE


def _action(level: str, line: FollowedLine, claim: _Claim) -> str:
    if level == OverrunLevel.FINE:
        return ""
    if level == OverrunLevel.UNFOLLOWED:
        return f"Non suivie : {line.figures.reason}"
    if level == OverrunLevel.WATCH:
        return "Surveiller"
    # What is to negotiate is never more than what nobody pays of the overrun.
    claimed = min(claim.negotiable, (line.hours.variance or 0) - claim.on_top - claim.given)
    if claimed > 0:
        return f"Négocier un avenant : {hours_text(claimed)} imputables à la production"
    if claim.asked and claim.attributed:
        return f"Faire accepter {claim.asked}"
    if line.figures.remaining:
        return "Réduire le reste à faire ou prévenir la production"
    return "Chercher la cause et prévenir la production"


def _gravest_first(row: Sequence[Any]) -> tuple[int, int, str, str]:
    by_name = dict(zip(BY_NAME["Depassements"].by_name, row, strict=True))
    return GRAVITY[by_name["level"]], -(by_name["variance_cents"] or 0), by_name["project"], by_name["line"]
