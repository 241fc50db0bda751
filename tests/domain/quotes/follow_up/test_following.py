from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.accounts.costs import costs
from postprod_xl.domain.quotes.follow_up.following import elapsed_shares, followed_lines
from postprod_xl.domain.quotes.follow_up.occupations import occupations, room_days
from postprod_xl.domain.quotes.follow_up.overruns import overruns
from postprod_xl.domain.quotes.follow_up.room_lines import room_lines
from postprod_xl.domain.quotes.lines import quote_columns
from postprod_xl.schema.vocabulary import FollowUp
from tests.domain.offices import office, table_rows

MONDAY = date(2026, 11, 23)
RATES = [
    {"item": "IMG-20", "label": "Montage image", "unit": "jour", "skill": "Monteur", "unit_minutes": 480},
    {"item": "IMG-22", "label": "Salle de montage image", "unit": "jour"},
    {"item": "IMG-23", "label": "Station assistant", "unit": "jour"},
    {"item": "AUD", "label": "Auditorium", "unit": "demi-journée", "room_type": "Auditorium de mixage"},
    {"item": "COO-10", "unit": "semaine", "family": "Coordination", "unit_minutes": 2340},
    {"item": "STO-10", "unit": "To×mois", "family": "Stockage"},
    {"item": "LIV-20", "unit": "unité", "family": "Livraison", "skill": "Master"},
    {"item": "ASS", "unit": "jour", "skill": "Assistant"},
]  # fmt: skip
ROOMS = [
    {"code": "MON1", "type": "Salle de montage image", "day_cost_cents": 10_000},
    {"code": "MON2", "type": "Salle de montage image", "day_cost_cents": 12_000},
    {"code": "PREP", "type": "Salle de préparation", "day_cost_cents": 5_000},
    {"code": "AUDI", "type": "Auditorium de mixage", "day_cost_cents": 40_000},
]  # fmt: skip
PROJECT = {"code": "P1", "rushes_day": date(2026, 11, 16), "delivery_day": date(2026, 12, 5)}


def sold(line, quantity, item="IMG-22", project="P1", **rest):
    return {"line": line, "project": project, "version": 1, "item": item, "quantity": Decimal(quantity),
            "unit_price_cents": 18_000, "unit_cost_cents": 11_160, **rest}  # fmt: skip


def planned(task, days, line="", room_type="Salle de montage image", project="P1", **rest):
    return {"task": task, "project": project, "line": line, "room_type": room_type,
            "duration_days": Decimal(days), **rest}  # fmt: skip


def session(days_ago, task="T1", room="MON1", hours=8, project="P1", **rest):
    day = MONDAY - timedelta(days_ago)
    return {"number": "", "day": day, "project": project, "task": task, "room": room, "technician": "DIOP",
            "start": 0, "end": round(hours * 60), **rest}  # fmt: skip


def house(lines, tasks=(), sessions=(), projects=(PROJECT,), rates=RATES, **rest):
    held = office(
        Projets=table_rows("Projets", list(projects)),
        Versions=table_rows(
            "Versions", [{"project": code, "version": 1, "status": "Accepté"} for code in ("P1", "P2")]
        ),
        Tarifs=table_rows("Tarifs", rates),
        Salles=table_rows("Salles", ROOMS),
        Equipe=table_rows("Equipe", [{"code": "DIOP", "hourly_rate_cents": 3_000}]),
        Devis=table_rows("Devis", list(lines)),
        Planning=table_rows("Planning", list(tasks)),
        Seances=table_rows("Seances", list(sessions)),
        **rest,
    )
    return held.with_columns("Devis", quote_columns(held))


def shown(held, line, remaining=None):
    """The row of `Depassements` of a line, by code name."""
    rows = overruns(held, {task: Decimal(days) for task, days in (remaining or {}).items()})
    return next(row for row in rows if row.line == line)


def units(row):
    return [row.sold_units, row.planned_units, row.worked_units, row.projected_units, row.variance_units]


def test_a_room_sold_28_days_and_heading_for_33_is_an_overrun_foreseen():
    sessions = [session(day) for day in range(17)]
    held = house([sold("R", 28), sold("L", 28, "IMG-20")], [planned("T1", 28, "L")], sessions)
    row = shown(held, "R", {"T1": 16})
    # 17 days of MON1 are done and 16 are to do: 5 days at 180 €; they cost 100 € each in place of 111.60 €.
    assert units(row) == [28, 28, 17, 33, 5]
    assert (row.follow_up, row.level, row.variance_cents) == ("Salles occupées", "Dépassement prévu", 90_000)
    assert (row.projected_cents, row.sold_cost_cents, row.projected_cost_cents) == (594_000, 312_480, 330_000)
    assert (row.sold_minutes, row.projected_minutes) == (None, None)


