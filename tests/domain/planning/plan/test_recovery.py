"""A lateness whose cause has gone is recovered, and nobody else is disturbed for it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.explain.whatif import Away, LateRushes, what_if
from postprod_xl.domain.planning.plan.schedule import OfficeSchedule, schedule
from postprod_xl.domain.planning.problem.outside import Busy
from postprod_xl.domain.planning.problem.priorities import lateness_weights
from postprod_xl.domain.planning.tasks.to_plan import projects_of
from postprod_xl.engines.schedule import Budget
from tests.domain.offices import MONDAY, office, table_rows, with_plan


def nov(day: int) -> date:
    return date(2026, 11, day)


def dec(day: int) -> date:
    return date(2026, 12, day)


def task(code: str, days: str, predecessors: str = "", **rest: Any) -> dict[str, Any]:
    given = {"project": "P1", "technician": "T1"} | rest
    return {"task": code, "duration_days": Decimal(days), "predecessors": predecessors, **given}


def house(*tasks: dict[str, Any], projects: list[dict[str, Any]], **rows: list[dict[str, Any]]) -> Office:
    """Monday 23 November is today; two mixers, one auditorium."""
    frames = {name: table_rows(name, given) for name, given in rows.items()}
    frames.setdefault(
        "Equipe", table_rows("Equipe", [{"code": code, "skills": "Mixeur"} for code in ("T1", "T2")])
    )
    frames.setdefault("Salles", table_rows("Salles", [{"code": "AUD", "type": "Auditorium"}]))
    return office(
        MONDAY,
        Projets=table_rows("Projets", projects),
        Planning=table_rows("Planning", list(tasks)),
        **frames,
    )


def starts(made: OfficeSchedule) -> list[date | None]:
    return made.columns.column("start_day")


def again(before: OfficeSchedule, changed: Office) -> OfficeSchedule:
    """The refresh of a changed office whose workbook holds a plan; the one after it shows the same."""
    found = schedule(with_plan(changed, before))
    assert schedule(with_plan(changed, found)).columns == found.columns
    return found


def test_an_absence_removed_gives_its_days_back_to_what_it_made_late() -> None:
    away = [{"resource": "T1", "first_day": MONDAY, "last_day": nov(27)}]
    promised = [{"code": "P1", "delivery_day": nov(25)}]
    before = schedule(house(task("MIX", "2"), projects=promised, Absences=away))
    assert starts(before) == [nov(30)]
    after = again(before, house(task("MIX", "2"), projects=promised))
    assert (starts(after), after.columns.column("late_days")) == ([MONDAY], [None])


def test_rushes_that_come_earlier_bring_forward_the_chain_that_was_late() -> None:
    chain = task("MIX", "2"), task("PAD", "1", "MIX")
    late, sooner = ([{"code": "P1", "delivery_day": dec(2), "rushes_day": day}] for day in (dec(3), nov(26)))
    before = schedule(house(*chain, projects=late))
    assert starts(before) == [dec(3), dec(7)]
    # Thursday 26 and Friday 27, then Monday 30.
    assert starts(again(before, house(*chain, projects=sooner))) == [nov(26), nov(30)]


def test_a_shortened_task_lets_the_late_options_behind_it_go_earlier() -> None:
    promised = [{"code": "P1", "delivery_day": nov(27), "priority": 1}]

    def chain(days: str) -> Office:
        option = {"state": "Option 1"}
        behind = (
            task("B", "2", "A", technician="T2", **option),
            task("C", "1", "B", technician="T2", **option),
        )
        return house(task("A", days, **option), *behind, projects=promised)

    before = schedule(chain("5"))
    assert starts(before) == [MONDAY, nov(30), dec(2)]
    assert starts(again(before, chain("2"))) == [MONDAY, nov(25), nov(27)]


def test_days_given_back_by_another_workbook_are_taken_by_what_is_late() -> None:
    promised = [{"code": "P1", "delivery_day": nov(24)}]
    elsewhere = [Busy("T1", nov(day)) for day in (23, 24, 25)]
    plain = house(task("MIX", "2"), projects=promised)
    before = schedule(plain, elsewhere)
    assert starts(before) == [nov(26)]
    assert starts(again(before, plain)) == [MONDAY]


def test_a_recovery_moves_nothing_that_is_on_time() -> None:
    # OTHER, behind MIX on T1, could start on Monday too once the absence is gone: it is on time, it stays.
    away = [{"resource": "T1", "first_day": MONDAY, "last_day": nov(27)}]
    projects = [{"code": "P1", "delivery_day": nov(25)}, {"code": "P2", "delivery_day": dec(18)}]
    tasks = task("MIX", "2"), task("OTHER", "2", project="P2")
    before = schedule(house(*tasks, projects=projects, Absences=away))
    assert starts(before) == [nov(30), dec(2)]
    assert starts(again(before, house(*tasks, projects=projects))) == [MONDAY, dec(2)]


def test_a_late_task_takes_no_place_from_a_booking_that_holds() -> None:
    # T1, confirmed elsewhere on Tuesday, is no longer away: the first two days in a row are 25 and 26.
    spans = (MONDAY, MONDAY), (nov(25), nov(27))
    away = [{"resource": "T1", "first_day": first, "last_day": last} for first, last in spans]
    projects = [{"code": "P1", "delivery_day": nov(24)}, {"code": "P2"}]
    held = task("CONF", "1", project="P2", state="Confirmé", fixed_day=nov(24))
    before = schedule(house(task("MIX", "2"), held, projects=projects, Absences=away))
    assert starts(before) == [nov(30), nov(24)]
    assert starts(again(before, house(task("MIX", "2"), held, projects=projects))) == [nov(25), nov(24)]


def test_what_if_the_rushes_came_earlier_shows_what_is_gained() -> None:
    chain = task("MIX", "2"), task("PAD", "1", "MIX")
    found = what_if(
        house(*chain, projects=[{"code": "P1", "delivery_day": dec(2), "rushes_day": dec(3)}]),
        [LateRushes("P1", -5)],
        [],
    )
    assert [(item.after, item.late_after) for item in found.deliveries] == [(nov(30), 0)]


def test_a_task_whose_person_is_away_goes_to_another_when_it_would_be_late() -> None:
    # Rushes a day later put MIX on Wednesday; T1 is away then. T2, free, keeps the delivery of Thursday.
    projects = [{"code": "P1", "rushes_day": nov(24), "delivery_day": nov(26)}]
    work = task("MIX", "2", technician="", skill="Mixeur")
    kept = house(work, projects=projects)
    first = schedule(kept).columns.column("assigned_technician")[0]
    found = what_if(kept, [LateRushes("P1", 1)], [Away(first, nov(25), nov(27))])
    other = {"T1": "T2", "T2": "T1"}[first]
    assert [(move.start_after, move.people_after[0]) for move in found.moves] == [(nov(25), other)]


@pytest.mark.parametrize("budget", [None, Budget(schedules=200)])
def test_of_two_options_that_want_one_room_the_second_waits(budget: Budget | None) -> None:
    projects = [{"code": code, "delivery_day": nov(24)} for code in ("P1", "P2")]
    options = [
        task(f"O{rank}", "2", project=code, technician="", room_type="Auditorium", state=f"Option {rank}")
        for rank, code in ((2, "P1"), (1, "P2"))
    ]
    assert starts(schedule(house(*options, projects=projects), budget=budget)) == [nov(25), MONDAY]


@pytest.mark.parametrize("budget", [None, Budget(schedules=200)])
def test_the_firmer_state_goes_first_when_nothing_is_late(budget: Budget | None) -> None:
    # A day for the second option, three for the others: short or not, it waits for what is firmer.
    states = {"Option 2": "1", "Option 1": "3", "": "3", "Confirmé": "3"}
    tasks = [task(f"D{place}", days, state=state) for place, (state, days) in enumerate(states.items())]
    found = starts(schedule(house(*tasks, projects=[{"code": "P1"}]), budget=budget))
    # Confirmed 23–25, first option 26–30, second 1/12, without state 2/12.
    assert found == [dec(1), nov(26), dec(2), MONDAY]


def begun(**rest: Any) -> Office:
    """MIX has two days left in the auditorium; RIVAL, a new option of a project due on Friday, wants it too."""
    sessions = [
        {"number": "B1", "day": nov(19), "project": "P1", "task": "MIX", "technician": "T1", "start": 540,
         "end": 1020, "remaining_days": Decimal(2)}
    ]  # fmt: skip
    projects = [
        {"code": "P1", "priority": 3, "delivery_day": dec(18)},
        {"code": "P2", "priority": 1, "delivery_day": nov(27)},
    ]
    tasks = [
        task("MIX", "4", room="AUD", state="En cours"),
        task("RIVAL", "5", project="P2", technician="T2", room="AUD", **{"state": "Option 1", **rest}),
    ]
    return house(*tasks, projects=projects, Seances=sessions)


@pytest.mark.parametrize("budget", [None, Budget(schedules=200)])
def test_work_under_way_goes_on_and_the_option_waits_however_late(budget: Budget | None) -> None:
    made = schedule(begun(), budget=budget)
    assert made.columns.column("end_day") == [nov(24), dec(1)]
    assert starts(made)[1] == nov(25)


def test_work_under_way_waits_for_what_is_fixed() -> None:
    made = schedule(begun(state="Confirmé", fixed_day=MONDAY))
    assert made.columns.column("end_day") == [dec(1), nov(27)]


def test_every_priority_weighs_more_than_the_next_and_the_lack_of_one_least() -> None:
    priorities = [*range(1, 100), None]
    rows = [{"code": f"P{place}", "priority": rank} for place, rank in enumerate(priorities)]
    weights = list(lateness_weights(list(projects_of(house(projects=rows)).values())).values())
    assert weights == sorted(set(weights), reverse=True)
    assert weights[-1] == 1 and weights[0] <= 10**9


def test_a_half_day_of_one_priority_weighs_more_than_a_year_of_the_next_in_a_usual_office() -> None:
    rows = [{"code": f"P{rank}", "priority": rank} for rank in (1, 2, 3)]
    weights = lateness_weights(list(projects_of(house(projects=rows)).values()))
    assert weights == {"P1": 1_000_000, "P2": 1_000, "P3": 1}


def test_priority_four_goes_before_priority_nine() -> None:
    projects = [{"code": f"P{rank}", "priority": rank, "delivery_day": nov(24)} for rank in (9, 4)]
    tasks = [
        task(f"M{rank}", "2", project=f"P{rank}", technician="", room_type="Auditorium") for rank in (9, 4)
    ]
    assert starts(schedule(house(*tasks, projects=projects))) == [nov(25), MONDAY]


def replanned() -> tuple[Office, OfficeSchedule]:
    """Two options of two projects in a plan where an absence, now removed, had made both late in December."""
    away = [{"resource": code, "first_day": MONDAY, "last_day": nov(27)} for code in ("T1", "T2")]
    options = {"state": "Option 1"}
    tasks = task("A", "2", **options), task("B", "2", project="P2", technician="T2", **options)
    projects = [{"code": "P1"}, {"code": "P2"}]
    before = schedule(house(*tasks, projects=projects, Absences=away))
    return with_plan(house(*tasks, projects=projects), before), before


def test_a_plan_from_nothing_forgets_the_options_in_force_and_then_stays() -> None:
    kept, before = replanned()
    assert starts(before) == starts(schedule(kept)) == [nov(30), nov(30)]
    made = schedule(kept, afresh=["P1", "P2"])
    assert starts(made) == [MONDAY, MONDAY]
    assert schedule(with_plan(kept, made)).columns == made.columns


def test_one_project_planned_from_nothing_leaves_the_others_in_force() -> None:
    assert starts(schedule(replanned()[0], afresh=["P2"])) == [nov(30), MONDAY]


def test_a_plan_from_nothing_keeps_what_is_confirmed() -> None:
    held = task("A", "2", state="Confirmé", start_day=dec(1), end_day=dec(2), assigned_technician="T1")
    assert starts(schedule(house(held, projects=[{"code": "P1"}]), afresh=["P1"])) == [dec(1)]
