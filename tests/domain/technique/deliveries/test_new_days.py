"""The day a held deliverable would be ready on, as the engine plans it; the days counted by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.domain.refresh import Refresh, refreshed
from postprod_xl.domain.technique.deliveries.new_days import MOST_PLANS
from postprod_xl.schema.technical_vocabulary import DeliverableState, DeliverableType
from postprod_xl.schema.vocabulary import ProjectStatus, ProjectType, TaskState
from tests.domain.offices import office, records_of, table_rows

MONDAY = date(2026, 11, 30)
EDIT = {"task": "MON", "step": "MONTAGE_IMAGE", "duration_days": Decimal(20)}
PAD = {"task": "PAD", "step": "PAD", "duration_days": Decimal(1), "predecessors": "MON"}
QC = {"task": "QC", "step": "QC", "duration_days": Decimal(1), "predecessors": "PAD"}
CINEMA_MIX = {"mix": "Mixage salle"}
FICTION = {"type": ProjectType.TV_MOVIE, "length_minutes": 90}


def run(
    deliverable: dict[str, Any],
    tasks: tuple[dict[str, Any], ...] = (EDIT, PAD, QC),
    projects: tuple[str, ...] = ("P",),
    **tables: list[dict[str, Any]],
) -> Refresh:
    """Television films of 90 minutes, each with one PAD; their plan begins on Monday 30 November 2026."""
    rows: dict[str, list[dict[str, Any]]] = {
        "Projets": [
            {
                "code": code,
                "status": ProjectStatus.CONFIRMED,
                "delivery_day": date(2027, 2, rank),
                **FICTION,
            }
            for rank, code in enumerate(projects, 1)
        ],
        "Livrables": [
            {
                "project": code,
                "deliverable": "L",
                "type": DeliverableType.PAD_HD,
                "task": f"{code}-PAD",
                **deliverable,
            }
            for code in projects
        ],
        "Planning": [of_project(code, task) for code in projects for task in tasks],
        **tables,
    }
    held = office(MONDAY, **{name: table_rows(name, records) for name, records in rows.items()})
    return refreshed(held, ())


def of_project(code: str, task: dict[str, Any]) -> dict[str, Any]:
    awaited = task.get("predecessors", "")
    links = {"predecessors": f"{code}-{awaited}"} if awaited else {}
    return {**task, "project": code, "task": f"{code}-{task['task']}", **links}


def told(made: Refresh, rule: str = "SON-08", project: str = "P") -> tuple[date | None, str]:
    (found,) = (
        row
        for row in records_of(made.rows["Compatibilites"])
        if (row["rule"], row["project"]) == (rule, project)
    )
    return found["new_delivery_day"], found["proposed_task"].replace("\u00a0", " ")


def ready(made: Refresh) -> date | None:
    (day,) = made.office["Livrables"].column("ready_day")
    return day


def test_the_work_is_planned_before_the_task_that_makes_the_deliverable():
    """Edit: 20 working days from Monday 30 November, Christmas off: it ends on Monday 28 December.

    Until 4 December 5 days, until the 11th 10, until the 18th 15, until the 24th 19, on the 28th 20. The PAD is made on
    Tuesday 29; with the television mix of a film of 90 minutes (1 day) on the 29th, on Wednesday 30.
    """
    made = run(CINEMA_MIX)
    assert ready(made) == date(2026, 12, 29)
    day, text = told(made)
    assert text.startswith("MIX_TV (1 j) : ")
    assert day == date(2026, 12, 30)


def test_the_same_plan_typed_by_hand_gives_the_same_day():
    mix = {"task": "MIX", "step": "MIX_TV", "duration_days": Decimal(1), "predecessors": "MON"}
    after = {**PAD, "predecessors": "MIX"}
    assert told(run(CINEMA_MIX))[0] == ready(run(CINEMA_MIX, (EDIT, mix, after, QC)))


def test_nothing_of_it_is_written():
    made, right = run(CINEMA_MIX), run({})
    assert made.office["Planning"].column("task") == right.office["Planning"].column("task")
    assert made.office["Planning"].column("end_day") == right.office["Planning"].column("end_day")
    assert records_of(made.rows["Reservations"]) == records_of(right.rows["Reservations"])


def test_a_second_refresh_gives_the_same_day():
    first = run(CINEMA_MIX)
    second = refreshed(first.office, ())
    assert told(second) == told(first)


def test_work_that_the_plan_has_already_moves_no_day():
    """The codec is to be right in the PAD that is still to be made."""
    day, text = told(run({"standard": "CST-RT-040", "codec": "ProRes 422 HQ"}), "IMG-16")
    assert (day, text) == (date(2026, 12, 29), "PAD et QC : déjà au planning")


def test_a_file_that_is_made_is_made_again_from_today():
    """PAD again half a day (TF90), control again one day: Monday 30 November and the morning of Tuesday 1 December."""
    over = tuple(
        {**task, "state": TaskState.DONE, "end_day": date(2026, 11, 27), "start_day": date(2026, 11, 27)}
        for task in (EDIT, PAD, QC)
    )
    made = run({"standard": "CST-RT-040", "codec": "ProRes 422 HQ", "state": DeliverableState.MADE}, over)
    day, text = told(made, "IMG-16")
    assert text.startswith("PAD (")
    days = [Decimal(part.split(" j")[0].replace(",", ".")) for part in text.split("(")[1:] if " j)" in part]
    assert (sum(days), day) == (Decimal("1.5"), date(2026, 12, 1))


def test_without_days_no_day_is_known():
    day, text = told(run({"frame_rate": "25"}, Flux=[{"project": "P", "timeline_rate": "24"}]), "CAD-10")
    assert day is None
    assert text.endswith(" ; jour non connu : durée de CONVERSION_CADENCE non connue")


def test_without_a_task_no_day_is_known():
    day, text = told(run({**CINEMA_MIX, "task": ""}))
    assert (day, text.split(" ; ")[-1]) == (None, "jour non connu : le livrable n'a pas de tâche")


def test_a_confirmed_task_does_not_move_and_is_to_be_renegotiated():
    confirmed = {**PAD, "state": TaskState.CONFIRMED, "fixed_day": date(2026, 12, 29)}
    day, text = told(run(CINEMA_MIX, (EDIT, confirmed, QC)))
    assert day is None
    assert text.split(" ; ")[-1] == "jour non connu : P-PAD est tenue le 29/12/2026, à renégocier"


def test_a_plan_that_cannot_be_made_gives_no_day():
    """The edit waits for a task of another project, which is not in the plan of this one."""
    tasks = ({**EDIT, "predecessors": ""}, PAD, QC)
    made = run(
        CINEMA_MIX,
        tasks,
        Planning=[
            {"project": "Q", "task": "Q-1", "duration_days": Decimal(1)},
            {**of_project("P", EDIT), "predecessors": "Q-1"},
            of_project("P", PAD),
            of_project("P", QC),
        ],
        Projets=[{"code": "P", "status": ProjectStatus.CONFIRMED, **FICTION}, {"code": "Q"}],
    )
    day, text = told(made)
    assert day is None
    assert text.endswith(
        " ; jour non connu : le planning du projet a un lien avec un autre projet, ou une erreur à "
        "corriger d'abord"
    )


def test_what_is_accepted_has_no_new_day():
    waiver = {
        "project": "P",
        "rule": "SON-08",
        "object": "L",
        "reason": "Accord",
        "accepted_by": "Chaîne",
        "accepted_day": MONDAY,
    }
    assert told(run(CINEMA_MIX, Derogations=[waiver])) == (None, "")


def test_the_projects_that_deliver_first_are_planned_again_and_the_others_say_so():
    codes = tuple(f"P{rank}" for rank in range(MOST_PLANS + 1))
    made = run(CINEMA_MIX, projects=codes)
    days = {code: told(made, project=code) for code in codes}
    assert [code for code, (day, _) in days.items() if day] == [*codes[:MOST_PLANS]]
    assert days[codes[-1]][1].endswith("seuls les 3 projets à livrer le plus tôt sont replanifiés")


@pytest.mark.parametrize("person", ["", "MIX-1"])
def test_people_whom_another_project_has_booked_are_not_taken(person: str):
    """The only mixer is on another film, confirmed, on Tuesday 29 and Wednesday 30 December.

    The mix is on Thursday 31; Friday 1 January is off; the PAD is made on Monday 4.
    """
    tables: dict[str, list[dict[str, Any]]] = {
        "Equipe": [{"code": "MIX-1", "skills": "Mixeur"}],
        "Planning": [of_project("P", task) for task in (EDIT, PAD, QC)],
        "Projets": [{"code": "P", "status": ProjectStatus.CONFIRMED, **FICTION}, {"code": "Q"}],
    }
    if person:
        tables["Planning"].append(
            {
                "project": "Q",
                "task": "Q-MIX",
                "skill": "Mixeur",
                "technician": person,
                "duration_days": Decimal(2),
                "fixed_day": date(2026, 12, 29),
                "state": TaskState.CONFIRMED,
            }
        )
    day, _ = told(run(CINEMA_MIX, **tables))
    assert day == (date(2027, 1, 4) if person else date(2026, 12, 30))
