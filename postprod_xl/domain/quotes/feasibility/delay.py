"""Whether the delay that the production asks for holds, what would have to give, and what to write to the producer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Any, NamedTuple

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.explain.reasons import french
from postprod_xl.domain.planning.explain.short_delays import ShortDelays
from postprod_xl.domain.planning.problem.axis import half_days
from postprod_xl.domain.planning.programmes.refusal import ProgrammeRefused
from postprod_xl.domain.planning.programmes.sold import sold_lines
from postprod_xl.domain.planning.programmes.tasks import programme_tasks
from postprod_xl.domain.planning.tasks.absurd_dates import plausible
from postprod_xl.domain.planning.tasks.episodes import episodes_of
from postprod_xl.domain.quotes.feasibility.advice import NEGOTIATED, lines_of_version, unanswered
from postprod_xl.domain.quotes.feasibility.imagined import (
    Imagined,
    NeededWork,
    imagined,
    needs_of,
    with_version,
)
from postprod_xl.domain.quotes.feasibility.remedies import Remedy, Wanted, remedies
from postprod_xl.domain.quotes.statuses import CLOSED_VERSIONS
from postprod_xl.domain.wording import counted_whole, decimal_text, first_names, listed, working_days_text
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.projects import EPISODES, PROJECTS

_DELIVERY, _RUSHES = PROJECTS.heading("delivery_day"), PROJECTS.heading("rushes_day")
_CUTS = 3


class Window(NamedTuple):
    """What the production asks for: the day its rushes come, and the day it is promised; None where not said."""

    rushes: date | None
    delivery: date | None
    working_days: int | None


@dataclass(frozen=True)
class Delay:
    """What is known of the delay asked for a version of a quote.

    Parameters
    ----------
    project
        Row of `Projets`.
    version
        Its number.
    window
        What is asked for.
    unknown
        What keeps it from being known, in French; empty when it is known.
    expected
        The day the plan would deliver on.
    missing_days, spare_days
        Working days missing, or to spare; None when not known.
    is_waiting
        Whether technicians have still to give their advice on some of its lines.
    unstaffed
        The tasks that nobody in the house can do, by skill: they are planned as if somebody were found.
    causes
        What makes it late, as a refresh says it once the quote is planned; a French line each.
    alone_days, floor_days
        Working days that would be missing if nobody were taken by anything else, and then if every step were at its
        floor; None when not known.
    longer
        The lines that technicians want more or fewer days for than they sell: line, days asked for, days sold.
    doubts
        Steps under their floor, skills and rooms that the house lacks; a French line each.
    cuts
        The longest tasks that could give days, down to their floor: what each is, and these days.
    remedies
        What would make up for the missing days.
    """

    project: Row
    version: int
    window: Window
    unknown: str = ""
    expected: date | None = None
    missing_days: int | None = None
    spare_days: int | None = None
    is_waiting: bool = False
    unstaffed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    causes: Sequence[str] = ()
    alone_days: int | None = None
    floor_days: int | None = None
    longer: Sequence[tuple[str, Decimal, Decimal | None]] = ()
    doubts: Sequence[str] = ()
    cuts: Sequence[tuple[str, Decimal]] = ()
    remedies: Sequence[Remedy] = ()

    @property
    def verdict(self) -> str:
        """Whether it holds, in one French line."""
        if self.missing_days is None:
            return f"délai non connu : {self.unknown}"
        end, found = f"fin prévue le {french(self.expected)}", self._if_found
        if self.missing_days:
            least = "au moins " if found else ""
            return f"il manque {least}{working_days_text(self.missing_days)}{found} : {end}"
        spare = f", {working_days_text(self.spare_days)} d'avance" if self.spare_days else ""
        return f"le délai {'tiendrait' if found else 'tient'}{spare}{found} : {end}"

    @property
    def _if_found(self) -> str:
        """Whom it takes for granted, in French; empty where the plan has somebody for everything."""
        texts = [
            f"{first_names(tasks)} (« {skill} », que personne n'a)" for skill, tasks in self.unstaffed.items()
        ]
        return f", si quelqu'un est trouvé pour {listed(texts)}" if texts else ""

    @property
    def lines(self) -> list[str]:
        """All that there is to say of it to a coordinator, in French, the letter to the production last."""
        return [self._asked, self.verdict, *self._why, *self.doubts, *self._ways, *self._letter_line]

    @property
    def details(self) -> dict[str, Any]:
        """The same for a program."""
        return {
            "rushes": _iso(self.window.rushes),
            "delivery": _iso(self.window.delivery),
            "asked_working_days": self.window.working_days,
            "expected": _iso(self.expected),
            "missing_days": self.missing_days,
            "spare_days": self.spare_days,
            "missing_days_alone": self.alone_days,
            "missing_days_at_floors": self.floor_days,
            "causes": list(self.causes),
            "unknown": self.unknown,
            "unstaffed": {skill: list(tasks) for skill, tasks in self.unstaffed.items()},
            "doubts": list(self.doubts),
            "remedies": [
                {"kind": one.kind, "text": one.text, "missing_days": one.missing_days}
                for one in self.remedies
            ],
            "cuts": [{"label": label, "days": float(days)} for label, days in self.cuts],
            "letter": self.letter,
        }

    @property
    def _asked(self) -> str:
        return f"délai demandé pour {self.project.code} : {_window_text(self.window)}"

    @property
    def _why(self) -> Iterator[str]:
        if self.longer:
            texts = [
                f"{line} {decimal_text(asked)} j"
                + ("" if sold is None else f" pour {decimal_text(sold)} j vendus")
                for line, asked, sold in self.longer
            ]
            yield f"jours demandés par les techniciens : {', '.join(texts)}"
        yield from self.causes

    @property
    def _ways(self) -> Iterator[str]:
        if self.missing_days:
            yield from (f"à négocier, {one.line}" for one in self.remedies)
            if not self.remedies:
                yield "rien de ce qui a été essayé ne rattrape le retard : le travail lui-même est à revoir"

    @property
    def _letter_line(self) -> list[str]:
        return [f"à écrire à la production : {self.letter}"] if self.letter else []

    @property
    def letter(self) -> str:
        """A paragraph for the producer, in French: no cost, nobody's name, no other project; empty when not known."""
        if self.missing_days is None:
            return ""
        title = self.project.title or self.project.code
        asked = f"Bonjour, pour « {title} », le délai demandé est : {_window_text(self.window)}."
        reserve = self._reserve
        if not self.missing_days:
            return f"{asked} Il tient{reserve} : nous finirions le {french(self.expected)}."
        work = f"Le travail du devis (version {self.version}) nous mènerait au {french(self.expected)}"
        return " ".join([asked, f"{work}{reserve} : il manque {_days(self.missing_days)}.", *self._proposals])

    @property
    def _reserve(self) -> str:
        """What the figures wait for, in the words of the letter; empty when nothing."""
        texts = ["de l'avis de nos techniciens"] if self.is_waiting else []
        texts += ["des personnes qu'il nous reste à trouver"] if self.unstaffed else []
        return f", sous réserve {listed(texts)}" if texts else ""

    @property
    def _proposals(self) -> Iterator[str]:
        offered = [one for one in self.remedies if one.producer_text]
        whole = [one.producer_text for one in offered if not one.missing_days]
        if whole:
            yield f"Le délai tiendrait avec {', ou avec '.join(whole)}."
        for one in offered:
            if one.missing_days:
                yield f"Avec {one.producer_text}, il ne manquerait plus que {_days(one.missing_days)}."
        if self.alone_days and self.cuts:
            cuts = " ; ".join(
                f"« {label} », jusqu'à {decimal_text(days)} j de moins" for label, days in self.cuts
            )
            yield f"Nous pouvons aussi revoir ensemble le travail demandé : {cuts}."
        yield "Dites-nous ce qui vous convient."


