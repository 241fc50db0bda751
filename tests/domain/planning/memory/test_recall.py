"""A refresh on a wrong day is not for ever: back on its day, the plan is what it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.memory.lines import lines_of, memory_of
from postprod_xl.domain.planning.memory.recall import outdated, recalled
from postprod_xl.domain.planning.plan import solve
from postprod_xl.domain.refresh import Refresh, refreshed
from postprod_xl.engines.schedule import Effort, Problem, Result, construct
from postprod_xl.schema.bounds import REMEMBERED_RUN_DAYS
from tests.domain.offices import MONDAY, office, table_rows

FIRST_TASK = 5


def task(code: str, days: str, project: str = "P1", predecessors: str = "", **rest: Any) -> dict[str, Any]:
    needs = {"skill": "Montage", "room_type": "Montage", "state": "Option 1"}
    return {
        "task": code, "project": project, "duration_days": Decimal(days), "predecessors": predecessors,
        **needs, **rest,
    }  # fmt: skip


def bureau() -> Office:
    """Two films for two editors: who is late, who is there and who came first all count."""
    tasks = [
        task("A1", "3", earliest_day=MONDAY + timedelta(2)),
        task("A2", "2.5", predecessors="A1", state="Confirmé"),
        task("A3", "4", predecessors="A2 FD+1j"),
        task("B1", "6", "P2", technician="T2"),
        task("B2", "1.5", "P2", "B1"),
        task("B3", "0", "P2", "B2"),
    ]
    rows: dict[str, list[dict[str, Any]]] = {
        "Projets": [
            {"code": "P1", "type": "TF90", "status": "En cours", "delivery_day": MONDAY + timedelta(18)},
            {"code": "P2", "type": "TF90", "status": "En cours", "delivery_day": MONDAY + timedelta(11)},
        ],
        "Equipe": [{"code": code, "skills": "Montage"} for code in ("T1", "T2")],
        "Salles": [{"code": code, "type": "Montage"} for code in ("S1", "S2")],
        "Absences": [
            {"resource": "T1", "first_day": MONDAY + timedelta(8), "last_day": MONDAY + timedelta(9)}
        ],
        "Planning": tasks,
        "Journal": [{"at": datetime(2026, 10, 1, 9), "command": "refresh"}],
    }
    return office(**{name: table_rows(name, records) for name, records in rows.items()})


def on(held: Office, day: int) -> tuple[Office, Refresh]:
    """The office as its workbook holds it after a refresh on a day, counted from `MONDAY`."""
    run = refreshed(replace(held, today=MONDAY + timedelta(day)), ())
    assert not run.is_blocked, run.problems
    memory, forgotten = memory_of(lines_of(run.memory))
    assert memory == run.memory and not forgotten
    return replace(run.office, memory=memory), run


def after(*days: int, held: Office | None = None) -> Office:
    held = held or bureau()
    for day in days:
        held, _ = on(held, day)
    return held


def cells(held: Office) -> dict[str, Any]:
    return {name: (rows.numbers, rows.columns) for name, rows in held.tables.items()}


def test_a_wrong_day_moves_tasks_and_dates_that_were_confirmed() -> None:
    """What the others take back: without memory the wrong day would stay."""
    wrong = replace(after(0, 20), memory=())
    assert cells(on(wrong, 0)[0]) != cells(after(0))


@pytest.mark.parametrize(
    ("days", "same_as"),
    [
        ((0, 20, 0), (0,)),
        ((0, 20, 20, 0), (0,)),
        ((0, 20, 0, 20, 0), (0,)),
        ((0, 20, 19, 0), (0,)),
        ((0, 20, 19), (0, 19)),
        ((0, 1, 20, 1), (0, 1)),
        ((0, 20, 1), (0, 1)),
        ((-1, 0, 20, 0), (-1, 0)),
        ((0, -20, 0), (0,)),
        ((0, -20, -15, -10, 0), (0,)),
        ((0, 20, -20, 7, 0), (0,)),
        ((0, 1, -20, 2), (0, 1, 2)),
        ((0, 1, 2, 0, 3), (0, 1, 2, 3)),
        ((0, 20, 0, 7, 20), (0, 7, 20)),
        ((0, 20, 21, 0, 7, 20), (0, 7, 20)),
    ],
)
def test_days_given_by_mistake_leave_nothing_behind(days: tuple[int, ...], same_as: tuple[int, ...]) -> None:
    assert cells(after(*days)) == cells(after(*same_as))


def test_what_a_person_changes_on_the_wrong_day_counts_from_the_plan_of_the_right_one() -> None:
    def edited(held: Office) -> Office:
        durations = list(held["Planning"].column("duration_days"))
        durations[0] = Decimal(5)
        return held.with_columns("Planning", {"duration_days": durations})

    back = on(edited(after(0, 20)), 0)[0]
    assert cells(back) == cells(on(edited(after(0)), 0)[0])


def test_a_task_added_or_taken_away_on_the_wrong_day_hinders_nothing() -> None:
    def with_task(held: Office) -> Office:
        tasks = held["Planning"]
        return held.with_rows("Planning", tasks.followed_by(table_rows("Planning", [task("C1", "2", "P2")])))

    def without_first(held: Office) -> Office:
        tasks = held["Planning"]
        left = tasks.where(code != "B1" for code in tasks.column("task"))
        links = [link.replace("B1", "") for link in left.column("predecessors")]
        return held.with_rows("Planning", left.with_columns({"predecessors": links}))

    for changed in (with_task, without_first):
        assert cells(on(changed(after(0, 20)), 0)[0]) == cells(on(changed(after(0)), 0)[0])


def test_a_second_refresh_of_the_day_remembers_the_same() -> None:
    once = after(0, 1)
    twice, run = on(once, 1)
    assert twice.memory == once.memory and not run.remarks


def test_a_plan_given_up_on_is_searched_again_the_same_day_only_for_another_problem(monkeypatch) -> None:
    def constructed(problem: Problem, left: Effort) -> Result:
        spent.append(left.left)
        left.give_up()
        return construct(problem)

    spent: list[int] = []
    monkeypatch.setattr(solve, "Effort", lambda: Effort(7))
    monkeypatch.setattr(solve, "construct", constructed)
    once = after(0)
    assert once.memory[-1].answered and spent[0] == 7
    spent.clear()
    again = on(once, 0)[0]
    assert set(spent) == {0} and cells(again) == cells(once) and again.memory == once.memory
    spent.clear()
    later = [day + timedelta(1) for day in once["Projets"].column("delivery_day")]
    on(once.with_columns("Projets", {"delivery_day": later}), 0)
    assert spent[0] == 7


def test_a_second_refresh_of_the_day_may_move_tasks_and_the_day_before_is_still_known() -> None:
    held = after(0, 1)
    absent = table_rows(
        "Absences",
        [{"resource": "T2", "first_day": MONDAY + timedelta(9), "last_day": MONDAY + timedelta(20)}],
    )
    moved = on(held.with_rows("Absences", absent), 1)[0]
    assert cells(moved)["Planning"] != cells(held)["Planning"]
    assert cells(on(moved.with_rows("Absences", held["Absences"]), 0)[0]) == cells(after(0))


def test_a_day_far_from_the_last_refresh_is_said_with_what_the_plan_is_made_from() -> None:
    first = after(0)
    assert on(first, 14)[1].remarks == ()
    assert on(first, 15)[1].remarks == (
        "Attention : jour demandé 08/12/2026, la dernière actualisation est du 23/11/2026 ; vérifiez l'horloge, "
        "ou --today",
    )
    assert on(after(0, 20), 0)[1].remarks == (
        "Attention : jour demandé 23/11/2026, la dernière actualisation est du 13/12/2026 : le planning repart de "
        "celui du 23/11/2026 ; vérifiez l'horloge, ou --today",
    )
    assert on(first, -1)[1].remarks == (
        "Attention : jour demandé 22/11/2026, la dernière actualisation est du 23/11/2026 : le planning repart de "
        "celui du 23/11/2026, aucun n'est gardé d'avant ; vérifiez l'horloge, ou --today",
    )


def test_the_first_refresh_of_a_workbook_says_nothing_of_its_day_nor_does_the_first_of_a_demonstration() -> (
    None
):
    made = after(0)
    demonstration = made.with_rows("Journal", made["Journal"].where([False]))
    for day in (-400, 0, 400):
        assert on(bureau(), day)[1].remarks == on(demonstration, day)[1].remarks == ()


def test_without_memory_the_bookings_tell_the_last_day_and_a_later_clock_confirms_it() -> None:
    held = replace(after(0), memory=())
    assert on(held, 0)[1].remarks == on(held, 14)[1].remarks == on(held, -3)[1].remarks == ()
    assert "Réservations commence au 23/11/2026" in on(held, 15)[1].remarks[0]
    clock = table_rows("Journal", [{"at": datetime(2026, 11, 23, 9), "command": "refresh"}])
    remark = on(held.with_rows("Journal", clock), -3)[1].remarks[0]
    assert "la mémoire des jours d'avant est inconnue" in remark
    assert cells(on(on(held.with_rows("Journal", clock), -3)[0], 0)[0])["Planning"] == cells(held)["Planning"]


def test_a_plan_taken_back_is_only_read_by_the_day_it_is_of() -> None:
    held = after(0, 20)
    assert recalled(held).office is held
    assert recalled(replace(held, today=MONDAY)).after is None
    assert recalled(replace(held, today=MONDAY + timedelta(3))).after == MONDAY


def test_the_memory_is_bounded_and_a_day_that_passes_takes_little_room() -> None:
    held = after(*range(REMEMBERED_RUN_DAYS + 5))
    days = [MONDAY + timedelta(day) for day in range(5, REMEMBERED_RUN_DAYS + 5)]
    assert [run.day for run in held.memory] == days
    # Nobody reports a session: every task slips, day after day.
    assert sum(len(line.text) for line in lines_of(held.memory)) < REMEMBERED_RUN_DAYS * 150


def test_a_check_says_that_the_last_refresh_is_of_an_earlier_day() -> None:
    held = after(0)
    assert not outdated(held) and not outdated(replace(held, memory=()))
    assert [problem.message for problem in outdated(replace(held, today=MONDAY + timedelta(1)))] == [
        "dernière actualisation le 23/11/2026 : dates, réservations et accueil sont de ce jour-là, actualisez"
    ]
