"""Small plans and loads for the tests of the drawn tabs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from postprod_xl.documents.charts.gantt import Bar, Gantt, GanttGroup, GanttRow, Grain, Look
from postprod_xl.documents.charts.load import Load, LoadCell, LoadRow
from postprod_xl.domain.planning.charts.time_axis import day_axis, week_axis

MONDAY = date(2026, 11, 23)
HEADING = GanttRow(
    "P1", "", "La Crue — Inès Daumas", "", "", "En cours", MONDAY, date(2026, 11, 27), Decimal(2),
    (Bar(0, 2, Look.SUMMARY), Bar(3, 4, Look.LATE)), 2,
)  # fmt: skip
FIRM = GanttRow(
    "P1", "P1-MIX", "=SOMME(1)", "TESSIER", "AUDI1", "Confirmé", MONDAY, date(2026, 11, 25), None,
    (Bar(0, 2, Look.FIRM),), None,
)  # fmt: skip
LATE = replace(
    FIRM, task="P1-PAD", label="Fabrication du PAD", technician="", room="", start=date(2026, 11, 26),
    end=date(2026, 11, 27), late_days=Decimal(2), bars=(Bar(3, 4, Look.LATE),),
)  # fmt: skip
MILESTONE = replace(FIRM, task="P1-LIV", label="Livraison", state="", bars=(), mark=4)
PLAN = Gantt(
    MONDAY, Grain.DAY, day_axis(MONDAY, date(2026, 12, 11)).slots, 0,
    (GanttGroup(0, HEADING, (FIRM, LATE, MILESTONE)),), ("Situation au 23/11/2026.",),
)  # fmt: skip
LOAD_CHART = Load(
    MONDAY,
    week_axis(MONDAY, date(2026, 12, 13)).slots,
    (
        LoadRow(
            "Personne",
            "T1",
            "Gaëlle Tessier",
            "Mixeuse",
            (LoadCell(10, 10, True), LoadCell(4, 10, False), LoadCell(0, 0, False)),
        ),
        LoadRow(
            "Salle",
            "S1",
            "Auditorium",
            "Mixage",
            (LoadCell(0, 10, False), LoadCell(9, 10, False), LoadCell(1, 10, False)),
        ),
    ),
    ("Situation au 23/11/2026.",),
)