def delay_of(office: Office, project: Row, version: int) -> Delay:
    """What is known of the delay asked for a version of a quote, and what would have to give.

    The project is planned as `postprod plan` would plan it, for the days that technicians ask for where they did, else
    for those sold; a project that has tasks keeps them. Days missing are those by which a refresh would then find its
    delivery late, or that of one of its episodes.

    Parameters
    ----------
    office
        Every table.
    project
        Row of `Projets`.
    version
        A version of its quote.
    """
    window = _window(office, project)
    if unknown := _undated(office, project):
        return Delay(project, version, window, unknown)
    held = with_version(office, project.code, version)
    needs = needs_of(held, project.code, version)
    try:
        base = imagined(held, project.code, needs)
    except ProgrammeRefused as refused:
        return Delay(project, version, window, refused.problem.message)
    missing, longer = base.missing_days, _longer(held, project.code, needs)
    doubts = base.tasks.answer.doubts if base.tasks else ()
    if missing is None:
        return Delay(project, version, window, _without_end(base), doubts=doubts, longer=longer)
    wanted = Wanted(held, project.code, needs)
    return Delay(
        project,
        version,
        window,
        expected=base.expected,
        missing_days=missing,
        spare_days=base.spare_days,
        is_waiting=len(unanswered(office, lines_of_version(office, project.code, version))) > 0,
        unstaffed=base.unstaffed,
        **_explained(base),
        longer=longer,
        doubts=doubts,
        remedies=remedies(wanted, base) if missing else (),
    )


