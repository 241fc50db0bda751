"""Confirmed tasks imagined free to move: what a delivery gains, what is to be renegotiated, what is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.commands.plan.planning import whatif
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.explain.whatif import what_if
from postprod_xl.domain.planning.plan.schedule import schedule
from tests.domain.offices import office, table_rows

MONDAY = date(2026, 11, 23)


def nov(day: int) -> date:
    return date(2026, 11, day)


def in_the_way(**rest: Any) -> Office:
    """P1 waits for T1, whom X, a confirmed task of P2, takes on Monday 23 and Tuesday 24; P2 is due on the 27th."""
    tasks = [
        {"task": "A", "project": "P1", "duration_days": Decimal(1), "technician": "T1"},
        {
            "task": "X",
            "project": "P2",
            "duration_days": Decimal(2),
            "technician": "T1",
            "state": "Confirmé",
            "start_day": nov(23),
            "end_day": nov(24),
            **rest,
        },
        {"task": "Y", "project": "P2", "duration_days": Decimal(1), "predecessors": "X"},
    ]
    booked = [
        {"day": nov(day), "half_day": "Journée", "project": "P2", "task": "X", "technician": "T1"}
        for day in (23, 24)
    ]
    projects = [
        {"code": code, "department": "75", "delivery_day": day} for code, day in (("P1", 23), ("P2", 27))
    ]
    frames = {
        "Projets": [{**row, "delivery_day": nov(row["delivery_day"])} for row in projects],
        "Equipe": [{"code": "T1"}],
        "Planning": tasks,
        "Reservations": booked,
    }
    return office(MONDAY, **{name: table_rows(name, rows) for name, rows in frames.items()})


def test_a_confirmed_task_set_free_lets_what_is_late_go_first_and_is_to_be_renegotiated() -> None:
    found = what_if(in_the_way(), [], [], (), ["x"])
    # A on the 23rd, X on the 24th and 25th, Y on the 26th: P1 was two days late, P2 has until the 27th.
    assert [(item.project, item.late_before, item.late_after) for item in found.deliveries] == [
        ("P1", 2, 0),
        ("P2", 0, 0),
    ]
    assert [one.task for one in found.renegotiation.rebookings] == ["X"]
    assert found.lines == [
        "X : confirmée au 23/11/2026, à renégocier du 24/11/2026 au 25/11/2026 (projet P2) ; à libérer : T1 le 23/11 ; "
        "option à prendre : T1 le 25/11",
        "P1 : fin prévue le 23/11/2026 au lieu du 25/11/2026, la livraison tient",
        "P2 : fin prévue le 26/11/2026 au lieu du 25/11/2026, la livraison tient",
        "A : début le 23/11/2026 au lieu du 25/11/2026",
        "Y : début le 26/11/2026 au lieu du 25/11/2026",
    ]


def test_what_the_warning_promises_is_what_the_question_answers() -> None:
    given = in_the_way()
    (warning,) = [item.message for item in schedule(given).problems if item.message.startswith("P1 :")]
    assert "en déplaçant X (confirmée), P1 serait à l'heure" in warning
    outcome = whatif(given, free=["X"])
    assert outcome.summary == ("1 tâche confirmée à renégocier, 3 tâches déplacées, 2 livraisons déplacées")


@pytest.mark.parametrize(
    ("name", "rest", "said"),
    [
        ("ZZ", {}, "la tâche « ZZ » n'existe pas"),
        ("A", {}, "A n'est pas confirmée (sans état) : rien ne la retient"),
        ("X", {"frozen": True}, "X est figée, ni sa date ni ses personnes ne bougent"),
        ("X", {"state": "Terminé"}, "X est terminée"),
        ("X", {"state": "En cours"}, "X est commencée"),
        ("X", {"state": "Annulé"}, "X est annulée"),
        ("X", {"fixed_day": nov(23)}, "X a un « Début fixé » au 23/11/2026, qui la retient"),
    ],
)
def test_what_cannot_be_set_free_is_one_clear_line(name: str, rest: dict[str, Any], said: str) -> None:
    outcome = whatif(in_the_way(**rest), free=[f"{name},"])
    (problem,) = outcome.problems
    assert problem.is_blocking
    assert problem.message.startswith(said)
