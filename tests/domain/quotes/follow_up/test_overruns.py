from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from postprod_xl.domain.quotes.follow_up.overruns import overruns
from postprod_xl.domain.quotes.lines import quote_columns
from postprod_xl.schema.tables import BY_NAME
from tests.domain.offices import office, table_rows

FRIDAY = date(2026, 11, 20)
RATES = table_rows("Tarifs", [{"item": "IMG-20", "unit": "jour", "unit_minutes": 480}])


def sold_line(code="L1", days="1", project="P1", **rest):
    usual = {"item": "IMG-20", "label": "Montage", "unit": "jour", "unit_price_cents": 80_000}
    return {"line": code, "project": project, "version": 1, "quantity": Decimal(days), **usual, **rest}


def worked(hours, task="T1", **rest):
    """A session of that many hours on a task."""
    return {"number": "", "day": FRIDAY, "project": "P1", "task": task, "start": 0, "end": hours * 60, **rest}


def followed(*sessions, lines=None, remaining=None, settings=None, accepted=1, days=None, **frames):
    quote = lines or [sold_line()]
    held = office(
        settings=settings,
        Projets=table_rows("Projets", [{"code": "P1"}, {"code": "P2", "status": "Annulé"}]),
        Versions=table_rows(
            "Versions", [{"project": code, "version": accepted, "status": "Accepté"} for code in ("P1", "P2")]
        ),
        Tarifs=frames.pop("Tarifs", RATES),
        Devis=table_rows("Devis", quote),
        Planning=table_rows(
            "Planning",
            [
                {"task": f"T{n}", "line": row["line"], "duration_days": days and Decimal(days)}
                for n, row in enumerate(quote, 1)
            ],
        ),
        Seances=table_rows("Seances", list(sessions)),
        **frames,
    )
    held = held.with_columns("Devis", quote_columns(held))
    return overruns(held, {task: Decimal(days) for task, days in (remaining or {}).items()})


def test_the_projection_is_what_was_worked_and_what_remains_at_the_selling_price():
    found = followed(worked(6), remaining={"T1": "0.5"}).frame().iloc[0]
    # 8 h sold; 6 h worked + 0.5 day of 8 h = 10 h, 2 h over at 800 € / 8 h
    names = ["sold_minutes", "worked_minutes", "remaining_minutes", "projected_minutes", "variance_minutes"]
    assert found[names].tolist() == [480, 360, 240, 600, 120]
    assert (found["variance_cents"], found["level"]) == (20_000, "Dépassement prévu")
    assert found["action"] == "Réduire le reste à faire ou prévenir la production"


@pytest.mark.parametrize(
    ("hours", "remaining", "level"),
    [
        (8, "0", "OK"),  # exactly what was sold
        (9, "0", "Dépassement"),
        (6, "0.25", "OK"),  # 75 % worked, 8 h projected
        (6, "0.5", "Dépassement prévu"),
        (7, "0", "OK"),  # over 80 %, but nothing remains
    ],
)
def test_the_level_compares_worked_then_projected_to_sold(hours, remaining, level):
    assert followed(worked(hours), remaining={"T1": remaining}).column("level") == [level]


def test_a_line_close_to_what_was_sold_is_watched_while_work_remains():
    found = followed(worked(14), lines=[sold_line(days="2")], remaining={"T1": "0.25"})
    # 14 h of 16 h is 87.5 %, 16 h projected
    assert list(found.select("level", "action")) == [("À surveiller", "Surveiller")]


def test_the_watch_begins_at_exactly_the_house_threshold():
    found = followed(worked(8), lines=[sold_line(days="1.25")], remaining={"T1": "0.25"})
    # 8 h of 10 h is 80 %
    assert found.column("level") == ["À surveiller"]


def test_an_overrun_of_finished_work_without_a_cause_asks_for_it():
    assert followed(worked(9)).column("action") == ["Chercher la cause et prévenir la production"]


def test_the_house_tolerance_is_added_to_what_was_sold():
    tolerant = {"overrun_tolerance_rate": Decimal("0.25")}
    assert followed(worked(10), settings=tolerant).column("level") == ["OK"]
    assert followed(worked(11), settings=tolerant).column("level") == ["Dépassement"]


def test_hours_the_production_caused_call_for_a_change_order():
    found = (
        followed(
            worked(6),
            worked(2, cause="Retard rushes"),
            worked(1, cause="Attente validation"),
            worked(3, cause="Panne technique"),
        )
        .frame()
        .iloc[0]
    )
    assert (found["main_cause"], found["client_minutes"]) == ("Panne technique", 180)
    assert found["action"] == "Négocier un avenant : 3h00 imputables à la production"


def test_four_causes_come_from_the_production_and_no_other():
    client = {
        "Retard rushes": 540,
        "Attente validation": 540,
        "Retouches réalisateur": 540,
        "Demande production": 540,
        "Panne technique": 0,
        "Sous-estimation": 0,
        "Autre": 0,
    }
    assert tuple(client) == BY_NAME["Seances"].by_name["cause"].choices
    found = {cause: followed(worked(9, cause=cause)).frame().iloc[0] for cause in client}
    assert {cause: row["client_minutes"] for cause, row in found.items()} == client
    assert {cause for cause, row in found.items() if "imputables" in row["action"]} == set(list(client)[:4])


