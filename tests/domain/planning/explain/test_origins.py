"""The cause named of what is late is a true one: with that person, room or date easier there is a better day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.explain.proofs import LateCause, late_causes
from postprod_xl.domain.planning.plan.schedule import OfficeSchedule, schedule
from postprod_xl.engines.schedule import RelaxationKind
from tests.domain.offices import office, table_rows

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def nov(day: int) -> date:
    return date(2026, 11, day)


def task(code: str, days: str = "1", predecessors: str = "", **rest: Any) -> dict[str, Any]:
    row = {"task": code, "project": "P1", "duration_days": Decimal(days), "predecessors": predecessors}
    return {**row, **rest}


def kept(code: str, day: date, days: str, **rest: Any) -> dict[str, Any]:
    """A task of P2 that starts on a typed day."""
    return task(code, days, project="P2", fixed_day=day, **rest)


def made(*tasks: dict[str, Any], due: date = TUESDAY, **tables: list[dict[str, Any]]) -> Office:
    """Two projects and two people; P1 is promised."""
    frames = {
        "Projets": [
            {"code": "P1", "department": "75", "delivery_day": due},
            {"code": "P2", "department": "75"},
        ],
        "Equipe": [{"code": "T1", "skills": "Mixeur"}, {"code": "T2", "skills": "Mixeur"}],
        "Salles": [{"code": "AUDI", "type": "Auditorium"}],
        **tables,
        "Planning": list(tasks),
    }
    return office(MONDAY, **{name: table_rows(name, rows) for name, rows in frames.items()})


def delivery(planned: OfficeSchedule) -> str:
    """What is said of the delivery of P1, after its days late."""
    (message,) = [item.message for item in planned.problems if item.message.startswith("P1 : livraison")]
    return message.split(" de retard ; ")[1]


def reason(planned: OfficeSchedule, place: int) -> str:
    return str(planned.columns.column("reason")[place])


def test_a_person_and_a_room_taken_by_one_task_are_named_together() -> None:
    # B holds both until Thursday 26: with T1 alone, A would still wait for the auditorium.
    both = {"technician": "T1", "room": "AUDI"}
    planned = schedule(made(task("A", **both), kept("B", nov(23), "4", **both)))
    assert delivery(planned).startswith(
        "à l'origine : A attend T1 et la salle AUDI, pris par B jusqu'au 26/11/2026 ; "
        "enchaînement : B → A (attend T1 et AUDI) → livraison"
    )


def test_a_room_free_before_the_person_is_no_cause() -> None:
    planned = schedule(
        made(
            task("A", technician="T1", room="AUDI"),
            kept("B", nov(23), "4", technician="T1"),
            kept("C", nov(23), "2", room="AUDI"),
        )
    )
    assert delivery(planned).startswith("à l'origine : A attend T1, pris par B jusqu'au 26/11/2026 ;")


def test_two_tasks_that_wait_for_two_people_are_two_causes() -> None:
    planned = schedule(
        made(
            task("A", technician="T1"),
            task("B", technician="T2"),
            task("C", "1", "A; B"),
            kept("D", nov(23), "4", technician="T1"),
            kept("E", nov(23), "4", technician="T2"),
        )
    )
    # A and B on Friday 27, C on Monday 30: with one of the two people, C would still wait for the other task.
    assert delivery(planned).startswith(
        "à l'origine : A attend T1, pris par D jusqu'au 26/11/2026, et B attend T2, pris par E jusqu'au 26/11/2026 ;"
    )


def test_the_wait_of_a_short_branch_is_not_the_cause_of_a_long_one() -> None:
    planned = schedule(
        made(
            task("A", technician="T1"),
            task("B", "5"),
            task("C", "1", "A; B"),
            kept("D", nov(23), "2", technician="T1"),
        )
    )
    # A waits for T1 until Tuesday 24 and ends on Wednesday; B works until Friday 27.
    assert delivery(planned).startswith(
        "à l'origine : B pas commencée : ne peut débuter avant aujourd'hui ; enchaînement : B → C → livraison"
    )
    assert "T1" not in delivery(planned)


def test_an_absence_that_makes_the_delivery_late_is_named() -> None:
    away = [{"resource": "T1", "first_day": nov(23), "last_day": nov(25)}]
    planned = schedule(made(task("A", technician="T1"), Absences=away))
    assert delivery(planned).startswith("à l'origine : A attend T1, absent le 25/11/2026 ;")


def test_rushes_hold_every_task_that_waits_for_them() -> None:
    projects = [{"code": "P1", "department": "75", "delivery_day": nov(24), "rushes_day": nov(25)}]
    planned = schedule(made(task("A"), task("B"), task("C", "1", "A; B"), Projets=projects))
    # Without the rushes of the 25th: A and B on the 23rd, C on the 24th.
    assert delivery(planned).startswith("à l'origine : A rushes reçus le 25/11/2026 ;")


def test_a_task_that_waits_for_a_day_and_for_somebody_is_said_to_wait_for_both() -> None:
    # A may not begin before Thursday 26, and T1 is B's until Wednesday 25: neither alone changes anything.
    tasks = (
        task("A", technician="T1", earliest_day=nov(26)),
        kept("B", nov(23), "3", technician="T1"),
    )
    planned = schedule(made(*tasks))
    assert "à l'origine : A début au plus tôt le 26/11/2026 et attend T1 ;" in delivery(planned)


def test_a_typed_day_is_a_cause() -> None:
    planned = schedule(made(task("A", fixed_day=nov(26)), task("B", "1", "A")))
    assert delivery(planned).startswith("à l'origine : A début fixé le 26/11/2026 ;")


def test_confirmed_tasks_behind_the_cause_are_to_be_moved_too() -> None:
    confirmed = {"state": "Confirmé", "technician": "T2"}
    chain = (
        task("A", technician="T1"),
        task("B", "1", "A", start_day=nov(27), end_day=nov(27), **confirmed),
        kept("C", nov(23), "3", technician="T1"),
    )
    booking = {"day": nov(27), "half_day": "Journée", "project": "P1", "task": "B", "technician": "T2"}
    planned = schedule(made(*chain, Reservations=[booking]))
    # C holds T1 until Wednesday 25, A is done on the 26th, B was confirmed on the 27th.
    assert delivery(planned).startswith(
        "à l'origine : A attend T1, pris par C jusqu'au 25/11/2026 ; à avancer aussi : B (confirmée) ;"
    )


def test_a_confirmed_task_that_could_be_earlier_is_the_cause() -> None:
    booking = {"day": nov(27), "half_day": "Journée", "project": "P1", "task": "B", "technician": "T2"}
    row = task("B", state="Confirmé", technician="T2", start_day=nov(27), end_day=nov(27))
    planned = schedule(made(row, Reservations=[booking]))
    assert delivery(planned).startswith("à l'origine : B confirmée au 27/11/2026 ;")


def test_a_delivery_that_only_its_own_past_makes_late_says_today() -> None:
    planned = schedule(made(task("A", "1"), due=nov(20)))
    assert delivery(planned).startswith("à l'origine : A pas commencée : ne peut débuter avant aujourd'hui ;")


def test_somebody_else_free_with_the_skill_is_no_wait() -> None:
    """A keeps T1, whom B takes until Thursday, though T2 could do it today: it does not wait for T1."""
    booking = {"day": nov(27), "half_day": "Journée", "project": "P1", "task": "A", "technician": "T1"}
    row = task("A", skill="Mixeur", state="Option 1", start_day=nov(27), end_day=nov(27))
    planned = schedule(
        made(row, kept("B", nov(23), "4", technician="T1"), due=nov(30), Reservations=[booking])
    )
    assert reason(planned, 0) == "garde sa place au 27/11/2026, possible plus tôt avec T2"


def test_a_late_task_has_the_cause_of_its_delivery_where_it_holds_it() -> None:
    planned = schedule(
        made(task("A", technician="T1"), task("B", "1", "A"), kept("C", nov(23), "4", technician="T1"))
    )
    assert reason(planned, 1) == (
        "attend A (fin le 27/11/2026) ; à l'origine : A attend T1, pris par C jusqu'au 26/11/2026"
    )


def test_the_causes_of_a_plan_are_given_as_relaxations() -> None:
    late = task("A", technician="T1", due_day=nov(25))
    plan = schedule(made(late, kept("C", nov(23), "4", technician="T1"))).plan
    found = late_causes(plan)
    assert [(item.code, item.activity) for item in found] == [("P1", 2), ("A", 0)]
    assert [_kinds(item) for item in found] == [[RelaxationKind.UNIT]] * 2
    # Friday 27 begins at the eighth half-day from Monday 23.
    assert {item.moment - plan.model.problem.now for item in found} == {8}


def _kinds(cause: LateCause) -> list[RelaxationKind]:
    return [] if cause.proof is None else [change.kind for change in cause.proof.relaxations]


@pytest.mark.parametrize(("days", "causes"), [("4", 3), ("1", 0)])
def test_three_causes_are_several(days: str, causes: int) -> None:
    people = [{"code": f"T{n}"} for n in range(1, 4)]
    rows = [task(f"A{n}", technician=f"T{n}") for n in range(1, 4)]
    others = [kept(f"B{n}", nov(23), days, technician=f"T{n}") for n in range(1, 4)]
    end = task("C", "1", "A1; A2; A3")
    planned = schedule(made(*rows, end, *others, due=nov(25), Equipe=people))
    if not causes:
        assert planned.problems == []
        return
    assert delivery(planned).startswith(
        "plusieurs causes : A1 attend T1, pris par B1 jusqu'au 26/11/2026, A2 "
    )
    assert delivery(planned).count("attend T") >= causes


def confirmed(code: str, day: date, last: date, days: str, **rest: Any) -> dict[str, Any]:
    """A confirmed task of P2, in force from one day to another."""
    return task(code, days, project="P2", state="Confirmé", start_day=day, end_day=last, **rest)


def booked(row: dict[str, Any], *days: int) -> list[dict[str, Any]]:
    """What `Reservations` holds of a task on some days of November."""
    return [
        {
            "day": nov(day),
            "half_day": "Journée",
            "project": row["project"],
            "task": row["task"],
            "technician": row.get("technician", ""),
        }
        for day in days
    ]


def in_the_way(last: date) -> Office:
    """P1 waits for T1, whom a confirmed task of P2 takes on 23 and 24 November; P2 is promised on a later day."""
    row = confirmed("X", nov(23), nov(24), "2", technician="T1")
    projects = [
        {"code": "P1", "department": "75", "delivery_day": nov(23)},
        {"code": "P2", "department": "75", "delivery_day": last},
    ]
    return made(task("A", technician="T1"), row, Projets=projects, Reservations=booked(row, 23, 24))


def test_a_confirmed_task_in_the_way_is_named_with_what_moving_it_would_give() -> None:
    # A on the 23rd, then X on the 24th and 25th.
    assert delivery(schedule(in_the_way(nov(25)))).startswith(
        "à l'origine : A attend T1, pris par X jusqu'au 24/11/2026 ; en déplaçant X (confirmée), P1 serait à "
        "l'heure ; enchaînement : X → A (attend T1) → livraison"
    )


def test_a_confirmed_task_that_would_be_late_is_not_to_be_moved() -> None:
    assert "en déplaçant" not in delivery(schedule(in_the_way(nov(24))))


def test_a_confirmed_task_that_gains_part_of_the_delay_says_how_much() -> None:
    row = confirmed("X", nov(23), nov(25), "3", technician="T1")
    rows = task("A", "2", technician="T1"), row
    planned = schedule(made(*rows, due=nov(23), Reservations=booked(row, 23, 24, 25)))
    # A on the 26th and 27th; with X behind it, on the 23rd and 24th: three days better, one day late still.
    assert "; en déplaçant X (confirmée), P1 gagnerait 3 j ouvrés ;" in delivery(planned)


def test_a_task_that_ends_after_the_confirmed_one_behind_it_makes_the_delivery_late_and_is_its_cause() -> (
    None
):
    """B was confirmed on the 25th behind A, which T1 cannot begin before Thursday 26: A ends last, not B."""
    row = task("B", predecessors="A", technician="T2", state="Confirmé", start_day=nov(25), end_day=nov(25))
    rows = task("A", technician="T1"), row, kept("C", nov(23), "3", technician="T1")
    planned = schedule(made(*rows, due=nov(25), Reservations=booked(row, 25)))
    # A on the 26th, one day after the delivery promised.
    assert delivery(planned).startswith(
        "à l'origine : A attend T1, pris par C jusqu'au 25/11/2026 ; enchaînement : C → A (attend T1) → livraison"
    )


def test_what_is_under_way_and_ends_last_is_the_cause_though_what_follows_it_has_begun() -> None:
    rows = (
        task("A", "4", state="En cours", technician="T1"),
        task("B", predecessors="A", state="En cours", technician="T2"),
    )
    planned = schedule(made(*rows, due=nov(24)))
    assert delivery(planned).startswith("à l'origine : A reste 4 j à faire ;")
