from __future__ import annotations

from decimal import Decimal

import pytest

from postprod_xl.domain.accounts.costs import costs
from postprod_xl.domain.quotes.lines import quote_columns
from postprod_xl.domain.quotes.pricing.unit_costs import unit_costs
from postprod_xl.domain.quotes.pricing.unpriced import unpriced_problems
from postprod_xl.domain.quotes.versions.totals import version_columns
from postprod_xl.schema.problems import Severity
from tests.domain.offices import MONDAY, office, table_rows

RATES = [
    {"item": "IMG-20", "unit": "jour", "skill": "Monteur", "unit_minutes": 480, "cost_cents": 37_200},
    {"item": "IMG-22", "unit": "jour", "room_type": "Montage"},
    {"item": "IMG-50", "unit": "jour", "skill": "Étalonneur", "room_type": "Étalonnage", "unit_minutes": 480},
    {"item": "LIV-20", "unit": "unité", "cost_cents": 50_000},
    {"item": "MIX", "unit": "jour", "skill": "Mixeur", "room_type": "Audi", "unit_minutes": 480},
]
TEAM = [
    # 8 h × 30 € × 1.65 = 396 € ; 8 h × 20 € × 1.42 = 227.20 €, 7 h a day ; 400 € a day ; nothing known
    {"code": "INT", "skills": "Monteur", "status": "Intermittent", "hourly_rate_cents": 3_000},
    {"code": "PER", "skills": "Monteur", "status": "Permanent", "hourly_rate_cents": 2_000, "day_minutes": 420},
    {"code": "IND", "skills": "Étalonneur", "status": "Indépendant", "day_cost_cents": 40_000, "day_minutes": 480},
    {"code": "NEW", "skills": "Mixeur; Monteur", "status": "Intermittent"},
]  # fmt: skip
ROOMS = [
    {"code": "M1", "type": "Montage", "day_cost_cents": 12_000},
    {"code": "M2", "type": "Montage", "day_cost_cents": 10_000},
    {"code": "ETA", "type": "Étalonnage", "day_cost_cents": 30_000},
    {"code": "AUDI", "type": "Audi"},
]


def quoted(*lines, tasks=(), affinities=(), status="Accepté"):
    usual = {
        "project": "P1",
        "version": 1,
        "quantity": Decimal(2),
        "unit": "jour",
        "unit_price_cents": 60_000,
    }
    rows = [{**usual, "line": f"L{n}", **line} for n, line in enumerate(lines, 1)]
    return office(
        Projets=table_rows("Projets", [{"code": "P1", "director": "Ana Ruiz"}]),
        Versions=table_rows("Versions", [{"project": "P1", "version": 1, "status": status}]),
        Tarifs=table_rows("Tarifs", RATES),
        Equipe=table_rows("Equipe", TEAM),
        Salles=table_rows("Salles", ROOMS),
        Affinites=table_rows("Affinites", list(affinities)),
        Planning=table_rows("Planning", list(tasks)),
        Devis=table_rows("Devis", rows),
    )


def cost_of(*lines, **rest):
    held = quoted(*lines, **rest)
    return unit_costs(held, held["Devis"])[0]


def task(days, line="L1", **rest):
    return {"task": f"T{days}{line}", "project": "P1", "line": line, "duration_days": Decimal(days), **rest}


def test_a_cost_typed_is_kept_nothing_included():
    assert cost_of({"item": "IMG-20", "unit_cost_cents": 0}) == (0, "saisi")


def test_before_a_plan_a_unit_costs_its_hours_of_who_would_be_chosen_first():
    # PER: 7 h cost 198.80 €, 8 h 227.20 €, and a day is the cheapest; the director asks for INT
    assert cost_of({"item": "IMG-20"}) == (22_720, "PER pour « Monteur »")
    wish = {"director": "Ana Ruiz", "technician": "INT", "score": 2}
    assert cost_of({"item": "IMG-20"}, affinities=[wish]) == (39_600, "INT pour « Monteur »")


def test_with_a_plan_a_unit_costs_the_people_assigned_by_their_days():
    tasks = [
        task(3, assigned_technician="INT"),
        task(1, technician="PER"),
        task(9, state="Annulé", technician="PER"),
    ]
    # (3 × 396 + 227.20) / 4
    assert cost_of({"item": "IMG-20"}, tasks=tasks) == (35_380, "INT, PER au planning")


def test_a_person_assigned_without_a_known_cost_leaves_the_rate_card_or_nothing():
    tasks = [task(3, technician="NEW")]
    assert cost_of({"item": "IMG-20"}, tasks=tasks) == (37_200, "Tarifs")
    assert cost_of({"item": "MIX"}, tasks=tasks) == (None, "coût non connu")


def test_a_room_costs_its_day_the_cheapest_before_a_plan():
    assert cost_of({"item": "IMG-22"}) == (10_000, "M2")
    assert cost_of({"item": "IMG-22"}, tasks=[task(3, "L9", assigned_room="M1")]) == (
        12_000,
        "M1 au planning",
    )
    assert cost_of({"item": "IMG-22", "unit": "demi-journée"}) == (5_000, "M2")


def test_a_person_and_a_room_sold_together_cost_both_and_a_room_sold_apart_is_in_its_own_line():
    line = {"item": "IMG-50"}
    assert cost_of(line) == (40_000 + 30_000, "IND pour « Étalonneur » et ETA")
    planned = [task(3, technician="IND", assigned_room="ETA")]
    assert cost_of(line, tasks=planned).origin == "IND et ETA au planning"
    apart = {"item": "IMG-22", "label": "Suite"}
    held = quoted(line, apart)
    other = held["Tarifs"].with_columns({"room_type": ["", "Étalonnage", "Étalonnage", "", "Audi"]})
    held = held.with_rows("Tarifs", other)
    assert [cost.cents for cost in unit_costs(held, held["Devis"])] == [40_000, 30_000]


def test_what_neither_people_nor_rooms_make_costs_what_the_rate_card_says_in_its_unit():
    assert cost_of({"item": "LIV-20", "unit": "unité"}) == (50_000, "Tarifs")
    assert cost_of({"item": "LIV-20", "unit": "forfait"}) == (None, "coût non connu")
    assert cost_of({"item": "", "unit": "forfait"}) == (None, "coût non connu")


def test_a_margin_without_the_cost_of_a_line_is_not_shown_and_the_line_is_named():
    held = quoted({"item": "IMG-20"}, {"item": "MIX"}, {"item": "MIX", "quantity": Decimal(0)})
    columns = version_columns(held)
    assert (columns.column("margin_cents"), columns.column("margin_rate")) == ([None], [None])
    lines = quote_columns(held)
    assert lines.column("cost_cents") == [2 * 22_720, None, 0]
    assert lines.column("cost_origin")[1] == "coût non connu"
    (problem,) = (each for each in unpriced_problems(held) if each.severity is Severity.WARNING)
    assert (problem.row, problem.heading) == (6, "Coût unitaire HT") and "coût non connu" in problem.message


@pytest.mark.parametrize("code", ["INT", "PER", "IND"])
def test_the_loaded_cost_of_a_unit_is_what_a_session_of_it_costs(code):
    tasks = [task(3, technician=code)]
    held = quoted({"item": "IMG-20"}, tasks=tasks)
    session = {"number": "", "day": MONDAY, "project": "P1", "task": "T3L1", "technician": code, "start": 0,
               "end": 480}  # fmt: skip
    worked = held.with_rows("Seances", table_rows("Seances", [session]))
    assert unit_costs(held, held["Devis"])[0].cents == costs(worked).labour_cents()["P1"]
