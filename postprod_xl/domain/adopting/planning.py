"""What a planning of an office says of its tasks beyond its columns: whose project, how long, whether done."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from math import ceil
from typing import Any

from postprod_xl.domain.adopting.reading import ReadList, ReadRow
from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.mapping.known_names import KnownNames
from postprod_xl.domain.wording import counted_whole
from postprod_xl.schema.kinds import Unreadable
from postprod_xl.schema.tables.planning import PLANNING
from postprod_xl.schema.tables.projects import PROJECTS
from postprod_xl.schema.vocabulary import TaskState

_ABOUT_A_PLANNING = re.compile(r"\b(?:planning|plan|calendrier|t[aâ]ches|du|de|des)\s", re.IGNORECASE)
_REFERRED = (PROJECTS.name,)


def complete_tasks(found: ReadList, names: KnownNames, today: date) -> None:
    """Find the project, the duration and the state of the tasks of a list; those of no project are left out.

    The project of a list without such a column is the one that its tab is called after, or that a row alone above its
    tasks names. A duration that nothing says is the working days from first to last, those included. A task whose last
    day is past and whose state nothing says is done on that day.
    """
    if "project" not in found.mapping.read:
        _take_project_of_title_or_rows(found, names)
    done = 0
    for row in found.rows:
        _take_days(found, row)
        done += _take_done(
            row.record, today, is_unread="state" in found.mapping.read and "state" not in row.record
        )
    if done:
        found.remarks.append(
            f"{found.listing.title} : {counted_whole(done, 'tâche finie')} avant le {today:%d/%m/%Y} "
            f"{'sont notées' if done > 1 else 'est notée'} « {TaskState.DONE} »"
        )
    _keep_those_of_a_project(found)


def _take_project_of_title_or_rows(found: ReadList, names: KnownNames) -> None:
    """Give tasks the project that the title of their tab names, or a row alone above them."""
    title = found.listing.title
    current = _code(names, title) or _code(names, _ABOUT_A_PLANNING.sub("", f"{title} "))
    alone = {number: next(iter(cells.values())) for number, cells in found.listing.rows if len(cells) == 1}
    kept = []
    for row in found.rows:
        if code := _code(names, str(alone.get(row.number, ""))):
            current = code
            continue
        row.record["project"] = current
        kept.append(row)
    found.rows = kept


def _code(names: KnownNames, text: str) -> str:
    try:
        return names.code(_REFERRED, text.strip()) if text.strip() else ""
    except Unreadable:
        return ""


def _take_days(found: ReadList, row: ReadRow) -> None:
    """Find how long a task lasts and its last day, from its first day and what else is said."""
    record, calendar = row.record, WorkCalendar.of("")
    first, last, duration = record.get("fixed_day"), record.pop("end_day", None), record.get("duration_days")
    if first is None:
        record["due_day"] = record.get("due_day") or last
    elif last is None:
        record["last_day"] = duration and calendar.shift(first, max(ceil(duration) - 1, 0))
    elif last < first:
        message = f"fin le {last:%d/%m/%Y}, avant le début du {first:%d/%m/%Y} : elle n'est pas lue"
        found.problems.append(
            found.problem(row.number, "end_day", f"{last:%d/%m/%Y}", "un jour d'après", message)
        )
    else:
        record["last_day"] = last
        if duration is None:
            # Days off alone were meant to be worked.
            worked = calendar.working_days_between(first, last) or (last - first).days + 1
            record["duration_days"] = Decimal(worked)


def _take_done(record: dict[str, Any], today: date, is_unread: bool) -> bool:
    """Note a task as done on its last day, past and said nowhere to be anything else; whether it is.

    A state that could not be read says something: what, its problem asks.
    """
    last = record.pop("last_day", None)
    if not last or last >= today or record.get("state") or is_unread:
        return False
    record |= {"state": TaskState.DONE.value, "fixed_day": last}
    return True


def _keep_those_of_a_project(found: ReadList) -> None:
    kept = [row for row in found.rows if row.record.get("project")]
    if lost := [row.number for row in found.rows if not row.record.get("project")]:
        found.problems += [_without_project(found, number) for number in lost]
    found.rows = kept


def _without_project(found: ReadList, number: int) -> Any:
    message = f"ligne non lue : rien ne dit de quel projet est cette {PLANNING.heading('task').lower()}"
    return found.problem(number, "project", "", "le projet", message)
