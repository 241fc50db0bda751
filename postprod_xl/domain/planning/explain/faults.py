"""What the input of a plan asks that cannot be: one clear problem each, the rest of the plan being computed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.explain.no_place import no_place_problems
from postprod_xl.domain.planning.explain.reasons import days_text, french
from postprod_xl.domain.planning.plan.solved import Plan
from postprod_xl.domain.planning.problem.axis import half_days
from postprod_xl.domain.planning.problem.roster import TO_AVOID
from postprod_xl.domain.planning.tasks.facts import CLOSED_PROJECTS, finished_rows
from postprod_xl.domain.planning.tasks.to_plan import Progress, Task
from postprod_xl.domain.wording import counted, first_names, working_days_text
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.tables.team import TEAM
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import TaskState

PLANNING = BY_NAME["Planning"]


def input_problems(office: Office, plan: Plan, cancelled: Sequence[bool]) -> list[Problem]:
    """The problems of the tasks: durations, candidates, places, receptions, closed projects."""
    return [
        *_without_duration(office, cancelled),
        *_without_candidate(plan),
        *_refused(plan),
        *_longer_than_project(plan),
        *no_place_problems(plan),
        *_received_later(office, cancelled),
        *_left_open(office),
    ]


def _without_duration(office: Office, cancelled: Sequence[bool]) -> Iterator[Problem]:
    fact = "la durée est vide, la tâche est comptée comme un jalon ; indiquez 0 si c'en est un"
    expected = "un nombre de jours, 0 pour un jalon"
    for task, is_cancelled in zip(office["Planning"], cancelled, strict=True):
        if task.duration_days is None and not is_cancelled:
            yield task.warning("duration_days", "", expected, f"{task.task} : {fact}")


def _without_candidate(plan: Plan) -> Iterator[Problem]:
    """One warning per skill nobody has and per type of room there is none of, at the first task that asks."""
    house = plan.model.roster.house
    asked: dict[tuple[str, str], list[Task]] = {}
    for task, activity in zip(plan.model.listed.tasks, plan.model.problem.activities, strict=False):
        if not activity.duration:
            continue
        # A task without place has no candidates in the problem: those of the house are looked at.
        if task.skill and not task.technician and not house.people_for(task):
            asked.setdefault(("skill", folded(task.skill)), []).append(task)
        if task.room_type and not task.room and not house.rooms_for(task):
            asked.setdefault(("room_type", folded(task.room_type)), []).append(task)
    for (name, _), tasks in asked.items():
        if name == "skill" and house.people:
            wanted = tasks[0].skill
            message = f"personne dans {TEAM.tab} n'a la compétence « {wanted} »"
            yield _unserved(tasks, name, wanted, message, "une compétence d'au moins une personne")
        elif name == "room_type" and house.rooms:
            wanted = tasks[0].room_type
            message = f"aucune salle n'est du type « {wanted} »"
            yield _unserved(tasks, name, wanted, message, "le type d'au moins une salle")


def _unserved(tasks: Sequence[Task], name: str, wanted: str, fact: str, expected: str) -> Problem:
    message = f"{fact} : {counted(len(tasks), 'tâche')} sans affectation, à partir de {tasks[0].code}"
    return warning("Planning", tasks[0].row, PLANNING.heading(name), wanted, expected, message)


def _refused(plan: Plan) -> Iterator[Problem]:
    """One warning per person whom a director refuses and who has tasks of theirs left, at the first task."""
    house = plan.model.roster.house
    held: dict[tuple[str, str], list[Task]] = {}
    for place, task in enumerate(plan.model.listed.tasks):
        at = plan.placements[place]
        if at is not None and plan.books(place) and house.affinity(task.director, at.person) <= TO_AVOID:
            held.setdefault((at.person, task.director), []).append(task)
    for (person, director), tasks in held.items():
        heading = PLANNING.heading("technician" if tasks[0].technician else "assigned_technician")
        count = counted(len(tasks), "tâche")
        message = f"{person} est à éviter avec {director} : {count}, à partir de {tasks[0].code}"
        yield warning("Planning", tasks[0].row, heading, person, "une autre personne", message)


def _longer_than_project(plan: Plan) -> Iterator[Problem]:
    """Tasks not begun that last longer than the working days from the rushes to the delivery."""
    for task in plan.model.listed.tasks:
        if task.progress is not Progress.TO_DO or task.rushes is None or task.delivery is None:
            continue
        given = task.project.calendar.working_days_between(task.rushes, task.delivery)
        if 0 < given < half_days(task.duration):
            heading = PLANNING.heading("duration_days")
            whole = "son épisode" if task.episode else "son projet"
            message = (
                f"{task.code} dure {days_text(task.duration)} j, plus que {whole} : {working_days_text(given)} du "
                f"{french(task.rushes)} au {french(task.delivery)}"
            )
            expected = f"{given} j au plus"
            yield warning("Planning", task.row, heading, days_text(task.duration), expected, message)


def _received_later(office: Office, cancelled: Sequence[bool]) -> Iterator[Problem]:
    """The blocking problems of finished tasks whose day of reception is still to come."""
    for task, is_cancelled in zip(office["Planning"], cancelled, strict=True):
        day = task.fixed_day
        if task.state == TaskState.DONE and not is_cancelled and day is not None and day > office.today:
            today, found = french(office.today), french(day)
            message = (
                f"{task.task} : terminée, mais reçue le {found}, après aujourd'hui ({today}) : tapez le jour de sa "
                "réception, ou videz la cellule"
            )
            yield task.blocking("fixed_day", found, f"un jour jusqu'au {today}", message)


def _left_open(office: Office) -> Iterator[Problem]:
    """One warning per settled or cancelled project some of whose tasks are neither finished nor cancelled."""
    left: dict[str, list[str]] = {}
    tasks = zip(office["Planning"].select("project", "task", "state"), finished_rows(office), strict=True)
    for (project, task, state), is_finished in tasks:
        if not is_finished and state != TaskState.CANCELLED:
            left.setdefault(project, []).append(task)
    for closed in office["Projets"]:
        if closed.status in CLOSED_PROJECTS and closed.code in left:
            yield _closed_with(closed, left[closed.code])


def _closed_with(project: Row, left: Sequence[str]) -> Problem:
    expected = "un projet en cours, ou toutes ses tâches Terminé ou Annulé"
    fact = f"{project.code} est « {project.status} » : plus rien n'y est planifié"
    message = f"{fact} ; reste ouvert : {first_names(left)}"
    return project.warning("status", project.status, expected, message)
