"""A plan takes its days from what the quote sells, and says what does not match."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.commands.plan.planning import plan
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.programmes.sold import shared_days
from postprod_xl.domain.planning.programmes.tasks import ProgrammeTasks, programme_tasks
from tests.domain.offices import office, table_rows

DAY = 480
ITEMS = [
    {
        "item": "IMG-20",
        "unit": "jour",
        "unit_minutes": DAY,
        "skill": "Monteuse",
        "room_type": "Cabane",
    },
    {"item": "IMG-21", "unit": "jour", "unit_minutes": DAY},
    {"item": "IMG-22", "unit": "jour"},
    {"item": "IMG-30", "unit": "séance", "unit_minutes": 240},
    {"item": "IMG-60", "unit": "plan"},
    {"item": "LIV-30", "unit": "minute"},
    {"item": "LIV-31", "unit": "minute", "unit_minutes": 10},
    {"item": "SON-31", "unit": "jour", "unit_minutes": DAY},
    {"item": "COO-10", "unit": "semaine", "unit_minutes": 2340},
]


def sold(*lines: dict[str, Any], orders: tuple[dict[str, Any], ...] = (), **project: Any) -> Office:
    """A documentary with some lines in its accepted version, the older one selling twice as much."""
    row = {"code": "P1", "type": "Documentaire", "length_minutes": 52, "delivery_day": date(2027, 9, 30)}
    quote = [{"line": f"P1-{line['item']}", "project": "P1", "version": 2, **line} for line in lines]
    older = [{**line, "version": 1, "quantity": line["quantity"] * 2} for line in quote]
    versions = [("Remplacé", 1), ("Accepté", 2)]
    return office(
        Projets=table_rows("Projets", [{**row, **project}]),
        Versions=table_rows(
            "Versions", [{"project": "P1", "version": n, "status": status} for status, n in versions]
        ),
        Devis=table_rows("Devis", [*older, *quote]),
        Avenants=table_rows("Avenants", [{"number": "AV1", "project": "P1", **order} for order in orders]),
        Tarifs=table_rows("Tarifs", ITEMS),
        Equipe=table_rows("Equipe", [{"code": "ANNE", "skills": "Monteuse; Assistant monteur"}]),
        Salles=table_rows("Salles", [{"code": "PREP", "type": "Salle de préparation"}]),
    )


def line(item: str, quantity: str, **cells: Any) -> dict[str, Any]:
    return {"item": item, "quantity": Decimal(quantity), **cells}


def planned(found: ProgrammeTasks, *steps: str) -> list[str]:
    """The days of the tasks of some steps, in order."""
    rows = found.rows.select("step", "duration_days")
    return [f"{days.normalize():f}" for step, days in rows if step in steps]


@pytest.mark.parametrize(
    ("item", "quantity", "unit", "step", "days"),
    [
        ("IMG-20", "28", "jour", "MONTAGE_IMAGE", "28"),
        ("IMG-20", "3", "demi-journée", "MONTAGE_IMAGE", "1.5"),
        ("IMG-20", "20", "heure", "MONTAGE_IMAGE", "2.5"),  # 20 h, 8 h a day
        ("IMG-20", "2", "semaine", "MONTAGE_IMAGE", "10"),  # five days of 8 h each, 10 × 8 h / 8 h
        ("IMG-30", "3", "séance", "PROJECTIONS", "1.5"),  # 3 × 4 h = 12 h
        ("LIV-31", "52", "minute", "SME", "1"),  # 52 × 10 min = 520 min: a day of 480, and 40 minutes
        ("IMG-60", "5", "plan", "VFX", "2"),  # no hours: the usual two days
        ("LIV-30", "1", "forfait", "ST_TRAD", "4"),  # no hours: the usual four
    ],
)
def test_a_task_takes_what_its_line_sells_in_any_unit(item, quantity, unit, step, days):
    found = programme_tasks(sold(line(item, quantity, unit=unit)), "P1")
    assert planned(found, step) == [days]
    assert found.rows.frame().set_index("step").loc[step, "line"] == f"P1-{item}"


def test_accepted_change_orders_count_and_others_do_not():
    more = {"day": date(2026, 11, 2), "type": "Additif", "line": "P1-IMG-20", "quantity": Decimal(3)}
    orders = ({**more, "status": "Accepté"}, {**more, "number": "AV2", "status": "Envoyé"})
    assert planned(programme_tasks(sold(line("IMG-20", "10"), orders=orders), "P1"), "MONTAGE_IMAGE") == [
        "13"
    ]


def test_a_line_that_a_change_order_sells_again_is_planned_and_not_said_to_sell_nothing():
    order = {"day": date(2026, 11, 2), "type": "Additif", "line": "P1-IMG-20", "status": "Accepté"}
    held = sold(line("SON-31", "1"), orders=({**order, "quantity": Decimal(6)},))
    older = {**line("IMG-20", "10"), "line": "P1-IMG-20", "project": "P1", "version": 1}
    rows = held["Devis"].followed_by(table_rows("Devis", [older], 20))
    found = plan(held.with_rows("Devis", rows), project="P1")
    tasks = dict(found.appended["Planning"].select("step", "duration_days"))
    assert tasks["MONTAGE_IMAGE"] == 6
    assert not [problem for problem in found.problems if problem.heading == "Ligne"]


def test_the_steps_of_a_line_share_it_and_their_floors_come_first():
    # 8 days are 32 quarters. The least: a quarter for the synchro, 0.25 and 0.5 day for the exports, 4 quarters
    # together. 28 are left for what the usual 21, 0.5 and 1 days have above it, 83, 1 and 2 quarters: 27.02, 0.33
    # and 0.65, so 27, 0 and 1.
    found = programme_tasks(sold(line("IMG-21", "8")), "P1")
    assert planned(found, "SYNCHRO", "EXPORT_SON", "EXPORT_IMAGE") == ["7", "0.25", "0.75"]
    [said] = [text for text in found.lines if text.startswith("SYNCHRO")]
    assert said == (
        "SYNCHRO : vendu 8 j (P1-IMG-21, avec EXPORT_SON, EXPORT_IMAGE), modèle 21 j, plancher inconnu "
        "→ planifié 7 j"
    )


def test_the_episodes_share_a_line_and_lines_one_by_episode_pay_for_one_each():
    # 10 days are 40 quarters for three episodes: 14, 13 and 13.
    shared = programme_tasks(sold(line("IMG-20", "10"), episodes=3), "P1")
    assert planned(shared, "MONTAGE_IMAGE") == ["3.5", "3.25", "3.25"]
    lines = [line("IMG-20", f"{days}", line=f"E{days}") for days in (20, 21, 22)]
    own = programme_tasks(sold(*lines, episodes=3), "P1")
    assert planned(own, "MONTAGE_IMAGE") == ["20", "21", "22"]


def test_another_line_of_an_item_is_a_second_task_that_the_same_steps_wait_for():
    found = programme_tasks(sold(line("IMG-20", "20"), line("IMG-20", "8", line="P1-RENFORT")), "P1")
    rows = found.rows.frame().set_index("task")
    assert rows.loc["P1-MONTAGE_IMAGE-2", ["step", "line", "duration_days"]].tolist() == [
        "MONTAGE_IMAGE",
        "P1-RENFORT",
        Decimal(8),
    ]
    waited = rows.loc["P1-PROJECTIONS", "predecessors"]
    assert waited == "P1-MONTAGE_IMAGE FF+2j; P1-MONTAGE_IMAGE-2 FF+2j"


def test_what_is_sold_under_a_floor_is_planned_as_sold_and_named():
    found = programme_tasks(sold(line("IMG-20", "12"), line("SON-31", "0.5")), "P1")
    assert planned(found, "MONTAGE_IMAGE", "MIXAGE") == ["12", "0.5"]
    assert (
        "2 étapes vendues sous leur plancher, à renégocier : MONTAGE_IMAGE 12 j (plancher 20 j), "
        "MIXAGE 0,5 j (plancher 1,5 j)"
    ) in found.lines


def test_a_program_reads_the_same_figures():
    details = programme_tasks(sold(line("IMG-20", "12"), line("COO-10", "4")), "P1").answer.details
    read = json.loads(json.dumps(details))
    [edit] = [step for step in read["steps"] if step["step"] == "MONTAGE_IMAGE"]
    assert edit == {
        "step": "MONTAGE_IMAGE",
        "lines": ["P1-IMG-20"],
        "shared_with": [],
        "sold_days": 12,
        "sold_hours": 96,
        "template_days": 35,
        "floor_days": 20,
        "planned_days": 12,
        "is_under_floor": True,
    }
    assert read["unplanned_lines"] == ["P1-COO-10"]


def test_what_is_sold_without_a_task_and_what_makes_no_quarter_of_a_day_are_named():
    lines = line("COO-10", "4"), line("IMG-22", "12"), line("SON-31", "9", unit="heure")
    said = programme_tasks(sold(*lines, line("IMG-20", "0")), "P1").lines
    assert "vendu sans tâche : P1-COO-10 (156h00)" in said
    assert "vendu sans heures au tarif ni tâche : P1-IMG-22" in said
    assert "au devis pour moins d'un quart de jour, sans tâche : P1-IMG-20 (0h00)" in said
    assert "vendu en plus du dernier quart de jour planifié : P1-SON-31 1h00" in said


def test_a_step_whose_line_sells_nothing_is_not_linked_to_it():
    rows = programme_tasks(sold(line("IMG-20", "0")), "P1").rows.frame().set_index("step")
    assert rows.loc["MONTAGE_IMAGE", ["line", "duration_days"]].tolist() == ["", Decimal(35)]


def test_skills_and_rooms_are_those_of_the_rate_card_and_what_the_house_lacks_is_listed():
    found = programme_tasks(sold(line("IMG-20", "20")), "P1")
    needs = found.rows.frame().set_index("step")[["skill", "room_type"]]
    # The rate card names a hut that nobody has; it says nothing of the assistants, whom the house has, nor of the
    # subtitles, which nobody does; the grading is not in it.
    assert needs.loc["MONTAGE_IMAGE"].tolist() == ["Monteuse", "Cabane"]
    assert needs.loc["SYNCHRO"].tolist() == ["Assistant monteur", "Salle de préparation"]
    assert needs.loc["ST_TRAD"].tolist() == ["", ""]
    assert needs.loc["ETALONNAGE"].tolist() == ["Étalonneur", "Salle d'étalonnage"]
    lacks = {(lack["word"], lack["in_tasks"]): lack["steps"] for lack in found.answer.details["lacking"]}
    assert lacks["Cabane", True] == ["MONTAGE_IMAGE"] and lacks["Étalonneur", True] == ["ETALONNAGE"]
    assert lacks["Traducteur-adaptateur", False] == ["ST_TRAD"]
    assert ("Monteuse", True) not in lacks and ("Assistant monteur", True) not in lacks
    [said] = [
        text for text in found.lines if text.startswith("types de salle demandés que la maison n'a pas")
    ]
    assert "« Cabane » (MONTAGE_IMAGE)" in said


@pytest.mark.parametrize("day_minutes", [480, 455])
def test_a_plan_made_of_a_quote_overruns_no_line_before_the_first_hour(day_minutes):
    # A day of 7h35 has no whole number of minutes in a quarter.
    lines = [
        line(item, quantity) for item, quantity in (("IMG-20", "3.5"), ("IMG-21", "4.25"), ("SON-31", "1.5"))
    ]
    before = sold(*lines, episodes=3)
    rates = [
        {**item, "unit_minutes": day_minutes} if item.get("unit_minutes") == DAY else item for item in ITEMS
    ]
    found = plan(before.with_rows("Tarifs", table_rows("Tarifs", rates)), project="P1")
    rows = list(found.rows["Depassements"].select("line", "sold_minutes", "planned_minutes", "level"))
    assert {(name, level) for name, *_, level in rows} == {(f"P1-{row['item']}", "OK") for row in lines}
    assert all(sold_minutes == planned_minutes for _, sold_minutes, planned_minutes, _ in rows)


@given(
    st.integers(0, 400),
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 80)), min_size=1, max_size=12),
)
def test_shared_days_add_up_to_what_is_sold(total: int, tasks: list[tuple[int, int]]):
    least, usual = ([Decimal(quarters) / 4 for quarters in column] for column in zip(*tasks, strict=True))
    days = shared_days(total, least, usual)
    assert sum(days) * 4 == total and min(days) >= 0
    if total >= sum(max(quarters, 1) for quarters, _ in tasks):
        assert all(given >= floor for given, floor in zip(days, least, strict=True))