def test_the_hours_to_negotiate_are_never_more_than_the_overrun():
    found = followed(worked(5), worked(5, cause="Retard rushes")).frame().iloc[0]
    # 8 h sold, 10 h worked of which 5 h by the production's fault: 2 h over, so 2 h to negotiate
    assert (found["variance_minutes"], found["client_minutes"]) == (120, 300)
    assert found["action"] == "Négocier un avenant : 2h00 imputables à la production"


def test_a_session_to_come_is_neither_worked_nor_a_cause():
    to_come = worked(9, day=date(2026, 11, 24), cause="Retard rushes")
    found = followed(worked(6), to_come).frame().iloc[0]
    assert found[["worked_minutes", "client_minutes", "main_cause", "level"]].tolist() == [360, 0, "", "OK"]


def test_a_line_the_accepted_version_dropped_overruns_with_its_first_hour():
    found = (
        followed(
            worked(1, "T1"),
            lines=[sold_line("OLD", label="Retirée"), sold_line("KEPT", version=2), sold_line("GONE")],
            accepted=2,
        )
        .frame()
        .set_index("line")
    )
    # 0 h sold, 1 h worked: 1 h over at 800 € / 8 h; GONE is dropped and nobody worked on it
    assert found.index.tolist() == ["OLD", "KEPT"]
    names = ["label", "sold_minutes", "worked_minutes", "variance_minutes", "variance_cents", "level"]
    assert found.loc["OLD", names].tolist() == ["Retirée", 0, 60, 60, 10_000, "Dépassement"]


def test_work_planned_on_a_dropped_line_is_an_overrun_foreseen():
    found = (
        followed(
            lines=[sold_line("OLD"), sold_line("KEPT", version=2)],
            accepted=2,
            remaining={"T1": "1"},
            days="1",
        )
        .frame()
        .set_index("line")
    )
    assert found.loc["OLD", ["sold_minutes", "remaining_minutes", "level"]].tolist() == [
        0,
        480,
        "Dépassement prévu",
    ]


@pytest.mark.parametrize(
    ("unit", "length"),
    [("jour", 420), ("demi-journée", 210), ("semaine", 2100), ("heure", 60)],
)
def test_what_remains_counts_the_hours_of_a_day_of_the_line(unit, length):
    rates = table_rows("Tarifs", [{"item": "IMG-20", "unit": unit, "unit_minutes": length}])
    found = (
        followed(lines=[sold_line(unit=unit)], remaining={"T1": "2"}, days="2", Tarifs=rates).frame().iloc[0]
    )
    # 7 h a day, twice 3 h 30, a fifth of 35 h: 2 days are 14 h; sold by the hour, the house day: 16 h
    minutes = 960 if unit == "heure" else 840
    assert found[["planned_minutes", "remaining_minutes"]].tolist() == [minutes, minutes]


def test_half_a_minute_of_what_remains_is_rounded_up():
    rates = table_rows("Tarifs", [{"item": "IMG-20", "unit": "jour", "unit_minutes": 450}])
    # a quarter of 7 h 30 is 112.5 minutes
    assert followed(remaining={"T1": "0.25"}, Tarifs=rates).column("remaining_minutes") == [113]


def test_a_line_of_no_quantity_sells_no_minute():
    found = followed(worked(1), lines=[sold_line(days="0")]).frame().iloc[0]
    assert found[["sold_minutes", "variance_minutes", "level"]].tolist() == [0, 60, "Dépassement"]


def test_of_two_causes_of_as_many_hours_the_first_of_the_list_is_main():
    found = followed(worked(1, cause="Sous-estimation"), worked(1, cause="Attente validation"))
    assert found.column("main_cause") == ["Attente validation"]


def test_an_accepted_change_order_is_sold():
    order = {
        "number": "A1",
        "project": "P1",
        "type": "Additif",
        "line": "L1",
        "quantity": Decimal(1),
        "status": "Accepté",
    }
    found = followed(worked(16), Avenants=table_rows("Avenants", [order])).frame().iloc[0]
    assert (found["sold_minutes"], found["level"]) == (960, "OK")


def test_a_line_sold_otherwise_than_in_hours_shows_its_work_and_no_variance():
    found = followed(worked(5), lines=[sold_line(item="", unit="plan")]).frame().iloc[0]
    assert found[["sold_minutes", "variance_minutes", "variance_cents"]].isna().all()
    assert (found["worked_minutes"], found["level"], found["action"]) == (300, "OK", "")


def test_what_sells_nothing_and_cancelled_projects_are_left_out():
    lines = [
        sold_line(),
        sold_line("L2", "0", item="", unit="plan"),
        sold_line("L3", project="P2"),
    ]
    assert followed(lines=lines).column("line") == ["L1"]


def test_an_hour_sold_and_not_worked_is_not_an_overrun():
    found = followed().frame().iloc[0]
    assert (found["variance_minutes"], found["variance_cents"], found["level"]) == (-480, -80_000, "OK")


def test_the_gravest_then_the_dearest_lines_come_first():
    lines = [
        sold_line("FINE"),
        sold_line("CHEAP", unit_price_cents=40_000),
        sold_line("AHEAD"),
        sold_line("DEAR"),
        sold_line("WATCH"),
    ]
    sessions = [worked(10, "T2"), worked(4, "T3"), worked(10, "T4"), worked(7, "T5")]
    found = followed(*sessions, lines=lines, remaining={"T3": "1", "T5": "0.125"})
    assert found.column("line") == ["DEAR", "CHEAP", "AHEAD", "WATCH", "FINE"]


def test_no_quote_has_no_overrun():
    found = overruns(office(), {})
    assert (len(found), list(found.columns)) == (0, list(BY_NAME["Depassements"].by_name))