def test_a_room_is_worked_by_every_session_of_its_project_in_a_room_of_its_type():
    sessions = [
        session(3),
        session(3, task="", room="MON2"),  # a session without a task occupies its room for the project
        session(4, room="MON1", hours=4),  # half a day
        session(5, room="PREP"),  # a room of another type
        session(6, room=""),  # the room that the task asks for, unnamed
        session(7, project="P2", task=""),  # another project's
    ]
    held = house([sold("R", 10), sold("L", 10, "IMG-20")], [planned("T1", 10, "L")], sessions)
    row = shown(held, "R")
    assert row.worked_units == 1 + 1 + Decimal("0.5") + 1
    # 100 € + 120 € + 100 € for 2.5 days with a room, and one day at that average
    assert row.projected_cost_cents == 32_000 + round(32_000 / 2.5)


@pytest.mark.parametrize(("start", "days"), [(0, "0.5"), (120, 1), (240, 1)])
def test_people_in_a_room_at_the_same_time_occupy_it_once(start: int, days: str):
    """Four hours each: the same morning is half a day of the room, a morning and an afternoon a whole one."""
    other = session(3, technician="ZED", start=start, end=start + 240)
    held = house([sold("R", 10)], [planned("T1", 10)], [session(3, hours=4), other])
    assert shown(held, "R").worked_units == Decimal(days)


def test_a_day_shared_by_two_projects_is_shared_between_their_lines():
    sessions = [session(3, hours=6), session(3, task="T2", hours=2, project="P2")]
    held = house(
        [sold("R1", 1), sold("R2", 1, project="P2")],
        [planned("T1", 1), planned("T2", 1, project="P2")],
        sessions,
        projects=[PROJECT, {"code": "P2"}],
    )
    assert [shown(held, line).worked_units for line in ("R1", "R2")] == [Decimal("0.75"), Decimal("0.25")]


def test_a_task_attached_to_a_line_of_rooms_counts_on_it_and_on_no_other():
    tasks = [planned("T1", 3), planned("T2", 2, "R2"), planned("T3", 9, state="Annulé")]
    held = house([sold("R1", 3), sold("R2", 5)], tasks, [session(3), session(4, "T2")])
    assert units(shown(held, "R1", {"T1": 2})) == [3, 3, 1, 3, 0]
    assert units(shown(held, "R2", {"T2": 1})) == [5, 2, 1, 2, -3]


def test_the_second_line_of_a_type_of_room_says_which_one_counts_it():
    row = shown(house([sold("R1", 3), sold("R2", 5)], [planned("T1", 3)]), "R2")
    assert (row.level, row.variance_cents) == ("Non suivie", None)
    assert row.action == (
        "Non suivie : R1 compte d'abord les salles de ce type, rattachez ses tâches à cette ligne"
    )


def test_two_lines_of_one_type_of_room_overrun_together():
    """Ten days of the same room sold on two lines and seven taken: none overruns, whichever line comes first."""
    held = house([sold("R1", 5), sold("R2", 5)], [planned("T1", 7)], [session(day) for day in range(6)])
    first, second = (shown(held, line, {"T1": 1}) for line in ("R1", "R2"))
    assert (units(first), units(second)) == ([5, 5, 5, 5, 0], [5, 2, 1, 2, -3])
    assert {first.level, second.level} == {"OK"}
    # MON1 costs 100 € a day: six are done, and one is to do.
    assert (first.projected_cost_cents, second.projected_cost_cents) == (50_000, 20_000)
    # A change order on the second sells four more; beyond the 14 days of both, the first says it.
    order = {"line": "R2", "project": "P1", "type": "Additif", "status": "Accepté", "quantity": Decimal(4)}
    avenants = table_rows("Avenants", [{"number": "A1", "day": MONDAY, **order}])
    held = house([sold("R1", 5), sold("R2", 5)], [planned("T1", 15)], Avenants=avenants)
    assert [units(shown(held, line, {"T1": 15}))[3:] for line in ("R1", "R2")] == [[6, 1], [9, 0]]


