"""The plan of every day comes at once; a better one, once found, stays the plan in force."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from decimal import Decimal

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.plan.schedule import OfficeSchedule, schedule
from postprod_xl.engines.schedule import Budget
from tests.domain.offices import MONDAY, office, table_rows, with_plan
from tests.masters import ROOT

PLANNED = ("start_day", "end_day", "assigned_technician", "assigned_room", "late_days", "reason")
LOADED = """
import sys
from postprod_xl.domain.planning.plan.schedule import schedule
from tests.domain.planning.plan.test_at_once import fought_over
schedule(fought_over())
print(sorted({"numba", "ortools"} & set(sys.modules)))
"""


def fought_over() -> Office:
    """Twelve tasks of four projects, all due on Wednesday, for two mixers and two rooms."""
    projects = [
        {"code": f"P{rank}", "priority": rank, "delivery_day": MONDAY + timedelta(days=2)}
        for rank in range(1, 5)
    ]
    tasks = [
        {
            "task": f"A{place}",
            "project": f"P{place % 4 + 1}",
            "duration_days": Decimal(place % 3 + 1),
            "skill": "Mixeur",
            "room_type": "Auditorium",
        }
        for place in range(12)
    ]
    return office(
        Projets=table_rows("Projets", projects),
        Planning=table_rows("Planning", tasks),
        Equipe=table_rows("Equipe", [{"code": code, "skills": "Mixeur"} for code in ("T1", "T2")]),
        Salles=table_rows("Salles", [{"code": code, "type": "Auditorium"} for code in ("S1", "S2")]),
    )


def shown(made: OfficeSchedule) -> list[list[object]]:
    return [made.columns.column(name) for name in PLANNED]


def test_a_second_refresh_shows_the_same_plan() -> None:
    first = schedule(fought_over())
    assert shown(schedule(with_plan(fought_over(), first))) == shown(first)


def test_a_better_plan_that_was_looked_for_is_kept_by_the_refreshes_that_follow() -> None:
    quick = schedule(fought_over())
    better = schedule(with_plan(fought_over(), quick), budget=Budget(schedules=300))
    assert better.plan.result.cost[:2] <= quick.plan.result.cost[:2]
    assert shown(schedule(with_plan(fought_over(), better))) == shown(better)


def test_an_answer_at_once_loads_neither_compiler_nor_exact_solver() -> None:
    command = [sys.executable, "-c", LOADED]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
