"""What the promises call for: those not kept, those that nothing judges any more, lines that are not ours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.promises.broken import Broken, broken_promises, worst_text
from postprod_xl.domain.planning.promises.kept import kept_promises
from postprod_xl.domain.planning.promises.register import Promised, Register, register_of
from postprod_xl.domain.planning.tasks.facts import DELIVERED_PROJECTS
from postprod_xl.domain.sealed_rows import cut_rows, typed_over
from postprod_xl.domain.wording import first_names
from postprod_xl.schema.problems import Problem, info
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.projects import PROJECTS
from postprod_xl.schema.tables.promises import PROMISES

AHEAD = "promesse ne serait pas tenue", "promesses ne seraient pas tenues"
"""What is said of one promise, and of several, that the plan of today does not keep."""
_OVER = "promesse n'a pas été tenue", "promesses n'ont pas été tenues"
_RESTORE = "reprenez-la d'une version gardée, ou repartez du planning d'aujourd'hui : « postprod baseline »"


def promise_problems(office: Office) -> list[Problem]:
    """One line per project: promises not kept, of tasks gone, finished on a day that nothing says; damaged lines.

    What is delivered, settled or cancelled is history: nothing more is said of it.

    Parameters
    ----------
    office
        With the computed columns of `Planning` and of `Episodes`, and the promises noted today.
    """
    register = register_of(office)
    projects = [row for row in office["Projets"] if row.status not in DELIVERED_PROJECTS]
    broken: defaultdict[str, list[Broken]] = defaultdict(list)
    for each in broken_promises(office):
        broken[each.what.project].append(each)
    return [
        *(problem for row in projects for problem in _not_kept(row, broken[row.code])),
        *_of_unknown_day(office, {row.code for row in projects}),
        *_of_tasks_gone(office, register, projects),
        *_of_projects_gone(office, register),
        *_damaged(office, register),
    ]


def _not_kept(project: Row, broken: list[Broken]) -> Iterator[Problem]:
    """A warning of what is planned after its promise, a notice of what is over."""
    ahead = [each for each in broken if each.is_told and not each.is_over]
    over = [each for each in broken if each.is_told and each.is_over]
    for found, report, what in ((ahead, project.warning, AHEAD), (over, project.info, _OVER)):
        if found:
            how_many = f"{len(found)} {what[len(found) > 1]}"
            message = f"{project.code} : {how_many} : {worst_text(found)}"
            yield report("promise_gap_days", found[0].what.name, "le jour promis", message)


def _of_unknown_day(office: Office, projects: set[str]) -> Iterator[Problem]:
    """One notice of the tasks promised and finished on a day that neither a session nor a person says."""
    tasks = office["Planning"]
    unknown = [
        (row, kept.what.task)
        for row, kept in zip(tasks.numbers, kept_promises(office).tasks, strict=True)
        if kept.is_finished and kept.promised and kept.actual is None and kept.what.project in projects
    ]
    if unknown:
        heading = tasks.table.heading("fixed_day")
        message = (
            f"{first_names([task for _, task in unknown])} : terminé sans séance ni jour de réception, la promesse "
            f"n'est pas jugée ; tapez ce jour en « {heading} »"
        )
        yield tasks.row(unknown[0][0]).info("fixed_day", "", "le jour de la réception", message)


def _of_tasks_gone(office: Office, register: Register, projects: list[Row]) -> Iterator[Problem]:
    """One notice per project of what it promised under a code that `Planning` no longer has."""
    codes = set(office["Planning"].column("task"))
    gone: defaultdict[str, list[str]] = defaultdict(list)
    for what in register.standing:
        if what.task and what.task not in codes and register.in_force(what, office.today):
            gone[what.project].append(what.task)
    for project in projects:
        if gone[project.code]:
            message = (
                f"{project.code} : promis et plus au planning sous ce code : {first_names(gone[project.code])} ; "
                "remettez le code, ou annulez la tâche au lieu de la retirer"
            )
            yield project.info("promised_day", gone[project.code][0], "une tâche du planning", message)


def _of_projects_gone(office: Office, register: Register) -> Iterator[Problem]:
    """One notice per project that promised something and that `Projets` no longer has."""
    known = set(office["Projets"].column("code"))
    for code in register.last_numbers:
        if code not in known:
            message = (
                f"{code} : ses promesses ne jugent plus rien, {PROJECTS.tab} n'a plus ce code ; remettez-le"
            )
            yield info(PROMISES.name, None, PROMISES.heading("project"), code, "un projet", message)


def _damaged(office: Office, register: Register) -> Iterator[Problem]:
    """One warning per line typed over since it was written, and one per project whose lines were cut."""
    for lines in register.damaged.values():
        for line in lines:
            name = Promised(line.project, line.promised_task, line.episode).name
            message = (
                f"{name} : cette promesse n'est plus celle que le programme a écrite, elle n'est plus jugée ; "
                f"{_RESTORE}"
            )
            yield typed_over(line, message)
    for project, numbers in register.missing.items():
        if numbers:
            yield cut_rows(PROMISES, project, numbers, "promesse", _RESTORE)