def test_a_room_used_though_none_is_sold_is_shown():
    row = shown(house([sold("R", 0)], [planned("T1", 2)], [session(1)]), "R", {"T1": 1})
    assert (units(row), row.level) == ([0, 2, 1, 2, 2], "Dépassement")


def test_a_room_sold_by_the_half_day_counts_two_a_day():
    tasks = [planned("T1", 2, room_type="Auditorium de mixage")]
    held = house([sold("A", 6, "AUD")], tasks, [session(3, room="AUDI")])
    assert units(shown(held, "A", {"T1": "1.5"})) == [6, 4, 2, 5, -1]


def test_an_item_that_asks_for_a_skill_sells_no_room_and_a_label_that_is_no_type_names_none():
    held = house([sold("R", 1), sold("L", 1, "IMG-20"), sold("S", 1, "IMG-23")])
    assert room_lines(held).types == {"R": "salle de montage image"}
    assert "donnez le type de salle de son poste" in shown(held, "S").action


def test_what_nobody_plans_is_not_followed_and_saves_nothing():
    row = shown(house([sold("L", 2, "IMG-20")]), "L")
    assert (row.level, row.follow_up) == ("Non suivie", "Non suivie")
    assert (row.sold_minutes, row.projected_minutes, row.variance_minutes) == (960, None, None)
    assert (row.variance_cents, row.projected_cents, row.cost_variance_cents) == (None, None, None)


def test_coordination_and_storage_follow_the_time_of_their_project():
    held = house([sold("C", 4, "COO-10"), sold("S", 24, "STO-10")])
    # 8 of the 20 days from 16 November to 5 December, both included
    assert elapsed_shares(held) == {"P1": Decimal("0.4")}
    for line, quantity in (("C", 4), ("S", 24)):
        row = shown(held, line)
        worked = Decimal("0.4") * quantity
        assert units(row) == [quantity, quantity, worked, quantity, None]
        assert (row.follow_up, row.level, row.variance_cents) == ("Temps écoulé", "OK", None)


def test_a_task_of_coordination_is_a_part_of_it_and_saves_nothing_until_there_are_too_many():
    lines, one = [sold("C", 4, "COO-10")], [planned("T1", 1, "C", "")]
    row = shown(house(lines, one), "C", {"T1": 1})
    assert (row.follow_up, row.level, row.variance_cents, row.projected_units) == (
        "Temps écoulé",
        "OK",
        None,
        4,
    )
    assert (row.sold_cost_cents, row.cost_variance_cents) == (4 * 11_160, 0)
    # 4 weeks of 39 h, 20 days of 7.8 h; 21 are a day too many
    row = shown(house(lines, [planned("T1", 21, "C", "")]), "C", {"T1": 21})
    assert (row.follow_up, row.level, row.variance_minutes) == ("En heures", "Dépassement prévu", 468)


@pytest.mark.parametrize(
    ("project", "share"),
    [
        ({"rushes_day": date(2026, 11, 24)}, 0),
        ({"delivery_day": date(2026, 11, 20)}, 1),
        ({"delivery_day": date(2026, 11, 20), "expected_day": date(2026, 12, 5)}, "0.4"),
        ({"status": "Livré"}, 1),
        ({"rushes_day": None}, None),
        ({"delivery_day": None}, None),
    ],
)
def test_the_time_of_a_project_is_that_from_its_rushes_to_its_last_delivery(project, share):
    found = elapsed_shares(house([], projects=[{**PROJECT, **project}])).get("P1")
    assert found == (None if share is None else Decimal(share))


def test_a_deliverable_follows_what_is_done_of_its_tasks():
    tasks = [planned("T1", 2, "D", "", state="Terminé"), planned("T2", 6, "D", "")]
    row = shown(house([sold("D", 4, "LIV-20")], tasks), "D", {"T2": 6})
    assert units(row) == [4, 4, 1, 4, None] and row.follow_up == "Tâches faites"


def test_days_sold_of_which_the_rate_card_counts_no_hours_follow_the_days_of_their_tasks():
    tasks = [planned("T1", 8, "A", "")]
    row = shown(house([sold("A", 5, "ASS")], tasks, [session(3, room="")]), "A", {"T1": 7})
    assert (row.sold_minutes, row.level, row.variance_cents) == (None, "Dépassement prévu", 3 * 18_000)
    assert units(row) == [5, 8, 1, 8, 3]