def short_delay_problems(office: Office) -> list[Problem]:
    """Warnings of the quotes being negotiated whose delay is too short even if nobody were taken by anything else.

    Only what is not planned yet is looked at, at the last version of each project: of what is, the plan says so itself.
    """
    planned = set(office["Planning"].column("project"))
    last = {
        row.project: row
        for row in sorted(office["Versions"], key=attrgetter("version"))
        if row.status not in CLOSED_VERSIONS
    }
    return [
        problem
        for project in office["Projets"]
        if project.code not in planned
        and (version := last.get(project.code))
        and version.status in NEGOTIATED
        for problem in _too_short(office, project, version)
    ]


def _too_short(office: Office, project: Row, version: Row) -> Iterator[Problem]:
    if _undated(office, project):
        return
    held = with_version(office, project.code, version.version)
    needs = needs_of(held, project.code, version.version)
    try:
        missing = programme_tasks(held, project.code, sold=needs.lines).short_days
    except ProgrammeRefused:
        return
    if missing is not None and missing > 0:
        days = working_days_text(missing)
        message = (
            f"{project.code} version {version.version} : il manque au moins {days} entre les rushes et la livraison, "
            "même si personne n'était pris ; « Demander les avis » dit ce qu'il faudrait céder"
        )
        yield version.warning(
            "version", str(version.version), "un délai que le travail du devis permet", message
        )


def _explained(base: Imagined) -> dict[str, Any]:
    """What makes the plan late, and what the steps alone would take, where days are missing."""
    plan, promised = base.made.plan, base.delivery.promised
    delivery = plan.model.deliveries.get(base.project)
    if not base.missing_days:
        return {}
    told = [problem.message for problem in base.made.problems if _is_late(problem, base)]
    if delivery is None or promised is None:
        return {"causes": told}
    short = ShortDelays(plan)
    best, floored = short.earliest(delivery), short.earliest_at_floors(delivery)
    labels = base.office["Planning"].by_key("task", "label")
    return {
        "causes": told,
        "alone_days": best and base.calendar.working_days_late(promised, best),
        "floor_days": floored and base.calendar.working_days_late(promised, floored),
        "cuts": [
            (labels[task.code] or task.step, half_days(task.remaining - least))
            for task, least in short.gains(delivery)[:_CUTS]
        ],
    }


def _is_late(problem: Problem, base: Imagined) -> bool:
    """Whether a problem of the plan is that of a late delivery of the project, or of one of its episodes."""
    if problem.table == PROJECTS.name:
        row = next(row.row for row in base.office["Projets"] if row.code == base.project)
        return problem.row == row and problem.heading == _DELIVERY
    rows = zip(base.office["Episodes"].numbers, base.office["Episodes"].column("project"), strict=True)
    return problem.table == EPISODES.name and problem.row in {
        row for row, code in rows if code == base.project
    }


def _window(office: Office, project: Row) -> Window:
    rushes, delivery = (plausible(day, office.today) for day in (project.rushes_day, project.delivery_day))
    calendar = WorkCalendar.of(project.department)
    days = calendar.working_days_between(rushes, delivery) if rushes and delivery else None
    return Window(rushes, delivery, days)


def _undated(office: Office, project: Row) -> str:
    """What a project or some of its episodes lacks for the delay to be known; empty when nothing."""
    own = {key.number: episode for key, episode in episodes_of(office).items() if key.project == project.code}
    numbers = range(1, (project.episodes or max(own, default=1)) + 1)
    for heading, day, dated in (
        (_RUSHES, project.rushes_day, {number for number, one in own.items() if one.rushes}),
        (_DELIVERY, project.delivery_day, {number for number, one in own.items() if one.promised}),
    ):
        missing = [str(number) for number in numbers if number not in dated]
        if day is None and missing:
            episodes = f", et pour l'épisode {first_names(missing)}" if dated else ""
            return f"« {heading} » est vide pour {project.code} dans {PROJECTS.tab}{episodes}"
    return ""


def _without_end(base: Imagined) -> str:
    names = base.delivery.undated
    return (
        f"fin prévue inconnue, sans place au planning : {first_names(names)}" if names else "rien à planifier"
    )


def _longer(office: Office, project: str, needs: NeededWork) -> list[tuple[str, Decimal, Decimal | None]]:
    sold = {line.line: line.days for line in sold_lines(office, project)}
    return [(line, days, sold.get(line)) for line, days in needs.asked.items() if days != sold.get(line)]


def _window_text(window: Window) -> str:
    rushes = f"rushes le {french(window.rushes)}" if window.rushes else "rushes selon l'épisode"
    delivery = f"PAD le {french(window.delivery)}" if window.delivery else "PAD selon l'épisode"
    days = "" if window.working_days is None else f", soit {_days(window.working_days)}"
    return f"{rushes}, {delivery}{days}"


def _days(days: int) -> str:
    return counted_whole(days, "jour ouvré")


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
