"""Made-up offices that live from day to day: sessions, late rushes, absences, new options, confirmations.

`House(seed, projects)` is an office with its first plan; `House.next_day()` goes on to the next working day as a
coordinator and the team would, from the bookings of the day before. Everything is drawn from the seed, and the plan of
a day is the plan in force of the next.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.plan.schedule import schedule
from postprod_xl.schema.vocabulary import DayPart, ProjectStatus, ProjectType, TaskState
from tests.domain.offices import office, table_rows, with_plan

FIRST_DAY = date(2026, 11, 2)
CALENDAR = WorkCalendar.of("75")
QUARTER, HALF_DAY, WHOLE_DAY = Decimal("0.25"), Decimal("0.5"), Decimal(1)
Record = dict[str, Any]


class Step(NamedTuple):
    """One step of a programme: its skill and room, its least and most quarters of a day, what it waits for."""

    code: str
    skill: str
    room: str
    least: int
    most: int
    after: tuple[str, ...] = ()


FILM = (
    Step("SYN", "Assistant", "", 4, 12),
    Step("MON", "Monteur", "Montage", 32, 64, ("SYN DD+1j",)),
    Step("VAL", "", "", 0, 0, ("MON",)),
    Step("VFX", "Truquiste", "", 12, 28, ("MON",)),
    Step("SON", "Monteur son", "Studio son", 16, 32, ("VAL",)),
    Step("BRU", "Bruiteur", "Auditorium", 4, 8, ("SON DD+2j",)),
    Step("CNF", "Conformateur", "Étalonnage", 4, 8, ("VAL", "VFX")),
    Step("ETA", "Étalonneur", "Étalonnage", 12, 24, ("CNF",)),
    Step("MIX", "Mixeur", "Auditorium", 12, 24, ("SON", "BRU")),
    Step("PAD", "Conformateur", "", 4, 6, ("ETA", "MIX FF+1j")),
    Step("QC", "Vérificateur", "", 2, 4, ("PAD",)),
    Step("LIV", "", "", 0, 0, ("QC",)),
)
DOCUMENTARY = (
    Step("SYN", "Assistant", "", 2, 6),
    Step("MON", "Monteur", "Montage", 24, 44, ("SYN",)),
    Step("VO", "Mixeur", "Auditorium", 2, 4, ("MON FD+1j",)),
    Step("SON", "Monteur son", "Studio son", 6, 14, ("MON",)),
    Step("ETA", "Étalonneur", "Étalonnage", 4, 10, ("MON",)),
    Step("MIX", "Mixeur", "Auditorium", 4, 10, ("SON", "VO")),
    Step("PAD", "Conformateur", "", 2, 4, ("ETA", "MIX")),
)
EPISODE = (
    Step("MON", "Monteur", "Montage", 10, 18),
    Step("SON", "Monteur son", "Studio son", 4, 8, ("MON",)),
    Step("ETA", "Étalonneur", "Étalonnage", 2, 5, ("MON",)),
    Step("MIX", "Mixeur", "Auditorium", 3, 6, ("SON",)),
    Step("PAD", "Conformateur", "", 2, 2, ("ETA", "MIX")),
)
MAGAZINE = (
    Step("MON", "Monteur", "Montage", 8, 14),
    Step("GEN", "Truquiste", "", 2, 6, ("MON DD+1j",)),
    Step("ETA", "Étalonneur", "Étalonnage", 2, 2, ("MON",)),
    Step("MIX", "Mixeur", "Auditorium", 2, 4, ("MON",)),
    Step("PAD", "Conformateur", "", 2, 2, ("GEN", "ETA", "MIX")),
)
PROGRAMMES: tuple[tuple[str, tuple[Step, ...], tuple[int, int]], ...] = (
    (ProjectType.FEATURE_FILM, FILM, (1, 1)),
    (ProjectType.DOCUMENTARY, DOCUMENTARY, (1, 1)),
    (ProjectType.TV_SERIES, EPISODE, (3, 5)),
    (ProjectType.MAGAZINE, MAGAZINE, (1, 2)),
)
_NAMES = {
    "SYN": "SYNCHRO",
    "MON": "MONTAGE_IMAGE",
    "VAL": "PROJECTIONS",
    "SON": "MONTAGE_SON",
    "BRU": "BRUITAGE",
    "CNF": "CONFORMATION",
    "ETA": "ETALONNAGE",
    "MIX": "MIXAGE",
    "VO": "VOIX_OFF",
    "GEN": "GENERIQUE",
}
"""The steps of the house by the short name that their tasks bear; the others are called the same."""
# Who else can do some of the work of a person of the first skill.
SECOND_SKILLS = {
    "Monteur": "Assistant",
    "Monteur son": "Bruiteur",
    "Mixeur": "Monteur son",
    "Conformateur": "Vérificateur",
    "Étalonneur": "Conformateur",
}
DIRECTORS = ("A. Bellec", "B. Carrel", "C. Daumas", "D. Fabre")


class House:
    """One office of a seed, on its present day, with the plan of that day.

    Attributes
    ----------
    office
        The office as it stands before the plan of the day: it holds the plan of the day before.
    made
        The plan of the day.
    events
        What happened since the day before, for whoever looks into a case.
    """

    def __init__(self, seed: int, projects: int) -> None:
        self.chance = random.Random(seed)
        self.seed = seed
        self.today = FIRST_DAY
        self.tables: dict[str, list[Record]] = {
            name: []
            for name in ("Projets", "Planning", "Equipe", "Salles", "Absences", "Affinites", "Seances")
        }
        self.slow: dict[str, bool] = {}
        self.events: list[str] = []
        # How much of their time people would work were the projects spread evenly.
        self.load = self.chance.choice((0.35, 0.45, 0.55, 0.7))
        for _ in range(projects):
            self._new_project(self.chance.randint(-8, 12), self.chance.randrange(len(PROGRAMMES)))
        self._hire()
        self.office = self._as_tables(None)
        self.made = schedule(self.office)
        self._confirm(0.6)

    def next_day(self) -> None:
        """Go on to the next working day and plan it."""
        worked_day = self.today
        before = with_plan(self.office, self.made)
        self.events = []
        self.today = CALENDAR.shift(self.today, 1)
        self._work(worked_day, before)
        self._disturb()
        self._confirm(0.35)
        self._close()
        self.office = self._as_tables(before)
        self.made = schedule(self.office)

    def _as_tables(self, before: Office | None) -> Office:
        """The office of the day, holding the plan of the day before."""
        made = office(self.today, **{name: table_rows(name, rows) for name, rows in self.tables.items()})
        if before is None:
            return made
        names = ("start_day", "end_day", "assigned_technician", "assigned_room")
        held = {row[0]: row[1:] for row in before["Planning"].select("task", *names)}
        lines = [held.get(task, (None, None, "", "")) for task in made["Planning"].column("task")]
        columns = {name: [line[at] for line in lines] for at, name in enumerate(names)}
        return made.with_columns("Planning", columns).with_rows("Reservations", before["Reservations"])

    # The house and its projects.

    def _new_project(self, rushes_in: int, programme: int) -> None:
        chance = self.chance
        kind, steps, (fewest, most) = PROGRAMMES[programme]
        code = f"P{len(self.tables['Projets']) + 1:02d}"
        rushes = CALENDAR.shift(self.today, rushes_in)
        episodes = chance.randint(fewest, most)
        quoted = chance.random() < 0.15
        hold = TaskState.OPTION_2 if quoted else chance.choice((TaskState.OPTION_1, TaskState.OPTION_1, ""))
        longest = 0
        for episode in range(1, episodes + 1):
            tasks, length = self._tasks(code, steps, episode if episodes > 1 else None, hold)
            if episodes > 1 and chance.random() < 0.5:
                due = int(length * chance.uniform(1.3, 1.9)) + 4 * (episode - 1) + 1
                tasks[-1]["due_day"] = CALENDAR.shift(max(rushes, self.today), due)
            self.tables["Planning"] += tasks
            longest = max(longest, length + 3 * (episode - 1))
        delivery = CALENDAR.shift(max(rushes, self.today), int(longest * chance.uniform(1.15, 1.8)) + 2)
        self.tables["Projets"].append(
            {
                "code": code,
                "type": kind,
                "director": chance.choice(DIRECTORS),
                "department": "75",
                "rushes_day": rushes,
                "delivery_day": delivery,
                "status": ProjectStatus.QUOTED if quoted else ProjectStatus.CONFIRMED,
                "priority": chance.choice((1, 1, 2, 2, 3, 3, None)),
            }
        )

    def _tasks(
        self, project: str, steps: tuple[Step, ...], episode: int | None, hold: str
    ) -> tuple[list[Record], int]:
        """The tasks of an episode, and the working days of its longest chain."""
        chance, ends, tasks = self.chance, {}, []
        prefix = project if episode is None else f"{project}-E{episode:02d}"
        for step in steps:
            quarters = chance.randint(step.least, step.most) if step.most else 0
            days = Decimal(-(-quarters // 2)) / 2
            start = max((ends[link.split()[0]] for link in step.after), default=0.0)
            ends[step.code] = start + float(days)
            tasks.append(
                {
                    "task": f"{prefix}-{step.code}",
                    "project": project,
                    "episode": episode,
                    "step": _NAMES.get(step.code, step.code),
                    "duration_days": days,
                    "predecessors": "; ".join(f"{prefix}-{link}" for link in step.after),
                    "skill": step.skill,
                    "room_type": step.room,
                    "state": hold if days else "",
                }
            )
        return tasks, int(max(ends.values())) + 1

    def _hire(self) -> None:
        """People and rooms for the work there is, absences, and who gets on with whom."""
        chance = self.chance
        work: dict[str, float] = {}
        for task in self.tables["Planning"]:
            for kind in (task["skill"], task["room_type"]):
                work[kind] = work.get(kind, 0.0) + float(task["duration_days"])
        span = 35.0
        for kind in sorted(set(work) - {""}):
            count = max(1, round(work[kind] / span / self.load))
            is_room = any(step.room == kind for _, steps, _ in PROGRAMMES for step in steps)
            for _ in range(count):
                if is_room:
                    code = f"S{len(self.tables['Salles']) + 1:02d}"
                    cost = chance.randrange(10_000, 40_000, 5_000)
                    self.tables["Salles"].append({"code": code, "type": kind, "day_cost_cents": cost})
                else:
                    self._hire_one(kind)

    def _hire_one(self, skill: str) -> None:
        chance = self.chance
        code = f"T{len(self.tables['Equipe']) + 1:02d}"
        skills = [skill]
        if skill in SECOND_SKILLS and chance.random() < 0.5:
            skills.append(SECOND_SKILLS[skill])
        week = "lu-je" if chance.random() < 0.1 else ""
        self.tables["Equipe"].append(
            {
                "code": code,
                "last_name": code,
                "skills": "; ".join(skills),
                "day_cost_cents": chance.randrange(20_000, 50_000, 1_000),
                "working_days": week,
            }
        )
        if chance.random() < 0.4:
            score = chance.choice((-2, -1, 1, 2))
            self.tables["Affinites"].append(
                {"director": chance.choice(DIRECTORS), "technician": code, "score": score}
            )
        if chance.random() < 0.3:
            self._away(code, chance.randint(0, 30), chance.randint(1, 6))

    def _away(self, code: str, starts_in: int, days: int) -> None:
        first = CALENDAR.shift(self.today, starts_in)
        last = CALENDAR.shift(first, days - 1)
        half = DayPart.AFTERNOON if days == 1 and self.chance.random() < 0.3 else ""
        absence = {"resource": code, "first_day": first, "last_day": last, "half_day": half}
        self.tables["Absences"].append(absence)
        self.events.append(f"{code} away {first:%d/%m}-{last:%d/%m} {half}")

    # What a day brings.

    def _work(self, day: date, before: Office) -> None:
        """The sessions of a day as it was booked; some people are ill, some tasks take longer."""
        chance = self.chance
        by_code = {task["task"]: task for task in self.tables["Planning"]}
        ill: set[str] = set()
        for booked in before["Reservations"]:
            if booked.day != day or booked.conflict.startswith("Conflit"):
                continue
            who = booked.technician or booked.room
            if who in ill:
                continue
            if chance.random() < 0.02:
                ill.add(who)
                self._away(who, 0, chance.randint(1, 3))
                continue
            self._session(by_code[booked.task], booked, self.made.remaining[booked.task])

    def _session(self, task: Record, booked: Any, left: Decimal) -> None:
        chance, code = self.chance, task["task"]
        worked = WHOLE_DAY if booked.half_day == DayPart.WHOLE_DAY else HALF_DAY
        left = max(left - worked, Decimal(0))
        if code not in self.slow:
            self.slow[code] = chance.random() < 0.3
        if self.slow[code] and chance.random() < 0.4:
            left += chance.choice((QUARTER, HALF_DAY, WHOLE_DAY))
            self.events.append(f"{code} longer, {left} left")
        told = left if self.slow[code] or not left or chance.random() < 0.6 else None
        first, last = {
            DayPart.WHOLE_DAY: (540, 1080), DayPart.MORNING: (540, 780), DayPart.AFTERNOON: (840, 1080),
        }[booked.half_day]  # fmt: skip
        self.tables["Seances"].append(
            {
                "number": f"B{len(self.tables['Seances']) + 1}",
                "day": booked.day,
                "project": task["project"],
                "task": code,
                "technician": booked.technician,
                "room": booked.room,
                "start": first,
                "end": last,
                "pause_minutes": 60 if worked == WHOLE_DAY else 0,
                "remaining_days": told,
            }
        )
        task["state"] = TaskState.DONE if not left else TaskState.UNDER_WAY

    def _disturb(self) -> None:
        """Late rushes, absences, imposed days, new projects, quotes signed."""
        chance = self.chance
        coming = [row for row in self.tables["Projets"] if row["rushes_day"] >= self.today]
        if coming and chance.random() < 0.3:
            late, days = chance.choice(coming), chance.randint(1, 4)
            late["rushes_day"] = CALENDAR.shift(late["rushes_day"], days)
            self.events.append(f"rushes of {late['code']} +{days}j")
        if chance.random() < 0.35:
            person = chance.choice(self.tables["Equipe"])
            self._away(person["code"], chance.randint(0, 10), chance.randint(1, 3))
        if chance.random() < 0.2:
            self._new_project(chance.randint(1, 10), chance.choice((1, 3, 3)))
            self.events.append(f"new project {self.tables['Projets'][-1]['code']}")
        quoted = [row for row in self.tables["Projets"] if row["status"] == ProjectStatus.QUOTED]
        if quoted and chance.random() < 0.2:
            signed = chance.choice(quoted)
            signed["status"] = ProjectStatus.CONFIRMED
            self.events.append(f"quote {signed['code']} signed")
        free = [row for row in self.tables["Planning"] if row["state"] in ("", TaskState.OPTION_1)]
        if free and chance.random() < 0.08:
            task = chance.choice(free)
            if task["duration_days"]:
                task["fixed_day"] = CALENDAR.shift(self.today, chance.randint(3, 20))
                self.events.append(f"{task['task']} imposed on {task['fixed_day']:%d/%m}")

    def _confirm(self, share: float) -> None:
        """Some options of signed projects that start soon are confirmed, as the plan has them."""
        quoted = {row["code"] for row in self.tables["Projets"] if row["status"] == ProjectStatus.QUOTED}
        starts = self.made.columns.column("start_day")
        soon = CALENDAR.shift(self.today, 7)
        for task, start in zip(self.tables["Planning"], starts, strict=False):
            if task["project"] in quoted or not task["duration_days"] or start is None:
                continue
            if task["state"] in ("", *_OPTIONS) and start <= soon and self.chance.random() < share:
                task["state"] = TaskState.CONFIRMED
                self.events.append(f"{task['task']} confirmed on {start:%d/%m}")

    def _close(self) -> None:
        """Milestones behind what is finished are passed, projects without anything left are delivered."""
        done = {task["task"] for task in self.tables["Planning"] if task["state"] == TaskState.DONE}
        for task in self.tables["Planning"]:
            if not task["duration_days"] and task["task"] not in done and set(_before(task)) <= done:
                task["state"] = TaskState.DONE
                done.add(task["task"])
        left = {task["project"] for task in self.tables["Planning"] if task["task"] not in done}
        for project in self.tables["Projets"]:
            if project["code"] not in left:
                project["status"] = ProjectStatus.DELIVERED


_OPTIONS = (TaskState.OPTION_1, TaskState.OPTION_2)


def _before(task: Record) -> Iterator[str]:
    for link in task["predecessors"].split(";"):
        if link.strip():
            yield link.split()[0]