LINES = st.sampled_from(["", "L", "R1", "R2"])
TYPES = st.sampled_from(["Salle de montage image", "Auditorium de mixage", ""])
PROJECTS = st.sampled_from(["P1", "P2"])
TASKS = st.lists(st.tuples(PROJECTS, LINES, TYPES, st.integers(0, 8)), min_size=1, max_size=4)
SESSIONS = st.lists(
    st.tuples(st.integers(0, 3), PROJECTS, st.sampled_from(["", "MON1", "MON2", "AUDI", "PREP"]),
              st.integers(0, 3), st.integers(0, 12)),
    max_size=10,
)  # fmt: skip


@given(TASKS, SESSIONS)
def test_no_occupation_counts_on_two_lines_and_none_that_a_line_sells_is_lost(tasks, sessions):
    rows = [
        planned(f"T{n}", days, line, kind, project) for n, (project, line, kind, days) in enumerate(tasks)
    ]
    worked = [
        session(day, f"T{n % len(tasks)}", room, hours, project) for day, project, room, n, hours in sessions
    ]
    lines = [sold("R1", 5), sold("R2", 5), sold("L", 5, "IMG-20"), sold("R3", 5, project="P2")]
    held = house(lines, rows, worked, projects=[PROJECT, {"code": "P2"}])
    found = room_days(held, {})
    expected_planned: Counter[str] = Counter()
    for task in rows:
        room_type = task["room_type"]
        own = task["line"] if task["line"] in ("R1", "R2") else ""
        by_type = {"P1": "R1", "P2": "R3"}[task["project"]] if room_type == "Salle de montage image" else ""
        expected_planned[own or by_type] += task["duration_days"]
    assert found["R3"].planned == expected_planned["R3"]
    assert found["R1"].planned + found["R2"].planned == expected_planned["R1"] + expected_planned["R2"]
    # The days of a named room are half or whole; those on lines of rooms and on others make them up exactly.
    whole = Fraction(0)
    for use, users in occupations(held).items():
        minutes = sum(users.values())
        # They all begin at midnight: the longest is how long a room that is named was occupied.
        occupied = [each["end"] for each in worked if (each["room"], each["day"]) == (use.room, use.day)]
        day = Fraction(1, 2) if 0 < (max(occupied) if use.room else minutes) <= 240 else Fraction(1)
        sellers = sum(time for (_, line), time in users.items() if line[:1] == "R")
        share = (
            Fraction(sellers, minutes)
            if minutes
            else Fraction(sum(line[:1] == "R" for _, line in users), len(users))
        )
        whole += day * share if use.room or sellers or not minutes else 0
    assert abs(sum(Fraction(each.worked) for each in found.values()) - whole) < Fraction(1, 10**9)
    used = {(each["room"], each["day"]) for each in worked if each["room"]}
    prices = {room["code"]: room["day_cost_cents"] for room in ROOMS}
    assert sum(costs(held).rooms.values()) == sum(prices[room] for room, _ in used)


def test_every_line_sold_is_followed_by_one_thing_or_named():
    lines = [sold(f"L{n}", 1, rate["item"]) for n, rate in enumerate(RATES)]
    found = followed_lines(house(lines), {})
    assert {line.figures.follow_up for line in found} == {FollowUp.TIME, FollowUp.NONE}
    assert all(bool(line.figures.reason) is (line.figures.follow_up is FollowUp.NONE) for line in found)


@pytest.mark.parametrize("asked", ["Salle de préparation", ""])
def test_a_room_lent_in_place_of_one_that_is_sold_too_takes_days_of_the_one_asked_for(asked: str):
    """The synchro of MER: three days of the assistant in an editing room do not overrun the editing room sold."""
    station = {"unit": "jour", "room_type": "Salle de préparation"}
    assistant = {**station, "item": "ASS", "skill": "Assistant", "unit_minutes": 480}
    rates = [*RATES[:2], assistant, {**station, "item": "STA"}]
    lines = [sold("R", 12), sold("L", 12, "IMG-20"), sold("A", 4, "ASS"), sold("S", 4, "STA")]
    tasks = [planned("T1", 12, "L"), planned("T2", 3, "A", asked, room="MON1")]
    sessions = [*(session(day) for day in range(12)), *(session(day, "T2") for day in range(20, 23))]
    held = house(lines, tasks, sessions, rates=rates)
    assert units(shown(held, "R")) == [12, 12, 12, 12, 0]
    assert units(shown(held, "S")) == [4, 3, 3, 3, -1]
    # The days of MON1 cost on the line that they take: 3 × 100 €.
    assert costs(held).rooms["P1", "S"] == 30_000
