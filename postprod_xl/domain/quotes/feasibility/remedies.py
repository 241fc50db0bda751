"""What would have to give for the delay asked for to hold; each remedy is planned before it is proposed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.explain.reasons import french
from postprod_xl.domain.planning.explain.whatif import LateRushes, with_rushes
from postprod_xl.domain.planning.problem.axis import QUARTERS_PER_DAY
from postprod_xl.domain.planning.problem.roster import skills_of
from postprod_xl.domain.planning.programmes.sold import SoldLine
from postprod_xl.domain.planning.tasks.episodes import episodes_of
from postprod_xl.domain.quotes.feasibility.imagined import Imagined, NeededWork, imagined
from postprod_xl.domain.wording import counted_whole, listed, working_days_text
from postprod_xl.engines.schedule import FEW_TRIES
from postprod_xl.parameters import in_force
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import ProjectStatus

_TRIES = 3
_FIRST = 0
_LATER_SHOWN = 3


class Remedy(NamedTuple):
    """Something that would give days, and what is left missing with it.

    Parameters
    ----------
    kind
        `delivery`, `rushes`, `second_person` or `priority`.
    text
        What it is, in French, for the house.
    producer_text
        The same for the production; empty for what concerns the house only.
    missing_days
        Working days still missing; 0 when the delay then holds.
    """

    kind: str
    text: str
    producer_text: str
    missing_days: int

    @property
    def line(self) -> str:
        """One French line: what it is, and what it gives."""
        left = self.missing_days
        return f"{self.text} : {f'il manque encore {working_days_text(left)}' if left else 'le délai tient'}"


@dataclass(frozen=True)
class Wanted:
    """What the delay is asked for: an office as `with_version` gives it, a project and what it needs."""

    office: Office
    project: str
    needs: NeededWork

    def planned(self, office: Office | None = None, needs: NeededWork | None = None) -> Imagined:
        """The same with something changed, planned less long than a refresh would, since many are compared.

        What it finds can be kept; a refresh may find better.
        """
        return replace(imagined(office or self.office, self.project, needs or self.needs), tries=FEW_TRIES)


def remedies(wanted: Wanted, base: Imagined) -> list[Remedy]:
    """What would make up for missing days, each remedy planned.

    Parameters
    ----------
    base
        The plan without any remedy: days are missing in it.
    """
    return [
        *_later_delivery(wanted, base),
        *_earlier_rushes(wanted, base),
        *_second_person(wanted, base),
        *_first_of_all(wanted, base),
    ]


def critical_steps(base: Imagined) -> set[str]:
    """The steps of the project that have no slack in its plan."""
    rows = base.planned["Planning"].select("project", "step", "critical")
    return {step for project, step, is_critical in rows if project == base.project and is_critical}


def _later_delivery(wanted: Wanted, base: Imagined) -> Iterator[Remedy]:
    """The earliest delivery that a plan then keeps: that of the plan, later where the plan changes with it."""
    found = base
    for _ in range(_TRIES):
        moved = _promised_when_ready(wanted.office, found)
        found = wanted.planned(moved)
        text = _promises(moved, wanted)
        if found.missing_days == 0 and text:
            yield Remedy("delivery", f"avec {text}", text, 0)
            return


def _promised_when_ready(office: Office, found: Imagined) -> Office:
    """The office where everything that a plan gives late is promised for the day that it gives."""
    days = [
        found.expected if found.delivery.late_days and code == found.project else day
        for code, day in office["Projets"].select("code", "delivery_day")
    ]
    own: dict[str, list[date | None]] = {"due_day": [], "delivery_day": []}
    for project, number, *promised in office["Episodes"].select("project", "number", *own):
        end = found.late_episodes.get(number) if project == found.project else None
        for name, day in zip(own, promised, strict=True):
            own[name].append(end if end and day else day)
    return office.with_columns("Projets", {"delivery_day": days}).with_columns("Episodes", own)


def _promises(office: Office, wanted: Wanted) -> str:
    """The deliveries that are not those asked for, in French."""
    (before, after) = (held["Projets"].by_key("code", "delivery_day") for held in (wanted.office, office))
    day = after[wanted.project]
    texts = [f"une livraison le {french(day)}"] if day != before[wanted.project] else []
    asked, given = episodes_of(wanted.office), episodes_of(office)
    texts += [
        f"l'épisode {key.number} livré le {french(episode.promised)}"
        for key, episode in given.items()
        if key.project == wanted.project and episode.promised != asked[key].promised
    ]
    return listed(texts) if texts else ""


def _earlier_rushes(wanted: Wanted, base: Imagined) -> Iterator[Remedy]:
    """Rushes that come earlier, by as few days as make the delay hold, and never before today."""
    most = _days_to_rushes(wanted, base)
    if most <= 0:
        return
    earlier, found = most, _with_rushes(wanted, most)
    least = 1
    for _ in range(_TRIES):
        if found.missing_days or least >= earlier:
            break
        middle = (least + earlier) // 2
        tried = _with_rushes(wanted, middle)
        if tried.missing_days == 0:
            earlier, found = middle, tried
        else:
            least = middle + 1
    if _gains(found, base):
        day = found.office["Projets"].by_key("code", "rushes_day")[wanted.project]
        days = counted_whole(earlier, "jour ouvré")
        text = f"des rushes le {french(day)} ({days} plus tôt)" if day else f"des rushes {days} plus tôt"
        yield Remedy("rushes", f"avec {text}", text, found.missing_days or 0)


def _with_rushes(wanted: Wanted, earlier: int) -> Imagined:
    """The same with rushes some working days earlier, planned."""
    return wanted.planned(with_rushes(wanted.office, [LateRushes(wanted.project, -earlier)]))


def _days_to_rushes(wanted: Wanted, base: Imagined) -> int:
    """Working days from today to the next rushes of the project; 0 when they are all there."""
    office = wanted.office
    days = [office["Projets"].by_key("code", "rushes_day")[wanted.project]]
    days += [episode.rushes for key, episode in episodes_of(office).items() if key.project == wanted.project]
    coming = [day for day in days if day is not None and day > office.today]
    if not coming:
        return 0
    return base.calendar.index(min(coming)) - base.calendar.index(office.today)


def _second_person(wanted: Wanted, base: Imagined) -> Iterator[Remedy]:
    """A second person on the longest step that the delivery waits for and that two people may share."""
    if base.tasks is None:
        return
    shared = in_force("parallel.steps", wanted.office.today).value
    critical = critical_steps(base)
    skills = dict(base.tasks.rows.select("step", "skill"))
    steps = [
        step
        for step in base.tasks.answer.steps
        if step.step in critical
        and step.step in shared
        and len(step.lines) == 1
        and step.lines[0].quarters > 1
        if _holders(wanted.office, skills[step.step]) > 1
    ]
    if not steps:
        return
    step = max(steps, key=lambda one: one.planned)
    found = wanted.planned(needs=_halved(wanted.needs, step.lines[0]))
    if _gains(found, base):
        text = f"à deux sur {step.lines[0].line} ({skills[step.step]})"
        label = dict(base.tasks.rows.select("step", "label"))[step.step]
        producer_text = f"deux personnes en parallèle sur « {label} »"
        yield Remedy("second_person", text, producer_text, found.missing_days or 0)


def _holders(office: Office, skill: str) -> int:
    """How many people have a skill."""
    return sum(folded(skill) in skills_of(text) for text in office["Equipe"].column("skills"))


def _halved(needs: NeededWork, line: SoldLine) -> NeededWork:
    """The needs where a line is two of the same item, which the programme plans side by side."""
    assert line.minutes is not None
    first = (line.quarters + 1) // 2 * line.day_minutes // QUARTERS_PER_DAY
    halves = (
        line._replace(minutes=first),
        line._replace(line=f"{line.line} bis", minutes=line.minutes - first),
    )
    lines = [part for held in needs.lines for part in (halves if held == line else (held,))]
    return needs._replace(lines=lines)


def _first_of_all(wanted: Wanted, base: Imagined) -> Iterator[Remedy]:
    """The project before every other one, as if it were confirmed, and the deliveries that this makes later."""
    projects = wanted.office["Projets"]
    is_ours = [code == wanted.project for code in projects.column("code")]
    terms = zip(is_ours, projects.select("status", "priority"), strict=True)
    ranked = [(ProjectStatus.CONFIRMED, _FIRST) if ours else held for ours, held in terms]
    changed = wanted.office.with_columns(
        "Projets", {"status": [status for status, _ in ranked], "priority": [rank for _, rank in ranked]}
    )
    found = replace(wanted.planned(changed), afresh=projects.column("code"))
    if not _gains(found, base):
        return
    later = [
        f"{code} livrerait le {french(after.expected)} au lieu du {french(before.expected)}"
        for code, after in found.deliveries.items()
        if code != wanted.project
        if (before := base.deliveries[code]).expected and after.expected and after.expected > before.expected
    ]
    text = "en passant avant les autres projets"
    if later:
        text += f", et {' ; '.join(later[:_LATER_SHOWN])}{' …' if len(later) > _LATER_SHOWN else ''}"
    yield Remedy("priority", text, "", found.missing_days or 0)


def _gains(found: Imagined, base: Imagined) -> bool:
    """Whether a remedy leaves fewer days missing."""
    return found.missing_days is not None and found.missing_days < (base.missing_days or 0)
